// Phase II of a certified schedule (claim C13): one worst orbit bounds every run, and the ladder that is found arrives.
#include "escape/thin_orbit.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "dynamics/descent.hpp"
#include "dynamics/random.hpp"
#include "escape/find_schedule.hpp"
#include "instances.hpp"

using namespace noiseproof;

namespace {

Rational q(const char* text) { return parse_rational(text, "test"); }

WeightBox box_of(const Instance& instance, const char* eta) {
  PhaseOne phase;
  phase.eta = q(eta);
  phase.rho_a = q("0.001");
  phase.burn_in = 50;
  return weight_box(EscapeInstance(instance), instance.norm_sq * instance.r / instance.k, phase);
}

/// |u + sign v|^2
double squared_distance(const Vec<double>& u, const Vec<double>& v, double sign) {
  const Vec<double> d = combine(1.0, u, sign, v);
  return dot(d, d);
}

/// Of full length: at random; straight against the teacher; in w away from w* in the plane of both.
enum class Noise { drawn, against, across };

/// Steps of the full vectors from the worst corner: the least that the orbit's bounds leave, over phi, x, y and the
/// distance.
double least_room(const Instance& instance, const char* start, const AnnealingLevel& level, Noise noise) {
  const Problem problem(instance);
  const TeacherInvariants<double>& e = problem.invariants;
  const WeightBox box = box_of(instance, "0.2");
  ThinOrbit<double> orbit = thin_start<double>(box, q(start));
  const ThinLevel<double> numbers(e, level);
  const double rho_w = level.rho_w.convert_to<double>(), rho_a = level.rho_a.convert_to<double>();
  const Vec<double>&w = problem.teacher.w_star, &a = problem.teacher.a_star;
  Vec<double> side(w.size()), u1(a.size(), 1 / std::sqrt(static_cast<double>(instance.k))), u2 = a;
  side[1] = 1;
  for (std::size_t i = 0; i < a.size(); ++i) u2[i] = e.e2 > 0 ? (a[i] - e.e1 * u1[i]) / e.e2 : 0;
  Student<double> z{combine(std::cos(orbit.angle), w, std::sin(orbit.angle), side),
                    combine(orbit.x_low, u1, orbit.y_low, u2)};
  double least = 1e9;
  for (std::uint32_t t = 0; t < 300; ++t) {
    Stream random(1, 0, t, Purpose::probe);
    Vec<double> xi(w.size()), eps(a.size());
    uniform_on_sphere(random, xi);
    uniform_on_sphere(random, eps);
    if (noise != Noise::drawn) {
      xi = noise == Noise::against ? combine(-1.0, w, 0.0, w) : side;
      eps = combine(1 / std::sqrt(dot(a, a)), a, 0.0, a);
    }
    for (double& x : xi) x *= rho_w;
    for (double& x : eps) x *= rho_a;
    perturbed_step(problem.teacher, level.eta.convert_to<double>(), Injection::normalized, xi, eps, z);
    REQUIRE(thin_step(numbers, orbit));
    // Both small and large angles to full accuracy.
    const double phi = 2 * std::atan2(std::sqrt(squared_distance(z.w, w, -1)), std::sqrt(squared_distance(z.w, w, 1)));
    least = std::min({least, orbit.angle - phi, dot(z.a, u1) - orbit.x_low, orbit.x_high - dot(z.a, u1)});
    if (e.e2 > 0) least = std::min({least, dot(z.a, u2) - orbit.y_low, orbit.y_high - dot(z.a, u2)});
  }
  return least;
}

}  // namespace

TEST_SUITE("thin orbit") {
  TEST_CASE("C13 no run with small noise leaves the bounds of the worst orbit, drawn at random or by an adversary") {
    for (const Instance& instance :
         {instance_of(25, 6, 4), instance_of(25, 6, 0), instance_of(5, 3, 5), instance_of(4, 2, 1)})
      for (const Noise noise : {Noise::drawn, Noise::against, Noise::across})
        for (const char* radius : {"0.2", "0.02", "0"}) {
          CAPTURE(instance.describe());
          CAPTURE(radius);
          // From an angle of 60 degrees, and from next to the teacher, which alpha < 0 leads away from.
          for (const char* cot_sq : {"3", "1e9"})
            CHECK(least_room(instance, cot_sq, {q("0.2"), q(radius), q(radius) / 20, 0}, noise) > -1e-9);
        }
  }
  TEST_CASE("C13 the orbit in balls is that in doubles, and its steps are refused where its bounds need not hold") {
    const Instance instance = instance_of(25, 6, 4);
    const WeightBox box = box_of(instance, "0.2");
    const ScopedBits bits(128);
    const AnnealingLevel level{q("0.2"), q("0.01"), q("0.01"), 0};
    const auto exact = teacher_invariants<Ball>(instance);
    const auto fast = teacher_invariants<double>(instance);
    ThinOrbit<Ball> one = thin_start<Ball>(box, q("1.3"));
    ThinOrbit<double> two = thin_start<double>(box, q("1.3"));
    for (int t = 0; t < 100; ++t) {
      REQUIRE(thin_step(ThinLevel<Ball>(exact, level), one));
      REQUIRE(thin_step(ThinLevel<double>(fast, level), two));
    }
    CHECK(one.angle.midpoint_approx() == doctest::Approx(two.angle));
    CHECK(one.x_low.midpoint_approx() == doctest::Approx(two.x_low));
    CHECK(one.y_high.midpoint_approx() == doctest::Approx(two.y_high));
    for (const AnnealingLevel& bad :
         {AnnealingLevel{q("0.24"), q("0.01"), q("0.01"), 0}, AnnealingLevel{q("0.2"), q("0.6"), q("0.01"), 0},
          AnnealingLevel{q("0.2"), q("-0.1"), q("0.01"), 0}, AnnealingLevel{q("0.2"), q("0.01"), q("100"), 0}})
      CHECK(!thin_step(ThinLevel<Ball>(exact, bad), one));
  }
  TEST_CASE("C13 the ladder arrives from phi_g = 1.446 and not from 1.75, nor with a level left out") {
    const Instance instance = instance_of(25, 6, 4);
    const WeightBox box = box_of(instance, "0.405");
    const Rational accuracy(1, 1000), start = q("1.2846"), far = q("0.697");
    long tried = 0;
    const auto ladder = design_ladder(instance, box, start, accuracy, tried);
    REQUIRE(ladder.has_value());
    CHECK(ladder->size() >= 6);
    for (std::size_t i = 1; i < ladder->size(); ++i) CHECK((*ladder)[i].rho_w * 2 == (*ladder)[i - 1].rho_w);
    CHECK(ladder_arrives(instance, box, start, *ladder, accuracy) == Verdict::proved);
    CHECK(ladder_arrives(instance, box, far, *ladder, accuracy) == Verdict::undecided);
    CHECK(!design_ladder(instance, box, far, accuracy, tried).has_value());
    std::vector<AnnealingLevel> shorter = *ladder;
    shorter.back().steps -= 3;
    CHECK(ladder_arrives(instance, box, start, shorter, accuracy) == Verdict::undecided);
  }
}
