// False twins of C13's certified schedule.
#include "certified.hpp"
#include "escape/few_digits.hpp"
#include "escape/sure_trap.hpp"
#include "escape_twins.hpp"
#include "smoothing/critical_level.hpp"

namespace noiseproof::c13_pgd_escapes {
namespace {

constexpr int kLevelDigits = 6;

/// Is the failure of phase I with so many steps at most what is allowed?
Answer leaves(const CertifiedSchedule& schedule, long steps) {
  const EscapeInstance instance(schedule.instance, schedule.one.law);
  const DriftSetting setting(instance, schedule.start_radius_sq, schedule.one);
  const Ball failure = phase_one_failure(setting, DriftQuadrature(instance, schedule.panels), steps);
  return {negate(is_less(Ball(schedule.failure), failure)), "the bound of the failure is " + to_decimal(failure, 5)};
}

/// Does the worst orbit of phase II arrive?
Answer settles(const CertifiedSchedule& changed) {
  const EscapeInstance instance(changed.instance, changed.one.law);
  const WeightBox box = weight_box(instance, changed.start_radius_sq, changed.one);
  if (ladder_arrives(changed.instance, box, changed.one.good_cot_sq, changed.two, changed.accuracy) == Verdict::proved)
    return {Verdict::proved, "it is proved all the same"};
  return {Verdict::refuted, "the worst orbit does not arrive"};
}

/// By the exact law, if the level is above 1.
void set_level(const Rational& rho_w, PhaseOne& one, const EscapeInstance& at) {
  one.rho_w = rho_w;
  if (rho_w > 1) one.law = ExactLaw{few_digits(at.nu.middle(), 6), few_digits(at.gbar.middle(), 6)};
}

}  // namespace

void false_twins(Enclosing& enclosing, const CertifiedSchedule& schedule) {
  const ClaimContext& context = enclosing.context();
  const EscapeInstance at(schedule.instance, schedule.one.law);
  const auto drift_twin = [&](const char* what, const std::function<void(PhaseOne&)>& change) {
    unprovable_twin(enclosing, what, [&] {
      CertifiedSchedule changed = schedule;
      change(changed.one);
      return drift_goes_through(changed, context);
    });
  };
  drift_twin("the rate of phase I is half as large again", [](PhaseOne& one) { one.lambda = one.lambda * 3 / 2; });
  // At w = -w* only the kick off the pole, of the order (c drift)^2/delta, makes up for what is lost there.
  drift_twin("delta is ten times c kappa^2 (gbar - gamma), what Lc gains in a step", [&](PhaseOne& one) {
    one.delta = few_digits(10 * one.eta.convert_to<double>() / (2 * M_PI) * at.drift.middle(), 3);
  });
  drift_twin("theta1 may be p/2, beyond the (p-1)/2 up to which the mean is bounded", [&](PhaseOne& one) {
    one.theta1 = Rational(at.p, 2);
    one.theta2 = std::max(one.theta1, one.theta2);
  });
  drift_twin("the good side goes on to ten times Y_top", [](PhaseOne& one) { one.top = one.top * 10; });
  drift_twin("half of the critical level rho* is noise enough", [&](PhaseOne& one) {
    const auto level = critical_noise_level(at.p, Injection::normalized, at.k, schedule.instance.r, kLevelDigits);
    set_level(level->lo / 2, one, at);
  });
  unprovable_twin(enclosing, "nu Lc has the other sign", [&] { return drift_goes_through(schedule, context, -1); });
  unprovable_twin(enclosing, "half of phase I is enough", [&] { return leaves(schedule, schedule.one.steps / 2); });
  unprovable_twin(enclosing, "half of every level of phase II is enough", [&] {
    CertifiedSchedule shorter = schedule;
    for (AnnealingLevel& level : shorter.two) level.steps /= 2;
    return settles(shorter);
  });
  unprovable_twin(enclosing, "phase II may begin halfway from the saddles' angle to pi", [&] {
    CertifiedSchedule farther = schedule;
    const auto level = sure_trap_level(landscape(schedule.instance));  // sin((pi - phi^)/2)
    // cot^2 of half the angle whose distance from pi is asin of that level
    const double sine = level->hi.convert_to<double>();
    farther.one.good_cot_sq = few_digits(std::pow(std::tan(std::asin(sine) / 2), 2), 4);
    return settles(farther);
  });
}

}  // namespace noiseproof::c13_pgd_escapes
