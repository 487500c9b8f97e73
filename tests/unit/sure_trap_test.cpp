// The sure trap (claim C21): its level, its conditions, and steps of the full vectors under every noise tried.
#include "escape/sure_trap.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "dynamics/descent.hpp"
#include "dynamics/random.hpp"
#include "instances.hpp"

using namespace noiseproof;

namespace {

double level_of(int k, const char* r) {
  const ScopedBits bits(kProofBits);
  return sure_trap_level(landscape(instance_from(k, 6, r)))->lo.convert_to<double>();
}

/// The largest (pi - phi+) - asin rho_w over random states on the edge of the set and displacements of full length.
double worst_step(const Instance& instance, const Rational& eta, double rho_w, double rho_a) {
  const Problem problem(instance);
  const TeacherInvariants<double>& e = problem.invariants;
  const double pi = std::acos(-1.0), most = std::asin(rho_w), twice = 2 * most,
               ghat = std::sin(twice) - twice * std::cos(twice);
  const double l1 = instance.k - 1 + pi, l2 = pi - 1;
  double worst = -1;
  for (std::uint32_t run = 0; run < 4000; ++run) {
    Stream stream(5, run, 0, Purpose::probe);
    Vec<double> side(problem.teacher.w_star.size()), xi(side.size()), epsilon(problem.teacher.a_star.size());
    uniform_on_sphere(stream, side);
    side = combine(1.0, side, -dot(side, problem.teacher.w_star), problem.teacher.w_star);
    uniform_on_sphere(stream, xi);
    uniform_on_sphere(stream, epsilon);
    const double d = most * (run % 3 == 0 ? 1.0 : stream.uniform());
    const double x =
        e.e1 * (instance.k - 1) / l1 - rho_a + (e.e1 * ghat / l1 + 2 * rho_a) * std::round(stream.uniform());
    const double y = -e.e2 / l2 - rho_a + (e.e2 * ghat / l2 + 2 * rho_a) * std::round(stream.uniform());
    Student<double> z;
    z.w = combine(-std::cos(d), problem.teacher.w_star, std::sin(d) / std::sqrt(norm_sq(side)), side);
    z.a = combine(y, problem.u2, problem.sign * x / std::sqrt(instance.k), Vec<double>(epsilon.size(), 1.0));
    // In the plane of w and w* too, where the worst displacements lie.
    if (run % 2 == 0) xi = combine(stream.uniform() - 0.5, z.w, stream.uniform() - 0.5, problem.teacher.w_star);
    const double scale = rho_w / std::sqrt(norm_sq(xi));
    for (double& value : xi) value *= scale;
    for (double& value : epsilon) value *= rho_a;
    perturbed_step(problem.teacher, eta.convert_to<double>(), Injection::normalized, xi, epsilon, z);
    worst = std::max(worst, reduce(problem, z).angle.d - most);
  }
  return worst;
}

}  // namespace

TEST_SUITE("C21 small_noise_traps_for_ever") {
  TEST_CASE("the level: 1/sqrt 2 at r = 0, and values found by a solver of another language") {
    CHECK(level_of(4, "0") == doctest::Approx(std::sqrt(0.5)).epsilon(1e-15));
    CHECK(level_of(25, "4") == doctest::Approx(0.6096).epsilon(1e-4));
    CHECK(level_of(25, "1") == doctest::Approx(0.6881).epsilon(1e-4));
    CHECK(level_of(2, "1") == doctest::Approx(0.4882).epsilon(1e-4));
    CHECK(level_of(2, "13/10") == doctest::Approx(0.1963).epsilon(1e-3));
  }
  TEST_CASE("there is no level from the threshold on, and one as small as r is near below it") {
    const ScopedBits bits(kProofBits);
    CHECK(!sure_trap_level(landscape(instance_from(25, 6, "9"))));
    CHECK(!sure_trap_level(landscape(instance_from(3, 2, "3"))));
    const Instance near = instance_from(25, 6, "8.6394372684109761");  // (24+pi)/pi cut after 17 digits
    const ScopedBits more(kProofBits + bits_lost_at(near.k, near.r));
    const std::optional<Bounds> level = sure_trap_level(landscape(near));
    REQUIRE(level);
    CHECK(level->lo > 0);
    CHECK(level->hi < Rational(1, 100000));
  }
  TEST_CASE("below the level the conditions hold, with the room that the definitions give; above it they do not") {
    const ScopedBits bits(kProofBits);
    const Landscape z = landscape(instance_from(25, 6, "4"));
    CHECK(sure_trap(z, Rational(1, 25), Rational(58, 100), Rational(1, 100)).conditions() == Verdict::proved);
    CHECK(sure_trap(z, Rational(1, 25), Rational(6, 10), Rational(1, 1000)).conditions() == Verdict::proved);
    CHECK(sure_trap(z, Rational(1, 25), Rational(6, 10), Rational(1, 100)).conditions() == Verdict::refuted);
    CHECK(sure_trap(z, Rational(1, 25), Rational(61, 100), 0).conditions() == Verdict::refuted);
    // Too long a step for the box, and one that throws w over.
    CHECK(sure_trap(z, Rational(24, 100), Rational(6, 10), Rational(1, 1000)).conditions() == Verdict::refuted);
    Instance large = instance_from(25, 6, "4");
    large.norm_sq = 1000;
    CHECK(sure_trap(landscape(large), Rational(1, 25), Rational(6, 10), Rational(1, 1000)).conditions() ==
          Verdict::refuted);
    // kappa^2 (gamma - ghat) and K from their definitions in doubles.
    const double pi = std::acos(-1.0), th = std::asin(0.6), ghat = std::sin(2 * th) - 2 * th * std::cos(2 * th);
    const double e1 = 0.4, e2 = std::sqrt(0.84), l1 = 24 + pi, l2 = pi - 1;
    const double highest = e1 * (e1 * (24 + ghat) / l1 + 0.001) + e2 * (e2 * (ghat - 1) / l2 + 0.001) + 0.001;
    const double lowest = e1 * (e1 * 24 / l1 - 0.001) + e2 * (-e2 / l2 - 0.001) - 0.001;
    const SureTrap trap = sure_trap(z, Rational(1, 25), Rational(6, 10), Rational(1, 1000));
    CHECK(trap.room.midpoint_approx() == doctest::Approx(-highest).epsilon(1e-12));
    CHECK(trap.turn.midpoint_approx() == doctest::Approx(-lowest * 2 * th * 0.04 / (2 * pi)).epsilon(1e-12));
    CHECK(trap.pull.midpoint_approx() == doctest::Approx(l1 * 0.04 / (2 * pi)).epsilon(1e-12));
  }
  TEST_CASE("one step of the full vectors from the set's edges ends in the set, whatever the noise") {
    CHECK(worst_step(instance_from(25, 6, "4"), Rational(1, 25), 0.6, 0.001) <= 1e-12);
    CHECK(worst_step(instance_from(4, 2, "0"), Rational(1, 2), 0.69, 0.01) <= 1e-12);
    CHECK(worst_step(instance_from(2, 3, "13/10"), Rational(1, 2), 0.19, 0.0002) <= 1e-12);
  }
  TEST_CASE("false twin: with twice the noise in a that the room allows, a step leaves the set") {
    CHECK(worst_step(instance_from(2, 3, "13/10"), Rational(1, 2), 0.19, 0.0005) > 1e-9);
  }
  TEST_CASE("where the step turns w by more than the conditions allow, the set is left") {
    Instance large = instance_from(4, 2, "0");
    large.norm_sq = 400;  // turn is 38 there
    CHECK(worst_step(large, Rational(1), 0.6, 0) > 0.01);
  }
}
