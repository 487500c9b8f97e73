#pragma once
// Phase I of a certified schedule for the tests: the schedules, and one step by its definition on full vectors.
#include <doctest/doctest.h>

#include <cmath>

#include "dynamics/random.hpp"
#include "escape/find_schedule.hpp"
#include "instances.hpp"

namespace noiseproof {

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

/// The bound at a student, where Y is large enough for both: by the one for Y <= Y_s or by the other.
inline double bound(const DriftSetting& z, const DriftQuadrature& quadrature, DriftPart part, double Y, double alpha) {
  const double s = z.step.middle() * alpha;
  const double place = part == DriftPart::pole ? std::asinh(std::sqrt(Y / z.delta.middle())) : -0.5 * std::log(Y);
  const Interval X =
      part == DriftPart::pole ? step_size(z, quadrature, Interval::exactly(s), Interval::exactly(place)) : 0;
  return drift_value<Interval>(z, quadrature.nodes(), part, Interval::exactly(place), Interval::exactly(s), X).hi();
}

struct Worst {
  double least = 1e9, largest = -1e9;  ///< of (bound - mean), in the bound's own distance from 1
};

/// Over students of the box: the bound for alpha~, with what finite noise costs, against the mean by definition.
inline Worst compare_with_mean(const Instance& instance, const PhaseOne& phase, DriftPart part, double Y_low,
                               double Y_high) {
  const EscapeInstance at(instance, phase.law);
  const DriftSetting z(at, instance.norm_sq * instance.r / instance.k, phase);
  const DriftQuadrature quadrature(at, 32);
  const Definition definition(instance, phase);
  const double theta = (part == DriftPart::good ? z.theta2 : z.theta1).middle(), rho = phase.rho_a.convert_to<double>();
  const double cost =
      (1 - phase.lambda.convert_to<double>()) / (part == DriftPart::good ? z.limit2 : z.limit1).middle();
  Worst out;
  for (std::uint32_t run = 0; run < 8; ++run) {
    Stream random(3, run, 0, Purpose::probe);
    const auto in = [&](const Interval& range) { return range.lo() + (range.hi() - range.lo()) * random.uniform(); };
    const double x = in(z.box.x.range), y = in(z.box.y.range), Y = Y_low * std::pow(Y_high / Y_low, random.uniform());
    const double turn = 6.283 * random.uniform(), eps1 = rho * std::cos(turn), eps2 = rho * std::sin(turn);
    const double alpha = definition.e(0) * (x + eps1) + definition.e(1) * (y + eps2);
    const double mean = definition.mean(Y, x, y, eps1, eps2, theta),
                 above = bound(z, quadrature, part, Y, alpha) * cost;
    out.least = std::min(out.least, above - mean);
    out.largest = std::max(out.largest, (above - mean) / std::fabs(1 - mean));
  }
  return out;
}

/// The bounds lie above the mean by definition, and near it: by the pole up to Y = `pole`, from `away` on elsewhere.
inline void check_bounds(const Instance& instance, const PhaseOne& phase, double pole, double away) {
  for (const Worst& w :
       {compare_with_mean(instance, phase, DriftPart::pole, phase.delta.convert_to<double>() / 30, pole),
        compare_with_mean(instance, phase, DriftPart::away, away, 8),
        compare_with_mean(instance, phase, DriftPart::good, 1, 20)}) {
    CHECK(w.least > -1e-5);  // the oracle's own error
    CHECK(w.largest < 0.6);
  }
}

}  // namespace noiseproof
