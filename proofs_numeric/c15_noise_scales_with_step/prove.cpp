// C15: the noise of stochastic gradient descent, its exact covariance, how it scales, and in what sense injected noise
// imitates it.
#include <fmt/format.h>

#include <cmath>

#include "dynamics/sgd.hpp"
#include "sampling.hpp"
#include "witness/definition.hpp"

namespace noiseproof::c15_noise_scales_with_step {
namespace {

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
          fmt::format("injected, per eta^2 at radii (1, |a*|): "
                      "on the sphere {:.3g} at the optimum and {:.1g} at the spurious point; in a {:.3g} and {:.3g}",
                      at_optimum.sphere, at_spurious.sphere, at_optimum.outputs, at_spurious.outputs)};
}

/// What the checks share, and what they find.
struct Findings {
  const ClaimContext& context;
  ClaimResult& out;
  Instance size = reduced_size(context.instance);
  Problem problem{size};
  Student<double> random = random_point(size, context.seed, 1), spurious = spurious_student(problem);
  Matrix tangential =
      assemble_noise(gradient_noise(random, problem.teacher), random, problem.teacher, tangent_basis(random.w));
  Shape shape = shape_of(tangential, problem.teacher.w_star.size() - 1);
  double trace = shape.sphere + shape.outputs;
  PerExample at_random{};
  Scaling scaling{};

  void check(double done, const std::string& what, Evidence level, const std::function<Answer()>& run) const {
    context.report(done, level == Evidence::sampled ? "sampling" : "covariance");
    out.check(what, level, run);
  }
};

constexpr long kSamples = 400'000;

Answer whole_examples(Findings& f) {
  f.at_random = per_example(f.problem, f.random, kSamples, f.context.seed);
  return within_errors(largest_deviation(f.at_random.found, f.at_random.exact), kSamples, f.at_random.found.size());
}

Answer without_pairs(const Findings& f) {
  const double deviation = largest_deviation(f.at_random.found, f.at_random.same_row);
  return {deviation > 2 * kMaxDeviations ? Verdict::proved : Verdict::undecided,
          fmt::format("off by {:.0f} standard errors", deviation)};
}

Answer whole_examples_at_spurious(const Findings& f) {
  const PerExample at = per_example(f.problem, f.spurious, kSamples, f.context.seed);
  return within_errors(largest_deviation(at.found, at.exact, 1e-12 * largest_entry(f.tangential)), kSamples,
                       at.found.size());
}

Answer in_batches(const Findings& f) {
  constexpr double kEta = 1e-4;
  constexpr long kSteps = 100'000;
  double worst = 0;
  std::size_t estimates = 0;
  for (const int m : {1, 16}) {
    Matrix exact = f.tangential;
    for (double& x : exact) x *= kEta * kEta / m;
    const Vec<Estimate> found = sample_covariance(f.random, stochastic_move(f.problem, f.random, kEta, m), kSteps / m,
                                                  f.context.seed, Experiment::batches + static_cast<std::uint32_t>(m));
    worst = std::max(worst, largest_deviation(found, exact, kEta * largest_entry(exact)));
    estimates += found.size();
  }
  return within_errors(worst, kSteps, estimates);
}

Answer grows_in_eta(Findings& f) {
  f.scaling = measure_scaling(f.problem, f.random, f.trace, f.context.seed);
  const double level = f.scaling.level();
  Verdict all = level < kMaxDeviations ? Verdict::proved : Verdict::undecided;
  std::string figure = "exponents";
  for (std::size_t b = 0; b < kBatches.size(); ++b) {
    all = both(all, f.scaling.in_eta(b).is(2, 0.01));
    figure += (b > 0 ? ", " : " ") + f.scaling.in_eta(b).show();
  }
  return {all, fmt::format("{}; the level's largest deviation {:.2f} standard errors", figure, level)};
}

Answer falls_in_batch(const Findings& f) {
  const Slope s = f.scaling.in_batch(3);
  return {s.is(-1, 0.01), fmt::format("exponent {} at eta = {}", s.show(), f.scaling.etas[3])};
}

Answer linear_in_eta(const Findings& f) {
  const Slope s = f.scaling.in_eta(0);
  return {s.is(1, 0.01, true), "exponent " + s.show()};
}

/// After a time of 16 largest steps.
Answer linear_over_fixed_time(const Findings& f) {
  const double last = largest_step(f.trace);
  const Vec<double> etas = doubling(last, 4), xi(f.random.w.size()), epsilon(f.random.a.size());
  Vec<Estimate> found;
  for (std::size_t i = 0; i < etas.size(); ++i) {
    const Move walk = [&, eta = etas[i]](Stream& stream) {
      Student<double> at = f.random;
      for (long step = std::lround(16 * last / eta); step > 0; --step)
        stochastic_step(f.problem.teacher, eta, 1, stream, xi, epsilon, at);
      return at;
    };
    const auto experiment = Experiment::in_time + static_cast<std::uint32_t>(i);
    found.push_back(sample_traces(f.random, walk, 2000, f.context.seed, experiment).total());
  }
  const Slope s = slope(etas, found);
  return {s.is(1, 0.1), fmt::format("exponent {} for eta from {} to {}", s.show(), last / 8, last)};
}

constexpr double kInjectedStep = 1e-3;

/// Against the first-order covariance.
Answer injected_agrees(const Findings& f) {
  constexpr double kRho = 1e-3;
  constexpr long kPairs = 60'000;
  const double rho_a = kRho * f.problem.norm;
  double worst = 0;
  std::size_t estimates = 0;
  std::uint32_t experiment = Experiment::injected;
  for (const Student<double>& z : {f.random, f.spurious, optimum(f.problem)}) {
    Matrix exact = injected_covariance(z, f.problem.teacher, kRho, rho_a);
    for (double& x : exact) x *= kInjectedStep * kInjectedStep;
    const Vec<Estimate> found = sample_covariance(z, perturbed_move(f.problem, z, kInjectedStep, kRho, rho_a), kPairs,
                                                  f.context.seed, experiment++);
    worst = std::max(worst, largest_deviation(found, exact, kRho * largest_entry(exact)));  // the next order
    estimates += found.size();
  }
  return within_errors(worst, kPairs, estimates);
}

/// Variance of a perturbed step against the radius.
Slope against_radius(const Findings& f, const Student<double>& z, std::uint32_t experiment,
                     const std::function<Estimate(const Traces&)>& part) {
  const Vec<double> radii = doubling(1.0 / 16, 4);
  Vec<Estimate> found;
  for (const double rho : radii) {
    const Move move = perturbed_move(f.problem, z, kInjectedStep, rho, rho * f.problem.norm);
    found.push_back(part(sample_traces(z, move, 20'000, f.context.seed, experiment++)));
  }
  return slope(radii, found);
}

Answer square_in_radius(const Findings& f) {
  const Slope s = against_radius(f, f.random, Experiment::in_radius, &Traces::total);
  return {s.is(2, 0.05), fmt::format("exponent {} for rho up to 1/16", s.show())};
}

Answer fourth_power_at_spurious(const Findings& f) {
  const Slope s = against_radius(f, f.spurious, Experiment::in_radius + 8, &Traces::sphere);
  return {s.error < 0.05 && s.value > 3.9 ? Verdict::proved : Verdict::undecided, "exponent " + s.show()};
}

void check_covariance(Findings& f) {
  f.check(0, "The exact covariance of a per-example gradient equals the expansion of its definition by quadrature",
          Evidence::computed, [&] { return two_routes(tiny(f.context.instance), f.context.seed); });
  f.check(0.2, "The sample covariance over whole examples Z agrees, at a random point", Evidence::sampled,
          [&] { return whole_examples(f); });
  if (f.size.k > 1)
    f.check(0.3, "False twin: without the terms from pairs of different rows it does not", Evidence::sampled,
            [&] { return without_pairs(f); });
  f.check(0.3, "The sample covariance agrees at the spurious point", Evidence::sampled,
          [&] { return whole_examples_at_spurious(f); });
  f.check(0.4, "SGD's own steps with mini-batches of m = 1 and 16 have eta^2/m of it", Evidence::sampled,
          [&] { return in_batches(f); });
}

void check_scaling(Findings& f) {
  f.check(0.5, "The variance of one step's displacement grows as eta^2 (its amplitude as eta), for m = 1, 16, 256",
          Evidence::sampled, [&] { return grows_in_eta(f); });
  f.check(0.7, "It falls as 1/m", Evidence::sampled, [&] { return falls_in_batch(f); });
  f.check(0.7, "False twin: the variance of one step does not grow as eta", Evidence::sampled,
          [&] { return linear_in_eta(f); });
  f.check(0.7, "Over a fixed time, in a number of steps proportional to 1/eta, the variance grows as eta",
          Evidence::sampled, [&] { return linear_over_fixed_time(f); });
  f.check(0.85, "At the global optimum SGD's noise is 0, and near it its variance grows as the square of the distance",
          Evidence::computed, [&] { return vanishes_at_optimum(f.context.instance, 60); });
  f.check(0.85, "At the spurious point it is not 0, on the sphere and in a, unless k = 1", Evidence::computed,
          [&] { return alive_at_spurious(f.context.instance); });
}

void check_injected(Findings& f) {
  f.check(0.85,
          "A perturbed step with small radii has the covariance eta^2 H diag(rho_w^2/(p+2), rho_a^2/(k+2)) H, "
          "H the Hessian, at a random point and at both optima",
          Evidence::sampled, [&] { return injected_agrees(f); });
  f.check(0.9, "Injected noise imitates SGD's in this: its variance is set by a knob, as rho^2 at small radii",
          Evidence::sampled, [&] { return square_in_radius(f); });
  f.check(0.95,
          "It does not in this: to first order in the radii it moves w at the global optimum, where SGD's noise is 0, "
          "and does not at the spurious point, where SGD's is not (k >= 2)",
          Evidence::computed, [&] { return opposite_places(f.size); });
  f.check(0.95, "At the spurious point the variance of its move of w falls as rho^4 or faster", Evidence::sampled,
          [&] { return fourth_power_at_spurious(f); });
}

void add_notes(const Findings& f) {
  const Instance& instance = f.context.instance;
  f.out.notes = {
      "In what sense the claim holds: the *amplitude* of the noise in one step is proportional to eta; "
      "the variance of one step is proportional to eta^2, "
      "and the variance gathered per unit of time (1/eta steps) to eta. So annealing the step anneals the noise, "
      "and perturbed GD imitates that with its radii.",
      "In what sense it does not: SGD's noise depends on the place (0 at the global optimum, "
      "by the square of the distance), injected noise does not. With a constant step SGD can settle; "
      "with constant radii perturbed GD does not (C14). "
      "At the spurious point SGD shakes w (k >= 2) and small injected noise does not: "
      "the Hessian is 0 there on the sphere (C06)."};
  if (f.size.k == 1)
    f.out.notes.push_back(
        "The false twin without the terms from pairs of different rows is left out: there is one row.");
  if (const std::string where = at_smaller(f.size, instance); !where.empty())
    f.out.notes.push_back("The sampled checks are those of a smaller network" + where +
                          ", its teacher's r in proportion.");
  if (instance.k + instance.p <= 400) f.out.notes.push_back(side_by_side(f.context, f.out.data["side_by_side"]));
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(60);
  ClaimResult out;
  Findings f{context, out};
  check_covariance(f);
  check_scaling(f);
  check_injected(f);
  out.plots = {scaling_plot(f.scaling, f.size)};
  out.headline = fmt::format(
      "variance of a step ~ eta^{:.2f}, over a fixed time ~ eta; 0 at the global optimum, where injected noise is not",
      f.scaling.in_eta(0).value);
  add_notes(f);
  context.report(1, "done");
  return out;
}

}  // namespace noiseproof::c15_noise_scales_with_step
