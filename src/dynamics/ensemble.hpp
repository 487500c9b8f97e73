#pragma once
// Many independent runs of (perturbed) gradient descent on threads. Run i is a function of (seed, i), so the results
// do not depend on the number of threads nor on their order.
#include <functional>

#include "dynamics/binomial.hpp"
#include "dynamics/descent.hpp"

namespace noiseproof {

struct EnsembleOptions {
  Start start = Start::random;
  Injection injection = Injection::normalized;
  std::uint64_t seed = 1;
  int runs = 200;  ///< 1 to 10,000,000
  int jobs = 0;    ///< threads; 0: all cores
  /// Fraction of runs done, in [0, 1]; called from one thread at a time. May throw: the ensemble stops and rethrows.
  std::function<void(double)> progress;
  std::function<bool()> interrupted;  ///< asked often, from any thread; once true, the ensemble stops
  int batch = 0;                      ///< fresh examples a step; 0: the exact gradient
};

/// What is kept of a run.
struct RunRecord {
  int run;
  Outcome outcome;
  Snapshot last;
  double complement;  ///< pi - phi at the end
  double loss;
  std::vector<Snapshot> epochs;  ///< at the start and at the end of each epoch
};

struct EnsembleResult {
  std::vector<RunRecord> runs;  ///< in order of run number; all of them unless interrupted
  bool interrupted = false;

  long count(Outcome outcome) const;
  /// Of |a - a*| at the end, over the runs that did not diverge; NaN if all did. Likewise mean_phi.
  double mean_distance() const;
  double mean_phi() const;
};

/// Throws Error(input) if runs or jobs are out of range.
EnsembleResult run_ensemble(const Problem& problem, const Schedule& schedule, const EnsembleOptions& options);

/// A run from one random start, as a curve in (phi, alpha).
struct ExampleTrajectory {
  std::string label;
  std::vector<Snapshot> points;
};

/// Plain and perturbed gradient descent (default schedule) from one random start, the first of 64 from which the
/// former is trapped and the latter arrives; if there is none, the first start. Some 200 points each.
std::vector<ExampleTrajectory> example_trajectories(const Instance& instance, std::uint64_t seed);

}  // namespace noiseproof
