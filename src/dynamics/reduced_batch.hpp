#pragma once
// Chains in reduced coordinates, in batches: one instruction moves several. Compiled for three instruction sets of
// x86-64, chosen at run time; all give the same bits (lane_math.hpp), and a lane of a batch depends only on the seed
// and its own run number.
#include <array>
#include <cstdint>
#include <vector>

#include "dynamics/reduced_step.hpp"

namespace noiseproof {

/// kLanes chains, each in its lane: numbers of one kind lie side by side.
struct alignas(64) ReducedBatch {
  static constexpr int kLanes = 16;  ///< two registers of AVX-512: one hides the latency of the other
  std::array<double, kLanes> cosine, sine, x_gap, y_gap, residual;
  std::array<std::uint64_t, kLanes> run;  ///< run numbers, below 2^32

  ReducedState get(int lane) const;
  void set(int lane, const ReducedState& state);
};

/// A random start from five uniform numbers: w uniform on the sphere, a uniform in the ball of radius e1.
ReducedState random_reduced_start(const ReducedSystem& system, const std::array<double, 5>& uniforms);

/// The angle in [0, pi/2] between w and w* or -w*, whichever is closer. Relative accuracy as lane_acute_angle.
double acute_angle(const ReducedState& state);

/// Consecutive steps under equal conditions.
struct ReducedLeg {
  double eta, rho_w, rho_a;
  std::uint64_t seed;
  std::uint32_t first_step;
  int steps;
};

/// Moves all chains of a batch. The uniform numbers of a step are the first eight of
/// Stream(seed, run, step, Purpose::reduced_noise).
using ReducedAdvance = void (*)(const ReducedSystem& system, const ReducedLeg& leg, ReducedBatch& batch);

/// The engine for one instruction set.
struct ReducedKernel {
  const char* instructions;
  ReducedAdvance plain;  ///< no noise: the radii are ignored
  ReducedAdvance normalized;
  ReducedAdvance raw;
};

/// Those that this machine can run, the widest last.
const std::vector<ReducedKernel>& reduced_kernels();

}  // namespace noiseproof
