#pragma once
// The whole verification of an instance, for programs: the claims' proof programs, Coq, the separate checker; what
// `noiseproof verify` does without the terminal and the files.
#include <cstdint>
#include <string>
#include <vector>

#include "core/instance.hpp"
#include "core/on_progress.hpp"
#include "model/activation.hpp"
#include "report/report.hpp"

namespace noiseproof {

/// All claims of claims/claims.toml, as this library was built with it.
std::vector<Claim> registered_claims();

/// What the talk says, with the claims that it comes to.
std::vector<Sentence> registered_talk();

/// What to verify, and how.
struct Verification {
  Instance instance;
  std::vector<Claim> claims = registered_claims();
  Activation activation{};
  std::uint64_t seed = 1;
  int digits = 50;                ///< decimal digits of the high-precision route
  int jobs = 0;                   ///< threads; 0: all cores
  bool formal = false;            ///< have Coq check the theorems and this instance's numbers, too
  bool without_theorems = false;  ///< that a theorem is missing does not count
  std::string checker{};          ///< path of noiseproof-recheck; empty: certificates are not re-checked
  std::string journal_folder{};   ///< where long exclusions keep what they have done, to resume from; empty: nowhere
  std::function<void(const std::string&)> step{};  ///< told of each part as it begins; may be empty
  /// Told of each claim as it ends, before its certificate is re-checked; may be empty.
  std::function<void(const ClaimReport&)> finished{};
  OnProgress progress{};
};

/// What was found. Whatever a claim's program throws is that claim's undecided, with the reason. After Interrupted the
/// claims that had not ended are not checked, and RunInfo::incomplete says so.
struct Verified {
  Report report;  ///< without the command line that gives it again
  int exit_code;  ///< 0: every claim is settled, and all that was demanded of Coq is accepted; 1: refuted; 2: undecided
};

/// Throws Error(input) where Coq is asked about another activation than ReLU, Error(io) where there is no Coq that was
/// asked for, and what `step` and `progress` throw; Interrupted, once a claim has ended, ends the work and is not
/// thrown.
Verified verify(const Verification& asked);

}  // namespace noiseproof
