// C20, sampled: random students of the region, and runs from its edge, held against the drift.
#include <fmt/format.h>

#include <cmath>

#include "drift.hpp"
#include "dynamics/descent.hpp"
#include "dynamics/random.hpp"
#include "model/gradient.hpp"

namespace noiseproof::c20_phase_two_converges {
namespace {

constexpr std::uint32_t kRuns = 32;

/// V = |a - a*|^2 + |w - w*|^2.
double potential(const Problem& problem, const Student<double>& z) {
  return norm_sq(combine(1.0, z.a, -1.0, problem.teacher.a_star)) +
         norm_sq(combine(1.0, z.w, -1.0, problem.teacher.w_star));
}

/// A student with |w - w*|^2 = share V and |a - a*|^2 = (1 - share) V, as (seed, run) says: in a random direction, or,
/// every other run, in that in which the gradient drives a away from a*.
Student<double> student_at(const Problem& problem, double v, double share, std::uint64_t seed, std::uint32_t run) {
  Stream stream(seed, run, 0, Purpose::start);
  const Vec<double>& star = problem.teacher.w_star;
  Vec<double> across(star.size()), x(problem.teacher.a_star.size());
  uniform_on_sphere(stream, across);
  across = combine(1.0, across, -dot(across, star), star);
  uniform_on_sphere(stream, x);
  const double cosine = 1 - share * v / 2, sine = std::sqrt(1 - cosine * cosine);
  Student<double> out{combine(cosine, star, sine / std::sqrt(norm_sq(across)), across), problem.teacher.a_star};
  double along = std::sqrt((1 - share) * v);
  if (run % 2 == 1) {
    x = gradient(out, problem.teacher).a;
    along = -along;
  }
  out.a = combine(1.0, out.a, along / std::sqrt(norm_sq(x)), x);
  return out;
}

/// What all samples share.
struct Sampling {
  Problem problem;
  std::uint64_t seed;
  Settings settings;
  double eta, rho;
  double edge;          ///< V at the region's edge
  double kappa, gamma;  ///< of the drift

  Sampling(const ClaimContext& context, const Settings& s)
      : problem(context.instance),
        seed(context.seed),
        settings(s),
        eta(s.eta.convert_to<double>()),
        rho(s.radius.convert_to<double>()),
        edge(kRegion.convert_to<double>()),
        kappa(s.drift.contraction.midpoint_approx()),
        gamma(s.drift.noise.midpoint_approx()) {}

  /// One step of this length, raw noise; the t-th of its run.
  void step(double length, std::uint32_t run, std::uint32_t t, Student<double>& z) const {
    Vec<double> xi(z.w.size()), epsilon(z.a.size());
    Stream weights(seed, run, t, Purpose::noise_w), outputs(seed, run, t, Purpose::noise_a);
    uniform_in_ball(weights, rho, xi);
    uniform_in_ball(outputs, rho, epsilon);
    perturbed_step(problem.teacher, length, Injection::raw, xi, epsilon, z);
  }
  Student<double> from_edge(std::uint32_t i) const {
    return student_at(problem, edge, (i + 0.5) / kRuns, seed, 100 + i);
  }
};

Answer one_step(const Sampling& s) {
  constexpr std::uint32_t kPoints = 12, kDraws = 4000;
  double closest = 1e300, slowest = 1e300;  // in standard errors; (V - E V')/(eta V)
  for (std::uint32_t i = 0; i < kPoints; ++i) {
    const double v = s.edge * ((i * 7) % kPoints + 1) / kPoints;
    const Student<double> start = student_at(s.problem, v, (i + 0.5) / kPoints, s.seed, i);
    double mean = 0, square = 0;  // of V' - V, which is small
    for (std::uint32_t draw = 0; draw < kDraws; ++draw) {
      Student<double> z = start;
      s.step(s.eta, i, draw, z);
      const double change = potential(s.problem, z) - v;
      mean += change / kDraws;
      square += change * change / kDraws;
    }
    const double allowed = s.gamma - s.kappa * s.eta * v;
    closest = std::min(closest, (allowed - mean) / std::sqrt(std::max(square - mean * mean, 1e-300) / kDraws));
    slowest = std::min(slowest, -mean / (s.eta * v));
  }
  return {closest > -kMaxDeviations ? Verdict::proved : Verdict::undecided,
          fmt::format("at {} students, {} draws each; the nearest mean is {:.3g} standard errors below, the slowest "
                      "rate seen {:.3g}",
                      kPoints, kDraws, closest, slowest)};
}

Answer too_long_a_step_leaves(const Sampling& s, int k) {
  const double too_long = 20 * pi<double>() / (k - 1 + pi<double>());
  int left = 0;
  for (std::uint32_t i = 0; i < kRuns; ++i) {
    Student<double> z = s.from_edge(i);
    s.step(too_long, 100 + i, 0, z);
    left += potential(s.problem, z) > s.edge ? 1 : 0;
  }
  return {left > 0 ? Verdict::proved : Verdict::undecided, fmt::format("{} of {} leave", left, kRuns)};
}

/// Runs from the region's edge: the mean of V against the envelope that the drift implies.
struct Envelope {
  nlohmann::json measured{{"name", "mean of V over 32 runs"}, {"style", "points"}},
      bound{{"name", "bound"}, {"style", "line"}};

  Answer below(const Sampling& s) {
    const auto steps = static_cast<std::uint32_t>(std::min(20'000.0, std::ceil(40 / s.eta)));
    const std::uint32_t every = std::max<std::uint32_t>(steps / 40, 1);
    if (steps * s.kappa * s.eta < 0.1)
      return {Verdict::undecided, fmt::format("{} such short steps move nothing", steps)};
    std::vector<Student<double>> runs;
    for (std::uint32_t i = 0; i < kRuns; ++i) runs.push_back(s.from_edge(i));
    double allowed = s.edge, mean = s.edge;
    bool below = true, inside = true;
    for (std::uint32_t t = 0; t <= steps; ++t) {
      below = below && mean <= allowed * (1 + 1e-12);
      if (t % every == 0) {
        measured["x"].push_back(t);
        measured["y"].push_back(mean);
        bound["x"].push_back(t);
        bound["y"].push_back(allowed);
      }
      mean = 0;
      for (std::uint32_t i = 0; i < kRuns; ++i) {
        s.step(s.eta, 100 + i, t, runs[i]);
        const double v = potential(s.problem, runs[i]);
        mean += v / kRuns;
        inside = inside && v <= s.edge;
      }
      allowed = (1 - s.kappa * s.eta) * allowed + s.gamma;
    }
    const Drift& drift = s.settings.drift;
    const Ball shrinks = drift.contraction * Ball(s.settings.eta), limit = drift.noise / shrinks;
    const Ball then = limit + pow(Ball(1) - shrinks, steps) * (Ball(kRegion) - limit);
    return {below && inside ? Verdict::proved : Verdict::undecided,
            fmt::format("after {} steps mean V = {:.3g}; the bound then is {}, in the limit {}", steps, mean,
                        decimal_endpoints(then, 3).second, decimal_endpoints(limit, 3).second)};
  }

  nlohmann::json plot() const {
    return {{"type", "lines"},
            {"id", "drift"},
            {"title", "V = |a - a*|^2 + |w - w*|^2 under small noise"},
            {"caption", "Runs from V = 37/25, at angles up to 5 pi/12, against the enclosed bound."},
            {"x_label", "step"},
            {"y_label", "V"},
            {"x_log", false},
            {"y_log", true},
            {"series", {bound, measured}}};
  }
};

}  // namespace

void sample(const ClaimContext& context, const Settings& settings, ClaimResult& out) {
  const Sampling s(context, settings);
  Envelope envelope;
  out.check("one step from random students of that region: the sampled mean of V' lies below the bound",
            Evidence::sampled, [&] { return one_step(s); });
  out.check("false twin: with ten times the longest step of C12 the edge is kept too", Evidence::sampled,
            [&] { return too_long_a_step_leaves(s, context.instance.k); });
  out.check("runs from the edge of the region stay in it, and their mean V stays below the envelope of the drift",
            Evidence::sampled, [&] { return envelope.below(s); });
  out.plots.push_back(envelope.plot());
}

}  // namespace noiseproof::c20_phase_two_converges
