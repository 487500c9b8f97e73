#include "rigor/roots.hpp"

#include <doctest/doctest.h>

using namespace noiseproof;

TEST_SUITE("unit/smoothing") {
  TEST_CASE("a smooth root is bracketed in few evaluations, and a flat one by bisection") {
    const ScopedBits precision(256);
    int calls = 0;
    const FunctionAtRational cube = [&](const Rational& x) {
      ++calls;
      return pow(Ball(x), 3) - Ball(2);
    };
    const Bounds root = bracket_smooth_root(cube, {1, 2}, 120).value();
    CHECK(root.lo * root.lo * root.lo < 2);
    CHECK(root.hi * root.hi * root.hi > 2);
    CHECK(root.hi - root.lo <= root.hi / (Integer(1) << 119));
    CHECK(calls < 40);
    const FunctionAtRational flat = [](const Rational& x) { return pow(Ball(x - Rational(1, 3)), 5); };
    const Bounds third = bracket_smooth_root(flat, {0, 1}, 30).value();
    CHECK(third.lo < Rational(1, 3));
    CHECK(third.hi > Rational(1, 3));
    CHECK(third.hi - third.lo < Rational(1, 1 << 28));
    CHECK_FALSE(bracket_smooth_root(flat, {1, 2}, 30).has_value());
  }
}
