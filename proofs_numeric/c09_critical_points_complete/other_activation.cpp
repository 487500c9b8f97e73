// C09 under another activation: on the sphere dL/dphi = -K'(phi) a.a*/(2 pi), so with K falling no critical point is
// left but the poles and the saddles.
#include "other_activation.hpp"

#include <fmt/format.h>

#include "rigor/roots.hpp"
#include "rigor/spectrum.hpp"

namespace noiseproof::c09_critical_points_complete {
namespace {

Angle<Ball> angle_of(const Ball& t) { return {Ball::pi() * t, Ball::pi() * (Ball(1) - t)}; }

/// The angle, in t, at which kappa falls through the value: by the definition.
std::optional<Bounds> angle_with_kernel(const Activation& activation, const Ball& value) {
  return bracket_smooth_root([&](const Rational& t) { return value - kernel_at(activation, angle_at(t)); }, {0, 1},
                             activation.is_general() ? 50 : 100);
}

/// What is at the angle where K turns: a sphere of critical points that the claim does not list.
std::string unlisted(OtherActivation& run, const Bounds& turn) {
  const Ball phi = Ball::pi() * ball_over(turn);
  const Ball alpha = run.z.best_alpha(kernel_at(run.z.activation, angle_of(ball_over(turn))));
  run.result.notes.push_back(fmt::format(
      "Not listed: the sphere of points at an angle where K' = 0, phi in {}, with a = a_phi (there may be others). "
      "There a.a\\* in {}: {}.",
      in_figures(phi), in_figures(alpha),
      is_negative(alpha) == Verdict::proved   ? "K has a local minimum there, so they are spurious local minima"
      : is_positive(alpha) == Verdict::proved ? "the loss has a maximum in the angle there, so they are saddles"
                                              : "its sign is open"));
  return "K' = 0 at phi in " + in_figures(phi);
}

/// A critical point off the poles has a.a* = 0 then.
Answer falls(OtherActivation& run, const Activation& activation) {
  Answer out = in_answer(kernel_falls(activation));
  if (out.first != Verdict::refuted) return out;
  if (const std::optional<Bounds> turn = kernel_turns(activation))
    out.second = unlisted(run, *turn) + "; " + out.second;
  return out;
}

/// From the blocks, where a.a* = 0: the sphere's directions across give 0.
Answer saddle_spectrum(const DualLandscape& z, const Angle<Ball>& angle) {
  const Inputs at = inputs_at(2, angle, Ball(1), {Ball(1)}, {Ball(1)});
  const Ball slope = Ball(-2) * Ball::pi() * kernel_by_definition(z.activation, at, 2)[1] / sine(angle);
  const auto blocks = hessian_blocks<Ball>(z, angle, slope, Ball(0), Ball(0));
  int negative = 0, positive = 0;
  std::string figure;
  for (const auto& [value, times] : blocks_spectrum(blocks, z.instance.k, z.instance.p)) {
    if (is_negative(value) == Verdict::proved) negative += times, figure = "the negative one in " + in_figures(value);
    if (is_positive(value) == Verdict::proved) positive += times;
  }
  return {negative == 1 && positive == z.instance.k ? Verdict::proved : Verdict::undecided, figure};
}

void check_saddles(OtherActivation& run, const Activation& activation) {
  const DualLandscape& z = run.z;
  std::optional<Bounds> t;  // by the first check, for both
  run.check(
      "there is one below the threshold: the saddle angle is enclosed, with K by the definition, "
      "and a_phi.a* = 0 there",
      [&] {
        t = angle_with_kernel(activation, z.gamma);
        if (!t) return Answer{Verdict::undecided, "no bracket"};
        const Ball phi = Ball::pi() * ball_over(*t);
        run.result.headline = "saddles at phi^ in " + in_figures(phi);
        const Ball alpha = z.best_alpha(kernel_at(activation, angle_of(ball_over(*t))));
        return Answer{contains_zero(alpha) ? Verdict::proved : Verdict::refuted,
                      "phi^ in " + in_figures(phi) + ", K(phi^) in " + in_figures(z.gamma)};
      });
  run.check("the saddles are strict: of the Hessian's eigenvalues one is negative, p-2 are 0 and k positive", [&] {
    return t ? saddle_spectrum(z, angle_of(ball_over(*t))) : Answer{Verdict::undecided, "no bracket"};
  });
}

void check_no_saddles(OtherActivation& run) {
  const DualLandscape& z = run.z;
  run.check("there is none at or above the threshold: a_phi.a* > 0 for phi < pi, as it is not negative at pi", [&] {
    const Ball alpha = z.alpha_bar();
    return Answer{at_threshold(z) ? same_number(alpha, Ball(0), run.bits) : is_positive(alpha),
                  "abar.a* in " + in_figures(alpha)};
  });
  run.result.headline = "no saddles: r is not below the threshold";
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  const DualLandscape& z = run.z;
  run.check("K' < 0 on (0, pi), by the definition's integrals over boxes" +
                std::string(run.binary() ? "" : "; at the ends, where K' = 0, by the sign of K''") +
                ": a critical point off the poles has a.a* = 0",
            [&] { return falls(run, activation); });
  const Verdict falls_everywhere = run.result.checks.back().verdict;
  run.check(
      "a_phi.a* grows with K: its derivative e1^2/m1 + e2^2/m2 is positive, so it vanishes at one value of K at most",
      [&] {
        return Answer{is_positive(z.kappa_sq), "in " + in_figures(Ball(2) * Ball::pi() * z.kappa_sq)};
      });
  if (falls_everywhere == Verdict::refuted)
    run.result.headline = "K does not fall on all of [0, pi]: other critical points";
  else if (falls_everywhere == Verdict::undecided)
    run.result.headline = "open: does K fall on all of [0, pi]?";
  else if (below_threshold(z) == Verdict::proved)
    check_saddles(run, activation);
  else if (below_threshold(z) == Verdict::refuted)
    check_no_saddles(run);
  else
    run.check("is r below the threshold? There are saddles iff it is", [&] {
      return Answer{Verdict::undecided, "abar.a* in " + in_figures(z.alpha_bar())};
    });
  // Where an even activation has K' = 0.
  const int part = activation.is_even() ? 3 : 2;
  run.twin(fmt::format("K rises at phi = pi/{}", part), [&] {
    const Ball slope = kernel_jet(activation, Rational(1, part))[1] / (Ball(2) * Ball::pi());
    return Answer{is_positive(slope), fmt::format("K'(pi/{})/(2 pi) in ", part) + in_figures(slope)};
  });
  if (run.binary())
    run.result.notes.push_back(
        "At the poles w = +-w\\* the loss is a cone in w, and critical means: 0 is in Clarke's subdifferential, "
        "and dL/da = 0.");
  return {
      "There is no other critical point but (w*, a*), (-w*, abar) and, iff r < r*, "
      "a sphere of strict saddles where K(phi) makes a_phi.a* = 0",
      run.result};
}

}  // namespace noiseproof::c09_critical_points_complete
