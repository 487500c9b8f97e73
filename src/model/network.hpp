#pragma once
// Teacher and student as vectors of scalars, and the few invariants through which the population loss sees them.
#include "core/error.hpp"
#include "core/instance.hpp"
#include "model/dual_kernel.hpp"
#include "model/vec.hpp"

namespace noiseproof {

/// The teacher network. w_star has length 1 (p entries), a_star is not zero (k entries).
template <class T>
struct Teacher {
  Vec<T> w_star;
  Vec<T> a_star;
};

/// The student network: w (p entries, any length nu > 0), a (k entries).
template <class T>
struct Student {
  Vec<T> w;
  Vec<T> a;
};

/// The teacher's invariants in reduced coordinates: a* = e1 u1 + e2 u2 with u1 = 1/sqrt k, e1, e2 >= 0
/// (the sign of a* is a symmetry of the problem; docs/mathematics.md section 4). s = 1.a* = sqrt(k) e1, A^2 = e1^2 +
/// e2^2.
template <class T>
struct TeacherInvariants {
  int k;
  T e1;
  T e2;
};

template <class T>
TeacherInvariants<T> teacher_invariants(const Instance& instance) {
  using std::sqrt;
  const Rational share = instance.r / instance.k;  // e1^2 / A^2 in [0, 1], exact
  const T norm_sq = from_rational<T>(instance.norm_sq);
  return {instance.k, sqrt(norm_sq * from_rational<T>(share)), sqrt(norm_sq * from_rational<T>(Rational(1) - share))};
}

/// The teacher as vectors: those of the file, or the canonical ones: w* the first unit vector,
/// a* = e1 u1 + e2 (1, -1, 0, ...)/sqrt 2.
template <class T>
Teacher<T> make_teacher(const Instance& instance) {
  using std::sqrt;
  Teacher<T> out;
  const auto k = static_cast<std::size_t>(instance.k), p = static_cast<std::size_t>(instance.p);
  if (instance.w_star.empty()) {
    out.w_star.assign(p, lit<T>(0));
    out.w_star[0] = lit<T>(1);
  } else {
    Rational length_sq = 0;
    for (const Rational& x : instance.w_star) length_sq += x * x;
    const T length = sqrt(from_rational<T>(length_sq));
    for (const Rational& x : instance.w_star) out.w_star.push_back(from_rational<T>(x) / length);
  }
  if (instance.a_star.empty()) {
    const TeacherInvariants<T> e = teacher_invariants<T>(instance);
    out.a_star.assign(k, e.e1 / sqrt(lit<T>(instance.k)));
    if (k >= 2) {
      const T swing = e.e2 / sqrt(lit<T>(2));
      out.a_star[0] += swing;
      out.a_star[1] -= swing;
    }
  } else {
    for (const Rational& x : instance.a_star) out.a_star.push_back(from_rational<T>(x));
  }
  return out;
}

template <class T>
Student<T> make_student(const StudentPoint& point) {
  Student<T> out;
  for (const Rational& x : point.w) out.w.push_back(from_rational<T>(x));
  for (const Rational& x : point.a) out.a.push_back(from_rational<T>(x));
  return out;
}

/// The angle between w and the unit vector w_star, by half angles: tan(phi/2) = |w - nu w*| / |w + nu w*|.
/// Accurate at both ends, as no rounded cosine is inverted. Domain: w != 0. Radians.
template <class T>
Angle<T> angle_between(const Vec<T>& w, const Vec<T>& w_star) {
  using std::atan2;
  using std::sqrt;
  const T nu = sqrt(norm_sq(w));
  const T minus = sqrt(norm_sq(combine(lit<T>(1), w, -nu, w_star)));
  const T plus = sqrt(norm_sq(combine(lit<T>(1), w, nu, w_star)));
  return {lit<T>(2) * atan2(minus, plus), lit<T>(2) * atan2(plus, minus)};
}

/// What the loss needs to know of a student and a teacher; all of it in O(k + p).
template <class T>
struct Invariants {
  int k;
  T nu;            ///< |w|
  Angle<T> angle;  ///< angle(w, w*)
  T alpha;         ///< a.a*
  T beta;          ///< 1.a
  T s;             ///< 1.a*
  T gap_sum;       ///< 1.(nu a - a*)
  T gap_sq;        ///< |nu a - a*|^2: kept apart, as it is what vanishes at the global optimum
};

template <class T>
Invariants<T> invariants(const Student<T>& student, const Teacher<T>& teacher) {
  using std::sqrt;
  const T nu = sqrt(norm_sq(student.w));
  const Vec<T> gap = combine(nu, student.a, lit<T>(-1), teacher.a_star);
  return {static_cast<int>(teacher.a_star.size()),
          nu,
          angle_between(student.w, teacher.w_star),
          dot(student.a, teacher.a_star),
          sum(student.a),
          sum(teacher.a_star),
          sum(gap),
          norm_sq(gap)};
}

}  // namespace noiseproof
