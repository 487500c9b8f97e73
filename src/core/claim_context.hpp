#pragma once
// What a claim's prove() is given. Apart from the result so that the report needs no multiprecision header.
#include <cstdint>
#include <string>

#include "core/claim_result.hpp"
#include "core/instance.hpp"
#include "core/on_progress.hpp"

namespace noiseproof {

/// What a claim's prove() is given.
struct ClaimContext {
  Instance instance;
  std::uint64_t seed = 1;
  int digits = 50;
  int jobs = 0;         ///< threads; 0: all cores
  double patience = 1;  ///< times C26's budget for looking for schedules and proving them
  /// Progress in [0, 1] with a word on what is done; may be empty. Also where an interrupt is noticed.
  OnProgress progress;
  /// Calls it, if it is there.
  void report(double done, const std::string& what) const {
    if (progress) progress(done, what);
  }
  /// Where long exclusions keep their journals, to resume from; empty: nowhere.
  std::string certificate_folder{};
  std::string folder{};  ///< the claim's, "c07_spurious_is_local_minimum": set by its program (claim_programs.hpp)
};

}  // namespace noiseproof
