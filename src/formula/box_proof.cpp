#include "formula/box_proof.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <tuple>

namespace noiseproof {
namespace {

/// Proves right - left >= 0 (or > 0) over boxes.
class Prover {
 public:
  explicit Prover(const PointCheck& check)
      : domain_(check.domain()),
        strict_(check.relation().order == Order::less),
        equal_(!strict_ && check.one_function() == Verdict::proved),
        gap_(make_sum({{check.relation().right.root}, {check.relation().left.root, true}})) {
    std::tie(phi_, d_) = angle_slots(domain_);
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
    return evaluate(node, environment_over(domain_, box)).entries[0];
  }

  static bool is_proved(const SharpBall& x, bool strict) {
    if (x.exact() && x.exact() == PiNumber{}) return !strict;
    return (strict ? is_positive(x.ball()) : is_nonnegative(x.ball())) == Verdict::proved;
  }

  /// Is it 0 all over a box some of whose coordinates are single numbers, by its normal form?
  bool vanishes(const NodePtr& f, const SharpBall& whole, const Ranges& box) {
    const bool is_face =
        std::any_of(box.begin(), box.end(), [](const auto& range) { return range.first == range.second; });
    if (!is_face || !is_finite(whole.ball()) || !contains_zero(whole.ball())) return false;
    Ranges middle = box;
    for (auto& [lo, hi] : middle) lo = hi = between(lo, hi, Rational(1, 2));
    if (!contains_zero(value(f, middle).ball())) return false;
    constexpr long kFormWork = 30;  // of a normal form, for each node, in evaluations
    work_ += kFormWork * static_cast<long>(count_nodes(f));
    return equal_on(f, make_number(0), domain_, box) == Verdict::proved;
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
    if (is_proved(whole, strict) || (!strict && vanishes(*f, whole, box))) return true;
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
      middle[i].first = middle[i].second = between(box[i].first, box[i].second, Rational(1, 2));
    }
    if (free.empty()) return false;
    Ball bound = value(f, middle).ball();
    for (const std::size_t i : free) {
      const std::optional<NodePtr> slope = derivative(raised(orders, i));
      if (!slope) return false;
      bound += value(*slope, box).ball() * (ball_over(box[i].first, box[i].second) - middle[i].first.enclosure());
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
      const auto has_sign = [&](const Ranges& over) {
        const SharpBall x = value(*f, over);
        return is_proved(flipped ? -x : x, false) || vanishes(*f, x, over);
      };
      if (has_sign(box)) return true;
      if (!has_sign(face)) return false;
    }
    return false;
  }

  const Domain& domain_;
  bool strict_;
  bool equal_;  ///< the sides are one function, wherever both are defined
  NodePtr gap_;
  int phi_ = -1, d_ = -1;
  long work_ = 0;
  std::map<Orders, std::optional<NodePtr>> derivatives_;
};

struct OpenBox {
  Ranges ranges;
  int depth = 0;
};

/// Halves the box along the variable whose range is the largest share of the whole. False if nothing is left to halve.
bool split(const Domain& domain, const OpenBox& box, std::deque<OpenBox>& out) {
  std::size_t widest = box.ranges.size();
  Rational most = 0;
  for (std::size_t i = 0; i < box.ranges.size(); ++i) {
    if (box.ranges[i].first == box.ranges[i].second) continue;
    // All cuts are at shares of the range: either part of its length tells the share.
    const PiNumber whole = domain.variables[i].hi - domain.variables[i].lo;
    const PiNumber own = box.ranges[i].second - box.ranges[i].first;
    const Rational share = whole.rational != 0 ? own.rational / whole.rational : own.of_pi / whole.of_pi;
    if (share > most) {
      most = share;
      widest = i;
    }
  }
  if (widest == box.ranges.size()) return false;
  OpenBox low = box, high = box;
  ++low.depth, ++high.depth;
  const PiNumber cut = between(box.ranges[widest].first, box.ranges[widest].second, Rational(1, 2));
  if (domain.variables[widest].integer) {
    const Integer whole = floor_of(cut.rational);
    low.ranges[widest].second = {Rational(whole), 0};
    high.ranges[widest].first = {Rational(whole + 1), 0};
  } else {
    low.ranges[widest].second = high.ranges[widest].first = cut;
  }
  out.push_back(std::move(low));
  out.push_back(std::move(high));
  return true;
}

}  // namespace

BoxProof prove_on_boxes(const PointCheck& check, long most_boxes) {
  const Domain& domain = check.domain();
  BoxProof out;
  Prover prover(check);
  std::deque<OpenBox> open(1);
  const std::vector<bool> used = used_by_all(check.relation(), domain);
  for (std::size_t i = 0; i < domain.variables.size(); ++i) {
    const Variable& v = domain.variables[i];
    open.front().ranges.emplace_back(v.lo, used[i] ? v.hi : v.lo);
  }
  std::vector<OpenBox> stuck;
  constexpr int kMostDepth = 60;
  constexpr long kMostWork = 1'500'000;  // a few seconds
  while (!open.empty() && out.boxes < most_boxes && prover.work() < kMostWork) {
    const OpenBox box = std::move(open.front());
    open.pop_front();
    ++out.boxes;
    if (admitted(domain, environment_over(domain, box.ranges)) == Verdict::refuted) continue;
    if (prover.holds_on(box.ranges)) {
      out.nowhere = false;
      continue;
    }
    const Point middle = middle_of(domain, box.ranges);
    if (check.counterexample(middle)) {
      out.refuted_at = middle;
      return out;
    }
    if (box.depth >= kMostDepth || !split(domain, box, open)) stuck.push_back(box);
  }
  stuck.insert(stuck.end(), open.begin(), open.end());
  std::stable_sort(stuck.begin(), stuck.end(), [](const OpenBox& u, const OpenBox& v) { return u.depth > v.depth; });
  for (OpenBox& box : stuck) out.stuck.push_back(std::move(box.ranges));
  out.boxes += static_cast<long>(open.size());
  return out;
}

}  // namespace noiseproof
