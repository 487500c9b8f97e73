#pragma once
// The landscape's constants, critical points and the growth around the spurious point, enclosed (claims C05 - C09).
// Notation and proofs: docs/certificate.md.
#include "model/critical_points.hpp"
#include "rigor/roots.hpp"

namespace noiseproof {

/// Everything that the loss near its critical points is made of, at the working precision.
struct Landscape {
  Instance instance;
  Ball norm_sq;  ///< A^2
  Ball m1;       ///< k + pi - 1, M along the ones
  Ball m2;       ///< pi - 1, M across
  Ball e1;
  Ball e2;
  Ball c;         ///< -abar.a* = A^2 (m1 - pi r)/(m2 m1)
  Ball kappa_sq;  ///< a*'M^{-1}a* = A^2 (m1 - r)/(m2 m1) > 0
  Ball kernel;    ///< G = c/kappa_sq = (m1 - pi r)/(m1 - r): g at the saddles
};
Landscape landscape(const Instance& instance);

/// How many bits m1 - pi r loses to cancellation, that is how near r is to the threshold: to be added to the working
/// precision of whatever depends on c or G. 0 at k = 1, where c is 0; Error(arithmetic) if r is nearer than 2^-100,000.
slong bits_lost_at(int k, const Rational& r);
/// The same in decimal digits.
inline slong digits_lost_at(int k, const Rational& r) { return bits_lost_at(k, r) * 302 / 1000; }

/// phi^, the angle with g(phi^) = G, with signs of g - G proved at both ends. Empty unless 0 < G <= 1 is proved.
std::optional<Bounds> saddle_angle_bounds(const Landscape& z);
/// pi - phi^, to full relative accuracy: near the threshold it is small.
std::optional<Bounds> saddle_complement_bounds(const Landscape& z);

/// The neighbourhood of the spurious point on which it has strictly the least loss: every (w, a) with pi - phi <=
/// angle, any a; and every (w, a) with (a-abar)'M(a-abar) <= radius^2, any w. Both numbers are the largest possible, up
/// to the width of the bounds.
struct GrowthRegion {
  Bounds angle;   ///< the d with h(d) = 2G, that is g = 2 g(phi^)
  Bounds radius;  ///< sqrt(kappa_sq) (pi - sqrt(pi (pi - 2G)))
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
