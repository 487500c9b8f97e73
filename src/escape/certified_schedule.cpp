#include "escape/certified_schedule.hpp"

#include <fmt/format.h>

#include "core/known_digits.hpp"

namespace noiseproof {
namespace {

constexpr slong kFailureBits = 128;

Ball ball_of(const Interval& x) {
  return known(x) ? Ball::hull(Ball(Rational(x.lo())), Ball(Rational(x.hi()))) : Ball::nan();
}

struct PhaseOneBound {
  Ball log_start;  ///< log F_0
  Ball floor;      ///< b/lambda
  Ball leaves;     ///< the band of a, at one step
  /// At any of so many steps, the start of them included.
  Ball leaves_in(long steps) const { return Ball(Integer(steps) + 1) * leaves; }
};

/// F <= F_0 everywhere in the box; from above Y_top a step leads at worst to Y_f, where F <= b.
PhaseOneBound phase_one_bound(const DriftSetting& z, const DriftQuadrature& quadrature) {
  const Ball level = ball_of(z.level), least = ball_of(z.z_range).lower(), delta(z.phase.delta);
  const Ball alpha = ball_of(z.box.alpha), c = Ball(z.phase.eta) / (Ball(2) * Ball::pi());
  const Ball kick = asin(c * max(alpha.upper(), -alpha.lower()) * sqrt(ball_of(quadrature.largest().reach_sq).upper()));
  const Ball angle = Ball(2) * atan(Ball(1) / sqrt(Ball(z.phase.top))) + kick;
  // At an angle of pi or more Y_f would be 0.
  const Ball cot = is_less(angle, Ball::pi()) == Verdict::proved ? Ball(1) / tan(angle / Ball(2)) : Ball::nan();
  const Ball b = exp(Ball(z.phase.theta2) * (level - least - log(square(cot) + delta)));
  const Ball log_start = Ball(z.phase.theta1) * (level - log(delta) - least);
  return {log_start, b / Ball(z.phase.lambda), ball_of(z.box.leaves).upper()};
}

Json level_to_json(const AnnealingLevel& level) {
  return {{"eta", to_string(level.eta)},
          {"rho_w", to_string(level.rho_w)},
          {"rho_a", to_string(level.rho_a)},
          {"steps", level.steps}};
}

std::vector<AnnealingLevel> whole_ladder(const CertifiedSchedule& schedule) {
  const PhaseOne& one = schedule.one;
  std::vector<AnnealingLevel> out{{one.eta, one.rho_w, one.rho_a, one.burn_in + one.steps}};
  out.insert(out.end(), schedule.two.begin(), schedule.two.end());
  return out;
}

}  // namespace

Ball phase_one_failure(const DriftSetting& setting, const DriftQuadrature& quadrature, long steps) {
  const ScopedBits bits(kFailureBits);
  const PhaseOneBound bound = phase_one_bound(setting, quadrature);
  return exp(Ball(steps) * log(Ball(1) - Ball(setting.phase.lambda)) + bound.log_start) + bound.floor +
         bound.leaves_in(steps);
}

Ball phase_one_floor(const DriftSetting& setting, const DriftQuadrature& quadrature) {
  const ScopedBits bits(kFailureBits);
  return phase_one_bound(setting, quadrature).floor;
}

std::optional<long> phase_one_steps(const DriftSetting& setting, const DriftQuadrature& quadrature,
                                    const Rational& failure) {
  const ScopedBits bits(kFailureBits);
  const PhaseOneBound bound = phase_one_bound(setting, quadrature);
  long out = 1;
  for (int i = 0; i < 3; ++i) {  // more steps, more chances to leave the band, which three rounds all but settle
    const Ball room = Ball(failure) - bound.floor - bound.leaves_in(out);
    if (is_positive(room) != Verdict::proved) return std::nullopt;
    const double steps = ((bound.log_start - log(room)) / -log(Ball(1) - Ball(setting.phase.lambda))).midpoint_approx();
    if (!(steps < 1e9)) return std::nullopt;
    out = std::max(1L, static_cast<long>(std::ceil(steps)));
  }
  return out;
}

DriftResult prove_phase_one(const CertifiedSchedule& schedule, const DriftSetting& setting, const DriftQuadrature& near,
                            const DriftOptions& options) {
  const DriftQuadrature far(setting.instance, std::min(schedule.panels, plain_panels(setting.instance.p)));
  return prove_drift(setting, near, far, options);
}

EscapeProof prove_escape(const CertifiedSchedule& schedule, int jobs, long budget,
                         const std::function<void(double)>& progress) {
  EscapeProof out;
  const EscapeInstance instance(schedule.instance, schedule.one.law);
  const DriftSetting setting(instance, schedule.start_radius_sq, schedule.one);
  const DriftQuadrature quadrature(instance, schedule.panels);
  const ScopedBits bits(kFailureBits);
  if (!setting.sound()) {
    out.why = "a hypothesis fails";
    return out;
  }
  out.failure = phase_one_failure(setting, quadrature, schedule.one.steps);
  if (is_less(Ball(schedule.failure), out.failure) != Verdict::refuted)
    out.why = fmt::format("phase I: the bound of the failure is {}", to_decimal(out.failure, 5));
  else if (ladder_arrives(schedule.instance, setting.box, schedule.one.good_cot_sq, schedule.two, schedule.accuracy) !=
           Verdict::proved)
    out.why = "phase II: the worst orbit does not arrive";
  if (!out.why.empty()) return out;
  out.drift = prove_phase_one(schedule, setting, quadrature, {schedule.strips, jobs, budget, progress});
  out.verdict = out.drift.verdict;
  if (!out.drift.why.empty()) out.why = "phase I: " + out.drift.why;
  return out;
}

std::string schedule_text(const CertifiedSchedule& schedule, const std::string& comment) {
  std::string out = comment;
  for (const AnnealingLevel& level : whole_ladder(schedule))
    out += fmt::format("\n[[epoch]]\neta = {}\nsteps = {}\nrho_w = {}\nrho_a = {}\n", terminating_decimal(level.eta),
                       level.steps, terminating_decimal(level.rho_w), terminating_decimal(level.rho_a));
  return out;
}

Schedule as_schedule(const CertifiedSchedule& schedule) {
  Schedule out;
  for (const AnnealingLevel& level : whole_ladder(schedule))
    out.push_back({level.eta.convert_to<double>(), level.steps, level.rho_w.convert_to<double>(),
                   level.rho_a.convert_to<double>()});
  return out;
}

Json escape_to_json(const CertifiedSchedule& schedule) {
  const PhaseOne& one = schedule.one;
  Json ladder = Json::array();
  for (const AnnealingLevel& level : schedule.two) ladder.push_back(level_to_json(level));
  Json phase = {{"eta", to_string(one.eta)},
                {"rho_w", to_string(one.rho_w)},
                {"rho_a", to_string(one.rho_a)},
                {"burn_in", one.burn_in},
                {"steps", one.steps},
                {"theta1", to_string(one.theta1)},
                {"theta2", to_string(one.theta2)},
                {"delta", to_string(one.delta)},
                {"corrector", to_string(one.corrector)},
                {"good_cot_sq", to_string(one.good_cot_sq)},
                {"split", to_string(one.split)},
                {"top", to_string(one.top)},
                {"lambda", to_string(one.lambda)}};
  if (one.band) phase["band"] = to_string(*one.band);
  if (one.law) phase["law"] = {{"nu", to_string(one.law->nu)}, {"gbar", to_string(one.law->gbar)}};
  return {{"kind", "escape"},
          {"statement", "escape_probability"},
          {"instance", invariants_to_json(schedule.instance)},
          {"start_radius_sq", to_string(schedule.start_radius_sq)},
          {"phase_one", phase},
          {"phase_two", ladder},
          {"accuracy", to_string(schedule.accuracy)},
          {"failure", to_string(schedule.failure)},
          {"hints", {{"panels", schedule.panels}, {"zeta_nodes", kZetaNodes}, {"strips", schedule.strips}}},
          {"says",
           "From every w_0, every a_0 with |a_0|^2 <= start_radius_sq, and from the spurious point, the run arrives "
           "with probability at least 1 - failure."},
          {"verdict", "proved"}};
}

}  // namespace noiseproof
