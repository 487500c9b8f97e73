#pragma once
// The dual kernel smoothed by noise uniform in a ball (docs/mathematics.md section 6), in closed form for every p and
// rho, enclosed. Derivations: docs/smoothing.md. Claims C16, C17, C19.
#include <functional>

#include "dynamics/schedule.hpp"
#include "model/dual_kernel.hpp"
#include "rigor/endpoints.hpp"
#include "rigor/verified_integral.hpp"

namespace noiseproof {

/// How xi is distributed: uniform in the ball of radius rho, or Gaussian of the same variance, rho^2/(p+2) an entry.
enum class NoiseLaw { ball, gaussian };

/// Noise of the input weights: w~ = w + xi in R^p, |w| = 1; normalized injection divides w~ by its length. Domain:
/// 2 <= p <= 100,000; 0 < rho <= 10^6, exact. Gaussian noise: at w = -w* only (mean_length, mean_square_length,
/// smoothed_kernel_at_pi and what rests on them), else Error(domain).
struct SmoothingNoise {
  int p;
  Rational rho;
  Injection injection;
  NoiseLaw law = NoiseLaw::ball;
};

/// m1 = E|w~| and m2 = E|w~|^2; both are 1 for normalized noise.
Ball mean_length(const SmoothingNoise& noise);
Ball mean_square_length(const SmoothingNoise& noise);

/// G(phi) = E |w~| g(angle(w~, w*)) for w at the angle phi from w*, with its first two derivatives in phi.
///
/// raw, c = cos phi: G = (pi/2)(c + q(c)), q even, q - c q' = U, q'' = kappa > 0, where U and kappa are single
/// hypergeometric functions of sin phi/rho; q' is a series or, where sin phi is next to rho <= 1 and p is small, one
/// verified integral. normalized: a Gegenbauer series in c, finite for even p and rho >= 1, else with a proved tail.
/// Accuracy: near the working precision, but for normalized noise with rho < 1 (the value to about 1e-7, slopes to
/// 1e-2, no second derivative: two_dimensional.hpp has more digits) and with odd p and rho next to 1 (gegenbauer.hpp).
/// Over a wide angle the raw slope is exact.
struct SmoothedKernel {
  Ball value;
  Ball derivative;         ///< in phi; negative on (0, pi)
  Ball second_derivative;  ///< in phi
  Ball slope;  ///< in cos phi: derivative = -slope sin phi; positive, and for raw noise it rises with cos phi
};
SmoothedKernel smoothed_kernel(const SmoothingNoise& noise, const Angle<Ball>& angle);
/// The same for many angles: what does not depend on them is computed once.
std::function<SmoothedKernel(const Angle<Ball>&)> smoothed_kernel_of(const SmoothingNoise& noise);

/// dG/d cos(phi) alone, as a function of cos(phi) in [-1, 1]: G' =
/// -sin(phi) times it. For boxes: over a wide ball the raw slope is its exact range, the normalized one tight to first
/// order.
std::function<Ball(const Ball&)> smoothed_slope(const SmoothingNoise& noise);

/// G(pi), to the working precision for every rho: what decides whether the spurious point survives the noise.
Ball smoothed_kernel_at_pi(const SmoothingNoise& noise);

/// A direction of w~ seen from w = -w*: the angle d to w, so pi - d to w*.
struct FromPole {
  Complex sine, cosine, angle;  ///< of d; d itself
};
/// A function of it, analytic where d is.
using KernelAtPole = std::function<void(acb_t out, const FromPole& at, slong bits)>;
/// Its mean over the noise (raw: of |w~| times it), by verified integration from the definition in polar coordinates
/// about the origin. To the working precision for every rho. Throws Error(no_convergence).
Ball mean_from_pole(const SmoothingNoise& noise, const KernelAtPole& kernel);

/// smoothed_kernel_at_pi by that mean: another route, for the tests and for rho near 1, where the series are slow.
Ball kernel_at_pi_by_integral(const SmoothingNoise& noise);
/// G''(pi) by that mean, of sin d/(p-1) + d cos d in place of g (d = pi - f): the mean of g's Laplacian on the
/// sphere, over p - 1. To the working precision for every rho.
Ball curvature_at_pi_by_integral(const SmoothingNoise& noise);

}  // namespace noiseproof
