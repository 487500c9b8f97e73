#pragma once
// Exact (Clopper-Pearson) confidence bounds of a binomial proportion, by the incomplete beta function of Boost.Math.
// "Exact" names the method: coverage is at least the stated confidence for every true proportion, no normal
// approximation. The inversion's own error is of the order of 1e-14: a bound is moved outward by 1e-12 of itself and
// rounded outward to 13 digits.
#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <string>

#include "core/error.hpp"
#include "core/known_digits.hpp"

namespace noiseproof {

struct Proportion {
  double lower;
  double upper;
};

namespace detail {

inline void require_counts(long successes, long trials, double confidence) {
  if (trials < 1 || successes < 0 || successes > trials || !(confidence > 0 && confidence < 1))
    throw Error(Error::Kind::domain, "clopper_pearson",
                std::to_string(successes) + " successes in " + std::to_string(trials) + " trials at confidence " +
                    std::to_string(confidence));
}

/// x in (0, 1) moved down (up) by 1e-12 of itself, and on to 13 significant digits.
inline double outward(double x, bool up) {
  const double scale = std::pow(10.0, 13 - std::ceil(std::log10(x)));
  return up ? std::min(1.0, std::ceil(x * (1 + 1e-12) * scale) / scale) : std::floor(x * (1 - 1e-12) * scale) / scale;
}

}  // namespace detail

/// One-sided lower bound: the p at which P(X >= successes) = 1 - confidence; 0 for no success.
/// Domain: 0 <= successes <= trials, trials >= 1, 0 < confidence < 1; Throws Error(domain) outside.
inline double clopper_pearson_lower(long successes, long trials, double confidence) {
  detail::require_counts(successes, trials, confidence);
  if (successes == 0) return 0;
  const double k = static_cast<double>(successes), n = static_cast<double>(trials);
  return detail::outward(boost::math::ibeta_inv(k, n - k + 1, 1 - confidence), false);
}

/// One-sided upper bound: the p at which P(X <= successes) = 1 - confidence; 1 if all succeed. Domain as above.
inline double clopper_pearson_upper(long successes, long trials, double confidence) {
  detail::require_counts(successes, trials, confidence);
  if (successes == trials) return 1;
  const double k = static_cast<double>(successes), n = static_cast<double>(trials);
  return detail::outward(boost::math::ibetac_inv(k + 1, n - k, 1 - confidence), true);
}

/// "[12.3%, 45.7%]", rounded outward.
inline std::string in_percent(const Proportion& p, int places) {
  return outward_decimals(100 * Rational(p.lower), 100 * Rational(p.upper), places, "%");
}

/// Two-sided interval: each side at half of the allowed error.
inline Proportion clopper_pearson(long successes, long trials, double confidence) {
  const double one_sided = 1 - (1 - confidence) / 2;
  return {clopper_pearson_lower(successes, trials, one_sided), clopper_pearson_upper(successes, trials, one_sided)};
}

}  // namespace noiseproof
