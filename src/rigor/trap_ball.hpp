#pragma once
// The same orbits in ball arithmetic: slower than rigor/trap_map.hpp by a factor of twenty, and with nothing to
// prove about rounding.
#include "rigor/trap_map.hpp"

namespace noiseproof {

enum class Fate { optimum, trapped, unknown };

/// Where gradient descent from the start ends, followed as a thin ball until a certificate holds for the whole ball.
/// Starts with 64 bits and quadruples the precision, up to 1024, while the ball grows too fat to tell. `unknown` after
/// `most_steps`.
Fate ball_fate(const TrapFrame& frame, const TrapStart& start, long most_steps);

}  // namespace noiseproof
