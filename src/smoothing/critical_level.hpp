#pragma once
// The critical noise level rho*: below it the spurious point is a local minimum of the smoothed landscape, above it is
// not (claims C16, C17; docs/smoothing.md).
#include <optional>

#include "core/instance.hpp"
#include "rigor/dual_activation.hpp"
#include "smoothing/smoothed_kernel.hpp"

namespace noiseproof {

/// G(pi)/m1, which rises strictly from 0 with rho (proof: docs/smoothing.md): the spurious point survives the noise
/// while it is below gamma (saddle_kernel_value).
Ball spurious_share(const SmoothingNoise& noise);

/// Encloses the one rho with G(pi)/m1 = gamma, to `digits` significant digits. Empty if the spurious point is no local
/// minimum without noise either (gamma <= 0 proved).
/// Domain: 2 <= p <= 100,000, 1 <= digits <= 1,000; r as near the threshold as it has digits for, rho* as small as that
/// makes it. Throws Error(no_convergence) if signs cannot be decided.
std::optional<Bounds> critical_noise_level(int p, Injection injection, int k, const Rational& r, int digits,
                                           NoiseLaw law = NoiseLaw::ball);

/// K(pi) of any activation under normalized noise, 2 pi E act(Z.w~) act(Z.w*) where w = -w*: rises strictly with rho
/// wherever K falls with the angle (docs/smoothing.md, "Any activation"). To the precision of K. Normalized noise only
/// (|w~| is no factor of a kernel that is not homogeneous).
Ball smoothed_at_pi(const Activation& activation, const SmoothingNoise& noise);

/// The critical level of normalized noise under the activation: the one rho where that is gamma. Empty if the spurious
/// point is no local minimum without noise either, or where that is not decided. Domain and errors as above.
std::optional<Bounds> critical_noise_level(const DualLandscape& z, int digits);

}  // namespace noiseproof
