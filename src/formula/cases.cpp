// The exact cases at which a claim is checked: small ones in the order of their size, random ones, a few for the store.
#include <fmt/format.h>

#include <algorithm>

#include "formula/domain.hpp"

namespace noiseproof {
namespace {

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

std::vector<Rational> first_unit(int k) {
  std::vector<Rational> out(static_cast<std::size_t>(k), 0);
  out[0] = 1;
  return out;
}

/// "(1, 0, -2)"; of a long vector, "0 (97 times)" stands for equal entries in a row.
std::string vector_text(const std::vector<Rational>& v) {
  constexpr std::size_t kLong = 12;
  std::string out = "(";
  for (std::size_t i = 0; i < v.size();) {
    std::size_t next = i + 1;
    while (v.size() > kLong && next < v.size() && v[next] == v[i]) ++next;
    out += (i > 0 ? ", " : "") + to_string(v[i]) + (next > i + 1 ? fmt::format(" ({} times)", next - i) : "");
    i = next;
  }
  return out + ")";
}

bool all_zero(const std::vector<Rational>& v) {
  return std::all_of(v.begin(), v.end(), [](const Rational& x) { return x == 0; });
}

/// Uniform numbers from a fixed generator: the same points in every run.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : engine_(seed) {}
  int integer(int lo, int hi) { return lo + static_cast<int>(engine_() % static_cast<std::uint64_t>(hi - lo + 1)); }
  Rational between(const Rational& lo, const Rational& hi) { return lo + (hi - lo) * generic_share(engine_); }

 private:
  std::mt19937_64 engine_;
};

}  // namespace

std::vector<std::pair<std::string, std::string>> describe(const Case& at, const Dependence& on) {
  std::vector<std::pair<std::string, std::string>> out;
  if (on.phi) out.emplace_back("phi", PiNumber{0, at.turn}.text());
  if (on.nu) out.emplace_back("nu", to_string(at.nu));
  if (on.filter) out.emplace_back("p", std::to_string(at.p));
  if (on.units || on.teacher || on.a) out.emplace_back("k", std::to_string(at.k));
  if (on.a) out.emplace_back("a", vector_text(at.a));
  if (on.teacher || on.a) out.emplace_back("a_star", vector_text(at.a_star));
  return out;
}

std::vector<Variable> CaseDomain::variables(const Dependence& on) const {
  std::vector<Variable> out;
  if (on.phi) out.push_back({"phi", {0, least_turn}, {0, most_turn}});
  if (on.nu) out.push_back({"nu", {least_nu, 0}, {most_nu, 0}});
  if (on.units || on.teacher || on.a) out.push_back({"k", {least_k, 0}, {most_k, 0}, true});
  if (on.filter) out.push_back({"p", {least_p, 0}, {most_p, 0}, true});
  return out;
}

std::vector<PiNumber> CaseDomain::coordinates(const Case& at, const Dependence& on) {
  std::vector<PiNumber> out;
  if (on.phi) out.push_back({0, at.turn});
  if (on.nu) out.push_back({at.nu, 0});
  if (on.units || on.teacher || on.a) out.push_back({at.k, 0});
  if (on.filter) out.push_back({at.p, 0});
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
  for (int k = least_k; k <= (on.units || on.teacher || on.a ? most_k : least_k); ++k) {
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
  const auto small = [&](int least, int most) {
    constexpr int kUpTo = 6;  // sized_cases has the others
    return draw.integer(least, std::max(least, std::min(most, kUpTo)));
  };
  for (std::size_t i = 0; i < count; ++i) {
    Case at;
    // One in each equal part of the range of phi, in an order that mixes them, so that no band is missed that is twice
    // as wide as a part. Drawn whether they matter or not, so that different checks meet the same angles.
    const Rational part = (domain.most_turn - domain.least_turn) / count;
    const Rational least = domain.least_turn + part * Rational((i * 37) % count);
    const Rational turn = draw.between(least, least + part), nu = draw.between(domain.least_nu, domain.most_nu);
    at.k = small(least_k, domain.most_k);
    at.p = small(domain.least_p, domain.most_p);
    if (on.phi) at.turn = turn;
    if (on.nu) at.nu = nu;
    if (!on.filter) at.p = domain.least_p;
    for (int j = 0; j < at.k; ++j) {
      at.a.push_back(draw.between(-3, 3));
      at.a_star.push_back(draw.between(-3, 3));
    }
    if (all_zero(at.a_star)) at.a_star[0] = 1;
    out.push_back(std::move(at));
  }
  return out;
}

std::vector<Case> sized_cases(const QuantityInfo& quantity, const Dependence& uses, const CaseDomain& domain) {
  const Dependence on = united(quantity.on, uses);
  Draw draw(20190616);
  // Few turns, as the kernel of each is an integral; all entries multiples of one number, for quick exact arithmetic.
  constexpr int kTurns = 8, kPrime = 65521;
  const int least_k = std::max(domain.least_k, quantity.least_k);
  const int most_k = on.units || on.teacher || on.a ? std::max(domain.most_k, least_k) : least_k;
  const int most_p = on.filter ? domain.most_p : domain.least_p;
  std::vector<Case> out;
  for (int k = least_k; k <= most_k; ++k)
    for (int p = domain.least_p; p <= most_p; ++p) {
      Case at;
      at.k = k;
      at.p = p;
      const Rational share((2 * draw.integer(0, kTurns - 1) + 1) * (kPrime / (2 * kTurns)), kPrime);
      at.turn = domain.least_turn + (domain.most_turn - domain.least_turn) * share;
      at.nu = draw.between(domain.least_nu, domain.most_nu);
      // Binary, so that equal entries of the teacher are seen to be equal; about a half.
      const Rational part = draw.between(Rational(2, 5), Rational(3, 5));
      const Rational binary(2 * draw.integer(13'000, 19'000) + 1, 65536);
      for (int j = 0; j < k; ++j) {
        at.a.push_back(draw.integer(-6, 6) * part);
        at.a_star.push_back((2 * draw.integer(-3, 2) + 1) * binary);
      }
      out.push_back(std::move(at));
    }
  return out;
}

std::vector<Case> spread_cases(const QuantityInfo& quantity, const Dependence& uses, const CaseDomain& domain) {
  const Dependence on = united(quantity.on, uses);
  const int least_k = std::max(domain.least_k, quantity.least_k);
  const int sizes = on.units || on.teacher || on.a ? std::min(5, std::max(domain.most_k, least_k) - least_k + 1) : 1;
  const Rational turns[] = {domain.least_turn, (domain.least_turn + domain.most_turn) / 2, domain.most_turn,
                            (2 * domain.least_turn + domain.most_turn) / 3,
                            (domain.least_turn + 3 * domain.most_turn) / 4};
  std::vector<Case> out;
  for (int i = 0; i < std::max(sizes, on.phi ? 5 : on.nu || on.filter ? 2 : 1); ++i) {
    Case at;
    at.k = least_k + i % sizes;
    at.p = std::min(domain.most_p, domain.least_p + (on.filter ? i % 2 : 0));
    if (on.phi) at.turn = turns[i];
    if (on.nu) at.nu = i % 2 == 0 ? domain.most_nu : domain.least_nu;
    // Neither parallel nor orthogonal, and s, beta and alpha are not 0: (2, -1, 3, 2, ...) and (1, 3, -1, 1, ...).
    constexpr int kStudent[] = {2, -1, 3}, kTeacher[] = {1, 3, -1};
    for (int j = 0; j < at.k; ++j) {
      at.a.push_back(kStudent[j % 3]);
      at.a_star.push_back(kTeacher[j % 3]);
    }
    out.push_back(std::move(at));
  }
  return out;
}

Dependence united(const Dependence& u, const Dependence& v) {
  return {u.phi || v.phi, u.nu || v.nu, u.a || v.a, u.teacher || v.teacher, u.filter || v.filter, u.units || v.units};
}

Case shrink(Case at, const Dependence& on, const CaseDomain& domain, const std::function<bool(const Case&)>& refutes) {
  const auto attempt = [&](Case trial) {
    if (all_zero(trial.a_star) || !refutes(trial)) return false;
    at = std::move(trial);
    return true;
  };
  const auto with_units = [&](int k) {
    Case trial = at;
    trial.k = k;
    trial.a.resize(static_cast<std::size_t>(k), 0);
    trial.a_star.resize(static_cast<std::size_t>(k), 0);
    return trial;
  };
  // least_k of the quantity is in `refutes`: below, there is nothing to differ from.
  for (int k = domain.least_k; k < at.k && !attempt(with_units(k)); ++k) {
  }
  for (int p = domain.least_p; p < at.p; ++p) {
    Case trial = at;
    trial.p = p;
    if (attempt(trial)) break;
  }
  if (on.phi)
    for (const auto& [turn, weight] : simple_turns()) {
      if (turn < domain.least_turn || turn > domain.most_turn) continue;
      Case trial = at;
      trial.turn = turn;
      if (attempt(trial)) break;
    }
  // First all entries at once: for many units one by one would take long.
  for (std::vector<Rational> Case::*member : {&Case::a, &Case::a_star}) {
    Case trial = at;
    trial.*member = first_unit(at.k);
    if (member == &Case::a) trial.a[0] = 0;
    if (attempt(trial)) continue;
    for (std::size_t i = 0; i < (at.*member).size(); ++i)
      for (const int value : {0, 1, -1, 2}) {
        trial = at;
        (trial.*member)[i] = value;
        if (attempt(trial)) break;
      }
  }
  for (const int nu : {1, 2}) {
    Case trial = at;
    trial.nu = nu;
    if (domain.least_nu <= nu && nu <= domain.most_nu && attempt(trial)) break;
  }
  return at;
}

}  // namespace noiseproof
