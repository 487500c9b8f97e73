#pragma once
// Constant large noise never settles (claim C22; docs/escape.md): the output weights stay away from the teacher's, with
// a stated probability at each late step and in the mean for ever.
#include "rigor/landscape.hpp"

namespace noiseproof {

/// The direction in which a is seen: along 1 (a.u1 = x) or across it (a.u2 = y).
enum class Axis { along, across };

/// Perturbed gradient descent with constant noise (normalized injection), from every w_0 and every a_0 of the ball
/// |a_0| <= |1.a*|/sqrt k, or from the spurious point. With b = e - a.u the distance along the axis,
///   b+ = (1 - m) b + R,  R in an interval of length l,  E R >= m D,
/// so that P(b_t < D/2) <= (1 - m)^t e^start + tail.
struct NeverSettles {
  Ball pull;      ///< m = c lambda, c = eta/(2 pi), lambda = k + pi - 1 along 1, pi - 1 across
  Ball distance;  ///< D = e (pi - G(0))/lambda: lim inf E|a_t - a*| >= D
  Ball tail;      ///< exp(-D^2 m/(2 l^2))
  Ball start;     ///< the exponent mu (D/2 - b_0) at the smallest b_0, mu = 2 m D/l^2

  /// 0 < m <= 1 and D > 0: what the bound needs.
  Verdict conditions() const;
  /// P(|a_t - a*| < D/2) is at most this from step t on.
  Ball probability(long t) const;
};

/// Domain: eta > 0, 0 < rho_w <= 10^6, rho_a >= 0; p <= 100,000. G(0) = E g(angle(w~, w*)) at w = w* is the largest of
/// all angles' (docs/smoothing.md: G decreases). Accuracy: enclosed. Throws as smoothed_kernel does.
NeverSettles never_settles(const Landscape& z, Axis axis, const Rational& eta, const Rational& rho_w,
                           const Rational& rho_a);

/// The axis along which D is larger. Domain and errors: those of never_settles.
Axis farther_axis(const Landscape& z, const Rational& rho_w);

/// The first of 1, 2, 4, ... steps after which what is left of the start is at most the tail. Domain: conditions()
/// proved. Throws Error(no_convergence) beyond 2^30.
long steps_to_forget(const NeverSettles& bound);

}  // namespace noiseproof
