#pragma once
// The critical noise level at r = 0 for all large p at once (claim C17; proof: docs/smoothing.md, "For large p").
#include "core/ball.hpp"
#include "smoothing/smoothed_kernel.hpp"

namespace noiseproof {

/// rho* = pi p + this + O(1/p) at r = 0: 3 pi/4 - 1/pi (raw), -pi/4 - 1/pi (normalized).
Ball level_offset(Injection injection);

/// Whether rho* < pi p + level_offset + kappa/p, by its sign: positive if so, negative if rho* is greater, for every p
/// with 1/p in `u`. Encloses (G(pi)/m1 - 1) times a positive factor and p^2 (raw) or p^3 (normalized), the leading
/// terms taken away by hand, so that u may reach down to 0. Domain: u in [0, 1/50], |kappa| <= 10.
Ball scaled_excess(Injection injection, const Ball& u, const Rational& kappa);

/// Is rho* within bound/p of pi p + level_offset for every p >= `from`?
Verdict level_on_line(Injection injection, int from, const Rational& bound);

}  // namespace noiseproof
