#pragma once
#include "dynamics/ensemble.hpp"
#include "trap_figures.hpp"

namespace noiseproof::c14_noise_selects {

/// What is proved of the rows without stochastic gradients, at level enclosed: gradient descent is trapped (C10), small
/// constant noise traps for ever (C21), large constant noise stays away in the mean (C22), and between the two no
/// constant level escapes and settles. For instances with a trap. `p`: the probability that descent without noise is
/// trapped.
void prove_rows(const ClaimContext& context, const Bounds& p, const Epoch& small, const Epoch& large, ClaimResult& out);

}  // namespace noiseproof::c14_noise_selects
