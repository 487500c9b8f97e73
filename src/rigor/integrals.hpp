#pragma once
// The definition of the loss, by verified integration: the integrals over the Gaussian plane that the closed forms come
// from, each enclosed by acb_calc_integrate (which bounds its own truncation error), the unbounded radial part with an
// exact tail.
//
// For unit vectors u, v at angle phi, with polar coordinates (rho, theta) in their plane, u at theta = phi, v at theta
// = 0:
//   E relu(Z.u) relu(Z.v) = 1/(2 pi) int rho^3 e^{-rho^2/2} d rho  int_{phi-pi/2}^{pi/2} cos(theta - phi) cos theta d
//   theta,
// and the derivative in u replaces relu(Z.u) by 1{Z.u > 0} Z: cos(theta - phi) becomes the vector (cos theta, sin
// theta).
#include "model/gradient.hpp"
#include "rigor/endpoints.hpp"

namespace noiseproof {

/// int_0^inf rho^n e^{-rho^2/2} d rho for n = 1, 3: verified integration on [0, cut], and a tail in [0, exact bound].
Ball radial_moment(int n, const Rational& cut);
/// The cut at which the tail is below 2^-160.
Rational default_cut();

/// int_{phi-pi/2}^{pi/2} of cos theta cos(theta-phi), cos^2 theta, sin theta cos theta.
struct AngularIntegrals {
  Ball kernel;
  Ball along;   ///< cos^2
  Ball across;  ///< sin cos
};
AngularIntegrals angular_integrals(const Angle<Ball>& angle);

/// E relu(Z.w) relu(Z.w*) for unit vectors, from the definition.
Ball kernel_by_integration(const Angle<Ball>& angle);

/// L(w, a), every expectation of the definition integrated. Domain: |w| > 0.
Ball loss_by_integration(const Student<Ball>& student, const Teacher<Ball>& teacher);
/// The same where the angle is known in another way: at the poles angle_between would take the root of an enclosure of
/// 0.
Ball loss_by_integration(const Student<Ball>& student, const Teacher<Ball>& teacher, const Angle<Ball>& angle);
/// E of the per-example gradient, likewise. Domain: w not proved parallel to w* (sin phi > 0 must be certain).
Gradient<Ball> gradient_by_integration(const Student<Ball>& student, const Teacher<Ball>& teacher);

}  // namespace noiseproof
