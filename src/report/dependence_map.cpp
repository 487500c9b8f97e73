// The map of dependence: which claim rests on which, coloured by the evidence reached.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/report.hpp"
#include "report/text.hpp"

namespace noiseproof {
namespace {

constexpr int kColumn = 196, kRow = 46, kWide = 168, kHigh = 36;

struct Box {
  int x, y;
};

/// The length of the longest chain of claims below each; the register has no circle.
std::map<std::string, int> depths(const Report& report) {
  std::map<std::string, int> out;
  for (const ClaimReport& entry : report.claims) out[entry.claim.id] = 0;
  for (bool moved = true; moved;) {
    moved = false;
    for (const ClaimReport& entry : report.claims)
      for (const std::string& below : entry.claim.rests_on)
        if (int& depth = out[entry.claim.id]; out.contains(below) && depth <= out[below]) {
          depth = out[below] + 1;
          moved = true;
        }
  }
  return out;
}

std::string css_class(const ClaimState& state) {
  if (state.settled() && state.refuted_at) return "false";
  return state.settled() && state.reached ? slug(name(*state.reached)) : "open";
}

}  // namespace

std::string dependence_map(const Report& report) {
  const std::vector<ClaimState> all = states(report);
  std::map<std::string, int> depth = depths(report);
  std::map<int, int> used;  // rows of a column
  std::map<std::string, Box> boxes;
  for (const ClaimReport& entry : report.claims) {
    const int column = depth[entry.claim.id];
    boxes[entry.claim.id] = {column * kColumn, used[column]++ * kRow};
  }
  int rows = 0, columns = 0;
  for (const auto& [column, count] : used) rows = std::max(rows, count), columns = std::max(columns, column + 1);
  std::string out = fmt::format(
      "<svg class=\"map\" viewBox=\"-2 -2 {0} {1}\" style=\"max-width:{0}px\" role=\"img\" aria-label=\"Which claim "
      "rests on which\">\n",
      std::max(1, columns) * kColumn, std::max(1, rows) * kRow);
  for (const ClaimReport& entry : report.claims)
    for (const std::string& below : entry.claim.rests_on) {
      const auto from = boxes.find(below);
      if (from == boxes.end()) continue;
      const Box to = boxes[entry.claim.id];
      const int x = from->second.x + kWide, y = from->second.y + kHigh / 2, end = to.y + kHigh / 2;
      out += fmt::format("<path d=\"M{} {}C{} {} {} {} {} {}\"/>\n", x, y, x + 24, y, to.x - 24, end, to.x, end);
    }
  for (std::size_t i = 0; i < report.claims.size(); ++i) {
    const Claim& claim = report.claims[i].claim;
    const Box at = boxes[claim.id];
    out += fmt::format(
        "<a href=\"#{0}\"><g class=\"m-{1}\"><title>{2}: {3}</title><rect x=\"{4}\" y=\"{5}\" width=\"{6}\" "
        "height=\"{7}\" rx=\"2\"/><text x=\"{8}\" y=\"{9}\" class=\"id\">{2}</text><text x=\"{8}\" y=\"{10}\">{0}"
        "</text></g></a>\n",
        claim.stem, css_class(all[i]), claim.id, escape_xml(words::evidence(all[i])), at.x, at.y, kWide, kHigh,
        at.x + 6, at.y + 14, at.y + 29);
  }
  return out + "</svg>\n";
}

}  // namespace noiseproof
