#include "smoothing/critical_level.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "smoothing_checks.hpp"

using namespace noiseproof;
using namespace smoothing_checks;

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
}
