#include "dynamics/compare.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "dynamics/reduced_ensemble.hpp"
#include "dynamics/sgd.hpp"
#include "instances.hpp"

using namespace noiseproof;

TEST_SUITE("unit/compare") {
  TEST_CASE("C14 the compared algorithms have distinct names, equal numbers of steps and 40 looks or more") {
    const std::vector<Algorithm> all = compared_algorithms(Instance{});
    REQUIRE(all.size() == 8);
    const long steps = total_steps(patient_schedule(Instance{}));
    for (std::size_t i = 0; i < all.size(); ++i) {
      CHECK(total_steps(all[i].schedule) == steps);
      CHECK(all[i].schedule.size() >= 40);
      for (std::size_t j = 0; j < i; ++j) CHECK(all[i].id != all[j].id);
    }
    CHECK(all[1].schedule[0].eta == doctest::Approx(0.004));
    CHECK(all[2].schedule[0].eta == doctest::Approx(0.0846).epsilon(1e-3));
    CHECK(all[6].schedule[0].rho_w == 36);
    CHECK(all[4].schedule[0].rho_w == doctest::Approx(0.36));
  }

  TEST_CASE("C14 no run turns w farther than the bound says, and it says nothing of drawn examples and long steps") {
    // The largest turn by far: constant noise, so that w is pushed to and fro at every step.
    for (const Instance& instance : {instance_of(4, 3, 1, Rational(1, 100)), instance_of(1, 2, 1, Rational(1, 4))}) {
      const Problem problem(instance);
      const Algorithm one{"one", "", "", Schedule(40, {0.1, 1, 3, 0.2 * problem.norm})};
      EnsembleOptions options;
      options.runs = 20;
      const Comparison c = compare(problem, one, options);
      double farthest = 0;
      for (const RunRecord& run : c.result.runs) {
        double way = 0;
        for (std::size_t i = 1; i < run.epochs.size(); ++i) way += std::abs(run.epochs[i].phi - run.epochs[i - 1].phi);
        farthest = std::max(farthest, way);
      }
      CHECK(farthest < c.most_turn);
      CHECK(farthest > c.most_turn / 30);
    }
    const Problem problem(instance_of(4, 3, 1));
    // By hand: 100 steps of c = 1/(20 pi), |alpha~| <= 2 + 3/2, an arc of at most 1.82.
    const Algorithm plain{"", "", "", {{0.1, 60, 1, 0.5}, {0.1, 40, 1, 0.1}}};
    CHECK(most_turn(problem, plain) ==
          doctest::Approx(100 * std::asin(3.5 * 1.82 / (20 * pi<double>()))).epsilon(1e-12));
    Algorithm drawn = plain, steep = plain;
    drawn.batch = 1;
    steep.schedule[1].eta = 1.1;  // c (k+pi-1) = 1.08
    CHECK(std::isinf(most_turn(problem, drawn)));
    CHECK(std::isinf(most_turn(problem, steep)));
    // One of the two limits alone: a overshoots while w is hardly pushed, and the other way round.
    const Problem small(instance_of(4, 3, 1, Rational(1, 100))), large(instance_of(4, 3, 1, 100));
    CHECK(most_turn(small, {"", "", "", {{1, 10, 0, 0}}}) < 1);
    CHECK(std::isinf(most_turn(small, {"", "", "", {{1.1, 10, 0, 0}}})));
    CHECK(most_turn(large, {"", "", "", {{0.017, 1, 0, 0}}}) == doctest::Approx(std::asin(0.182 * 17 / pi<double>())));
    CHECK(std::isinf(most_turn(large, {"", "", "", {{0.018, 1, 0, 0}}})));
  }

  TEST_CASE("C14 cutting a schedule into looks does not change the run") {
    const Instance instance = instance_of(4, 3, 1);
    const Problem problem(instance);
    Algorithm cut = constant_noise(instance, 3, 0.5);
    cut.schedule.resize(2);
    const long steps = total_steps(cut.schedule);
    EnsembleOptions options;
    options.runs = 2;
    const Comparison pieces = compare(problem, cut, options);
    const EnsembleResult whole = run_reduced_ensemble(problem, {{cut.schedule[0].eta, steps, 3, 0.5}}, options);
    CHECK(pieces.result.runs[1].loss == whole.runs[1].loss);
    CHECK(pieces.distance.size() == 3);
    CHECK(pieces.distance.back().low ==
          relative_distance(problem, whole.runs[whole.runs[0].loss < whole.runs[1].loss ? 0 : 1].last));
  }

  TEST_CASE("C14 with the exact gradient runs are those in reduced coordinates, with examples those on full vectors") {
    const Instance instance = instance_of(4, 3, 1);
    const Problem problem(instance);
    EnsembleOptions options;
    options.runs = 3;
    for (const int batch : {0, 2}) {
      CAPTURE(batch);
      Algorithm short_one = constant_noise(instance, 3, 0.5);
      short_one.schedule = {{0.1, 20, 3, 0.5}};
      options.batch = short_one.batch = batch;
      const EnsembleResult found = compare(problem, short_one, options).result;
      const EnsembleResult expected =
          (batch == 0 ? run_reduced_ensemble : run_ensemble)(problem, short_one.schedule, options);
      for (std::size_t i = 0; i < 3; ++i) CHECK(found.runs[i].loss == expected.runs[i].loss);
    }
  }

  TEST_CASE("C14 without noise the spurious point is one run that never escapes, at the known distance") {
    const Problem problem(instance_of(25, 6, 4));
    EnsembleOptions options;
    options.start = Start::spurious;
    options.runs = 50;
    const Comparison c = compare(problem, {"gd", "GD", "", plain_schedule(0.1, 100)}, options);
    CHECK(c.runs() == 1);
    CHECK(c.escaped() == 0);
    CHECK(c.arrived() == 0);
    const Student<double> start = make_start(problem, Start::spurious, 1, 0);
    const double gap = std::sqrt(norm_sq(combine(1.0, start.a, -1.0, problem.teacher.a_star)));
    CHECK(c.late.median == doctest::Approx(std::hypot(2, gap)).epsilon(1e-12));
    CHECK(distance_plot("p", {&c})["series"][0]["y"].size() == 2);
  }

  TEST_CASE("the largest stable step: the figure by hand, also for large |a*|, and never above the monotone bound") {
    // k = 25, p = 6, |a*| = 1: tr H = 15, lambda_max = (24 + pi)/2pi.
    const double largest = (24 + pi<double>()) / (2 * pi<double>());
    CHECK(stable_stochastic_step(Instance{}, 1) == doctest::Approx(2 / (15 + 2 * largest)).epsilon(1e-13));
    CHECK(stable_stochastic_step(Instance{}, 3) == doctest::Approx(6 / (15 + 4 * largest)).epsilon(1e-13));
    // k = 1, p = 90, |a*|^2 = 4: tr H = 357/2, lambda_max = 2.
    CHECK(stable_stochastic_step(instance_of(1, 90, 1, 4), 2) == doctest::Approx(4 / (178.5 + 6)).epsilon(1e-13));
    const TeacherInvariants<double> teacher = teacher_invariants<double>(Instance{});
    CHECK(stable_stochastic_step(Instance{}, 100000) == 0.9 * monotone_step_bound(teacher, random_start_box(teacher)));
  }

  TEST_CASE("C14 each compared algorithm is what the list says, in batches, steps and radii") {
    const std::vector<Algorithm> all = compared_algorithms(Instance{});
    const Schedule patient = patient_schedule(Instance{});
    std::vector<int> batches;
    std::string pictured;
    for (const Algorithm& a : all) batches.push_back(a.batch), pictured += a.pictured ? '1' : '0';
    CHECK(batches == std::vector<int>{0, 2, 1, 1, 0, 0, 0, 4});
    CHECK(pictured == "11011110");
    CHECK(all[0].schedule.back().eta == 0.1);
    CHECK(all[0].schedule.front().rho_w == 0);
    CHECK(all[3].schedule.back().eta == doctest::Approx(all[2].schedule[0].eta * std::pow(0.8, 19)));
    CHECK(all[3].schedule.back().rho_w == 0);
    CHECK(all[4].schedule.back().rho_a == doctest::Approx(0.015));
    CHECK(all[5].schedule.back().rho_w == 36);
    CHECK(all[5].schedule.back().rho_a == doctest::Approx(1.5));
    for (const std::size_t i : {6, 7}) {
      CHECK(all[i].schedule.back().rho_w == patient.back().rho_w);
      CHECK(all[i].schedule.back().rho_a == patient.back().rho_a);
      CHECK(all[i].schedule.back().eta == 0.1);
    }
    const Instance wide = instance_of(2, 200, 1);
    REQUIRE(stable_stochastic_step(wide, 4) < 0.09);
    CHECK(compared_algorithms(wide)[7].schedule[0].eta == stable_stochastic_step(wide, 4));
    CHECK(compared_algorithms(wide)[6].schedule[0].eta == 0.1);
    CHECK(work(wide, all[7]) == doctest::Approx(double(total_steps(patient)) * (202 + 16)));
    CHECK(work(wide, all[0]) == doctest::Approx(double(total_steps(patient)) * 4));
  }

  TEST_CASE("C14 the relative distance has the chord of w and the share of |a*|") {
    const Problem problem(instance_of(2, 3, 1, 9));
    CHECK(relative_distance(problem, {0, pi<double>() / 3, 0, 0}) == doctest::Approx(1));
    CHECK(relative_distance(problem, {0, pi<double>(), 0, 0}) == doctest::Approx(2));
    CHECK(relative_distance(problem, {0, 0, 0, 6}) == doctest::Approx(2));
    CHECK(relative_distance(problem, {0, pi<double>(), 0, 4.5}) == doctest::Approx(2.5));
  }

  TEST_CASE(
      "C14 quantiles are of the nearest rank, the late ones of the last quarter, and a run that diverged is far off") {
    const Problem problem(instance_of(4, 3, 1));
    EnsembleOptions options;
    options.injection = Injection::raw;  // the comparison has its own
    const Algorithm gd{"gd", "GD", "", {{0.1, 3, 0, 0}, {0.1, 3, 0, 0}, {0.1, 3, 0, 0}}};
    for (const int runs : {20, 7}) {
      CAPTURE(runs);
      options.runs = runs;
      const Comparison c = compare(problem, gd, options);
      REQUIRE(c.runs() == runs);
      REQUIRE(c.distance.size() == 4);
      std::vector<double> ends;
      long below = 0;
      for (const RunRecord& run : c.result.runs) {
        ends.push_back(relative_distance(problem, run.last));
        below += std::any_of(run.epochs.begin(), run.epochs.end(),
                             [](const Snapshot& at) { return at.phi < pi<double>() / 2; });
      }
      std::sort(ends.begin(), ends.end());
      // The least that at least so many tenths of all are not above.
      const auto quantile = [&](int tenths) {
        int rank = 1;
        while (10 * rank < tenths * runs) ++rank;
        return ends[static_cast<std::size_t>(rank - 1)];
      };
      for (const Quantiles& found : {c.distance[3], c.late}) {
        CHECK(found.low == quantile(1));
        CHECK(found.median == quantile(5));
        CHECK(found.high == quantile(9));
      }
      CHECK(c.escaped() == below);
      CHECK(below > 0);
      CHECK(below < runs);
    }
    options.runs = 20;
    const Algorithm noisy{"noise", "noise", "", {{0.1, 3, 2, 1}}};
    EnsembleOptions plain = options;
    plain.injection = Injection::normalized;
    CHECK(compare(problem, noisy, options).distance.back().median ==
          compare(problem, noisy, plain).distance.back().median);
    const Comparison far = compare(problem, {"gd", "GD", "", plain_schedule(900, 400)}, options);
    CHECK(far.result.count(Outcome::diverged) == 20);
    CHECK(std::isinf(far.distance.back().median));
    CHECK(std::isinf(far.late.high));
  }

  TEST_CASE("C14 only runs that are all the same are one run: not those from random starts, nor with any noise") {
    const Problem problem(instance_of(4, 3, 1));
    const auto runs = [&](Start start, int batch, double rho_w, double rho_a) {
      EnsembleOptions options;
      options.runs = 3;
      options.start = start;
      return compare(problem, {"x", "X", "", {{0.1, 20, rho_w, rho_a}}, batch}, options);
    };
    CHECK(runs(Start::spurious, 0, 0, 0).runs() == 1);
    CHECK(runs(Start::random, 0, 0, 0).runs() == 3);
    for (const Comparison& c :
         {runs(Start::spurious, 1, 0, 0), runs(Start::spurious, 0, 1, 0), runs(Start::spurious, 0, 0, 1)}) {
      REQUIRE(c.runs() == 3);
      CHECK(c.result.runs[0].loss != c.result.runs[1].loss);
    }
    CHECK(runs(Start::random, 2, 0, 0).result.runs[0].loss != runs(Start::random, 0, 0, 0).result.runs[0].loss);
  }

  TEST_CASE("C14 the picture has the steps, the median and the band of each algorithm, and no distance of 0") {
    const Problem problem(instance_of(4, 3, 1));
    EnsembleOptions options;
    options.runs = 11;
    Comparison c = compare(problem, {"x", "X", "", {{0.1, 20, 2, 0.5}, {0.1, 30, 1, 0.5}}}, options);
    nlohmann::json plot = distance_plot("p", {&c});
    CHECK(plot["id"] == "p");
    CHECK(plot["title"] == "Distance to the global optimum from random starts");
    const nlohmann::json& series = plot["series"][0];
    CHECK(series["name"] == "X");
    CHECK(series["x"] == nlohmann::json({0, 20, 50}));
    for (std::size_t look = 0; look < 3; ++look) {
      CHECK(series["y"][look] == c.distance[look].median);
      CHECK(series["low"][look] == c.distance[look].low);
      CHECK(series["high"][look] == c.distance[look].high);
      CHECK(c.distance[look].low < c.distance[look].median);
      CHECK(c.distance[look].median < c.distance[look].high);
    }
    c.start = Start::spurious;
    c.distance[1] = {0, 0, 0};
    plot = distance_plot("p", {&c});
    CHECK(plot["title"] == "Distance to the global optimum from the spurious point");
    for (const char* key : {"y", "low", "high"}) CHECK(plot["series"][0][key][1] == 1e-12);
  }
}
