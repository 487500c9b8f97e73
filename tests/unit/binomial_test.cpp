#include "dynamics/binomial.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"

using namespace noiseproof;

namespace {

double binomial_tail_from(long k, long n, double p) {  // P(X >= k), summed term by term
  double total = 0;
  for (long i = k; i <= n; ++i)
    total += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) + i * std::log(p) +
                      (n - i) * std::log1p(-p));
  return total;
}

}  // namespace

TEST_SUITE("unit/binomial") {
  TEST_CASE("Clopper-Pearson bounds solve the binomial tail equations that define them") {
    for (const auto& at : {std::pair{1L, 10L}, {5L, 10L}, {9L, 10L}, {37L, 100L}, {199L, 200L}}) {
      const long k = at.first, n = at.second;
      CAPTURE(k);
      CAPTURE(n);
      const Proportion p = clopper_pearson(k, n, 0.99);
      CHECK(binomial_tail_from(k, n, p.lower) == doctest::Approx(0.005).epsilon(1e-9));
      CHECK(1 - binomial_tail_from(k + 1, n, p.upper) == doctest::Approx(0.005).epsilon(1e-9));
      CHECK(binomial_tail_from(k, n, clopper_pearson_lower(k, n, 0.95)) == doctest::Approx(0.05).epsilon(1e-9));
      CHECK(clopper_pearson_upper(k, n, 0.95) == doctest::Approx(1 - clopper_pearson_lower(n - k, n, 0.95)));
    }
  }

  TEST_CASE("no success and no failure have the closed forms") {
    CHECK(clopper_pearson(0, 20, 0.95).lower == 0);
    CHECK(clopper_pearson(0, 20, 0.95).upper == doctest::Approx(1 - std::pow(0.025, 1.0 / 20)).epsilon(1e-12));
    CHECK(clopper_pearson(20, 20, 0.95).upper == 1);
    CHECK(clopper_pearson_lower(20, 20, 0.99) == doctest::Approx(std::pow(0.01, 1.0 / 20)).epsilon(1e-12));
    CHECK(clopper_pearson(0, 1, 0.95).upper == doctest::Approx(0.975));
  }

  TEST_CASE("the textbook interval for 4 of 20 at 95% is (0.0573, 0.4366), and its false twin is not") {
    const Proportion p = clopper_pearson(4, 20, 0.95);
    CHECK(p.lower == doctest::Approx(0.0573).epsilon(1e-3));
    CHECK(p.upper == doctest::Approx(0.4366).epsilon(1e-3));
    CHECK(std::abs(clopper_pearson(4, 20, 0.90).lower - 0.0573) > 0.005);
  }

  TEST_CASE("impossible counts are refused") {
    CHECK_THROWS_AS(clopper_pearson(3, 2, 0.95), Error);
    CHECK_THROWS_AS(clopper_pearson(-1, 2, 0.95), Error);
    CHECK_THROWS_AS(clopper_pearson(0, 0, 0.95), Error);
    CHECK_THROWS_AS(clopper_pearson(1, 2, 1), Error);
    CHECK_THROWS_AS(clopper_pearson_lower(1, 2, 0), Error);
    CHECK_THROWS_AS(clopper_pearson(1, 2, std::nan("")), Error);
  }
}
