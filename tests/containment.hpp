#pragma once
// Does an enclosure hold the true value? Numbers to try, and the verdict of MPFR at a higher precision: shared by the
// tests of the prover's balls and of the checker's intervals.
#include <doctest/doctest.h>
#include <mpfr.h>

#include <random>

namespace containment {

struct Number {
  mpfr_t v;
  explicit Number(long bits) { mpfr_init2(v, bits); }
  Number(const Number&) = delete;
  Number& operator=(const Number&) = delete;
  ~Number() { mpfr_clear(v); }
};

/// A uniform draw from 0 .. n - 1.
inline int pick(std::mt19937_64& random, int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }

/// A point with many zeros, ones, powers of 2, neighbours of multiples of pi/2, and else random bits and exponents (up
/// to 2^reach, rarely).
inline void draw(mpfr_t x, std::mt19937_64& random, int reach = 60) {
  const auto next = [&](int n) { return pick(random, n); };
  switch (next(8)) {
    case 0: mpfr_set_si(x, next(5) - 2, MPFR_RNDN); break;
    case 1: mpfr_set_si_2exp(x, next(2) ? 1 : -1, next(401) - 200, MPFR_RNDN); break;
    case 2:  // next to a multiple of pi/2
      mpfr_const_pi(x, next(2) ? MPFR_RNDU : MPFR_RNDD);
      mpfr_mul_si(x, x, next(41) - 20, MPFR_RNDN);
      mpfr_div_2ui(x, x, 1, MPFR_RNDN);
      break;
    case 3:  // next to a power of 2
      mpfr_set_si_2exp(x, 1, next(21) - 10, MPFR_RNDN);
      next(2) ? mpfr_nextabove(x) : mpfr_nextbelow(x);
      break;
    default: {
      mpfr_set_si_2exp(x, static_cast<long>(random() >> 1) - (1L << 62), -62 + next(25) - 12, MPFR_RNDN);
      if (next(8) == 0) mpfr_mul_2si(x, x, next(2 * reach + 1) - reach, MPFR_RNDN);
    }
  }
}

enum Tally { contained, unknown, wrong, loose };

/// Of the enclosure [left, right]; a NaN end: nothing is known. `low` and `high`: the true value rounded down and up at
/// a higher precision. `most`: how wide the enclosure may be; null: as wide as it likes.
inline Tally judge(mpfr_srcptr left, mpfr_srcptr right, mpfr_srcptr low, mpfr_srcptr high, mpfr_srcptr most) {
  if (mpfr_nan_p(left) || mpfr_nan_p(right)) return unknown;
  if (mpfr_cmp(left, high) > 0 || mpfr_cmp(right, low) < 0) return wrong;
  if (most == nullptr) return contained;
  Number width(64);
  mpfr_sub(width.v, right, left, MPFR_RNDU);
  return mpfr_cmp(width.v, most) <= 0 ? contained : loose;
}

/// How many operands there were, and what was found of the results.
struct Count {
  long operands = 0;
  long by[4] = {0, 0, 0, 0};
  void check(const char* name, long least, bool tight = true) const {
    INFO(name << ": " << operands << " operands, unknown " << by[unknown]);
    CHECK(operands >= least);
    CHECK(by[wrong] == 0);
    if (tight) CHECK(by[loose] == 0);
    CHECK(by[unknown] * 2 < operands);
  }
};

}  // namespace containment
