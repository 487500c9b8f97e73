// C13: how often noise-annealed perturbed gradient descent arrives at the global optimum, from random starts and from
// the spurious point, with exact binomial confidence bounds.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "common.hpp"
#include "dynamics/ensemble.hpp"
#include "model/critical_points.hpp"
#include "smoothing/designed_schedule.hpp"

namespace noiseproof::c13_pgd_escapes {
namespace {

using nlohmann::json;

/// "Reaches" is read as: more often than this. The talk puts the worst case of plain descent at being trapped 3/4 of
/// the time; here at least 3/4 have to arrive.
constexpr double kWanted = 0.75;
/// What the schedule designed from the theory must reach, from anywhere.
constexpr double kWantedByDesign = 0.95;
constexpr int kMostRuns = 200, kFewestRuns = 24;

/// One experiment: a schedule, a start, and what came of it.
struct Experiment {
  std::string name;
  Schedule schedule;
  Start start;
  EnsembleResult result;

  long runs() const { return static_cast<long>(result.runs.size()); }
  long arrived() const { return result.count(Outcome::reached); }
  Proportion bounds(double confidence = kConfidence) const { return clopper_pearson(arrived(), runs(), confidence); }
};

std::string show(const Experiment& e) {
  const Proportion p = e.bounds();
  return fmt::format("{} of {} arrive, {:.1f}% [{:.1f}, {:.1f}]; {} trapped", e.arrived(), e.runs(),
                     100.0 * static_cast<double>(e.arrived()) / static_cast<double>(e.runs()), 100 * p.lower,
                     100 * p.upper, e.result.count(Outcome::trapped));
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

/// The fraction of runs for which `holds` at each epoch, with its confidence band.
template <class Predicate>
json fraction_series(const Experiment& e, const Predicate& holds) {
  json series{{"name", e.name},       {"x", json::array()},    {"y", json::array()},
              {"low", json::array()}, {"high", json::array()}, {"style", "line"}};
  for (std::size_t epoch = 0; epoch < e.result.runs.front().epochs.size(); ++epoch) {
    const long count = std::count_if(e.result.runs.begin(), e.result.runs.end(),
                                     [&](const RunRecord& record) { return holds(record.epochs[epoch]); });
    const Proportion p = clopper_pearson(count, e.runs(), kConfidence);
    series["x"].push_back(epoch);
    series["y"].push_back(static_cast<double>(count) / static_cast<double>(e.runs()));
    series["low"].push_back(p.lower);
    series["high"].push_back(p.upper);
  }
  return series;
}

template <class Predicate>
json fraction_plot(const std::string& id, const std::string& title, const std::string& what,
                   const std::vector<const Experiment*>& experiments, const Predicate& holds) {
  json plot{{"type", "lines"},
            {"id", id},
            {"title", title},
            {"caption", "Fraction of runs with " + what +
                            " at the end of each epoch. Bands: exact 99% confidence intervals (Clopper-Pearson)."},
            {"x_label", "epoch"},
            {"y_label", "fraction of runs"},
            {"x_log", false},
            {"y_log", false},
            {"series", json::array()}};
  for (const Experiment* e : experiments) plot["series"].push_back(fraction_series(*e, holds));
  return plot;
}

json noise_plot(const std::string& id, const std::string& title, const Schedule& schedule) {
  json x = json::array(), rho_w = json::array(), rho_a = json::array();
  for (std::size_t epoch = 0; epoch <= schedule.size(); ++epoch) {
    const Epoch& e = schedule[std::min(epoch, schedule.size() - 1)];  // the last level lasts to the end
    x.push_back(epoch);
    rho_w.push_back(e.rho_w);
    rho_a.push_back(e.rho_a);
  }
  return {{"type", "lines"},
          {"id", id},
          {"title", title},
          {"caption", "Radii of the balls from which the noise is drawn, by epoch."},
          {"x_label", "epoch"},
          {"y_label", "noise radius"},
          {"x_log", false},
          {"y_log", true},
          {"series",
           {{{"name", "in w"}, {"x", x}, {"y", rho_w}, {"style", "step"}},
            {{"name", "in a"}, {"x", x}, {"y", rho_a}, {"style", "step"}}}}};
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

ClaimResult not_sampled(const std::string& reason) {
  ClaimResult result;
  result.claim("Noise-annealed perturbed gradient descent arrives at the global optimum", Evidence::sampled,
               [&] { return std::pair(Verdict::undecided, "not sampled: " + reason); });
  result.headline = "not sampled: the instance is too large";
  return result;
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult result;
  const Instance& instance = context.instance;
  Schedule designed;
  try {
    designed = design_schedule(instance, 0.99).schedule;
  } catch (const Error& e) {
    return not_sampled(e.what());
  }
  const Schedule annealed = default_schedule(instance);
  const double per_run = work(instance, annealed);
  const int runs = static_cast<int>(std::clamp(2e8 / per_run, 1.0 * kFewestRuns, 1.0 * kMostRuns));
  if (runs * std::max(per_run, work(instance, designed)) > 1e9)
    return not_sampled(fmt::format("one run touches {:.0e} numbers; see noiseproof escape", per_run));

  Experiment noisy{"annealed noise, random starts", annealed, Start::random, {}};
  Experiment plain{"no noise, random starts", silenced(annealed), Start::random, {}};
  Experiment from_spurious{"annealed noise, spurious point", annealed, Start::spurious, {}};
  Experiment designed_random{"designed schedule, random starts", designed, Start::random, {}};
  Experiment designed_spurious{"designed schedule, spurious point", designed, Start::spurious, {}};
  Experiment faint{"a thousandth of the noise, spurious point", silenced(annealed, 1e-3), Start::spurious, {}};
  Experiment still{"no noise, spurious point", silenced(annealed), Start::spurious, {}};

  result.claim("From random starts, noise-annealed perturbed gradient descent arrives with probability above 3/4",
               Evidence::sampled, [&] {
                 run(noisy, context, runs, 0, 0.2);
                 return std::pair(above(noisy, kWanted), show(noisy));
               });
  result.claim("From the same starts without noise it arrives less often, or fails from less than one in twenty",
               Evidence::sampled, [&] {
                 run(plain, context, runs, 0.2, 0.3);
                 const bool rarely_fails = 20 * (plain.runs() - plain.arrived()) < plain.runs();
                 return std::pair(rarely_fails ? Verdict::proved : higher(plain, noisy), show(plain));
               });
  result.claim(
      "From random starts, the schedule designed from the smoothed landscape arrives with probability above 0.95",
      Evidence::sampled, [&] {
        run(designed_random, context, runs, 0.3, 0.5);
        return std::pair(above(designed_random, kWantedByDesign), show(designed_random));
      });
  result.claim("From the spurious point, the designed schedule arrives with probability above 0.95", Evidence::sampled,
               [&] {
                 run(designed_spurious, context, runs, 0.5, 0.7);
                 return std::pair(above(designed_spurious, kWantedByDesign), show(designed_spurious));
               });
  result.claim("From the spurious point, the default schedule does not arrive more often than that", Evidence::sampled,
               [&] {
                 run(from_spurious, context, runs, 0.7, 0.9);
                 return std::pair(not_more_often(from_spurious, designed_spurious), show(from_spurious));
               });
  result.check("Without noise the spurious point is never left", Evidence::sampled, [&] {
    run(still, context, 1, 0.9, 0.91);
    const RunRecord& record = still.result.runs.front();
    return std::pair(record.complement < 1e-9 ? Verdict::proved : Verdict::undecided,
                     fmt::format("pi - phi = {:.1e} after {} steps", record.complement, record.last.step));
  });
  const bool minimum = spurious_is_local_minimum(instance) == Verdict::proved;
  if (minimum) {
    result.check("False twin: with a thousandth of the noise, no run from the spurious point arrives",
                 Evidence::sampled, [&] {
                   run(faint, context, std::max(runs / 6, kFewestRuns), 0.91, 0.96);
                   return std::pair(faint.arrived() == 0 ? Verdict::proved : Verdict::undecided, show(faint));
                 });
  }

  const auto percent = [](const Experiment& e) {
    return fmt::format("{:.0f}%", 100.0 * static_cast<double>(e.arrived()) / static_cast<double>(e.runs()));
  };
  result.headline =
      fmt::format("random starts {} (without noise {}); spurious point {}; designed schedule {} and {}", percent(noisy),
                  percent(plain), percent(from_spurious), percent(designed_random), percent(designed_spurious));
  result.notes.push_back(
      fmt::format("From the spurious point the claim depends on the schedule. The fixed one, {} steps: {}. The one "
                  "designed from the smoothed "
                  "landscape, {} steps: {}.",
                  total_steps(annealed), show(from_spurious), total_steps(designed), show(designed_spurious)));
  if (noisy.arrived() < noisy.runs())
    result.notes.push_back("From random starts some runs fail with noise too: " + show(noisy) + ".");
  if (!minimum)
    result.notes.push_back(
        "At this instance the spurious point is no strict local minimum (C07): there is no trap to escape.");

  const std::vector<const Experiment*> shown{&noisy, &plain, &designed_random, &designed_spurious, &from_spurious};
  const double arrived_distance = kArrived * std::sqrt(instance.norm_sq.convert_to<double>());
  result.plots = {
      fraction_plot("c13-basin", "On the good side", "phi < pi/2 and alpha > 0", shown,
                    [](const Snapshot& s) { return s.phi < pi<double>() / 2 && s.alpha > 0; }),
      fraction_plot("c13-arrived", "Arrived at the global optimum", "phi <= 0.001 and |a - a*| <= 0.001 |a*|", shown,
                    [&](const Snapshot& s) { return s.phi <= kArrived && s.distance <= arrived_distance; }),
      noise_plot("c13-noise", "Annealed noise, fixed schedule", annealed),
      noise_plot("c13-designed", "Annealed noise, designed schedule", designed)};
  result.data["experiments"] = json::array();
  for (const Experiment* e : {&noisy, &plain, &designed_random, &designed_spurious, &from_spurious, &still, &faint})
    if (!e->result.runs.empty()) result.data["experiments"].push_back(experiment_data(*e));
  result.data["trajectories"] = trajectory_data(context);
  if (context.progress) context.progress(1, "done");
  return result;
}

}  // namespace noiseproof::c13_pgd_escapes
