#include "smoothing/gegenbauer.hpp"

#include <doctest/doctest.h>

#include "smoothing/hypergeometric.hpp"
#include "smoothing_checks.hpp"
#include "witness/smoothed_definition.hpp"

using namespace noiseproof;
using namespace smoothing_checks;

TEST_SUITE("unit/smoothing") {
  TEST_CASE("for even p and rho >= 1 the normalized kernel is a polynomial of degree p in cos phi") {
    const ScopedBits precision(128);
    const SmoothingNoise noise{2, Rational(5, 4), Injection::normalized};
    const auto even = [&](const Rational& t) { return kernel_at(noise, t) + kernel_at(noise, 1 - t); };
    CHECK(same(even(0) + even(Rational(1, 2)), Ball(2) * even(Rational(1, 4)), 110));
    CHECK(is_positive(abs(mean_gegenbauer({7, 2, Injection::normalized}, 8))) == Verdict::proved);
    CHECK(same(mean_gegenbauer({6, 2, Injection::normalized}, 8), Ball(0), 120));
  }

  TEST_CASE("the multipliers by recurrence give the same series as their functions, and curvatures at pi agree") {
    const ScopedBits precision(96);
    for (const char* rho : {"11/10", "199/100"})
      for (const int p : {3, 7}) {
        const SmoothingNoise noise{p, ratio(rho), Injection::normalized};
        CHECK(same(EvenSeries(noise).at(Ball(1)).value, even_series_at_pole(noise), 80));
      }
    for (const int p : {2, 3, 6})
      for (const char* rho : {"1/10", "3/4", "1", "5/4", "7"})
        for (const Injection injection : kBoth) {
          const SmoothingNoise noise{p, ratio(rho), injection};
          const Ball curvature = curvature_at_pi_by_integral(noise);
          CHECK(overlaps(curvature, smoothed_slope(noise)(Ball(-1))));
          CHECK(is_positive(curvature) == Verdict::proved);
        }
  }

  TEST_CASE("the series' bound of its own next derivative is attained at c = 1") {
    const ScopedBits precision(128);
    const EvenSeries series({6, 2, Injection::normalized});
    const EvenValue end = series.at(1), wide = series.at(Ball::hull(Ball(Rational(1 - power_of_two(-20))), Ball(1)));
    CHECK(is_inside(end.value, wide.value) == Verdict::proved);
    CHECK(is_inside(end.slope, wide.slope) == Verdict::proved);
    CHECK(is_inside(end.curvature, wide.curvature) == Verdict::proved);
    CHECK(wide.curvature.radius_approx() < 1e-4);
  }

  TEST_CASE("odd p, rho = 1: the tail's bound holds where what is left out has one sign") {
    const ScopedDigits digits(40);
    const ScopedBits precision(100);
    const SmoothingNoise noise{3, 1, Injection::normalized};
    const Real exact = smoothed_kernel_by_quadrature(3, Real(1), Injection::normalized, pi<Real>() / Real(2));
    CHECK(overlaps(kernel_at(noise, kHalf), Ball::exactly(exact)));
  }

  TEST_CASE("odd p, rho a little above 1: as many digits as asked for, and those of more bits") {
    const auto at = [](int p, const char* rho, int bits) {
      const ScopedBits precision(bits);
      return EvenSeries({p, ratio(rho), Injection::normalized}).at(Ball(Rational(-3, 10)));
    };
    for (const auto& [p, rho] : {std::pair(3, "16/15"), std::pair(7, "21/20")}) {
      const EvenValue few = at(p, rho, 100), more = at(p, rho, 128);
      CHECK(same(few.value, more.value, 95));
      CHECK(same(few.slope, more.slope, 95));
      CHECK(same(few.curvature, more.curvature, 95));
    }
    const EvenValue hard = at(3, "1001/1000", 128);  // more terms than it takes
    CHECK(overlaps(hard.value, at(3, "1001/1000", 64).value));
    CHECK(hard.value.radius_approx() < 1e-19);
  }
}
