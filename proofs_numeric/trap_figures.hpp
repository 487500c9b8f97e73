#pragma once
// What the two proof programs on the trapping probability share: words for enclosures, points of plots, the step they
// use.
#include <string>

#include "common.hpp"
#include "core/known_digits.hpp"
#include "rigor/trap.hpp"

namespace noiseproof {

/// "[0.2458, 0.2469]", rounded outward to four decimals (more where the interval is thin).
std::string show(const Bounds& p);

/// Is p at least the level?
Verdict at_least(const Bounds& p, const Rational& level);

/// An empty series, and a point of it with a band.
nlohmann::json band_series(const std::string& name);
void add_point(nlohmann::json& series, double x, const Bounds& p);

/// The trapping probability at other r and p; everything else as in the instance.
Instance with_r(Instance instance, const Rational& r);
Bounds trapped(const Instance& instance, TrapOptions options, const Rational& width);

}  // namespace noiseproof
