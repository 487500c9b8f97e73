#pragma once
// The loss, its gradients and its Hessian's blocks at a student given exactly (claims C02, C03, C06), enclosed: what
// `noiseproof eval` prints.
//
// With w, a, w* and a* made of rationals and square roots of rationals, phi = angle(w, w*) and the kernel
// g = sin phi + (pi - phi) cos phi, each of them is, up to a factor 1/pi,
//
//   c0 + c1 pi + c2 phi,   with c0, c1, c2 sums of square roots of rationals.
//
// That is 0 only if c0 = c1 = c2 = 0, or, where phi = t pi with rational t, only if c0 = c1 + t c2 = 0: e^{i phi} and
// e^{i pi} are algebraic, so 1, phi and pi are linearly independent over the algebraic numbers unless phi/pi is
// rational (Baker, Mathematika 13, 1966); and then pi is transcendental. cos^2 phi is rational, so phi/pi is rational
// just where cos^2 phi is 0, 1/4, 1/2, 3/4 or 1 (Niven). So what is 0 is known to be, and whatever is not shows its
// digits when the working precision grows.
#include "model/hessian.hpp"

namespace noiseproof {

/// Enclosures at the working precision; each is exactly 0 if its value is, but for the last two.
struct StudentValues {
  Ball phi, alpha, beta, loss;
  Vec<Ball> gradient_w;  ///< in R^p
  Vec<Ball> gradient_a;
  HessianBlocks<Ball> hessian;  ///< on the sphere x R^k, at w/|w|
};

/// Domain: any student of the instance's size with w != 0. O(k + p).
StudentValues values_at(const Instance& instance, const StudentPoint& point);

}  // namespace noiseproof
