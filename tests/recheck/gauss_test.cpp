#include "gauss.hpp"

#include <doctest/doctest.h>

#include "taylor.hpp"

using namespace recheck;

TEST_SUITE("recheck/escape") {
  TEST_CASE("a Gauss rule is exact up to its degree and off by its error term one above") {
    const Precision scope(64);
    for (const long twice : {-1L, 0L, 2L, 5L, 90L})
      for (const int m : {2, 4, 6}) {
        CAPTURE(twice);
        CAPTURE(m);
        const GaussRule rule = gauss_rule(m, twice);
        Interval moment(1);  // of x^(2j) for the density (1 - x^2)^(twice/2)
        for (long j = 0; j <= m; ++j) {
          Interval sum, odd;
          for (std::size_t i = 0; i < rule.nodes.size(); ++i) {
            add_product(sum, rule.weights[i], raised(rule.nodes[i], 2 * j));
            add_product(odd, rule.weights[i], raised(rule.nodes[i], 2 * j + 1));
          }
          if (j == m) sum = sum + rule.error;
          CHECK(is_within(sum - moment, mpq_class(-1, 1L << 50), mpq_class(1, 1L << 50)) == Answer::yes);
          CHECK(is_within(odd, mpq_class(-1, 1L << 50), mpq_class(1, 1L << 50)) == Answer::yes);
          moment = moment * Interval(2 * j + 1) / Interval(2 * j + 3 + twice);
        }
      }
    CHECK(gauss_rule(6, -2).nodes.size() == 2);
  }
}
