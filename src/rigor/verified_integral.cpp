#include "rigor/verified_integral.hpp"

#include <acb_hypgeom.h>

#include "core/error.hpp"

namespace noiseproof {
namespace {

Complex combined(void (*operation)(acb_t, const acb_t, const acb_t, slong), const Complex& x, const Complex& y) {
  Complex out;
  operation(out.v, x.v, y.v, working_bits());
  return out;
}

Complex applied(void (*function)(acb_t, const acb_t, slong), const Complex& x) {
  Complex out;
  function(out.v, x.v, working_bits());
  return out;
}

}  // namespace

Complex operator+(const Complex& x, const Complex& y) { return combined(acb_add, x, y); }
Complex operator-(const Complex& x, const Complex& y) { return combined(acb_sub, x, y); }
Complex operator*(const Complex& x, const Complex& y) { return combined(acb_mul, x, y); }
Complex operator/(const Complex& x, const Complex& y) { return combined(acb_div, x, y); }
Complex sin(const Complex& x) { return applied(acb_sin, x); }
Complex cos(const Complex& x) { return applied(acb_cos, x); }
Complex exp(const Complex& x) { return applied(acb_exp, x); }
Complex erfc(const Complex& x) { return applied(acb_hypgeom_erfc, x); }

Ball integrate(acb_calc_func_t f, void* parameter, const Ball& lo, const Ball& hi) {
  return integrate(f, parameter, lo, hi, working_bits());
}

Ball integrate(acb_calc_func_t f, void* parameter, const Ball& lo, const Ball& hi, slong goal) {
  const slong bits = working_bits();
  mag_t tolerance;
  mag_init(tolerance);
  mag_set_ui_2exp_si(tolerance, 1, -goal);
  acb_calc_integrate_opt_t options;
  acb_calc_integrate_opt_init(options);
  Complex result, a(lo), b(hi);
  const int status = acb_calc_integrate(result.v, f, parameter, a.v, b.v, goal, tolerance, options, bits);
  mag_clear(tolerance);
  Ball out;
  acb_get_real(out.get(), result.v);
  if (status != ARB_CALC_SUCCESS || !is_finite(out))
    throw Error(Error::Kind::no_convergence, "integrate", "the verified integral did not converge");
  return out;
}

}  // namespace noiseproof
