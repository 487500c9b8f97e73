#pragma once
// Plain Monte Carlo of the definition: draw Z, run both networks, average. No formula of the theory is used; the only
// witness that does not even expand the square. Sampled evidence for C01 - C03.
#include <cstdint>

#include "model/network.hpp"

namespace noiseproof {

/// A sample mean with its standard error.
struct Estimate {
  double mean;
  double error;
  /// How many standard errors `exact` is away from the mean.
  double deviations(double exact) const { return (mean - exact) / error; }
};

struct LossSample {
  Estimate loss;          ///< of 1/2 (f(Z; w, a) - f(Z; w*, a*))^2
  Vec<Estimate> gradient_w;  ///< of the per-example gradients, shape (p)
  Vec<Estimate> gradient_a;  ///< shape (k)
};

/// Averages over `samples` draws of Z (k x p standard normals each). The same for every number of threads.
LossSample sample_loss(const Student<double>& student, const Teacher<double>& teacher, long samples, std::uint64_t seed);

/// E relu(Z.w) relu(Z.v) by averaging.
Estimate sample_kernel(const Vec<double>& w, const Vec<double>& v, long samples, std::uint64_t seed);

}  // namespace noiseproof
