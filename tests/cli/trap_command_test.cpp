// What `trap` prints, against the library called directly: keys, figures, words and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "cli/trap_table.hpp"
#include "figures.hpp"
#include "rigor/trap.hpp"

using namespace noiseproof;
using namespace figures;
using Json = nlohmann::json;

TEST_SUITE("cli/trap") {
  TEST_CASE("the enclosure is printed outward, with its complement, and what was not reached is undecided") {
    const Workplace place("trap");
    const std::string instance = place.file("i.toml", kTwo);
    TrapOptions options;
    options.width = Rational(1, 5);
    options.eta = Rational(1, 20);
    options.inputs = {2};
    const Bounds p = trap_probability(read_instance(instance), options).probability.front();
    const Answer answer =
        noiseproof_answer({"trap", "--instance", instance, "--width", "0.2", "--eta", "0.05", "--json"});
    CHECK(answer.code == 0);
    const Json r = answer.json();
    CHECK(number(r["exact"]["lower"]) == p.lo);
    CHECK(number(r["exact"]["upper"]) == p.hi);
    check_around(number(r["lower"]), p.lo, number(r["lower"]) + Rational(1, 10'000'000'000), 9);
    check_around(number(r["upper"]) - Rational(1, 10'000'000'000), p.hi, number(r["upper"]), 9);
    CHECK(number(r["success"]["lower"]) <= 1 - p.hi);
    CHECK(number(r["success"]["upper"]) >= 1 - p.lo);
    CHECK(number(r["success"]["upper"]) - number(r["success"]["lower"]) <= p.hi - p.lo + Rational(1, 10'000'000'000));
    CHECK(number(r["width"]) >= p.hi - p.lo);
    CHECK(r["eta"] == "1/20");
    CHECK(r["wanted_width"] == "1/5");
    CHECK(r["reached"] == true);
    CHECK(r["arithmetic"] == "double with proved error bounds");
    // |s|/sqrt k = sqrt(1/2)
    CHECK(number(r["radius"]["lower"]) * number(r["radius"]["lower"]) <= Rational(1, 2));
    CHECK(number(r["radius"]["upper"]) * number(r["radius"]["upper"]) >= Rational(1, 2));
    CHECK(number(r["threshold_over_pi"]["lower"]) < number(r["threshold_over_pi"]["upper"]));
    check_around(number(r["width"]) - Rational(1, 10'000'000'000), p.hi - p.lo, number(r["width"]), 9);
    const Answer plain = noiseproof_answer({"trap", "--instance", instance, "--width", "0.2", "--eta", "0.05"});
    CHECK(plain.says("trapped with probability in [" + r["lower"].get<std::string>() + ", " +
                     r["upper"].get<std::string>() + "], width "));
    CHECK_FALSE(plain.says("more than the width asked for"));
    CHECK(noiseproof_answer({"trap", "--instance", instance, "--width", "0.9", "--arithmetic", "ball", "--json"})
              .json()["arithmetic"] == "ball");
    CHECK(noiseproof_answer({"trap", "--instance", instance, "--width", "0.9", "--json"}).json()["eta"] == "1/25");
    const Json half =
        noiseproof_answer({"trap", "--instance", instance, "--width", "0.9", "--radius", "1/2", "--json"}).json();
    CHECK(number(half["radius"]["lower"]) <= Rational(1, 2));
    CHECK(number(half["radius"]["upper"]) < Rational(51, 100));
    CHECK(noiseproof_answer({"trap", "--instance", instance, "--width", "0.5", "--certificate", place.at("c.json")})
              .code == 0);
    CHECK(Json::parse(place.read("c.json"))["verdict"] == "proved");
    const std::string zero = place.file("z.toml", "[network]\nk = 2\np = 2\n[teacher]\nr = 0\n");
    CHECK(noiseproof_answer({"trap", "--instance", zero}).says("  exactly: "));
  }

  TEST_CASE("what makes no sense is refused before the work") {
    CHECK(noiseproof_answer({"trap", "--width", "1"}).complains("--width: '1' is not below 1"));
    CHECK(noiseproof_answer({"trap", "--width", "0"}).complains("--width: '0' is not positive"));
    CHECK(noiseproof_answer({"trap", "--width", "0.00000099"}).complains("--width: '0.00000099' is below 10^-6"));
    CHECK(noiseproof_answer({"trap", "--eta", "0.0000099"}).complains("--eta: is below 1/100000"));
    CHECK(noiseproof_answer({"trap", "--eta", "-1"}).complains("--eta: '-1' is not positive"));
    CHECK(noiseproof_answer({"trap", "--radius", "-1"}).complains("--radius: '-1' is negative"));
    CHECK(noiseproof_answer({"trap", "--arithmetic", "float"}).code == 3);
    const Workplace place("trap_refused");
    const std::string file = place.file("file", "");
    CHECK(noiseproof_answer({"trap", "--table", "--width", "0.9", "--out", file + "/below"})
              .complains("there is no such folder"));
    std::filesystem::create_directories(place.path / "out/trap_table.md");
    CHECK(noiseproof_answer({"trap", "--table", "--width", "0.9", "--out", place.at("out")})
              .complains("trap_table.md: is not a regular file"));
    CHECK_FALSE(std::filesystem::exists(place.path / "out/trap_table.json"));
    CHECK(noiseproof_answer({"trap", "--table", "--certificate", "/tmp/none.json"})
              .complains("--certificate: there is none of the table"));
  }

  TEST_CASE("the table has every published entry beside an enclosure in four decimals, rounded outward") {
    TrapOptions options;
    options.width = Rational(9, 10);
    int calls = 0;
    double last = 0;
    const TrapTable table = trap_table(options, [&](double done, const std::string&) { ++calls, last = done; });
    CHECK(calls == 36);
    CHECK(last == doctest::Approx(35.0 / 36));
    CHECK(table.reached);
    CHECK(table.json["width"] == "9/10");
    REQUIRE(table.json["entries"].size() == 144);
    std::map<std::string, std::string> published;
    for (const Json& e : table.json["entries"]) {
      const Rational low = number(e["success"]["lower"]), high = number(e["success"]["upper"]);
      const Rational exact_low = 1 - number(e["trapped"]["upper"]), exact_high = 1 - number(e["trapped"]["lower"]);
      CHECK(low <= exact_low);
      CHECK(exact_low - low < Rational(1, 10'000));
      CHECK(exact_high <= high);
      CHECK(high - exact_high < Rational(1, 10'000));
      if (e["p"] == 4) published[e["k"].dump() + " " + e["r"].dump()] = e["published"];
    }
    for (const auto& [k, r] : {std::pair(36, 1), std::pair(100, 4)}) {
      Instance instance;
      instance.k = k, instance.r = r;
      TrapOptions one = options;
      one.inputs = {4, 5, 6, 8};
      const TrapResult direct = trap_probability(instance, one);
      for (const Json& e : table.json["entries"])
        for (std::size_t i = 0; i < 4; ++i)
          if (e["k"] == k && e["r"] == r && e["p"] == one.inputs[i]) {
            CHECK(number(e["trapped"]["lower"]) == direct.probability[i].lo);
            CHECK(number(e["trapped"]["upper"]) == direct.probability[i].hi);
          }
    }
    CHECK(published["25 9"] == "1");
    CHECK(published["100 25"] == "0.90");
    CHECK(published["36 4"].empty());
    CHECK(published["100 9"] == "0.63");
    CHECK(table.markdown.find("| 25 | 0 | 0.50 | 0.5000 | 0.5000 | 0.5000 | 0.5000 |\n") != std::string::npos);
    CHECK(table.markdown.find("| 100 | 16 | 0.75 | ") != std::string::npos);
    const Workplace place("table");
    const Answer answer = noiseproof_answer({"trap", "--table", "--width", "0.9", "--out", place.at("a/b")});
    CHECK(answer.code == 0);
    CHECK(answer.out == table.markdown);
    CHECK(place.read("a/b/trap_table.md") == table.markdown);
    CHECK(Json::parse(place.read("a/b/trap_table.json")) == table.json);
    CHECK(noiseproof_answer({"trap", "--table", "--width", "0.9", "--out", place.at("a/b"), "--json"}).json() ==
          table.json);
  }
}
