// C23: how many steps are certified, as an explicit function.
#include <fmt/format.h>

#include <optional>

#include "enclosing.hpp"
#include "escape/closed_form_schedule.hpp"
#include "escape/find_schedule.hpp"

namespace noiseproof::c23_polynomial_steps {
namespace {

using nlohmann::json;

const Rational kFailure(1, 1'000'000), kAccuracy(1, 1000);
constexpr long kBudget = 40'000'000;  // of one proof: some twenty seconds of one core
constexpr long kTwinBudget = kBudget / 10;

std::string show(const CertifiedSchedule& s) {
  return fmt::format("{} steps: {} to settle a, {} with large noise, {} with small noise", total_steps(s),
                     s.one.burn_in, s.one.steps, s.two.front().steps);
}

EscapeProof proof_of(const CertifiedSchedule& schedule, const ClaimContext& context, long budget) {
  return prove_escape(schedule, context.jobs, budget, [&](double done) { context.report(done, "proof"); });
}

/// Bound of the steps of phase I by a polynomial (docs/escape.md, "A rule in closed form"). Domain: |a*| <= 1, p >= 5.
Ball polynomial_bound(const CertifiedSchedule& s) {
  const int k = s.instance.k;
  const long p = s.instance.p;
  const Ball norm_sq(s.instance.norm_sq), pi = Ball::pi(), slack(Rational(101, 100)),
                                          per_drift = Ball(Rational(429 * p, 100)) / norm_sq;
  const Ball per_step = slack * max(max(Ball(10), Ball(Rational(715 * p, 100))),
                                    max((Ball(k - 1) + pi) / Ball(Rational(627, 100)),
                                        Ball(49) * norm_sq * Ball(s.one.theta2) / Ball(p + 2)));
  const Ball per_q = Ball(Rational(p * (p + 2) * 100, 246 * (p - 1)));
  const Ball height = Ball(Rational(36, 10)) + log(slack * Ball(16) * square(pi) * per_step * per_drift * per_q);
  return Ball(1) + Ball(Rational(22 * p)) / norm_sq * per_step * (height - log(Ball(s.failure)));
}

/// Y_top is of the order of e^{2 |a*|^2}: for larger teachers the rule's steps are bounded by no polynomial in |a*|.
bool polynomial_applies(const Instance& instance) { return instance.norm_sq <= 1; }

Answer below_polynomial(const CertifiedSchedule& s) {
  const Ball bound = polynomial_bound(s);
  return {is_less(Ball(s.one.steps), bound), fmt::format("{} <= {}", s.one.steps, to_decimal(bound, 6))};
}

/// The rule's steps against p, and their bound; nothing is proved but at the instance's p.
json steps_plot(const Instance& given) {
  json rule{{"name", "the rule"}, {"x", json::array()}, {"y", json::array()}, {"style", "line"}};
  json bound{{"name", "the polynomial"}, {"x", json::array()}, {"y", json::array()}, {"style", "line"}};
  Instance instance = given;
  for (const int p : {5, 6, 8, 12, 20, 35, 60, 100}) {
    instance.p = p;
    instance.w_star.clear();
    const CertifiedSchedule s = closed_form_schedule(instance, kFailure, kAccuracy);
    rule["x"].push_back(p);
    rule["y"].push_back(total_steps(s));
    bound["x"].push_back(p);
    bound["y"].push_back(polynomial_bound(s).midpoint_approx());
  }
  json series = json::array({rule});
  if (polynomial_applies(given)) series.push_back(bound);
  return {
      {"type", "lines"},
      {"id", "c23-steps"},
      {"title", "Steps of the rule in closed form"},
      {"caption", "At the instance's k and teacher, failure 10^-6, accuracy 10^-3. Proved at the instance's p alone."},
      {"x_label", "p"},
      {"y_label", "steps"},
      {"x_log", true},
      {"y_log", true},
      {"series", series}};
}

Answer rule_arrives(Enclosing& enclosing, std::optional<CertifiedSchedule>& found) {
  const CertifiedSchedule schedule = closed_form_schedule(enclosing.instance(), kFailure, kAccuracy);
  const EscapeProof proof = proof_of(schedule, enclosing.context(), kBudget);
  if (proof.verdict != Verdict::proved) return {Verdict::undecided, proof.why + "; " + show(schedule)};
  found = schedule;
  enclosing.certificate.item(escape_to_json(schedule));
  return {Verdict::proved, show(schedule)};
}

Answer logarithmic_in_failure(const CertifiedSchedule& schedule, const ClaimContext& context) {
  const CertifiedSchedule coarse = closed_form_schedule(context.instance, Rational(1, 1000), kAccuracy);
  const EscapeProof proof = proof_of(coarse, context, kBudget);
  const Verdict square = 4 * total_steps(coarse) >= total_steps(schedule) ? Verdict::proved : Verdict::undecided;
  return {both(proof.verdict, square),
          fmt::format("{} steps for 10^-3, {} for 10^-6", total_steps(coarse), total_steps(schedule))};
}

Answer half_the_steps(CertifiedSchedule half, const ClaimContext& context) {
  half.one.steps /= 2;
  const EscapeProof proof = proof_of(half, context, kTwinBudget);
  return {is_less(proof.failure, Ball(half.failure)), proof.why};
}

Answer faster_rate(CertifiedSchedule faster, const ClaimContext& context) {
  faster.one.lambda *= 4;
  const EscapeProof proof = proof_of(faster, context, kTwinBudget);
  return {proof.drift.fails ? Verdict::refuted : proof.verdict, proof.why};
}

void prove_steps(Enclosing& enclosing, const CertifiedSchedule& schedule, ClaimResult& result) {
  const ClaimContext& context = enclosing.context();
  const bool applies = polynomial_applies(context.instance);
  result.headline = fmt::format("{} steps by the rule{}", total_steps(schedule),
                                applies ? "" : "; the polynomial does not apply for |a*| > 1");
  result.data["schedule"] = escape_to_json(schedule);
  result.plots = {steps_plot(context.instance)};
  if (applies)
    enclosing.claim("its noisy steps are at most a polynomial in k, p, 1/|a*|, log(1/failure)",
                    [&] { return below_polynomial(schedule); });
  else
    result.notes.push_back(
        "The polynomial bound of the steps does not apply: it is for |a\\*| <= 1, "
        "and beyond the rule's steps grow like an exponential of |a\\*|^2. "
        "What is proved here is that the schedule arrives, in the number of steps printed.");
  enclosing.check("with half the digits of 1/failure it takes at least a quarter of the steps, and arrives",
                  [&] { return logarithmic_in_failure(schedule, context); });
  enclosing.twin("half of the noisy steps are enough", [&] { return half_the_steps(schedule, context); });
  enclosing.twin("the rate lambda is twice the ideal one nu c drift", [&] { return faster_rate(schedule, context); });
  enclosing.finish();
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult result;
  Enclosing enclosing(context, result);
  if (context.instance.p < kLeastRuleInputs) {
    enclosing.claim("a rule in closed form gives a schedule that arrives", [] {
      return Answer{Verdict::undecided, "the rule is for p >= 5; C13 seeks a schedule for every p"};
    });
    result.headline = "the rule is for p >= 5";
    return result;
  }
  std::optional<CertifiedSchedule> found;
  enclosing.claim(
      "from every w_0, every a_0 with |a_0| <= |1.a*|/sqrt k and the spurious point, "
      "the schedule of a rule in closed form ends with phi <= 0.001 and |a - a*| <= 0.001 |a*| "
      "with probability at least 1 - 10^-6",
      [&] { return rule_arrives(enclosing, found); });
  if (found)
    prove_steps(enclosing, *found, result);
  else
    result.headline = "the rule's schedule is not proved";
  return result;
}

}  // namespace noiseproof::c23_polynomial_steps
