#include "core/coefficients.hpp"

#include <algorithm>
#include <utility>

namespace noiseproof {
namespace {

Coefficients trimmed(Coefficients c) {
  while (!c.empty() && c.back() == 0) c.pop_back();
  return c;
}

}  // namespace

Coefficients sum_of(const Coefficients& x, const Coefficients& y) {
  Coefficients out(std::max(x.size(), y.size()), 0);
  for (std::size_t i = 0; i < x.size(); ++i) out[i] += x[i];
  for (std::size_t i = 0; i < y.size(); ++i) out[i] += y[i];
  return trimmed(std::move(out));
}

Coefficients product_of(const Coefficients& x, const Coefficients& y) {
  if (x.empty() || y.empty()) return {};
  Coefficients out(x.size() + y.size() - 1, 0);
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < y.size(); ++j) out[i + j] += x[i] * y[j];
  return trimmed(std::move(out));
}

Coefficients multiple_of(const Coefficients& c, const Rational& factor) { return product_of(c, trimmed({factor})); }

Coefficients shifted(const Coefficients& c, const Rational& by) {
  Coefficients out;
  for (std::size_t i = c.size(); i-- > 0;) out = sum_of(product_of(out, {by, 1}), trimmed({c[i]}));
  return out;
}

Coefficients mirrored(const Coefficients& c) {
  Coefficients out = c;
  for (std::size_t i = 1; i < out.size(); i += 2) out[i] = -out[i];
  return out;
}

Coefficients derivative_of(const Coefficients& c, std::size_t order) {
  Coefficients out = c;
  for (; order > 0 && !out.empty(); --order) {
    out.erase(out.begin());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] *= static_cast<int>(i + 1);
  }
  return out;
}

Rational gaussian_mean_of(const Coefficients& c) {
  Rational out = 0, moment = 1;  // E z^n = (n - 1)!! for even n
  for (std::size_t n = 0; n < c.size(); n += 2) {
    if (n > 0) moment *= static_cast<int>(n - 1);
    out += c[n] * moment;
  }
  return out;
}

Rational value_at(const Coefficients& c, const Rational& z) {
  Rational out = 0;
  for (std::size_t i = c.size(); i-- > 0;) out = out * z + c[i];
  return out;
}

}  // namespace noiseproof
