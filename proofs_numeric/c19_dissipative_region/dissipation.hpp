#pragma once
// C19: the parts of the claim's program.
#include "enclosing.hpp"
#include "smoothing/dissipativity.hpp"
#include "trap_figures.hpp"

namespace noiseproof::c19_dissipative_region {

inline const std::vector<Rational> kLevels{{1, 100}, {1, 10}, {1, 2}, 2, 10, 50};

/// The smoothed kernel against sampled gradients, and the offset in a against the worst a.
void witness(const ClaimContext& context, ClaimResult& out);

/// The largest rates, and offsets by noise level.
struct Rates {
  Bounds joint{};
  nlohmann::json rows = nlohmann::json::array(), in_a = band_series("in a, c half of the largest"),
                 jointly = band_series("jointly, c half of the largest");
};
Rates enclose(Enclosing& enclosing);

}  // namespace noiseproof::c19_dissipative_region
