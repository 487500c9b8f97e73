#include "full_eigen.hpp"

#include <Eigen/Core>
#include <cmath>
#include <numbers>

#include "dynamics/random.hpp"

namespace noiseproof::bench {
namespace {

using Vector = Eigen::VectorXd;
constexpr double kPi = std::numbers::pi;

void draw_gaussians(Stream& stream, Vector& out) {
  for (double& x : out) x = stream.gaussian();
}

void draw_ball(Stream& stream, double rho, Vector& out) {
  draw_gaussians(stream, out);
  out *= rho * std::pow(stream.uniform(), 1.0 / static_cast<double>(out.size())) / out.norm();
}

/// No temporaries in the loop but the two displacements.
struct Chain {
  Vector w_star, a_star, w, a, xi, epsilon;
  double s;

  explicit Chain(const Setting& setting)
      : w_star(Vector::Unit(setting.p, 0)),
        a_star(Vector::Constant(setting.k, std::sqrt(setting.r) / setting.k)),
        xi(setting.p),
        epsilon(setting.k) {
    const double swing = std::sqrt((1 - setting.r / setting.k) / 2);
    a_star[0] += swing;
    a_star[1] -= swing;
    s = a_star.sum();
    restart();
  }
  void restart() {
    w = std::cos(2.0) * w_star;
    w[1] = std::sin(2.0);
    a.setZero(a_star.size());
  }
  double angle(const Vector& v) const { return 2 * std::atan2((v - w_star).norm(), (v + w_star).norm()); }

  void step(const Setting& setting, std::uint32_t run, std::uint32_t count) {
    Stream weights(1, run, count, Purpose::noise_w), outputs(1, run, count, Purpose::noise_a);
    draw_ball(weights, setting.rho_w, xi);
    draw_ball(outputs, setting.rho_a, epsilon);
    xi += w;
    xi.normalize();
    epsilon += a;
    const double phi = angle(xi), c = setting.eta / (2 * kPi), g = std::sin(phi) + (kPi - phi) * std::cos(phi);
    const double pull = c * epsilon.dot(a_star) * (kPi - phi);
    a.array() -= c * (epsilon.sum() - s);
    a -= c * ((kPi - 1) * epsilon - (g - 1) * a_star);
    w += pull * (w_star - std::cos(phi) * xi);
    w.normalize();
  }
  double loss() const {
    const double phi = angle(w), g = std::sin(phi) + (kPi - phi) * std::cos(phi), sum = a.sum() - s;
    return (sum * sum + (kPi - 1) * (a - a_star).squaredNorm() + 2 * (kPi - g) * a.dot(a_star)) / (4 * kPi);
  }
};

}  // namespace

Sums run_eigen(const Setting& setting, std::uint32_t steps, std::uint32_t runs) {
  Chain chain(setting);
  Sums out;
  for (std::uint32_t run = 0; run < runs; ++run) {
    chain.restart();
    for (std::uint32_t i = 0; i < steps; ++i) chain.step(setting, run, i);
    const double phi = chain.angle(chain.w), loss = chain.loss();
    out.phi += phi, out.phi_sq += phi * phi, out.loss += loss, out.loss_sq += loss * loss;
  }
  return out;
}

double draw_like_eigen(const Setting& setting, std::uint32_t steps, std::uint32_t runs) {
  Chain chain(setting);
  double total = 0;
  for (std::uint32_t run = 0; run < runs; ++run)
    for (std::uint32_t i = 0; i < steps; ++i) {
      Stream weights(1, run, i, Purpose::noise_w), outputs(1, run, i, Purpose::noise_a);
      draw_gaussians(weights, chain.xi);
      draw_gaussians(outputs, chain.epsilon);
      total += chain.xi[0] + chain.epsilon[0];
    }
  return total;
}

}  // namespace noiseproof::bench
