#pragma once
// Kolmogorov-Smirnov tests for the tests of random numbers and of laws.
#include <algorithm>
#include <cmath>
#include <vector>

namespace noiseproof {

/// P(sup |F_n - F| >= distance) for n independent values, by Kolmogorov's limit with Stephens' correction (good to a
/// few per cent of itself from n = 20 on); conservative where F jumps.
inline double kolmogorov_tail(double distance, double n) {
  const double t = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * distance;
  if (t < 0.3) return 1;
  double total = 0;
  for (int j = 1; j <= 20; ++j) total += (j % 2 == 1 ? 2 : -2) * std::exp(-2.0 * j * j * t * t);
  return std::clamp(total, 0.0, 1.0);
}

/// The p-value of the hypothesis that the values come from the law with this distribution function.
template <class Distribution>
double one_sample_p(std::vector<double> values, const Distribution& distribution) {
  std::sort(values.begin(), values.end());
  const double n = static_cast<double>(values.size());
  double distance = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double f = distribution(values[i]), below = static_cast<double>(i) / n;
    distance = std::max({distance, f - below, below + 1 / n - f});
  }
  return kolmogorov_tail(distance, n);
}

/// The p-value of the hypothesis that both come from one law.
inline double two_sample_p(std::vector<double> u, std::vector<double> v) {
  std::sort(u.begin(), u.end());
  std::sort(v.begin(), v.end());
  const double m = static_cast<double>(u.size()), n = static_cast<double>(v.size());
  double distance = 0;
  for (std::size_t i = 0, j = 0; i < u.size() && j < v.size();) {
    const double at = std::min(u[i], v[j]);
    while (i < u.size() && u[i] <= at) ++i;
    while (j < v.size() && v[j] <= at) ++j;
    distance = std::max(distance, std::abs(static_cast<double>(i) / m - static_cast<double>(j) / n));
  }
  return kolmogorov_tail(distance, m * n / (m + n));
}

}  // namespace noiseproof
