#include "report/register.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>
#include <string_view>

#include "core/error.hpp"
#include "core/toml_table.hpp"
#include "report/text.hpp"

namespace noiseproof {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& what) {
  throw Error(Error::Kind::input, where, what);
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

bool is_id(const std::string& s) { return s.size() == 3 && s[0] == 'C' && is_digit(s[1]) && is_digit(s[2]); }

bool is_stem(const std::string& s) {
  return !s.empty() && is_lower(s[0]) &&
         std::all_of(s.begin(), s.end(), [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

std::string field(const toml::table& record, std::string_view key, const std::string& where) {
  const auto value = record[key].value<std::string>();
  if (!value || value->empty()) fail(where, fmt::format("field \"{}\" is missing or not a non-empty string", key));
  return *value;
}

std::vector<std::string> list_of_words(const toml::table& record, std::string_view key, const std::string& where) {
  std::vector<std::string> out;
  const toml::array* list = record[key].as_array();
  if (list == nullptr) fail(where, fmt::format("field \"{}\" is not a list", key));
  for (const toml::node& entry : *list) {
    const auto word = entry.value<std::string>();
    if (!word) fail(where, fmt::format("field \"{}\" is not a list of strings", key));
    out.push_back(*word);
  }
  return out;
}

Claim parse_claim(const toml::table& record, const std::string& where) {
  allow_only(record, where, {"id", "stem", "says", "source", "wants", "expected", "theorems", "rests_on"});
  Claim claim;
  claim.id = field(record, "id", where);
  claim.stem = field(record, "stem", where);
  claim.says = field(record, "says", where);
  claim.source = field(record, "source", where);
  claim.wants = parse_evidence(field(record, "wants", where), where + ", field \"wants\"");
  if (record.contains("expected")) claim.expected = field(record, "expected", where);
  if (record.contains("theorems")) claim.theorems = field(record, "theorems", where);
  if (record.contains("rests_on")) claim.rests_on = list_of_words(record, "rests_on", where);
  if (!is_id(claim.id)) fail(where, fmt::format("id \"{}\" is not C and two digits", claim.id));
  if (!is_stem(claim.stem)) fail(where, fmt::format("stem \"{}\" is not in snake_case", claim.stem));
  if (claim.expected != "holds" && claim.expected != "conditional") {
    fail(where, fmt::format("expected = \"{}\" is neither \"holds\" nor \"conditional\"", claim.expected));
  }
  if (claim.theorems != "whole" && claim.theorems != "part") {
    fail(where, fmt::format("theorems = \"{}\" is neither \"whole\" nor \"part\"", claim.theorems));
  }
  return claim;
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

/// The section that a heading opens, or null for a heading of no interest.
std::string* section_of(ClaimReadme& readme, std::string_view heading) {
  std::string words;
  for (const char c : trimmed(heading)) {
    const auto u = static_cast<unsigned char>(c);
    if (std::isalpha(u)) words += static_cast<char>(std::tolower(u));
    if (c == ' ' && !words.empty() && words.back() != ' ') words += ' ';
  }
  words = trimmed(words);
  for (const std::string_view lead : {"what this ", "what it ", "it ", "this "}) {
    if (words.starts_with(lead)) words.erase(0, lead.size());
  }
  if (words == "statement" || words == "the statement") return &readme.statement;
  if (words == "shows") return &readme.shows;
  if (words == "does not show") return &readme.does_not_show;
  if (words == "other activations") return &readme.other_activations;
  return nullptr;
}

/// Every claim rests on claims of the register, and none, through others, on itself.
void require_order(const std::vector<Claim>& claims, const std::string& name) {
  std::set<std::string> known, settled;
  for (const Claim& claim : claims) known.insert(claim.id);
  for (const Claim& claim : claims)
    for (const std::string& id : claim.rests_on)
      if (!known.contains(id)) fail(name, fmt::format("{} rests on {}, which is not in the register", claim.id, id));
  // Takes away what rests on nothing that is left.
  for (std::size_t before = claims.size() + 1; settled.size() != before;) {
    before = settled.size();
    for (const Claim& claim : claims)
      if (std::all_of(claim.rests_on.begin(), claim.rests_on.end(),
                      [&](const std::string& id) { return settled.contains(id); }))
        settled.insert(claim.id);
  }
  for (const Claim& claim : claims)
    if (!settled.contains(claim.id)) fail(name, fmt::format("{} rests, through others, on itself", claim.id));
}

}  // namespace

std::string Claim::folder() const { return "c" + id.substr(1) + "_" + stem; }

Evidence parse_evidence(const std::string& text, const std::string& where) {
  for (const Evidence e :
       {Evidence::stated, Evidence::sampled, Evidence::computed, Evidence::enclosed, Evidence::kernel_checked}) {
    if (text == name(e)) return e;
  }
  fail(where, fmt::format("\"{}\" is not one of stated, sampled, computed, enclosed, kernel-checked", text));
}

std::vector<Claim> parse_register(const std::string& toml_text, const std::string& name) {
  const toml::table root = parse_table(toml_text, name);
  allow_only(root, name, {"claim", "sentence"});
  const toml::array* records = root["claim"].as_array();
  if (records == nullptr || records->empty()) fail(name, "no [[claim]] in the register");
  std::vector<Claim> claims;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < records->size(); ++i) {
    const toml::table* record = records->get(i)->as_table();
    const std::string where = fmt::format("{}, claim {}", name, i + 1);
    if (record == nullptr) fail(where, "not a table");
    claims.push_back(parse_claim(*record, where));
    for (const std::string& key : {claims.back().id, claims.back().stem}) {
      if (!seen.insert(key).second) fail(where, fmt::format("\"{}\" is used twice", key));
    }
  }
  require_order(claims, name);
  return claims;
}

std::vector<Sentence> parse_talk(const std::string& toml_text, const std::string& name) {
  const std::vector<Claim> claims = parse_register(toml_text, name);
  const toml::table root = parse_table(toml_text, name);
  std::vector<Sentence> out;
  const toml::array* records = root["sentence"].as_array();
  for (std::size_t i = 0; records != nullptr && i < records->size(); ++i) {
    const toml::table* record = records->get(i)->as_table();
    const std::string where = name + ", sentence " + std::to_string(i + 1);
    if (record == nullptr) fail(where, "not a table");
    allow_only(*record, where, {"says", "claims", "picture"});
    out.push_back({field(*record, "says", where), list_of_words(*record, "claims", where),
                   record->contains("picture") ? field(*record, "picture", where) : ""});
    for (const std::string& id : out.back().claims)
      if (std::none_of(claims.begin(), claims.end(), [&](const Claim& claim) { return claim.id == id; }))
        fail(where, fmt::format("{} is not in the register", id));
  }
  return out;
}

ClaimReadme split_readme(const std::string& markdown) {
  ClaimReadme readme;
  std::string* open = nullptr;
  std::size_t open_level = 0;
  bool fenced = false;
  std::istringstream lines(markdown);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.starts_with("```") || line.starts_with("~~~")) fenced = !fenced;
    const std::size_t level = fenced ? 0 : std::min(line.find_first_not_of('#'), line.size());
    const bool heading = level > 0 && level <= 6 && level < line.size() && line[level] == ' ';
    if (heading) {
      std::string* section = section_of(readme, std::string_view(line).substr(level));
      if (section != nullptr || level <= open_level) {
        open = section;
        open_level = level;
        continue;
      }
    }
    if (open != nullptr) *open += line + "\n";
  }
  readme.statement = trimmed(readme.statement);
  readme.shows = trimmed(readme.shows);
  readme.does_not_show = trimmed(readme.does_not_show);
  readme.other_activations = trimmed(readme.other_activations);
  return readme;
}

}  // namespace noiseproof
