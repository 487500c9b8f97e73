#include "dynamics/ensemble.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <mutex>
#include <optional>

#include "core/threads.hpp"
#include "dynamics/threads.hpp"

namespace noiseproof {
namespace {

constexpr int kMaxRuns = 10'000'000, kMaxJobs = 1024;

void require(const std::string& field, int value, int least, int most) {
  if (value < least || value > most)
    throw Error(Error::Kind::input, field,
                std::to_string(value) + " is out of range: " + std::to_string(least) + " to " + std::to_string(most));
}

/// The mean over the runs that did not diverge; NaN if there are none.
double mean(const std::vector<RunRecord>& runs, double (*value)(const RunRecord&)) {
  double total = 0;
  long count = 0;
  for (const RunRecord& record : runs) {
    if (record.outcome == Outcome::diverged) continue;
    total += value(record);
    ++count;
  }
  return count == 0 ? std::numeric_limits<double>::quiet_NaN() : total / static_cast<double>(count);
}

}  // namespace

long EnsembleResult::count(Outcome outcome) const {
  return std::count_if(runs.begin(), runs.end(), [&](const RunRecord& record) { return record.outcome == outcome; });
}

double EnsembleResult::mean_distance() const {
  return mean(runs, [](const RunRecord& record) { return record.last.distance; });
}

double EnsembleResult::mean_phi() const {
  return mean(runs, [](const RunRecord& record) { return record.last.phi; });
}

EnsembleResult collect_runs(const EnsembleOptions& options, int group,
                            const std::function<std::vector<RunRecord>(std::uint32_t)>& runs_from) {
  require("runs", options.runs, 1, kMaxRuns);
  require("jobs", options.jobs, 0, kMaxJobs);
  const auto n = static_cast<std::size_t>(options.runs), size = static_cast<std::size_t>(group);
  std::vector<std::vector<RunRecord>> groups((n + size - 1) / size);
  std::mutex reporting;
  std::size_t done = 0;

  const auto one_group = [&](std::size_t i) {
    if (options.interrupted && options.interrupted()) return;
    groups[i] = runs_from(static_cast<std::uint32_t>(i * size));
    if (groups[i].empty()) return;
    const std::lock_guard lock(reporting);
    done += groups[i].size();
    if (options.progress) options.progress(static_cast<double>(done) / static_cast<double>(n));
  };
  Threads(options.jobs).for_each(std::size_t{0}, groups.size(), one_group);

  EnsembleResult out;
  for (std::vector<RunRecord>& records : groups)
    out.runs.insert(out.runs.end(), std::make_move_iterator(records.begin()), std::make_move_iterator(records.end()));
  out.interrupted = out.runs.size() < n;
  return out;
}

EnsembleResult run_ensemble(const Problem& problem, const Schedule& schedule, const EnsembleOptions& options) {
  return collect_runs(options, 1, [&](std::uint32_t run) {
    DescentResult result = descend(problem, make_start(problem, options.start, options.seed, run), schedule,
                                   {options.injection, 0, options.interrupted, options.batch}, options.seed, run);
    std::vector<RunRecord> record;
    if (!result.interrupted)
      record.push_back({static_cast<int>(run), result.outcome, result.last, result.complement, result.loss,
                        std::move(result.epochs)});
    return record;
  });
}

std::vector<ExampleTrajectory> example_trajectories(const Instance& instance, std::uint64_t seed) {
  constexpr std::uint32_t kStarts = 64;
  constexpr long kPoints = 200;
  const Problem problem(instance);
  const Schedule annealed = default_schedule(instance);
  const long steps = total_steps(annealed);
  const Schedule plain = plain_schedule(annealed.front().eta, steps);

  std::optional<std::uint32_t> chosen;
  for (std::uint32_t run = 0; run < kStarts && !chosen; ++run) {
    const Student<double> start = make_start(problem, Start::random, seed, run);
    if (descend(problem, start, plain, {}, seed, run).outcome == Outcome::trapped &&
        descend(problem, start, annealed, {}, seed, run).outcome == Outcome::reached)
      chosen = run;
  }
  const std::uint32_t run = chosen.value_or(0);
  DescentOptions options;
  options.record_every = std::max(1L, steps / kPoints);
  std::vector<ExampleTrajectory> out;
  for (const auto& [label, schedule] : {std::pair<std::string, const Schedule&>{"plain GD", plain},
                                        std::pair<std::string, const Schedule&>{"perturbed GD", annealed}}) {
    DescentResult result =
        descend(problem, make_start(problem, Start::random, seed, run), schedule, options, seed, run);
    out.push_back({label + ", " + (result.outcome == Outcome::reached ? "escapes" : name(result.outcome)),
                   std::move(result.trajectory)});
  }
  return out;
}

}  // namespace noiseproof
