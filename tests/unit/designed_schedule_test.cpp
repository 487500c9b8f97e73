#include "smoothing/designed_schedule.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "dynamics/ensemble.hpp"
#include "instances.hpp"
#include "smoothing_checks.hpp"

using namespace noiseproof;
using namespace smoothing_checks;

TEST_SUITE("designed schedule") {
  TEST_CASE("where single steps would throw w back from w*, the noise in a is less, and runs arrive") {
    const Instance instance = instance_of(4, 20, 0, 25);
    const Design d = design_schedule(instance, 0.99);
    CHECK(d.schedule.front().rho_a < 1.5 * 5);
    EnsembleOptions options;
    options.start = Start::spurious;
    options.runs = 64;
    CHECK(run_ensemble(Problem(instance), d.schedule, options).count(Outcome::reached) >= 63);
    CHECK(design_schedule(instance_of(25, 6, 4), 0.99).schedule.front().rho_a == 1.5);
  }

  TEST_CASE(
      "the share beyond a right angle is what was asked for, by less noise in a first and then by smaller steps") {
    for (const double success : {0.5, 0.99, 0.999999})
      for (const Instance& instance :
           {instance_of(4, 20, 0, 100), instance_of(2, 100, 0, 4), instance_of(4, 2, 4, 9)}) {
        const Design d = design_schedule(instance, success);
        CHECK(d.hold > 0);
        CHECK(std::pow(d.kick, d.hold) <= 1 - success);
      }
    // Above the threshold alpha is large: no noise in a is small enough for this probability, but smaller steps are.
    const Instance instance = instance_of(4, 2, 4, 9);
    CHECK(design_schedule(instance, 1 - 1e-12).schedule.front().eta <
          design_schedule(instance, 0.5).schedule.front().eta);
  }

  TEST_CASE("its hold is that of the algorithm's own steps across the equator") {
    const Instance instance = instance_of(5, 3, 1, 25);
    const Problem problem(instance);
    const Design d = design_schedule(instance, 0.99);
    const Epoch& epoch = d.schedule.front();
    const double g = smoothed_kernel_at_pi({3, Rational(d.level), Injection::normalized}).midpoint_approx();
    const Student<double> start{{0, 1, 0}, PlainMeanLoss{problem.teacher.a_star, 1, 1}.best_a(g)};
    double sum_sq = 0;
    constexpr int kRuns = 20000;
    for (std::uint32_t run = 0; run < kRuns; ++run) {
      Stream stream(13, run, 0, Purpose::start);
      Vec<double> xi(3), epsilon(5);
      uniform_in_ball(stream, epoch.rho_w, xi);
      uniform_in_ball(stream, epoch.rho_a, epsilon);
      Student<double> z = start;
      perturbed_step(problem.teacher, epoch.eta, Injection::normalized, xi, epsilon, z);
      const double moved = std::atanh(z.w[0]);  // -log tan(angle/2)
      sum_sq += moved * moved / kRuns;
    }
    // 5% of the variance is the approximation's, for p = 3.
    const double hold = 2 * d.rate * epoch.eta / sum_sq - 1;
    CHECK(std::abs((hold + 1) / (d.hold + 1) - 1) < 0.15);
  }

  TEST_CASE("what makes a schedule too long is said") {
    const auto refusal = [](const Instance& instance) {
      try {
        design_schedule(instance, 0.99);
      } catch (const Error& error) {
        return std::string(error.what());
      }
      return std::string("none");
    };
    const auto says = [&](const Instance& instance, const char* what) {
      return refusal(instance).find(what) != std::string::npos;
    };
    CHECK(says(instance_of(25, 6, 0, 100'000'000), "a settles at the rate 3.4e-01"));
    CHECK(says(instance_of(25, 6, 0, Rational(1, 100'000'000)), "w leaves -w* at the rate"));
    CHECK(says(instance_of(100'000, 1000, 4), "w leaves -w* at the rate"));
    CHECK(says(instance_of(25, 6, 0, Rational(1, 100'000'000)), "more than 2^31"));
  }
}
