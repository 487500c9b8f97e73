// Constant noise: small that traps for ever and large that never settles, and the corruptions that must be refused.
#include <doctest/doctest.h>

#include "checks.hpp"

using namespace recheck;
using namespace checks;
using nlohmann::json;

namespace {

json trap_item(const json& where, const char* eta, const char* rho_w, const char* rho_a) {
  return {{"kind", "sure_trap"}, {"statement", "kept_for_ever"},
          {"instance", where},   {"eta", eta},
          {"rho_w", rho_w},      {"rho_a", rho_a},
          {"says", ""},          {"verdict", "proved"}};
}

json unsettled_item(const json& where, const char* eta, const char* distance, int steps, const char* probability) {
  return {{"kind", "never_settles"},
          {"statement", "late_distance"},
          {"instance", where},
          {"eta", eta},
          {"rho_w", "36"},
          {"rho_a", "1/100"},
          {"distance", distance},
          {"steps", steps},
          {"probability", probability},
          {"says", ""},
          {"verdict", "proved"}};
}

}  // namespace

TEST_SUITE("recheck/escape") {
  TEST_CASE("small noise traps for ever up to next to sin((pi - phi^)/2), and not beyond") {
    const json plane = instance(2, 2, "0"), default_one = instance(25, 6, "4");
    CHECK(refusal(trap_item(plane, "1/10", "7/10", "1/1000")) == "");
    CHECK(refusal(trap_item(plane, "1/10", "707/1000", "1/1000000")) == "");
    CHECK(refusal(trap_item(default_one, "1/10", "609/1000", "1/10000000")) == "");
    CHECK(refusal(trap_item(instance(1000, 4000, "3", "1/100000000"), "1/1000", "7/10", "1/100000000")) == "");
    check_refused(trap_item(default_one, "1/10", "3/5", "1/1000"),
                  {{"above the level", Failure::incomplete, "cone", with("rho_w", "61/100")},
                   {"above 1/sqrt 2", Failure::incomplete, "cone", with("rho_w", "3/4")},
                   {"above 1", Failure::incomplete, "cone", with("rho_w", "36")},
                   {"much noise in a", Failure::incomplete, "cone", with("rho_a", "1/10")},
                   {"a step that overshoots a", Failure::incomplete, "cone", with("eta", "3/10")},
                   {"above the threshold", Failure::incomplete, "cone", [](json& x) { x["instance"]["r"] = "9"; }},
                   {"no noise", Failure::malformed, "rho_w", with("rho_w", "0")},
                   {"no step", Failure::malformed, "eta", with("eta", "0")},
                   {"no number", Failure::malformed, "rho_a", with("rho_a", "nan")}});
    // A step that turns w by more than 1, at a large teacher.
    CHECK(refusal(trap_item(instance(2, 2, "0", "400"), "1/10", "1/2", "1/100")).find("cone") != std::string::npos);
    CHECK(refusal(trap_item(instance(2, 2, "0", "400"), "1/100", "1/2", "1/100")) == "");
  }

  TEST_CASE("large noise never settles with the probability stated, and not with less") {
    const json where = instance(25, 6, "4");
    const json good = unsettled_item(where, "1/10", "2/5", 300, "1/100");
    CHECK(refusal(good) == "");
    check_refused(good, {{"closer to what is certain", Failure::incomplete, "distance", with("distance", "4/5")},
                         {"more than D", Failure::incomplete, "distance", with("distance", "1")},
                         {"less probable", Failure::incomplete, "distance", with("probability", "1/2000")},
                         {"earlier", Failure::incomplete, "distance", [](json& x) { x["steps"] = 20; }},
                         {"a longer step", Failure::incomplete, "distance", with("eta", "1/2")},
                         {"a step that overshoots", Failure::incomplete, "distance", with("eta", "5")},
                         {"little noise", Failure::incomplete, "distance", with("rho_w", "3/2")},
                         {"noise within the ball", Failure::incomplete, "rho_w", with("rho_w", "1")},
                         {"much noise in a", Failure::incomplete, "distance", with("rho_a", "2")},
                         {"too many inputs", Failure::malformed, "p", [](json& x) { x["instance"]["p"] = 100001; }},
                         {"no probability", Failure::malformed, "probability", with("probability", "0")}});
    // a* parallel to 1: only along it.
    json parallel = unsettled_item(instance(3, 2, "3"), "1/100", "1/10", 5000, "1/100");
    CHECK(refusal(parallel) == "");
    parallel["distance"] = "3/5";
    CHECK(refusal(parallel) != "");
  }
}
