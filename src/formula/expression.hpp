#pragma once
// Expressions in the notation of docs/notation.md: parsed once into a small immutable tree, then evaluated at any
// scalar (evaluate.hpp). Numbers are exact rationals: 0.1 is 1/10.
//
// Values have one of four types, checked when the expression is read:
//   scalar                       phi, alpha, 2/3, pi, g(phi)
//   vector with k entries        a, a_star, ones
//   vector with p entries        w, w_star
//   k x k matrix x I + y 11'     I, J = 11', M, N(phi), their sums, products and inverses inv(...)
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/rational.hpp"

namespace noiseproof {

enum class Type { scalar, hidden, input, matrix };  ///< hidden: k entries; input: p entries
std::string name(Type type);

enum class Op { number, pi, symbol, sum, product, power, call };
enum class Function {
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  exp,
  log,
  sqrt,
  abs,
  min,
  max,
  g,  ///< sin x + (pi - x) cos x
  h,  ///< sin x - x cos x
  dot,
  sum,
  norm,
  ones,  ///< the vector of k ones
  identity,
  all_ones,
  moment,         ///< I, J = 11', M = 11' + (pi-1) I
  kernel_matrix,  ///< N(x) = 11' + (g(x)-1) I
  inverse         ///< inv, of a matrix
};

struct Node;
using NodePtr = std::shared_ptr<const Node>;

/// A summand or factor; inverted: it is subtracted, or divided by.
struct Term {
  NodePtr node;
  bool inverted = false;
};

struct Node {
  Op op = Op::number;
  Type type = Type::scalar;
  Rational number = 0;  ///< of a number; of a power, the exponent
  int slot = 0;         ///< of a symbol: its place in the table
  Function function = Function::sin;
  std::vector<Term> terms;  ///< summands, factors, arguments, the base of a power
};

/// A name that an expression may use.
struct Symbol {
  std::string name;
  Type type = Type::scalar;
};
using SymbolTable = std::vector<Symbol>;

struct Expression {
  NodePtr root;
  std::string text;
  /// Which entries of the table it names.
  std::vector<bool> uses;
  /// Has it ones, I, J, M, N or inv, whose meaning depends on the number of hidden units?
  bool counts_units = false;
};

/// Reads an expression over these symbols (and pi, I, J, M, ones, and the functions). `where` names file and field.
/// Throws Error(input) with line, column, reason and excerpt: syntax, unknown name (with the nearest known one), wrong
/// type, wrong number of arguments, exponent that is not a constant, number too long.
Expression parse_expression(const std::string& text, const std::string& where, const SymbolTable& symbols);

/// Is it a word of the language itself (pi, sin, M, ...), which no variable may be called?
bool is_reserved(const std::string& word);

// Building blocks, with the simplest simplifications (adding 0, multiplying by 0 or 1). A product with 0 loses the
// places where its other factors have no value: what is proved with it holds where the original has been found finite.
NodePtr make_number(const Rational& value);
NodePtr make_sum(std::vector<Term> terms);
NodePtr make_product(std::vector<Term> factors);
NodePtr make_power(NodePtr base, const Rational& exponent);
NodePtr make_call(Function function, std::vector<NodePtr> arguments);
NodePtr make_pi();

/// The tree with these in place of the symbols, by their place in the table; one that is null stays.
NodePtr with_values(const NodePtr& node, const std::vector<NodePtr>& values);

/// The nodes of the tree, counted no further than a little beyond `most`.
std::size_t count_nodes(const NodePtr& node, std::size_t most = 1'000'000);

/// The derivative of a scalar expression in the symbol of this slot. Empty where the rules end (abs, min, max, vectors)
/// or the result would exceed `most` nodes.
std::optional<NodePtr> differentiate(const NodePtr& node, int slot, std::size_t most = 4000);

}  // namespace noiseproof
