// What a complete certificate says, of which instance: in the checker's own words, those of the certificate are not
// read.
#include <climits>

#include "items.hpp"

namespace recheck {
namespace {

/// Of a long number the two ends.
std::string shortened(const mpq_class& x) {
  constexpr std::size_t kLong = 60, kEnd = 16;
  const std::string text = x.get_str();
  if (text.size() <= kLong) return text;
  return text.substr(0, kEnd) + "..." + text.substr(text.size() - kEnd) + " (" + std::to_string(text.size()) +
         " characters)";
}

std::string about(const Instance& in) {
  return "k = " + std::to_string(in.k) + ", p = " + std::to_string(in.p) + ", r = " + shortened(in.r) +
         ", |a*|^2 = " + shortened(in.norm_sq);
}

std::string at(const Node& item, const char* key, const char* symbol) {
  return std::string(", ") + symbol + " = " + shortened(item.at(key).rational());
}

/// What the item is about beside the certificate's instance; "" if nothing.
std::string particulars(const Node& item) {
  const std::string kind = item.at("kind").text();
  if (kind == "trap")
    return "at " + about(read_instance(item.at("instance"))) + at(item, "eta", "eta") +
           at(item, "radius_sq", "radius^2") + " in [" + item.at("decimal").entry(0).text() + ", " +
           item.at("decimal").entry(1).text() + "]";
  if (kind == "drift")
    return "with" + at(item.at("at"), "eta", "eta").substr(1) + at(item.at("at"), "rho_w", "rho_w") +
           at(item.at("at"), "rho_a", "rho_a") + at(item.at("at"), "level", "level");
  if (kind == "escape") {
    const Node one = item.at("phase_one"), two = item.at("phase_two");
    long steps = 0;
    for (std::size_t i = 0; i < two.size(); ++i) steps += two.entry(i).at("steps").integer(0, LONG_MAX);
    return "at " + about(read_instance(item.at("instance"))) +
           " from |a_0|^2 <= " + shortened(item.at("start_radius_sq").rational()) + ": " +
           std::to_string(one.at("burn_in").integer(0, LONG_MAX) + one.at("steps").integer(0, LONG_MAX)) + " steps" +
           at(one, "eta", "eta") + at(one, "rho_w", "rho_w") + at(one, "rho_a", "rho_a") + ", then " +
           std::to_string(steps) + " on " + std::to_string(two.size()) + " levels" + at(item, "accuracy", "accuracy") +
           at(item, "failure", "failure");
  }
  if (kind == "sure_trap" || kind == "never_settles")
    return "at " + about(read_instance(item.at("instance"))) + at(item, "eta", "eta") + at(item, "rho_w", "rho_w") +
           at(item, "rho_a", "rho_a") +
           (kind == "sure_trap" ? ""
                                : at(item, "distance", "distance/|a*|") + " from step " + item.at("steps").word() +
                                      " on" + at(item, "probability", "probability"));
  if (kind == "exclusion" && item.has("r")) {
    const std::vector<mpq_class> r = item.at("r").rationals(2);
    return "at k = " + item.at("k").word() + " and r from " + shortened(r[0]) + " to " + shortened(r[1]);
  }
  return "";
}

}  // namespace

std::string sentence_of(const std::vector<Node>& items, const Instance& instance, const std::string& claim) {
  std::string out =
      about(instance) + (instance.a_star.empty() ? "" : " (teacher given by its vectors)") + ": " + statement_of(claim);
  for (const Node& item : items)
    if (const std::string more = particulars(item); !more.empty()) out += "; " + more;
  return out;
}

}  // namespace recheck
