#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <set>

#include "core/error.hpp"
#include "formula/check.hpp"
#include "formula/symbolic.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kSmallPoints = 600, kRandomPoints = 64, kThinBoxes = 64;
constexpr const char* kNowhere = "no point of the domain satisfies its conditions";

PiNumber between(const Variable& v, const Rational& share) {
  return {v.lo.rational + share * (v.hi.rational - v.lo.rational), v.lo.of_pi + share * (v.hi.of_pi - v.lo.of_pi)};
}

/// The range, sharp at ends that are binary numbers (0, 1, -1/2): a root or an arccosine does not see beyond.
Ball hull(const PiNumber& lo, const PiNumber& hi) {
  const Ball left = lo.enclosure(), right = hi.enclosure();
  const Ball from_left = left + not_negative(Ball::hull(left, right) - left);
  return right - not_negative(right - from_left);
}

bool in_range(const PiNumber& x, const Variable& v) {
  const auto not_above = [](const PiNumber& a, const PiNumber& b) {
    return a == b || is_less(a.enclosure(), b.enclosure()) == Verdict::proved;
  };
  return not_above(v.lo, x) && not_above(x, v.hi);
}

/// Simple numbers of the range, each with a weight that says how simple it is; ascending weight.
std::vector<std::pair<PiNumber, int>> simple_numbers(const Variable& v) {
  std::vector<std::pair<PiNumber, int>> out;
  const auto offer = [&](const PiNumber& x, int weight) {
    const bool seen = std::any_of(out.begin(), out.end(), [&](const auto& known) { return known.first == x; });
    if (!seen && in_range(x, v)) out.emplace_back(x, weight);
  };
  if (v.integer) {
    const Integer first = numerator(v.lo.rational), last = numerator(v.hi.rational);
    int weight = 0;
    for (Integer n = first; n <= last && weight < 8; ++n, ++weight) offer({Rational(n), 0}, weight);
    offer(v.hi, weight);
    return out;
  }
  offer(v.lo, 1);
  offer(v.hi, 1);
  if (v.lo.of_pi != 0 || v.hi.of_pi != 0)
    for (const auto& [share, weight] : {std::pair{Rational(0), 0},
                                        {Rational(1, 2), 0},
                                        {Rational(1), 0},
                                        {Rational(1, 3), 2},
                                        {Rational(2, 3), 2},
                                        {Rational(1, 4), 3},
                                        {Rational(3, 4), 3},
                                        {Rational(1, 6), 4},
                                        {Rational(5, 6), 4},
                                        {Rational(1, 12), 5},
                                        {Rational(11, 12), 5}})
      offer({0, share}, weight);
  for (const auto& [x, weight] : {std::pair{Rational(0), 0},
                                  {Rational(1), 0},
                                  {Rational(2), 1},
                                  {Rational(-1), 1},
                                  {Rational(1, 2), 2},
                                  {Rational(3), 2},
                                  {Rational(-1, 2), 3},
                                  {Rational(3, 2), 3},
                                  {Rational(-2), 3},
                                  {Rational(1, 3), 4},
                                  {Rational(10), 4}})
    offer({x, 0}, weight);
  offer(between(v, Rational(1, 2)), 3);
  std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return out;
}

/// All choices of one candidate for each variable with this total weight, appended to `out`.
void choose(const std::vector<std::vector<std::pair<PiNumber, int>>>& candidates, std::size_t i, int weight,
            Point& chosen, std::vector<Point>& out, std::size_t most) {
  if (out.size() >= most) return;
  if (i == candidates.size()) {
    if (weight == 0) out.push_back(chosen);
    return;
  }
  for (const auto& [x, own] : candidates[i]) {
    if (own > weight) break;
    chosen.push_back(x);
    choose(candidates, i + 1, weight - own, chosen, out, most);
    chosen.pop_back();
  }
}

std::vector<std::pair<std::string, std::string>> describe(const Domain& domain, const Point& at) {
  std::vector<std::pair<std::string, std::string>> out;
  for (std::size_t i = 0; i < at.size(); ++i) out.emplace_back(domain.variables[i].name, at[i].text());
  return out;
}

/// Does left ORDER right hold of the two values?
Verdict holds(const SharpBall& left, Order order, const SharpBall& right) {
  const bool same = left.exact() && left.exact() == right.exact();
  // The difference of two numbers known exactly is known exactly, however near they are.
  if (!same && left.exact() && right.exact() && !(left.rational() && *left.rational() == 0))
    return holds(0, order, right - left);
  switch (order) {
    case Order::equal:
      if (same) return Verdict::proved;
      return is_finite(left.ball()) && is_finite(right.ball()) && !overlaps(left.ball(), right.ball())
                 ? Verdict::refuted
                 : Verdict::undecided;
    case Order::less: return same ? Verdict::refuted : is_less(left.ball(), right.ball());
    default:
      if (same) return Verdict::proved;
      return negate(is_less(right.ball(), left.ball()));
  }
}

Verdict holds(const Relation& relation, const Environment<SharpBall>& at) {
  return holds(evaluate(relation.left, at).entries[0], relation.order, evaluate(relation.right, at).entries[0]);
}

/// The two sides at a point.
std::pair<Vec<SharpBall>, Vec<SharpBall>> sides_at(const Relation& relation, const Domain& domain, const Point& at) {
  const Environment<SharpBall> environment = environment_at(domain, at);
  return {evaluate(relation.left, environment).entries, evaluate(relation.right, environment).entries};
}

/// Does the relation hold at a point? With more bits, where some do not tell.
Verdict holds_at(const Relation& relation, const Domain& domain, const Point& at) {
  constexpr slong kEnough = 4 * kCheckBits;  // an inequality that touches is never told: little is tried
  for (slong bits = kCheckBits;; bits *= 4) {
    const ScopedBits precision(bits);
    const auto [left, right] = sides_at(relation, domain, at);
    const Verdict out = holds(left[0], relation.order, right[0]);
    if (out != Verdict::undecided || bits >= kEnough) return out;
  }
}

/// Do all conditions of the domain hold? At a point or over a box.
Verdict admitted(const Domain& domain, const Environment<SharpBall>& at) {
  Verdict out = Verdict::proved;
  for (const Relation& condition : domain.conditions) out = both(out, holds(condition, at));
  return out;
}

Counterexample counterexample(const Relation& relation, const Domain& domain, const Point& at) {
  const Meeting found = meet([&] { return sides_at(relation, domain, at); });
  const auto [left, right] = value_texts(found.left[0], found.right[0]);
  return {describe(domain, at), "left", left, "right", right, -1};
}

/// A box of the domain: a range for each variable.
using Ranges = std::vector<std::pair<PiNumber, PiNumber>>;

SharpBall value_of(const std::pair<PiNumber, PiNumber>& range) {
  return range.first == range.second ? SharpBall(range.first) : SharpBall(hull(range.first, range.second));
}

/// phi and the derived d = pi - phi as places in the table of symbols, or -1 and -1.
std::pair<int, int> angle_slots(const Domain& domain) {
  int phi = -1;
  for (std::size_t i = 0; i < domain.variables.size(); ++i) {
    if (domain.variables[i].name == "d") return {-1, -1};
    if (domain.variables[i].name == "phi") phi = static_cast<int>(i);
  }
  return phi < 0 ? std::pair(-1, -1) : std::pair(phi, static_cast<int>(domain.variables.size()));
}

/// The variables' values with d = pi - phi appended where it is derived, and the number of hidden units where k is one
/// number: over a box with several, ones, M, ... have no value and nothing is decided before k is.
Environment<SharpBall> complete(const Domain& domain, const Ranges& box) {
  Environment<SharpBall> out;
  for (std::size_t i = 0; i < box.size(); ++i) {
    out.symbols.push_back(scalar(value_of(box[i])));
    const Variable& v = domain.variables[i];
    const bool units = v.name == "k" && v.integer && v.lo.rational >= 1 && box[i].first == box[i].second;
    if (units && box[i].first.rational <= kMostUnits) out.k = static_cast<int>(numerator(box[i].first.rational));
  }
  if (const int phi = angle_slots(domain).first; phi >= 0) {
    const auto complement = [](const PiNumber& x) { return PiNumber{-x.rational, 1 - x.of_pi}; };
    const auto& [lo, hi] = box[static_cast<std::size_t>(phi)];
    out.symbols.push_back(scalar(value_of({complement(hi), complement(lo)})));
  }
  return out;
}

/// Which variables the relation or a condition looks at: the others need no splitting.
std::vector<bool> used_variables(const Relation& relation, const Domain& domain) {
  std::vector<bool> out(domain.variables.size(), false);
  const auto [phi, d] = angle_slots(domain);
  const auto add = [&, phi = phi, d = d](const Expression& expression) {
    for (std::size_t i = 0; i < out.size(); ++i) {
      const bool through_d = static_cast<int>(i) == phi && expression.uses[static_cast<std::size_t>(d)];
      const bool through_units = domain.variables[i].name == "k" && expression.counts_units;
      if (expression.uses[i] || through_d || through_units) out[i] = true;
    }
  };
  add(relation.left);
  add(relation.right);
  for (const Relation& condition : domain.conditions) {
    add(condition.left);
    add(condition.right);
  }
  return out;
}

/// Proves right - left >= 0 (or > 0) over boxes.
class Prover {
 public:
  Prover(const Relation& relation, const Domain& domain)
      : domain_(domain),
        strict_(relation.order == Order::less),
        gap_(make_sum({{relation.right.root}, {relation.left.root, true}})) {
    const auto [phi, d] = angle_slots(domain);
    phi_ = phi;
    d_ = d;
    equal_ =
        relation.order == Order::less_or_equal &&
        equal_symbolically(relation.left.root, relation.right.root, static_cast<int>(domain.symbols().size()), phi, d);
  }

  /// Only where the gap has a finite value on all of the box: its derivatives may have lost a pole (make_product).
  bool holds_on(const Ranges& box) {
    return is_finite(value(gap_, box).ball()) && (equal_ || prove({}, box, strict_, 0));
  }
  /// The work so far, in nodes evaluated.
  long work() const { return work_; }

 private:
  using Orders = std::vector<int>;  // how often to differentiate in each variable; empty: not at all

  /// The derivative of the gap, made once. Empty where the rules of differentiation end.
  const std::optional<NodePtr>& derivative(const Orders& orders) {
    const auto found = derivatives_.find(orders);
    if (found != derivatives_.end()) return found->second;
    std::optional<NodePtr> out;
    if (std::all_of(orders.begin(), orders.end(), [](int n) { return n == 0; })) {
      out = gap_;
    } else {
      std::size_t which = 0;
      while (orders[which] == 0) ++which;
      Orders lower = orders;
      --lower[which];
      if (const std::optional<NodePtr> inner = derivative(lower))
        out = differentiate_in(*inner, static_cast<int>(which));
    }
    return derivatives_.emplace(orders, std::move(out)).first->second;
  }
  /// By the chain rule through d = pi - phi.
  std::optional<NodePtr> differentiate_in(const NodePtr& node, int which) const {
    const std::optional<NodePtr> own = differentiate(node, which);
    if (!own || which != phi_) return own;
    const std::optional<NodePtr> through = differentiate(node, d_);
    if (!through) return std::nullopt;
    return make_sum({{*own}, {*through, true}});
  }

  SharpBall value(const NodePtr& node, const Ranges& box) {
    work_ += static_cast<long>(count_nodes(node));
    return evaluate(node, complete(domain_, box)).entries[0];
  }

  static bool is_proved(const SharpBall& x, bool strict) {
    if (x.exact() && x.exact() == PiNumber{}) return !strict;
    return (strict ? is_positive(x.ball()) : is_nonnegative(x.ball())) == Verdict::proved;
  }

  Orders raised(Orders orders, std::size_t i) const {
    orders.resize(domain_.variables.size(), 0);
    ++orders[i];
    return orders;
  }

  /// Is this derivative of the gap >= 0 (> 0) on the box?
  bool prove(const Orders& orders, const Ranges& box, bool strict, int depth) {
    const std::optional<NodePtr> f = derivative(orders);
    if (!f) return false;
    const SharpBall whole = value(*f, box);
    if (is_proved(whole, strict)) return true;
    if (depth > 3 || is_negative(whole.ball()) == Verdict::proved) return false;
    return by_mean_value(orders, *f, box, strict) || by_faces(orders, box, strict, depth);
  }

  /// f(mid) + sum of derivative times distance.
  bool by_mean_value(const Orders& orders, const NodePtr& f, const Ranges& box, bool strict) {
    Ranges middle = box;
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < box.size(); ++i) {
      if (box[i].first == box[i].second) continue;
      free.push_back(i);
      Variable range{"", box[i].first, box[i].second, false};
      middle[i].first = middle[i].second = between(range, Rational(1, 2));
    }
    if (free.empty()) return false;
    Ball bound = value(f, middle).ball();
    for (const std::size_t i : free) {
      const std::optional<NodePtr> slope = derivative(raised(orders, i));
      if (!slope) return false;
      bound += value(*slope, box).ball() * (hull(box[i].first, box[i].second) - middle[i].first.enclosure());
    }
    return is_proved(SharpBall(bound), strict);
  }

  /// Taylor's formula in one variable, about an end c of its range, of order n = 1, 2, ...: if the first n - 1
  /// coefficients on that face and the n-th derivative on the box all have the right sign, so has f. Order 1 is
  /// monotonicity. This is what decides inequalities that touch at an end, where no box is thin enough.
  bool by_faces(const Orders& orders, const Ranges& box, bool strict, int depth) {
    for (std::size_t i = 0; i < box.size(); ++i) {
      if (box[i].first == box[i].second) continue;
      for (const bool upper : {false, true}) {
        Ranges face = box;
        face[i].first = face[i].second = upper ? box[i].second : box[i].first;
        if (grows_from(orders, i, upper, face, box) && prove(orders, face, strict, depth + 1)) return true;
      }
    }
    return false;
  }

  /// Do the derivatives of order 1 .. n - 1 on the face and that of order n on the box have the sign that keeps f from
  /// falling below its values on the face, for some n?
  bool grows_from(const Orders& orders, std::size_t i, bool upper, const Ranges& face, const Ranges& box) {
    constexpr int kMostOrder = 8;
    Orders next = raised(orders, i);
    for (int n = 1; n <= kMostOrder; ++n, next = raised(next, i)) {
      const std::optional<NodePtr> f = derivative(next);
      if (!f) return false;
      const bool flipped = upper && n % 2 == 1;  // (x - c)^n is negative there
      const auto has_sign = [&](const SharpBall& x) { return is_proved(flipped ? -x : x, false); };
      if (has_sign(value(*f, box))) return true;
      if (!has_sign(value(*f, face))) return false;
    }
    return false;
  }

  const Domain& domain_;
  bool strict_;
  bool equal_ = false;  ///< the sides are one function, wherever both are defined
  NodePtr gap_;
  int phi_ = -1, d_ = -1;
  long work_ = 0;
  std::map<Orders, std::optional<NodePtr>> derivatives_;
};

Point middle_of(const Domain& domain, const Ranges& box) {
  Point out;
  for (std::size_t i = 0; i < box.size(); ++i) {
    PiNumber x = between({"", box[i].first, box[i].second, false}, Rational(1, 2));
    if (domain.variables[i].integer) {
      Integer whole = numerator(x.rational) / denominator(x.rational);
      x = {Rational(whole), 0};
    }
    out.push_back(x);
  }
  return out;
}

/// Replaces one coordinate at a time by a simpler number, as long as the point still refutes.
Point shrink(Point at, const Domain& domain, const std::function<bool(const Point&)>& refutes) {
  for (std::size_t i = 0; i < at.size(); ++i)
    for (const auto& [x, weight] : simple_numbers(domain.variables[i])) {
      Point trial = at;
      trial[i] = x;
      if (refutes(trial)) {
        at = trial;
        break;
      }
    }
  return at;
}

std::string box_text(const Domain& domain, const Ranges& box) {
  std::string out;
  for (std::size_t i = 0; i < box.size(); ++i)
    out += (i > 0 ? ", " : "") + domain.variables[i].name + " in [" + box[i].first.text() + ", " +
           box[i].second.text() + "]";
  return out;
}

struct OpenBox {
  Ranges ranges;
  int depth = 0;
};

/// Halves the box along the variable whose range is the largest share of the whole. False if nothing is left to halve.
bool split(const Domain& domain, const OpenBox& box, std::deque<OpenBox>& out) {
  std::size_t widest = box.ranges.size();
  double most = 0;
  for (std::size_t i = 0; i < box.ranges.size(); ++i) {
    if (box.ranges[i].first == box.ranges[i].second) continue;
    const Variable& v = domain.variables[i];
    const double whole = (v.hi.enclosure() - v.lo.enclosure()).midpoint_approx();
    const double own = (box.ranges[i].second.enclosure() - box.ranges[i].first.enclosure()).midpoint_approx();
    if (own / whole > most) {
      most = own / whole;
      widest = i;
    }
  }
  if (widest == box.ranges.size()) return false;
  OpenBox low = box, high = box;
  ++low.depth, ++high.depth;
  const PiNumber cut = between({"", box.ranges[widest].first, box.ranges[widest].second, false}, Rational(1, 2));
  if (domain.variables[widest].integer) {
    const Integer whole = numerator(cut.rational) / denominator(cut.rational);
    low.ranges[widest].second = {Rational(whole), 0};
    high.ranges[widest].first = {Rational(whole + 1), 0};
  } else {
    low.ranges[widest].second = high.ranges[widest].first = cut;
  }
  out.push_back(std::move(low));
  out.push_back(std::move(high));
  return true;
}

/// Is the point one of the domain, and does the relation fail there?
bool fails_at(const Relation& relation, const Domain& domain, const Point& at) {
  if (admitted(domain, environment_at(domain, at)) != Verdict::proved) return false;
  if (relation.order != Order::equal) return holds_at(relation, domain, at) == Verdict::refuted;
  return meet([&] { return sides_at(relation, domain, at); }).kind == Confrontation::Kind::differ;
}

/// Exact points first small, then random: refuted with the first one, or what was seen.
struct Survey {
  std::optional<Point> refuted_at;
  std::string undefined;  ///< the first point at which a side has no finite value
  std::string unclear;    ///< of an identity: the first at which the sides can be told neither equal nor different
};
Survey survey(const Relation& relation, const Domain& domain, CheckResult& out) {
  Survey result;
  std::set<std::string> seen;
  const auto look = [&](const Point& at, long& counter) {
    const std::string place = Counterexample{describe(domain, at), "", "", "", ""}.text();
    if (!seen.insert(place).second || admitted(domain, environment_at(domain, at)) != Verdict::proved) return false;
    const bool identity = relation.order == Order::equal;
    const Meeting found = meet([&] { return sides_at(relation, domain, at); }, identity ? kMostBits : kCheckBits);
    if (found.kind == Confrontation::Kind::not_finite) {
      if (result.undefined.empty()) result.undefined = place;
      return false;
    }
    if (identity ? found.kind == Confrontation::Kind::differ : holds_at(relation, domain, at) == Verdict::refuted) {
      result.refuted_at = at;
      return true;
    }
    if (identity && !found.agrees()) {
      if (result.unclear.empty()) result.unclear = place;
      return false;
    }
    ++counter;
    out.digits = std::min(out.digits, found.digits);
    return false;
  };
  for (const Point& at : small_points(domain, kSmallPoints))
    if (look(at, out.exact_points)) return result;
  const auto refutes = [&](const Point& at) { return fails_at(relation, domain, at); };
  for (const Point& at : random_points(domain, kRandomPoints))
    if (look(at, out.random_points)) {
      result.refuted_at = shrink(at, domain, refutes);
      return result;
    }
  return result;
}

}  // namespace

SymbolTable Domain::symbols() const {
  SymbolTable out;
  for (const Variable& v : variables) out.push_back({v.name, Type::scalar});
  if (angle_slots(*this).first >= 0) out.push_back({"d", Type::scalar});
  return out;
}

Environment<SharpBall> environment_at(const Domain& domain, const Point& at) {
  Ranges box;
  for (const PiNumber& x : at) box.emplace_back(x, x);
  return complete(domain, box);
}

std::vector<Point> small_points(const Domain& domain, std::size_t most) {
  std::vector<std::vector<std::pair<PiNumber, int>>> candidates;
  int heaviest = 0;
  for (const Variable& v : domain.variables) {
    candidates.push_back(simple_numbers(v));
    heaviest += candidates.back().empty() ? 0 : candidates.back().back().second;
  }
  std::vector<Point> out;
  for (int weight = 0; weight <= heaviest && out.size() < most; ++weight) {
    Point chosen;
    choose(candidates, 0, weight, chosen, out, most);
  }
  return out;
}

std::vector<Point> random_points(const Domain& domain, std::size_t count) {
  std::mt19937_64 engine(20190613);
  std::vector<Point> out(count);
  for (Point& at : out)
    for (const Variable& v : domain.variables) {
      if (v.integer) {
        const Integer span = numerator(v.hi.rational) - numerator(v.lo.rational) + 1;
        at.push_back(
            {Rational(numerator(v.lo.rational) + Integer(static_cast<unsigned long>(engine() >> 16)) % span), 0});
      } else {
        at.push_back(between(v, Rational(static_cast<long>(engine() % 65537), 65536)));
      }
    }
  return out;
}

CheckResult check_identity(const Relation& relation, const Domain& domain) {
  const ScopedBits precision(kCheckBits);
  CheckResult out;
  out.digits = static_cast<int>(kCheckBits * 0.30103);
  const Survey seen = survey(relation, domain, out);
  if (seen.refuted_at) {
    out.outcome = FormulaVerdict::refuted;
    out.evidence = "the two sides differ (disjoint enclosures)";
    out.counterexample = {counterexample(relation, domain, *seen.refuted_at)};
    return out;
  }
  std::mt19937_64 engine(20190614);
  long tried = 0;
  for (std::size_t i = 0; i < kThinBoxes; ++i) {
    Ranges box;
    for (const Variable& v : domain.variables) {
      const Rational share(static_cast<long>(engine() % 65536), 65537), width(1, 1 << 20);
      const PiNumber whole{
          Rational(Integer(numerator(between(v, share).rational) / denominator(between(v, share).rational))), 0};
      if (v.integer)
        box.emplace_back(whole, whole);
      else
        box.emplace_back(between(v, share), between(v, share + width));
    }
    const Environment<SharpBall> environment = complete(domain, box);
    if (admitted(domain, environment) != Verdict::proved) continue;
    ++tried;
    const Ball left = evaluate(relation.left, environment).entries[0].ball();
    const Ball right = evaluate(relation.right, environment).entries[0].ball();
    if (is_finite(left) && is_finite(right) && left.radius_approx() < 1e-3 && right.radius_approx() < 1e-3) ++out.boxes;
    if (holds(SharpBall(left), Order::equal, SharpBall(right)) == Verdict::refuted) {
      out.outcome = FormulaVerdict::refuted;
      out.evidence = "the two sides differ on " + box_text(domain, box);
      Point at;
      for (const auto& range : box) at.push_back(range.first);
      out.counterexample = {counterexample(relation, domain, at)};
      return out;
    }
  }
  const auto [phi, d] = angle_slots(domain);
  const bool symbolic =
      equal_symbolically(relation.left.root, relation.right.root, static_cast<int>(domain.symbols().size()), phi, d);
  const std::string where = fmt::format("{} small exact and {} random points to {} digits, and on {} of {} thin boxes",
                                        out.exact_points, out.random_points, out.digits, out.boxes, tried);
  if (!seen.undefined.empty()) {
    out.evidence = (symbolic ? "equal by symbolic normal form, but a side has no finite value at "
                             : "a side has no finite value at ") +
                   seen.undefined;
    return out;
  }
  if (!seen.unclear.empty() && !symbolic) {
    out.evidence = fmt::format("the sides can be told neither equal to {} digits nor different, with {} bits, at {}",
                               kLeastDigits, kMostBits, seen.unclear);
    return out;
  }
  if (out.exact_points + out.random_points == 0 && seen.unclear.empty()) {
    out.evidence = kNowhere;
    return out;
  }
  out.outcome = symbolic ? FormulaVerdict::proved : FormulaVerdict::agrees;
  out.evidence =
      symbolic ? "both sides have the same symbolic normal form, wherever both are defined; they agree at " + where
               : "both sides agree at " + where;
  return out;
}

CheckResult check_inequality(const Relation& relation, const Domain& domain, long most_boxes) {
  const ScopedBits precision(kCheckBits);
  CheckResult out;
  const auto refute = [&](const Point& at) {
    out.outcome = FormulaVerdict::refuted;
    out.evidence = "the inequality fails at a point";
    out.counterexample = {counterexample(relation, domain, at)};
  };
  const Survey seen = survey(relation, domain, out);
  if (seen.refuted_at) {
    refute(*seen.refuted_at);
    return out;
  }
  const auto refutes = [&](const Point& at) { return fails_at(relation, domain, at); };
  // Where a side has no finite value nothing can be proved, however thin the boxes.
  if (!seen.undefined.empty()) {
    out.evidence = "a side has no finite value at " + seen.undefined;
    return out;
  }
  Prover prover(relation, domain);
  std::deque<OpenBox> open(1);
  const std::vector<bool> used = used_variables(relation, domain);
  for (std::size_t i = 0; i < domain.variables.size(); ++i) {
    const Variable& v = domain.variables[i];
    open.front().ranges.emplace_back(v.lo, used[i] ? v.hi : v.lo);
  }
  std::vector<OpenBox> stuck;
  bool nowhere = true;  // so far, every box fails the conditions
  constexpr int kMostDepth = 60;
  constexpr long kMostWork = 1'500'000;  // a few seconds
  while (!open.empty() && out.boxes < most_boxes && prover.work() < kMostWork) {
    const OpenBox box = std::move(open.front());
    open.pop_front();
    ++out.boxes;
    if (admitted(domain, complete(domain, box.ranges)) == Verdict::refuted) continue;
    if (prover.holds_on(box.ranges)) {
      nowhere = false;
      continue;
    }
    const Point middle = middle_of(domain, box.ranges);
    if (refutes(middle)) {
      refute(shrink(middle, domain, refutes));
      return out;
    }
    if (box.depth >= kMostDepth || !split(domain, box, open)) stuck.push_back(box);
  }
  if (open.empty() && stuck.empty() && nowhere) {
    out.evidence = kNowhere;
    return out;
  }
  if (open.empty() && stuck.empty()) {
    out.outcome = FormulaVerdict::proved;
    out.evidence = fmt::format("proved by enclosures on {} boxes that cover the domain", out.boxes);
    return out;
  }
  stuck.insert(stuck.end(), open.begin(), open.end());
  std::stable_sort(stuck.begin(), stuck.end(), [](const OpenBox& u, const OpenBox& v) { return u.depth > v.depth; });
  for (std::size_t i = 0; i < std::min<std::size_t>(3, stuck.size()); ++i)
    out.left_over.push_back(box_text(domain, stuck[i].ranges));
  out.evidence = fmt::format("{} of {} boxes left undecided", stuck.size(), out.boxes + static_cast<long>(open.size()));
  return out;
}

}  // namespace noiseproof
