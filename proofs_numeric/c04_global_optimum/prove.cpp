// C04: (w*, a*) is the only point with L = 0; the Hessian's spectrum there.
#include "common.hpp"
#include "spectra.hpp"

namespace noiseproof::c04_global_optimum {

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(context.digits);
  ClaimResult out;
  const Instance& instance = context.instance;
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  const CriticalPoint<Real> optimum = global_optimum(teacher_invariants<Real>(instance));
  const Real norm_sq_star = from_rational<Real>(instance.norm_sq);
  const Real tiny = pow(Real(10), -context.digits + 4) * std::max(Real(1), norm_sq_star);
  out.check("loss and gradient vanish at (w*, a*), in the textbook form too", Evidence::computed, [&] {
    const Student<Real> student{teacher.w_star, teacher.a_star};
    const Gradient<Real> g = gradient(student, teacher);
    return agrees(abs(loss_textbook(student, teacher)) + sqrt(norm_sq(g.w) + norm_sq(g.a)), tiny,
                  "(loss plus gradient norm)");
  });
  out.check(
      "the spectrum is A^2/2 (p-1 times), (pi-1)/2pi (k-1 times), (k+pi-1)/2pi: eigenvalues of the assembled Hessian",
      Evidence::computed, [&] { return assembled_matches_closed_form(instance, optimum, tiny); });
  out.headline = "Hessian spectrum at the optimum: " + out.checks.back().figure;
  out.check("the loss is positive at every random student, down to 1e-20 from the optimum", Evidence::sampled, [&] {
    constexpr int kPoints = 400;
    Real least_ratio = 1e9;
    for (int run = 0; run < kPoints; ++run) {
      // Distances 1, 1e-1 .. 1e-20: the loss against distance^2 must stay bounded below, at random directions.
      const Student<Real> direction = random_real_student(instance, context.seed, run, Real(1));
      const Real scale = pow(Real(10), -(run % 21));
      Student<Real> student{combine(Real(1), teacher.w_star, scale, direction.w),
                            combine(Real(1), teacher.a_star, scale, direction.a)};
      const Real length = sqrt(norm_sq(student.w));
      for (Real& x : student.w) x /= length;
      const Vec<Real> gap_w = combine(Real(1), student.w, Real(-1), teacher.w_star);
      const Vec<Real> gap_a = combine(Real(1), student.a, Real(-1), teacher.a_star);
      least_ratio = std::min(least_ratio, Real(loss(student, teacher) / (norm_sq(gap_w) + norm_sq(gap_a))));
    }
    return Answer{least_ratio > 0 ? Verdict::proved : Verdict::undecided,
                  "least L/distance^2 = " + brief(least_ratio) + " over " + std::to_string(kPoints) + " students"};
  });
  out.check("false twin: the spectrum with A^2/2 replaced by (1 + 2e-30) A^2/2 does not match", Evidence::computed,
            [&] {
              CriticalPoint<Real> twin = optimum;
              twin.alpha += Real("2e-30") * norm_sq_star;
              return assembled_differs(instance, optimum, closed_form_spectrum(instance, twin), tiny);
            });
  out.plots.push_back(spectrum_plot(instance));
  return out;
}

}  // namespace noiseproof::c04_global_optimum
