// What `threshold` prints, against the library called directly: keys, figures, words and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "figures.hpp"
#include "smoothing/critical_level.hpp"

using namespace noiseproof;
using namespace figures;
using Json = nlohmann::json;

TEST_SUITE("cli/threshold") {
  TEST_CASE("the level is enclosed outward to the digits asked for, in both variants; above the threshold it is 0") {
    for (const char* variant : {"raw", "normalized"}) {
      const std::vector<std::string> words{"threshold", "--k",      "2", "--p",       "3",    "--r",
                                           "1/2",       "--digits", "5", "--variant", variant};
      std::vector<std::string> as_json = words;
      as_json.push_back("--json");
      const Json r = noiseproof_answer(as_json).json();
      CAPTURE(r.dump());
      const Injection injection = variant == std::string("raw") ? Injection::raw : Injection::normalized;
      const std::optional<Bounds> level = critical_noise_level(3, injection, 2, Rational(1, 2), 5);
      REQUIRE(level.has_value());
      CHECK(number(r["exact"][0]) == level->lo);
      CHECK(number(r["exact"][1]) == level->hi);
      check_around(number(r["lower"]), level->lo, number(r["upper"]), 5);
      CHECK(level->hi <= number(r["upper"]));
      CHECK(r["variant"] == variant);
      CHECK(r["k"] == 2);
      CHECK(r["p"] == 3);
      CHECK(r["r"] == "1/2");
      CHECK(r["digits"] == 5);
      const Answer plain = noiseproof_answer(words);
      CHECK(plain.says(std::string("critical noise level, ") + variant + " noise, p = 3, k = 2, r = 1/2\n"));
      CHECK(plain.says("rho* in [" + r["lower"].get<std::string>() + ",\n           " + r["upper"].get<std::string>() +
                       "]"));
    }
    // rho* = 1 to more digits than these: no closed form converges there, and that is no answer, but no bad input.
    const Answer one = noiseproof_answer({"threshold", "--p", "6", "--k", "25", "--r",
                                          "7.9485843118869826880021412762942612806445563584412", "--digits", "10"});
    CHECK(one.error.find("rho* is not enclosed to 10 digits; fewer may do") != std::string::npos);
    // 2.513 lies between the two ends.
    const Json apart =
        noiseproof_answer({"threshold", "--k", "3", "--p", "9", "--r", "1", "--digits", "2", "--json"}).json();
    CHECK(number(apart["lower"]) <= number(apart["exact"][0]));
    CHECK(number(apart["exact"][0]) < parse_rational("2.513", "test"));
    CHECK(parse_rational("2.513", "test") < number(apart["exact"][1]));
    CHECK(number(apart["exact"][1]) <= number(apart["upper"]));
    const Json none = noiseproof_answer({"threshold", "--k", "2", "--p", "3", "--r", "1.4", "--json"}).json();
    CHECK(none["lower"] == "0");
    CHECK(none["upper"] == "0");
    CHECK(none["why"].get<std::string>().find("no local minimum") != std::string::npos);
    CHECK(noiseproof_answer({"threshold", "--k", "2", "--r", "2"}).code == 0);
    CHECK(noiseproof_answer({"threshold", "--k", "2", "--r", "2.001"}).complains("--r: must be from 0 to k"));
    CHECK(noiseproof_answer({"threshold", "--k", "2", "--r", "-1/9"}).complains("--r: must be from 0 to k"));
    CHECK(noiseproof_answer({"threshold", "--k", "1", "--r", "1/2"}).complains("--r: must be 1 where k is 1"));
    CHECK(noiseproof_answer({"threshold", "--k", "1", "--r", "1"}).code == 0);
    CHECK(noiseproof_answer({"threshold", "--variant", "both"}).code == 3);
  }
}
