#include "core/ball.hpp"

#include <arf.h>
#include <flint/fmpq.h>

#include <cstdlib>

#include "core/error.hpp"

namespace noiseproof {
namespace {

thread_local slong g_bits = 128;

/// Applies an Arb function at the working precision.
template <class F, class... A>
Ball apply(F f, const A&... a) {
  Ball r;
  f(r.get(), a.get()..., g_bits);
  return r;
}

class Arf {  // RAII for arf_t, local to this file
 public:
  Arf() { arf_init(v); }
  ~Arf() { arf_clear(v); }
  Arf(const Arf&) = delete;
  Arf& operator=(const Arf&) = delete;
  arf_t v;
};

Rational rational_of(const arf_t x) {
  if (!arf_is_finite(x)) throw Error(Error::Kind::arithmetic, "Ball", "an infinite end point has no exact value");
  fmpq_t q;
  fmpq_init(q);
  arf_get_fmpq(q, x);
  Rational out;
  fmpq_get_mpq(out.backend().data(), q);
  fmpq_clear(q);
  return out;
}

/// Decimal text of an end point rounded in the given direction. MPFR holds it exactly: the precision
/// is taken from the number itself.
std::string directed_decimal(const arf_t x, int digits, mpfr_rnd_t direction) {
  if (arf_is_zero(x)) return "0";
  if (arf_is_nan(x)) return "nan";
  if (arf_is_inf(x)) return arf_sgn(x) > 0 ? "inf" : "-inf";
  mpfr_t m;
  mpfr_init2(m, std::max<slong>(arf_bits(x), 2));
  arf_get_mpfr(m, x, MPFR_RNDN);
  // Not mpfr_asprintf, whose decimal point is the locale's.
  mpfr_exp_t exponent = 0;
  char* const text = mpfr_get_str(nullptr, &exponent, 10, static_cast<std::size_t>(digits), m, direction);
  const std::string out = scientific(text, exponent - 1);
  mpfr_free_str(text);
  mpfr_clear(m);
  return out;
}

}  // namespace

Ball::Ball(const Rational& q) : Ball() {
  fmpq_t f;
  fmpq_init(f);
  fmpq_set_mpq(f, q.backend().data());
  arb_set_fmpq(v_, f, g_bits);
  fmpq_clear(f);
}

Ball Ball::hull(const Ball& lo, const Ball& hi) { return apply(arb_union, lo, hi); }

Ball Ball::exactly(const Real& x) {
  Ball r;
  arf_set_mpfr(arb_midref(r.v_), x.backend().data());
  return r;
}

Ball Ball::pi() {
  Ball r;
  arb_const_pi(r.v_, g_bits);
  return r;
}

Ball Ball::entire() {
  Ball r;
  arb_zero_pm_inf(r.v_);
  return r;
}

Ball Ball::nan() {
  Ball r;
  arb_indeterminate(r.v_);
  return r;
}

Ball& Ball::operator+=(const Ball& o) {
  arb_add(v_, v_, o.v_, g_bits);
  return *this;
}
Ball& Ball::operator-=(const Ball& o) {
  arb_sub(v_, v_, o.v_, g_bits);
  return *this;
}
Ball& Ball::operator*=(const Ball& o) {
  arb_mul(v_, v_, o.v_, g_bits);
  return *this;
}
Ball& Ball::operator/=(const Ball& o) {
  arb_div(v_, v_, o.v_, g_bits);
  return *this;
}

Ball Ball::lower() const {
  Ball r;
  arb_get_lbound_arf(arb_midref(r.v_), v_, g_bits);
  return r;
}
Ball Ball::upper() const {
  Ball r;
  arb_get_ubound_arf(arb_midref(r.v_), v_, g_bits);
  return r;
}
Ball Ball::midpoint() const {
  Ball r;
  arb_get_mid_arb(r.v_, v_);
  return r;
}
double Ball::radius_approx() const { return mag_get_d(arb_radref(v_)); }
double Ball::midpoint_approx() const { return arf_get_d(arb_midref(v_), ARF_RND_NEAR); }

ScopedBits::ScopedBits(slong bits) : saved_(g_bits) { g_bits = bits; }
ScopedBits::~ScopedBits() { g_bits = saved_; }
slong working_bits() { return g_bits; }
slong bits_for_digits(int digits) { return static_cast<slong>(digits) * 3322 / 1000 + 8; }

bool is_finite(const Ball& x) { return arb_is_finite(x.get()) != 0; }

Verdict is_positive(const Ball& x) {
  if (arb_is_positive(x.get())) return Verdict::proved;
  if (arb_is_nonpositive(x.get())) return Verdict::refuted;
  return Verdict::undecided;
}
Verdict is_negative(const Ball& x) { return is_positive(-x); }
Verdict is_nonnegative(const Ball& x) { return negate(is_negative(x)); }
Verdict is_less(const Ball& x, const Ball& y) {
  // Not is_positive(y - x): the difference is rounded, the comparison of end points is exact.
  if (arb_lt(x.get(), y.get())) return Verdict::proved;
  if (arb_ge(x.get(), y.get())) return Verdict::refuted;
  return Verdict::undecided;
}
Verdict is_inside(const Ball& inner, const Ball& outer) {
  if (!is_finite(inner) || arf_is_nan(arb_midref(outer.get()))) return Verdict::undecided;
  return arb_contains(outer.get(), inner.get()) ? Verdict::proved : Verdict::refuted;
}
bool overlaps(const Ball& x, const Ball& y) { return arb_overlaps(x.get(), y.get()) != 0; }
bool contains(const Ball& x, const Rational& q) {
  fmpq_t f;
  fmpq_init(f);
  fmpq_set_mpq(f, q.backend().data());
  const bool yes = arb_contains_fmpq(x.get(), f) != 0;
  fmpq_clear(f);
  return yes;
}
bool contains(const Ball& x, const Real& q) { return arb_contains(x.get(), Ball::exactly(q).get()) != 0; }
bool contains_zero(const Ball& x) { return arb_contains_zero(x.get()) != 0; }

Ball sin(const Ball& x) { return apply(arb_sin, x); }
Ball cos(const Ball& x) { return apply(arb_cos, x); }
Ball tan(const Ball& x) { return apply(arb_tan, x); }
Ball asin(const Ball& x) { return apply(arb_asin, x); }
Ball acos(const Ball& x) { return apply(arb_acos, x); }
Ball atan(const Ball& x) { return apply(arb_atan, x); }
Ball atan2(const Ball& y, const Ball& x) { return apply(arb_atan2, y, x); }
Ball exp(const Ball& x) { return apply(arb_exp, x); }
Ball log(const Ball& x) { return apply(arb_log, x); }
Ball sqrt(const Ball& x) { return apply(arb_sqrt, x); }
Ball abs(const Ball& x) {
  Ball r;
  arb_abs(r.get(), x.get());
  return r;
}
Ball square(const Ball& x) { return apply(arb_sqr, x); }
Ball pow(const Ball& x, unsigned n) {
  Ball r;
  arb_pow_ui(r.get(), x.get(), n, g_bits);
  return r;
}
Ball min(const Ball& x, const Ball& y) { return apply(arb_min, x, y); }
Ball max(const Ball& x, const Ball& y) { return apply(arb_max, x, y); }
Ball intersect(const Ball& x, const Ball& y) {
  Ball r;
  if (!arb_intersection(r.get(), x.get(), y.get(), g_bits))
    throw Error(Error::Kind::arithmetic, "Ball intersect", "two enclosures of one number are disjoint");
  return r;
}

Rational lower_rational(const Ball& x) {
  Arf lo;
  arb_get_lbound_arf(lo.v, x.get(), std::max<slong>(g_bits, arb_bits(x.get())) + 64);
  return rational_of(lo.v);
}
Rational upper_rational(const Ball& x) {
  Arf hi;
  arb_get_ubound_arf(hi.v, x.get(), std::max<slong>(g_bits, arb_bits(x.get())) + 64);
  return rational_of(hi.v);
}

std::pair<std::string, std::string> exact_endpoints(const Ball& x) {
  return {to_string(lower_rational(x)), to_string(upper_rational(x))};
}

std::pair<std::string, std::string> decimal_endpoints(const Ball& x, int digits) {
  Arf lo, hi;
  arb_get_lbound_arf(lo.v, x.get(), std::max<slong>(g_bits, arb_bits(x.get())) + 64);
  arb_get_ubound_arf(hi.v, x.get(), std::max<slong>(g_bits, arb_bits(x.get())) + 64);
  return {directed_decimal(lo.v, digits, MPFR_RNDD), directed_decimal(hi.v, digits, MPFR_RNDU)};
}

std::optional<std::string> rounded_decimal(const Ball& x, int digits) {
  if (!is_finite(x)) return std::nullopt;
  Arf lo, hi;
  arb_get_lbound_arf(lo.v, x.get(), std::max<slong>(g_bits, arb_bits(x.get())) + 64);
  arb_get_ubound_arf(hi.v, x.get(), std::max<slong>(g_bits, arb_bits(x.get())) + 64);
  const std::string low = directed_decimal(lo.v, digits, MPFR_RNDN);
  if (low != directed_decimal(hi.v, digits, MPFR_RNDN)) return std::nullopt;
  return low;
}

std::string to_decimal(const Ball& x, int digits) {
  char* text = arb_get_str(x.get(), digits, 0);
  std::string out(text);
  flint_free(text);
  return out;
}

}  // namespace noiseproof
