// Names and messages for a terminal: what could steer it, or turn its text around, is shown instead of sent.
#include <array>
#include <cstdint>

#include "reader.hpp"

namespace recheck {
namespace {

struct Character {
  std::uint32_t code;
  std::size_t bytes;  ///< 0: not UTF-8
};

Character first_character(std::string_view s) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const std::size_t n = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || n > s.size()) return {byte(0), 0};
  std::uint32_t code = byte(0) & (0x7Fu >> n);
  for (std::size_t i = 1; i < n; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {byte(0), 0};
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  if (code < least[n] || code > 0x10FFFF || surrogate) return {byte(0), 0};
  return {code, n};
}

/// Control characters (C0, DEL, C1), marks and overrides of the direction, line separators, tags.
bool steers(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xE0000 && c < 0xE1000);
}

std::string hexadecimal(const char* before, std::uint32_t code, int digits) {
  std::string out = before;
  for (int i = digits - 1; i >= 0; --i) out += "0123456789abcdef"[code >> 4 * i & 15];
  return out;
}

}  // namespace

std::string printable(std::string_view text) {
  constexpr std::size_t kMost = 600;
  std::string out;
  while (!text.empty() && out.size() < kMost) {
    const auto [code, bytes] = first_character(text);
    if (bytes == 0 || (steers(code) && code < 0x80))
      out += hexadecimal("\\x", code, 2);
    else if (steers(code))
      out += code < 0x10000 ? hexadecimal("\\u", code, 4) : hexadecimal("\\U", code, 8);
    else
      out += text.substr(0, bytes);
    text.remove_prefix(bytes == 0 ? 1 : bytes);
  }
  return out;
}

}  // namespace recheck
