// The grammar, in Boost.Spirit X3. The only file that includes Spirit (its seconds of compile time are spent once).
#include "core/syntax.hpp"

#include <algorithm>
#include <boost/spirit/home/x3.hpp>
#include <cctype>

namespace noiseproof {
namespace {

namespace x3 = boost::spirit::x3;
using Range = boost::iterator_range<const char*>;

/// Where the text begins, so that a node can say its offset: handed to the grammar's actions.
struct Origin {};

template <class Context>
std::size_t offset_of(const Context& context, const char* at) {
  return static_cast<std::size_t>(at - x3::get<Origin>(context));
}

Syntax node(Syntax::Kind kind, std::string text, std::size_t position) {
  Syntax out;
  out.kind = kind;
  out.text = std::move(text);
  out.position = position;
  return out;
}

/// Adds an operand to a chain such as a + b - c, which is made of its first operand when the second one comes.
void extend(Syntax& chain, Syntax::Kind kind, Syntax operand, bool inverted) {
  if (chain.kind != kind || chain.inverted.empty()) {
    Syntax fresh = node(kind, "", chain.position);
    fresh.children.push_back(std::move(chain));
    fresh.inverted.push_back(false);
    chain = std::move(fresh);
  }
  chain.children.push_back(std::move(operand));
  chain.inverted.push_back(inverted);
}

const auto set = [](auto& context) { x3::_val(context) = std::move(x3::_attr(context)); };
template <Syntax::Kind kind, bool inverted>
const auto append = [](auto& context) { extend(x3::_val(context), kind, std::move(x3::_attr(context)), inverted); };
const auto set_number = [](auto& context) {
  const Range& range = x3::_attr(context);
  x3::_val(context) = node(Syntax::Kind::number, {range.begin(), range.end()}, offset_of(context, range.begin()));
};
const auto set_name = [](auto& context) {
  const Range& range = x3::_attr(context);
  x3::_val(context) = node(Syntax::Kind::name, {range.begin(), range.end()}, offset_of(context, range.begin()));
};
const auto add_argument = [](auto& context) {
  x3::_val(context).kind = Syntax::Kind::call;
  x3::_val(context).children.push_back(std::move(x3::_attr(context)));
};
const auto raise = [](auto& context) {
  Syntax power = node(Syntax::Kind::power, "", x3::_val(context).position);
  power.children.push_back(std::move(x3::_val(context)));
  power.children.push_back(std::move(x3::_attr(context)));
  x3::_val(context) = std::move(power);
};
/// Names of their own, for files compiled together with this one.
namespace grammar {
const x3::rule<struct ExpressionTag, Syntax> expression = "expression";
const x3::rule<struct TermTag, Syntax> term = "term";
const x3::rule<struct SignedTag, Syntax> factor = "factor";
const x3::rule<struct PowerTag, Syntax> power = "power";
const x3::rule<struct NumberTag, Syntax> number = "number";
const x3::rule<struct NameTag, Syntax> name = "name";
const x3::rule<struct PrimaryTag, Syntax> primary = "primary";
const x3::rule<struct ExponentTag, Syntax> exponent = "exponent";
const x3::rule<struct MinusTag, Syntax> minus_number = "minus_number";

/// -x: the sum that subtracts x from nothing.
const auto set_negative = [](auto& context) {
  Syntax& value = x3::_val(context);
  value = node(Syntax::Kind::sum, "", x3::_attr(context).position);
  value.children.push_back(std::move(x3::_attr(context)));
  value.inverted.push_back(true);
};

const auto number_def = x3::raw[x3::lexeme[(+x3::digit >> -('.' >> *x3::digit) | '.' >> +x3::digit) >>
                                           -(x3::char_("eE") >> -x3::char_("+-") >> +x3::digit)]][set_number];
const auto name_def = x3::raw[x3::lexeme[(x3::alpha | '_') >> *(x3::alnum | '_')]][set_name] >>
                      -(x3::lit('(') > expression[add_argument] > *(',' > expression[add_argument]) > ')');
const auto primary_def = number[set] | name[set] | ('(' > expression[set] > ')');
const auto minus_number_def = '-' >> number[set_negative];
const auto exponent_def = minus_number[set] | number[set] | ('(' > expression[set] > ')');
const auto power_def = primary[set] >> -('^' > exponent[raise]);
const auto factor_def = ('-' >> power[set_negative]) | ('+' >> power[set]) | power[set];
const auto term_def = factor[set] >> *(('*' > factor[append<Syntax::Kind::product, false>]) |
                                       ('/' > factor[append<Syntax::Kind::product, true>]));
const auto expression_def = term[set] >> *(('+' > term[append<Syntax::Kind::sum, false>]) |
                                           ('-' > term[append<Syntax::Kind::sum, true>]));

BOOST_SPIRIT_DEFINE(expression, term, factor, power, number, name, primary, exponent, minus_number)
}  // namespace grammar

/// Refuses what the recursive parser must not see. Returns nothing if all is well.
void check_limits(const std::string& text, const std::string& where) {
  if (text.size() > kMaxExpressionCharacters)
    throw Error(Error::Kind::input, where,
                "the expression has " + std::to_string(text.size()) + " characters: at most " +
                    std::to_string(kMaxExpressionCharacters));
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '(' && ++depth > kMaxBracketDepth)
      throw Error(Error::Kind::input, where,
                  "the expression's brackets are nested more than " + std::to_string(kMaxBracketDepth) + " deep");
    if (c == ')') --depth;
    const auto code = static_cast<unsigned char>(c);
    if (code >= 128 || (code < 32 && c != '\n' && c != '\t' && c != '\r'))
      throw error_at(text, i, where, "a character outside printable ASCII");
  }
}

std::string quoted(const std::string& text, std::size_t position) {
  return position < text.size() ? "'" + text.substr(position, 1) + "'" : "the end";
}

}  // namespace

Error error_at(const std::string& text, std::size_t position, const std::string& where, const std::string& what) {
  position = std::min(position, text.size());
  std::size_t line = 1, begin = 0;
  for (std::size_t i = 0; i < position; ++i)
    if (text[i] == '\n') {
      ++line;
      begin = i + 1;
    }
  const std::size_t column = position - begin;
  std::string source = text.substr(begin, text.find('\n', begin) - begin);
  // A window around the place, so that the caret stays on a terminal's line.
  constexpr std::size_t kBefore = 60, kShown = 100;
  const std::size_t skipped = column > kBefore ? column - kBefore : 0;
  source = source.substr(skipped, kShown);
  for (char& c : source)
    if (c < 32 || c > 126) c = c == '\t' ? ' ' : '?';
  return {Error::Kind::input, where + ", line " + std::to_string(line) + ", column " + std::to_string(column + 1), what,
          "  " + source + "\n  " + std::string(column - skipped, ' ') + "^"};
}

Syntax parse_syntax(const std::string& text, const std::string& where) {
  check_limits(text, where);
  const char* at = text.data();
  const char* const end = at + text.size();
  Syntax out;
  const auto skip_spaces = [&](const char* from) {
    while (from != end && std::isspace(static_cast<unsigned char>(*from)) != 0) ++from;
    return static_cast<std::size_t>(from - text.data());
  };
  try {
    const auto whole = x3::with<Origin>(text.data())[grammar::expression];
    if (!x3::phrase_parse(at, end, whole, x3::space, out)) {
      const std::size_t place = skip_spaces(text.data());
      throw error_at(text, place, where, "expected a number, a name or '(', found " + quoted(text, place));
    }
  } catch (const x3::expectation_failure<const char*>& e) {
    // Spirit names what it expected only where that is a character; else it is what comes after an operator or a
    // bracket.
    const std::size_t place = skip_spaces(e.where()),
                      before = text.find_last_not_of(" \t\r\n", place == 0 ? 0 : place - 1);
    const std::string expected = e.which().starts_with('\'') ? e.which()
                                 : text[before] == '^'       ? "an exponent (an integer, or a constant in parentheses)"
                                                             : "a number, a name or '('";
    throw error_at(text, place, where, "expected " + expected + ", found " + quoted(text, place));
  }
  if (at != end) {
    const std::size_t place = skip_spaces(at);
    throw error_at(text, place, where, "expected an operator or the end, found " + quoted(text, place));
  }
  return out;
}

}  // namespace noiseproof
