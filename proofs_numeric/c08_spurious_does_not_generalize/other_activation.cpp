// C08 under another activation: the loss at the spurious point.
#include "other_activation.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "model/critical_points.hpp"

namespace noiseproof::c08_spurious_does_not_generalize {
namespace {

/// How far double arithmetic may carry the mean of 1/2 (t + e)^2 from that of 1/2 t^2, E t^2 = 2 loss: sqrt(2 loss) e +
/// e^2/2. e: k products on each side, each off by a few units in the last place of what it sums; |Z.w| < 8 but once in
/// 10^15 draws.
double rounding(const Student<double>& student, const Teacher<double>& teacher, double loss) {
  double sizes = 0;
  for (std::size_t i = 0; i < student.a.size(); ++i) sizes += std::abs(student.a[i]) + std::abs(teacher.a_star[i]);
  const double e = 8 * static_cast<double>(student.a.size() + 4) * std::numeric_limits<double>::epsilon() * sizes;
  return std::sqrt(2 * loss) * e + e * e / 2;
}

std::string value_in_words(const Activation& activation) {
  if (activation.is_binary()) return "s^2/(2(k+1))";
  const std::string delta = activation.is_general()
                                ? "v - K(pi)/(2 pi), m_i the eigenvalues of M"
                                : "(1+c)^2/2 = " + to_string((1 + activation.slope()) * (1 + activation.slope()) / 2);
  return "1/2 sum_i e_i^2 delta (2 - delta/m_i), delta = " + delta;
}

Answer definition_agrees(const OtherActivation& run, const Activation& activation, const DualLandscape& small) {
  const Instance& size = small.instance;
  const Ball closed =
      run.binary() ? Ball(size.r) * small.norm_sq / Ball(2 * (size.k + 1)) : best_loss(small, small.opposite);
  const Inputs at = at_opposite(size, make_teacher<Ball>(size).a_star);
  return {same_number(by_definition(Quantity::spurious_loss, activation, at)[0], closed, run.bits), size.describe()};
}

Answer positive(const OtherActivation& run, const Activation& activation) {
  const std::string figure = "in " + in_figures(best_loss(run.z, run.z.opposite));
  if (opposite_copies_teacher(run.z))
    return {Verdict::refuted,
            activation.is_even() ? "it is 0: act(-z) = act(z) makes (-w*, a*) the same function as the teacher"
            : *activation.centre() == 0
                ? "it is 0: act(-z) = -act(z) makes (-w*, -a*) the same function as the teacher"
                : "it is 0: 1.a* = 0, and act(-z) = " + to_string(Rational(2 * *activation.centre())) +
                      " - act(z) makes (-w*, abar) = (-w*, -a*) the same function as the teacher: "
                      "a second global optimum"};
  // s^2/(2(k+1)) is 0 for no other r; an enclosure of it is, where r is tiny.
  if (run.binary()) return {Verdict::proved, "r > 0, exactly; " + figure};
  return {is_positive(best_loss(run.z, run.z.opposite)), figure};
}

Answer samples_agree(const Activation& activation, const DualLandscape& small, std::uint64_t seed) {
  const Instance& size = small.instance;
  const Teacher<double> teacher = make_teacher<double>(size);
  Student<double> student{combine(-1.0, teacher.w_star, 0.0, teacher.w_star), {}};
  for (const Ball& x : best_a_entries(small, small.opposite, make_teacher<Ball>(size).a_star))
    student.a.push_back(x.midpoint_approx());
  const long samples = std::max(1000L, 8000000L / (static_cast<long>(size.k) * size.p));
  const LossSample found = sample_loss(student, teacher, samples, seed, activation);
  const double exact =
      opposite_copies_teacher(small) ? 0 : std::max(0.0, best_loss(small, small.opposite).midpoint_approx());
  const double allowed = rounding(student, teacher, exact), away = std::abs(found.loss.mean - exact);
  // Where nearly all of the loss, or its spread, is rounding, the sample tells no more than that.
  if (away <= allowed)
    return {Verdict::proved, fmt::format("mean {:.1g} over {} samples, within {:.1g}, the rounding of doubles",
                                         found.loss.mean, samples, allowed)};
  return within_errors((away - allowed) / found.loss.error, samples, 1);
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  const DualLandscape small = dual_landscape(activation, at_most(context.instance, kLargestSystem));
  const Ball stated = best_loss(run.z, run.z.opposite);
  const std::string words = value_in_words(activation);
  run.check("the stated value " + words +
                " and the definition, integrated at (-w*, abar) with abar from the linear system, "
                "are one number to 2^-" +
                run.to_bits,
            [&] { return definition_agrees(run, activation, small); });
  run.check("it is positive", [&] { return positive(run, activation); });
  if (run.binary() && context.instance.k == 1)
    run.result.notes.push_back(
        "No false twin with the loss of ReLU's spurious point: with one hidden unit both are A^2/4.");
  else
    run.twin("it is the loss of ReLU's spurious point", [&] {
      const Ball relu = spurious_point(teacher_invariants<Ball>(context.instance)).loss;
      return Answer{same_number(stated, relu, run.bits), "ReLU: in " + in_figures(relu)};
    });
  run.result.check("sampled inputs give that mean squared error", Evidence::sampled,
                   [&] { return samples_agree(activation, small, context.seed); });
  run.result.headline = "loss at the spurious point in " + in_figures(stated);
  return {"The loss at the spurious point is " + words + " > 0", run.result};
}

}  // namespace noiseproof::c08_spurious_does_not_generalize
