// C03: both gradients equal the derivative of the loss and the gradient of the definition.
#include "common.hpp"
#include "model/gradient.hpp"
#include "witness/autodiff.hpp"
#include "witness/definition.hpp"

namespace noiseproof::c03_gradient_closed_form {

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(60);
  ClaimResult out;
  const Instance& instance = context.instance;
  // One pass of dual numbers per coordinate, each O(k + p): quadratic in the size.
  const Instance autodiff_size = instance.k + instance.p <= 500 ? instance : reduced_size(instance);
  const Teacher<Real> teacher = make_teacher<Real>(autodiff_size);
  const auto gap = [](const Gradient<Real>& g, const auto& other) {
    return std::max(largest_difference(g.w, other.w), largest_difference(g.a, other.a));
  };
  out.check(
      "grad_w and grad_a equal dual numbers of the textbook loss, to 50 digits" + at_smaller(autodiff_size, instance),
      Evidence::computed, [&] {
        Real worst = 0;
        for (int run = 0; run < 3; ++run) {
          const Student<Real> student = random_real_student(autodiff_size, context.seed, run, Real(1 + run) / 2);
          worst = std::max(worst, gap(gradient(student, teacher), gradient_by_autodiff(student, teacher)));
        }
        return agrees(worst, Real("1e-50"), "over 3 random students, every coordinate");
      });
  out.headline = "closed form against dual numbers: " + out.checks.back().figure;

  const Instance small = reduced_size(instance);
  const Teacher<Real> small_teacher = make_teacher<Real>(small);
  const Student<Real> small_student = random_real_student(small, context.seed, 4, Real("0.8"));
  const Gradient<Real> closed = gradient(small_student, small_teacher);
  const std::string at =
      "at a random student of a network with k=" + std::to_string(small.k) + ", p=" + std::to_string(small.p);
  DefinitionGradient differences;
  out.check("they equal central differences of the definition by quadrature, to 25 digits", Evidence::computed, [&] {
    differences = gradient_by_differences(small_student, small_teacher);
    return agrees(gap(closed, differences), Real("1e-25"), at);
  });
  out.check("false twin: grad_w without its term alpha sin(phi) w/|w| does not pass", Evidence::computed, [&] {
    const Invariants<Real> x = invariants(small_student, small_teacher);
    Gradient<Real> twin = closed;
    twin.w = combine(Real(1), twin.w, Real(x.alpha * sine(x.angle) / (2 * pi<Real>() * x.nu)), small_student.w);
    return differs(gap(twin, differences), Real("1e-25"), at);
  });
  out.check("the mean of per-example gradients over sampled inputs agrees in every coordinate", Evidence::sampled, [&] {
    const long samples = std::max(1000L, 30000000L / (static_cast<long>(instance.k) * instance.p));
    const Teacher<double> teacher_d = make_teacher<double>(instance);
    Student<double> student;
    const Student<Real> exact = random_real_student(instance, context.seed, 0, Real(1));
    for (const Real& x : exact.w) student.w.push_back(x.convert_to<double>());
    for (const Real& x : exact.a) student.a.push_back(x.convert_to<double>());
    const LossSample sample = sample_loss(student, teacher_d, samples, context.seed);
    const Gradient<double> g = gradient(student, teacher_d);
    double worst = 0;
    for (std::size_t i = 0; i < g.w.size(); ++i)
      worst = std::max(worst, std::abs(sample.gradient_w[i].deviations(g.w[i])));
    for (std::size_t i = 0; i < g.a.size(); ++i)
      worst = std::max(worst, std::abs(sample.gradient_a[i].deviations(g.a[i])));
    return within_errors(worst, samples, g.w.size() + g.a.size());
  });
  return out;
}

}  // namespace noiseproof::c03_gradient_closed_form
