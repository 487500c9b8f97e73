#pragma once
// Machine differentiation of the textbook loss: a witness of the gradient and Hessian formulas that knows calculus but
// none of our derivatives (claims C03, C06).
#include "core/real.hpp"
#include "model/network.hpp"

namespace noiseproof {

/// Gradient of loss_textbook in R^p x R^k by dual numbers (ceres::Jet over Real). Domain: 0 < phi < pi (square
/// roots and atan2 of the angle have no derivative at the ends). Accuracy: the working precision, less the digits that
/// the textbook form cancels.
struct AutodiffGradient {
  Vec<Real> w;
  Vec<Real> a;
};
AutodiffGradient gradient_by_autodiff(const Student<Real>& student, const Teacher<Real>& teacher);

/// Second derivative of t -> L(w cos(|q| t) + (q/|q|) sin(|q| t), a + t b) at t = 0 along the geodesic with tangent q
/// at the unit vector w, by nested dual numbers: v'Hv for v = (q, b).
Real second_derivative_by_autodiff(const Student<Real>& student, const Teacher<Real>& teacher, const Vec<Real>& q,
                                   const Vec<Real>& b);

}  // namespace noiseproof
