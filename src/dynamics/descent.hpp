#pragma once
// Projected gradient descent and perturbed gradient descent on the full vectors, O(k + p) a step; no matrix is formed.
#include <cstdint>
#include <functional>
#include <string>

#include "dynamics/monotone.hpp"
#include "dynamics/random.hpp"
#include "dynamics/schedule.hpp"
#include "model/gradient.hpp"

namespace noiseproof {

/// The teacher as vectors together with its reduced frame, in double.
struct Problem {
  Teacher<double> teacher;
  TeacherInvariants<double> invariants;
  Vec<double> u2;  ///< unit vector along a* - (s/k) 1, shape (k); zero where invariants.e2 is: a* is parallel to 1
  double sign;     ///< of s: the reduced frame has s >= 0
  double norm;     ///< A = |a*|

  explicit Problem(const Instance& instance);
};

/// (phi, x, y) of a student.
ReducedPoint<double> reduce(const Problem& problem, const Student<double>& student);

/// Where a run starts: see make_start.
enum class Start { random, spurious };

/// reached: phi <= kArrived and |a - a*| <= kArrived |a*|.
/// basin, trapped: not (yet) there, but an absorbing certificate says that gradient descent without noise would go to
///   the global optimum, or to the spurious point. The approach to the latter is so slow (pi - phi ~ 1/t) that no
///   distance could tell.
/// neither: no certificate applies. diverged: numbers overflowed; the step is too long.
enum class Outcome { reached, basin, trapped, neither, diverged };
std::string name(Outcome outcome);

/// Runs of the default schedule that arrive end at errors of some 1e-6 (the last noise radius), all others at
/// phi > 1; anything between separates them. 1e-3 leaves room for schedules that stop at a larger noise, and is far
/// inside the basin of the optimum.
inline constexpr double kArrived = 1e-3;

/// One gradient step on the sphere x R^k from (w, a) with |w| = 1. Claims C12, C13. double and Real.
template <class T>
void descend_once(const Teacher<T>& teacher, const T& eta, Student<T>& student) {
  using std::sqrt;
  const Invariants<T> x = invariants(student, teacher);
  student.w = combine(T(1), student.w, T(-eta), sphere_gradient_w(student, teacher, x));
  student.a = combine(T(1), student.a, T(-eta), gradient_a(student, teacher, x));
  const T scale = T(1) / sqrt(norm_sq(student.w));
  for (T& component : student.w) component *= scale;
}

/// One step of perturbed gradient descent with the displacements xi (shape p) and epsilon (shape k). At zero
/// displacement it equals descend_once bit for bit, in either injection.
void perturbed_step(const Teacher<double>& teacher, double eta, Injection injection, const Vec<double>& xi,
                    const Vec<double>& epsilon, Student<double>& student);

/// The start of a run: random: w uniform on the sphere, a uniform in the ball of radius |s|/sqrt k (0 at s = 0), a
/// function of (seed, run); spurious: (-w*, abar), whatever seed and run.
Student<double> make_start(const Problem& problem, Start start, std::uint64_t seed, std::uint32_t run);

/// A point of a trajectory as the plots see it.
struct Snapshot {
  long step;
  double phi;
  double alpha;
  double distance;  ///< |a - a*|
};

struct DescentOptions {
  Injection injection = Injection::normalized;
  long record_every = 0;                   ///< steps between snapshots of `trajectory`; 0: none
  std::function<bool()> interrupted = {};  ///< asked every few hundred steps, from any thread; true: stop here
  int batch = 0;                           ///< fresh examples a step (dynamics/sgd.hpp); 0: the exact gradient
};

struct DescentResult {
  Student<double> end;
  Snapshot last;
  double complement;  ///< pi - phi at the end, accurate where it is small
  double loss;
  Outcome outcome;
  std::vector<Snapshot> epochs;      ///< at the start and at the end of each epoch
  std::vector<Snapshot> trajectory;  ///< every record_every steps, the start included
  bool interrupted = false;
};

/// Runs a schedule from a start; the noise is a function of (seed, run, step). Claims C12, C13, C14. Divergence is an
/// outcome. Throws Error(input) for a batch with raw injection, which is not implemented.
DescentResult descend(const Problem& problem, Student<double> student, const Schedule& schedule,
                      const DescentOptions& options, std::uint64_t seed, std::uint32_t run);

/// The outcome at a point, for gradient descent going on from it with step eta. By (phi, x, y) and |a - a*|, or of a
/// student.
Outcome classify(const Problem& problem, const ReducedPoint<double>& z, double distance, double eta);
Outcome classify(const Problem& problem, const Student<double>& student, double eta);

}  // namespace noiseproof
