// C26: both levels over r, and the bands over rho_w with the levels that are proved.
#include <fmt/format.h>

#include <cmath>

#include "core/known_digits.hpp"
#include "escape/sure_trap.hpp"
#include "levels.hpp"
#include "smoothing/critical_level.hpp"

namespace noiseproof::c26_sharp_noise_threshold {
namespace {

using nlohmann::json;

constexpr int kCurve = 16;  // values of r, and of rho_w

double number(const Rational& x) { return x.convert_to<double>(); }

json series(const std::string& name, const char* style) {
  return {{"name", name}, {"x", json::array()}, {"y", json::array()}, {"style", style}};
}
void add(json& series, double x, double y) {
  series["x"].push_back(x);
  series["y"].push_back(y);
}

}  // namespace

json level_curves(const Instance& given) {
  json critical = series("rho*: above it and p/(p-1) the drift leads away", "line"),
       sure = series("sin((pi - phi^)/2): below, trapped for ever", "line");
  const Rational last = dyadic_floor(lower_rational((Ball(given.k - 1) + Ball::pi()) / Ball::pi()), 20);
  for (int i = 0; i < kCurve; ++i) {
    Instance at = given;
    at.r = last * i / kCurve;
    const ScopedBits bits(kProofBits + bits_lost_at(at.k, at.r));
    const std::optional<Bounds> level = critical_noise_level(at.p, Injection::normalized, at.k, at.r, 6),
                                trap = sure_trap_level(landscape(at));
    for (const auto& [curve, value] : {std::pair(&critical, level), std::pair(&sure, trap)})
      if (value) add(*curve, number(at.r), number(value->lo));
  }
  return {
      {"type", "lines"},
      {"id", "c26-bands"},
      {"title", "Which constant noise escapes"},
      {"caption",
       "Below the lower curve w stays in the trap for ever; above the upper one, and p/(p-1), the mean of the noisy "
       "steps leads away from every student; what happens in between is open."},
      {"x_label", "r"},
      {"y_label", "rho_w"},
      {"x_log", false},
      {"y_log", true},
      {"series", {critical, sure}}};
}

json band_diagram(const Landscape& z, const Levels& levels, const std::vector<LevelTried>& tried) {
  const Rational away = drift_level(levels, z.instance.p);
  const double sure = number(levels.sure.lo), critical = number(levels.critical.hi), first = sure / 3;
  const double last = 1.5 * (tried.empty() ? critical : number(tried.front().rho_w));
  json proved = series("proved: steps at the level, for a failure of 10^-6", "points");
  for (const LevelTried& at : tried)
    if (at.proved()) add(proved, number(at.rho_w), static_cast<double>(at.noisy_steps()));
  json all = json::array({proved});
  if (const std::optional<StepLaw> law = fit_steps(tried)) {
    json fitted = series(fmt::format("fitted: {:.3g} (G(pi) - gamma)^-{:.2f}", law->factor, law->exponent), "line");
    const double least = number(tried.back().rho_w) / critical;
    for (int i = 0; i <= kCurve; ++i) {
      const double rho = critical * least * std::pow(last / (critical * least), static_cast<double>(i) / kCurve);
      add(fitted, rho, law->factor * std::pow(least_drift(z, Rational(rho)).midpoint_approx(), -law->exponent));
    }
    all.push_back(fitted);
  }
  return {{"type", "lines"},
          {"id", "c26-levels"},
          {"title", "Constant noise levels: trapped, not decided, escape"},
          {"caption",
           fmt::format("Proved: below {} every noise sequence leaves w in the trap for ever; above {} = max(rho*, "
                       "p/(p-1)) the mean "
                       "of the noisy steps, to first order in their size, leads away from every student, and at the "
                       "levels that are marked the whole schedule is proved to escape. Between the two nothing is "
                       "decided, but that the mean loss keeps its spurious minimum.",
                       digits_below(levels.sure.lo, 4), digits_above(away, 5))},
          {"x_label", "rho_w, the radius of the noise in w (|w| = 1)"},
          {"y_label", "noisy steps"},
          {"x_log", true},
          {"y_log", true},
          {"zones",
           {{{"name", "surely trapped"}, {"from", first}, {"to", sure}, {"colour", 1}},
            {{"name", "not decided"}, {"from", sure}, {"to", number(away)}, {"colour", 5}},
            {{"name", "drifts away; escape certified at the points"},
             {"from", number(away)},
             {"to", last},
             {"colour", 2}}}},
          {"verticals", {{{"x", critical}, {"label", "rho*"}}}},
          {"series", all}};
}

}  // namespace noiseproof::c26_sharp_noise_threshold
