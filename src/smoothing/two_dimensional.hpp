#pragma once
// The kernel under normalized noise of radius below 1 as a two-dimensional verified integral, for any number of digits:
// the Gegenbauer series converges only like a power of n there.
#include "smoothing/smoothed_kernel.hpp"

namespace noiseproof {

/// G(phi) = (pi/2) mu_1 cos phi + E e(angle(w~, w*)), e(x) = sin x + (pi/2 - x) cos x the even part of g, and its first
/// two derivatives in phi. The direction of w~ has the angle d from w and the azimuth chi about it, so that
/// cos angle = cos phi cos d + sin phi sin d cos chi; the law of d is that of the integral from the spurious point,
/// chi's is sin^{p-3} chi (p = 2: chi = 0 or pi). G' goes under the integral; G'' follows from G'' + (p-2) cot(phi) G'
/// + (p-1) G = p E sin(angle), which keeps what is integrated bounded. Claim C16. Domain: normalized noise, rho < 1;
/// phi inside (0, pi), exact (at 0 and pi: smoothed_kernel.hpp). Accuracy: near the working precision, the radius says.
/// Cost, for p up to 100: 18 digits in 0.3 s and 37 in a second; within asin rho of 0 or pi, where noise can turn w
/// into +-w* and the integrand has a cone, 9 digits in 3 s and 18 in two minutes (but for p = 2). Throws Error(domain),
/// Error(no_convergence).
SmoothedKernel smoothed_kernel_by_integral(const SmoothingNoise& noise, const Angle<Ball>& angle);

}  // namespace noiseproof
