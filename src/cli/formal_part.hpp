#pragma once
// The formal part of `noiseproof verify --formal`: Coq is run once, then each claim gets a check for each of its
// theorems.
#include <string>

#include "core/claim_result.hpp"
#include "formal/coq.hpp"
#include "report/register.hpp"

namespace noiseproof {

struct FormalPart {
  FormalResult result;
  std::string summary = "formal part not run";  ///< for RunInfo::formal_part
};

/// Runs Coq if `wanted`; otherwise, or if Coq is not there, the summary says why not.
FormalPart run_formal_part(const Instance& instance, bool wanted, const FormalProgress& progress);

/// Adds the claim's theorems to its result: one kernel-checked check each, the statement as a note. Nothing if the
/// formal part was not run; an undecided check if it was and failed.
void add_formal_checks(const Claim& claim, const FormalPart& part, ClaimResult& result);

}  // namespace noiseproof
