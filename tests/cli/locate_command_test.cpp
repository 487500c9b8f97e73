// What `locate` prints, against the library called directly: keys, figures, words and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "figures.hpp"
#include "search/locate.hpp"

using namespace noiseproof;
using namespace figures;
using Json = nlohmann::json;

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
