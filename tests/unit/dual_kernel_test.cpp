#include "model/dual_kernel.hpp"

#include <doctest/doctest.h>

using namespace noiseproof;

namespace {

/// h(x) = sin x - x cos x at many more digits than the value asked for, where its cancellation does no harm.
Real h_reference(const Real& x) {
  const ScopedDigits digits(1500);
  Real wide(0);
  mpfr_set(wide.backend().data(), x.backend().data(), MPFR_RNDN);
  return sin(wide) - wide * cos(wide);
}

Real relative_error(const Real& value, const Real& reference) { return abs(value - reference) / abs(reference); }

}  // namespace

TEST_SUITE("unit/dual_kernel") {
  TEST_CASE("C01 dual kernel: the values at 0, pi/2 and pi are pi, 1 and 0") {
    const ScopedDigits digits(60);
    const Real eps("1e-58");
    CHECK(abs(dual_kernel(Angle<Real>{Real(0), pi<Real>()}) - pi<Real>()) < eps);
    CHECK(abs(dual_kernel(Angle<Real>::from_phi(pi<Real>() / 2)) - 1) < eps);
    CHECK(dual_kernel(Angle<Real>::from_complement(Real(0))) == 0);
  }

  TEST_CASE("C01 dual kernel: relative error stays at working precision down to d = 1e-40 and beyond") {
    const ScopedDigits digits(60);
    for (const char* text : {"3.1", "1.00001", "1", "0.99999", "0.5", "1e-3", "1e-10", "1e-40", "1e-300"}) {
      const Real d(text);
      const Angle<Real> angle = Angle<Real>::from_complement(d);
      CAPTURE(text);
      CHECK(relative_error(dual_kernel(angle), h_reference(d)) < Real("1e-57"));
    }
    // The derivative -(pi-phi) sin phi ~ -d^2 and the second derivative ~ 2 d, at d = 1e-40.
    const Real d("1e-40");
    const Angle<Real> end = Angle<Real>::from_complement(d);
    CHECK(relative_error(dual_kernel_derivative(end), -d * sin(d)) < Real("1e-57"));
    CHECK(relative_error(dual_kernel_second_derivative(end), sin(d) + d * cos(d)) < Real("1e-57"));
  }

  TEST_CASE("C01 dual kernel: pi - g keeps its digits at the other end, phi = 1e-40") {
    const ScopedDigits digits(60);
    const Real phi("1e-40");
    const Angle<Real> angle = Angle<Real>::from_phi(phi);
    // pi - g = pi phi^2/2 - phi^3/3 + O(phi^4)
    CHECK(relative_error(dual_kernel_deficit(angle), pi<Real>() * phi * phi / 2 - phi * phi * phi / 3) < Real("1e-57"));
  }

  TEST_CASE("C01 dual kernel: double agrees with 60 digits to a few units in the last place") {
    const ScopedDigits digits(60);
    for (double d = 1e-8; d < 3.14; d *= 1.0137) {
      const Real reference = h_reference(Real(d));
      CAPTURE(d);
      CHECK(abs(Real(h(d)) - reference) < 4 * 0x1p-52 * reference);
    }
  }

  TEST_CASE("C01 dual kernel: a ball encloses the value at points, at every precision") {
    for (const slong bits : {53, 128, 400}) {
      const ScopedBits precision(bits);
      const ScopedDigits digits(200);
      for (const char* text : {"1e-40", "1/1000", "1/2", "1", "2", "3", "3.14159"}) {
        const Rational d = parse_rational(text, "t");
        const Ball enclosure = h(Ball(d));
        CAPTURE(text);
        CHECK(contains(enclosure, h_reference(from_rational<Real>(d))));
        CHECK(enclosure.radius_approx() <=
              std::ldexp(std::abs(enclosure.midpoint_approx()), static_cast<int>(8 - bits)));
      }
    }
  }

  TEST_CASE("C01 dual kernel: over a wide ball the enclosure is the true range, also where it sticks out beyond pi") {
    const ScopedBits precision(128);
    const ScopedDigits digits(60);
    const auto check_range = [](const char* lo, const char* hi, const Real& low, const Real& high) {
      const Ball range = h(Ball::hull(Ball(parse_rational(lo, "t")), Ball(parse_rational(hi, "t"))));
      CHECK(contains(range, low));
      CHECK(contains(range, high));
      CHECK(2 * range.radius_approx() < 1.000001 * (high - low).convert_to<double>());
    };
    check_range("0.1", "3", h_reference(Real("0.1")), h_reference(Real(3)));
    check_range("-1", "2.5", h_reference(Real(-1)), h_reference(Real("2.5")));
    check_range("3", "3.2", h_reference(Real(3)), pi<Real>());
  }

  TEST_CASE("C01 dual kernel: a jet's derivative is -(pi-phi) sin phi, by the chain rule on the literal formula") {
    using Jet = ceres::Jet<double, 1>;
    for (const double phi : {0.2, 1.3, 2.9}) {
      const Jet value = dual_kernel(Angle<Jet>::from_phi(Jet(phi, 0)));
      CHECK(value.v[0] == doctest::Approx(dual_kernel_derivative(Angle<double>::from_phi(phi))).epsilon(1e-14));
    }
  }

  TEST_CASE("C01 dual kernel: sine and cosine of an angle agree with the library's in the middle") {
    for (double phi = 0.05; phi < 3.1; phi += 0.1) {
      const Angle<double> angle = Angle<double>::from_phi(phi);
      CHECK(sine(angle) == doctest::Approx(std::sin(phi)).epsilon(1e-14));
      CHECK(std::abs(cosine(angle) - std::cos(phi)) < 1e-15);
    }
  }
}
