#pragma once
// Roots by signs: a bracket is proved by the sign of a continuous function at two rational points, and by nothing else.
#include <functional>
#include <optional>

#include "rigor/endpoints.hpp"

namespace noiseproof {

using RealFunction = std::function<Ball(const Ball&)>;
/// At an exact point, whatever the working precision.
using FunctionAtRational = std::function<Ball(const Rational&)>;

/// Shrinks [lo, hi], on which f changes sign from negative to positive (positive to negative: pass -f), to a width of
/// at most 2^-bits of its right end. Returns nothing if a sign at lo or hi is not proved at the working precision;
/// stops early, with a wider bracket, where signs can no longer be decided. In the interval returned f has a root; if f
/// is monotone, the root.
std::optional<Bounds> bracket_root(const RealFunction& f, Bounds start, int bits = kStatedBits);

/// The same for a smooth f that is costly: the secant through the ends says where to look, signs just beside that point
/// decide, and the precision grows with the bracket's digits. A few evaluations where bisection takes one a bit.
/// f is called at the working precision of the call or less.
std::optional<Bounds> bracket_smooth_root(const FunctionAtRational& f, Bounds start, int bits = kStatedBits);

}  // namespace noiseproof
