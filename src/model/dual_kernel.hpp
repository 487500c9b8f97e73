#pragma once
// The dual kernel of ReLU (claim C01), the one door through which the activation enters the theory:
//
//   E relu(Z.w) relu(Z.w*) = |w| g(phi) / (2 pi),   g(phi) = sin phi + (pi - phi) cos phi,  phi = angle(w, w*).
//
// Both ends of [0, pi] carry the landscape's interest (phi = 0: the global optimum; phi = pi: the spurious point), and
// at both the literal formula cancels. Everything here goes through
//
//   h(x) = sin x - x cos x = x^3/3 - x^5/30 + ...,    h' = x sin x,
//
// as g(phi) = h(d) with d = pi - phi, and pi - g(phi) = 2 pi sin^2(phi/2) - h(phi). So an angle is a *pair*
// (phi, d) that is accurate at both ends; no cosine is ever inverted.
#include "core/scalar.hpp"

namespace noiseproof {

/// An angle in [0, pi] and its complement d = pi - phi, each to full relative accuracy.
template <class T>
struct Angle {
  T phi;
  T d;
  /// From phi, where d = pi - phi is not small against its rounding.
  static Angle from_phi(const T& phi) { return {phi, pi<T>() - phi}; }
  /// From d, for angles near pi.
  static Angle from_complement(const T& d) { return {pi<T>() - d, d}; }
};

/// h(x) = sin x - x cos x for |x| <= pi (any x, with cancellation beyond the series' range).
///
/// Accuracy  double, Real: relative error of a few units in the last place (measured: tests/unit/dual_kernel_test.cpp);
///           Ball: encloses, and over a wide ball inside [-pi, pi] returns the exact range up to rounding, as
///           h increases there; other T (Jet): the literal formula, absolute accuracy only.
/// Source    h(x) = x^3/3 0F1(; 5/2; -x^2/4); the series alternates with terms decreasing for |x| <= 1.
template <class T>
T h(const T& x) {
  using std::cos;
  using std::sin;
  return sin(x) - x * cos(x);
}
template <>
double h(const double& x);
template <>
Real h(const Real& x);
template <>
Ball h(const Ball& x);

/// The dual kernel g. Claim C01. Domain: [0, pi]; radians. Shape () -> (). Accuracy as h, relative at pi too.
template <class T>
T dual_kernel(const Angle<T>& angle) {
  return h(angle.d);
}

/// pi - g(phi), relatively accurate near phi = 0, where the loss vanishes.
template <class T>
T dual_kernel_deficit(const Angle<T>& angle) {
  using std::sin;
  const T half_sine = sin(angle.phi / lit<T>(2));
  return lit<T>(2) * pi<T>() * half_sine * half_sine - h(angle.phi);
}

/// sin of the angle, relatively accurate at both ends: of phi or of d, whichever form T can evaluate exactly at its
/// small end. (1/2) sin phi = sin(phi/2) sin(d/2), a product of two accurate factors.
template <class T>
T sine(const Angle<T>& angle) {
  using std::sin;
  return lit<T>(2) * sin(angle.phi / lit<T>(2)) * sin(angle.d / lit<T>(2));
}

/// cos of the angle: sin^2(d/2) - sin^2(phi/2), so that it is exactly odd under phi <-> d.
template <class T>
T cosine(const Angle<T>& angle) {
  using std::sin;
  const T far = sin(angle.d / lit<T>(2)), near = sin(angle.phi / lit<T>(2));
  return (far - near) * (far + near);
}

/// g'(phi) = -(pi - phi) sin phi.
template <class T>
T dual_kernel_derivative(const Angle<T>& angle) {
  return -(angle.d * sine(angle));
}

/// g''(phi) = sin phi - (pi - phi) cos phi.
template <class T>
T dual_kernel_second_derivative(const Angle<T>& angle) {
  return sine(angle) - angle.d * cosine(angle);
}

}  // namespace noiseproof
