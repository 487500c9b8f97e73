#pragma once
// Verified integration: Arb's acb_calc_integrate, which bounds its own truncation error.
#include <acb_calc.h>

#include "core/ball.hpp"

namespace noiseproof {

/// A complex ball, for integrands: RAII for acb_t.
class Complex {
 public:
  Complex() { acb_init(v); }
  explicit Complex(const Ball& x) : Complex() { acb_set_arb(v, x.get()); }
  ~Complex() { acb_clear(v); }
  Complex(const Complex&) = delete;
  Complex& operator=(const Complex&) = delete;
  acb_t v;
};

/// Encloses the integral of f over the real interval [lo, hi], to an absolute error near 2^-working_bits. f follows
/// acb_calc's convention: called with order != 0, it must return NaN wherever it is not analytic.
/// Throws Error(no_convergence) if no finite enclosure is found.
Ball integrate(acb_calc_func_t f, void* parameter, const Ball& lo, const Ball& hi);
/// The same to an absolute error near 2^-goal: for an integrand that is itself only known so well.
Ball integrate(acb_calc_func_t f, void* parameter, const Ball& lo, const Ball& hi, slong goal);

}  // namespace noiseproof
