// C02 under another activation: the loss in closed form against the definition.
#include "other_activation.hpp"

#include <fmt/format.h>

namespace noiseproof::c02_loss_closed_form {
namespace {

/// 1/(4 pi) [nu^2 a'Ma - 2 nu a'Na* + a*'Ma*], nu left out where |w| does not matter.
Ball closed_loss(const ClosedForm& f, const Activation& activation, const OtherStudent& at) {
  const Inputs& x = at.inputs;
  const Ball nu = activation.is_homogeneous() ? x.nu : Ball(1);
  const auto form = [&](const Ball& sums, const Ball& product, const Ball& same) {
    return f.q * (sums - product) + same * product;
  };
  const Ball own = form(square(x.beta), norm_sq(x.a), f.v), cross = form(x.beta * x.s, x.alpha, f.kernel[0]);
  return (square(nu) * own - Ball(2) * nu * cross + form(square(x.s), norm_sq(x.a_star), f.v)) / (Ball(4) * Ball::pi());
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  const Instance& instance = context.instance;
  const Instance sampled = at_most(instance, kLargestSampled);
  constexpr int kPoints = 4;
  run.check(
      "L = 1/2 [nu^2 a'M a - 2 nu a'N(phi) a* + a*'M a*] is the integrated definition, to 2^-" + run.to_bits, [&] {
        Verdict all = Verdict::proved;
        for (int i = 0; i < kPoints; ++i) {
          const OtherStudent at = other_student(activation, instance, context.seed, i);
          const Ball definition = by_definition(Quantity::loss, activation, at.inputs)[0];
          all = both(
              all, same_number(definition, closed_loss(form_at(activation, at.seen.angle), activation, at), run.bits));
        }
        return Answer{all, fmt::format("{} random students at full size{}", kPoints,
                                       run.binary()              ? ", nu = 1 in place of |w|"
                                       : activation.is_general() ? ", |w| = 1"
                                                                 : "")};
      });
  const OtherStudent probe = other_student(activation, instance, context.seed, 0);
  run.twin("the closed form of ReLU is this network's loss", [&] {
    const Ball relu = closed_loss(closed_form(Activation{}, probe.seen.angle), Activation{}, probe);
    return Answer{same_number(by_definition(Quantity::loss, activation, probe.inputs)[0], relu, run.bits),
                  "at one student"};
  });
  run.result.check("plain sampling of the k x p inputs, both networks run, gives that loss", Evidence::sampled, [&] {
    const long samples = std::max(1000L, 8000000L / (static_cast<long>(sampled.k) * sampled.p));
    const Teacher<double> teacher = make_teacher<double>(sampled);
    double worst = 0;
    for (int i = 0; i < 2; ++i) {
      const OtherStudent at = other_student(activation, sampled, context.seed, i);
      const double exact = closed_loss(form_at(activation, at.seen.angle), activation, at).midpoint_approx();
      const LossSample found =
          sample_loss(at.sampled, teacher, samples, context.seed + static_cast<std::uint64_t>(i), activation);
      worst = std::max(worst, std::abs(found.loss.deviations(exact)));
    }
    return within_errors(worst, samples, 2);
  });
  const Ball two_pi = Ball(2) * Ball::pi();
  run.result.headline = "M = " + in_figures(run.z.lambda2 / two_pi) + " I + " + in_figures(run.z.q / two_pi) + " 11'";
  return {
      "The loss is 1/2 [nu^2 a'M a - 2 nu a'N(phi) a* + a*'M a*], M = (v - m^2) I + m^2 11', "
      "N = (K(phi)/(2 pi) - m^2) I + m^2 11', " +
          std::string(run.binary()              ? "nu = 1 whatever |w|"
                      : activation.is_general() ? "nu = |w| = 1"
                                                : "nu = |w|"),
      run.result};
}

}  // namespace noiseproof::c02_loss_closed_form
