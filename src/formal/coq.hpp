#pragma once
// Runs Coq: the hand-written theories with their audit (proofs_formal/check), then the numbers of an instance and their
// false twins. What comes back is what Coq printed.
#include <functional>
#include <string>
#include <vector>

#include "core/instance.hpp"

namespace noiseproof {

/// A theorem that Coq's kernel accepted.
struct CheckedTheorem {
  std::string name;                 ///< "C07_spurious_is_local_minimum": the claim's id first
  std::string statement;            ///< as Coq prints it, on one line
  std::vector<std::string> axioms;  ///< everything that it and its claim's other theorems rest on; empty: nothing
};

struct FormalResult {
  bool run = false;                        ///< Coq was there and was run
  std::string reason;                      ///< why it was not run; or, if it was, what went wrong (empty: nothing did)
  std::vector<CheckedTheorem> theorems;    ///< of the hand-written theories, in the order of the audit
  std::vector<CheckedTheorem> numbers;     ///< of the instance; each lists the axioms of all of them
  std::string numbers_failure;             ///< why there are none of the latter; empty if there are
  std::vector<std::string> refused_twins;  ///< names of the theorems whose false twin Coq refused
  std::string folder;                      ///< where the emitted theories lie
  double seconds = 0;
};

/// How far, in [0, 1], and what is being done; called often. What it throws ends the run and is passed on.
using FormalProgress = std::function<void(double, const std::string&)>;

/// Runs the formal part. Never throws for want of Coq: the result says why nothing was run.
/// The theories are found in the folder NOISEPROOF_FORMAL_DIR of the environment, otherwise where they were when the
/// program was built; compiled files go to NOISEPROOF_FORMAL_OUT, otherwise to build/formal beside the theories.
FormalResult run_formal(const Instance& instance, const FormalProgress& progress);

/// Reads what the audit printed: for each theorem its statement, and the axioms printed next.
std::vector<CheckedTheorem> parse_audit(const std::string& output);

}  // namespace noiseproof
