#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "rigor/roots.hpp"
#include "smoothing.hpp"
#include "smoothing/two_dimensional.hpp"

using namespace noiseproof;

TEST_SUITE("unit/smoothing") {
  TEST_CASE("the critical level at six inputs, r = 0: digits of docs/mathematics.md section 6") {
    for (const auto& [injection, digits] : {std::pair(Injection::raw, "20.908553749652058007"),
                                            std::pair(Injection::normalized, "17.928100921497551441")}) {
      const Bounds found = level(6, injection, "0");
      CHECK(Rational(abs(Rational(found.lo - ratio(digits)))) < ratio("1e-18"));
      CHECK(found.hi - found.lo < ratio("1e-29") * found.hi);
      const ScopedBits precision(160);
      CHECK(is_less(spurious_share({6, found.lo, injection}), Ball(1)) == Verdict::proved);
      CHECK(is_less(Ball(1), spurious_share({6, found.hi, injection})) == Verdict::proved);
    }
  }

  TEST_CASE("false twins of the critical level: another p, another k, another injection are told apart") {
    for (const Injection injection : kBoth) {
      const Bounds right = level(6, injection, "4", 12);
      for (const Bounds& wrong :
           {level(7, injection, "4", 12), level(6, injection, "4", 12, 26), level(6, injection, "401/100", 12)})
        CHECK((wrong.hi < right.lo || right.hi < wrong.lo));
    }
    CHECK(level(6, Injection::normalized, "4", 12).hi < level(6, Injection::raw, "4", 12).lo);
  }

  TEST_CASE("from the threshold on there is no critical level, just below it a small one") {
    CHECK_FALSE(critical_noise_level(6, Injection::raw, 25, 9, 12).has_value());
    CHECK_FALSE(critical_noise_level(6, Injection::raw, 1, 1, 12).has_value());
    for (const Injection injection : kBoth) {
      const Bounds near = level(6, injection, "8639/1000", 12);
      CHECK(near.lo > 0);
      CHECK(near.hi < Rational(1, 10));
    }
    // However near: G(pi)/m1 is c rho^3 there, and so is gamma, linear in r.
    const char* const threshold = "8.6394372684109761169064206418806893776540629955419095398880325148270462864428737";
    for (const Injection injection : kBoth)
      for (const int digits : {22, 50}) {
        const std::string r(threshold, static_cast<std::size_t>(digits) + 2);
        const Bounds rho = level(6, injection, r.c_str(), 20);
        CHECK(rho.hi - rho.lo < rho.hi * ratio("1e-19"));
        const Rational cube = rho.lo * rho.lo * rho.lo / (ratio(threshold) - ratio(r.c_str()));
        // d gamma/dr = -pi^2/((pi-1)(k+pi-1)) there, and c is (pi/2)(q(1) - 1)/rho^3 of docs/smoothing.md.
        const double pi = noiseproof::pi<double>(), slope = pi * pi / ((pi - 1) * (24 + pi));
        const double c = pi / 2 * 6 / (3 * 3.5 * 4.5 * std::beta(0.5, 3.5) * std::beta(0.5, 2.5));
        CHECK(std::abs(cube.convert_to<double>() * c / slope - 1) < 1e-6);
      }
  }

  TEST_CASE("outside the domain: one clear error") {
    for (const SmoothingNoise& noise :
         {SmoothingNoise{1, 1, Injection::raw}, SmoothingNoise{6, 0, Injection::raw},
          SmoothingNoise{6, Rational(-1), Injection::normalized}, SmoothingNoise{6, 1'000'001, Injection::raw},
          SmoothingNoise{100'001, 1, Injection::normalized}}) {
      CHECK_THROWS_AS(smoothed_kernel(noise, angle_at(1)), Error);
      CHECK_THROWS_AS(smoothed_kernel_at_pi(noise), Error);
      CHECK_THROWS_AS(kernel_at_pi_by_integral(noise), Error);
      CHECK_THROWS_AS(mean_length(noise), Error);
      CHECK_THROWS_AS(mean_square_length(noise), Error);
    }
    CHECK_NOTHROW(smoothed_kernel_at_pi({2, ratio("1e6"), Injection::raw}));
    for (const SmoothingNoise& noise :
         {SmoothingNoise{6, Rational(1, 2), Injection::raw}, SmoothingNoise{6, 1, Injection::normalized},
          SmoothingNoise{6, 0, Injection::normalized}, SmoothingNoise{1, Rational(1, 2), Injection::normalized}})
      CHECK_THROWS_AS(smoothed_kernel_by_integral(noise, angle_at(Rational(1, 2))), Error);
  }

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
