#include "cli/spectrum_json.hpp"

#include <algorithm>

namespace noiseproof {

nlohmann::json to_json(std::vector<Eigenvalue<Ball>> spectrum, KnownDigits& known) {
  // By midpoints: two values that all the bits cannot tell apart may stand either way.
  std::stable_sort(spectrum.begin(), spectrum.end(), [](const auto& a, const auto& b) {
    return is_less(a.value.midpoint(), b.value.midpoint()) == Verdict::proved;
  });
  nlohmann::json out = nlohmann::json::array();
  for (const Eigenvalue<Ball>& e : spectrum)
    out.push_back({{"value", known(e.value)}, {"multiplicity", e.multiplicity}});
  return out;
}

}  // namespace noiseproof
