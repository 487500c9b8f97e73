#pragma once
// What is proved of a relation at one exact point, or where some of the variables are exact numbers.
#include "formula/domain.hpp"

namespace noiseproof {

/// equal_symbolically over the box, where coordinates that are single numbers stand for their variables.
Verdict equal_on(const NodePtr& left, const NodePtr& right, const Domain& domain, const Ranges& box);

/// A relation over a domain, at points. Keeps both addresses.
class PointCheck {
 public:
  PointCheck(const Relation& relation, const Domain& domain) : relation_(relation), domain_(domain) {}

  const Relation& relation() const { return relation_; }
  const Domain& domain() const { return domain_; }
  /// The two sides at a point, at the working precision.
  std::pair<Vec<SharpBall>, Vec<SharpBall>> sides(const Point& at) const;
  /// Are the two sides one function on the domain, wherever both are defined? refuted: they are not, see
  /// equal_symbolically.
  Verdict one_function() const;
  /// Is it a point of the domain: within the ranges, and do all conditions hold there?
  Verdict is_inside(const Point& at) const;
  /// Does the relation hold at the point? By enclosures of four times the working precision at most (`most_bits`:
  /// another limit), or by normal forms: two numbers with pi in them may be equal, or known to differ at more bits.
  Verdict holds(const Point& at, slong most_bits = 0) const { return judge(at, most_bits).verdict; }
  /// The counterexample at a point of the domain at which the relation is proved to fail; empty at any other.
  std::optional<Counterexample> counterexample(const Point& at, slong most_bits = 0) const;

 private:
  struct Judgement {
    Verdict verdict = Verdict::undecided;
    SharpBall left, right;  ///< as they were when it was known
  };
  Verdict equal_at(const Point& at) const;
  Judgement judge(const Point& at, slong most_bits) const;

  const Relation& relation_;
  const Domain& domain_;
  mutable std::optional<Verdict> one_function_;
};

}  // namespace noiseproof
