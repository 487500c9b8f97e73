// C06: the Hessian at the spurious point is positive semidefinite and singular; third order decides.
#include "common.hpp"
#include "spectra.hpp"

namespace noiseproof::c06_spurious_hessian {

namespace {

/// Exponent and coefficient of the growth L - L_spurious ~ c t^n along the geodesic from -w* with random unit tangent,
/// a fixed. The textbook loss at 120 digits is used: it knows nothing of the identity behind the claim.
struct Growth {
  Real exponent, coefficient;
};
Growth growth_along(const Teacher<Real>& teacher, const Student<Real>& spurious, const Vec<Real>& tangent) {
  const auto rise = [&](const Real& t) {
    const Student<Real> moved{combine(cos(t), spurious.w, sin(t), tangent), spurious.a};
    return Real(loss_textbook(moved, teacher) - loss_textbook(spurious, teacher));
  };
  const Real t = Real("1e-12"), near = rise(t), far = rise(10 * t);
  return {log10(abs(far / near)), near / (t * t * t)};
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(context.digits);
  ClaimResult out;
  const Instance& instance = context.instance;
  const CriticalPoint<Real> spurious = spurious_point(teacher_invariants<Real>(instance));
  const Real tiny = pow(Real(10), -context.digits + 4);
  out.check("the spectrum is 0 (p-1 times), (pi-1)/2pi (k-1 times), (k+pi-1)/2pi: eigenvalues of the assembled Hessian",
            Evidence::computed, [&] { return assembled_matches_closed_form(instance, spurious, tiny); });
  out.headline = "singular, " + std::to_string(instance.p - 1) + " zero eigenvalues: " + out.checks.back().figure;
  out.check("false twin: the spectrum with 0 replaced by 1e-30 does not match (\"positive definite\" would be wrong)",
            Evidence::computed, [&] {
              std::vector<Eigenvalue<Real>> twin = closed_form_spectrum(instance, spurious);
              twin.front().value = Real("1e-30");
              return assembled_differs(instance, spurious, twin, Real("1e-40"));
            });
  {
    const ScopedDigits wide(120 + digits_lost(instance));
    const Teacher<Real> teacher = make_teacher<Real>(instance);
    const Student<Real> at = spurious_student(instance, teacher);
    constexpr int kDirections = 10;
    Real worst_exponent = 0, worst_coefficient = 0;
    const Real expected = -spurious_point(teacher_invariants<Real>(instance)).alpha / (6 * pi<Real>());
    const std::vector<Vec<Real>> basis = tangent_basis(teacher.w_star);
    for (int run = 0; run < kDirections; ++run) {
      const Student<Real> random = random_real_student(instance, context.seed, run, Real(1));
      Vec<Real> tangent(teacher.w_star.size(), Real(0));
      for (std::size_t i = 0; i < basis.size(); ++i) tangent = combine(Real(1), tangent, random.w[i], basis[i]);
      const Real length = sqrt(norm_sq(tangent));
      for (Real& x : tangent) x /= length;
      const Growth growth = growth_along(teacher, at, tangent);
      worst_exponent = std::max(worst_exponent, Real(abs(growth.exponent - 3)));
      worst_coefficient = std::max(worst_coefficient, Real(abs(growth.coefficient - expected)));
    }
    if (instance.k > 1) {  // r is not the threshold, so abar.a* is not 0
      out.check("along random geodesics of the sphere the loss changes like t^3, not t^2", Evidence::computed, [&] {
        return agrees(worst_exponent, Real("1e-10"),
                      "of the exponent from 3, " + std::to_string(kDirections) + " geodesics");
      });
      out.check("its coefficient is -abar.a*/(6 pi)", Evidence::computed, [&] {
        return agrees(worst_coefficient / abs(expected), Real("1e-10"), "relative, from " + brief(expected));
      });
    } else {
      out.notes.push_back(
          "abar.a* = 0 here (the equality case): the loss is constant along the sphere through the spurious point.");
    }
  }
  out.notes.push_back(
      "Second order cannot decide whether the spurious point is a local minimum: "
      "the Hessian vanishes on the whole tangent space of the sphere. The decision is C07's.");
  return out;
}

}  // namespace noiseproof::c06_spurious_hessian
