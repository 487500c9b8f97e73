#pragma once
// Ball: a real number known to lie in [midpoint - radius, midpoint + radius], over Arb's arb_t. Every operation rounds
// outward, so what is proved of a Ball holds for every number in it.
//
// A type that cannot lie (tests/unit/scalar_test.cpp holds these as static_asserts):
//  - no constructor from double: 0.1 in a source file would silently stand for the double nearest to 1/10;
//  - no <, ==, <=>: an ordering of intervals that overlap has no answer. Ask is_positive, is_less, ...;
//  - the answer is a Verdict, which does not convert to bool; NaN is undecided.
#if __has_include(<flint/arb.h>)
#include <flint/arb.h>
#else
#include <arb.h>
#endif

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

#include "core/rational.hpp"
#include "core/real.hpp"
#include "core/verdict.hpp"

namespace noiseproof {

class Ball {
 public:
  Ball() { arb_init(v_); }
  template <std::integral I>
  Ball(I n) : Ball() {  // NOLINT: implicit on purpose, integers are exact
    if constexpr (std::is_signed_v<I>)
      arb_set_si(v_, static_cast<slong>(n));
    else
      arb_set_ui(v_, static_cast<ulong>(n));
  }
  template <std::floating_point F>
  Ball(F) = delete;
  /// The enclosure of a rational at the working precision (exact when it fits).
  explicit Ball(const Rational& q);
  /// The smallest ball over the numbers between the two points: all of [lo, hi], whatever their order.
  static Ball hull(const Ball& lo, const Ball& hi);
  /// The exact value of an MPFR number (a candidate that a search produced; it carries no error bound).
  static Ball exactly(const Real& x);
  static Ball pi();
  static Ball entire();
  static Ball nan();

  Ball(const Ball& o) : Ball() { arb_set(v_, o.v_); }
  Ball(Ball&& o) noexcept { arb_init(v_), arb_swap(v_, o.v_); }
  Ball& operator=(const Ball& o) {
    arb_set(v_, o.v_);
    return *this;
  }
  Ball& operator=(Ball&& o) noexcept {
    arb_swap(v_, o.v_);
    return *this;
  }
  ~Ball() { arb_clear(v_); }

  Ball& operator+=(const Ball& o);
  Ball& operator-=(const Ball& o);
  Ball& operator*=(const Ball& o);
  Ball& operator/=(const Ball& o);  ///< by a ball that holds 0: the whole line, or NaN
  friend Ball operator+(Ball a, const Ball& b) { return a += b; }
  friend Ball operator-(Ball a, const Ball& b) { return a -= b; }
  friend Ball operator*(Ball a, const Ball& b) { return a *= b; }
  friend Ball operator/(Ball a, const Ball& b) { return a /= b; }
  friend Ball operator-(const Ball& a) {
    Ball r;
    arb_neg(r.v_, a.v_);
    return r;
  }
  friend Ball operator+(const Ball& a) { return a; }

  arb_srcptr get() const { return v_; }
  arb_ptr get() { return v_; }

  /// The end points, as exact balls of radius 0 (rounded outward to the working precision).
  Ball lower() const;
  Ball upper() const;
  /// The midpoint as an exact ball: a point of the set, not a bound.
  Ball midpoint() const;
  /// An upper bound of the radius as a double, for reports and heuristics only: no proof may read it.
  double radius_approx() const;
  double midpoint_approx() const;

 private:
  arb_t v_;
};

template <class T>
concept NoOrder = !requires(const T& a, const T& b) {
  a < b;
}
&&!requires(const T& a, const T& b) { a == b; }
&&!requires(const T& a, const T& b) { a <= b; };

/// Sets this thread's working precision of Ball, in bits, for the life of the object.
class ScopedBits {
 public:
  explicit ScopedBits(slong bits);
  ~ScopedBits();
  ScopedBits(const ScopedBits&) = delete;
  ScopedBits& operator=(const ScopedBits&) = delete;

 private:
  slong saved_;
};
slong working_bits();
/// Bits that carry `digits` decimal digits.
slong bits_for_digits(int digits);

// Questions. `proved` and `refuted` hold for every number in the ball(s).
Verdict is_positive(const Ball& x);
Verdict is_negative(const Ball& x);
Verdict is_nonnegative(const Ball& x);
Verdict is_less(const Ball& x, const Ball& y);
/// Is every number of `inner` a number of `outer`? Never undecided for finite balls; NaN is undecided.
Verdict is_inside(const Ball& inner, const Ball& outer);
bool is_finite(const Ball& x);
bool overlaps(const Ball& x, const Ball& y);
bool contains(const Ball& x, const Rational& q);
/// Is the exact value of the MPFR number in the ball?
bool contains(const Ball& x, const Real& q);
bool contains_zero(const Ball& x);

Ball sin(const Ball& x);
Ball cos(const Ball& x);
Ball tan(const Ball& x);
/// Domain: [-1, 1]; NaN for a ball that reaches beyond.
Ball asin(const Ball& x);
Ball acos(const Ball& x);
Ball atan(const Ball& x);
Ball atan2(const Ball& y, const Ball& x);
Ball exp(const Ball& x);
Ball log(const Ball& x);
Ball sqrt(const Ball& x);
Ball abs(const Ball& x);
Ball square(const Ball& x);
Ball pow(const Ball& x, unsigned n);
/// Enclosures of {min(u, v)} and {max(u, v)} over the two balls.
Ball min(const Ball& x, const Ball& y);
Ball max(const Ball& x, const Ball& y);
/// The points that are in both; throws Error(arithmetic) when there are none.
Ball intersect(const Ball& x, const Ball& y);

/// The end points as exact dyadic rationals "p/q": [first, second] holds the ball.
std::pair<std::string, std::string> exact_endpoints(const Ball& x);
/// The end points in decimals, the lower one rounded down, the upper one up, `digits` significant digits.
std::pair<std::string, std::string> decimal_endpoints(const Ball& x, int digits);
/// The one decimal of `digits` significant digits to which every number of the ball rounds (to nearest); nothing if
/// there are several. "0" of the ball that is exactly 0 alone.
std::optional<std::string> rounded_decimal(const Ball& x, int digits);
/// "m +/- r" with every printed digit of m correct to within r.
std::string to_decimal(const Ball& x, int digits);
Rational lower_rational(const Ball& x);
Rational upper_rational(const Ball& x);

}  // namespace noiseproof
