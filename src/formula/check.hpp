#pragma once
// Checks of a claimed formula: against the definition of a quantity, or of an identity or inequality over a domain.
#include <functional>
#include <string>
#include <vector>

#include "formula/quantities.hpp"

namespace noiseproof {

/// proved: holds on the whole domain, by a proof. agrees: equal wherever it was tried, with enclosures, which is no
/// proof. refuted: a point is given at which it is proved to fail. undecided: none of these.
enum class FormulaVerdict { proved, agrees, refuted, undecided };
std::string name(FormulaVerdict outcome);

/// A point at which a check fails, and what was found there. The two values have disjoint enclosures (an inequality:
/// the wrong order), so that the failure itself is proved.
struct Counterexample {
  std::vector<std::pair<std::string, std::string>> at;  ///< exact numbers, as text
  std::string left_name, left, right_name, right;       ///< 20 digits, or exact
  int entry = -1;                                       ///< of a vector: which, from 0
  std::string text() const;                             ///< "phi = pi, k = 1"
};

struct CheckResult {
  FormulaVerdict outcome = FormulaVerdict::undecided;
  std::string evidence;                        ///< one sentence
  std::vector<Counterexample> counterexample;  ///< one if refuted
  std::vector<std::string> left_over;          ///< undecided inequality: the smallest boxes left
  long exact_points = 0, random_points = 0, boxes = 0;
  int digits = 0;  ///< to which both sides agree at every point counted, relative to the value
};

/// A formula for a quantity: its entries at the inputs (a scalar: one; a matrix x I + y 11': x and y).
using Formula = std::function<Vec<Ball>(const Inputs&)>;
/// The same for a scalar quantity.
Formula scalar_formula(std::function<Ball(const Inputs&)> f);
/// Of an expression over case_symbols(): at a Case, exact where it can be.
Formula formula_of(const Expression& expression);

/// A free variable and its closed range.
struct Variable {
  std::string name;
  PiNumber lo, hi;
  bool integer = false;
};
/// Which cases a claim is made for.
struct CaseDomain {
  Rational least_turn = 0, most_turn = 1;  ///< phi/pi
  Rational least_nu{1, 4}, most_nu = 4;
  int least_k = 1, most_k = 100;
  int least_p = 2, most_p = 50;
  /// The inputs that matter and are numbers.
  std::vector<Variable> variables(const Dependence& on) const;
  /// The values of these at a case.
  static std::vector<PiNumber> coordinates(const Case& at, const Dependence& on);
};

/// Compares the formula with the definition: small exact cases in the order of their size (so that a counterexample
/// found is the smallest), then random exact cases with phi spread over its range, then one for every k and p, then
/// boxes: around some of these, or covering the range of phi where nothing else matters. `uses`: what the formula looks
/// at besides what the quantity depends on.
CheckResult check_claim(const QuantityInfo& quantity, const Activation& activation, const Formula& formula,
                        const Dependence& uses, const CaseDomain& domain = {});
/// The exact cases that check_claim looks at, in order: at most `most` small ones, `count` random ones with k and p
/// small, one for every k and p that matter.
std::vector<Case> small_cases(const QuantityInfo& quantity, const Dependence& uses, const CaseDomain& domain,
                              std::size_t most);
std::vector<Case> random_cases(const QuantityInfo& quantity, const Dependence& uses, const CaseDomain& domain,
                               std::size_t count);
std::vector<Case> sized_cases(const QuantityInfo& quantity, const Dependence& uses, const CaseDomain& domain);
/// A few cases that differ in everything that matters: each small k once, each corner of phi, no vector 0.
std::vector<Case> spread_cases(const QuantityInfo& quantity, const Dependence& uses, const CaseDomain& domain);
/// Makes a refuting case simpler, one number at a time (k and p first), as long as it stays refuting.
Case shrink(Case at, const Dependence& on, const CaseDomain& domain, const std::function<bool(const Case&)>& refutes);
Dependence united(const Dependence& u, const Dependence& v);
/// "phi = pi/2, k = 2, a = (1, -1)", of the inputs that matter.
std::vector<std::pair<std::string, std::string>> describe(const Case& at, const Dependence& on);

enum class Order { equal, less, less_or_equal };
struct Relation {
  Expression left;
  Order order = Order::equal;
  Expression right;
  bool turned = false;  ///< written as right >= left, or right > left
};
/// The range of the variables, cut down by conditions.
struct Domain {
  std::vector<Variable> variables;
  std::vector<Relation> conditions;
  /// The variables, then d = pi - phi if phi is one and d is not.
  SymbolTable symbols() const;
};
/// A relation that has ones, I, J, M, N or inv needs k among the variables, an integer from 1 to at most this.
inline constexpr int kMostUnits = 1000;
using Point = std::vector<PiNumber>;
Environment<SharpBall> environment_at(const Domain& domain, const Point& at);
std::vector<Point> small_points(const Domain& domain, std::size_t most);
std::vector<Point> random_points(const Domain& domain, std::size_t count);

/// An identity: by symbolic normal form if that decides, and at exact points, thin boxes and random points in any case.
CheckResult check_identity(const Relation& relation, const Domain& domain);
/// An inequality: small exact points for a counterexample, then adaptive bisection of the domain with enclosures.
CheckResult check_inequality(const Relation& relation, const Domain& domain, long most_boxes = 20'000);

// Shared by the checks.
inline constexpr slong kCheckBits = 200;  ///< 60 digits, where nothing cancels
inline constexpr slong kMoreBits = 1330;  ///< 400 digits more, where that is cheap: what differs late is seen
inline constexpr slong kMostBits = 3200;  ///< to which the precision is raised where something cancels
inline constexpr int kLeastDigits = 30;   ///< fewer are no agreement
/// A value as text: exact if it is known exactly, else `digits` digits; "0 +/- 1.3e-60" if it may be 0.
std::string value_text(const SharpBall& x, int digits = 20);
/// Two values with disjoint enclosures: with so many digits that one sees it.
std::pair<std::string, std::string> value_texts(const SharpBall& x, const SharpBall& y);
/// How two vectors of enclosures compare.
struct Confrontation {
  enum class Kind { overlap, differ, not_finite } kind = Kind::overlap;
  std::size_t entry = 0;  ///< of the difference; where they overlap, the one with the fewest digits
  int digits = 0;         ///< 0 to kMostDigits
};
inline constexpr int kMostDigits = 1000;
/// To how many decimal digits, at most kMostDigits, is a value known up to this error? Relative to the value: to none
/// where that may be 0, to all without an error.
int digits_within(const Ball& error, const Ball& value);
/// The size of the largest entry: digits of a vector are relative to it.
Ball largest_size(const Vec<Ball>& v);
Confrontation compare(const Vec<Ball>& u, const Vec<Ball>& v);
/// The two sides at a point, computed with the working precision and more and more bits until they differ or agree to
/// kLeastDigits, or there are no more bits to be had. `sides` computes them at the precision of the attempt.
struct Meeting : Confrontation {
  Vec<SharpBall> left, right;
  bool agrees() const { return kind == Kind::overlap && digits >= kLeastDigits; }
  /// Neither side can be told from 0, so that not one digit is compared.
  bool may_vanish() const;
};
Meeting meet(const std::function<std::pair<Vec<SharpBall>, Vec<SharpBall>>()>& sides, slong most_bits = kMostBits);

}  // namespace noiseproof
