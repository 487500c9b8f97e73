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
  bool complete =
      true;  ///< everything that was demanded of Coq is accepted, every twin refused; or nothing was demanded
};

/// Runs Coq if `wanted`; otherwise the summary says that it was not. Throws as run_formal does.
FormalPart run_formal_part(const Instance& instance, bool wanted, const OnProgress& progress);

/// What the summary says of a result, and whether it is complete.
FormalPart summarize(FormalResult result);

/// Adds to the claim's result a kernel-checked check for each of its theorems and twins, and its statement; one
/// that is missing is undecided. An instance's digits have to overlap what the claim's certificate encloses.
void add_formal_checks(const Claim& claim, const FormalPart& part, ClaimResult& result);

}  // namespace noiseproof
