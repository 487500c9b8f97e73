#pragma once
// Roots by signs: a bracket is proved by the sign of a continuous function at two rational points, and by nothing else.
#include <functional>
#include <optional>

#include "rigor/endpoints.hpp"

namespace noiseproof {

using RealFunction = std::function<Ball(const Ball&)>;

/// Shrinks [lo, hi], on which f changes sign from negative to positive (positive to negative: pass -f), to a width of
/// at most 2^-bits of its right end. Returns nothing if a sign at lo or hi is not proved at the working precision;
/// stops early, with a wider bracket, where signs can no longer be decided. In the interval returned f has a root; if f
/// is monotone, the root.
std::optional<Bounds> bracket_root(const RealFunction& f, Bounds start, int bits = kStatedBits);

}  // namespace noiseproof
