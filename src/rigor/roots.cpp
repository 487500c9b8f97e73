#include "rigor/roots.hpp"

#include <algorithm>

namespace noiseproof {
namespace {

/// The b with 2^-b about x > 0.
int places_of(const Rational& x) { return static_cast<int>(msb(denominator(x))) - static_cast<int>(msb(numerator(x))); }

/// A bracket, with the values of f at its ends.
class Bracket {
 public:
  Bracket(const FunctionAtRational& f, const Bounds& start) : f_(f), at_(start), below_(f(at_.lo)), above_(f(at_.hi)) {}

  bool proved() const { return is_negative(below_) == Verdict::proved && is_positive(above_) == Verdict::proved; }
  const Bounds& bounds() const { return at_; }
  Rational width() const { return at_.hi - at_.lo; }

  /// b with width about 2^-b of the greater end.
  slong bits() const {
    const Rational size = std::max(Rational(abs(at_.lo)), Rational(abs(at_.hi)));
    return places_of(width() / size);
  }

  /// Moves an end to `cut`, if it lies inside and the sign there is decided, with about `bits` bits or else with all.
  bool cut(const Rational& cut, slong bits) {
    if (cut <= at_.lo || cut >= at_.hi) return false;
    Ball value;
    {
      const ScopedBits precision(std::min(bits, working_bits()));
      value = f_(cut);
    }
    if (is_positive(value) == Verdict::undecided) value = f_(cut);
    const bool below = is_negative(value) == Verdict::proved;
    if (!below && is_positive(value) != Verdict::proved) return false;
    (below ? at_.lo : at_.hi) = cut;
    (below ? below_ : above_) = value;
    return true;
  }

  /// Where the secant through the ends is 0; any number will do.
  Rational secant_root() const {
    const Ball share = (below_ / (below_ - above_)).midpoint();
    return is_finite(share) ? at_.lo + width() * lower_rational(share) : at_.lo;
  }

 private:
  const FunctionAtRational& f_;
  Bounds at_;
  Ball below_, above_;
};

}  // namespace

std::optional<Bounds> bracket_root(const RealFunction& f, Bounds start, int bits) {
  if (is_negative(f(Ball(start.lo))) != Verdict::proved || is_positive(f(Ball(start.hi))) != Verdict::proved)
    return std::nullopt;
  const Rational shrink = power_of_two(-bits);
  while (start.hi - start.lo > shrink * abs(start.hi)) {
    // A root at the midpoint itself is never decided; a point a little to the side is.
    bool moved = false;
    for (const Rational& share : {Rational(1, 2), Rational(7, 16), Rational(9, 16)}) {
      const Rational cut = start.lo + share * (start.hi - start.lo);
      const Ball value = f(Ball(cut));
      if (is_negative(value) == Verdict::proved)
        start.lo = cut;
      else if (is_positive(value) == Verdict::proved)
        start.hi = cut;
      else
        continue;
      moved = true;
      break;
    }
    if (!moved) break;
  }
  return start;
}

std::optional<Bounds> bracket_smooth_root(const FunctionAtRational& f, Bounds start, int bits) {
  Bracket bracket(f, start);
  if (!bracket.proved()) return std::nullopt;
  while (bracket.bits() < bits) {
    const Rational before = bracket.width();
    const slong have = bracket.bits();
    // The secant's error is about the square of the width; a little room on either side, no finer than asked for, and
    // dyadic numbers with few digits.
    const auto finer = static_cast<unsigned>(std::max<slong>(2, std::min<slong>(have - 3, bits + 2 - have)));
    const Rational room = before / (Integer(1) << finer);
    const Rational root = dyadic_floor(bracket.secant_root(), places_of(room) + 3);
    const slong precise = 2 * have + 64;
    bracket.cut(root - room, precise);
    bracket.cut(root + room, precise);
    if (bracket.width() * 2 <= before) continue;
    bool moved = false;
    for (const Rational& share : {Rational(1, 2), Rational(7, 16), Rational(9, 16)})
      if (!moved) moved = bracket.cut(bracket.bounds().lo + share * bracket.width(), precise);
    if (!moved) break;
  }
  return bracket.bounds();
}

}  // namespace noiseproof
