// Steps per second on one core of perturbed gradient descent (normalized noise): reduced coordinates by instruction
// set, full vectors with Eigen, the library's full-vector reference, and NumPy; and where the reduced engine's time
// goes. Usage: dynamics [PYTHON]: the interpreter for bench/perturbed_gd.py; without it NumPy is left out.
#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "dynamics/reduced_batch.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "full_eigen.hpp"
#include "model/loss.hpp"

namespace noiseproof::bench {
namespace {

constexpr std::uint64_t kReducedNoisePurpose = 5;

/// Keeps the compiler from leaving out what nobody reads.
template <class T>
inline void keep(T& x) {
  asm volatile("" : : "r"(&x) : "memory");
}

// For each instruction set: the parts of advance_normalized, each alone. `functions` is the elementary functions of one
// step: five powers, three sines with cosines, one angle.
#define NOISEPROOF_WITH_KERNEL                                                                                  \
  inline void only_random(const ReducedSystem&, const ReducedLeg& leg, ReducedBatch& batch) {                   \
    Uniforms u;                                                                                                 \
    for (int i = 0; i < leg.steps; ++i) {                                                                       \
      draw_uniforms(leg.seed, static_cast<std::uint32_t>(i), batch, u);                                         \
      keep(u);                                                                                                  \
    }                                                                                                           \
  }                                                                                                             \
  inline void only_functions(const ReducedSystem& system, const ReducedLeg& leg, ReducedBatch& batch) {         \
    Uniforms u;                                                                                                 \
    draw_uniforms(leg.seed, 0, batch, u);                                                                       \
    double out[ReducedBatch::kLanes];                                                                           \
    const BallShape a = system.outputs;                                                                         \
    for (int i = 0; i < leg.steps; ++i) {                                                                       \
      keep(u);                                                                                                  \
      for (int j = 0; j < ReducedBatch::kLanes; ++j) {                                                          \
        const SineCosine s = lane_turn(u.slot[1][j]), t = lane_turn(u.slot[4][j]), v = lane_turn(u.slot[6][j]); \
        out[j] = lane_power(u.slot[0][j], system.xi_power) + lane_power(u.slot[2][j], system.xi_rest_power) +   \
                 lane_power(u.slot[3][j], a.pair_power) + lane_power(u.slot[5][j], a.next_power) +              \
                 lane_power(u.slot[7][j], a.rest_power) + (s.sine + s.cosine) + (t.sine + t.cosine) +           \
                 (v.sine + v.cosine) + lane_acute_angle(u.slot[0][j], u.slot[1][j], 1);                         \
      }                                                                                                         \
      keep(out);                                                                                                \
    }                                                                                                           \
  }
#include "dynamics/reduced_instructions.inc"

struct Parts {
  const char* instructions;
  ReducedAdvance random, functions, step, raw, plain;
};

#define NOISEPROOF_PARTS(name)                                                                                    \
  Parts {                                                                                                         \
    "", name::only_random, name::only_functions, name::advance_normalized, name::advance_raw, name::advance_plain \
  }

/// In the order of reduced_kernels(), which says what this machine can run.
std::vector<Parts> all_parts() {
  std::vector<Parts> out{NOISEPROOF_PARTS(baseline)};
#if defined(NOISEPROOF_WIDE_INSTRUCTIONS)
  out.push_back(NOISEPROOF_PARTS(avx2));
  out.push_back(NOISEPROOF_PARTS(avx512));
#endif
  const std::vector<ReducedKernel>& kernels = reduced_kernels();
  out.resize(kernels.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i].instructions = kernels[i].instructions;
  return out;
}

double cpu_seconds() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// Nanoseconds of CPU for one of `count` steps that `work` does: the best of many short repetitions in about a second,
/// which other processes disturb the least.
double nanoseconds(double count, const std::function<void()>& work) {
  double best = 1e300;
  const double until = cpu_seconds() + 1;
  for (int i = 0; i < 3 || cpu_seconds() < until; ++i) {
    const double from = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - from);
  }
  return 1e9 * best / count;
}

/// Mean and standard error.
struct Estimate {
  double mean, error;
};
Estimate estimate(double sum, double sum_sq, double n) {
  const double mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, sum_sq / n - mean * mean) / n)};
}

struct Row {
  std::string name;
  std::array<std::optional<double>, 2> ns;  ///< per step, by setting
};

Problem problem_of(const Setting& setting) {
  Instance instance;
  instance.k = setting.k;
  instance.p = setting.p;
  instance.r = static_cast<int>(setting.r);
  return Problem(instance);
}

Student<double> start_of(const Problem& problem) {
  Student<double> out{Vec<double>(problem.teacher.w_star.size(), 0.0), Vec<double>(problem.teacher.a_star.size(), 0.0)};
  out.w[0] = std::cos(2.0);
  out.w[1] = std::sin(2.0);
  return out;
}

double time_reduced(const Setting& setting, ReducedAdvance advance) {
  const Problem problem = problem_of(setting);
  const ReducedSystem system = reduced_system(problem);
  ReducedBatch batch;
  for (int lane = 0; lane < ReducedBatch::kLanes; ++lane)
    batch.run[static_cast<std::size_t>(lane)] = static_cast<std::uint64_t>(lane);
  constexpr int kSteps = 1000;
  return nanoseconds(kSteps * ReducedBatch::kLanes, [&] {
    for (int lane = 0; lane < ReducedBatch::kLanes; ++lane) batch.set(lane, reduced_state(problem, start_of(problem)));
    advance(system, {setting.eta, setting.rho_w, setting.rho_a, 1, 0, kSteps}, batch);
    keep(batch);
  });
}

double time_reference(const Setting& setting) {
  const Problem problem = problem_of(setting);
  const Schedule schedule{{setting.eta, 400, setting.rho_w, setting.rho_a}};
  return nanoseconds(400, [&] {
    DescentResult result = descend(problem, start_of(problem), schedule, {}, 1, 0);
    keep(result);
  });
}

Sums run_reduced(const Setting& setting, int steps, std::uint32_t runs) {
  const Problem problem = problem_of(setting);
  const ReducedSystem system = reduced_system(problem);
  Sums out;
  for (std::uint32_t first = 0; first < runs; first += ReducedBatch::kLanes) {
    ReducedBatch batch;
    for (std::uint32_t lane = 0; lane < ReducedBatch::kLanes; ++lane) {
      batch.run[lane] = first + lane;
      batch.set(static_cast<int>(lane), reduced_state(problem, start_of(problem)));
    }
    reduced_kernels().back().normalized(system, {setting.eta, setting.rho_w, setting.rho_a, 1, 0, steps}, batch);
    for (int lane = 0; lane < ReducedBatch::kLanes; ++lane) {
      const ReducedState z = batch.get(lane);
      const double phi = reduced_point(system, z).angle.phi, loss = reduced_loss(system, z);
      out.phi += phi, out.phi_sq += phi * phi, out.loss += loss, out.loss_sq += loss * loss;
    }
  }
  return out;
}

/// What the script prints; empty if it cannot be run.
nlohmann::json run_numpy(const std::string& python, const Setting& s, int steps, int runs) {
  if (python.empty()) return {};
  const std::string command = fmt::format("{} {} {} {} {} {} {} {} {} {}", python, NOISEPROOF_NUMPY_SCRIPT, s.k, s.p,
                                          s.r, s.eta, s.rho_w, s.rho_a, steps, runs);
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  char buffer[512];
  while (pipe && std::fgets(buffer, sizeof buffer, pipe.get()) != nullptr) text += buffer;
  return nlohmann::json::parse(text, nullptr, false).is_discarded() ? nlohmann::json{} : nlohmann::json::parse(text);
}

void print_ends(const char* name, const Estimate& phi, const Estimate& loss) {
  fmt::print("    {:<10} phi = {:.5f} +- {:.1g}   loss = {:.5f} +- {:.1g}\n", name, phi.mean, phi.error, loss.mean,
             loss.error);
}

void report(const std::string& python) {
  const std::array<Setting, 2> settings{{{25, 6, 4, 0.1, 3, 0.5}, {400, 100, 16, 0.01, 3, 0.5}}};
  constexpr int kSteps = 200, kRuns = 4096;
  const std::vector<Parts> parts = all_parts();
  std::vector<Row> rows;
  for (auto p = parts.rbegin(); p != parts.rend(); ++p)
    rows.push_back({fmt::format("reduced, {}", p->instructions), {}});
  const std::size_t eigen = rows.size(), reference = eigen + 1, numpy = eigen + 2;
  rows.push_back({"full vectors, Eigen", {}});
  rows.push_back({"full vectors, reference", {}});
  rows.push_back({"full vectors, NumPy", {}});
  std::array<double, 2> eigen_random{};
  std::string version = "not installed: skipped";

  fmt::print("Where {} runs are after {} steps from one start, by three programs (mean and standard error):\n", kRuns,
             kSteps);
  for (std::size_t i = 0; i < settings.size(); ++i) {
    const Setting& s = settings[i];
    for (std::size_t j = 0; j < parts.size(); ++j) rows[parts.size() - 1 - j].ns[i] = time_reduced(s, parts[j].step);
    Sums sums;
    rows[eigen].ns[i] = nanoseconds(400, [&] {
      sums = run_eigen(s, 400, 1);
      keep(sums);
    });
    eigen_random[i] = nanoseconds(400, [&] {
      double x = draw_like_eigen(s, 400, 1);
      keep(x);
    });
    rows[reference].ns[i] = time_reference(s);
    const nlohmann::json by_numpy = run_numpy(python, s, s.k < 100 ? kSteps : kSteps / 4, 256);
    if (!by_numpy.is_null()) {
      rows[numpy].ns[i] = 1e9 / by_numpy["steps_per_second"].get<double>();
      version = by_numpy["version"];
    }
    const int runs = s.k < 100 ? kRuns : kRuns / 8;
    fmt::print("  k = {}, p = {}, r = {}, eta = {}, rho = ({}, {})\n", s.k, s.p, s.r, s.eta, s.rho_w, s.rho_a);
    const Sums reduced = run_reduced(s, kSteps, kRuns), full = run_eigen(s, kSteps, static_cast<std::uint32_t>(runs));
    print_ends("reduced", estimate(reduced.phi, reduced.phi_sq, kRuns), estimate(reduced.loss, reduced.loss_sq, kRuns));
    print_ends("Eigen", estimate(full.phi, full.phi_sq, runs), estimate(full.loss, full.loss_sq, runs));
    if (const nlohmann::json ends = run_numpy(python, s, kSteps, runs); !ends.is_null())
      print_ends("NumPy", {ends["phi"], ends["phi_error"]}, {ends["loss"], ends["loss_error"]});
  }

  fmt::print("\nSteps per second on one core (ns a step); NumPy {}\n", version);
  fmt::print("{:<26}{:>24}{:>24}\n", "", "k = 25, p = 6", "k = 400, p = 100");
  for (const Row& row : rows) {
    fmt::print("{:<26}", row.name);
    for (const std::optional<double>& ns : row.ns)
      ns ? fmt::print("{:>12.3g} ({:>8.1f})", 1e9 / *ns, *ns) : fmt::print("{:>24}", "-");
    fmt::print("\n");
  }
  fmt::print("Of Eigen's time, the Gaussian numbers alone take {:.0f}% and {:.0f}%.\n",
             100 * eigen_random[0] / *rows[eigen].ns[0], 100 * eigen_random[1] / *rows[eigen].ns[1]);

  fmt::print(
      "\nWhere a step of the reduced engine spends its time (ns; k = 25, p = 6)\n{:<12}{:>9}{:>12}{:>9}{:>9}{:>22}\n",
      "", "random", "functions", "sum", "step", "step/sum");
  for (const Parts& p : parts) {
    const double random = time_reduced(settings[0], p.random), functions = time_reduced(settings[0], p.functions);
    const double step = time_reduced(settings[0], p.step);
    fmt::print("{:<12}{:>9.1f}{:>12.1f}{:>9.1f}{:>9.1f}{:>22.2f}\n", p.instructions, random, functions,
               random + functions, step, step / (random + functions));
  }
  fmt::print("Other steps of the widest: raw noise {:.1f}, no noise {:.1f}.\n",
             time_reduced({25, 6, 4, 1e-3, 3, 0.5}, parts.back().raw), time_reduced(settings[0], parts.back().plain));
}

}  // namespace
}  // namespace noiseproof::bench

int main(int argc, char** argv) {
  noiseproof::bench::report(argc > 1 ? argv[1] : "");
  return 0;
}
