#pragma once
// The sure trap (claim C21; docs/escape.md): under small constant noise a neighbourhood of the spurious point is kept
// by every noise sequence, for all time.
#include "rigor/landscape.hpp"

namespace noiseproof {

/// What decides whether one step of perturbed gradient descent (normalized injection; step eta, noise of at most rho_w
/// and rho_a, whatever it is) keeps
///   { pi - phi <= asin rho_w,  x_low <= x <= x_low + e1 ghat/lambda1 + 2 rho_a,  y likewise },
/// which holds the spurious point (-w*, abar).
struct SureTrap {
  Ball kernel;  ///< ghat = h(2 asin rho_w): as large as g~ gets in the set
  Ball room;    ///< kappa^2 (gamma - ghat) - rho_a (e1 + e2 + A): if >= 0, alpha~ <= 0 in the set
  Ball turn;    ///< c 2 asin(rho_w) (kappa^2 gamma + rho_a (e1 + e2 + A)), a bound of the weight of w~ in a step
  Ball pull;    ///< c lambda1, c = eta/(2 pi)

  /// Are room >= 0, turn <= 1 and pull <= 1? Then the set is kept. (If not, nothing is said of it.)
  Verdict conditions() const;
};

/// Domain: eta > 0, 0 < rho_w < 1, rho_a >= 0; any teacher. Accuracy: enclosed.
SureTrap sure_trap(const Landscape& z, const Rational& eta, const Rational& rho_w, const Rational& rho_a);

/// sin((pi - phi^)/2), phi^ the saddles' angle (C09): for rho_w below it, and small rho_a and eta, the conditions hold;
/// from it on, room < 0 at every rho_a. Empty unless r < (k+pi-1)/pi is proved.
std::optional<Bounds> sure_trap_level(const Landscape& z);

}  // namespace noiseproof
