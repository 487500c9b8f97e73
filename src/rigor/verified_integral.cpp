#include "rigor/verified_integral.hpp"

#include "core/error.hpp"

namespace noiseproof {

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
