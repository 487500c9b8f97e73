// What each claim's certificate must contain (docs/certificate.md, last section).
#include <map>
#include <set>

#include "items.hpp"

namespace recheck {
namespace {

using Items = std::vector<Node>;

/// The items with this quantity or statement and, if a key is given, this word at `key` or at `at.key`.
Items select(const Items& items, const std::string& name, const char* key = "", const std::string& word = "") {
  Items out;
  for (const Node& item : items) {
    if (item.at(item.has("quantity") ? "quantity" : "statement").text() != name) continue;
    const Node holder = item.has("at") && item.at("at").has(key) ? item.at("at") : item;
    if (*key == 0 || (holder.has(key) && holder.at(key).word() == word)) out.push_back(item);
  }
  return out;
}

void need(bool there, const Node& top, const std::string& what) {
  if (!there) top.rejected("lacks " + what);
}

void kernel_items(const Items& items, const Instance&, const Node& top) {
  std::set<mpq_class> angles;
  for (const Node& item : select(items, "kernel_definition")) angles.insert(item.at("at").at("t").rational());
  need(angles.size() >= 8, top, "8 kernel_definition items with distinct t");
  for (const mpq_class& t : {mpq_class(0), mpq_class(1, 2), mpq_class(1)})
    need(angles.contains(t), top, "kernel_definition at t = " + t.get_str());
  for (const char* name : {"kernel", "kernel_derivative", "kernel_second_derivative"}) {
    bool there = false;
    for (const Node& item : select(items, name))
      there = there || item.at("at").at("t").rationals(2) == std::vector<mpq_class>{0, 1};
    need(there, top, std::string(name) + " over [0, 1]");
  }
}

using StudentKey = std::pair<std::vector<mpq_class>, std::vector<mpq_class>>;

StudentKey student(const Node& item, const Instance& in) {
  return {item.at("at").at("w").rationals(static_cast<std::size_t>(in.p)),
          item.at("at").at("a").rationals(static_cast<std::size_t>(in.k))};
}

void loss_items(const Items& items, const Instance& in, const Node& top) {
  std::set<StudentKey> students;
  for (const Node& item : select(items, "loss")) students.insert(student(item, in));
  need(students.size() >= 3, top, "3 loss items at distinct students");
}

void gradient_items(const Items& items, const Instance& in, const Node& top) {
  std::map<StudentKey, std::set<std::pair<std::string, long>>> entries;
  for (const char* name : {"gradient_w", "gradient_a"})
    for (const Node& item : select(items, name))
      entries[student(item, in)].insert({name, item.at("at").at("index").integer(0, kMaxUnits)});
  bool there = false;
  for (const auto& [key, found] : entries) there = there || found.size() == static_cast<std::size_t>(in.p + in.k);
  need(there, top, "every entry of gradient_w and gradient_a at one student");
}

void minimum_items(const Items& items, const Instance& in, const Node& top) {
  bool there = false;
  for (const Node& item : select(items, "r_below_threshold", "k", std::to_string(in.k)))
    there = there || item.at("at").at("r").rational() == in.r;
  need(there, top, "r_below_threshold at the instance's k and r");
  const bool below = below_threshold(in.k, in.r, top);
  for (const char* name : {"strict_minimum_region", "growth_angle", "growth_radius"})
    need(!below || !select(items, name).empty(), top, name);
  const std::string sign = below ? "negative" : "positive";
  need(in.k == 1 || !select(items, "spurious_alpha", "sign", sign).empty(), top, "spurious_alpha with sign " + sign);
}

void critical_items(const Items& items, const Instance& in, const Node& top) {
  bool there = false;
  for (const Node& item : select(items, "critical_points", "k", std::to_string(in.k))) {
    const std::vector<mpq_class> r = item.at("r").rationals(2);
    there = there || (r[0] <= in.r && in.r <= r[1]);
  }
  need(there, top, "critical_points with the instance's k and a range that holds its r");
  if (!below_threshold(in.k, in.r, top)) return;
  need(!select(items, "saddle_angle").empty(), top, "saddle_angle");
  need(!select(items, "hessian_spectrum", "point", "saddle").empty(), top, "hessian_spectrum at the saddle");
}

struct Need {
  const char *name, *key = "", *word = "";
};

struct Claim {
  const char *stem, *verdict;
  std::vector<Need> needs;
  void (*more)(const Items&, const Instance&, const Node&) = nullptr;
};

const std::map<std::string, Claim>& claims() {
  constexpr const char *best = "global_optimum", *bad = "spurious_point";
  static const std::map<std::string, Claim> table{
      {"C01", {"dual_kernel", "proved", {{"radial_moment", "n", "3"}}, kernel_items}},
      {"C02", {"loss_closed_form", "proved", {{"radial_moment", "n", "1"}, {"radial_moment", "n", "3"}}, loss_items}},
      {"C03", {"gradient_closed_form", "proved", {}, gradient_items}},
      {"C04", {best, "proved", {{"hessian_spectrum", "point", best}, {"spurious_loss", "sign", "positive"}}}},
      {"C05", {"spurious_location", "proved", {{"spurious_x"}, {"spurious_y"}, {"spurious_alpha"}}}},
      {"C06", {"spurious_hessian", "proved", {{"hessian_spectrum", "point", bad}, {"spurious_alpha"}}}},
      {"C07", {"spurious_is_local_minimum", "proved", {}, minimum_items}},
      {"C08", {"spurious_does_not_generalize", "proved", {{"spurious_loss", "sign", "positive"}}}},
      {"C09", {"critical_points_complete", "proved", {}, critical_items}},
      {"C18",
       {"sharp_or_flat",
        "refuted",
        {{"hessian_trace", "point", best},
         {"hessian_trace", "point", bad},
         {"hessian_largest", "point", best},
         {"hessian_largest", "point", bad},
         {"rise_order2", "point", best},
         {"rise_order2", "point", bad},
         {"rise_order3", "point", best},
         {"rise_order3", "point", bad},
         {"optimum_rises_more"}}}}};
  return table;
}

}  // namespace

std::string check_claim(const Node& top) {
  const Node id = top.at("claim");
  const auto claim = claims().find(id.text());
  if (claim == claims().end()) id.malformed("is not a claim this checker knows");
  if (top.at("stem").text() != claim->second.stem) top.at("stem").malformed("is not the stem of the claim");
  if (top.at("verdict").one_of({"proved", "refuted", "undecided"}) != claim->second.verdict)
    top.at("verdict").rejected(std::string("is not '") + claim->second.verdict + "'");
  return claim->first;
}

void check_required(const std::vector<Node>& items, const Instance& instance, const Node& top) {
  const Claim& claim = claims().at(top.at("claim").text());
  for (const auto& [name, key, word] : claim.needs)
    need(!select(items, name, key, word).empty(), top,
         std::string(name) + (*key ? std::string(" with ") + key + " " + word : ""));
  if (claim.more) claim.more(items, instance, top);
}

}  // namespace recheck
