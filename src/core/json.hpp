#pragma once
// The one way in for JSON: stores, journals, shards, certificates.
#include <nlohmann/json.hpp>
#include <string>

namespace noiseproof {

/// The document that is all of `text`: nothing may follow it, and no NUL byte, which the parser takes for the end, nor
/// a key twice. Throws Error(input) at `where` (a file, a line of it).
nlohmann::json parse_json(const std::string& text, const std::string& where);

}  // namespace noiseproof
