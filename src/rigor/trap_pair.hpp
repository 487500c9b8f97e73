#pragma once
// A bound of the trapping probability that holds for every k, r, |a*|, radius, in gradient flow (claim C11).
//
// Gradient flow: phi' = -alpha S/(2 pi), x' = -(lambda1 x - (k-1+g) e1)/(2 pi), y' = -(lambda2 y - (g-1) e2)/(2 pi), S
// = d sin d, d = pi - phi. Put T(d) = int_{pi/2}^d dt/(t sin t), so that T(d)' = alpha/(2 pi): alpha pushes every angle
// alike in T.
//
// Take two flows, from (d+, x, y) and (d-, -x, -y), with T(d+) + T(d-) >= 0 at the start. This stays so: the sums of
// the x and of the y start at 0 and are driven by 2(k-1) + g+ + g- >= 0 and by g+ + g- - 2, and T(d+) + T(d-) by e1 (x+
// + x-) + e2 (y+ + y-). So it is enough that h(d+) + h(d-) >= 2 whenever T(d+) + T(d-) >= 0. As h grows, equality is
// the worst case: d1 <= pi/2 <= d2 with T(d1) = -T(d2). Moving d2 up, the sum changes at the rate S(d2)^2 - S(d1)^2 (in
// T), which is >= 0 while S(d2) >= pi/2 >= S(d1): for d2 up to 3 pi/4 at least; and from there on h(d2) >=
// h(3 pi/4) > 2 alone. At d1 = d2 = pi/2 the sum is 2.
//
// If both were trapped, T(d+) + T(d-) would tend to -infinity. So of the two starts at most one is trapped, hence for
// the threshold angles of a_0 and -a_0, with d = pi - theta, T(d(a)) + T(d(-a)) <= 0. The law of a_0 is symmetric, so
// with G_p(d) = P(pi - phi_0 < d)
//
//     P(trapped) = E [G_p(d(a)) + G_p(d(-a))]/2  <=  B_p = sup { (G_p(d1) + G_p(d2))/2 : T(d1) + T(d2) = 0 }.
//
// Only that a_0 is symmetric has been used. For finite steps the argument fails at second order in the step.
#include <vector>

#include "rigor/endpoints.hpp"

namespace noiseproof {

/// Pairs of complements d = pi t with T(pi t1) + T(pi t2) = 0: for `low`, t2 is in `high`.
struct PairPoint {
  Rational low;
  Bounds high;
};

/// From t1 = 1/2 down to at least `until`, in steps of 1/pieces. Domain: pieces a power of two, until in (0.01, 1/2).
std::vector<PairPoint> pair_curve(int pieces, const Rational& until);

/// B_p, enclosed, from the curve; the part beyond its end is bounded by (G_p(low) + 1)/2.
Bounds pair_bound(const std::vector<PairPoint>& curve, int p);

/// The two facts on which the bound rests: d sin d >= pi/2 on [pi/2, 3 pi/4], and h(3 pi/4) > 2.
Verdict pair_lemma();

}  // namespace noiseproof
