#pragma once
// Gradient descent as a monotone map, and what follows from it: tests of a single point that decide the limit of the
// whole trajectory (claim C12, docs/mathematics.md section 4). Nothing has to be iterated, and no slow approach has to
// be waited for.
//
// The order: (phi, x, y) <= (phi', x', y') iff phi >= phi', x <= x' and y <= y' ("higher" is closer to the teacher).
// With c = eta/(2 pi), the reduced map has the derivatives
//
//   dx+/dx = 1 - c (k+pi-1),  dy+/dy = 1 - c (pi-1),  dx+/dphi = c e1 g' <= 0,  dy+/dphi = c e2 g' <= 0,
//   dphi+/dx, dphi+/dy = -c d sin(phi) {e1, e2} / (1 + (c alpha d sin phi)^2) <= 0,
//   dphi+/dphi = 1 - c alpha q / (1 + (c alpha d sin phi)^2),   q = d cos(phi) - sin(phi) in [-1.3911, pi].
//
// So on a convex set where |alpha| <= m it is monotone if c (k+pi-1) <= 1 and c m pi <= 1, that is
//
//   eta <= min( 2 pi/(k+pi-1), 2/m ).
//
// Neither bound can be improved: the first as x+ depends on x linearly, the second in the limit phi -> 0, where q ->
// pi. Below it x+ and y+ are convex combinations of (x, y) and the best response, hence the invariant box below.
#include "model/reduced.hpp"

namespace noiseproof {

/// A box of (x, y) that gradient descent does not leave, for eta (k+pi-1) <= 2 pi and any angle.
template <class T>
struct InvariantBox {
  T x_low, x_high, y_low, y_high;
};

/// The smallest such box that holds [x_low, x_high] x [y_low, y_high]: its hull with the best responses at phi = 0 and
/// phi = pi. T is double, Real or Ball.
template <class T>
InvariantBox<T> invariant_box(const TeacherInvariants<T>& teacher, const InvariantBox<T>& around) {
  using std::max, std::min;
  const T k1 = T(teacher.k - 1);
  const T x_far = k1 * teacher.e1 / (k1 + pi<T>()), y_far = -(teacher.e2 / (pi<T>() - T(1)));
  return {min(around.x_low, x_far), max(around.x_high, T(teacher.e1)), min(around.y_low, y_far),
          max(around.y_high, T(teacher.e2))};
}

/// The box of all random starts: |a_0| <= |s|/sqrt k = e1.
template <class T>
InvariantBox<T> random_start_box(const TeacherInvariants<T>& teacher) {
  return invariant_box(teacher, {-teacher.e1, teacher.e1, -teacher.e1, teacher.e1});
}

/// The largest |alpha| on the box (e1, e2 >= 0, so it is at a corner).
template <class T>
T largest_alpha(const TeacherInvariants<T>& teacher, const InvariantBox<T>& box) {
  using std::max;
  const T high = teacher.e1 * box.x_high + teacher.e2 * box.y_high;
  const T low = teacher.e1 * box.x_low + teacher.e2 * box.y_low;
  return max(high, T(-low));
}

/// The step size up to which the reduced map is monotone on the box and stays in it: min(2 pi/(k+pi-1), 2/max|alpha|).
template <class T>
T monotone_step_bound(const TeacherInvariants<T>& teacher, const InvariantBox<T>& box) {
  using std::min;
  const T curvature_bound = T(2) * pi<T>() / (T(teacher.k - 1) + pi<T>());
  return min(curvature_bound, T(T(2) / largest_alpha(teacher, box)));
}

/// Where gradient descent from a point ends.
enum class Limit { global_optimum, spurious_point, unknown };

/// Decides the limit of gradient descent with step eta from z, if one of the two absorbing certificates applies
/// (claim C12). Domain: phi in [0, pi], any x, y, eta > 0. T is double or Real; `unknown` also where eta is above the
/// monotone bound of the smallest invariant box around z, or where alpha is within rounding of 0.
///
/// Why it is sound: the corner (phi, min(x, x_inf), min(y, y_inf)) is below z, and if alpha > 0 there, its image is
/// above it; so its iterates increase, with alpha bounded below, to a fixed point, which can only be the optimum; those
/// of z stay above them. Mirrored for the other one. At phi = pi exactly (phi = 0) the angle never changes.
template <class T>
Limit absorbing_certificate(const TeacherInvariants<T>& teacher, const ReducedPoint<T>& z, const T& eta) {
  const InvariantBox<T> box = invariant_box(teacher, {z.x, z.x, z.y, z.y});
  if (!(eta > T(0)) || !(eta <= monotone_step_bound(teacher, box))) return Limit::unknown;
  if (z.angle.d == T(0)) return Limit::spurious_point;
  if (z.angle.phi == T(0)) return Limit::global_optimum;
  const ReducedPoint<T> best = best_response(teacher, z.angle);
  const ReducedPoint<T> below{z.angle, std::min(z.x, best.x), std::min(z.y, best.y)};
  const ReducedPoint<T> above{z.angle, std::max(z.x, best.x), std::max(z.y, best.y)};
  // A few hundred rounding errors of alpha's two products.
  const T margin = T(1e-13) * largest_alpha(teacher, box);
  if (alpha(teacher, below) > margin) return Limit::global_optimum;
  if (alpha(teacher, above) < -margin) return Limit::spurious_point;
  return Limit::unknown;
}

}  // namespace noiseproof
