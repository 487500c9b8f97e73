#pragma once
// The ensemble of src/dynamics/ensemble.hpp in reduced coordinates: the same options, the same records, equal in law,
// at a cost that depends neither on k nor on p (docs/dynamics.md). Not the same runs: other random numbers are drawn.
#include "dynamics/ensemble.hpp"
#include "dynamics/reduced_step.hpp"

namespace noiseproof {

/// The constants of a problem. The reduced chain does not see the sign of s: its frame has s >= 0.
ReducedSystem reduced_system(const Problem& problem);

/// The reduced coordinates of a student; the frame of make_start's spurious point and of every snapshot. Where a* is
/// parallel to 1, u2 is any direction orthogonal to it: y is then the length of all of that part of a, and q = 0.
ReducedState reduced_state(const Problem& problem, const Student<double>& student);

/// A start, equal in law to make_start: a function of (seed, run).
ReducedState make_reduced_start(const Problem& problem, Start start, std::uint64_t seed, std::uint32_t run);

/// (phi, x, y), what the rest of the library takes; q is not in it.
ReducedPoint<double> reduced_point(const ReducedSystem& system, const ReducedState& state);
/// |a - a*|.
double distance_to_teacher(const ReducedState& state);
/// The population loss, as in loss.hpp: no cancellation at the global optimum.
double reduced_loss(const ReducedSystem& system, const ReducedState& state);

/// Like run_ensemble, with the noise that is a function of (seed, run, step), whatever the number of threads and the
/// instruction set. Throws Error(input) if runs or jobs are out of range.
EnsembleResult run_reduced_ensemble(const Problem& problem, const Schedule& schedule, const EnsembleOptions& options);

}  // namespace noiseproof
