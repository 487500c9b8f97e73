#pragma once
// False twins of the committed certificates: each is nudged off, and must be refused. One function for each part of the
// checker that is to see it.
#include <gmpxx.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "runner.hpp"

namespace twins {

using nlohmann::json;

struct Twin {
  const char* name;
  const char* certificate;
  int code;
  const char* message;  ///< a part of the line on stderr
  std::function<void(json&)> nudge;
};

std::vector<Twin> enclosures_twins();
std::vector<Twin> exclusion_twins();
std::vector<Twin> trap_twins();
std::vector<Twin> dissipation_twins();
std::vector<Twin> telling_twins();
std::vector<Twin> reader_twins();

// What they are nudged with.

/// The committed certificate whose name starts with this.
inline json load(const std::string& name) {
  for (const auto& file : certificate_files())
    if (file.filename().string().starts_with(name)) return json::parse(read_text(file));
  throw std::runtime_error("no certificate " + name);
}

inline json& item(json& certificate, const std::string& name, std::size_t skip = 0) {
  for (json& x : certificate["items"])
    if ((x.contains("quantity") ? x["quantity"] : x["statement"]) == name && skip-- == 0) return x;
  throw std::runtime_error("no item " + name);
}

/// The item; the others are dropped, which saves their time where the item is to be refused.
inline json& alone(json& certificate, const std::string& name, std::size_t skip = 0) {
  certificate["items"] = json::array({item(certificate, name, skip)});
  return certificate["items"][0];
}

inline void erase_item(json& certificate, const std::string& name) {
  auto& items = certificate["items"];
  for (std::size_t i = items.size(); i-- > 0;)
    if ((items[i].contains("quantity") ? items[i]["quantity"] : items[i]["statement"]) == name) items.erase(i);
}

/// Adds the item that this quantity lies in [lo, hi].
inline void add_enclosure(json& certificate, const char* quantity, const json& at, const char* lo, const char* hi) {
  certificate["items"].push_back({{"kind", "enclosure"},
                                  {"quantity", quantity},
                                  {"at", at},
                                  {"lo", lo},
                                  {"hi", hi},
                                  {"decimal", {"-1e9", "1e9"}},
                                  {"says", ""},
                                  {"verdict", "proved"}});
}

inline json& cell(json& certificate, std::size_t i) { return item(certificate, "trapping_probability")["cells"][i]; }

inline json& leaves(json& certificate) { return item(certificate, "critical_points")["parts"][0]["leaves"]; }

/// One cell for all starts, and the probability that would follow.
inline void whole_cell(json& certificate, const char* free, const char* trapped, const char* probability) {
  json& x = item(certificate, "trapping_probability");
  x["lo"] = x["hi"] = probability, x["decimal"] = {probability, probability};
  x["cells"] = {{"-1", "1", "-1", "1", free, 0, trapped, 0}};
}

using Ends = std::vector<mpq_class>;  // lo, hi for each coordinate

/// A tiling of the domain by bisection; `box` comes first.
inline std::vector<Ends> tiling_from(const Ends& box, Ends domain) {
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

inline json texts(const Ends& box) {
  json out = json::array();
  for (const mpq_class& end : box) out.push_back(end.get_str());
  return out;
}

}  // namespace twins
