// Newton's method on (phi, a) in Real, with the digits kept at phi = 0 and at phi = pi alike.
#include <cmath>

#include "core/error.hpp"
#include "search/locate.hpp"

namespace noiseproof {
namespace {

/// A student seen from the teacher: w lies at `angle` from w* on a fixed great circle, so (angle, a) is all there is.
template <class T>
struct Place {
  Angle<T> angle;
  Vec<T> a;
};
using State = Place<Real>;

template <class T>
Invariants<T> invariants_of(const Place<T>& state, const Teacher<T>& teacher) {
  const Vec<T> gap = combine(T(1), state.a, T(-1), teacher.a_star);
  return {static_cast<int>(state.a.size()),
          T(1),
          state.angle,
          dot(state.a, teacher.a_star),
          sum(state.a),
          sum(teacher.a_star),
          sum(gap),
          norm_sq(gap)};
}

template <class T>
struct Slope {
  T phi;
  Vec<T> a;
};

template <class T>
Slope<T> slope_of(const Place<T>& state, const Teacher<T>& teacher, const Invariants<T>& x) {
  const Student<T> student{{}, state.a};  // grad_a does not read w
  return {x.alpha * state.angle.d * sine(state.angle) / (T(2) * pi<T>()), gradient_a(student, teacher, x)};
}

/// M^{-1} v = (v - 1 (1.v)/(k+pi-1))/(pi-1), in O(k).
Vec<Real> solve_m(const Vec<Real>& v) {
  const Real mean = sum(v) / (static_cast<int>(v.size()) - 1 + pi<Real>()), diagonal = pi<Real>() - 1;
  Vec<Real> out;
  for (const Real& x : v) out.push_back((x - mean) / diagonal);
  return out;
}

/// The Newton step: [uu, c a*'; c a*, M/2pi] (dphi, da) = -(slope), by the Schur complement of the a-block.
Slope<Real> newton_step(const State& state, const Teacher<Real>& teacher, const Invariants<Real>& x,
                        const Slope<Real>& slope) {
  const Real two_pi = 2 * pi<Real>();
  const Real c = state.angle.d * sine(state.angle) / two_pi;
  const Real uu = -(x.alpha / two_pi) * dual_kernel_second_derivative(state.angle);
  const Vec<Real> from_slope = solve_m(slope.a), from_teacher = solve_m(teacher.a_star);
  const Real pivot = uu - c * c * two_pi * dot(teacher.a_star, from_teacher);
  const Real right = -slope.phi + c * two_pi * dot(teacher.a_star, from_slope);
  const Real dphi = pivot == 0 ? Real(0) : Real(right / pivot);
  return {dphi, combine(Real(-two_pi), from_slope, Real(-two_pi * c * dphi), from_teacher)};
}

/// The same direction with both faces in [0, pi]: a step beyond a pole comes down on its other side. The small face
/// keeps its digits. Has it been turned round?
bool fold(Angle<Real>& angle) {
  const Real turn = 2 * pi<Real>();
  if (abs(angle.phi) > turn) angle = Angle<Real>::from_phi(angle.phi - turn * round(angle.phi / turn));
  if (angle.phi < 0) {
    angle = {-angle.phi, turn - angle.d};
  } else if (angle.d < 0) {
    angle = {turn - angle.phi, -angle.d};
  } else {
    return false;
  }
  return true;
}

}  // namespace

PolishedPoint polish(const Teacher<Real>& teacher, const Student<double>& start) {
  Student<Real> student;
  for (const double x : start.w) student.w.push_back(Real(x));
  for (const double x : start.a) student.a.push_back(Real(x));
  State state{angle_between(student.w, teacher.w_star), student.a};

  const int digits = working_digits();
  const Real tiny = pow(Real(10), -digits + 3);
  const Real size = sqrt(norm_sq(teacher.a_star));
  PolishedPoint out;
  Real last_turn = 0;
  int halvings = 0;
  // With one hidden unit the loss at the spurious point falls like d^6 along its valley, where a = d^3/3pi: a knows d
  // to a third of the digits only.
  const Real pole = teacher.a_star.size() == 1 ? Real(pow(Real(10), -digits / 3)) : Real(0);
  for (out.steps = 1; out.steps <= 200; ++out.steps) {
    const Invariants<Real> x = invariants_of(state, teacher);
    Slope<Real> step = newton_step(state, teacher, x, slope_of(state, teacher, x));
    // At a double root each Newton step covers half the distance: seen three times running, double it.
    const Real ratio = last_turn == 0 ? Real(0) : Real(step.phi / last_turn);
    halvings = !out.double_root && abs(ratio - Real(0.5)) < Real(0.02) ? halvings + 1 : 0;
    last_turn = step.phi;
    out.double_root = out.double_root || halvings >= 3;
    if (out.double_root) step.phi *= 2;
    state.angle = {state.angle.phi + step.phi, state.angle.d - step.phi};
    if (fold(state.angle)) last_turn = -last_turn;
    for (std::size_t i = 0; i < state.a.size(); ++i) state.a[i] += step.a[i];
    if (state.angle.d < pole) break;
    if (abs(step.phi) < tiny && sqrt(norm_sq(step.a)) < tiny * size) break;
  }
  if (out.steps > 200) throw Error(Error::Kind::no_convergence, "polish", "Newton did not settle in 200 steps");

  const Invariants<Real> x = invariants_of(state, teacher);
  out.angle = state.angle;
  out.a = state.a;
  out.alpha = x.alpha;
  out.loss = loss(x);
  return out;
}

Ball gradient_norm(const Teacher<Ball>& teacher, const PolishedPoint& point) {
  const bool near_pi = point.angle.d < point.angle.phi;
  Place<Ball> at{near_pi ? Angle<Ball>::from_complement(Ball::exactly(point.angle.d))
                         : Angle<Ball>::from_phi(Ball::exactly(point.angle.phi)),
                 {}};
  for (const Real& x : point.a) at.a.push_back(Ball::exactly(x));
  const Slope<Ball> slope = slope_of(at, teacher, invariants_of(at, teacher));
  return sqrt(square(slope.phi) + norm_sq(slope.a));
}

}  // namespace noiseproof
