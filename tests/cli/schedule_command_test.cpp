// What `schedule` prints, against the library called directly: keys, figures, words and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "figures.hpp"
#include "smoothing/designed_schedule.hpp"

using namespace noiseproof;
using namespace figures;
using Json = nlohmann::json;

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
