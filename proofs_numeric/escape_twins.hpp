#pragma once
// False twins of certified schedules: changed so far that the same proof must not go through. Where one does, the proof
// is wrong.
#include "enclosing.hpp"
#include "escape/certified_schedule.hpp"

namespace noiseproof {

/// The inequalities of phase I with the numbers of `changed`, in a small budget; `nu_sign`: of nu Lc. Proved, or
/// refuted with where the proof stops.
Answer drift_goes_through(const CertifiedSchedule& changed, const ClaimContext& context, int nu_sign = 1);

/// Appends the check that `prove` does not prove the twin: it refutes the check if it does.
void unprovable_twin(Enclosing& enclosing, const std::string& what, const std::function<Answer()>& prove);

}  // namespace noiseproof
