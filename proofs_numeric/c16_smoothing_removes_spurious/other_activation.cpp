// C16 under another activation, normalized noise: the critical level above which the spurious minimum is gone.
#include "other_activation.hpp"

#include <fmt/format.h>

#include "core/known_digits.hpp"
#include "dynamics/random.hpp"
#include "smoothing/critical_level.hpp"

namespace noiseproof::c16_smoothing_removes_spurious {
namespace {

constexpr int kLevelDigits = 8;
constexpr int kFewDigits = 4;  // where the kernel is not known to more: a short Hermite series

std::optional<Bounds> level_of(const DualLandscape& z, int digits) {
  try {
    return critical_noise_level(z, digits);
  } catch (const Error& error) {
    if (digits == kFewDigits || error.kind() != Error::Kind::no_convergence) throw;
    return level_of(z, kFewDigits);
  }
}

SmoothingNoise at(const OtherActivation& run, const Rational& rho) {
  return {run.z.instance.p, rho, Injection::normalized};
}

/// abar.a* of the mean loss.
Ball smoothed_alpha(const OtherActivation& run, const Rational& rho) {
  return run.z.best_alpha(smoothed_at_pi(run.z.activation, at(run, rho)));
}

Answer rises(const OtherActivation& run, const Rational& level) {
  Verdict all = Verdict::proved;
  Ball before = run.z.opposite;
  constexpr int kLevels = 12;
  for (int i = 1; i <= kLevels; ++i) {
    const Ball here = smoothed_at_pi(run.z.activation, at(run, level * Rational(i, 6)));
    all = both(all, is_less(before, here));
    before = here;
  }
  return {all, fmt::format("at {} levels up to {:.4g}", kLevels, Rational(2 * level).convert_to<double>())};
}

/// Of a row's mean products act(Z.w~) act(Z.w*) at w = -w*, over the noise and over Z: no formula of the theory.
Answer sampled(const OtherActivation& run, const Rational& rho) {
  constexpr long kSamples = 200'000;
  const auto p = static_cast<std::size_t>(run.z.instance.p);
  const SampledActivation act(run.z.activation);
  const auto draw = [&](Stream& stream, Vec<double>& out) {
    Vec<double> w(p);
    uniform_in_ball(stream, rho.convert_to<double>(), w);
    w[0] -= 1;  // w = -w*, w* the first axis
    double across = 0;
    for (std::size_t i = 1; i < p; ++i) across += w[i] * w[i];
    const double length = std::sqrt(w[0] * w[0] + across), u = stream.gaussian(), v = stream.gaussian();
    out[0] = act((w[0] * u + std::sqrt(across) * v) / length) * act(u);
  };
  const Estimate found = average(1, kSamples, run.context.seed, 16, draw).front();
  const double exact = (smoothed_at_pi(run.z.activation, at(run, rho)) / (Ball(2) * Ball::pi())).midpoint_approx();
  return within_errors(std::abs(found.mean - exact) / found.error, kSamples, 1);
}

/// Where w -> -w copies the teacher there is nothing spurious at -w*.
OtherClaim second_optimum(OtherActivation& run) {
  check_second_optimum(run, "without noise the best a leaves no loss at w = -w*, by the symmetry of the activation",
                       "as good as w*");
  run.result.headline = "no spurious point: nothing to remove";
  return {"-w* copies the teacher: there is no spurious minimum for noise to remove", run.result};
}

void check_twin(OtherActivation& run, const Bounds& level) {
  const Instance& z = run.z.instance;
  const auto relu = critical_noise_level(z.p, Injection::normalized, z.k, z.r, kLevelDigits);
  if (relu && !(relu->hi < level.lo || level.hi < relu->lo)) {
    run.result.notes.push_back("No false twin with ReLU's level: " + in_words(*relu, kLevelDigits) +
                               " is not told from it.");
    return;
  }
  run.twin("the level is that of ReLU", [&] {
    return Answer{Verdict::refuted, relu ? "ReLU: in " + in_words(*relu, kLevelDigits) : "ReLU: none"};
  });
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  if (opposite_copies_teacher(run.z)) return second_optimum(run);
  const std::string says =
      "Noise uniform in a ball, normalized, leaves the spurious local minimum below one critical level rho*, "
      "and no local minimum but the one at w = w* above it";
  const Answer falls = in_answer(kernel_falls(activation));
  if (falls.first != Verdict::proved) {
    run.claim("there is one critical level: the smoothed K(pi) is gamma there", [&] {
      return Answer{Verdict::undecided, "that K falls, on which it rests, is not so: " + falls.second};
    });
    run.result.headline = "K does not fall with the angle, or that is open";
    return {says, run.result};
  }
  run.check("K falls on all of [0, pi]; so does the smoothed kernel, at every noise level", [&] { return falls; });
  std::optional<Bounds> level;
  run.claim("there is one critical level: the smoothed K(pi) is gamma there", [&] {
    if (below_threshold(run.z) == Verdict::refuted)
      return Answer{Verdict::proved, "without noise it is no local minimum either: rho* = 0"};
    level = level_of(run.z, kLevelDigits);
    return level ? Answer{Verdict::proved, "rho* in " + in_words(*level, kLevelDigits)}
                 : Answer{Verdict::undecided, "K(pi) < gamma is not decided"};
  });
  if (!level) {
    run.result.headline = run.result.checks.back().figure;
    return {says, run.result};
  }
  run.check("the smoothed K(pi) rises with the level", [&] { return rises(run, level->lo); });
  run.check("at half of it abar.a* < 0, at twice it abar.a* > 0", [&] {
    const Ball below = smoothed_alpha(run, level->lo / 2), above = smoothed_alpha(run, level->hi * 2);
    return Answer{both(is_negative(below), is_positive(above)), in_figures(below) + ", " + in_figures(above)};
  });
  run.result.check("the smoothed K(pi)/2pi is the mean of act(Z.w~) act(Z.w*) over noise and inputs, at rho*",
                   Evidence::sampled, [&] { return sampled(run, level->lo); });
  check_twin(run, *level);
  run.result.headline = "rho* in " + in_words(*level, kLevelDigits);
  run.result.notes.push_back(
      "That the kernel falls under noise where it falls without, and that the smoothed K(pi) rises with the level, "
      "is proved in docs/smoothing.md (\"Any activation\"). Raw noise changes |w|, "
      "of which this theory knows only what homogeneous activations make of it.");
  return {says, run.result};
}

}  // namespace noiseproof::c16_smoothing_removes_spurious
