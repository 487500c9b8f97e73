#pragma once
// UTF-8 by characters, and text that cannot steer a terminal.
#include <cstddef>
#include <string>
#include <string_view>

namespace noiseproof {

struct Character {
  char32_t code;
  std::size_t bytes;  ///< 0: the first byte begins no well-formed sequence (overlong forms, surrogates); it is the code
};

/// The character at the beginning of `text`, which is not empty.
Character first_character(std::string_view text);

/// A control character (C0 but tab and line feed, DEL, C1), a mark or override of the direction, a line separator, an
/// invisible tag: what steers a terminal, or turns text around.
bool is_steering(char32_t code);

/// The text with such characters, and bytes that are no UTF-8, as escapes \u001b. In a JSON document they are its
/// strings' own escapes.
std::string printable(std::string_view text);

}  // namespace noiseproof
