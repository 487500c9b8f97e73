#include "escape/direction_law.hpp"

namespace noiseproof {
namespace {

constexpr int kLeastMeanTerms = 16, kMostMeanTerms = 64;

/// factor 2F1(theta, theta + 1 - n/2; n/2; z), by the coefficients of 1, z .. z^terms, or up to the first that is 0.
std::vector<Rational> mean_series(const Rational& factor, const Rational& theta, const Rational& n, int terms) {
  std::vector<Rational> out{factor};
  const Rational half = n / 2;
  for (int j = 0; j < terms && out.back() != 0; ++j)
    out.push_back(out.back() * (theta + j) * (theta + 1 - half + j) / ((half + j) * (j + 1)));
  return out;
}

}  // namespace

PowerMeans<Interval> power_means(int p, const Rational& theta) {
  const Rational n = p - 1;
  // From there on the coefficients of all four fall in size.
  int terms = kLeastMeanTerms;
  while (theta - n / 2 + terms < 0 && terms < kMostMeanTerms) ++terms;
  if (2 * theta > n || theta - n / 2 + terms < 0) {
    const std::vector<Interval> unknown{Interval::nothing()};
    return {unknown, unknown, unknown, unknown, Interval::nothing(), Interval::nothing(), 1};
  }
  // The last coefficient is not kept; 0 if the series ends before.
  const auto series = [&](const Rational& factor, const Rational& power, const Rational& dimension,
                          std::vector<Interval>& to) {
    const std::vector<Rational> all = mean_series(factor, power, dimension, terms);
    for (std::size_t j = 0; j + 1 < all.size() || j == 0; ++j) to.emplace_back(all[j]);
    return Rational(abs(all.back()));
  };
  // A factor 1 - zeta^2 leads to n + 2 dimensions; zeta, by parts, to n + 2 and theta + 1; both together to n + 4.
  PowerMeans<Interval> out;
  const Rational mean_rest = series(1, theta, n, out.one) + series((n - 1) / n, theta, n + 2, out.bulge);
  const Rational half_rest = series(2 * theta / n, theta + 1, n + 2, out.lean) +
                             series(2 * theta * (n - 1) / (n * (n + 2)), theta + 1, n + 4, out.twist);
  out.mean_rest = Interval(mean_rest);
  out.half_rest = Interval(half_rest);
  out.terms = mean_rest == 0 && half_rest == 0 ? 0 : terms;
  return out;
}

}  // namespace noiseproof
