// C13: how often schedules of which nothing is proved arrive, with exact binomial confidence bounds.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "dynamics/reduced_ensemble.hpp"
#include "model/critical_points.hpp"
#include "pictures.hpp"
#include "smoothing/designed_schedule.hpp"

namespace noiseproof::c13_pgd_escapes {
namespace {

using nlohmann::json;

/// What the schedule designed from the theory must reach, from anywhere.
constexpr double kWantedByDesign = 0.95;
constexpr int kMostRuns = 1000, kFewestRuns = 24;
constexpr double kSteps = 3e7;        // of all runs of an experiment: some two seconds of a core
constexpr double kMostSteps = 2e9;    // of the fewest runs: beyond, nothing is sampled
constexpr double kFullNumbers = 1e8;  // that runs on full vectors touch

std::string show(const Experiment& e) {
  return fmt::format("{} of {} arrive, {:.1f}% {}; {} trapped", e.arrived(), e.runs(),
                     100.0 * static_cast<double>(e.arrived()) / static_cast<double>(e.runs()),
                     in_percent(e.bounds(), 1), e.result.count(Outcome::trapped));
}

/// Do the intervals of this confidence lie apart, the second above?
bool apart(const Experiment& low, const Experiment& high, double confidence) {
  return low.bounds(confidence).upper < high.bounds(confidence).lower;
}

/// Is the second rate higher than the first?
Verdict higher(const Experiment& low, const Experiment& high) {
  if (apart(low, high, kConfidence)) return Verdict::proved;
  return apart(high, low, kSureConfidence) ? Verdict::refuted : Verdict::undecided;
}

/// Does the first arrive no more often than the second? A lead that the intervals cannot tell from chance is undecided.
Verdict not_more_often(const Experiment& first, const Experiment& second) {
  if (first.arrived() <= second.arrived()) return Verdict::proved;
  return apart(second, first, kSureConfidence) ? Verdict::refuted : Verdict::undecided;
}

/// The same epochs without noise.
Schedule silenced(Schedule schedule, double factor = 0) {
  for (Epoch& epoch : schedule) {
    epoch.rho_w *= factor;
    epoch.rho_a *= factor;
  }
  return schedule;
}

/// The experiments, which share random numbers, and what came of them.
struct Sampled {
  const ClaimContext& context;
  Schedule annealed, designed;
  int runs;
  Experiment noisy{"annealed noise, random starts", annealed, Start::random, {}};
  Experiment plain{"no noise, random starts", silenced(annealed), Start::random, {}};
  Experiment from_spurious{"annealed noise, spurious point", annealed, Start::spurious, {}};
  Experiment designed_random{"designed schedule, random starts", designed, Start::random, {}};
  Experiment designed_spurious{"designed schedule, spurious point", designed, Start::spurious, {}};
  Experiment faint{"a thousandth of the noise, spurious point", silenced(annealed, 1e-3), Start::spurious, {}};
  Experiment still{"no noise, spurious point", silenced(annealed), Start::spurious, {}};

  /// Takes the share [from, to] of the claim's time.
  void run(Experiment& e, int count, double from, double to) const {
    EnsembleOptions options;
    options.start = e.start;
    options.seed = context.seed;
    options.jobs = context.jobs;
    options.runs = count;
    if (context.progress) options.progress = [&](double done) { context.progress(from + (to - from) * done, e.name); };
    e.result = run_reduced_ensemble(Problem(context.instance), e.schedule, options);
  }
};

/// Draws until chance cannot explain the difference, or what was drawn has cost some ten seconds.
Answer noise_helps(Sampled& s) {
  for (int runs = s.runs;; runs *= 4) {
    if (runs > s.runs) s.run(s.noisy, runs, 0.1, 0.2);
    s.run(s.plain, runs, 0.2, 0.3);
    const bool rarely_fails = 20 * (runs - s.plain.arrived()) < runs;
    const Verdict verdict = rarely_fails ? Verdict::proved : higher(s.plain, s.noisy);
    if (verdict == Verdict::undecided && 4.0 * runs * static_cast<double>(total_steps(s.annealed)) < 8 * kSteps)
      continue;
    return no_refutation({verdict, fmt::format("with noise {}; without {}", show(s.noisy), show(s.plain))});
  }
}

/// The engine on full vectors, on fewer runs: it draws other numbers, and arrives as often.
Answer full_vectors_agree(const Sampled& s, int runs) {
  EnsembleOptions options;
  options.seed = s.context.seed;
  options.jobs = s.context.jobs;
  options.runs = runs;
  Experiment full{s.noisy.name, s.annealed, Start::random, {}};
  full.result = run_ensemble(Problem(s.context.instance), s.annealed, options);
  const bool differ = apart(full, s.noisy, kSureConfidence) || apart(s.noisy, full, kSureConfidence);
  return {differ ? Verdict::refuted : Verdict::proved, show(full) + "; in reduced coordinates " + show(s.noisy)};
}

Answer design_arrives(Sampled& s, Experiment& e, double from) {
  s.run(e, s.runs, from, from + 0.2);
  return no_refutation({more_often(e.arrived(), e.runs(), kWantedByDesign), show(e)});
}

Answer default_no_better(Sampled& s) {
  s.run(s.from_spurious, s.runs, 0.7, 0.9);
  return no_refutation({not_more_often(s.from_spurious, s.designed_spurious), show(s.from_spurious)});
}

Answer never_left(Sampled& s) {
  s.run(s.still, 1, 0.9, 0.91);
  const RunRecord& record = s.still.result.runs.front();
  return {record.complement < 1e-9 ? Verdict::proved : Verdict::undecided,
          fmt::format("pi - phi = {:.1e} after {} steps", record.complement, record.last.step)};
}

Answer faint_never_arrives(Sampled& s) {
  s.run(s.faint, std::max(s.runs / 6, kFewestRuns), 0.91, 0.96);
  return {s.faint.arrived() == 0 ? Verdict::proved : Verdict::undecided, show(s.faint)};
}

json experiment_data(const Experiment& e) {
  const Proportion p = e.bounds();
  json out{{"name", e.name},
           {"start", e.start == Start::random ? "random" : "spurious"},
           {"runs", e.runs()},
           {"steps_per_run", total_steps(e.schedule)},
           {"lower", p.lower},
           {"upper", p.upper},
           {"confidence", kConfidence},
           {"mean_distance", e.result.mean_distance()}};
  for (const Outcome o : {Outcome::reached, Outcome::basin, Outcome::trapped, Outcome::neither, Outcome::diverged})
    out[name(o)] = e.result.count(o);
  return out;
}

json trajectory_data(const ClaimContext& context) {
  json out = json::array();
  for (const ExampleTrajectory& t : example_trajectories(context.instance, context.seed)) {
    json phi = json::array(), al = json::array(), distance = json::array(), step = json::array();
    for (const Snapshot& s : t.points) {
      step.push_back(s.step);
      phi.push_back(s.phi);
      al.push_back(s.alpha);
      distance.push_back(s.distance);
    }
    out.push_back({{"label", t.label}, {"step", step}, {"phi", phi}, {"alpha", al}, {"distance", distance}});
  }
  return out;
}

std::string headline(const Sampled& s) {
  const auto percent = [](const Experiment& e) {
    return fmt::format("{:.0f}%", 100.0 * static_cast<double>(e.arrived()) / static_cast<double>(e.runs()));
  };
  return fmt::format(
      "; sampled, default schedule: random starts {} (without noise {}), spurious point {}; "
      "designed schedule {} and {}",
      percent(s.noisy), percent(s.plain), percent(s.from_spurious), percent(s.designed_random),
      percent(s.designed_spurious));
}

void add_notes(const Sampled& s, Verdict minimum, ClaimResult& result) {
  result.notes.push_back(
      fmt::format("Arriving from the spurious point depends on the schedule. The default one, {} steps: {}. "
                  "The one designed from the smoothed landscape, {} steps: {}.",
                  total_steps(s.annealed), show(s.from_spurious), total_steps(s.designed), show(s.designed_spurious)));
  if (s.noisy.arrived() < s.noisy.runs())
    result.notes.push_back("From random starts some runs fail with noise too: " + show(s.noisy) + ".");
  if (minimum == Verdict::refuted)
    result.notes.push_back(
        "At this instance the spurious point is no strict local minimum (C07): there is no trap to escape.");
}

void add_pictures(const Sampled& s, ClaimResult& result) {
  const std::vector<const Experiment*> shown{&s.noisy, &s.plain, &s.designed_random, &s.designed_spurious,
                                             &s.from_spurious};
  const double near = kArrived * std::sqrt(s.context.instance.norm_sq.convert_to<double>());
  const auto good = [](const Snapshot& at) { return at.phi < pi<double>() / 2 && at.alpha > 0; };
  const auto arrived = [&](const Snapshot& at) { return at.phi <= kArrived && at.distance <= near; };
  for (const json& plot : {fraction_plot("c13-basin", "On the good side", "phi < pi/2 and alpha > 0", shown, good),
                           fraction_plot("c13-arrived", "Arrived at the global optimum",
                                         "phi <= 0.001 and |a - a*| <= 0.001 |a*|", shown, arrived),
                           noise_plot("c13-noise", "Annealed noise, fixed schedule", s.annealed),
                           noise_plot("c13-designed", "Annealed noise, designed schedule", s.designed)})
    result.plots.push_back(plot);
  result.data["experiments"] = json::array();
  for (const Experiment* e :
       {&s.noisy, &s.plain, &s.designed_random, &s.designed_spurious, &s.from_spurious, &s.still, &s.faint})
    if (!e->result.runs.empty()) result.data["experiments"].push_back(experiment_data(*e));
  result.data["trajectories"] = trajectory_data(s.context);
}

void check_all(Sampled& s, Verdict minimum, ClaimResult& result) {
  s.run(s.noisy, s.runs, 0, 0.2);
  const auto check = [&](const std::string& what, const std::function<Answer()>& run) {
    result.check(what, Evidence::sampled, run);
  };
  check(
      "From random starts without noise the default schedule arrives less often than with noise, "
      "or fails from less than one in twenty",
      [&] { return noise_helps(s); });
  const double numbers = static_cast<double>(total_steps(s.annealed)) * (s.context.instance.k + s.context.instance.p);
  const int full = static_cast<int>(std::min(kFullNumbers / numbers, 200.0));
  if (full >= kFewestRuns)
    check("Runs on full vectors arrive as often as those in reduced coordinates, of which the figures here are",
          [&] { return full_vectors_agree(s, full); });
  else
    result.notes.push_back("Not compared here with runs on full vectors, which touch k + p numbers a step: too large.");
  check("From random starts, the schedule designed from the smoothed landscape arrives with probability above 0.95",
        [&] { return design_arrives(s, s.designed_random, 0.3); });
  check("From the spurious point, the designed schedule arrives with probability above 0.95",
        [&] { return design_arrives(s, s.designed_spurious, 0.5); });
  check("From the spurious point, the default schedule does not arrive more often than that",
        [&] { return default_no_better(s); });
  check("Without noise the spurious point is never left", [&] { return never_left(s); });
  if (minimum == Verdict::proved)
    check("False twin: with a thousandth of the noise, no run from the spurious point arrives",
          [&] { return faint_never_arrives(s); });
}

}  // namespace

void sample_others(const ClaimContext& context, ClaimResult& result) {
  const auto not_sampled = [&](const std::string& reason) {
    result.notes.push_back("Other schedules are not sampled: " + reason + ".");
  };
  const Instance& instance = context.instance;
  Schedule designed;
  try {
    designed = design_schedule(instance, 0.99).schedule;
  } catch (const Error& e) {
    return not_sampled(e.what());
  }
  const Schedule annealed = default_schedule(instance);
  const auto steps = static_cast<double>(std::max(total_steps(annealed), total_steps(designed)));
  if (kFewestRuns * steps > kMostSteps) return not_sampled(fmt::format("one run takes {:.0e} steps", steps));
  const int runs = static_cast<int>(std::clamp(kSteps / steps, 1.0 * kFewestRuns, 1.0 * kMostRuns));
  Sampled s{context, annealed, designed, runs};
  const Verdict minimum = spurious_is_local_minimum(instance);
  check_all(s, minimum, result);
  result.headline += headline(s);
  add_notes(s, minimum, result);
  add_pictures(s, result);
}

}  // namespace noiseproof::c13_pgd_escapes
