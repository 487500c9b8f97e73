#pragma once
// The direction of w~ = w + xi for rho < 1, where the origin lies outside the ball (docs/smoothing.md).
#include "rigor/verified_integral.hpp"

namespace noiseproof {

/// The direction at the angle d from w with sin d = rho sin psi, and what a direction weighs.
struct DirectionFromInside {
  Complex sine;    ///< sin d
  Complex cosine;  ///< cos d, > 0
  /// (t+^degree - t-^degree) rho cos psi/cos d for the chord t+- = cos d +- rho cos psi of the ball. With
  /// sin^{p-2} psi dpsi it is the law of d up to constants, degree = p (p + 1 where |w~| is a factor): a power of rho
  /// is left to the caller, so that nothing gets tiny.
  Complex weight;
};
/// `sine`, `cosine`: of psi. `analytic` as for an integrand of verified_integral.hpp.
void direction_from_inside(DirectionFromInside& out, const acb_t sine, const acb_t cosine, const Ball& rho,
                           ulong degree, bool analytic, slong bits);

}  // namespace noiseproof
