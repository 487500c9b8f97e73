#include "survival.hpp"

#include <algorithm>
#include <cmath>

namespace noiseproof::c13_pgd_escapes {

Schedule recorded_often(const CertifiedSchedule& schedule, int records) {
  Schedule given = as_schedule(schedule), out;
  const long each = given.front().steps / records + 1;
  for (Epoch epoch = given.front(); epoch.steps > 0; epoch.steps -= each) {
    out.push_back(epoch);
    out.back().steps = std::min(epoch.steps, each);
  }
  out.insert(out.end(), given.begin() + 1, given.end());
  return out;
}

std::vector<Survival> survival(const CertifiedSchedule& schedule, const EnsembleResult& runs) {
  const PhaseOne& one = schedule.one;
  const EscapeInstance instance(schedule.instance, one.law);
  const DriftSetting setting(instance, schedule.start_radius_sq, one);
  const DriftQuadrature quadrature(instance, schedule.panels);
  const double good = 2 * std::atan(1 / std::sqrt(one.good_cot_sq.convert_to<double>()));
  std::vector<Survival> out;
  const std::vector<Snapshot>& records = runs.runs.front().epochs;
  for (std::size_t i = 0; i < records.size(); ++i) {
    const long step = records[i].step;
    if (step < one.burn_in || step > one.burn_in + one.steps) continue;
    const long wrong = std::count_if(runs.runs.begin(), runs.runs.end(),
                                     [&](const RunRecord& run) { return run.epochs[i].phi > good; });
    out.push_back({step, wrong, phase_one_failure(setting, quadrature, step - one.burn_in)});
  }
  return out;
}

}  // namespace noiseproof::c13_pgd_escapes
