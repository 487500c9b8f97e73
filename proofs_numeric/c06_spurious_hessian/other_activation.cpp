// C06 under another activation: which order of the loss in the angle decides at the spurious point. ReLU: the third.
#include "other_activation.hpp"

#include <fmt/format.h>

#include <cmath>

namespace noiseproof::c06_spurious_hessian {

namespace {

std::string slope_in_words(const Activation& activation) {
  return activation.is_general() ? "E act'(z) act'(-z)" : to_string(activation.slope());
}

/// E act'(z) act'(-z)
Ball second_order(const OtherActivation& run) { return run.z.at_pi[2] / (Ball(2) * Ball::pi()); }

Answer eigenvalues(const OtherActivation& run) {
  const DualLandscape& z = run.z;
  const Ball two_pi = Ball(2) * Ball::pi(), sphere = -z.alpha_bar() * z.at_pi[2] / two_pi;
  return {both(is_positive(abs(sphere)), both(is_positive(z.lambda1), is_positive(z.lambda2))),
          "in " + in_figures(sphere) + ", " + in_figures(z.lambda2 / two_pi) + ", " + in_figures(z.lambda1 / two_pi)};
}

void check_order(OtherActivation& run, const Activation& activation) {
  const std::string slope = slope_in_words(activation);
  const Ball c = second_order(run);
  if (run.binary()) {
    run.check("first order does not vanish: K'(pi-) = -1", [&] {
      return Answer{same_number(run.z.at_pi[1], Ball(-1), run.bits), "in " + in_figures(run.z.at_pi[1])};
    });
    return;
  }
  run.check("second order does not vanish: K''(pi)/(2 pi) = " + slope, [&] {
    if (activation.is_general()) return Answer{is_positive(abs(c)), "in " + in_figures(c)};
    return Answer{same_number(c, Ball(activation.slope()), run.bits), "in " + in_figures(c)};
  });
  run.check("the Hessian's eigenvalues are -(" + slope +
                ") abar.a* (p-1 times), v - m^2 (k-1 times) and v + (k-1) m^2, the other entries 0: it is not singular",
            [&] { return eigenvalues(run); });
}

/// At the distance d = 2^-bits pi from -w*.
Answer rises_like(const OtherActivation& run, const Activation& activation, int bits) {
  const Instance size = at_most(run.context.instance, kLargestSystem);
  const DualLandscape small = dual_landscape(activation, size);
  const Rational t(1, Integer(1) << static_cast<unsigned>(bits));
  Inputs at = at_opposite(size, {});
  at.a = best_a_entries(small, small.opposite, at.a_star);
  const Inputs there = at_opposite(size, at.a), near = inputs_at(size.p, angle_at(1 - t), Ball(1), at.a, at.a_star);
  const Ball rise =
      by_definition(Quantity::loss, activation, near)[0] - by_definition(Quantity::loss, activation, there)[0];
  const Ball d = Ball::pi() * Ball(t), alpha = small.alpha_bar();
  const Ball stated =
      run.binary() ? -alpha * d / (Ball(2) * Ball::pi()) : -alpha * second_order(run) * square(d) / Ball(2);
  if (at_threshold(small)) return {same_number(rise, Ball(0), run.bits), "abar.a* = 0: it does not rise"};
  // At a distance that is not small enough the next order may be larger: that refutes nothing.
  const Verdict near_enough = is_less(abs(rise / stated - Ball(1)), Ball(Rational(1, 1024)));
  return {near_enough == Verdict::proved ? near_enough : Verdict::undecided, size.describe()};
}

void check_rise(OtherActivation& run, const Activation& activation) {
  const Ball c = second_order(run);
  if (!run.binary() && is_positive(abs(c)) != Verdict::proved) return;
  // Near enough to -w* for the next order to be below a part in 1024 of a small slope's term.
  const Ball scale = abs(run.z.at_zero[2]) / (Ball(2) * Ball::pi());  // E act'^2
  const int bits = 20 + (run.binary() ? 0 : std::max(0, -std::ilogb((c / scale).midpoint_approx())));
  run.check(fmt::format("the loss of the definition, at the distance d = 2^-{} pi from -w*, "
                        "has risen by that to a part in 1024",
                        bits),
            [&] { return rises_like(run, activation, bits); });
}

/// As for ReLU, a higher order decides.
OtherClaim singular(OtherActivation& run, const Activation& activation) {
  run.check("second order vanishes: K''(pi)/(2 pi) = E act'(z) act'(-z) = 0, exactly", [&] {
    return Answer{contains_zero(second_order(run)) ? Verdict::proved : Verdict::refuted,
                  "by the definition in " + in_figures(second_order(run))};
  });
  run.check(
      "yet K falls next to pi, strictly: the loss rises from -w* in every direction of the sphere iff abar.a* < 0",
      [&] {
        return Answer{kernel_falls_next_to_pi(activation), "by the first term that does not vanish at pi"};
      });
  run.twin("second order decides, as for leaky:1/10: E act'(z) act'(-z) = 1/10", [&] {
    return Answer{same_number(second_order(run), Ball(Rational(1, 10)), run.bits),
                  "compared to " + run.to_bits + " bits"};
  });
  run.result.headline = "singular: a higher order decides";
  return {
      "The Hessian at the spurious point is singular along the sphere, as for ReLU: act'(z) act'(-z) has mean 0, and "
      "a higher order decides",
      run.result};
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  if (second_order_vanishes(activation)) return singular(run, activation);
  const DualLandscape& z = run.z;
  check_order(run, activation);
  check_rise(run, activation);
  run.twin(run.binary() ? "the loss is differentiable at -w*, as for ReLU: K'(pi-) = 0"
                        : "the Hessian is singular, as for ReLU: K''(pi) = 0",
           [&] {
             return Answer{same_number(z.at_pi[run.binary() ? 1 : 2], Ball(0), run.bits),
                           "compared to " + run.to_bits + " bits"};
           });
  if (at_threshold(z))
    run.result.notes.push_back("Here abar.a\\* = 0, so this term is 0 too: the point is no local minimum (C07).");
  const Ball two_pi = Ball(2) * Ball::pi(), alpha = z.alpha_bar();
  if (run.binary()) {
    run.result.headline = "linear in the angle: " + in_figures(alpha * z.at_pi[1] / two_pi) + " d";
    return {
        "From the spurious point the loss rises like -abar.a* d/(2 pi) at the angle d from -w*: "
        "first order decides (ReLU: the third, under a singular Hessian)",
        run.result};
  }
  run.result.headline = "quadratic in the angle: " + in_figures(-alpha * z.at_pi[2] / (Ball(2) * two_pi)) + " d^2";
  return {
      "The Hessian at the spurious point has the eigenvalues -c abar.a* (p-1 times), v - m^2 (k-1) and v + (k-1) m^2, "
      "c = " +
          slope_in_words(activation) + ": it is not singular, and second order decides (ReLU: the third)",
      run.result};
}

}  // namespace noiseproof::c06_spurious_hessian
