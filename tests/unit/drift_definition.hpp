#pragma once
// Phase I of a certified schedule (claim C13), for its tests: the schedules they are about, and the step's definition
// on full vectors.
#include <cmath>

#include "escape/setting.hpp"

namespace drift_definition {

using namespace noiseproof;

inline Rational q(const char* text) { return parse_rational(text, "test"); }

/// The schedule of the default instance that the tests below are about.
inline PhaseOne default_phase() {
  PhaseOne out;
  out.eta = q("0.405");
  out.rho_w = 1'000'000;
  out.rho_a = q("0.0001");
  out.burn_in = 18;
  out.steps = 1100;
  out.theta1 = q("1.5");
  out.theta2 = 13;
  out.delta = q("6.5e-5");
  out.corrector = q("1.04");
  out.good_cot_sq = q("1.2846");
  out.split = Rational(1, 2);
  out.top = 42;
  out.lambda = q("0.03");
  return out;
}

/// The same at a moderate level, with the exact law.
inline PhaseOne moderate_phase() {
  PhaseOne out = default_phase();
  out.eta = q("0.4149");
  out.rho_w = 25;
  out.burn_in = 22;
  out.theta2 = q("20.4");
  out.delta = q("4.34e-5");
  out.corrector = q("0.963");
  out.good_cot_sq = q("1.528");
  out.top = q("25.6");
  out.lambda = q("0.03");
  out.law = ExactLaw{q("2.555"), q("1.02423")};
  return out;
}

/// One step as docs/mathematics.md section 5 has it, in vectors of R^3 and R^k, and the Lyapunov function from its
/// definition.
class Definition {
 public:
  Definition(const Instance& instance, const PhaseOne& phase) : k_(instance.k), p_(instance.p) {
    const double pi = std::acos(-1.0), A = std::sqrt(instance.norm_sq.convert_to<double>());
    const double r = instance.r.convert_to<double>();
    c_ = phase.eta.convert_to<double>() / (2 * pi);
    delta_ = phase.delta.convert_to<double>();
    K_ = phase.corrector.convert_to<double>();
    e_[0] = A * std::sqrt(r / k_);
    e_[1] = A * std::sqrt(1 - r / k_);
    lambda_[0] = k_ + pi - 1;
    lambda_[1] = pi - 1;
    nu_ = pi * (1 - 1.0 / p_);
    // The means of sin and of g over the sphere, by Simpson's rule.
    const int n = 4000;
    double total = 0, sum = 0;
    for (int i = 0; i <= n; ++i) {
      const double f = pi * i / n, w = (i == 0 || i == n ? 1 : 2 + 2 * (i % 2)) * std::pow(std::sin(f), p_ - 2);
      total += w;
      sum += w * kernel(f);
    }
    mean_kernel_ = sum / total;
    rho_ = phase.law ? phase.rho_w.convert_to<double>() : 0;
    if (!phase.law) return;
    nu_ = phase.law->nu.convert_to<double>();
    mean_kernel_ = phase.law->gbar.convert_to<double>();
  }

  double e(int i) const { return e_[i]; }

  /// E (R+/R)^theta over the uniform direction, or that of w + a uniform point of the ball of radius rho, at
  /// cot^2(phi/2) = Y, a = x u1 + y u2, and eps in that plane.
  double mean(double Y, double x, double y, double eps1, double eps2, double theta) const {
    const double pi = std::acos(-1.0), phi = 2 * std::atan(1 / std::sqrt(Y));
    const int n = 600, m = 120;
    double total = 0, sum = 0;
    for (int i = 0; i < n; ++i) {
      const double f = pi * (i + 0.5) / n, w = std::pow(std::sin(f), p_ - 2);
      for (int j = 0; j < (p_ == 2 ? 2 : m); ++j) {
        // zeta = cos of a uniform angle with the weight sin^{p-3}.
        const double turn = p_ == 2 ? pi * j : pi * (j + 0.5) / m, v = p_ == 2 ? 1 : std::pow(std::sin(turn), p_ - 3);
        total += w * v;
        sum += w * v * density(std::cos(phi) * std::cos(f) + std::sin(phi) * std::sin(f) * std::cos(turn)) *
               std::pow(ratio(phi, Y, x, y, eps1, eps2, f, std::cos(turn)), theta);
      }
    }
    return sum / total;
  }

  /// nu Lc - K Q
  double term(double x, double y) const {
    const double b[2] = {x - e_[0] * (k_ - 1 + mean_kernel_) / lambda_[0], y - e_[1] * (mean_kernel_ - 1) / lambda_[1]};
    double q = 0;
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j) q += b[i] * b[j] * 2 * e_[i] * e_[j] / (lambda_[i] + lambda_[j]);
    return nu_ * (e_[0] * x / lambda_[0] + e_[1] * y / lambda_[1]) - K_ * q;
  }

 private:
  /// The part of the ball around w that lies within a thin cone, over the cone's part of all directions.
  double density(double x) const {
    return rho_ == 0 ? 1 : std::pow((x + std::sqrt(rho_ * rho_ - 1 + x * x)) / rho_, p_);
  }
  static double kernel(double f) { return std::sin(f) + (std::acos(-1.0) - f) * std::cos(f); }

  double ratio(double phi, double Y, double x, double y, double eps1, double eps2, double f, double zeta) const {
    const double pi = std::acos(-1.0);
    const double w[3] = {std::cos(phi), std::sin(phi), 0};
    const double noisy[3] = {std::cos(f), std::sin(f) * zeta, std::sin(f) * std::sqrt(std::max(0.0, 1 - zeta * zeta))};
    const double alpha = e_[0] * (x + eps1) + e_[1] * (y + eps2), length = c_ * alpha * (pi - f);
    double moved[3], norm = 0;
    for (int i = 0; i < 3; ++i) {
      moved[i] = w[i] + length * ((i == 0 ? 1 : 0) - noisy[0] * noisy[i]);
      norm += moved[i] * moved[i];
    }
    const double cosine = moved[0] / std::sqrt(norm), after = (1 + cosine) / (1 - cosine);
    const double g = kernel(f);
    const double x1 = x - c_ * (lambda_[0] * (x + eps1) - (k_ - 1 + g) * e_[0]);
    const double y1 = y - c_ * (lambda_[1] * (y + eps2) - (g - 1) * e_[1]);
    return (Y + delta_) / (after + delta_) * std::exp(term(x, y) - term(x1, y1));
  }

  int k_, p_;
  double c_, delta_, K_, nu_, mean_kernel_, rho_, e_[2], lambda_[2];
};

}  // namespace drift_definition
