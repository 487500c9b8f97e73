#include "taylor.hpp"

#include <doctest/doctest.h>

using namespace recheck;

TEST_SUITE("recheck/escape") {
  TEST_CASE("Taylor coefficients: roots, quotients, powers and exponentials undo each other") {
    const Precision scope(64);
    using Five = Taylor<5>;
    const Five x = Five::variable(Interval(2)), e = exp(x);
    const auto same = [](const Five& a, const Five& b) {
      for (int k = 0; k <= 5; ++k)
        CHECK(is_within(a.c[k] - b.c[k], mpq_class(-1, 1L << 40), mpq_class(1, 1L << 40)) == Answer::yes);
    };
    same(power(e, mpq_class(3, 2)), exp(x * Interval(mpq_class(3, 2))));
    same(power(x, mpq_class(-1, 3)) * power(x, mpq_class(4, 3)), x);
    same(sqrt(sqr(e)), e);
    same(e / x * x, e);
    same(Interval(1) / (Interval(1) / x), x);
    same(raised(x, 5), power(x, 5));
    same(Interval(7) - (Interval(7) - x), x + Interval(0));
  }
}
