#pragma once
// What the parts of C26 share: the two levels of an instance, and the schedules that are proved above the upper one.
#include "enclosing.hpp"
#include "escape/find_schedule.hpp"

namespace noiseproof::c26_sharp_noise_threshold {

inline constexpr int kLargestLevel = 1'000'000;  // of the kernel

/// Normalized noise.
struct Levels {
  Bounds critical;  ///< rho*
  Bounds sure;      ///< sin((pi - phi^)/2)
};

/// From this level on E grad g(w~) has a positive part towards w* at every angle, and G(pi) > gamma: max(rho*, p/(p-1))
/// (docs/escape.md, "Every level above rho*").
Rational drift_level(const Levels& levels, int p);

/// G(pi) - gamma at noise of that radius: what every student drifts by, over nu c kappa^2, at least.
Ball least_drift(const Landscape& z, const Rational& rho);

/// A level above rho* at which a schedule was looked for.
struct LevelTried {
  Rational rho_w;
  double drift;  ///< G(pi) - gamma, approximately
  FoundSchedule found;
  bool proved() const { return found.proof.verdict == Verdict::proved; }
  long noisy_steps() const { return found.schedule.one.burn_in + found.schedule.one.steps; }
};

/// Schedules at 8, 4 and 2 times max(rho*, 1), the first that is not proved the last (certified.cpp): each a
/// check, the highest levels also in the certificate.
std::vector<LevelTried> certify_levels(Enclosing& enclosing, const Landscape& z, const Levels& levels,
                                       ClaimResult& out);

/// N = factor (G(pi) - gamma)^-exponent, least squares in the logarithms.
struct StepLaw {
  double factor, exponent;
};
/// Of the noisy steps at the proved levels; nothing for fewer than two.
std::optional<StepLaw> fit_steps(const std::vector<LevelTried>& tried);

/// Plot data (pictures.cpp). Nothing there enters a verdict.
nlohmann::json level_curves(const Instance& given);
nlohmann::json band_diagram(const Landscape& z, const Levels& levels, const std::vector<LevelTried>& tried);

}  // namespace noiseproof::c26_sharp_noise_threshold
