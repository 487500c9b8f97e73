// C26: schedules proved at moderate levels above rho*, by the exact law of the direction.
#include <fmt/format.h>

#include <cmath>

#include "core/known_digits.hpp"
#include "escape_twins.hpp"
#include "levels.hpp"

namespace noiseproof::c26_sharp_noise_threshold {
namespace {

/// Evaluations of search and proof together, at each level: some twenty seconds of one core.
constexpr double kBudget = 16e6;
/// Levels in the certificate: the checker takes some twenty seconds for each.
constexpr std::size_t kInCertificate = 2;
/// Strips of alpha~ that a certificate asks for: the checker does not take more of them for less time.
constexpr int kStrips = 8;

/// Three digits, and above rho*: the multiples are.
Rational level_at(const Levels& levels, int multiple) {
  const Rational least = std::max(levels.critical.hi, Rational(1)) * multiple;
  return parse_rational(digits_above(least, 3), "level");
}

std::string show(const LevelTried& at) {
  const CertifiedSchedule& s = at.found.schedule;
  return fmt::format("{} steps, {} of them at the level, at the rate {}; G(pi) - gamma = {:.3g}", total_steps(s),
                     at.noisy_steps(), terminating_decimal(s.one.lambda), at.drift);
}

LevelTried attempt(const Enclosing& enclosing, const Landscape& z, const Rational& rho) {
  FindOptions options;
  options.rho_w = rho;
  options.seed = enclosing.context().seed;
  options.jobs = enclosing.context().jobs;
  options.budget = static_cast<long>(kBudget * enclosing.context().patience);
  options.progress = enclosing.context().progress;
  LevelTried out{rho, least_drift(z, rho).midpoint_approx(), find_schedule(z.instance, options)};
  out.found.schedule.strips = kStrips;
  return out;
}

}  // namespace

std::vector<LevelTried> certify_levels(Enclosing& enclosing, const Landscape& z, const Levels& levels,
                                       ClaimResult& out) {
  std::vector<LevelTried> tried;
  for (const int multiple : {8, 4, 2}) {
    const Rational rho = level_at(levels, multiple);
    if (rho > kLargestLevel) continue;
    enclosed_check(
        out,
        fmt::format("constant noise of rho_w = {}, then less and less of it, ends at the optimum, as in C13, "
                    "from every start but for 10^-6",
                    terminating_decimal(rho)),
        [&] {
          tried.push_back(attempt(enclosing, z, rho));
          const LevelTried& at = tried.back();
          return at.proved() ? Answer{Verdict::proved, show(at)} : Answer{Verdict::undecided, at.found.proof.why};
        });
    if (out.checks.back().verdict != Verdict::proved) {
      // The claim is about the mean step: a level that is not proved leaves it as it is.
      out.checks.back().level = Evidence::computed;
      break;
    }
    if (tried.size() <= kInCertificate) enclosing.certificate.item(escape_to_json(tried.back().found.schedule));
  }
  if (!tried.empty() && tried.front().proved())
    unprovable_twin(enclosing, "the highest level's schedule with nine tenths of rho* as its level", [&] {
      CertifiedSchedule lower = tried.front().found.schedule;
      lower.one.rho_w = levels.critical.lo * 9 / 10;
      return drift_goes_through(lower, enclosing.context());
    });
  return tried;
}

std::optional<StepLaw> fit_steps(const std::vector<LevelTried>& tried) {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0;
  for (const LevelTried& at : tried)
    if (at.proved()) {
      const double u = std::log(1 / at.drift), v = std::log(static_cast<double>(at.noisy_steps()));
      n += 1, x += u, y += v, xx += u * u, xy += u * v;
    }
  if (n < 2) return std::nullopt;
  const double exponent = (n * xy - x * y) / (n * xx - x * x);
  return StepLaw{std::exp((y - exponent * x) / n), exponent};
}

}  // namespace noiseproof::c26_sharp_noise_threshold
