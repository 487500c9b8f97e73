// The loss, its gradients and the spurious point by the definition. Every expectation is an integral over the plane of
// w and w* in polar coordinates, done by quadrature; the closed forms are what is to be tested.
#include <map>

#include "items.hpp"

namespace recheck {
namespace {

/// int cos(theta) cos(theta - pi turn) from pi t - pi/2 to pi/2, and the radial moments: many items ask for the same.
template <class Function>
Interval once(const std::string& name, Function f) {
  static thread_local std::map<std::pair<int, std::string>, Interval> known;
  const auto key = std::pair(Precision::bits(), name);
  if (const auto found = known.find(key); found != known.end()) return found->second;
  return known[key] = f();
}

Interval moment(int n) {
  return once(std::to_string(n), [n] { return radial_moment(n, mpq_class(Precision::bits() / 9)); });
}

/// (E relu(Z.u))^2 of a unit vector: what two different rows contribute, as they are independent.
Interval two_rows() { return sqr(moment(1)) / (Interval(2) * Interval::pi()); }

/// What a row contributes with u at the angle pi t from v. turn = t: E relu(Z.u) relu(Z.v). turn = 0, 1/2: the parts
/// along v and across it of E 1{Z.u > 0} relu(Z.v) Z, the derivative of that in u.
Interval one_row(const mpq_class& t, const mpq_class& turn) {
  const auto integral = [&] { return angular_integral(t, turn); };
  return moment(3) * once(t.get_str() + " " + turn.get_str(), integral) / (Interval(2) * Interval::pi());
}

/// E (sum_i b_i relu(Z_i.u)) (sum_j c_j relu(Z_j.v)) from (1.b)(1.c), b.c and what a row with itself contributes.
Interval pairs(const Interval& sums, const Interval& dot, const Interval& diagonal) {
  return two_rows() * (sums - dot) + diagonal * dot;
}

}  // namespace

Interval loss_by_definition(const Student& x, const Instance& in) {
  const Weights& a = x.weights();
  const Interval same = one_row(0, 0), cross = one_row(x.t(), x.t()), nu(x.length());
  const Interval own = pairs(mpq_class(a.beta * a.beta), a.aa, same),
                 mixed = pairs(a.s() * Interval(a.beta), a.alpha(), cross),
                 teacher = pairs(mpq_class(in.r * in.norm_sq), in.norm_sq, same);
  return (sqr(nu) * own - Interval(2) * nu * mixed + teacher) / Interval(2);
}

Interval gradient_a_by_definition(const Student& x, std::size_t i) {
  const Weights& a = x.weights();
  const Interval nu(x.length()), star = a.a_star(i), own = a.a[i];
  return sqr(nu) * (two_rows() * Interval(mpq_class(a.beta - a.a[i])) + one_row(0, 0) * own) -
         nu * (two_rows() * (a.s() - star) + one_row(x.t(), x.t()) * star);
}

Interval gradient_w_by_definition(const Student& x, bool across) {
  const Weights& a = x.weights();
  // Along w: every pair of the student's rows, and the different rows of both.
  const Interval radial = Interval(x.length()) * pairs(mpq_class(a.beta * a.beta), a.aa, one_row(0, 0)) -
                          two_rows() * (a.s() * Interval(a.beta) - a.alpha());
  const mpq_class turn = across ? mpq_class(1, 2) : mpq_class(0);
  return radial * (across ? sin_turn(x.t()) : cos_turn(x.t())) - a.alpha() * one_row(x.t(), turn);
}

namespace {

/// At w = -w* and a = x u1 + y u2 the loss is 1/2 sum (own z^2 - 2 mixed e z + own e^2) over (x, e1) and (y, e2).
struct Parabola {
  Interval own, mixed, e;
};

Parabola part_of(bool along, const Instance& in) {
  const Landscape land(in);
  // On u1 every other row has the same weight; the sum of u2 is 0, so there the other rows are minus the row itself.
  const Interval others = two_rows() * Interval(along ? in.k - 1 : -1);
  return {others + one_row(0, 0), others + one_row(1, 1), along ? land.e1 : land.e2};
}

}  // namespace

Answer stationary_within(bool along, const Instance& in, const mpq_class& lo, const mpq_class& hi) {
  const Parabola part = part_of(along, in);
  const auto slope = [&](const mpq_class& z) { return part.own * Interval(z) - part.mixed * part.e; };
  return both(is_positive(part.own), both(is_at_least_zero(-slope(lo)), is_at_least_zero(slope(hi))));
}

Interval spurious_loss_by_definition(const Instance& in) {
  Interval sum;
  for (const bool along : {true, false}) {
    const Parabola part = part_of(along, in);
    sum = sum + sqr(part.e) * (part.own - sqr(part.mixed) / part.own);  // z = mixed e/own
  }
  return sum / Interval(2);
}

}  // namespace recheck
