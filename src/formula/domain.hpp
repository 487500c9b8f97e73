#pragma once
// The domain of a relation between expressions: its points, its boxes, and what is said there.
#include "formula/check.hpp"

namespace noiseproof {

/// A box of the domain: a range for each variable.
using Ranges = std::vector<std::pair<PiNumber, PiNumber>>;

/// The number at this share of the way from lo to hi.
PiNumber between(const PiNumber& lo, const PiNumber& hi, const Rational& share);
/// The range, sharp at ends that are binary numbers (0, 1, -1/2): a root or an arccosine does not see beyond.
Ball ball_over(const PiNumber& lo, const PiNumber& hi);
/// phi and the derived d = pi - phi as places in the table of symbols, or -1 and -1.
std::pair<int, int> angle_slots(const Domain& domain);
/// The variables' values with d = pi - phi appended where it is derived, and the number of hidden units where k is one
/// number: over a box with several, ones, M, ... have no value and nothing is decided before k is.
Environment<SharpBall> environment_over(const Domain& domain, const Ranges& box);
Point middle_of(const Domain& domain, const Ranges& box);
/// Replaces one coordinate at a time by a simpler number, as long as the point still refutes.
Point shrink(Point at, const Domain& domain, const std::function<bool(const Point&)>& refutes);
std::vector<std::pair<std::string, std::string>> describe(const Domain& domain, const Point& at);
std::string box_text(const Domain& domain, const Ranges& box);

/// Does left ORDER right hold of the two values?
Verdict holds(const SharpBall& left, Order order, const SharpBall& right);
Verdict holds(const Relation& relation, const Environment<SharpBall>& at);
/// Do all conditions of the domain hold? At a point or over a box.
Verdict admitted(const Domain& domain, const Environment<SharpBall>& at);

}  // namespace noiseproof
