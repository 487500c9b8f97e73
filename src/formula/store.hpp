#pragma once
// Regression store: the values of formulas, of the definition and of the library at exact inputs, to 100 digits, kept
// between versions.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "formula/formula_file.hpp"

namespace noiseproof {

inline constexpr int kStoreFormat = 1;
inline constexpr int kStoreDigits = 100;

/// What is stored of a file: {"format", "program", "file", "digits", "checks": [{"name", "statement", "values": [{"at",
/// "formula", "definition", "library"} or {"at", "left", "right"}]}]}. `program` is the version that computed it.
/// Inputs are exact, values have 100 digits, right in all of them (fewer where an enclosure is wider); an enclosure of
/// 0 is "0", no finite value "undefined".
nlohmann::json record_values(const std::vector<FormulaCheck>& checks, const std::string& file,
                             const std::string& program);

/// A stored value that is not what is computed now.
struct Movement {
  std::string at;    ///< the input
  std::string what;  ///< "formula", "definition entry 2", ...
  int digit = 0;     ///< the first significant digit that differs, from 1; 0 where the values differ in kind
  std::string stored, now;
  std::string text() const;
};
struct StoredCheck {
  std::string name;
  long values = 0;
  std::string problem;    ///< it is no longer in the file, or is of another kind; empty: none
  bool restated = false;  ///< the formula's text is another one
  std::vector<Movement> moved;
  bool same() const { return problem.empty() && moved.empty(); }
};
struct StoreComparison {
  std::string program;  ///< the version that recorded
  std::vector<StoredCheck> checks;
  std::vector<std::string> unrecorded;  ///< checks of the file that the store does not know
  bool same() const;
};
/// Computes every stored value again, at the stored inputs. `where` names the store in messages. Throws Error(input) if
/// it is no store of this format.
StoreComparison compare_values(const nlohmann::json& store, const std::vector<FormulaCheck>& checks,
                               const std::string& where);

/// The comparison as JUnit XML: one suite a file, one case a check.
std::string junit_xml(const std::vector<std::pair<std::string, StoreComparison>>& of_files);

}  // namespace noiseproof
