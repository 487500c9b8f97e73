// Boxes covered by leaves: the leaves must tile the domain, and each must hold for the reason it states.
#include <algorithm>
#include <functional>

#include "items.hpp"

namespace recheck {
namespace {

struct Leaf {
  Box box;
  std::string reason;
};

struct Part {
  Box domain;
  bool has_bracket = false;
  mpq_class b0, b1;
  std::vector<Leaf> leaves;
};

constexpr int kFirstLeafBits = 64;  // most leaves leave room; the others are asked again with more bits

/// Phi = r (pi - g)/m1 + g - 1, growing in r and g.
Interval phi_of(long k, const mpq_class& r, const mpq_class& t) {
  const Interval pi = Interval::pi(), g = kernel(t);
  return Interval(r) * (pi - g) / (Interval(k - 1) + pi) + g - Interval(1);
}

/// m u - (base + g)(1 - |u|): the equation L_x = 0 (or L_y = 0), compactified. Grows in u, falls with g.
Interval balance(const Interval& m, long base, const mpq_class& u, const mpq_class& t) {
  return m * Interval(u) - (Interval(base) + kernel(t)) * Interval(mpq_class(1 - abs(u)));
}

Answer off_balance(const Interval& m, long base, const mpq_class* u, const mpq_class* t) {
  const Answer above = is_positive(balance(m, base, u[0], t[0]));
  return above == Answer::yes ? above : either(above, is_negative(balance(m, base, u[1], t[1])));
}

/// The sign of a.a* on the leaf, exactly: e1^2 X + e2^2 Y over A^2, times (1 - |u|)(1 - |v|).
bool alpha_has_a_sign(long k, const Box& box) {
  const mpq_class *u = &box[2], *v = &box[4], *r = &box[6];
  const auto sign = [k](const mpq_class& a, const mpq_class& b, const mpq_class& radius) {
    const mpq_class rho = radius / k;
    return sgn(mpq_class(rho * a * (1 - abs(b)) + (1 - rho) * b * (1 - abs(a))));
  };
  const bool positive = u[0] > -1 && v[0] > -1 && sign(u[0], v[0], r[0]) > 0 && sign(u[0], v[0], r[1]) > 0;
  return positive || (u[1] < 1 && v[1] < 1 && sign(u[1], v[1], r[0]) < 0 && sign(u[1], v[1], r[1]) < 0);
}

Decision critical_leaf(long k, const Box& box, const std::string& reason) {
  if (reason == "alpha") return {alpha_has_a_sign(k, box) ? Answer::yes : Answer::no};
  return decide(kFirstLeafBits, kMostBits, [&] {
    const Interval pi = Interval::pi();
    if (reason == "x") return off_balance(Interval(k - 1) + pi, k - 1, &box[2], &box[0]);
    return off_balance(pi - Interval(1), -1, &box[4], &box[0]);
  });
}

Decision eliminated_leaf(long k, const Box& box, const std::string& reason) {
  return decide(kFirstLeafBits, kMostBits, [&] {
    return reason == "positive" ? is_positive(phi_of(k, box[2], box[1])) : is_negative(phi_of(k, box[3], box[0]));
  });
}

/// S = (pi - 1)(1 - cos phi) - h(phi) > 0 on [pi t0, pi t1]: both terms grow, so the ends bound S; halved while that is
/// too coarse.
Decision rises_more(const mpq_class& t0, const mpq_class& t1, int halvings) {
  const Decision answer = decide(kFirstLeafBits, kMostBits, [&] {
    const Interval pi = Interval::pi(), half_sine = sin_turn(mpq_class(t0 / 2));
    const Interval least = (pi - Interval(1)) * Interval(2) * sqr(half_sine) - kernel(mpq_class(1 - t1));
    return is_positive(least);
  });
  if (answer.answer == Answer::yes || halvings == 0 || t0 == t1) return answer;
  const mpq_class middle = (t0 + t1) / 2;
  const Decision lower = rises_more(t0, middle, halvings - 1);
  return lower.answer == Answer::yes ? rises_more(middle, t1, halvings - 1) : lower;
}

Decision optimum_leaf(const Box& box, const std::string& reason) {
  if (reason == "positive") return rises_more(box[0], box[1], 12);
  if (box[0] != 0) return {Answer::no};
  return decide(kFirstLeafBits, kMostBits, [&] {
    const Interval pi = Interval::pi(), phi = pi * Interval(box[1]);
    const Interval least =
        (pi - Interval(1)) * (Interval(1) / Interval(2) - sqr(phi) / Interval(24)) - phi / Interval(3);
    return both(is_at_least_zero(Interval(1) - phi), is_positive(least));
  });
}

Part read_part(const Node& node, std::size_t coordinates) {
  node.fields({"domain", "bracket", "leaves"});
  Part out;
  if (node.at("domain").size() != coordinates)
    node.at("domain").malformed("must have " + std::to_string(coordinates) + " pairs");
  for (std::size_t i = 0; i < coordinates; ++i)
    for (mpq_class& end : node.at("domain").entry(i).rationals(2)) out.domain.push_back(std::move(end));
  if (!node.at("bracket").is_null()) {
    const std::vector<mpq_class> b = node.at("bracket").rationals(2);
    out.has_bracket = true, out.b0 = b[0], out.b1 = b[1];
  }
  const Node leaves = node.at("leaves");
  out.leaves.resize(leaves.size());
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const Node leaf = leaves.entry(i);
    if (leaf.size() != 2 * coordinates + 1)
      leaf.malformed("must have " + std::to_string(2 * coordinates + 1) + " entries");
    for (std::size_t j = 0; j < 2 * coordinates; ++j) out.leaves[i].box.push_back(leaf.entry(j).rational());
    out.leaves[i].reason = leaf.entry(2 * coordinates).text();
  }
  return out;
}

void check_bracket(const Node& node, const Part& part, long k, bool eliminated) {
  if (part.b0 <= 0 || part.b0 >= part.b1 || part.b1 > 1) node.incomplete("must satisfy 0 < b0 < b1 <= 1");
  const mpq_class &r0 = part.domain[part.domain.size() - 2], &r1 = part.domain.back();
  if (part.b1 == 1) {
    if (eliminated || k != 1 || r0 != 1 || r1 != 1) node.incomplete("b1 = 1 is for k = r = 1 with the full space only");
    return;
  }
  demand(decide(kFirstBits, kMostBits, [&] { return is_positive(phi_of(k, r0, part.b0)); }), node, "Phi(pi b0; r0) > 0",
         Failure::incomplete);
  demand(decide(kFirstBits, kMostBits, [&] { return is_negative(phi_of(k, r1, part.b1)); }), node, "Phi(pi b1; r1) < 0",
         Failure::incomplete);
}

using Hold = std::function<Decision(const Box&, const std::string&)>;

void check_leaves(const Node& node, const Part& part, std::initializer_list<const char*> reasons, const Hold& holds) {
  std::vector<Box> boxes;
  for (const Leaf& leaf : part.leaves) boxes.push_back(leaf.box);
  if (!tiles(part.domain, boxes)) node.incomplete("the leaves do not tile the domain by bisection");
  for (std::size_t i = 0; i < part.leaves.size(); ++i) {
    const Leaf& leaf = part.leaves[i];
    const auto where = [&] { return node.at("leaves").entry(i); };
    if (std::none_of(reasons.begin(), reasons.end(), [&](const char* r) { return leaf.reason == r; }))
      where().malformed("has an unknown reason");
    if (leaf.reason == "bracket") {
      if (!part.has_bracket || leaf.box[0] < part.b0 || leaf.box[1] > part.b1)
        where().incomplete("is not in the bracket");
      continue;
    }
    const Decision answer = holds(leaf.box, leaf.reason);
    if (answer.answer != Answer::yes) demand(answer, where(), "the reason '" + leaf.reason + "'", Failure::incomplete);
  }
}

}  // namespace

// The work list replaces recursion, which a hostile certificate could make too deep.
bool tiles(const Box& domain, const std::vector<Box>& all) {
  struct Task {
    Box box;
    std::size_t first, last;
  };
  std::vector<const Box*> leaves;
  for (const Box& leaf : all) leaves.push_back(&leaf);
  std::vector<Task> tasks{{domain, 0, leaves.size()}};
  const auto begin = leaves.begin();
  while (!tasks.empty()) {
    Task task = std::move(tasks.back());
    tasks.pop_back();
    const auto first = begin + static_cast<std::ptrdiff_t>(task.first),
               last = begin + static_cast<std::ptrdiff_t>(task.last);
    if (last - first == 1) {
      if (**first != task.box) return false;
      continue;
    }
    bool cut = false;
    for (std::size_t i = 0; i < domain.size() && !cut && first != last; i += 2) {
      if (task.box[i] == task.box[i + 1]) continue;
      const mpq_class middle = (task.box[i] + task.box[i + 1]) / 2;
      const auto left = [&](const Box* leaf) { return (*leaf)[i + 1] <= middle; };
      if (!std::all_of(first, last, [&](const Box* leaf) { return left(leaf) || (*leaf)[i] >= middle; })) continue;
      const auto border = std::partition(first, last, left);
      if (border == first || border == last) return false;
      const auto at = static_cast<std::size_t>(border - begin);
      Box lower = task.box, upper = task.box;
      lower[i + 1] = upper[i] = middle;
      tasks.push_back({std::move(lower), task.first, at});
      tasks.push_back({std::move(upper), at, task.last});
      cut = true;
    }
    if (!cut) return false;
  }
  return true;
}

std::size_t check_exclusion(const Node& item) {
  const std::string name =
      item.at("statement").one_of({"critical_points", "critical_points_eliminated", "optimum_rises_more"});
  const Node parts = item.at("parts");
  std::size_t leaves = 0;
  if (name == "optimum_rises_more") {
    item.fields({"kind", "statement", "parts", "says", "verdict"});
    if (parts.size() != 1) parts.malformed("must have one entry");
    const Part part = read_part(parts.entry(0), 1);
    if (part.has_bracket) parts.entry(0).malformed("must have no bracket");
    if (part.domain != Box{0, 1}) parts.entry(0).incomplete("the domain is not [0, 1]");
    check_leaves(parts.entry(0), part, {"positive", "series"}, optimum_leaf);
    return part.leaves.size();
  }
  item.fields({"kind", "statement", "k", "r", "parts", "says", "verdict"});
  const bool eliminated = name == "critical_points_eliminated";
  const long k = item.at("k").integer(1, kMaxUnits);
  const std::vector<mpq_class> r = item.at("r").rationals(2);
  if (r[0] < 0 || r[0] > r[1] || r[1] > k) item.at("r").malformed("must satisfy 0 <= R0 <= R1 <= k");
  mpq_class next = r[0];
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Node node = parts.entry(i);
    const Part part = read_part(node, eliminated ? 2 : 4);
    Box expected = eliminated ? Box{0, 1, next} : Box{0, 1, -1, 1, -1, 1, next};
    expected.push_back(part.domain.back());
    if (part.domain != expected || part.domain.back() < next)
      node.at("domain").incomplete("is not the whole space over the next range of r");
    next = part.domain.back();
    if (part.has_bracket) check_bracket(node.at("bracket"), part, k, eliminated);
    const auto critical = [k](const Box& box, const std::string& reason) { return critical_leaf(k, box, reason); };
    const auto reduced = [k](const Box& box, const std::string& reason) { return eliminated_leaf(k, box, reason); };
    if (eliminated)
      check_leaves(node, part, {"positive", "negative", "bracket"}, reduced);
    else
      check_leaves(node, part, {"x", "y", "alpha", "bracket"}, critical);
    leaves += part.leaves.size();
  }
  if (parts.size() == 0 || next != r[1]) parts.incomplete("do not reach the end of the range of r");
  return leaves;
}

}  // namespace recheck
