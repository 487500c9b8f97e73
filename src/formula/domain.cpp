#include "formula/domain.hpp"

#include <algorithm>
#include <random>

namespace noiseproof {
namespace {

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
  offer(between(v.lo, v.hi, Rational(1, 2)), 3);
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

SharpBall value_of(const std::pair<PiNumber, PiNumber>& range) {
  return range.first == range.second ? SharpBall(range.first) : SharpBall(ball_over(range.first, range.second));
}

}  // namespace

PiNumber between(const PiNumber& lo, const PiNumber& hi, const Rational& share) {
  return {lo.rational + share * (hi.rational - lo.rational), lo.of_pi + share * (hi.of_pi - lo.of_pi)};
}

Ball ball_over(const PiNumber& lo, const PiNumber& hi) {
  const Ball left = lo.enclosure(), right = hi.enclosure();
  const Ball from_left = left + not_negative(Ball::hull(left, right) - left);
  return right - not_negative(right - from_left);
}

std::pair<int, int> angle_slots(const Domain& domain) {
  int phi = -1;
  for (std::size_t i = 0; i < domain.variables.size(); ++i) {
    if (domain.variables[i].name == "d") return {-1, -1};
    if (domain.variables[i].name == "phi") phi = static_cast<int>(i);
  }
  return phi < 0 ? std::pair(-1, -1) : std::pair(phi, static_cast<int>(domain.variables.size()));
}

Environment<SharpBall> environment_over(const Domain& domain, const Ranges& box) {
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

Point middle_of(const Domain& domain, const Ranges& box) {
  Point out;
  for (std::size_t i = 0; i < box.size(); ++i) {
    PiNumber x = between(box[i].first, box[i].second, Rational(1, 2));
    if (domain.variables[i].integer) {
      Integer whole = numerator(x.rational) / denominator(x.rational);
      x = {Rational(whole), 0};
    }
    out.push_back(x);
  }
  return out;
}

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

std::vector<std::pair<std::string, std::string>> describe(const Domain& domain, const Point& at) {
  std::vector<std::pair<std::string, std::string>> out;
  for (std::size_t i = 0; i < at.size(); ++i) out.emplace_back(domain.variables[i].name, at[i].text());
  return out;
}

std::string box_text(const Domain& domain, const Ranges& box) {
  std::string out;
  for (std::size_t i = 0; i < box.size(); ++i)
    out += (i > 0 ? ", " : "") + domain.variables[i].name + " in [" + box[i].first.text() + ", " +
           box[i].second.text() + "]";
  return out;
}

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

Verdict admitted(const Domain& domain, const Environment<SharpBall>& at) {
  Verdict out = Verdict::proved;
  for (const Relation& condition : domain.conditions) out = both(out, holds(condition, at));
  return out;
}

SymbolTable Domain::symbols() const {
  SymbolTable out;
  for (const Variable& v : variables) out.push_back({v.name, Type::scalar});
  if (angle_slots(*this).first >= 0) out.push_back({"d", Type::scalar});
  return out;
}

Environment<SharpBall> environment_at(const Domain& domain, const Point& at) {
  Ranges box;
  for (const PiNumber& x : at) box.emplace_back(x, x);
  return environment_over(domain, box);
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
        at.push_back(between(v.lo, v.hi, Rational(static_cast<long>(engine() % 65537), 65536)));
      }
    }
  return out;
}

}  // namespace noiseproof
