#include "rigor/roots.hpp"

namespace noiseproof {

std::optional<Bounds> bracket_root(const RealFunction& f, Bounds start, int bits) {
  if (is_negative(f(Ball(start.lo))) != Verdict::proved || is_positive(f(Ball(start.hi))) != Verdict::proved)
    return std::nullopt;
  const Rational shrink(1, Integer(1) << static_cast<unsigned>(bits));
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

}  // namespace noiseproof
