#include "smoothing/smoothed_landscape.hpp"

#include <vector>

#include "smoothing/gegenbauer.hpp"

namespace noiseproof {

SmoothedPoles smoothed_poles(const Landscape& z, const SmoothingNoise& noise) {
  const Ball m1 = mean_length(noise), two_pi = Ball(2) * Ball::pi();
  // The odd part of G is (pi/2) mu_1 cos phi: so G(0) - G(pi) = pi mu_1 = G''(pi) - G''(0).
  const Ball odd = Ball::pi() * (noise.injection == Injection::raw ? Ball(1) : mean_gegenbauer(noise, 1));
  const Ball low = smoothed_kernel_at_pi(noise), high = low + odd;
  const Landscape mean = landscape(z.instance, z.q, z.v, low, m1, mean_square_length(noise));
  const bool slow_series = noise.injection == Injection::normalized && noise.rho < 2;
  const Ball bend = slow_series ? curvature_at_pi_by_integral(noise) : smoothed_slope(noise)(Ball(-1));  // G''(pi)
  SmoothedPoles out;
  out.share = low / m1;
  out.spurious.alpha = mean.alpha_bar();
  out.spurious.curvature = -out.spurious.alpha * bend / two_pi;
  out.optimum.alpha = mean.best_alpha(high);
  out.optimum.curvature = out.optimum.alpha * (odd - bend) / two_pi;
  out.excess = mean.excess(low, high);
  return out;
}

Verdict falls_in_angle(const SmoothingNoise& noise, int& boxes) {
  const std::function<Ball(const Ball&)> slope = smoothed_slope(noise);
  if (noise.injection == Injection::raw) {
    boxes = 1;
    return is_positive(slope(Ball(-1)));  // the least: q'' = kappa > 0 (docs/smoothing.md)
  }
  // There beyond a right angle by the pairing of docs/smoothing.md: next to pi G' is smaller than the series knows it.
  const bool paired = noise.rho < 1;
  std::vector<Bounds> open{{paired ? 0 : -1, 1}};
  boxes = 0;
  while (!open.empty()) {
    const Bounds box = open.back();
    open.pop_back();
    const Verdict rises = is_positive(slope(ball_over(box)));
    if (rises == Verdict::refuted) return rises;
    if (rises == Verdict::proved) {
      ++boxes;
      continue;
    }
    if (box.hi - box.lo < Rational(1, 1024)) return Verdict::undecided;
    const Rational middle = (box.lo + box.hi) / 2;
    open.push_back({box.lo, middle});
    open.push_back({middle, box.hi});
  }
  return Verdict::proved;
}

std::optional<Bounds> smoothed_saddle(const Landscape& z, const SmoothingNoise& noise, int bits) {
  const Ball level = mean_length(noise) * z.gamma;
  const FunctionAtRational below = [&noise, level, kernel = smoothed_kernel_of(noise)](const Rational& t) {
    return level - (t == 1 ? smoothed_kernel_at_pi(noise) : kernel(angle_at(t)).value);
  };
  return bracket_smooth_root(below, {0, 1}, bits);
}

}  // namespace noiseproof
