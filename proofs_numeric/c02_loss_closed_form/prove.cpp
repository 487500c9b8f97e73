// C02: the closed form of the population loss equals its definition.
#include "common.hpp"
#include "model/loss.hpp"
#include "witness/definition.hpp"

namespace noiseproof::c02_loss_closed_form {

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(60);
  ClaimResult out;
  const Teacher<Real> teacher = make_teacher<Real>(context.instance);
  constexpr int kPoints = 8;
  const std::string over = "over " + std::to_string(kPoints) + " random students, |w| from 0.5 to 4";
  const auto point = [&](int run) {
    return random_real_student(context.instance, context.seed, run, Real(1 + run) / 2);
  };
  // The k^2 pair terms of the definition limit its size.
  const bool small = context.instance.k <= 400;
  const Instance definition_size = small ? context.instance : reduced_size(context.instance);
  const Teacher<Real> definition_teacher = make_teacher<Real>(definition_size);
  out.check(
      "the closed form equals the definition (quadrature of every expectation, all k^2 pair terms), to 48 digits" +
          at_smaller(definition_size, context.instance),
      Evidence::computed, [&] {
        Real worst = 0;
        for (int run = 0; run < kPoints; ++run) {
          const Student<Real> student = random_real_student(definition_size, context.seed, run, Real(1 + run) / 2);
          const Real definition = loss_by_definition(student, definition_teacher);
          worst = std::max(worst, Real(abs(loss(student, definition_teacher) - definition) / definition));
        }
        return agrees(worst, Real("1e-48"), over + ", relative");
      });
  out.headline = "closed form against definition: " + out.checks.back().figure;
  out.check("the completed square equals the textbook form at full size", Evidence::computed, [&] {
    Real worst = 0;
    for (int run = 0; run < kPoints; ++run) {
      const Student<Real> student = point(run);
      const Real reference = loss_textbook(student, teacher);
      worst = std::max(worst, Real(abs(loss(student, teacher) - reference) / reference));
    }
    return agrees(worst, Real("1e-54"), over + ", relative");
  });
  out.check("false twin: the coefficient 1/(4 pi) replaced by (1 + 1e-40)/(4 pi) does not pass", Evidence::computed,
            [&] {
              const Student<Real> student = random_real_student(definition_size, context.seed, 0, Real(1));
              const Real definition = loss_by_definition(student, definition_teacher);
              return differs(abs(loss(student, definition_teacher) * (1 + Real("1e-40")) - definition) / definition,
                             Real("1e-48"), "at one point");
            });
  out.check("plain sampling of the k x p inputs agrees", Evidence::sampled, [&] {
    const long samples = std::max(1000L, 30000000L / (static_cast<long>(context.instance.k) * context.instance.p));
    const Teacher<double> teacher_d = make_teacher<double>(context.instance);
    double worst = 0;
    for (int run = 0; run < 3; ++run) {
      Student<double> student;
      const Student<Real> exact = point(run);
      for (const Real& x : exact.w) student.w.push_back(x.convert_to<double>());
      for (const Real& x : exact.a) student.a.push_back(x.convert_to<double>());
      const LossSample sample =
          sample_loss(student, teacher_d, samples, context.seed + static_cast<std::uint64_t>(run));
      worst = std::max(worst, std::abs(sample.loss.deviations(loss(student, teacher_d))));
    }
    return within_errors(worst, samples, 3);
  });
  return out;
}

}  // namespace noiseproof::c02_loss_closed_form
