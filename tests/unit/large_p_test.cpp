// The critical level at r = 0 for all large p at once (C17).
#include "smoothing/large_p.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "smoothing/critical_level.hpp"

using namespace noiseproof;

TEST_SUITE("unit/smoothing") {
  TEST_CASE("C17 the excess for all large p at once vanishes where the level of one p is, and nowhere near") {
    for (const Injection injection : {Injection::raw, Injection::normalized})
      for (const int p : {50, 75, 400, 1001, 2000}) {
        CAPTURE(p);
        const Bounds level = *critical_noise_level(p, injection, 2, 0, 20);
        const ScopedBits precision(128);
        const Ball kappa = (Ball(level.lo) - Ball::pi() * Ball(p) - level_offset(injection)) * Ball(p);
        const Rational at(kappa.midpoint_approx()), share(1, p);
        const Ball excess = scaled_excess(injection, Ball(share), at);
        CHECK(is_positive(excess) == Verdict::undecided);
        // What is left open: eta between 0 and 1/4 times pi (raw), the rest of the series (normalized), and terms of u.
        CHECK(is_positive(scaled_excess(injection, Ball(share),
                                        at + Rational(injection == Injection::raw ? 4 : 8, 5))) == Verdict::proved);
        CHECK(is_negative(scaled_excess(injection, Ball(share),
                                        at - Rational(injection == Injection::raw ? 4 : 8, 5))) == Verdict::proved);
      }
  }

  TEST_CASE("C17 its limit at 1/p = 0 is kappa less a constant, known in closed form") {
    const ScopedBits precision(128);
    const Ball pi = Ball::pi(), raw = level_offset(Injection::raw), normalized = level_offset(Injection::normalized);
    // Raw, eta in [0, 1/4].
    const double b3 = raw.midpoint_approx(), pi3 = pi.midpoint_approx();
    const double least = -b3 / 4 - pi3 / 4 + pi3 * 3 / 8 - (pi3 / 2 + b3) / (pi3 * pi3);
    const Ball found = scaled_excess(Injection::raw, Ball(0), 0);
    CHECK(found.lower().midpoint_approx() == doctest::Approx(least).epsilon(1e-7));  // a ball's radius has 30 bits
    CHECK(found.upper().midpoint_approx() == doctest::Approx(least + pi3 / 4).epsilon(1e-7));
    // Normalized: the coefficient of u^3 by plain algebra, in doubles, with the rest's share above it.
    const double b = normalized.midpoint_approx(), d = pi.midpoint_approx();
    const double plain =
        -b * b / (2 * d * d) - (3 * d * d + 2 * d * b) / (2 * d * d * d * d) - 0.25 + 0.5 / (d * d) + 3.0 / 16;
    const Ball other = scaled_excess(Injection::normalized, Ball(0), 0);
    CHECK(other.lower().midpoint_approx() == doctest::Approx(plain).epsilon(1e-7));
    CHECK(other.upper().midpoint_approx() ==
          doctest::Approx(plain + 15 * (d / 2 - 1.5 - 1.0 / 24 - 1.0 / 80)).epsilon(1e-7));
  }

  TEST_CASE(
      "C17 the raw excess holds what is not yet cancelled, at both ends of what is proved of the Gamma functions") {
    const double d = pi<double>(), beta = 3 * d / 4 - 1 / d, u = 1.0 / 50;
    const ScopedBits precision(128);
    for (const int kappa : {-2, 0, 2}) {
      const Ball found = scaled_excess(Injection::raw, Ball(Rational(1, 50)), kappa);
      const double length = d + beta * u + kappa * u * u, far = u / (1 - u);
      for (const double delta4 : {far / 4, far / 4 - far * far / 4}) {
        const double q = 1 - u / 2 + delta4 * u / 2, r = (1 - delta4) / q;
        const double plain = ((1 - delta4) * length - d * (1 + u) * q + u * q * (1 + u * (r - 1)) / length) / (u * u);
        CHECK(plain > found.lower().midpoint_approx());
        CHECK(plain < found.upper().midpoint_approx());
      }
    }
  }

  TEST_CASE("C17 a bound that holds on one side only is none") {
    // p times the distance is 1.19 in the limit; what is left of the series hides on which side.
    CHECK(level_on_line(Injection::normalized, 1000, 1) != Verdict::proved);
  }

  TEST_CASE("C17 from p = 1000 on the level is within 3/(2p) of its line; within less it is not proved, nor far out") {
    for (const Injection injection : {Injection::raw, Injection::normalized}) {
      CHECK(level_on_line(injection, 1000, Rational(3, 2)) == Verdict::proved);
      CHECK(level_on_line(injection, 1000, Rational(1, 100)) != Verdict::proved);
      CHECK_THROWS_AS(level_on_line(injection, 10, Rational(3, 2)), Error);
      CHECK_THROWS_AS(level_on_line(injection, 1000, 11), Error);
    }
  }
}
