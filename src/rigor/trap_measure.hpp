#pragma once
// The random start's measure, exactly: everything is a tail of sin^n.
//
//  - w uniform on the sphere of R^p: the angle phi has density proportional to sin^{p-2}.
//  - a uniform in the unit ball of R^k: the ball is the projection of the unit sphere of R^{k+2}, so one coordinate is
//    cos of an angle with density proportional to sin^k. Given that coordinate u, the next one is sqrt(1-u^2) v, and v
//    is independent of u: cos of an angle with density proportional to sin^{k-1}. So a rectangle in (u, v) has a
//    product for its measure.
#include "core/ball.hpp"

namespace noiseproof {

/// The density proportional to sin^n on [0, pi].
class SinePower {
 public:
  /// Domain: 0 <= n <= 10^6.
  explicit SinePower(int n);
  /// P(angle > phi) for phi = pi t; t in [0, 1] exact. Enclosed by the recurrence J_m = (sin^{m-1} cos + (m-1)
  /// J_{m-2})/m for J_m = int_phi^pi sin^m, O(n).
  Ball tail(const Rational& t) const;
  /// P(cos(angle) < u), u in [-1, 1] exact.
  Ball below(const Rational& u) const;

 private:
  Ball tail(const Ball& cosine, const Ball& sine, const Ball& complement) const;
  int n_;
  Ball whole_;
};

}  // namespace noiseproof
