// C13: noise-annealed perturbed gradient descent arrives at the global optimum from every start, proved for a schedule
// that is found with its proof (certified.cpp); and how often it and other schedules (sample.cpp) arrive.
#include <fmt/format.h>

#include "certified.hpp"
#include "pictures.hpp"

namespace noiseproof::c13_pgd_escapes {

ClaimResult prove(const ClaimContext& context) {
  ClaimResult result;
  Enclosing enclosing(context, result);
  const FoundSchedule found = certify(enclosing, result);
  const bool proved = found.proof.verdict == Verdict::proved;
  result.headline = proved ? fmt::format("proved in {} steps", total_steps(found.schedule)) : "no schedule proved";
  if (proved) {
    false_twins(enclosing, found.schedule);
    enclosing.finish();
    result.plots.push_back(lyapunov_plot(context, found.schedule));
    run_certified(context, found.schedule, result);
  }
  sample_others(context, result);
  context.report(1, "done");
  return result;
}

}  // namespace noiseproof::c13_pgd_escapes
