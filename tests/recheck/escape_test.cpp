// Escapes under noise: what is accepted at several instances, and the corruptions that must be refused.
#include <doctest/doctest.h>

#include "checks.hpp"

using namespace recheck;
using namespace checks;
using nlohmann::json;

namespace {

/// k = 25, p = 6, r = 4: 698 steps with overshooting steps in a, then 150 with next to no noise.
json escape_item() {
  return {{"kind", "escape"},
          {"statement", "escape_probability"},
          {"instance", instance(25, 6, "4")},
          {"start_radius_sq", "4/25"},
          {"phase_one",
           {{"eta", "81/200"},
            {"rho_w", "1000000"},
            {"rho_a", "1/1000"},
            {"burn_in", 18},
            {"steps", 680},
            {"theta1", "3/2"},
            {"theta2", "13"},
            {"delta", "13/200000"},
            {"corrector", "26/25"},
            {"good_cot_sq", "32109/25000"},
            {"split", "1/2"},
            {"top", "42"},
            {"lambda", "37/1000"}}},
          {"phase_two", {{{"eta", "229/1000"}, {"rho_w", "1/100000"}, {"rho_a", "1/100000"}, {"steps", 150}}}},
          {"accuracy", "1/1000"},
          {"failure", "1/1000"},
          {"hints", {{"panels", 16}, {"zeta_nodes", 6}, {"strips", 12}}},
          {"says", ""},
          {"verdict", "proved"}};
}

/// Another instance; the rest of phase I by name.
json escape_at(const json& where, const char* start_radius_sq, const json& phase_one, const char* eta, int steps,
               int strips) {
  json out = escape_item();
  out["instance"] = where, out["start_radius_sq"] = start_radius_sq, out["hints"]["strips"] = strips;
  out["phase_one"].update(phase_one);
  out["phase_two"][0]["eta"] = eta, out["phase_two"][0]["steps"] = steps;
  return out;
}

json balanced_plane() {  // k = p = 2, r = 0
  return escape_at(instance(2, 2, "0"), "0",
                   {{"eta", "109/2000"},
                    {"rho_w", "100000000"},
                    {"rho_a", "1/100"},
                    {"burn_in", 7},
                    {"steps", 260000},
                    {"theta1", "13/50"},
                    {"theta2", "12"},
                    {"delta", "33/200000"},
                    {"corrector", "99/20"},
                    {"good_cot_sq", "197/100"},
                    {"top", "105"},
                    {"lambda", "1/25000"}},
                   "1/2", 90, 2);
}

json balanced() {  // k = 25, p = 6, r = 0
  return escape_at(instance(25, 6, "0"), "0",
                   {{"eta", "19/100"},
                    {"rho_w", "100000000"},
                    {"rho_a", "1/100"},
                    {"burn_in", 0},
                    {"steps", 13000},
                    {"theta1", "3/2"},
                    {"theta2", "39/5"},
                    {"delta", "3/500000"},
                    {"corrector", "7/5"},
                    {"good_cot_sq", "197/100"},
                    {"top", "215"},
                    {"lambda", "1/400"}},
                   "13/64", 200, 8);
}

json three_inputs() {  // k = 25, p = 3, r = 8
  return escape_at(instance(25, 3, "8"), "8/25",
                   {{"eta", "1/10"},
                    {"rho_w", "1000000"},
                    {"rho_a", "1/1000"},
                    {"burn_in", 20},
                    {"steps", 7000},
                    {"theta1", "3/10"},
                    {"theta2", "8"},
                    {"delta", "1/20000"},
                    {"corrector", "1"},
                    {"good_cot_sq", "253/500"},
                    {"top", "20"},
                    {"lambda", "1/500"}},
                   "13/64", 300, 2);
}

json large_teacher() {  // k = 25, p = 6, r = 4, |a*| = 3: a is followed in a band
  json out = escape_at(instance(25, 6, "4", "9"), "36/25",
                       {{"eta", "63/6250"},
                        {"rho_a", "3/10000"},
                        {"burn_in", 1375},
                        {"steps", 3700},
                        {"theta1", "3/2"},
                        {"theta2", "217/10"},
                        {"delta", "111/12500000"},
                        {"corrector", "321/500"},
                        {"good_cot_sq", "4091/5000"},
                        {"top", "539"},
                        {"lambda", "9/1000"}},
                       "1/5", 157, 12);
  out["phase_one"]["band"] = "13/50";
  return out;
}

json moderate() {  // k = 25, p = 6, r = 4 at rho_w = 25, by the exact law
  json out = escape_at(instance(25, 6, "4"), "4/25",
                       {{"eta", "4149/10000"},
                        {"rho_w", "25"},
                        {"rho_a", "1/10000"},
                        {"burn_in", 22},
                        {"steps", 900},
                        {"theta1", "3/2"},
                        {"theta2", "102/5"},
                        {"delta", "217/5000000"},
                        {"corrector", "963/1000"},
                        {"good_cot_sq", "191/125"},
                        {"top", "128/5"},
                        {"lambda", "3/100"}},
                       "229/1000", 150, 12);
  out["phase_one"]["law"] = {{"nu", "511/200"}, {"gbar", "102423/100000"}};
  return out;
}

auto in_one(const char* key, const char* value) {
  return [=](json& x) { x["phase_one"][key] = value; };
}

auto from_far_away(int burn_in) {
  return [=](json& x) {
    x["start_radius_sq"] = "9", x["phase_two"][0]["steps"] = 400;
    x["phase_one"]["eta"] = "1/5", x["phase_one"]["burn_in"] = burn_in, x["phase_one"]["steps"] = 0;
  };
}

}  // namespace

TEST_SUITE("recheck/escape") {
  TEST_CASE("an escape with p = 2 is accepted, and what is wrong with its one step is refused") {
    CHECK(refusal(balanced_plane()) == "");
    const char* step = "does not follow from one step";
    check_refused(balanced_plane(),
                  {{"a rate half as large again", Failure::incomplete, step, in_one("lambda", "3/50000")},
                   {"without the corrector", Failure::incomplete, "", in_one("corrector", "0")},
                   {"delta a tenth", Failure::incomplete, "", in_one("delta", "33/2000000")},
                   {"a top too high", Failure::incomplete, step, in_one("top", "2000")},
                   {"little noise in w", Failure::incomplete, step, in_one("rho_w", "10000")}});
  }

  TEST_CASE("corruptions of an escape that are seen before its one step are refused") {
    check_refused(
        escape_item(),
        {{"a good angle of 1.75", Failure::incomplete, "arrival", in_one("good_cot_sq", "697/1000")},
         {"fewer steps", Failure::incomplete, "failure", [](json& x) { x["phase_one"]["steps"] = 500; }},
         {"no phase I", Failure::incomplete, "",
          [](json& x) { x["phase_one"]["steps"] = 0, x["phase_one"]["burn_in"] = 0; }},
         {"a smaller failure", Failure::incomplete, "failure", with("failure", "1/1000000")},
         {"below the floor b/lambda, however long", Failure::incomplete, "failure",
          [](json& x) { x["failure"] = "1/1000000000000", x["phase_one"]["steps"] = 1000000; }},
         {"a step beyond 4 pi/(k+pi-1)", Failure::incomplete, "eta (k+pi-1) < 4 pi", in_one("eta", "47/100")},
         {"no phase II", Failure::incomplete, "arrival", [](json& x) { x["phase_two"] = json::array(); }},
         {"a short phase II", Failure::incomplete, "arrival", [](json& x) { x["phase_two"][0]["steps"] = 140; }},
         {"noise in phase II", Failure::incomplete, "arrival", [](json& x) { x["phase_two"][0]["rho_w"] = "1/100"; }},
         {"noise in a in phase II", Failure::incomplete, "arrival",
          [](json& x) { x["phase_two"][0]["rho_a"] = "1/100"; }},
         {"an overshooting phase II", Failure::incomplete, "phase_two: eta (k+pi-1) <= 2 pi in phase II",
          [](json& x) { x["phase_two"][0]["eta"] = "81/200"; }},
         {"a second level that undoes the first", Failure::incomplete, "arrival",
          [](json& x) {
            x["phase_two"].push_back(x["phase_two"][0]);
            x["phase_two"][1]["rho_w"] = "1/10";
          }},
         {"a better accuracy", Failure::incomplete, "arrival", with("accuracy", "1/2000")},
         {"starts from far away without a step to forget them", Failure::incomplete, "arrival", from_far_away(0)},
         {"sixty steps forget them, but escape nothing", Failure::incomplete, "failure", from_far_away(60)},
         {"overshoots of a that hardly shrink", Failure::incomplete, "c pi |alpha~| <= 1", in_one("eta", "4629/10000")},
         {"noise in phase II that keeps a from a*, by what it turns and by the angle seen", Failure::incomplete,
          "arrival", [](json& x) { x["accuracy"] = "1", x["phase_two"][0]["rho_w"] = "21/500"; }},
         {"noise in phase II that keeps w alone from w*", Failure::incomplete, "arrival",
          [](json& x) { x["phase_two"][0]["rho_w"] = "1/1000"; }},
         {"above b, below the floor b/lambda", Failure::incomplete, "failure",
          [](json& x) { x["failure"] = "1/100000000", x["phase_one"]["steps"] = 1000000; }},
         {"an accuracy that says nothing", Failure::malformed, "accuracy", with("accuracy", "1001/1000")},
         {"a probability that says nothing", Failure::malformed, "failure", with("failure", "1")},
         {"theta1 above (p-1)/2", Failure::incomplete, "theta1", in_one("theta1", "13/5")},
         {"a power that falls", Failure::malformed, "theta2", in_one("theta2", "1")},
         {"a negative corrector", Failure::malformed, "corrector", in_one("corrector", "-26/25")},
         {"a rate above 1", Failure::malformed, "lambda", in_one("lambda", "2")},
         {"no rate", Failure::malformed, "lambda", in_one("lambda", "0")},
         {"no split", Failure::malformed, "split", in_one("split", "0")},
         {"noise in w of 1 in phase II", Failure::incomplete, "rho_w",
          [](json& x) { x["phase_two"][0]["rho_w"] = "1"; }},
         {"steps below 0", Failure::malformed, "steps", [](json& x) { x["phase_one"]["steps"] = -1; }},
         {"no number", Failure::malformed, "lambda", in_one("lambda", "nan")},
         {"infinite", Failure::malformed, "rho_w", in_one("rho_w", "inf")},
         {"a law without its mean kernel", Failure::malformed, "gbar",
          [](json& x) {
            x["phase_one"]["law"] = {{"nu", "2"}};
          }},
         {"a law with a weight of 0", Failure::malformed, "nu",
          [](json& x) {
            x["phase_one"]["law"] = {{"nu", "0"}, {"gbar", "1"}};
          }},
         {"a law within the ball", Failure::incomplete, "rho_w",
          [](json& x) {
            x["phase_one"]["law"] = {{"nu", "2"}, {"gbar", "1"}};
            x["phase_one"]["rho_w"] = "1";
          }},
         {"a decimal", Failure::malformed, "eta", in_one("eta", "0.405")},
         {"a denominator of 0", Failure::malformed, "delta", in_one("delta", "1/0")},
         {"another statement", Failure::malformed, "statement", with("statement", "kept_for_ever")}});
  }

  TEST_CASE("corruptions of a band that a is followed in are refused") {
    check_refused(
        large_teacher(),
        {{"a band that a leaves", Failure::incomplete, "failure", in_one("band", "1/10")},
         {"one that is narrower than what is certain", Failure::incomplete, "failure", in_one("band", "1/1000")},
         {"no band", Failure::incomplete, "", [](json& x) { x["phase_one"].erase("band"); }},
         {"before a has settled", Failure::incomplete, "failure", [](json& x) { x["phase_one"]["burn_in"] = 100; }},
         {"a longer step", Failure::incomplete, "failure", in_one("eta", "3/50")},
         {"a direction that is not all but uniform", Failure::incomplete, "arrival", in_one("rho_w", "20")},
         {"much noise in a", Failure::incomplete, "arrival", in_one("rho_a", "1/2")},
         {"many chances to leave", Failure::incomplete, "failure",
          [](json& x) { x["phase_one"]["band"] = "19/100", x["phase_one"]["steps"] = 50000000; }},
         {"no width", Failure::malformed, "band", in_one("band", "0")},
         {"with the exact law", Failure::incomplete, "band", [](json& x) {
            x["phase_one"]["law"] = {{"nu", "2"}, {"gbar", "1"}};
          }}});
  }
}

TEST_SUITE("recheck/instances") {
  TEST_CASE("escape is accepted at several instances") {
    for (const json& item : {escape_item(), balanced(), three_inputs(), moderate(), large_teacher()}) {
      CAPTURE(item["instance"].dump());
      CHECK(refusal(item) == "");
    }
  }

  TEST_CASE("corruptions of an escape's one step at moderate noise are refused") {
    const char* step = "does not follow from one step";
    check_refused(
        moderate(),
        {{"a rate half as large again", Failure::incomplete, step, in_one("lambda", "9/200")},
         {"delta tenfold", Failure::incomplete, "", in_one("delta", "217/500000")},
         {"a level below the critical one", Failure::incomplete, step, in_one("rho_w", "3")},
         {"a level next to the ball", Failure::incomplete, "rho_w", in_one("rho_w", "1")},
         {"twice the weight of Lc", Failure::incomplete, "", [](json& x) { x["phase_one"]["law"]["nu"] = "511/100"; }},
         {"the uniform law", Failure::incomplete, step, [](json& x) { x["phase_one"].erase("law"); }}});
  }

  TEST_CASE("corruptions of an escape's one step are refused") {
    check_refused(
        escape_item(),
        {{"a rate a third larger", Failure::incomplete, "does not follow from one step", in_one("lambda", "1/20")},
         {"delta tenfold", Failure::incomplete, "", in_one("delta", "13/20000")},
         {"without the corrector", Failure::incomplete, "does not follow from one step", in_one("corrector", "0")},
         {"a top too high", Failure::incomplete, "does not follow from one step", in_one("top", "400")},
         {"little noise in w", Failure::incomplete, "does not follow from one step", in_one("rho_w", "40")},
         {"noise within the ball", Failure::incomplete, "does not follow from one step", in_one("rho_w", "1/2")},
         {"much noise in a", Failure::incomplete, "", in_one("rho_a", "1/5")},
         {"starts from farther away", Failure::incomplete, "", with("start_radius_sq", "100")},
         {"no burn-in", Failure::incomplete, "", [](json& x) { x["phase_one"]["burn_in"] = 0; }}});
  }
}
