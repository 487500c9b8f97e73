#include "pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/known_digits.hpp"
#include "dynamics/reduced_batch.hpp"
#include "dynamics/reduced_ensemble.hpp"

namespace noiseproof::c13_pgd_escapes {
namespace {

using nlohmann::json;

/// log R in doubles.
class LogRatio {
 public:
  explicit LogRatio(const DriftSetting& setting)
      : x_(setting.box.x),
        y_(setting.box.y),
        nu_(setting.instance.nu.middle()),
        corrector_(setting.term.corrector().middle()),
        level_(setting.level.middle()),
        delta_(setting.delta.middle()) {}

  /// Lc - (K/nu) Q
  double height(const ReducedPoint<double>& a) const {
    const double b1 = a.x - x_.rest.middle(), b2 = a.y - y_.rest.middle();
    const double e1 = x_.e.middle(), e2 = y_.e.middle(), m1 = x_.lambda.middle(), m2 = y_.lambda.middle();
    const double q = e1 * e1 * b1 * b1 / m1 + 4 * e1 * e2 * b1 * b2 / (m1 + m2) + e2 * e2 * b2 * b2 / m2;
    return e1 * a.x / m1 + e2 * a.y / m2 - corrector_ / nu_ * q;
  }
  double log10(double phi, double height) const {
    return (level_ - nu_ * height - std::log(1 / std::pow(std::tan(phi / 2), 2) + delta_)) / std::log(10.0);
  }

 private:
  Coordinate x_, y_;
  double nu_, corrector_, level_, delta_;
};

/// Some runs of phase I from the spurious point, as curves of some 150 points.
std::vector<json> example_runs(const ClaimContext& context, const PhaseOne& one, const LogRatio& ratio) {
  constexpr int kRuns = 3, kPoints = 150;
  const Problem problem(context.instance);
  const ReducedSystem system = reduced_system(problem);
  ReducedBatch batch;
  for (std::size_t lane = 0; lane < ReducedBatch::kLanes; ++lane) {
    batch.run[lane] = lane;
    batch.set(static_cast<int>(lane), make_reduced_start(problem, Start::spurious, context.seed, 0));
  }
  std::vector<json> out;
  for (int run = 0; run < kRuns; ++run)
    out.push_back({{"name", fmt::format("run {}", run + 1)}, {"x", json::array()}, {"y", json::array()}});
  const auto record = [&] {
    for (int run = 0; run < kRuns; ++run) {
      const ReducedPoint<double> point = reduced_point(system, batch.get(run));
      auto& path = out[static_cast<std::size_t>(run)];
      path["x"].push_back(point.angle.phi);
      path["y"].push_back(ratio.height(point));
    }
  };
  const auto number = [](const Rational& x) { return x.convert_to<double>(); };
  const long all = one.burn_in + one.steps;
  const int each = static_cast<int>(all / kPoints + 1);
  record();
  for (long step = 0; step < all; step += each) {
    reduced_kernels().back().normalized(
        system,
        {number(one.eta), number(one.rho_w), number(one.rho_a), context.seed, static_cast<std::uint32_t>(step), each},
        batch);
    record();
  }
  return out;
}

/// The fraction of runs for which `holds` at each epoch, with its confidence band.
json fraction_series(const Experiment& e, const std::function<bool(const Snapshot&)>& holds) {
  json series{{"name", e.name},       {"x", json::array()},    {"y", json::array()},
              {"low", json::array()}, {"high", json::array()}, {"style", "line"}};
  for (std::size_t epoch = 0; epoch < e.result.runs.front().epochs.size(); ++epoch) {
    const long count = std::count_if(e.result.runs.begin(), e.result.runs.end(),
                                     [&](const RunRecord& record) { return holds(record.epochs[epoch]); });
    const Proportion p = clopper_pearson(count, e.runs(), kConfidence);
    series["x"].push_back(epoch);
    series["y"].push_back(static_cast<double>(count) / static_cast<double>(e.runs()));
    series["low"].push_back(p.lower);
    series["high"].push_back(p.upper);
  }
  return series;
}

}  // namespace

json lyapunov_plot(const ClaimContext& context, const CertifiedSchedule& schedule) {
  constexpr int kColumns = 90, kRows = 60;
  const PhaseOne& one = schedule.one;
  const EscapeInstance instance(schedule.instance, one.law);
  const DriftSetting setting(instance, schedule.start_radius_sq, one);
  const double floor = phase_one_floor(setting, DriftQuadrature(instance, schedule.panels)).midpoint_approx();
  const LogRatio ratio(setting);
  const std::vector<json> paths = example_runs(context, one, ratio);
  const double nu = setting.instance.nu.middle(), margin = 0.02 * (setting.z_range.hi() - setting.z_range.lo()) / nu;
  double low = setting.z_range.lo() / nu - margin, high = setting.z_range.hi() / nu + margin;
  for (const json& path : paths)
    for (const double height : path["y"]) {
      low = std::min(low, height - margin);
      high = std::max(high, height + margin);
    }
  const auto angle = [](const Rational& cot_sq) { return 2 * std::atan(1 / std::sqrt(cot_sq.convert_to<double>())); };
  const double first = angle(one.top) / 2;
  json x = json::array(), y = json::array(), z = json::array();
  for (int i = 0; i <= kColumns; ++i) x.push_back(first + (pi<double>() - first) * i / kColumns);
  for (int j = 0; j <= kRows; ++j) {
    y.push_back(low + (high - low) * j / kRows);
    json row = json::array();
    for (const double phi : x) row.push_back(ratio.log10(phi, y.back()));
    z.push_back(row);
  }
  return {{"type", "contour"},
          {"id", "c13-lyapunov"},
          {"title", "The Lyapunov function of the noisy steps, and runs on it"},
          {"caption",
           fmt::format("Level sets of R = e^(Z - nu Lc + K Q)/(cot^2(phi/2) + delta), and so of F = min(R^{}, R^{}). "
                       "Proved: a step leaves E F <= (1 - lambda) F + b at every student, lambda = {}, b = {}; "
                       "F >= 1 wherever phi > {:.3f}. Sampled: {} runs of the {} noisy steps from the spurious point.",
                       terminating_decimal(one.theta1), terminating_decimal(one.theta2),
                       terminating_decimal(one.lambda), brief(floor * one.lambda.convert_to<double>()),
                       angle(one.good_cot_sq), paths.size(), one.burn_in + one.steps)},
          {"x_label", "phi, the angle between w and w* (radians)"},
          {"y_label", "Lc - (K/nu) Q, a function of a"},
          {"z_label", "log10 R"},
          {"x", x},
          {"y", y},
          {"z", z},
          {"paths", paths}};
}

json survival_plot(const CertifiedSchedule& schedule, const std::vector<Survival>& counts, long runs) {
  json proved{{"name", "proved: at most"}, {"style", "line"}}, sampled{{"name", "sampled"}, {"style", "line"}},
      upper{{"name", "99% upper bound of the sampled"}, {"style", "line"}};
  for (const Survival& at : counts) {
    const double bound = at.bound.upper().midpoint_approx();
    for (json* series : {&proved, &sampled, &upper}) (*series)["x"].push_back(at.step);
    proved["y"].push_back(bound <= 1 ? json(bound) : json());
    sampled["y"].push_back(static_cast<double>(at.wrong) / static_cast<double>(runs));
    upper["y"].push_back(clopper_pearson(at.wrong, runs, kConfidence).upper);
  }
  return {{"type", "lines"},
          {"id", "c13-survival"},
          {"title", "The probability of not having escaped, proved and sampled"},
          {"caption",
           fmt::format("Proved: the probability that cot^2(phi/2) < {} after so many noisy steps is at most "
                       "(1-lambda)^n F_0 + b/lambda (n: after the burn-in of {}), from every start; shown where it is "
                       "below 1. Sampled: the fraction of {} runs from the spurious point, where it is not 0, with the "
                       "upper ends of exact 99% confidence intervals.",
                       terminating_decimal(schedule.one.good_cot_sq), schedule.one.burn_in, runs)},
          {"x_label", "noisy steps"},
          {"y_label", "probability"},
          {"x_log", false},
          {"y_log", true},
          {"series", {proved, sampled, upper}}};
}

json fraction_plot(const std::string& id, const std::string& title, const std::string& what,
                   const std::vector<const Experiment*>& experiments,
                   const std::function<bool(const Snapshot&)>& holds) {
  json plot{{"type", "lines"},
            {"id", id},
            {"title", title},
            {"caption", "Fraction of runs with " + what +
                            " at the end of each epoch. Bands: exact 99% confidence intervals (Clopper-Pearson)."},
            {"x_label", "epoch"},
            {"y_label", "fraction of runs"},
            {"x_log", false},
            {"y_log", false},
            {"series", json::array()}};
  for (const Experiment* e : experiments) plot["series"].push_back(fraction_series(*e, holds));
  return plot;
}

json noise_plot(const std::string& id, const std::string& title, const Schedule& schedule) {
  json x = json::array(), rho_w = json::array(), rho_a = json::array();
  for (std::size_t epoch = 0; epoch <= schedule.size(); ++epoch) {
    const Epoch& e = schedule[std::min(epoch, schedule.size() - 1)];  // the last level lasts to the end
    x.push_back(epoch);
    rho_w.push_back(e.rho_w);
    rho_a.push_back(e.rho_a);
  }
  return {{"type", "lines"},
          {"id", id},
          {"title", title},
          {"caption", "Radii of the balls from which the noise is drawn, by epoch."},
          {"x_label", "epoch"},
          {"y_label", "noise radius"},
          {"x_log", false},
          {"y_log", true},
          {"series",
           {{{"name", "in w"}, {"x", x}, {"y", rho_w}, {"style", "step"}},
            {{"name", "in a"}, {"x", x}, {"y", rho_a}, {"style", "step"}}}}};
}

}  // namespace noiseproof::c13_pgd_escapes
