#pragma once
// A schedule with a proof that it arrives (claim C13; docs/escape.md): what is stated, the proof, and what is written
// of it.
#include "dynamics/schedule.hpp"
#include "escape/drift_proof.hpp"
#include "escape/thin_orbit.hpp"
#include "rigor/certificate.hpp"

namespace noiseproof {

/// The statement: from every w_0 and every a_0 with |a_0|^2 <= start_radius_sq, and from the spurious point, the noisy
/// steps of phase I and then of the ladder end with phi <= accuracy and |a - a*| <= accuracy |a*|, but for a
/// probability of at most `failure`. The rest says how it is proved.
struct CertifiedSchedule {
  Instance instance;
  Rational start_radius_sq;
  PhaseOne one;
  std::vector<AnnealingLevel> two;
  Rational accuracy, failure;
  int panels = 16;  ///< of the quadrature, and
  int strips = 24;  ///< of alpha~: where to look, no part of the statement
};

/// (1 - lambda)^steps F_0 + b/lambda, and with a band the chance that a leaves it: bound of the probability that phase
/// I ends on the wrong side. NaN where a hypothesis fails.
Ball phase_one_failure(const DriftSetting& setting, const DriftQuadrature& quadrature, long steps);
/// b/lambda alone, which no number of steps goes below.
Ball phase_one_floor(const DriftSetting& setting, const DriftQuadrature& quadrature);
/// The fewest steps for which that is at most `failure`; nothing if no number is. Approximate at the last step.
std::optional<long> phase_one_steps(const DriftSetting& setting, const DriftQuadrature& quadrature,
                                    const Rational& failure);

/// The inequalities of phase I alone. `near`: of schedule.panels panels.
DriftResult prove_phase_one(const CertifiedSchedule& schedule, const DriftSetting& setting, const DriftQuadrature& near,
                            const DriftOptions& options);

struct EscapeProof {
  Verdict verdict = Verdict::undecided;
  std::string why;  ///< empty if proved
  DriftResult drift;
  Ball failure;  ///< bound of the probability; meaningful if proved
};
/// Proved or undecided: every part in outward rounding. Cheap parts first. `budget`: as in DriftOptions.
EscapeProof prove_escape(const CertifiedSchedule& schedule, int jobs = 0,
                         long budget = std::numeric_limits<long>::max(),
                         const std::function<void(double)>& progress = {});

/// The schedule as `noiseproof escape --schedule` reads it: exact decimals, the same numbers.
std::string schedule_text(const CertifiedSchedule& schedule, const std::string& comment);
Schedule as_schedule(const CertifiedSchedule& schedule);
/// The item of a certificate. Domain: proved.
Json escape_to_json(const CertifiedSchedule& schedule);

}  // namespace noiseproof
