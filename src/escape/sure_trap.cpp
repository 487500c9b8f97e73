#include "escape/sure_trap.hpp"

namespace noiseproof {

Verdict SureTrap::conditions() const {
  return both(is_nonnegative(room), both(is_nonnegative(Ball(1) - turn), is_nonnegative(Ball(1) - pull)));
}

SureTrap sure_trap(const Landscape& z, const Rational& eta, const Rational& rho_w, const Rational& rho_a) {
  const Ball step = Ball(eta) / (Ball(2) * Ball::pi()), twice = Ball(2) * asin(Ball(rho_w));
  const Ball kernel = h(twice), moved = Ball(rho_a) * (z.e1 + z.e2 + sqrt(z.norm_sq));
  return {kernel, z.kappa_sq * (z.gamma - kernel) - moved, step * twice * (moved - z.alpha_bar()), step * z.lambda1};
}

std::optional<Bounds> sure_trap_level(const Landscape& z) {
  const std::optional<Bounds> complement = saddle_complement_bounds(z);
  if (!complement) return std::nullopt;
  return outward(sin(ball_over(*complement) / Ball(2)));
}

}  // namespace noiseproof
