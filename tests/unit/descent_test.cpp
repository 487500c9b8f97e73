#include "dynamics/descent.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "instances.hpp"
#include "model/critical_points.hpp"
#include "short_schedule.hpp"

using namespace noiseproof;

TEST_SUITE("unit/descent") {
  TEST_CASE("C12 a full-vector step of gradient descent is a step of the reduced map, to 1e-14") {
    for (const auto& [k, p, r] : {std::tuple{25, 6, Rational(4)},
                                  {1, 2, Rational(1)},
                                  {7, 3, Rational(0)},
                                  {7, 3, Rational(7)},
                                  {100, 5, Rational(25)}}) {
      const Problem problem(instance_of(k, p, r));
      for (std::uint32_t run = 0; run < 50; ++run) {
        Student<double> z = make_start(problem, Start::random, 5, run);
        const ReducedPoint<double> expected = gd_step(problem.invariants, reduce(problem, z), 0.1);
        descend_once(problem.teacher, 0.1, z);
        const ReducedPoint<double> got = reduce(problem, z);
        CHECK(std::abs(got.angle.phi - expected.angle.phi) < 1e-14);
        CHECK(std::abs(got.angle.d - expected.angle.d) < 1e-14);
        CHECK(std::abs(got.x - expected.x) < 1e-14);
        if (problem.invariants.e2 > 0) CHECK(std::abs(got.y - expected.y) < 1e-14);
      }
    }
  }

  TEST_CASE("C12 a teacher given by its vectors, with negative sum, has the same reduced dynamics") {
    Instance instance = instance_of(3, 2, Rational(0));
    instance.a_star = {Rational(-2), Rational(1, 2), Rational(-1)};
    instance.w_star = {Rational(3), Rational(4)};
    instance.norm_sq = Rational(21, 4);
    instance.r = Rational(25, 21);
    const Problem problem(instance);
    Student<double> z = make_start(problem, Start::random, 9, 4);
    CHECK(alpha(problem.invariants, reduce(problem, z)) == doctest::Approx(dot(z.a, problem.teacher.a_star)));
    const ReducedPoint<double> expected = gd_step(problem.invariants, reduce(problem, z), 0.2);
    descend_once(problem.teacher, 0.2, z);
    CHECK(std::abs(reduce(problem, z).angle.phi - expected.angle.phi) < 1e-14);
    CHECK(std::abs(reduce(problem, z).x - expected.x) < 1e-14);
    CHECK(std::abs(reduce(problem, z).y - expected.y) < 1e-14);
  }

  TEST_CASE("next to a teacher along 1 the frame is exact, though nothing of it is left in the rounded a*") {
    const Problem canonical(instance_of(3, 2, 3 - parse_rational("1e-46", "test")));
    CHECK(canonical.u2[0] == doctest::Approx(std::sqrt(0.5)));
    CHECK(canonical.u2[1] == doctest::Approx(-std::sqrt(0.5)));
    CHECK(canonical.u2[2] == 0);
    const Problem vectors(parse_instance(
        "[network]\nk = 3\np = 2\n[teacher]\na_star = [\"-1\", \"-1\", \"-1.00000000000000000000000000000001\"]\n",
        "test"));
    CHECK(vectors.sign == -1);
    CHECK(vectors.u2[2] == doctest::Approx(-std::sqrt(2.0 / 3)));
    CHECK(vectors.u2[0] == doctest::Approx(std::sqrt(1.0 / 6)));
    CHECK(reduce(vectors, {{1, 0}, {1, 1, -2}}).y == doctest::Approx(std::sqrt(6.0)));
    CHECK(norm_sq(Problem(instance_of(3, 2, 3)).u2) == 0);
  }

  TEST_CASE("gradient descent below the step bound never increases the loss") {
    const Problem problem(instance_of(25, 6, 4));
    for (std::uint32_t run = 0; run < 20; ++run) {
      Student<double> z = make_start(problem, Start::random, 2, run);
      double before = loss(z, problem.teacher);
      for (int step = 0; step < 300; ++step) {
        descend_once(problem.teacher, 0.2, z);
        const double after = loss(z, problem.teacher);
        REQUIRE(after <= before * (1 + 1e-14));
        before = after;
      }
    }
  }

  TEST_CASE("C12 at s = 0 the start's angle alone decides: below pi/2 to the optimum, above to the spurious point") {
    const Problem problem(instance_of(25, 6, 0));
    for (std::uint32_t run = 0; run < 20; ++run) {
      const Student<double> start = make_start(problem, Start::random, 1, run);
      CHECK(norm_sq(start.a) == 0);
      const double phi = angle_between(start.w, problem.teacher.w_star).phi;
      const Outcome outcome = descend(problem, start, plain_schedule(0.1, 3000), {}, 1, run).outcome;
      const bool good = outcome == Outcome::reached || outcome == Outcome::basin;
      CHECK(good == (phi < pi<double>() / 2));
      CHECK((good || outcome == Outcome::trapped));
    }
  }

  TEST_CASE("C13 perturbed descent with zero noise equals gradient descent bit for bit, in both injections") {
    const Problem problem(instance_of(25, 6, 4));
    const Vec<double> xi(6, 0.0), epsilon(25, 0.0);
    for (const Injection injection : {Injection::normalized, Injection::raw}) {
      Student<double> plain = make_start(problem, Start::random, 1, 0), noisy = plain;
      for (int step = 0; step < 500; ++step) {
        descend_once(problem.teacher, 0.1, plain);
        perturbed_step(problem.teacher, 0.1, injection, xi, epsilon, noisy);
      }
      CHECK(plain.w == noisy.w);
      CHECK(plain.a == noisy.a);
    }
  }

  TEST_CASE("C13 a perturbed step is what its definition says, with every projection written out, in both injections") {
    const Problem problem(instance_of(25, 6, 4));
    const Student<double> z = make_start(problem, Start::random, 1, 3);
    Vec<double> xi(6), epsilon(25);
    Stream stream(1, 3, 0, Purpose::probe);
    uniform_in_ball(stream, 2, xi);
    uniform_in_ball(stream, 1, epsilon);
    for (const Injection injection : {Injection::normalized, Injection::raw}) {
      Student<double> moved{combine(1.0, z.w, 1.0, xi), combine(1.0, z.a, 1.0, epsilon)};
      if (injection == Injection::normalized) {
        const double length = std::sqrt(norm_sq(moved.w));
        for (double& x : moved.w) x /= length;
      }
      const Vec<double>& base = injection == Injection::normalized ? moved.w : z.w;
      const Gradient<double> slope = gradient(moved, problem.teacher);
      const Vec<double> tangential = combine(1.0, slope.w, -dot(base, slope.w), base);
      Vec<double> w = combine(1.0, z.w, -0.1, tangential);
      const double length = std::sqrt(norm_sq(w));
      const Vec<double> a = combine(1.0, z.a, -0.1, slope.a);
      Student<double> got = z;
      perturbed_step(problem.teacher, 0.1, injection, xi, epsilon, got);
      for (std::size_t i = 0; i < 6; ++i) CHECK(std::abs(got.w[i] - w[i] / length) < 1e-13);
      for (std::size_t i = 0; i < 25; ++i) CHECK(std::abs(got.a[i] - a[i]) < 1e-13);
    }
  }

  TEST_CASE("the spurious start without noise stays where it is and counts as trapped") {
    for (const int k : {1, 2, 25}) {
      const Problem problem(instance_of(k, 6, k == 1 ? Rational(1) : Rational(1, 2)));
      const Student<double> start = make_start(problem, Start::spurious, 1, 0);
      const DescentResult result = descend(problem, start, plain_schedule(0.1, 2000), {}, 1, 0);
      CHECK(result.end.w == start.w);
      for (std::size_t i = 0; i < start.a.size(); ++i) CHECK(std::abs(result.end.a[i] - start.a[i]) < 1e-14);
      CHECK(result.outcome == Outcome::trapped);
      CHECK(result.complement == 0);
    }
  }

  TEST_CASE("a start at the global optimum stays there under vanishing noise and counts as reached") {
    const Problem problem(instance_of(25, 6, 4));
    const Student<double> start{problem.teacher.w_star, problem.teacher.a_star};
    const DescentResult result = descend(problem, start, {{0.1, 500, 1e-6, 1e-6}}, {}, 1, 0);
    CHECK(result.outcome == Outcome::reached);
    CHECK(result.loss < 1e-11);
  }

  TEST_CASE("C12 a certificate is not given for a step above the bound, nor by NaN") {
    const TeacherInvariants<double> teacher = teacher_invariants<double>(Instance{});
    const ReducedPoint<double> good{Angle<double>::from_phi(0.1), teacher.e1, teacher.e2};
    CHECK(absorbing_certificate(teacher, good, 0.2) == Limit::global_optimum);
    CHECK(absorbing_certificate(teacher, good, 0.24) == Limit::unknown);
    CHECK(absorbing_certificate(teacher, good, std::nan("")) == Limit::unknown);
    CHECK(absorbing_certificate(teacher, {good.angle, std::nan(""), 0.0}, 0.1) == Limit::unknown);
    const ReducedPoint<double> bad{Angle<double>::from_complement(0.1), teacher.e1 * 24 / (24 + pi<double>()),
                                   -teacher.e2 / 2.2};
    CHECK(absorbing_certificate(teacher, bad, 0.2) == Limit::spurious_point);
  }

  TEST_CASE("C12 a certificate is not given for the point itself, only for its corner with the best response") {
    const TeacherInvariants<double> teacher = teacher_invariants<double>(Instance{});
    const Angle<double> angle = Angle<double>::from_complement(0.1);
    const ReducedPoint<double> best = best_response(teacher, angle);
    REQUIRE(alpha(teacher, best) < 0);
    for (const auto& [x, y] : {std::pair{best.x + 9, best.y}, {best.x, best.y + 9}, {best.x + 9, best.y - 1}}) {
      const ReducedPoint<double> z{angle, x, y};
      REQUIRE(alpha(teacher, z) > 0);
      CHECK(absorbing_certificate(teacher, z, 0.02) == Limit::unknown);
    }
  }

  TEST_CASE("C12 the invariant box holds the best responses at both poles, and the step bound is sharp on it") {
    for (const auto& [k, r] : {std::pair{25, Rational(4)}, {2, Rational(1, 2)}, {1, Rational(1)}}) {
      const TeacherInvariants<double> teacher = teacher_invariants<double>(instance_of(k, 2, r));
      const ReducedPoint<double> far = best_response(teacher, Angle<double>::from_complement(0));
      const InvariantBox<double> least = invariant_box(teacher, {0.1, 0.1, 0.1, 0.1});
      CHECK(least.x_low == doctest::Approx(std::min(0.1, far.x)));
      CHECK(least.y_low == doctest::Approx(std::min(0.1, far.y)));
      CHECK(least.x_high == std::max(0.1, teacher.e1));
      CHECK(least.y_high == std::max(0.1, teacher.e2));
      CHECK(largest_alpha(teacher, {-9.0, 1.0, -9.0, 1.0}) == doctest::Approx(9 * (teacher.e1 + teacher.e2)));
      // Next to phi = 0 and where alpha is greatest, a step of just less keeps the order of two angles, one of just
      // more reverses it.
      const InvariantBox<double> wide{-40, 40, -40, 40};
      const double bound = monotone_step_bound(teacher, wide);
      const ReducedPoint<double> z{Angle<double>::from_phi(1e-6), 40.0, 40.0};
      CHECK(gd_step(teacher, z, 0.99 * bound).angle.phi > 0);
      CHECK(gd_step(teacher, z, 1.01 * bound).angle.phi < 0);
      // And where alpha does not matter, x+ grows with x or falls.
      const double curved = monotone_step_bound(teacher, invariant_box(teacher, {0.0, 0.0, 0.0, 0.0}));
      const ReducedPoint<double> low{Angle<double>::from_phi(1), 0.0, 0.0}, high{low.angle, 0.01, 0.0};
      CHECK(gd_step(teacher, low, 0.99 * curved).x < gd_step(teacher, high, 0.99 * curved).x);
      CHECK(gd_step(teacher, low, 1.01 * curved).x > gd_step(teacher, high, 1.01 * curved).x);
    }
  }

  TEST_CASE("only a student next to the teacher in both layers has reached it") {
    const Problem problem(instance_of(25, 6, 4));
    const Student<double> there{problem.teacher.w_star, problem.teacher.a_star};
    Student<double> half = there, turned = there;
    for (double& x : half.a) x /= 2;
    turned.w[1] = 0.1;
    CHECK(classify(problem, there, 0.1) == Outcome::reached);
    CHECK(classify(problem, half, 0.1) == Outcome::basin);
    CHECK(classify(problem, turned, 0.1) == Outcome::basin);
  }

  TEST_CASE("noise in one layer alone is noise") {
    const Problem problem(instance_of(9, 4, 2));
    const Student<double> start = make_start(problem, Start::random, 1, 0);
    const auto end = [&](double rho_w, double rho_a) {
      return descend(problem, start, {{0.1, 3, rho_w, rho_a}}, {}, 1, 0).end;
    };
    const Student<double> still = end(0, 0), in_w = end(1, 0), in_a = end(0, 1);
    CHECK(in_w.w != still.w);
    CHECK(in_a.a != still.a);
  }

  TEST_CASE("a step that is far too long is reported as divergence, not as a number") {
    const Problem problem(instance_of(25, 6, 4));
    const Student<double> start = make_start(problem, Start::random, 1, 0);
    CHECK(descend(problem, start, plain_schedule(5, 5000), {}, 1, 0).outcome == Outcome::diverged);
  }

  TEST_CASE("a trajectory is recorded every n steps and at the ends of epochs") {
    const Problem problem(instance_of(4, 3, 1));
    DescentOptions options;
    options.record_every = 20;
    const DescentResult result =
        descend(problem, make_start(problem, Start::random, 1, 0), short_schedule(), options, 1, 0);
    REQUIRE(result.trajectory.size() == 13);
    CHECK(result.trajectory[3].step == 60);
    REQUIRE(result.epochs.size() == 5);
    CHECK(result.epochs[1].step == 60);
    CHECK(result.epochs[1].phi == result.trajectory[3].phi);
    CHECK(result.last.step == 240);
  }
}
