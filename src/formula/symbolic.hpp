#pragma once
// Identities by normal form, over FLINT's multivariate polynomials.
#include "core/verdict.hpp"
#include "formula/expression.hpp"

namespace noiseproof {

/// Are the two scalar expressions equal wherever both are defined? refuted: they are different functions, unequal at
/// some points of every box of real numbers, but not at a given one (without symbols: different numbers).
///
/// Both are written as fractions of polynomials over Q in: the variables, pi, i with i^2 = -1, exp(i x/n) for each
/// variable x (and integer n) that a sine or cosine of a linear form needs, square roots s with s^2 replaced by what it
/// is the root of, and one letter for each other function value, equal arguments sharing a letter. They are equal if
/// the cross product of numerators and denominators is the zero polynomial after these reductions. They are different
/// if it is not and no root or letter for a function value is left in it: the variables and exponentials are
/// algebraically independent functions, and pi is transcendental. Undecided also where this would take more than a
/// modest number of terms or digits. `phi_slot`, `d_slot`: those of phi and of d = pi - phi, which is then replaced; -1
/// if there is no such pair.
Verdict equal_symbolically(const NodePtr& left, const NodePtr& right, int symbols, int phi_slot, int d_slot);

}  // namespace noiseproof
