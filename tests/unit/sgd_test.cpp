#include "dynamics/sgd.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "dynamics/ensemble.hpp"
#include "instances.hpp"
#include "model/critical_points.hpp"
#include "model/gradient_noise.hpp"
#include "model/hessian.hpp"
#include "short_schedule.hpp"

using namespace noiseproof;

namespace {

/// The worst deviation of the sampled mean and covariance of one-example steps from gradient and `noise`, in standard
/// errors.
double deviation_of_samples(const Problem& problem, const Student<double>& z, const GradientNoise<double>& noise) {
  constexpr int kSamples = 20000;
  const std::vector<Vec<double>> basis = tangent_basis(z.w);
  const std::size_t n = basis.size() + z.a.size();
  const std::vector<double> exact = assemble_noise(noise, z, problem.teacher, basis);
  const Gradient<double> g = gradient(z, problem.teacher);
  const auto coordinates = [&](const Gradient<double>& x) {
    Vec<double> out;
    for (const Vec<double>& q : basis) out.push_back(dot(q, x.w));
    out.insert(out.end(), x.a.begin(), x.a.end());
    return out;
  };
  std::vector<double> first(n * n, 0.0), second = first, total(n, 0.0);
  Stream stream(5, 0, 0, Purpose::samples);
  for (int i = 0; i < kSamples; ++i) {
    const Vec<double> x =
        combine(1.0, coordinates(sample_gradient(problem.teacher, z, 1, stream)), -1.0, coordinates(g));
    for (std::size_t u = 0; u < n; ++u) {
      total[u] += x[u];
      for (std::size_t v = 0; v < n; ++v) {
        first[u * n + v] += x[u] * x[v];
        second[u * n + v] += x[u] * x[v] * x[u] * x[v];
      }
    }
  }
  double worst = 0;
  for (std::size_t u = 0; u < n; ++u) {
    worst = std::max(worst, std::abs(total[u]) / std::sqrt(exact[u * n + u] * kSamples));
    for (std::size_t v = 0; v < n; ++v) {
      const double mean = first[u * n + v] / kSamples;
      const double error = std::sqrt((second[u * n + v] / kSamples - mean * mean) / kSamples);
      worst = std::max(worst, std::abs(mean - exact[u * n + v]) / error);
    }
  }
  return worst;
}

}  // namespace

TEST_SUITE("unit/sgd") {
  TEST_CASE("C15 one hidden unit at phi = pi/2 and at w = w*: the variances worked out by hand") {
    // D = a R - b S with R, S independent, E R^n = 1/sqrt(2 pi), 1/2, 2/sqrt(2 pi), 3/2.
    const double a = 0.7, b = 1.3, c = pi<double>();
    const Teacher<double> teacher{{1, 0, 0}, {b}};
    const GradientNoise<double> noise = gradient_noise<double>({{0, 1, 0}, {a}}, teacher);
    const double mean = a / 2 - b / (2 * c);
    CHECK(noise.g[0] == doctest::Approx(mean).epsilon(1e-14));
    CHECK(trace_a(noise) == doctest::Approx(1.5 * a * a - 2 * a * b / c + b * b / 4 - mean * mean).epsilon(1e-14));
    CHECK(noise.qq == doctest::Approx(a * a * (a * a / 2 - a * b / c + b * b / 4)).epsilon(1e-14));
    // At w = w*, a = 0: the gradient in a is -b R^2, of variance b^2 (3/2 - 1/4), and w does not matter.
    const GradientNoise<double> off = gradient_noise<double>({{1, 0, 0}, {0}}, teacher);
    CHECK(trace_a(off) == doctest::Approx(1.25 * b * b).epsilon(1e-14));
    CHECK(trace_sphere(off, 3) == 0);
  }

  TEST_CASE("C15 E D^2 is twice the loss, g is the gradient, and the covariance has no negative eigenvalue") {
    for (const auto& [k, p, r] : {std::tuple{1, 2, 1}, {2, 2, 0}, {5, 3, 5}, {25, 6, 4}}) {
      const Problem problem(instance_of(k, p, r));
      for (const Start start : {Start::random, Start::spurious}) {
        Student<double> z = make_start(problem, start, 3, 1);
        if (start == Start::random) z.a[0] += 0.5;
        const GradientNoise<double> noise = gradient_noise(z, problem.teacher);
        CHECK(noise.residual_sq == doctest::Approx(2 * loss(z, problem.teacher)).epsilon(1e-12));
        const Vec<double> g = gradient(z, problem.teacher).a;
        for (std::size_t i = 0; i < g.size(); ++i) CHECK(std::abs(noise.g[i] - g[i]) < 1e-14);
        std::vector<Vec<double>> basis = tangent_basis(z.w);
        basis.push_back(z.w);
        const std::vector<double> values =
            symmetric_eigenvalues(assemble_noise(noise, z, problem.teacher, basis), k + p);
        CHECK(values.front() > -1e-14 * (1 + values.back()));
      }
    }
  }

  TEST_CASE("C15 the noise vanishes at the global optimum, and at the spurious point only for one hidden unit") {
    for (const int k : {1, 2, 25}) {
      const Problem problem(instance_of(k, 2, k == 1 ? 1 : Rational(1, 2)));
      const GradientNoise<double> good =
          gradient_noise<double>({problem.teacher.w_star, problem.teacher.a_star}, problem.teacher);
      CHECK(std::abs(trace_sphere(good, 2)) + std::abs(trace_a(good)) + std::abs(good.ww) < 1e-14);
      const GradientNoise<double> bad = gradient_noise(make_start(problem, Start::spurious, 1, 0), problem.teacher);
      CHECK((trace_sphere(bad, 2) > 1e-3) == (k > 1));
      CHECK((trace_a(bad) > 1e-3) == (k > 1));
      CHECK(bad.wt == 0);
      CHECK(bad.tt == doctest::Approx(bad.qq).epsilon(1e-13));
    }
  }

  TEST_CASE(
      "C15 sampled steps have the exact mean and covariance, within 5 sigma; without cross-row terms they do not") {
    const Problem problem(instance_of(3, 4, 2));
    Student<double> z = make_start(problem, Start::random, 1, 2);
    z.a[0] += 0.5;
    GradientNoise<double> noise = gradient_noise(z, problem.teacher);
    CHECK(deviation_of_samples(problem, z, noise) < 5);
    noise.g = noise.c = Vec<double>(3, 0.0);
    noise.ones = 0;
    CHECK(deviation_of_samples(problem, z, noise) > 10);
    // With the teacher's a other rows make a quarter of the variance towards w*.
    z = {{std::cos(0.5), std::sin(0.5), 0, 0}, problem.teacher.a_star};
    CHECK(deviation_of_samples(problem, z, gradient_noise(z, problem.teacher)) < 5);
    const Student<double> pole = make_start(problem, Start::spurious, 1, 0);
    CHECK(deviation_of_samples(problem, pole, gradient_noise(pole, problem.teacher)) < 5);
  }

  TEST_CASE(
      "a mini-batch of m has the mean of one example and 1/m of its scatter, within 5 sigma, and no part along w") {
    const Problem problem(instance_of(3, 4, 2));
    Student<double> z = make_start(problem, Start::random, 1, 2);
    z.a[0] += 0.5;
    const GradientNoise<double> noise = gradient_noise(z, problem.teacher);
    const Vec<double> exact_w = sphere_gradient_w(z, problem.teacher, invariants(z, problem.teacher)),
                      exact_a = gradient(z, problem.teacher).a;
    const double scatter = trace_sphere(noise, 4) + trace_a(noise);
    for (const int batch : {1, 4, 16}) {
      CAPTURE(batch);
      constexpr int kSamples = 20000;
      Stream stream(6, 0, 0, Purpose::samples);
      double total = 0, square = 0, along = 0, sum_a = 0;
      for (int i = 0; i < kSamples; ++i) {
        const Gradient<double> g = sample_gradient(problem.teacher, z, batch, stream);
        const double off = norm_sq(combine(1.0, g.w, -1.0, exact_w)) + norm_sq(combine(1.0, g.a, -1.0, exact_a));
        total += off, square += off * off, sum_a += sum(g.a) - sum(exact_a);
        along = std::max(along, std::abs(dot(g.w, z.w)) / (1 + std::sqrt(norm_sq(g.w))));
      }
      const double mean = total / kSamples, error = std::sqrt((square / kSamples - mean * mean) / kSamples);
      CHECK(std::abs(mean - scatter / batch) < 5 * error);
      CHECK(std::abs(sum_a / kSamples) < 5 * std::sqrt(3 * scatter / batch / kSamples));
      CHECK(along < 1e-14);
    }
  }

  TEST_CASE("a perturbed stochastic step is what its definition says, with every projection written out") {
    const Problem problem(instance_of(5, 3, 2));
    const Student<double> z = make_start(problem, Start::random, 1, 0);
    Vec<double> xi{0.3, -0.2, 0.5}, epsilon{0.1, -0.4, 0.2, 0.3, -0.1};
    Student<double> moved{combine(1.0, z.w, 1.0, xi), combine(1.0, z.a, 1.0, epsilon)};
    const double length = std::sqrt(norm_sq(moved.w));
    for (double& x : moved.w) x /= length;
    Stream first(1, 0, 7, Purpose::samples), second = first;
    const Gradient<double> slope = sample_gradient(problem.teacher, moved, 3, first);
    Student<double> got = z;
    stochastic_step(problem.teacher, 0.1, 3, second, xi, epsilon, got);
    const Vec<double> w = combine(1.0, z.w, -0.1, slope.w), a = combine(1.0, z.a, -0.1, slope.a);
    for (std::size_t i = 0; i < 3; ++i) CHECK(got.w[i] == doctest::Approx(w[i] / std::sqrt(norm_sq(w))).epsilon(1e-12));
    for (std::size_t i = 0; i < 5; ++i) CHECK(got.a[i] == doctest::Approx(a[i]).epsilon(1e-12));
  }

  TEST_CASE("the covariance as a matrix over a basis of R^p has the traces, also at w = w* and beside it") {
    const Problem problem(instance_of(3, 4, 2));
    for (const double phi : {0.0, 1e-9, 0.7, pi<double>() / 2, 3.0}) {
      CAPTURE(phi);
      const Student<double> z{{std::cos(phi), std::sin(phi), 0, 0}, {0.4, -0.3, 0.9}};
      const GradientNoise<double> noise = gradient_noise(z, problem.teacher);
      std::vector<Vec<double>> basis = tangent_basis(z.w);
      const std::vector<double> matrix = assemble_noise(noise, z, problem.teacher, basis);
      double sphere = 0, rest = 0;
      for (std::size_t i = 0; i < 6; ++i) (i < 3 ? sphere : rest) += matrix[i * 6 + i];
      CHECK(sphere == doctest::Approx(trace_sphere(noise, 4)).epsilon(1e-12));
      CHECK(rest == doctest::Approx(trace_a(noise)).epsilon(1e-12));
      basis.push_back(z.w);
      const std::vector<double> with_w = assemble_noise(noise, z, problem.teacher, basis);
      for (std::size_t i = 0; i < 7; ++i)
        for (std::size_t j = 0; j < i; ++j)
          CHECK(with_w[i * 7 + j] == doctest::Approx(with_w[j * 7 + i]).epsilon(1e-13));
    }
  }

  TEST_CASE("a step keeps |w| = 1, stays at the optimum, and repeats from its stream") {
    const Problem problem(instance_of(5, 2, 2));
    const Vec<double> still_w(2, 0.0), still_a(5, 0.0);
    Student<double> optimum{problem.teacher.w_star, problem.teacher.a_star},
        z = make_start(problem, Start::random, 1, 0);
    Student<double> twin = z;
    for (std::uint32_t step = 0; step < 100; ++step) {
      Stream first(1, 0, step, Purpose::samples), second(1, 0, step, Purpose::samples),
          third(1, 0, step, Purpose::samples);
      stochastic_step(problem.teacher, 0.1, 3, first, still_w, still_a, z);
      stochastic_step(problem.teacher, 0.1, 3, second, still_w, still_a, twin);
      stochastic_step(problem.teacher, 0.1, 3, third, still_w, still_a, optimum);
      REQUIRE(std::abs(norm_sq(z.w) - 1) < 1e-15);
    }
    CHECK(z.w == twin.w);
    CHECK(z.a == twin.a);
    CHECK(optimum.w == problem.teacher.w_star);
    CHECK(optimum.a == problem.teacher.a_star);
  }

  TEST_CASE("C14 stochastic runs do not depend on the number of threads, and raw injection is refused") {
    const Problem problem(instance_of(4, 3, 1));
    EnsembleOptions options;
    options.runs = 8;
    options.batch = 2;
    options.jobs = 1;
    const EnsembleResult one = run_ensemble(problem, short_schedule(), options);
    options.jobs = 4;
    const EnsembleResult four = run_ensemble(problem, short_schedule(), options);
    options.batch = 3;
    const EnsembleResult other = run_ensemble(problem, short_schedule(), options);
    for (std::size_t i = 0; i < 8; ++i) {
      CHECK(one.runs[i].loss == four.runs[i].loss);
      CHECK(one.runs[i].loss != other.runs[i].loss);
    }
    options.injection = Injection::raw;
    CHECK_THROWS_AS(run_ensemble(problem, short_schedule(), options), Error);
  }
}
