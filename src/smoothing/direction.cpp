#include "smoothing/direction.hpp"

namespace noiseproof {

void direction_from_inside(DirectionFromInside& out, const acb_t sine, const acb_t cosine, const Ball& rho,
                           ulong degree, bool analytic, slong bits) {
  Complex step, far, near;  // step: rho cos psi, half the chord, and cos d times dd/dpsi
  acb_mul_arb(out.sine.v, sine, rho.get(), bits);
  acb_mul_arb(step.v, cosine, rho.get(), bits);
  acb_mul(out.cosine.v, out.sine.v, out.sine.v, bits);
  acb_sub_ui(out.cosine.v, out.cosine.v, 1, bits);
  acb_neg(out.cosine.v, out.cosine.v);
  acb_sqrt_analytic(out.cosine.v, out.cosine.v, analytic, bits);
  acb_add(far.v, out.cosine.v, step.v, bits);
  acb_sub(near.v, out.cosine.v, step.v, bits);
  acb_pow_ui(far.v, far.v, degree, bits);
  acb_pow_ui(near.v, near.v, degree, bits);
  acb_sub(far.v, far.v, near.v, bits);
  acb_mul(far.v, far.v, step.v, bits);
  acb_div(out.weight.v, far.v, out.cosine.v, bits);
}

}  // namespace noiseproof
