#include <arb_hypgeom.h>

#include <cmath>

#include "core/error.hpp"
#include "model/dual_kernel.hpp"

namespace noiseproof {
namespace {

/// The alternating series of h for |x| <= 1: t_1 = x^3/3, t_{n+1} = -t_n x^2 / (2n (2n+3)).
template <class T>
T h_series(const T& x, const T& epsilon) {
  using std::abs;
  const T x2 = x * x;
  T term = x2 * x / T(3), total = term;
  for (int n = 1; abs(term) > epsilon * abs(total); ++n) {
    term *= -x2 / T(2 * n);
    term /= T(2 * n + 3);
    total += term;
  }
  return total;
}

/// h at a ball of radius 0 (or a thin one), by the entire function 0F1, whose enclosure Arb proves.
Ball h_point(const Ball& x) {
  const Ball z = -square(x) / Ball(4);
  Ball f;
  arb_hypgeom_0f1(f.get(), (Ball(5) / Ball(2)).get(), z.get(), 0, working_bits());
  return x * square(x) / Ball(3) * f;
}

}  // namespace

template <>
double h(const double& x) {
  if (std::abs(x) <= 1) return h_series(x, 0x1p-55);
  return std::sin(x) - x * std::cos(x);
}

template <>
Real h(const Real& x) {
  using boost::multiprecision::abs;
  if (abs(x) <= 1) {
    const long bits = mpfr_get_prec(x.backend().data());
    return h_series(x, Real(ldexp(Real(1), static_cast<int>(-bits - 2))));
  }
  return sin(x) - x * cos(x);
}

template <>
Ball h(const Ball& x) {
  // h increases on [-pi, pi] and decreases on [pi, 2 pi]: the range over [lo, hi] in (-pi, 6) is read off its ends and,
  // if pi may lie inside, its maximum h(pi) = pi. (An enclosure of d = pi always sticks out of [0, pi] a little.)
  const Ball lo = x.lower(), hi = x.upper(), limit = Ball::pi().lower();
  if (is_less(-limit, lo) == Verdict::proved && is_less(hi, Ball(6)) == Verdict::proved) {
    if (is_less(hi, limit) == Verdict::proved) return Ball::hull(h_point(lo).lower(), h_point(hi).upper());
    return Ball::hull(min(h_point(lo), h_point(hi)).lower(), Ball::pi().upper());
  }
  return sin(x) - x * cos(x);
}

}  // namespace noiseproof
