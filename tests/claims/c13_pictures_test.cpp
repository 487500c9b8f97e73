// C13's records of runs beside the proved bound, and its pictures.
#include <doctest/doctest.h>

#include "c13_pgd_escapes/pictures.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "escape/closed_form_schedule.hpp"
#include "report/svg.hpp"

using namespace noiseproof;
using namespace noiseproof::c13_pgd_escapes;

namespace {

/// A schedule of the form of a certified one, and short: what is tested here holds whether or not it is proved.
CertifiedSchedule short_schedule(const Instance& instance) {
  CertifiedSchedule out = closed_form_schedule(instance, {1, 1000}, {1, 100});
  out.one.burn_in = 7;
  out.one.steps = 400;
  out.one.lambda = {1, 20};
  return out;
}

Instance instance_of(int k, int p, const char* r) {
  Instance out;
  out.k = k;
  out.p = p;
  out.r = parse_rational(r, "r");
  return out;
}

EnsembleResult sample(const Instance& instance, const Schedule& schedule) {
  EnsembleOptions options;
  options.start = Start::spurious;
  options.runs = 40;
  return run_reduced_ensemble(Problem(instance), schedule, options);
}

}  // namespace

TEST_SUITE("claims/c13_pictures") {
  TEST_CASE("C13 runs that are recorded often are the same runs") {
    const Instance instance = instance_of(25, 6, "4");
    const CertifiedSchedule schedule = short_schedule(instance);
    const Schedule often = recorded_often(schedule, 50);
    CHECK(often.size() > 40);
    CHECK(total_steps(often) == total_steps(as_schedule(schedule)));
    const EnsembleResult a = sample(instance, often), b = sample(instance, as_schedule(schedule));
    for (std::size_t i = 0; i < a.runs.size(); ++i) CHECK(a.runs[i].last.phi == b.runs[i].last.phi);
  }

  TEST_CASE("C13 survival: counts at each record of phase I, beside (1-lambda)^n F_0 + b/lambda") {
    const Instance instance = instance_of(25, 6, "4");
    const CertifiedSchedule schedule = short_schedule(instance);
    const EnsembleResult runs = sample(instance, recorded_often(schedule, 50));
    const std::vector<Survival> counts = survival(schedule, runs);
    REQUIRE(counts.size() > 40);
    CHECK(counts.front().step >= 7);
    CHECK(counts.back().step == 407);
    CHECK(counts.front().wrong == 40);  // from the spurious point no one is there so soon
    for (std::size_t i = 0; i + 1 < counts.size(); ++i) {
      const double ratio = (counts[i + 1].bound / counts[i].bound).midpoint_approx();
      const double steps = static_cast<double>(counts[i + 1].step - counts[i].step);
      CHECK(ratio >= std::pow(0.95, steps) * (1 - 1e-9));  // b/lambda keeps it above
      CHECK(ratio < 1);
    }
    long wrong = 0;
    const double good = 2 * std::atan(1 / std::sqrt(2.0));  // Y_g = 2
    for (const RunRecord& run : runs.runs)
      for (const Snapshot& at : run.epochs)
        if (at.step == 407 && at.phi > good) ++wrong;
    CHECK(counts.back().wrong == wrong);
  }

  TEST_CASE("C13 the pictures can be drawn, also for a* along and across 1, and name what is proved and what sampled") {
    for (const Instance& instance : {instance_of(25, 6, "4"), instance_of(25, 6, "0"), instance_of(4, 5, "1e-30")}) {
      const CertifiedSchedule schedule = short_schedule(instance);
      const EnsembleResult runs = sample(instance, recorded_often(schedule, 20));
      ClaimContext context;
      context.instance = instance;
      const std::vector<Survival> counts = survival(schedule, runs);
      for (const auto& plot : {lyapunov_plot(context, schedule), survival_plot(schedule, counts, 40)}) {
        CHECK(render_svg(plot).find("nan") == std::string::npos);
        const std::string caption = plot["caption"];
        CHECK(caption.find("Proved: ") != std::string::npos);
        CHECK(caption.find("Sampled: ") != std::string::npos);
      }
    }
  }
}
