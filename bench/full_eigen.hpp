#pragma once
// Perturbed gradient descent (normalized noise) on the full vectors with Eigen, for the benchmark.
#include <cstdint>

namespace noiseproof::bench {

struct Setting {
  int k, p;
  double r, eta, rho_w, rho_a;
};

struct Sums {
  double phi = 0, phi_sq = 0, loss = 0, loss_sq = 0;
};

/// `runs` runs of `steps` steps from the angle 2 and a = 0; sums over the ends.
Sums run_eigen(const Setting& setting, std::uint32_t steps, std::uint32_t runs);

/// Only the random numbers of that.
double draw_like_eigen(const Setting& setting, std::uint32_t steps, std::uint32_t runs);

}  // namespace noiseproof::bench
