#include "dynamics/reduced_ensemble.hpp"

#include <algorithm>
#include <cmath>

#include "dynamics/reduced_batch.hpp"
#include "dynamics/threads.hpp"

namespace noiseproof {
namespace {

constexpr int kLookEvery = 1024;  // steps between looks at the interrupt flag

Angle<double> angle(const ReducedState& z) {
  const double acute = acute_angle(z);
  return z.cosine >= 0 ? Angle<double>::from_phi(acute) : Angle<double>::from_complement(acute);
}

/// The runs of one batch, from `first` on; those beyond the end are filled up and thrown away.
struct BatchOfRuns {
  const Problem& problem;
  const ReducedSystem& system;
  const Schedule& schedule;
  const EnsembleOptions& options;
  ReducedBatch batch;
  std::vector<RunRecord> records;

  BatchOfRuns(const Problem& problem_, const ReducedSystem& system_, const Schedule& schedule_,
              const EnsembleOptions& options_, std::uint32_t first)
      : problem(problem_), system(system_), schedule(schedule_), options(options_) {
    for (int lane = 0; lane < ReducedBatch::kLanes; ++lane) {
      const std::uint32_t run = first + static_cast<std::uint32_t>(lane);
      batch.run[static_cast<std::size_t>(lane)] = run;
      batch.set(lane, make_reduced_start(problem, options.start, options.seed, run));
      if (run < static_cast<std::uint32_t>(options.runs))
        records.push_back({static_cast<int>(run), {}, {}, {}, {}, {}});
    }
  }

  void take_snapshots(long step) {
    for (std::size_t i = 0; i < records.size(); ++i) {
      const ReducedState z = batch.get(static_cast<int>(i));
      const ReducedPoint<double> point = reduced_point(system, z);
      records[i].epochs.push_back({step, point.angle.phi, alpha(problem.invariants, point), distance_to_teacher(z)});
    }
  }

  /// False if interrupted.
  bool run() {
    const ReducedKernel& kernel = reduced_kernels().back();
    const ReducedAdvance noisy = options.injection == Injection::raw ? kernel.raw : kernel.normalized;
    long step = 0;
    take_snapshots(step);
    for (const Epoch& epoch : schedule) {
      const ReducedAdvance advance = epoch.rho_w == 0 && epoch.rho_a == 0 ? kernel.plain : noisy;
      for (long left = epoch.steps; left > 0;) {
        if (options.interrupted && options.interrupted()) return false;
        const int steps = static_cast<int>(std::min<long>(left, kLookEvery));
        advance(system, {epoch.eta, epoch.rho_w, epoch.rho_a, options.seed, static_cast<std::uint32_t>(step), steps},
                batch);
        step += steps;
        left -= steps;
      }
      take_snapshots(step);
    }
    finish();
    return true;
  }

  void finish() {
    const double eta = schedule.empty() ? 0 : schedule.back().eta;
    for (std::size_t i = 0; i < records.size(); ++i) {
      const ReducedState z = batch.get(static_cast<int>(i));
      RunRecord& record = records[i];
      record.last = record.epochs.back();
      record.complement = angle(z).d;
      record.loss = reduced_loss(system, z);
      record.outcome = classify(problem, reduced_point(system, z), record.last.distance, eta);
    }
  }
};

}  // namespace

ReducedSystem reduced_system(const Problem& problem) {
  return {problem.invariants.k, static_cast<int>(problem.teacher.w_star.size()), problem.invariants.e1,
          problem.invariants.e2};
}

ReducedState reduced_state(const Problem& problem, const Student<double>& student) {
  const ReducedPoint<double> z = reduce(problem, student);
  const double k = problem.invariants.k, mean = sum(student.a) / k;
  Vec<double> rest = student.a;
  for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= mean + z.y * problem.u2[i];
  const double length = std::sqrt(norm_sq(rest));
  const bool parallel = problem.invariants.e2 == 0;
  return {cosine(z.angle), sine(z.angle), z.x - problem.invariants.e1,
          (parallel ? length : z.y) - problem.invariants.e2, parallel ? 0 : length};
}

ReducedState make_reduced_start(const Problem& problem, Start start, std::uint64_t seed, std::uint32_t run) {
  const TeacherInvariants<double>& teacher = problem.invariants;
  if (start == Start::spurious) {
    const ReducedPoint<double> abar = best_response(teacher, Angle<double>::from_complement(0));
    return {-1, 0, abar.x - teacher.e1, abar.y - teacher.e2, 0};
  }
  Stream stream(seed, run, 0, Purpose::start);
  std::array<double, 5> uniforms;
  for (double& u : uniforms) u = stream.uniform();
  return random_reduced_start(reduced_system(problem), uniforms);
}

ReducedPoint<double> reduced_point(const ReducedSystem& system, const ReducedState& state) {
  return {angle(state), system.e1 + state.x_gap, system.e2 + state.y_gap};
}

double distance_to_teacher(const ReducedState& state) {
  return std::sqrt(state.x_gap * state.x_gap + state.y_gap * state.y_gap + state.residual * state.residual);
}

double reduced_loss(const ReducedSystem& system, const ReducedState& state) {
  const ReducedPoint<double> z = reduced_point(system, state);
  const double gap_sum = std::sqrt(system.k) * state.x_gap, distance = distance_to_teacher(state);
  const double alpha = system.e1 * z.x + system.e2 * z.y;
  return (moment_form(gap_sum, distance * distance) + 2 * dual_kernel_deficit(z.angle) * alpha) / (4 * pi<double>());
}

EnsembleResult run_reduced_ensemble(const Problem& problem, const Schedule& schedule, const EnsembleOptions& options) {
  const ReducedSystem system = reduced_system(problem);
  return collect_runs(options, ReducedBatch::kLanes, [&](std::uint32_t first) {
    BatchOfRuns runs(problem, system, schedule, options, first);
    if (!runs.run()) runs.records.clear();
    return std::move(runs.records);
  });
}

}  // namespace noiseproof
