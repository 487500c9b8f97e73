#pragma once
// C13's certified schedule: found, proved, and run.
#include "enclosing.hpp"
#include "escape/find_schedule.hpp"

namespace noiseproof::c13_pgd_escapes {

/// The claim at level enclosed, for a failure of at most 10^-6, with its false twins.
FoundSchedule certify(Enclosing& enclosing, ClaimResult& result);

/// Runs of that schedule from the spurious point, beside what is proved. Domain: proved.
void run_certified(const ClaimContext& context, const CertifiedSchedule& schedule, ClaimResult& result);

}  // namespace noiseproof::c13_pgd_escapes
