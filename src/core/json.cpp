#include "core/json.hpp"

#include <set>
#include <vector>

#include "core/error.hpp"

namespace noiseproof {

nlohmann::json parse_json(const std::string& text, const std::string& where) {
  using nlohmann::json;
  if (text.find('\0') != std::string::npos) throw Error(Error::Kind::input, where, "holds a NUL byte");
  std::vector<std::set<std::string>> keys;
  const auto once = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key && !keys.back().insert(value.get<std::string>()).second)
      throw Error(Error::Kind::input, where, "has the key '" + value.get<std::string>() + "' twice");
    return true;
  };
  try {
    return json::parse(text, once);
  } catch (const json::exception&) {
    throw Error(Error::Kind::input, where, "is no JSON");
  }
}

}  // namespace noiseproof
