#pragma once
// For the tests of src/smoothing: values from text, closeness of balls, and the mean loss over a in plain doubles.
#include "model/network.hpp"
#include "smoothing/critical_level.hpp"

namespace smoothing_checks {

using namespace noiseproof;

inline constexpr Injection kBoth[] = {Injection::raw, Injection::normalized};

/// Overlap, and no wider than 2^-bits of max(1, |value|).
inline bool same(const Ball& u, const Ball& v, int bits) {
  const Ball both = Ball::hull(min(u, v), max(u, v)), width = both.upper() - both.lower();
  const Ball allowed = max(Ball(1), abs(both)) * Ball(power_of_two(-bits));
  return overlaps(u, v) && is_less(width, allowed) == Verdict::proved;
}

inline Ball distance(const Ball& u, const Ball& v) { return abs(u - v); }

inline Rational ratio(const char* text) { return parse_rational(text, "test"); }

inline Ball kernel_at(const SmoothingNoise& noise, const Rational& t) {
  return smoothed_kernel(noise, angle_at(t)).value;
}

inline Bounds level(int p, Injection injection, const char* r, int digits = 30, int k = 25) {
  return critical_noise_level(p, injection, k, ratio(r), digits).value();
}

/// 4 pi times the mean loss up to a constant, m2 a'Ma - 2 a'(m1 (11' - I) + g I) a*, for one teacher.
struct PlainMeanLoss {
  Vec<double> a_star;
  double m1, m2;

  Vec<double> target(double g) const {
    Vec<double> out;
    for (const double x : a_star) out.push_back(m1 * (sum(a_star) - x) + g * x);
    return out;
  }
  double at(const Vec<double>& a, double g) const {
    return m2 * (sum(a) * sum(a) + (pi<double>() - 1) * norm_sq(a)) - 2 * dot(a, target(g));
  }
  /// Where it is least: m2 (11' + (pi-1) I) a = target.
  Vec<double> best_a(double g) const {
    Vec<double> out = target(g);
    const double total = sum(out) / (static_cast<double>(out.size()) + pi<double>() - 1);
    for (double& x : out) x = (x - total) / ((pi<double>() - 1) * m2);
    return out;
  }
};

}  // namespace smoothing_checks
