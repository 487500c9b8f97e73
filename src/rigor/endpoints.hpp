#pragma once
// Exact end points: how a proof speaks of sets of reals. A Ball is for computing; what is stated is a pair of
// rationals.
#include "core/ball.hpp"
#include "model/dual_kernel.hpp"

namespace noiseproof {

/// A closed interval with exact end points, lo <= hi.
struct Bounds {
  Rational lo;
  Rational hi;
  bool operator==(const Bounds&) const = default;
};

/// All of [lo, hi] as one ball, rounded outward.
Ball ball_over(const Bounds& range);

/// The angle phi = pi t and its complement pi (1 - t). Domain: 0 <= t <= 1; at both ends the vanishing one is exactly
/// 0.
Angle<Ball> angle_at(const Rational& t);

/// Bits that a stated bound keeps. Everything is computed with kProofBits, so that whoever recomputes a stated number
/// with a few more bits than kStatedBits lands inside.
inline constexpr int kStatedBits = 96;
inline constexpr slong kProofBits = 192;

/// Dyadic bounds around the ball, one unit of 2^-bits (relative to the larger end; absolute if it is 0) wider than need
/// be. Throws Error(arithmetic) if the ball is not finite.
Bounds outward(const Ball& x, int bits = kStatedBits);

/// The least n >= 0 with 2^-n <= x, or one more. Domain: x > 0.
int bits_below_one(const Rational& x);

/// The largest multiple of 2^-bits that is <= x, and the smallest that is >= x.
Rational dyadic_floor(const Rational& x, int bits);
Rational dyadic_ceil(const Rational& x, int bits);

}  // namespace noiseproof
