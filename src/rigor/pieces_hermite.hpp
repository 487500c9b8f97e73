#pragma once
// The Hermite expansion of an activation in pieces: another route to its kernel, which shares with pieces_kernel no
// more than the pieces. E act He_n = sum over knots t and m of J_m(t) density(t) He_{n-m-1}(t) for n above the degree
// (by parts; J_m: the jump of the m-th derivative); E act^2 and E act'^2 by verified integration. Proofs:
// docs/formulas.md, "Activations in pieces".
#include "rigor/hermite.hpp"
#include "rigor/pieces_kernel.hpp"

namespace noiseproof {

/// E f(X) by verified integration, to the working precision: of no moment formula. Throws Error(no_convergence).
Ball gaussian_mean_by_integral(const Piecewise& f);

/// Its energy[2] and rest[2] are unbounded: E act''^2 is, at a corner.
HermiteExpansion expand_pieces(const Pieces& act);

}  // namespace noiseproof
