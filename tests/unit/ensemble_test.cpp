#include "dynamics/ensemble.hpp"

#include <doctest/doctest.h>

#include "instances.hpp"
#include "short_schedule.hpp"

using namespace noiseproof;

TEST_SUITE("unit/ensemble") {
  TEST_CASE("C13 an ensemble is the same on one thread and on several, and depends on the seed") {
    const Problem problem(instance_of(9, 4, 2));
    EnsembleOptions options;
    options.runs = 24;
    options.jobs = 1;
    const EnsembleResult one = run_ensemble(problem, short_schedule(), options);
    options.jobs = 4;
    const EnsembleResult four = run_ensemble(problem, short_schedule(), options);
    options.seed = 2;
    const EnsembleResult other = run_ensemble(problem, short_schedule(), options);
    REQUIRE(one.runs.size() == 24);
    REQUIRE(four.runs.size() == 24);
    for (std::size_t i = 0; i < 24; ++i) {
      CHECK(one.runs[i].run == static_cast<int>(i));
      CHECK(one.runs[i].last.phi == four.runs[i].last.phi);
      CHECK(one.runs[i].loss == four.runs[i].loss);
      CHECK(one.runs[i].last.phi != other.runs[i].last.phi);
    }
  }

  TEST_CASE("an ensemble reports its progress, rethrows from it, and stops when told to") {
    const Problem problem(instance_of(4, 3, 1));
    EnsembleOptions options;
    options.runs = 10;
    double last = 0;
    options.progress = [&](double done) { last = done; };
    run_ensemble(problem, short_schedule(), options);
    CHECK(last == 1);
    options.progress = [](double) { throw Error(Error::Kind::io, "progress", "stop"); };
    CHECK_THROWS_AS(run_ensemble(problem, short_schedule(), options), Error);
    options.progress = nullptr;
    options.interrupted = [] { return true; };
    const EnsembleResult stopped = run_ensemble(problem, short_schedule(), options);
    CHECK(stopped.interrupted);
    CHECK(stopped.runs.empty());
    options.runs = 0;
    CHECK_THROWS_AS(run_ensemble(problem, short_schedule(), options), Error);
  }

  TEST_CASE("C13 the example trajectories start at one point, and at r = 1 end on different sides") {
    const std::vector<ExampleTrajectory> pair = example_trajectories(instance_of(9, 6, 1), 1);
    REQUIRE(pair.size() == 2);
    CHECK(pair[0].points.front().phi == pair[1].points.front().phi);
    CHECK(pair[0].points.front().alpha == pair[1].points.front().alpha);
    CHECK(pair[0].label == "plain GD, trapped");
    CHECK(pair[1].label == "perturbed GD, escapes");
    CHECK(pair[0].points.back().phi > 3);
    CHECK(pair[1].points.back().phi < kArrived);
  }
}
