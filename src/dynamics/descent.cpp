#include "dynamics/descent.hpp"

#include <cmath>

#include "dynamics/sgd.hpp"

namespace noiseproof {
namespace {

double distance_to_teacher(const Problem& problem, const Student<double>& student) {
  return std::sqrt(norm_sq(combine(1.0, student.a, -1.0, problem.teacher.a_star)));
}

Snapshot snapshot(const Problem& problem, const Student<double>& student, long step) {
  return {step, angle_between(student.w, problem.teacher.w_star).phi, dot(student.a, problem.teacher.a_star),
          distance_to_teacher(problem, student)};
}

}  // namespace

std::string name(Outcome outcome) {
  switch (outcome) {
    case Outcome::reached: return "reached";
    case Outcome::basin: return "basin";
    case Outcome::trapped: return "trapped";
    case Outcome::neither: return "neither";
    default: return "diverged";
  }
}

Problem::Problem(const Instance& instance)
    : teacher(make_teacher<double>(instance)), invariants(teacher_invariants<double>(instance)) {
  // From the exact numbers: next to r = k and to r = 0 nothing is left of u2, or of s, in the rounded a*.
  Rational s = 0, largest = 0;
  for (const Rational& a : instance.a_star) s += a;
  sign = s < 0 ? -1 : 1;
  norm = std::sqrt(norm_sq(teacher.a_star));
  u2.assign(teacher.a_star.size(), 0.0);
  if (invariants.e2 == 0) return;
  if (instance.a_star.empty()) {
    u2[0] = 1, u2[1] = -1;  // as make_teacher turns it
  } else {
    std::vector<Rational> across;
    for (const Rational& a : instance.a_star) across.push_back(a - s / instance.k);
    for (const Rational& a : across) largest = std::max(largest, Rational(abs(a)));
    for (std::size_t i = 0; i < u2.size(); ++i) u2[i] = Rational(across[i] / largest).convert_to<double>();
  }
  normalize(u2);
}

ReducedPoint<double> reduce(const Problem& problem, const Student<double>& student) {
  const double x = problem.sign * sum(student.a) / std::sqrt(static_cast<double>(problem.invariants.k));
  return {angle_between(student.w, problem.teacher.w_star), x, dot(student.a, problem.u2)};
}

void perturbed_step(const Teacher<double>& teacher, double eta, Injection injection, const Vec<double>& xi,
                    const Vec<double>& epsilon, Student<double>& student) {
  Student<double> moved{combine(1.0, student.w, 1.0, xi), combine(1.0, student.a, 1.0, epsilon)};
  // Without noise in w there is nothing to project; doing so could change the last bit.
  if (injection == Injection::normalized && norm_sq(xi) > 0) normalize(moved.w);
  const Invariants<double> x = invariants(moved, teacher);
  Vec<double> slope = sphere_gradient_w(moved, teacher, x);
  if (injection == Injection::raw) {
    // grad_w L(w~) = t + (rho/nu) w~ with t orthogonal to w~ = w + xi. Projected on the tangent space of w it is
    // t + (xi.t) w + (rho/nu) (xi - (w.xi) w): no difference of large vectors, and t itself when xi = 0.
    const double radial = radial_gradient_w(moved, teacher, x) / x.nu;
    const double along_w = dot(xi, slope) - radial * dot(xi, student.w);
    for (std::size_t i = 0; i < slope.size(); ++i) slope[i] += along_w * student.w[i] + radial * xi[i];
  }
  student.w = combine(1.0, student.w, -eta, slope);
  student.a = combine(1.0, student.a, -eta, gradient_a(moved, teacher, x));
  normalize(student.w);
}

Student<double> make_start(const Problem& problem, Start start, std::uint64_t seed, std::uint32_t run) {
  const Vec<double>& a_star = problem.teacher.a_star;
  Student<double> out{Vec<double>(problem.teacher.w_star.size()), Vec<double>(a_star.size())};
  if (start == Start::random) {
    Stream stream(seed, run, 0, Purpose::start);
    uniform_on_sphere(stream, out.w);
    uniform_in_ball(stream, problem.invariants.e1, out.a);  // |s|/sqrt k = e1
    return out;
  }
  // abar = M^{-1} (11' - I) a* = 1/(pi-1) [ pi s/(k+pi-1) 1 - a* ].
  const double mean = pi<double>() * sum(a_star) / (problem.invariants.k - 1 + pi<double>());
  for (std::size_t i = 0; i < out.w.size(); ++i) out.w[i] = -problem.teacher.w_star[i];
  for (std::size_t i = 0; i < out.a.size(); ++i) out.a[i] = (mean - a_star[i]) / (pi<double>() - 1);
  return out;
}

Outcome classify(const Problem& problem, const ReducedPoint<double>& z, double distance, double eta) {
  if (!std::isfinite(z.angle.phi) || !std::isfinite(distance)) return Outcome::diverged;
  if (z.angle.phi <= kArrived && distance <= kArrived * problem.norm) return Outcome::reached;
  switch (absorbing_certificate(problem.invariants, z, eta)) {
    case Limit::global_optimum: return Outcome::basin;
    case Limit::spurious_point: return Outcome::trapped;
    default: return Outcome::neither;
  }
}

Outcome classify(const Problem& problem, const Student<double>& student, double eta) {
  return classify(problem, reduce(problem, student), distance_to_teacher(problem, student), eta);
}

DescentResult descend(const Problem& problem, Student<double> student, const Schedule& schedule,
                      const DescentOptions& options, std::uint64_t seed, std::uint32_t run) {
  constexpr long kLookEvery = 256;  // steps between looks at the interrupt flag and for overflow
  if (options.batch > 0 && options.injection == Injection::raw)
    throw Error(Error::Kind::input, "batch", "mini-batches know normalized injection only");
  DescentResult out;
  Vec<double> xi(student.w.size()), epsilon(student.a.size());
  long step = 0;
  bool finite = true;
  const auto record = [&] {
    if (options.record_every > 0 && step % options.record_every == 0)
      out.trajectory.push_back(snapshot(problem, student, step));
  };
  record();
  out.epochs.push_back(snapshot(problem, student, step));
  for (const Epoch& epoch : schedule) {
    for (long i = 0; i < epoch.steps && finite && !out.interrupted; ++i) {
      const auto counter = static_cast<std::uint32_t>(step);
      const bool perturbed = epoch.rho_w > 0 || epoch.rho_a > 0;
      if (perturbed) {
        Stream weights(seed, run, counter, Purpose::noise_w), outputs(seed, run, counter, Purpose::noise_a);
        uniform_in_ball(weights, epoch.rho_w, xi);
        uniform_in_ball(outputs, epoch.rho_a, epsilon);
      }
      if (options.batch > 0) {
        Stream samples(seed, run, counter, Purpose::samples);
        stochastic_step(problem.teacher, epoch.eta, options.batch, samples, xi, epsilon, student);
      } else if (perturbed) {
        perturbed_step(problem.teacher, epoch.eta, options.injection, xi, epsilon, student);
      } else {
        descend_once(problem.teacher, epoch.eta, student);
      }
      ++step;
      record();
      if (step % kLookEvery == 0) {
        finite = std::isfinite(student.w[0]) && std::isfinite(student.a[0]);
        out.interrupted = options.interrupted && options.interrupted();
      }
    }
    out.epochs.push_back(snapshot(problem, student, step));
  }
  out.last = out.epochs.back();
  out.complement = angle_between(student.w, problem.teacher.w_star).d;
  out.loss = loss(student, problem.teacher);
  out.outcome = classify(problem, student, schedule.empty() ? 0 : schedule.back().eta);
  out.end = std::move(student);
  return out;
}

}  // namespace noiseproof
