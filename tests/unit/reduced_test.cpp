// The reduced engine, exactly: its elementary functions, its random numbers, and one step against the full-vector step.
// That the two engines have the same law is tested in tests/claims/reduced_law_test.cpp.
#include <doctest/doctest.h>

#include <cmath>

#include "dynamics/reduced_batch.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "model/loss.hpp"

using namespace noiseproof;

namespace {

/// Networks at the corners of the parameter space: no residual (k <= 2, p = 2), residuals of dimension 1 and 2,
/// teachers parallel and orthogonal to 1.
struct Network {
  int k, p;
  Rational r;
};
const std::vector<Network> kNetworks{{25, 6, 4}, {1, 2, 1}, {1, 5, 1}, {2, 2, 1}, {2, 3, 2},
                                     {3, 2, 0},  {4, 3, 2}, {5, 4, 5}, {9, 3, 0}, {7, 5, 3}};

Problem problem_of(const Network& network) {
  Instance out;
  out.k = network.k;
  out.p = network.p;
  out.r = network.r;
  return Problem(out);
}

/// |value/reference - 1| in units of 2^-53.
double error_units(double value, const Real& reference) {
  return Real(abs(Real(value) / reference - 1) * 0x1p53).convert_to<double>();
}

double length_of(const Vec<double>& v) { return std::sqrt(norm_sq(v)); }

/// v without its component along the unit vector u; the component goes to `along`.
Vec<double> without(const Vec<double>& v, const Vec<double>& u, double& along) {
  along = dot(v, u);
  return combine(1.0, v, -along, u);
}

/// v/|v|, or 0 for a v that is 0 up to rounding.
Vec<double> direction(Vec<double> v) {
  const double length = length_of(v);
  for (double& x : v) x = length > 1e-12 ? x / length : 0;
  return v;
}

/// The components of displacements in the frames of a student.
ReducedNoise project(const Problem& problem, const Student<double>& z, const Vec<double>& xi,
                     const Vec<double>& epsilon) {
  ReducedNoise out{};
  double unused;
  const Vec<double>& w_star = problem.teacher.w_star;
  const Vec<double> e = direction(without(z.w, w_star, unused));
  out.xi3_sq = norm_sq(without(without(xi, w_star, out.xi1), e, out.xi2));
  const Vec<double> u1(epsilon.size(), problem.sign / std::sqrt(double(problem.invariants.k)));
  // Where a* is parallel to 1, u2 lies along the student.
  const Vec<double> beside = without(z.a, u1, unused);
  const Vec<double> u2 = problem.invariants.e2 == 0 ? direction(beside) : problem.u2;
  const Vec<double> v = direction(without(beside, u2, unused));
  out.eps4_sq = norm_sq(without(without(without(epsilon, u1, out.eps1), u2, out.eps2), v, out.eps3));
  return out;
}

}  // namespace

TEST_SUITE("unit/lane functions") {
  TEST_CASE("powers of uniform numbers agree with 50 digits as the docstring says, from the smallest number to 1") {
    const ScopedDigits digits(50);
    Stream stream(1, 0, 0, Purpose::probe);
    double worst = 0;
    for (int i = 0; i < 600; ++i) {
      const double u = i % 3 == 0   ? std::ldexp(1 + stream.uniform(), -1 - i / 12)
                       : i % 3 == 1 ? stream.uniform()
                                    : 1 - stream.uniform() / (i + 1);
      const double a = 2.0 / (1 + i % 40);
      const double allowed = 3 + 2 * std::abs(a * std::log2(u));
      worst = std::max(worst, error_units(lane_power(u, a), pow(Real(u), Real(a))) / allowed);
    }
    CHECK(worst < 1);
    CHECK(worst > 0.2);  // the bound is not idle
    CHECK(lane_power(1, 0.3) == 1);
    CHECK(lane_power(0x1p-53, 2) == 0x1p-106);
    CHECK(lane_power(0.25, 0.5) == 0.5);
  }

  TEST_CASE("sines and cosines of turns agree with 50 digits to 3 units, in all quarters and at their ends") {
    const ScopedDigits digits(50);
    Stream stream(2, 0, 0, Purpose::probe);
    double worst = 0;
    for (int i = 0; i < 600; ++i) {
      const double t = i < 16 ? (i + 0.5) / 16 + 1e-9 : i < 40 ? std::ldexp(stream.uniform(), -i) : stream.uniform();
      const SineCosine turn = lane_turn(t);
      const Real angle = 2 * pi<Real>() * Real(t);
      worst = std::max({worst, error_units(turn.sine, sin(angle)), error_units(turn.cosine, cos(angle))});
    }
    CHECK(worst < 3);
    CHECK(lane_turn(0.25).sine == 1);
    CHECK(lane_turn(0.5).cosine == -1);
    CHECK(lane_turn(0.75).sine == -1);
    CHECK(std::abs(lane_turn(0.5).sine) == 0);
  }

  TEST_CASE("acute angles agree with 50 digits to 4 units, down to 1e-300 and up to pi/2") {
    const ScopedDigits digits(50);
    Stream stream(3, 0, 0, Purpose::probe);
    double worst = 0;
    for (int i = 0; i < 600; ++i) {
      const double along = i % 4 == 0 ? std::pow(10, -i / 2.0) : stream.uniform();
      const double across = i % 4 == 1 ? std::pow(10, -i / 2.0) : stream.uniform();
      const Real length = sqrt(Real(along) * Real(along) + Real(across) * Real(across));
      const double angle = lane_acute_angle(along, across, length.convert_to<double>());
      worst = std::max(worst, error_units(angle, atan2(Real(across), Real(along))));
    }
    CHECK(worst < 4);
    CHECK(lane_acute_angle(1, 0, 1) == 0);
    CHECK(lane_acute_angle(0, 1, 1) == doctest::Approx(pi<double>() / 2).epsilon(1e-16));
    CHECK(std::isnan(lane_acute_angle(std::nan(""), 0, 1)));
  }
}

TEST_SUITE("unit/reduced step") {
  TEST_CASE("the spurious start is the full engine's, in reduced coordinates") {
    for (const Network& network : kNetworks) {
      const Problem problem = problem_of(network);
      const ReducedState expected = reduced_state(problem, make_start(problem, Start::spurious, 1, 0));
      const ReducedState got = make_reduced_start(problem, Start::spurious, 1, 0);
      CHECK(got.cosine == -1);
      CHECK(got.sine == 0);
      CHECK(std::abs(got.x_gap - expected.x_gap) < 1e-15);
      CHECK(std::abs(got.y_gap - expected.y_gap) < 1e-15);
      CHECK(std::abs(got.residual - expected.residual) < 1e-15);
    }
  }

  TEST_CASE("given the displacements, a reduced step is the full-vector step to 1e-13, in both injections") {
    int k_seen = 0;
    for (const Network& network : kNetworks) {
      const Problem problem = problem_of(network);
      const ReducedSystem system = reduced_system(problem);
      for (const Injection injection : {Injection::normalized, Injection::raw})
        for (std::uint32_t run = 0; run < 12; ++run) {
          CAPTURE(network.k);
          CAPTURE(network.p);
          CAPTURE(run);
          Stream stream(31, run, static_cast<std::uint32_t>(network.k), Purpose::probe);
          Student<double> full{Vec<double>(static_cast<std::size_t>(network.p)),
                               Vec<double>(static_cast<std::size_t>(network.k))};
          Vec<double> xi(full.w.size()), epsilon(full.a.size());
          uniform_on_sphere(stream, full.w);
          uniform_in_ball(stream, 2, full.a);
          uniform_in_ball(stream, run < 6 ? 1.5 : 1e-3, xi);
          uniform_in_ball(stream, run < 6 ? 0.7 : 1e-3, epsilon);
          ReducedState z = reduced_state(problem, full);
          const ReducedNoise noise = project(problem, full, xi, epsilon);
          const double eta = 0.2;
          perturbed_step(problem.teacher, eta, injection, xi, epsilon, full);
          injection == Injection::raw ? lane_step_raw(system, eta, noise, z)
                                      : lane_step_normalized(system, eta, noise, z);
          const ReducedState expected = reduced_state(problem, full);
          CHECK(std::abs(z.cosine - expected.cosine) < 1e-13);
          CHECK(std::abs(z.sine - expected.sine) < 1e-13);
          CHECK(std::abs(z.x_gap - expected.x_gap) < 1e-13);
          // Where a* is parallel to 1, only the length of (y, q) has a meaning.
          if (problem.invariants.e2 == 0) {
            CHECK(std::abs(std::hypot(z.y_gap, z.residual) - std::hypot(expected.y_gap, expected.residual)) < 1e-13);
          } else {
            CHECK(std::abs(z.y_gap - expected.y_gap) < 1e-13);
            CHECK(std::abs(z.residual - expected.residual) < 1e-13);
          }
          CHECK(distance_to_teacher(z) ==
                doctest::Approx(length_of(combine(1.0, full.a, -1.0, problem.teacher.a_star))).epsilon(1e-13));
          CHECK(reduced_loss(system, z) == doctest::Approx(loss(full, problem.teacher)).epsilon(1e-12));
          ++k_seen;
        }
    }
    CHECK(k_seen == 240);
  }

  TEST_CASE("false twin: a displacement whose part outside the plane is forgotten gives another step") {
    const Problem problem = problem_of({25, 6, 4});
    const ReducedSystem system = reduced_system(problem);
    const ReducedState start{0.6, 0.8, 0.3, 0.2, 0.5};
    const ReducedNoise noise{0.3, -0.4, 0.5, 0.1, -0.2, 0.3, 0.4};
    for (const auto step : {lane_step_normalized, lane_step_raw}) {
      ReducedNoise flat_w = noise, flat_a = noise;
      flat_w.xi3_sq = 0, flat_a.eps4_sq = 0;
      ReducedState z = start, without_w = start, without_a = start;
      step(system, 0.5, noise, z), step(system, 0.5, flat_w, without_w), step(system, 0.5, flat_a, without_a);
      CHECK(std::abs(z.sine - without_w.sine) > 1e-3);
      CHECK(std::abs(z.residual - without_a.residual) > 1e-3);
    }
  }

  TEST_CASE("without noise a step is that of gradient descent, and small angles keep their digits at both ends") {
    const Problem problem = problem_of({25, 6, 4});
    const ReducedSystem system = reduced_system(problem);
    const ScopedDigits digits(50);
    const TeacherInvariants<Real> teacher{25, Real(problem.invariants.e1), Real(problem.invariants.e2)};
    for (const double small : {1.0, 1e-3, 1e-8, 1e-100})
      for (const bool far : {false, true}) {
        CAPTURE(small);
        CAPTURE(far);
        ReducedState z{far ? -std::cos(small) : std::cos(small), std::sin(small), -0.3, -0.2, 0};
        const Real x = teacher.e1 + Real(z.x_gap), y = teacher.e2 + Real(z.y_gap);
        const Real acute = atan2(Real(z.sine), abs(Real(z.cosine)));
        const ReducedPoint<Real> expected = gd_step(
            teacher, {far ? Angle<Real>::from_complement(acute) : Angle<Real>::from_phi(acute), x, y}, Real(0.1));
        for (const auto step : {lane_step_normalized, lane_step_raw}) {
          ReducedState moved = z;
          step(system, 0.1, ReducedNoise{}, moved);
          CHECK(error_units(moved.sine, sin(far ? expected.angle.d : expected.angle.phi)) < 12);
          CHECK(error_units(moved.cosine, far ? -cos(expected.angle.d) : cos(expected.angle.phi)) < 4);
          CHECK(abs(Real(moved.x_gap) + teacher.e1 - expected.x) < 4e-16);
          CHECK(abs(Real(moved.y_gap) + teacher.e2 - expected.y) < 4e-16);
        }
      }
  }
}

TEST_SUITE("unit/reduced noise") {
  TEST_CASE("what does not exist in a small network is struck out: outputs beyond k, the rest of xi where p = 2") {
    for (int k = 1; k <= 6; ++k)
      for (int p = 2; p <= 4; ++p) {
        CAPTURE(k);
        CAPTURE(p);
        const ReducedSystem system(k, p, 1, 1);
        const BallShape& a = system.outputs;
        const std::array<double, 6> flags{a.pair_first,  a.pair_second, a.next_first,
                                          a.next_second, a.rest,        system.xi_rest};
        const auto there = [](bool exists) { return exists ? 1.0 : 0.0; };
        CHECK(flags ==
              std::array<double, 6>{1, there(k >= 2), there(k >= 3), there(k >= 4), there(k >= 5), there(p >= 3)});
        CHECK(a.pair_power == 2.0 / k);
        if (k > 2) CHECK(a.next_power == 2.0 / (k - 2));
        if (k > 4) CHECK(a.rest_power == 2.0 / (k - 4));
        CHECK(system.xi_power == 2.0 / p);
        if (p > 2) CHECK(system.xi_rest_power == 2.0 / (p - 2));
        const std::array<double, kUniformsPerStep> u{0.3, 0.1, 0.4, 0.15, 0.9, 0.26, 0.55, 0.35};
        const ReducedNoise noise = lane_noise(system, 2, 3, u.data(), 1);
        CHECK(noise.eps1 != 0);
        CHECK((noise.eps2 != 0) == (k >= 2));
        CHECK((noise.eps3 != 0) == (k >= 3));
        CHECK((noise.eps4_sq != 0) == (k >= 4));
        CHECK((noise.xi3_sq != 0) == (p >= 3));
        // The longest point: where the radii's uniform numbers are 0, up to what 1 - V^{2/n} leaves.
        const double length_sq =
            noise.eps1 * noise.eps1 + noise.eps2 * noise.eps2 + noise.eps3 * noise.eps3 + noise.eps4_sq;
        CHECK(length_sq <= 9 * (1 + 1e-14));
        CHECK(noise.xi1 * noise.xi1 + noise.xi2 * noise.xi2 + noise.xi3_sq <= 4 * (1 + 1e-14));
      }
  }

  TEST_CASE(
      "a random start is on the sphere, at p = 2 at the angle that was drawn, and its a in the ball of radius e1") {
    const std::array<double, 5> u{0.3, 0.2, 0.6, 0.45, 0.7};
    for (const Network& network : kNetworks) {
      const ReducedSystem system = reduced_system(problem_of(network));
      const ReducedState z = random_reduced_start(system, u);
      CHECK(z.cosine * z.cosine + z.sine * z.sine == doctest::Approx(1).epsilon(1e-14));
      CHECK(z.sine >= 0);
      if (network.p == 2) CHECK(z.cosine == doctest::Approx(std::cos(0.4 * pi<double>())).epsilon(1e-14));
      const double x = z.x_gap + system.e1, y = z.y_gap + system.e2;
      CHECK(x * x + y * y + z.residual * z.residual <= system.e1 * system.e1 * (1 + 1e-14));
      if (network.k < 2) CHECK(y == 0);
      CHECK((z.residual != 0) == (network.k > 2 && system.e1 > 0));
    }
    CHECK(acute_angle({-0.6, 0.8, 0, 0, 0}) == doctest::Approx(std::atan2(0.8, 0.6)).epsilon(1e-14));
  }
}

TEST_SUITE("unit/reduced engine") {
  TEST_CASE("the loop without noise gives the bits of the loop with noise of radius 0") {
    const Problem problem = problem_of({25, 6, 4});
    const ReducedSystem system = reduced_system(problem);
    for (const ReducedKernel& kernel : reduced_kernels()) {
      ReducedBatch still, noisy;
      for (int lane = 0; lane < ReducedBatch::kLanes; ++lane) {
        noisy.run[static_cast<std::size_t>(lane)] = static_cast<std::uint64_t>(lane);
        noisy.set(lane, make_reduced_start(problem, Start::random, 1, static_cast<std::uint32_t>(lane)));
      }
      still = noisy;
      kernel.plain(system, {0.1, 5, 5, 1, 0, 50}, still);
      kernel.normalized(system, {0.1, 0, 0, 1, 0, 50}, noisy);
      CHECK(still.cosine == noisy.cosine);
      CHECK(still.sine == noisy.sine);
      CHECK(still.x_gap == noisy.x_gap);
      CHECK(still.y_gap == noisy.y_gap);
      CHECK(still.residual == noisy.residual);
    }
  }

  TEST_CASE("C13 reduced runs differ from each other, between the injections, and by noise in one layer alone") {
    const Problem problem = problem_of({9, 4, 2});
    EnsembleOptions options;
    options.runs = 2;
    options.start = Start::spurious;
    const auto end = [&](double rho_w, double rho_a) {
      return run_reduced_ensemble(problem, {{0.05, 40, rho_w, rho_a}}, options).runs;
    };
    for (const auto& [rho_w, rho_a] : {std::pair{1.0, 1.0}, {1.0, 0.0}, {0.0, 1.0}}) {
      const std::vector<RunRecord> runs = end(rho_w, rho_a);
      CHECK(runs[0].last.distance != runs[1].last.distance);
    }
    const std::vector<RunRecord> still = end(0, 0);
    CHECK(still[0].loss ==
          doctest::Approx(loss(make_start(problem, Start::spurious, 1, 0), problem.teacher)).epsilon(1e-12));
    const double normalized = end(1, 1)[0].last.distance;
    options.injection = Injection::raw;
    CHECK(end(1, 1)[0].last.distance != normalized);
    // Raw noise makes |w~| long and the loss steep as its square; normalized noise does not.
    const auto diverged = [&](Injection injection) {
      options.injection = injection;
      return run_reduced_ensemble(problem, {{0.05, 200, 300, 0}}, options).count(Outcome::diverged);
    };
    CHECK(diverged(Injection::raw) == options.runs);
    CHECK(diverged(Injection::normalized) == 0);
  }

  TEST_CASE(
      "C13 a reduced run does not depend on how its steps are cut into epochs, and one that is broken off is none") {
    const Problem problem = problem_of({9, 4, 2});
    EnsembleOptions options;
    options.runs = 3;
    const EnsembleResult whole = run_reduced_ensemble(problem, {{0.05, 2500, 1, 0.5}}, options);
    const EnsembleResult cut = run_reduced_ensemble(problem, {{0.05, 700, 1, 0.5}, {0.05, 1800, 1, 0.5}}, options);
    for (std::size_t i = 0; i < 3; ++i) CHECK(whole.runs[i].loss == cut.runs[i].loss);
    int asked = 0;
    options.jobs = 1;
    options.interrupted = [&] { return ++asked > 2; };
    const EnsembleResult broken = run_reduced_ensemble(problem, {{0.05, 2500, 1, 0.5}}, options);
    CHECK(broken.interrupted);
    CHECK(broken.runs.empty());
  }

  TEST_CASE("C12 reduced runs are classified as full ones are: with a last step above the bound nothing is certain") {
    const Problem problem = problem_of({25, 6, 4});
    EnsembleOptions options;
    options.runs = 20;
    const Schedule schedule{{0.1, 60, 0, 0}, {0.26, 1, 0, 0}};
    const EnsembleResult reduced = run_reduced_ensemble(problem, schedule, options);
    CHECK(reduced.count(Outcome::neither) == 20);
    CHECK(run_ensemble(problem, schedule, options).count(Outcome::neither) == 20);
    CHECK(run_reduced_ensemble(problem, {{0.1, 61, 0, 0}}, options).count(Outcome::neither) < 20);
  }

  TEST_CASE("every instruction set gives the bits of a plain loop over Stream, whatever the lane") {
    const Problem problem = problem_of({25, 6, 4});
    const ReducedSystem system = reduced_system(problem);
    constexpr std::uint64_t seed = 0x123456789abcdef;
    constexpr std::uint32_t first = 4000000000u;  // steps count modulo 2^32
    REQUIRE(!reduced_kernels().empty());
    for (const ReducedKernel& kernel : reduced_kernels())
      for (const Injection injection : {Injection::normalized, Injection::raw}) {
        CAPTURE(kernel.instructions);
        ReducedBatch batch;
        for (int lane = 0; lane < ReducedBatch::kLanes; ++lane) {
          const auto run = static_cast<std::uint32_t>(lane * lane * 1000003 % 977);
          batch.run[static_cast<std::size_t>(lane)] = run;
          batch.set(lane, make_reduced_start(problem, Start::random, seed, run));
        }
        const ReducedAdvance advance = injection == Injection::raw ? kernel.raw : kernel.normalized;
        advance(system, {0.05, 1.3, 0.7, seed, first, 20}, batch);
        for (int lane = 0; lane < ReducedBatch::kLanes; ++lane) {
          const auto run = static_cast<std::uint32_t>(batch.run[static_cast<std::size_t>(lane)]);
          ReducedState z = make_reduced_start(problem, Start::random, seed, run);
          for (std::uint32_t step = 0; step < 20; ++step) {
            Stream stream(seed, run, first + step, Purpose::reduced_noise);
            double u[kUniformsPerStep];
            for (double& x : u) x = stream.uniform();
            const ReducedNoise noise = lane_noise(system, 1.3, 0.7, u, 1);
            injection == Injection::raw ? lane_step_raw(system, 0.05, noise, z)
                                        : lane_step_normalized(system, 0.05, noise, z);
          }
          const ReducedState got = batch.get(lane);
          CHECK(got.cosine == z.cosine);
          CHECK(got.sine == z.sine);
          CHECK(got.x_gap == z.x_gap);
          CHECK(got.y_gap == z.y_gap);
          CHECK(got.residual == z.residual);
        }
      }
  }

  TEST_CASE("the bits of sixteen runs are these on every machine") {
    // Fixed on x86-64 (g++ 12); every operation on the way is one of IEEE 754.
    const Problem problem = problem_of({25, 6, 4});
    for (const ReducedKernel& kernel : reduced_kernels()) {
      ReducedBatch batch;
      for (int lane = 0; lane < ReducedBatch::kLanes; ++lane) {
        batch.run[static_cast<std::size_t>(lane)] = static_cast<std::uint64_t>(lane);
        batch.set(lane, make_reduced_start(problem, Start::random, 1, static_cast<std::uint32_t>(lane)));
      }
      kernel.normalized(reduced_system(problem), {0.1, 36, 1.5, 1, 0, 100}, batch);
      kernel.raw(reduced_system(problem), {0.1, 1.2, 0.8, 1, 100, 100}, batch);
      std::uint64_t fingerprint = 0;
      for (int lane = 0; lane < ReducedBatch::kLanes; ++lane) {
        const ReducedState z = batch.get(lane);
        for (const double x : {z.cosine, z.sine, z.x_gap, z.y_gap, z.residual})
          fingerprint = 1000003 * fingerprint + std::bit_cast<std::uint64_t>(x);
      }
      CHECK(batch.get(7).sine == doctest::Approx(0.129014).epsilon(1e-5));
      CHECK(fingerprint == 7332193982758835780u);
    }
  }

  TEST_CASE("C13 a reduced ensemble is the same on one thread and on several, and a run does not see the others") {
    const Problem problem = problem_of({9, 4, 2});
    const Schedule schedule = annealed_schedule(0.1, 4, 60, 10, 1, 0.3);
    EnsembleOptions options;
    options.runs = 37;
    options.jobs = 1;
    const EnsembleResult one = run_reduced_ensemble(problem, schedule, options);
    options.jobs = 4;
    const EnsembleResult four = run_reduced_ensemble(problem, schedule, options);
    options.runs = 5;
    const EnsembleResult few = run_reduced_ensemble(problem, schedule, options);
    REQUIRE(one.runs.size() == 37);
    REQUIRE(four.runs.size() == 37);
    REQUIRE(few.runs.size() == 5);
    for (std::size_t i = 0; i < 37; ++i) {
      CHECK(one.runs[i].run == static_cast<int>(i));
      CHECK(one.runs[i].last.phi == four.runs[i].last.phi);
      CHECK(one.runs[i].loss == four.runs[i].loss);
      REQUIRE(one.runs[i].epochs.size() == 5);
      CHECK(one.runs[i].epochs[2].step == 120);
      if (i < 5) CHECK(one.runs[i].last.distance == few.runs[i].last.distance);
    }
    CHECK(one.runs[0].last.phi != one.runs[16].last.phi);
  }

  TEST_CASE("a reduced ensemble reports its progress and stops when told to, and a step too long is divergence") {
    const Problem problem = problem_of({25, 6, 4});
    EnsembleOptions options;
    options.runs = 20;
    double last = 0;
    options.progress = [&](double done) { last = done; };
    const EnsembleResult result = run_reduced_ensemble(problem, plain_schedule(5, 5000), options);
    CHECK(last == 1);
    CHECK(result.count(Outcome::diverged) == 20);
    options.injection = Injection::raw;
    CHECK(run_reduced_ensemble(problem, {{5, 400, 1, 1}}, options).count(Outcome::diverged) == 20);
    options.interrupted = [] { return true; };
    CHECK(run_reduced_ensemble(problem, plain_schedule(0.1, 50), options).interrupted);
    options.runs = 0;
    CHECK_THROWS_AS(run_reduced_ensemble(problem, plain_schedule(0.1, 50), options), Error);
  }

  TEST_CASE(
      "C12 without noise, reduced runs end where the certificates say: the spurious start stays, others descend") {
    const Problem problem = problem_of({25, 6, 4});
    EnsembleOptions options;
    options.start = Start::spurious;
    options.runs = 1;
    const RunRecord still = run_reduced_ensemble(problem, plain_schedule(0.1, 500), options).runs.front();
    CHECK(still.outcome == Outcome::trapped);
    CHECK(still.complement == 0);
    options.start = Start::random;
    options.runs = 64;
    const EnsembleResult result = run_reduced_ensemble(problem, plain_schedule(0.1, 800), options);
    CHECK(result.count(Outcome::neither) == 0);
    CHECK(result.count(Outcome::diverged) == 0);
    CHECK(result.count(Outcome::trapped) > 10);
    CHECK(result.count(Outcome::reached) + result.count(Outcome::basin) > 15);
  }
}
