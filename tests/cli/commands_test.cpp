// What each command prints, against the library called directly: keys, figures, words and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "claim_programs.hpp"
#include "cli/trap_table.hpp"
#include "dynamics/compare.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "report/register.hpp"
#include "rigor/trap.hpp"
#include "search/locate.hpp"
#include "smoothing/critical_level.hpp"
#include "smoothing/designed_schedule.hpp"

using namespace noiseproof;
using Json = nlohmann::json;

namespace {

/// Is a number within a unit of the 18th digit of what is printed, or within a printed "[+/- radius]"?
bool is_near(const std::string& printed, const Real& x) {
  if (printed.starts_with("[+/- ")) return abs(x) <= Real(printed.substr(5, printed.size() - 6));
  return abs(x - Real(printed)) <= 1e-18 * abs(x);
}

}  // namespace

TEST_SUITE("cli/list") {
  TEST_CASE("every claim of the register is listed with what it wants, and has its program") {
    const std::vector<Claim> claims = parse_register(claims_register_text(), "claims.toml");
    const Json all = noiseproof_answer({"list", "--json"}).json();
    REQUIRE(all.size() == claims.size());
    const Answer plain = noiseproof_answer({"list"});
    for (std::size_t i = 0; i < claims.size(); ++i) {
      CHECK(all[i]["id"] == claims[i].id);
      CHECK(all[i]["stem"] == claims[i].stem);
      CHECK(all[i]["says"] == claims[i].says);
      CHECK(all[i]["source"] == claims[i].source);
      CHECK(all[i]["wants"] == name(claims[i].wants));
      CHECK(all[i]["expected"] == claims[i].expected);
      CHECK(all[i]["checked_here"] == true);
      CHECK(plain.says(claims[i].id + "  " + claims[i].stem + "  (wants " + std::string(name(claims[i].wants)) +
                       ")\n     " + claims[i].says + "\n"));
    }
  }
}

TEST_SUITE("cli/escape") {
  TEST_CASE("the ensemble that was asked for, with exact bounds at 99%") {
    const Workplace place("escape");
    const std::string instance = place.file("i.toml", kTwo);
    const std::string text = "[annealing]\neta = 0.1\nepochs = 4\nsteps = 100\nrho_w = 12\nrho_a = 1\nfactor = 0.1\n";
    const std::string schedule = place.file("s.toml", text);
    const Problem problem(read_instance(instance));
    for (const char* engine : {"reduced", "full"})
      for (const char* injection : {"normalized", "raw"})
        for (const char* start : {"random", "spurious"}) {
          EnsembleOptions options;
          options.runs = 7, options.seed = 3;
          options.start = start == std::string("random") ? Start::random : Start::spurious;
          options.injection = injection == std::string("raw") ? Injection::raw : Injection::normalized;
          const auto run = engine == std::string("full") ? run_ensemble : run_reduced_ensemble;
          const EnsembleResult expected = run(problem, parse_schedule(text, "s"), options);
          const std::vector<std::string> words{"escape", "--instance",  instance,  "--schedule", schedule,
                                               "--runs", "7",           "--seed",  "3",          "--engine",
                                               engine,   "--injection", injection, "--start",    start};
          std::vector<std::string> as_json = words;
          as_json.push_back("--json");
          const Json r = noiseproof_answer(as_json).json();
          CAPTURE(r.dump());
          const long arrived = expected.count(Outcome::reached);
          const Proportion p = clopper_pearson(arrived, 7, 0.99);
          CHECK(r["engine"] == engine);
          CHECK(r["injection"] == injection);
          CHECK(r["start"] == start);
          CHECK(r["runs"] == 7);
          CHECK(r["steps_per_run"] == 400);
          CHECK(r["success_rate"].get<double>() == doctest::Approx(arrived / 7.0));
          CHECK(r["lower"].get<double>() == doctest::Approx(p.lower));
          CHECK(r["upper"].get<double>() == doctest::Approx(p.upper));
          CHECK(r["lower_one_sided"].get<double>() == doctest::Approx(clopper_pearson_lower(arrived, 7, 0.99)));
          for (const Outcome o :
               {Outcome::reached, Outcome::basin, Outcome::trapped, Outcome::neither, Outcome::diverged})
            CHECK(r["outcomes"][std::string(name(o))] == expected.count(o));
          CHECK(r["mean_distance"].get<double>() == doctest::Approx(expected.mean_distance()));
          CHECK(r["mean_phi"].get<double>() == doctest::Approx(expected.mean_phi()));
          CHECK(r["schedule"].size() == 4);
          CHECK(r["schedule"][1]["rho_w"].get<double>() == doctest::Approx(1.2));
          CHECK(r["schedule"][1]["rho_a"].get<double>() == doctest::Approx(0.1));
          for (std::size_t i = 0; i < 7; ++i) {
            CHECK(r["ends"][i]["run"] == i);
            CHECK(r["ends"][i]["outcome"] == name(expected.runs[i].outcome));
            CHECK(r["ends"][i]["phi"].get<double>() == expected.runs[i].last.phi);
            CHECK(r["ends"][i]["pi_minus_phi"].get<double>() == expected.runs[i].complement);
            CHECK(r["ends"][i]["distance"].get<double>() == expected.runs[i].last.distance);
            CHECK(r["ends"][i]["loss"].get<double>() == expected.runs[i].loss);
          }
          const Answer plain = noiseproof_answer(words);
          CHECK(plain.code == 0);
          CHECK(plain.says(std::to_string(arrived) + " of 7 runs arrive at the global optimum: "));
          CHECK(plain.says("trapped at the spurious point " + std::to_string(expected.count(Outcome::trapped)) +
                           ", neither " + std::to_string(expected.count(Outcome::neither)) + ", diverged " +
                           std::to_string(expected.count(Outcome::diverged))));
          CHECK(plain.says("400 steps a run in 4 epochs"));
        }
    CHECK(noiseproof_answer({"escape", "--instance", instance, "--runs", "1", "--injection", "raw", "--json"})
              .json()["schedule"][0]["eta"] == default_schedule(read_instance(instance), Injection::raw)[0].eta);
    CHECK(noiseproof_answer({"escape", "--runs", "0"}).code == 3);
    CHECK(noiseproof_answer({"escape", "--start", "middle"}).code == 3);
  }
}

TEST_SUITE("cli/compare") {
  TEST_CASE(
      "one row for each algorithm and start, as the comparison found it; a single run's interval is left out where all "
      "are equal") {
    const Workplace place("compare");
    const std::string instance = place.file("i.toml", kTwo);
    const Problem problem(read_instance(instance));
    const std::vector<Algorithm> algorithms = compared_algorithms(read_instance(instance));
    const Json r = noiseproof_answer({"compare", "--instance", instance, "--runs", "3", "--seed", "4", "--plot",
                                      place.at("p.svg"), "--json"})
                       .json();
    CHECK(r["runs"] == 3);
    CHECK(r["seed"] == 4);
    REQUIRE(r["rows"].size() == 16);
    for (std::size_t i = 0; i < 16; ++i) {
      const Json& row = r["rows"][i];
      CAPTURE(row["title"]);
      EnsembleOptions options;
      options.runs = 3, options.seed = 4, options.start = i % 2 == 0 ? Start::random : Start::spurious;
      const Comparison c = compare(problem, algorithms[i / 2], options);
      CHECK(row["algorithm"] == algorithms[i / 2].id);
      CHECK(row["title"] == algorithms[i / 2].title);
      CHECK(row["settings"] == algorithms[i / 2].settings);
      CHECK(row["batch"] == algorithms[i / 2].batch);
      CHECK(row["start"] == (i % 2 == 0 ? "random" : "spurious"));
      CHECK(row["runs"] == (i == 1 ? 1 : 3));
      CHECK(row["success_rate"].get<double>() == doctest::Approx(double(c.arrived()) / double(c.runs())));
      CHECK(row["escaped"] == c.escaped());
      CHECK(row["lower"].get<double>() == doctest::Approx(clopper_pearson(c.arrived(), c.runs(), 0.99).lower));
      CHECK(row["upper"].get<double>() == doctest::Approx(clopper_pearson(c.arrived(), c.runs(), 0.99).upper));
      CHECK(row["outcomes"]["reached"] == c.arrived());
      CHECK(row["distance"]["q10"].get<double>() == c.distance.back().low);
      CHECK(row["distance"]["median"].get<double>() == c.distance.back().median);
      CHECK(row["distance"]["q90"].get<double>() == c.distance.back().high);
      CHECK(row["distance_in_last_quarter"]["q10"].get<double>() == c.late.low);
      CHECK(row["distance_in_last_quarter"]["q90"].get<double>() == c.late.high);
      CHECK(row["steps"] == total_steps(algorithms[i / 2].schedule));
      CHECK(row["schedule"].size() == algorithms[i / 2].schedule.size());
    }
    const std::string picture = place.read("p.svg");
    CHECK(picture.find("from the spurious point") != std::string::npos);
    CHECK(picture.find("perturbed GD, annealed noise") != std::string::npos);
    CHECK(picture.find("SGD, large step") == std::string::npos);
    const auto count = [](const Answer& a, const std::string& part) {
      int n = 0;
      for (std::size_t at = 0; (at = a.out.find(part, at)) != std::string::npos; ++at) ++n;
      return n;
    };
    const Answer two = noiseproof_answer({"compare", "--instance", instance, "--runs", "2"});
    CHECK(count(two, "all runs equal") == 1);
    CHECK(count(two, "\nGD ") == 3);  // two rows, and its settings once
    CHECK(count(noiseproof_answer({"compare", "--instance", instance, "--runs", "1"}), "all runs equal") == 0);
    CHECK(noiseproof_answer({"compare", "--plot", place.at("none/p.svg")}).complains("there is no such folder"));
  }
}

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

TEST_SUITE("cli/schedule") {
  TEST_CASE("what is printed is read back as the designed schedule, digit for digit; the JSON has the same") {
    const Workplace place("schedule");
    const std::string instance = place.file("i.toml", kTwo);
    const Design design = design_schedule(read_instance(instance), 0.75);
    const Answer plain = noiseproof_answer({"schedule", "--instance", instance, "--success", "3/4"});
    const Schedule again = parse_schedule(plain.out, "printed");
    const Json r = noiseproof_answer({"schedule", "--instance", instance, "--success", "0.75", "--json"}).json();
    REQUIRE(again.size() == design.schedule.size());
    REQUIRE(r["epoch"].size() == again.size());
    for (std::size_t i = 0; i < again.size(); ++i) {
      const Epoch &e = design.schedule[i], &g = again[i];
      CHECK(g.eta == e.eta);
      CHECK(g.steps == e.steps);
      CHECK(g.rho_w == e.rho_w);
      CHECK(g.rho_a == e.rho_a);
      CHECK(r["epoch"][i]["eta"].get<double>() == e.eta);
      CHECK(r["epoch"][i]["steps"] == e.steps);
      CHECK(r["epoch"][i]["rho_w"].get<double>() == e.rho_w);
      CHECK(r["epoch"][i]["rho_a"].get<double>() == e.rho_a);
    }
    CHECK(r["success"] == 0.75);
    CHECK(r["critical_level"].get<double>() == design.critical_level);
    CHECK(r["level"].get<double>() == design.level);
    CHECK(r["alpha"].get<double>() == design.alpha);
    CHECK(r["rate"].get<double>() == design.rate);
    CHECK(r["kick"].get<double>() == design.kick);
    CHECK(r["hold"].get<double>() == design.hold);
    CHECK(r["total_steps"] == total_steps(design.schedule));
    CHECK(plain.says("with probability 0.75.\n"));
    CHECK(plain.says("\n# " + std::to_string(total_steps(design.schedule)) + " steps altogether."));
    for (const char* success : {"0", "1", "-1", "2"})
      CHECK(noiseproof_answer({"schedule", "--success", success}).complains("--success: must be between 0 and 1"));
  }
}

TEST_SUITE("cli/locate") {
  TEST_CASE("the clusters that the search found, with the starts of each and those of none") {
    const Workplace place("locate");
    const std::string instance = place.file("i.toml", kTwo);
    SearchOptions options;
    options.starts = 4, options.seed = 2, options.digits = 20;
    const SearchResult found = locate(read_instance(instance), options);
    const std::vector<std::string> words{"locate", "--instance", instance,   "--starts", "4",
                                         "--seed", "2",          "--digits", "20"};
    std::vector<std::string> as_json = words;
    as_json.push_back("--json");
    const Json r = noiseproof_answer(as_json).json();
    CHECK(r["starts_per_objective"] == 4);
    CHECK(r["unconverged"] == found.unconverged);
    // Next to the threshold (1+pi)/pi two critical points nearly meet: not every start converges.
    const std::string flat = place.file(
        "t.toml", "[network]\nk = 2\np = 2\n[teacher]\nr = \"1.3183098861837906715377675267450287240689192914\"\n");
    options.digits = 50;
    const SearchResult lost = locate(read_instance(flat), options);
    CHECK(lost.unconverged > 0);
    CHECK(noiseproof_answer({"locate", "--instance", flat, "--starts", "4", "--seed", "2", "--json"})
              .json()["unconverged"] == lost.unconverged);
    CHECK(r["note"] == "");
    REQUIRE(r["clusters"].size() == found.clusters.size());
    const ScopedDigits digits(20);
    for (std::size_t i = 0; i < found.clusters.size(); ++i) {
      const Json& c = r["clusters"][i];
      CHECK(c["match"] == (found.clusters[i].match ? std::string(name(*found.clusters[i].match)) : "none"));
      CHECK(c["starts_minimising_loss"] == found.clusters[i].from_loss);
      CHECK(c["starts_minimising_squared_gradient"] == found.clusters[i].from_gradient);
      CHECK(c["agreeing_digits"] == found.clusters[i].agreeing_digits);
      // Printed are the digits that the found and the true point share: the found one is within the last of them.
      const PolishedPoint& point = found.clusters[i].point;
      CHECK(is_near(c["phi"], point.angle.phi));
      CHECK(is_near(c["pi_minus_phi"], point.angle.d));
      CHECK(is_near(c["alpha"], point.alpha));
      if (c["match"] == "global optimum") CHECK(number(c["alpha"]) == 1);
      CHECK(is_near(c["loss"], point.loss));
      CHECK(c["double_root"] == found.clusters[i].point.double_root);
    }
    REQUIRE(r["ends"].size() == 8);
    for (std::size_t i = 0; i < 8; ++i) {
      CHECK(r["ends"][i]["objective"] == name(found.ends[i].objective));
      CHECK(r["ends"][i]["cluster"] == found.ends[i].cluster);
      CHECK(r["ends"][i]["loss"].get<double>() == found.ends[i].loss);
    }
    const Answer plain = noiseproof_answer(words);
    CHECK(plain.says("\nglobal optimum  (" + r["clusters"][0]["starts_minimising_loss"].dump() + " + " +
                     r["clusters"][0]["starts_minimising_squared_gradient"].dump() + " starts; "));
    CHECK(plain.says("\n" + std::to_string(found.unconverged) + " starts ended at no critical point"));
    const std::string one = place.file("one.toml", "[network]\nk = 1\np = 2\n");
    CHECK(noiseproof_answer({"locate", "--instance", one, "--starts", "1", "--digits", "15"})
              .says("\none hidden unit: "));
  }
}

TEST_SUITE("cli/commands") {
  TEST_CASE("without a file the instance is the default one; with one its own, and its warnings are kept for the end") {
    CHECK(load_instance("").describe() == Instance{}.describe());
    const Workplace place("instance");
    CHECK(load_instance(place.file("i.toml", kTwo + "w_star = [3, 4]\n")).describe() == "k=2 p=2 r=1 |a*|^2=1");
    std::ostringstream err;
    std::streambuf* const before = std::cerr.rdbuf(err.rdbuf());
    print_warnings();
    std::cerr.rdbuf(before);
    CHECK(err.str().find("noiseproof: warning: " + place.at("i.toml") + ": teacher.w_star: its length is not 1") !=
          std::string::npos);
  }

  TEST_CASE("JSON of a name that is no UTF-8 is JSON still") {
    std::ostringstream out;
    std::streambuf* const before = std::cout.rdbuf(out.rdbuf());
    print_json({{"file", "caf\xe9"}});
    std::cout.rdbuf(before);
    CHECK(Json::parse(out.str())["file"] == "caf\xEF\xBF\xBD");
    CHECK(out.str().ends_with("}\n"));
  }
}
