#pragma once
// A certified schedule by a rule, without a search (claim C23; docs/escape.md, "A rule in closed form").
#include "escape/certified_schedule.hpp"

namespace noiseproof {

/// From here on the mean over zeta is at most its value at the centre, for theta1 = 1.
inline constexpr int kLeastRuleInputs = 5;

/// With A = |a*|, c = eta/2pi, drift = kappa^2 (gbar - gamma), q = pi^2 (p-1)/(4p(p+2)) <= U Q^2:
///
///   theta1 = 1,  K = 0,  Y_g = 2,  lambda = nu c drift/2,  delta = c drift q/(8 nu),  Y_top = e^{W+1},
///   theta2 = log(20/(failure lambda_0)) + log log(20/(failure lambda_0)),
///   eta = min(1/10, 1/(10 A^2), 3 drift/(5 A^2), 0.999 2pi/(k+pi-1), 1.3 pi nu drift (p-1)/(A^4 q theta2 Y_top)),
///   rho_w = 1000 p/lambda,
///   steps = (W - log delta + log(2/failure))/lambda,
///
/// W = log(Y_g + delta) + max z - min z over the box, lambda_0 the rate for the least of the first four steps. Then one
/// level of small noise, (2pi/eta') (1/(pi-1) + 1/(pi A^2)) (log(1/accuracy) + 4) steps. Numbers are rounded to few
/// decimals: what holds is for prove_escape to say. Domain: p >= 5, accuracy and failure below 1. Throws
/// Error(arithmetic) where a number is beyond the range of doubles.
CertifiedSchedule closed_form_schedule(const Instance& instance, const Rational& failure, const Rational& accuracy);

}  // namespace noiseproof
