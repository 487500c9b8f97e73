// What a complete certificate says, of which instance: in the checker's own words, those of the certificate are not
// read.
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
