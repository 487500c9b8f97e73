#pragma once
// Exact (Clopper-Pearson) confidence bounds of a binomial proportion, by the incomplete beta function of Boost.Math.
// "Exact" names the method: coverage is at least the stated confidence for every true proportion, no normal
// approximation. The figures themselves are rounded to double.
#include <boost/math/special_functions/beta.hpp>
#include <string>

#include "core/error.hpp"

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

}  // namespace detail

/// One-sided lower bound: the p at which P(X >= successes) = 1 - confidence; 0 for no success.
/// Domain: 0 <= successes <= trials, trials >= 1, 0 < confidence < 1; Throws Error(domain) outside.
inline double clopper_pearson_lower(long successes, long trials, double confidence) {
  detail::require_counts(successes, trials, confidence);
  if (successes == 0) return 0;
  const double k = static_cast<double>(successes), n = static_cast<double>(trials);
  return boost::math::ibeta_inv(k, n - k + 1, 1 - confidence);
}

/// One-sided upper bound: the p at which P(X <= successes) = 1 - confidence; 1 if all succeed. Domain as above.
inline double clopper_pearson_upper(long successes, long trials, double confidence) {
  detail::require_counts(successes, trials, confidence);
  if (successes == trials) return 1;
  const double k = static_cast<double>(successes), n = static_cast<double>(trials);
  return boost::math::ibetac_inv(k + 1, n - k, 1 - confidence);
}

/// Two-sided interval: each side at half of the allowed error.
inline Proportion clopper_pearson(long successes, long trials, double confidence) {
  const double one_sided = 1 - (1 - confidence) / 2;
  return {clopper_pearson_lower(successes, trials, one_sided), clopper_pearson_upper(successes, trials, one_sided)};
}

}  // namespace noiseproof
