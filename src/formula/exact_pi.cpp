#include "formula/exact_pi.hpp"

#include <flint/fmpq.h>

#include "model/dual_kernel.hpp"

namespace noiseproof {
namespace {

constexpr unsigned kMaxExactBits = 16384;  // beyond, exactness costs more than it tells

bool is_small(const PiNumber& x) {
  const auto bits = [](const Rational& q) {
    return mpz_sizeinbase(mpq_numref(q.backend().data()), 2) + mpz_sizeinbase(mpq_denref(q.backend().data()), 2);
  };
  return bits(x.rational) + bits(x.of_pi) < kMaxExactBits;
}

SharpBall known(PiNumber exact, const Ball& otherwise) {
  return is_small(exact) ? SharpBall(exact) : SharpBall(otherwise);
}

std::string multiple_of_pi(const Rational& q) {
  const Integer n = numerator(q), d = denominator(q);
  std::string out = n == 1 ? "pi" : n == -1 ? "-pi" : n.str() + "*pi";
  if (d != 1) out += "/" + d.str();
  return out;
}

/// sin(q pi), exact where it is rational (Niven: 0, +-1/2, +-1).
SharpBall sine_of_pi_multiple(const Rational& q) {
  const Rational sixths = q * 6;
  if (denominator(sixths) == 1) {
    const int step = static_cast<int>(Integer(((numerator(sixths) % 12) + 12) % 12));
    static const int halves[12] = {0, 1, 9, 2, 9, 1, 0, -1, 9, -2, 9, -1};
    if (halves[step] != 9) return SharpBall(PiNumber{Rational(halves[step], 2), 0});
  }
  fmpq_t f;
  fmpq_init(f);
  fmpq_set_mpq(f, q.backend().data());
  Ball out;
  arb_sin_pi_fmpq(out.get(), f, working_bits());
  fmpq_clear(f);
  return SharpBall(out);
}

/// The multiple of pi/6 whose sine this is, for the sines that are rational.
std::optional<Rational> arcsine_share(const Rational& x) {
  if (x == 0) return Rational(0);
  if (abs(x) == 1) return Rational(x / 2);
  if (abs(x) * 2 == 1) return Rational(x / 3);
  return std::nullopt;
}

/// The ball cut off at -1 and 1, for a sine or cosine.
Ball within_one(Ball x) {
  if (is_nonnegative(Ball(1) - x) != Verdict::proved) x = Ball(1) - not_negative(Ball(1) - x);
  if (is_nonnegative(x + Ball(1)) != Verdict::proved) x = not_negative(x + Ball(1)) - Ball(1);
  return x;
}

/// 1: not negative; -1: not positive; 0: not known.
int sign_known(const Ball& x) {
  if (is_nonnegative(x) == Verdict::proved) return 1;
  return is_nonnegative(-x) == Verdict::proved ? -1 : 0;
}

/// The ball cut off at 0 for a number of this sign: rounding outward loses it where a range begins at 0.
Ball with_sign(const Ball& x, int sign) { return sign > 0 ? not_negative(x) : sign < 0 ? -not_negative(-x) : x; }

std::optional<Integer> exact_root(const Integer& x, unsigned n) {
  Integer out;
  if (x < 0 || mpz_root(out.backend().data(), x.backend().data(), n) == 0) return std::nullopt;
  return out;
}

}  // namespace

Ball not_negative(const Ball& x) {
  if (!is_finite(x) || is_nonnegative(x) == Verdict::proved || is_negative(x) == Verdict::proved) return x;
  // Midpoint and radius are the same number, half the upper end, rounded up to the few bits of a radius.
  Ball out;
  arf_set_round(arb_midref(out.get()), arb_midref(x.upper().get()), MAG_BITS, ARF_RND_CEIL);
  arf_mul_2exp_si(arb_midref(out.get()), arb_midref(out.get()), -1);
  arf_get_mag_lower(arb_radref(out.get()), arb_midref(out.get()));
  return out;
}

Ball PiNumber::enclosure() const {
  if (of_pi == 0) return Ball(rational);
  const Ball angular = Ball(of_pi) * Ball::pi();
  return rational == 0 ? angular : Ball(rational) + angular;
}

int sign_of(const PiNumber& x) {
  if (x.of_pi == 0) return x.rational.sign();
  for (slong bits = 128;; bits *= 2) {
    const ScopedBits precision(bits);
    const Ball value = x.enclosure();
    if (is_positive(value) == Verdict::proved) return 1;
    if (is_negative(value) == Verdict::proved) return -1;
  }
}

std::string PiNumber::text() const {
  if (of_pi == 0) return to_string(rational);
  if (rational == 0) return multiple_of_pi(of_pi);
  return to_string(rational) + (of_pi < 0 ? " - " : " + ") + multiple_of_pi(abs(of_pi));
}

std::optional<Rational> SharpBall::rational() const {
  if (exact_ && exact_->of_pi == 0) return exact_->rational;
  return std::nullopt;
}

SharpBall& SharpBall::operator+=(const SharpBall& o) {
  const int sign = sign_known(ball_), other = sign_known(o.ball_);
  ball_ = with_sign(ball_ + o.ball_, sign == other ? sign : 0);
  if (exact_ && o.exact_)
    *this = known({exact_->rational + o.exact_->rational, exact_->of_pi + o.exact_->of_pi}, ball_);
  else
    exact_.reset();
  return *this;
}

SharpBall& SharpBall::operator*=(const SharpBall& o) {
  const std::optional<Rational> mine = rational(), other = o.rational();
  // 0 times a finite number is 0, known or not.
  if ((mine && *mine == 0 && is_finite(o.ball_)) || (other && *other == 0 && is_finite(ball_)))
    return *this = SharpBall(0);
  ball_ = with_sign(ball_ * o.ball_, sign_known(ball_) * sign_known(o.ball_));
  if (mine && o.exact_)
    *this = known({*mine * o.exact_->rational, *mine * o.exact_->of_pi}, ball_);
  else if (other && exact_)
    *this = known({exact_->rational * *other, exact_->of_pi * *other}, ball_);
  else
    exact_.reset();
  return *this;
}

SharpBall& SharpBall::operator/=(const SharpBall& o) {
  const std::optional<Rational> other = o.rational();
  if (other && *other == 0) return *this = SharpBall(Ball::nan());
  if (other && exact_) {
    ball_ /= o.ball_;
    return *this = known({exact_->rational / *other, exact_->of_pi / *other}, ball_);
  }
  // (q pi)/(p pi) = q/p.
  const bool proportional = exact_ && o.exact_ && exact_->rational == 0 && o.exact_->rational == 0;
  if (proportional) return *this = known({exact_->of_pi / o.exact_->of_pi, 0}, ball_ / o.ball_);
  const std::optional<Rational> mine = rational();
  if (mine && *mine == 0 && !contains_zero(o.ball_) && is_finite(o.ball_)) return *this;
  ball_ = with_sign(ball_ / o.ball_, sign_known(ball_) * sign_known(o.ball_));
  exact_.reset();
  return *this;
}

SharpBall operator-(const SharpBall& a) {
  if (a.exact_) return SharpBall(PiNumber{-a.exact_->rational, -a.exact_->of_pi});
  return SharpBall(-a.ball_);
}

SharpBall sin(const SharpBall& x) {
  if (x.exact() && x.exact()->rational == 0) return sine_of_pi_multiple(x.exact()->of_pi);
  return SharpBall(within_one(sin(x.ball())));
}
SharpBall cos(const SharpBall& x) {
  if (x.exact() && x.exact()->rational == 0) return sine_of_pi_multiple(x.exact()->of_pi + Rational(1, 2));
  return SharpBall(within_one(cos(x.ball())));
}
SharpBall tan(const SharpBall& x) {
  if (x.exact() && x.exact()->rational == 0) return sin(x) / cos(x);
  return SharpBall(tan(x.ball()));
}
SharpBall asin(const SharpBall& x) {
  if (const auto q = x.rational())
    if (const auto share = arcsine_share(*q)) return SharpBall(PiNumber{0, *share});
  return SharpBall(asin(x.ball()));
}
SharpBall acos(const SharpBall& x) {
  if (const auto q = x.rational())
    if (const auto share = arcsine_share(*q)) return SharpBall(PiNumber{0, Rational(1, 2) - *share});
  // Over a ball that reaches 1 or -1 Arb knows nothing; the function falls.
  Ball out = acos(x.ball());
  if (!is_finite(out)) out = Ball::hull(acos(x.ball().upper()), acos(x.ball().lower()));
  return SharpBall(not_negative(out));
}
SharpBall atan(const SharpBall& x) {
  if (const auto q = x.rational(); q && (*q == 0 || abs(*q) == 1)) return SharpBall(PiNumber{0, *q / 4});
  return SharpBall(atan(x.ball()));
}
SharpBall exp(const SharpBall& x) {
  if (const auto q = x.rational(); q && *q == 0) return 1;
  return SharpBall(exp(x.ball()));
}
SharpBall log(const SharpBall& x) {
  if (const auto q = x.rational(); q && *q == 1) return 0;
  return SharpBall(log(x.ball()));
}
SharpBall sqrt(const SharpBall& x) { return root(x, 2); }
SharpBall abs(const SharpBall& x) {
  if (is_nonnegative(x.ball()) == Verdict::proved) return x;
  if (is_negative(x.ball()) == Verdict::proved) return -x;
  return SharpBall(not_negative(abs(x.ball())));
}
SharpBall min(const SharpBall& x, const SharpBall& y) {
  if (x.exact() && x.exact() == y.exact()) return x;
  const Verdict less = is_less(x.ball(), y.ball());
  if (less != Verdict::undecided) return less == Verdict::proved ? x : y;
  return SharpBall(min(x.ball(), y.ball()));
}
SharpBall max(const SharpBall& x, const SharpBall& y) { return -min(-x, -y); }

SharpBall h(const SharpBall& x) {
  const SharpBall by_parts = sin(x) - x * cos(x);
  return by_parts.exact() ? by_parts : SharpBall(h(x.ball()));
}

SharpBall pow(const SharpBall& x, unsigned n) {
  if (const auto q = x.rational()) {
    SharpBall out = 1, square = x;
    for (unsigned rest = n; rest > 0; rest /= 2, square *= square)
      if (rest % 2 == 1) out *= square;
    if (out.exact()) return out;
  }
  const bool no_sign = n % 2 == 0 || is_nonnegative(x.ball()) == Verdict::proved;
  return SharpBall(no_sign ? not_negative(pow(x.ball(), n)) : pow(x.ball(), n));
}

Ball root(const Ball& x, unsigned n) {
  Ball out;
  arb_root_ui(out.get(), x.get(), n, working_bits());
  return out;
}

SharpBall root(const SharpBall& x, unsigned n) {
  if (const auto q = x.rational()) {
    const auto top = exact_root(numerator(*q), n), bottom = exact_root(denominator(*q), n);
    if (top && bottom) return SharpBall(PiNumber{Rational(*top, *bottom), 0});
  }
  return SharpBall(not_negative(root(x.ball(), n)));
}

}  // namespace noiseproof
