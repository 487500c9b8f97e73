// False twins: leaves that leave a critical point out, brackets without a root.
#include "twins.hpp"

namespace twins {
namespace {

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

}  // namespace

std::vector<Twin> exclusion_twins() {
  return {
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
  };
}

}  // namespace twins
