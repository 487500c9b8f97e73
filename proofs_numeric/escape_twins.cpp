#include "escape_twins.hpp"

namespace noiseproof {
namespace {

constexpr long kTwinBudget = 3'000'000;  // evaluations of the integrand

}  // namespace

Answer drift_goes_through(const CertifiedSchedule& changed, const ClaimContext& context, int nu_sign) {
  EscapeInstance instance(changed.instance, changed.one.law);
  instance.nu = instance.nu * nu_sign;
  const DriftSetting setting(instance, changed.start_radius_sq, changed.one);
  DriftOptions options;
  options.strips = changed.strips;
  options.jobs = context.jobs;
  options.budget = kTwinBudget;
  const DriftResult result = prove_phase_one(changed, setting, DriftQuadrature(instance, changed.panels), options);
  if (result.verdict == Verdict::proved) return {Verdict::proved, "it is proved all the same"};
  return {Verdict::refuted, result.why};
}

void unprovable_twin(Enclosing& enclosing, const std::string& what, const std::function<Answer()>& prove) {
  enclosing.check("false twin, not to be proved: " + what, [&] {
    const Answer answer = prove();
    return Answer{negate(answer.first), answer.second};
  });
}

}  // namespace noiseproof
