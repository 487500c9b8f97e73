// C22: constant large noise never settles.
#include <fmt/format.h>

#include "core/known_digits.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "enclosing.hpp"
#include "escape/never_settles.hpp"

namespace noiseproof::c22_large_noise_never_settles {
namespace {

const Rational kProbability(1, 1000);
constexpr int kRuns = 2000;
constexpr double kConfidence = 1 - 1e-6;

/// Constant noise, and what is stated of it.
struct Setting {
  Rational eta, rho_w, rho_a;
  Axis axis;
  long steps;            ///< from this step on
  Rational distance;     ///< D/2, rounded down
  Rational probability;  ///< that |a_t - a*| is below it, rounded up
};

std::string describe(const Setting& s) {
  return fmt::format("eta = {}, rho_w = {}, rho_a >= {}, from step {} on", to_string(s.eta), to_string(s.rho_w),
                     digits_below(s.rho_a, 4), s.steps);
}

/// rho_w twice as high as any critical level (as the default schedule begins), rho_a = |a*|/100 rounded down, and the
/// longest step eta/2^j that keeps a in its box (c lambda1 <= 1) and with which the tail is at most half of what is
/// asked for. Empty if 60 halvings find none.
std::optional<Setting> setting(const Landscape& z) {
  constexpr int kHalvings = 60;
  Setting out{z.instance.eta, 6 * z.instance.p, 0, {}, 0, 0, 0};
  const Rational norm = lower_rational(sqrt(z.norm_sq));
  out.rho_a = dyadic_floor(norm / 100, bits_below_one(norm / 100) + 24);
  out.axis = farther_axis(z, out.rho_w);
  for (int i = 0; i < kHalvings; ++i, out.eta /= 2) {
    const NeverSettles bound = never_settles(z, out.axis, out.eta, out.rho_w, out.rho_a);
    const Ball room =
        min(Ball(Rational(kProbability / 2)) - bound.tail, Ball(2) * Ball::pi() - Ball(out.eta) * z.lambda1);
    if (both(bound.conditions(), is_nonnegative(room)) != Verdict::proved) continue;
    out.steps = steps_to_forget(bound);
    out.distance = outward(bound.distance / Ball(2), 24).lo;
    out.probability = outward(bound.probability(out.steps), 24).hi;
    return out;
  }
  return std::nullopt;
}

nlohmann::json item(const Instance& instance, const Setting& s, const Rational& share) {
  return {{"kind", "never_settles"},
          {"statement", "late_distance"},
          {"instance", invariants_to_json(instance)},
          {"eta", to_string(s.eta)},
          {"rho_w", to_string(s.rho_w)},
          {"rho_a", to_string(s.rho_a)},
          {"distance", to_string(share)},
          {"steps", s.steps},
          {"probability", to_string(s.probability)},
          {"says", "From that step on |a - a*| < distance |a*| has at most that probability, at every step."},
          {"verdict", "proved"}};
}

/// How many of the runs are below the distance at the end, against the bound.
Answer runs_agree(const ClaimContext& context, const Setting& s) {
  constexpr double kMostWork = 2e9;
  const long steps = std::min(s.steps * 2, static_cast<long>(kMostWork / kRuns));
  if (steps < s.steps) return {Verdict::undecided, fmt::format("{} runs of {} steps are too many", kRuns, s.steps)};
  EnsembleOptions options;
  options.start = Start::spurious;
  options.seed = context.seed;
  options.runs = kRuns;
  options.jobs = context.jobs;
  const Schedule schedule{
      {s.eta.convert_to<double>(), steps, s.rho_w.convert_to<double>(), s.rho_a.convert_to<double>()}};
  const EnsembleResult result = run_reduced_ensemble(Problem(context.instance), schedule, options);
  const double distance = s.distance.convert_to<double>(), stated = s.probability.convert_to<double>();
  const long near = std::count_if(result.runs.begin(), result.runs.end(),
                                  [&](const RunRecord& run) { return run.last.distance < distance; });
  const Proportion seen = clopper_pearson(near, kRuns, kConfidence);
  return {seen.lower <= stated ? Verdict::proved : Verdict::refuted,
          fmt::format("{} of {} runs from the spurious point are below {} after {} steps; on the average {:.4g} away",
                      near, kRuns, in_words({s.distance, s.distance}, 4), steps, result.mean_distance())};
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  Enclosing enclosing(context, out);
  const Landscape z = landscape(context.instance);
  const std::optional<Setting> found = setting(z);
  enclosing.claim(
      "at constant large noise |a_t - a*| >= D/2 at every late step, with the stated probability, from every start of "
      "the box",
      [&] {
        if (!found) return Answer{Verdict::undecided, "no step is short enough"};
        const Rational norm = upper_rational(sqrt(z.norm_sq));
        const Rational share = dyadic_floor(found->distance / norm, bits_below_one(found->distance / norm) + 24);
        enclosing.certificate.item(item(context.instance, *found, share));
        out.headline = fmt::format("|a - a*| >= {} |a*| but for a probability of {}", digits_below(share, 4),
                                   digits_above(found->probability, 2));
        const NeverSettles bound = never_settles(z, found->axis, found->eta, found->rho_w, found->rho_a);
        const Ball probability = bound.probability(found->steps);
        return Answer{both(bound.conditions(), both(is_nonnegative(Ball(found->probability) - probability),
                                                    is_nonnegative(bound.distance - Ball(2) * Ball(found->distance)))),
                      describe(*found) + ": P <= " + decimal_endpoints(probability, 3).second};
      });
  if (!found) return out;
  const auto bound_at = [&](const Rational& eta, const Rational& rho_w) {
    return never_settles(z, found->axis, eta, rho_w, found->rho_a);
  };
  enclosing.check("in the mean for ever: lim inf E|a_t - a*| >= D > 0", [&] {
    const NeverSettles bound = bound_at(found->eta, found->rho_w);
    return Answer{bound.conditions(), "D >= " + decimal_endpoints(bound.distance, 6).first};
  });
  enclosing.twin("with a step 16 times as long the tail is as small", [&] {
    const Ball longer = bound_at(found->eta * 16, found->rho_w).tail;
    return Answer{is_less(longer, Ball(found->probability)), "tail " + to_decimal(longer, 3)};
  });
  enclosing.twin("at noise of a hundredth the distance D is as large", [&] {
    const Ball small = bound_at(found->eta, Rational(1, 100)).distance;
    return Answer{is_less(Ball(found->distance), small / Ball(2)), "D/2 = " + to_decimal(small / Ball(2), 3)};
  });
  out.check("runs at that noise keep the bound", Evidence::sampled, [&] { return runs_agree(context, *found); });
  out.check("false twin: they stay three times as far away as surely", Evidence::sampled, [&] {
    Setting twice = *found;
    twice.distance *= 3;
    return refuted_twin(runs_agree(context, twice));
  });
  enclosing.finish();
  return out;
}

}  // namespace noiseproof::c22_large_noise_never_settles
