#pragma once
// The landscape's constants, critical points and the growth around the spurious point, enclosed (claims C05 - C09).
// Notation and proofs: docs/certificate.md.
#include "model/critical_points.hpp"
#include "rigor/roots.hpp"

namespace noiseproof {

/// The mean loss with what it is made of near its critical points, at the working precision.
struct Landscape : MeanLoss<Ball> {
  Instance instance;
  Ball norm_sq;   ///< A^2
  Ball kappa_sq;  ///< a*'M^{-1}a* = A^2 (lambda1 - q r)/(lambda1 lambda2) > 0
  Ball gamma;     ///< K/m1 at the saddles: saddle_value (model/mean_loss.hpp), 0 at k = 1
  Ball opposite;  ///< K(pi)
  /// a_phi.a* where the kernel has this value.
  Ball best_alpha(const Ball& kernel) const { return kappa_sq * (kernel - m1 * gamma) / m2; }
  /// abar.a*, of the spurious point.
  Ball alpha_bar() const { return best_alpha(opposite); }
  /// By how much the loss at a_phi is higher where the kernel is `low` than where it is `high`.
  Ball excess(const Ball& low, const Ball& high) const {
    return kappa_sq * (high - low) * (high + low - Ball(2) * m1 * gamma) / (Ball(4) * Ball::pi() * m2);
  }
};
/// From the four numbers and K(pi).
Landscape landscape(const Instance& instance, const Ball& q, const Ball& v, const Ball& opposite, const Ball& m1 = 1,
                    const Ball& m2 = 1);
/// Of ReLU, without noise.
Landscape landscape(const Instance& instance);

/// How many bits lambda1 - pi r loses to cancellation, that is how near r is to the threshold: to be added to the
/// working precision of whatever depends on gamma. 0 at k = 1, where gamma is 0; Error(arithmetic) if r is nearer than
/// 2^-100,000.
slong bits_lost_at(int k, const Rational& r);
/// The same in decimal digits.
inline slong digits_lost_at(int k, const Rational& r) { return bits_lost_at(k, r) * 302 / 1000; }

/// phi^, the angle with g(phi^) = gamma, with signs of g - gamma proved at both ends. Empty unless 0 < gamma <= 1 is
/// proved.
std::optional<Bounds> saddle_angle_bounds(const Landscape& z);
/// pi - phi^, to full relative accuracy: near the threshold it is small.
std::optional<Bounds> saddle_complement_bounds(const Landscape& z);

/// The neighbourhood of the spurious point on which it has strictly the least loss: every (w, a) with pi - phi <=
/// angle, any a; and every (w, a) with (a-abar)'M(a-abar) <= radius^2, any w. Both numbers are the largest possible, up
/// to the width of the bounds.
struct GrowthRegion {
  Bounds angle;   ///< the d with h(d) = 2 gamma, that is g = 2 g(phi^)
  Bounds radius;  ///< sqrt(kappa_sq) (pi - sqrt(pi (pi - 2 gamma)))
};
/// Empty unless r < threshold is proved.
std::optional<GrowthRegion> growth_region(const Landscape& z);

/// Is L > L(spurious) at every student in that neighbourhood but the spurious point itself? The sentence that a
/// `region` item states.
Verdict is_strict_minimum_region(const Landscape& z, const Rational& angle, const Rational& radius);

/// abar as the solution of the k x k system M a = (11' - I) a*, by verified linear algebra: a proof that it exists and
/// is unique, which does not know the closed form. Throws Error(arithmetic) if the precision does not suffice.
Vec<Ball> solve_for_abar(const Vec<Ball>& a_star);

}  // namespace noiseproof
