#pragma once
// An inequality over a whole domain, by bisection into boxes on which it is proved.
#include "formula/domain.hpp"

namespace noiseproof {

/// What a bisection came to: proved if `stuck` is empty and no point refutes.
struct BoxProof {
  long boxes = 0;                   ///< looked at
  bool nowhere = true;              ///< every box fails the conditions
  std::optional<Point> refuted_at;  ///< as `refutes` says; the work ends there
  std::vector<Ranges> stuck;        ///< undecided, the smallest first
};

/// Domain: an inequality whose sides have a value at the domain's points. `refutes`: is this a point of the domain at
/// which the inequality fails? Accuracy: proved. A box is proved by its enclosure, by the mean value, or from a face by
/// Taylor's formula; halved otherwise, at most 60 times and as long as boxes and work last.
BoxProof prove_on_boxes(const Relation& relation, const Domain& domain, long most_boxes,
                        const std::function<bool(const Point&)>& refutes);

}  // namespace noiseproof
