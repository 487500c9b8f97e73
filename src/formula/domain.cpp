#include "formula/domain.hpp"

#include <algorithm>
#include <numeric>

namespace noiseproof {
namespace {

bool in_range(const PiNumber& x, const Variable& v) {
  const bool fits = !v.integer || (x.of_pi == 0 && denominator(x.rational) == 1);
  return fits && sign_of(x - v.lo) >= 0 && sign_of(v.hi - x) >= 0;
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

/// At a generic share of the range; an integer from all of it.
PiNumber draw(const Variable& v, std::mt19937_64& engine) {
  if (!v.integer) return between(v.lo, v.hi, generic_share(engine));
  const Rational share = Rational(static_cast<long>(engine() >> 11)) * power_of_two(-53);
  return {Rational(floor_of(v.lo.rational + share * (v.hi.rational - v.lo.rational + 1))), 0};
}

SharpBall value_of(const std::pair<PiNumber, PiNumber>& range) {
  return range.first == range.second ? SharpBall(range.first) : SharpBall(ball_over(range.first, range.second));
}

}  // namespace

slong bits_for(const Domain& domain) {
  constexpr slong kThin = 16, kMostExtra = 16'000;  // a share of 2^-16 needs no more
  slong extra = 0;
  for (const Variable& v : domain.variables) {
    if (v.lo == v.hi) continue;
    const Ball size = max(Ball(1), max(abs(v.lo.enclosure()), abs(v.hi.enclosure())));
    const Ball share = (v.hi - v.lo).enclosure() / size;
    const slong thin = -arf_abs_bound_lt_2exp_si(arb_midref(share.get()));
    if (thin > kThin) extra = std::max(extra, std::min(4 * thin, kMostExtra));
  }
  return kCheckBits + extra;
}

PiNumber between(const PiNumber& lo, const PiNumber& hi, const Rational& share) {
  return {lo.rational + share * (hi.rational - lo.rational), lo.of_pi + share * (hi.of_pi - lo.of_pi)};
}

Rational generic_share(std::mt19937_64& engine) {
  constexpr unsigned long kLeast = 1UL << 15, kSmallPrimes = 2UL * 3 * 5 * 7 * 11 * 13;
  unsigned long parts = kLeast + engine() % kLeast;
  while (std::gcd(parts, kSmallPrimes) != 1) parts = kLeast + engine() % kLeast;
  return Rational(static_cast<long>(1 + engine() % (parts - 1)), static_cast<long>(parts));
}

Ball ball_over(const PiNumber& lo, const PiNumber& hi) {
  const Ball left = lo.enclosure(), right = hi.enclosure();
  const Ball from_left = left + not_negative(Ball::hull(left, right) - left);
  const Ball out = right - not_negative(right - from_left);
  if (sign_of(lo) >= 0) return not_negative(out);
  return sign_of(hi) <= 0 ? -not_negative(-out) : out;
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
    const bool units = v.name == "k" && v.integer && v.lo.rational >= 1 && box[i].first == box[i].second &&
                       denominator(box[i].first.rational) == 1;
    if (units && box[i].first.rational <= kMostUnits) out.k = static_cast<int>(numerator(box[i].first.rational));
  }
  if (const int phi = angle_slots(domain).first; phi >= 0) {
    const auto complement = [](const PiNumber& x) { return PiNumber{-x.rational, 1 - x.of_pi}; };
    const auto& [lo, hi] = box[static_cast<std::size_t>(phi)];
    out.symbols.push_back(scalar(value_of({complement(hi), complement(lo)})));
  }
  return out;
}

Ranges ranges_of(const Domain& domain) {
  Ranges out;
  for (const Variable& v : domain.variables) out.emplace_back(v.lo, v.hi);
  return out;
}

Point middle_of(const Domain& domain, const Ranges& box) {
  Point out;
  for (std::size_t i = 0; i < box.size(); ++i) {
    PiNumber x = between(box[i].first, box[i].second, Rational(1, 2));
    if (domain.variables[i].integer) x = {Rational(floor_of(x.rational)), 0};
    out.push_back(x);
  }
  return out;
}

Integer count_of(const Variable& v) { return numerator(v.hi.rational) - numerator(v.lo.rational) + 1; }

bool in_ranges(const Domain& domain, const Point& at) {
  for (std::size_t i = 0; i < at.size(); ++i)
    if (!in_range(at[i], domain.variables[i])) return false;
  return at.size() == domain.variables.size();
}

std::vector<bool> used_by(const Relation& relation, const Domain& domain) {
  std::vector<bool> out(domain.variables.size(), false);
  const auto [phi, d] = angle_slots(domain);
  for (const Expression* side : {&relation.left, &relation.right})
    for (std::size_t i = 0; i < out.size(); ++i) {
      const bool through_d = static_cast<int>(i) == phi && side->uses[static_cast<std::size_t>(d)];
      const bool through_units = domain.variables[i].name == "k" && side->counts_units;
      if (side->uses[i] || through_d || through_units) out[i] = true;
    }
  return out;
}

std::vector<bool> used_by_all(const Relation& relation, const Domain& domain) {
  std::vector<bool> out = used_by(relation, domain);
  for (const Relation& condition : domain.conditions) {
    const std::vector<bool> own = used_by(condition, domain);
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = out[i] || own[i];
  }
  return out;
}

std::vector<Point> all_integers(const Domain& domain, const std::vector<bool>& used) {
  Integer total = 1;
  bool any = false;
  for (std::size_t i = 0; i < used.size(); ++i) {
    const Variable& v = domain.variables[i];
    if (!v.integer || !used[i]) continue;
    any = true;
    total *= count_of(v);
  }
  if (!any || total > kMostCombinations) return {};
  std::mt19937_64 engine(20190615);
  std::vector<Point> out(static_cast<std::size_t>(total));
  for (std::size_t n = 0; n < out.size(); ++n) {
    Integer rest = static_cast<unsigned long>(n);
    for (std::size_t i = 0; i < used.size(); ++i) {
      const Variable& v = domain.variables[i];
      if (!used[i]) {
        out[n].push_back(v.lo);
      } else if (v.integer) {
        const Integer span = count_of(v);
        out[n].push_back({v.lo.rational + Rational(Integer(rest % span)), 0});
        rest /= span;
      } else {
        out[n].push_back(draw(v, engine));
      }
    }
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
  if (left.exact() && right.exact()) {  // however near they are
    const int sign = sign_of(*right.exact() - *left.exact());
    const bool yes = order == Order::equal ? sign == 0 : order == Order::less ? sign > 0 : sign >= 0;
    return yes ? Verdict::proved : Verdict::refuted;
  }
  if (!is_finite(left.ball()) || !is_finite(right.ball())) return Verdict::undecided;
  switch (order) {
    case Order::equal: return overlaps(left.ball(), right.ball()) ? Verdict::undecided : Verdict::refuted;
    case Order::less: return is_less(left.ball(), right.ball());
    default: return negate(is_less(right.ball(), left.ball()));
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
    for (const Variable& v : domain.variables) at.push_back(draw(v, engine));
  return out;
}

}  // namespace noiseproof
