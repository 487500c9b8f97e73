#include "escape/thin_orbit.hpp"

#include <cmath>

#include "model/dual_kernel.hpp"

namespace noiseproof {
namespace {

// Bounds: the end of a ball as a point; in doubles, the number itself.
double up(double x) { return x; }
double down(double x) { return x; }
Ball up(const Ball& x) { return x.upper(); }
Ball down(const Ball& x) { return x.lower(); }
bool surely_at_most(double x, double y) { return x <= y; }
bool surely_at_most(const Ball& x, const Ball& y) { return is_less(y, x) == Verdict::refuted; }
template <class T>
T end(const Interval& x, bool upper) {
  return from_rational<T>(Rational(upper ? x.hi() : x.lo()));
}

template <class T>
T arc_sine(const T& x) {
  using std::asin;
  return asin(x);
}
/// |a*|
template <class T>
T length(const TeacherInvariants<T>& z) {
  using std::sqrt;
  return sqrt(z.e1 * z.e1 + z.e2 * z.e2);
}
/// g at phi in [0, pi]
template <class T>
T dual_kernel_at(const T& phi) {
  using std::cos;
  using std::sin;
  return sin(phi) + (pi<T>() - phi) * cos(phi);
}

}  // namespace

template <class T>
ThinOrbit<T> thin_start(const WeightBox& box, const Rational& good_cot_sq) {
  using std::atan;
  using std::sqrt;
  const T angle = lit<T>(2) * atan(lit<T>(1) / sqrt(from_rational<T>(good_cot_sq)));
  return {up(angle),
          end<T>(box.x.range, false),
          end<T>(box.y.range, false),
          end<T>(box.x.range, true),
          end<T>(box.y.range, true),
          end<T>(box.across, true)};
}

template <class T>
ThinLevel<T>::ThinLevel(const TeacherInvariants<T>& z, const AnnealingLevel& level)
    : teacher(z),
      norm(length(z)),
      half_turn(pi<T>()),
      c(from_rational<T>(level.eta) / (lit<T>(2) * half_turn)),
      rho_a(from_rational<T>(level.rho_a)),
      kick(from_rational<T>(level.rho_w)),
      turn(arc_sine(kick)),
      lambda1(relu_loss(z).lambda1),
      lambda2(relu_loss(z).lambda2),
      sound(level.rho_w >= 0 && level.rho_w * 2 <= 1 && level.rho_a >= 0 && level.eta > 0 &&
            surely_at_most(c * lambda1, lit<T>(1))) {}

template <class T>
bool thin_step(const ThinLevel<T>& level, ThinOrbit<T>& o) {
  using std::atan;
  using std::max;
  using std::min;
  using std::sin;
  const auto& [z, norm, half_turn, c, rho_a, kick, turn, lambda1, lambda2, sound] = level;
  const T zero = lit<T>(0), one = lit<T>(1);
  const T lowest = down(T(z.e1 * o.x_low + z.e2 * o.y_low - rho_a * norm));
  const T highest = up(T(z.e1 * o.x_high + z.e2 * o.y_high + rho_a * norm));
  const T largest = max(highest, T(-lowest));
  if (!sound || !surely_at_most(c * half_turn * largest, one)) return false;

  // W = [w + kap (I - ww')w*] + kap (ww' - w~w~')w*: the bracket turns w by atan(kap sin phi), the rest by at most
  // asin(|kap| rho_w). Each bound grows with phi and falls with alpha~.
  const T spread = arc_sine(T(c * half_turn * largest * kick));
  T moved;
  if (surely_at_most(zero, lowest)) {
    const T arc = max(zero, T(half_turn - o.angle - turn));
    moved = o.angle - atan(c * lowest * arc * sin(o.angle)) + spread;
  } else {
    const T arc = min(half_turn, T(half_turn - o.angle + turn));
    moved = o.angle + atan(c * -lowest * arc * sin(o.angle)) + spread;
  }
  const T least = dual_kernel_at(T(min(half_turn, T(o.angle + turn))));
  const T keep1 = one - c * lambda1, keep2 = one - c * lambda2;
  o.x_low = down(T(keep1 * o.x_low + c * ((lit<T>(z.k - 1) + least) * z.e1 - lambda1 * rho_a)));
  o.y_low = down(T(keep2 * o.y_low + c * ((least - one) * z.e2 - lambda2 * rho_a)));
  o.x_high = up(T(keep1 * o.x_high + c * lambda1 * (z.e1 + rho_a)));
  o.y_high = up(T(keep2 * o.y_high + c * lambda2 * (z.e2 + rho_a)));
  o.across = up(T(keep2 * o.across + c * lambda2 * rho_a));
  o.angle = up(T(min(half_turn, moved)));
  return true;
}

template <class T>
bool thin_arrived(const TeacherInvariants<T>& z, const T& accuracy, const ThinOrbit<T>& o) {
  using std::max;
  using std::sqrt;
  const T x = max(T(z.e1 - o.x_low), T(o.x_high - z.e1)), y = max(T(z.e2 - o.y_low), T(o.y_high - z.e2));
  return surely_at_most(o.angle, accuracy) &&
         surely_at_most(T(sqrt(x * x + y * y + o.across * o.across)), T(accuracy * length(z)));
}

template ThinOrbit<double> thin_start(const WeightBox&, const Rational&);
template ThinOrbit<Ball> thin_start(const WeightBox&, const Rational&);
template struct ThinLevel<double>;
template struct ThinLevel<Ball>;
template bool thin_step(const ThinLevel<double>&, ThinOrbit<double>&);
template bool thin_step(const ThinLevel<Ball>&, ThinOrbit<Ball>&);
template bool thin_arrived(const TeacherInvariants<double>&, const double&, const ThinOrbit<double>&);
template bool thin_arrived(const TeacherInvariants<Ball>&, const Ball&, const ThinOrbit<Ball>&);

Verdict ladder_arrives(const Instance& instance, const WeightBox& box, const Rational& good_cot_sq,
                       const std::vector<AnnealingLevel>& ladder, const Rational& accuracy) {
  const ScopedBits bits(128);
  if (!known(box.x.range) || !known(box.y.range) || !known(box.across)) return Verdict::undecided;
  const auto teacher = teacher_invariants<Ball>(instance);
  ThinOrbit<Ball> orbit = thin_start<Ball>(box, good_cot_sq);
  for (const AnnealingLevel& given : ladder) {
    const ThinLevel<Ball> level(teacher, given);
    for (long i = 0; i < given.steps; ++i)
      if (!thin_step(level, orbit)) return Verdict::undecided;
  }
  return thin_arrived(teacher, Ball(accuracy), orbit) ? Verdict::proved : Verdict::undecided;
}

}  // namespace noiseproof
