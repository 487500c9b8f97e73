#pragma once
// Exact sums of square roots: where the question is whether a number is 0, no ball can answer.
#include <optional>
#include <vector>

#include "core/ball.hpp"

namespace noiseproof {

/// q1 sqrt(d1) + q2 sqrt(d2) + ... with rational q and d > 0. Square roots whose radicands' ratio is a square are one
/// term, and all others are linearly independent over the rationals (Besicovitch, J. London Math. Soc. 15, 1940): the
/// sum is 0 if and only if it has no terms.
class Surd {
 public:
  Surd(const Rational& q = 0) { add(q, 1); }  // NOLINT: implicit on purpose, rationals are exact
  /// sqrt(d). Domain: d >= 0.
  static Surd root(const Rational& d);

  Surd& operator+=(const Surd& o);
  friend Surd operator+(Surd a, const Surd& b) { return a += b; }
  friend Surd operator-(const Surd& a, const Surd& b) { return a + Surd(-1) * b; }
  friend Surd operator*(const Surd& a, const Surd& b);

  bool is_zero() const { return terms_.empty(); }
  /// The sum at the working precision; exactly 0 if it is.
  Ball enclose() const;

 private:
  struct Term {
    Rational factor, radicand;
  };
  void add(const Rational& factor, const Rational& radicand);

  std::vector<Term> terms_;
};

/// The square root, if it is rational. Domain: q >= 0.
std::optional<Rational> rational_root(const Rational& q);

}  // namespace noiseproof
