#pragma once
// Schedules of C13 that are only sampled: each with a start, and what came of it.
#include "common.hpp"
#include "dynamics/ensemble.hpp"

namespace noiseproof::c13_pgd_escapes {

struct Experiment {
  std::string name;
  Schedule schedule;
  Start start;
  EnsembleResult result;

  long runs() const { return static_cast<long>(result.runs.size()); }
  long arrived() const { return result.count(Outcome::reached); }
  Proportion bounds(double confidence = kConfidence) const { return clopper_pearson(arrived(), runs(), confidence); }
};

/// Appends the checks, notes and pictures of the schedules that nothing is proved of.
void sample_others(const ClaimContext& context, ClaimResult& result);

}  // namespace noiseproof::c13_pgd_escapes
