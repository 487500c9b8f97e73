#include "formula/expression.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "core/nearest.hpp"
#include "core/syntax.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kMaxLiteral = 100;  // characters of one number
constexpr int kMaxExponent = 1000;        // numerator and denominator of an exponent

struct Signature {
  Function function;
  std::vector<Type> arguments;
  Type result;
};

const std::map<std::string, Signature>& signatures() {
  using enum Type;
  static const std::map<std::string, Signature> table{
      {"sin", {Function::sin, {scalar}, scalar}},
      {"cos", {Function::cos, {scalar}, scalar}},
      {"tan", {Function::tan, {scalar}, scalar}},
      {"asin", {Function::asin, {scalar}, scalar}},
      {"acos", {Function::acos, {scalar}, scalar}},
      {"atan", {Function::atan, {scalar}, scalar}},
      {"exp", {Function::exp, {scalar}, scalar}},
      {"log", {Function::log, {scalar}, scalar}},
      {"sqrt", {Function::sqrt, {scalar}, scalar}},
      {"abs", {Function::abs, {scalar}, scalar}},
      {"min", {Function::min, {scalar, scalar}, scalar}},
      {"max", {Function::max, {scalar, scalar}, scalar}},
      {"g", {Function::g, {scalar}, scalar}},
      {"h", {Function::h, {scalar}, scalar}},
      // dot, sum and norm take vectors of either length: see type_of_call.
      {"dot", {Function::dot, {hidden, hidden}, scalar}},
      {"sum", {Function::sum, {hidden}, scalar}},
      {"norm", {Function::norm, {hidden}, scalar}},
      {"N", {Function::kernel_matrix, {scalar}, matrix}},
      {"inv", {Function::inverse, {matrix}, matrix}},
      {"ones", {Function::ones, {}, hidden}},
      {"I", {Function::identity, {}, matrix}},
      {"J", {Function::all_ones, {}, matrix}},
      {"M", {Function::moment, {}, matrix}},
  };
  return table;
}

std::shared_ptr<Node> fresh(Op op, Type type) {
  auto out = std::make_shared<Node>();
  out->op = op;
  out->type = type;
  return out;
}

bool is_number(const NodePtr& node, int value) { return node->op == Op::number && node->number == value; }

/// Does the value depend on the number of hidden units?
bool needs_units(Function f) {
  switch (f) {
    case Function::ones:
    case Function::identity:
    case Function::all_ones:
    case Function::moment:
    case Function::kernel_matrix:
    case Function::inverse: return true;
    default: return false;
  }
}

bool takes_either_vector(Function f) { return f == Function::dot || f == Function::sum || f == Function::norm; }

/// The exact value of a constant without pi and roots, for exponents.
std::optional<Rational> rational_value(const Node& node) {
  if (node.op == Op::number) return node.number;
  if (node.op != Op::sum && node.op != Op::product) return std::nullopt;
  Rational total = node.op == Op::sum ? 0 : 1;
  for (const Term& term : node.terms) {
    const std::optional<Rational> value = rational_value(*term.node);
    if (!value) return std::nullopt;
    if (node.op == Op::sum)
      total += term.inverted ? Rational(-*value) : *value;
    else if (term.inverted && *value == 0)
      return std::nullopt;
    else
      total = term.inverted ? Rational(total / *value) : Rational(total * *value);
  }
  return total;
}

/// Gives meaning to the syntax: resolves names, checks types.
class Reader {
 public:
  Reader(const std::string& text, const std::string& where, const SymbolTable& symbols)
      : text_(text), where_(where), symbols_(symbols), uses_(symbols.size(), false) {}

  NodePtr read(const Syntax& s) {
    switch (s.kind) {
      case Syntax::Kind::number: return number(s);
      case Syntax::Kind::name: return name(s);
      case Syntax::Kind::call: return call(s);
      case Syntax::Kind::sum: return sum(s);
      case Syntax::Kind::product: return product(s);
      case Syntax::Kind::power: return power(s);
    }
    fail(s, "not an expression");
  }
  std::vector<bool> uses() && { return std::move(uses_); }
  bool counts_units() const { return counts_units_; }

 private:
  [[noreturn]] void fail(const Syntax& s, const std::string& what) const {
    throw error_at(text_, s.position, where_, what);
  }

  NodePtr number(const Syntax& s) const {
    if (s.text.size() > kMaxLiteral) fail(s, "a number of more than " + std::to_string(kMaxLiteral) + " characters");
    const std::size_t e = s.text.find_first_of("eE");
    if (e != std::string::npos && s.text.size() - s.text.find_first_of("0123456789", e) > 3)
      fail(s, "a number with an exponent of more than three digits");
    // parse_rational wants digits on both sides of the point; a formula may say .5 or 3.
    std::string text = s.text;
    if (text.front() == '.') text.insert(0, "0");
    const std::size_t dot = text.find('.');
    if (dot != std::string::npos &&
        (dot + 1 == text.size() || std::isdigit(static_cast<unsigned char>(text[dot + 1])) == 0))
      text.insert(dot + 1, "0");
    return make_number(parse_rational(text, where_));
  }

  NodePtr name(const Syntax& s) {
    for (std::size_t i = 0; i < symbols_.size(); ++i)
      if (symbols_[i].name == s.text) {
        uses_[i] = true;
        auto out = fresh(Op::symbol, symbols_[i].type);
        out->slot = static_cast<int>(i);
        return out;
      }
    if (s.text == "pi") return make_pi();
    const auto found = signatures().find(s.text);
    if (found == signatures().end()) unknown(s, false);
    if (!found->second.arguments.empty()) fail(s, "'" + s.text + "' is a function: " + s.text + "(...)");
    auto out = fresh(Op::call, found->second.result);
    out->function = found->second.function;
    counts_units_ = counts_units_ || needs_units(out->function);
    return out;
  }

  [[noreturn]] void unknown(const Syntax& s, bool function) const {
    std::vector<std::string> known;
    std::string list;
    for (const Symbol& symbol : symbols_) {
      known.push_back(symbol.name);
      list += (list.empty() ? "" : ", ") + symbol.name;
    }
    for (const auto& [word, signature] : signatures()) known.push_back(word);
    fail(s, std::string("unknown ") + (function ? "function" : "name") + " '" + s.text.substr(0, 40) + "'" +
                did_you_mean(s.text, known, " (known variables: " + (list.empty() ? "none" : list) + ")"));
  }

  NodePtr call(const Syntax& s) {
    const auto found = signatures().find(s.text);
    const bool constant = s.text == "pi" || (found != signatures().end() && found->second.arguments.empty());
    if (constant) fail(s, "'" + s.text + "' is a constant, not a function: is a '*' missing?");
    if (found == signatures().end()) {
      for (const Symbol& symbol : symbols_)
        if (symbol.name == s.text) fail(s, "'" + s.text + "' is a variable, not a function: is a '*' missing?");
      unknown(s, true);
    }
    const Signature& signature = found->second;
    if (s.children.size() != signature.arguments.size())
      fail(s, "'" + s.text + "' takes " + std::to_string(signature.arguments.size()) + " argument(s), not " +
                  std::to_string(s.children.size()));
    auto out = fresh(Op::call, signature.result);
    out->function = signature.function;
    counts_units_ = counts_units_ || needs_units(out->function);
    for (std::size_t i = 0; i < s.children.size(); ++i) {
      NodePtr argument = read(s.children[i]);
      Type wanted = signature.arguments[i];
      if (takes_either_vector(signature.function)) {
        if (i > 0)
          wanted = out->terms.front().node->type;
        else if (argument->type == Type::input)
          wanted = Type::input;
      }
      if (argument->type != wanted)
        fail(s.children[i],
             "'" + s.text + "' needs " + noiseproof::name(wanted) + " here, not " + noiseproof::name(argument->type));
      out->terms.push_back({std::move(argument), false});
    }
    return out;
  }

  NodePtr sum(const Syntax& s) {
    std::vector<Term> terms;
    for (std::size_t i = 0; i < s.children.size(); ++i) {
      terms.push_back({read(s.children[i]), s.inverted[i]});
      if (terms.back().node->type != terms.front().node->type)
        fail(s.children[i], noiseproof::name(terms.back().node->type) + " cannot be added to " +
                                noiseproof::name(terms.front().node->type));
    }
    auto out = fresh(Op::sum, terms.front().node->type);
    out->terms = std::move(terms);
    return out;
  }

  NodePtr product(const Syntax& s) {
    std::vector<Term> factors;
    Type type = Type::scalar;
    for (std::size_t i = 0; i < s.children.size(); ++i) {
      NodePtr factor = read(s.children[i]);
      const Type own = factor->type;
      if (s.inverted[i] && own != Type::scalar)
        fail(s.children[i], "only a scalar can be divided by, not " + noiseproof::name(own) +
                                (own == Type::matrix ? " (use inv)" : ""));
      if (own != Type::scalar) {
        const bool fits = type == Type::scalar || (type == Type::matrix && own != Type::input);
        if (!fits)
          fail(s.children[i], noiseproof::name(type) + " cannot be multiplied by " + noiseproof::name(own) +
                                  (own == type ? " (use dot)" : ""));
        type = own;
      }
      factors.push_back({std::move(factor), s.inverted[i]});
    }
    auto out = fresh(Op::product, type);
    out->terms = std::move(factors);
    return out;
  }

  NodePtr power(const Syntax& s) {
    NodePtr base = read(s.children[0]);
    if (base->type != Type::scalar)
      fail(s.children[0], "only a scalar has powers, not " + noiseproof::name(base->type));
    const std::optional<Rational> exponent = rational_value(*read(s.children[1]));
    if (!exponent) fail(s.children[1], "the exponent must be a rational constant (exp and log are there for others)");
    if (abs(numerator(*exponent)) > kMaxExponent || denominator(*exponent) > kMaxExponent)
      fail(s.children[1], "the exponent's numerator and denominator may be at most " + std::to_string(kMaxExponent));
    return make_power(std::move(base), *exponent);
  }

  const std::string& text_;
  const std::string& where_;
  const SymbolTable& symbols_;
  std::vector<bool> uses_;
  bool counts_units_ = false;
};

/// Symbolic differentiation by the rules of calculus; empty where they end.
class Derivative {
 public:
  Derivative(int slot, std::size_t most) : slot_(slot), most_(most) {}

  std::optional<NodePtr> of(const NodePtr& node) {
    if (node->type != Type::scalar || ++visited_ > most_) return std::nullopt;
    switch (node->op) {
      case Op::number:
      case Op::pi: return make_number(0);
      case Op::symbol: return make_number(node->slot == slot_ ? 1 : 0);
      case Op::sum: return of_sum(node);
      case Op::product: return of_product(node);
      case Op::power: {
        const NodePtr& base = node->terms[0].node;
        const std::optional<NodePtr> inner = of(base);
        if (!inner) return std::nullopt;
        return make_product({{make_number(node->number)}, {make_power(base, node->number - 1)}, {*inner}});
      }
      case Op::call: return of_call(node);
    }
    return std::nullopt;
  }

 private:
  std::optional<NodePtr> of_sum(const NodePtr& node) {
    std::vector<Term> out;
    for (const Term& term : node->terms) {
      const std::optional<NodePtr> inner = of(term.node);
      if (!inner) return std::nullopt;
      out.push_back({*inner, term.inverted});
    }
    return make_sum(std::move(out));
  }

  std::optional<NodePtr> of_product(const NodePtr& node) {
    std::vector<Term> out;
    for (std::size_t i = 0; i < node->terms.size(); ++i) {
      const Term& term = node->terms[i];
      const std::optional<NodePtr> inner = of(term.node);
      if (!inner) return std::nullopt;
      std::vector<Term> factors;
      for (std::size_t j = 0; j < node->terms.size(); ++j)
        if (j != i) factors.push_back(node->terms[j]);
      factors.push_back({*inner});
      if (term.inverted) factors.push_back({make_power(term.node, 2), true});
      out.push_back({make_product(std::move(factors)), term.inverted});
    }
    return make_sum(std::move(out));
  }

  std::optional<NodePtr> of_call(const NodePtr& node) {
    if (node->terms.size() != 1) return std::nullopt;
    const NodePtr& x = node->terms[0].node;
    const NodePtr one = make_number(1);
    NodePtr outer;
    switch (node->function) {
      case Function::sin: outer = make_call(Function::cos, {x}); break;
      case Function::cos: outer = make_sum({{make_call(Function::sin, {x}), true}}); break;
      case Function::tan: outer = make_sum({{one}, {make_power(node, 2)}}); break;
      case Function::asin: outer = make_power(make_sum({{one}, {make_power(x, 2), true}}), Rational(-1, 2)); break;
      case Function::acos:
        outer = make_sum({{make_power(make_sum({{one}, {make_power(x, 2), true}}), Rational(-1, 2)), true}});
        break;
      case Function::atan: outer = make_product({{make_sum({{one}, {make_power(x, 2)}}), true}}); break;
      case Function::exp: outer = node; break;
      case Function::log: outer = make_product({{x, true}}); break;
      case Function::sqrt: outer = make_product({{make_number(2), true}, {node, true}}); break;
      case Function::g:
        outer =
            make_sum({{make_product({{make_sum({{make_pi()}, {x, true}})}, {make_call(Function::sin, {x})}}), true}});
        break;
      case Function::h: outer = make_product({{x}, {make_call(Function::sin, {x})}}); break;
      default: return std::nullopt;
    }
    const std::optional<NodePtr> inner = of(x);
    if (!inner) return std::nullopt;
    return make_product({{outer}, {*inner}});
  }

  int slot_;
  std::size_t most_, visited_ = 0;
};

}  // namespace

std::string name(Type type) {
  switch (type) {
    case Type::scalar: return "a scalar";
    case Type::hidden: return "a vector with k entries";
    case Type::input: return "a vector with p entries";
    default: return "a k x k matrix";
  }
}

bool is_reserved(const std::string& word) { return word == "pi" || signatures().contains(word); }

NodePtr make_number(const Rational& value) {
  auto out = fresh(Op::number, Type::scalar);
  out->number = value;
  return out;
}

NodePtr make_pi() { return fresh(Op::pi, Type::scalar); }

NodePtr make_sum(std::vector<Term> terms) {
  std::erase_if(terms, [](const Term& term) { return is_number(term.node, 0); });
  if (terms.empty()) return make_number(0);
  if (terms.size() == 1 && !terms[0].inverted) return terms[0].node;
  auto out = fresh(Op::sum, terms[0].node->type);
  out->terms = std::move(terms);
  return out;
}

NodePtr make_product(std::vector<Term> factors) {
  for (const Term& factor : factors)
    if (!factor.inverted && is_number(factor.node, 0)) return make_number(0);
  std::erase_if(factors, [](const Term& factor) { return is_number(factor.node, 1); });
  if (factors.empty()) return make_number(1);
  if (factors.size() == 1 && !factors[0].inverted) return factors[0].node;
  auto out = fresh(Op::product, Type::scalar);
  out->terms = std::move(factors);
  return out;
}

NodePtr make_power(NodePtr base, const Rational& exponent) {
  if (exponent == 1) return base;
  // f^0 is 1 where f has a value, and nowhere else.
  if (exponent == 0 && base->terms.empty()) return make_number(1);
  auto out = fresh(Op::power, Type::scalar);
  out->number = exponent;
  out->terms.push_back({std::move(base), false});
  return out;
}

NodePtr make_call(Function function, std::vector<NodePtr> arguments) {
  auto out = fresh(Op::call, Type::scalar);
  out->function = function;
  for (NodePtr& argument : arguments) out->terms.push_back({std::move(argument), false});
  return out;
}

Expression parse_expression(const std::string& text, const std::string& where, const SymbolTable& symbols) {
  const Syntax syntax = parse_syntax(text, where);
  Reader reader(text, where, symbols);
  NodePtr root = reader.read(syntax);
  const bool counts_units = reader.counts_units();
  return {std::move(root), text, std::move(reader).uses(), counts_units};
}

NodePtr with_values(const NodePtr& node, const std::vector<NodePtr>& values) {
  if (node->op == Op::symbol) {
    const NodePtr& value = values[static_cast<std::size_t>(node->slot)];
    return value ? value : node;
  }
  auto out = std::make_shared<Node>(*node);
  for (Term& term : out->terms) term.node = with_values(term.node, values);
  return out;
}

std::size_t count_nodes(const NodePtr& node, std::size_t most) {
  std::size_t total = 1;
  for (const Term& term : node->terms) {
    if (total > most) break;
    total += count_nodes(term.node, most);
  }
  return total;
}

std::optional<NodePtr> differentiate(const NodePtr& node, int slot, std::size_t most) {
  const std::optional<NodePtr> out = Derivative(slot, most).of(node);
  if (out && count_nodes(*out, most) > most) return std::nullopt;
  return out;
}

}  // namespace noiseproof
