// C07: strict local minimum iff r < (k+pi-1)/pi; least value on {a.a* <= 0}.
#include "common.hpp"
#include "spectra.hpp"

namespace noiseproof::c07_spurious_is_local_minimum {

namespace {

/// The loss of the best point of the valley a = a_phi at d from the spurious point, minus the loss there; the
/// evaluation is the reduced loss's, at enough digits for the difference.
Real valley_rise(const Instance& instance, const Real& d) {
  const TeacherInvariants<Real> teacher = teacher_invariants<Real>(instance);
  const ReducedPoint<Real> at = best_response(teacher, Angle<Real>::from_complement(d));
  return reduced_loss(teacher, at) - spurious_point(teacher).loss;
}

/// Significant digits to print of a number that is not the other one: 12, and those that the two share.
int digits_to_tell(const Real& x, const Real& other) {
  const Real apart = abs(x - other) / x;
  if (apart < pow(Real(10), 20 - working_digits())) return 12;  // k = 1: r is the threshold
  return 12 + std::max(0, static_cast<int>(-log10(apart).convert_to<double>()));
}

Real threshold_of(const Instance& instance) { return (Real(instance.k - 1) + pi<Real>()) / pi<Real>(); }

Answer decided(const Instance& instance, Verdict minimum) {
  const Real threshold = threshold_of(instance), r = from_rational<Real>(instance.r);
  const bool below = minimum == Verdict::proved;
  return {minimum == Verdict::undecided ? Verdict::undecided : Verdict::proved,
          "r = " + to_string(instance.r) + (below ? " < " : " >= ") + threshold.str(digits_to_tell(threshold, r)) +
              " = (k+pi-1)/pi: " + (below ? "a strict local minimum" : "not a local minimum")};
}

Answer valley_goes(const Instance& instance, bool up) {
  // A minimum's valley rises for h(d) < 2G only, about d^3 < 6G; G vanishes at the threshold.
  const Real r = from_rational<Real>(instance.r);
  const Real level = (threshold_of(instance) - r) * pi<Real>() / (instance.k - 1 + pi<Real>() - r);
  const Real size = up ? std::min(Real(1), Real(cbrt(6 * level))) : Real(1);
  bool as_said = true;
  for (int e = 3; e <= 24; e += 3) {
    const Real rise = valley_rise(instance, size * pow(Real(10), -e));
    as_said = as_said && (up ? rise > 0 : rise < 0);
  }
  return {as_said ? Verdict::proved : Verdict::undecided,
          "first rise: " + brief(valley_rise(instance, size * Real("1e-3")))};
}

Answer both_sides(const Instance& instance) {
  const Real threshold = threshold_of(instance);
  Instance below = instance, above = instance;
  below.a_star.clear();
  above.a_star.clear();
  below.r = parse_rational(to_decimal(Real(threshold - Real("1e-9")), 40), "threshold");
  above.r = parse_rational(to_decimal(Real(threshold + Real("1e-9")), 40), "threshold");
  // alpha_bar is about 1e-9 there, so the cubic term rules only for d^3 below it.
  const Real up = valley_rise(below, Real("1e-6")), down = valley_rise(above, Real("1e-6"));
  return {up > 0 && down < 0 ? Verdict::proved : Verdict::undecided, "rises " + brief(up) + " and " + brief(down)};
}

Answer none_lower(const Instance& instance, std::uint64_t seed) {
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  const Real floor = spurious_point(teacher_invariants<Real>(instance)).loss;
  constexpr int kPoints = 500;
  Real least = 1e9;
  for (int run = 0; run < kPoints; ++run) {
    Student<Real> student = random_real_student(instance, seed, run, Real(1));
    const Real alpha = dot(student.a, teacher.a_star);
    if (alpha > 0)
      for (Real& x : student.a) x = -x;
    least = std::min(least, Real(loss(student, teacher) - floor));
  }
  return {least >= 0 ? Verdict::proved : Verdict::undecided,
          "least excess " + brief(least) + " over " + std::to_string(kPoints) + " students"};
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  // At k = 1 the valley falls like d^6, at d = 1e-24. Near the threshold it rises by c d^3/3, c and d^3 of its
  // distance.
  const ScopedDigits digits(240 + 2 * digits_lost(context.instance));
  ClaimResult out;
  const Instance& instance = context.instance;
  const Verdict minimum = spurious_is_local_minimum(instance);
  const bool up = minimum == Verdict::proved;
  out.check("r against (k+pi-1)/pi is decided exactly, by ball arithmetic of growing precision", Evidence::computed,
            [&] { return decided(instance, minimum); });
  out.headline = out.checks.back().figure;
  out.check(
      up ? "the valley a = a_phi rises on leaving the spurious point, at d = 1e-3 .. 1e-24 of min(1, (6G)^(1/3))"
         : "the valley a = a_phi falls on leaving the spurious point, at d = 1e-3 .. 1e-24: it is no local minimum",
      Evidence::computed, [&] { return valley_goes(instance, up); });
  if (instance.k > 1)
    out.check("at k hidden units, teachers 1e-9 below and above the threshold rise and fall", Evidence::computed,
              [&] { return both_sides(instance); });
  out.check("no random student with a.a* <= 0 has a smaller loss", Evidence::sampled,
            [&] { return none_lower(instance, context.seed); });
  out.notes.push_back(
      instance.k == 1
          ? "With one hidden unit r = 1 = (k+pi-1)/pi: the equality case. "
            "abar = 0 and the loss falls for small a with a.a* > 0, so the spurious point is not a local minimum. "
            "There are no teachers on either side to compare."
          : "For k >= 2 and rational r equality cannot occur: (r - 1) pi = k - 1 has no rational solution r.");
  return out;
}

}  // namespace noiseproof::c07_spurious_is_local_minimum
