#pragma once
// An ensemble's runs on threads, in groups of consecutive run numbers.
#include "dynamics/ensemble.hpp"

namespace noiseproof {

/// Calls runs_from(0), runs_from(group), runs_from(2 group), ... once each, on options.jobs threads, until
/// options.interrupted, and puts the records together in order of run number. A group that was broken off gives no
/// records. Reports options.progress. Throws Error(input) if runs or jobs are out of range, and whatever is thrown
/// inside.
EnsembleResult collect_runs(const EnsembleOptions& options, int group,
                            const std::function<std::vector<RunRecord>(std::uint32_t)>& runs_from);

}  // namespace noiseproof
