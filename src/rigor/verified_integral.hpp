#pragma once
// Verified integration: Arb's acb_calc_integrate, which bounds its own truncation error.
#include <acb_calc.h>
#include <acb_poly.h>

#include "core/ball.hpp"

namespace noiseproof {

/// A complex ball, for integrands: RAII for acb_t.
class Complex {
 public:
  Complex() { acb_init(v); }
  explicit Complex(const Ball& x) : Complex() { acb_set_arb(v, x.get()); }
  Complex(const Complex& other) : Complex() { acb_set(v, other.v); }
  Complex& operator=(const Complex& other) {
    acb_set(v, other.v);
    return *this;
  }
  ~Complex() { acb_clear(v); }
  acb_t v;
};
Complex operator+(const Complex& x, const Complex& y);
Complex operator-(const Complex& x, const Complex& y);
Complex operator*(const Complex& x, const Complex& y);
Complex operator/(const Complex& x, const Complex& y);
Complex sin(const Complex& x);
Complex cos(const Complex& x);
Complex exp(const Complex& x);
Complex erfc(const Complex& x);

/// A complex power series, likewise; by its first two coefficients, if they are given.
class PowerSeries {
 public:
  PowerSeries() { acb_poly_init(v); }
  PowerSeries(const acb_t constant, int slope) : PowerSeries() {
    acb_poly_set_coeff_acb(v, 0, constant);
    acb_poly_set_coeff_si(v, 1, slope);
  }
  ~PowerSeries() { acb_poly_clear(v); }
  PowerSeries(const PowerSeries&) = delete;
  PowerSeries& operator=(const PowerSeries&) = delete;
  acb_poly_t v;
};

/// Encloses the integral of f over the real interval [lo, hi], to an absolute error near 2^-working_bits. f follows
/// acb_calc's convention: called with order != 0, it must return NaN wherever it is not analytic.
/// Throws Error(no_convergence) if no finite enclosure is found.
Ball integrate(acb_calc_func_t f, void* parameter, const Ball& lo, const Ball& hi);
/// The same to an absolute error near 2^-goal: for an integrand that is itself only known so well.
Ball integrate(acb_calc_func_t f, void* parameter, const Ball& lo, const Ball& hi, slong goal);

}  // namespace noiseproof
