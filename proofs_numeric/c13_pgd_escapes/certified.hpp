#pragma once
// C13's certified schedule: found, proved, and run; and what must not be provable of it.
#include "enclosing.hpp"
#include "escape/find_schedule.hpp"

namespace noiseproof::c13_pgd_escapes {

/// The claim at level enclosed, for a failure of at most 10^-6.
FoundSchedule certify(Enclosing& enclosing, ClaimResult& result);

/// What must not be provable of changed schedules (twins.cpp). Domain: proved.
void false_twins(Enclosing& enclosing, const CertifiedSchedule& schedule);

/// Runs of that schedule from the spurious point, beside what is proved, as numbers and as a picture. Domain: proved.
void run_certified(const ClaimContext& context, const CertifiedSchedule& schedule, ClaimResult& result);

}  // namespace noiseproof::c13_pgd_escapes
