#pragma once
// The critical noise level rho*: below it the spurious point is a local minimum of the smoothed landscape, above it is
// not (claims C16, C17; docs/smoothing.md).
#include <optional>

#include "core/instance.hpp"
#include "smoothing/smoothed_kernel.hpp"

namespace noiseproof {

/// G(pi)/m1, which rises strictly from 0 with rho (proof: docs/smoothing.md): the spurious point survives the noise
/// while it is below gamma (saddle_kernel_value).
Ball spurious_share(const SmoothingNoise& noise);

/// Encloses the one rho with G(pi)/m1 = gamma, to `digits` significant digits. Empty if the spurious point is no local
/// minimum without noise either (gamma <= 0 proved).
/// Domain: 2 <= p <= 100,000, 1 <= digits <= 1,000; r as near the threshold as it has digits for, rho* as small as that
/// makes it. Throws Error(no_convergence) if signs cannot be decided.
std::optional<Bounds> critical_noise_level(int p, Injection injection, int k, const Rational& r, int digits);

}  // namespace noiseproof
