#include "rigor/interval.hpp"

#include <arf.h>

#include <array>

namespace noiseproof {
namespace {

/// exp and log are evaluated once over an interval as narrow as this, else at both ends.
constexpr double kNarrow = 0x1p-30;
constexpr double kLargestExponent = 700;

const Interval& log_two() {
  static const Interval value = [] {
    const ScopedBits bits(128);
    return Interval(log(Ball(2)));
  }();
  return value;
}

/// c[0] + c[1] x + ... in doubles, 2N operations. With |x| <= 1/2 and the coefficients of exp or artanh, all positive
/// and at most 1, it errs by at most 2N 2^-52 (1 + 2^-40) times the polynomial at |x|, in every rounding mode; that the
/// coefficients are rounded is in it, with one more 2^-52.
template <std::size_t N>
double horner(const std::array<double, N>& c, double x) {
  double out = c[N - 1];
  for (std::size_t j = N - 1; j-- > 0;) out = out * x + c[j];
  return out;
}
constexpr std::array<double, 14> kExpCoefficients{
    1.0,        1.0,         1.0 / 2,      1.0 / 6,       1.0 / 24,       1.0 / 120,       1.0 / 720,
    1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800};
constexpr std::array<double, 11> kArtanhCoefficients{1.0,      1.0 / 3,  1.0 / 5,  1.0 / 7,  1.0 / 9, 1.0 / 11,
                                                     1.0 / 13, 1.0 / 15, 1.0 / 17, 1.0 / 19, 1.0 / 21};

/// x 2^n for an n that keeps both ends normal numbers: exact.
Interval times_power_of_two(const Interval& x, int n) {
  return Interval::between(std::ldexp(x.lo(), n), std::ldexp(x.hi(), n));
}

/// The middle of a narrow interval, and a bound of the distance of its numbers from there.
struct Narrow {
  double middle, radius;
  explicit Narrow(const Interval& x)
      : middle(x.middle()), radius(std::max((x - exactly_of(middle)).hi(), (exactly_of(middle) - x).hi())) {}
  static Interval exactly_of(double x) { return Interval::exactly(x); }
};

/// Over all of a narrow x within +-700: x = n log 2 + r with |r| < 0.36, where e^r differs from its Taylor polynomial
/// of degree 13 by less than 0.36^14/14! e^0.36 < 2^-56. In doubles the polynomial errs by less than 29 2^-52 e^0.36 <
/// 2^-46, and it is above 1/2: by less than 2^-45 of itself. e^{r+d} is within (1 +- 1.01 |d|) e^r for small d.
Interval narrow_exp(const Interval& x) {
  const double n = std::nearbyint(x.middle() * 1.4426950408889634);
  const Narrow r(x - Interval::exactly(n) * log_two());
  if (!(std::fabs(r.middle) + r.radius < 0.36 && r.radius < 0x1p-20)) return Interval::nothing();
  const Interval error = Interval::exactly(0x1p-44) + Interval::exactly(r.radius) * Interval::between(1, 1.0625);
  const Interval at = Interval::exactly(horner(kExpCoefficients, r.middle));
  return times_power_of_two(at + at * Interval::hull(-error, error), static_cast<int>(n));
}

/// Over all of a narrow positive x: x = m 2^n with m about 1, f = (m-1)/(m+1), log m = 2 artanh f; for |f| < 0.18 the
/// series differs from its first 11 terms by less than 2 0.18^23/(23 (1 - 0.18^2)) < 2^-59, in doubles these err by
/// less than 2 0.18 27 2^-52 < 2^-48, and the slope of 2 artanh is below 2.125.
Interval narrow_log(const Interval& x) {
  int n = 0;
  if (std::frexp(x.middle(), &n) < 0.70710678) --n;
  if (std::abs(n) > 900) return Interval::nothing();
  const Interval m = times_power_of_two(x, -n);
  const Narrow f((m - 1) / (m + 1));
  if (!(std::fabs(f.middle) + f.radius < 0.18 && f.radius < 0x1p-20)) return Interval::nothing();
  const double half = f.middle * horner(kArtanhCoefficients, f.middle * f.middle);
  const Interval error = Interval::exactly(0x1p-47) + Interval::exactly(f.radius) * Interval::between(2, 2.125);
  return Interval::exactly(2 * half) + Interval::hull(-error, error) + Interval(n) * log_two();
}

}  // namespace

Interval::Interval(const Ball& x) : Interval() {
  if (!is_finite(x)) {
    *this = nothing();
    return;
  }
  arf_t end;
  arf_init(end);
  arb_get_lbound_arf(end, x.get(), 64);
  lo_ = arf_get_d(end, ARF_RND_FLOOR);
  arb_get_ubound_arf(end, x.get(), 64);
  hi_ = arf_get_d(end, ARF_RND_CEIL);
  arf_clear(end);
  if (!(hi_ - lo_ <= std::numeric_limits<double>::max())) *this = nothing();
}

Interval exp(const Interval& x) {
  if (!(x.lo() > -kLargestExponent && x.hi() < kLargestExponent)) return Interval::nothing();
  if (x.hi() - x.lo() <= kNarrow) return narrow_exp(x);
  return Interval::hull(narrow_exp(x.lower()), narrow_exp(x.upper()));
}

Interval log(const Interval& x) {
  if (!(x.lo() > 0)) return Interval::nothing();
  if (x.hi() - x.lo() <= kNarrow * x.lo()) return narrow_log(x);
  return Interval::hull(narrow_log(x.lower()), narrow_log(x.upper()));
}

}  // namespace noiseproof
