// C20, enclosed: every step's drift, that of the mean, and a student that shows why the region bounds a.
#include <fmt/format.h>

#include <cmath>

#include "drift.hpp"
#include "model/critical_points.hpp"
#include "rigor/trap_map.hpp"

namespace noiseproof::c20_phase_two_converges {
namespace {

constexpr int kHalvings = 80;

/// No value if the step is too long for any rate to be left.
std::optional<Drift> drift_of(const Instance& instance, const Rational& eta, const Rational& radius,
                              const Rational& distance) {
  try {
    return drift(instance, eta, radius, radius, distance);
  } catch (const Error& e) {
    if (e.kind() != Error::Kind::domain && e.kind() != Error::Kind::no_convergence) throw;
    return std::nullopt;
  }
}

/// Radii of the form 2^-j/100: half of the longest that some step can bear; then the longest step of that form that
/// bears them and keeps half of the rate.
std::optional<Settings> find_settings(const Instance& instance) {
  Rational radius(1, 100), eta(1, 100);
  const auto surely = [&](const Rational& step) { return sure_drift(instance, step, radius, radius, kRegion); };
  for (int i = 0; i < kHalvings && !surely(power_of_two(-2 * kHalvings)); ++i) radius /= 2;
  radius /= 2;
  for (int i = 0; i < kHalvings; ++i, eta /= 2) {
    if (!surely(eta)) continue;
    const std::optional<Drift> drift = drift_of(instance, eta, radius, kDistance);
    if (drift && is_less(Ball(drift->rate), drift->contraction) == Verdict::proved)
      return Settings{eta, radius, *drift};
  }
  return std::nullopt;
}

Answer every_step_contracts(Enclosing& enclosing, const std::optional<Settings>& found) {
  if (!found) return {Verdict::undecided, "every step tried is too long"};
  const Rational& eta = found->eta;
  std::string figures = fmt::format("eta = {}, rho_w = rho_a = {}", to_string(eta), to_string(found->radius));
  std::vector<Rational> limits;  // noise/contraction, at the radii and a tenth and a hundredth of them
  for (const int share : {1, 10, 100}) {
    const Rational rho = found->radius / share;
    const std::optional<SureDrift> drift = sure_drift(enclosing.instance(), eta, rho, rho, kRegion);
    if (!drift) return {Verdict::undecided, figures + ": smaller noise is not decided"};
    enclosing.certificate.sure_drift(eta, rho, rho, kRegion, drift->contraction, drift->noise);
    limits.push_back(drift->noise / drift->contraction);
    const std::string limit = in_words({limits.back(), limits.back()}, 5);
    figures += share == 1
                   ? fmt::format(": c in {}, C/c in {}", in_words({drift->contraction, drift->contraction}, 5), limit)
                   : fmt::format("; a {}th of the noise: in {}", share, limit);
  }
  return {limits.back() * 1000 < limits.front() ? Verdict::proved : Verdict::undecided, figures};
}

Answer mean_contracts(const Settings& s) {
  const Ball limit = s.drift.noise / (s.drift.contraction * Ball(s.eta));
  return {both(is_positive(s.drift.contraction), is_less(limit, Ball(kRegion))),
          fmt::format("kappa in {}, Gamma in {}, Gamma/(kappa eta) in {}", in_words(outward(s.drift.contraction), 5),
                      in_words(outward(s.drift.noise), 5), in_words(outward(limit), 5))};
}

Answer shrinks_with_the_noise(const Instance& instance, const Settings& s) {
  const std::optional<Drift> smaller = drift_of(instance, s.eta, s.radius / 10, kDistance);
  if (!smaller) return {Verdict::undecided, "no bound"};
  const Ball ratio = s.drift.noise / smaller->noise;
  return {both(is_less(Ball(80), ratio), is_less(ratio, Ball(10'000))), "factor " + in_words(outward(ratio), 5)};
}

Answer too_long_a_step_contracts(const Instance& instance, const Settings& s) {
  const Ball longest = Ball(2) * Ball::pi() / (Ball(instance.k - 1) + Ball::pi());
  return {is_positive(share_kept(instance, dyadic_ceil(upper_rational(longest), 60), s.radius)),
          "nothing is left of the quadratic form in a"};
}

/// A student with phi < 5 pi/12 and a.a* > 0, but a far from a*, that plain gradient descent takes to the spurious
/// point.
struct Stray {
  double x, y;
  Rational radius, eta;
};
constexpr double kStrayAngle = 53.0 / 128;  // over pi; below 5/12
/// The steps after which it is surely trapped; -1: that is not proved.
long trapped_after(const Instance& instance, const Stray& z) {
  return TrapMap(trap_frame(instance, z.eta, z.radius)).trapped_after({kStrayAngle, z.x, z.y});
}
/// y = -2^j |a*|, and x so that a.a* is barely positive: x returns to its place before y, and then a.a* is negative for
/// long. Nothing if no try is trapped, or if the step that C12 allows from there is too short for a to settle within
/// the 10^6 steps that an orbit may take: for large |a*|, and next to r = 0.
std::optional<Stray> stray(const Instance& instance) {
  const TeacherInvariants<double> teacher = teacher_invariants<double>(instance);
  const TeacherInvariants<Ball> enclosed = teacher_invariants<Ball>(instance);
  const double norm = std::hypot(teacher.e1, teacher.e2);
  for (int j = 0; j <= 12; ++j) {
    Stray out{0, -std::ldexp(norm, j), 0, 0};
    out.x = (-teacher.e2 * out.y + norm * norm / 16) / teacher.e1;
    const double radius = std::ceil(std::hypot(out.x, out.y)) + 1;
    const double reach = radius * (teacher.e1 + teacher.e2) + norm * norm;
    const double eta = 0.9 * std::min(2 * pi<double>() / (instance.k - 1 + pi<double>()), 2 / reach);
    if (!(eta > 0x1p-24)) return std::nullopt;
    const Ball alpha = enclosed.e1 * Ball(Rational(out.x)) + enclosed.e2 * Ball(Rational(out.y));
    if (is_positive(alpha) != Verdict::proved) continue;
    out.radius = Rational(radius);
    out.eta = dyadic_floor(Rational(eta), 60);
    if (trapped_after(instance, out) >= 0) return out;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Settings> enclose(Enclosing& enclosing) {
  const Instance& instance = enclosing.instance();
  std::optional<Settings> found;
  enclosing.claim(
      "every step from V = |a - a*|^2 + |w - w*|^2 <= 37/25, raw noise, ends there, whatever its noise, with V' <= (1 "
      "- c eta) V + C eta: so V settles at C/c or below, which a hundredth of the noise makes 1000 times smaller",
      [&] {
        found = find_settings(instance);
        return every_step_contracts(enclosing, found);
      });
  if (!found) return found;
  enclosing.check(
      "E V' <= (1 - kappa eta) V + Gamma from every such student, and all with phi <= 5 pi/12, |a - a*| <= 73/60: so "
      "E V_t <= (1 - kappa eta)^t V_0 + Gamma/(kappa eta) for every t, from every start with V_0 <= 37/25",
      [&] { return mean_contracts(*found); });
  enclosing.check("Gamma shrinks with the noise: at a tenth of the radii by a factor between 80 and 10,000",
                  [&] { return shrinks_with_the_noise(instance, *found); });
  enclosing.twin("with a step just above 2 pi/(k+pi-1) the bound leaves a contraction",
                 [&] { return too_long_a_step_contracts(instance, *found); });
  return found;
}

/// Why the region bounds a. Along 1 or across it a* lets no such student be trapped, and where there is no trap none
/// is.
void enclose_stray(const Instance& instance, ClaimResult& out) {
  std::optional<Stray> far;
  if (spurious_is_local_minimum(instance) == Verdict::proved) far = stray(instance);
  if (!far)
    return out.notes.push_back(
        "No student with phi < 5 pi/12, a.a* > 0 and a far from a* was found here that plain gradient descent takes to "
        "the spurious point.");
  enclosed_check(
      out, "a cannot be left free: without noise some student with phi < 5 pi/12 and a.a* > 0 is trapped", [&] {
        const long steps = trapped_after(instance, *far);
        return Answer{steps >= 0 ? Verdict::proved : Verdict::undecided,
                      fmt::format("phi = 53 pi/128, a = {:.4g} u1 {:+.4g} u2 (u1 along 1, a* in their plane): surely "
                                  "trapped after {} steps of {:.3g}",
                                  far->x, far->y, steps, far->eta.convert_to<double>())};
      });
}

}  // namespace noiseproof::c20_phase_two_converges
