#pragma once
// Looks for a schedule that can be certified: a random local search in doubles over the parameters of phase I and of
// its Lyapunov function, each tried on a grid, then the proof; where that fails, by the rule in closed form. Nothing of
// the search is believed.
#include <cstdint>

#include "core/on_progress.hpp"
#include "escape/certified_schedule.hpp"

namespace noiseproof {

struct FindOptions {
  Rational failure{1, 1'000'000}, accuracy{1, 1000};  ///< in (0, 1) and (0, 1]
  std::optional<Rational> rho_w;  ///< above 1: this level in phase I, with the exact law of the direction
  std::uint64_t seed = 1;         ///< the result is a function of it, not of the number of threads
  int trials = 1000;              ///< of the search
  int proofs = 12;                ///< attempts to prove what it found, each asking for less
  long budget = 100'000'000;      ///< evaluations (DriftResult) of search and proofs together, and again of the rule's
  int jobs = 0;                   ///< threads of the proof; 0: all cores
  OnProgress progress;            ///< in [0, 1]; may throw, which stops the work
};

struct FoundSchedule {
  CertifiedSchedule schedule;  ///< the best one; with 0 steps if the search found none
  EscapeProof proof;           ///< undecided where the budget ended first
  bool by_rule = false;        ///< by the rule in closed form
  long work = 0;               ///< evaluations that it took
  double seconds_search = 0, seconds_proof = 0;
};
/// Where the search ends without a proof and the rule applies (p >= 5, no level asked for), the rule's schedule if that
/// is proved: far longer, and there where the search's steps are too bold for its budget (k or p in the thousands).
FoundSchedule find_schedule(const Instance& instance, const FindOptions& options);

/// The rule's schedule (closed_form_schedule) and its proof; undecided where a number of it is beyond doubles.
FoundSchedule rule_schedule(const Instance& instance, const FindOptions& options);

/// Steps of phase I and of the ladder together.
long total_steps(const CertifiedSchedule& schedule);

/// Radii that halve from level to level, equally many steps each, and the last one until all have arrived: some percent
/// longer than with the last radii alone. Found in doubles. Nothing if even these do not arrive. The steps that were
/// tried are added to `tried`.
std::optional<std::vector<AnnealingLevel>> design_ladder(const Instance& instance, const WeightBox& box,
                                                         const Rational& good_cot_sq, const Rational& accuracy,
                                                         long& tried);

}  // namespace noiseproof
