#pragma once
// Gauss rules with enclosed nodes and weights, and their error term.
#include <vector>

#include "interval.hpp"

namespace recheck {

/// int f d mu = sum_j weight_j f(node_j) + error f^(2m)(x)/(2m)! at some x in [-1, 1], mu a probability.
struct GaussRule {
  std::vector<Interval> nodes, weights;
  Interval error;
};

/// m nodes, m even, for the density proportional to (1 - x^2)^(twice/2) on [-1, 1], twice >= -1; for twice = -2 the two
/// end points, half each.
GaussRule gauss_rule(int m, long twice);

}  // namespace recheck
