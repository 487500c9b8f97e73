// C05, enclosed: abar exists and is unique by verified linear algebra, and is the closed form's.
#include "enclosing.hpp"

namespace noiseproof::c05_spurious_location {

void enclose(const ClaimContext& context, ClaimResult& out) {
  const Instance size = at_most(context.instance, 300);
  Enclosing enclosing(context, out);
  const CriticalPoint<Ball> point = spurious_point(teacher_invariants<Ball>(context.instance));
  enclosing.check(
      "M a = (11' - I) a* has exactly one solution, by verified linear algebra, and it is abar in every entry" +
          at_smaller(size, context.instance),
      [&] {
        const Teacher<Ball> teacher = make_teacher<Ball>(size);
        const Vec<Ball> solved = solve_for_abar(teacher.a_star);
        // M^{-1} v = (v - 1 (1.v)/(k+pi-1))/(pi-1) with v = s 1 - a*.
        const Ball s = sum(teacher.a_star), k(size.k), m2 = Ball::pi() - Ball(1), shift = (k - Ball(1)) * s / (k + m2);
        Verdict all = Verdict::proved;
        for (std::size_t i = 0; i < solved.size(); ++i)
          all = both(all, same_number(solved[i], (s - teacher.a_star[i] - shift) / m2, 140));
        return Answer{all, std::to_string(solved.size()) + " unknowns, to 2^-140"};
      });
  enclosing.check("its coordinates and a.a* are enclosed", [&] {
    Certificate& certificate = enclosing.certificate;
    certificate.enclosure("spurious_x", Json::object(), point.at.x, "abar.u1");
    certificate.enclosure("spurious_y", Json::object(), point.at.y, "abar.u2");
    const Bounds along = certificate.enclosure("spurious_alpha", Json::object(), point.alpha, "abar.a*", true);
    return Answer{same_number(point.alpha, landscape(context.instance).alpha_bar(), 140),
                  "abar.a* in " + in_words(along)};
  });
  enclosing.twin("abar with its first entry moved by 2^-100 solves the system" + at_smaller(size, context.instance),
                 [&] {
                   const Teacher<Ball> teacher = make_teacher<Ball>(size);
                   Vec<Ball> moved = solve_for_abar(teacher.a_star);
                   moved[0] += Ball(Rational(1, Integer(1) << 100));
                   const Ball left = sum(moved) + (Ball::pi() - Ball(1)) * moved[0],
                              right = sum(teacher.a_star) - teacher.a_star[0];
                   return Answer{same_number(left, right, 140), "in the first equation"};
                 });
  out.notes.push_back(
      "On the sphere the gradient at -w* vanishes exactly, as sin(phi) = 0 there: "
      "(-w*, abar) is critical iff the linear system holds.");
  enclosing.finish();
}

}  // namespace noiseproof::c05_spurious_location
