#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "core/error.hpp"
#include "formula/check.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kSmallCases = 400, kRandomCases = 16, kBoxes = 8;

struct Weighed {
  int weight;
  Case at;
};

/// phi/pi with the weight that says how simple it is: multiples of pi/12, corners first.
const std::vector<std::pair<Rational, int>>& simple_turns() {
  static const std::vector<std::pair<Rational, int>> table{
      {{1, 2}, 0}, {0, 0},      {1, 0},       {{1, 3}, 1},  {{2, 3}, 1},  {{1, 4}, 2},  {{3, 4}, 2},
      {{1, 6}, 3}, {{5, 6}, 3}, {{1, 12}, 4}, {{5, 12}, 4}, {{7, 12}, 4}, {{11, 12}, 4}};
  return table;
}

using Weights = std::vector<std::pair<std::vector<Rational>, int>>;

/// Short integer vectors with k entries, and how simple each is.
Weights simple_vectors(int k, bool with_zero) {
  const auto n = static_cast<std::size_t>(k);
  Weights out;
  const auto add = [&](std::vector<Rational> v) {
    v.resize(n, 0);
    Rational weight = 0;
    int extra = 0;
    for (const Rational& x : v) {
      weight += abs(x);
      if (x < 0) ++extra;
    }
    const bool seen = std::any_of(out.begin(), out.end(), [&](const auto& known) { return known.first == v; });
    if (!seen) out.emplace_back(std::move(v), static_cast<int>(Integer(numerator(weight))) + extra);
  };
  if (with_zero) add({0});
  add({1});
  add({-1});
  add({2});
  if (k >= 2) {
    add({0, 1});
    add({1, 1});
    add({1, -1});
    add({1, 2});
    add({2, -1});
    add({1, -2});
  }
  if (k >= 3) {
    add({1, 1, 1});
    add({0, 0, 1});
    add({2, -1, 0});
    add({1, 1, -2});
    add(std::vector<Rational>(n, 1));
  }
  return out;
}

Dependence united(const Dependence& u, const Dependence& v) {
  return {u.phi || v.phi, u.nu || v.nu, u.a || v.a, u.teacher || v.teacher, u.filter || v.filter};
}

std::vector<Rational> first_unit(int k) {
  std::vector<Rational> out(static_cast<std::size_t>(k), 0);
  out[0] = 1;
  return out;
}

std::string vector_text(const std::vector<Rational>& v) {
  std::string out = "(";
  for (std::size_t i = 0; i < v.size(); ++i) out += (i > 0 ? ", " : "") + to_string(v[i]);
  return out + ")";
}

int clamp_range(int value, int least, int most) { return std::min(std::max(value, least), most); }

/// Uniform numbers from a fixed generator: the same points in every run.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : engine_(seed) {}
  int integer(int lo, int hi) { return lo + static_cast<int>(engine_() % static_cast<std::uint64_t>(hi - lo + 1)); }
  /// A multiple of the 65536th part of the range.
  Rational between(const Rational& lo, const Rational& hi) {
    return lo + (hi - lo) * Rational(integer(0, 65536), 65536);
  }

 private:
  std::mt19937_64 engine_;
};

/// The formula against the definition at one case.
Confrontation confront(const QuantityInfo& quantity, const Activation& activation, const Formula& formula,
                       const Inputs& at) {
  return compare(formula(at), by_definition(quantity.quantity, activation, at));
}

/// Makes a refuting case simpler, one number at a time, as long as it stays refuting.
Case shrink(Case at, const Dependence& on, const CaseDomain& domain, const std::function<bool(const Case&)>& refutes) {
  const auto attempt = [&](Case trial) {
    if (!refutes(trial)) return false;
    at = std::move(trial);
    return true;
  };
  if (on.phi)
    for (const auto& [turn, weight] : simple_turns()) {
      if (turn < domain.least_turn || turn > domain.most_turn) continue;
      Case trial = at;
      trial.turn = turn;
      if (attempt(trial)) break;
    }
  const auto simplify = [&](std::vector<Rational> Case::*member, std::size_t i) {
    for (const int value : {0, 1, -1, 2}) {
      Case trial = at;
      (trial.*member)[i] = value;
      const auto& star = trial.a_star;
      if (std::all_of(star.begin(), star.end(), [](const Rational& x) { return x == 0; })) continue;
      if (attempt(trial)) return;
    }
  };
  for (std::size_t i = 0; i < at.a.size(); ++i) {
    simplify(&Case::a, i);
    simplify(&Case::a_star, i);
  }
  for (const int nu : {1, 2}) {
    Case trial = at;
    trial.nu = nu;
    if (domain.least_nu <= nu && nu <= domain.most_nu && attempt(trial)) break;
  }
  return at;
}

}  // namespace

std::string name(FormulaVerdict outcome) {
  switch (outcome) {
    case FormulaVerdict::proved: return "proved";
    case FormulaVerdict::agrees: return "agrees";
    case FormulaVerdict::refuted: return "refuted";
    default: return "undecided";
  }
}

std::string Counterexample::text() const {
  std::string out;
  for (const auto& [what, value] : at) out += (out.empty() ? "" : ", ") + what + " = " + value;
  return out.empty() ? "(no inputs)" : out;
}

std::string value_text(const SharpBall& x, int digits) {
  if (x.exact()) return x.exact()->text();
  if (contains_zero(x.ball()) && x.ball().radius_approx() < 1e-40) return "0";
  char* text = arb_get_str(x.ball().get(), digits, ARB_STR_NO_RADIUS);
  const std::string out(text);
  flint_free(text);
  return out;
}

Confrontation compare(const Vec<Ball>& u, const Vec<Ball>& v) {
  Confrontation out;
  out.digits = 1000;
  if (u.size() != v.size()) throw Error(Error::Kind::domain, "compare", "the formula and the quantity differ in shape");
  for (std::size_t i = 0; i < u.size(); ++i)
    if (!is_finite(u[i]) || !is_finite(v[i])) return {Confrontation::Kind::not_finite, i, 0};
  for (std::size_t i = 0; i < u.size(); ++i) {
    if (!overlaps(u[i], v[i])) return {Confrontation::Kind::differ, i, 0};
    const Ball gap = u[i] - v[i];
    const double size = std::max(1.0, std::abs(v[i].midpoint_approx()));
    const double error = (std::abs(gap.midpoint_approx()) + gap.radius_approx()) / size;
    if (error > 0) out.digits = std::min(out.digits, static_cast<int>(std::floor(-std::log10(error))));
  }
  return out;
}

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

std::vector<std::pair<std::string, std::string>> describe(const Case& at, const Dependence& on) {
  std::vector<std::pair<std::string, std::string>> out;
  if (on.phi) out.emplace_back("phi", PiNumber{0, at.turn}.text());
  if (on.nu) out.emplace_back("nu", to_string(at.nu));
  if (on.filter) out.emplace_back("p", std::to_string(at.p));
  if (on.teacher || on.a) out.emplace_back("k", std::to_string(at.k));
  if (on.a) out.emplace_back("a", vector_text(at.a));
  if (on.teacher || on.a) out.emplace_back("a_star", vector_text(at.a_star));
  return out;
}

std::vector<Case> small_cases(const QuantityInfo& quantity, const Dependence& uses, const CaseDomain& domain,
                              std::size_t most) {
  const Dependence on = united(quantity.on, uses);
  std::vector<std::pair<Rational, int>> turns, lengths;
  for (const auto& entry : simple_turns())
    if (entry.first >= domain.least_turn && entry.first <= domain.most_turn) turns.push_back(entry);
  if (turns.empty()) turns = {{domain.least_turn, 0}, {domain.most_turn, 1}};
  for (const auto& [nu, weight] : {std::pair{Rational(1), 0}, {Rational(2), 1}, {Rational(1, 2), 2}})
    if (nu >= domain.least_nu && nu <= domain.most_nu) lengths.emplace_back(nu, weight);
  if (lengths.empty()) lengths = {{domain.least_nu, 0}, {domain.most_nu, 1}};
  if (!on.phi) turns.resize(1);
  if (!on.nu) lengths.resize(1);
  const int least_k = std::max(domain.least_k, quantity.least_k),
            most_k = std::max(least_k, std::min(domain.most_k, 5));
  std::vector<Weighed> out;
  for (int k = least_k; k <= (on.teacher || on.a ? most_k : least_k); ++k) {
    Weights teachers = simple_vectors(k, false), students = simple_vectors(k, true);
    if (!on.teacher) teachers = {{first_unit(k), 0}};
    if (!on.a) students = {{first_unit(k), 0}};
    for (const auto& [a_star, teacher_weight] : teachers)
      for (const auto& [a, student_weight] : students)
        for (const auto& [turn, turn_weight] : turns)
          for (const auto& [nu, nu_weight] : lengths)
            for (int p = domain.least_p;
                 p <= (on.filter ? std::min(domain.most_p, domain.least_p + 1) : domain.least_p); ++p)
              out.push_back({2 * (k - least_k) + teacher_weight + student_weight + turn_weight + nu_weight + p,
                             {k, p, turn, nu, a, a_star}});
  }
  std::stable_sort(out.begin(), out.end(), [](const Weighed& u, const Weighed& v) { return u.weight < v.weight; });
  std::vector<Case> cases;
  for (std::size_t i = 0; i < std::min(most, out.size()); ++i) cases.push_back(std::move(out[i].at));
  return cases;
}

std::vector<Case> random_cases(const QuantityInfo& quantity, const Dependence& uses, const CaseDomain& domain,
                               std::size_t count) {
  const Dependence on = united(quantity.on, uses);
  Draw draw(20190612);
  std::vector<Case> out;
  const int least_k = std::max(domain.least_k, quantity.least_k);
  for (std::size_t i = 0; i < count; ++i) {
    Case at;
    // Drawn whether they matter or not, so that different checks meet the same angles.
    const Rational turn = draw.between(domain.least_turn, domain.most_turn),
                   nu = draw.between(domain.least_nu, domain.most_nu);
    at.k = draw.integer(least_k, std::max(least_k, domain.most_k));
    at.p = draw.integer(domain.least_p, std::max(domain.least_p, domain.most_p));
    if (on.phi) at.turn = turn;
    if (on.nu) at.nu = nu;
    if (!on.filter) at.p = clamp_range(2, domain.least_p, domain.most_p);
    for (int j = 0; j < at.k; ++j) {
      at.a.push_back(draw.between(-3, 3));
      at.a_star.push_back(draw.between(-3, 3));
    }
    if (std::all_of(at.a_star.begin(), at.a_star.end(), [](const Rational& x) { return x == 0; })) at.a_star[0] = 1;
    out.push_back(std::move(at));
  }
  return out;
}

CheckResult check_claim(const QuantityInfo& quantity, const Activation& activation, const Formula& formula,
                        const Dependence& uses, const CaseDomain& domain) {
  const ScopedBits precision(kCheckBits);
  const Dependence on = united(quantity.on, uses);
  CheckResult out;
  out.digits = 1000;
  std::string undefined;
  const auto refuses = [&](const Case& at) {
    return confront(quantity, activation, formula, inputs_of(at)).kind == Confrontation::Kind::differ;
  };
  const auto refute = [&](const Case& at) {
    const Inputs inputs = inputs_of(at);
    const Vec<Ball> claimed = formula(inputs), truth = by_definition(quantity.quantity, activation, inputs);
    const std::size_t entry = compare(claimed, truth).entry;
    out.outcome = FormulaVerdict::refuted;
    out.counterexample = {{describe(at, on), "formula", value_text(SharpBall(claimed[entry])), "definition",
                           value_text(SharpBall(truth[entry])), truth.size() > 1 ? static_cast<int>(entry) : -1}};
    out.evidence = "differs from the definition (disjoint enclosures)";
  };
  const auto look = [&](const Case& at, long& counter) {
    const Confrontation result = confront(quantity, activation, formula, inputs_of(at));
    if (result.kind == Confrontation::Kind::not_finite && undefined.empty())
      undefined = Counterexample{describe(at, on), "", "", "", ""}.text();
    if (result.kind != Confrontation::Kind::overlap) return result.kind;
    out.digits = std::min(out.digits, result.digits);
    ++counter;
    return result.kind;
  };
  for (const Case& at : small_cases(quantity, uses, domain, kSmallCases))
    if (look(at, out.exact_points) == Confrontation::Kind::differ) {
      refute(at);
      return out;
    }
  const std::vector<Case> random = random_cases(quantity, uses, domain, kRandomCases);
  for (const Case& at : random)
    if (look(at, out.random_points) == Confrontation::Kind::differ) {
      refute(shrink(at, on, domain, refuses));
      return out;
    }
  constexpr double kThin = 1e-3;  // the boxes are 2^-20 wide; formulas of moderate slope stay far below
  for (std::size_t i = 0; i < std::min(kBoxes, random.size()); ++i) {
    const Inputs box = box_around(random[i], Rational(1, 1 << 20));
    const Vec<Ball> claimed = formula(box), truth = by_definition(quantity.quantity, activation, box);
    const Confrontation result = compare(claimed, truth);
    if (result.kind == Confrontation::Kind::differ) {
      refute(random[i]);
      return out;
    }
    const bool thin =
        std::all_of(claimed.begin(), claimed.end(), [](const Ball& x) { return x.radius_approx() < kThin; });
    if (result.kind == Confrontation::Kind::overlap && thin) ++out.boxes;
  }
  if (!undefined.empty()) {
    out.outcome = FormulaVerdict::undecided;
    out.evidence = "the formula has no finite value at " + undefined;
    return out;
  }
  out.outcome = FormulaVerdict::agrees;
  out.digits = std::min(out.digits, static_cast<int>(kCheckBits * 0.30103));
  out.evidence = fmt::format(
      "agrees with the definition at {} small exact and {} random points to {} digits, and on {} thin boxes",
      out.exact_points, out.random_points, out.digits, out.boxes);
  return out;
}

}  // namespace noiseproof
