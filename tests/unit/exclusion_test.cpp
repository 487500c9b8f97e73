#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <random>

#include "core/error.hpp"
#include "rigor/critical_exclusion.hpp"
#include "rigor/journal.hpp"

using namespace noiseproof;

namespace {

/// A folder that goes away with the test.
struct Scratch {
  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("noiseproof_exclusion_" + std::to_string(std::rand()));
  Scratch() { std::filesystem::create_directories(folder); }
  ~Scratch() { std::filesystem::remove_all(folder); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

/// Closes [lo, hi] where x^2 >= 2 or x^2 <= 2 throughout, except near the root, where a width below 2^-20 will do.
Decision around_root(const Box& box) {
  const Bounds& x = box[0];
  if (x.lo * x.lo >= 2) return {"above", 0};
  if (x.hi * x.hi <= 2) return {"below", 0};
  if (x.hi - x.lo < Rational(1, 1 << 20)) return {"near", 0};
  return {"", 0};
}

bool same(const std::vector<Leaf>& u, const std::vector<Leaf>& v) {
  return std::equal(u.begin(), u.end(), v.begin(), v.end(),
                    [](const Leaf& a, const Leaf& b) { return a.box == b.box && a.reason == b.reason; });
}

ExclusionResult square_root_two(const ExclusionOptions& options) {
  return exclude(
      {{0, 1}, {1, 2}},
      [](const Box& box) {
        const Decision root = around_root({box[1]});
        if (!root.reason.empty() && box[0].hi - box[0].lo > Rational(1, 32)) return Decision{"", 0};
        return root.reason.empty() ? Decision{"", 1} : root;
      },
      options);
}

}  // namespace

TEST_SUITE("unit/exclusion") {
  TEST_CASE("leaves tile the box; a missing, doubled, moved or foreign leaf does not") {
    const Box box{{0, 1}, {-1, 1}};
    const Leaf left{{{0, Rational(1, 2)}, {-1, 1}}, "x"}, low{{{Rational(1, 2), 1}, {-1, 0}}, "x"},
        high{{{Rational(1, 2), 1}, {0, 1}}, "x"};
    CHECK(tiles(box, {left, low, high}));
    CHECK(tiles(box, {high, left, low}));
    CHECK(tiles(box, {{box, "x"}}));
    CHECK(!tiles(box, {}));
    CHECK(!tiles(box, {left, low}));
    CHECK(!tiles(box, {left, low, high, high}));
    CHECK(!tiles(box, {left, low, {{{Rational(1, 2), 1}, {Rational(1, 1000), 1}}, "x"}}));
    CHECK(!tiles(box, {left, low, high, {{{0, 1}, {0, 1}}, "x"}}));
    CHECK(!tiles(box, {left, low, {{{Rational(1, 2), 1}}, "x"}}));
    CHECK(!tiles(box, {{{{0, 2}, {-1, 1}}, "x"}}));
  }

  TEST_CASE("the tree does not depend on the number of threads") {
    ExclusionOptions one, four;
    one.jobs = 1;
    four.jobs = 4;
    const ExclusionResult a = square_root_two(one), b = square_root_two(four);
    CHECK(a.verdict == Verdict::proved);
    CHECK(a.leaves.size() > 100);
    CHECK(same(a.leaves, b.leaves));
    const CriticalExclusion c = exclude_critical_points(3, {1, 1}, one, {1, 8}),
                            d = exclude_critical_points(3, {1, 1}, four, {1, 8});
    CHECK(c.to_json() == d.to_json());
  }

  TEST_CASE("a budget that runs out leaves the question undecided") {
    ExclusionOptions shallow, few;
    shallow.max_depth = 5;
    few.max_leaves = 1;
    CHECK(square_root_two(shallow).verdict == Verdict::undecided);
    CHECK(square_root_two(few).verdict == Verdict::undecided);
    // One undecided slice leaves the whole undecided, also if a later one is proved.
    CHECK(exclude_critical_points(25, {17, 25}, few).verdict == Verdict::proved);
    CHECK(exclude_critical_points(25, {9, 25}, few, {2, 2}).verdict == Verdict::undecided);
    const Decide never = [](const Box&) { return Decision{"", 0}; };
    ExclusionOptions small;
    small.max_depth = 10;
    CHECK(exclude({{0, 1}}, never, small).verdict == Verdict::undecided);
  }

  TEST_CASE(
      "a run goes on from its journal with the same result, and a journal that was tampered with or torn is not "
      "believed") {
    const Scratch scratch;
    ExclusionOptions options;
    options.key = "sqrt 2";
    const ExclusionResult fresh = square_root_two(options);
    options.journal = scratch.folder / "journal.json";
    square_root_two(options);
    Json content = Json::parse(std::ifstream(options.journal));
    const std::size_t all = content["cells"].size();
    REQUIRE(all > 4);
    for (int i = 0; i < 3; ++i) content["cells"].erase(content["cells"].begin());
    write_certificate(options.journal, content);
    ExclusionResult again = square_root_two(options);
    CHECK(again.resumed_cells == all - 3);
    CHECK(same(again.leaves, fresh.leaves));
    for (auto& [cell, leaves] : content["cells"].items()) leaves[0].back() = "above";
    write_certificate(options.journal, content);
    again = square_root_two(options);
    CHECK(again.resumed_cells < all);
    CHECK(same(again.leaves, fresh.leaves));
    for (auto& [cell, leaves] : content["cells"].items()) leaves.erase(leaves.begin());
    write_certificate(options.journal, content);
    again = square_root_two(options);
    CHECK(again.resumed_cells == 0);
    CHECK(same(again.leaves, fresh.leaves));
    std::ofstream(options.journal) << content.dump().substr(0, 100);
    again = square_root_two(options);
    CHECK(again.resumed_cells == 0);
    CHECK(same(again.leaves, fresh.leaves));
    options.key = "another problem";
    CHECK(square_root_two(options).resumed_cells == 0);
  }

  TEST_CASE("a certificate appears whole or not at all, and a folder that cannot be made is an I/O error") {
    const Scratch scratch;
    const auto file = scratch.folder / "deep" / "c.json";
    write_certificate(file, {{"a", 1}});
    write_certificate(file, {{"a", {1, 2, {{"b", Json::array()}}, "text"}}, {"c", nullptr}});
    CHECK(Json::parse(std::ifstream(file))["a"][3] == "text");
    int files = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(file.parent_path())) ++files;
    CHECK(files == 1);
    CHECK_THROWS_AS(write_certificate(file / "below_a_file" / "c.json", {}), Error);
  }

  TEST_CASE("no unlisted critical point for small k, below, above and at the ends of r") {
    for (const auto& [k, r] : std::vector<std::pair<int, Rational>>{
             {1, 1}, {2, 0}, {2, 1}, {2, 2}, {3, Rational(1, 3)}, {5, Rational(9, 4)}, {5, 5}}) {
      const CriticalExclusion found = exclude_critical_points(k, {r, r}, {}, {1, 6});
      CHECK(found.verdict == Verdict::proved);
      CHECK(found.leaf_count() > 10);
      if (k > 1) CHECK(exclude_critical_points_eliminated(k, {r, r}, {}, {1, 6}).verdict == Verdict::proved);
    }
  }

  TEST_CASE("a run that was interrupted half-way goes on where it was") {
    const Scratch scratch;
    ExclusionOptions options;
    const ExclusionResult fresh = square_root_two(options);
    options.key = "sqrt 2";
    options.journal = scratch.folder / "journal.json";
    options.progress = [](double done, const std::string&) {
      if (done > 0.5) throw std::runtime_error("interrupted");
    };
    CHECK_THROWS(square_root_two(options));
    REQUIRE(std::filesystem::exists(options.journal));
    options.progress = nullptr;
    const ExclusionResult resumed = square_root_two(options);
    CHECK(resumed.verdict == Verdict::proved);
    CHECK(resumed.resumed_cells > 0);
    CHECK(same(resumed.leaves, fresh.leaves));
  }

  TEST_CASE(
      "an exclusion's journals stay when it is done: what follows it may be killed, and the next run needs them") {
    const Scratch scratch;
    ExclusionOptions options;
    options.journal = scratch.folder / "point.journal.json";
    const CriticalExclusion first = exclude_critical_points(3, {1, 1}, options, {1, 8});
    const auto file = scratch.folder / "point.journal.json.0";
    REQUIRE(std::filesystem::exists(file));
    CHECK(Json::parse(std::ifstream(file))["cells"].size() > 4);
    CHECK(exclude_critical_points(3, {1, 1}, options, {1, 8}).to_json() == first.to_json());
  }

  TEST_CASE("r nearer to the threshold than the least double: there is a bracket, and it holds the saddle") {
    const Rational r = [] {
      const ScopedBits precision(1500);
      return lower_rational((Ball(2) + Ball::pi()) / Ball::pi());
    }();
    const auto bracket = propose_bracket(3, {r, r}, 20);
    REQUIRE(bracket);
    CHECK(bracket_holds(3, {r, r}, *bracket) == Verdict::proved);
  }

  TEST_CASE("for every r at once, on both sides of the threshold up to 2^-4 from it") {
    CHECK(exclude_critical_points(25, range_below_threshold(25, 4), {}, {8, 2}).verdict == Verdict::proved);
    CHECK(exclude_critical_points(25, range_above_threshold(25, 4), {}, {8, 2}).verdict == Verdict::proved);
    {
      const ScopedBits precision(kProofBits);
      const Ball threshold = (Ball(24) + Ball::pi()) / Ball::pi(), distance(Rational(1, 16));
      // Every r at that distance or more is in one of them, and the threshold in none.
      const Ball below(range_below_threshold(25, 4).hi), above(range_above_threshold(25, 4).lo);
      CHECK(is_less(threshold - distance, below) == Verdict::proved);
      CHECK(is_less(below, threshold) == Verdict::proved);
      CHECK(is_less(above, threshold + distance) == Verdict::proved);
      CHECK(is_less(threshold, above) == Verdict::proved);
    }
    const CriticalExclusion line = exclude_critical_points_eliminated(25, range_below_threshold(25, 40), {}, {44, 2});
    CHECK(line.verdict == Verdict::proved);
    // The slices follow each other from one end of the range to the other.
    REQUIRE(line.parts.size() == 44);
    CHECK(line.parts.front().r.lo == line.r.lo);
    CHECK(line.parts.back().r.hi == line.r.hi);
    for (std::size_t i = 1; i < line.parts.size(); ++i) CHECK(line.parts[i].r.lo == line.parts[i - 1].r.hi);
  }

  TEST_CASE(
      "false twins: a range across the threshold, r beyond k, and a landscape without its saddles are not proved") {
    CHECK(exclude_critical_points(25, {8, 9}, {}).verdict == Verdict::undecided);
    CHECK(exclude_critical_points(2, {2, 3}, {}).verdict == Verdict::undecided);
    CHECK(exclude_critical_points(2, {-1, 0}, {}).verdict == Verdict::undecided);
    // Below the threshold without a bracket: the saddle's own neighbourhood can never be closed.
    ExclusionOptions options;
    options.max_depth = 30;
    const Decide no_saddle = [](const Box& box) { return decide_critical(25, std::nullopt, box); };
    CHECK(exclude({{0, 1}, {-1, 1}, {-1, 1}, {4, 4}}, no_saddle, options).verdict == Verdict::undecided);
    const Decide no_zero = [](const Box& box) { return decide_critical_eliminated(25, std::nullopt, box); };
    CHECK(exclude({{0, 1}, {4, 4}}, no_zero, options).verdict == Verdict::undecided);
  }

  TEST_CASE(
      "a bracket must hold the saddle of every r of the slice, and only k = 1 may use one that reaches the pole") {
    const Bounds r{4, 4};
    const auto bracket = propose_bracket(25, r, 20);
    REQUIRE(bracket);
    CHECK(bracket_holds(25, r, *bracket) == Verdict::proved);
    CHECK(bracket_holds(25, {0, 4}, *bracket) == Verdict::refuted);
    CHECK(bracket_holds(25, {4, 8}, *bracket) == Verdict::refuted);
    CHECK(bracket_holds(25, r, {bracket->hi, Rational(9, 10)}) == Verdict::refuted);
    CHECK(bracket_holds(25, r, {bracket->lo, 1}) == Verdict::refuted);
    CHECK(bracket_holds(25, r, {0, bracket->hi}) == Verdict::refuted);
    CHECK(bracket_holds(1, {1, 1}, {Rational(1, 2), 1}) == Verdict::proved);
    CHECK(!propose_bracket(25, {10, 10}));
  }

  TEST_CASE("no reason but the bracket ever closes a box that holds a saddle") {
    std::mt19937_64 random(5);
    // A side of a random width around x, cut off at the domain's ends.
    const auto around = [&](double x, double least, double most) {
      const auto reach = [&] {
        return std::ldexp(std::uniform_real_distribution<double>(0.1, 1)(random), -static_cast<int>(random() % 12));
      };
      return Bounds{Rational(std::max(least, x - reach())), Rational(std::min(most, x + reach()))};
    };
    for (const auto& [k, r] :
         {std::pair{25, Rational(4)}, {2, Rational(0)}, {3, Rational(1, 7)}, {100, Rational(30)}}) {
      Instance instance;
      instance.k = k;
      instance.r = r;
      const TeacherInvariants<double> teacher = teacher_invariants<double>(instance);
      const ReducedPoint<double> saddle = critical_points<double>(instance)[2].at;
      const double t = saddle.angle.phi / pi<double>(), g = dual_kernel(saddle.angle);
      const double x = (k - 1 + g) / (k - 1 + pi<double>()), y = (g - 1) / (pi<double>() - 1);  // in units of e1, e2
      CHECK(saddle.x == doctest::Approx(x * teacher.e1));
      const double u = x / (1 + std::abs(x)), v = y / (1 + std::abs(y));
      for (int i = 0; i < 100; ++i) {
        const Bounds range = around(r.convert_to<double>(), 0, k);
        const Box box{around(t, 0, 1), around(u, -1, 1), around(v, -1, 1), range};
        CHECK(decide_critical(k, std::nullopt, box).reason.empty());
        CHECK(decide_critical_eliminated(k, std::nullopt, {box[0], range}).reason.empty());
        const Decision inside = decide_critical(k, Bounds{box[0].lo, (box[0].lo + box[0].hi) / 2}, box);
        CHECK(inside.reason.empty());
        CHECK(decide_critical(k, box[0], box).reason == "bracket");
      }
    }
  }

  TEST_CASE("a box closed by the sign of alpha has that sign at every corner, r's ends among them") {
    const std::vector<Rational> ends{Rational(-3, 4), Rational(-1, 3), Rational(-1, 16),
                                     Rational(1, 16), Rational(1, 3),  Rational(3, 4)};
    int closed = 0;
    for (const Bounds& r : {Bounds{0, 5}, Bounds{1, 4}, Bounds{2, 2}})
      for (std::size_t i = 0; i + 1 < ends.size(); ++i)
        for (std::size_t j = 0; j + 1 < ends.size(); ++j) {
          const Bounds u{ends[i], ends[i + 1]}, v{ends[j], ends[j + 1]};
          if (decide_critical(5, std::nullopt, {{0, 1}, u, v, r}).reason != "alpha") continue;
          ++closed;
          // alpha/|a*|^2, with the coordinates of a in units of e1, e2: a linear function of u/(1-|u|) and v/(1-|v|).
          int signs = 0;
          for (const Rational& x : {u.lo, u.hi})
            for (const Rational& y : {v.lo, v.hi})
              for (const Rational& at : {r.lo, r.hi}) {
                const Rational alpha = at / 5 * (x / (1 - abs(x))) + (1 - at / 5) * (y / (1 - abs(y)));
                signs += sign(alpha);
              }
          CHECK(std::abs(signs) == 8);
        }
    CHECK(closed > 10);
  }

  TEST_CASE("what is exactly 0, and integrals at a student, get room on the scale of the teacher") {
    Instance small;
    small.norm_sq = power_of_two(-200);
    Certificate certificate("C05", "spurious_location", small, 1);
    const Bounds zero = certificate.enclosure("spurious_x", Json::object(), Ball(0), "");
    const Bounds integral = certificate.integral("loss_definition", {{"a", {"1"}}}, Ball(power_of_two(-200)), "");
    CHECK(zero.lo < 0);
    CHECK(zero.hi - zero.lo < power_of_two(-290));
    CHECK(integral.hi - integral.lo < power_of_two(-255));
    CHECK(integral.hi - integral.lo > power_of_two(-265));
  }

  TEST_CASE("a certificate's decimals enclose its bounds, and it states a sign only if that is proved") {
    Certificate certificate("C05", "spurious_location", Instance{}, 1);
    const Rational third(1, 3);
    certificate.enclosure("one", Json::object(), Bounds{third, 2 * third}, "", true);
    certificate.enclosure("two", Json::object(), Bounds{-2 * third, -third}, "", true);
    certificate.enclosure("three", Json::object(), Bounds{-third, third}, "", true);
    certificate.integral("radial_moment", Json::object(), Ball(third), "");
    const Json items = certificate.to_json()["items"];
    CHECK(items[0]["sign"] == "positive");
    CHECK(items[1]["sign"] == "negative");
    CHECK(!items[2].contains("sign"));
    const auto number = [](const Json& text) { return parse_rational(text.get<std::string>(), "test"); };
    for (const Json& item : items) {
      CHECK(number(item["decimal"][0]) <= number(item["lo"]));
      CHECK(number(item["hi"]) <= number(item["decimal"][1]));
    }
    // A quadrature of another kind needs room: 2^-60 on either side.
    const Rational room(1, Integer(1) << 60);
    CHECK(number(items[3]["lo"]) <= third - room);
    CHECK(third + room <= number(items[3]["hi"]));
  }
}
