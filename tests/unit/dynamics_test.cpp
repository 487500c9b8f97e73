#include <doctest/doctest.h>

#include <cmath>

#include "dynamics/compare.hpp"
#include "dynamics/sgd.hpp"
#include "instances.hpp"
#include "model/critical_points.hpp"
#include "model/gradient_noise.hpp"
#include "model/hessian.hpp"

using namespace noiseproof;

namespace {

/// A short schedule, so that a test takes milliseconds.
Schedule short_schedule() { return annealed_schedule(0.1, 4, 60, 10, 1, 0.3); }

double binomial_tail_from(long k, long n, double p) {  // P(X >= k), summed term by term
  double total = 0;
  for (long i = k; i <= n; ++i)
    total += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) + i * std::log(p) +
                      (n - i) * std::log1p(-p));
  return total;
}

/// The message of the error that parsing this schedule throws; empty if it throws none.
std::string schedule_error(const std::string& text) {
  try {
    parse_schedule(text, "s.toml");
  } catch (const Error& e) {
    CHECK(e.kind() == Error::Kind::input);
    return e.what();
  }
  return "";
}

bool mentions(const std::string& message, const std::string& part) { return message.find(part) != std::string::npos; }

}  // namespace

TEST_SUITE("unit/random") {
  TEST_CASE("the Philox block function gives the published known answers") {
    // Known-answer vectors of philox4x32-10 from the Random123 distribution (kat_vectors).
    CHECK(philox_block({0, 0, 0, 0}, {0, 0}) ==
          std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox_block({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
          std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox_block({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          std::array<std::uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
  }

  TEST_CASE("a number is a function of seed, run, step, purpose and slot, and of nothing else") {
    const auto third = [](std::uint64_t seed, std::uint32_t run, std::uint32_t step, Purpose purpose) {
      Stream stream(seed, run, step, purpose);
      stream.uniform(), stream.uniform();
      return stream.uniform();
    };
    const double reference = third(1, 2, 3, Purpose::noise_w);
    CHECK(third(1, 2, 3, Purpose::noise_w) == reference);
    CHECK(third(1 + (1ull << 32), 2, 3, Purpose::noise_w) != reference);
    CHECK(third(2, 2, 3, Purpose::noise_w) != reference);
    CHECK(third(1, 3, 3, Purpose::noise_w) != reference);
    CHECK(third(1, 2, 4, Purpose::noise_w) != reference);
    CHECK(third(1, 2, 3, Purpose::noise_a) != reference);
  }

  TEST_CASE("uniform numbers have the moments of (0, 1), Gaussian ones those of N(0, 1), within 5 sigma") {
    constexpr int n = 200000;
    Stream u(7, 0, 0, Purpose::probe), g(7, 1, 0, Purpose::probe);
    double u1 = 0, u2 = 0, g1 = 0, g2 = 0, g4 = 0, lag = 0, previous = 0;
    bool odd = true;  // multiples of 2^-53, so that neither 0 nor 1 can come up
    for (int i = 0; i < n; ++i) {
      const double x = u.uniform(), y = g.gaussian();
      REQUIRE(x > 0);
      REQUIRE(x < 1);
      odd = odd && std::fmod(std::ldexp(x, 53), 2) == 1;
      u1 += x, u2 += x * x;
      g1 += y, g2 += y * y, g4 += y * y * y * y, lag += y * previous;
      previous = y;
    }
    CHECK(odd);
    const double root = std::sqrt(double(n));
    CHECK(std::abs(u1 / n - 1.0 / 2) < 5 * std::sqrt(1.0 / 12) / root);
    CHECK(std::abs(u2 / n - 1.0 / 3) < 5 * std::sqrt(4.0 / 45) / root);
    CHECK(std::abs(g1 / n) < 5 / root);
    CHECK(std::abs(g2 / n - 1) < 5 * std::sqrt(2.0) / root);
    CHECK(std::abs(g4 / n - 3) < 5 * std::sqrt(96.0) / root);
    CHECK(std::abs(lag / n) < 5 / root);
  }

  TEST_CASE("points of the ball have E|x|^2 = rho^2 n/(n+2), mean 0, and stay inside, within 5 sigma") {
    constexpr int points = 40000;
    for (const int n : {1, 2, 6, 25}) {
      CAPTURE(n);
      const double rho = 3;
      Vec<double> x(static_cast<std::size_t>(n));
      double square = 0, first = 0;
      for (int i = 0; i < points; ++i) {
        Stream stream(11, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(n), Purpose::probe);
        uniform_in_ball(stream, rho, x);
        REQUIRE(norm_sq(x) <= rho * rho * (1 + 1e-14));
        square += norm_sq(x), first += x[0];
      }
      const double mean = rho * rho * n / (n + 2.0);
      const double variance = std::pow(rho, 4) * (n / (n + 4.0) - n * n / ((n + 2.0) * (n + 2.0)));
      CHECK(std::abs(square / points - mean) < 5 * std::sqrt(variance / points));
      CHECK(std::abs(first / points) < 5 * std::sqrt(mean / n / points));
    }
  }

  TEST_CASE("points of the sphere have length 1") {
    Vec<double> x(9);
    Stream stream(3, 0, 0, Purpose::probe);
    uniform_on_sphere(stream, x);
    CHECK(std::abs(norm_sq(x) - 1) < 1e-15);
  }
}

TEST_SUITE("unit/binomial") {
  TEST_CASE("Clopper-Pearson bounds solve the binomial tail equations that define them") {
    for (const auto& at : {std::pair{1L, 10L}, {5L, 10L}, {9L, 10L}, {37L, 100L}, {199L, 200L}}) {
      const long k = at.first, n = at.second;
      CAPTURE(k);
      CAPTURE(n);
      const Proportion p = clopper_pearson(k, n, 0.99);
      CHECK(binomial_tail_from(k, n, p.lower) == doctest::Approx(0.005).epsilon(1e-9));
      CHECK(1 - binomial_tail_from(k + 1, n, p.upper) == doctest::Approx(0.005).epsilon(1e-9));
      CHECK(binomial_tail_from(k, n, clopper_pearson_lower(k, n, 0.95)) == doctest::Approx(0.05).epsilon(1e-9));
      CHECK(clopper_pearson_upper(k, n, 0.95) == doctest::Approx(1 - clopper_pearson_lower(n - k, n, 0.95)));
    }
  }

  TEST_CASE("no success and no failure have the closed forms") {
    CHECK(clopper_pearson(0, 20, 0.95).lower == 0);
    CHECK(clopper_pearson(0, 20, 0.95).upper == doctest::Approx(1 - std::pow(0.025, 1.0 / 20)).epsilon(1e-12));
    CHECK(clopper_pearson(20, 20, 0.95).upper == 1);
    CHECK(clopper_pearson_lower(20, 20, 0.99) == doctest::Approx(std::pow(0.01, 1.0 / 20)).epsilon(1e-12));
    CHECK(clopper_pearson(0, 1, 0.95).upper == doctest::Approx(0.975));
  }

  TEST_CASE("the textbook interval for 4 of 20 at 95% is (0.0573, 0.4366), and its false twin is not") {
    const Proportion p = clopper_pearson(4, 20, 0.95);
    CHECK(p.lower == doctest::Approx(0.0573).epsilon(1e-3));
    CHECK(p.upper == doctest::Approx(0.4366).epsilon(1e-3));
    CHECK(std::abs(clopper_pearson(4, 20, 0.90).lower - 0.0573) > 0.005);
  }

  TEST_CASE("impossible counts are refused") {
    CHECK_THROWS_AS(clopper_pearson(3, 2, 0.95), Error);
    CHECK_THROWS_AS(clopper_pearson(-1, 2, 0.95), Error);
    CHECK_THROWS_AS(clopper_pearson(0, 0, 0.95), Error);
    CHECK_THROWS_AS(clopper_pearson(1, 2, 1), Error);
    CHECK_THROWS_AS(clopper_pearson_lower(1, 2, 0), Error);
    CHECK_THROWS_AS(clopper_pearson(1, 2, std::nan("")), Error);
  }
}

TEST_SUITE("unit/schedule") {
  TEST_CASE("the default schedule of the default instance is 20 epochs of 400 steps, (36, 1.5) times 0.4") {
    const Schedule s = default_schedule(Instance{});
    REQUIRE(s.size() == 20);
    CHECK(total_steps(s) == 8000);
    CHECK(s[0].eta == 0.1);
    CHECK(s[0].rho_w == 36);
    CHECK(s[0].rho_a == doctest::Approx(1.5));
    CHECK(s[19].rho_w == doctest::Approx(36 * std::pow(0.4, 19)));
    CHECK(default_schedule(Instance{}, Injection::raw)[0].eta < 1e-3);
    CHECK(patient_schedule(Instance{})[0].steps == 8000);
  }

  TEST_CASE(
      "other instances have it scaled: radii by p and |a*|, steps by the bound, raw steps by the square of 1 + rho") {
    const Instance large = instance_of(25, 10, 4, 64);
    const TeacherInvariants<double> teacher = teacher_invariants<double>(large);
    const double bound = monotone_step_bound(teacher, random_start_box(teacher));
    REQUIRE(bound < 0.1);
    const Schedule s = default_schedule(large);
    CHECK(s[0].eta == 0.9 * bound);
    CHECK(s[0].steps == std::lround(40 / s[0].eta));
    CHECK(s[0].rho_w == 60);
    CHECK(s[0].rho_a == doctest::Approx(12));
    const Schedule raw = default_schedule(large, Injection::raw);
    CHECK(raw[0].eta == doctest::Approx(0.9 * bound / (61 * 61)).epsilon(1e-14));
    CHECK(raw.back().eta < s[0].eta);
    CHECK(raw.back().eta > 0.9 * s[0].eta);
    const Schedule slow = default_schedule(instance_of(25, 6, 4, 10000));
    CHECK(slow[0].eta < 0.002);
    CHECK(slow[0].steps == 20000);
  }

  TEST_CASE("both forms of a schedule file are read, with numbers or strings") {
    const Schedule a = parse_schedule(
        "[annealing]\neta = \"1/10\"\nepochs = 2\nsteps = 30\nrho_w = 4\nrho_a = 0.5\nfactor = \"0.5\"\n", "s.toml");
    const Schedule b = parse_schedule(
        "[[epoch]]\neta = 0.1\nsteps = 30\nrho_w = \"4\"\nrho_a = \"1/2\"\n"
        "[[epoch]]\neta = 0.1\nsteps = 30\nrho_w = 2.0\nrho_a = 0.25\n",
        "s.toml");
    REQUIRE(a.size() == 2);
    REQUIRE(b.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(a[i].eta == b[i].eta);
      CHECK(a[i].steps == b[i].steps);
      CHECK(a[i].rho_w == b[i].rho_w);
      CHECK(a[i].rho_a == b[i].rho_a);
    }
  }

  TEST_CASE("a bad schedule is refused with the file, the field and the reason") {
    const std::string good = "[[epoch]]\neta = 0.1\nsteps = 30\nrho_w = 4\nrho_a = 1\n";
    CHECK(schedule_error(good).empty());
    CHECK(mentions(schedule_error(good + "noise = 1\n"), "s.toml: epoch[0].noise: unknown field"));
    CHECK(mentions(schedule_error("[[epoch]]\neta = 0.1\nsteps = 30\nrho_w = 4\n"), "epoch[0].rho_a: is missing"));
    CHECK(mentions(schedule_error(good + "[gd]\neta = 1\n"), "s.toml: gd: unknown field"));
    CHECK(mentions(schedule_error(""), "there is neither"));
    CHECK(mentions(schedule_error("epoch = 3\n"), "epoch: must be a list"));
    CHECK(mentions(schedule_error("epoch = []\n"), "epoch: must be a list"));
    CHECK(mentions(schedule_error("epoch = [3]\n"), "epoch[0]: must be a table"));
    CHECK(mentions(schedule_error("annealing = 3\n"), "annealing: must be a table"));
    CHECK(mentions(schedule_error(good + "[annealing]\neta = 0.1\n"), "not both"));
    std::string many;
    for (int i = 0; i < 10000; ++i) many += "[[epoch]]\neta = 1\nsteps = 1\nrho_w = 1000000\nrho_a = 0\n";
    CHECK(schedule_error(many).empty());
    CHECK(mentions(schedule_error(good + many), "epoch: more than 10000 epochs"));
    CHECK(mentions(schedule_error("[[epoch]\n"), "malformed TOML"));
    CHECK(mentions(schedule_error(std::string(100000, '[')), "malformed TOML"));
    const auto with = [](const std::string& eta, const std::string& steps, const std::string& rho) {
      return schedule_error("[[epoch]]\neta = " + eta + "\nsteps = " + steps + "\nrho_w = " + rho + "\nrho_a = 1\n");
    };
    CHECK(with("0.1", "30", "0").empty());
    CHECK(mentions(with("nan", "30", "1"), "epoch[0].eta: is not a finite number"));
    CHECK(mentions(with("inf", "30", "1"), "epoch[0].eta: is not a finite number"));
    CHECK(mentions(with("0", "30", "1"), "epoch[0].eta: is 0"));
    CHECK(mentions(with("-0.1", "30", "1"), "epoch[0].eta: -0.1 is negative"));
    CHECK(mentions(with("1e9", "30", "1"), "epoch[0].eta: 1e+09 is too large: at most 1000"));
    CHECK(with("1000", "30", "1").empty());
    CHECK(with("0.1", "2147483648", "1").empty());
    CHECK(mentions(with("0.1", "2147483649", "1"), "epoch[0].steps: 2147483649 is too large"));
    CHECK(mentions(with("\"zero\"", "30", "1"), "epoch[0].eta"));
    CHECK(mentions(with("true", "30", "1"), "epoch[0].eta: must be a number"));
    CHECK(mentions(with("0.1", "0", "1"), "epoch[0].steps: 0 is too small"));
    CHECK(mentions(with("0.1", "3.5", "1"), "epoch[0].steps: must be an integer"));
    CHECK(mentions(with("0.1", "99999999999", "1"), "epoch[0].steps: 99999999999 is too large"));
    CHECK(mentions(with("0.1", "30", "-1"), "epoch[0].rho_w: -1 is negative"));
    CHECK(mentions(with("0.1", "30", "nan"), "epoch[0].rho_w: is not a finite number"));
    CHECK(mentions(schedule_error("[annealing]\neta = 0.1\nepochs = 5000\nsteps = 2000000\nrho_w = 1\nrho_a = 1\n"
                                  "factor = 1\n"),
                   "steps altogether"));
    CHECK(mentions(schedule_error("[annealing]\neta = 0.1\nepochs = 2\nsteps = 2\nrho_w = 1\nrho_a = 1\nfactor = 2\n"),
                   "annealing.factor: 2 is too large"));
  }
}

TEST_SUITE("unit/descent") {
  TEST_CASE("C12 a full-vector step of gradient descent is a step of the reduced map, to 1e-14") {
    for (const auto& [k, p, r] : {std::tuple{25, 6, Rational(4)},
                                  {1, 2, Rational(1)},
                                  {7, 3, Rational(0)},
                                  {7, 3, Rational(7)},
                                  {100, 5, Rational(25)}}) {
      const Problem problem(instance_of(k, p, r));
      for (std::uint32_t run = 0; run < 50; ++run) {
        Student<double> z = make_start(problem, Start::random, 5, run);
        const ReducedPoint<double> expected = gd_step(problem.invariants, reduce(problem, z), 0.1);
        descend_once(problem.teacher, 0.1, z);
        const ReducedPoint<double> got = reduce(problem, z);
        CHECK(std::abs(got.angle.phi - expected.angle.phi) < 1e-14);
        CHECK(std::abs(got.angle.d - expected.angle.d) < 1e-14);
        CHECK(std::abs(got.x - expected.x) < 1e-14);
        if (problem.invariants.e2 > 0) CHECK(std::abs(got.y - expected.y) < 1e-14);
      }
    }
  }

  TEST_CASE("C12 a teacher given by its vectors, with negative sum, has the same reduced dynamics") {
    Instance instance = instance_of(3, 2, Rational(0));
    instance.a_star = {Rational(-2), Rational(1, 2), Rational(-1)};
    instance.w_star = {Rational(3), Rational(4)};
    instance.norm_sq = Rational(21, 4);
    instance.r = Rational(25, 21);
    const Problem problem(instance);
    Student<double> z = make_start(problem, Start::random, 9, 4);
    CHECK(alpha(problem.invariants, reduce(problem, z)) == doctest::Approx(dot(z.a, problem.teacher.a_star)));
    const ReducedPoint<double> expected = gd_step(problem.invariants, reduce(problem, z), 0.2);
    descend_once(problem.teacher, 0.2, z);
    CHECK(std::abs(reduce(problem, z).angle.phi - expected.angle.phi) < 1e-14);
    CHECK(std::abs(reduce(problem, z).x - expected.x) < 1e-14);
    CHECK(std::abs(reduce(problem, z).y - expected.y) < 1e-14);
  }

  TEST_CASE("next to a teacher along 1 the frame is exact, though nothing of it is left in the rounded a*") {
    const Problem canonical(instance_of(3, 2, 3 - parse_rational("1e-46", "test")));
    CHECK(canonical.u2[0] == doctest::Approx(std::sqrt(0.5)));
    CHECK(canonical.u2[1] == doctest::Approx(-std::sqrt(0.5)));
    CHECK(canonical.u2[2] == 0);
    const Problem vectors(parse_instance(
        "[network]\nk = 3\np = 2\n[teacher]\na_star = [\"-1\", \"-1\", \"-1.00000000000000000000000000000001\"]\n",
        "test"));
    CHECK(vectors.sign == -1);
    CHECK(vectors.u2[2] == doctest::Approx(-std::sqrt(2.0 / 3)));
    CHECK(vectors.u2[0] == doctest::Approx(std::sqrt(1.0 / 6)));
    CHECK(reduce(vectors, {{1, 0}, {1, 1, -2}}).y == doctest::Approx(std::sqrt(6.0)));
    CHECK(norm_sq(Problem(instance_of(3, 2, 3)).u2) == 0);
  }
  TEST_CASE("gradient descent below the step bound never increases the loss") {
    const Problem problem(instance_of(25, 6, 4));
    for (std::uint32_t run = 0; run < 20; ++run) {
      Student<double> z = make_start(problem, Start::random, 2, run);
      double before = loss(z, problem.teacher);
      for (int step = 0; step < 300; ++step) {
        descend_once(problem.teacher, 0.2, z);
        const double after = loss(z, problem.teacher);
        REQUIRE(after <= before * (1 + 1e-14));
        before = after;
      }
    }
  }

  TEST_CASE("C12 at s = 0 the start's angle alone decides: below pi/2 to the optimum, above to the spurious point") {
    const Problem problem(instance_of(25, 6, 0));
    for (std::uint32_t run = 0; run < 20; ++run) {
      const Student<double> start = make_start(problem, Start::random, 1, run);
      CHECK(norm_sq(start.a) == 0);
      const double phi = angle_between(start.w, problem.teacher.w_star).phi;
      const Outcome outcome = descend(problem, start, plain_schedule(0.1, 3000), {}, 1, run).outcome;
      const bool good = outcome == Outcome::reached || outcome == Outcome::basin;
      CHECK(good == (phi < pi<double>() / 2));
      CHECK((good || outcome == Outcome::trapped));
    }
  }

  TEST_CASE("C13 perturbed descent with zero noise equals gradient descent bit for bit, in both injections") {
    const Problem problem(instance_of(25, 6, 4));
    const Vec<double> xi(6, 0.0), epsilon(25, 0.0);
    for (const Injection injection : {Injection::normalized, Injection::raw}) {
      Student<double> plain = make_start(problem, Start::random, 1, 0), noisy = plain;
      for (int step = 0; step < 500; ++step) {
        descend_once(problem.teacher, 0.1, plain);
        perturbed_step(problem.teacher, 0.1, injection, xi, epsilon, noisy);
      }
      CHECK(plain.w == noisy.w);
      CHECK(plain.a == noisy.a);
    }
  }

  TEST_CASE("C13 a perturbed step is what its definition says, with every projection written out, in both injections") {
    const Problem problem(instance_of(25, 6, 4));
    const Student<double> z = make_start(problem, Start::random, 1, 3);
    Vec<double> xi(6), epsilon(25);
    Stream stream(1, 3, 0, Purpose::probe);
    uniform_in_ball(stream, 2, xi);
    uniform_in_ball(stream, 1, epsilon);
    for (const Injection injection : {Injection::normalized, Injection::raw}) {
      Student<double> moved{combine(1.0, z.w, 1.0, xi), combine(1.0, z.a, 1.0, epsilon)};
      if (injection == Injection::normalized) {
        const double length = std::sqrt(norm_sq(moved.w));
        for (double& x : moved.w) x /= length;
      }
      const Vec<double>& base = injection == Injection::normalized ? moved.w : z.w;
      const Gradient<double> slope = gradient(moved, problem.teacher);
      const Vec<double> tangential = combine(1.0, slope.w, -dot(base, slope.w), base);
      Vec<double> w = combine(1.0, z.w, -0.1, tangential);
      const double length = std::sqrt(norm_sq(w));
      const Vec<double> a = combine(1.0, z.a, -0.1, slope.a);
      Student<double> got = z;
      perturbed_step(problem.teacher, 0.1, injection, xi, epsilon, got);
      for (std::size_t i = 0; i < 6; ++i) CHECK(std::abs(got.w[i] - w[i] / length) < 1e-13);
      for (std::size_t i = 0; i < 25; ++i) CHECK(std::abs(got.a[i] - a[i]) < 1e-13);
    }
  }

  TEST_CASE("the spurious start without noise stays where it is and counts as trapped") {
    for (const int k : {1, 2, 25}) {
      const Problem problem(instance_of(k, 6, k == 1 ? Rational(1) : Rational(1, 2)));
      const Student<double> start = make_start(problem, Start::spurious, 1, 0);
      const DescentResult result = descend(problem, start, plain_schedule(0.1, 2000), {}, 1, 0);
      CHECK(result.end.w == start.w);
      for (std::size_t i = 0; i < start.a.size(); ++i) CHECK(std::abs(result.end.a[i] - start.a[i]) < 1e-14);
      CHECK(result.outcome == Outcome::trapped);
      CHECK(result.complement == 0);
    }
  }

  TEST_CASE("a start at the global optimum stays there under vanishing noise and counts as reached") {
    const Problem problem(instance_of(25, 6, 4));
    const Student<double> start{problem.teacher.w_star, problem.teacher.a_star};
    const DescentResult result = descend(problem, start, {{0.1, 500, 1e-6, 1e-6}}, {}, 1, 0);
    CHECK(result.outcome == Outcome::reached);
    CHECK(result.loss < 1e-11);
  }

  TEST_CASE("C12 a certificate is not given for a step above the bound, nor by NaN") {
    const TeacherInvariants<double> teacher = teacher_invariants<double>(Instance{});
    const ReducedPoint<double> good{Angle<double>::from_phi(0.1), teacher.e1, teacher.e2};
    CHECK(absorbing_certificate(teacher, good, 0.2) == Limit::global_optimum);
    CHECK(absorbing_certificate(teacher, good, 0.24) == Limit::unknown);
    CHECK(absorbing_certificate(teacher, good, std::nan("")) == Limit::unknown);
    CHECK(absorbing_certificate(teacher, {good.angle, std::nan(""), 0.0}, 0.1) == Limit::unknown);
    const ReducedPoint<double> bad{Angle<double>::from_complement(0.1), teacher.e1 * 24 / (24 + pi<double>()),
                                   -teacher.e2 / 2.2};
    CHECK(absorbing_certificate(teacher, bad, 0.2) == Limit::spurious_point);
  }

  TEST_CASE("C12 a certificate is not given for the point itself, only for its corner with the best response") {
    const TeacherInvariants<double> teacher = teacher_invariants<double>(Instance{});
    const Angle<double> angle = Angle<double>::from_complement(0.1);
    const ReducedPoint<double> best = best_response(teacher, angle);
    REQUIRE(alpha(teacher, best) < 0);
    for (const auto& [x, y] : {std::pair{best.x + 9, best.y}, {best.x, best.y + 9}, {best.x + 9, best.y - 1}}) {
      const ReducedPoint<double> z{angle, x, y};
      REQUIRE(alpha(teacher, z) > 0);
      CHECK(absorbing_certificate(teacher, z, 0.02) == Limit::unknown);
    }
  }

  TEST_CASE("C12 the invariant box holds the best responses at both poles, and the step bound is sharp on it") {
    for (const auto& [k, r] : {std::pair{25, Rational(4)}, {2, Rational(1, 2)}, {1, Rational(1)}}) {
      const TeacherInvariants<double> teacher = teacher_invariants<double>(instance_of(k, 2, r));
      const ReducedPoint<double> far = best_response(teacher, Angle<double>::from_complement(0));
      const InvariantBox<double> least = invariant_box(teacher, {0.1, 0.1, 0.1, 0.1});
      CHECK(least.x_low == doctest::Approx(std::min(0.1, far.x)));
      CHECK(least.y_low == doctest::Approx(std::min(0.1, far.y)));
      CHECK(least.x_high == std::max(0.1, teacher.e1));
      CHECK(least.y_high == std::max(0.1, teacher.e2));
      CHECK(largest_alpha(teacher, {-9.0, 1.0, -9.0, 1.0}) == doctest::Approx(9 * (teacher.e1 + teacher.e2)));
      // Next to phi = 0 and where alpha is greatest, a step of just less keeps the order of two angles, one of just
      // more reverses it.
      const InvariantBox<double> wide{-40, 40, -40, 40};
      const double bound = monotone_step_bound(teacher, wide);
      const ReducedPoint<double> z{Angle<double>::from_phi(1e-6), 40.0, 40.0};
      CHECK(gd_step(teacher, z, 0.99 * bound).angle.phi > 0);
      CHECK(gd_step(teacher, z, 1.01 * bound).angle.phi < 0);
      // And where alpha does not matter, x+ grows with x or falls.
      const double curved = monotone_step_bound(teacher, invariant_box(teacher, {0.0, 0.0, 0.0, 0.0}));
      const ReducedPoint<double> low{Angle<double>::from_phi(1), 0.0, 0.0}, high{low.angle, 0.01, 0.0};
      CHECK(gd_step(teacher, low, 0.99 * curved).x < gd_step(teacher, high, 0.99 * curved).x);
      CHECK(gd_step(teacher, low, 1.01 * curved).x > gd_step(teacher, high, 1.01 * curved).x);
    }
  }

  TEST_CASE("only a student next to the teacher in both layers has reached it") {
    const Problem problem(instance_of(25, 6, 4));
    const Student<double> there{problem.teacher.w_star, problem.teacher.a_star};
    Student<double> half = there, turned = there;
    for (double& x : half.a) x /= 2;
    turned.w[1] = 0.1;
    CHECK(classify(problem, there, 0.1) == Outcome::reached);
    CHECK(classify(problem, half, 0.1) == Outcome::basin);
    CHECK(classify(problem, turned, 0.1) == Outcome::basin);
  }

  TEST_CASE("noise in one layer alone is noise") {
    const Problem problem(instance_of(9, 4, 2));
    const Student<double> start = make_start(problem, Start::random, 1, 0);
    const auto end = [&](double rho_w, double rho_a) {
      return descend(problem, start, {{0.1, 3, rho_w, rho_a}}, {}, 1, 0).end;
    };
    const Student<double> still = end(0, 0), in_w = end(1, 0), in_a = end(0, 1);
    CHECK(in_w.w != still.w);
    CHECK(in_a.a != still.a);
  }

  TEST_CASE("a step that is far too long is reported as divergence, not as a number") {
    const Problem problem(instance_of(25, 6, 4));
    const Student<double> start = make_start(problem, Start::random, 1, 0);
    CHECK(descend(problem, start, plain_schedule(5, 5000), {}, 1, 0).outcome == Outcome::diverged);
  }

  TEST_CASE("a trajectory is recorded every n steps and at the ends of epochs") {
    const Problem problem(instance_of(4, 3, 1));
    DescentOptions options;
    options.record_every = 20;
    const DescentResult result =
        descend(problem, make_start(problem, Start::random, 1, 0), short_schedule(), options, 1, 0);
    REQUIRE(result.trajectory.size() == 13);
    CHECK(result.trajectory[3].step == 60);
    REQUIRE(result.epochs.size() == 5);
    CHECK(result.epochs[1].step == 60);
    CHECK(result.epochs[1].phi == result.trajectory[3].phi);
    CHECK(result.last.step == 240);
  }
}

TEST_SUITE("unit/ensemble") {
  TEST_CASE("C13 an ensemble is the same on one thread and on several, and depends on the seed") {
    const Problem problem(instance_of(9, 4, 2));
    EnsembleOptions options;
    options.runs = 24;
    options.jobs = 1;
    const EnsembleResult one = run_ensemble(problem, short_schedule(), options);
    options.jobs = 4;
    const EnsembleResult four = run_ensemble(problem, short_schedule(), options);
    options.seed = 2;
    const EnsembleResult other = run_ensemble(problem, short_schedule(), options);
    REQUIRE(one.runs.size() == 24);
    REQUIRE(four.runs.size() == 24);
    for (std::size_t i = 0; i < 24; ++i) {
      CHECK(one.runs[i].run == static_cast<int>(i));
      CHECK(one.runs[i].last.phi == four.runs[i].last.phi);
      CHECK(one.runs[i].loss == four.runs[i].loss);
      CHECK(one.runs[i].last.phi != other.runs[i].last.phi);
    }
  }

  TEST_CASE("an ensemble reports its progress, rethrows from it, and stops when told to") {
    const Problem problem(instance_of(4, 3, 1));
    EnsembleOptions options;
    options.runs = 10;
    double last = 0;
    options.progress = [&](double done) { last = done; };
    run_ensemble(problem, short_schedule(), options);
    CHECK(last == 1);
    options.progress = [](double) { throw Error(Error::Kind::io, "progress", "stop"); };
    CHECK_THROWS_AS(run_ensemble(problem, short_schedule(), options), Error);
    options.progress = nullptr;
    options.interrupted = [] { return true; };
    const EnsembleResult stopped = run_ensemble(problem, short_schedule(), options);
    CHECK(stopped.interrupted);
    CHECK(stopped.runs.empty());
    options.runs = 0;
    CHECK_THROWS_AS(run_ensemble(problem, short_schedule(), options), Error);
  }

  TEST_CASE("C13 the example trajectories start at one point, and at r = 1 end on different sides") {
    const std::vector<ExampleTrajectory> pair = example_trajectories(instance_of(9, 6, 1), 1);
    REQUIRE(pair.size() == 2);
    CHECK(pair[0].points.front().phi == pair[1].points.front().phi);
    CHECK(pair[0].points.front().alpha == pair[1].points.front().alpha);
    CHECK(pair[0].label == "plain GD, trapped");
    CHECK(pair[1].label == "perturbed GD, escapes");
    CHECK(pair[0].points.back().phi > 3);
    CHECK(pair[1].points.back().phi < kArrived);
  }
}

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

TEST_SUITE("unit/compare") {
  TEST_CASE("C14 the compared algorithms have distinct names, equal numbers of steps and 40 looks or more") {
    const std::vector<Algorithm> all = compared_algorithms(Instance{});
    REQUIRE(all.size() == 8);
    const long steps = total_steps(patient_schedule(Instance{}));
    for (std::size_t i = 0; i < all.size(); ++i) {
      CHECK(total_steps(all[i].schedule) == steps);
      CHECK(all[i].schedule.size() >= 40);
      for (std::size_t j = 0; j < i; ++j) CHECK(all[i].id != all[j].id);
    }
    CHECK(all[1].schedule[0].eta == doctest::Approx(0.004));
    CHECK(all[2].schedule[0].eta == doctest::Approx(0.0846).epsilon(1e-3));
    CHECK(all[6].schedule[0].rho_w == 36);
    CHECK(all[4].schedule[0].rho_w == doctest::Approx(0.36));
  }

  TEST_CASE("C14 no run turns w farther than the bound says, and it says nothing of drawn examples and long steps") {
    // The largest turn by far: constant noise, so that w is pushed to and fro at every step.
    for (const Instance& instance : {instance_of(4, 3, 1, Rational(1, 100)), instance_of(1, 2, 1, Rational(1, 4))}) {
      const Problem problem(instance);
      const Algorithm one{"one", "", "", Schedule(40, {0.1, 1, 3, 0.2 * problem.norm})};
      EnsembleOptions options;
      options.runs = 20;
      const Comparison c = compare(problem, one, options);
      double farthest = 0;
      for (const RunRecord& run : c.result.runs) {
        double way = 0;
        for (std::size_t i = 1; i < run.epochs.size(); ++i) way += std::abs(run.epochs[i].phi - run.epochs[i - 1].phi);
        farthest = std::max(farthest, way);
      }
      CHECK(farthest < c.most_turn);
      CHECK(farthest > c.most_turn / 30);
    }
    const Problem problem(instance_of(4, 3, 1));
    // By hand: 100 steps of c = 1/(20 pi), |alpha~| <= 2 + 3/2, an arc of at most 1.82.
    const Algorithm plain{"", "", "", {{0.1, 60, 1, 0.5}, {0.1, 40, 1, 0.1}}};
    CHECK(most_turn(problem, plain) ==
          doctest::Approx(100 * std::asin(3.5 * 1.82 / (20 * pi<double>()))).epsilon(1e-12));
    Algorithm drawn = plain, steep = plain;
    drawn.batch = 1;
    steep.schedule[1].eta = 1.1;  // c (k+pi-1) = 1.08
    CHECK(std::isinf(most_turn(problem, drawn)));
    CHECK(std::isinf(most_turn(problem, steep)));
    // One of the two limits alone: a overshoots while w is hardly pushed, and the other way round.
    const Problem small(instance_of(4, 3, 1, Rational(1, 100))), large(instance_of(4, 3, 1, 100));
    CHECK(most_turn(small, {"", "", "", {{1, 10, 0, 0}}}) < 1);
    CHECK(std::isinf(most_turn(small, {"", "", "", {{1.1, 10, 0, 0}}})));
    CHECK(most_turn(large, {"", "", "", {{0.017, 1, 0, 0}}}) == doctest::Approx(std::asin(0.182 * 17 / pi<double>())));
    CHECK(std::isinf(most_turn(large, {"", "", "", {{0.018, 1, 0, 0}}})));
  }

  TEST_CASE("C14 cutting a schedule into looks does not change the run") {
    const Instance instance = instance_of(4, 3, 1);
    const Problem problem(instance);
    Algorithm cut = constant_noise(instance, 3, 0.5);
    cut.schedule.resize(2);
    const long steps = total_steps(cut.schedule);
    EnsembleOptions options;
    options.runs = 2;
    const Comparison pieces = compare(problem, cut, options);
    const EnsembleResult whole = run_ensemble(problem, {{cut.schedule[0].eta, steps, 3, 0.5}}, options);
    CHECK(pieces.result.runs[1].loss == whole.runs[1].loss);
    CHECK(pieces.distance.size() == 3);
    CHECK(pieces.distance.back().low ==
          relative_distance(problem, whole.runs[whole.runs[0].loss < whole.runs[1].loss ? 0 : 1].last));
  }

  TEST_CASE("C14 without noise the spurious point is one run that never escapes, at the known distance") {
    const Problem problem(instance_of(25, 6, 4));
    EnsembleOptions options;
    options.start = Start::spurious;
    options.runs = 50;
    const Comparison c = compare(problem, {"gd", "GD", "", plain_schedule(0.1, 100)}, options);
    CHECK(c.runs() == 1);
    CHECK(c.escaped() == 0);
    CHECK(c.arrived() == 0);
    const Student<double> start = make_start(problem, Start::spurious, 1, 0);
    const double gap = std::sqrt(norm_sq(combine(1.0, start.a, -1.0, problem.teacher.a_star)));
    CHECK(c.late.median == doctest::Approx(std::hypot(2, gap)).epsilon(1e-12));
    CHECK(distance_plot("p", {&c})["series"][0]["y"].size() == 2);
  }

  TEST_CASE("the largest stable step: the figure by hand, also for large |a*|, and never above the monotone bound") {
    // k = 25, p = 6, |a*| = 1: tr H = 15, lambda_max = (24 + pi)/2pi.
    const double largest = (24 + pi<double>()) / (2 * pi<double>());
    CHECK(stable_stochastic_step(Instance{}, 1) == doctest::Approx(2 / (15 + 2 * largest)).epsilon(1e-13));
    CHECK(stable_stochastic_step(Instance{}, 3) == doctest::Approx(6 / (15 + 4 * largest)).epsilon(1e-13));
    // k = 1, p = 90, |a*|^2 = 4: tr H = 357/2, lambda_max = 2.
    CHECK(stable_stochastic_step(instance_of(1, 90, 1, 4), 2) == doctest::Approx(4 / (178.5 + 6)).epsilon(1e-13));
    const TeacherInvariants<double> teacher = teacher_invariants<double>(Instance{});
    CHECK(stable_stochastic_step(Instance{}, 100000) == 0.9 * monotone_step_bound(teacher, random_start_box(teacher)));
  }

  TEST_CASE("C14 each compared algorithm is what the list says, in batches, steps and radii") {
    const std::vector<Algorithm> all = compared_algorithms(Instance{});
    const Schedule patient = patient_schedule(Instance{});
    std::vector<int> batches;
    std::string pictured;
    for (const Algorithm& a : all) batches.push_back(a.batch), pictured += a.pictured ? '1' : '0';
    CHECK(batches == std::vector<int>{0, 2, 1, 1, 0, 0, 0, 4});
    CHECK(pictured == "11011110");
    CHECK(all[0].schedule.back().eta == 0.1);
    CHECK(all[0].schedule.front().rho_w == 0);
    CHECK(all[3].schedule.back().eta == doctest::Approx(all[2].schedule[0].eta * std::pow(0.8, 19)));
    CHECK(all[3].schedule.back().rho_w == 0);
    CHECK(all[4].schedule.back().rho_a == doctest::Approx(0.015));
    CHECK(all[5].schedule.back().rho_w == 36);
    CHECK(all[5].schedule.back().rho_a == doctest::Approx(1.5));
    for (const std::size_t i : {6, 7}) {
      CHECK(all[i].schedule.back().rho_w == patient.back().rho_w);
      CHECK(all[i].schedule.back().rho_a == patient.back().rho_a);
      CHECK(all[i].schedule.back().eta == 0.1);
    }
    const Instance wide = instance_of(2, 200, 1);
    REQUIRE(stable_stochastic_step(wide, 4) < 0.09);
    CHECK(compared_algorithms(wide)[7].schedule[0].eta == stable_stochastic_step(wide, 4));
    CHECK(compared_algorithms(wide)[6].schedule[0].eta == 0.1);
    CHECK(work(wide, all[7]) == doctest::Approx(double(total_steps(patient)) * (202 + 16)));
    CHECK(work(wide, all[0]) == doctest::Approx(double(total_steps(patient)) * 202));
  }

  TEST_CASE("C14 the relative distance has the chord of w and the share of |a*|") {
    const Problem problem(instance_of(2, 3, 1, 9));
    CHECK(relative_distance(problem, {0, pi<double>() / 3, 0, 0}) == doctest::Approx(1));
    CHECK(relative_distance(problem, {0, pi<double>(), 0, 0}) == doctest::Approx(2));
    CHECK(relative_distance(problem, {0, 0, 0, 6}) == doctest::Approx(2));
    CHECK(relative_distance(problem, {0, pi<double>(), 0, 4.5}) == doctest::Approx(2.5));
  }

  TEST_CASE(
      "C14 quantiles are of the nearest rank, the late ones of the last quarter, and a run that diverged is far off") {
    const Problem problem(instance_of(4, 3, 1));
    EnsembleOptions options;
    options.injection = Injection::raw;  // the comparison has its own
    const Algorithm gd{"gd", "GD", "", {{0.1, 3, 0, 0}, {0.1, 3, 0, 0}, {0.1, 3, 0, 0}}};
    for (const int runs : {20, 7}) {
      CAPTURE(runs);
      options.runs = runs;
      const Comparison c = compare(problem, gd, options);
      REQUIRE(c.runs() == runs);
      REQUIRE(c.distance.size() == 4);
      std::vector<double> ends;
      long below = 0;
      for (const RunRecord& run : c.result.runs) {
        ends.push_back(relative_distance(problem, run.last));
        below += std::any_of(run.epochs.begin(), run.epochs.end(),
                             [](const Snapshot& at) { return at.phi < pi<double>() / 2; });
      }
      std::sort(ends.begin(), ends.end());
      // The least that at least so many tenths of all are not above.
      const auto quantile = [&](int tenths) {
        int rank = 1;
        while (10 * rank < tenths * runs) ++rank;
        return ends[static_cast<std::size_t>(rank - 1)];
      };
      for (const Quantiles& found : {c.distance[3], c.late}) {
        CHECK(found.low == quantile(1));
        CHECK(found.median == quantile(5));
        CHECK(found.high == quantile(9));
      }
      CHECK(c.escaped() == below);
      CHECK(below > 0);
      CHECK(below < runs);
    }
    options.runs = 20;
    const Algorithm noisy{"noise", "noise", "", {{0.1, 3, 2, 1}}};
    EnsembleOptions plain = options;
    plain.injection = Injection::normalized;
    CHECK(compare(problem, noisy, options).distance.back().median ==
          compare(problem, noisy, plain).distance.back().median);
    const Comparison far = compare(problem, {"gd", "GD", "", plain_schedule(900, 400)}, options);
    CHECK(far.result.count(Outcome::diverged) == 20);
    CHECK(std::isinf(far.distance.back().median));
    CHECK(std::isinf(far.late.high));
  }

  TEST_CASE("C14 only runs that are all the same are one run: not those from random starts, nor with any noise") {
    const Problem problem(instance_of(4, 3, 1));
    const auto runs = [&](Start start, int batch, double rho_w, double rho_a) {
      EnsembleOptions options;
      options.runs = 3;
      options.start = start;
      return compare(problem, {"x", "X", "", {{0.1, 20, rho_w, rho_a}}, batch}, options);
    };
    CHECK(runs(Start::spurious, 0, 0, 0).runs() == 1);
    CHECK(runs(Start::random, 0, 0, 0).runs() == 3);
    for (const Comparison& c :
         {runs(Start::spurious, 1, 0, 0), runs(Start::spurious, 0, 1, 0), runs(Start::spurious, 0, 0, 1)}) {
      REQUIRE(c.runs() == 3);
      CHECK(c.result.runs[0].loss != c.result.runs[1].loss);
    }
    CHECK(runs(Start::random, 2, 0, 0).result.runs[0].loss != runs(Start::random, 0, 0, 0).result.runs[0].loss);
  }

  TEST_CASE("C14 the picture has the steps, the median and the band of each algorithm, and no distance of 0") {
    const Problem problem(instance_of(4, 3, 1));
    EnsembleOptions options;
    options.runs = 11;
    Comparison c = compare(problem, {"x", "X", "", {{0.1, 20, 2, 0.5}, {0.1, 30, 1, 0.5}}}, options);
    nlohmann::json plot = distance_plot("p", {&c});
    CHECK(plot["id"] == "p");
    CHECK(plot["title"] == "Distance to the global optimum from random starts");
    const nlohmann::json& series = plot["series"][0];
    CHECK(series["name"] == "X");
    CHECK(series["x"] == nlohmann::json({0, 20, 50}));
    for (std::size_t look = 0; look < 3; ++look) {
      CHECK(series["y"][look] == c.distance[look].median);
      CHECK(series["low"][look] == c.distance[look].low);
      CHECK(series["high"][look] == c.distance[look].high);
      CHECK(c.distance[look].low < c.distance[look].median);
      CHECK(c.distance[look].median < c.distance[look].high);
    }
    c.start = Start::spurious;
    c.distance[1] = {0, 0, 0};
    plot = distance_plot("p", {&c});
    CHECK(plot["title"] == "Distance to the global optimum from the spurious point");
    for (const char* key : {"y", "low", "high"}) CHECK(plot["series"][0][key][1] == 1e-12);
  }
}
