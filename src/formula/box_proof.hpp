#pragma once
// An inequality over a whole domain, by bisection into boxes on which it is proved.
#include "formula/at_point.hpp"

namespace noiseproof {

/// What a bisection came to: proved if `stuck` is empty and no point refutes.
struct BoxProof {
  long boxes = 0;                   ///< looked at
  bool nowhere = true;              ///< every box fails the conditions
  std::optional<Point> refuted_at;  ///< a point of the domain at which it fails; the work ends there
  std::vector<Ranges> stuck;        ///< undecided, the smallest first
};

/// Domain: an inequality whose sides have a value at the domain's points. Accuracy: proved. A box is proved by its
/// enclosure, by the mean value, or from a face by Taylor's formula, whose coefficients there may be 0 by their normal
/// form; halved otherwise, at most 60 times and as long as boxes and work last.
BoxProof prove_on_boxes(const PointCheck& check, long most_boxes);

}  // namespace noiseproof
