#include <doctest/doctest.h>

#include "items.hpp"

using namespace recheck;
using nlohmann::json;

TEST_SUITE("recheck/parts") {
  TEST_CASE("an r that is nearer to the threshold than 2^-9000 is told from it, on both sides") {
    const json nothing;
    const Precision scope(9100);
    const Interval threshold = (Interval(2) + Interval::pi()) / Interval::pi();
    CHECK(below_threshold(3, rational(threshold.left()), Node(nothing, "")));
    CHECK(!below_threshold(3, rational(threshold.right()), Node(nothing, "")));
  }
}
