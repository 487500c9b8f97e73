// C06 under another activation: which order of the loss in the angle decides at the spurious point. ReLU: the third.
#include "other_activation.hpp"

#include <fmt/format.h>

#include <cmath>

namespace noiseproof::c06_spurious_hessian {

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  const DualLandscape& z = run.z;
  const Ball two_pi = Ball(2) * Ball::pi(), alpha = z.alpha_bar();
  const Ball c = z.at_pi[2] / two_pi;  // E act'(z) act'(-z)
  const std::string slope = activation.is_smooth() ? "E act'(z) act'(-z)" : to_string(activation.slope);
  const int order = run.binary() ? 1 : 2;
  // L(pi - d, abar) - L(pi, abar) = rate d^order + ...
  const Ball rate = run.binary() ? alpha * z.at_pi[1] / two_pi : -alpha * z.at_pi[2] / (Ball(2) * two_pi);
  if (run.binary()) {
    run.check("first order does not vanish: K'(pi-) = -1", [&] {
      return Answer{same_number(z.at_pi[1], Ball(-1), run.bits), "in " + in_figures(z.at_pi[1])};
    });
  } else {
    run.check("second order does not vanish: K''(pi)/(2 pi) = " + slope, [&] {
      if (activation.is_smooth()) return Answer{is_positive(abs(c)), "in " + in_figures(c)};
      return Answer{same_number(c, Ball(activation.slope), run.bits), "in " + in_figures(c)};
    });
    run.check("the Hessian's eigenvalues are -(" + slope +
                  ") abar.a* (p-1 times), v - m^2 (k-1 times) and v + (k-1) m^2, the other entries "
                  "0: it is not singular",
              [&] {
                const Ball sphere = -alpha * z.at_pi[2] / two_pi;
                const Verdict sign =
                    both(is_positive(abs(sphere)), both(is_positive(z.lambda1), is_positive(z.lambda2)));
                return Answer{sign, "in " + in_figures(sphere) + ", " + in_figures(z.lambda2 / two_pi) + ", " +
                                        in_figures(z.lambda1 / two_pi)};
              });
  }
  // Near enough to -w* for the next order to be below a part in 1024 of a small slope's term.
  const bool decides = run.binary() || is_positive(abs(c)) == Verdict::proved;
  const int near_bits = 20 + (run.binary() || !decides ? 0 : std::max(0, -std::ilogb(c.midpoint_approx())));
  if (decides)
    run.check(
        fmt::format(
            "the loss of the definition, at the distance d = 2^-{} pi from -w*, has risen by that to a part in 1024",
            near_bits),
        [&] {
          const Instance size = at_most(context.instance, kLargestSystem);
          const DualLandscape small = dual_landscape(activation, size);
          const Rational t(1, Integer(1) << static_cast<unsigned>(near_bits));
          Inputs at = at_opposite(size, {});
          at.a = best_a_entries(small, small.opposite, at.a_star);
          const Inputs there = at_opposite(size, at.a),
                       near = inputs_at(size.p, angle_at(1 - t), Ball(1), at.a, at.a_star);
          const Ball rise =
              by_definition(Quantity::loss, activation, near)[0] - by_definition(Quantity::loss, activation, there)[0];
          const Ball d = Ball::pi() * Ball(t), small_alpha = small.alpha_bar();
          const Ball stated = run.binary() ? -small_alpha * d / two_pi : -small_alpha * c * square(d) / Ball(2);
          if (at_threshold(small)) return Answer{same_number(rise, Ball(0), run.bits), "abar.a* = 0: it does not rise"};
          return Answer{is_less(abs(rise / stated - Ball(1)), Ball(Rational(1, 1024))), size.describe()};
        });
  run.twin(run.binary() ? "the loss is differentiable at -w*, as for ReLU: K'(pi-) = 0"
                        : "the Hessian is singular, as for ReLU: K''(pi) = 0",
           [&] {
             return Answer{same_number(z.at_pi[static_cast<std::size_t>(order)], Ball(0), run.bits),
                           "compared to " + run.to_bits + " bits"};
           });
  if (at_threshold(z))
    run.result.notes.push_back("Here abar.a\\* = 0, so this term is 0 too: the point is no local minimum (C07).");
  run.result.headline = std::string(order == 1 ? "linear" : "quadratic") + " in the angle: " + in_figures(rate) +
                        (order == 1 ? " d" : " d^2");
  return {run.binary() ? "From the spurious point the loss rises like -abar.a* d/(2 pi) at the angle d from -w*: first "
                         "order decides (ReLU: "
                         "the third, under a singular Hessian)"
                       : "The Hessian at the spurious point has the eigenvalues -c abar.a* (p-1 times), v - m^2 (k-1) "
                         "and v + (k-1) m^2, c = " +
                             slope + ": it is not singular, and second order decides (ReLU: the third)",
          run.result};
}

}  // namespace noiseproof::c06_spurious_hessian
