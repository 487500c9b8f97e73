#pragma once
// Before anything is proved: does the arithmetic underneath enclose what it must? A wrong library, a rounding mode that
// something changed, or a miscompiled build is found here, on values known in other ways.
#include <string>
#include <vector>

#include "rigor/endpoints.hpp"

namespace noiseproof {

/// A number known to lie in `truth` (from tables, or by exact arithmetic), as computed here.
struct KnownValue {
  std::string name;
  Ball computed;
  Bounds truth;
};

/// Throws Error(arithmetic) naming the first value that is not enclosed: NaN, infinite, disjoint from the truth, or
/// wider than 2^-40. (Where the truth is a single number the ball must hold it.)
void require_enclosures(const std::vector<KnownValue>& values);

/// The values that self_check() asks for at the working precision.
std::vector<KnownValue> known_values();

/// Runs the check at three precisions, once in a process. Throws Error(arithmetic) each time it is called if the check
/// failed: nothing is proved on an arithmetic that fails.
void self_check();

}  // namespace noiseproof
