#pragma once
// The definition itself, evaluated without any closed form of the theory: Gaussian expectations by high-precision
// quadrature. A witness of C01 - C03 that shares no code with src/model (not the kernel, not the angle, not the loss).
#include "core/real.hpp"
#include "model/activation.hpp"
#include "model/network.hpp"

namespace noiseproof {

/// Decimal digits to which the quadratures below agree with themselves under refinement (measured; the integrands are
/// analytic between the kinks, at which the ranges are split).
inline constexpr int kDefinitionDigits = 50;

/// E relu(Z.w) relu(Z.v) for Z ~ N(0, I_p): the plane of w and v carries a standard Gaussian; in polar coordinates
/// (z = rho e_t) the density is exp(-rho^2/2)/(2 pi) rho d rho dt. Claim C01. Any w, v != 0 of equal size.
Real kernel_by_quadrature(const Vec<Real>& w, const Vec<Real>& v);
/// E act(Z.w) act(Z.v), the same way. Domain: act homogeneous (step 0) or a step (above and below 0).
Real kernel_by_quadrature(const Vec<Real>& w, const Vec<Real>& v, const PiecewiseLinear& activation);

/// The expectations that the definition needs of one pair of filters (w, v).
struct FilterMoments {
  Real mean_w, mean_v;      ///< E relu(Z.w), E relu(Z.v)
  Real square_w, square_v;  ///< E relu(Z.w)^2, E relu(Z.v)^2
  Real cross;               ///< E relu(Z.w) relu(Z.v)
};
FilterMoments moments_by_quadrature(const Vec<Real>& w, const Vec<Real>& v);

/// L(w, a) = 1/2 E (sum_i a_i relu(Z_i.w) - sum_i a*_i relu(Z_i.w*))^2, expanded into its k^2 pair terms: rows with i
/// != j are independent, so their expectation is a product of means. Claim C02. O(k^2).
Real loss_by_definition(const FilterMoments& moments, const Vec<Real>& a, const Vec<Real>& a_star);
Real loss_by_definition(const Student<Real>& student, const Teacher<Real>& teacher);

/// The gradient of loss_by_definition by central differences with Richardson extrapolation (step 2^-10, 2^-11, ...; 6
/// levels), in R^p x R^k. Claim C03. Measured agreement: about 30 digits away from phi = 0 and pi.
struct DefinitionGradient {
  Vec<Real> w;
  Vec<Real> a;
};
/// The part in a alone: the moments do not depend on a, so they are integrated once.
Vec<Real> gradient_a_by_differences(const Student<Real>& student, const Teacher<Real>& teacher);
DefinitionGradient gradient_by_differences(const Student<Real>& student, const Teacher<Real>& teacher);

/// The covariance of the gradient of one example in R^p x R^k at |w| = 1, row-major, size (p + k)^2: every product of
/// two residuals and two gradient entries is expanded into its terms, one row of Z at a time, and each row's moment is
/// a quadrature. Claim C15. O((p + k)^2 k^4): for k and p of a few units.
std::vector<Real> gradient_covariance_by_definition(const Student<Real>& student, const Teacher<Real>& teacher);

}  // namespace noiseproof
