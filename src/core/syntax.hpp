#pragma once
// The text of an expression as a tree of names and numbers, not yet checked for meaning (expression.hpp does that).
//
//   expression  term { ("+" | "-") term }
//   term        signed { ("*" | "/") signed }
//   signed      { "-" | "+" } power                 so that -x^2 is -(x^2)
//   power       primary [ "^" exponent ]            the exponent: an integer, or a constant in parentheses
//   primary     number | name | name "(" expression { "," expression } ")" | "(" expression ")"
#include <string>
#include <vector>

#include "core/error.hpp"

namespace noiseproof {

// An expression longer or deeper than this is refused before the parser, which recurses once per bracket, sees it.
inline constexpr std::size_t kMaxExpressionCharacters = 4000;
inline constexpr int kMaxBracketDepth = 64;

struct Syntax {
  enum class Kind { number, name, call, sum, product, power };
  Kind kind = Kind::number;
  std::string text;              ///< of a number, a name, or the name of a call
  std::vector<Syntax> children;  ///< arguments, summands, factors; base and exponent
  std::vector<bool> inverted;    ///< sum: subtracted; product: divided by
  std::size_t position = 0;      ///< where it begins in the text
};

/// Parses the text. `where` names the file and field in messages. Throws Error(input) with line, column and what was
/// expected, and with the source line and a caret beneath it as the error's excerpt.
Syntax parse_syntax(const std::string& text, const std::string& where);

/// The error "where, line L, column C: what" with its excerpt, for a place in an expression's text.
Error error_at(const std::string& text, std::size_t position, const std::string& where, const std::string& what);

}  // namespace noiseproof
