// The critical noise level under other activations and of Gaussian noise (claim C16).
#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "instances.hpp"
#include "smoothing/critical_level.hpp"

using namespace noiseproof;

namespace {

Activation activation(const char* text) { return parse_activation(text, "test"); }

SmoothingNoise normalized(int p, const Rational& rho) { return {p, rho, Injection::normalized}; }

/// The mean of K over the direction of -w* + xi, seen from w*, by the midpoint rule over the ball in cylindrical
/// coordinates about w* (not those of the library): xi = h along w*, s across, density s^{p-2}.
double by_midpoints(int p, double rho, const std::function<double(double)>& kernel_of_cosine) {
  constexpr int kCells = 1500;
  double sum = 0, mass = 0;
  for (int i = 0; i < kCells; ++i) {
    const double h = rho * (2 * (i + 0.5) / kCells - 1), widest = std::sqrt(rho * rho - h * h);
    for (int j = 0; j < kCells; ++j) {
      const double s = widest * (j + 0.5) / kCells, weight = widest * std::pow(s, p - 2);
      const double along = h - 1;
      sum += weight * kernel_of_cosine(along / std::hypot(along, s));
      mass += weight;
    }
  }
  return sum / mass;
}

/// E |w~|^j K(angle(w~, w*)) for w~ = -w* + xi, xi Gaussian with this variance an entry, by the midpoint rule.
double gaussian_by_midpoints(int p, double variance, int j, const std::function<double(double)>& kernel_of_cosine) {
  constexpr int kCells = 1500;
  const double reach = 9 * std::sqrt(variance);
  double sum = 0, mass = 0;
  for (int i = 0; i < kCells; ++i) {
    const double h = reach * (2 * (i + 0.5) / kCells - 1);
    for (int l = 0; l < kCells; ++l) {
      const double s = reach * (l + 0.5) / kCells;
      const double weight = std::pow(s, p - 2) * std::exp(-(h * h + s * s) / (2 * variance));
      const double length = std::hypot(h - 1, s);
      sum += weight * std::pow(length, j) * kernel_of_cosine((h - 1) / length);
      mass += weight;
    }
  }
  return sum / mass;
}

}  // namespace

TEST_SUITE("C16 smoothing_removes_spurious") {
  TEST_CASE("K(pi) under noise is the mean over the ball: polynomial, binary, leaky, on both sides of radius 1") {
    const double pi = std::acos(-1.0);
    struct Case {
      const char* text;
      std::function<double(double)> kernel;
    };
    // act = 1 + z + z^2/3 = 4/3 + h_1 + sqrt(2)/3 h_2.
    const Case cases[] = {{"poly:1,1,1/3", [&](double x) { return 2 * pi * (16.0 / 9 + x + 2.0 / 9 * x * x); }},
                          {"binary", [&](double x) { return pi - std::acos(x); }},
                          {"leaky:-1/4", [&](double x) {
                             const double t = std::acos(x);
                             return 25.0 / 16 * (std::sin(t) + (pi - t) * x) - pi / 2 * x;
                           }}};
    for (const Case& c : cases)
      for (const auto& at : {std::pair(2, Rational(1, 2)), {3, 1}, {3, Rational(5, 2)}, {7, 3}}) {
        const int p = at.first;
        const Rational rho = at.second;
        CAPTURE(c.text);
        CAPTURE(to_string(rho));
        const double found = smoothed_at_pi(activation(c.text), normalized(p, rho)).midpoint_approx();
        CHECK(found == doctest::Approx(by_midpoints(p, rho.convert_to<double>(), c.kernel)).epsilon(2e-4));
      }
  }

  TEST_CASE("leaky with slope 0 is ReLU: the same level, by its own route") {
    const Instance instance = instance_of(25, 6, 4);
    const DualLandscape z = dual_landscape(Activation{}, instance);
    const std::optional<Bounds> other = critical_noise_level(z, 10);
    const std::optional<Bounds> relu = critical_noise_level(6, Injection::normalized, 25, 4, 10);
    REQUIRE(other);
    REQUIRE(relu);
    CHECK(other->lo <= relu->hi);
    CHECK(relu->lo <= other->hi);
  }

  TEST_CASE("binary in the plane: the level solves E d = gamma, d uniform at radius endless; none at k = 1") {
    // E d <= pi/2 rises with rho; gamma = q (1 - (v-q) r/(lambda1 - q r)), q = pi/2, v = pi, is below pi/2 for r > 0.
    const DualLandscape z = dual_landscape(activation("binary"), instance_of(4, 2, 1));
    const std::optional<Bounds> level = critical_noise_level(z, 8);
    REQUIRE(level);
    const double pi = std::acos(-1.0), gamma = pi / 2 * (1 - 1 / (5.0 - 1));
    CHECK(z.gamma.midpoint_approx() == doctest::Approx(gamma));
    const double rho = ball_over(*level).midpoint_approx();
    CHECK(by_midpoints(2, rho, [&](double x) { return pi - std::acos(x); }) == doctest::Approx(gamma).epsilon(1e-4));
    CHECK_FALSE(critical_noise_level(dual_landscape(activation("binary"), instance_of(1, 2, 1)), 8));
  }

  TEST_CASE("Gaussian noise of a ball's variance: mean length and G(pi) by quadrature, raw and normalized") {
    const double pi = std::acos(-1.0);
    const auto relu = [&](double x) { return std::sqrt(1 - x * x) + (pi - std::acos(x)) * x; };
    for (const auto& [p, rho] : {std::pair(2, Rational(2)), {3, 1}, {6, 5}})
      for (const Injection injection : {Injection::raw, Injection::normalized}) {
        const SmoothingNoise noise{p, rho, injection, NoiseLaw::gaussian};
        const double variance = Rational(rho * rho / (p + 2)).convert_to<double>();
        const int j = injection == Injection::raw ? 1 : 0;
        CAPTURE(noise.p);
        CHECK(smoothed_kernel_at_pi(noise).midpoint_approx() ==
              doctest::Approx(gaussian_by_midpoints(p, variance, j, relu)).epsilon(2e-4));
        CHECK(mean_length(noise).midpoint_approx() ==
              doctest::Approx(gaussian_by_midpoints(p, variance, j, [](double) { return 1.0; })).epsilon(2e-4));
        CHECK(spurious_share(noise).midpoint_approx() !=
              doctest::Approx(spurious_share({p, rho, injection}).midpoint_approx()).epsilon(1e-3));
      }
  }

  TEST_CASE(
      "in high dimension a Gaussian and a ball of its variance have nearly one level; elsewhere Gaussians stop at pi") {
    const std::optional<Bounds> ball = critical_noise_level(400, Injection::raw, 5, 0, 8);
    const std::optional<Bounds> gaussian = critical_noise_level(400, Injection::raw, 5, 0, 8, NoiseLaw::gaussian);
    REQUIRE(ball);
    REQUIRE(gaussian);
    CHECK(gaussian->lo.convert_to<double>() == doctest::Approx(ball->hi.convert_to<double>()).epsilon(2e-3));
    CHECK(gaussian->lo > ball->hi);
    const SmoothingNoise noise{6, 2, Injection::raw, NoiseLaw::gaussian};
    CHECK_THROWS(smoothed_kernel(noise, angle_at(Rational(1, 2))));
    CHECK_THROWS(smoothed_slope(noise));
  }

  TEST_CASE("from its threshold on no noise is needed, and raw noise is refused") {
    CHECK_FALSE(critical_noise_level(dual_landscape(activation("sigmoid"), instance_of(25, 6, 13)), 8));
    CHECK(critical_noise_level(dual_landscape(activation("sigmoid"), instance_of(25, 6, 12)), 8));
    CHECK_THROWS(smoothed_at_pi(activation("sigmoid"), {6, 2, Injection::raw}));
  }
}
