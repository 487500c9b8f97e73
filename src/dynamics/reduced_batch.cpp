#include "dynamics/reduced_batch.hpp"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace noiseproof {
namespace {

/// Purpose::reduced_noise; this file is compiled with flags of its own and without the project's heavier headers.
constexpr std::uint64_t kReducedNoisePurpose = 5;

#define NOISEPROOF_WITH_KERNEL
#include "dynamics/reduced_instructions.inc"

std::vector<ReducedKernel> find_kernels() {
  std::vector<ReducedKernel> out{
      {"baseline", baseline::advance_plain, baseline::advance_normalized, baseline::advance_raw}};
#if defined(NOISEPROOF_WIDE_INSTRUCTIONS)
  if (__builtin_cpu_supports("avx2"))
    out.push_back({"AVX2", avx2::advance_plain, avx2::advance_normalized, avx2::advance_raw});
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    out.push_back({"AVX-512", avx512::advance_plain, avx512::advance_normalized, avx512::advance_raw});
#endif
  return out;
}

}  // namespace

ReducedSystem::ReducedSystem(int k_, int p, double e1_, double e2_) : k(k_), e1(e1_), e2(e2_) {
  // 2/n for the pair of a ball of dimension n >= 1; where there is none, any positive power will do.
  const auto power = [](int n) { return n >= 1 ? 2.0 / n : 1.0; };
  const auto at_least = [](int n, int least) { return n >= least ? 1.0 : 0.0; };
  outputs = {power(k_),       at_least(k_, 1), at_least(k_, 2), power(k_ - 2),
             at_least(k_, 3), at_least(k_, 4), power(k_ - 4),   at_least(k_, 5)};
  xi_power = power(p);
  xi_rest_power = power(p - 2);
  xi_rest = at_least(p, 3);
}

ReducedState random_reduced_start(const ReducedSystem& system, const std::array<double, 5>& u) {
  const double e1 = system.e1, e2 = system.e2;
  // A pair of the sphere of R^p has the law of a pair of the ball of R^{p-2}; at p = 2 it is a point of the circle.
  const SineCosine circle = lane_turn(u[1]);
  const LanePair w =
      system.xi_rest > 0 ? lane_pair(1, system.xi_rest_power, u[0], u[1]) : LanePair{circle.cosine, circle.sine, 0};
  const LanePair a = lane_pair(e1 * e1, system.outputs.pair_power, u[2], u[3]);
  return {w.first, std::sqrt(w.second * w.second + w.left), a.first - e1, system.outputs.pair_second * a.second - e2,
          system.outputs.next_first * std::sqrt(a.left * lane_power(u[4], system.outputs.next_power))};
}

double acute_angle(const ReducedState& state) { return lane_acute_angle(std::abs(state.cosine), state.sine, 1); }

ReducedState ReducedBatch::get(int lane) const {
  const auto i = static_cast<std::size_t>(lane);
  return {cosine[i], sine[i], x_gap[i], y_gap[i], residual[i]};
}

void ReducedBatch::set(int lane, const ReducedState& state) {
  const auto i = static_cast<std::size_t>(lane);
  cosine[i] = state.cosine;
  sine[i] = state.sine;
  x_gap[i] = state.x_gap;
  y_gap[i] = state.y_gap;
  residual[i] = state.residual;
}

const std::vector<ReducedKernel>& reduced_kernels() {
  static const std::vector<ReducedKernel> kernels = find_kernels();
  return kernels;
}

}  // namespace noiseproof
