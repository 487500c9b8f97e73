#include <doctest/doctest.h>

#include "checks.hpp"

using namespace recheck;
using namespace checks;

TEST_SUITE("recheck/parts") {
  TEST_CASE("a root that is seen blurred is enclosed with all of the blur") {
    const Precision scope(64);
    const mpq_class blur(1, 1000);
    const auto f = [&blur](const mpq_class& x) {
      const mpq_class value = x * x - 2;
      return hull(Interval(mpq_class(value - blur)), Interval(mpq_class(value + blur)));
    };
    const Interval root = increasing_root(f, 1, 2);
    const mpq_class lo = rational(root.left()), hi = rational(root.right());
    CHECK((lo * lo <= 2 - blur));
    CHECK((hi * hi >= 2 + blur));
    CHECK((hi - lo < 2 * blur));
  }

  TEST_CASE("h of a wide interval holds h of both ends") {
    const Precision scope(128);
    const Interval low(mpq_class(1, 4)), high(mpq_class(3, 4)), range = h(hull(low, high));
    CHECK(is_inside(h(low), range));
    CHECK(is_inside(h(high), range));
  }
}
