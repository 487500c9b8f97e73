#include "rigor/trap_pair.hpp"

#include <acb_calc.h>

#include <algorithm>

#include "core/error.hpp"
#include "model/dual_kernel.hpp"
#include "rigor/trap_measure.hpp"

namespace noiseproof {
namespace {

/// 1/(t sin t); where the argument holds a pole the result is not finite, which is what acb_calc_integrate wants to
/// see.
int integrand(acb_ptr out, const acb_t t, void*, slong, slong bits) {
  acb_t sine;
  acb_init(sine);
  acb_sin(sine, t, bits);
  acb_mul(out, sine, t, bits);
  acb_inv(out, out, bits);
  acb_clear(sine);
  return 0;
}

/// T(pi to) - T(pi from).
Ball increment(const Rational& from, const Rational& to) {
  const slong bits = working_bits();
  acb_t a, b, value;
  acb_init(a), acb_init(b), acb_init(value);
  acb_set_arb(a, (Ball::pi() * Ball(from)).get());
  acb_set_arb(b, (Ball::pi() * Ball(to)).get());
  mag_t tolerance;
  mag_init(tolerance);
  mag_set_ui_2exp_si(tolerance, 1, -bits);
  acb_calc_integrate_opt_t options;
  acb_calc_integrate_opt_init(options);
  const int status = acb_calc_integrate(value, integrand, nullptr, a, b, bits, tolerance, options, bits);
  Ball out;
  acb_get_real(out.get(), value);
  mag_clear(tolerance);
  acb_clear(a), acb_clear(b), acb_clear(value);
  if (status != ARB_CALC_SUCCESS || !is_finite(out))
    throw Error(Error::Kind::no_convergence, "pair_curve", "the verified integral did not converge");
  return out;
}

constexpr slong kCurveBits = 80;

}  // namespace

std::vector<PairPoint> pair_curve(int pieces, const Rational& until) {
  const ScopedBits scope(kCurveBits);
  const Rational half(1, 2), step(1, pieces);
  std::vector<PairPoint> out{{half, {half, half}}};
  Ball below(0), above(0);  // T at `low`, T at `high`
  Rational high = half;
  for (Rational low = half - step; out.back().low > until; low -= step) {
    below -= increment(low, low + step);
    Rational last = out.back().high.lo;  // T(pi last) <= -below is known
    // The grid point `high` is the first whose T is proved to be at least -T(low).
    while (is_less(above, -below) != Verdict::refuted) {
      if (is_less(above, -below) == Verdict::proved) last = high;
      if (high + step >= 1) throw Error(Error::Kind::domain, "pair_curve", "the curve leaves the grid");
      above += increment(high, high + step);
      high += step;
    }
    out.push_back({low, {last, high}});
  }
  return out;
}

Bounds pair_bound(const std::vector<PairPoint>& curve, int p) {
  const ScopedBits scope(kCurveBits);
  const SinePower law(p - 2);
  const auto below = [&](const Rational& t) { return Ball(1) - law.tail(t); };  // P(pi - phi < pi t), by symmetry
  Bounds out{Rational(1, 2), Rational(1, 2)};
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const Ball here = (below(curve[i].low) + below(curve[i].high.lo)) / Ball(2);
    // Between two points of the curve: the larger t1 with the larger t2.
    const Ball most = (below(curve[i - 1].low) + below(curve[i].high.hi)) / Ball(2);
    out.lo = std::max(out.lo, dyadic_floor(lower_rational(here), 48));
    out.hi = std::max(out.hi, dyadic_ceil(upper_rational(most), 48));
  }
  const Ball rest = (below(curve.back().low) + Ball(1)) / Ball(2);
  out.hi = std::max(out.hi, dyadic_ceil(upper_rational(rest), 48));
  return out;
}

Verdict pair_lemma() {
  const ScopedBits scope(kCurveBits);
  const Ball far = Ball(3) * Ball::pi() / Ball(4), right = Ball::pi() / Ball(2);
  // (d sin d)'' = 2 cos d - d sin d < 0 from pi/2 on: on [pi/2, 3 pi/4] the least value is at an end, and at pi/2 it is
  // pi/2.
  return both(is_less(right, far * sin(far)), is_less(Ball(2), h(far)));
}

}  // namespace noiseproof
