#pragma once
// One tree, any scalar: double, Real (mpfr at the thread's precision), Ball (encloses), SharpBall (encloses, and knows
// its corners), ceres::Jet (derivatives).
#include "formula/exact_pi.hpp"
#include "formula/expression.hpp"
#include "model/vec.hpp"

namespace noiseproof {

/// scalar: one entry; vectors: their entries; matrix x I + y 11': {x, y}.
template <class T>
struct Value {
  Type type = Type::scalar;
  Vec<T> entries;
};

/// The values of the symbols, by their place in the table, and the number of hidden units; 0: not known, and what
/// depends on it (ones, products and inverses of matrices) is NaN.
template <class T>
struct Environment {
  std::vector<Value<T>> symbols;
  int k = 0;
};

template <class T>
Value<T> scalar(T x) {
  return {Type::scalar, {std::move(x)}};
}

/// The expression's value. Domain: every symbol that it uses has a value of its type in the environment.
/// Accuracy  double, Real: an operation at a time, no more; Ball, SharpBall: encloses, NaN where it is not defined;
///           Jet: as its parts. A power with the denominator q > 1 needs a base >= 0.
template <class T>
Value<T> evaluate(const NodePtr& root, const Environment<T>& environment);

template <class T>
Value<T> evaluate(const Expression& expression, const Environment<T>& environment) {
  return evaluate(expression.root, environment);
}

}  // namespace noiseproof
