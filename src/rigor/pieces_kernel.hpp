#pragma once
// The dual kernel of an activation in pieces. For unit vectors at the angle phi let F(cos phi) = E f(X) g(Y), where X
// and Y are standard Gaussians of correlation cos phi. Between its knots f has derivatives f_m, and at a knot t f_m
// jumps by J_m(t), f_0 by nothing. With d/du E f(X) g(Y) = E f'(X) g'(Y) (u the correlation),
//
//   G_m = E f_m(X) g_m(Y),   dG_m/du = G_{m+1} + D_m,
//   D_m = sum J_m(t) density(t) E[g_{m+1}(Y) | X = t] + the same of g + sum sum J_m(t) J_m(t') density(t, t'),
//   F(u) = sum_m G_m(1) (u-1)^m/m! + sum_{m>0} int_1^u (u-w)^m/m! D_m(w) dw:
//
// sums over the pieces' degrees, and one integral whose integrand is elementary but for erfc. Proofs:
// docs/formulas.md, "Activations in pieces".
#include <array>

#include "core/ball.hpp"
#include "model/dual_kernel.hpp"
#include "model/pieces.hpp"

namespace noiseproof {

Ball gaussian_density(const Ball& x);

/// polynomials[i] from knots[i-1] to knots[i].
struct Piecewise {
  std::vector<Rational> knots;
  std::vector<Coefficients> polynomials;
};
Piecewise derivative_of(const Pieces& f, std::size_t order);
Piecewise product_of(const Piecewise& f, const Piecewise& g);
/// E f(X), by the moments of a truncated Gaussian.
Ball gaussian_mean(const Piecewise& f);

/// E act(Z.w) act(Z.w*) and its first derivatives in phi, `orders` (1 to 3) of them, one-sided at 0 and pi. Accuracy:
/// at a point near the working precision, over a box near its size; boxes wider than a radian: the whole line. Throws
/// Error(no_convergence).
std::array<Ball, 3> pieces_kernel(const Pieces& act, const Angle<Ball>& angle, int orders);

/// Is K' < 0 for 0 < pi - phi <= reach, K''(pi) = 0 or not? False: not proved.
bool falls_next_to_pi(const Pieces& act, const Ball& reach);

}  // namespace noiseproof
