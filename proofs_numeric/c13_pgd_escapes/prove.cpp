// C13: noise-annealed perturbed gradient descent arrives at the global optimum from every start, proved for a schedule
// that is found with its proof (certified.cpp); and how often it and other schedules arrive, with exact binomial
// confidence bounds.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "certified.hpp"
#include "model/critical_points.hpp"
#include "pictures.hpp"
#include "smoothing/designed_schedule.hpp"

namespace noiseproof::c13_pgd_escapes {
namespace {

using nlohmann::json;

/// What the schedule designed from the theory must reach, from anywhere.
constexpr double kWantedByDesign = 0.95;
constexpr int kMostRuns = 200, kFewestRuns = 24;

std::string show(const Experiment& e) {
  return fmt::format("{} of {} arrive, {:.1f}% {}; {} trapped", e.arrived(), e.runs(),
                     100.0 * static_cast<double>(e.arrived()) / static_cast<double>(e.runs()),
                     in_percent(e.bounds(), 1), e.result.count(Outcome::trapped));
}

Verdict above(const Experiment& e, double wanted) { return more_often(e.arrived(), e.runs(), wanted); }

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

/// Entries touched by one run of a schedule: what its time is proportional to (some 2e7 a second on two cores).
double work(const Instance& instance, const Schedule& schedule) {
  return static_cast<double>(total_steps(schedule)) * (instance.k + instance.p);
}

void run(Experiment& e, const ClaimContext& context, int runs, double from, double to) {
  EnsembleOptions options;
  options.start = e.start;
  options.seed = context.seed;
  options.jobs = context.jobs;
  options.runs = runs;
  if (context.progress) options.progress = [&](double done) { context.progress(from + (to - from) * done, e.name); };
  e.result = run_ensemble(Problem(context.instance), e.schedule, options);
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

void not_sampled(const std::string& reason, ClaimResult& result) {
  result.notes.push_back("Other schedules are not sampled: " + reason + ".");
}

/// Runs of the schedules that nothing is proved of.
void sample_others(const ClaimContext& context, ClaimResult& result) {
  const Instance& instance = context.instance;
  Schedule designed;
  try {
    designed = design_schedule(instance, 0.99).schedule;
  } catch (const Error& e) {
    return not_sampled(e.what(), result);
  }
  const Schedule annealed = default_schedule(instance);
  const double per_run = work(instance, annealed);
  const int runs = static_cast<int>(std::clamp(2e8 / per_run, 1.0 * kFewestRuns, 1.0 * kMostRuns));
  if (runs * std::max(per_run, work(instance, designed)) > 1e9)
    return not_sampled(fmt::format("one run touches {:.0e} numbers; see noiseproof escape", per_run), result);

  Experiment noisy{"annealed noise, random starts", annealed, Start::random, {}};
  Experiment plain{"no noise, random starts", silenced(annealed), Start::random, {}};
  Experiment from_spurious{"annealed noise, spurious point", annealed, Start::spurious, {}};
  Experiment designed_random{"designed schedule, random starts", designed, Start::random, {}};
  Experiment designed_spurious{"designed schedule, spurious point", designed, Start::spurious, {}};
  Experiment faint{"a thousandth of the noise, spurious point", silenced(annealed, 1e-3), Start::spurious, {}};
  Experiment still{"no noise, spurious point", silenced(annealed), Start::spurious, {}};

  run(noisy, context, runs, 0, 0.2);
  result.check(
      "From random starts without noise the default schedule arrives less often than with noise, or fails from "
      "less than one in twenty",
      Evidence::sampled, [&] {
        run(plain, context, runs, 0.2, 0.3);
        const bool rarely_fails = 20 * (plain.runs() - plain.arrived()) < plain.runs();
        return no_refutation({rarely_fails ? Verdict::proved : higher(plain, noisy),
                              fmt::format("with noise {}; without {}", show(noisy), show(plain))});
      });
  result.check(
      "From random starts, the schedule designed from the smoothed landscape arrives with probability above 0.95",
      Evidence::sampled, [&] {
        run(designed_random, context, runs, 0.3, 0.5);
        return no_refutation({above(designed_random, kWantedByDesign), show(designed_random)});
      });
  result.check("From the spurious point, the designed schedule arrives with probability above 0.95", Evidence::sampled,
               [&] {
                 run(designed_spurious, context, runs, 0.5, 0.7);
                 return no_refutation({above(designed_spurious, kWantedByDesign), show(designed_spurious)});
               });
  result.check("From the spurious point, the default schedule does not arrive more often than that", Evidence::sampled,
               [&] {
                 run(from_spurious, context, runs, 0.7, 0.9);
                 return no_refutation({not_more_often(from_spurious, designed_spurious), show(from_spurious)});
               });
  result.check("Without noise the spurious point is never left", Evidence::sampled, [&] {
    run(still, context, 1, 0.9, 0.91);
    const RunRecord& record = still.result.runs.front();
    return std::pair(record.complement < 1e-9 ? Verdict::proved : Verdict::undecided,
                     fmt::format("pi - phi = {:.1e} after {} steps", record.complement, record.last.step));
  });
  const Verdict minimum = spurious_is_local_minimum(instance);
  if (minimum == Verdict::proved) {
    result.check("False twin: with a thousandth of the noise, no run from the spurious point arrives",
                 Evidence::sampled, [&] {
                   run(faint, context, std::max(runs / 6, kFewestRuns), 0.91, 0.96);
                   return std::pair(faint.arrived() == 0 ? Verdict::proved : Verdict::undecided, show(faint));
                 });
  }

  const auto percent = [](const Experiment& e) {
    return fmt::format("{:.0f}%", 100.0 * static_cast<double>(e.arrived()) / static_cast<double>(e.runs()));
  };
  result.headline += fmt::format(
      "; sampled, default schedule: random starts {} (without noise {}), spurious point {}; designed schedule {} and "
      "{}",
      percent(noisy), percent(plain), percent(from_spurious), percent(designed_random), percent(designed_spurious));
  result.notes.push_back(
      fmt::format("Arriving from the spurious point depends on the schedule. The default one, {} steps: {}. The one "
                  "designed from the smoothed "
                  "landscape, {} steps: {}.",
                  total_steps(annealed), show(from_spurious), total_steps(designed), show(designed_spurious)));
  if (noisy.arrived() < noisy.runs())
    result.notes.push_back("From random starts some runs fail with noise too: " + show(noisy) + ".");
  if (minimum == Verdict::refuted)
    result.notes.push_back(
        "At this instance the spurious point is no strict local minimum (C07): there is no trap to escape.");

  const std::vector<const Experiment*> shown{&noisy, &plain, &designed_random, &designed_spurious, &from_spurious};
  const double arrived_distance = kArrived * std::sqrt(instance.norm_sq.convert_to<double>());
  for (const json& plot :
       {fraction_plot("c13-basin", "On the good side", "phi < pi/2 and alpha > 0", shown,
                      [](const Snapshot& s) { return s.phi < pi<double>() / 2 && s.alpha > 0; }),
        fraction_plot("c13-arrived", "Arrived at the global optimum", "phi <= 0.001 and |a - a*| <= 0.001 |a*|", shown,
                      [&](const Snapshot& s) { return s.phi <= kArrived && s.distance <= arrived_distance; }),
        noise_plot("c13-noise", "Annealed noise, fixed schedule", annealed),
        noise_plot("c13-designed", "Annealed noise, designed schedule", designed)})
    result.plots.push_back(plot);
  result.data["experiments"] = json::array();
  for (const Experiment* e : {&noisy, &plain, &designed_random, &designed_spurious, &from_spurious, &still, &faint})
    if (!e->result.runs.empty()) result.data["experiments"].push_back(experiment_data(*e));
  result.data["trajectories"] = trajectory_data(context);
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult result;
  Enclosing enclosing(context, result);
  const FoundSchedule found = certify(enclosing, result);
  const bool proved = found.proof.verdict == Verdict::proved;
  result.headline = proved ? fmt::format("proved in {} steps", total_steps(found.schedule)) : "no schedule proved";
  if (proved) {
    false_twins(enclosing, found.schedule);
    enclosing.finish();
    result.plots.push_back(lyapunov_plot(context, found.schedule));
    run_certified(context, found.schedule, result);
  }
  sample_others(context, result);
  if (context.progress) context.progress(1, "done");
  return result;
}

}  // namespace noiseproof::c13_pgd_escapes
