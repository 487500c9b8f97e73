#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "formula/coverage.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kSmallCases = 400, kRandomScalars = 256, kRandomVectors = 64, kBoxes = 8;
constexpr int kCover = 256;       // boxes that cover the range of phi
constexpr std::size_t kFine = 4;  // random cases that are compared with kMoreBits more

/// Is it known to more digits than an agreement takes?
bool is_sharp(const Vec<Ball>& v) {
  constexpr int kSharp = kLeastDigits + 10;
  const Ball size = largest_size(v);
  return std::all_of(v.begin(), v.end(),
                     [&](const Ball& x) { return is_finite(x) && digits_within(x - x, size) >= kSharp; });
}

/// The formula against the definition at one case. Integrals cost most, so they are only repeated if it is they that
/// are not known well enough.
Meeting confront(const QuantityInfo& quantity, const Activation& activation, const Formula& formula, const Case& at) {
  Vec<Ball> truth;
  return meet([&] {
    const Inputs inputs = inputs_of(at);  // at the precision of this attempt
    std::pair<Vec<SharpBall>, Vec<SharpBall>> out;
    for (const Ball& x : formula(inputs)) out.first.push_back(SharpBall(x));
    if (truth.empty() || !is_sharp(truth)) truth = by_definition(quantity.quantity, activation, inputs);
    for (const Ball& x : truth) out.second.push_back(SharpBall(x));
    return out;
  });
}

bool only_phi(const Dependence& on) { return on.phi && !on.nu && !on.a && !on.teacher && !on.filter && !on.units; }

/// The boxes on which formula and definition are compared as functions, each with a case in it: equal parts of the
/// range of phi if nothing else matters, else thin ones around some cases.
std::vector<std::pair<Case, Rational>> boxes(const Dependence& on, const CaseDomain& domain,
                                             const std::vector<Case>& cases) {
  std::vector<std::pair<Case, Rational>> out;
  if (only_phi(on) && domain.least_turn != domain.most_turn) {
    const Rational half = (domain.most_turn - domain.least_turn) / (2 * kCover);
    for (int i = 0; i < kCover; ++i) {
      Case at = cases.front();
      at.turn = domain.least_turn + half * (2 * i + 1);
      out.emplace_back(at, half);
    }
    return out;
  }
  const bool real = on.phi || on.nu || on.a || on.teacher || on.filter;
  for (std::size_t i = 0; real && i < std::min(kBoxes, cases.size()); ++i)
    out.emplace_back(cases[i], Rational(1, 1 << 20));
  return out;
}

/// How far formula and definition can be apart on a box, if that is little.
std::optional<Ball> widest_gap(const Vec<Ball>& claimed, const Vec<Ball>& truth, const Rational& most) {
  Ball out(0);
  for (std::size_t i = 0; i < claimed.size(); ++i) out = max(out, abs(claimed[i] - truth[i]).upper());
  return is_less(out, Ball(most)) == Verdict::proved ? std::optional(out) : std::nullopt;
}

}  // namespace

Formula scalar_formula(std::function<Ball(const Inputs&)> f) {
  return [f = std::move(f)](const Inputs& at) { return Vec<Ball>{f(at)}; };
}

Formula formula_of(const Expression& expression) {
  return [expression](const Inputs& at) {
    if (at.exact == nullptr) return evaluate(expression, ball_environment(at)).entries;
    Vec<Ball> out;
    for (const SharpBall& x : evaluate(expression, sharp_environment(*at.exact)).entries) out.push_back(x.ball());
    return out;
  };
}

CheckResult check_claim(const QuantityInfo& quantity, const Activation& activation, const Formula& formula,
                        const Dependence& uses, const CaseDomain& asked) {
  const ScopedBits precision(kCheckBits);
  const Dependence on = united(quantity.on, uses);
  CaseDomain domain = asked;
  domain.least_k = std::max(domain.least_k, quantity.least_k);
  domain.most_k = std::max(domain.most_k, domain.least_k);
  CheckResult out;
  out.digits = static_cast<int>(kCheckBits * 0.30103);
  std::string undefined, unclear, nought;
  long noughts = 0;
  const Domain ranges{domain.variables(on), {}};
  Coverage coverage(ranges.variables);
  // Is it one of the cases that the claim is made for, and does it differ there?
  const auto refutes = [&](const Case& at) {
    return in_ranges(ranges, CaseDomain::coordinates(at, on)) &&
           confront(quantity, activation, formula, at).kind == Confrontation::Kind::differ;
  };
  const auto refute = [&](const Case& at) {
    const Meeting found = confront(quantity, activation, formula, at);
    const auto [claimed, truth] = value_texts(found.left[found.entry], found.right[found.entry]);
    out.outcome = FormulaVerdict::refuted;
    out.counterexample = {{describe(at, on), "formula", claimed, "definition", truth,
                           found.right.size() > 1 ? static_cast<int>(found.entry) : -1}};
    out.evidence = "differs from the definition (disjoint enclosures)";
  };
  std::set<std::string> seen;
  // Does it differ there? Each case counts once, in those inputs that matter.
  const auto differs = [&](const Case& at, long& counter) {
    const std::string place = Counterexample{describe(at, on), "", "", "", ""}.text();
    if (!seen.insert(place).second) return false;
    const Meeting found = confront(quantity, activation, formula, at);
    if (found.kind == Confrontation::Kind::differ) return refutes(at);
    if (found.kind == Confrontation::Kind::not_finite) {
      if (undefined.empty()) undefined = place;
    } else if (found.may_vanish() && !found.agrees()) {
      if (noughts++ == 0) nought = place;
    } else if (!found.agrees()) {
      if (unclear.empty()) unclear = place;
    } else {
      out.digits = std::min(out.digits, found.digits);
      ++counter;
      coverage.add(CaseDomain::coordinates(at, on));
    }
    return false;
  };
  for (const Case& at : small_cases(quantity, uses, domain, kSmallCases))
    if (differs(at, out.exact_points)) {
      refute(at);
      return out;
    }
  const std::vector<Case> random =
      random_cases(quantity, uses, domain, quantity.type == Type::scalar && on.phi ? kRandomScalars : kRandomVectors);
  for (const std::vector<Case>& cases : {random, sized_cases(quantity, uses, domain)})
    for (const Case& at : cases)
      if (differs(at, out.random_points)) {
        refute(shrink(at, on, domain, refutes));
        return out;
      }
  int fine_digits = kMostDigits;
  for (std::size_t i = 0; i < kFine; ++i) {
    const ScopedBits more(kCheckBits + kMoreBits);
    const Meeting found = confront(quantity, activation, formula, random[i]);
    if (found.kind == Confrontation::Kind::differ && refutes(random[i])) {
      refute(shrink(random[i], on, domain, refutes));
      return out;
    }
    if (found.agrees()) fine_digits = std::min(fine_digits, found.digits);
  }
  const auto all_boxes = boxes(on, domain, random);
  const bool covers = all_boxes.size() > kBoxes;
  Ball gap(0);
  for (const auto& [at, radius] : all_boxes) {
    if (covers && differs(at, out.exact_points)) {
      refute(shrink(at, on, domain, refutes));
      return out;
    }
    const Inputs box = box_around(at, radius);
    const Vec<Ball> claimed = formula(box), truth = by_definition(quantity.quantity, activation, box);
    if (compare(claimed, truth).kind == Confrontation::Kind::differ && refutes(at)) {
      refute(at);
      return out;
    }
    // The thin boxes are 2^-20 wide: formulas of moderate slope stay far below a thousandth there.
    const std::optional<Ball> own = widest_gap(claimed, truth, covers ? Rational(1) : Rational(1, 1000));
    if (!own) continue;
    gap = max(gap, *own);
    ++out.boxes;
  }
  if (!undefined.empty() || !unclear.empty()) {
    out.outcome = FormulaVerdict::undecided;
    out.evidence = !undefined.empty()
                       ? "the formula has no finite value at " + undefined
                       : fmt::format("cannot be told from the definition to {} digits, with {} bits, at {}",
                                     kLeastDigits, kMostBits, unclear);
    return out;
  }
  if (noughts > out.exact_points + out.random_points) {
    out.evidence =
        fmt::format("neither formula nor definition can be told from 0, with {} bits, at {}", kMostBits, nought);
    return out;
  }
  out.outcome = FormulaVerdict::agrees;
  out.evidence = fmt::format("agrees with the definition at {} small exact and {} random points to {} digits",
                             out.exact_points, out.random_points, out.digits);
  if (noughts > 0)
    out.evidence += fmt::format(" (at {} more neither can be told from 0, with {} bits)", noughts, kMostBits);
  if (fine_digits < kMostDigits) out.evidence += fmt::format(", at some to {} digits", fine_digits);
  const std::string share = fmt::format("{} of {}", out.boxes, all_boxes.size());
  if (covers) {
    out.evidence += fmt::format(", and {}on {} boxes that cover {}; below, {}",
                                out.boxes > 0 ? "to " + decimal_endpoints(gap, 2).second + " " : "", share,
                                ranges_text(ranges.variables), coverage.gaps());
    return out;
  }
  if (!all_boxes.empty()) out.evidence += fmt::format(", and on {} thin boxes", share);
  const std::string vectors = on.a ? "a and a_star" : on.teacher ? "a_star" : "";
  const std::string over = coverage.text(vectors.empty() ? "" : vectors + " with entries from -3 to 3");
  if (!over.empty()) out.evidence += ": " + over;
  return out;
}

}  // namespace noiseproof
