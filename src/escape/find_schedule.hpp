#pragma once
// Looks for a schedule that can be certified: a random local search in doubles over the parameters of phase I and of
// its Lyapunov function, each tried on a grid, then the proof. Nothing of the search is believed.
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
  long budget = 100'000'000;      ///< evaluations (DriftResult) of search and proofs together
  int jobs = 0;                   ///< threads of the proof; 0: all cores
  OnProgress progress;            ///< in [0, 1]; may throw, which stops the work
};

struct FoundSchedule {
  CertifiedSchedule schedule;  ///< the best one; with 0 steps if the search found none
  EscapeProof proof;           ///< undecided where the budget ended first
  long work = 0;               ///< evaluations that it took
  double seconds_search = 0, seconds_proof = 0;
};
FoundSchedule find_schedule(const Instance& instance, const FindOptions& options);

/// Steps of phase I and of the ladder together.
long total_steps(const CertifiedSchedule& schedule);

/// Radii that halve from level to level, equally many steps each, and the last one until all have arrived: some percent
/// longer than with the last radii alone. Found in doubles. Nothing if even these do not arrive. The steps that were
/// tried are added to `tried`.
std::optional<std::vector<AnnealingLevel>> design_ladder(const Instance& instance, const WeightBox& box,
                                                         const Rational& good_cot_sq, const Rational& accuracy,
                                                         long& tried);

}  // namespace noiseproof
