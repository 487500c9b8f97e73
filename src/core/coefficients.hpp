#pragma once
// Polynomials in one variable with exact coefficients, lowest power first and the last one not 0: {} is 0.
#include <cstddef>
#include <vector>

#include "core/rational.hpp"

namespace noiseproof {

using Coefficients = std::vector<Rational>;

Coefficients sum_of(const Coefficients& x, const Coefficients& y);
Coefficients product_of(const Coefficients& x, const Coefficients& y);
Coefficients multiple_of(const Coefficients& c, const Rational& factor);
/// Of c(z + by).
Coefficients shifted(const Coefficients& c, const Rational& by);
/// Of c(-z).
Coefficients mirrored(const Coefficients& c);
/// Of the derivative of this order.
Coefficients derivative_of(const Coefficients& c, std::size_t order = 1);
/// E c(z) for a standard Gaussian z.
Rational gaussian_mean_of(const Coefficients& c);
Rational value_at(const Coefficients& c, const Rational& z);

}  // namespace noiseproof
