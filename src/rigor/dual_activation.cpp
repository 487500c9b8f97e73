#include "rigor/dual_activation.hpp"

#include <algorithm>
#include <deque>

#include "rigor/hermite.hpp"
#include "rigor/pieces_kernel.hpp"
#include "rigor/roots.hpp"

namespace noiseproof {
namespace {

constexpr int kDeepest = 80;      // boxes of 2^-80 of the range stay open
constexpr int kMostBoxes = 2000;  // and so does what is open after so many, halved ones included

/// Only the angle is read of these.
Inputs angle_only(const Angle<Ball>& angle) { return inputs_at(2, angle, Ball(1), {Ball(1)}, {Ball(1)}); }

Angle<Ball> angle_over(const Bounds& t) {
  const Angle<Ball> lo = angle_at(t.lo), hi = angle_at(t.hi);
  return {Ball::hull(lo.phi, hi.phi), Ball::hull(hi.d, lo.d)};
}

KernelJet jet(const Activation& activation, const Inputs& at, int orders) {
  KernelJet out = kernel_by_definition(activation, at, orders);
  for (Ball& x : out) x *= Ball(2) * Ball::pi();
  return out;
}

KernelJet jet_over(const Activation& activation, const Bounds& t, int orders) {
  return jet(activation, angle_only(angle_over(t)), orders);
}

/// Halves boxes, the widest first, until each is decided; stops at the first that is refuted.
CoveredAngles cover(const std::function<Verdict(const Bounds&)>& holds) {
  CoveredAngles out{Verdict::proved, 0, std::nullopt};
  int tried = 0;
  std::deque<std::pair<Bounds, int>> open{{{0, 1}, 0}};
  while (!open.empty()) {
    const auto [t, depth] = open.front();
    open.pop_front();
    const Verdict here = tried++ < kMostBoxes ? holds(t) : Verdict::undecided;
    if (here == Verdict::undecided && depth < kDeepest && tried < kMostBoxes) {
      const Rational middle = (t.lo + t.hi) / 2;
      open.push_back({{t.lo, middle}, depth + 1});
      open.push_back({{middle, t.hi}, depth + 1});
      continue;
    }
    ++out.boxes;
    if (here == Verdict::proved) continue;
    out.where = t;
    out.verdict = here;
    if (here == Verdict::refuted) break;
  }
  return out;
}

bool continuous(const Activation& activation) { return !activation.is_binary(); }

/// The same next to pi, where K''(pi) = 0 too: K' = -sin(phi) F(cos phi), and F(-1) is 0.
Verdict falls_from_flat_end(const Activation& activation, const Bounds& t) {
  if (activation.pieces())
    return falls_next_to_pi(*activation.pieces(), angle_at(t.lo).d) ? Verdict::proved : Verdict::undecided;
  const Ball rises = hermite_curvature_in_cosine(hermite_expansion(activation), angle_over(t));
  return is_positive(rises) == Verdict::proved ? Verdict::proved : Verdict::undecided;
}

/// Is K' < 0 on the open box?
Verdict falls_on(const Activation& activation, const Bounds& t) {
  const bool left = t.lo == 0, right = t.hi == 1;
  const bool end = continuous(activation) && (left || right);
  if (end && left && right) return Verdict::undecided;
  if (right && second_order_vanishes(activation)) return falls_from_flat_end(activation, t);
  const KernelJet over = jet_over(activation, t, 3);
  // K' = 0 at the end itself: on the box it has the sign of K'' at the left end, the opposite one at the right
  // end.
  if (end) return left ? is_negative(over[2]) : is_positive(over[2]);
  // By the mean value theorem, from the middle: sharper than K' over the box.
  const Rational middle = (t.lo + t.hi) / 2;
  const Ball half = Ball::pi() * Ball(Rational(t.hi - middle)), slope = jet_over(activation, {middle, middle}, 2)[1];
  return is_negative(slope + over[2] * Ball::hull(-half, half));
}

}  // namespace

KernelJet kernel_jet(const Activation& activation, const Rational& t) {
  Case at;
  at.turn = t;
  at.a = at.a_star = {1};
  return jet(activation, inputs_of(at), 3);
}

Ball kernel_at(const Activation& activation, const Angle<Ball>& angle) {
  return jet(activation, angle_only(angle), 1)[0];
}

bool has_closed_form(const Activation& activation) { return !activation.is_general() || activation.text() == "erf"; }

ClosedForm closed_form(const Activation& activation, const Angle<Ball>& angle) {
  const Ball pi = Ball::pi();
  if (activation.text() == "erf") {
    // K = 4 asin u, u = (2/3) cos phi.
    const Ball share(Rational(2, 3)), u = share * cosine(angle), slope = -(share * sine(angle)),
                                      root = sqrt(Ball(1) - square(u));
    return {Ball(0),
            Ball(4) * asin(share),
            {Ball(4) * asin(u), Ball(4) * slope / root, Ball(4) * u * (square(slope) / square(root) - Ball(1)) / root}};
  }
  if (activation.is_binary()) return {pi / Ball(2), pi, {angle.d, Ball(-1), Ball(0)}};
  const Ball c(activation.slope()), q = square(Ball(1) - c), linear = Ball(2) * pi * c;
  const Ball sin_phi = sine(angle), cos_phi = cosine(angle);
  return {q,
          pi * (Ball(1) + square(c)),
          {q * h(angle.d) + linear * cos_phi, -(q * angle.d + linear) * sin_phi,
           q * (sin_phi - angle.d * cos_phi) - linear * cos_phi}};
}

std::string kernel_in_words(const Activation& activation) {
  if (activation.is_binary()) return "pi - phi";
  if (activation.is_relu()) return "g(phi)";
  if (activation.text() == "erf") return "4 asin((2/3) cos(phi))";
  if (activation.pieces()) return "K(0) and K'(0), by Gaussian moments, and one integral of the activation's corners";
  if (activation.is_general()) return "2 pi sum c_n^2 cos(phi)^n, c_n its Hermite coefficients";
  const Rational c = activation.slope(), q = (1 - c) * (1 - c);
  return to_string(q) + " g(phi) " + (c > 0 ? "+ " : "- ") + to_string(abs(c) * 2) + " pi cos(phi)";
}

DualLandscape dual_landscape(const Activation& activation, const Instance& instance) {
  const Ball mean = by_definition(Quantity::mean, activation, angle_only(angle_at(0)))[0];
  const KernelJet at_zero = kernel_jet(activation, 0), at_pi = kernel_jet(activation, 1);
  return {landscape(instance, Ball(2) * Ball::pi() * square(mean), at_zero[0], at_pi[0]), activation, at_zero, at_pi};
}

Ball best_loss(const DualLandscape& z, const Ball& kernel) { return z.excess(kernel, z.v); }

Ball threshold(const DualLandscape& z) { return (z.q - z.opposite) * z.lambda1 / (z.q * (z.v - z.opposite)); }

bool has_threshold(const DualLandscape& z) {
  return is_positive(z.q) == Verdict::proved && !opposite_copies_every_teacher(z.activation);
}

bool mean_is_open(const DualLandscape& z) { return arb_is_zero(z.q.get()) == 0 && is_positive(z.q) != Verdict::proved; }

bool at_threshold(const DualLandscape& z) {
  if (has_threshold(z) && arb_is_zero(z.alpha_bar().get()) != 0) return true;  // the ball that holds 0 alone
  const auto exact = exact_moments(z.activation);
  if (!exact || !has_threshold(z)) return false;
  const Rational q = exact->mean * exact->mean, rest = exact->second - exact->opposite;
  return z.instance.r * q * rest == (q - exact->opposite) * (exact->second + (z.instance.k - 1) * q);
}

Verdict below_threshold(const DualLandscape& z) {
  if (!has_threshold(z)) return is_negative(z.alpha_bar());
  return at_threshold(z) ? Verdict::refuted : is_less(Ball(z.instance.r), threshold(z));
}

bool second_order_vanishes(const Activation& activation) {
  if (const Pieces* act = activation.pieces()) {
    const Piecewise slopes = product_of(derivative_of(*act, 1), derivative_of(mirrored(*act), 1));
    return std::all_of(slopes.polynomials.begin(), slopes.polynomials.end(), [](const auto& c) { return c.empty(); });
  }
  if (!activation.analytic()) return activation.is_relu();
  const auto c = polynomial_of(*activation.analytic());
  if (!c) return false;
  const Coefficients slope = derivative_of(*c);
  return gaussian_mean_of(product_of(slope, mirrored(slope))) == 0;
}

bool opposite_copies_every_teacher(const Activation& activation) {
  const Rational* centre = activation.centre();
  return activation.is_even() || (centre != nullptr && *centre == 0);
}

bool opposite_copies_teacher(const DualLandscape& z) {
  return opposite_copies_every_teacher(z.activation) || (z.activation.centre() != nullptr && z.instance.r == 0);
}

CoveredAngles for_every_kernel_value(const Activation& activation, const std::function<Verdict(const Ball&)>& holds) {
  return cover([&](const Bounds& t) { return holds(jet_over(activation, t, 1)[0]); });
}

CoveredAngles kernel_falls(const Activation& activation) {
  return cover([&](const Bounds& t) { return falls_on(activation, t); });
}

Verdict kernel_falls_next_to_pi(const Activation& activation) {
  constexpr int kNearest = 24;
  for (Rational width(1, 2); width >= power_of_two(-kNearest); width /= 2)
    if (falls_on(activation, {1 - width, 1}) == Verdict::proved) return Verdict::proved;
  return Verdict::undecided;
}

CoveredAngles kernel_largest_at_zero(const Activation& activation) {
  const Ball top = kernel_jet(activation, 0)[0];
  return cover([&](const Bounds& t) {
    if (t.lo == 0 && t.hi < 1 && falls_on(activation, t) == Verdict::proved) return Verdict::proved;
    return is_less(jet_over(activation, t, 1)[0], top);
  });
}

std::optional<Bounds> kernel_turns(const Activation& activation) {
  const CoveredAngles cover = kernel_falls(activation);
  if (cover.verdict != Verdict::refuted) return std::nullopt;
  // A place where it falls, left of the box where it rises: K' < 0 just right of 0.
  Rational left(1, 2);
  while (left > Rational(1, 1024) && is_negative(jet_over(activation, {left, left}, 2)[1]) != Verdict::proved)
    left /= 2;
  const Rational right = (cover.where->lo + cover.where->hi) / 2;
  return bracket_smooth_root(
      [&](const Rational& t) { return kernel_by_definition(activation, angle_only(angle_at(t)), 2)[1]; }, {left, right},
      64);
}

}  // namespace noiseproof
