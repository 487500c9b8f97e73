#pragma once
// The trapping probability over r and p: what C10's checks find, and their plot data (report/svg.hpp).
#include <array>

#include "trap_figures.hpp"

namespace noiseproof::c10_gd_trapped_at_least_quarter {

/// The values of p for which the boundary is sought, and the curves are drawn.
inline constexpr std::array kInputs{2, 4, 5, 6, 8, 16, 64, 256};

/// P(trapped) at one r, for each of kInputs.
struct CurvePoint {
  Rational r;
  std::vector<Bounds> probability;
};

/// The r at which P(trapped) crosses 1/4, for one p; [0, 0]: none was found.
struct Crossing {
  int p;
  Bounds r;
};

nlohmann::json probability_plot(const Instance& instance, const Rational& eta, const std::vector<CurvePoint>& curves);
nlohmann::json boundary_plot(int k, const std::vector<Crossing>& boundary);

}  // namespace noiseproof::c10_gd_trapped_at_least_quarter
