#pragma once
// The smoothed kernel from its definition, by two-dimensional quadrature: a witness of src/smoothing (claims C16, C17)
// that shares no code and no formula with it (no series, no hypergeometric or gamma function, no polynomial).
#include "core/real.hpp"
#include "dynamics/schedule.hpp"

namespace noiseproof {

/// Decimal digits to which the quadrature is right (measured: 34 for p to 20, rho from 1/2 to 20 but for (1, 1.05),
/// where the chord bends too sharply for the rule).
inline constexpr int kSmoothedDigits = 30;

/// G_rho(phi) = E nu~ g(angle(w~, w*)), w~ = w + xi, xi uniform in the ball of radius rho of R^p, |w| = 1 at the angle
/// phi from w*; nu~ = |w~| (raw) or 1 (normalized).
///
/// In polar coordinates about the origin with w* as the axis: a direction at the angle theta from w* and the azimuth
/// psi from w makes the angle f with w, cos f = cos theta cos phi + sin theta sin phi cos psi; the ray meets the ball
/// for t between cos f -+ sqrt(rho^2 - sin^2 f) (clipped at 0), and the radial integral of t^(p-1) nu~ is elementary.
/// What is left, over sin^(p-2) theta sin^(p-3) psi (p = 2: psi = 0 or pi only), goes to tanh-sinh, split where the ray
/// begins or ceases to meet the ball. The kernel g is its own integral's closed form, claim C01. Domain: 2 <= p <= 20
/// (beyond, peaks get narrow and digits are lost: 9 are left at p = 100, rho = 11/10), 0 <= phi <= pi, rho > 0.
Real smoothed_kernel_by_quadrature(int p, const Real& rho, Injection injection, const Real& phi);

/// Its first two derivatives in phi, by central differences with Richardson extrapolation (steps 2^-5, 2^-6, ..., 5
/// levels). Domain: phi at least 1/16 away from 0 and pi. Measured agreement: 26 digits of both.
struct SmoothedDifferences {
  Real first;
  Real second;
};
SmoothedDifferences smoothed_kernel_differences(int p, const Real& rho, Injection injection, const Real& phi);

}  // namespace noiseproof
