// C15: the noise of stochastic gradient descent, its exact covariance, how it scales, and in what sense injected noise
// imitates it.
#include <fmt/format.h>

#include <cmath>

#include "common.hpp"
#include "dynamics/descent.hpp"
#include "dynamics/random.hpp"
#include "dynamics/sgd.hpp"
#include "model/gradient_noise.hpp"
#include "model/hessian.hpp"
#include "witness/definition.hpp"

namespace noiseproof::c15_noise_scales_with_step {
namespace {

using nlohmann::json;
using Matrix = std::vector<double>;

// One experiment, one set of random numbers.
enum Experiment : std::uint32_t {
  batches = 256,
  in_eta = 16,
  in_time = 64,
  injected = 96,
  in_radius = 128,
  large = 160
};

constexpr std::array<double, 3> kBatches{1, 16, 256};

Student<double> spurious_student(const Problem& problem) { return make_start(problem, Start::spurious, 0, 0); }
Student<double> optimum(const Problem& problem) { return {problem.teacher.w_star, problem.teacher.a_star}; }
Student<double> random_point(const Instance& instance, std::uint64_t seed, int run) {
  Student<double> out = random_student(instance, seed, run);
  const double length = std::sqrt(norm_sq(out.w));
  for (double& x : out.w) x /= length;
  return out;
}

double largest_entry(const Matrix& matrix) {
  double out = 0;
  for (const double x : matrix) out = std::max(out, std::abs(x));
  return out;
}

/// A student's move in the tangent basis at the start and in a.
Vec<double> displacement(const std::vector<Vec<double>>& basis, const Student<double>& from,
                         const Student<double>& to) {
  Vec<double> out;
  for (const Vec<double>& q : basis) out.push_back(dot(q, to.w));
  for (std::size_t i = 0; i < from.a.size(); ++i) out.push_back(to.a[i] - from.a[i]);
  return out;
}

/// The variance of a random move from a point: half the mean square of the difference of two independent ones.
struct Traces {
  Estimate sphere, outputs;
  /// The two are not independent, so the errors may add up.
  Estimate total() const { return {sphere.mean + outputs.mean, sphere.error + outputs.error}; }
};
using Move = std::function<Student<double>(Stream&)>;

/// The difference of two independent moves.
Vec<double> gap_of_moves(const std::vector<Vec<double>>& basis, const Student<double>& from, const Move& move,
                         Stream& stream) {
  const Vec<double> first = displacement(basis, from, move(stream)), second = displacement(basis, from, move(stream));
  return combine(1.0, first, -1.0, second);
}

Traces sample_traces(const Student<double>& from, const Move& move, long pairs, std::uint64_t seed,
                     std::uint32_t experiment) {
  const std::vector<Vec<double>> basis = tangent_basis(from.w);
  const auto draw = [&](Stream& stream, Vec<double>& out) {
    const Vec<double> gap = gap_of_moves(basis, from, move, stream);
    out.assign(2, 0.0);
    for (std::size_t i = 0; i < gap.size(); ++i) out[i < basis.size() ? 0 : 1] += gap[i] * gap[i] / 2;
  };
  const Vec<Estimate> found = average(2, pairs, seed, experiment, draw);
  return {found[0], found[1]};
}

/// All covariances of the move, lower triangle row by row.
Vec<Estimate> sample_covariance(const Student<double>& from, const Move& move, long pairs, std::uint64_t seed,
                                std::uint32_t experiment) {
  const std::vector<Vec<double>> basis = tangent_basis(from.w);
  const std::size_t n = basis.size() + from.a.size();
  const auto draw = [&](Stream& stream, Vec<double>& out) {
    const Vec<double> gap = gap_of_moves(basis, from, move, stream);
    std::size_t entry = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) out[entry++] = gap[i] * gap[j] / 2;
  };
  return average(n * (n + 1) / 2, pairs, seed, experiment, draw);
}

/// The largest deviation of the estimates from the exact entries, in standard errors, to which `slack` is added.
double largest_deviation(const Vec<Estimate>& found, const Matrix& exact, double slack = 0) {
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(exact.size()))));
  double worst = 0;
  std::size_t entry = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j, ++entry) {
      const double gap = std::abs(found[entry].mean - exact[i * n + j]);
      if (gap > 0) worst = std::max(worst, gap / (found[entry].error + slack));
    }
  return worst;
}

Move stochastic_move(const Problem& problem, const Student<double>& from, double eta, int batch) {
  return [&problem, &from, eta, batch, xi = Vec<double>(from.w.size()),
          epsilon = Vec<double>(from.a.size())](Stream& stream) {
    Student<double> z = from;
    stochastic_step(problem.teacher, eta, batch, stream, xi, epsilon, z);
    return z;
  };
}

Move perturbed_move(const Problem& problem, const Student<double>& from, double eta, double rho_w, double rho_a) {
  return [&problem, &from, eta, rho_w, rho_a](Stream& stream) {
    Student<double> z = from;
    Vec<double> xi(from.w.size()), epsilon(from.a.size());
    uniform_in_ball(stream, rho_w, xi);
    uniform_in_ball(stream, rho_a, epsilon);
    perturbed_step(problem.teacher, eta, Injection::normalized, xi, epsilon, z);
    return z;
  };
}

/// The covariance of a perturbed step per eta^2, to first order in the radii: H diag(rho_w^2/(p+2), rho_a^2/(k+2)) H, H
/// the Hessian on sphere x R^k: a ball of radius rho in R^n has covariance rho^2/(n+2) I, and enters through the
/// gradient.
Matrix injected_covariance(const Student<double>& z, const Teacher<double>& teacher, double rho_w, double rho_a) {
  const std::vector<Vec<double>> basis = tangent_basis(z.w);
  const std::size_t p1 = basis.size(), n = p1 + z.a.size();
  const Matrix hessian = assemble_hessian(z, teacher, basis);
  const double in_w = rho_w * rho_w / (static_cast<double>(p1) + 3),
               in_a = rho_a * rho_a / (static_cast<double>(n - p1) + 2);
  Matrix out(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t l = 0; l < n; ++l)
      for (std::size_t j = 0; j < n; ++j)
        out[i * n + j] += hessian[i * n + l] * (l < p1 ? in_w : in_a) * hessian[l * n + j];
  return out;
}

/// tr C over the first p1 coordinates and the rest, and (tr C)^2/tr C^2 of both blocks: the number of directions
/// that the noise fills.
struct Shape {
  double sphere = 0, outputs = 0, sphere_rank = 0, outputs_rank = 0;
};
Shape shape_of(const Matrix& c, std::size_t p1) {
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(c.size()))));
  Shape out;
  double square_w = 0, square_a = 0;
  for (std::size_t i = 0; i < n; ++i) {
    (i < p1 ? out.sphere : out.outputs) += c[i * n + i];
    for (std::size_t j = 0; j < n; ++j)
      if ((i < p1) == (j < p1)) (i < p1 ? square_w : square_a) += c[i * n + j] * c[i * n + j];
  }
  out.sphere_rank = square_w > 0 ? out.sphere * out.sphere / square_w : 0;
  out.outputs_rank = square_a > 0 ? out.outputs * out.outputs / square_a : 0;
  return out;
}

/// Exponent of a power law through estimates with independent errors: least squares of logarithms.
struct Slope {
  double value, error;
  std::string show() const { return fmt::format("{:.3f} +- {:.3f}", value, error); }
  /// Is it `expected`, to kMaxDeviations errors and `allowed` of curvature? `not_`: is it not?
  Verdict is(double expected, double allowed, bool not_ = false) const {
    const bool near = std::abs(value - expected) < kMaxDeviations * error + allowed;
    return error < 0.05 && near != not_ ? Verdict::proved : Verdict::undecided;
  }
};
Slope slope(const Vec<double>& x, const Vec<Estimate>& y) {
  double mean = 0, square = 0, value = 0, variance = 0;
  for (const double at : x) mean += std::log(at) / static_cast<double>(x.size());
  for (const double at : x) square += std::pow(std::log(at) - mean, 2);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double weight = (std::log(x[i]) - mean) / square;
    value += weight * std::log(y[i].mean);
    variance += std::pow(weight * y[i].error / y[i].mean, 2);
  }
  return {value, std::sqrt(variance)};
}

/// `count` steps that double up to `last`.
Vec<double> doubling(double last, int count) {
  Vec<double> out;
  for (int e = 1 - count; e <= 0; ++e) out.push_back(std::ldexp(last, e));
  return out;
}

/// The asked instance with at most 3 hidden units and 3 inputs, for the expansion of the definition.
Instance tiny(const Instance& instance) {
  Instance out = reduced_size(instance);
  out.p = std::min(out.p, 3);
  if (out.k > 3) {
    out.r = out.r / out.k * 3;
    out.k = 3;
  }
  return out;
}

Answer two_routes(const Instance& instance, std::uint64_t seed) {
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  const std::size_t p = teacher.w_star.size();
  std::vector<Vec<Real>> axes(p, Vec<Real>(p, Real(0)));
  for (std::size_t i = 0; i < p; ++i) axes[i][i] = 1;
  const Student<Real> random = random_real_student(instance, seed, 0, Real(1));
  // At the optimum, at random, and at both poles with random a.
  std::vector<Student<Real>> points{{teacher.w_star, teacher.a_star}, random, random, random};
  points[2].w = teacher.w_star;
  for (std::size_t i = 0; i < p; ++i) points[3].w[i] = -teacher.w_star[i];
  Real worst = 0;
  for (const Student<Real>& z : points)
    worst = std::max(worst, largest_difference(assemble_noise(gradient_noise(z, teacher), z, teacher, axes),
                                               gradient_covariance_by_definition(z, teacher)));
  return agrees(worst, Real("1e-40"), fmt::format("over 4 points of k = {}, p = {}", instance.k, instance.p));
}

/// The per-example covariance at a point in the axes of R^p x R^k, exact and sampled from whole examples.
struct PerExample {
  Matrix exact, same_row;  ///< same_row: the false twin, which drops the terms from pairs of rows
  Vec<Estimate> found;
};
PerExample per_example(const Problem& problem, const Student<double>& z, long samples, std::uint64_t seed) {
  const std::size_t p = z.w.size();
  std::vector<Vec<double>> axes(p, Vec<double>(p, 0.0));
  for (std::size_t i = 0; i < p; ++i) axes[i][i] = 1;
  GradientNoise<double> noise = gradient_noise(z, problem.teacher);
  PerExample out{assemble_noise(noise, z, problem.teacher, axes), {}, {}};
  const Gradient<double> g = gradient(z, problem.teacher);
  Vec<double> mean = g.w;
  mean.insert(mean.end(), g.a.begin(), g.a.end());
  out.found = sample_gradient_covariance(z, problem.teacher, mean, samples, seed);
  std::fill(noise.g.begin(), noise.g.end(), 0.0);
  std::fill(noise.c.begin(), noise.c.end(), 0.0);
  noise.ones = 0;
  out.same_row = assemble_noise(noise, z, problem.teacher, axes);
  return out;
}

Answer vanishes_at_optimum(const Instance& instance, int digits) {
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  const auto trace = [&](const Student<Real>& z) {
    const GradientNoise<Real> noise = gradient_noise(z, teacher);
    return Real(trace_sphere(noise, instance.p) + trace_a(noise));
  };
  // Away from the optimum by t in w and in a: the variance is quadratic in t.
  const Vec<Real> q = tangent_basis(teacher.w_star).front();
  const auto away = [&](const Real& t) {
    Student<Real> z{combine(Real(cos(t)), teacher.w_star, Real(sin(t)), q), teacher.a_star};
    for (std::size_t i = 0; i < z.a.size(); ++i) z.a[i] += i % 2 == 0 ? t : Real(-t / 3);
    return trace(z);
  };
  const Real at = trace({teacher.w_star, teacher.a_star}), near = away(Real("1e-6")), nearer = away(Real("1e-7"));
  const Real exponent = log(near / nearer) / log(Real(10));
  const bool holds =
      abs(at) < pow(Real(10), 10 - digits) * trace({teacher.w_star, Vec<Real>(teacher.a_star.size(), Real(0))}) &&
      abs(exponent - 2) < Real("1e-4");
  return {holds ? Verdict::proved : Verdict::undecided,
          fmt::format("trace {} at the optimum; grows with the distance to the power {}", brief(at),
                      to_decimal(exponent, 7))};
}

Answer alive_at_spurious(const Instance& instance) {
  const Problem problem(instance);
  const GradientNoise<double> noise = gradient_noise(spurious_student(problem), problem.teacher);
  const double sphere = trace_sphere(noise, instance.p), outputs = trace_a(noise);
  const double scale = std::pow(problem.norm, 4) * 1e-12;
  const bool zero = sphere < scale && outputs < scale;
  const bool holds = instance.k == 1 ? zero : sphere > scale && outputs > scale;
  return {holds ? Verdict::proved : Verdict::undecided,
          fmt::format("k = {}: trace {:.4g} on the sphere, {:.4g} in a", instance.k, sphere, outputs)};
}

/// How far from the optimum's and the spurious point's SGD noise any injected noise is, to first order in its radii.
Answer opposite_places(const Instance& instance) {
  const Problem problem(instance);
  const std::size_t p1 = problem.teacher.w_star.size() - 1;
  const Shape at_optimum = shape_of(injected_covariance(optimum(problem), problem.teacher, 1, problem.norm), p1);
  const Shape at_spurious =
      shape_of(injected_covariance(spurious_student(problem), problem.teacher, 1, problem.norm), p1);
  const double scale = 1e-12 * at_optimum.sphere;
  const bool holds = at_optimum.sphere > 0 && at_optimum.outputs > 0 && at_spurious.sphere < scale;
  return {holds ? Verdict::proved : Verdict::undecided,
          fmt::format(
              "injected, per eta^2 at radii (1, |a*|): on the sphere {:.3g} at the optimum and {:.1g} at the spurious "
              "point; in a {:.3g} and {:.3g}",
              at_optimum.sphere, at_spurious.sphere, at_optimum.outputs, at_spurious.outputs)};
}

/// The noises side by side at one point of the asked instance.
json side_by_side(const ClaimContext& context, const Problem& problem, const std::string& where,
                  const Student<double>& z, std::uint32_t number) {
  const Epoch first = default_schedule(context.instance).front();
  const std::vector<Vec<double>> basis = tangent_basis(z.w);
  const Shape sgd =
      shape_of(assemble_noise(gradient_noise(z, problem.teacher), z, problem.teacher, basis), basis.size());
  const Shape small = shape_of(injected_covariance(z, problem.teacher, 1, first.rho_a / first.rho_w), basis.size());
  constexpr double kEta = 0.01;
  const Traces big = sample_traces(z, perturbed_move(problem, z, kEta, first.rho_w, first.rho_a), 4000, context.seed,
                                   Experiment::large + number);
  return {{"point", where},
          {"sgd_sphere", sgd.sphere},
          {"sgd_a", sgd.outputs},
          {"sgd_sphere_rank", sgd.sphere_rank},
          {"sgd_a_rank", sgd.outputs_rank},
          {"injected_sphere", small.sphere},
          {"injected_a", small.outputs},
          {"injected_sphere_rank", small.sphere_rank},
          {"injected_a_rank", small.outputs_rank},
          {"schedule_sphere", big.sphere.mean / (kEta * kEta)},
          {"schedule_a", big.outputs.mean / (kEta * kEta)}};
}

std::string show_side_by_side(const json& row) {
  const auto number = [&](const char* key) { return row[key].get<double>(); };
  return fmt::format(
      "At {}, SGD: {:.3g} on the sphere and {:.3g} in a (filling {:.1f} and {:.1f} directions); injected at small "
      "radii: {:.2g} and {:.2g} per rho_w^2 ({:.1f} and {:.1f} directions); at the schedule's first radii (sampled): "
      "{:.2g} and {:.3g}.",
      row["point"].get<std::string>(), number("sgd_sphere"), number("sgd_a"), number("sgd_sphere_rank"),
      number("sgd_a_rank"), number("injected_sphere"), number("injected_a"), number("injected_sphere_rank"),
      number("injected_a_rank"), number("schedule_sphere"), number("schedule_a"));
}

/// The largest power of two for which one step with m = 1 has a variance below 0.005: beyond, the projection to the
/// sphere shows.
double largest_step(double trace) { return std::exp2(std::min(-5.0, std::floor(std::log2(0.005 / trace) / 2))); }

/// Steps of SGD from one point for several step sizes and mini-batches.
struct Scaling {
  Vec<double> etas;
  std::vector<Vec<Estimate>> variance;  ///< trace of the covariance: a row per mini-batch size, a column per step size
  double level = 0;                     ///< largest distance from eta^2/m times the exact trace, in standard errors
  json plot;

  Slope in_eta(std::size_t batch) const { return slope(etas, variance[batch]); }
  Slope in_batch(std::size_t i) const {
    return slope({kBatches.begin(), kBatches.end()}, {variance[0][i], variance[1][i], variance[2][i]});
  }
};
Scaling measure_scaling(const Problem& problem, const Student<double>& z, double trace, std::uint64_t seed) {
  Scaling out;
  out.etas = doubling(largest_step(trace), 5);
  out.plot = {
      {"type", "lines"},
      {"id", "c15-scaling"},
      {"title", "Variance of one SGD step"},
      {"caption", fmt::format("Trace of the covariance of one step's displacement against the step size, at a "
                              "random point (k = {}, p = {}), for mini-batches of m. Marks: sampled, with 3 standard "
                              "errors; lines: eta^2/m times the exact trace {:.4g}.",
                              z.a.size(), z.w.size(), trace)},
      {"x_label", "eta"},
      {"y_label", "variance"},
      {"x_log", true},
      {"y_log", true},
      {"series", json::array()}};
  for (std::size_t b = 0; b < kBatches.size(); ++b) {
    const int m = static_cast<int>(kBatches[b]);
    json points{{"name", fmt::format("m = {}, sampled", m)}, {"style", "points"}};
    json line{{"name", fmt::format("m = {}, exact", m)}, {"style", "line"}};
    out.variance.emplace_back();
    for (std::size_t i = 0; i < out.etas.size(); ++i) {
      const double eta = out.etas[i], exact = eta * eta / m * trace;
      const auto experiment = Experiment::in_eta + static_cast<std::uint32_t>(8 * b + i);
      const Estimate found =
          sample_traces(z, stochastic_move(problem, z, eta, m), std::max(1000L, 40'000L / m), seed, experiment).total();
      // The projection back to the sphere changes the variance by a factor 1 + O(eta^2).
      out.level = std::max(out.level, std::abs(found.mean - exact) / (found.error + eta * eta * (1 + trace) * exact));
      out.variance.back().push_back(found);
      points["x"].push_back(eta);
      points["y"].push_back(found.mean);
      points["low"].push_back(found.mean - 3 * found.error);
      points["high"].push_back(found.mean + 3 * found.error);
      line["x"].push_back(eta);
      line["y"].push_back(exact);
    }
    out.plot["series"].push_back(points);
    out.plot["series"].push_back(line);
  }
  return out;
}

/// Mini-batches have 1/m of the covariance.
Answer in_batches(const Problem& problem, const Student<double>& z, const Matrix& covariance, long samples,
                  std::uint64_t seed) {
  constexpr double kEta = 1e-4;
  double worst = 0;
  std::size_t estimates = 0;
  for (const int m : {1, 16}) {
    Matrix exact = covariance;
    for (double& x : exact) x *= kEta * kEta / m;
    const Vec<Estimate> found = sample_covariance(z, stochastic_move(problem, z, kEta, m), samples / m, seed,
                                                  Experiment::batches + static_cast<std::uint32_t>(m));
    worst = std::max(worst, largest_deviation(found, exact, kEta * largest_entry(exact)));
    estimates += found.size();
  }
  return within_errors(worst, samples, estimates);
}

/// Variance after a time of 16 largest steps, against eta.
Slope over_fixed_time(const Problem& problem, const Student<double>& z, double trace, std::uint64_t seed) {
  const Vec<double> etas = doubling(largest_step(trace), 4), xi(z.w.size()), epsilon(z.a.size());
  Vec<Estimate> found;
  for (std::size_t i = 0; i < etas.size(); ++i) {
    const Move walk = [&, eta = etas[i]](Stream& stream) {
      Student<double> at = z;
      for (long step = std::lround(16 * etas.back() / eta); step > 0; --step)
        stochastic_step(problem.teacher, eta, 1, stream, xi, epsilon, at);
      return at;
    };
    found.push_back(sample_traces(z, walk, 2000, seed, Experiment::in_time + static_cast<std::uint32_t>(i)).total());
  }
  return slope(etas, found);
}

constexpr double kInjectedStep = 1e-3;

/// Small injected noise at several points against the first-order covariance.
Answer injected_agrees(const Problem& problem, const std::vector<Student<double>>& points, std::uint64_t seed) {
  constexpr double kRho = 1e-3;
  constexpr long kPairs = 60'000;
  double worst = 0;
  std::size_t estimates = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double rho_a = kRho * problem.norm;
    Matrix exact = injected_covariance(points[i], problem.teacher, kRho, rho_a);
    for (double& x : exact) x *= kInjectedStep * kInjectedStep;
    const Vec<Estimate> found =
        sample_covariance(points[i], perturbed_move(problem, points[i], kInjectedStep, kRho, rho_a), kPairs, seed,
                          Experiment::injected + static_cast<std::uint32_t>(i));
    worst = std::max(worst, largest_deviation(found, exact, kRho * largest_entry(exact)));  // the next order
    estimates += found.size();
  }
  return within_errors(worst, kPairs, estimates);
}

/// Variance of a perturbed step against the radius: of all of it, or of the move on the sphere alone.
Slope against_radius(const Problem& problem, const Student<double>& z, std::uint64_t seed, std::uint32_t first,
                     bool sphere_only) {
  const Vec<double> radii = doubling(1.0 / 16, 4);
  Vec<Estimate> found;
  for (std::size_t i = 0; i < radii.size(); ++i) {
    const Move move = perturbed_move(problem, z, kInjectedStep, radii[i], radii[i] * problem.norm);
    const Traces t = sample_traces(z, move, 20'000, seed, first + static_cast<std::uint32_t>(i));
    found.push_back(sphere_only ? t.sphere : t.total());
  }
  return slope(radii, found);
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(60);
  ClaimResult out;
  const auto check = [&](double done, const std::string& what, Evidence level, const std::function<Answer()>& run) {
    if (context.progress) context.progress(done, level == Evidence::sampled ? "sampling" : "covariance");
    out.check(what, level, run);
  };
  const Instance sampled = reduced_size(context.instance);
  const Problem problem(sampled);
  const Student<double> random = random_point(sampled, context.seed, 1), spurious = spurious_student(problem);
  const Matrix tangential =
      assemble_noise(gradient_noise(random, problem.teacher), random, problem.teacher, tangent_basis(random.w));
  const Shape shape = shape_of(tangential, problem.teacher.w_star.size() - 1);
  const double trace = shape.sphere + shape.outputs;
  constexpr long kSamples = 400'000;

  check(0, "The exact covariance of a per-example gradient equals the expansion of its definition by quadrature",
        Evidence::computed, [&] { return two_routes(tiny(context.instance), context.seed); });
  PerExample at_random;
  check(0.2, "The sample covariance over whole examples Z agrees, at a random point", Evidence::sampled, [&] {
    at_random = per_example(problem, random, kSamples, context.seed);
    return within_errors(largest_deviation(at_random.found, at_random.exact), kSamples, at_random.found.size());
  });
  if (sampled.k > 1)
    check(0.3, "False twin: without the terms from pairs of different rows it does not", Evidence::sampled, [&] {
      const double deviation = largest_deviation(at_random.found, at_random.same_row);
      return Answer{deviation > 2 * kMaxDeviations ? Verdict::proved : Verdict::undecided,
                    fmt::format("off by {:.0f} standard errors", deviation)};
    });
  check(0.3, "The sample covariance agrees at the spurious point", Evidence::sampled, [&] {
    const PerExample found = per_example(problem, spurious, kSamples, context.seed);
    return within_errors(largest_deviation(found.found, found.exact, 1e-12 * largest_entry(tangential)), kSamples,
                         found.found.size());
  });
  check(0.4, "SGD's own steps with mini-batches of m = 1 and 16 have eta^2/m of it", Evidence::sampled,
        [&] { return in_batches(problem, random, tangential, kSamples / 4, context.seed); });
  Scaling scaling;
  check(0.5, "The variance of one step's displacement grows as eta^2 (its amplitude as eta), for m = 1, 16, 256",
        Evidence::sampled, [&] {
          scaling = measure_scaling(problem, random, trace, context.seed);
          Verdict all = scaling.level < kMaxDeviations ? Verdict::proved : Verdict::undecided;
          std::string figure = "exponents";
          for (std::size_t b = 0; b < kBatches.size(); ++b) {
            all = both(all, scaling.in_eta(b).is(2, 0.01));
            figure += (b > 0 ? ", " : " ") + scaling.in_eta(b).show();
          }
          return Answer{all,
                        fmt::format("{}; the level's largest deviation {:.2f} standard errors", figure, scaling.level)};
        });
  check(0.7, "It falls as 1/m", Evidence::sampled, [&] {
    const Slope s = scaling.in_batch(3);
    return Answer{s.is(-1, 0.01), fmt::format("exponent {} at eta = {}", s.show(), scaling.etas[3])};
  });
  check(0.7, "False twin: the variance of one step does not grow as eta", Evidence::sampled, [&] {
    const Slope s = scaling.in_eta(0);
    return Answer{s.is(1, 0.01, true), "exponent " + s.show()};
  });
  check(0.7, "Over a fixed time, in a number of steps proportional to 1/eta, the variance grows as eta",
        Evidence::sampled, [&] {
          const Slope s = over_fixed_time(problem, random, trace, context.seed);
          return Answer{s.is(1, 0.1), fmt::format("exponent {} for eta from {} to {}", s.show(),
                                                  largest_step(trace) / 8, largest_step(trace))};
        });
  check(0.85, "At the global optimum SGD's noise is 0, and near it its variance grows as the square of the distance",
        Evidence::computed, [&] { return vanishes_at_optimum(context.instance, 60); });
  check(0.85, "At the spurious point it is not 0, on the sphere and in a, unless k = 1", Evidence::computed,
        [&] { return alive_at_spurious(context.instance); });
  check(0.85,
        "A perturbed step with small radii has the covariance eta^2 H diag(rho_w^2/(p+2), rho_a^2/(k+2)) H, H the "
        "Hessian, at a random point and at both optima",
        Evidence::sampled, [&] {
          return injected_agrees(problem, {random, spurious, optimum(problem)}, context.seed);
        });
  check(0.9, "Injected noise imitates SGD's in this: its variance is set by a knob, as rho^2 at small radii",
        Evidence::sampled, [&] {
          const Slope s = against_radius(problem, random, context.seed, Experiment::in_radius, false);
          return Answer{s.is(2, 0.05), fmt::format("exponent {} for rho up to 1/16", s.show())};
        });
  check(
      0.95,
      "It does not in this: to first order in the radii it moves w at the global optimum, where SGD's noise is 0, and "
      "does not at the spurious point, where SGD's is not (k >= 2)",
      Evidence::computed, [&] { return opposite_places(sampled); });
  check(0.95, "At the spurious point the variance of its move of w falls as rho^4 or faster", Evidence::sampled, [&] {
    const Slope s = against_radius(problem, spurious, context.seed, Experiment::in_radius + 8, true);
    return Answer{s.error < 0.05 && s.value > 3.9 ? Verdict::proved : Verdict::undecided, "exponent " + s.show()};
  });

  out.plots = {scaling.plot};
  out.headline = fmt::format(
      "variance of a step ~ eta^{:.2f}, over a fixed time ~ eta; 0 at the global optimum, where injected noise is not",
      scaling.in_eta(0).value);
  out.notes = {
      "In what sense the claim holds: the *amplitude* of the noise in one step is proportional to eta; the variance of "
      "one step is proportional to eta^2, and the variance gathered per unit of time (1/eta steps) to eta. So "
      "annealing the step anneals the noise, and perturbed GD imitates that with its radii.",
      "In what sense it does not: SGD's noise depends on the place (0 at the global optimum, by the square of the "
      "distance), injected noise does not. With a constant step SGD can settle; with constant radii perturbed GD does "
      "not (C14). At the spurious point SGD shakes w (k >= 2) and small injected noise does not: the Hessian is 0 "
      "there on the sphere (C06)."};
  if (sampled.k == 1)
    out.notes.push_back("The false twin without the terms from pairs of different rows is left out: there is one row.");
  if (const std::string where = at_smaller(sampled, context.instance); !where.empty())
    out.notes.push_back("The sampled checks are those of a smaller network" + where +
                        ", its teacher's r in proportion.");
  if (context.instance.k + context.instance.p <= 400) {
    const Problem asked(context.instance);
    const std::vector<std::pair<std::string, Student<double>>> places{
        {"a random point", random_point(context.instance, context.seed, 1)},
        {"the spurious point", spurious_student(asked)},
        {"the global optimum", optimum(asked)}};
    std::string words = "Traces of the covariance of one step over eta^2, one example a step.";
    for (std::size_t i = 0; i < places.size(); ++i) {
      const json row = side_by_side(context, asked, places[i].first, places[i].second, static_cast<std::uint32_t>(i));
      out.data["side_by_side"].push_back(row);
      words += " " + show_side_by_side(row);
    }
    out.notes.push_back(words);
  }
  if (context.progress) context.progress(1, "done");
  return out;
}

}  // namespace noiseproof::c15_noise_scales_with_step
