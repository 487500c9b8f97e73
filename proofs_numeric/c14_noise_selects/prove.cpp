// C14: which noise selects the global optimum? Gradient descent, stochastic gradient descent and perturbed gradient
// descent with constant and annealed noise, from random starts and from the spurious point, with exact binomial bounds.
#include <fmt/format.h>

#include <cmath>

#include "model/critical_points.hpp"
#include "proved.hpp"
#include "runner.hpp"

namespace noiseproof::c14_noise_selects {
namespace {

/// "Settles", "escapes", "follows" are read as: more often than this, by the confidence bound.
constexpr double kWanted = 0.75;
/// "Does not settle" is read as: at nine in ten looks in the last quarter of the runs the relative distance to the
/// optimum is above this.
constexpr double kUnsettled = 0.1;
constexpr double kMostWork = 6e9;  // numbers touched; some 1e8 a second and core

std::string rate(long count, long runs) {
  return fmt::format("{} of {} {}", count, runs, in_percent(clopper_pearson(count, runs, kConfidence), 1));
}

Verdict often(long count, long runs) { return more_often(count, runs, kWanted); }

std::string end(const Comparison& c) {
  const Quantiles& q = c.distance.back();
  return fmt::format("final distance {:.2g} [{:.2g}, {:.2g}]", q.median, q.low, q.high);
}

/// 1: the global optimum or its basin; -1: the spurious point; 0: undecided.
int side(Outcome outcome) {
  if (outcome == Outcome::reached || outcome == Outcome::basin) return 1;
  return outcome == Outcome::trapped ? -1 : 0;
}

/// The probability that descent without noise is trapped.
Bounds enclosed_fraction(const ClaimContext& context, const Comparison& gd) {
  TrapOptions options;
  options.eta = Rational(gd.algorithm.schedule.front().eta);
  options.jobs = context.jobs;
  options.most_steps = 300000000;
  return trapped(context.instance, options, Rational(1, 100));
}

Answer fraction_agrees(const Comparison& gd, const Bounds& p) {
  const long open = gd.result.count(Outcome::neither), stuck = gd.result.count(Outcome::trapped);
  const double low = clopper_pearson(stuck, gd.runs(), kSureConfidence).lower;
  const double high = clopper_pearson(stuck + open, gd.runs(), kSureConfidence).upper;
  const bool meets = low <= p.hi.convert_to<double>() && p.lo.convert_to<double>() <= high;
  return {meets ? Verdict::proved : Verdict::refuted,
          fmt::format("{} trapped; the probability is in {}", rate(stuck, gd.runs()), show(p))};
}

Answer stays(const Comparison& gd) {
  const RunRecord& run = gd.result.runs.front();
  double moved = run.complement;
  for (const Snapshot& at : run.epochs) moved = std::max(moved, std::abs(at.distance - run.epochs.front().distance));
  return {moved < 1e-9 ? Verdict::proved : Verdict::undecided,
          fmt::format("moved by {:.1e} in {} steps", moved, run.last.step)};
}

/// `gd`: on full vectors, whose run i starts where that of SGD does.
Answer follows(const EnsembleResult& gd, const Comparison& sgd) {
  long same = 0;
  for (std::size_t i = 0; i < sgd.result.runs.size(); ++i)
    same += side(sgd.result.runs[i].outcome) == side(gd.runs[i].outcome);
  return no_refutation(
      {often(same, sgd.runs()), rate(same, sgd.runs()) + " on the same side; " + sgd.algorithm.settings});
}

/// Steps too few for w to turn by a right angle say nothing of the noise, neither that it traps nor that it does not.
Answer if_enough_steps(const Answer& answer, double most_turn) {
  if (most_turn >= pi<double>() / 2) return answer;
  return {Verdict::undecided,
          fmt::format("{}; so many steps turn w by at most {:.1e}, whatever the noise: too few for so small a teacher",
                      answer.second, most_turn)};
}

Answer never_escapes(const Comparison& c) {
  return if_enough_steps({c.escaped() == 0 ? Verdict::proved : Verdict::undecided,
                          rate(c.escaped(), c.runs()) + " escape, " + end(c) + "; " + c.algorithm.settings},
                         c.most_turn);
}

Answer escapes_unsettled(const Comparison& c) {
  const Verdict unsettled = c.late.low > kUnsettled ? Verdict::proved : Verdict::undecided;
  const Answer answer{both(often(c.escaped(), c.runs()), unsettled),
                      fmt::format("{} escape; lowest tenth of the distances at late looks up to {:.2g}, {}; {}",
                                  rate(c.escaped(), c.runs()), c.late.low, end(c), c.algorithm.settings)};
  return if_enough_steps(no_refutation(answer), c.most_turn);
}

Answer settles(const Comparison& c) {
  const Answer answer{often(c.arrived(), c.runs()),
                      fmt::format("{} arrive; {}; {}", rate(c.arrived(), c.runs()), end(c), c.algorithm.settings)};
  return if_enough_steps(no_refutation(answer), c.most_turn);
}

/// Above the threshold (C07) the spurious point attracts no open set; below it rarely, perhaps. `minimum`: is it one?
Answer gets_trapped(const Comparison& gd, Verdict minimum) {
  const long trapped = gd.result.count(Outcome::trapped);
  const Verdict otherwise = minimum == Verdict::refuted ? Verdict::refuted : Verdict::undecided;
  return {trapped > 0 ? Verdict::proved : otherwise, rate(trapped, gd.runs())};
}

/// Constant noise at levels from the large one down, each half of the one before.
Answer dichotomy(Runner& runner, const Instance& instance, nlohmann::json& data) {
  const Epoch& first = runner.first_epoch("perturbed-large");
  Verdict all = Verdict::proved;
  std::string figure;
  double turn = 0;
  for (int level = 0; level < kLadder; ++level) {
    const double rho_w = std::ldexp(first.rho_w, -level), rho_a = std::ldexp(first.rho_a, -level);
    const Comparison c = runner.run(constant_noise(instance, rho_w, rho_a), Start::spurious, kLadderRuns);
    if (c.escaped() > 0 && c.late.low <= kUnsettled) all = Verdict::undecided;
    figure +=
        fmt::format("{}{:.3g}: {} escape, late {:.2g}", level == 0 ? "rho_w = " : "; ", rho_w, c.escaped(), c.late.low);
    turn = std::max(turn, c.most_turn);
    data.push_back(row_data(c));
  }
  return if_enough_steps({all, figure + fmt::format("; {} runs each", kLadderRuns)}, turn);
}

/// The annealed schedule from the small level on.
Answer faint_annealing(Runner& runner) {
  Algorithm faint = runner.algorithm("perturbed-annealed");
  for (Epoch& epoch : faint.schedule) epoch.rho_w /= 100, epoch.rho_a /= 100;
  faint.title = "annealed from the small level";
  faint.settings = "1% of the radii";
  const Comparison c = runner.run(faint, Start::spurious, kRuns / 2);
  return if_enough_steps(
      {c.arrived() == 0 ? Verdict::proved : Verdict::undecided, rate(c.arrived(), c.runs()) + " arrive"}, c.most_turn);
}

/// What takes fresh examples costs in proportion to k.
Answer of_examples(const Runner& runner, const std::function<Answer()>& run) {
  if (runner.planned() <= kMostWork) return run();
  return {Verdict::undecided,
          fmt::format("not sampled: the runs touch {:.0e} numbers; see noiseproof compare", runner.planned())};
}

/// `minimum`: is the spurious point one? Returns bounds of the probability that descent without noise is trapped.
Bounds compare_all(Runner& runner, const ClaimContext& context, Verdict minimum, ClaimResult& out) {
  Bounds fraction{0, 1};
  const auto check = [&](const std::string& what, const std::function<Answer()>& run) {
    out.check(what, Evidence::sampled, run);
  };
  const auto claim = [&](const std::string& what, const std::function<Answer()>& run) {
    out.claim(what, Evidence::sampled, run);
  };
  const auto examples = [&](const std::function<Answer()>& run) {
    return [&runner, run] { return of_examples(runner, run); };
  };
  const bool trap = minimum == Verdict::proved;
  claim("GD from random starts gets trapped", [&] { return gets_trapped(runner.random("gd", kGdRuns), minimum); });
  check("GD from random starts is trapped in a fraction that agrees with the enclosure of the trapping probability",
        [&] {
          fraction = enclosed_fraction(context, runner.random("gd"));
          return fraction_agrees(runner.random("gd"), fraction);
        });
  check("GD from the spurious point never moves", [&] { return stays(runner.spurious("gd")); });
  claim(
      "SGD with a tiny step ends on the same side as GD from the same random start, with probability above 3/4",
      examples([&] { return follows(runner.on_full_vectors("gd", kTinyRuns), runner.random("sgd-tiny", kTinyRuns)); }));
  if (trap)
    claim("SGD with a tiny step does not escape from the spurious point",
          examples([&] { return never_escapes(runner.spurious("sgd-tiny")); }));
  if (trap)
    claim("Small constant noise does not escape from the spurious point",
          [&] { return never_escapes(runner.spurious("perturbed-small")); });
  claim("Large constant noise escapes from the spurious point with probability above 3/4, but does not settle",
        [&] { return escapes_unsettled(runner.spurious("perturbed-large")); });
  claim("Annealed noise settles from the spurious point, with probability above 3/4",
        [&] { return settles(runner.spurious("perturbed-annealed")); });
  claim("Annealed noise settles from random starts, with probability above 3/4",
        [&] { return settles(runner.random("perturbed-annealed")); });
  claim("Annealed noise on mini-batch gradients settles from the spurious point, with probability above 3/4",
        examples([&] { return settles(runner.spurious("perturbed-sgd")); }));
  if (trap)
    claim(
        "No constant level on a ladder in between does both: escape, and come within 0.1 of the optimum late in a run",
        [&] { return dichotomy(runner, context.instance, out.data["ladder"]); });
  if (trap)
    claim("SGD with step annealing settles from the spurious point, with probability above 3/4",
          examples([&] { return settles(runner.spurious("sgd-annealed")); }));
  if (trap)
    check("False twin: annealing that starts at the small level does not settle from the spurious point",
          [&] { return faint_annealing(runner); });
  return fraction;
}

std::string constant_step_note(const Comparison& sgd) {
  return "The dichotomy is about noise that is constant in size. SGD's own noise is not: "
         "it vanishes at the global optimum, where every example has residual 0 (C15). "
         "With a large constant step and no annealing, from the spurious point " +
         rate(sgd.arrived(), sgd.runs()) + " of its runs arrive, " + end(sgd) + "; " + sgd.algorithm.settings + ".";
}

std::string headline(const Comparison& gd, const Comparison& large, const Comparison& annealed) {
  const auto percent = [](long count, long runs) {
    return fmt::format("{:.0f}%", 100.0 * static_cast<double>(count) / static_cast<double>(runs));
  };
  return fmt::format(
      "GD trapped from {} of random starts; large constant noise {} escape, distance {:.2g}; annealed {} settle",
      percent(gd.result.count(Outcome::trapped), gd.runs()), percent(large.escaped(), large.runs()), large.late.median,
      percent(annealed.arrived(), annealed.runs()));
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  Runner runner(context);
  ClaimResult out;
  const Verdict minimum = spurious_is_local_minimum(context.instance);
  const Bounds fraction = compare_all(runner, context, minimum, out);
  if (minimum == Verdict::proved)
    prove_rows(context, fraction, runner.first_epoch("perturbed-small"), runner.first_epoch("perturbed-large"), out);
  if (runner.planned() <= kMostWork) out.notes.push_back(constant_step_note(runner.spurious("sgd-large")));
  if (minimum == Verdict::refuted)
    out.notes.push_back(
        "At this instance the spurious point is no strict local minimum (C07): there is no trap to escape, "
        "and what weak noise does there is not checked.");
  out.headline =
      headline(runner.random("gd"), runner.spurious("perturbed-large"), runner.spurious("perturbed-annealed"));
  out.plots = runner.plots();
  out.data["rows"] = runner.rows();
  context.report(1, "done");
  return out;
}

}  // namespace noiseproof::c14_noise_selects
