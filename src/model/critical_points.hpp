#pragma once
// The critical points of the population loss on sphere x R^k, in closed form (claims C04 - C09, docs/mathematics.md
// section 3).
#include <string>
#include <vector>

#include "model/hessian.hpp"
#include "model/reduced.hpp"

namespace noiseproof {

enum class CriticalKind { global_optimum, spurious_point, saddle_sphere };
std::string name(CriticalKind kind);

template <class T>
struct CriticalPoint {
  CriticalKind kind;
  ReducedPoint<T> at;
  T alpha;
  T loss;
};

/// Global optimum (w*, a*). Claim C04.
template <class T>
CriticalPoint<T> global_optimum(const TeacherInvariants<T>& teacher) {
  return {CriticalKind::global_optimum,
          {{lit<T>(0), pi<T>()}, teacher.e1, teacher.e2},
          teacher.e1 * teacher.e1 + teacher.e2 * teacher.e2,
          lit<T>(0)};
}

/// Spurious point (-w*, abar), abar = M^{-1}(11' - I)a*. Claims C05, C08. Its loss is the stated closed form
/// 1/4 [ (2k+pi-2)/(k+pi-1) e1^2 + (pi-2)/(pi-1) e2^2 ], not the loss function evaluated there.
template <class T>
CriticalPoint<T> spurious_point(const TeacherInvariants<T>& teacher) {
  const T k1 = lit<T>(teacher.k - 1), e1 = teacher.e1, e2 = teacher.e2;
  const T x = k1 * e1 / (k1 + pi<T>()), y = -(e2 / (pi<T>() - lit<T>(1)));
  const T loss = ((lit<T>(2) * k1 + pi<T>()) / (k1 + pi<T>()) * e1 * e1 +
                  (pi<T>() - lit<T>(2)) / (pi<T>() - lit<T>(1)) * e2 * e2) /
                 lit<T>(4);
  return {CriticalKind::spurious_point, {{pi<T>(), lit<T>(0)}, x, y}, e1 * x + e2 * y, loss};
}

/// The value g(phi^) = 1 - (pi-1) r/(k+pi-1-r) at the saddles; they exist iff it is positive, that is iff
/// r < (k+pi-1)/pi. Claim C09.
template <class T>
T saddle_kernel_value(int k, const T& r) {
  return saddle_value(k, r, lit<T>(1), pi<T>());
}

/// The angle phi^ of the saddle sphere at the working precision. Domain: 0 < value <= 1. Relative accuracy of d^ is
/// that of `value` (Newton on the convex increasing h from above: monotone, so it cannot miss). double and Real.
/// Throws Error(domain) outside.
template <class T>
Angle<T> saddle_angle(const T& kernel_value);

/// phi^ of the instance to full relative accuracy, pi - phi^ too, however near r is to the threshold: the kernel value,
/// which cancels there, is evaluated by balls of growing precision and rounded once. A double's pi - phi^ is 0 if it is
/// below 1e-308. double and Real. Throws Error(domain) unless r < (k+pi-1)/pi, Error(arithmetic) if r is nearer to it
/// than 2^-100,000.
template <class T>
Angle<T> saddle_angle_at(int k, const Rational& r);

/// Is r < (k+pi-1)/pi? Decided exactly: the precision is doubled from 64 bits up to the budget, after which the answer
/// is undecided. k >= 1, r in [0, k] rational; k = 1 (r = 1) is the equality case: refuted.
Verdict r_below_threshold(int k, const Rational& r, slong budget_bits = slong{1} << 18);
/// The same of an instance: the condition under which the spurious point is a strict local minimum (claim C07).
Verdict spurious_is_local_minimum(const Instance& instance);

/// All critical points that exist; the saddles are one sphere of points, given once. double and Real.
template <class T>
std::vector<CriticalPoint<T>> critical_points(const Instance& instance);

/// The student with these reduced coordinates: w at its angle from w*, turned towards tangent_basis(w*)[0]; a = x u1 +
/// y u2. double and Real.
template <class T>
Student<T> student_at(const Teacher<T>& teacher, const ReducedPoint<T>& at);

/// The Hessian's spectrum at a critical point, in closed form where there is one (global, spurious), otherwise from the
/// 3 x 3 block; ascending, multiplicities add up to p - 1 + k. double and Real.
template <class T>
std::vector<Eigenvalue<T>> closed_form_spectrum(const Instance& instance, const CriticalPoint<T>& point);

/// The Hessian's spectrum at any unit-w point from its blocks, ascending: O(1), whatever k and p. double and Real.
template <class T>
std::vector<Eigenvalue<T>> spectrum_from_blocks(const Instance& instance, const Angle<T>& angle, const T& alpha);

/// Eigenvalues, ascending, of a symmetric row-major n x n matrix (Eigen's QR iteration). double and Real.
template <class T>
std::vector<T> symmetric_eigenvalues(const std::vector<T>& matrix, int n);

}  // namespace noiseproof
