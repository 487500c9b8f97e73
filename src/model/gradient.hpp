#pragma once
// Gradients of the population loss (claim C03).
#include "model/loss.hpp"

namespace noiseproof {

/// Gradient in a: 1/(2 pi) [ nu^2 M a - nu N(phi) a* ]. Claim C03. Shape (k). Written with v = nu a - a* and pi - g, so
/// that it is accurate where it vanishes. O(k).
template <class T>
Vec<T> gradient_a(const Student<T>& student, const Teacher<T>& teacher, const Invariants<T>& x) {
  const T scale = x.nu / (lit<T>(2) * pi<T>());
  const T deficit = dual_kernel_deficit(x.angle), diagonal = pi<T>() - lit<T>(1);
  Vec<T> out;
  out.reserve(student.a.size());
  for (std::size_t i = 0; i < student.a.size(); ++i)
    out.push_back(scale *
                  (x.gap_sum + diagonal * (x.nu * student.a[i] - teacher.a_star[i]) + deficit * teacher.a_star[i]));
  return out;
}

/// The part of w* orthogonal to w: w* - cos(phi) w/nu, of length sin(phi). Shape (p). Accurate near both ends: written
/// from whichever of w*/1 -+ w/nu is small.
template <class T>
Vec<T> tangent_towards_teacher(const Student<T>& student, const Teacher<T>& teacher, const Invariants<T>& x) {
  using std::sin;
  const T near = sin(x.angle.phi / lit<T>(2)), far = sin(x.angle.d / lit<T>(2));
  // w* - cos(phi) u = sin^2(phi/2) (w* + u) + sin^2(d/2) (w* - u): no cancellation at either end.
  const T inverse = lit<T>(1) / x.nu;
  Vec<T> out;
  out.reserve(student.w.size());
  for (std::size_t i = 0; i < student.w.size(); ++i) {
    const T u = student.w[i] * inverse;
    out.push_back(near * near * (teacher.w_star[i] + u) + far * far * (teacher.w_star[i] - u));
  }
  return out;
}

/// Gradient in w on the sphere (the tangential part): -(alpha (pi - phi)/(2 pi)) (I - ww') w*, for any nu. Claim C03.
/// Shape (p). It vanishes like d^2 at the spurious point.
template <class T>
Vec<T> sphere_gradient_w(const Student<T>& student, const Teacher<T>& teacher, const Invariants<T>& x) {
  const T scale = -(x.alpha * x.angle.d) / (lit<T>(2) * pi<T>());
  Vec<T> out = tangent_towards_teacher(student, teacher, x);
  for (T& component : out) component *= scale;
  return out;
}

/// The radial part of the gradient in w, (w/nu).grad_w L = 1/(2 pi) [ nu a'Ma - a'N(phi)a* ]
/// = 1/(2 pi) [ a'M(nu a - a*) + (pi - g) alpha ].
template <class T>
T radial_gradient_w(const Student<T>& student, const Teacher<T>& teacher, const Invariants<T>& x) {
  T a_dot_gap = lit<T>(0);
  for (std::size_t i = 0; i < student.a.size(); ++i)
    a_dot_gap += student.a[i] * (x.nu * student.a[i] - teacher.a_star[i]);
  return (x.beta * x.gap_sum + (pi<T>() - lit<T>(1)) * a_dot_gap + dual_kernel_deficit(x.angle) * x.alpha) /
         (lit<T>(2) * pi<T>());
}

/// Gradient in w in R^p, for any nu > 0:
/// 1/(2 pi) [ (a'Ma) w - (s beta - alpha + alpha sin phi) w/nu - alpha (pi - phi) w* ]. Claim C03. Shape (p). O(k + p).
template <class T>
Vec<T> gradient_w(const Student<T>& student, const Teacher<T>& teacher, const Invariants<T>& x) {
  return combine(lit<T>(1), sphere_gradient_w(student, teacher, x), radial_gradient_w(student, teacher, x) / x.nu,
                 student.w);
}

template <class T>
struct Gradient {
  Vec<T> w;  ///< in R^p, radial part included
  Vec<T> a;
};

template <class T>
Gradient<T> gradient(const Student<T>& student, const Teacher<T>& teacher) {
  const Invariants<T> x = invariants(student, teacher);
  return {gradient_w(student, teacher, x), gradient_a(student, teacher, x)};
}

}  // namespace noiseproof
