#include "landscape.hpp"

#include <doctest/doctest.h>

using namespace recheck;
using nlohmann::json;

TEST_SUITE("recheck/parts") {
  TEST_CASE("the canonical teacher is the one that its vectors give") {
    // a* = (2, 0): |a*|^2 = 4, (1.a*)^2/|a*|^2 = 1.
    json vectors{{"k", 2}, {"p", 3}, {"r", "1"}, {"norm_sq", "4"}, {"a_star", {"2", "0"}}, {"w_star", {"3", "0", "0"}}};
    json plain = vectors;
    plain.erase("a_star"), plain.erase("w_star");
    const json at{{"w", {"1", "-2", "1/2"}}, {"a", {"1/3", "-5"}}};
    const Precision scope(128);
    const Instance first = read_instance(Node(vectors, "")), second = read_instance(Node(plain, ""));
    const Student x(Node(at, ""), first), y(Node(at, ""), second);
    const auto same = [](const Interval& a, const Interval& b) {
      const Interval tiny(mpq_class(1, 1000000000));
      return is_less(abs(a - b), tiny) == Answer::yes;
    };
    CHECK(same(x.loss(), y.loss()));
    for (std::size_t i = 0; i < 3; ++i) CHECK(same(x.gradient_w(i), y.gradient_w(i)));
    for (std::size_t i = 0; i < 2; ++i) CHECK(same(x.gradient_a(i), y.gradient_a(i)));
  }
}
