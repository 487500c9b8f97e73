// C26: from which noise level on perturbed gradient descent escapes.
#include <fmt/format.h>

#include "core/known_digits.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "dynamics/schedule.hpp"
#include "escape/sure_trap.hpp"
#include "levels.hpp"
#include "smoothing/critical_level.hpp"

namespace noiseproof::c26_sharp_noise_threshold {
namespace {

using nlohmann::json;

constexpr int kDigits = 20;
constexpr int kRuns = 200;
constexpr long kSteps = 20'000;

/// x rounded to six digits, upwards or downwards: what is said of it is said of what is printed.
Rational printed_above(const Rational& x) { return parse_rational(digits_above(x, 6), "level"); }
Rational printed_below(const Rational& x) { return parse_rational(digits_below(x, 6), "level"); }

/// Is the drift of that sign at each of these multiples of the level?
Answer drifts(const Landscape& z, const std::vector<Rational>& levels, bool up) {
  Answer out{Verdict::proved, ""};
  for (const Rational& rho : levels) {
    if (rho > kLargestLevel) continue;
    const Ball drift = least_drift(z, rho);
    out.first = both(out.first, up ? is_positive(drift) : is_negative(drift));
    out.second += fmt::format("{}{} at {}", out.second.empty() ? "G(pi) - gamma = " : ", ", to_decimal(drift, 4),
                              decimal_below(rho, 4));
  }
  return out;
}

void enclose(Enclosing& enclosing, const Landscape& z, const Levels& levels) {
  const Rational above = drift_level(levels, z.instance.p);
  const Rational below = printed_below(levels.critical.lo);
  enclosing.claim(fmt::format("for every rho_w above {}, at every student and to first order in the step, H(phi) + nu "
                              "Lc(a) rises in the mean "
                              "by at least nu c kappa^2 (G(pi) - gamma) > 0: enclosed there, at 1.01, 1.1, 2 and 10 "
                              "times that, and between and "
                              "beyond by monotony",
                              digits_below(above, 6)),
                  [&] {
                    return drifts(z, {above, above * 101 / 100, above * 11 / 10, above * 2, above * 10}, true);
                  });
  enclosing.claim("below rho* the mean loss keeps its spurious minimum: G(pi) < gamma", [&] {
    return drifts(z, {below, below * 99 / 100, below / 2}, false);
  });
  enclosing.claim("below sin((pi - phi^)/2), a smaller level, every noise sequence leaves w in the trap for ever (C21)",
                  [&] {
                    const SureTrap trap = sure_trap(z, Rational(1, 1000) / z.instance.k, levels.sure.lo * 63 / 64, 0);
                    return Answer{both(trap.conditions(), is_less(ball_over(levels.sure), ball_over(levels.critical))),
                                  fmt::format("{} < rho* in {}", in_words(levels.sure), in_words(levels.critical))};
                  });
  enclosing.twin("a hundredth below rho* every student drifts away from the spurious point",
                 [&] { return drifts(z, {below * 99 / 100}, true); });
  enclosing.twin("a hundredth above rho* the mean loss has its spurious minimum",
                 [&] { return drifts(z, {printed_above(levels.critical.hi) * 101 / 100}, false); });
}

/// Runs with constant noise from the spurious point: how many are on the good side at the end.
Answer sample(const ClaimContext& context, const Levels& levels, json& data) {
  const Rational trapped = levels.sure.lo * 63 / 64, between = (levels.sure.hi + levels.critical.lo) / 2;
  const Epoch first = default_schedule(context.instance, Injection::normalized).front();
  std::string figure;
  std::vector<long> away;
  for (const Rational& rho : {trapped, between, Rational(levels.critical.lo * 9 / 10),
                              Rational(levels.critical.hi * 11 / 10), Rational(levels.critical.hi * 4)}) {
    EnsembleOptions options;
    options.start = Start::spurious;
    options.seed = context.seed;
    options.runs = kRuns;
    options.jobs = context.jobs;
    const double rho_w = rho.convert_to<double>();
    const EnsembleResult result =
        run_reduced_ensemble(Problem(context.instance), {{first.eta / 4, kSteps, rho_w, 0}}, options);
    away.push_back(std::count_if(result.runs.begin(), result.runs.end(),
                                 [](const RunRecord& run) { return run.last.phi < pi<double>() / 2; }));
    figure += fmt::format("{}{} at {:.4g}", figure.empty() ? "" : ", ", away.back(), rho_w);
    data.push_back({{"rho_w", rho_w}, {"runs", kRuns}, {"steps", kSteps}, {"good_side", away.back()}});
  }
  // What lies between the levels is open: no verdict hangs on it.
  const Verdict verdict = away.front() == 0 ? Verdict::proved : Verdict::refuted;
  return {verdict, fmt::format("{} of {} runs after {} steps", figure, kRuns, kSteps)};
}

/// What was proved at which levels, for the headline, the notes and the data.
void say_how_many(const std::vector<LevelTried>& tried, ClaimResult& out) {
  std::string proved;
  for (const LevelTried& at : tried) {
    if (at.proved())
      proved += fmt::format("{}{} at {}", proved.empty() ? "" : ", ", total_steps(at.found.schedule),
                            terminating_decimal(at.rho_w));
    out.data["certified"].push_back({{"rho_w", to_string(at.rho_w)},
                                     {"verdict", name(at.found.proof.verdict)},
                                     {"drift", at.drift},
                                     {"noisy_steps", at.noisy_steps()},
                                     {"steps", total_steps(at.found.schedule)}});
  }
  out.headline += proved.empty() ? "; no schedule proved above it" : "; schedules proved: " + proved;
  if (const std::optional<StepLaw> law = fit_steps(tried))
    out.notes.push_back(
        fmt::format("The noisy steps of the proved schedules grow like (G(pi) - gamma)^-{:.2f}, fitted in doubles.",
                    law->exponent));
}

}  // namespace

Rational drift_level(const Levels& levels, int p) {
  return std::max(printed_above(levels.critical.hi), Rational(p, p - 1));
}

Ball least_drift(const Landscape& z, const Rational& rho) {
  return smoothed_kernel_at_pi({z.instance.p, rho, Injection::normalized}) - z.gamma;
}

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  const Instance& instance = context.instance;
  Enclosing enclosing(context, out);
  const ScopedBits bits(kProofBits + bits_lost_at(instance.k, instance.r));
  const Landscape z = landscape(instance);
  const Verdict has_level = r_below_threshold(instance.k, instance.r);
  enclosing.certificate.comparison(instance.k, instance.r, has_level);
  if (has_level == Verdict::refuted) {
    enclosing.check("r >= (k+pi-1)/pi: the drift leads away at every level from p/(p-1) on, as gamma <= 0 < G(pi)",
                    [&] {
                      return Answer{negate(has_level), instance.describe()};
                    });
    out.headline = "r >= (k+pi-1)/pi: every level from p/(p-1) on drifts away";
    enclosing.finish();
    return out;
  }
  std::optional<Levels> levels;
  enclosing.check("both levels are enclosed", [&] {
    const std::optional<Bounds> critical = critical_noise_level(instance.p, Injection::normalized, instance.k,
                                                                instance.r, kDigits),
                                sure = sure_trap_level(z);
    if (!critical || !sure) return Answer{Verdict::undecided, "not separated from 0"};
    levels = Levels{*critical, *sure};
    enclosing.certificate.critical_level("normalized", instance.k, instance.p, instance.r, *critical);
    return Answer{Verdict::proved, in_words(*sure) + " and " + in_words(*critical)};
  });
  if (!levels) return out;
  out.headline = fmt::format("trapped for ever below {}, drifts away above {}", digits_below(levels->sure.lo, 4),
                             digits_above(drift_level(*levels, instance.p), 5));
  enclose(enclosing, z, *levels);
  out.check("runs with constant noise from the spurious point: none leaves below the lower level", Evidence::sampled,
            [&] { return sample(context, *levels, out.data["runs"]); });
  const std::vector<LevelTried> tried = certify_levels(enclosing, z, *levels, out);
  say_how_many(tried, out);
  out.plots = {band_diagram(z, *levels, tried), level_curves(instance)};
  enclosing.finish();
  return out;
}

}  // namespace noiseproof::c26_sharp_noise_threshold
