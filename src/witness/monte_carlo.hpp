#pragma once
// Plain Monte Carlo of the definition: draw Z, run both networks, average. No formula of the theory is used; the only
// witness that does not even expand the square. Sampled evidence for C01 - C03.
#include <cstdint>
#include <functional>

#include "dynamics/random.hpp"
#include "dynamics/schedule.hpp"
#include "model/activation.hpp"
#include "model/network.hpp"

namespace noiseproof {

/// A sample mean with its standard error.
struct Estimate {
  double mean;
  double error;
  /// How many standard errors `exact` is away from the mean.
  double deviations(double exact) const { return (mean - exact) / error; }
};

/// Averages over `samples` draws of the `count` quantities that `draw` computes from one. The numbers of a draw come
/// from its stream, which is a function of (seed, experiment, number of the block of draws): the same for every number
/// of threads. `draw` is called from several threads.
Vec<Estimate> average(std::size_t count, long samples, std::uint64_t seed, std::uint32_t experiment,
                      const std::function<void(Stream&, Vec<double>&)>& draw);

struct LossSample {
  Estimate loss;             ///< of 1/2 (f(Z; w, a) - f(Z; w*, a*))^2
  Vec<Estimate> gradient_w;  ///< of the per-example gradients, shape (p)
  Vec<Estimate> gradient_a;  ///< shape (k)
};

/// Averages over `samples` draws of Z (k x p standard normals each). The same for every number of threads. With another
/// activation the gradient is what training uses: its derivative is taken piece by piece, so a step has derivative 0.
LossSample sample_loss(const Student<double>& student, const Teacher<double>& teacher, long samples, std::uint64_t seed,
                       const Activation& activation = {});

/// The covariance of the per-example gradient in R^p x R^k, from the same draws of the whole of Z: the products of the
/// deviations from `mean` (shape (p + k): w, then a), the gradient of the population loss. Row by row of the lower
/// triangle: (0,0), (1,0), (1,1), (2,0), ... Claim C15.
Vec<Estimate> sample_gradient_covariance(const Student<double>& student, const Teacher<double>& teacher,
                                         const Vec<double>& mean, long samples, std::uint64_t seed);

/// E act(Z.w) act(Z.v) by averaging.
Estimate sample_kernel(const Vec<double>& w, const Vec<double>& v, long samples, std::uint64_t seed,
                       const Activation& activation = {});

/// The smoothed kernel G_rho(phi) = 2 pi E relu(Z.w~) relu(Z.w*), w~ = w + xi with xi uniform in the ball of radius rho
/// of R^p, divided by its length for normalized noise: Z and xi are both drawn, not even the dual kernel is used.
/// Claims C16, C17.
Estimate sample_smoothed_kernel(int p, double rho, Injection injection, double phi, long samples, std::uint64_t seed);

}  // namespace noiseproof
