#pragma once
// One program, several kinds of numbers: double in the search, Interval for values, Taylor for bounds of derivatives.
#include <cmath>
#include <concepts>

#include "rigor/interval.hpp"

namespace noiseproof {

inline double square(double x) { return x * x; }
inline double inverse(double x) { return 1 / x; }
inline Interval inverse(const Interval& x) { return Interval(1) / x; }
inline double natural_power(double x, long n) { return std::pow(x, static_cast<double>(n)); }

/// An enclosed constant as a number of the kind that a program runs on.
template <class C>
C number(const Interval& x) {
  if constexpr (std::same_as<C, double>)
    return x.middle();
  else
    return x;
}

}  // namespace noiseproof
