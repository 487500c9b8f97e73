// C19, C20 and the designed schedule: the constants against a quadratic solved by hand, against the gradient itself at random
// points, and against points where a larger constant fails.
#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "dynamics/descent.hpp"
#include "instances.hpp"
#include "model/gradient.hpp"
#include "smoothing/designed_schedule.hpp"
#include "smoothing/dissipativity.hpp"

using namespace noiseproof;

namespace {

Instance small_instance(const Rational& r) { return instance_of(5, 3, r); }

/// <grad, z - z*> - c |z - z*|^2 at a student, from the model's gradient on the sphere.
double surplus(const Problem& problem, const Student<double>& z, double c) {
  const Invariants<double> x = invariants(z, problem.teacher);
  const Vec<double> in_a = combine(1.0, z.a, -1.0, problem.teacher.a_star), in_w = combine(1.0, z.w, -1.0, problem.teacher.w_star);
  return dot(gradient_a(z, problem.teacher, x), in_a) + dot(sphere_gradient_w(z, problem.teacher, x), in_w) -
         c * (norm_sq(in_a) + norm_sq(in_w));
}

}  // namespace

TEST_SUITE("C19 dissipative_region") {
  TEST_CASE("at r = 0 the largest joint rate is the root of the quadratic at 5 pi/12") {
    const double pi = noiseproof::pi<double>(), phi = 5 * pi / 12, g = std::sin(phi) + (pi - phi) * std::cos(phi);
    const double v = (pi - phi) * std::sin(phi) * std::sin(phi), y = 1 - std::cos(phi), b = pi - g + v;
    // b^2/(16 pi^2 ((pi-1)/2pi - c)) = v/2pi - 2cy, the smaller root.
    const double e = (pi - 1) / (2 * pi), f = v / (2 * pi), q = b * b / (16 * pi * pi);
    const double half = (f + 2 * y * e) / (4 * y), c = half - std::sqrt(half * half - (f * e - q) / (2 * y));
    const Bounds rate = largest_joint_rate(small_instance(0));
    CHECK(rate.lo.convert_to<double>() <= c);
    CHECK(c <= rate.hi.convert_to<double>() * (1 + 1e-12));
    CHECK(rate.hi.convert_to<double>() - rate.lo.convert_to<double>() < 1e-5 * c);
  }

  TEST_CASE("the joint statement holds for the gradient at random students, and fails for a larger rate at some") {
    const Instance instance = small_instance(1);
    const Problem problem(instance);
    const Bounds rate = largest_joint_rate(instance);
    double least = 1, least_above = 1;
    for (std::uint32_t run = 0; run < 4000; ++run) {
      Stream stream(7, run, 0, Purpose::start);
      Vec<double> across(3), x(5);
      uniform_on_sphere(stream, across);
      across = combine(1.0, across, -dot(across, problem.teacher.w_star), problem.teacher.w_star);
      uniform_in_ball(stream, 1.5, x);
      // Towards the far edge and against a*, where it is tight.
      const double phi = 5 * pi<double>() / 12 * (run % 4 == 0 ? 1 : (run % 97) / 97.0), pull = run % 4 == 0 ? 0.2 : 1;
      Student<double> z{combine(std::cos(phi), problem.teacher.w_star, std::sin(phi) / std::sqrt(norm_sq(across)), across),
                        combine(1.0, problem.teacher.a_star, pull, x)};
      if (run % 4 == 0) z.a = combine(1.0, z.a, -0.004 * (run % 200), problem.teacher.a_star);
      least = std::min(least, surplus(problem, z, rate.lo.convert_to<double>()));
      least_above = std::min(least_above, surplus(problem, z, 1.6 * rate.hi.convert_to<double>()));
    }
    CHECK(least > -1e-12);
    CHECK(least_above < 0);
    CHECK(is_jointly_dissipative(instance, rate.hi * Rational(51, 50)) == Verdict::refuted);
  }

  TEST_CASE("the joint offset falls like the fourth power of the noise") {
    const Instance instance = small_instance(1);
    const Rational c = largest_joint_rate(instance).lo / 2;
    const Bounds small = joint_offset(instance, {3, Rational(1, 50), Injection::raw}, c),
                 large = joint_offset(instance, {3, Rational(1, 25), Injection::raw}, c);
    const double ratio = Rational(large.lo / small.lo).convert_to<double>();
    CHECK(ratio > 14);
    CHECK(ratio < 18);
    CHECK_THROWS_AS(joint_offset(instance, {3, Rational(1, 50), Injection::raw}, 1), Error);
  }

  TEST_CASE("the offset in a is attained at the spurious angle") {
    const Instance instance = small_instance(1);
    const ScopedBits precision(128);
    const SmoothingNoise noise{3, 2, Injection::raw};
    const Ball c = largest_rate_in_a(5, noise) / Ball(2), offset = offset_in_a(instance, noise, c);
    // The minimising x = -b_i e_i/(4 pi (m2 lambda_i/2pi - c)) at phi = pi, put into the quadratic form itself.
    const Ball m1 = mean_length(noise), m2 = mean_square_length(noise), g = smoothed_kernel_at_pi(noise), two_pi = Ball(2) * Ball::pi();
    const Ball lambda[2] = {Ball(4) + Ball::pi(), Ball::pi() - Ball(1)}, mu[2] = {4, -1};
    const Ball e[2] = {sqrt(Ball(Rational(1, 5))), sqrt(Ball(Rational(4, 5)))};
    Ball value = 0;
    for (int i = 0; i < 2; ++i) {
      const Ball b = m2 * lambda[i] - m1 * mu[i] - g, x = -b * e[i] / (Ball(2) * two_pi * (m2 * lambda[i] / two_pi - c));
      value += (m2 * lambda[i] / two_pi - c) * square(x) + b * e[i] * x / two_pi;
    }
    CHECK(overlaps(-value, offset));
    CHECK_THROWS_AS(offset_in_a(instance, noise, largest_rate_in_a(5, noise) * Ball(Rational(1001, 1000))), Error);
    // One unit: M = (pi) has no second eigenvalue, and more than pi - 1 of it is left.
    const Instance one = instance_of(1, 3, 1);
    CHECK_NOTHROW(offset_in_a(one, noise, m2 * Ball(Rational(49, 100))));
    CHECK_THROWS_AS(offset_in_a(one, noise, m2 * Ball(Rational(51, 100))), Error);
  }

  TEST_CASE("the rate in w falls to 0 towards the spurious angle") {
    const ScopedBits precision(96);
    const SmoothingNoise noise{3, Rational(1, 2), Injection::raw};
    Ball before = rate_in_w(noise, 1, angle_at(Rational(1, 4)));
    for (const Rational& t : {Rational(1, 2), Rational(3, 4), Rational(15, 16), Rational(1)}) {
      const Ball now = rate_in_w(noise, 1, angle_at(t));
      CHECK(is_less(now, before) == Verdict::proved);
      before = now;
    }
    CHECK(contains_zero(before));
  }
}

TEST_SUITE("C20 phase_two_converges") {
  TEST_CASE("the drift contracts for a short step, and a long one is refused") {
    const Instance instance = small_instance(1);
    const Drift d = drift(instance, Rational(1, 200), Rational(1, 100), Rational(1, 100), Rational(1, 2));
    CHECK(is_positive(d.contraction) == Verdict::proved);
    CHECK(is_positive(d.noise) == Verdict::proved);
    CHECK_THROWS_AS(drift(instance, 2, Rational(1, 100), Rational(1, 100), Rational(1, 2)), Error);
    CHECK_THROWS_AS(drift(instance, Rational(1, 200), 1, 0, Rational(1, 2)), Error);
  }
}

TEST_SUITE("designed schedule") {
  TEST_CASE("it starts above the critical level and ends below what counts as arrived") {
    const Design d = design_schedule(small_instance(1), 0.99);
    CHECK(d.schedule.front().rho_w > d.critical_level);
    CHECK(d.critical_level > 0);
    CHECK(d.schedule.back().rho_w <= 1e-5);
    for (std::size_t i = 1; i < d.schedule.size(); ++i) CHECK(d.schedule[i].rho_w == d.schedule[i - 1].rho_w / 2);
    CHECK(design_schedule(small_instance(1), 0.999).schedule.front().steps > d.schedule.front().steps);
  }
  TEST_CASE("above the threshold there is no critical level, and a schedule all the same") {
    const Design d = design_schedule(small_instance(4), 0.99);
    CHECK(d.critical_level == 0);
    CHECK(d.alpha > 0);
  }
  TEST_CASE("a probability of 0 or 1 is refused") {
    CHECK_THROWS_AS(design_schedule(small_instance(1), 0), Error);
    CHECK_THROWS_AS(design_schedule(small_instance(1), 1), Error);
  }
}
