// C16: noise above a critical level removes the spurious local minimum from the mean loss.
#include <fmt/format.h>

#include "common.hpp"
#include "core/known_digits.hpp"
#include "core/threads.hpp"
#include "smoothing/critical_level.hpp"
#include "smoothing/smoothed_landscape.hpp"
#include "witness/smoothed_definition.hpp"

namespace noiseproof::c16_smoothing_removes_spurious {

namespace {

using nlohmann::json;

constexpr slong kPlotBits = 64;
constexpr int kMostWitnessed = 20;  // inputs, for the quadrature of the definition

std::string name_of(Injection injection) { return injection == Injection::raw ? "raw" : "normalized"; }

/// |closed form - definition by quadrature| at one point.
Real witness_difference(const SmoothingNoise& noise, const Rational& t) {
  const Real found = smoothed_kernel_by_quadrature(noise.p, from_rational<Real>(noise.rho), noise.injection,
                                                   pi<Real>() * from_rational<Real>(t));
  const Ball closed = smoothed_kernel(noise, angle_at(t)).value, off = abs(Ball::exactly(found) - closed).upper();
  Real out(0);
  arf_get_mpfr(out.backend().data(), arb_midref(off.get()), MPFR_RNDU);
  return out;
}

void witnesses(const ClaimContext& context, ClaimResult& out) {
  const int p = std::min(context.instance.p, kMostWitnessed);
  out.check("the closed form of G is the definition, integrated in two dimensions", Evidence::computed, [&] {
    const ScopedDigits digits(40);
    const ScopedBits bits(160);
    const Real worst = std::max(witness_difference({p, 3, Injection::raw}, Rational(4, 5)),
                                witness_difference({p, Rational(5, 2), Injection::normalized}, Rational(2, 3)));
    return agrees(worst, Real("1e-30"),
                  fmt::format("at one angle each, p = {}, raw rho = 3 and normalized rho = 5/2", p));
  });
  out.check("false twin: the same with one input more is told apart", Evidence::computed, [&] {
    const ScopedDigits digits(40);
    const ScopedBits bits(160);
    const SmoothingNoise wrong{p + 1, 3, Injection::raw}, right{p, 3, Injection::raw};
    const Ball off = abs(smoothed_kernel(wrong, angle_at(Rational(4, 5))).value -
                         smoothed_kernel(right, angle_at(Rational(4, 5))).value);
    return differs(Real(off.midpoint_approx()), Real("1e-6"), "");
  });
  out.check("the mean of sampled noise and sampled inputs is G, at w = -w* and elsewhere", Evidence::sampled, [&] {
    constexpr long kSamples = 100'000;
    const ScopedBits bits(kPlotBits);
    double worst = 0;
    std::size_t estimates = 0;
    for (const Injection injection : {Injection::raw, Injection::normalized})
      for (const Rational& t : {Rational(1, 2), Rational(1)})
        for (const Rational& rho : {Rational(1, 2), Rational(4)}) {
          const double phi = t.convert_to<double>() * pi<double>();
          const Estimate found =
              sample_smoothed_kernel(p, rho.convert_to<double>(), injection, phi, kSamples, context.seed + estimates);
          worst = std::max(
              worst,
              std::abs(found.deviations(smoothed_kernel({p, rho, injection}, angle_at(t)).value.midpoint_approx())));
          ++estimates;
        }
    return within_errors(worst, kSamples, estimates);
  });
}

/// G/m1 against phi.
json kernel_series(const SmoothingNoise& noise, const std::string& name) {
  json out{{"name", name}, {"style", "line"}};
  const Ball m1 = mean_length(noise);
  const auto kernel = smoothed_kernel_of(noise);
  for (int i = 0; i <= 60; ++i) {
    const Rational t(i, 60);
    out["x"].push_back(t.convert_to<double>() * pi<double>());
    out["y"].push_back((kernel(angle_at(t)).value / m1).midpoint_approx());
  }
  return out;
}

json kernel_plot(const Instance& instance, Injection injection, const Rational& scale, double gamma) {
  json series = json::array({{{"name", "no noise"}, {"style", "line"}}});
  for (int i = 0; i <= 60; ++i) {
    const Rational t(i, 60);
    series[0]["x"].push_back(t.convert_to<double>() * pi<double>());
    series[0]["y"].push_back(dual_kernel(angle_at(t)).midpoint_approx());
  }
  for (const auto& [factor, words] :
       {std::pair(Rational(1, 2), "rho*/2"), std::pair(Rational(1), "rho*"), std::pair(Rational(2), "2 rho*")})
    series.push_back(kernel_series({instance.p, Rational(scale * factor), injection}, words));
  series.push_back({{"name", "gamma"}, {"style", "line"}, {"x", {0, pi<double>()}}, {"y", {gamma, gamma}}});
  return {{"type", "lines"},
          {"id", "c16-kernel-" + name_of(injection)},
          {"title", "The smoothed kernel, " + name_of(injection) + " noise"},
          {"caption",
           "G/m1 against the angle at four noise levels. Where a curve crosses gamma lie the saddles; "
           "from rho* on it no longer does, and the spurious minimum at pi is gone."},
          {"x_label", "phi (radians)"},
          {"y_label", "G(phi)/m1"},
          {"series", series}};
}

/// The critical angles against rho: a bifurcation diagram.
json bifurcation_plot(const ClaimContext& context, const Landscape& z, Injection injection, double level,
                      double level_in_words) {
  constexpr std::size_t kPoints = 24;
  std::vector<double> angle(kPoints);
  Threads(context.jobs).for_each(std::size_t{1}, kPoints, [&](std::size_t i) {
    const ScopedBits bits(kPlotBits + bits_lost_at(z.instance.k, z.instance.r));
    // Denser towards the level, where the angle tends to pi like a square root.
    const double gap = 1 - static_cast<double>(i) / kPoints;
    const Rational rho(level * (1 - gap * gap));
    const std::optional<Bounds> t = smoothed_saddle(z, {z.instance.p, rho, injection}, 12);
    angle[i] = t ? Rational((t->lo + t->hi) / 2).convert_to<double>() * pi<double>() : pi<double>();
  });
  angle[0] = saddle_angle_at<double>(z.instance.k, z.instance.r).phi;
  json saddles{{"name", "saddles"}, {"style", "line"}};
  for (std::size_t i = 0; i < kPoints; ++i) {
    const double gap = 1 - static_cast<double>(i) / kPoints;
    saddles["x"].push_back(level * (1 - gap * gap));
    saddles["y"].push_back(angle[i]);
  }
  saddles["x"].push_back(level);
  saddles["y"].push_back(pi<double>());
  return {
      {"type", "lines"},
      {"id", "c16-bifurcation-" + name_of(injection)},
      {"title", "Critical points of the mean loss against the noise level, " + name_of(injection) + " noise"},
      {"caption", fmt::format("Angles phi of the critical points. The saddles reach w = -w* at rho* = {:.6g}, "
                              "where the spurious minimum turns into a saddle.",
                              level_in_words)},
      {"x_label", "rho"},
      {"y_label", "phi (radians)"},
      {"series",
       {{{"name", "w = -w*: local minimum"}, {"style", "line"}, {"x", {0, level}}, {"y", {pi<double>(), pi<double>()}}},
        {{"name", "w = -w*: saddle"},
         {"style", "line"},
         {"x", {level, 2 * level}},
         {"y", {pi<double>(), pi<double>()}}},
        saddles,
        {{"name", "w = w*: global minimum"}, {"style", "line"}, {"x", {0, 2 * level}}, {"y", {0, 0}}}}}};
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  witnesses(context, out);
  const Instance& instance = context.instance;
  if (r_below_threshold(instance.k, instance.r) != Verdict::proved) return out;
  const ScopedBits bits(kPlotBits + bits_lost_at(instance.k, instance.r));
  const Landscape z = landscape(instance);
  for (const Injection injection : {Injection::raw, Injection::normalized}) {
    const std::optional<Bounds> level = critical_noise_level(instance.p, injection, instance.k, instance.r, 12);
    if (!level) continue;
    const double scale = level->lo.convert_to<double>();
    out.plots.push_back(bifurcation_plot(context, z, injection, scale, known_double(ball_over(*level), 6)));
    out.plots.push_back(kernel_plot(instance, injection, Rational(scale), z.gamma.midpoint_approx()));
  }
  return out;
}

}  // namespace noiseproof::c16_smoothing_removes_spurious
