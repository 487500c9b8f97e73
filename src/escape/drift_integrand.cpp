#include "escape/drift_integrand.hpp"

#include <array>

namespace noiseproof {

std::vector<Interval> mean_coefficients(int p, const Rational& theta) {
  if (2 * theta <= p - 3) return {};
  if (2 * theta > p - 1) return {Interval::nothing()};
  const Rational half(p - 1, 2);
  std::vector<Interval> out{1};
  for (int j = 0; j < kMeanTerms; ++j)
    out.push_back(out.back() * Interval(Rational((theta + j) * (theta + 1 - half + j) / ((half + j) * (j + 1)))));
  return out;
}

std::vector<Interval> binomials(const Interval& theta, int n) {
  std::vector<Interval> out{1};
  for (int j = 0; j < n; ++j) out.push_back(out.back() * (theta - j) / (j + 1));
  return out;
}

Interval quotient_power_coefficient(const DirectionAt<Interval>& d, const AwayFromPole<Interval>& z,
                                    const Interval& zeta, const Interval& theta, const std::vector<Interval>& binomials,
                                    const Interval* factor) {
  const int n = static_cast<int>(binomials.size()) - 1;
  std::array<Interval, 16> top, bottom;  // coefficients of across^theta and of the divisor^-theta
  const auto at = [](int j) { return static_cast<std::size_t>(j); };
  const Interval half_mu = z.half_mu * d.Q, lean = z.lean * d.Q, along = lean * zeta - z.s * d.P - 1;
  const auto across_at = [&](const Interval& x) { return square(half_mu * x - 1) + square(half_mu) * (1 - square(x)); };
  const Interval across = Interval::hull(across_at(zeta.lower()), across_at(zeta.upper()));
  const Interval slope = -(half_mu + half_mu);
  // binom(theta, j) slope^j across^{theta - j}: each power of `across` is largest at one of its ends.
  const Interval low = across.lower(), high = across.upper();
  Interval at_low = exp(log(low) * theta), at_high = exp(log(high) * theta), slopes = 1;
  for (int j = 0; j <= n; ++j) {
    top[at(j)] = binomials[at(j)] * slopes * Interval::hull(at_low, at_high);
    at_low = at_low / low;
    at_high = at_high / high;
    slopes *= slope;
  }
  if (factor)
    for (int j = n; j >= 0; --j) top[at(j)] = sum_of_products(top.data(), factor, 0, j, j);
  // j D_0 B_j = -sum_i (theta i + j - i) D_i B_{j-i}
  const Interval D[3] = {square(along) * z.share + across * z.rest, 2 * along * lean * z.share + slope * z.rest,
                         square(lean) * z.share};
  const Interval scale = Interval(-1) / D[0];
  bottom[0] = exp(log(D[0]) * -theta);
  for (int j = 1; j <= n; ++j) {
    Interval sum = (theta + (j - 1)) * D[1] * bottom[at(j - 1)];
    if (j > 1) sum += (2 * theta + (j - 2)) * D[2] * bottom[at(j - 2)];
    bottom[at(j)] = sum * scale / j;
  }
  return sum_of_products(top.data(), bottom.data(), 0, n, n);
}

}  // namespace noiseproof
