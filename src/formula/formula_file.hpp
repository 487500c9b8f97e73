#pragma once
// Formula files (docs/formulas.md): what is claimed, in TOML.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "formula/check.hpp"

namespace noiseproof {

/// One [[check]] of a file: a formula claimed for a quantity, or a relation over a domain.
struct FormulaCheck {
  std::string name;
  std::string kind;             ///< "claim", "identity" or "inequality"
  bool expect_refuted = false;  ///< a false twin: it is as it should be only if it is refuted
  // A claim:
  const QuantityInfo* quantity = nullptr;
  Activation activation;
  std::optional<Expression> expression;
  CaseDomain cases;
  // An identity or inequality:
  std::optional<Relation> relation;
  Domain domain;
  /// "loss = 1/(4*pi)*(...)", "g(phi) <= pi".
  std::string statement() const;
};

inline constexpr std::size_t kMaxFormulaFile = 1 << 20;
inline constexpr std::size_t kMaxChecks = 200;
inline constexpr std::size_t kMaxVariables = 6;

/// Reads a formula file. Throws Error(input | io) with one line that names the file, the check, the field and the
/// reason; for an error inside an expression also with its excerpt.
std::vector<FormulaCheck> read_formula_file(const std::filesystem::path& file);
/// The same from text; `name` stands for the file in messages.
std::vector<FormulaCheck> parse_formula_file(const std::string& text, const std::string& name);

CheckResult run_check(const FormulaCheck& check);

}  // namespace noiseproof
