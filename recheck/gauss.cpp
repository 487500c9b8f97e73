// Gauss rules: monic orthogonal polynomials, pi_(k+1) = x pi_k - beta_k pi_(k-1), with rational beta.
#include "gauss.hpp"

namespace recheck {
namespace {

mpq_class beta(long k, long twice) {
  if (k == 1) return mpq_class(1, twice + 3);  // the variance; the formula below is 0/0 for twice = -1
  mpq_class out(k * (k + twice), (2 * k + twice - 1) * (2 * k + twice + 1));
  return out.canonicalize(), out;
}

/// pi_0, ..., pi_m at x.
template <class T>
std::vector<T> polynomials(int m, long twice, const T& x) {
  std::vector<T> out{T(1), x};
  for (int k = 1; k < m; ++k) out.push_back(T(x * out[k] - T(beta(k, twice)) * out[k - 1]));
  return out;
}

/// Roots of pi_m above x: the changes of sign in the sequence at x, as it is Sturm's.
int roots_above(int m, long twice, const mpq_class& x) {
  int changes = 0, last = 1;
  for (const mpq_class& value : polynomials(m, twice, x)) {
    if (sgn(value) != 0 && sgn(value) != last) ++changes, last = sgn(value);
  }
  return changes;
}

}  // namespace

GaussRule gauss_rule(int m, long twice) {
  const Interval half = Interval(1) / Interval(2);
  if (twice == -2) return {{Interval(-1), Interval(1)}, {half, half}, Interval(0)};
  GaussRule out;
  out.error = Interval(1);
  for (int k = 1; k <= m; ++k) out.error = out.error * Interval(beta(k, twice));
  for (int j = 0; j < m; ++j) {
    mpq_class lo = -1, hi = 1;
    for (int i = 0; i < Precision::bits() + 8; ++i) {
      const mpq_class middle = (lo + hi) / 2;
      (roots_above(m, twice, middle) > j ? lo : hi) = middle;
    }
    const Interval node = hull(Interval(lo), Interval(hi));
    // Christoffel: 1/weight is the sum of the squared orthonormal polynomials.
    Interval sum, length_sq(1);
    const std::vector<Interval> at = polynomials(m, twice, node);
    for (int k = 0; k < m; ++k) {
      if (k > 0) length_sq = length_sq * Interval(beta(k, twice));
      sum = sum + sqr(at[static_cast<std::size_t>(k)]) / length_sq;
    }
    out.nodes.push_back(node), out.weights.push_back(Interval(1) / sum);
  }
  return out;
}

}  // namespace recheck
