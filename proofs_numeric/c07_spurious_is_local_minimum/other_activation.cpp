// C07 under another activation: the threshold of r below which the spurious point is a strict local minimum.
#include "other_activation.hpp"

#include <fmt/format.h>

#include "core/known_digits.hpp"

namespace noiseproof::c07_spurious_is_local_minimum {
namespace {

/// The threshold in the activation's constants.
Ball closed_threshold(const Activation& activation, int k) {
  if (activation.is_binary()) return Ball(Rational(k + 1, 2));
  const Ball c(activation.slope()), q = square(Ball(1) - c), pi = Ball::pi();
  return (q + Ball(2) * pi * c) * (Ball(k - 1) * q + pi * (Ball(1) + square(c))) / (pi * square(Ball(1) - square(c)));
}

std::string threshold_in_words(const Activation& activation) {
  if (activation.is_general()) return "(q - K(pi)) lambda1/(q (v - K(pi)))";
  return activation.is_binary()
             ? "(k+1)/2"
             : "[(1-c)^2 + 2 pi c][(k-1)(1-c)^2 + pi (1+c^2)]/[pi (1-c^2)^2], c = " + to_string(activation.slope());
}

/// Where w -> -w copies every teacher there is nothing spurious at -w*.
OtherClaim second_optimum(OtherActivation& run) {
  check_second_optimum(run, "the best a leaves no loss at w = -w*, by the symmetry of the activation",
                       run.z.activation.is_even() ? "act(-z) = act(z)" : "act(-z) = -act(z)");
  run.result.headline = "no spurious point: -w* is as good as w*";
  return {"(-w*, abar) computes the teacher's function, whatever the teacher: there is no spurious point", run.result};
}

/// Does K fall next to pi? Where it has a local maximum there, what decides near -w* is turned round: refuted.
Verdict falls_at_pi(const OtherActivation& run) {
  if (run.binary()) return Verdict::proved;
  const Verdict second = is_positive(run.z.at_pi[2]);
  if (second == Verdict::proved || is_negative(run.z.at_pi[2]) == Verdict::proved) return second;
  return kernel_falls_next_to_pi(run.z.activation);
}

void check_threshold(OtherActivation& run, const Activation& activation) {
  const DualLandscape& z = run.z;
  const Instance size = at_most(run.context.instance, kLargestSystem);
  const std::string words = threshold_in_words(activation);
  if (!activation.is_general())
    run.check("the threshold is r* = " + words, [&] {
      return Answer{same_number(threshold(z), closed_threshold(activation, z.instance.k), run.bits),
                    "r* in " + in_figures(threshold(z))};
    });
  if (size.k < 2 || !has_threshold(z)) return;
  run.check((activation.is_general() ? "the threshold r* = " + words : std::string("so")) +
                " is the r at which abar.a*, from linear systems in k unknowns, changes sign",
            [&] {
              const Ball by_systems = by_definition(Quantity::threshold_r, activation,
                                                    at_opposite(size, make_teacher<Ball>(size).a_star))[0];
              const Ball stated = activation.is_general() ? threshold(dual_landscape(activation, size))
                                                          : closed_threshold(activation, size.k);
              return Answer{same_number(by_systems, stated, run.bits), fmt::format("k = {}", size.k)};
            });
}

Answer sign_by_side(const OtherActivation& run) {
  const DualLandscape& z = run.z;
  const Ball alpha = z.alpha_bar();
  if (at_threshold(z))
    return {same_number(alpha, Ball(0), run.bits), "r = r* exactly, and abar.a* is 0 to 2^-" + run.to_bits};
  const Verdict below = below_threshold(z);
  const bool decided = below != Verdict::undecided && is_negative(alpha) == below;
  const char* side = below == Verdict::proved ? "below" : below == Verdict::refuted ? "above" : "not told from";
  return {decided ? Verdict::proved : Verdict::undecided,
          has_threshold(z)
              ? fmt::format("r = {} is {} r*, abar.a* in {}", to_string(z.instance.r), side, in_figures(alpha))
              : (mean_is_open(z) ? "E act is not told from 0; abar.a* in "
                                 : "E act = 0: one sign for every r; abar.a* in ") +
                    in_figures(alpha)};
}

Answer difference_of_losses(const OtherActivation& run, const Activation& activation) {
  const Instance size = at_most(run.context.instance, kLargestSystem);
  const DualLandscape small = dual_landscape(activation, size);
  Verdict all = Verdict::proved;
  constexpr int kPoints = 4;
  for (int i = 0; i < kPoints; ++i) {
    Inputs at = other_student(activation, size, run.context.seed, i).inputs;
    at.nu = Ball(1);
    const Vec<Ball> bar = best_a_entries(small, small.opposite, at.a_star);
    const Vec<Ball> gap = combine(Ball(1), at.a, Ball(-1), bar);
    const Ball form = small.q * square(sum(gap)) + small.lambda2 * norm_sq(gap);
    const Ball gain = (kernel_at(activation, {at.phi, at.d}) - small.opposite) * at.alpha;
    const Ball stated = (form / Ball(2) - gain) / (Ball(2) * Ball::pi());
    const Ball base = by_definition(Quantity::spurious_loss, activation, at)[0];
    all = both(all, same_number(by_definition(Quantity::loss, activation, at)[0] - base, stated, run.bits - 10));
  }
  return {all, fmt::format("{} students with |w| = 1, k = {}", kPoints, size.k)};
}

Answer least_on_half_space(const OtherActivation& run, const Activation& activation) {
  Answer out = in_answer(kernel_falls(activation));
  if (falls_at_pi(run) == Verdict::refuted)
    out.second =
        "K''(pi) < 0, so K rises towards pi, and the point is a strict local minimum iff abar.a* > 0; " + out.second;
  return out;
}

void check_twin(OtherActivation& run) {
  const DualLandscape& z = run.z;
  const std::string figure = "compared to " + run.to_bits + " bits";
  if (!has_threshold(z))
    run.twin("abar.a* is that of ReLU", [&] {
      return Answer{same_number(z.alpha_bar(), landscape(run.context.instance).alpha_bar(), run.bits), figure};
    });
  else if (run.binary() && z.instance.k == 1)
    run.result.notes.push_back("No false twin with the threshold of ReLU: with one hidden unit both are 1.");
  else
    run.twin("the threshold is that of ReLU, (k+pi-1)/pi", [&] {
      return Answer{same_number(threshold(z), (Ball(z.instance.k - 1) + Ball::pi()) / Ball::pi(), run.bits), figure};
    });
}

std::string headline(const DualLandscape& z, Verdict falls) {
  const Ball alpha = z.alpha_bar();
  const Verdict minimum = at_threshold(z)               ? Verdict::refuted
                          : falls == Verdict::undecided ? falls
                          : falls == Verdict::refuted   ? is_positive(alpha)
                                                        : is_negative(alpha);
  return fmt::format("{}at r = {} {}",
                     has_threshold(z)  ? fmt::format("r* = {:.8g}; ", known_double(threshold(z), 8))
                     : mean_is_open(z) ? "threshold open; "
                                       : "no threshold; ",
                     to_string(z.instance.r),
                     minimum == Verdict::proved    ? "a strict local minimum"
                     : minimum == Verdict::refuted ? "no local minimum"
                                                   : "undecided");
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  if (opposite_copies_every_teacher(activation)) return second_optimum(run);
  check_threshold(run, activation);
  run.check("at the instance, abar.a* < 0 iff r < r*", [&] { return sign_by_side(run); });
  run.check(
      "L(w, a) - L(-w*, abar) = 1/2 (a-abar)'M(a-abar) - (K(phi) - K(pi)) a.a*/(2 pi) at random points, "
      "by the definition",
      [&] { return difference_of_losses(run, activation); });
  run.check(
      "K falls on all of [0, pi], so K(phi) > K(pi): the spurious point has the least loss on {a.a* <= 0}, "
      "strictly a local minimum iff abar.a* < 0",
      [&] { return least_on_half_space(run, activation); });
  check_twin(run);
  const Verdict falls = falls_at_pi(run);
  run.result.headline = headline(run.z, falls);
  if (falls != Verdict::undecided)
    run.result.notes.push_back(
        "At equality, abar.a\\* = 0, it is no local minimum: "
        "along a = abar + t a\\* the difference is t^2 a\\*'M a\\*/2 - t A^2 (K(phi) - K(pi))/(2 pi), "
        "negative for small t " +
        std::string(falls == Verdict::refuted ? "< 0" : "> 0") + ".");
  if (!run.binary() && activation.slope() > 0 && is_less(Ball(context.instance.k), threshold(run.z)) == Verdict::proved)
    run.result.notes.push_back(
        "r* is above k, and r <= k always: every teacher of this size has the spurious minimum.");
  return {"The spurious point is a strict local minimum iff r < r* = " + threshold_in_words(activation) +
              ", and has the least loss on {a.a* <= 0}",
          run.result};
}

}  // namespace noiseproof::c07_spurious_is_local_minimum
