// False twins: cells that call a start trapped, or free, that is not.
#include "twins.hpp"

namespace twins {
namespace {

/// The cell says that its starts are trapped from pi t on (free up to pi t), to be seen after so many steps; the other
/// cells say nothing.
void claim_cell(json& certificate, const Ends& box, bool trapped, const char* t, int steps) {
  json& x = item(certificate, "trapping_probability");
  x["lo"] = "0", x["hi"] = "1", x["decimal"] = {"0", "1"}, x["cells"] = json::array();
  for (const Ends& tile : tiling_from(box, {-1, 1, -1, 1})) {
    x["cells"].push_back(texts(tile));
    for (const json& entry : {json("0"), json(0), json("1"), json(0)}) x["cells"].back().push_back(entry);
  }
  cell(certificate, 0)[trapped ? 6 : 4] = t, cell(certificate, 0)[trapped ? 7 : 5] = steps;
}

}  // namespace

std::vector<Twin> trap_twins() {
  return {
      {"all starts free, unseen", "trap.json", 1, "free < 1 and trapped > 0",
       [](json& c) { whole_cell(c, "1", "1", "0"); }},
      {"all starts trapped, unseen", "trap.json", 1, "free < 1 and trapped > 0",
       [](json& c) { whole_cell(c, "0", "0", "1"); }},
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
  };
}

}  // namespace twins
