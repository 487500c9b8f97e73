#pragma once
// The dual kernel of a smooth activation, from its definition: with Hermite polynomials h_n of unit length under the
// Gaussian, act = sum c_n h_n, and for unit vectors at the angle phi
//
//   K(phi) = 2 pi E act(Z.w) act(Z.w*) = 2 pi sum_n c_n^2 cos(phi)^n,   sum c_n^2 = E act^2,  sum n c_n^2 = E act'^2,
//   sum n (n-1) c_n^2 = E act''^2.
//
// The first coefficients and the three means are enclosed by the trapezoidal rule, whose error for a function analytic
// in a strip is known; what the coefficients leave of the means bounds the rest of the series exactly. Proofs:
// docs/formulas.md, "Smooth activations".
#include <array>
#include <vector>

#include "core/ball.hpp"
#include "model/activation.hpp"
#include "model/dual_kernel.hpp"

namespace noiseproof {

struct HermiteExpansion {
  std::vector<Ball> weight;    ///< c_n^2
  Ball mean;                   ///< c_0
  std::array<Ball, 3> energy;  ///< E act^2, E act'^2, E act''^2
  std::array<Ball, 3> rest;    ///< upper bounds of what the weights leave of them, >= 0
};
/// At the working precision. Domain: a general activation. Throws Error(arithmetic) where it does not suffice.
const HermiteExpansion& hermite_expansion(const Activation& activation);

/// E act(Z.w) act(Z.w*) and its first derivatives in phi, `orders` (1 to 3) of them; over a box, their ranges.
std::array<Ball, 3> hermite_kernel(const HermiteExpansion& expansion, const Angle<Ball>& angle, int orders);

/// The second derivative of that in cos(phi): sum n (n-1) c_n^2 cos(phi)^{n-2}.
Ball hermite_curvature_in_cosine(const HermiteExpansion& expansion, const Angle<Ball>& angle);

}  // namespace noiseproof
