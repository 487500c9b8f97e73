#pragma once
// Hypergeometric functions of a real argument, enclosed.
#include <vector>

#include "core/ball.hpp"

namespace noiseproof {

/// A parameter of nearly every function here.
inline const Rational kHalf(1, 2);

/// A pair of parameters: (upper)_j over (lower)_j. Domain: lower > 0.
struct Parameters {
  Rational upper;
  Rational lower;
};

/// sum_j z^j prod_i (upper_i)_j/(lower_i)_j. With the pair (b, 1) among (a, c): 2F1(a, b; c; z).
/// Domain: 0 <= z < 1. The tail is bounded by a geometric series; for z above 31/32 two pairs, one of them with lower =
/// 1, go to Arb's 2F1 instead: z = 1 included where that converges, and a ball that reaches over 1 stands for its part
/// in [0, 1], which needs one of the upper parameters between 0 and its lower, or -1/2. Others sum on, and throw
/// Error(no_convergence) after 200,000 terms.
Ball hypergeometric(const std::vector<Parameters>& pairs, const Ball& z);
/// For an exact z the result is good to about the working precision, whatever the terms cancel.
Ball hypergeometric(const std::vector<Parameters>& pairs, const Rational& z);
Ball gamma(const Ball& x);
/// 1/gamma, which is 0 at the poles.
Ball reciprocal_gamma(const Ball& x);
/// The beta function.
Ball beta(const Ball& x, const Ball& y);

}  // namespace noiseproof
