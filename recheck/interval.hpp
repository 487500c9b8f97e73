#pragma once
// Interval: a thin owner of an MPFI interval. Every operation rounds outward at the current precision. There is no
// order and no conversion from double: questions return an Answer, which is "unknown" whenever the interval straddles
// (or holds a NaN), and then the caller asks again with more bits.
#include <gmpxx.h>
#include <mpfi.h>

#include <concepts>

namespace recheck {

enum class Answer { no, unknown, yes };

inline Answer negation(Answer a) {
  return a == Answer::yes ? Answer::no : a == Answer::no ? Answer::yes : Answer::unknown;
}
inline Answer both(Answer a, Answer b) {
  if (a == Answer::no || b == Answer::no) return Answer::no;
  return a == Answer::yes && b == Answer::yes ? Answer::yes : Answer::unknown;
}
inline Answer either(Answer a, Answer b) { return negation(both(negation(a), negation(b))); }

/// The working precision in bits of everything built while an object of this class lives.
class Precision {
 public:
  explicit Precision(int bits) : before_(current_) { current_ = bits; }
  ~Precision() { current_ = before_; }
  Precision(const Precision&) = delete;
  Precision& operator=(const Precision&) = delete;
  static int bits() { return current_; }

 private:
  static inline thread_local int current_ = 128;
  int before_;
};

class Interval {
 public:
  Interval() : Interval(Unset()) { mpfi_set_si(v_, 0); }
  template <std::integral T>
  Interval(T n) : Interval() {
    mpfi_set_si(v_, static_cast<long>(n));
  }
  template <std::floating_point T>
  Interval(T) = delete;
  Interval(const mpq_class& q) : Interval() { mpfi_set_q(v_, q.get_mpq_t()); }
  explicit Interval(mpfr_srcptr x) { mpfi_init2(v_, mpfr_get_prec(x)), mpfi_set_fr(v_, x); }  ///< exact
  Interval(const Interval& x) { take(mpfi_get_prec(x.v_)), mpfi_set(v_, x.v_); }
  Interval(Interval&& x) noexcept : Interval(Unset()) { mpfi_swap(v_, x.v_); }
  Interval& operator=(Interval x) noexcept { return mpfi_swap(v_, x.v_), *this; }
  ~Interval() {
    if (spares_ < kMostSpare)
      *spare_[spares_++] = *v_;
    else
      mpfi_clear(v_);
  }

  static Interval pi() {
    Interval out{Unset()};
    return mpfi_const_pi(out.v_), out;
  }

  static Interval nan() {
    Interval out;
    return mpfr_set_nan(&out.v_->left), mpfr_set_nan(&out.v_->right), out;
  }

  /// `operation` of MPFI on these, at the current precision.
  template <class Operation, class... Operands>
  static Interval of(Operation operation, const Operands&... x) {
    Interval out{Unset()};
    return operation(out.v_, x.v_...), out;
  }

  mpfi_ptr get() { return v_; }
  mpfi_srcptr get() const { return v_; }
  mpfr_srcptr left() const { return &v_->left; }
  mpfr_srcptr right() const { return &v_->right; }

 private:
  struct Unset {};  // whatever was there before
  explicit Interval(Unset) { take(Precision::bits()); }
  void take(mpfr_prec_t bits) {
    if (spares_ > 0 && mpfi_get_prec(spare_[spares_ - 1]) == bits)
      *v_ = *spare_[--spares_];
    else
      mpfi_init2(v_, bits);
  }

  // Memory of intervals that are gone, for the next ones: allocation would be most of the time of an operation.
  static constexpr int kMostSpare = 256;
  static inline thread_local mpfi_t spare_[kMostSpare];
  static inline thread_local int spares_ = 0;
  mpfi_t v_;
};

inline Interval operator-(const Interval& a) { return Interval::of(mpfi_neg, a); }
inline Interval operator+(const Interval& a, const Interval& b) { return Interval::of(mpfi_add, a, b); }
inline Interval operator-(const Interval& a, const Interval& b) { return Interval::of(mpfi_sub, a, b); }
inline Interval operator*(const Interval& a, const Interval& b) { return Interval::of(mpfi_mul, a, b); }
inline Interval operator/(const Interval& a, const Interval& b) { return Interval::of(mpfi_div, a, b); }
inline Interval hull(const Interval& a, const Interval& b) { return Interval::of(mpfi_union, a, b); }
inline Interval sqr(const Interval& x) { return Interval::of(mpfi_sqr, x); }
inline Interval sqrt(const Interval& x) { return Interval::of(mpfi_sqrt, x); }
inline Interval sin(const Interval& x) { return Interval::of(mpfi_sin, x); }
inline Interval cos(const Interval& x) { return Interval::of(mpfi_cos, x); }
inline Interval atan(const Interval& x) { return Interval::of(mpfi_atan, x); }
inline Interval exp(const Interval& x) { return Interval::of(mpfi_exp, x); }
inline Interval abs(const Interval& x) { return Interval::of(mpfi_abs, x); }

/// Encloses the greater of two numbers.
inline Interval max(const Interval& a, const Interval& b) {
  Interval out;
  mpfr_max(&out.get()->left, a.left(), b.left(), MPFR_RNDD);
  mpfr_max(&out.get()->right, a.right(), b.right(), MPFR_RNDU);
  // mpfr_max passes over a NaN; a number that is not known must stay unknown.
  if (mpfi_nan_p(a.get()) || mpfi_nan_p(b.get())) mpfr_set_nan(&out.get()->left);
  return out;
}

inline Interval min(const Interval& a, const Interval& b) { return -max(-a, -b); }
inline Interval positive_part(const Interval& x) { return max(x, Interval(0)); }
/// One end; a NaN of a NaN, which may have one end that is none.
inline Interval lower_end(const Interval& x) {
  return Interval(mpfi_nan_p(x.get()) ? Interval::nan().left() : x.left());
}
inline Interval upper_end(const Interval& x) {
  return Interval(mpfi_nan_p(x.get()) ? Interval::nan().left() : x.right());
}

/// An end point, exactly.
inline mpq_class rational(mpfr_srcptr x) {
  mpq_class out;
  return mpfr_get_q(out.get_mpq_t(), x), out;
}

// Questions on the number enclosed.
inline Answer is_positive(const Interval& x) {
  if (mpfi_nan_p(x.get())) return Answer::unknown;
  if (mpfr_sgn(x.left()) > 0) return Answer::yes;
  return mpfr_sgn(x.right()) <= 0 ? Answer::no : Answer::unknown;
}
inline Answer is_negative(const Interval& x) { return is_positive(-x); }
inline Answer is_at_least_zero(const Interval& x) { return negation(is_negative(x)); }
inline Answer is_less(const Interval& a, const Interval& b) { return is_positive(b - a); }
inline Answer is_within(const Interval& x, const mpq_class& lo, const mpq_class& hi) {
  if (mpfi_nan_p(x.get())) return Answer::unknown;
  if (mpfr_cmp_q(x.left(), lo.get_mpq_t()) >= 0 && mpfr_cmp_q(x.right(), hi.get_mpq_t()) <= 0) return Answer::yes;
  const bool outside = mpfr_cmp_q(x.right(), lo.get_mpq_t()) < 0 || mpfr_cmp_q(x.left(), hi.get_mpq_t()) > 0;
  return outside ? Answer::no : Answer::unknown;
}

/// An answer, and the bits at which it was found or given up.
struct Decision {
  Answer answer = Answer::unknown;
  int bits = 0;
  operator Answer() const { return answer; }
};

inline Decision negation(const Decision& a) { return {negation(a.answer), a.bits}; }
inline Decision both(const Decision& a, const Decision& b) {
  return {both(a.answer, b.answer), a.bits < b.bits ? b.bits : a.bits};
}

/// Asks `question` with more and more bits until it is answered or the budget is spent.
template <class Question>
Decision decide(int from_bits, int to_bits, Question question) {
  Decision out;
  for (int bits = from_bits; bits <= to_bits && out.answer == Answer::unknown; bits *= 2) {
    const Precision scope(bits);
    out = {question(), bits};
  }
  return out;
}

}  // namespace recheck
