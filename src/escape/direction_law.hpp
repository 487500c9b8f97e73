#pragma once
// The exact law of the direction w~ = Proj(w + xi), xi uniform in the ball of radius rho > 1, by its density k against
// the uniform law, and the mean over zeta of k times a power of a linear function (docs/escape.md, "The exact law").
#include <vector>

#include "core/rational.hpp"
#include "escape/scalars.hpp"

namespace noiseproof {

/// C is double or Interval; what it is asked at may be a series.
template <class C>
struct DirectionDensity {
  int p;
  C gap, per_radius;  ///< rho^2 - 1 > 0, 1/rho

  /// k(x) = (T/rho)^p at x = w.w~, T = x + root(x).
  template <class X>
  X operator()(const X& x) const {
    return natural_power(X((x + root(x)) * per_radius), p);
  }
  /// S = sqrt(rho^2 - 1 + x^2); k' = p k/S.
  template <class X>
  X root(const X& x) const {
    using std::sqrt;
    return sqrt(square(x) + gap);
  }
};

/// cos phi and sin phi of w.
template <class V>
struct StudentAngle {
  V cosine, sine;
};

/// k(x + h zeta) <= mean + half zeta - (1 - zeta^2)(bulge + twist zeta) on [-1, 1], x = cos phi cos phi~ and
/// h = sin phi sin phi~: equal at zeta = +-1, and twice so at 0. For p = 2 at zeta = +-1 alone.
template <class R>
struct DensityCubic {
  R mean, half, bulge, twist;
};
template <class C, class D, class V>
auto density_cubic(const DirectionDensity<C>& k, const D& cosine, const D& sine, const StudentAngle<V>& w) {
  const auto x = cosine * w.cosine, h = sine * w.sine;
  const auto right = k(x + h), left = k(x - h), centre = k(x);
  const auto slope = centre * inverse(k.root(x)) * h * C(k.p);
  const C one_half = number<C>(Interval(1) / 2);
  const auto mean = (right + left) * one_half, half = (right - left) * one_half;
  return DensityCubic<decltype(mean * half)>{mean, half, mean - centre, half - slope};
}

/// Power series in z = (bb/aa)^2 that make the mean over zeta of that cubic times |aa e - bb e'|^{-2 theta}
///   aa^{-2 theta} (mean one - bulge bulge~ + (bb/aa) (half lean - twist twist~)),
/// and, times z^terms/(1 - z), bounds of what is left of them: with `mean` and with `half`.
template <class C>
struct PowerMeans {
  std::vector<C> one, bulge, lean, twist;
  C mean_rest, half_rest;
  int terms;
};
/// Unknown where theta > (p-1)/2, or below it by more than 64.
PowerMeans<Interval> power_means(int p, const Rational& theta);

}  // namespace noiseproof
