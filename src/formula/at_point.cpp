#include "formula/at_point.hpp"

#include "formula/symbolic.hpp"

namespace noiseproof {
namespace {

NodePtr as_node(const PiNumber& x) {
  return make_sum({{make_number(x.rational)}, {make_product({{make_number(x.of_pi)}, {make_pi()}})}});
}

}  // namespace

Verdict equal_on(const NodePtr& left, const NodePtr& right, const Domain& domain, const Ranges& box) {
  const SymbolTable symbols = domain.symbols();
  const auto [phi, d] = angle_slots(domain);
  std::vector<NodePtr> values(symbols.size());
  for (std::size_t i = 0; i < box.size(); ++i) {
    if (box[i].first != box[i].second) continue;
    values[i] = as_node(box[i].first);
    if (static_cast<int>(i) == phi) values[static_cast<std::size_t>(d)] = as_node(PiNumber{0, 1} - box[i].first);
  }
  return equal_symbolically(with_values(left, values), with_values(right, values), static_cast<int>(symbols.size()),
                            phi, d);
}

std::pair<Vec<SharpBall>, Vec<SharpBall>> PointCheck::sides(const Point& at) const {
  const Environment<SharpBall> environment = environment_at(domain_, at);
  return {evaluate(relation_.left, environment).entries, evaluate(relation_.right, environment).entries};
}

Verdict PointCheck::one_function() const {
  if (!one_function_) one_function_ = equal_on(relation_.left.root, relation_.right.root, domain_, ranges_of(domain_));
  return *one_function_;
}

Verdict PointCheck::equal_at(const Point& at) const {
  if (one_function() == Verdict::proved) return Verdict::proved;
  Ranges box;
  for (const PiNumber& x : at) box.emplace_back(x, x);
  return equal_on(relation_.left.root, relation_.right.root, domain_, box);
}

Verdict PointCheck::is_inside(const Point& at) const {
  if (!in_ranges(domain_, at)) return Verdict::refuted;
  Verdict out = Verdict::proved;
  for (const Relation& condition : domain_.conditions) out = both(out, PointCheck(condition, domain_).holds(at));
  return out;
}

PointCheck::Judgement PointCheck::judge(const Point& at, slong most_bits) const {
  constexpr slong kMostForDifferent = 100'000;
  slong most = most_bits > 0 ? most_bits : 4 * working_bits();
  for (slong bits = working_bits();; bits *= 4) {
    const ScopedBits precision(bits);
    const auto [left, right] = sides(at);
    Judgement out{noiseproof::holds(left[0], relation_.order, right[0]), left[0], right[0]};
    if (out.verdict != Verdict::undecided) return out;
    if (4 * bits <= most) continue;
    if (!is_finite(left[0].ball()) || !is_finite(right[0].ball())) return out;
    const Verdict equal = equal_at(at);
    if (equal == Verdict::proved) {
      out.verdict = relation_.order == Order::less ? Verdict::refuted : Verdict::proved;
      return out;
    }
    if (equal == Verdict::undecided || 4 * bits > kMostForDifferent) return out;
    most = kMostForDifferent;
  }
}

std::optional<Counterexample> PointCheck::counterexample(const Point& at, slong most_bits) const {
  if (is_inside(at) != Verdict::proved) return std::nullopt;
  const Judgement found = judge(at, most_bits);
  if (found.verdict != Verdict::refuted) return std::nullopt;
  auto [left, right] = value_texts(found.left, found.right);
  if (relation_.turned) std::swap(left, right);
  return Counterexample{describe(domain_, at), "left", left, "right", right, -1};
}

}  // namespace noiseproof
