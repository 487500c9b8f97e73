#include "core/utf8.hpp"

#include <array>

namespace noiseproof {
namespace {

/// \uXXXX, beyond U+FFFF the two surrogates.
void append_escape(std::string& out, char32_t code) {
  if (code > 0xFFFF) {
    append_escape(out, 0xD800 + ((code - 0x10000) >> 10));
    append_escape(out, 0xDC00 + (code & 0x3FF));
    return;
  }
  out += "\\u";
  for (const int shift : {12, 8, 4, 0}) out += "0123456789abcdef"[code >> shift & 15];
}

}  // namespace

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const Character stray{byte(0), 0};
  if (byte(0) < 0x80) return {byte(0), 1};
  if (byte(0) < 0xC2 || byte(0) > 0xF4) return stray;
  const std::size_t n = byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  if (n > text.size()) return stray;
  char32_t code = byte(0) & (0x7Fu >> n);
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return stray;
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (code < least[n] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return stray;
  return {code, n};
}

bool is_steering(char32_t c) {
  const auto within = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  return (c < 0x20 && c != '\t' && c != '\n') || within(0x7F, 0x9F) || c == 0x61C || within(0x200B, 0x200F) ||
         within(0x2028, 0x202E) || within(0x2060, 0x206F) || c == 0xFEFF || within(0xE0000, 0xE0FFF);
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto [code, bytes] = first_character(text);
    if (bytes == 0 || is_steering(code))
      append_escape(out, code);
    else
      out += text.substr(0, bytes);
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return out;
}

}  // namespace noiseproof
