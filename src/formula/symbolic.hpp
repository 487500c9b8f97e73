#pragma once
// Identities by normal form, over FLINT's multivariate polynomials.
#include "formula/expression.hpp"

namespace noiseproof {

/// Are the two scalar expressions equal wherever both are defined? false: not decided, never "no".
///
/// Both are written as fractions of polynomials over Q in: the variables, pi, i with i^2 = -1, exp(i x/n) for each
/// variable x (and integer n) that a sine or cosine of a linear form needs, square roots s with s^2 replaced by what it
/// is the root of, and one letter for each other function value, equal arguments sharing a letter. They are equal if
/// the cross product of numerators and denominators is the zero polynomial after these reductions. Not decided also
/// where this would take more than a modest number of terms. `phi_complement`: the slots of phi and of d = pi - phi,
/// which is then replaced; -1 if there is no such pair.
bool equal_symbolically(const NodePtr& left, const NodePtr& right, int symbols, int phi_slot, int d_slot);

}  // namespace noiseproof
