// The reduced engine has the law of the full-vector engine: exact laws of what it draws, and two-sample tests of what
// comes out, in every case that differs in its boundary (dimensions of residuals 0, 1, 2; teachers parallel and
// orthogonal to 1). Seeds are fixed. The thresholds allow a false alarm once in a thousand seeds for all tests of a
// case together (Bonferroni), and false twins show what they detect.
#include <doctest/doctest.h>

#include <array>
#include <boost/math/special_functions/beta.hpp>
#include <functional>
#include <map>

#include "dynamics/reduced_batch.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "kolmogorov.hpp"

using namespace noiseproof;

namespace {

struct Network {
  int k, p;
  Rational r;
};
const std::vector<Network> kNetworks{{25, 6, 4}, {1, 2, 1}, {1, 5, 1}, {2, 2, 1}, {2, 3, 2},
                                     {3, 2, 0},  {4, 3, 2}, {5, 4, 5}, {9, 3, 0}, {40, 12, 9}};

Problem problem_of(const Network& network) {
  Instance out;
  out.k = network.k;
  out.p = network.p;
  out.r = network.r;
  return Problem(out);
}

/// A step long enough for the noise to tell, and stable.
double step_size(const Problem& problem, Injection injection) {
  const double stable = 4 / (problem.invariants.k - 1 + pi<double>());
  return injection == Injection::raw ? stable / 2 : stable;
}

/// One start for all runs, with nothing special about it: what differs between runs is then the noise alone.
Student<double> fixed_start(const Problem& problem) {
  const Vec<double>& w_star = problem.teacher.w_star;
  Student<double> out{Vec<double>(w_star.size()), problem.teacher.a_star};
  for (std::size_t i = 0; i < out.w.size(); ++i) out.w[i] = std::cos(2.0) * w_star[i];
  out.w[1] += std::sin(2.0);  // w* is the first unit vector
  for (std::size_t i = 0; i < out.a.size(); ++i) out.a[i] += 0.4 * std::cos(static_cast<double>(i) + 1);
  return out;
}

constexpr double kRhoW = 1.2, kRhoA = 1.5;
constexpr std::array<int, 3> kTimes{1, 2, 8};
constexpr int kSamples = 4000;

/// What is compared, at each time.
const std::array<const char*, 7> kStatistics{"phi", "x", "y", "|a - a*|", "alpha", "loss", "on the good side"};
using Sample = std::array<std::array<std::vector<double>, 7>, kTimes.size()>;

void record(const Problem& problem, const ReducedSystem& system, const ReducedState& z, std::size_t time, Sample& out) {
  const ReducedPoint<double> point = reduced_point(system, z);
  const double al = alpha(problem.invariants, point);
  // Where a* is parallel to 1 there is no u2, and y has no meaning.
  const double y = problem.invariants.e2 == 0 ? 0 : point.y;
  const double good = point.angle.phi < pi<double>() / 2 && al > 0 ? 1 : 0;
  const std::array<double, 7> values{point.angle.phi,         point.x, y, distance_to_teacher(z), al,
                                     reduced_loss(system, z), good};
  for (std::size_t i = 0; i < values.size(); ++i) out[time][i].push_back(values[i]);
}

Sample sample_full(const Problem& problem, Injection injection, double scale = 1) {
  const ReducedSystem system = reduced_system(problem);
  const double eta = step_size(problem, injection);
  Sample out;
  Vec<double> xi(problem.teacher.w_star.size()), epsilon(problem.teacher.a_star.size());
  for (std::uint32_t run = 0; run < kSamples; ++run) {
    Student<double> z = fixed_start(problem);
    std::uint32_t step = 0;
    for (std::size_t time = 0; time < kTimes.size(); ++time) {
      for (; step < static_cast<std::uint32_t>(kTimes[time]); ++step) {
        Stream weights(101, run, step, Purpose::noise_w), outputs(101, run, step, Purpose::noise_a);
        uniform_in_ball(weights, scale * kRhoW, xi);
        uniform_in_ball(outputs, scale * kRhoA, epsilon);
        perturbed_step(problem.teacher, eta, injection, xi, epsilon, z);
      }
      record(problem, system, reduced_state(problem, z), time, out);
    }
  }
  return out;
}

Sample sample_reduced(const Problem& problem, const ReducedSystem& system, Injection injection) {
  const double eta = step_size(problem, injection);
  const ReducedKernel& kernel = reduced_kernels().back();
  const ReducedAdvance advance = injection == Injection::raw ? kernel.raw : kernel.normalized;
  Sample out;
  for (std::uint32_t first = 0; first < kSamples; first += ReducedBatch::kLanes) {
    ReducedBatch batch;
    for (int lane = 0; lane < ReducedBatch::kLanes; ++lane) {
      batch.run[static_cast<std::size_t>(lane)] = first + static_cast<std::uint32_t>(lane);
      batch.set(lane, reduced_state(problem, fixed_start(problem)));
    }
    int step = 0;
    for (std::size_t time = 0; time < kTimes.size(); ++time) {
      advance(system, {eta, kRhoW, kRhoA, 101, static_cast<std::uint32_t>(step), kTimes[time] - step}, batch);
      step = kTimes[time];
      for (int lane = 0; lane < ReducedBatch::kLanes; ++lane)
        record(problem, reduced_system(problem), batch.get(lane), time, out);
    }
  }
  return out;
}

/// Two proportions: the normal approximation, fair for counts in the hundreds; 1 if both are 0 or both are 1.
double proportions_p(const std::vector<double>& u, const std::vector<double>& v) {
  const double n = static_cast<double>(u.size()), a = sum(u) / n, b = sum(v) / n, mean = (a + b) / 2;
  const double variance = 2 * mean * (1 - mean) / n;
  return variance == 0 ? 1 : std::erfc(std::abs(a - b) / std::sqrt(2 * variance));
}

struct Smallest {
  double p = 1;
  std::string what = "none";
};

/// The smallest p-value of all statistics and times.
Smallest compare(const Sample& u, const Sample& v) {
  Smallest out;
  for (std::size_t time = 0; time < kTimes.size(); ++time)
    for (std::size_t i = 0; i < kStatistics.size(); ++i) {
      const double p =
          i + 1 == kStatistics.size() ? proportions_p(u[time][i], v[time][i]) : two_sample_p(u[time][i], v[time][i]);
      if (p < out.p) out = {p, kStatistics[i] + std::string(" after ") + std::to_string(kTimes[time]) + " steps"};
    }
  return out;
}

constexpr double kTests = 2.0 * 10 * kTimes.size() * kStatistics.size();  // injections, networks, times, statistics
constexpr double kLeast = 1e-3 / kTests;

}  // namespace

TEST_SUITE("claims/reduced noise") {
  TEST_CASE(
      "components of a uniform point of the ball have their exact laws; with the exponent of R^{n+1} they have not") {
    constexpr int points = 1500;
    for (const int n : {1, 2, 3, 4, 5, 6, 25, 400}) {
      CAPTURE(n);
      // As outputs: pair, next pair and rest of the ball of R^n. As xi: pair and rest (n >= 2).
      const ReducedSystem system(n, std::max(n, 2), 1, 1);
      std::vector<double> x1, x2, x3, length, xi2, xi_length;
      for (int i = 0; i < points; ++i) {
        Stream stream(21, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(n), Purpose::probe);
        double u[kUniformsPerStep];
        for (double& x : u) x = stream.uniform();
        const ReducedNoise z = lane_noise(system, 3, 2, u, 1);
        x1.push_back(z.eps1 / 2), x2.push_back(z.eps2 / 2), x3.push_back(z.eps3 / 2), xi2.push_back(z.xi2 / 3);
        length.push_back(std::sqrt(z.eps1 * z.eps1 + z.eps2 * z.eps2 + z.eps3 * z.eps3 + z.eps4_sq) / 2);
        xi_length.push_back(std::sqrt(z.xi1 * z.xi1 + z.xi2 * z.xi2 + z.xi3_sq) / 3);
      }
      // One coordinate x of the unit ball of R^n: (1+x)/2 is Beta((n+1)/2, (n+1)/2); the length has P(|.| <= t) = t^n.
      const auto coordinate = [](int dimension) {
        const double b = (dimension + 1) / 2.0;
        return [b](double x) { return boost::math::ibeta(b, b, std::clamp((1 + x) / 2, 0.0, 1.0)); };
      };
      const auto radius = [](int dimension) {
        return [dimension](double t) { return std::pow(std::min(t, 1.0), dimension); };
      };
      constexpr double least = 1e-4;
      CHECK(one_sample_p(x1, coordinate(n)) > least);
      if (n >= 2) CHECK(one_sample_p(x2, coordinate(n)) > least);
      if (n >= 3) CHECK(one_sample_p(x3, coordinate(n)) > least);
      CHECK(one_sample_p(length, radius(n)) > least);
      CHECK(one_sample_p(xi2, coordinate(std::max(n, 2))) > least);
      CHECK(one_sample_p(xi_length, radius(std::max(n, 2))) > least);
      if (n <= 6) CHECK(one_sample_p(length, radius(n + 1)) < 1e-6);
      const auto all_zero = [](const std::vector<double>& v) {
        return std::all_of(v.begin(), v.end(), [](double x) { return x == 0; });
      };
      CHECK(all_zero(x2) == (n < 2));
      CHECK(all_zero(x3) == (n < 3));
    }
  }

  TEST_CASE("random starts have the laws of uniform points: the angle on the sphere, a in the ball of radius e1") {
    for (const Network& network : kNetworks) {
      const Problem problem = problem_of(network);
      CAPTURE(network.k);
      CAPTURE(network.p);
      const double e1 = problem.invariants.e1, e2 = problem.invariants.e2;
      std::vector<double> cosines, x, lengths;
      for (std::uint32_t run = 0; run < 800; ++run) {
        const ReducedState z = make_reduced_start(problem, Start::random, 4, run);
        REQUIRE(std::abs(std::hypot(z.cosine, z.sine) - 1) < 1e-15);
        REQUIRE(z.sine >= 0);
        REQUIRE(z.residual >= 0);
        cosines.push_back(z.cosine), x.push_back((z.x_gap + e1) / e1);
        lengths.push_back(std::sqrt(std::pow(z.x_gap + e1, 2) + std::pow(z.y_gap + e2, 2) + z.residual * z.residual) /
                          e1);
      }
      const double b = (network.p - 1) / 2.0;
      CHECK(one_sample_p(cosines, [&](double c) { return boost::math::ibeta(b, b, (1 + c) / 2); }) > 1e-4);
      if (e1 == 0) continue;
      CHECK(one_sample_p(lengths, [&](double t) { return std::pow(std::min(t, 1.0), network.k); }) > 1e-4);
      const double half = (network.k + 1) / 2.0;
      CHECK(one_sample_p(
                x, [&](double t) { return boost::math::ibeta(half, half, std::clamp((1 + t) / 2, 0.0, 1.0)); }) > 1e-4);
    }
  }
}

TEST_SUITE("claims/reduced law") {
  TEST_CASE("C13 both engines have one law after 1, 2 and 8 steps, in both injections and ten networks") {
    for (const Injection injection : {Injection::normalized, Injection::raw})
      for (const Network& network : kNetworks) {
        const Problem problem = problem_of(network);
        const Smallest least =
            compare(sample_full(problem, injection), sample_reduced(problem, reduced_system(problem), injection));
        CAPTURE(network.k);
        CAPTURE(network.p);
        CAPTURE(network.r);
        CAPTURE((injection == Injection::raw));
        CAPTURE(least.what);
        CHECK(least.p > kLeast);
      }
  }

  TEST_CASE("false twins fail the same test: a residual forgotten, a wrong exponent, a wrong radius") {
    struct Twin {
      std::string what;
      Network network;
      std::function<void(ReducedSystem&)> nudge;
    };
    const std::vector<Twin> twins{
        {"the part of xi outside the plane is forgotten", {25, 6, 4}, [](ReducedSystem& s) { s.xi_rest = 0; }},
        {"the part of eps outside span(1, a*) is forgotten",
         {9, 3, 0},
         [](ReducedSystem& s) { s.outputs.next_first = s.outputs.next_second = s.outputs.rest = 0; }},
        {"only its part across v is forgotten",
         {9, 3, 0},
         [](ReducedSystem& s) { s.outputs.next_second = s.outputs.rest = 0; }},
        {"xi from the ball of R^{p+2}", {2, 2, 1}, [](ReducedSystem& s) { s.xi_power = 2 / 4.; }},
        {"eps from the ball of R^{k+1}", {2, 2, 1}, [](ReducedSystem& s) { s.outputs.pair_power = 2 / 3.; }},
        {"a second output where there is one", {1, 5, 1}, [](ReducedSystem& s) { s.outputs.pair_second = 1; }},
        {"a residual where there is none", {2, 2, 1}, [](ReducedSystem& s) { s.outputs.next_first = 1; }},
        {"a rest of xi where p = 2", {3, 2, 0}, [](ReducedSystem& s) { s.xi_rest = 1; }},
    };
    for (const Injection injection : {Injection::normalized, Injection::raw}) {
      std::map<int, Sample> full;  // by k: one network of each
      for (const Twin& twin : twins) {
        const Problem problem = problem_of(twin.network);
        if (!full.contains(twin.network.k)) full[twin.network.k] = sample_full(problem, injection);
        ReducedSystem nudged = reduced_system(problem);
        twin.nudge(nudged);
        const Smallest least = compare(full[twin.network.k], sample_reduced(problem, nudged, injection));
        CAPTURE(twin.what);
        CAPTURE((injection == Injection::raw));
        CAPTURE(least.what);
        CHECK(least.p < kLeast);
      }
    }
    const Problem problem = problem_of({4, 3, 2});
    const Sample reduced = sample_reduced(problem, reduced_system(problem), Injection::normalized);
    CHECK(compare(sample_full(problem, Injection::normalized, 1.1), reduced).p < kLeast);
    CHECK(compare(sample_full(problem, Injection::raw), reduced).p < kLeast);
  }

  TEST_CASE("C13 the ensembles of both engines agree: outcomes, |a - a*| and phi along an annealed schedule") {
    for (const Injection injection : {Injection::normalized, Injection::raw}) {
      const Problem problem = problem_of({4, 3, 1});
      const Schedule schedule = annealed_schedule(injection == Injection::raw ? 0.02 : 0.1, 5, 20, 6, 1, 0.3);
      EnsembleOptions options;
      options.injection = injection;
      options.runs = 1200;
      const EnsembleResult full = run_ensemble(problem, schedule, options);
      const EnsembleResult reduced = run_reduced_ensemble(problem, schedule, options);
      for (std::size_t epoch = 0; epoch <= 5; ++epoch) {
        std::vector<double> phi[2], distance[2], al[2];
        for (const EnsembleResult* e : {&full, &reduced})
          for (const RunRecord& record : e->runs) {
            const Snapshot& s = record.epochs[epoch];
            phi[e == &reduced].push_back(s.phi), distance[e == &reduced].push_back(s.distance),
                al[e == &reduced].push_back(s.alpha);
          }
        CHECK(two_sample_p(phi[0], phi[1]) > 2e-5);
        CHECK(two_sample_p(distance[0], distance[1]) > 2e-5);
        CHECK(two_sample_p(al[0], al[1]) > 2e-5);
      }
      for (const Outcome o :
           {Outcome::reached, Outcome::basin, Outcome::trapped, Outcome::neither, Outcome::diverged}) {
        std::vector<double> is[2];
        for (const EnsembleResult* e : {&full, &reduced})
          for (const RunRecord& record : e->runs) is[e == &reduced].push_back(record.outcome == o);
        CAPTURE(name(o));
        CHECK(proportions_p(is[0], is[1]) > 2e-5);
      }
      CHECK(full.count(Outcome::trapped) > 20);
      CHECK(full.count(Outcome::basin) > 20);
    }
  }
}
