#include "setting.hpp"

#include <fmt/format.h>

#include <atomic>

#include "core/threads.hpp"
#include "dynamics/descent.hpp"
#include "dynamics/random.hpp"
#include "model/critical_points.hpp"

namespace noiseproof::c11_gd_trapped_three_quarters {

std::string Setting::describe() const {
  return fmt::format("k = {}, p = {}, r = {}, |a*|^2 = {}, radius {}, step {}", k, p, to_string(r), to_string(norm_sq),
                     radius < 0 ? "|s|/sqrt k" : to_string(radius), to_string(eta));
}

Instance Setting::instance() const {
  Instance out;
  out.k = k, out.p = p, out.r = r, out.norm_sq = norm_sq;
  return out;
}

TrapOptions Setting::options(const Rational& width, int jobs) const {
  TrapOptions out;
  out.eta = eta, out.radius = radius, out.width = width, out.inputs = {p}, out.jobs = jobs;
  return out;
}

Bounds Setting::enclose(const Rational& width, int jobs) const {
  return trap_probability(instance(), options(width, jobs)).probability.front();
}

Proportion Setting::sample(std::uint32_t runs, std::uint64_t seed, int jobs) const {
  constexpr int kSteps = 1000;
  const Problem problem(instance());
  const CriticalPoint<double> spurious = spurious_point(problem.invariants);
  const double step = eta.convert_to<double>();
  std::atomic<long> trapped = 0;
  const auto one_run = [&](std::uint32_t run) {
    Student<double> z{Vec<double>(problem.teacher.w_star.size()), Vec<double>(problem.teacher.a_star.size())};
    Stream stream(seed, run, 0, Purpose::start);
    uniform_on_sphere(stream, z.w);
    uniform_in_ball(stream, radius.convert_to<double>(), z.a);
    for (int t = 0; t < kSteps; ++t) descend_once(problem.teacher, step, z);
    const ReducedPoint<double> end = reduce(problem, z);
    if (end.angle.d < 0.1 && std::hypot(end.x - spurious.at.x, end.y - spurious.at.y) < 1e-4) ++trapped;
  };
  Threads(jobs).for_each(std::uint32_t{0}, runs, one_run);
  return clopper_pearson(trapped, runs, 1 - 1e-6);
}

}  // namespace noiseproof::c11_gd_trapped_three_quarters
