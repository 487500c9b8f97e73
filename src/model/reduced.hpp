#pragma once
// Reduced coordinates: by symmetry the loss and gradient descent see a student only through (phi, x, y), where
// a = x u1 + y u2 + (a part orthogonal to 1 and a*), u1 = 1/sqrt k, a* = e1 u1 + e2 u2 (docs/mathematics.md section 4).
#include "model/mean_loss.hpp"

namespace noiseproof {

template <class T>
struct ReducedPoint {
  Angle<T> angle;
  T x;  ///< a.u1
  T y;  ///< a.u2
};

/// alpha = a.a*.
template <class T>
T alpha(const TeacherInvariants<T>& teacher, const ReducedPoint<T>& z) {
  return teacher.e1 * z.x + teacher.e2 * z.y;
}

/// The minimiser of the loss in a at a given angle, a_phi = M^{-1} N(phi) a*, as (x_inf, y_inf).
template <class T>
ReducedPoint<T> best_response(const TeacherInvariants<T>& teacher, const Angle<T>& angle) {
  const OutputWeights<T> a = best_a(relu_loss(teacher), dual_kernel(angle));
  return {angle, a.x, a.y};
}

/// The loss on the sphere at unit w, of a student whose a lies in span(1, a*). Completed square as in loss.hpp.
template <class T>
T reduced_loss(const TeacherInvariants<T>& teacher, const ReducedPoint<T>& z) {
  const MeanLoss<T> loss = relu_loss(teacher);
  const T gap1 = z.x - teacher.e1, gap2 = z.y - teacher.e2;
  const T quadratic = loss.lambda1 * gap1 * gap1 + loss.lambda2 * gap2 * gap2;
  return (quadratic + lit<T>(2) * dual_kernel_deficit(z.angle) * alpha(teacher, z)) / (lit<T>(4) * pi<T>());
}

/// The derivatives of the reduced loss in (phi, x, y).
template <class T>
struct ReducedGradient {
  T phi;
  T x;
  T y;
};

template <class T>
ReducedGradient<T> reduced_gradient(const TeacherInvariants<T>& teacher, const ReducedPoint<T>& z) {
  const T scale = lit<T>(1) / (lit<T>(2) * pi<T>());
  const MeanLoss<T> loss = relu_loss(teacher);
  const OutputWeights<T> to = pull(loss, dual_kernel(z.angle));
  return {alpha(teacher, z) * z.angle.d * sine(z.angle) * scale, scale * (loss.lambda1 * z.x - to.x),
          scale * (loss.lambda2 * z.y - to.y)};
}

/// One step of projected gradient descent with step eta, in reduced coordinates:
/// phi+ = phi - atan(eta L_phi), x+ = x - eta L_x, y+ = y - eta L_y. The angle moves on both of its faces, so neither
/// end loses digits.
template <class T>
ReducedPoint<T> gd_step(const TeacherInvariants<T>& teacher, const ReducedPoint<T>& z, const T& eta) {
  using std::atan;
  const ReducedGradient<T> gradient = reduced_gradient(teacher, z);
  const T turn = atan(eta * gradient.phi);
  return {{z.angle.phi - turn, z.angle.d + turn}, z.x - eta * gradient.x, z.y - eta * gradient.y};
}

}  // namespace noiseproof
