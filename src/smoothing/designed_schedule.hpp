#pragma once
// A noise-annealing schedule designed from the smoothed landscape, for normalized noise (claims C13, C16;
// docs/smoothing.md, "A schedule from the theory").
#include "core/instance.hpp"
#include "dynamics/schedule.hpp"

namespace noiseproof {

/// What the design rests on, each to 12 digits, all of them known. A design is confirmed by runs, not proved.
struct Design {
  double critical_level;  ///< rho*; 0 if the spurious point is no local minimum without noise either
  double level;           ///< first radius rho_w, where G(pi) - gamma is 3/4 of what endless noise would give
  double alpha;           ///< a.a* where a settles at that noise while w is at -w*
  double rate;            ///< w leaves -w* like e^{rate eta t}
  double kick;            ///< typical angle from -w* that the noise alone keeps up
  double hold;            ///< a share of about kick^hold of the time w is more than a right angle from w*
  double success;         ///< asked for
  Schedule schedule;
};

/// Leaves the spurious point with a probability of about `success`, and then follows the smoothed minimum down: the
/// first epoch lasts (log(1/kick) + log(1/(1-success)) + 2)/rate plus the time in which a settles; every later one
/// halves the radii and lasts as long as the slower of a and w needs to follow by a factor of 4, down to radii of 1e-5.
/// rho_a is 3/2 |a*| and eta the smaller of 0.1 and 0.9 of the monotone bound (claim C12), both halved until kick^hold
/// <= 1 - success: otherwise single steps throw w back.
/// Domain: 0 < success < 1.
/// Throws Error(input) where the schedule would be longer than 2^31 steps, saying what is slow, and
/// Error(no_convergence) where rho* is not found.
Design design_schedule(const Instance& instance, double success);

}  // namespace noiseproof
