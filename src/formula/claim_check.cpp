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

/// A formula that claims to be a quantity of the definition, confronted with it at cases and on boxes.
class ClaimCheck {
 public:
  ClaimCheck(const QuantityInfo& quantity, const Activation& activation, const Formula& formula, const Dependence& uses,
             const CaseDomain& domain)
      : quantity_(quantity),
        activation_(activation),
        formula_(formula),
        uses_(uses),
        on_(united(quantity.on, uses)),
        domain_(domain),
        coverage_(ranges_.variables) {
    out_.digits = static_cast<int>(kCheckBits * 0.30103);
  }

  CheckResult run() {
    const std::vector<Case> random = random_cases(
        quantity_, uses_, domain_, quantity_.type == Type::scalar && on_.phi ? kRandomScalars : kRandomVectors);
    const auto all_boxes = boxes(on_, domain_, random);
    covers_ = all_boxes.size() > kBoxes;
    if (differs_at_some_case(random) || differs_at_more_bits(random) || differs_on_some_box(all_boxes)) return out_;
    conclude(all_boxes.size());
    return out_;
  }

 private:
  Meeting confronted(const Case& at) const { return confront(quantity_, activation_, formula_, at); }

  /// Is it one of the cases that the claim is made for, and does it differ there?
  bool refutes(const Case& at) const {
    return in_ranges(ranges_, CaseDomain::coordinates(at, on_)) && confronted(at).kind == Confrontation::Kind::differ;
  }

  bool refute(const Case& at) {
    const Meeting found = confronted(at);
    const auto [claimed, truth] = value_texts(found.left[found.entry], found.right[found.entry]);
    out_.outcome = FormulaVerdict::refuted;
    out_.counterexample = {{describe(at, on_), "formula", claimed, "definition", truth,
                            found.right.size() > 1 ? static_cast<int>(found.entry) : -1}};
    out_.evidence = "differs from the definition (disjoint enclosures)";
    return true;
  }
  /// At as small a case as can be found.
  bool refute_small(const Case& at) {
    return refute(shrink(at, on_, domain_, [this](const Case& smaller) { return refutes(smaller); }));
  }

  /// Does it differ there? Each case counts once, in those inputs that matter.
  bool differs(const Case& at, long& counter) {
    const std::string place = Counterexample{describe(at, on_), "", "", "", ""}.text();
    if (!seen_.insert(place).second) return false;
    const Meeting found = confronted(at);
    if (found.kind == Confrontation::Kind::differ) return refutes(at);
    if (found.kind == Confrontation::Kind::not_finite) {
      if (undefined_.empty()) undefined_ = place;
    } else if (found.may_vanish() && !found.agrees()) {
      if (noughts_++ == 0) nought_ = place;
    } else if (!found.agrees()) {
      if (unclear_.empty()) unclear_ = place;
    } else {
      out_.digits = std::min(out_.digits, found.digits);
      ++counter;
      coverage_.add(CaseDomain::coordinates(at, on_));
    }
    return false;
  }

  bool differs_at_some_case(const std::vector<Case>& random) {
    for (const Case& at : small_cases(quantity_, uses_, domain_, kSmallCases))
      if (differs(at, out_.exact_points)) return refute(at);
    for (const std::vector<Case>& cases : {random, sized_cases(quantity_, uses_, domain_)})
      for (const Case& at : cases)
        if (differs(at, out_.random_points)) return refute_small(at);
    return false;
  }

  bool differs_at_more_bits(const std::vector<Case>& random) {
    for (std::size_t i = 0; i < kFine; ++i) {
      const ScopedBits more(kCheckBits + kMoreBits);
      const Meeting found = confronted(random[i]);
      if (found.kind == Confrontation::Kind::differ && refutes(random[i])) return refute_small(random[i]);
      if (found.agrees()) fine_digits_ = std::min(fine_digits_, found.digits);
    }
    return false;
  }

  bool differs_on_some_box(const std::vector<std::pair<Case, Rational>>& all) {
    for (const auto& [at, radius] : all) {
      if (covers_ && differs(at, out_.exact_points)) return refute_small(at);
      const Inputs box = box_around(at, radius);
      const Vec<Ball> claimed = formula_(box), truth = by_definition(quantity_.quantity, activation_, box);
      if (compare(claimed, truth).kind == Confrontation::Kind::differ && refutes(at)) return refute(at);
      // The thin boxes are 2^-20 wide: formulas of moderate slope stay far below a thousandth there.
      const std::optional<Ball> own = widest_gap(claimed, truth, covers_ ? Rational(1) : Rational(1, 1000));
      if (!own) continue;
      gap_ = max(gap_, *own);
      ++out_.boxes;
    }
    return false;
  }

  void conclude(std::size_t boxes) {
    if (!undefined_.empty() || !unclear_.empty()) {
      out_.outcome = FormulaVerdict::undecided;
      out_.evidence = !undefined_.empty()
                          ? "the formula has no finite value at " + undefined_
                          : fmt::format("cannot be told from the definition to {} digits, with {} bits, at {}",
                                        kLeastDigits, kMostBits, unclear_);
    } else if (noughts_ > out_.exact_points + out_.random_points) {
      out_.evidence =
          fmt::format("neither formula nor definition can be told from 0, with {} bits, at {}", kMostBits, nought_);
    } else {
      out_.outcome = FormulaVerdict::agrees;
      out_.evidence = agreement(boxes);
    }
  }

  std::string agreement(std::size_t boxes) const {
    std::string said = fmt::format("agrees with the definition at {} small exact and {} random points to {} digits",
                                   out_.exact_points, out_.random_points, out_.digits);
    if (noughts_ > 0)
      said += fmt::format(" (at {} more neither can be told from 0, with {} bits)", noughts_, kMostBits);
    if (fine_digits_ < kMostDigits) said += fmt::format(", at some to {} digits", fine_digits_);
    const std::string share = fmt::format("{} of {}", out_.boxes, boxes);
    if (covers_)
      return said + fmt::format(", and {}on {} boxes that cover {}; below, {}",
                                out_.boxes > 0 ? "to " + decimal_endpoints(gap_, 2).second + " " : "", share,
                                ranges_text(ranges_.variables), coverage_.gaps());
    if (boxes > 0) said += fmt::format(", and on {} thin boxes", share);
    const std::string vectors = on_.a ? "a and a_star" : on_.teacher ? "a_star" : "";
    const std::string over = coverage_.text(vectors.empty() ? "" : vectors + " with entries from -3 to 3");
    return over.empty() ? said : said + ": " + over;
  }

  const QuantityInfo& quantity_;
  const Activation& activation_;
  const Formula& formula_;
  const Dependence& uses_;
  const Dependence on_;
  const CaseDomain& domain_;
  const Domain ranges_{domain_.variables(on_), {}};
  Coverage coverage_;
  CheckResult out_;
  std::set<std::string> seen_;
  std::string undefined_, unclear_, nought_;  ///< the first place of each kind
  long noughts_ = 0;
  int fine_digits_ = kMostDigits;
  bool covers_ = false;  ///< do the boxes cover the range of phi?
  Ball gap_ = 0;         ///< the widest on a box
};

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
  CaseDomain domain = asked;
  domain.least_k = std::max(domain.least_k, quantity.least_k);
  domain.most_k = std::max(domain.most_k, domain.least_k);
  return ClaimCheck(quantity, activation, formula, uses, domain).run();
}

}  // namespace noiseproof
