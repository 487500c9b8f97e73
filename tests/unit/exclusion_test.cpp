#include <doctest/doctest.h>

#include <fstream>

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

  TEST_CASE("for every r at once, on both sides of the threshold up to 2^-4 from it") {
    CHECK(exclude_critical_points(25, range_below_threshold(25, 4), {}, {8, 2}).verdict == Verdict::proved);
    CHECK(exclude_critical_points(25, range_above_threshold(25, 4), {}, {8, 2}).verdict == Verdict::proved);
    const CriticalExclusion line = exclude_critical_points_eliminated(25, range_below_threshold(25, 40), {}, {44, 2});
    CHECK(line.verdict == Verdict::proved);
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
    CHECK(bracket_holds(25, r, {bracket->hi, Rational(9, 10)}) == Verdict::refuted);
    CHECK(bracket_holds(25, r, {bracket->lo, 1}) == Verdict::refuted);
    CHECK(bracket_holds(25, r, {0, bracket->hi}) == Verdict::refuted);
    CHECK(bracket_holds(1, {1, 1}, {Rational(1, 2), 1}) == Verdict::proved);
    CHECK(!propose_bracket(25, {10, 10}));
  }
}
