#pragma once
// Interval: a real number known to lie in [lo, hi], in doubles. Some fifty times faster than Ball, for integrals of
// millions of values; its constants come from Ball.
//
// Outward rounding needs no rounding mode and no library: an operation + - * / sqrt of IEEE doubles is within 2^-52 of
// its result (within 2^-1022 where it underflows) in every rounding mode, with subnormals or flushed to zero; each end
// is moved outwards by 2^-50 of itself and 2^-1000 more, and what that subtraction rounds, at most 2^-52 of the end
// again, is covered. exp and log are Taylor polynomials with a proved remainder, evaluated in these operations.
//
// Either both ends are finite, or both are NaN: nothing is known. Every operation on NaN gives NaN, and a question
// about it is never proved, so what overflows or leaves a domain proves nothing. There is no <, as for Ball.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/ball.hpp"

#ifdef __FAST_MATH__
#error "outward rounding needs IEEE arithmetic: do not compile with -ffast-math"
#endif

namespace noiseproof {

class Interval {
 public:
  Interval() : lo_(0), hi_(0) {}
  Interval(int n) : lo_(n), hi_(n) {}  // NOLINT: implicit on purpose, integers are exact
  Interval(double) = delete;
  /// This double, exactly.
  static Interval exactly(double x) { return Interval(x, x); }
  /// All numbers from `a` to `b`, two bounds that someone has proved.
  static Interval between(double a, double b) { return Interval(a, b); }
  /// All of both.
  static Interval hull(const Interval& a, const Interval& b) {
    return known(a) && known(b) ? Interval(std::min(a.lo_, b.lo_), std::max(a.hi_, b.hi_)) : nothing();
  }
  static Interval nothing() {
    Interval out;
    out.lo_ = out.hi_ = std::numeric_limits<double>::quiet_NaN();
    return out;
  }
  /// All of the ball, rounded outward.
  explicit Interval(const Ball& x);
  explicit Interval(const Rational& q) : Interval(Ball(q)) {}

  double lo() const { return lo_; }
  double hi() const { return hi_; }
  Interval lower() const { return exactly(lo_); }
  Interval upper() const { return exactly(hi_); }
  double middle() const { return lo_ / 2 + hi_ / 2; }
  friend bool known(const Interval& x) { return x.lo_ <= x.hi_; }

  friend Interval operator+(const Interval& a, const Interval& b) { return outward(a.lo_ + b.lo_, a.hi_ + b.hi_); }
  friend Interval operator-(const Interval& a, const Interval& b) { return outward(a.lo_ - b.hi_, a.hi_ - b.lo_); }
  friend Interval operator-(const Interval& a) {
    Interval out;
    out.lo_ = -a.hi_;
    out.hi_ = -a.lo_;
    return out;
  }
  friend Interval operator*(const Interval& a, const Interval& b) {
    const double p = a.lo_ * b.lo_, q = a.lo_ * b.hi_, r = a.hi_ * b.lo_, s = a.hi_ * b.hi_;
    return outward(std::min(std::min(p, q), std::min(r, s)), std::max(std::max(p, q), std::max(r, s)));
  }
  friend Interval operator/(const Interval& a, const Interval& b) {
    if (!(b.lo_ > 0 || b.hi_ < 0)) return nothing();
    const double p = a.lo_ / b.lo_, q = a.lo_ / b.hi_, r = a.hi_ / b.lo_, s = a.hi_ / b.hi_;
    return outward(std::min(std::min(p, q), std::min(r, s)), std::max(std::max(p, q), std::max(r, s)));
  }
  Interval& operator+=(const Interval& b) { return *this = *this + b; }
  Interval& operator-=(const Interval& b) { return *this = *this - b; }
  Interval& operator*=(const Interval& b) { return *this = *this * b; }

  friend Interval square(const Interval& x) {
    const double p = x.lo_ * x.lo_, q = x.hi_ * x.hi_;
    return outward(x.lo_ <= 0 && x.hi_ >= 0 ? 0 : std::min(p, q), std::max(p, q));
  }
  /// NaN for an interval that reaches below 0.
  friend Interval sqrt(const Interval& x) {
    if (!(x.lo_ >= 0)) return nothing();
    const Interval out = outward(std::sqrt(x.lo_), std::sqrt(x.hi_));
    return known(out) ? Interval(std::max(out.lo_, 0.0), out.hi_) : out;
  }
  /// Sum of a[j] b[n-j] over j = from .. to, at most 16 terms; 0 for none. Rounded outward once: 17 roundings of at
  /// most 2^-52 of the sum of sizes each.
  friend Interval sum_of_products(const Interval* a, const Interval* b, int from, int to, int n) {
    double lo = 0, hi = 0, size = 0;
    for (int j = from; j <= to; ++j) {
      const Interval &x = a[j], &y = b[n - j];
      const double p = x.lo_ * y.lo_, q = x.lo_ * y.hi_, r = x.hi_ * y.lo_, s = x.hi_ * y.hi_;
      const double least = std::min(std::min(p, q), std::min(r, s)), most = std::max(std::max(p, q), std::max(r, s));
      lo += least;
      hi += most;
      size += std::max(-least, most);
    }
    const double error = size * 0x1p-46 + 0x1p-990;
    return Interval(lo - error, hi + error);
  }
  friend Interval exp(const Interval& x);
  /// NaN for an interval that reaches down to 0.
  friend Interval log(const Interval& x);
  friend Interval min(const Interval& a, const Interval& b) {
    return known(a) && known(b) ? Interval(std::min(a.lo_, b.lo_), std::min(a.hi_, b.hi_)) : nothing();
  }
  friend Interval max(const Interval& a, const Interval& b) { return -min(-a, -b); }

 private:
  Interval(double lo, double hi) : lo_(lo), hi_(hi) {
    if (!(hi_ - lo_ <= std::numeric_limits<double>::max() && lo_ <= hi_)) *this = nothing();
  }
  static Interval outward(double lo, double hi) {
    return Interval(lo - (std::fabs(lo) * 0x1p-50 + 0x1p-1000), hi + (std::fabs(hi) * 0x1p-50 + 0x1p-1000));
  }

  double lo_, hi_;
};

/// Is x < y, x > 0, for every number in them?
inline Verdict is_less(const Interval& x, const Interval& y) {
  if (x.hi() < y.lo()) return Verdict::proved;
  return x.lo() >= y.hi() ? Verdict::refuted : Verdict::undecided;
}
inline Verdict is_positive(const Interval& x) { return is_less(0, x); }

/// x^n for n >= 0, by squaring; T is Interval or a series over it.
template <class T>
T natural_power(const T& x, long n) {
  T out(Interval(1)), square_of_x = x;
  for (; n > 0; n /= 2, square_of_x = square(square_of_x))
    if (n % 2 == 1) out = out * square_of_x;
  return out;
}

}  // namespace noiseproof
