// C08: the loss at the spurious point is the stated positive value.
#include "common.hpp"
#include "spectra.hpp"
#include "witness/definition.hpp"

namespace noiseproof::c08_spurious_does_not_generalize {

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(60);
  ClaimResult out;
  const Instance size = context.instance.k <= 400 ? context.instance : reduced_size(context.instance);
  const Teacher<Real> teacher = make_teacher<Real>(size);
  const CriticalPoint<Real> spurious = spurious_point(teacher_invariants<Real>(size));
  const Student<Real> student = spurious_student(size, teacher);
  Real definition;
  out.check("the stated value equals the definition by quadrature at (-w*, abar), to 48 digits" +
                at_smaller(size, context.instance),
            Evidence::computed, [&] {
              definition = loss_by_definition(student, teacher);
              return agrees(abs(definition - spurious.loss) / definition, Real("1e-48"),
                            "relative, loss = " + to_decimal(spurious.loss, 20));
            });
  out.headline = "loss at the spurious point " + to_decimal(spurious.loss, 12) + ", against 0 at the optimum";
  out.check("it is positive", Evidence::computed, [&] {
    return Answer{definition > Real("1e-40") ? Verdict::proved : Verdict::undecided, to_decimal(definition, 12)};
  });
  out.check("false twin: the value with 1/4 replaced by (1 + 1e-40)/4 does not pass", Evidence::computed,
            [&] { return differs(abs(definition / spurious.loss - (1 + Real("1e-40"))), Real("1e-48"), "relative"); });
  out.check("sampled inputs give that mean squared error", Evidence::sampled, [&] {
    const Teacher<double> teacher_d = make_teacher<double>(size);
    Student<double> student_d;
    for (const Real& x : student.w) student_d.w.push_back(x.convert_to<double>());
    for (const Real& x : student.a) student_d.a.push_back(x.convert_to<double>());
    const long samples = std::max(1000L, 30000000L / (static_cast<long>(size.k) * size.p));
    const LossSample sample = sample_loss(student_d, teacher_d, samples, context.seed);
    return within_errors(std::abs(sample.loss.deviations(spurious.loss.convert_to<double>())), samples, 1);
  });
  return out;
}

}  // namespace noiseproof::c08_spurious_does_not_generalize
