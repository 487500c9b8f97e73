#include "escape/drift_integrand.hpp"

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

}  // namespace noiseproof
