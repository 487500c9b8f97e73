#include "core/toml_table.hpp"

#include <algorithm>
#include <sstream>

#include "core/error.hpp"

namespace noiseproof {

toml::table parse_table(const std::string& text, const std::string& name) {
  const auto malformed = [](const std::string& where, const std::string& why) {
    throw Error(Error::Kind::input, where, "malformed TOML: " + why);
  };
  // toml++ recurses once per nesting level.
  int depth = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') depth = std::max(0, depth - 1);
    if (depth > 64) malformed(name, "brackets nested too deeply");
    if (c == '\0') malformed(name, "it contains a NUL byte");
  }
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& e) {
    std::ostringstream where;
    where << name << ":" << e.source().begin.line << ":" << e.source().begin.column;
    std::string reason(e.description());
    std::replace_if(reason.begin(), reason.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    malformed(where.str(), reason);
  }
  return {};
}

void allow_only(const toml::table& table, const std::string& where, std::initializer_list<const char*> keys) {
  for (const auto& [key, node] : table) {
    bool known = false;
    std::string list;
    for (const char* k : keys) {
      known = known || key.str() == k;
      list += (list.empty() ? "" : ", ") + std::string(k);
    }
    if (!known)
      throw Error(Error::Kind::input, where + "." + std::string(key.str()), "unknown field (known: " + list + ")");
  }
}

}  // namespace noiseproof
