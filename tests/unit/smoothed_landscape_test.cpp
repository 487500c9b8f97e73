#include "smoothing/smoothed_landscape.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "instances.hpp"
#include "smoothing/hypergeometric.hpp"
#include "smoothing_checks.hpp"

using namespace noiseproof;
using namespace smoothing_checks;

TEST_SUITE("unit/smoothing") {
  TEST_CASE("the best a under noise has the landscape's a.a*, with both moments of the noise in it") {
    const Ball m1(Rational(5, 4)), m2(Rational(7, 4)), kernel(Rational(1, 3));
    const Landscape z = landscape(instance_of(5, 3, 2), 1, Ball::pi(), kernel, m1, m2);
    const OutputWeights<Ball> a = best_a(z, kernel), plain = best_a(landscape(z.instance), kernel);
    CHECK(overlaps(z.e1 * a.x + z.e2 * a.y, z.alpha_bar()));
    CHECK_FALSE(overlaps(plain.x / m2, a.x));
    CHECK_FALSE(overlaps(plain.y / m2, a.y));
  }

  TEST_CASE("the poles and the saddle of the mean loss: from a solved for, and from the kernel beside the poles") {
    const ScopedBits precision(128);
    const Instance instance = instance_of(5, 3, 1);
    const Landscape z = landscape(instance);
    const auto near = [](const Ball& u, double v) { return std::abs(u.midpoint_approx() - v) < 1e-7; };
    // The lengths of raw noise by the means over spheres, as above; those of normalized noise are 1.
    const std::tuple<SmoothingNoise, double, double> cases[] = {{{3, kHalf, Injection::raw}, 1.05, 1.15},
                                                                {{6, 2, Injection::normalized}, 1, 1}};
    for (const auto& [noise, m1, m2] : cases) {
      const PlainMeanLoss loss{make_teacher<double>(instance).a_star, m1, m2};
      const auto g = [&, at = noise](const Rational& t) { return kernel_at(at, t).midpoint_approx(); };
      const auto alpha = [&](const Rational& t) { return dot(loss.best_a(g(t)), loss.a_star); };
      const SmoothedPoles poles = smoothed_poles(z, noise);
      CHECK(near(poles.share, g(1) / m1));
      CHECK(near(poles.spurious.alpha, alpha(1)));
      CHECK(near(poles.optimum.alpha, alpha(0)));
      const double four_pi = 4 * pi<double>();
      CHECK(near(poles.excess, (loss.at(loss.best_a(g(1)), g(1)) - loss.at(loss.best_a(g(0)), g(0))) / four_pi));
      // The loss on the sphere at that a: its second difference across the pole.
      const Rational step = power_of_two(-10);
      for (const int pole : {0, 1}) {
        const Ball rise = kernel_at(noise, abs(Rational(pole - step))) - kernel_at(noise, pole),
                   h = Ball::pi() * Ball(step);
        const double bend = (Ball(2) * rise / square(h)).midpoint_approx(),
                     curvature = -2 * alpha(pole) * bend / four_pi;
        CHECK(std::abs((pole == 1 ? poles.spurious : poles.optimum).curvature.midpoint_approx() - curvature) < 1e-5);
      }
      const Bounds saddle = smoothed_saddle(z, noise, 20).value();
      CHECK(alpha(saddle.lo) > 0);
      CHECK(alpha(saddle.hi) < 0);
      CHECK(saddle.hi - saddle.lo < power_of_two(-18));
    }
  }

  TEST_CASE("gamma is the kernel's value at which the best a is orthogonal to the teacher's") {
    for (const auto& [k, r] : {std::pair(25, 4), std::pair(5, 1), std::pair(3, 0)}) {
      const PlainMeanLoss loss{make_teacher<double>(instance_of(k, 3, r)).a_star, 1, 1};
      CHECK(std::abs(dot(loss.best_a(saddle_kernel_value<double>(k, r)), loss.a_star)) < 1e-14);
    }
  }

  TEST_CASE("G' < 0 is proved over all angles, or undecided where the kernel is not known well enough near pi") {
    const ScopedBits precision(96);
    int boxes = 0;
    CHECK(falls_in_angle({6, 3, Injection::raw}, boxes) == Verdict::proved);
    CHECK(boxes > 0);
    CHECK(falls_in_angle({3, Rational(1, 100), Injection::normalized}, boxes) == Verdict::proved);
    const ScopedBits few(16);
    CHECK(falls_in_angle({3, Rational(1, 100'000), Injection::raw}, boxes) == Verdict::undecided);
    // So few bits know the sign up to a right angle and not beyond, where the slope is smaller.
    const ScopedBits hardly_any(4);
    const SmoothingNoise flat{2, Rational(101, 100), Injection::normalized};
    for (const auto& [c, verdict] : {std::pair(Rational(3, 4), Verdict::proved), {-1, Verdict::undecided}})
      CHECK(is_positive(smoothed_slope(flat)(Ball(c))) == verdict);
    CHECK(falls_in_angle(flat, boxes) == Verdict::undecided);
  }

  TEST_CASE("a saddle next to -w*, where the series does not know G any more, is bracketed by G(pi)") {
    const Instance instance = instance_from(25, 6, "8.6394372");
    const ScopedBits precision(128);
    const Bounds rho = level(6, Injection::normalized, "8.6394372", 12);
    const Landscape z = landscape(instance);
    const Bounds saddle = smoothed_saddle(z, {6, Rational(rho.lo * 99 / 100), Injection::normalized}, 20).value();
    CHECK(saddle.lo > Rational(99, 100));
    CHECK(saddle.hi <= 1);
    CHECK_FALSE(smoothed_saddle(z, {6, Rational(rho.hi * 101 / 100), Injection::normalized}, 20).has_value());
  }

  TEST_CASE("the kernel's values at opposite angles add up to at least 2 m1") {
    const ScopedBits precision(96);
    for (const int p : {2, 3, 20})
      for (const char* rho : {"1/100", "1/2", "1", "3", "1000"})
        for (const Injection injection : kBoth) {
          const SmoothingNoise noise{p, ratio(rho), injection};
          const SmoothedPoles poles = smoothed_poles(landscape(instance_of(5, p, 0)), noise);  // gamma = 1
          CHECK(is_positive(poles.optimum.alpha) == Verdict::proved);
          CHECK(is_positive(poles.excess) == Verdict::proved);  // has the sign of G(0) + G(pi) - 2 m1
        }
  }
}
