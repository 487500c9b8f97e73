#pragma once
// What a claim's proof program hands to the report: words, verdicts and plot data; no multiprecision type.
// What it is given is in core/claim_context.hpp.
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/verdict.hpp"

namespace noiseproof {

/// One check of a claim: a sentence that is true if the verdict is proved, with the figure that was measured.
struct Check {
  std::string what;  ///< a sentence; what would have to be true
  Evidence level;    ///< what kind of evidence a `proved` here is
  Verdict verdict;
  std::string figure;  ///< the measured quantity, in words and digits
  double seconds = 0;
  /// Whether it says what the claim says: where the register expects that under a condition only, a refutation is a
  /// result. That any other check is refuted is always an error.
  bool is_the_claim = false;
};

/// A theorem that Coq's kernel accepts.
struct Theorem {
  std::string name;       ///< "C07_spurious_is_local_minimum"
  std::string says;       ///< the informal sentence; empty of an instance's number
  std::string statement;  ///< as Coq prints it, on one line
};

/// Everything that a claim's prove() found.
struct ClaimResult {
  std::vector<Check> checks;          ///< empty: not yet checked
  std::string headline;               ///< the one figure for the summary table
  std::vector<std::string> notes;     ///< conditions found, surprises, what was left open; inline Markdown
  std::vector<nlohmann::json> plots;  ///< see report/svg.hpp for the shapes
  nlohmann::json data;                ///< machine-readable results, decimal strings
  std::vector<Theorem> theorems;      ///< accepted by Coq's kernel
  /// Name and text of the certificate (docs/certificate.md), if there is one: written with the report, not before.
  std::optional<std::pair<std::string, std::string>> certificate;

  /// Appends a check, timing `run`, which returns {verdict, figure}.
  void check(const std::string& what, Evidence level, const std::function<std::pair<Verdict, std::string>()>& run);
  /// The same for a check that says what the claim says.
  void claim(const std::string& what, Evidence level, const std::function<std::pair<Verdict, std::string>()>& run);
};

}  // namespace noiseproof
