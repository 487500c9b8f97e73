#pragma once
// Runs Coq: the hand-written theories with their audit (proofs_formal/check), then the numbers of an instance and their
// false twins. What counts as accepted is what Coq printed, by name.
#include <map>
#include <string>
#include <vector>

#include "core/instance.hpp"
#include "core/on_progress.hpp"
#include "core/verdict.hpp"
#include "formal/numbers.hpp"

namespace noiseproof {

/// A theorem that was demanded of Coq, and what Coq printed of it.
struct CheckedTheorem {
  std::string name;                 ///< "C07_spurious_is_local_minimum": the claim's id first
  std::string statement;            ///< as Coq prints it, on one line
  std::vector<std::string> axioms;  ///< everything that it rests on; empty: nothing
  std::string missing;              ///< why it does not count as accepted by Coq's kernel; empty: it does
  std::string says = {};            ///< the informal sentence of THEOREMS.json; empty: of an instance's number
  std::vector<Digits> digits = {};  ///< of an instance's number: what a certificate has to agree with
};

/// What became of the false twin of an instance's theorem.
struct CheckedTwin {
  std::string theorem;
  Verdict refused;      ///< proved: its theorem's tactic fails on it, and it is proved false; refuted: Coq accepts it
  std::string missing;  ///< why this is undecided
};

/// Everything that was demanded, accepted or not.
struct FormalResult {
  std::vector<CheckedTheorem> theorems;  ///< of the hand-written theories: those of THEOREMS.json, in its order
  std::vector<CheckedTheorem> numbers;   ///< of the instance; each lists the axioms of all of them
  std::vector<CheckedTwin> twins;
  std::map<std::string, std::string> versions = {};  ///< of Coq and its libraries, as far as the system tells
};

/// Runs the formal part. Throws Error(io) where there are no theories, or no Coq that they are known to pass with;
/// whatever goes wrong after that is the reason why a theorem is missing.
/// The theories are found in the folder NOISEPROOF_FORMAL_DIR of the environment, otherwise where they were when the
/// program was built; compiled files go to NOISEPROOF_FORMAL_OUT, otherwise to build/formal beside the theories.
FormalResult run_formal(const Instance& instance, const OnProgress& progress);

/// A theorem that must be there, and all that it may rest on.
struct ExpectedTheorem {
  std::string name;
  std::vector<std::string> axioms;
  std::string says{};
};

/// Reads THEOREMS.json, of which only names, axioms and informal sentences count here; no text: no theorems.
std::vector<ExpectedTheorem> parse_expected(const std::string& text);

/// Looks in what Coq printed ("Check" of some theorems, then "Print Assumptions" of all these, and again) for each
/// theorem, by name. One that is not there, whose axioms are not, or that rests on what it may not, is missing.
/// A line that is neither a theorem's nor indented is something that the theorems rest on.
std::vector<CheckedTheorem> demand(const std::vector<ExpectedTheorem>& expected, const std::string& output);

/// Looks for the twins' outcomes in what Coq printed on twins_theory(); `otherwise`: why one may not be there.
/// `refutations`: by the theorems' names, whether it is proved that their twins are false.
std::vector<CheckedTwin> demand_twins(const std::vector<CheckedTheorem>& refutations, const std::string& output,
                                      const std::string& otherwise);

}  // namespace noiseproof
