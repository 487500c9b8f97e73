#pragma once
// The kernel under normalized noise as a Gegenbauer series (docs/smoothing.md, "The normalized kernel"):
//   G = (pi/2)(mu_1 c + sum over even n of mu_n b_n P_n(c)),  c = cos phi,
// P_n the Gegenbauer polynomial of the sphere of R^p with P_n(1) = 1, mu_n = E P_n(cos angle(w~, w)), and b_n >= 0 the
// coefficients of the kernel itself, of sum 1.
#include <array>
#include <vector>

#include "smoothing/smoothed_kernel.hpp"

namespace noiseproof {

/// mu_n = E P_n(cos angle(w + xi, w)), n >= 1: one hypergeometric function. mu_1 is the mean cosine.
Ball mean_gegenbauer(const SmoothingNoise& noise, int n);

/// The series of even terms with its derivatives in c.
struct EvenValue {
  Ball value;
  Ball slope;
  Ball curvature;
};

/// The even part of the series for one noise, every truncation bounded. For rho >= 1 to the working precision, but for
/// odd p next to rho = 1, where the terms fall like rho^-n times a power of n: if kMostNearOne do not reach it (rho - 1
/// below some bits/6000, and p small), kMostEvenTerms are taken. At rho = 1 they leave 6e-20 of the value, 8e-15 of the
/// slope and 5e-10 of the curvature for p = 3; 3e-30, 2e-25 and 4e-21 for p = 7. For rho < 1 the bound decreases only
/// like n^-3: the value to about 1e-7, the slope to 1e-3, the curvature NaN.
class EvenSeries {
 public:
  static constexpr int kMostEvenTerms = 256;
  static constexpr int kMostNearOne = 2048;

  explicit EvenSeries(const SmoothingNoise& noise);

  /// Over a wide ball c: the value at its midpoint and a bound of the next derivative, so that it is tight to first
  /// order.
  EvenValue at(const Ball& c) const;

 private:
  int p_;
  std::vector<Ball> weights_;      ///< mu_n b_n, n = 0, 2, 4, ...
  std::array<Ball, 3> tail_;       ///< bounds of what is left out, of its slope and of its curvature, over [-1, 1]
  std::array<Ball, 3> lipschitz_;  ///< bounds of the next derivative of each of the three, without the tail
};

/// The series' value at c = -1 (and 1). Domain: rho >= 1.
Ball even_series_at_pole(const SmoothingNoise& noise);

}  // namespace noiseproof
