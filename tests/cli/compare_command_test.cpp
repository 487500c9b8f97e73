// What `compare` prints, against the library called directly: keys, figures, words and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "dynamics/compare.hpp"
#include "figures.hpp"

using namespace noiseproof;
using namespace figures;
using Json = nlohmann::json;

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
