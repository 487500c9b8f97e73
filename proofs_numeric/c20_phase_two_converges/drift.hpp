#pragma once
// C20: the drift that is enclosed, for the runs that are held against it.
#include "enclosing.hpp"
#include "smoothing/dissipativity.hpp"

namespace noiseproof::c20_phase_two_converges {

/// |a - a*|^2 + |w - w*|^2 = V in the region, and with it |a - a*| <= sqrt V <= 73/60.
inline const Rational kRegion = kLargestKept, kDistance(73, 60);

/// A step and radii (of w's noise and of a's) that keep the region, and what they do.
struct Settings {
  Rational eta, radius;
  Drift drift;  ///< of E V
};

/// The enclosed checks; nothing if no step was found.
std::optional<Settings> enclose(Enclosing& enclosing);

/// Without noise a may not be anywhere: some student near w* is trapped.
void enclose_stray(const Instance& instance, ClaimResult& out);

/// Random students and runs held against the drift, with their picture.
void sample(const ClaimContext& context, const Settings& settings, ClaimResult& out);

}  // namespace noiseproof::c20_phase_two_converges
