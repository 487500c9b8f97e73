#pragma once
// What the two parts of C21 share.
#include "enclosing.hpp"
#include "escape/sure_trap.hpp"

namespace noiseproof::c21_small_noise_traps_for_ever {

/// Constant noise and a step for which the set is kept.
struct TrapNoise {
  Rational eta, rho_w, rho_a;
};

/// rho_w a 64th below the level, rho_a half of what that leaves, and the largest eta/2^j at which the conditions are
/// proved; rounded down to 24 bits. Empty if none is found.
std::optional<TrapNoise> trap_noise(const Landscape& z, const Bounds& level);

void enclose(Enclosing& enclosing, const std::optional<TrapNoise>& noise, ClaimResult& out);
void sample(const ClaimContext& context, const TrapNoise& noise, ClaimResult& out);

}  // namespace noiseproof::c21_small_noise_traps_for_ever
