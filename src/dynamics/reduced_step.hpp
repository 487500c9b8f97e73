#pragma once
// One step of perturbed gradient descent in reduced coordinates: as many numbers as symmetry needs, whatever k and p.
//
// docs/dynamics.md derives what follows. A student is seen through
//   w = cos(phi) w* + sin(phi) e          e: the unit normal of w* in the plane of both; phi in [0, pi]
//   a = a* + X u1 + Y u2 + q v            X = x - e1, Y = y - e2; v: a unit vector orthogonal to u1 and u2, q >= 0
// and the displacements through their components in these frames,
//   xi  = xi1 w* + xi2 e + (a part orthogonal to both, of squared length xi3_sq)
//   eps = eps1 u1 + eps2 u2 + eps3 v + (a part orthogonal to all three, of squared length eps4_sq).
// Both steps are exact for given displacements (tests/unit/reduced_test.cpp compares them with perturbed_step), and
// the law of the components does not depend on where e and v point, as balls are round: so (phi, X, Y, q) is a Markov
// chain, equal in law to what the full-vector algorithm does to these numbers.
//
// (cos phi, sin phi) is carried rather than phi: no angle has to be unrolled, and sin phi stays accurate at both ends.
// Likewise the gaps X and Y rather than x and y.
#include "dynamics/lane_math.hpp"

namespace noiseproof {

/// A student in reduced coordinates.
struct ReducedState {
  double cosine;    ///< cos phi
  double sine;      ///< sin phi >= 0
  double x_gap;     ///< X = x - e1
  double y_gap;     ///< Y = y - e2
  double residual;  ///< q >= 0, the length of the part of a outside span(1, a*)
};

/// Displacements by their components.
struct ReducedNoise {
  double xi1, xi2, xi3_sq;
  double eps1, eps2, eps3, eps4_sq;
};

/// How to draw the components of a point uniform in the unit ball of R^n (docs/dynamics.md): uniform in it are the
/// first n coordinates of the sphere of R^{n+2}, and a pair of those has the squared length 1 - V^{2/n}, V uniform,
/// and leaves a sphere of squared radius V^{2/n} to the others. Where n is used up, exponents are any positive number
/// and the flags (1 or 0) strike out what does not exist.
struct BallShape {
  double pair_power, pair_first, pair_second;  ///< 2/n; n >= 1; n >= 2
  double next_power, next_first, next_second;  ///< the same for the n-2 others
  double rest_power, rest;                     ///< and the rest, as one length
};

/// The constants of an instance.
struct ReducedSystem {
  double k;
  double e1, e2;
  BallShape outputs;                        ///< of the ball of R^k
  double xi_power, xi_rest_power, xi_rest;  ///< of the ball of R^p, p >= 2: a pair and the rest

  ReducedSystem(int k, int p, double e1, double e2);
};

/// Two coordinates of a point of a sphere, and the squared radius that is left to the others. Accuracy: the radius of
/// the pair to some n units of 2^-53, as 1 - V^{2/n} is a difference; that is far below what shows in law (n <=
/// 100,000).
struct LanePair {
  double first, second, left;
};

NOISEPROOF_LANE LanePair lane_pair(double left, double power, double radius_uniform, double angle_uniform) {
  const double share = lane_power(radius_uniform, power);
  const double radius = std::sqrt(left * (1 - share));
  const SineCosine turn = lane_turn(angle_uniform);
  return {radius * turn.cosine, radius * turn.sine, left * share};
}

constexpr int kUniformsPerStep = 8;

/// Displacements from eight uniform numbers u[0], u[stride], u[2 stride], ...
NOISEPROOF_LANE ReducedNoise lane_noise(const ReducedSystem& system, double rho_w, double rho_a, const double* u,
                                        int stride) {
  const LanePair xi = lane_pair(rho_w * rho_w, system.xi_power, u[0], u[stride]);
  const BallShape& a = system.outputs;
  const LanePair pair = lane_pair(rho_a * rho_a, a.pair_power, u[3 * stride], u[4 * stride]);
  const LanePair next = lane_pair(pair.left, a.next_power, u[5 * stride], u[6 * stride]);
  const double fourth = a.next_second * next.second;
  return {xi.first,
          xi.second,
          system.xi_rest * xi.left * lane_power(u[2 * stride], system.xi_rest_power),
          a.pair_first * pair.first,
          a.pair_second * pair.second,
          a.next_first * next.first,
          fourth * fourth + a.rest * next.left * lane_power(u[7 * stride], a.rest_power)};
}

/// What the gradient sees at the displaced student w~ = w + xi.
struct LaneView {
  double along, across, rest_sq;  ///< w~ in the frame of w; squared length of its part outside
  double nu_sq, nu, inverse;      ///< of its length: squared, itself, 1/nu
  double cosine, sine;            ///< of phi~ = angle(w~, w*)
  double d;                       ///< pi - phi~
  double deficit;                 ///< pi - g(phi~)
};

NOISEPROOF_LANE LaneView lane_view(const ReducedNoise& noise, const ReducedState& z) {
  const double along = z.cosine + noise.xi1, across = z.sine + noise.xi2;
  const double off_axis_sq = across * across + noise.xi3_sq, off_axis = std::sqrt(off_axis_sq);
  const double nu_sq = along * along + off_axis_sq, nu = std::sqrt(nu_sq);
  const double acute = lane_acute_angle(std::abs(along), off_axis, nu);
  const double d = along >= 0 ? std::numbers::pi - acute : acute;
  const double inverse = 1 / nu, cosine = along * inverse, sine = off_axis * inverse;
  return {along, across, noise.xi3_sq, nu_sq, nu, inverse, cosine, sine, d, std::numbers::pi - (sine + d * cosine)};
}

/// The unit vector along `along` w* + `across` e + (a part outside, of squared length rest_sq), as cos and sin.
NOISEPROOF_LANE void lane_set_direction(double along, double across, double rest_sq, ReducedState& z) {
  const double off_axis_sq = across * across + rest_sq;
  const double scale = 1 / std::sqrt(along * along + off_axis_sq);
  z.cosine = along * scale;
  z.sine = std::sqrt(off_axis_sq) * scale;
}

/// q after a step that multiplies the part outside by 1 - shrink and its displacement by -shrink.
NOISEPROOF_LANE void lane_shrink_residual(double shrink, const ReducedNoise& noise, ReducedState& z) {
  const double along = (1 - shrink) * z.residual - shrink * noise.eps3;
  z.residual = std::sqrt(along * along + shrink * shrink * noise.eps4_sq);
}

/// One step, noise normalized: w~ = Proj(w + xi), the gradient in w projected on the tangent space of w~.
NOISEPROOF_LANE void lane_step_normalized(const ReducedSystem& system, double eta, const ReducedNoise& noise,
                                          ReducedState& z) {
  constexpr double pi = std::numbers::pi;
  const double c = eta / (2 * pi);
  const LaneView v = lane_view(noise, z);
  const double x = z.x_gap + noise.eps1, y = z.y_gap + noise.eps2;
  const double alpha = system.e1 * (system.e1 + x) + system.e2 * (system.e2 + y);
  // w+ is along w + kappa (w* - cos(phi~) w~), as |w~| = 1.
  const double kappa = c * alpha * v.d, pull = kappa * v.cosine * v.inverse;
  lane_set_direction(z.cosine + kappa * v.sine * v.sine, z.sine - pull * v.across, pull * pull * v.rest_sq, z);
  z.x_gap -= c * ((system.k - 1 + pi) * x + v.deficit * system.e1);
  z.y_gap -= c * ((pi - 1) * y + v.deficit * system.e2);
  lane_shrink_residual(c * (pi - 1), noise, z);
}

/// One step, noise raw: w~ = w + xi, the gradient in w projected on the tangent space of w.
NOISEPROOF_LANE void lane_step_raw(const ReducedSystem& system, double eta, const ReducedNoise& noise,
                                   ReducedState& z) {
  constexpr double pi = std::numbers::pi;
  const double c = eta / (2 * pi), e1 = system.e1, e2 = system.e2, k = system.k;
  const LaneView v = lane_view(noise, z);
  const double ax = e1 + z.x_gap + noise.eps1, ay = e2 + z.y_gap + noise.eps2, aq = z.residual + noise.eps3;
  const double alpha = e1 * ax + e2 * ay;
  // 2 pi grad_w L(w~) = push w~ - alpha d~ w*.
  const double form = k * ax * ax + (pi - 1) * (ax * ax + ay * ay + aq * aq + noise.eps4_sq);  // a~'M a~
  const double push = form - (k * e1 * ax - alpha + alpha * v.sine) * v.inverse;
  // Orthogonal to w, in the plane: w~ - (w.w~) w = across_w (sin phi, -cos phi), w* - (w.w*) w = sin phi (sin phi, -cos
  // phi).
  const double across_w = z.sine * noise.xi1 - z.cosine * noise.xi2;
  const double turn = c * (push * across_w - alpha * v.d * z.sine);
  lane_set_direction(z.cosine - turn * z.sine, z.sine + turn * z.cosine, (c * push) * (c * push) * v.rest_sq, z);
  const double scale = c * v.nu;
  z.x_gap -= scale * ((k - 1 + pi) * (v.nu * ax - e1) + v.deficit * e1);
  z.y_gap -= scale * ((pi - 1) * (v.nu * ay - e2) + v.deficit * e2);
  lane_shrink_residual(c * v.nu_sq * (pi - 1), noise, z);
}

}  // namespace noiseproof
