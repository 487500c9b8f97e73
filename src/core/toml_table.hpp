#pragma once
// Reading TOML with one-line errors: what every reader of a user's file shares. Included by .cpp files only.
#include <toml++/toml.h>

#include <initializer_list>
#include <string>

namespace noiseproof {

/// Parses a TOML document. Throws Error(input) with one line "name:line:column: malformed TOML: reason"; also for what
/// toml++ itself does not survive (nesting deep enough to exhaust the stack) or silently cuts off (a NUL byte).
toml::table parse_table(const std::string& text, const std::string& name);

/// Throws Error(input) naming the first field of the table that is not one of `keys`.
void allow_only(const toml::table& table, const std::string& where, std::initializer_list<const char*> keys);

}  // namespace noiseproof
