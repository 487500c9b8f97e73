#include "rigor/certificate_json.hpp"

#include <sstream>

#include "core/error.hpp"
#include "core/file.hpp"

namespace noiseproof {
namespace {

/// One value a line down to the level of items and leaves; what is short stays on one line. Thousands of leaves stay
/// readable and small.
void print(std::ostream& out, const Json& json, int depth) {
  constexpr int kDeepest = 6;
  constexpr std::size_t kShort = 3, kLine = 200;
  if (!json.is_structured() || (json.size() <= kShort && json.dump().size() <= kLine) || depth >= kDeepest ||
      (json.is_array() && !json.front().is_structured())) {
    out << json.dump();
    return;
  }
  const std::string indent(static_cast<std::size_t>(depth) + 1, ' ');
  out << (json.is_object() ? "{\n" : "[\n");
  std::size_t i = 0;
  for (const auto& entry : json.items()) {
    out << indent;
    if (json.is_object()) out << Json(entry.key()).dump() << ": ";
    print(out, entry.value(), depth + 1);
    out << (++i < json.size() ? ",\n" : "\n");
  }
  out << indent.substr(1) << (json.is_object() ? "}" : "]");
}

Json rationals(const std::vector<Rational>& v) {
  Json out = Json::array();
  for (const Rational& x : v) out.push_back(to_string(x));
  return out;
}

}  // namespace

std::string certificate_text(const Json& json) {
  std::ostringstream text;
  print(text, json, 0);
  text << '\n';
  return std::move(text).str();
}

void write_certificate(const std::filesystem::path& file, const Json& json) {
  std::error_code ec;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), ec);
  write_text(file, certificate_text(json));
}

Json bounds_to_json(const Bounds& b) { return Json::array({to_string(b.lo), to_string(b.hi)}); }

Json leaf_to_json(const Leaf& leaf) {
  Json out = Json::array();
  for (const Bounds& side : leaf.box) {
    out.push_back(to_string(side.lo));
    out.push_back(to_string(side.hi));
  }
  out.push_back(leaf.reason);
  return out;
}

Json leaves_to_json(const std::vector<Leaf>& leaves) {
  Json out = Json::array();
  for (const Leaf& leaf : leaves) out.push_back(leaf_to_json(leaf));
  return out;
}

Leaf leaf_from_json(const Json& json) {
  if (!json.is_array() || json.size() < 3 || json.size() % 2 == 0)
    throw Error(Error::Kind::bad_certificate, "leaf", "is not an array of end points and a reason");
  Leaf out;
  for (std::size_t i = 0; i + 1 < json.size(); i += 2)
    out.box.push_back(
        {parse_rational(json[i].get<std::string>(), "leaf"), parse_rational(json[i + 1].get<std::string>(), "leaf")});
  out.reason = json.back().get<std::string>();
  return out;
}

Json invariants_to_json(const Instance& z) {
  return {{"k", z.k}, {"p", z.p}, {"r", to_string(z.r)}, {"norm_sq", to_string(z.norm_sq)}};
}

Json instance_to_json(const Instance& instance) {
  Json out = invariants_to_json(instance);
  if (!instance.a_star.empty()) out["a_star"] = rationals(instance.a_star);
  if (!instance.w_star.empty()) out["w_star"] = rationals(instance.w_star);
  return out;
}

}  // namespace noiseproof
