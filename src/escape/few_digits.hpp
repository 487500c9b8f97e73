#pragma once
// Numbers that a search or a rule chooses, as decimals of few digits: a proof takes them as exact.
#include <fmt/format.h>

#include <cmath>

#include "core/error.hpp"
#include "core/rational.hpp"

namespace noiseproof {

/// x with that many significant decimal digits, exactly. Throws Error(arithmetic) if x is not finite.
inline Rational few_digits(double x, int digits) {
  if (!std::isfinite(x)) throw Error(Error::Kind::arithmetic, "schedule", "a number is beyond the range of doubles");
  return parse_rational(fmt::format("{:.{}e}", x, digits - 1), "decimal");
}
/// The same, not above x > 0.
inline Rational few_digits_below(double x, int digits) {
  const double unit = std::pow(10, std::floor(std::log10(x)) + 1 - digits);
  return few_digits(std::floor(x / unit * (1 + 1e-12)) * unit, digits);
}

}  // namespace noiseproof
