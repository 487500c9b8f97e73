#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <set>

#include "core/error.hpp"
#include "formula/box_proof.hpp"
#include "formula/symbolic.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kSmallPoints = 600, kRandomPoints = 64, kThinBoxes = 64;
constexpr const char* kNowhere = "no point of the domain satisfies its conditions";

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

Counterexample counterexample(const Relation& relation, const Domain& domain, const Point& at) {
  const Meeting found = meet([&] { return sides_at(relation, domain, at); });
  const auto [left, right] = value_texts(found.left[0], found.right[0]);
  return {describe(domain, at), "left", left, "right", right, -1};
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
      const PiNumber whole{Rational(Integer(numerator(between(v.lo, v.hi, share).rational) /
                                            denominator(between(v.lo, v.hi, share).rational))),
                           0};
      if (v.integer)
        box.emplace_back(whole, whole);
      else
        box.emplace_back(between(v.lo, v.hi, share), between(v.lo, v.hi, share + width));
    }
    const Environment<SharpBall> environment = environment_over(domain, box);
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
  const BoxProof found = prove_on_boxes(relation, domain, most_boxes, refutes);
  out.boxes = found.boxes;
  if (found.refuted_at) {
    refute(shrink(*found.refuted_at, domain, refutes));
    return out;
  }
  if (found.stuck.empty() && found.nowhere) {
    out.evidence = kNowhere;
    return out;
  }
  if (found.stuck.empty()) {
    out.outcome = FormulaVerdict::proved;
    out.evidence = fmt::format("proved by enclosures on {} boxes that cover the domain", out.boxes);
    return out;
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(3, found.stuck.size()); ++i)
    out.left_over.push_back(box_text(domain, found.stuck[i]));
  out.evidence = fmt::format("{} of {} boxes left undecided", found.stuck.size(), found.boxes);
  return out;
}

}  // namespace noiseproof
