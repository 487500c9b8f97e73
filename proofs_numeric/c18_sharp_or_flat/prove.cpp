// C18: "bad optima are sharp, good ones flat", measured at both optima of this model.
#include "common.hpp"
#include "model/critical_points.hpp"
#include "rigor/sharpness.hpp"

namespace noiseproof::c18_sharp_or_flat {

namespace {

/// The rise of the textbook loss, which knows nothing of the formulas compared, along a geodesic from a critical point,
/// a fixed.
Real rise(const Instance& instance, const CriticalPoint<Real>& point, const Real& t) {
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  const Student<Real> at = student_at(teacher, point.at);
  const Vec<Real> across = tangent_basis(teacher.w_star).front();
  const Real sign = point.kind == CriticalKind::spurious_point ? -1 : 1;
  const auto moved = [&](const Real& angle) {
    return Student<Real>{combine(Real(sign * cos(angle)), teacher.w_star, Real(sin(angle)), across), at.a};
  };
  return loss_textbook(moved(t), teacher) - loss_textbook(moved(Real(0)), teacher);
}

nlohmann::json curve(const Landscape& z, CriticalKind kind) {
  nlohmann::json out{{"name", name(kind)}, {"style", "line"}};
  for (int i = 0; i <= 90; ++i) {
    const Rational t(i, 90);
    out["x"].push_back(t.convert_to<double>() * pi<double>());
    out["y"].push_back(rise_at_angle(z, kind, Ball::pi() * Ball(t)).midpoint_approx());
  }
  return out;
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(80);
  ClaimResult out;
  const TeacherInvariants<Real> teacher = teacher_invariants<Real>(context.instance);
  const Landscape z = landscape(context.instance);
  out.check(
      "the rise along a geodesic, by the textbook loss, "
      "is (A^2/2pi)(pi - g(t)) at the optimum and (c/2pi) h(t) at the spurious point",
      Evidence::computed, [&] {
        Real worst = 0;
        for (const char* t : {"1e-6", "0.3", "1", "2", "3"}) {
          const Real angle(t);
          const Real good = teacher.e1 * teacher.e1 + teacher.e2 * teacher.e2;
          const CriticalPoint<Real> optimum = global_optimum(teacher), spurious = spurious_point(teacher);
          const Real at_good = good * dual_kernel_deficit(Angle<Real>::from_phi(angle)) / (2 * pi<Real>());
          const Real at_bad = -spurious.alpha * h(angle) / (2 * pi<Real>());
          worst = std::max({worst, Real(abs(rise(context.instance, optimum, angle) - at_good)),
                            Real(abs(rise(context.instance, spurious, angle) - at_bad))});
        }
        return agrees(worst / (teacher.e1 * teacher.e1 + teacher.e2 * teacher.e2), Real("1e-70"),
                      "over 5 angles at both");
      });
  out.headline = "the slogan fails here: the spurious point is flatter than the optimum";
  out.notes.push_back(
      "For every k, p and teacher the traces differ by (p-1) A^2/2 in favour of the spurious point, "
      "whose sphere block is 0; the blocks in a are equal. "
      "The expected rise of the loss under any noise of the angle, with a displaced by mean 0, "
      "is greater at the global optimum at every angle.");
  out.notes.push_back(
      "At order sigma^3 the spurious point rises (for r below the threshold) and the optimum's rise slows down; "
      "the order sigma^2 decides, and the inequality at every angle shows that no larger noise turns it round.");
  out.plots.push_back(
      {{"type", "lines"},
       {"id", "rise"},
       {"title", "Rise of the loss at a given angle from each optimum"},
       {"caption",
        "a held at the optimum's value. The curve of the global optimum lies above at every angle, for every teacher."},
       {"x_label", "angle from the optimum (radians)"},
       {"y_label", "rise of the loss"},
       {"series", {curve(z, CriticalKind::global_optimum), curve(z, CriticalKind::spurious_point)}}});
  return out;
}

}  // namespace noiseproof::c18_sharp_or_flat
