#pragma once
// Reading TOML with one-line errors: what every reader of a user's file shares. Included by .cpp files only.
#include <initializer_list>
#include <string>

// toml++ 3.3 violates its own assertions on some malformed files ("[.x]", found by fuzzing); under NDEBUG it then
// *assumes* them, which is undefined behaviour. So its assertions throw here, in every build, and parse_table turns
// that into its one line.
namespace noiseproof {
[[noreturn]] void throw_toml_assertion(const char* expression);
}
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expr) ((expr) ? static_cast<void>(0) : noiseproof::throw_toml_assertion(#expr))
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

namespace noiseproof {

/// Parses a TOML document. Throws Error(input) with one line "name:line:column: malformed TOML: reason"; also for what
/// toml++ itself does not survive (nesting deep enough to exhaust the stack) or silently cuts off (a NUL byte).
toml::table parse_table(const std::string& text, const std::string& name);

/// Throws Error(input) naming the first field of the table that is not one of `keys`.
void allow_only(const toml::table& table, const std::string& where, std::initializer_list<const char*> keys);

}  // namespace noiseproof
