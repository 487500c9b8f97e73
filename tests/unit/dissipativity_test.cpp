// C19, C20 and the designed schedule: the constants against a quadratic solved by hand, against the gradient itself at
// random points, and against points where a larger constant fails.
#include "smoothing/dissipativity.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "core/error.hpp"
#include "dynamics/descent.hpp"
#include "instances.hpp"
#include "model/gradient.hpp"
#include "smoothing/designed_schedule.hpp"

using namespace noiseproof;

namespace {

Instance small_instance(const Rational& r) { return instance_of(5, 3, r); }

/// <grad, z - z*> - c |z - z*|^2 at a student, from the model's gradient on the sphere.
double surplus(const Problem& problem, const Student<double>& z, double c) {
  const Invariants<double> x = invariants(z, problem.teacher);
  const Vec<double> in_a = combine(1.0, z.a, -1.0, problem.teacher.a_star),
                    in_w = combine(1.0, z.w, -1.0, problem.teacher.w_star);
  return dot(gradient_a(z, problem.teacher, x), in_a) + dot(sphere_gradient_w(z, problem.teacher, x), in_w) -
         c * (norm_sq(in_a) + norm_sq(in_w));
}

/// The least value of a convex quadratic function of R^n, by conjugate gradients; differences of a quadratic are exact.
double least_of(const std::function<double(const Vec<double>&)>& f, Vec<double> x) {
  const auto slope = [&](const Vec<double>& at) {
    Vec<double> out;
    for (std::size_t i = 0; i < at.size(); ++i) {
      Vec<double> up = at, down = at;
      up[i] += 1, down[i] -= 1;
      out.push_back((f(up) - f(down)) / 2);
    }
    return out;
  };
  Vec<double> g = slope(x), d = combine(-1.0, g, 0.0, g);
  for (std::size_t i = 0; i < x.size() && norm_sq(g) > 1e-24; ++i) {
    const double bend = f(combine(1.0, x, 1.0, d)) + f(combine(1.0, x, -1.0, d)) - 2 * f(x);
    x = combine(1.0, x, -dot(g, d) / bend, d);
    const Vec<double> next = slope(x);
    d = combine(-1.0, next, norm_sq(next) / norm_sq(g), d);
    g = next;
  }
  return f(x);
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
      Student<double> z{
          combine(std::cos(phi), problem.teacher.w_star, std::sin(phi) / std::sqrt(norm_sq(across)), across),
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
    CHECK(large.hi < large.lo * Rational(102, 100));
    CHECK_THROWS_AS(joint_offset(instance, {3, Rational(1, 50), Injection::raw}, 1), Error);
  }

  TEST_CASE("the joint offset is what the quadratic form in all of a falls short of, at the worst angle") {
    const Instance instance = small_instance(1);
    const Vec<double> a_star = make_teacher<double>(instance).a_star;
    const SmoothingNoise noise{3, Rational(1, 2), Injection::raw};
    const double m1 = 1.05, m2 = 1.15,
                 pi = noiseproof::pi<double>();  // E|w~|, E|w~|^2 for p = 3: 1 + rho^2/5, 1 + 3 rho^2/5
    const auto kernel = [&](const Rational& t) { return smoothed_kernel(noise, angle_at(t)).value.midpoint_approx(); };
    // The worst angle is 0 for the smaller rate, 5 pi/12 for the larger.
    for (const Rational& rate : {Rational(1, 50), Rational(1, 20)}) {
      const Bounds offset = joint_offset(instance, noise, rate);
      const double c = rate.convert_to<double>();
      double most = 0;
      for (int i = 0; i <= 5; ++i) {
        const Rational t = kJointAngle * i / 5, step = power_of_two(-20);
        const double phi = t.convert_to<double>() * pi, g = kernel(t);
        const double fall = (kernel(abs(Rational(t - step))) - kernel(t + step)) / (2 * pi * step.convert_to<double>());
        // <grad_a, a - a*> + <grad_w, w - w*> - c (|a - a*|^2 + |w - w*|^2) for the mean loss.
        most = std::max(most, -least_of(
                                  [&](const Vec<double>& a) {
                                    double total =
                                        dot(a, a_star) / (2 * pi) * std::sin(phi) * fall - 2 * c * (1 - std::cos(phi));
                                    for (std::size_t j = 0; j < a.size(); ++j) {
                                      const double x = a[j] - a_star[j];
                                      const double gradient = m2 * (sum(a) + (pi - 1) * a[j]) -
                                                              m1 * (sum(a_star) - a_star[j]) - g * a_star[j];
                                      total += gradient * x / (2 * pi) - c * x * x;
                                    }
                                    return total;
                                  },
                                  a_star));
      }
      CHECK(most > 0.999 * offset.lo.convert_to<double>());
      CHECK(most < 1.000001 * offset.hi.convert_to<double>());
    }
  }

  TEST_CASE("the offset in a is attained at the spurious angle") {
    const Instance instance = small_instance(1);
    const ScopedBits precision(128);
    const SmoothingNoise noise{3, 2, Injection::raw};
    const Ball c = largest_rate_in_a(5, noise) / Ball(2), offset = offset_in_a(instance, noise, c);
    // The minimising x = -b_i e_i/(4 pi (m2 lambda_i/2pi - c)) at phi = pi, put into the quadratic form itself.
    const Ball m1 = mean_length(noise), m2 = mean_square_length(noise), g = smoothed_kernel_at_pi(noise),
               two_pi = Ball(2) * Ball::pi();
    const Ball lambda[2] = {Ball(4) + Ball::pi(), Ball::pi() - Ball(1)}, mu[2] = {4, -1};
    const Ball e[2] = {sqrt(Ball(Rational(1, 5))), sqrt(Ball(Rational(4, 5)))};
    Ball value = 0;
    for (int i = 0; i < 2; ++i) {
      const Ball b = m2 * lambda[i] - m1 * mu[i] - g,
                 x = -b * e[i] / (Ball(2) * two_pi * (m2 * lambda[i] / two_pi - c));
      value += (m2 * lambda[i] / two_pi - c) * square(x) + b * e[i] * x / two_pi;
    }
    CHECK(overlaps(-value, offset));
    CHECK_THROWS_AS(offset_in_a(instance, noise, largest_rate_in_a(5, noise) * Ball(Rational(1001, 1000))), Error);
    // One unit: M = (pi) has no second eigenvalue, and more than pi - 1 of it is left.
    const Instance one = instance_of(1, 3, 1);
    CHECK_NOTHROW(offset_in_a(one, noise, m2 * Ball(Rational(49, 100))));
    CHECK_THROWS_AS(offset_in_a(one, noise, m2 * Ball(Rational(51, 100))), Error);
    CHECK(overlaps(largest_rate_in_a(1, noise), m2 / Ball(2)));
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

  TEST_CASE("next to no noise the rate in w is that of the gradient at the furthest angle") {
    const Problem problem(small_instance(1));
    const double phi = 5 * pi<double>() / 12;
    const Student<double> z{{std::cos(phi), std::sin(phi), 0}, problem.teacher.a_star};  // a.a* = 1
    const Vec<double> in_w = combine(1.0, z.w, -1.0, problem.teacher.w_star);
    const double rate =
        dot(sphere_gradient_w(z, problem.teacher, invariants(z, problem.teacher)), in_w) / norm_sq(in_w);
    const Ball found = rate_in_w({3, Rational(1, 10000), Injection::raw}, 1, angle_at(kJointAngle));
    CHECK(std::abs(found.midpoint_approx() - rate) < 1e-6);
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
    // A part of the step is paid for by the rate; the rest is lost from the contraction.
    CHECK(d.rate < largest_joint_rate(instance).lo / 2);
    CHECK(is_less(d.contraction, Ball(2) * Ball(d.rate)) == Verdict::proved);
    // At this step (k+pi-1) eta (1+rho)^4/2pi > 1: nothing is left of the quadratic form.
    CHECK_THROWS_AS(drift(instance, Rational(9, 50), Rational(1, 2), 0, Rational(1, 2)), Error);
  }

  TEST_CASE("the noise moves the gradient by no more than the bound, and in the worst direction by a fair part of it") {
    const Instance instance = instance_of(5, 4, 2);
    const Problem problem(instance);
    const double two_pi = 2 * pi<double>(), m1 = 4 + pi<double>();
    // Noise in a alone, along 1: M eps = m1 eps. Then noise in w alone, with a far from a* along 1.
    const double in_a = gradient_change(instance, Rational(1, 1000000), Rational(1, 10), 2).midpoint_approx();
    CHECK(in_a > 0.1 * m1 / two_pi);
    CHECK(in_a < 0.1 * (m1 + 2 * pi<double>()) / two_pi * 1.01);
    const Rational rho(1, 1000), distance(20);
    const double bound = gradient_change(instance, rho, 0, distance).midpoint_approx();
    Student<double> z{problem.teacher.w_star,
                      combine(1.0, problem.teacher.a_star, 20 / std::sqrt(5.0), Vec<double>(5, 1.0))};
    double most = 0;
    for (std::uint32_t run = 0; run < 200; ++run) {
      Vec<double> xi(4);
      Stream stream(1, run, 0, Purpose::noise_w);
      uniform_on_sphere(stream, xi);
      for (double& x : xi) x *= 1e-3;
      // A short step shows the gradient: (z - z')/eta, to first order.
      constexpr double kStep = 1e-9;
      Student<double> still = z, moved = z;
      perturbed_step(problem.teacher, kStep, Injection::raw, Vec<double>(4, 0.0), Vec<double>(5, 0.0), still);
      perturbed_step(problem.teacher, kStep, Injection::raw, xi, Vec<double>(5, 0.0), moved);
      most = std::max(most, std::sqrt(norm_sq(combine(1.0, moved.w, -1.0, still.w)) +
                                      norm_sq(combine(1.0, moved.a, -1.0, still.a))) /
                                kStep);
    }
    CHECK(most < bound);
    CHECK(most > 0.5 * bound);
    CHECK_THROWS_AS(gradient_change(instance, 1, 0, 1), Error);
  }

  TEST_CASE("a ball of V is kept for short steps and small noise only, and no step that is proved leaves it") {
    const Instance instance = instance_of(5, 4, 2);
    const Problem problem(instance);
    const Rational eta(1, 400), radius(1, 1600);
    const std::optional<SureDrift> drift = sure_drift(instance, eta, radius, radius, kLargestKept);
    REQUIRE(drift.has_value());
    CHECK(drift->noise <= drift->contraction * kLargestKept);
    CHECK(!sure_drift(instance, 16 * eta, radius, radius, kLargestKept));
    CHECK(!sure_drift(instance, eta, 16 * radius, radius, kLargestKept));
    CHECK(!sure_drift(instance, eta, radius, Rational(1, 2), kLargestKept));
    // The noise's share falls like the root of the level, the pull like the level.
    CHECK(!sure_drift(instance, eta, radius, radius, kLargestKept / 1000));
    CHECK_THROWS_AS(sure_drift(instance, eta, radius, radius, Rational(3, 2)), Error);
    const double edge = kLargestKept.convert_to<double>();
    for (std::uint32_t run = 0; run < 300; ++run) {
      Stream stream(2, run, 0, Purpose::start);
      Vec<double> across(4), x(5), xi(4), epsilon(5);
      uniform_on_sphere(stream, across);
      uniform_on_sphere(stream, x);
      uniform_on_sphere(stream, xi);
      uniform_on_sphere(stream, epsilon);
      across = combine(1.0, across, -dot(across, problem.teacher.w_star), problem.teacher.w_star);
      const double share = (run + 0.5) / 300, cosine = 1 - share * edge / 2;
      Student<double> z{
          combine(cosine, problem.teacher.w_star, std::sqrt((1 - cosine * cosine) / norm_sq(across)), across),
          combine(1.0, problem.teacher.a_star, std::sqrt((1 - share) * edge), x)};
      for (double& e : xi) e /= 1600;
      for (double& e : epsilon) e /= 1600;
      perturbed_step(problem.teacher, 1.0 / 400, Injection::raw, xi, epsilon, z);
      const double v = norm_sq(combine(1.0, z.a, -1.0, problem.teacher.a_star)) +
                       norm_sq(combine(1.0, z.w, -1.0, problem.teacher.w_star));
      CHECK(v <= edge);
      CHECK(v <= (1 - drift->contraction.convert_to<double>() / 400) * edge + drift->noise.convert_to<double>() / 400);
    }
  }

  TEST_CASE(
      "where V surely settles shrinks with the square of the noise, and its terms are those of two hand-made limits") {
    const Instance instance = instance_of(5, 4, 2);
    const Rational eta(1, 4000), radius(1, 1600);
    const std::optional<SureDrift> whole = sure_drift(instance, eta, radius, radius, kLargestKept),
                                   tenth = sure_drift(instance, eta, radius / 10, radius / 10, kLargestKept);
    REQUIRE(whole.has_value());
    REQUIRE(tenth.has_value());
    CHECK(whole->contraction == tenth->contraction);
    const double ratio = Rational(whole->noise / tenth->noise).convert_to<double>();
    CHECK(ratio > 99);
    CHECK(ratio < 102);
    // For eta -> 0 the noise is change^2/rate; the step's own share is that of two roots that meet.
    const Rational tiny(1, 1 << 30);
    const double change = gradient_change(instance, radius, radius, Rational(73, 60)).midpoint_approx(),
                 rate = whole->contraction.convert_to<double>();
    CHECK(sure_drift(instance, tiny, radius, radius, kLargestKept)->noise.convert_to<double>() ==
          doctest::Approx(change * change / rate).epsilon(1e-3));
    const double steepness = std::hypot((4 + pi<double>()) / (2 * pi<double>()), (2 + std::sqrt(1.48)) / 2),
                 step = 1.0 / 4000;
    const double room = rate - step * steepness * steepness, noise = whole->noise.convert_to<double>();
    const auto excess = [&](double u) {
      return room * u * u -
             2 * gradient_change(instance, radius, radius, Rational(1216553, 1000000)).midpoint_approx() *
                 (1 + step * steepness) * u +
             noise -
             step *
                 std::pow(gradient_change(instance, radius, radius, Rational(1216553, 1000000)).midpoint_approx(), 2);
    };
    double least = 1e300;
    for (int i = 0; i <= 20'000; ++i) least = std::min(least, excess(std::sqrt(1.48) * i / 20'000));
    CHECK(least > -1e-5 * noise);  // the distance was rounded up
    CHECK(least < 1e-4 * noise);
  }

  TEST_CASE("the drift's noise: that of M eps for noise in a alone, the least offset in the limit of short steps") {
    const Instance instance = small_instance(1);
    const Rational eta(1, 200), rho(1, 1000), rho_a(1, 2);
    const Drift d = drift(instance, eta, rho, rho_a, Rational(1, 100));
    // eps uniform in the ball of R^5: each coordinate has the mean square rho_a^2/7. M has pi on the diagonal and
    // else 1.
    const double entries = 5 * pi<double>() * pi<double>() + 20, two_pi = 2 * pi<double>();
    const double in_a = entries * 0.25 / 7 / (two_pi * two_pi), step = 1.0 / 200;
    const double noise = d.noise.midpoint_approx() / (step * step);
    CHECK(noise > in_a);
    CHECK(noise < 1.01 * in_a);
    const Drift shorter = drift(instance, Rational(1, 100000), Rational(1, 10), 0, Rational(1, 100));
    const double twice = 2 * shorter.offset.hi.convert_to<double>() / 100000;
    CHECK(shorter.noise.midpoint_approx() > twice);
    CHECK(shorter.noise.midpoint_approx() < 1.2 * twice);
  }

  TEST_CASE(
      "far from the teacher the noise in w is a bound of the gradient's mean square, and of no more than 5 times "
      "that") {
    const Instance instance = instance_of(5, 30, 1);
    const Problem problem(instance);
    const Rational eta(1, 200), rho(1, 100);
    const Ball near = drift(instance, eta, rho, 0, Rational(1, 100)).noise,
               far = drift(instance, eta, rho, 0, 40).noise;
    const double bound = ((far - near) / square(Ball(eta))).midpoint_approx();
    // At w = w*, a 40 from a* along 1.
    const Student<double> z{problem.teacher.w_star,
                            combine(1.0, problem.teacher.a_star, 40 / std::sqrt(5.0), Vec<double>(5, 1.0))};
    double total = 0;
    constexpr int kRuns = 2000;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
      Stream stream(7, run, 0, Purpose::start);
      Vec<double> xi(30);
      uniform_in_ball(stream, 0.01, xi);
      const Vec<double> slope = gradient<double>({combine(1.0, z.w, 1.0, xi), z.a}, problem.teacher).w;
      total += norm_sq(slope) - dot(slope, z.w) * dot(slope, z.w);
    }
    CHECK(total / kRuns < bound);
    CHECK(total / kRuns > bound / 5);
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
  TEST_CASE("its rates are those of the mean step, and its epochs last as long as these need") {
    const double pi = noiseproof::pi<double>(), eta_a = (pi - 1) / (2 * pi);  // the slower rate of a
    for (const Instance& instance :
         {small_instance(1), instance_of(5, 3, 1, Rational(1, 9)), instance_of(5, 3, 1, 100), instance_of(25, 6, 4)}) {
      const Design d = design_schedule(instance, 0.99);
      const Vec<double> a_star = make_teacher<double>(instance).a_star;
      const double k = instance.k, p = instance.p, norm = norm_sq(a_star);
      const auto kernel = [&](const Rational& rho) {
        return kernel_at_pi_by_integral({instance.p, rho, Injection::normalized}).midpoint_approx();
      };
      // While w is at -w* a settles where (11' + (pi-1) I) a = (11' - I + g I) a*.
      const auto alpha = [&](double g) {
        const double s = sum(a_star);
        const double total = ((k - 1 + g) * s) / (k + pi - 1);
        return (s * (s - total) + (g - 1) * norm) / (pi - 1);
      };
      const double settled = alpha(kernel(Rational(d.level))), endless = alpha(kernel(1'000'000));
      CHECK(std::abs(d.alpha - settled) < 1e-9);
      CHECK(settled >= 0.75 * endless * (1 - 1e-9));
      // The mean step in w over an isotropic direction: (alpha/2pi) E (pi - x) sin^2 x.
      double step = 0, weight = 0;
      for (int i = 0; i < 2000; ++i) {
        const double x = pi * (i + 0.5) / 2000, density = std::pow(std::sin(x), p - 2);
        step += (pi - x) * std::sin(x) * std::sin(x) * density;
        weight += density;
      }
      CHECK(std::abs(d.rate - d.alpha / (2 * pi) * step / weight) < 1e-6 * d.rate);
      const Epoch& first = d.schedule.front();
      const double leave = (std::log(1 / d.kick) + std::log(1 / (1 - d.success))) / d.rate;
      CHECK(std::exp(-eta_a * (first.eta * static_cast<double>(first.steps) - leave)) < 0.01);
      const Epoch& later = d.schedule.back();
      const double slower = std::min(eta_a, norm / 4 * (1 - 1 / p));
      CHECK(std::exp(-slower * later.eta * static_cast<double>(later.steps)) < 0.26);
    }
  }
  TEST_CASE("its kick is that of the algorithm's own steps from -w*") {
    const double pi = noiseproof::pi<double>();
    const Problem problem(small_instance(1));
    const Design d = design_schedule(small_instance(1), 0.99);
    const Teacher<double>& teacher = problem.teacher;
    const Epoch& epoch = d.schedule.front();
    // (11' + (pi-1) I) a = (11' - I + g I) a*, as above.
    const double s = sum(teacher.a_star),
                 g = smoothed_kernel_at_pi({3, Rational(d.level), Injection::normalized}).midpoint_approx();
    const double total = (4 + g) * s / (4 + pi);
    Student<double> start{{-1, 0, 0}, {}};
    for (const double x : teacher.a_star) start.a.push_back((s - total + (g - 1) * x) / (pi - 1));
    double mean_square = 0;
    constexpr int kRuns = 20000;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
      Stream stream(11, run, 0, Purpose::start);
      Vec<double> xi(3), epsilon(5);
      uniform_in_ball(stream, epoch.rho_w, xi);
      uniform_in_ball(stream, epoch.rho_a, epsilon);
      Student<double> z = start;
      perturbed_step(teacher, epoch.eta, Injection::normalized, xi, epsilon, z);
      mean_square += (z.w[1] * z.w[1] + z.w[2] * z.w[2]) / kRuns;
    }
    // An angle that grows at the rate and is kicked at each step: in the long run as if from sqrt(mean square/(2 rate
    // eta)).
    const double kick = std::sqrt(mean_square / (2 * d.rate * epoch.eta));
    CHECK(d.kick > kick / 1.5);
    CHECK(d.kick < kick * 1.5);
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
