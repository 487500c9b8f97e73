// False twins: numbers, ranges, spectra and definitions that are not so, or not enough.
#include "twins.hpp"

namespace twins {

std::vector<Twin> enclosures_twins() {
  return {
      {"two bounds exchanged", "c05.json", 1, "spurious_x in [lo, hi] is false",
       [](json& c) {
         std::swap(item(c, "spurious_alpha")["lo"], item(c, "spurious_x")["lo"]),
             std::swap(item(c, "spurious_alpha")["hi"], item(c, "spurious_x")["hi"]),
             std::swap(item(c, "spurious_alpha")["decimal"], item(c, "spurious_x")["decimal"]);
       }},
      {"bounds in the wrong order", "c05.json", 1, "lo is greater than hi",
       [](json& c) { std::swap(item(c, "spurious_x")["lo"], item(c, "spurious_x")["hi"]); }},
      {"a decimal that does not enclose", "c05.json", 1, "decimal: does not enclose",
       [](json& c) { item(c, "spurious_x")["decimal"][0] = "9e9"; }},
      {"a decimal that does not enclose from above", "c05.json", 1, "decimal: does not enclose",
       [](json& c) { item(c, "spurious_x")["decimal"][1] = "-9e9"; }},
      {"another teacher", "c05.json", 1, "spurious_x in [lo, hi] is false",
       [](json& c) { c["instance"]["r"] = "401/100"; }},
      {"a missing item", "c05.json", 1, "lacks spurious_y", [](json& c) { erase_item(c, "spurious_y"); }},
      {"a sign that does not follow", "c08.json", 1, "sign: does not follow",
       [](json& c) { item(c, "spurious_loss")["sign"] = "negative"; }},
      {"a sign where 0 is possible", "c08.json", 1, "sign: does not follow",
       [](json& c) { item(c, "spurious_loss")["lo"] = "0", item(c, "spurious_loss")["decimal"][0] = "0"; }},
      {"the negative sign of a range up to 0", "c05.json", 1, "sign: does not follow",
       [](json& c) { item(c, "spurious_alpha")["hi"] = "0", item(c, "spurious_alpha")["decimal"][1] = "0"; }},
      {"no sign where one is needed", "c08.json", 1, "lacks spurious_loss with sign positive",
       [](json& c) { item(c, "spurious_loss").erase("sign"); }},
      {"an undecided claim", "c08.json", 1, "verdict: is not 'proved'", [](json& c) { c["verdict"] = "undecided"; }},
      {"an undecided item", "c08.json", 1, "items[0].verdict: is not 'proved'",
       [](json& c) { c["items"][0]["verdict"] = "undecided"; }},
      {"a refuted item", "c08.json", 1, "items[0].verdict: is not 'proved'",
       [](json& c) { c["items"][0]["verdict"] = "refuted"; }},
      {"one item false, one undecided", "c02_vectors.json", 1, "cannot be decided",
       [](json& c) { item(c, "loss")["lo"] = item(c, "loss")["hi"], item(c, "radial_moment")["at"]["cut"] = "2"; }},
      {"one item false, one malformed", "c05.json", 3, "'spurious_z' is not known here",
       [](json& c) {
         item(c, "spurious_x")["lo"] = item(c, "spurious_x")["hi"], c["items"][2]["quantity"] = "spurious_z";
       }},
      {"the definition left out", "c01.json", 1, "lacks 8 kernel_definition",
       [](json& c) { erase_item(c, "kernel_definition"); }},
      {"an integral with a wrong value", "c01.json", 1, "the integral in [lo, hi] is false",
       [](json& c) { alone(c, "angular", 3)["at"]["t"] = "334/1000"; }},
      {"an integral of the second power", "c02_vectors.json", 3, "n: must be 1 or 3",
       [](json& c) { item(c, "radial_moment", 1)["at"]["n"] = 2; }},
      {"a kernel range that misses its end", "c01.json", 1, "kernel in [lo, hi] is false",
       [](json& c) { alone(c, "kernel")["lo"] = "1/1000000000000000000000"; }},
      {"a kernel range that misses its other end", "c01.json", 1, "kernel in [lo, hi] is false",
       [](json& c) { alone(c, "kernel")["hi"] = "3"; }},
      {"a kernel range beyond pi", "c01.json", 3, "t: must satisfy 0 <= t0 <= t1 <= 1",
       [](json& c) { alone(c, "kernel")["at"]["t"][1] = "3/2"; }},
      {"a derivative's range without its turning point", "c01.json", 1, "kernel_derivative in [lo, hi] is false",
       [](json& c) {
         alone(c, "kernel_derivative")["lo"] = "-18/10", item(c, "kernel_derivative")["decimal"][0] = "-1.9";
       }},
      {"a derivative's range without its lower end", "c01.json", 1, "kernel_derivative in [lo, hi] is false",
       [](json& c) { alone(c, "kernel_derivative", 3)["lo"] = "-1/10"; }},
      {"a derivative's range without its upper end", "c01.json", 1, "kernel_derivative in [lo, hi] is false",
       [](json& c) { alone(c, "kernel_derivative", 2)["hi"] = "-1"; }},
      {"a second derivative's range without its turning point", "c01.json", 1,
       "kernel_second_derivative in [lo, hi] is false",
       [](json& c) { alone(c, "kernel_second_derivative")["hi"] = "1"; }},
      {"a second derivative's range without its lower end", "c01.json", 1,
       "kernel_second_derivative in [lo, hi] is false",
       [](json& c) { alone(c, "kernel_second_derivative")["lo"] = "-1"; }},
      {"a second derivative's range without its upper end", "c01.json", 1,
       "kernel_second_derivative in [lo, hi] is false",
       [](json& c) { alone(c, "kernel_second_derivative", 1)["hi"] = "1/2"; }},
      {"an eigenvalue of another family", "c04.json", 1, "the spectrum as listed is false",
       [](json& c) {
         item(c, "hessian_spectrum")["eigenvalues"][0]["multiplicity"] = 4;
         item(c, "hessian_spectrum")["eigenvalues"][1]["multiplicity"] = 25;
       }},
      {"an eigenvalue too many", "c06.json", 1, "do not add up",
       [](json& c) { item(c, "hessian_spectrum")["eigenvalues"][0]["multiplicity"] = 6; }},
      {"multiplicities exchanged", "c06.json", 1, "the spectrum as listed is false",
       [](json& c) {
         std::swap(item(c, "hessian_spectrum")["eigenvalues"][0]["multiplicity"],
                   item(c, "hessian_spectrum")["eigenvalues"][1]["multiplicity"]);
       }},
      {"the other point's spectrum", "c06.json", 1, "the spectrum as listed is false",
       [](json& c) { item(c, "hessian_spectrum")["at"]["point"] = "global_optimum"; }},
      {"an eigenvalue's bound that only many digits tell to be wrong", "c06.json", 1, "the spectrum as listed is false",
       [](json& c) {  // 85 digits of (pi - 1)/(2 pi)
         const std::string digits =
             "3408450569081046642311162366274856379655403542595435512523326559411032023657734649098";
         item(c, "hessian_spectrum")["eigenvalues"][1]["hi"] = digits + "/1" + std::string(digits.size(), '0');
       }},
      {"an eigenvalue less than none", "c06.json", 3, "multiplicity: must lie in",
       [](json& c) {
         json& list = item(c, "hessian_spectrum")["eigenvalues"];
         list.push_back(list[0]), list[0]["multiplicity"] = 6, list[3]["multiplicity"] = -1;
       }},
      {"saddles where there are none", "c09_right_angle.json", 1, "there are no saddles",
       [](json& c) { c["instance"]["r"] = "2"; }},
      {"the threshold crossed", "c07_below.json", 1, "the other side of the threshold",
       [](json& c) { item(c, "r_below_threshold")["verdict"] = "refuted"; }},
      {"the equality case called a minimum", "c07_equal.json", 1, "the other side of the threshold",
       [](json& c) { item(c, "r_below_threshold")["verdict"] = "proved"; }},
      {"a region that is nearly nothing", "c07_below.json", 1, "lacks strict_minimum_region up to the growth_angle",
       [](json& c) {
         item(c, "strict_minimum_region")["angle"] = "1/1" + std::string(300, '0');
         item(c, "strict_minimum_region")["radius"] = "1/1" + std::string(300, '0');
       }},
      {"a loss of a small teacher that is known on the scale of 1", "c08.json", 1, "lacks spurious_loss",
       [](json& c) {
         json& x = item(c, "spurious_loss");
         c["instance"]["norm_sq"] = "1/1" + std::string(30, '0');
         x["lo"] = "1/1" + std::string(40, '0'), x["hi"] = "1/4398046511104", x["decimal"] = {"0", "1"};
       }},
      {"gradients that are 0 everywhere", "c03_vectors.json", 1, "lacks every entry of gradient_w and gradient_a at",
       [](json& c) {
         for (json& x : c["items"]) {
           if (!x.contains("quantity")) continue;
           const bool of_w = x["quantity"] == "gradient_w";
           x["at"]["w"] = c["instance"]["w_star"], x["at"]["a"] = {"0", "0", "0"};
           if (of_w) x["lo"] = x["hi"] = "0", x["decimal"] = {"0", "0"};
         }
         auto& items = c["items"];
         for (std::size_t i = items.size(); i-- > 0;)
           if (items[i].value("quantity", "") == "gradient_a") items.erase(i);
       }},
      {"too large a region (angle)", "c07_below.json", 1, "h(angle) < 2 G is false",
       [](json& c) { item(c, "strict_minimum_region")["angle"] = "313/100"; }},
      {"too large a region (radius)", "c07_below.json", 1, "radius < growth_radius is false",
       [](json& c) { item(c, "strict_minimum_region")["radius"] = "9"; }},
      {"a region beyond pi", "c07_below.json", 1, "angle < pi is false",
       [](json& c) { item(c, "strict_minimum_region")["angle"] = "4"; }},
      {"a region without interior (angle)", "c07_below.json", 1, "angle: is not positive",
       [](json& c) { item(c, "strict_minimum_region")["angle"] = "0"; }},
      {"a region without interior (radius)", "c07_below.json", 1, "radius: is not positive",
       [](json& c) { item(c, "strict_minimum_region")["radius"] = "0"; }},
      {"a growth angle that is too low", "c07_below.json", 1, "growth_angle in [lo, hi] is false",
       [](json& c) { item(c, "growth_angle")["hi"] = item(c, "growth_angle")["lo"]; }},
      {"a growth angle that is too high", "c07_below.json", 1, "growth_angle in [lo, hi] is false",
       [](json& c) { item(c, "growth_angle")["lo"] = item(c, "growth_angle")["hi"]; }},
      {"a saddle angle that is too low", "c09_right_angle.json", 1, "saddle_angle in [lo, hi] is false",
       [](json& c) { item(c, "saddle_angle")["hi"] = item(c, "saddle_angle")["lo"]; }},
      {"a saddle angle that is too high", "c09_right_angle.json", 1, "saddle_angle in [lo, hi] is false",
       [](json& c) { item(c, "saddle_angle")["lo"] = item(c, "saddle_angle")["hi"]; }},
      {"a growth radius above the threshold", "c07_above.json", 1, "growth_radius does not exist",
       [](json& c) { add_enclosure(c, "growth_radius", json::object(), "-9", "9"); }},
      {"a comparison of an r that does not occur", "c07_below.json", 3, "at.r: must lie in [0, k]",
       [](json& c) { item(c, "r_below_threshold", 1)["at"]["r"] = "-1"; }},
      {"a region beyond the threshold", "c07_above.json", 1, "r is not below the threshold",
       [](json& c) {
         c["items"].push_back({{"kind", "region"},
                               {"statement", "strict_minimum_region"},
                               {"angle", "1/100"},
                               {"radius", "1/100"},
                               {"says", ""},
                               {"verdict", "proved"}});
       }},
      {"the definition of the loss at another angle", "c02_vectors.json", 1, "the integral in [lo, hi] is false",
       [](json& c) { alone(c, "loss_definition")["at"]["t"] = "1/3"; }},
      {"the definition of the loss at another length", "c02_vectors.json", 1, "the integral in [lo, hi] is false",
       [](json& c) { alone(c, "loss_definition")["at"]["length"] = "2"; }},
      {"the definition of the loss for other weights", "c02_vectors.json", 1, "the integral in [lo, hi] is false",
       [](json& c) { alone(c, "loss_definition")["at"]["a"][1] = "2"; }},
      {"the definition of the loss beside another teacher", "c02_vectors.json", 1, "the integral in [lo, hi] is false",
       [](json& c) {
         c["instance"]["a_star"] = {"3/10", "-1/7", "2"}, c["instance"]["r"] = "22801/20141";
         alone(c, "loss_definition");
       }},
      {"a student of no length", "c02_vectors.json", 3, "length: must be positive",
       [](json& c) { alone(c, "loss_definition")["at"]["length"] = "0"; }},
      {"a student beyond pi", "c02_vectors.json", 3, "t: must lie in [0, 1]",
       [](json& c) { alone(c, "loss_definition")["at"]["t"] = "3/2"; }},
      {"a student without an angle", "c02_vectors.json", 3, "has no field 't'",
       [](json& c) { alone(c, "loss_definition")["at"].erase("t"); }},
      {"the gradient's parts along and across exchanged", "c03_vectors.json", 1, "the integral in [lo, hi] is false",
       [](json& c) { alone(c, "gradient_w_definition")["at"]["index"] = 1; }},
      {"the gradient's part across at another angle", "c03_vectors.json", 1, "the integral in [lo, hi] is false",
       [](json& c) { alone(c, "gradient_w_definition", 1)["at"]["t"] = "1/3"; }},
      {"a part of the gradient off the plane", "c03_vectors.json", 3, "index: must lie in [0, 1]",
       [](json& c) { alone(c, "gradient_w_definition")["at"]["index"] = 2; }},
      {"the gradient in another weight", "c03_vectors.json", 1, "the integral in [lo, hi] is false",
       [](json& c) { alone(c, "gradient_a_definition")["at"]["index"] = 1; }},
      {"a loss at the spurious point that is too high", "c08.json", 1, "spurious_loss in [lo, hi] is false",
       [](json& c) { item(c, "spurious_loss")["lo"] = item(c, "spurious_loss")["hi"]; }},
      {"a loss at the spurious point that is too low", "c08_vectors.json", 1, "spurious_loss in [lo, hi] is false",
       [](json& c) { item(c, "spurious_loss")["hi"] = item(c, "spurious_loss")["lo"]; }},
      {"an abar that is too high along 1", "c05.json", 1, "spurious_x in [lo, hi] is false",
       [](json& c) { item(c, "spurious_x")["lo"] = item(c, "spurious_x")["hi"]; }},
      {"an abar that is too low along 1", "c05.json", 1, "spurious_x in [lo, hi] is false",
       [](json& c) { item(c, "spurious_x")["hi"] = item(c, "spurious_x")["lo"]; }},
      {"an abar that is too high across", "c05.json", 1, "spurious_y in [lo, hi] is false",
       [](json& c) { item(c, "spurious_y")["lo"] = item(c, "spurious_y")["hi"]; }},
      {"an abar that is too low across", "c05.json", 1, "spurious_y in [lo, hi] is false",
       [](json& c) { item(c, "spurious_y")["hi"] = item(c, "spurious_y")["lo"]; }},
      {"a gradient entry missing", "c03_vectors.json", 1, "lacks every entry", [](json& c) { c["items"].erase(6); }},
      {"the same student three times", "c02_vectors.json", 1, "lacks 3 loss items",
       [](json& c) { c["items"][2] = c["items"][1]; }},
      {"a cut too near for the tail", "c02_vectors.json", 2, "cannot be decided",
       [](json& c) { item(c, "radial_moment")["at"]["cut"] = "2"; }},
      {"a cut too near for the tail of the third moment", "c02_vectors.json", 2, "cannot be decided",
       [](json& c) { item(c, "radial_moment", 1)["at"]["cut"] = "2"; }},
      {"a student with an entry too many", "c02_vectors.json", 3, "at.w: must have 4 entries",
       [](json& c) { item(c, "loss")["at"]["w"].push_back("1"); }},
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
      {"more inputs than the levels' integrals are done for", "c16.json", 3,
       "instance.p: is beyond what this checker integrates: p up to 100000",
       [](json& c) { c["instance"]["p"] = 100001; }},
  };
}

}  // namespace twins
