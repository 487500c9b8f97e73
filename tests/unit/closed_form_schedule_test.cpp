// The rule in closed form (claim C23): its numbers against their formulas, its proof, and where it has none.
#include "escape/closed_form_schedule.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "dynamics/schedule.hpp"
#include "escape/find_schedule.hpp"
#include "instances.hpp"

using namespace noiseproof;

namespace {

const Rational kFailure(1, 1'000'000), kAccuracy(1, 1000);

double number(const Rational& x) { return x.convert_to<double>(); }

/// kappa^2 (gbar - gamma) = kappa^2 (gbar - 1) + |a*|^2 r/(k+pi-1), by the gamma function of the standard library.
double drift_of(int k, int p, double r, double norm_sq) {
  const double pi = std::acos(-1.0), l1 = k + pi - 1, half = p / 2.0;
  const double gbar =
      p / (p - 1.0) * std::exp(2 * std::lgamma(half) - std::lgamma(half - 0.5) - std::lgamma(half + 0.5));
  return norm_sq * (l1 - r) / ((pi - 1) * l1) * (gbar - 1) + norm_sq * r / l1;
}

}  // namespace

TEST_SUITE("escape/closed_form_schedule") {
  TEST_CASE("C23 the rule's numbers follow their formulas, rounded by at most one part in a hundred") {
    const double pi = std::acos(-1.0);
    for (const auto& [k, p, r, norm_sq] : {std::tuple(25, 6, "4", "1"),
                                           {4, 5, "0", "1"},
                                           {400, 100, "100", "1/4"},
                                           {1, 9, "1", "1"},
                                           {7, 5, "7", "1/100"}}) {
      const Instance instance = instance_from(k, p, r, norm_sq);
      CAPTURE(instance.describe());
      const CertifiedSchedule s = closed_form_schedule(instance, kFailure, kAccuracy);
      const double drift = drift_of(k, p, number(instance.r), number(instance.norm_sq)), nu = pi * (1 - 1.0 / p);
      const double c = number(s.one.eta) / (2 * pi), q = pi * pi * (p - 1) / (4.0 * p * (p + 2)),
                   A2 = number(instance.norm_sq);
      const auto rounded_down = [](const Rational& x, double formula) {
        CHECK(number(x) <= formula * (1 + 1e-9));
        CHECK(number(x) >= 0.99 * formula);
      };
      CHECK(s.one.theta1 == 1);
      CHECK(s.one.corrector == 0);
      CHECK(s.one.good_cot_sq == 2);
      rounded_down(s.one.lambda, nu * c * drift / 2);
      rounded_down(s.one.delta, c * drift * q / (8 * nu));
      const double longest = std::min({0.1, 0.1 / A2, 0.6 * drift / A2, 0.999 * 2 * pi / (k + pi - 1)});
      const double good_side = 1.3 * pi * nu * drift * (p - 1) / (A2 * A2 * q * number(s.one.theta2 * s.one.top));
      rounded_down(s.one.eta, std::min(longest, good_side));
      const double l = std::log(20 / (1e-6 * nu * drift * longest / (4 * pi)));
      CHECK(number(s.one.theta2) == doctest::Approx(l + std::log(l)).epsilon(0.01));
      CHECK(drift >= A2 / (2 * p * (pi - 1)));
      REQUIRE(s.two.size() == 1);
      const double eta2 = number(s.two[0].eta);
      CHECK(static_cast<double>(s.two[0].steps) ==
            doctest::Approx(2 * pi / eta2 * (1 / (pi - 1) + 1 / (pi * A2)) * (std::log(1000.0) + 4)).epsilon(0.01));
      CHECK(s.start_radius_sq == instance.norm_sq * instance.r / instance.k);
    }
  }
  TEST_CASE(
      "C23 the rule's schedule is proved for the default teacher, at r = k and for |a*| = 1/2; not with half of it") {
    for (const Instance& instance :
         {instance_from(25, 6, "4"), instance_from(4, 6, "4"), instance_from(9, 8, "3", "1/4")}) {
      CertifiedSchedule s = closed_form_schedule(instance, kFailure, kAccuracy);
      CAPTURE(instance.describe());
      CHECK(prove_escape(s).verdict == Verdict::proved);
      CertifiedSchedule half = s;
      half.one.steps /= 2;
      CHECK(prove_escape(half).verdict == Verdict::undecided);
      half = s;
      half.two[0].steps /= 4;
      CHECK(prove_escape(half).verdict == Verdict::undecided);
      s.one.lambda *= 4;
      const EscapeProof proof = prove_escape(s);
      CHECK(proof.verdict == Verdict::undecided);
      CHECK(proof.drift.fails);
    }
  }
  TEST_CASE(
      "C23 more digits of the failure cost their square at most, of the accuracy their number in the last level") {
    const Instance instance = instance_from(25, 6, "4");
    const auto steps = [&](const char* failure, const char* accuracy) {
      return closed_form_schedule(instance, parse_rational(failure, "test"), parse_rational(accuracy, "test"));
    };
    CHECK(total_steps(steps("1e-24", "1e-3")) < 16 * total_steps(steps("1e-6", "1e-3")));
    CHECK(total_steps(steps("1e-24", "1e-3")) > 4 * total_steps(steps("1e-6", "1e-3")));
    CHECK(steps("1e-6", "1e-6").one.steps == steps("1e-6", "1e-3").one.steps);
    CHECK(steps("1e-6", "1e-6").two[0].steps < 2 * steps("1e-6", "1e-3").two[0].steps);
  }
  TEST_CASE("the file of a rule's schedule is read back, whatever its level") {
    for (const Instance& instance :
         {instance_from(4, 6, "4"), instance_from(25, 100, "1"), instance_from(2000, 2000, "4")}) {
      const CertifiedSchedule s = closed_form_schedule(instance, kFailure, kAccuracy);
      CHECK(parse_schedule(schedule_text(s, ""), "rule").size() == 2);
    }
  }
  TEST_CASE("where a search's budget ends without a proof, the rule's schedule is proved, if it has one") {
    FindOptions options;
    options.budget = 2'000'000;
    const Instance instance = instance_from(4, 6, "4");
    const FoundSchedule found = find_schedule(instance, options);
    CHECK(found.by_rule);
    CHECK(found.proof.verdict == Verdict::proved);
    CHECK(total_steps(found.schedule) == total_steps(closed_form_schedule(instance, kFailure, kAccuracy)));
    CHECK(found.work > options.budget);
    options.budget = 200'000;
    const FoundSchedule none = find_schedule(instance, options);
    CHECK_FALSE(none.by_rule);
    CHECK(none.proof.why.find("; by the rule in closed form: ") != std::string::npos);
    const FoundSchedule few_inputs = find_schedule(instance_from(4, 4, "4"), options);
    CHECK(few_inputs.proof.why.find("rule") == std::string::npos);
    options.rho_w = Rational(25);
    CHECK(find_schedule(instance, options).proof.why.find("rule") == std::string::npos);
  }
  TEST_CASE("C23 where the rule's numbers leave the range of doubles, that is said") {
    CHECK_THROWS_AS(closed_form_schedule(instance_from(3, 5, "1", "10000"), kFailure, kAccuracy), Error);
    // e^{2 |a*|^2} steps are a double, but no number of steps.
    CHECK_THROWS_WITH_AS(closed_form_schedule(instance_from(3, 5, "1", "25"), kFailure, kAccuracy),
                         doctest::Contains("more than 1e15 steps"), Error);
    CHECK_THROWS_AS(closed_form_schedule(instance_from(3, 5, "1"), parse_rational("1e-400", "test"), kAccuracy), Error);
    CHECK_THROWS_AS(closed_form_schedule(instance_from(3, 5, "1"), kFailure, parse_rational("1e-400", "test")), Error);
  }
}
