#pragma once
// One claim's proof program, run on an instance.
#include <vector>

#include "claim_programs.hpp"
#include "model/activation.hpp"
#include "report/report.hpp"

namespace noiseproof {

/// What the claim's program, if there is one, finds under this activation, with its time. Whatever the program throws
/// is the claim's undecided, with the reason; only Interrupted is passed on.
ClaimReport run_claim(const Claim& claim, const std::vector<ClaimProgram>& programs, const ClaimContext& context,
                      const Activation& activation);

}  // namespace noiseproof
