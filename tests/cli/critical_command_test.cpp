// What `critical` prints, against the library called directly: keys, figures, words and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "figures.hpp"

using namespace noiseproof;
using namespace figures;
using Json = nlohmann::json;

TEST_SUITE("cli/critical") {
  TEST_CASE("the optimum of the default instance: x = 2/5, y^2 = 21/25, 30 eigenvalues in order, the largest once") {
    const Json optimum = noiseproof_answer({"critical", "--json"}).json()["critical_points"][0];
    CHECK(number(optimum["x"]) == Rational(2, 5));
    CHECK(is_near(optimum["y"], sqrt(Real(21) / 25)));
    long all = 0;
    Rational before = 0;
    for (const Json& e : optimum["spectrum"]) {
      CHECK(before <= number(e["value"]));
      before = number(e["value"]);
      all += e["multiplicity"].get<long>();
    }
    CHECK(all == 30);  // p - 1 + k
  }

  TEST_CASE("three points below the threshold, two above; the enclosures hold the digits of a finer run") {
    const Workplace place("critical");
    const std::string instance = place.file("i.toml", kTwo);
    const Json coarse = noiseproof_answer({"critical", "--instance", instance, "--digits", "15", "--json"}).json();
    const Json fine = noiseproof_answer({"critical", "--instance", instance, "--digits", "40", "--json"}).json();
    CHECK(coarse["digits"] == 15);
    CHECK(coarse["spurious_is_strict_local_minimum"] == "proved");
    REQUIRE(coarse["critical_points"].size() == 3);
    std::vector<std::string> kinds;
    for (std::size_t i = 0; i < 3; ++i) {
      const Json &c = coarse["critical_points"][i], &f = fine["critical_points"][i];
      kinds.push_back(c["kind"]);
      CAPTURE(c.dump());
      for (const char* key : {"phi", "alpha", "loss"}) {
        CAPTURE(key);
        const Json& ends = c["enclosures"][key];
        // Printed 0 is exact there or the value is enclosed in 15 digits, as the value of 40 digits says.
        const Rational value = number(f[key]),
                       slack = abs(value) / Rational(boost::multiprecision::pow(Integer(10), 38u));
        CHECK(number(ends[0]) <= value + slack);
        CHECK(value - slack <= number(ends[1]));
        CHECK(number(ends[1]) - number(ends[0]) <=
              abs(value) / Rational(boost::multiprecision::pow(Integer(10), 12u)) + Rational(1, 1'000'000'000'000'000));
      }
      for (const char* key : {"phi", "pi_minus_phi", "x", "y", "alpha", "loss"})
        CHECK(abs(number(c[key]) - number(f[key])) <=
              abs(number(f[key])) / Rational(boost::multiprecision::pow(Integer(10), 14u)));
      const Rational pi_here = number(f["phi"]) + number(f["pi_minus_phi"]);
      CHECK(abs(pi_here - parse_rational("3.14159265358979323846264338327950288419717", "t")) <
            parse_rational("1e-37", "t"));
      long all = 0;
      for (const Json& e : c["spectrum"]) all += e["multiplicity"].get<long>();
      CHECK(all == 3);  // p - 1 + k
    }
    CHECK(kinds == std::vector<std::string>{"global optimum", "spurious point", "saddle sphere"});
    const Answer plain = noiseproof_answer({"critical", "--instance", instance, "--digits", "15"});
    CHECK(plain.says("spurious point is a strict local minimum: proved\n"));
    CHECK(plain.says("\nspurious point\n  phi = " + coarse["critical_points"][1]["phi"].get<std::string>() + "\n"));
    CHECK(plain.says("  loss = " + coarse["critical_points"][2]["loss"].get<std::string>() + "\n"));
    CHECK(plain.says("  eigenvalue " + coarse["critical_points"][0]["spectrum"][0]["value"].get<std::string>() +
                     "  (1 times)\n"));
    const std::string above = place.file("a.toml", "[network]\nk = 2\np = 2\n[teacher]\nr = \"1.4\"\n");
    const Json two = noiseproof_answer({"critical", "--instance", above, "--json"}).json();
    CHECK(two["critical_points"].size() == 2);
    CHECK(two["spurious_is_strict_local_minimum"] == "refuted");
    CHECK(two["digits"] == 50);
    CHECK(noiseproof_answer({"critical", "--digits", "14"}).code == 3);
  }
}
