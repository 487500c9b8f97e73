#include "certified.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/known_digits.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "model/critical_points.hpp"
#include "pictures.hpp"

namespace noiseproof::c13_pgd_escapes {
namespace {

constexpr double kSampledSteps = 4e7;  // of all runs together: a second or two
constexpr int kRecords = 120;          // of each run in phase I
constexpr long kBudget = 30'000'000;   // of search and proofs: some twenty seconds of one core

std::string show(const FoundSchedule& found) {
  const CertifiedSchedule& s = found.schedule;
  return fmt::format("{} steps: {} to settle a, {} with rho_w = {} at the rate {}, then {} levels of noise",
                     total_steps(s), s.one.burn_in, s.one.steps, terminating_decimal(s.one.rho_w),
                     terminating_decimal(s.one.lambda), s.two.size());
}

}  // namespace

FoundSchedule certify(Enclosing& enclosing, ClaimResult& result) {
  const ClaimContext& context = enclosing.context();
  FindOptions options;
  options.seed = context.seed;
  options.jobs = context.jobs;
  options.budget = kBudget;
  options.progress = context.progress;
  FoundSchedule found;
  enclosing.claim(
      "from every w_0, every a_0 with |a_0| <= |1.a*|/sqrt k and the spurious point, "
      "a schedule of annealed noise ends with phi <= 0.001 and |a - a*| <= 0.001 |a*| "
      "with probability at least 1 - 10^-6",
      [&] {
        if (spurious_is_local_minimum(context.instance) == Verdict::refuted)
          return Answer{Verdict::undecided,
                        "the spurious point is no strict local minimum here (C07): there is nothing to escape, "
                        "and no schedule is sought; noiseproof schedule --certified does"};
        found = find_schedule(context.instance, options);
        if (found.proof.verdict != Verdict::proved)
          return Answer{Verdict::undecided, fmt::format("{}; the best found: {}", found.proof.why, show(found))};
        enclosing.certificate.comparison(context.instance.k, context.instance.r,
                                         spurious_is_local_minimum(context.instance));
        enclosing.certificate.item(escape_to_json(found.schedule));
        return Answer{Verdict::proved, show(found)};
      });
  if (total_steps(found.schedule) == 0) return found;
  result.data["certified"] = escape_to_json(found.schedule);
  result.data["certified"]["verdict"] = name(found.proof.verdict);
  return found;
}

void run_certified(const ClaimContext& context, const CertifiedSchedule& schedule, ClaimResult& result) {
  const auto runs = [&](const Schedule& what) {
    EnsembleOptions options;
    options.start = Start::spurious;
    options.seed = context.seed;
    options.jobs = context.jobs;
    options.runs =
        static_cast<int>(std::clamp(kSampledSteps / static_cast<double>(total_steps(what)), 100.0, 20'000.0));
    if (context.progress) options.progress = [&](double done) { context.progress(done, "certified schedule"); };
    return run_reduced_ensemble(Problem(context.instance), what, options);
  };
  CertifiedSchedule halved = schedule;
  halved.one.steps /= 2;
  const EnsembleResult all = runs(recorded_often(schedule, kRecords));
  const auto n = static_cast<long>(all.runs.size());
  result.check(
      "runs of the certified schedule from the spurious point arrive as often as is proved", Evidence::sampled, [&] {
        const EnsembleResult half = runs(as_schedule(halved));
        const long arrived = all.count(Outcome::reached);
        const double upper = clopper_pearson(arrived, n, kSureConfidence).upper;
        const bool refuted = upper < 1 - schedule.failure.convert_to<double>();
        return Answer{refuted ? Verdict::refuted : Verdict::proved,
                      fmt::format("{} of {} arrive; with half of phase I {} of {} do, of which nothing is proved",
                                  arrived, n, half.count(Outcome::reached), half.runs.size())};
      });
  const std::vector<Survival> counts = survival(schedule, all);
  result.check("after no number of steps of phase I are more runs on the wrong side than is proved", Evidence::sampled,
               [&] {
                 const auto more = [&](const Survival& at) {
                   return is_less(at.bound, Ball(Rational(clopper_pearson(at.wrong, n, kSureConfidence).lower))) ==
                          Verdict::proved;
                 };
                 const bool refuted = std::any_of(counts.begin(), counts.end(), more);
                 return Answer{refuted ? Verdict::refuted : Verdict::proved,
                               fmt::format("{} runs, looked at {} times", n, counts.size())};
               });
  result.plots.push_back(survival_plot(schedule, counts, n));
}

}  // namespace noiseproof::c13_pgd_escapes
