#include "rigor/definition.hpp"

#include <arb_mat.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/error.hpp"
#include "rigor/endpoints.hpp"
#include "rigor/hermite.hpp"
#include "rigor/integrals.hpp"
#include "rigor/pieces_kernel.hpp"
#include "rigor/verified_integral.hpp"

namespace noiseproof {
namespace {

/// K, K', K'' at one angle.
using Kernel = std::array<Ball, 3>;
constexpr slong kOrder = 3;

/// One arc of the circle of directions, from start + start_slope t to that plus length + length_slope t at the angle
/// phi + t: mapped to u in [0, 1], so that the integrand's power series in t can be integrated term by term.
struct Arc {
  Ball phi, start, length;
  int start_slope = 0, length_slope = 0;
  bool constant = false;  ///< the activation is a step: the angular part is 1, not cos cos
  slong order = 0;        ///< which coefficient
};

/// Entire in u, so `order` (a request to verify that the integrand is analytic) needs no answer.
int arc_integrand(acb_ptr out, const acb_t u, void* parameter, slong, slong bits) {
  const Arc& arc = *static_cast<const Arc*>(parameter);
  const Complex start(arc.start), length(arc.length), phi(arc.phi);
  const PowerSeries length_series(length.v, arc.length_slope), phi_series(phi.v, 1);
  if (arc.constant) {
    acb_poly_get_coeff_acb(out, length_series.v, arc.order);
    return 0;
  }
  PowerSeries theta(start.v, arc.start_slope), shifted, product;
  acb_poly_scalar_mul(product.v, length_series.v, u, bits);
  acb_poly_add(theta.v, theta.v, product.v, bits);
  acb_poly_sub(shifted.v, theta.v, phi_series.v, bits);
  acb_poly_cos_series(theta.v, theta.v, kOrder, bits);
  acb_poly_cos_series(shifted.v, shifted.v, kOrder, bits);
  acb_poly_mullow(product.v, theta.v, shifted.v, kOrder, bits);
  acb_poly_mullow(product.v, product.v, length_series.v, kOrder, bits);
  acb_poly_get_coeff_acb(out, product.v, arc.order);
  return 0;
}

/// Where the radial integral is cut: its tail (R^2 + 2) e^{-R^2/2} is then below 2^-working_bits.
Rational radial_cut() {
  const double half = 0.6932 * static_cast<double>(working_bits()) + 10;
  return static_cast<int>(std::ceil(std::sqrt(2 * half)));
}

Ball radial(int n) {
  thread_local std::map<std::pair<int, slong>, Ball> cache;
  const auto key = std::pair(n, working_bits());
  const auto found = cache.find(key);
  if (found != cache.end()) return found->second;
  return cache.emplace(key, radial_moment(n, radial_cut())).first->second;
}

/// K and its first derivatives at the angle, of which d = pi - phi. `orders`: how many of the three are wanted.
Kernel integrate_kernel(const Activation& activation, const Angle<Ball>& angle, slong orders) {
  if (activation.pieces()) return pieces_kernel(*activation.pieces(), angle, static_cast<int>(orders));
  if (activation.analytic()) return hermite_kernel(hermite_expansion(activation), angle, static_cast<int>(orders));
  const Ball quarter = Ball::pi() / Ball(2), phi = angle.phi, d = angle.d;
  const bool step = activation.is_binary();
  const Ball c(activation.is_leaky() ? activation.slope() : Rational(0));
  // Signs of (Z.w*, Z.w): (+,+), (+,-), (-,-), (-,+), with theta = 0 along w* and theta = phi along w.
  const Arc arcs[4] = {{phi, quarter - d, d, 1, -1, step},
                       {phi, -quarter, phi, 0, 1, step},
                       {phi, phi + quarter, d, 1, -1, step},
                       {phi, quarter, phi, 0, 1, step}};
  const Ball weights[4] = {Ball(1), c, square(c), c};
  // An integrand over a box is known no better than the box is thin.
  const double width = phi.radius_approx();
  const slong goal = width > 1e-30 ? static_cast<slong>(-std::log2(width)) : working_bits();
  Kernel out;
  for (slong n = 0; n < orders; ++n) {
    Ball total;
    for (int i = 0; i < (activation.is_leaky() ? 4 : 1); ++i) {
      Arc arc = arcs[i];
      arc.order = n;
      total += weights[i] * integrate(arc_integrand, &arc, Ball(0), Ball(1), goal);
    }
    const Ball factorial(n == 2 ? 2 : 1);
    out[static_cast<std::size_t>(n)] = factorial * total * radial(step ? 1 : 3) / (Ball(2) * Ball::pi());
  }
  return out;
}

/// The three expectations, and what the activation lets through of nu.
struct Moments {
  Ball mean_sq, second;
  Kernel kernel;
  const Activation& activation;

  /// E act(nu z) over E act(z). A step does not see nu; of others that are not homogeneous only nu = 1 is known.
  Ball scale(const Ball& nu) const {
    if (activation.is_homogeneous()) return nu;
    if (activation.is_general() && arb_is_one(nu.get()) == 0)
      throw Error(Error::Kind::domain, "by_definition", activation.text() + " is enclosed at |w| = 1 only");
    return 1;
  }
};

/// E act(z) act(z) or E act(z) act(-z), where it is known better than the Hermite series is.
std::optional<Ball> smooth_end(const Activation& activation, bool opposite) {
  if (!activation.analytic()) return std::nullopt;
  if (const auto exact = exact_moments(activation)) return Ball(opposite ? exact->opposite : exact->second);
  const Ball second = hermite_expansion(activation).energy[0];
  if (!opposite) return second;
  // act(-z) = 2c - act(z), of mean c.
  if (const Rational* c = activation.centre()) return Ball(Rational(2 * *c * *c)) - second;
  return std::nullopt;
}

Kernel kernel_of_case(const Activation& activation, const Inputs& at, slong orders) {
  Kernel out = integrate_kernel(activation, {at.phi, at.d}, orders);
  const Rational& turn = at.exact->turn;
  if (turn == 0 || turn == 1)
    if (const std::optional<Ball> end = smooth_end(activation, turn == 1)) out[0] = *end;
  return out;
}

Kernel cached_kernel(const Activation& activation, const Inputs& at, slong orders) {
  if (at.exact == nullptr) return integrate_kernel(activation, {at.phi, at.d}, orders);
  thread_local std::map<std::string, Kernel> cache;
  const std::string key = activation.text() + " " + to_string(at.exact->turn) + " " + std::to_string(working_bits()) +
                          " " + std::to_string(orders);
  const auto found = cache.find(key);
  if (found != cache.end()) return found->second;
  return cache.emplace(key, kernel_of_case(activation, at, orders)).first->second;
}

/// At w = w* (turn 0) or w = -w* (turn 1).
Ball kernel_at_end(const Activation& activation, int turn) {
  Case at;
  at.turn = turn;
  at.a = at.a_star = {1};
  return cached_kernel(activation, inputs_of(at), 1)[0];
}

Ball second_moment_of(const Activation& activation) { return kernel_at_end(activation, 0); }
Ball kernel_at_pi(const Activation& activation) { return kernel_at_end(activation, 1); }

Ball mean_of(const Activation& activation) {
  if (activation.is_general()) {
    if (const Rational* c = activation.centre()) return Ball(*c);
    if (activation.pieces()) return gaussian_mean(derivative_of(*activation.pieces(), 0));
    const auto exact = exact_moments(activation);
    return exact ? Ball(exact->mean) : hermite_expansion(activation).mean;
  }
  if (activation.is_binary()) return second_moment_of(activation);  // act^2 = act
  // E act = E z^+ - slope E z^-; of ReLU the slope is 0.
  return (Ball(1) - Ball(activation.slope())) * radial(1) / sqrt(Ball(2) * Ball::pi());
}

Moments moments_of(const Activation& activation, const Inputs& at, slong orders) {
  Moments out{square(mean_of(activation)), second_moment_of(activation), {}, activation};
  if (orders > 0) out.kernel = cached_kernel(activation, at, orders);
  return out;
}

/// E (sum_i b_i act(Z_i.u)) (sum_j c_j act(Z_j.v)) where `same` is the expectation for i = j: rows with i != j are
/// independent.
Ball pair(const Moments& m, const Vec<Ball>& b, const Vec<Ball>& c, const Ball& same) {
  return m.mean_sq * (sum(b) * sum(c) - dot(b, c)) + same * dot(b, c);
}

Ball loss_of(const Moments& m, const Ball& nu, const Vec<Ball>& a, const Vec<Ball>& a_star, const Ball& cross) {
  const Ball scale = m.scale(nu);
  return (square(scale) * pair(m, a, a, m.second) - Ball(2) * scale * pair(m, a, a_star, cross) +
          pair(m, a_star, a_star, m.second)) /
         Ball(2);
}

Vec<Ball> gradient_a_of(const Moments& m, const Inputs& at) {
  const Ball scale = m.scale(at.nu);
  Vec<Ball> out;
  for (std::size_t i = 0; i < at.a.size(); ++i)
    out.push_back(square(scale) * (m.mean_sq * (at.beta - at.a[i]) + m.second * at.a[i]) -
                  scale * (m.mean_sq * (at.s - at.a_star[i]) + m.kernel[0] * at.a_star[i]));
  return out;
}

/// dL/dphi at this nu.
Ball slope_in_phi(const Moments& m, const Inputs& at) { return -(m.scale(at.nu) * m.kernel[1] * at.alpha); }

/// x (cos phi, sin phi, 0, ...) + y (-sin phi, cos phi, 0, ...): the second vector is the unit tangent away from w*.
Vec<Ball> in_plane(const Inputs& at, const Ball& x, const Ball& y) {
  const Angle<Ball> angle{at.phi, at.d};
  const Ball c = cosine(angle), s = sine(angle);
  Vec<Ball> out(static_cast<std::size_t>(at.p), Ball(0));
  out[0] = x * c - y * s;
  out[1] = x * s + y * c;
  return out;
}

Vec<Ball> gradient_w_of(const Moments& m, const Inputs& at) {
  if (m.activation.is_general())
    throw Error(Error::Kind::domain, "grad_w", m.activation.text() + ": only its part on the sphere is enclosed");
  const Ball along = m.activation.is_homogeneous()
                         ? at.nu * pair(m, at.a, at.a, m.second) - pair(m, at.a, at.a_star, m.kernel[0])
                         : Ball(0);
  return in_plane(at, along, slope_in_phi(m, at) / at.nu);
}

bool same_number(const Ball& x, const Ball& y) {
  return arb_is_exact(x.get()) != 0 && arb_equal(x.get(), y.get()) != 0;
}

/// Units with the same number in a*, one group each: which group a unit is in, and how many units a group has.
struct Groups {
  std::vector<slong> of, size;
  std::vector<std::size_t> first;
};
Groups groups_of(const Vec<Ball>& a_star) {
  Groups out;
  for (std::size_t i = 0; i < a_star.size(); ++i) {
    std::size_t g = 0;
    while (g < out.first.size() && !same_number(a_star[out.first[g]], a_star[i])) ++g;
    if (g == out.first.size()) out.first.push_back(i), out.size.push_back(0);
    out.of.push_back(static_cast<slong>(g));
    ++out.size[g];
  }
  return out;
}

/// The minimiser in a of the loss at unit w where E act(Z.w) act(Z.w*) = cross: its k x k system, solved. The matrix is
/// positive definite (act(z) has a variance) and no exchange of two units changes it: units with equal right sides have
/// equal entries, and one unknown will do for all of them.
Vec<Ball> minimiser(const Moments& m, const Vec<Ball>& a_star, const Ball& cross) {
  const Groups groups = groups_of(a_star);
  const auto n = static_cast<slong>(groups.first.size());
  const Ball s = sum(a_star);
  arb_mat_t matrix, right, solution;
  arb_mat_init(matrix, n, n);
  arb_mat_init(right, n, 1);
  arb_mat_init(solution, n, 1);
  for (slong i = 0; i < n; ++i) {
    const Ball& own = a_star[groups.first[static_cast<std::size_t>(i)]];
    for (slong j = 0; j < n; ++j) {
      const Ball others(groups.size[static_cast<std::size_t>(j)] - (i == j ? 1 : 0));
      arb_set(arb_mat_entry(matrix, i, j), ((i == j ? m.second : Ball(0)) + others * m.mean_sq).get());
    }
    arb_set(arb_mat_entry(right, i, 0), (m.mean_sq * (s - own) + cross * own).get());
  }
  const int solved = arb_mat_solve(solution, matrix, right, working_bits());
  Vec<Ball> out(a_star.size(), Ball::nan());
  if (solved != 0)
    for (std::size_t i = 0; i < out.size(); ++i) arb_set(out[i].get(), arb_mat_entry(solution, groups.of[i], 0));
  arb_mat_clear(matrix);
  arb_mat_clear(right);
  arb_mat_clear(solution);
  return out;
}

/// abar.a* is a quadratic form in a* that no permutation of the units changes, hence x s^2 + y A^2 = A^2 (x r + y): two
/// teachers tell x and y, and so the r at which it vanishes.
Ball threshold_of(const Moments& m, const Ball& cross, int k) {
  Vec<Ball> swing(static_cast<std::size_t>(k), Ball(0)), level(static_cast<std::size_t>(k), Ball(1));
  swing[0] = Ball(1);
  swing[1] = Ball(-1);
  const Ball at_zero = dot(minimiser(m, swing, cross), swing) / Ball(2);
  const Ball at_k = dot(minimiser(m, level, cross), level) / Ball(k);
  return Ball(k) * at_zero / (at_zero - at_k);
}

/// The value of E act(Z.w) act(Z.w*) at which the minimiser in a is orthogonal to a*: a_phi is affine in it.
Ball saddle_value(const Moments& m, const Vec<Ball>& a_star) {
  const Ball at_zero = dot(minimiser(m, a_star, Ball(0)), a_star), at_one = dot(minimiser(m, a_star, Ball(1)), a_star);
  return at_zero / (at_zero - at_one);
}

/// Second derivative along a geodesic orthogonal to the plane of w and w*: cos of the angle is cos(phi) cos(t), so
/// d^2 phi/dt^2 = cot(phi) at t = 0. At a pole all directions are alike.
Ball sphere_curvature(const Moments& m, const Inputs& at) {
  if (at.exact != nullptr && (at.exact->turn == 0 || at.exact->turn == 1)) return -(m.kernel[2] * at.alpha);
  const Angle<Ball> angle{at.phi, at.d};
  return -(m.kernel[1] * at.alpha) * cosine(angle) / sine(angle);
}

void complete(Inputs& at) {
  at.alpha = dot(at.a, at.a_star);
  at.beta = sum(at.a);
  at.s = sum(at.a_star);
  at.A = sqrt(norm_sq(at.a_star));
  at.r = square(at.s) / norm_sq(at.a_star);
  at.w_star.assign(static_cast<std::size_t>(at.p), Ball(0));
  at.w_star[0] = Ball(1);
  at.w = in_plane(at, at.nu, Ball(0));
}

Ball widened(const Rational& x, const Rational& radius) {
  return Ball::hull(Ball(Rational(x - radius)), Ball(Rational(x + radius)));
}

}  // namespace

Inputs inputs_at(int p, const Angle<Ball>& angle, const Ball& nu, const Vec<Ball>& a, const Vec<Ball>& a_star) {
  Inputs out;
  out.k = static_cast<int>(a_star.size());
  out.p = p;
  out.phi = angle.phi;
  out.d = angle.d;
  out.nu = nu;
  out.a = a;
  out.a_star = a_star;
  complete(out);
  return out;
}

Inputs inputs_of(const Case& at) {
  Vec<Ball> a, a_star;
  for (const Rational& x : at.a) a.push_back(Ball(x));
  for (const Rational& x : at.a_star) a_star.push_back(Ball(x));
  Inputs out = inputs_at(at.p, angle_at(at.turn), Ball(at.nu), a, a_star);
  out.k = at.k;
  out.exact = &at;
  return out;
}

Inputs box_around(const Case& centre, const Rational& radius) {
  Inputs out;
  out.k = centre.k;
  out.p = centre.p;
  const Rational lo = std::max(Rational(0), Rational(centre.turn - radius));
  const Rational hi = std::min(Rational(1), Rational(centre.turn + radius));
  out.phi = Ball::hull(Ball(lo), Ball(hi)) * Ball::pi();
  out.d = Ball::hull(Ball(Rational(1 - lo)), Ball(Rational(1 - hi))) * Ball::pi();
  out.nu = widened(centre.nu, radius);
  for (const Rational& x : centre.a) out.a.push_back(widened(x, radius));
  for (const Rational& x : centre.a_star) out.a_star.push_back(widened(x, radius));
  complete(out);
  return out;
}

Vec<Ball> by_definition(Quantity quantity, const Activation& activation, const Inputs& at) {
  using enum Quantity;
  const Ball two_pi = Ball(2) * Ball::pi();
  const auto moments = [&](slong orders) { return moments_of(activation, at, orders); };
  switch (quantity) {
    case mean: return {mean_of(activation)};
    case second_moment: return {second_moment_of(activation)};
    case dual_kernel: return {two_pi * moments(1).kernel[0]};
    case dual_kernel_slope: return {two_pi * moments(2).kernel[1]};
    case dual_kernel_curvature: return {two_pi * moments(3).kernel[2]};
    case loss: {
      const Moments m = moments(1);
      return {loss_of(m, at.nu, at.a, at.a_star, m.kernel[0])};
    }
    case grad_a: return gradient_a_of(moments(1), at);
    case grad_w: return gradient_w_of(moments(2), at);
    case grad_w_sphere: return in_plane(at, Ball(0), slope_in_phi(moments(2), at) / at.nu);
    case best_a: {
      const Moments m = moments(1);
      return minimiser(m, at.a_star, m.kernel[0]);
    }
    case spurious_a: return minimiser(moments(0), at.a_star, kernel_at_pi(activation));
    case spurious_alpha: return {dot(minimiser(moments(0), at.a_star, kernel_at_pi(activation)), at.a_star)};
    case spurious_loss: {
      const Moments m = moments(0);
      const Ball cross = kernel_at_pi(activation);
      return {loss_of(m, Ball(1), minimiser(m, at.a_star, cross), at.a_star, cross)};
    }
    case threshold_r: return {threshold_of(moments(0), kernel_at_pi(activation), at.k)};
    case saddle_kernel: return {two_pi * saddle_value(moments(0), at.a_star)};
    case hessian_phi_phi: return {-(moments(3).kernel[2] * at.alpha)};
    case hessian_phi_a: {
      const Moments m = moments(2);
      Vec<Ball> out;
      for (const Ball& x : at.a_star) out.push_back(-(m.kernel[1] * x));
      return out;
    }
    case hessian_sphere: return {sphere_curvature(moments(3), at)};
    case hessian_a_a: {
      const Moments m = moments(0);
      const Ball scale = square(m.scale(at.nu));
      return {scale * (m.second - m.mean_sq), scale * m.mean_sq};
    }
  }
  return {};
}

std::array<Ball, 3> kernel_by_definition(const Activation& activation, const Inputs& at, int orders) {
  return cached_kernel(activation, at, orders);
}

}  // namespace noiseproof
