#pragma once
// Over what a formula was sampled: every integer, or some; and between which numbers nothing was looked at.
#include <set>

#include "formula/domain.hpp"

namespace noiseproof {

class Coverage {
 public:
  explicit Coverage(std::vector<Variable> variables) : variables_(std::move(variables)) {}
  /// A point that was looked at: a value for each of the variables.
  void add(const Point& at);
  std::size_t points() const { return points_.size(); }
  /// Nothing is left: every combination of integers, and no variable that is more than a number is real.
  bool everywhere() const;
  /// "every k from 2 to 100", or "samples of x in [0, 1], k from 1 to 9: " and the gaps. Empty without variables.
  /// `more`: what else was sampled.
  std::string text(const std::string& more = "") const;
  /// "every k; a difference within a band of x narrower than 2.4e-02 may be missed".
  std::string gaps() const;

 private:
  Integer combinations() const;
  std::string integers_met() const;

  std::vector<Variable> variables_;
  std::set<std::vector<std::string>> points_;
  std::set<std::vector<std::string>> integers_;  ///< the combinations met
  std::vector<Point> met_;
};

/// "x in [0, pi]", "k from 1 to 100", "nu = 1".
std::string text_of(const Variable& v);
std::string ranges_text(const std::vector<Variable>& variables);

}  // namespace noiseproof
