#pragma once
// C14's runs: each algorithm from either start, once.
#include <map>

#include "core/claim_context.hpp"
#include "dynamics/compare.hpp"

namespace noiseproof::c14_noise_selects {

inline constexpr int kRuns = 24;      // 24 of 24 have the lower bound 0.80
inline constexpr int kGdRuns = 200;   // gradient descent is cheap, and its fraction is compared with an enclosure
inline constexpr int kTinyRuns = 80;  // some 3% of starts are so close to the border that little noise decides
inline constexpr int kLadder = 7;     // levels of constant noise, each half of the one before
inline constexpr int kLadderRuns = 8;

/// Runs algorithms, and moves the progress bar by the work done.
class Runner {
 public:
  explicit Runner(const ClaimContext& context);
  /// Numbers that all runs together touch.
  double planned() const { return planned_; }
  const Algorithm& algorithm(const std::string& id) const { return algorithms_.at(id); }
  const Epoch& first_epoch(const std::string& id) const { return algorithm(id).schedule.front(); }

  Comparison run(const Algorithm& algorithm, Start start, int runs);
  /// The same for an algorithm of dynamics/compare.hpp, run when it is first asked for.
  const Comparison& random(const std::string& id, int runs = kRuns) {
    return once(from_random_, id, Start::random, runs);
  }
  const Comparison& spurious(const std::string& id) { return once(from_spurious_, id, Start::spurious, kRuns); }

  /// Runs from random starts, with the exact gradient, whose run i starts where that of an algorithm with examples
  /// does.
  EnsembleResult on_full_vectors(const std::string& id, int runs) const;

  nlohmann::json rows() const;
  std::vector<nlohmann::json> plots() const;

 private:
  using Rows = std::map<std::string, Comparison>;
  const Comparison& once(Rows& rows, const std::string& id, Start start, int runs);

  const ClaimContext& context_;
  Problem problem_;
  std::map<std::string, Algorithm> algorithms_;
  Rows from_random_, from_spurious_;
  double planned_ = 0, done_ = 0;
};

nlohmann::json row_data(const Comparison& c);

}  // namespace noiseproof::c14_noise_selects
