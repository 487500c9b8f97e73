#pragma once
// The domain of a relation between expressions: its points, its boxes, and what is said there.
#include <random>

#include "formula/check.hpp"

namespace noiseproof {

/// A box of the domain: a range for each variable.
using Ranges = std::vector<std::pair<PiNumber, PiNumber>>;

/// The bits that a check over this domain works with: more than kCheckBits where a range is so thin that the fourth
/// power of its width would be lost among them.
slong bits_for(const Domain& domain);

/// The number at this share of the way from lo to hi.
PiNumber between(const PiNumber& lo, const PiNumber& hi, const Rational& share);
/// A random number in (0, 1) whose denominator is below 2^16, hardly ever the same and without a factor up to 13: what
/// vanishes at all multiples of a binary or decimal unit, as sin(2^20 pi x), does not there.
Rational generic_share(std::mt19937_64& engine);
/// The range, sharp at 0, and at ends if both are binary numbers (1, -1/2): a root or an arccosine does not see beyond.
Ball ball_over(const PiNumber& lo, const PiNumber& hi);
/// phi and the derived d = pi - phi as places in the table of symbols, or -1 and -1.
std::pair<int, int> angle_slots(const Domain& domain);
/// The variables' values with d = pi - phi appended where it is derived, and the number of hidden units where k is one
/// number: over a box with several, ones, M, ... have no value and nothing is decided before k is.
Environment<SharpBall> environment_over(const Domain& domain, const Ranges& box);
/// The whole of it.
Ranges ranges_of(const Domain& domain);
Point middle_of(const Domain& domain, const Ranges& box);
/// Are all coordinates within their ranges, and those of integers whole?
bool in_ranges(const Domain& domain, const Point& at);
/// Which variables the relation looks at.
std::vector<bool> used_by(const Relation& relation, const Domain& domain);
/// Which variables it or a condition looks at.
std::vector<bool> used_by_all(const Relation& relation, const Domain& domain);
/// How many integers its range has.
Integer count_of(const Variable& v);
/// As many combinations of integers are all tried.
inline constexpr int kMostCombinations = 10'000;
/// Every choice of the integers among the variables, the others at random; of those that are not `used` the lower end.
/// Empty if these are more than kMostCombinations, or if no integer is used.
std::vector<Point> all_integers(const Domain& domain, const std::vector<bool>& used);
/// Replaces one coordinate at a time by a simpler number, as long as the point still refutes.
Point shrink(Point at, const Domain& domain, const std::function<bool(const Point&)>& refutes);
std::vector<std::pair<std::string, std::string>> describe(const Domain& domain, const Point& at);
std::string box_text(const Domain& domain, const Ranges& box);

/// Does left ORDER right hold of the two values?
Verdict holds(const SharpBall& left, Order order, const SharpBall& right);
Verdict holds(const Relation& relation, const Environment<SharpBall>& at);
/// Do all conditions of the domain hold over a box?
Verdict admitted(const Domain& domain, const Environment<SharpBall>& at);

}  // namespace noiseproof
