#pragma once
// A strict local minimum of F near a block matrix W0, proved for all k^2 variables (docs/peers.md has the proof):
// eigenvalues of the Hessian at W0 above `hessian`, a bound L of the third derivative over the ball, L radius <=
// hessian / 2, and a gradient at W0 below within * hessian / 2. So over the ball of `radius` F is strongly convex, and
// it has exactly one critical point there, a minimum, at a distance of at most `within`.
#include <numeric>
#include <optional>
#include <string>

#include "symmetry.hpp"

namespace minima {

/// Every number is exact: a double.
struct Certificate {
  Sizes sizes;
  BlockMatrix<double> point;
  double hessian = 0, radius = 0, within = 0, loss_lo = 0, loss_hi = 0;
};

/// One line of JSON, numbers in hexadecimal.
std::string to_json(const Certificate& c);

struct Outcome {
  std::optional<Certificate> certificate;
  std::string why_not;         ///< what was not proved, if there is no certificate
  double hessian_at_most = 0;  ///< upper bound of the smallest eigenvalue at W0
  double moved = 0;            ///< from the point given to W0, which Newton's method found: upper bound
};

/// The certificate of the minimum near the point given.
Outcome certify(const Sizes& sizes, const BlockMatrix<double>& given);

/// At most `steps` steps of Newton's method in the blocks' variables; a search, no proof.
BlockMatrix<double> newton(const Sizes& sizes, BlockMatrix<double> point, int steps);

/// The number of eigenvalues of the Hessian below mu, with multiplicity; nothing if undecided.
std::optional<long> count_eigenvalues_below(const Sizes& sizes, const BlockMatrix<double>& point,
                                            const noiseproof::Rational& mu);

}  // namespace minima
