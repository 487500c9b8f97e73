#include "escape/closed_form_schedule.hpp"

#include <cmath>

#include "core/error.hpp"
#include "escape/few_digits.hpp"

namespace noiseproof {
namespace {

constexpr double kGoodCotSq = 2, kLargestStep = 0.1, kDriftShare = 0.6, kStability = 0.999, kGoodSideShare = 0.65,
                 kGap = 1;
constexpr double kFloorRoom = 20, kStartOfArrival = 4;

long whole_steps(double x) {
  constexpr double kMost = 1e15;
  if (!(x < kMost)) throw Error(Error::Kind::arithmetic, "schedule", "the rule asks for more than 1e15 steps");
  return static_cast<long>(std::ceil(x));
}

class Rule {
 public:
  Rule(const Instance& instance, const Rational& failure)
      : at_(instance),
        radius_sq_(instance.norm_sq * instance.r / instance.k),
        norm_sq_(instance.norm_sq.convert_to<double>()),
        p_(instance.p),
        failure_(failure.convert_to<double>()) {}

  PhaseOne phase() const {
    PhaseOne out;
    out.rho_a = few_digits(1e-4 * std::sqrt(norm_sq_), 1);
    out.theta1 = out.theta2 = 1;
    out.corrector = 0;
    out.good_cot_sq = few_digits(kGoodCotSq, 1);
    out.split = Rational(1, 2);
    out.top = out.good_cot_sq;
    const double longest = std::min({kLargestStep, kLargestStep / norm_sq_, kDriftShare * drift() / norm_sq_,
                                     kStability * 2 * M_PI / at_.lambda1.middle()});
    set_step(longest, out);
    const double log_failure = std::log(kFloorRoom / (failure_ * rate(out)));
    out.theta2 = few_digits(log_failure + std::log(log_failure), 3);
    out.top = few_digits(std::exp(height(out) + kGap), 4);
    const double good_side = kGoodSideShare * 2 * M_PI * nu() * drift() * (p_ - 1) /
                             (norm_sq_ * norm_sq_ * least_q() * (out.theta2 * out.top).convert_to<double>());
    set_step(std::min(longest, good_side), out);
    const double start = height(out) - std::log(out.delta.convert_to<double>());
    out.steps = whole_steps((start + std::log(2 / failure_)) / out.lambda.convert_to<double>());
    return out;
  }

  DriftSetting setting(const PhaseOne& phase) const { return DriftSetting(at_, radius_sq_, phase); }
  const Rational& radius_sq() const { return radius_sq_; }

  AnnealingLevel last_level(const WeightBox& box, const Rational& accuracy) const {
    const double largest = std::max(box.alpha.hi(), -box.alpha.lo()) + 0.1 * norm_sq_,
                 goal = accuracy.convert_to<double>();
    const double eta = kStability * std::min(2 * M_PI / at_.lambda1.middle(), 2 / largest);
    AnnealingLevel out{few_digits_below(eta, 4), few_digits_below(std::min(goal, 0.01) / 8, 2), 0, 0};
    out.rho_a = out.rho_w * few_digits_below(std::sqrt(norm_sq_), 2);
    const double turns = 1 / (M_PI - 1) + 1 / (M_PI * norm_sq_);
    out.steps = whole_steps(2 * M_PI / out.eta.convert_to<double>() * turns * (kStartOfArrival - std::log(goal)));
    return out;
  }

 private:
  double nu() const { return at_.nu.middle(); }
  double drift() const { return at_.drift.middle(); }
  double least_q() const { return M_PI * M_PI / 4 * (p_ - 1) / (p_ * (p_ + 2.0)); }
  double rate(const PhaseOne& phase) const { return nu() * drift() * phase.eta.convert_to<double>() / (4 * M_PI); }

  /// Z - min z.
  double height(const PhaseOne& phase) const {
    const DriftSetting z = setting(phase);
    return z.level.middle() - z.z_range.lo();
  }

  /// eta, and what the rule says of the numbers that depend on it alone.
  void set_step(double eta, PhaseOne& phase) const {
    phase.eta = few_digits_below(eta, 3);
    const double c = phase.eta.convert_to<double>() / (2 * M_PI);
    phase.lambda = few_digits_below(rate(phase), 3);
    // (1 + 1/rho_w)^p - 1, what the ball's direction is not uniform by, takes a thousandth of the rate.
    phase.rho_w = few_digits(std::pow(10, std::ceil(std::log10(1000 * p_ / phase.lambda.convert_to<double>()))), 1);
    phase.delta = few_digits_below(c * drift() * least_q() / (8 * nu()), 3);
    phase.burn_in = steps_to_settle(at_, phase.eta.convert_to<double>());
  }

  EscapeInstance at_;
  Rational radius_sq_;
  double norm_sq_;
  int p_;
  double failure_;
};

}  // namespace

CertifiedSchedule closed_form_schedule(const Instance& instance, const Rational& failure, const Rational& accuracy) {
  const Rule rule(instance, failure);
  const PhaseOne one = rule.phase();
  const DriftSetting setting = rule.setting(one);
  CertifiedSchedule out{instance, rule.radius_sq(), one, {rule.last_level(setting.box, accuracy)}, accuracy, failure};
  out.panels = panels_for(setting);
  return out;
}

}  // namespace noiseproof
