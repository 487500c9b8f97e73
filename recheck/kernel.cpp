// The dual kernel. With d = pi - phi: g = h(d) = sin d - d cos d, g' = -d sin d, g'' = sin d + d cos d.
#include "landscape.hpp"

namespace recheck {
namespace {

/// h on [0, 1]: d^3 sum_j (-1)^(j+1) c_j d^(2j-2), c_1 = 1/3, c_(j+1) = c_j/(2j (2j+3)). The terms alternate and each
/// is at most a tenth of the one before, so the sum lies between any two consecutive partial sums.
Interval h_series(const Interval& d) {
  const Interval q = sqr(d);
  Interval term = Interval(1) / Interval(3), sum;
  for (long j = 1;; ++j) {
    const Interval next_sum = j % 2 == 1 ? sum + term : sum - term;
    const bool small = mpfr_zero_p(term.right()) || mpfr_get_exp(term.right()) < -Precision::bits();
    if (small) return d * q * hull(sum, next_sum);
    sum = next_sum;
    term = term * q / Interval(2 * j * (2 * j + 3));
  }
}

Interval slope_times(const Interval& d) { return d * sin(d); }

/// Range over x in [x0, x1] of f(pi x), where f increases up to the root of its slope in [0, 1] and decreases from
/// there on. `exact` evaluates at a rational x, `wide` at an interval d, `falling` is minus the slope at a rational x.
template <class Exact, class Wide, class Falling>
Range hump(const mpq_class& x0, const mpq_class& x1, Exact exact, Wide wide, Falling falling) {
  const Interval top = increasing_root(falling, mpq_class(0), mpq_class(1));
  const mpq_class c0 = rational(top.left()), c1 = rational(top.right());
  const Interval f0 = exact(x0), f1 = exact(x1);
  const Interval least = -max(-f0, -f1);
  if (x1 <= c0) return {least, f1};
  if (x0 >= c1) return {least, f0};
  const Interval peak = wide(Interval::pi() * top);
  if (x0 <= c0 && c1 <= x1) return {least, peak};
  return {least, hull(hull(f0, f1), peak)};
}

Range negated(const Range& x) { return {-x.greatest, -x.least}; }

}  // namespace

Interval sin_turn(const mpq_class& t) {
  const mpq_class s = t > mpq_class(1, 2) ? mpq_class(1 - t) : t;
  if (s == mpq_class(1, 2)) return 1;
  return sin(Interval::pi() * Interval(s));
}

Interval cos_turn(const mpq_class& t) {
  if (t == mpq_class(1, 2)) return 0;
  return t > mpq_class(1, 2) ? -cos(Interval::pi() * Interval(mpq_class(1 - t))) : cos(Interval::pi() * Interval(t));
}

Interval h(const Interval& d) {
  const bool near = mpfr_sgn(d.left()) >= 0 && mpfr_cmp_ui(d.right(), 1) <= 0;
  if (!near) return sin(d) - d * cos(d);
  // h increases on [0, pi].
  return hull(h_series(Interval(d.left())), h_series(Interval(d.right())));
}

Interval kernel(const mpq_class& t) {
  const Interval d = Interval::pi() * Interval(mpq_class(1 - t));
  return mpq_class(1 - t) * 4 <= 1 ? h(d) : sin_turn(t) + d * cos_turn(t);
}

Range kernel_derivative(const mpq_class& t0, const mpq_class& t1) {
  // d sin d has the slope sin d + d cos d: positive up to pi/2, then falling to -pi.
  const auto exact = [](const mpq_class& x) { return Interval::pi() * Interval(x) * sin_turn(x); };
  const auto falling = [](const mpq_class& x) { return -(sin_turn(x) + Interval::pi() * Interval(x) * cos_turn(x)); };
  return negated(hump(1 - t1, 1 - t0, exact, slope_times, falling));
}

Range kernel_second_derivative(const mpq_class& t0, const mpq_class& t1) {
  // sin d + d cos d has the slope 2 cos d - d sin d: falling on [0, pi/2], negative from there on.
  const auto exact = [](const mpq_class& x) { return sin_turn(x) + Interval::pi() * Interval(x) * cos_turn(x); };
  const auto wide = [](const Interval& d) { return sin(d) + d * cos(d); };
  const auto falling = [](const mpq_class& x) {
    return Interval::pi() * Interval(x) * sin_turn(x) - Interval(2) * cos_turn(x);
  };
  return hump(1 - t1, 1 - t0, exact, wide, falling);
}

}  // namespace recheck
