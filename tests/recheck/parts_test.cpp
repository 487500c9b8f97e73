// The checker's parts, called directly: enclosures at a coarse precision against fine ones.
#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <random>

#include "items.hpp"
#include "runner.hpp"

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

bool is_inside(const Interval& inner, const Interval& outer) {
  return mpfr_cmp(outer.left(), inner.left()) <= 0 && mpfr_cmp(inner.right(), outer.right()) <= 0;
}

/// The enclosure at few bits holds the one at many.
template <class Function>
void check_coarse(int few, int many, Function f) {
  const auto at = [&f](int bits) {
    const Precision scope(bits);
    return f();
  };
  CHECK(is_inside(at(many), at(few)));
}

}  // namespace

TEST_SUITE("recheck/parts") {
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
    for (const auto& [reason, counts] : tally) {
      CAPTURE(reason);
      CHECK(counts[0] > 30);
      CHECK(counts[1] > 30);
    }
  }

  TEST_CASE("an r that is nearer to the threshold than 2^-9000 is told from it, on both sides") {
    const json nothing;
    const Precision scope(9100);
    const Interval threshold = (Interval(2) + Interval::pi()) / Interval::pi();
    CHECK(below_threshold(3, rational(threshold.left()), Node(nothing, "")));
    CHECK(!below_threshold(3, rational(threshold.right()), Node(nothing, "")));
  }

  TEST_CASE("every claim has a sentence of the checker's own") {
    for (const auto& file : certificate_files()) {
      const json certificate = json::parse(read_text(file));
      CHECK(std::string(statement_of(certificate["claim"])).size() > 40);
    }
  }

  TEST_CASE("a root that is seen blurred is enclosed with all of the blur") {
    const Precision scope(64);
    const mpq_class blur(1, 1000);
    const auto f = [&blur](const mpq_class& x) {
      const mpq_class value = x * x - 2;
      return hull(Interval(mpq_class(value - blur)), Interval(mpq_class(value + blur)));
    };
    const Interval root = increasing_root(f, 1, 2);
    const mpq_class lo = rational(root.left()), hi = rational(root.right());
    CHECK((lo * lo <= 2 - blur));
    CHECK((hi * hi >= 2 + blur));
    CHECK((hi - lo < 2 * blur));
  }

  TEST_CASE("h of a wide interval holds h of both ends") {
    const Precision scope(128);
    const Interval low(mpq_class(1, 4)), high(mpq_class(3, 4)), range = h(hull(low, high));
    CHECK(is_inside(h(low), range));
    CHECK(is_inside(h(high), range));
  }

  TEST_CASE("integrals and bounds at a coarse precision hold the fine ones") {
    for (const bool raw : {true, false})
      for (const mpq_class& rho : {mpq_class(19, 20), mpq_class(21, 20)}) {
        CAPTURE(rho.get_str());
        check_coarse(64, 128, [&] { return level_excess(3, raw, rho, Interval(mpq_class(1, 2))); });
      }
    for (const int n : {1, 3}) check_coarse(64, 128, [&] { return radial_moment(n, 3); });
    check_coarse(64, 128, [] { return angular_integral(mpq_class(1, 3)); });
    for (const long p : {2, 7}) check_coarse(64, 128, [&] { return pair_bound(p); });
  }

  TEST_CASE("a joint rate beyond an eigenvalue does not hold, and one too near the largest is undecided") {
    const auto instance = [](int k, const char* r) {
      return read_instance(Node(json{{"k", k}, {"p", 2}, {"r", r}, {"norm_sq", "1"}}, ""));
    };
    const Precision scope(64);
    const mpq_class t(1, 3);
    // The eigenvalues are 1/2 with one unit; (pi - 1)/(2 pi) = 0.3408 is the least with more.
    CHECK(dissipates_jointly(instance(1, "1"), t, mpq_class(51, 100)) == Answer::no);
    CHECK(dissipates_jointly(instance(25, "4"), t, mpq_class(35, 100)) == Answer::no);
    mpq_class lo = 0, hi = 1;
    Answer answer = Answer::no;
    for (int i = 0; i < 100 && answer != Answer::unknown; ++i) {
      const mpq_class middle = (lo + hi) / 2;
      answer = dissipates_jointly(instance(25, "4"), t, middle);
      (answer == Answer::yes ? lo : hi) = middle;
    }
    CHECK(answer == Answer::unknown);
    CHECK((lo > 0));
  }

  TEST_CASE("the definition at a student is closer with more bits, and there the closed form is") {
    const Instance in = read_instance(Node(json{{"k", 3}, {"p", 4}, {"r", "1/3"}, {"norm_sq", "7"}}, ""));
    const json at{{"length", "3/2"}, {"t", "2/7"}, {"a", {"1/3", "-5", "2"}}};
    const Student x(Node(at, ""), in);
    const std::vector<std::pair<std::function<Interval()>, std::function<Interval()>>> pairs{
        {[&] { return loss_by_definition(x, in); }, [&] { return x.loss(); }},
        {[&] { return gradient_a_by_definition(x, 1); }, [&] { return x.gradient_a(1); }},
        {[&] { return gradient_w_by_definition(x, false); }, [&] { return x.gradient_w(0); }},
        {[&] { return gradient_w_by_definition(x, true); }, [&] { return x.gradient_w(1); }}};
    for (const auto& [definition, closed] : pairs)
      for (const int bits : {128, 256}) {
        CAPTURE(bits);
        const Precision scope(bits);
        const Interval found = definition(), off = found - closed();
        const mpq_class width = rational(found.right()) - rational(found.left());
        CHECK((width * (mpz_class(1) << (bits - 24)) < 1));
        CHECK((is_positive(off) == Answer::unknown && is_negative(off) == Answer::unknown));
      }
  }

  TEST_CASE("the canonical teacher is the one that its vectors give") {
    // a* = (2, 0): |a*|^2 = 4, (1.a*)^2/|a*|^2 = 1.
    json vectors{{"k", 2}, {"p", 3}, {"r", "1"}, {"norm_sq", "4"}, {"a_star", {"2", "0"}}, {"w_star", {"3", "0", "0"}}};
    json plain = vectors;
    plain.erase("a_star"), plain.erase("w_star");
    const json at{{"w", {"1", "-2", "1/2"}}, {"a", {"1/3", "-5"}}};
    const Precision scope(128);
    const Instance first = read_instance(Node(vectors, "")), second = read_instance(Node(plain, ""));
    const Student x(Node(at, ""), first), y(Node(at, ""), second);
    const auto same = [](const Interval& a, const Interval& b) {
      const Interval tiny(mpq_class(1, 1000000000));
      return is_less(abs(a - b), tiny) == Answer::yes;
    };
    CHECK(same(x.loss(), y.loss()));
    for (std::size_t i = 0; i < 3; ++i) CHECK(same(x.gradient_w(i), y.gradient_w(i)));
    for (std::size_t i = 0; i < 2; ++i) CHECK(same(x.gradient_a(i), y.gradient_a(i)));
  }
  TEST_CASE("at r = 0 the critical level is within 3/(2p) of its line for thousands of inputs too") {
    const Precision scope(128);
    for (const bool raw : {true, false})
      for (const long p : {201L, 10'000L}) {
        // pi p + 3 pi/4 - 1/pi (raw), pi p - pi/4 - 1/pi (normalized), pi to 15 digits.
        const mpq_class pi("3141592653589793/1000000000000000"), room(3, 2 * p);
        const mpq_class line = pi * (p + (raw ? mpq_class(3, 4) : mpq_class(-1, 4))) - 1 / pi;
        CHECK(is_negative(level_excess(p, raw, line - room, Interval(1))) == Answer::yes);
        CHECK(is_positive(level_excess(p, raw, line + room, Interval(1))) == Answer::yes);
      }
  }
  TEST_CASE("next to the threshold, where the level is of the order of rho^3, more bits decide and too few end soon") {
    // p = 3, normalized: pi - phi is the part of xi across w to first order, E h = rho^3/3 E v^3 = pi rho^3/32.
    const mpq_class rho(1, 100'000'000'000), pi("3141592653589793/1000000000000000"), mean = pi * rho * rho * rho / 32;
    {
      const Precision scope(128 + 4 * 37);
      CHECK(is_positive(level_excess(3, false, rho, Interval(mpq_class(mean * 999999 / 1000000)))) == Answer::yes);
      CHECK(is_negative(level_excess(3, false, rho, Interval(mpq_class(mean * 1000001 / 1000000)))) == Answer::yes);
    }
    const Precision scope(96);
    CHECK(is_positive(level_excess(3, false, rho, Interval(mean))) == Answer::unknown);
  }
}
