#include "twins.hpp"

std::vector<Twin> twins_of_coverings() {
  return {
      {"the pole as a bracket, for two units", "c09_right_angle.json", 1, "b1 = 1 is for k = r = 1",
       [](json& c) { item(c, "critical_points")["parts"][0]["bracket"][1] = "1"; }},
      {"a slogan called true", "c18.json", 1, "verdict: is not 'refuted'", [](json& c) { c["verdict"] = "proved"; }},
      {"a series leaf too far out", "c18.json", 1, "the reason 'series' is false",
       [](json& c) {
         for (json& leaf : item(c, "optimum_rises_more")["parts"][0]["leaves"]) leaf[2] = "series";
       }},
      {"no series at 0", "c18.json", 1, "the reason 'positive' is false",
       [](json& c) {
         for (json& leaf : item(c, "optimum_rises_more")["parts"][0]["leaves"]) leaf[2] = "positive";
       }},
      {"the optimum's rise over some angles", "c18.json", 1, "the domain is not [0, 1]",
       [](json& c) {
         json& part = item(c, "optimum_rises_more")["parts"][0];
         const json first = part["leaves"][0];
         part["leaves"] = json::array({first}), part["domain"][0][1] = first[1];
       }},
      {"a start that reaches the optimum called trapped", "trap.json", 1, "the trap after 291 steps is false",
       [](json& c) { cell(c, 0)[6] = cell(c, 0)[4], cell(c, 0)[7] = cell(c, 0)[5]; }},
      {"a trapped start called free", "trap.json", 1, "the optimum after 311 steps is false",
       [](json& c) { cell(c, 1)[4] = cell(c, 1)[6], cell(c, 1)[5] = cell(c, 1)[7]; }},
      {"both outcomes of a cell exchanged", "trap.json", 1, "must satisfy 0 <= free <= trapped <= 1",
       [](json& c) { std::swap(cell(c, 2)[4], cell(c, 2)[6]), std::swap(cell(c, 2)[5], cell(c, 2)[7]); }},
      {"a cell's angle beyond pi", "trap.json", 1, "must satisfy 0 <= free <= trapped <= 1",
       [](json& c) { cell(c, 2)[6] = "3/2"; }},
      {"a cell's angle below 0", "trap.json", 1, "must satisfy 0 <= free <= trapped <= 1",
       [](json& c) { cell(c, 2)[4] = "-1/2"; }},
      {"an orbit that is not absorbed yet", "trap.json", 1, "the optimum after 290 steps is false",
       [](json& c) { cell(c, 0)[5] = 290; }},
      {"alpha negative now, not where it tends to", "trap.json", 1, "cells[0]: the trap after 0 steps is false",
       [](json& c) {
         claim_cell(c, {-1, mpq_class(-1, 2), -1, 0}, true, "11/20", 0);
       }},
      {"alpha positive now, not where it tends to", "trap.json", 1, "cells[0]: the optimum after 0 steps is false",
       [](json& c) {
         claim_cell(c, {mpq_class(1, 2), 1, 0, 1}, false, "7/10", 0);
       }},
      {"a trap seen from below the upper corner, at u = 0 in the cell", "trap.json", 1,
       "cells[0]: the trap after 302 steps is false",
       [](json& c) {
         claim_cell(c, {-1, 1, 0, 1}, true, "6516/10000", 302);
       }},
      {"a trap seen from below the upper corner, at u = 0 on its side", "trap.json", 1,
       "cells[0]: the trap after 302 steps is false",
       [](json& c) {
         claim_cell(c, {0, 1, -1, 1}, true, "6516/10000", 302);
       }},
      {"a trap seen from below the upper corner, at negative v", "trap.json", 1,
       "cells[0]: the trap after 338 steps is false",
       [](json& c) {
         claim_cell(c, {0, 1, -1, mpq_class(-1, 2)}, true, "6502/10000", 338);
       }},
      {"an optimum seen from above the lower corner, at u = 0 in the cell", "trap.json", 1,
       "cells[0]: the optimum after 255 steps is false",
       [](json& c) {
         claim_cell(c, {-1, 1, -1, 0}, false, "5440/10000", 255);
       }},
      {"an optimum seen from above the lower corner, at positive v", "trap.json", 1,
       "cells[0]: the optimum after 189 steps is false",
       [](json& c) {
         claim_cell(c, {0, 1, mpq_class(1, 2), 1}, false, "6026/10000", 189);
       }},
      {"an optimum that only longer steps of the angle reach", "c11.json", 1,
       "cells[0]: the optimum after 86 steps is false",
       [](json& c) {
         claim_cell(c, {mpq_class(3, 4), 1, -1, 1}, false, "8741901/10000000", 86);
       }},
      {"a trap that only other steps of the angle reach", "c11.json", 1, "cells[0]: the trap after 156 steps is false",
       [](json& c) {
         claim_cell(c, {mpq_class(3, 4), 1, -1, 1}, true, "90046/100000", 156);
       }},
      {"a cell dropped", "trap.json", 1, "do not tile the square",
       [](json& c) { item(c, "trapping_probability")["cells"].erase(4); }},
      {"a cell counted twice", "trap.json", 1, "do not tile the square",
       [](json& c) { item(c, "trapping_probability")["cells"].push_back(cell(c, 3)); }},
      {"a narrower probability", "trap.json", 1, "the probability in [lo, hi] is false",
       [](json& c) { item(c, "trapping_probability")["hi"] = "2674460/10000000"; }},
      {"a greater probability", "trap.json", 1, "the probability in [lo, hi] is false",
       [](json& c) { item(c, "trapping_probability")["lo"] = "2272/10000"; }},
      {"a step that is not monotone", "trap.json", 1, "a step below the monotone bound is false",
       [](json& c) { item(c, "trapping_probability")["eta"] = "29/125"; }},
      {"a ball in which the step is not monotone", "c11.json", 1, "a step below the monotone bound is false",
       [](json& c) { item(c, "trapping_probability")["radius_sq"] = "490000"; }},
      {"weights to which no monotone step leads, across", "c10_balanced.json", 1,
       "a step below the monotone bound is false",
       [](json& c) { c["instance"]["norm_sq"] = item(c, "trapping_probability")["instance"]["norm_sq"] = "64"; }},
      {"weights to which no monotone step leads, along", "c10_above.json", 1,
       "a step below the monotone bound is false",
       [](json& c) {
         c["instance"]["norm_sq"] = item(c, "trapping_probability")["instance"]["norm_sq"] = "64";
         item(c, "trapping_probability")["radius_sq"] = "0";
       }},
      {"no step at all", "trap.json", 1, "eta: is not positive",
       [](json& c) { item(c, "trapping_probability")["eta"] = "0"; }},
      {"a step that is not the orbits'", "trap.json", 1, " steps is false",
       [](json& c) { item(c, "trapping_probability")["eta"] = "1/26"; }},
      {"other numbers of inputs", "trap.json", 1, "the probability in [lo, hi] is false",
       [](json& c) { c["instance"]["p"] = item(c, "trapping_probability")["instance"]["p"] = 5; }},
      {"the enclosure of another instance", "trap.json", 1, "lacks trapping_probability at the instance's",
       [](json& c) { c["instance"]["p"] = 5; }},
      {"a wider ball", "trap.json", 1, " steps is false",
       [](json& c) { item(c, "trapping_probability")["radius_sq"] = "5/25"; }},
      {"absurdly many steps", "trap.json", 2, "absurdly many steps",
       [](json& c) { cell(c, 0)[5] = cell(c, 1)[5] = 50000000; }},
      {"a ball that is not the claim's", "c10_above.json", 1, "lacks trapping_probability at the instance, radius_sq",
       [](json& c) { item(c, "trapping_probability")["radius_sq"] = "1/2"; }},
      {"the other side of 1/4", "c10_above.json", 1, "on the verdict's side of 1/4",
       [](json& c) { c["verdict"] = "proved"; }},
      {"no side of 1/4", "c10_above.json", 1, "verdict: is not 'proved' or 'refuted'",
       [](json& c) { c["verdict"] = "undecided"; }},
      {"a quarter that is not decided", "c10_balanced.json", 1, "on the verdict's side of 1/4",
       [](json& c) {
         item(c, "trapping_probability")["lo"] = "0", item(c, "trapping_probability")["decimal"][0] = "0";
       }},
      {"the proof's facts left out", "c11.json", 1, "lacks kernel_derivative at t = 1/4",
       [](json& c) { erase_item(c, "kernel_derivative"); }},
      {"a bound for pairs that is too low", "c11.json", 1, "pair_bound in [lo, hi] is false",
       [](json& c) { item(c, "pair_bound")["hi"] = "58/100"; }},
      {"a critical level that is too low", "c16.json", 1, "critical_level in [lo, hi] is false",
       [](json& c) {
         json& x = alone(c, "critical_level");
         x["hi"] = x["lo"];
       }},
      {"a critical level that is too high", "c16.json", 1, "critical_level in [lo, hi] is false",
       [](json& c) {
         json& x = alone(c, "critical_level");
         x["lo"] = x["hi"];
       }},
      {"the level of the other injection", "c16.json", 1, "critical_level in [lo, hi] is false",
       [](json& c) { alone(c, "critical_level")["at"]["injection"] = "normalized"; }},
      {"the level of another p", "c16.json", 1, "critical_level in [lo, hi] is false",
       [](json& c) { alone(c, "critical_level")["at"]["p"] = 7; }},
      {"a level where there is none", "c16.json", 1, "r is not below the threshold",
       [](json& c) { item(c, "critical_level")["at"]["r"] = "2"; }},
      {"the level of another instance", "c16.json", 1, "lacks critical_level at the instance",
       [](json& c) { c["instance"]["p"] = 7; }},
      {"a small level that is too low", "c16_small.json", 1, "critical_level in [lo, hi] is false",
       [](json& c) {
         json& x = alone(c, "critical_level");
         x["hi"] = x["lo"];
       }},
      {"a small level that is too high", "c16_small.json", 1, "critical_level in [lo, hi] is false",
       [](json& c) {
         json& x = alone(c, "critical_level");
         x["lo"] = x["hi"];
       }},
      {"a level from below 0 on", "c16_small.json", 3, "must lie in (0, 10^6]",
       [](json& c) { alone(c, "critical_level")["lo"] = "-1/2", item(c, "critical_level")["decimal"][0] = "-1"; }},
      {"levels on both sides of 1", "c16_small.json", 3, "must lie on one side of 1",
       [](json& c) { item(c, "critical_level")["hi"] = "3/2", item(c, "critical_level")["decimal"][1] = "1.5"; }},
      {"one level only", "c16.json", 1, "lacks critical_level at the instance with injection raw",
       [](json& c) { erase_item(c, "critical_level"); }},
      {"a joint rate that is too high", "c19.json", 1, "joint_rate in [lo, hi] is false",
       [](json& c) { item(c, "joint_rate")["lo"] = item(c, "joint_rate")["hi"]; }},
      {"a joint rate that is too low", "c19.json", 1, "joint_rate in [lo, hi] is false",
       [](json& c) { item(c, "joint_rate")["hi"] = item(c, "joint_rate")["lo"]; }},
      {"the joint rate of smaller angles", "c19.json", 1, "joint_rate in [lo, hi] is false",
       [](json& c) { item(c, "joint_rate")["at"]["t"] = "1/3"; }},
      {"the joint rate of another teacher", "c19.json", 1, "joint_rate in [lo, hi] is false",
       [](json& c) { c["instance"]["norm_sq"] = "2"; }},
      {"a rate in a with negative noise", "c19.json", 3, "rho: must lie in [0, 10^6]",
       [](json& c) { item(c, "rate_in_a")["at"]["rho"] = "-1"; }},
      {"a joint rate beyond a right angle", "c19.json", 3, "t: must lie in (0, 1/2]",
       [](json& c) { item(c, "joint_rate")["at"]["t"] = "2/3"; }},
      {"a rate in w for larger angles", "c19.json", 1, "rate_in_w in [lo, hi] is false",
       [](json& c) { item(c, "rate_in_w")["at"]["t"] = "1/2"; }},
      {"a rate in a with less noise", "c19.json", 1, "rate_in_a in [lo, hi] is false",
       [](json& c) { item(c, "rate_in_a")["at"]["rho"] = "1/100"; }},
      {"a rate in a among other inputs", "c19.json", 1, "rate_in_a in [lo, hi] is false",
       [](json& c) { c["instance"]["p"] = 7; }},
      {"no rate in a with much noise", "c19.json", 1, "lacks rate_in_a at rho = 50",
       [](json& c) { c["items"].erase(6); }},
      {"no joint rate", "c19.json", 1, "lacks joint_rate at t = 5/12", [](json& c) { erase_item(c, "joint_rate"); }},
      {"a pull that is too strong", "c20.json", 1, "the joint statement without noise at this rate is false",
       [](json& c) { alone(c, "sure_drift", 2)["contraction"] = "1/20"; }},
      {"a drift with less noise", "c20.json", 1, "the drift of every step is false",
       [](json& c) {
         json& x = alone(c, "sure_drift");
         const mpq_class noise(x["noise"].get<std::string>());
         x["noise"] = mpq_class(noise * 99999 / 100000).get_str();
       }},
      {"a drift under more noise in w", "c20.json", 1, "the drift of every step is false",
       [](json& c) { alone(c, "sure_drift")["at"]["rho_w"] = "1/3000"; }},
      {"a drift under more noise in a", "c20.json", 1, "the drift of every step is false",
       [](json& c) { alone(c, "sure_drift")["at"]["rho_a"] = "1/3000"; }},
      {"a drift of longer steps", "c20.json", 1, "the drift of every step is false",
       [](json& c) { alone(c, "sure_drift")["at"]["eta"] = "1/500"; }},
      {"a step that is too long even without noise", "c20.json", 1, "the drift of every step is false",
       [](json& c) {
         json& x = alone(c, "sure_drift");
         x["at"]["eta"] = "1", x["at"]["rho_w"] = "0", x["at"]["rho_a"] = "0", x["noise"] = "0";
       }},
      {"a drift of steps that are too long for any", "c20.json", 1, "the drift of every step is false",
       [](json& c) { alone(c, "sure_drift")["at"]["eta"] = "1"; }},
      {"a drift towards a larger teacher", "c20.json", 1, "is false", [](json& c) { c["instance"]["norm_sq"] = "2"; }},
      {"a drift beyond the angles of the joint statement", "c20.json", 1, "level < 2 (1 - cos(5 pi/12)) is false",
       [](json& c) { alone(c, "sure_drift", 2)["at"]["level"] = "149/100"; }},
      {"a drift that leaves the region", "c20.json", 1, "noise: is not in [0, contraction level]",
       [](json& c) { alone(c, "sure_drift")["noise"] = "1"; }},
      {"a pull beyond the teacher", "c20.json", 1, "contraction: is not in (0, 1/eta]",
       [](json& c) { alone(c, "sure_drift")["contraction"] = "801"; }},
      {"a push outward", "c20.json", 1, "contraction: is not in (0, 1/eta]",
       [](json& c) { alone(c, "sure_drift")["contraction"] = "-1/100"; }},
      {"noise as long as w", "c20.json", 3, "rho_w: must lie in [0, 1)",
       [](json& c) { alone(c, "sure_drift")["at"]["rho_w"] = "1"; }},
      {"a noise of negative length", "c20.json", 3, "rho_a: must not be negative",
       [](json& c) { alone(c, "sure_drift")["at"]["rho_a"] = "-1"; }},
      {"a step back", "c20.json", 3, "eta: must be positive",
       [](json& c) { alone(c, "sure_drift")["at"]["eta"] = "-1/800"; }},
      {"a ball of nothing", "c20.json", 3, "level: must be positive",
       [](json& c) { alone(c, "sure_drift")["at"]["level"] = "0"; }},
      {"one unit as two", "c19_one_unit.json", 1, "rate_in_a in [lo, hi] is false",
       [](json& c) { c["instance"]["k"] = 2; }},
      {"another version", "c05.json", 3, "version: must lie in [1, 1]", [](json& c) { c["version"] = 2; }},
      {"another format", "c05.json", 3, "format: ", [](json& c) { c["format"] = "certificate"; }},
      {"an unknown claim", "c05.json", 3, "claim: is not a claim", [](json& c) { c["claim"] = "C99"; }},
      {"another claim's stem", "c05.json", 3, "stem: is not the stem", [](json& c) { c["stem"] = "global_optimum"; }},
      {"saddles' weights where there are no saddles", "c07_above.json", 1, "saddle_x does not exist",
       [](json& c) { add_enclosure(c, "saddle_x", json::object(), "-9", "9"); }},
      {"saddles' weights across where there are no saddles", "c07_above.json", 1, "saddle_y does not exist",
       [](json& c) { add_enclosure(c, "saddle_y", json::object(), "-9", "9"); }},
      {"the loss of saddles that do not exist", "c07_above.json", 1, "saddle_loss does not exist",
       [](json& c) { add_enclosure(c, "saddle_loss", json::object(), "-9", "9"); }},
      {"the kernel value of saddles that do not exist", "c07_equal.json", 1, "saddle_kernel_value does not exist",
       [](json& c) { add_enclosure(c, "saddle_kernel_value", json::object(), "0", "0"); }},
      {"the angle of saddles that do not exist", "c07_equal.json", 1, "saddle_angle does not exist",
       [](json& c) { add_enclosure(c, "saddle_angle", json::object(), "3", "4"); }},
      {"a probability from 0 to 1", "trap.json", 1, "items[0]: is wider than it may be",
       [](json& c) {
         whole_cell(c, "0", "1", "0");
         item(c, "trapping_probability")["hi"] = "1", item(c, "trapping_probability")["decimal"][1] = "1";
       }},
      {"a probability known to more than a half", "trap.json", 1, "items[0]: is wider than it may be",
       [](json& c) {
         item(c, "trapping_probability")["hi"] = "3/4", item(c, "trapping_probability")["decimal"][1] = "1";
       }},
      {"a probability from 0 to 1, of another instance", "c08.json", 1, "items[1]: is wider than it may be",
       [](json& c) {
         json other = load("trap.json");
         whole_cell(other, "0", "1", "0");
         c["items"].push_back(other["items"][0]), c["items"][1]["hi"] = "1", c["items"][1]["decimal"][1] = "1";
       }},
      {"a cell that says nothing", "trap.json", 1, "items[0].cells[0]: says nothing",
       [](json& c) {
         json& x = item(c, "trapping_probability");
         x["lo"] = "1/8", x["hi"] = "1/2", x["decimal"] = {"0.1", "0.6"};
         cell(c, 0)[4] = "0", cell(c, 0)[6] = "1";
       }},
      {"a number in any range", "c08.json", 1, "items[1]: is wider than it may be, and says nothing",
       [](json& c) { add_enclosure(c, "spurious_x", json::object(), "-9", "9"); }},
      {"a kernel in any range", "c08.json", 1, "items[1]: is wider than it may be",
       [](json& c) {
         add_enclosure(c, "kernel", {{"t", {"0", "1/2"}}}, "-9", "9");
       }},
      {"an eigenvalue in any range", "c08.json", 1, "items[1]: is wider than it may be",
       [](json& c) {
         c["items"].push_back(load("c04.json")["items"][0]), c["items"][1]["eigenvalues"][0]["hi"] = "9";
       }},
      {"an item twice", "c05.json", 1, "items[3]: says again what items[1] says",
       [](json& c) { c["items"].push_back(item(c, "spurious_y")); }},
      {"an item twice, in other words and other bounds", "c01.json", 1, "says again what items[0] says",
       [](json& c) {
         json again = item(c, "radial_moment");
         again["says"] = "more", again["at"]["cut"] = mpq_class(again["at"]["cut"].get<std::string>()).get_str();
         again["at"]["cut"] = again["at"]["cut"].get<std::string>().find('/') == std::string::npos
                                  ? again["at"]["cut"].get<std::string>() + "/1"
                                  : again["at"]["cut"].get<std::string>();
         c["items"].push_back(again);
       }},
      {"the covering of a claim twice", "c09_one_unit.json", 1, "says again what items[0] says",
       [](json& c) { c["items"].push_back(c["items"][0]); }},
      {"more inputs than the levels' integrals are done for", "c16.json", 3,
       "instance.p: is beyond what this checker integrates: p up to 100000",
       [](json& c) { c["instance"]["p"] = 100001; }},
      {"an unknown field", "c05.json", 3, "items[0]: has the unknown field 'hint'",
       [](json& c) { c["items"][0]["hint"] = "1"; }},
      {"a missing field", "c05.json", 3, "items[0]: has no field 'decimal'",
       [](json& c) { c["items"][0].erase("decimal"); }},
      {"a missing field that nothing rests on", "c05.json", 3, "provenance: has no field 'seed'",
       [](json& c) { c["provenance"].erase("seed"); }},
      {"an unknown quantity", "c05.json", 3, "'spurious_z' is not known here",
       [](json& c) { c["items"][0]["quantity"] = "spurious_z"; }},
      {"an unknown kind", "c05.json", 3, "kind: 'oath' is not known here",
       [](json& c) { c["items"][0]["kind"] = "oath"; }},
      {"an unknown reason", "c09_one_unit.json", 3, "has an unknown reason",
       [](json& c) { leaves(c)[0][8] = "trust"; }},
      {"a number as a number", "c05.json", 3, "lo: must be a string", [](json& c) { c["items"][0]["lo"] = 1; }},
      {"a floating-point number", "c05.json", 3, "must be an exact rational in a string",
       [](json& c) { c["items"][0]["lo"] = 0.5; }},
      {"a decimal where a rational belongs", "c05.json", 3, "must be an exact rational",
       [](json& c) { c["items"][0]["lo"] = "0.5"; }},
      {"a zero denominator", "c05.json", 3, "must be an exact rational", [](json& c) { c["items"][0]["lo"] = "1/0"; }},
      {"an absurdly long number", "c05.json", 3, "instance.r: is an absurdly long number: more than 16384 characters",
       [](json& c) { c["instance"]["r"] = "4" + std::string(8192, '0') + "/1" + std::string(8191, '0'); }},
      {"an absurd exponent", "c05.json", 3, "absurd exponent",
       [](json& c) { c["items"][0]["decimal"][0] = "-1e999999"; }},
      {"a longer exponent", "c05.json", 3, "must be a decimal number",
       [](json& c) { c["items"][0]["decimal"][0] = "-1e999999999999999999999"; }},
      {"an absurdly long word", "c05.json", 3, "a string is absurdly long",
       [](json& c) { c["items"][0]["says"] = std::string(300000, 'x'); }},
      {"an absurd k", "c05.json", 3, "instance.k: must lie in", [](json& c) { c["instance"]["k"] = 1000000000000; }},
      {"a k beyond 64 bits", "c05.json", 3, "instance.k: must lie in",
       [](json& c) { c["instance"]["k"] = 18446744073709551615u; }},
      {"r beyond k", "c05.json", 3, "instance.r: must lie in [0, k]", [](json& c) { c["instance"]["r"] = "26"; }},
      {"one unit that is not at the threshold", "c07_equal.json", 3, "instance.r: must be 1 if k = 1",
       [](json& c) { c["instance"]["r"] = "1/2"; }},
      {"weights that are 0", "c05.json", 3, "instance.norm_sq: must be positive",
       [](json& c) { c["instance"]["norm_sq"] = "0"; }},
      {"a length that is not the vector's", "c05_vectors.json", 3, "instance.norm_sq: is not |a_star|^2",
       [](json& c) { c["instance"]["norm_sq"] = "4"; }},
      {"an r that is not the vector's", "c05_vectors.json", 3, "instance.r: is not (1.a_star)^2",
       [](json& c) { c["instance"]["r"] = "1"; }},
      {"a teacher without direction", "c02_vectors.json", 3, "w_star: is the zero vector",
       [](json& c) {
         c["instance"]["w_star"] = {"0", "0", "0", "0"};
       }},
      {"an index out of range", "c03_vectors.json", 3, "index: must lie in [0, 3]",
       [](json& c) { c["items"][0]["at"]["index"] = 4; }},
  };
}
