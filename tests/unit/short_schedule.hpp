#pragma once
// A schedule so short that a test takes milliseconds.
#include "dynamics/schedule.hpp"

inline noiseproof::Schedule short_schedule() { return noiseproof::annealed_schedule(0.1, 4, 60, 10, 1, 0.3); }
