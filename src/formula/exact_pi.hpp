#pragma once
// Numbers q + p pi with rational q and p, and a Ball that remembers when it is one: so that the corners of the theory
// (phi = 0, pi/2, pi) are evaluated at, not near, themselves. sin(pi) is 0 here, not an enclosure of 0; a square root
// of it exists.
#include <optional>
#include <string>

#include "core/scalar.hpp"

namespace noiseproof {

/// rational + of_pi * pi.
struct PiNumber {
  Rational rational = 0;
  Rational of_pi = 0;
  Ball enclosure() const;
  /// "pi/2", "1 + 3*pi/4", "-2/3".
  std::string text() const;
  bool operator==(const PiNumber&) const = default;
  friend PiNumber operator-(const PiNumber& x, const PiNumber& y) {
    return {x.rational - y.rational, x.of_pi - y.of_pi};
  }
};
/// -1, 0 or 1, exactly: as many bits are taken as that needs, which ends, as pi is irrational.
int sign_of(const PiNumber& x);

class SharpBall {
 public:
  SharpBall() : SharpBall(PiNumber{}) {}
  SharpBall(int n) : SharpBall(PiNumber{n, 0}) {}  // NOLINT: integers are exact
  explicit SharpBall(const PiNumber& exact) : ball_(exact.enclosure()), exact_(exact) {}
  explicit SharpBall(const Ball& ball) : ball_(ball) {}
  template <std::floating_point F>
  SharpBall(F) = delete;

  const Ball& ball() const { return ball_; }
  const std::optional<PiNumber>& exact() const { return exact_; }
  /// The rational number that it is known to be.
  std::optional<Rational> rational() const;

  SharpBall& operator+=(const SharpBall& o);
  SharpBall& operator-=(const SharpBall& o) { return *this += -o; }
  SharpBall& operator*=(const SharpBall& o);
  SharpBall& operator/=(const SharpBall& o);
  friend SharpBall operator+(SharpBall a, const SharpBall& b) { return a += b; }
  friend SharpBall operator-(SharpBall a, const SharpBall& b) { return a -= b; }
  friend SharpBall operator*(SharpBall a, const SharpBall& b) { return a *= b; }
  friend SharpBall operator/(SharpBall a, const SharpBall& b) { return a /= b; }
  friend SharpBall operator-(const SharpBall& a);

 private:
  Ball ball_;
  std::optional<PiNumber> exact_;
};

template <>
struct ScalarTraits<SharpBall> {
  static SharpBall pi() { return SharpBall(PiNumber{0, 1}); }
  static SharpBall from(int n) { return SharpBall(n); }
  static SharpBall from(const Rational& q) { return SharpBall(PiNumber{q, 0}); }
};

SharpBall sin(const SharpBall& x);
SharpBall cos(const SharpBall& x);
SharpBall tan(const SharpBall& x);
SharpBall asin(const SharpBall& x);
SharpBall acos(const SharpBall& x);
SharpBall atan(const SharpBall& x);
SharpBall exp(const SharpBall& x);
SharpBall log(const SharpBall& x);
SharpBall sqrt(const SharpBall& x);
SharpBall abs(const SharpBall& x);
SharpBall min(const SharpBall& x, const SharpBall& y);
SharpBall max(const SharpBall& x, const SharpBall& y);
SharpBall h(const SharpBall& x);
SharpBall pow(const SharpBall& x, unsigned n);
/// The n-th root, of what is not negative.
SharpBall root(const SharpBall& x, unsigned n);
Ball root(const Ball& x, unsigned n);
/// The ball cut off at 0 exactly, for a number that cannot be negative.
Ball not_negative(const Ball& x);

}  // namespace noiseproof
