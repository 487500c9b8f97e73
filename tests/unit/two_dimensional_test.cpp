#include "smoothing/two_dimensional.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "smoothing/hypergeometric.hpp"
#include "smoothing_checks.hpp"
#include "witness/smoothed_definition.hpp"

using namespace noiseproof;
using namespace smoothing_checks;

TEST_SUITE("unit/smoothing") {
  TEST_CASE("normalized noise, rho < 1: the two-dimensional integral is the definition's quadrature") {
    const ScopedDigits digits(40);
    const auto definition = [](int p, const char* rho, const Rational& t) {
      return Ball::exactly(
          smoothed_kernel_by_quadrature(p, Real(rho), Injection::normalized, pi<Real>() * from_rational<Real>(t)));
    };
    const auto agree = [&](int bits, int p, const char* rho, const Rational& t) {
      CAPTURE(p);
      const ScopedBits precision(bits);
      const SmoothingNoise noise{p, ratio(rho), Injection::normalized};
      const SmoothedKernel found = smoothed_kernel_by_integral(noise, angle_at(t)),
                           series = smoothed_kernel(noise, angle_at(t));
      const Ball close(power_of_two(6 - bits));
      CHECK(is_less(distance(found.value, definition(p, rho, t)), close) == Verdict::proved);
      CHECK(overlaps(found.value, series.value));
      CHECK(overlaps(found.slope, series.slope));
      CHECK((!is_finite(series.second_derivative) || overlaps(found.second_derivative, series.second_derivative)));
    };
    CHECK(is_less(Ball(Rational(1, 1000)), distance(definition(2, "0.5", Rational(1, 2)),
                                                    definition(3, "0.5", Rational(1, 2)))) == Verdict::proved);
    for (const int p : {2, 3, 6}) agree(80, p, "0.5", Rational(1, 2));
    agree(64, 3, "0.25", Rational(2, 3));
    agree(64, 2, "0.75", Rational(1, 5));
    // Where noise can turn w into -w*, and, with rho near 1, almost everywhere.
    agree(64, 2, "0.5", Rational(99, 100));
    agree(24, 6, "0.5", Rational(99, 100));
    agree(20, 4, "0.96875", Rational(1, 2));
  }

  TEST_CASE("normalized noise, rho < 1: the derivatives are those of the values a step apart") {
    const ScopedBits precision(80);
    const Rational step = power_of_two(-24);
    for (const int p : {2, 5}) {
      const SmoothingNoise noise{p, Rational(1, 2), Injection::normalized};
      const auto at = [&](const Rational& t) { return smoothed_kernel_by_integral(noise, angle_at(t)); };
      const SmoothedKernel here = at(Rational(2, 5)), after = at(Rational(2, 5) + step),
                           before = at(Rational(2, 5) - step);
      const Ball h = Ball::pi() * Ball(step), close(power_of_two(-40));
      CHECK(is_less(distance((after.value - before.value) / (Ball(2) * h), here.derivative), close) == Verdict::proved);
      CHECK(is_less(distance((after.derivative - before.derivative) / (Ball(2) * h), here.second_derivative), close) ==
            Verdict::proved);
    }
  }

  TEST_CASE("normalized noise, rho < 1, next to -w*: with few bits too the integral's balls hold the definition") {
    const ScopedDigits digits(40);
    const auto definition = [](const Real& d) {
      return smoothed_kernel_by_quadrature(3, Real("0.5"), Injection::normalized, pi<Real>() - d);
    };
    const Real d = pi<Real>() / 100, h("1e-9"), here = definition(d), there = definition(d + h);
    for (const int bits : {12, 16}) {
      const ScopedBits precision(bits);
      const SmoothedKernel found =
          smoothed_kernel_by_integral({3, kHalf, Injection::normalized}, angle_at(Rational(99, 100)));
      CHECK(contains(found.value, here));
      CHECK(contains(found.derivative, Real((here - there) / h)));  // to 1e-9, of a ball of 1e-5 or more
    }
  }

  TEST_CASE("normalized noise, rho < 1, beyond a right angle: G' is the mean of pairs that all fall") {
    const ScopedBits precision(24);
    for (const Rational& t : {kHalf, Rational(3, 4), Rational(4, 5)}) {
      const SmoothingNoise noise{3, kHalf, Injection::normalized};
      const double phi = t.convert_to<double>() * pi<double>(), rho = 0.5;
      double mean = 0, weight = 0;
      constexpr int kSteps = 100;
      for (int i = 0; i < kSteps; ++i)
        for (int j = 0; j < kSteps; ++j) {
          // sin d = rho sin psi; for p = 3 chi is uniform.
          const double psi = pi<double>() / 2 * (i + 0.5) / kSteps, chi = pi<double>() / 2 * (j + 0.5) / kSteps;
          const double s = rho * std::sin(psi), c = std::sqrt(1 - s * s), chord = rho * std::cos(psi);
          const double law = (std::pow(c + chord, 3) - std::pow(c - chord, 3)) * s * chord / c;
          const auto x = [&](double side) {
            return std::acos(std::cos(phi) * c + side * std::sin(phi) * s * std::cos(chi));
          };
          const double pair = (2 * pi<double>() - x(1) - x(-1)) * std::sin(phi) * c -
                              (x(-1) - x(1)) * std::cos(phi) * s * std::cos(chi);
          CHECK_FALSE(pair <= 0);
          mean += law * pair / 2;
          weight += law;
        }
      CHECK(std::abs(mean / weight + smoothed_kernel_by_integral(noise, angle_at(t)).derivative.midpoint_approx()) <
            1e-4);
    }
  }
}
