// noiseproof-recheck as a program: what it accepts, what it must refuse and how, and a thousand random corruptions.
#include <doctest/doctest.h>
#include <gmpxx.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>

#include "oracle.hpp"
#include "runner.hpp"

using nlohmann::json;

namespace {

/// The committed certificate whose name starts with this.
json load(const std::string& name) {
  for (const auto& file : certificate_files())
    if (file.filename().string().starts_with(name)) return json::parse(read_text(file));
  throw std::runtime_error("no certificate " + name);
}

json& item(json& certificate, const std::string& name, std::size_t skip = 0) {
  for (json& x : certificate["items"])
    if ((x.contains("quantity") ? x["quantity"] : x["statement"]) == name && skip-- == 0) return x;
  throw std::runtime_error("no item " + name);
}

/// The item; the others are dropped, which saves their time where the item is to be refused.
json& alone(json& certificate, const std::string& name, std::size_t skip = 0) {
  certificate["items"] = json::array({item(certificate, name, skip)});
  return certificate["items"][0];
}

void erase_item(json& certificate, const std::string& name) {
  auto& items = certificate["items"];
  for (std::size_t i = items.size(); i-- > 0;)
    if ((items[i].contains("quantity") ? items[i]["quantity"] : items[i]["statement"]) == name) items.erase(i);
}

/// Adds the item that this quantity lies in [lo, hi].
void add_enclosure(json& certificate, const char* quantity, const json& at, const char* lo, const char* hi) {
  certificate["items"].push_back({{"kind", "enclosure"},
                                  {"quantity", quantity},
                                  {"at", at},
                                  {"lo", lo},
                                  {"hi", hi},
                                  {"decimal", {"-1e9", "1e9"}},
                                  {"says", ""},
                                  {"verdict", "proved"}});
}

json& cell(json& certificate, std::size_t i) { return item(certificate, "trapping_probability")["cells"][i]; }

json& leaves(json& certificate) { return item(certificate, "critical_points")["parts"][0]["leaves"]; }

using Ends = std::vector<mpq_class>;  // lo, hi for each coordinate

/// A tiling of the domain by bisection; `box` comes first.
std::vector<Ends> tiling_from(const Ends& box, Ends domain) {
  std::vector<Ends> out{box};
  for (std::size_t i = 0; i < box.size(); i += 2)
    while (domain[i] != box[i] || domain[i + 1] != box[i + 1]) {
      const mpq_class middle = (domain[i] + domain[i + 1]) / 2;
      Ends other = domain;
      const bool low = box[i + 1] <= middle;
      domain[low ? i + 1 : i] = other[low ? i : i + 1] = middle;
      out.push_back(other);
    }
  return out;
}

json texts(const Ends& box) {
  json out = json::array();
  for (const mpq_class& end : box) out.push_back(end.get_str());
  return out;
}

/// The leaves of the item's part, the first of them `box`, all for this reason.
void cover(json& certificate, const std::string& name, const Ends& box, const char* reason) {
  json& part = item(certificate, name)["parts"][0];
  Ends domain;
  for (const json& range : part["domain"])
    for (const json& end : range) domain.emplace_back(end.get<std::string>());
  part["leaves"] = json::array();
  for (const Ends& leaf : tiling_from(box, domain)) {
    part["leaves"].push_back(texts(leaf));
    part["leaves"].back().push_back(reason);
  }
}

/// The item's part over other r, and its bracket there.
void over(json& certificate, const std::string& name, const json& r, const json& bracket) {
  json& x = item(certificate, name);
  x["r"] = x["parts"][0]["domain"].back() = r;
  x["parts"][0]["bracket"] = bracket;
}

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

/// One cell for all starts, and the probability that would follow.
void whole_cell(json& certificate, const char* free, const char* trapped, const char* probability) {
  json& x = item(certificate, "trapping_probability");
  x["lo"] = x["hi"] = probability, x["decimal"] = {probability, probability};
  x["cells"] = {{"-1", "1", "-1", "1", free, 0, trapped, 0}};
}

struct Twin {
  const char* name;
  const char* certificate;
  int code;
  const char* message;  ///< a part of the line on stderr
  std::function<void(json&)> nudge;
};

void expect_refusal(const std::string& text, int code, const std::string& message) {
  const Outcome outcome = recheck_text(text);
  CHECK(outcome.code == code);
  CHECK(outcome.out.empty());
  INFO(outcome.err);
  CHECK(outcome.err.find("certificate.json: ") != std::string::npos);
  CHECK(outcome.err.find(message) != std::string::npos);
  CHECK(outcome.err.ends_with("\n"));
}

const std::vector<Twin> kTwins{
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
    {"all starts free, unseen", "trap.json", 1, "free < 1 and trapped > 0",
     [](json& c) { whole_cell(c, "1", "1", "0"); }},
    {"all starts trapped, unseen", "trap.json", 1, "free < 1 and trapped > 0",
     [](json& c) { whole_cell(c, "0", "0", "1"); }},
    {"a gap", "c09_right_angle.json", 1, "do not tile", [](json& c) { leaves(c).erase(7); }},
    {"a duplicate", "c09_right_angle.json", 1, "do not tile", [](json& c) { leaves(c).push_back(leaves(c)[7]); }},
    {"an overlap", "c09_right_angle.json", 1, "do not tile", [](json& c) { leaves(c)[7] = leaves(c)[8]; }},
    {"one leaf over everything", "c09_right_angle.json", 1, "the reason 'x' is false",
     [](json& c) {
       leaves(c) = {{"0", "1", "-1", "1", "-1", "1", "0", "0", "x"}};
     }},
    {"no leaf", "c09_right_angle.json", 1, "do not tile", [](json& c) { leaves(c) = json::array(); }},
    {"a leaf that touches its neighbour not quite", "c09_right_angle.json", 1, "do not tile",
     [](json& c) {
       leaves(c)[3][1] =
           leaves(c)[3][1].get<std::string>().insert(leaves(c)[3][1].get<std::string>().find('/'), "0000001") +
           "0000000";
     }},
    {"a wrong reason", "c09_right_angle.json", 1, "the reason 'y' is false",
     [](json& c) {
       for (json& leaf : leaves(c))
         if (leaf[8] == "x") leaf[8] = "y";
     }},
    {"a leaf outside the bracket", "c09_right_angle.json", 1, "is not in the bracket",
     [](json& c) {
       for (json& leaf : leaves(c)) leaf[8] = "bracket";
     }},
    {"a bracket beside the root", "c09_right_angle.json", 1, "Phi(pi b1; r1) < 0 is false",
     [](json& c) { item(c, "critical_points")["parts"][0]["bracket"][1] = "4999999999/10000000000"; }},
    {"a bracket beyond the root", "c09_right_angle.json", 1, "Phi(pi b0; r0) > 0 is false",
     [](json& c) { item(c, "critical_points")["parts"][0]["bracket"][0] = "5000000001/10000000000"; }},
    {"a bracket that the greatest r leaves", "c09_right_angle.json", 1, "Phi(pi b1; r1) < 0 is false",
     [](json& c) {
       over(c, "critical_points", {"0", "1/1000"}, item(c, "critical_points")["parts"][0]["bracket"]);
     }},
    {"a bracket that the least r leaves", "c09_right_angle.json", 1, "Phi(pi b0; r0) > 0 is false",
     [](json& c) {
       over(c, "critical_points", {"0", "1/1000"}, {"50005/100000", "3/5"});
     }},
    {"a bracket beyond pi", "c09_right_angle.json", 1, "must satisfy 0 < b0 < b1 <= 1",
     [](json& c) { item(c, "critical_points")["parts"][0]["bracket"][1] = "3/2"; }},
    {"a leaf in no bracket", "c09_right_angle.json", 1, "is not in the bracket",
     [](json& c) { item(c, "critical_points")["parts"][0]["bracket"] = nullptr; }},
    {"x, where only the lower end of g allows it", "c09_right_angle.json", 1, "leaves[0]: the reason 'x' is false",
     [](json& c) {
       cover(c, "critical_points", {0, 1, mpq_class(1, 4), mpq_class(1, 2), -1, 1, 0, 0}, "x");
     }},
    {"x, where only the upper end of g allows it", "c09_right_angle.json", 1, "leaves[0]: the reason 'x' is false",
     [](json& c) {
       cover(c, "critical_points", {0, 1, 0, mpq_class(1, 4), -1, 1, 0, 0}, "x");
     }},
    {"x, where it is 0 at a corner", "c09_right_angle.json", 2, "leaves[0]: the reason 'x' cannot be decided",
     [](json& c) {
       cover(c, "critical_points", {0, 1, mpq_class(1, 2), 1, -1, 1, 0, 0}, "x");
     }},
    {"alpha, positive at the least r only", "c09_right_angle.json", 1, "leaves[0]: the reason 'alpha' is false",
     [](json& c) {
       over(c, "critical_points", {"0", "2"}, nullptr);
       cover(c, "critical_points", {0, 1, mpq_class(-1, 2), 0, mpq_class(1, 2), 1, 0, 2}, "alpha");
     }},
    {"alpha, positive at the greatest r only", "c09_right_angle.json", 1, "leaves[0]: the reason 'alpha' is false",
     [](json& c) {
       over(c, "critical_points", {"0", "2"}, nullptr);
       cover(c, "critical_points", {0, 1, mpq_class(1, 2), 1, mpq_class(-1, 2), 0, 0, 2}, "alpha");
     }},
    {"alpha, negative at the greatest r only", "c09_right_angle.json", 1, "leaves[0]: the reason 'alpha' is false",
     [](json& c) {
       over(c, "critical_points", {"0", "2"}, nullptr);
       cover(c, "critical_points", {0, 1, -1, mpq_class(-1, 2), 0, mpq_class(1, 2), 0, 2}, "alpha");
     }},
    {"alpha, negative at the least r only", "c09_right_angle.json", 1, "leaves[0]: the reason 'alpha' is false",
     [](json& c) {
       over(c, "critical_points", {"0", "2"}, nullptr);
       cover(c, "critical_points", {0, 1, 0, mpq_class(1, 2), -1, mpq_class(-1, 2), 0, 2}, "alpha");
     }},
    {"alpha, of both signs", "c09_right_angle.json", 1, "leaves[0]: the reason 'alpha' is false",
     [](json& c) {
       over(c, "critical_points", {"1", "1"}, nullptr);
       cover(c, "critical_points", {0, 1, mpq_class(-1, 2), 0, 0, mpq_class(1, 2), 1, 1}, "alpha");
     }},
    {"Phi, positive at the near end only", "c09_right_angle.json", 1, "leaves[0]: the reason 'positive' is false",
     [](json& c) {
       cover(c, "critical_points_eliminated", {0, 1, 0, 0}, "positive");
     }},
    {"Phi, negative at the far end only", "c09_right_angle.json", 1, "leaves[0]: the reason 'negative' is false",
     [](json& c) {
       cover(c, "critical_points_eliminated", {0, 1, 0, 0}, "negative");
     }},
    {"Phi, positive at the greatest r only", "c09_right_angle.json", 1, "leaves[0]: the reason 'positive' is false",
     [](json& c) {
       over(c, "critical_points_eliminated", {"0", "2"}, nullptr);
       cover(c, "critical_points_eliminated", {0, 1, 0, 2}, "positive");
     }},
    {"Phi, negative at the least r only", "c09_right_angle.json", 1, "leaves[0]: the reason 'negative' is false",
     [](json& c) {
       over(c, "critical_points_eliminated", {"0", "2"}, nullptr);
       cover(c, "critical_points_eliminated", {mpq_class(3, 4), 1, 0, 2}, "negative");
     }},
    {"a leaf that leaves the bracket upwards", "c09_right_angle.json", 1, "leaves[0]: is not in the bracket",
     [](json& c) {
       cover(c, "critical_points", {mpq_class(1, 2), 1, -1, 1, -1, 1, 0, 0}, "bracket");
     }},
    {"a leaf that leaves the bracket downwards", "c09_right_angle.json", 1, "leaves[0]: is not in the bracket",
     [](json& c) {
       cover(c, "critical_points", {0, mpq_class(1, 2), -1, 1, -1, 1, 0, 0}, "bracket");
     }},
    {"a smaller domain", "c09_right_angle.json", 1, "is not the whole space",
     [](json& c) { item(c, "critical_points")["parts"][0]["domain"][1][1] = "999/1000"; }},
    {"another k", "c09_right_angle.json", 1, "", [](json& c) { item(c, "critical_points")["k"] = 3; }},
    {"another range of r", "c09_right_angle.json", 1, "do not reach the end",
     [](json& c) { item(c, "critical_points")["r"][1] = "1/10"; }},
    {"no part at all", "c09_right_angle.json", 1, "do not reach the end",
     [](json& c) { item(c, "critical_points")["parts"] = json::array(); }},
    {"a part that turns back", "c09_right_angle.json", 1, "parts[1].domain: is not the whole space",
     [](json& c) {
       json& parts = item(c, "critical_points")["parts"];
       parts.push_back(parts[0]), parts[1]["domain"][3] = {"0", "-1"};
     }},
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
    {"weights to which no monotone step leads, along", "c10_above.json", 1, "a step below the monotone bound is false",
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
     [](json& c) { item(c, "trapping_probability")["lo"] = "0", item(c, "trapping_probability")["decimal"][0] = "0"; }},
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
     [](json& c) { item(c, "trapping_probability")["hi"] = "3/4", item(c, "trapping_probability")["decimal"][1] = "1"; }},
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
    {"an unknown reason", "c09_one_unit.json", 3, "has an unknown reason", [](json& c) { leaves(c)[0][8] = "trust"; }},
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
     [](json& c) { c["instance"]["w_star"] = {"0", "0", "0", "0"}; }},
    {"an index out of range", "c03_vectors.json", 3, "index: must lie in [0, 3]",
     [](json& c) { c["items"][0]["at"]["index"] = 4; }},
};

struct Fact {
  const char *name, *certificate;
  std::function<void(json&)> nudge;
};

const std::vector<Fact> kFacts{
    {"the third moment of two tangent directions", "c08.json",
     [](json& c) {
       c["instance"]["p"] = 3;
       add_enclosure(c, "rise_order3", {{"point", "global_optimum"}}, "-19947114020072/100000000000000",
                     "-19947114020071/100000000000000");
     }},
    {"a largest eigenvalue along the sphere", "c08_vectors.json",
     [](json& c) {
       add_enclosure(c, "hessian_largest", {{"point", "global_optimum"}}, "2055204081632653/1000000000000000",
                     "2055204081632654/1000000000000000");
     }},
    {"the saddles' weights", "c08.json",
     [](json& c) {
       add_enclosure(c, "saddle_x", json::object(), "3629827957712740/10000000000000000",
                     "3629827957712741/10000000000000000");
       add_enclosure(c, "saddle_y", json::object(), "-1584186797703391/10000000000000000",
                     "-1584186797703390/10000000000000000");
     }},
    {"the spectrum at saddles where both parts of a* are there", "c08.json",
     [](json& c) {
       json list = json::array();
       const auto add = [&list](int multiplicity, const char* lo, const char* hi) {
         list.push_back({{"lo", lo}, {"hi", hi}, {"multiplicity", multiplicity}});
       };
       add(4, "0", "0"), add(23, "34084505690810/100000000000000", "34084505690811/100000000000000");
       add(1, "-82233289531674/1000000000000000", "-82233289531673/1000000000000000");
       add(1, "42156935482784/100000000000000", "42156935482785/100000000000000");
       add(1, "4321227625817423/1000000000000000", "4321227625817424/1000000000000000");
       c["items"].push_back({{"kind", "spectrum"},
                             {"statement", "hessian_spectrum"},
                             {"at", {{"point", "saddle"}}},
                             {"eigenvalues", list},
                             {"says", ""},
                             {"verdict", "proved"}});
     }},
};

}  // namespace

TEST_SUITE("recheck/certificate") {
  TEST_CASE("every certificate is accepted, is true by the oracle, and all together give 0") {
    std::string all;
    REQUIRE(certificate_files().size() >= 10);
    for (const auto& file : certificate_files()) {
      CAPTURE(file.string());
      const Outcome outcome = recheck_file("'" + file.string() + "'");
      INFO(outcome.err);
      CHECK(outcome.code == 0);
      CHECK(outcome.err.empty());
      const json certificate = json::parse(read_text(file));
      const std::string verdict =
          certificate["claim"].get<std::string>() + " " + certificate["verdict"].get<std::string>();
      CHECK(outcome.out.find(": " + verdict + ": ") != std::string::npos);
      CHECK(oracle::first_falsehood(certificate) == "");
      all += " '" + file.string() + "'";
    }
    CHECK(recheck_file(all).code == 0);
  }

  TEST_CASE("false twins: each nudge is refused, with the field and the reason") {
    for (const Twin& twin : kTwins) {
      CAPTURE(twin.name);
      json certificate = load(twin.certificate);
      twin.nudge(certificate);
      expect_refusal(certificate.dump(), twin.code, twin.message);
    }
  }

  TEST_CASE("true twins: what else is true is accepted") {
    for (const Fact& fact : kFacts) {
      CAPTURE(fact.name);
      json certificate = load(fact.certificate);
      fact.nudge(certificate);
      const Outcome outcome = recheck_text(certificate.dump());
      INFO(outcome.err);
      CHECK(outcome.code == 0);
      CHECK(oracle::first_falsehood(certificate) == "");
    }
  }

  TEST_CASE("what is no certificate ends in 3") {
    const std::string good = load("c05.json").dump();
    expect_refusal("", 3, "file: ");
    expect_refusal("{", 3, "is not JSON");
    expect_refusal("[]", 3, "must be an object");
    expect_refusal("\xff\xfe", 3, "is not JSON");
    expect_refusal(std::string(100000, '['), 3, "is nested too deeply");
    expect_refusal(good.substr(0, good.size() / 2), 3, "is not JSON");
    expect_refusal(good + " x", 3, "is not JSON");
    expect_refusal("{\"version\":1," + good.substr(1), 3, "the key is there twice");
    expect_refusal(std::string("{\"a\0b\":1}", 9), 3, "holds a NUL byte");
    expect_refusal(good + std::string("\0", 1), 3, "holds a NUL byte");
    expect_refusal(good + std::string("\0", 1) + good, 3, "holds a NUL byte");
    CHECK(recheck_file("nowhere.json").code == 3);
    CHECK(recheck_file("/").code == 3);
    CHECK(recheck_file("").code == 3);
  }

  TEST_CASE("for programs, one line of JSON a file: its outcome, and what is proved of which instance") {
    const auto outcome_of = [](const json& certificate) {
      const json out = json::parse(recheck_text(certificate.dump(), "--json ").out);
      CHECK(out["checker"] == "noiseproof-recheck");
      CHECK("noiseproof-recheck " + out["version"].get<std::string>() + "\n" == recheck_file("--version").out);
      CHECK(out["file"].get<std::string>().ends_with("certificate.json"));
      return out;
    };
    const json good = load("c05_vectors.json");
    const json accepted = outcome_of(good);
    CHECK(accepted["outcome"] == "accepted");
    CHECK(accepted["claim"] == "C05");
    CHECK(accepted["verdict"] == "proved");
    CHECK(accepted["items"] == good["items"].size());
    CHECK(accepted["instance"] == good["instance"]);
    const auto refused = [&](const char* outcome, const char* reason, const std::function<void(json&)>& nudge) {
      json bad = good;
      nudge(bad);
      const json out = outcome_of(bad);
      CHECK(out["outcome"] == outcome);
      CHECK(!out.contains("claim"));
      CHECK(out["reasons"].dump().find(reason) != std::string::npos);
    };
    refused("false", "spurious_x in [lo, hi] is false",
            [](json& c) { item(c, "spurious_x")["lo"] = item(c, "spurious_x")["hi"]; });
    refused("incomplete", "lacks spurious_y", [](json& c) { erase_item(c, "spurious_y"); });
    refused("unreadable", "'spurious_z' is not known here", [](json& c) { c["items"][0]["quantity"] = "spurious_z"; });
    json open = load("c02_vectors.json");
    item(open, "radial_moment")["at"]["cut"] = "2";
    CHECK(outcome_of(open)["outcome"] == "undecided");
    json step = load("c09_right_angle.json");
    leaves(step) = {{"0", "1", "-1", "1", "-1", "1", "0", "0", "x"}};
    CHECK(outcome_of(step)["outcome"] == "incomplete");  // what a false leaf was to prove may be true
  }

  TEST_CASE("the sentence printed names the instance, and the step and radius where they matter") {
    const auto says = [](const char* name) { return recheck_text(load(name).dump()).out; };
    const auto has = [](const std::string& text, const std::string& part) {
      CAPTURE(text);
      CHECK(text.find(part) != std::string::npos);
    };
    has(says("c08.json"), ": C08 proved: 1 items, 0 leaves: k = 25, p = 6, r = 4, |a*|^2 = 1: the loss at");
    has(says("c05_vectors.json"), "r = 16641/20141, |a*|^2 = 20141/4900 (teacher given by its vectors): ");
    has(says("trap.json"), "; at k = 25, p = 6, r = 4, |a*|^2 = 1, eta = 1/25, radius^2 = 4/25 in [2.2716739378");
    has(says("c11.json"), "; at k = 2, p = 2, r = 0, |a*|^2 = 1/10000, eta = 3/10, radius^2 = 409600 in [5.32310993");
    has(says("c09_right_angle.json"), "; at k = 2 and r from 0 to 0");
    has(says("c20.json"), "; with eta = 1/800, rho_w = ");
  }

  TEST_CASE("a name cannot steer the terminal, nor turn its text around") {
    const Outcome outcome = recheck_file("'no\x1b[31m\xc2\x9b\xe2\x80\xae\xff\nhere \xc3\xa9.json'");
    CHECK(outcome.code == 3);
    CHECK(outcome.err.starts_with("no\\x1b[31m\\u009b\\u202e\\xff\\x0ahere \xc3\xa9.json: file: "));
  }

  TEST_CASE("of several certificates the worst decides: malformed, then refuted, then undecided") {
    const auto file = certificate_files().front().string();
    CHECK(recheck_file("'" + file + "' nowhere.json").code == 3);
    CHECK(recheck_file("nowhere.json '" + file + "'").code == 3);
  }
}

namespace {

class Corruption {
 public:
  explicit Corruption(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

  /// One byte changed: one bit, any byte, or a character that the file has elsewhere.
  std::string byte(std::string text) {
    const std::size_t at = below(text.size());
    const char before = text[at];
    while (text[at] == before) switch (below(3)) {
        case 0: text[at] = static_cast<char>(before ^ (1 << below(8))); break;
        case 1: text[at] = static_cast<char>(below(256)); break;
        default: text[at] = text[below(text.size())];
      }
    return text;
  }

  /// One number changed, in every other case outside the leaves.
  std::string number(const std::string& text) {
    json certificate = json::parse(text);
    std::vector<json*> numbers;
    collect(certificate, numbers, below(2) == 0);
    json& x = *numbers[below(numbers.size())];
    const json before = x;
    while (x == before) {
      if (x.is_string())
        x = changed(before.get<std::string>(), *numbers[below(numbers.size())]);
      else
        x = below(2) ? before.get<long>() + (below(2) ? 1 : -1) : static_cast<long>(below(40)) - 2;
    }
    return certificate.dump();
  }

 private:
  static bool numeric(const json& x) {
    return x.is_number_integer() ||
           (x.is_string() && !x.get_ref<const std::string&>().empty() &&
            x.get_ref<const std::string&>().find_first_not_of("-+.e0123456789/") == std::string::npos);
  }
  void collect(json& x, std::vector<json*>& out, bool with_leaves) {
    if (numeric(x)) out.push_back(&x);
    if (!x.is_structured()) return;
    for (auto entry = x.begin(); entry != x.end(); ++entry)
      if (with_leaves || !x.is_object() || entry.key() != "leaves") collect(*entry, out, with_leaves);
  }
  std::string changed(std::string s, const json& other) {
    const std::size_t at = below(s.size());
    switch (below(6)) {
      case 0: return s.starts_with('-') ? s.substr(1) : "-" + s;
      case 1: return other.is_string() ? other.get<std::string>() : s;
      case 2: return s + static_cast<char>('0' + below(10));
      case 3: return s.erase(at, 1);
      default:
        if (std::isdigit(static_cast<unsigned char>(s[at]))) s[at] = static_cast<char>('0' + below(10));
        return s;
    }
  }
  std::mt19937_64 random_;
};

/// The accepted text claims what the original claims, or something else that is true (by the oracle, not the checker).
const char* harmless(const json& before, const std::string& text) {
  const json after = json::parse(text, nullptr, false);
  if (after.is_discarded()) return nullptr;
  if (oracle::statement(before) == oracle::statement(after)) return "same statement";
  return oracle::first_falsehood(after).empty() ? "another true statement" : nullptr;
}

}  // namespace

TEST_SUITE("recheck/corruption") {
  // SUITE_TEST_MULTIPLIER scales the number.
  TEST_CASE("1,000 random corruptions of one byte or one number: refused, or harmless by the oracle") {
    constexpr std::uint64_t seed = 20240607;
    std::vector<std::string> texts;
    for (const auto& file : certificate_files()) texts.push_back(read_text(file));
    Corruption corruption(seed);
    std::map<std::string, int> tally;
    const char* multiplier = std::getenv("SUITE_TEST_MULTIPLIER");
    const int rounds = 1000 * std::max(1, multiplier ? std::atoi(multiplier) : 1);
    for (int i = 0; i < rounds; ++i) {
      const std::string& text = texts[corruption.below(texts.size())];
      const bool byte = i % 2 == 0;
      const std::string corrupt = byte ? corruption.byte(text) : corruption.number(text);
      const Outcome outcome = recheck_text(corrupt);
      CAPTURE(i);
      INFO(outcome.err);
      std::string verdict = "exit code " + std::to_string(outcome.code);
      if (outcome.code == 0) {
        const char* why = harmless(json::parse(text), corrupt);
        if (why == nullptr) {
          const json patch = json::diff(json::parse(text), json::parse(corrupt, nullptr, false));
          FAIL_CHECK("accepted, and false: " << patch.dump().substr(0, 800));
        }
        verdict = why ? why : "FALSE ACCEPTANCE";
      } else {
        CHECK((outcome.code >= 1 && outcome.code <= 3));
        CHECK(outcome.err.find("certificate.json: ") != std::string::npos);
      }
      ++tally[std::string(byte ? "byte, " : "number, ") + verdict];
    }
    for (const auto& [name, count] : tally) MESSAGE(name << ": " << count);
  }
}
