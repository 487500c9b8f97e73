#include "report/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/utf8.hpp"

namespace noiseproof {
namespace {

std::string strip_zeros(std::string digits) {
  if (digits.find('.') == std::string::npos) return digits;
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

}  // namespace

std::string escape_xml(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const auto [c, n] = first_character(text);
    if (n == 0 || c == 0xFFFE || c == 0xFFFF)  // no UTF-8, no XML characters
      out += "\xEF\xBF\xBD";
    else if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\'')
      out += "&#39;";
    else if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r')
      out += text.substr(0, n);
    text.remove_prefix(n == 0 ? 1 : n);
  }
  return out;
}

std::string escape_markdown(std::string_view text) {
  constexpr std::string_view special = "\\`*_[]<>|#~$&";
  std::string out;
  for (const char c : text) {
    if (c == '\n' || c == '\r') {
      out += ' ';
      continue;
    }
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string shell_word(std::string_view text) {
  constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:,@%+-";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
  std::string out, escaped;
  bool steers = false;
  while (!text.empty()) {
    const auto [code, n] = first_character(text);
    const std::size_t bytes = n == 0 ? 1 : n;
    const bool shown = n > 0 && !is_steering(code) && code != '\n' && code != '\t';
    steers = steers || !shown;
    for (const char c : text.substr(0, bytes)) {
      if (!shown)
        escaped += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
      else
        escaped += (c == '\'' || c == '\\' ? "\\" : "") + std::string(1, c);
      out += c == '\'' ? "'\\''" : std::string(1, c);
    }
    text.remove_prefix(bytes);
  }
  return steers ? "$'" + escaped + "'" : "'" + out + "'";
}

std::string code_fence(std::string_view text) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  return std::string(std::max<std::size_t>(3, longest + 1), '`');
}

std::string format_seconds(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "";
  if (seconds < 0.005) return "< 0.01 s";
  if (seconds < 9.995) return fmt::format("{:.2f} s", seconds);
  if (seconds < 99.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string in_lines(std::string_view statement) {
  constexpr std::string_view kForall = "forall ", kArrow = " ->";
  std::string out;
  bool quantifier = false;
  for (std::size_t i = 0; i < statement.size(); ++i) {
    quantifier = quantifier || statement.substr(i, kForall.size()) == kForall;
    const bool premise = i + 1 >= kArrow.size() && statement.substr(i + 1 - kArrow.size(), kArrow.size()) == kArrow;
    out += statement[i];
    if (i + 1 == statement.size() || statement[i + 1] != ' ' || !(premise || (quantifier && statement[i] == ',')))
      continue;
    quantifier = quantifier && statement[i] != ',';
    out += "\n ";
  }
  return out;
}

std::string power_of_ten(int n) {
  static constexpr std::string_view raised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string out = "10";
  for (const char c : std::to_string(n)) out += c == '-' ? "⁻" : raised[c - '0'];
  return out;
}

std::string format_number(double value, int digits) {
  if (std::isnan(value)) return "not a number";
  if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
  if (value == 0) return "0";
  const std::string scientific = fmt::format("{:.{}e}", std::fabs(value), digits - 1);
  const auto e = scientific.find('e');
  const int exponent = std::stoi(scientific.substr(e + 1));
  const std::string sign = value < 0 ? "−" : "";
  if (exponent >= -3 && exponent < 6) {
    return sign + strip_zeros(fmt::format("{:.{}f}", std::fabs(value), std::max(0, digits - 1 - exponent)));
  }
  const std::string mantissa = strip_zeros(scientific.substr(0, e));
  return sign + (mantissa == "1" ? "" : mantissa + "·") + power_of_ten(exponent);
}

namespace {

/// May stand in a number or a name.
bool in_token(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.';
}

/// d[.ddd]e(+|-)dd[d...] at the front of the text: how long it is, where its e is; nothing if it is not there.
struct Scientific {
  std::size_t e, length;
};
std::optional<Scientific> scientific_at(std::string_view text) {
  std::size_t i = 0;
  const auto digits = [&] {
    const std::size_t from = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i - from;
  };
  if (digits() != 1) return std::nullopt;
  if (i < text.size() && text[i] == '.' && (++i, digits() == 0)) return std::nullopt;
  const std::size_t e = i;
  if (i + 1 >= text.size() || text[i] != 'e' || (text[i + 1] != '+' && text[i + 1] != '-')) return std::nullopt;
  i += 2;
  const std::size_t size = digits();
  if (size < 2 || size > 6 || (i < text.size() && in_token(text[i]) && text[i] != '.')) return std::nullopt;
  return Scientific{e, i};
}

/// Of "1.99" and 2: "199"; of "3.5" and -1: "0.35".
std::string shifted(std::string_view mantissa, int exponent) {
  constexpr int kSmallest = -4, kLargest = 6;  // powers of ten that are written out
  std::string digits(1, mantissa.front());
  if (mantissa.size() > 2) digits += mantissa.substr(2);
  const int behind = static_cast<int>(digits.size()) - 1 - exponent;
  if (exponent < kSmallest || (behind < 0 && exponent >= kLargest))
    return (mantissa == "1" ? "" : std::string(mantissa) + "·") + power_of_ten(exponent);
  if (exponent < 0) return "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  if (behind > 0) digits.insert(digits.size() - static_cast<std::size_t>(behind), ".");
  if (behind < 0) digits.append(static_cast<std::size_t>(-behind), '0');
  return digits;
}

}  // namespace

std::string plain_numbers(std::string_view text) {
  std::string out;
  bool code = false;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '`') code = !code;
    const bool inside = code || (i > 0 && in_token(text[i - 1]));
    const auto found = inside ? std::nullopt : scientific_at(text.substr(i));
    if (!found) {
      out += text[i++];
      continue;
    }
    const std::string_view number = text.substr(i, found->length);
    out += shifted(number.substr(0, found->e), std::stoi(std::string(number.substr(found->e + 1))));
    i += found->length;
  }
  return out;
}

std::size_t text_length(std::string_view text) {
  std::size_t n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

std::string slug(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-')
      out += c;
    else if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c - 'A' + 'a');
    else if (!out.empty() && out.back() != '-')
      out += '-';
  }
  while (!out.empty() && out.back() == '-') out.pop_back();
  return out.empty() ? "plot" : out;
}

}  // namespace noiseproof
