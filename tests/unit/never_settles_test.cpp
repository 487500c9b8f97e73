// Constant large noise never settles (claim C22): the bound's parts, and the exact law of one step.
#include "escape/never_settles.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "dynamics/descent.hpp"
#include "dynamics/random.hpp"
#include "instances.hpp"

using namespace noiseproof;

TEST_SUITE("C22 large_noise_never_settles") {
  TEST_CASE("distance and tail at the default instance, for nearly isotropic noise") {
    const ScopedBits bits(kProofBits);
    const Landscape z = landscape(instance_from(25, 6, "4"));
    const NeverSettles tenth = never_settles(z, Axis::across, Rational(1, 10), 10000, Rational(1, 100));
    CHECK(tenth.conditions() == Verdict::proved);
    // E g of a uniform direction in R^6 is 1.08650: D = sqrt(0.84) (pi - 1.0865)/(pi - 1).
    CHECK(tenth.distance.midpoint_approx() == doctest::Approx(0.8795).epsilon(1e-3));
    CHECK(tenth.tail.midpoint_approx() == doctest::Approx(2.3e-3).epsilon(0.05));
    CHECK(never_settles(z, Axis::across, Rational(1, 20), 10000, Rational(1, 100)).tail.midpoint_approx() ==
          doctest::Approx(5.1e-6).epsilon(0.05));
  }
  TEST_CASE("without room, with too long a step or along an axis where the teacher has nothing, nothing is said") {
    const ScopedBits bits(kProofBits);
    const Landscape z = landscape(instance_from(25, 6, "4")), level = landscape(instance_from(5, 3, "5"));
    CHECK(never_settles(z, Axis::across, 4, 36, 0).conditions() == Verdict::refuted);
    CHECK(never_settles(z, Axis::along, Rational(3, 10), 36, 0).conditions() == Verdict::refuted);
    CHECK(never_settles(level, Axis::across, Rational(1, 10), 36, 0).conditions() != Verdict::proved);
    CHECK(never_settles(level, Axis::along, Rational(1, 100), 36, 0).conditions() == Verdict::proved);
  }
  TEST_CASE(
      "C14 the distance grows with the noise in w, so that a level below which the trap is sure bounds it from there "
      "on") {
    const ScopedBits bits(kProofBits);
    for (const int p : {2, 3, 6, 40}) {
      const Landscape z = landscape(instance_from(9, p, "2"));
      Ball before(0);
      for (const char* rho : {"1/100", "1/2", "7/10", "99/100", "101/100", "2", "10", "1000"}) {
        CAPTURE(p);
        CAPTURE(rho);
        const Ball distance =
            never_settles(z, Axis::across, Rational(1, 10), parse_rational(rho, "test"), Rational(1, 10)).distance;
        CHECK(is_less(before, distance) == Verdict::proved);
        before = distance;
      }
    }
    // 200,000 points of the ball, by another program: 0.1284.
    const Landscape z = landscape(instance_from(25, 6, "4"));
    CHECK(never_settles(z, Axis::across, Rational(1, 10), Rational(6096, 10000), 0).distance.midpoint_approx() ==
          doctest::Approx(0.1284).epsilon(0.01));
  }
  TEST_CASE("the probability falls to the tail, and the start is forgotten at a power of two") {
    const ScopedBits bits(kProofBits);
    const Landscape z = landscape(instance_from(25, 6, "4"));
    const NeverSettles bound = never_settles(z, Axis::across, Rational(1, 25), 36, Rational(1, 100));
    const long t = steps_to_forget(bound);
    CHECK((t & (t - 1)) == 0);
    CHECK(is_less(bound.probability(t / 2), Ball(2) * bound.tail) != Verdict::proved);
    CHECK(is_less(bound.tail, bound.probability(t)) == Verdict::proved);
    CHECK(is_less(bound.probability(4 * t), bound.probability(t)) == Verdict::proved);
  }
  TEST_CASE(
      "one step of the full vectors: b+ - (1-m) b stays in an interval of length l, with a mean of at least m D") {
    const ScopedBits bits(kProofBits);
    const Instance instance = instance_from(4, 3, "1");
    const double eta = 0.2, rho_a = 0.05, pi = std::acos(-1.0), c = eta / (2 * pi);
    const Problem problem(instance);
    for (const Axis axis : {Axis::along, Axis::across}) {
      const NeverSettles bound = never_settles(landscape(instance), axis, Rational(1, 5), 20, Rational(1, 20));
      const double m = bound.pull.midpoint_approx(),
                   e = axis == Axis::along ? problem.invariants.e1 : problem.invariants.e2;
      const double lambda = axis == Axis::along ? 3 + pi : pi - 1, length = c * (pi * e + 2 * lambda * rho_a);
      CHECK(m == doctest::Approx(c * lambda).epsilon(1e-12));
      const auto missing = [&](const Student<double>& z) {
        const ReducedPoint<double> at = reduce(problem, z);
        return e - (axis == Axis::along ? at.x : at.y);
      };
      double least = 1e9, most = -1e9, mean = 0;
      constexpr std::uint32_t kDraws = 40000;
      for (std::uint32_t run = 0; run < kDraws; ++run) {
        Student<double> z = make_start(problem, Start::random, 3, 0);
        z.w = problem.teacher.w_star;  // where E g~ is largest
        Stream noise(3, run, 0, Purpose::noise_w), shift(3, run, 0, Purpose::noise_a);
        Vec<double> xi(3), epsilon(4);
        uniform_in_ball(noise, 20, xi);
        uniform_in_ball(shift, rho_a, epsilon);
        const double before = missing(z);
        perturbed_step(problem.teacher, eta, Injection::normalized, xi, epsilon, z);
        const double r = missing(z) - (1 - m) * before;
        least = std::min(least, r);
        most = std::max(most, r);
        mean += r / kDraws;
      }
      CHECK(most - least <= length);
      CHECK(most - least > 0.8 * length);
      const double wanted = m * bound.distance.midpoint_approx();
      CHECK(mean == doctest::Approx(wanted).epsilon(0.03));
    }
  }
}
