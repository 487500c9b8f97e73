// C07, enclosed: the threshold, decided near its boundary too, and the largest neighbourhood on which the spurious
// point has the least loss, from the identity 4 pi (L - L0) = (a-abar)'M(a-abar) - 2 g a.a* (docs/certificate.md, kind
// region).
#include <fmt/format.h>

#include "enclosing.hpp"

namespace noiseproof::c07_spurious_is_local_minimum {
namespace {

/// 4 pi times the least rise of the loss, over all a, at a distance d from the pole: g (2c - g kappa^2), at the a of
/// steepest loss.
Ball least_rise(const Landscape& z, const Rational& d) {
  const Ball g = h(Ball(d));
  return -(g * (Ball(2) * z.alpha_bar() + g * z.kappa_sq));
}

/// 4 pi times the rise at w = w*, where g = pi, at the distance q from abar along M^{-1}a*: q^2 - 2 pi (kappa q - c).
Ball rise_at_teacher(const Landscape& z, const Rational& q) {
  return square(Ball(q)) - Ball(2) * Ball::pi() * (sqrt(z.kappa_sq) * Ball(q) + z.alpha_bar());
}

/// Has some student at the angle from -w*, and some student at the distance from abar, a loss below the spurious
/// point's?
Verdict some_student_falls(const Landscape& z, const Rational& angle, const Rational& distance) {
  return both(is_negative(least_rise(z, angle)), is_negative(rise_at_teacher(z, distance)));
}

struct NearThreshold {
  int k;
  Rational r;
  Verdict expected;
};

/// Teachers whose r = 1 + (k-1) q/p is near (k+pi-1)/pi: p/q runs through convergents of pi, too large (r is below) or
/// too small.
std::vector<NearThreshold> near_threshold(int k) {
  const std::vector<std::pair<const char*, Verdict>> convergents{
      {"7/22", Verdict::proved},          {"106/333", Verdict::refuted},     {"113/355", Verdict::proved},
      {"33102/103993", Verdict::refuted}, {"33215/104348", Verdict::proved}, {"265381/833719", Verdict::refuted}};
  std::vector<NearThreshold> out;
  for (const auto& [inverse, side] : convergents)
    out.push_back({k, 1 + (k - 1) * parse_rational(inverse, "near_threshold"), side});
  // 1/pi cut off at 100 binary places, downwards and upwards.
  const Ball inverse_pi = Ball(1) / Ball::pi();
  out.push_back({k, 1 + (k - 1) * dyadic_floor(lower_rational(inverse_pi), 100), Verdict::proved});
  out.push_back({k, 1 + (k - 1) * dyadic_ceil(upper_rational(inverse_pi), 100), Verdict::refuted});
  return out;
}

void enclose_minimum(Enclosing& enclosing, const Landscape& z, ClaimResult& out) {
  Certificate& certificate = enclosing.certificate;
  const std::optional<GrowthRegion> growth = growth_region(z);
  enclosing.check(
      "the spurious point has strictly the least loss on an explicit neighbourhood: all a within an angle of -w*, "
      "and all w within a distance of abar",
      [&] {
        if (!growth) return Answer{Verdict::undecided, "the precision did not suffice"};
        const Rational inside = 1 - Rational(1, Integer(1) << 64);
        const Rational angle = inside * growth->angle.lo, radius = inside * growth->radius.lo;
        certificate.region(angle, radius,
                           "Least loss where pi - phi <= angle (any a) or sqrt((a-abar)'M(a-abar)) <= radius (any w).");
        return Answer{is_strict_minimum_region(z, angle, radius),
                      "pi - phi <= " + in_words(growth->angle) + ", or |a - abar|_M <= " + in_words(growth->radius)};
      });
  enclosing.check("both bounds are the largest possible", [&] {
    if (!growth) return Answer{Verdict::undecided, "the precision did not suffice"};
    certificate.enclosure("growth_angle", Json::object(), growth->angle,
                          "the largest angle from -w* at which no a has a smaller loss");
    certificate.enclosure("growth_radius", Json::object(), growth->radius,
                          "the largest distance from abar at which no w has a smaller loss");
    return Answer{some_student_falls(z, growth->angle.hi, growth->radius.hi),
                  "just outside, some student has a smaller loss"};
  });
  enclosing.twin("bounds smaller by one part in 2^60 are too large already", [&] {
    if (!growth) return Answer{Verdict::undecided, "the precision did not suffice"};
    const Rational less = 1 - Rational(1, Integer(1) << 60);
    const Verdict angle = some_student_falls(z, growth->angle.lo * less, growth->radius.hi);
    const Verdict radius = some_student_falls(z, growth->angle.hi, growth->radius.lo * less);
    return Answer{angle == Verdict::refuted && radius == Verdict::refuted ? Verdict::refuted : Verdict::undecided,
                  "angle and radius apart"};
  });
  enclosing.twin("the neighbourhood is one part in 2^60 larger", [&] {
    if (!growth) return Answer{Verdict::undecided, "the precision did not suffice"};
    const Rational more = 1 + Rational(1, Integer(1) << 60);
    const Verdict angle = is_strict_minimum_region(z, growth->angle.hi * more, growth->radius.lo / 2);
    const Verdict radius = is_strict_minimum_region(z, growth->angle.lo / 2, growth->radius.hi * more);
    return Answer{angle == Verdict::refuted && radius == Verdict::refuted ? Verdict::refuted : Verdict::undecided,
                  "angle and radius apart"};
  });
  enclosing.certificate.enclosure("spurious_alpha", Json::object(), z.alpha_bar(), "abar.a*", true);
  out.notes.push_back(
      "The angle is where g = 2 g(phi^): no student within it of -w* has a loss below the spurious point's, "
      "whatever its a.");
}

void enclose_no_minimum(Enclosing& enclosing, const Landscape& z) {
  enclosing.check(
      "the loss falls on leaving the spurious point along a = a_phi: 4 pi (L - L0) = g (2c - g kappa^2) with c <= 0",
      [&] {
        const Bounds along =
            enclosing.certificate.enclosure("spurious_alpha", Json::object(), z.alpha_bar(), "abar.a*", true);
        // With one hidden unit r = 1 and c = 0 exactly; kappa^2 > 0 decides.
        const Verdict no_growth = z.instance.k == 1 ? Verdict::proved : is_positive(z.alpha_bar());
        return Answer{both(no_growth, is_positive(z.kappa_sq)), "abar.a* in " + in_words(along)};
      });
}

}  // namespace

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out);
  const Instance& instance = context.instance;
  const Landscape z = landscape(instance);
  const Verdict below = r_below_threshold(instance.k, instance.r);
  enclosing.check("r against (k+pi-1)/pi is decided", [&] {
    enclosing.certificate.comparison(instance.k, instance.r, below);
    const Bounds threshold =
        enclosing.certificate.enclosure("threshold", Json::object(), z.lambda1 / Ball::pi(), "(k+pi-1)/pi");
    return Answer{
        below == Verdict::undecided ? below : Verdict::proved,
        "r = " + to_string(instance.r) + (below == Verdict::proved ? " < " : " >= ") +
            in_words(threshold, 12 + static_cast<int>(std::min<slong>(digits_lost_at(instance.k, instance.r), 30)))};
  });
  if (below == Verdict::proved) enclose_minimum(enclosing, z, out);
  if (below == Verdict::refuted) enclose_no_minimum(enclosing, z);
  enclosing.check("near the threshold too: teachers whose r is within 2^-100 of it fall on the right side", [&] {
    int decided = 0;
    Verdict all = Verdict::proved;
    for (const int k : {2, 3, 25, 1000})
      for (const NearThreshold& teacher : near_threshold(k)) {
        const Verdict found = r_below_threshold(teacher.k, teacher.r);
        enclosing.certificate.comparison(teacher.k, teacher.r, found);
        all = both(all, found == teacher.expected     ? Verdict::proved
                        : found == Verdict::undecided ? found
                                                      : Verdict::refuted);
        ++decided;
      }
    return Answer{all, fmt::format("{} teachers", decided)};
  });
  enclosing.check("with a budget of 64 bits such a teacher is undecided, not guessed", [&] {
    const Verdict answer = r_below_threshold(2, near_threshold(2).back().r, 64);
    return Answer{answer == Verdict::undecided ? Verdict::proved : Verdict::undecided, std::string(name(answer))};
  });
  enclosing.finish();
}

}  // namespace noiseproof::c07_spurious_is_local_minimum
