// What `escape` prints, against the library called directly: keys, figures, words and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "dynamics/reduced_ensemble.hpp"
#include "figures.hpp"

using namespace noiseproof;
using namespace figures;
using Json = nlohmann::json;

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
