#include "dynamics/schedule.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "dynamics/monotone.hpp"
#include "instances.hpp"

using namespace noiseproof;

namespace {

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
