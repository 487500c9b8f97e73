#pragma once
// How many runs are on the wrong side, Y < Y_g, after so many steps of C13's phase I, beside what is proved of that.
#include "dynamics/ensemble.hpp"
#include "escape/certified_schedule.hpp"

namespace noiseproof::c13_pgd_escapes {

/// The certified schedule with the steps of phase I in some `records` epochs: the same steps, and a record after each.
Schedule recorded_often(const CertifiedSchedule& schedule, int records);

struct Survival {
  long step;   ///< of phase I, burn-in included
  long wrong;  ///< runs on the wrong side
  Ball bound;  ///< of the probability: (1-lambda)^(step - burn_in) F_0 + b/lambda
};
/// At each record from the end of the burn-in to that of phase I. `runs`: of recorded_often.
std::vector<Survival> survival(const CertifiedSchedule& schedule, const EnsembleResult& runs);

}  // namespace noiseproof::c13_pgd_escapes
