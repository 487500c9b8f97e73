#pragma once
// The quantities of the theory by their names in formula files, and what a formula for one may look at.
#include <string>
#include <vector>

#include "formula/evaluate.hpp"
#include "rigor/definition.hpp"

namespace noiseproof {

/// Which inputs a quantity depends on.
struct Dependence {
  bool phi = false, nu = false, a = false, teacher = false;
  bool filter = false;  ///< a vector of p entries, or p
  bool units = false;   ///< k, whether or not a vector of k entries matters
};

struct QuantityInfo {
  Quantity quantity;
  const char* name;
  Type type;
  Dependence on;
  int least_k;  ///< below, it is not defined
  const char* meaning;
};
const std::vector<QuantityInfo>& quantities();
/// Throws Error(input) that lists the known names.
const QuantityInfo& quantity_named(const std::string& name, const std::string& where);

/// The names that a formula for a quantity may use, with their types, and their values.
const SymbolTable& case_symbols();
Environment<SharpBall> sharp_environment(const Case& at);
Environment<Ball> ball_environment(const Inputs& at);
/// Which inputs an expression over case_symbols() looks at.
Dependence dependence_of(const Expression& expression);

}  // namespace noiseproof
