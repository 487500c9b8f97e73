#include "rigor/endpoints.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace noiseproof {
namespace {

Rational round_down(const Rational& x, long bits) {
  const Rational scale = power_of_two(bits);
  return Rational(floor_of(x * scale)) / scale;
}

/// The e with 2^(e-1) <= |x| < 2^(e+1), from bit lengths; x != 0.
long exponent_of(const Rational& x) {
  const Integer num = abs(numerator(x)), den = denominator(x);
  return static_cast<long>(msb(num)) - static_cast<long>(msb(den));
}

}  // namespace

Ball ball_over(const Bounds& range) { return Ball::hull(Ball(range.lo), Ball(range.hi)); }

Angle<Ball> angle_at(const Rational& t) { return {Ball::pi() * Ball(t), Ball::pi() * Ball(Rational(1 - t))}; }

Rational dyadic_floor(const Rational& x, int bits) { return round_down(x, bits); }
Rational dyadic_ceil(const Rational& x, int bits) { return -round_down(-x, bits); }

int bits_below_one(const Rational& x) { return static_cast<int>(std::max(0L, 1 - exponent_of(x))); }

Bounds outward(const Ball& x, int bits) {
  if (!is_finite(x)) throw Error(Error::Kind::arithmetic, "outward", "a bound is not finite");
  const Rational lo = lower_rational(x), hi = upper_rational(x);
  const Rational size = std::max(Rational(abs(lo)), Rational(abs(hi)));
  const long grid = bits - (size == 0 ? 0 : exponent_of(size));
  const Rational unit = power_of_two(-grid);
  return {round_down(lo, grid) - unit, -round_down(-hi, grid) + unit};
}

}  // namespace noiseproof
