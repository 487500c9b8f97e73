#pragma once
// Counter-based randomness (Philox4x32-10, Salmon et al., SC 2011): every number is a function of
// (seed, run, step, purpose, slot) and of nothing else, so results do not depend on threads or on what ran before.
#include <array>
#include <cstdint>

#include "core/instance.hpp"
#include "model/network.hpp"

namespace noiseproof {

/// The Philox4x32 block function with 10 rounds, by Random123.
std::array<std::uint32_t, 4> philox_block(const std::array<std::uint32_t, 4>& counter,
                                          const std::array<std::uint32_t, 2>& key);

/// What a stream of numbers is for. Streams of different purposes are independent; the values enter the counter, so
/// changing one changes every sampled result.
enum class Purpose : std::uint32_t {
  start = 0,
  noise_w = 1,
  noise_a = 2,
  batch = 3,
  probe = 4,
  reduced_noise = 5,
  samples = 8
};

/// The numbers that belong to one (seed, run, step, purpose), in order: the n-th uniform is slot n.
class Stream {
 public:
  Stream(std::uint64_t seed, std::uint32_t run, std::uint32_t step, Purpose purpose);

  /// Uniform on (0, 1), a multiple of 2^-53: 52 bits at the centres of 2^52 cells, so never 0 and never 1.
  double uniform();

  /// Standard normal, by Box-Muller; two of them take two uniforms. |value| < 8.7.
  double gaussian();

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;  // {block, step, run, purpose}
  std::array<double, 2> block_{};
  int used_ = 2;
  double spare_ = 0;
  bool has_spare_ = false;
};

/// Fills `out` (n >= 1 entries) with a point uniform on the unit sphere of R^n.
void uniform_on_sphere(Stream& stream, Vec<double>& out);

/// Fills `out` (n >= 1 entries) with a point uniform in the ball of radius rho of R^n: a uniform direction times
/// rho U^{1/n}.
void uniform_in_ball(Stream& stream, double rho, Vec<double>& out);

/// A student anywhere: w uniform on the sphere, a Gaussian with |a| of the order of |a*|. Depends on (seed, run).
Student<double> random_student(const Instance& instance, std::uint64_t seed, int run);

}  // namespace noiseproof
