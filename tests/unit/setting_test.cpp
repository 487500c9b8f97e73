// Where a stays in phase I of a certified schedule (claim C13): box, band, and its term in the Lyapunov function.
#include "escape/setting.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "drift_definition.hpp"
#include "dynamics/random.hpp"
#include "escape/certified_schedule.hpp"
#include "instances.hpp"

using namespace noiseproof;
using namespace drift_definition;

TEST_SUITE("drift") {
  TEST_CASE("C13 the range of nu Lc - K Q over a strip holds all values, and is no wider than they ask for") {
    for (const Instance& instance :
         {instance_of(25, 6, 4), instance_of(25, 6, 0), instance_of(25, 6, 25), instance_of(1, 5, 1),
          instance_from(25, 6, "1e-20"), instance_from(25, 6, "1e-700"), instance_of(25, 6, 20)}) {
      CAPTURE(instance.describe());
      const PhaseOne phase = default_phase();
      const EscapeInstance at(instance);
      const WeightBox box = weight_box(at, instance.norm_sq * instance.r / instance.k, phase);
      const WeightTerm term(at, box, phase.corrector);
      const Definition definition(instance, phase);
      for (int strip = 0; strip < 5; ++strip) {
        const double width = (box.alpha.hi() - box.alpha.lo()) / 5, low = box.alpha.lo() + width * strip;
        const auto range = term.range(Interval::between(low, low + width));
        double least = 1e9, largest = -1e9;
        const int n = 300;
        for (int i = 0; i <= n; ++i)
          for (int j = 0; j <= n; ++j) {
            const double x = box.x.range.lo() + (box.x.range.hi() - box.x.range.lo()) * i / n;
            const double y = box.y.range.lo() + (box.y.range.hi() - box.y.range.lo()) * j / n;
            const double alpha = definition.e(0) * x + definition.e(1) * y;
            if (alpha < low || alpha > low + width) continue;
            least = std::min(least, definition.term(x, y));
            largest = std::max(largest, definition.term(x, y));
          }
        REQUIRE(range.has_value());
        CHECK(range->lo() <= least + 1e-9);
        CHECK(range->hi() >= largest - 1e-9);
        CHECK(range->hi() - range->lo() <= largest - least + 0.05);
      }
      CHECK(!term.range(Interval::between(50, 60)).has_value());
    }
  }

  TEST_CASE("C13 no noise takes a out of its box, and the worst noise comes near its ends, also where x overshoots") {
    const Instance instance = instance_of(25, 6, 4);
    for (const char* eta : {"0.1", "0.2", "0.405", "0.44"}) {
      PhaseOne phase = default_phase();
      phase.eta = q(eta);
      phase.rho_a = q("0.01");
      phase.burn_in = 30;
      const WeightBox box = weight_box(EscapeInstance(instance), Rational(4, 25), phase);
      const double c = phase.eta.convert_to<double>() / 6.283185307179586, l1 = 27.141592653589793, rho = 0.01;
      for (const double target : {-1.0, 1.0}) {
        // Each step pushes so that the last one ends as far out as can be.
        double x = target * 0.4, lowest = 1e9, highest = -1e9;
        for (int t = 0; t < 400; ++t) {
          const double sign = (1 - c * l1 < 0 && (400 - t) % 2 == 0 ? -1 : 1) * target;
          const double g = sign > 0 ? 3.141592653589793 : 0;
          x = (1 - c * l1) * x + c * l1 * ((24 + g) * 0.4 / l1 + sign * rho);
          if (t < phase.burn_in) continue;
          lowest = std::min(lowest, x);
          highest = std::max(highest, x);
        }
        CHECK(lowest >= box.x.range.lo());
        CHECK(highest <= box.x.range.hi());
        const double reached = target > 0 ? box.x.range.hi() - highest : lowest - box.x.range.lo();
        CHECK(reached < 0.02);
      }
    }
    PhaseOne longest = default_phase();
    longest.eta = q("0.47");
    CHECK(!known(weight_box(EscapeInstance(instance), Rational(4, 25), longest).x.range));
  }

  TEST_CASE("C13 a leaves the band no oftener than is stated, and sometimes, if g~ is 0 or pi, with its mean") {
    Instance instance = instance_of(3, 4, 1);
    instance.norm_sq = 9;
    PhaseOne phase = default_phase();
    phase.eta = q("0.02");
    phase.burn_in = 1500;
    phase.band = q("0.07");
    const EscapeInstance at(instance);
    const WeightBox box = weight_box(at, instance.norm_sq * instance.r / instance.k, phase);
    const double c = 0.02 / (2 * std::acos(-1.0)), pi = std::acos(-1.0), gbar = at.gbar.middle();
    int steps = 0, beyond = 0;
    for (std::uint32_t run = 0; run < 60; ++run) {
      double x = -std::sqrt(3.0), y = std::sqrt(3.0);  // a_0 at the border of the ball, against 1
      for (std::uint32_t t = 0; t < 2500; ++t) {
        Stream random(7, run, t, Purpose::samples);
        const double g = random.uniform() < gbar / pi ? pi : 0;
        x += c * (at.e1.middle() * (2 + g) - at.lambda1.middle() * x);
        y += c * (at.e2.middle() * (g - 1) - at.lambda2.middle() * y);
        if (t < 1500) continue;
        ++steps;
        beyond += !(x >= box.x.range.lo() && x <= box.x.range.hi() && y >= box.y.range.lo() && y <= box.y.range.hi());
      }
    }
    CHECK(box.y.range.hi() - box.y.range.lo() == doctest::Approx(0.42).epsilon(1e-9));  // 2 x 0.07 |a*|
    CHECK(beyond > 0);
    CHECK(beyond <= steps * box.leaves.hi());
    CHECK(box.leaves.hi() < 0.5);
  }

  TEST_CASE("C13 a band: narrower is less sure, wider than the box costs nothing, and some are not sound") {
    Instance instance = instance_of(25, 6, 4);
    instance.norm_sq = 9;
    const EscapeInstance at(instance);
    PhaseOne phase = default_phase();
    phase.eta = q("0.01");
    phase.burn_in = 1400;
    const auto with = [&](const char* band, const PhaseOne& one) {
      PhaseOne out = one;
      out.band = q(band);
      return DriftSetting(at, Rational(36, 25), out);
    };
    const DriftSetting without(at, Rational(36, 25), phase), narrow = with("0.2", phase), wide = with("0.3", phase);
    CHECK(without.box.leaves.hi() == 0);
    CHECK(with("1", phase).box.leaves.hi() < 1e-300);  // a sum of zeros, rounded outward
    CHECK(with("1", phase).box.alpha.hi() == without.box.alpha.hi());
    CHECK(narrow.box.leaves.lo() > wide.box.leaves.hi());
    CHECK(wide.box.leaves.lo() > 0);
    CHECK(narrow.box.alpha.hi() < wide.box.alpha.hi());
    CHECK(wide.box.alpha.hi() < without.box.alpha.hi());
    CHECK(wide.box.x.range.hi() == without.box.x.range.hi());  // along 1 the box is narrower
    CHECK(wide.sound());
    PhaseOne slow = phase;  // next to nothing is left to chance
    slow.eta = q("0.0001");
    slow.burn_in = 200'000;
    CHECK(with("0.3", slow).sound());
    CHECK(with("0.3", slow).box.leaves.hi() < 1e-250);
    CHECK(!with("0", phase).sound());
    PhaseOne at_once = phase, moderate = moderate_phase(), small = phase;
    at_once.burn_in = 0;  // a_0 is farther away
    CHECK(!with("0.2", at_once).sound());
    moderate.eta = phase.eta;
    moderate.burn_in = 1400;
    CHECK(DriftSetting(EscapeInstance(instance, moderate.law), Rational(36, 25), moderate).sound());
    moderate.band = q("0.3");
    CHECK(!DriftSetting(EscapeInstance(instance, moderate.law), Rational(36, 25), moderate).sound());
    small.rho_w = 20;  // the mean of g~ may be too far from gbar
    CHECK(!with("0.2", small).sound());
    // The failure counts every step.
    const DriftQuadrature quadrature(at, 16);
    const auto rest = [&](const DriftSetting& z, long steps) {
      return (phase_one_failure(z, quadrature, steps) - phase_one_floor(z, quadrature)).midpoint_approx();
    };
    const DriftSetting likely = with("0.1", phase);
    CHECK(rest(likely, 2'000'000) - rest(likely, 1'000'000) ==
          doctest::Approx(1e6 * likely.box.leaves.hi()).epsilon(1e-6));
  }
}
