#pragma once
// The kernel under normalized noise as a Gegenbauer series (docs/smoothing.md, "The normalized kernel"):
//   G = (pi/2)(mu_1 c + sum over even n of mu_n b_n P_n(c)),  c = cos phi,
// P_n the Gegenbauer polynomial of the sphere of R^p with P_n(1) = 1, mu_n = E P_n(cos angle(w~, w)), and b_n >= 0 the
// coefficients of the kernel itself, of sum 1.
#include "smoothing/smoothed_kernel.hpp"

namespace noiseproof {

/// mu_n = E P_n(cos angle(w + xi, w)), n >= 1: one hypergeometric function. mu_1 is the mean cosine.
Ball mean_gegenbauer(const SmoothingNoise& noise, int n);

/// The series of even terms with its derivatives in c.
struct EvenSeries {
  Ball value;
  Ball slope;
  Ball curvature;
};

/// Every truncation bounded. For rho >= 1 to the working precision. For rho < 1 the bound decreases only like n^-3: the
/// value to about 1e-7, slope and curvature NaN.
EvenSeries even_series(const SmoothingNoise& noise, const Ball& c);

/// Its value at c = -1 (and 1). Domain: rho >= 1.
Ball even_series_at_pole(const SmoothingNoise& noise);

}  // namespace noiseproof
