#pragma once
// The dual kernel and its derivatives over wide balls: the exact range, up to rounding. Evaluated naively, d sin d over
// [0, pi] would be [0, pi]; its range is [0, 1.82].
//
// In d = pi - phi: g = h(d), g' = -h'(d), g'' = h''(d), with h' = x sin x and h'' = sin x + x cos x. h grows on [0, pi]
// (model/dual_kernel.hpp); h' grows up to x1 = 2.028.. and falls after; h'' grows up to x2 = 1.076.. and falls after.
// x1 and x2 are enclosed by signs.
#include "rigor/roots.hpp"

namespace noiseproof {

/// {g(phi)}: pi - phi in d. Domain: d inside [-pi, 6]; elsewhere sound but not tight.
Ball kernel_range(const Ball& d);
/// {g'(phi)}: pi - phi in d. Tight for d inside [0, 4.5], up to enclosures of 0 and of pi that stick out a little.
Ball kernel_derivative_range(const Ball& d);
/// {g''(phi)}: pi - phi in d. Tight for d inside [-1, 3.6].
Ball kernel_second_derivative_range(const Ball& d);

}  // namespace noiseproof
