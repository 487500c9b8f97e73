#include "dynamics/random.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "model/vec.hpp"

using namespace noiseproof;

TEST_SUITE("unit/random") {
  TEST_CASE("the Philox block function gives the published known answers") {
    // Known-answer vectors of philox4x32-10 from the Random123 distribution (kat_vectors).
    CHECK(philox_block({0, 0, 0, 0}, {0, 0}) ==
          std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox_block({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
          std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox_block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          std::array<std::uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
  }

  TEST_CASE("a number is a function of seed, run, step, purpose and slot, and of nothing else") {
    const auto third = [](std::uint64_t seed, std::uint32_t run, std::uint32_t step, Purpose purpose) {
      Stream stream(seed, run, step, purpose);
      stream.uniform(), stream.uniform();
      return stream.uniform();
    };
    const double reference = third(1, 2, 3, Purpose::noise_w);
    CHECK(third(1, 2, 3, Purpose::noise_w) == reference);
    CHECK(third(1 + (1ull << 32), 2, 3, Purpose::noise_w) != reference);
    CHECK(third(2, 2, 3, Purpose::noise_w) != reference);
    CHECK(third(1, 3, 3, Purpose::noise_w) != reference);
    CHECK(third(1, 2, 4, Purpose::noise_w) != reference);
    CHECK(third(1, 2, 3, Purpose::noise_a) != reference);
  }

  TEST_CASE("uniform numbers have the moments of (0, 1), Gaussian ones those of N(0, 1), within 5 sigma") {
    constexpr int n = 200000;
    Stream u(7, 0, 0, Purpose::probe), g(7, 1, 0, Purpose::probe);
    double u1 = 0, u2 = 0, g1 = 0, g2 = 0, g4 = 0, lag = 0, previous = 0;
    bool odd = true;  // multiples of 2^-53, so that neither 0 nor 1 can come up
    for (int i = 0; i < n; ++i) {
      const double x = u.uniform(), y = g.gaussian();
      REQUIRE(x > 0);
      REQUIRE(x < 1);
      odd = odd && std::fmod(std::ldexp(x, 53), 2) == 1;
      u1 += x, u2 += x * x;
      g1 += y, g2 += y * y, g4 += y * y * y * y, lag += y * previous;
      previous = y;
    }
    CHECK(odd);
    const double root = std::sqrt(double(n));
    CHECK(std::abs(u1 / n - 1.0 / 2) < 5 * std::sqrt(1.0 / 12) / root);
    CHECK(std::abs(u2 / n - 1.0 / 3) < 5 * std::sqrt(4.0 / 45) / root);
    CHECK(std::abs(g1 / n) < 5 / root);
    CHECK(std::abs(g2 / n - 1) < 5 * std::sqrt(2.0) / root);
    CHECK(std::abs(g4 / n - 3) < 5 * std::sqrt(96.0) / root);
    CHECK(std::abs(lag / n) < 5 / root);
  }

  TEST_CASE("points of the ball have E|x|^2 = rho^2 n/(n+2), mean 0, and stay inside, within 5 sigma") {
    constexpr int points = 40000;
    for (const int n : {1, 2, 6, 25}) {
      CAPTURE(n);
      const double rho = 3;
      Vec<double> x(static_cast<std::size_t>(n));
      double square = 0, first = 0;
      for (int i = 0; i < points; ++i) {
        Stream stream(11, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(n), Purpose::probe);
        uniform_in_ball(stream, rho, x);
        REQUIRE(norm_sq(x) <= rho * rho * (1 + 1e-14));
        square += norm_sq(x), first += x[0];
      }
      const double mean = rho * rho * n / (n + 2.0);
      const double variance = std::pow(rho, 4) * (n / (n + 4.0) - n * n / ((n + 2.0) * (n + 2.0)));
      CHECK(std::abs(square / points - mean) < 5 * std::sqrt(variance / points));
      CHECK(std::abs(first / points) < 5 * std::sqrt(mean / n / points));
    }
  }

  TEST_CASE("points of the sphere have length 1") {
    Vec<double> x(9);
    Stream stream(3, 0, 0, Purpose::probe);
    uniform_on_sphere(stream, x);
    CHECK(std::abs(norm_sq(x) - 1) < 1e-15);
  }
}
