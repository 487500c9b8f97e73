#include "core/toml_table.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "core/error.hpp"

namespace noiseproof {

void throw_toml_assertion(const char* expression) {
  throw std::logic_error(std::string("not TOML (") + expression + ")");
}

namespace {

/// The text with what lies outside ASCII masked in comments; elsewhere no field has a use for it, and toml++ 3.3 runs
/// into undefined behaviour on some letters (U+FEF7 in a key, found by fuzzing). Returns the line and
/// column of the first stray byte, or ""; a byte order mark at the beginning is dropped.
std::string mask_comments(std::string& text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  int line = 1, column = 0;
  bool comment = false;
  for (char& c : text) {
    ++column;
    if (c == '\n') {
      ++line;
      column = 0;
      comment = false;
    }
    comment = comment || c == '#';
    if (static_cast<unsigned char>(c) >= 128) {
      if (!comment) return std::to_string(line) + ":" + std::to_string(column);
      c = '?';
    }
  }
  return "";
}

}  // namespace

toml::table parse_table(const std::string& original, const std::string& name) {
  std::string text = original;
  const auto malformed = [](const std::string& where, const std::string& why) {
    throw Error(Error::Kind::input, where, "malformed TOML: " + why);
  };
  if (const std::string place = mask_comments(text); !place.empty())
    malformed(name + ":" + place, "only comments may have characters outside ASCII");
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
    std::replace_if(
        reason.begin(), reason.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    malformed(where.str(), reason);
  } catch (const std::logic_error& e) {
    malformed(name, e.what());
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
