#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <random>

#include "items.hpp"

using namespace recheck;
using nlohmann::json;

namespace {

/// A tiling of the domain by bisection; the first box comes from it by some halvings.
std::vector<Box> random_tiling(Box domain, std::mt19937_64& random) {
  std::vector<Box> others;
  for (auto halvings = random() % 3 * domain.size(); halvings > 0; --halvings) {
    const std::size_t i = random() % (domain.size() / 2) * 2;
    if (domain[i] == domain[i + 1]) continue;
    const bool low = random() % 2 == 0;
    Box other = domain;
    domain[low ? i + 1 : i] = other[low ? i : i + 1] = (domain[i] + domain[i + 1]) / 2;
    others.push_back(other);
  }
  others.insert(others.begin(), domain);
  return others;
}

/// Whether the checker takes the first of the leaves, all for this reason.
bool takes_first(const char* statement, long k, const Box& domain, const std::vector<Box>& boxes, const char* reason) {
  const auto text = [](const mpq_class& x) { return x.get_str(); };
  json item{{"kind", "exclusion"}, {"statement", statement}, {"says", ""}, {"verdict", "proved"}};
  if (k > 0) item["k"] = k, item["r"] = {text(domain[domain.size() - 2]), text(domain.back())};
  json part{{"domain", json::array()}, {"bracket", nullptr}, {"leaves", json::array()}};
  for (std::size_t i = 0; i < domain.size(); i += 2) part["domain"].push_back({text(domain[i]), text(domain[i + 1])});
  for (const Box& box : boxes) {
    json leaf = json::array();
    for (const mpq_class& end : box) leaf.push_back(text(end));
    leaf.push_back(reason), part["leaves"].push_back(leaf);
  }
  item["parts"] = json::array({part});
  try {
    check_exclusion(Node(item, ""));
  } catch (const Failure& failure) {
    INFO(failure.reason);
    CHECK(failure.reason.starts_with(std::string("the reason '") + reason));
    return failure.where != "parts[0].leaves[0]";
  }
  return true;
}

/// The sign of f at all points of a grid on the box, both ends with it: 1, -1, or 0 if it has none or is too near to 0.
template <class Function>
int sign_on(const Box& box, Function f) {
  constexpr int kSteps = 8;
  std::vector<int> at(box.size() / 2, 0);
  std::optional<int> sign;
  for (bool more = true; more;) {
    std::vector<double> x;
    for (std::size_t i = 0; i < at.size(); ++i)
      x.push_back(mpq_class(box[2 * i] + (box[2 * i + 1] - box[2 * i]) * at[i] / kSteps).get_d());
    const double value = f(x);
    const int here = !(std::abs(value) > 1e-9) ? 0 : value > 0 ? 1 : -1;  // infinity - infinity is no sign
    if (here == 0 || (sign && *sign != here)) return 0;
    sign = here, more = false;
    for (std::size_t i = 0; i < at.size() && !more; ++i)
      if (++at[i] <= kSteps)
        more = true;
      else
        at[i] = 0;
  }
  return *sign;
}

double dual(double t) { return std::sin(M_PI * t) + M_PI * (1 - t) * std::cos(M_PI * t); }

}  // namespace

TEST_SUITE("recheck/parts") {
  // The reasons' formulas from docs/certificate.md in doubles, on a grid: by monotonicity its corners decide.
  TEST_CASE("a random leaf at 0 < r < k is taken for a reason exactly where the reason's expression has a sign") {
    std::mt19937_64 random(20240611);
    std::map<std::string, std::array<int, 2>> tally;
    for (int i = 0; i < 600; ++i) {
      const long k = 2 + static_cast<long>(random() % 3);
      const mpq_class r0(static_cast<long>(1 + random() % 7) * k, 8), r1 = random() % 2 ? r0 : mpq_class((r0 + k) / 2);
      const double m1 = static_cast<double>(k) - 1 + M_PI, m2 = M_PI - 1, kd = static_cast<double>(k);
      const auto test = [&](const char* statement, const char* reason, const Box& domain, int wanted, auto f) {
        const std::vector<Box> boxes = random_tiling(domain, random);
        const int sign = sign_on(boxes[0], f);
        const bool taken = takes_first(statement, k, domain, boxes, reason);
        CAPTURE(reason);
        CAPTURE(i);
        if (taken) CHECK((wanted == 0 ? sign != 0 : sign == wanted));
        if (!taken) CHECK((wanted == 0 ? sign == 0 : sign != wanted));
        ++tally[reason][taken];
      };
      const Box whole{0, 1, -1, 1, -1, 1, r0, r1}, angles{0, 1, r0, r1};
      test("critical_points", "x", whole, 0,
           [&](const std::vector<double>& at) { return m1 * at[1] - (kd - 1 + dual(at[0])) * (1 - std::abs(at[1])); });
      test("critical_points", "y", whole, 0,
           [&](const std::vector<double>& at) { return m2 * at[2] - (dual(at[0]) - 1) * (1 - std::abs(at[2])); });
      test("critical_points", "alpha", whole, 0, [&](const std::vector<double>& at) {  // e1 x + e2 y over |a*|^2
        const double x = at[1] / (1 - std::abs(at[1])), y = at[2] / (1 - std::abs(at[2]));
        return at[3] / kd * x + (1 - at[3] / kd) * y;
      });
      for (const bool positive : {true, false})
        test("critical_points_eliminated", positive ? "positive" : "negative", angles, positive ? 1 : -1,
             [&](const std::vector<double>& at) { return at[1] * (M_PI - dual(at[0])) / m1 + dual(at[0]) - 1; });
    }
    for (const auto& of_reason : tally) {
      CAPTURE(of_reason.first);
      CHECK(of_reason.second[0] > 30);
      CHECK(of_reason.second[1] > 30);
    }
  }
}
