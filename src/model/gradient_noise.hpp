#pragma once
// The exact covariance of the gradient of one example (claim C15): the noise of stochastic gradient descent.
//
// One example is Z with independent rows Z_i ~ N(0, I_p). Its loss is D^2/2 with the residual
// D = sum_i (a_i R_i - a*_i S_i), R_i = relu(Z_i.w), S_i = relu(Z_i.w*). Its gradient is, at a unit w,
//
//   in a_i: D R_i,      in the direction x of R^p: D sum_i a_i 1{Z_i.w > 0} Z_i.x.
//
// All of them are D Y with D and Y sums over independent rows. Joint cumulants kappa of such sums add up over rows, so
// with m = E Y and g = E D Y (the gradient of the population loss)
//
//   Cov(D Y, D Y') = kappa(D,D,Y,Y') + kappa(D,D,Y) m' + kappa(D,D,Y') m + 2 kappa(D,Y,Y') E D + E[D^2] kappa(Y,Y')
//                  + g g' + (kappa(D,D) - (E D)^2) m m'.
//
// The mean over a mini-batch of m examples has Cov/m. At the global optimum D = 0 (no label noise), so there it is 0.
#include <array>
#include <initializer_list>

#include "model/gradient.hpp"

namespace noiseproof {

/// What a row contributes: relu(Z.w); relu(Z.w*); 1{Z.w > 0} Z.t, t the unit tangent towards w*; 1{Z.w > 0} Z.q, q a
/// unit vector orthogonal to w and w*. (Along w itself the gradient has 1{Z.w > 0} Z.w = relu(Z.w).)
enum class RowPart { student, teacher, towards, normal };

/// Joint moments of the parts of one row, up to order 4, with at most two of the teacher's and at most two normal ones.
/// In polar coordinates of the plane of w and w*, with x the angle from the edge of {Z.w > 0} and d = pi - phi,
///
///   E 1{Z.w > 0} (Z.w)^i relu(Z.w*)^j (Z.t)^l = (rho_n / 2 pi) int sin^i x sin^j(d - x) cos^l x dx,   n = i + j + l,
///
/// over [0, d] (j > 0) or [0, pi] (j = 0), with rho_n = int_0^inf r^{n+1} e^{-r^2/2} dr: elementary functions of d.
/// Domain: phi in [0, pi], both ends included. Accuracy: absolute, a few units in the last place of 1. double and Real.
template <class T>
class RowLaw {
 public:
  explicit RowLaw(const Angle<T>& angle);
  /// E of the product of the parts.
  T moment(std::initializer_list<RowPart> parts) const;
  /// Joint cumulant of one to four parts, all orders written out.
  T cumulant(RowPart x) const { return moment({x}); }
  T cumulant(RowPart x, RowPart y) const { return moment({x, y}) - moment({x}) * moment({y}); }
  T cumulant(RowPart x, RowPart y, RowPart z) const;
  T cumulant(RowPart x, RowPart y, RowPart z, RowPart v) const;

 private:
  std::array<T, 75> active_;  // E 1{Z.w > 0} (Z.w)^i relu(Z.w*)^j (Z.t)^l at (3 i + j) 5 + l; i, l <= 4, j <= 2
};

/// The covariance of the gradient of one example in R^p x R^k, by its structure. With w, the unit tangent t towards w*
/// and the p-2 directions orthogonal to both,
///   C_ww = ww ww' + wt (w t' + t w') + tt tt' + qq (I - ww' - tt'),     C_wa = w w_a' + t t_a',
///   C_aa = diag(diagonal) + g g' + c 1' + 1 c' + ones 11'.
template <class T>
struct GradientNoise {
  T ww, wt, tt, qq;
  Vec<T> w_a, t_a;     ///< shape (k)
  Vec<T> diagonal, c;  ///< shape (k)
  Vec<T> g;            ///< shape (k): gradient of the population loss in a
  T ones;
  T residual_sq;  ///< E D^2 = 2 L
};

/// Exact covariance. Claim C15. Domain: |w| = 1, any angle; at w = +-w* t has no direction, and tt = qq, wt = 0, t_a =
/// 0. O(k). double and Real. Accuracy: absolute, some tens of units in the last place of (|a|^2 + |a*|^2)^2 (1 + k): at
/// the optimum the terms cancel to that. Errors: none.
template <class T>
GradientNoise<T> gradient_noise(const Student<T>& student, const Teacher<T>& teacher);

/// Trace of the covariance on the tangent space of the sphere (p-1 dimensions), which is what moves w.
template <class T>
T trace_sphere(const GradientNoise<T>& noise, int p) {
  return noise.tt + lit<T>(p - 2) * noise.qq;
}

/// Trace of the covariance in a.
template <class T>
T trace_a(const GradientNoise<T>& noise) {
  return sum(noise.diagonal) + norm_sq(noise.g) + lit<T>(2) * sum(noise.c) +
         lit<T>(static_cast<int>(noise.g.size())) * noise.ones;
}

/// The covariance as a matrix, for checks: row-major, size (n+k)^2, over n orthonormal vectors of R^p (the tangent
/// basis of assemble_hessian, or with w itself added a basis of R^p) and the unit vectors of R^k. double and Real.
template <class T>
std::vector<T> assemble_noise(const GradientNoise<T>& noise, const Student<T>& student, const Teacher<T>& teacher,
                              const std::vector<Vec<T>>& basis);

}  // namespace noiseproof
