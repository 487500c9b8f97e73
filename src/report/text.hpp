#pragma once
// Text out: escaping for XML and Markdown, numbers and durations for people. Locale is never consulted.
#include <cstddef>
#include <string>
#include <string_view>

namespace noiseproof {

/// Text for an element or a quoted attribute of HTML or SVG: & < > " ' escaped, characters that XML forbids
/// dropped, malformed UTF-8 replaced by U+FFFD.
std::string escape_xml(std::string_view text);

/// Text that Markdown shows as it stands, also in a table cell: punctuation escaped, line breaks to spaces.
std::string escape_markdown(std::string_view text);

/// One word of a shell's command line (bash), in quotes unless it is plain; what could steer a terminal, and what is no
/// UTF-8, as octal escapes.
std::string shell_word(std::string_view text);

/// A fence of backticks for a block of code in Markdown, longer than any in the text.
std::string code_fence(std::string_view text);

/// A duration (seconds >= 0) for people: "0.03 s", "12.4 s", "3 min 20 s", "2 h 5 min"; "" if not finite.
std::string format_seconds(double seconds);

/// At most `digits` significant digits, trailing zeros dropped, a true minus sign, powers of ten as "2.5·10⁻⁷".
std::string format_number(double value, int digits = 4);

/// 0 to 9.
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The text with its numbers as people write them, no digit lost or rounded: 1.99e+00 is 1.99, 3.58e-02 is 0.0358,
/// 2e+01 is 20, 1.5e+06 is 1.5·10⁶ (from a million on, if its digits do not reach the point; below 10⁻⁴). Code in
/// backticks, and what is no number by itself, as in a hash, stay.
std::string plain_numbers(std::string_view text);

/// A statement of Coq, which is on one line, over several: a new one after each premise and each quantifier.
std::string in_lines(std::string_view statement);

/// "10⁻³" for n = -3.
std::string power_of_ten(int n);

/// Number of code points: what a column or a label is wide, roughly.
std::size_t text_length(std::string_view text);

/// Small letters, digits, "-" and "_" only, for file names; "plot" if nothing is left.
std::string slug(std::string_view text);

}  // namespace noiseproof
