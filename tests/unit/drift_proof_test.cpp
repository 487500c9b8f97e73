#include "escape/drift_proof.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <limits>

#include "drift_definition.hpp"
#include "escape/find_schedule.hpp"
#include "instances.hpp"

using namespace noiseproof;
using namespace drift_definition;

TEST_SUITE("drift") {
  TEST_CASE("C13 the drift of the default schedule is proved; with numbers nudged off it is not") {
    const Instance instance = instance_of(25, 6, 4);
    const EscapeInstance at(instance);
    const DriftQuadrature quadrature(at, 16);
    const auto prove = [&](const PhaseOne& phase) {
      return prove_drift(DriftSetting(at, Rational(4, 25), phase), quadrature, quadrature, {});
    };
    CHECK(prove(default_phase()).verdict == Verdict::proved);
    const auto twin = [&](const std::function<void(PhaseOne&)>& nudge) {
      PhaseOne phase = default_phase();
      nudge(phase);
      const DriftResult result = prove(phase);
      CHECK(result.verdict == Verdict::undecided);
      return result.fails;
    };
    CHECK(twin([](PhaseOne& z) { z.lambda = q("0.056"); }));
    // Boxes as wide as the range of alpha~, at whose corners more is left than between them.
    PhaseOne faster = default_phase();
    faster.lambda = q("0.04");
    constexpr long all = std::numeric_limits<long>::max();
    CHECK(prove_drift(DriftSetting(at, Rational(4, 25), faster), quadrature, quadrature, {1, 0, all, {}}).verdict ==
          Verdict::undecided);
    CHECK(twin([](PhaseOne& z) { z.delta = q("6.5e-4"); }));
    CHECK(twin([](PhaseOne& z) { z.theta1 = q("2.5"); }));
    CHECK(twin([](PhaseOne& z) { z.top = 100; }));
    CHECK(twin([](PhaseOne& z) { z.corrector = 0; }));
    CHECK(!twin([](PhaseOne& z) { z.theta1 = q("2.6"); }));  // beyond (p-1)/2 there is no bound at all
    CHECK(!twin([](PhaseOne& z) { z.rho_w = -1; }));
    CHECK(!twin([](PhaseOne& z) { z.theta2 = 1; }));
    CHECK(!twin([](PhaseOne& z) { z.lambda = 0; }));
  }

  TEST_CASE("C13 the drift at moderate noise is proved; with numbers nudged off, and at other levels, it is not") {
    const Instance instance = instance_of(25, 6, 4);
    const auto prove = [&](const PhaseOne& phase) {
      const EscapeInstance at(instance, phase.law);
      const DriftQuadrature quadrature(at, 16);
      return prove_drift(DriftSetting(at, Rational(4, 25), phase), quadrature, quadrature, {});
    };
    CHECK(prove(moderate_phase()).verdict == Verdict::proved);
    const auto twin = [&](const std::function<void(PhaseOne&)>& nudge) {
      PhaseOne phase = moderate_phase();
      nudge(phase);
      const DriftResult result = prove(phase);
      CHECK(result.verdict == Verdict::undecided);
      return result.fails;
    };
    CHECK(twin([](PhaseOne& z) { z.lambda = z.lambda * 3 / 2; }));
    CHECK(twin([](PhaseOne& z) { z.delta = z.delta * 10; }));
    CHECK(twin([](PhaseOne& z) { z.rho_w = 3; }));
    CHECK(twin([](PhaseOne& z) { z.law->nu = z.law->nu * 2; }));
    CHECK(twin([](PhaseOne& z) { z.law.reset(); }));  // (1 + 1/25)^6 is too much
    CHECK(!twin([](PhaseOne& z) { z.rho_w = 1; }));
    CHECK(!twin([](PhaseOne& z) { z.law->nu = 0; }));
    CHECK(!twin([](PhaseOne& z) { z.theta1 = q("2.6"); }));
  }

  TEST_CASE("C13 a budget ends a proof and a search, at the same place for every number of threads") {
    const Instance instance = instance_of(25, 6, 4);
    const EscapeInstance at(instance);
    const DriftQuadrature quadrature(at, 16);
    const DriftSetting setting(at, Rational(4, 25), default_phase());
    const auto prove = [&](long budget, int jobs) {
      return prove_drift(setting, quadrature, quadrature, {24, jobs, budget, {}});
    };
    const DriftResult all = prove(std::numeric_limits<long>::max(), 2);
    CHECK(all.verdict == Verdict::proved);
    CHECK(!all.spent);
    for (const DriftPart part : {DriftPart::pole, DriftPart::away, DriftPart::good}) {
      const DriftPartResult& found = all.parts[static_cast<int>(part)];
      const std::size_t each =
          quadrature.nodes().direction.size() * (part == DriftPart::pole ? 1 : quadrature.nodes().zeta.size());
      CHECK(found.work > found.values * static_cast<long>(each));
    }
    CHECK(prove(all.work(), 0).verdict == Verdict::proved);
    for (const long budget : {0L, 1000L, all.work() / 2}) {
      const DriftResult one = prove(budget, 1), two = prove(budget, 3);
      for (const DriftResult& cut : {one, two}) {
        CHECK(cut.verdict == Verdict::undecided);
        CHECK(cut.spent);
        CHECK(cut.why.find("budget ended") != std::string::npos);
        CHECK(cut.work() > budget);
        CHECK(cut.work() < budget + all.work() / 3);
      }
      CHECK(one.why == two.why);
      CHECK(one.work() == two.work());
    }
    FindOptions options;
    options.budget = 400'000;
    const FoundSchedule found = find_schedule(instance, options);
    CHECK(found.proof.verdict == Verdict::undecided);
    CHECK(found.proof.why.find("budget ended") != std::string::npos);
    CHECK(found.work < 3 * options.budget);
  }
}
