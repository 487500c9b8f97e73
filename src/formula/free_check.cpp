#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <set>

#include "formula/box_proof.hpp"
#include "formula/coverage.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kSmallPoints = 600, kRandomPoints = 64, kThinBoxes = 64;
constexpr std::size_t kFewest = 10;  // points of a domain that has more: fewer tell nothing of the others

slong most_bits() { return std::max(kMostBits, 4 * working_bits()); }

/// Exact points first small, then every integer if these are few, then random: refuted with the first one, or what was
/// seen.
struct Survey {
  std::optional<Point> refuted_at;
  std::string undefined;         ///< the first point at which a side has no finite value
  std::string unclear;           ///< the first not known to be in the domain or not, or of which not what holds there
  std::string nought;            ///< the first at which neither side can be told from 0
  long noughts = 0;              ///< how many these are
  bool all_points = false;       ///< the domain has no others
  bool proved = true;            ///< the relation holds at each
  std::vector<Point> looked_at;  ///< those of the domain
  Coverage coverage;

  explicit Survey(std::vector<Variable> variables) : coverage(std::move(variables)) {}
};

std::vector<Variable> chosen(const std::vector<Variable>& variables, const std::vector<bool>& used) {
  std::vector<Variable> out;
  for (std::size_t i = 0; i < used.size(); ++i)
    if (used[i]) out.push_back(variables[i]);
  return out;
}

/// Are all of these integers, or numbers?
bool countable(const std::vector<Variable>& variables) {
  return std::all_of(variables.begin(), variables.end(), [](const Variable& v) { return v.integer || v.lo == v.hi; });
}

Survey survey(const PointCheck& check, CheckResult& out) {
  const Domain& domain = check.domain();
  const bool identity = check.relation().order == Order::equal;
  const std::vector<bool> used = used_by(check.relation(), domain), all = used_by_all(check.relation(), domain);
  const std::vector<Point> integers = all_integers(domain, all);
  Survey result(chosen(domain.variables, used));
  result.all_points = !integers.empty() && countable(chosen(domain.variables, all));
  std::set<std::string> seen;
  const auto look = [&](const Point& at, long& counter) {
    const std::string place = Counterexample{describe(domain, at), "", "", "", ""}.text();
    if (!seen.insert(place).second) return false;
    const Verdict inside = check.is_inside(at);
    if (inside == Verdict::undecided && result.unclear.empty()) result.unclear = place;
    if (inside != Verdict::proved) return false;
    const Meeting found = meet([&] { return check.sides(at); }, identity ? most_bits() : working_bits());
    if (found.kind == Confrontation::Kind::not_finite) {
      if (result.undefined.empty()) result.undefined = place;
      return false;
    }
    const bool judged = !identity || result.all_points;
    const Verdict holds = judged ? check.holds(at) : check.one_function();
    if (identity ? found.kind == Confrontation::Kind::differ : holds == Verdict::refuted) {
      result.refuted_at = at;
      return true;
    }
    result.proved = result.proved && holds == Verdict::proved;
    result.looked_at.push_back(at);
    if (identity && holds != Verdict::proved && !found.agrees()) {
      if (found.may_vanish() && result.noughts++ == 0) result.nought = place;
      if (!found.may_vanish() && result.unclear.empty()) result.unclear = place;
      return false;
    }
    ++counter;
    if (found.agrees()) out.digits = std::min(out.digits, found.digits);
    Point coordinates;
    for (std::size_t i = 0; i < used.size(); ++i)
      if (used[i]) coordinates.push_back(at[i]);
    result.coverage.add(coordinates);
    return false;
  };
  for (const Point& at : small_points(domain, kSmallPoints))
    if (look(at, out.exact_points)) return result;
  const auto refutes = [&](const Point& at) { return check.counterexample(at).has_value(); };
  for (const std::vector<Point>& points : {integers, random_points(domain, kRandomPoints)})
    for (const Point& at : points)
      if (look(at, out.random_points)) {
        result.refuted_at = shrink(at, domain, refutes);
        return result;
      }
  return result;
}

/// Refutes, if this is a point of the domain at which the relation is proved to fail.
bool refute(const PointCheck& check, const Point& at, const char* evidence, CheckResult& out, slong bits = 0) {
  const std::optional<Counterexample> found = check.counterexample(at, bits);
  if (!found) return false;
  out.outcome = FormulaVerdict::refuted;
  out.evidence = evidence;
  out.counterexample = {*found};
  return true;
}

/// A small box of the domain, at random.
Ranges thin_box(const Domain& domain, std::mt19937_64& engine) {
  Ranges box;
  for (const Variable& v : domain.variables) {
    const Rational share(static_cast<long>(engine() % 65536), 65537), width(1, 1 << 20);
    PiNumber lo = between(v.lo, v.hi, share), hi = between(v.lo, v.hi, share + width);
    if (v.integer) lo = hi = {Rational(floor_of(lo.rational)), 0};
    box.emplace_back(lo, hi);
  }
  return box;
}

/// Thin boxes on which the sides are compared as functions: how many were within the conditions; refuted if they differ
/// on one.
long compare_on_boxes(const PointCheck& check, CheckResult& out) {
  std::mt19937_64 engine(20190614);
  const Ball little(Rational(1, 1000));  // of the value: a box on which much happens tells nothing
  long tried = 0;
  for (std::size_t i = 0; i < kThinBoxes; ++i) {
    const Ranges box = thin_box(check.domain(), engine);
    const Environment<SharpBall> environment = environment_over(check.domain(), box);
    if (admitted(check.domain(), environment) != Verdict::proved) continue;
    ++tried;
    const SharpBall left = evaluate(check.relation().left, environment).entries[0];
    const SharpBall right = evaluate(check.relation().right, environment).entries[0];
    const auto is_thin = [&](const Ball& x) { return is_less(little * abs(x), x - x) == Verdict::refuted; };
    if (is_thin(left.ball()) && is_thin(right.ball())) ++out.boxes;
    if (holds(left, Order::equal, right) != Verdict::refuted) continue;
    Point corner;
    for (const auto& range : box) corner.push_back(range.first);
    if (refute(check, corner, "the two sides differ (disjoint enclosures)", out, most_bits())) break;
  }
  return tried;
}

}  // namespace

CheckResult check_identity(const Relation& relation, const Domain& domain) {
  const ScopedBits precision(bits_for(domain) + kMoreBits);
  const PointCheck check(relation, domain);
  CheckResult out;
  out.digits = static_cast<int>(static_cast<double>(working_bits()) * 0.30103);
  const Survey seen = survey(check, out);
  constexpr const char* kDiffer = "the two sides differ (disjoint enclosures)";
  if (seen.refuted_at && refute(check, *seen.refuted_at, kDiffer, out, most_bits())) return out;
  const long tried = compare_on_boxes(check, out);
  if (out.outcome == FormulaVerdict::refuted) return out;
  const Verdict same = check.one_function();
  if (same == Verdict::refuted && !seen.all_points)
    for (const Point& at : seen.looked_at)
      if (refute(check, at, kDiffer, out, most_bits())) return out;
  const bool complete = seen.all_points && seen.undefined.empty() && seen.unclear.empty() && seen.noughts == 0;
  const std::string points = fmt::format("{} small exact and {} random points", out.exact_points, out.random_points);
  const std::string over = seen.coverage.text();
  if (!seen.undefined.empty()) {
    out.evidence = (same == Verdict::proved ? "equal by symbolic normal form, but a side has no finite value at "
                                            : "a side has no finite value at ") +
                   seen.undefined;
  } else if (same == Verdict::refuted && !complete) {
    out.evidence = "the two sides have different symbolic normal forms, but no point that was tried tells them apart";
  } else if (seen.looked_at.empty()) {
    out.evidence = "no point that was tried satisfies the conditions";
  } else if (same == Verdict::proved) {
    out.outcome = FormulaVerdict::proved;
    out.evidence = "both sides have the same symbolic normal form, wherever both are defined; they agree at " + points;
  } else if (complete && seen.proved) {
    out.outcome = FormulaVerdict::proved;
    out.evidence = fmt::format("both sides are equal at each of the {} points of the domain", seen.looked_at.size());
  } else if (!seen.unclear.empty()) {
    out.evidence = fmt::format("the sides can be told neither equal to {} digits nor different, with {} bits, at {}",
                               kLeastDigits, most_bits(), seen.unclear);
  } else if (seen.noughts > out.exact_points + out.random_points) {
    out.evidence = fmt::format("neither side can be told from 0, with {} bits, at {}", most_bits(), seen.nought);
  } else if (!complete && !seen.coverage.everywhere() && seen.coverage.points() < kFewest) {
    out.evidence = fmt::format("both sides agree at {} points, too few to tell of others that satisfy the conditions",
                               seen.coverage.points());
  } else if (out.boxes == 0 && !seen.coverage.everywhere()) {
    out.evidence = fmt::format(
        "both sides agree at {}, but no box was so thin that their enclosures were: what swings between the points is "
        "not seen",
        points);
  } else {
    out.outcome = FormulaVerdict::agrees;
    out.evidence = fmt::format("both sides agree at {} to {} digits", points, out.digits);
    if (seen.noughts > 0)
      out.evidence += fmt::format(" (at {} more neither can be told from 0, with {} bits)", seen.noughts, most_bits());
    out.evidence += fmt::format(", and on {} of {} thin boxes", out.boxes, tried) + (over.empty() ? "" : ": " + over);
  }
  return out;
}

CheckResult check_inequality(const Relation& relation, const Domain& domain, long most_boxes) {
  const ScopedBits precision(bits_for(domain));
  const PointCheck check(relation, domain);
  CheckResult out;
  constexpr const char* kFails = "the inequality fails at a point";
  const Survey seen = survey(check, out);
  if (seen.refuted_at && refute(check, *seen.refuted_at, kFails, out)) return out;
  // Where a side has no finite value nothing can be proved, however thin the boxes.
  if (!seen.undefined.empty()) {
    out.evidence = "a side has no finite value at " + seen.undefined;
    return out;
  }
  if (seen.all_points && seen.unclear.empty() && seen.proved && !seen.looked_at.empty()) {
    out.outcome = FormulaVerdict::proved;
    out.evidence = fmt::format("proved at each of the {} points of the domain", seen.looked_at.size());
    return out;
  }
  const BoxProof found = prove_on_boxes(check, most_boxes);
  out.boxes = found.boxes;
  if (found.refuted_at) {
    const auto refutes = [&](const Point& at) { return check.counterexample(at).has_value(); };
    refute(check, shrink(*found.refuted_at, domain, refutes), kFails, out);
    return out;
  }
  if (found.stuck.empty() && found.nowhere) {
    out.evidence = "no point of the domain satisfies its conditions";
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
