#pragma once
// The problem, derived from the instance alone: dual kernel, critical points' data, students. Everything is computed at
// the current precision.
#include "interval.hpp"
#include "reader.hpp"

namespace recheck {

struct Instance {
  long k = 0, p = 0;
  mpq_class r, norm_sq;                   ///< (1.a*)^2/|a*|^2 and |a*|^2
  std::vector<mpq_class> a_star, w_star;  ///< empty: the canonical teacher
};

constexpr long kMaxUnits = 1000000;

/// Checks every constraint between the fields. Throws Failure.
Instance read_instance(const Node& node);

/// Least and greatest value of a quantity, both enclosed.
struct Range {
  Interval least, greatest;
  Range(const Interval& value) : least(value), greatest(value) {}
  Range(const Interval& a, const Interval& b) : least(a), greatest(b) {}
};

/// sin and cos of pi t for 0 <= t <= 1, exact at t = 0, 1/2, 1.
Interval sin_turn(const mpq_class& t);
Interval cos_turn(const mpq_class& t);
/// h(d) = sin d - d cos d for a number d in [0, pi] that is known closely.
Interval h(const Interval& d);
/// g(pi t) = h(pi (1 - t)), 0 <= t <= 1.
Interval kernel(const mpq_class& t);
/// Range of g' and of g'' over [pi t0, pi t1].
Range kernel_derivative(const mpq_class& t0, const mpq_class& t1);
Range kernel_second_derivative(const mpq_class& t0, const mpq_class& t1);

/// The x in [lo, hi] at which an increasing function changes sign, as closely as the precision allows. `f` takes a
/// rational.
template <class Function>
Interval increasing_root(Function f, mpq_class lo, mpq_class hi) {
  Answer positive = Answer::yes;
  for (int i = 0; i < 2 * Precision::bits() && positive != Answer::unknown; ++i) {
    positive = Answer::unknown;
    // Off the middle too: the root may be a dyadic number itself (r = 0: a right angle).
    for (int eighths = 4; eighths <= 5 && positive == Answer::unknown; ++eighths) {
      const mpq_class probe = lo + (hi - lo) * eighths / 8;
      const Interval value = f(probe);
      positive = is_positive(value) == Answer::yes   ? Answer::yes
                 : is_negative(value) == Answer::yes ? Answer::no
                                                     : Answer::unknown;
      if (positive == Answer::yes) hi = probe;
      if (positive == Answer::no) lo = probe;
    }
  }
  return hull(Interval(lo), Interval(hi));
}

/// Constants of the landscape.
struct Landscape {
  explicit Landscape(const Instance& instance);
  Interval pi, m1, m2;     ///< m1, m2: eigenvalues of M
  Interval e1, e2;         ///< a* = e1 u1 + e2 u2
  Interval gap;            ///< (k - 1) + pi (1 - r): positive below the threshold, exact 0 at k = r = 1
  Interval c, kappa_sq;    ///< -abar.a*, a*' M^-1 a*
  Interval saddle_kernel;  ///< G = gap/(m1 - r)
  /// Least loss over a at the kernel value g.
  Interval least_loss(const Interval& g) const;
  /// sqrt(kappa_sq) times the smaller root of q^2 - 2 pi (q - G): the growth radius.
  Interval growth_radius() const;
  /// pi - (the saddles' angle), for 0 < G <= 1.
  Interval saddle_distance() const;
};

/// A student's weights beside the teacher's.
class Weights {
 public:
  Weights(const Node& at, const Instance& instance);
  Interval s() const;      ///< 1.a*
  Interval alpha() const;  ///< a.a*
  Interval a_star(std::size_t i) const;
  std::vector<mpq_class> a;
  mpq_class beta, aa;  ///< 1.a, |a|^2

 private:
  const Instance& instance_;
  mpq_class alpha_, s_;  // if the teacher's a* is given
};

/// Loss and gradients at a student by the closed forms of docs/certificate.md, |w| != 1 allowed. w is given by its
/// entries, or by its length and its exact angle pi t from w*: then entry 0 is along w*, entry 1 across.
class Student {
 public:
  Student(const Node& at, const Instance& instance);
  Interval loss() const;
  Interval gradient_w(std::size_t i) const;
  Interval gradient_a(std::size_t i) const;
  const Weights& weights() const { return weights_; }
  const mpq_class& length() const { return length_; }  ///< with t: if w is given by them
  const mpq_class& t() const { return t_; }
  /// w is not on w*'s line and not of length 1: no term of the closed forms drops out or hides there.
  bool is_generic() const { return (w_.empty() ? t_ > 0 && t_ < 1 : wv_ * wv_ != ww_ * vv_) && ww_ != 1; }

 private:
  struct Terms;
  Terms terms() const;
  const Instance& instance_;
  Weights weights_;
  std::vector<mpq_class> w_;
  mpq_class length_, t_;
  mpq_class ww_, vv_, wv_;  // |w|^2 and, with entries, |w*|^2 and w.w* before w* is divided by its length
};

}  // namespace recheck
