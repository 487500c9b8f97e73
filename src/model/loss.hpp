#pragma once
// The population loss L(w, a) = 1/2 E (f(Z; w, a) - f(Z; w*, a*))^2 in closed form (claim C02).
#include "model/network.hpp"

namespace noiseproof {

/// v'Mv with M = 11' + (pi-1) I, from 1.v and |v|^2: M itself is never formed.
template <class T>
T moment_form(const T& v_sum, const T& v_sq) {
  return v_sum * v_sum + (pi<T>() - lit<T>(1)) * v_sq;
}

/// Population loss. Claim C02. Domain: nu > 0, |w*| = 1. Returns a scalar >= 0.
///
/// As a completed square, L = 1/(4 pi) [ v'Mv + 2 nu (pi - g(phi)) alpha ] with v = nu a - a*: equal to the textbook
/// form below, but with no cancellation at the global optimum.
/// Accuracy  double, Real: relative to the larger of the two terms, a few units in the last place per summand;
///           Ball: encloses.   Source: docs/mathematics.md section 2.   Errors: none.
template <class T>
T loss(const Invariants<T>& x) {
  return (moment_form(x.gap_sum, x.gap_sq) + lit<T>(2) * x.nu * dual_kernel_deficit(x.angle) * x.alpha) /
         (lit<T>(4) * pi<T>());
}

template <class T>
T loss(const Student<T>& student, const Teacher<T>& teacher) {
  return loss(invariants(student, teacher));
}

/// The same loss as the talk writes it, L = 1/(4 pi) [ nu^2 a'Ma - 2 nu a'N(phi)a* + a*'Ma* ]. It cancels near the
/// global optimum; it is here to be differentiated by machine (Jet) and compared, not to be called for values.
template <class T>
T loss_textbook(const Student<T>& student, const Teacher<T>& teacher) {
  using std::sqrt;
  const T nu = sqrt(norm_sq(student.w));
  const T alpha = dot(student.a, teacher.a_star), beta = sum(student.a), s = sum(teacher.a_star);
  const T g = dual_kernel(angle_between(student.w, teacher.w_star));
  const T cross = beta * s + (g - lit<T>(1)) * alpha;
  return (nu * nu * moment_form(beta, norm_sq(student.a)) - lit<T>(2) * nu * cross +
          moment_form(s, norm_sq(teacher.a_star))) /
         (lit<T>(4) * pi<T>());
}

}  // namespace noiseproof
