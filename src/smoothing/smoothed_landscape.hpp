#pragma once
// The mean of the loss over the noise as a landscape on sphere x R^k, enclosed (claim C16; docs/smoothing.md):
//   4 pi E L = m2 a'Ma - 2 a'(m1 (11' - I) + G(phi) I) a* + const.
#include <optional>

#include "rigor/landscape.hpp"
#include "smoothing/smoothed_kernel.hpp"

namespace noiseproof {

/// One of the two poles w = -+w* with the a that is best there: a critical point of the mean loss at every noise level.
struct SmoothedPole {
  Ball alpha;      ///< a.a* = kappa^2 (G - m1 gamma)/m2, gamma = z.gamma
  Ball curvature;  ///< the Hessian in each of the p - 1 directions of the sphere, -(alpha/2 pi) G''
};

/// Strict local minimum iff the curvature is positive, that is alpha < 0 at w = -w*, alpha > 0 at w = w*; the Hessian
/// has no mixed terms there and is m2 M/(2 pi) in a.
struct SmoothedPoles {
  Ball share;             ///< G(pi)/m1, to be compared with gamma
  SmoothedPole spurious;  ///< w = -w*
  SmoothedPole optimum;   ///< w = w*
  /// By how much the mean loss is higher at the spurious point: kappa^2 (G(0) - G(pi)) (G(0) + G(pi) - 2 m1 gamma)/(4
  /// pi m2).
  Ball excess;
};
SmoothedPoles smoothed_poles(const Landscape& z, const SmoothingNoise& noise);

/// Is G' < 0 on all of (0, pi)? For raw noise dG/d cos(phi) rises with cos(phi), and is asked for its sign at pi, where
/// it is about rho: it takes the bits for that. For normalized noise it is positive over boxes that come from [-1, 1]
/// by bisection, so they cover; with rho < 1 from [0, 1], for beyond a right angle it is proved for all of it
/// (docs/smoothing.md); undecided where boxes of width 2^-10 do not decide. `boxes` says how many.
Verdict falls_in_angle(const SmoothingNoise& noise, int& boxes);

/// phi^/pi with G(phi^) = m1 gamma: the saddles of the mean loss. To about `bits` bits, or as well as G is known; with
/// 1 as its upper end at worst, for G(pi) is known to the working precision. Empty if no sign change is found.
std::optional<Bounds> smoothed_saddle(const Landscape& z, const SmoothingNoise& noise, int bits);

}  // namespace noiseproof
