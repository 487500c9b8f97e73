#include "rigor/trap.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "dynamics/ensemble.hpp"
#include "instances.hpp"
#include "rigor/trap_ball.hpp"
#include "rigor/trap_cover.hpp"
#include "rigor/trap_measure.hpp"
#include "rigor/trap_pair.hpp"

using namespace noiseproof;

namespace {

Bounds probability(const Instance& instance, const Rational& width, const Rational& radius = -1, bool ball = false,
                   int jobs = 0) {
  TrapOptions options;
  options.inputs = {instance.p};
  options.width = width;
  options.radius = radius;
  options.ball_arithmetic = ball;
  options.jobs = jobs;
  return trap_probability(instance, options).probability.front();
}

bool meet(const Bounds& a, const Bounds& b) { return a.lo <= b.hi && b.lo <= a.hi; }

}  // namespace

TEST_SUITE("unit/trap") {
  TEST_CASE("tails of sin^n enclose their closed forms") {
    // P(angle > pi/3): n = 0: 2/3; n = 1: 3/4; n = 2: 2/3 + sqrt 3/(4 pi) = 0.80449889...
    CHECK(contains(SinePower(0).tail(Rational(1, 3)), Rational(2, 3)));
    CHECK(contains(SinePower(1).tail(Rational(1, 3)), Rational(3, 4)));
    const Ball third = Ball(2) / Ball(3) + sqrt(Ball(3)) / (Ball(4) * Ball::pi());
    CHECK(overlaps(SinePower(2).tail(Rational(1, 3)), third));
    CHECK(third.midpoint_approx() == doctest::Approx(0.8044988905));
    for (const int n : {0, 1, 2, 7, 24, 1001}) {
      CHECK(contains(SinePower(n).tail(Rational(1, 2)), Rational(1, 2)));
      CHECK(contains(SinePower(n).below(0), Rational(1, 2)));
      // cos pi/3 = 1/2.
      CHECK(overlaps(SinePower(n).below(Rational(1, 2)), SinePower(n).tail(Rational(1, 3))));
      CHECK(SinePower(n).tail(Rational(1, 3)).radius_approx() < 1e-30);
      for (const auto& [value, exact] : {std::pair{SinePower(n).tail(0), 1},
                                         {SinePower(n).tail(1), 0},
                                         {SinePower(n).below(-1), 0},
                                         {SinePower(n).below(1), 1}}) {
        CHECK(contains(value, Rational(exact)));
        CHECK(value.radius_approx() == 0);
      }
    }
  }

  TEST_CASE(
      "C10 the measure of a cell is that of the ball of R^k: in the disc by areas, in the ball of R^3 by volumes") {
    const std::int64_t three_quarters = kWhole / 4 * 3;  // u, v < 1/2
    const auto measure = [&](int k) {
      const TrapOptions options;
      const Cover cover(instance_of(k, 6, 1), options);
      Cell cell = cover.whole();
      cell.u1 = cell.v1 = three_quarters;
      return cover.law({cell}).trapped_from.begin()->second;
    };
    const ScopedBits bits(128);
    // The disc beyond y = 1/2 has the area pi/3 - sqrt 3/4; the chord at y is uniform.
    const Ball disc = (Ball(2) * Ball::pi() / Ball(3) + sqrt(Ball(3)) / Ball(4)) / Ball::pi() * Ball(Rational(3, 4));
    CHECK(overlaps(measure(2), disc));
    // The ball's cap of height 1/2 is 5/32 of it; of the disc at that height, x/sqrt(1-y^2) < 1/2 as above.
    CHECK(overlaps(measure(3), Ball(Rational(27, 32)) * disc / Ball(Rational(3, 4))));
    CHECK(measure(3).radius_approx() < 1e-30);
  }

  TEST_CASE(
      "C10 what a cell says of its angles holds at starts in it, on both sides of u = 0 and with one coordinate") {
    for (const auto& [k, r] :
         {std::pair{2, Rational(1)}, {3, Rational(1, 2)}, {25, Rational(4)}, {2, Rational(2)}, {3, Rational(0)}}) {
      const Instance instance = instance_of(k, 6, r);
      const TrapOptions options;
      const Cover cover(instance, options);
      const TrapFrame& frame = cover.frame();
      const TrapMap map(frame);
      const long most_steps = map.steps_cap();
      std::vector<Cell> cells{cover.whole()};
      for (std::size_t i = 0; i < 7; ++i)
        for (const Cell& half : cover.split(cells[i])) cells.push_back(half);
      for (const Cell& cell : cells) {
        Cell kept = cell;
        const TrapCell stated = cover.stated(kept);
        // Cells of the whole width decide little: not even that is taken for granted.
        for (const double share_u : {0.0, 0.25, 0.5, 0.75, 1.0})
          for (const double share_v : {0.0, 0.5, 1.0}) {
            const double u = unit(cell.u0) + share_u * (unit(cell.u1) - unit(cell.u0)),
                         v = unit(cell.v0) + share_v * (unit(cell.v1) - unit(cell.v0));
            const double across = cover.radius() * u, along = cover.radius() * std::sqrt((1 - u) * (1 + u)) * v;
            // u is y's coordinate, but where a* is parallel to 1 and y does not matter.
            const bool parallel = r == k;
            const double x = parallel ? across : along, y = parallel ? along : across;
            const auto fate = [&](std::int64_t j) {
              return ball_fate(frame, {std::ldexp(static_cast<double>(j), -cover.bits()), x, y}, most_steps);
            };
            CHECK(fate(cell.free_up_to) == Fate::optimum);
            CHECK(fate(cell.trapped_from) == Fate::trapped);
            CHECK(map.optimum_after({stated.free_up_to.convert_to<double>(), x, y}) <= stated.free_steps);
          }
      }
    }
  }

  TEST_CASE("C10 the angle 0 leads to the optimum and pi is a trap, whatever the weights") {
    const TrapFrame frame = trap_frame(instance_of(25, 6, 4), Rational(1, 25), -1);
    for (const double a : {-0.3, 0.0, 0.3}) {
      CHECK(ball_fate(frame, {0, a, -a}, 1) == Fate::optimum);
      CHECK(ball_fate(frame, {1, a, -a}, 1) == Fate::trapped);
    }
  }

  TEST_CASE("C12 one-sided orbits in double and balls agree on which starts are trapped") {
    int undecided = 0;
    for (const auto& [k, r] :
         {std::pair{25, Rational(4)}, {2, Rational(1, 2)}, {100, Rational(16)}, {3, Rational(3)}, {9, Rational(0)}}) {
      const Instance instance = instance_of(k, 6, r);
      const TrapFrame frame = trap_frame(instance, Rational(1, 25), Rational(1));
      const TrapMap map(frame);
      for (std::uint32_t i = 0; i < 40; ++i) {
        Stream stream(3, i, 0, Purpose::probe);
        const TrapStart z{std::ldexp(std::floor(stream.uniform() * 4096), -12), 2 * stream.uniform() - 1,
                          2 * stream.uniform() - 1};
        const Fate fate = ball_fate(frame, z, map.steps_cap());
        CHECK(map.proves_trapped(z) == (fate == Fate::trapped));
        CHECK(map.proves_optimum(z) == (fate == Fate::optimum));
        undecided += fate == Fate::unknown ? 1 : 0;
      }
    }
    CHECK(undecided == 0);
  }

  TEST_CASE("C12 a step in double bounds the exact image from its side, in every coordinate, and closely") {
    const ScopedBits bits(128);
    const auto exact = [](double x) { return Ball(Rational(x)); };
    for (const auto& [k, r, norm_sq] : {std::tuple{25, Rational(4), Rational(1)},
                                        {2, Rational(6, 5), Rational(1, 100)},
                                        {100, Rational(16), Rational(20)},
                                        {3, Rational(0), Rational(1)}}) {
      Instance instance = instance_of(k, 6, r);
      instance.norm_sq = norm_sq;
      const TrapFrame frame = trap_frame(instance, Rational(1, 25), -1);
      const TrapMap map(frame);
      const double X = frame.box_x.midpoint_approx(), Y = frame.box_y.midpoint_approx();
      const double close = 400 * 0x1p-53 * (1 + X + Y);
      const auto bounds = [&](double below, const Ball& image, double above) {
        CHECK(is_less(image, exact(below)) == Verdict::refuted);
        CHECK(is_less(exact(above), image) == Verdict::refuted);
        CHECK(above - below < close);
      };
      for (std::uint32_t i = 0; i < 200; ++i) {
        Stream stream(4, i, 0, Purpose::probe);
        const TrapStart start{stream.uniform(), X * (2 * stream.uniform() - 1), Y * (2 * stream.uniform() - 1)};
        bounds(map.from<false>(start).d, Ball::pi() * (Ball(1) - exact(start.t)), map.from<true>(start).d);
        const TrapPoint z{3.1415 * stream.uniform(), start.x, start.y};
        const TrapPoint below = map.step<false>(z), above = map.step<true>(z);
        // The map as docs/mathematics.md writes it, in phi.
        const TeacherInvariants<Ball> teacher{k, frame.e1, frame.e2};
        const ReducedPoint<Ball> image =
            gd_step(teacher, {Angle<Ball>::from_complement(exact(z.d)), exact(z.x), exact(z.y)}, frame.eta);
        bounds(below.d, image.angle.d, above.d);
        bounds(below.x, image.x, above.x);
        bounds(below.y, image.y, above.y);
      }
    }
  }

  TEST_CASE("C12 next to the threshold angle, one-sided orbits prove nothing that balls refute") {
    for (const auto& [k, r] : {std::pair{25, Rational(4)}, {2, Rational(1)}}) {
      const TrapFrame frame = trap_frame(instance_of(k, 6, r), Rational(1, 5), -1);
      const TrapMap map(frame);
      TrapStart trapped{1, -0.1, 0.2}, open = trapped, optimum = trapped;
      open.t = optimum.t = 0;
      TrapStart hidden = trapped;
      for (int i = 0; i < 40; ++i) {
        TrapStart middle{(open.t + trapped.t) / 2, open.x, open.y};
        (map.proves_trapped(middle) ? trapped : open).t = middle.t;
        middle.t = (optimum.t + hidden.t) / 2;
        (map.proves_optimum(middle) ? optimum : hidden).t = middle.t;
      }
      CHECK(ball_fate(frame, trapped, map.steps_cap()) == Fate::trapped);
      CHECK(ball_fate(frame, optimum, map.steps_cap()) == Fate::optimum);
      CHECK(trapped.t - optimum.t < 1e-10);
    }
  }

  TEST_CASE("C10 a law of known masses gives its tails, rounded outward, and what is undecided widens them") {
    const ScopedBits bits(128);
    const Ball third(Rational(1, 3)), rest(Rational(2, 3));
    // p = 2: P(phi > pi t) = 1 - t.
    const ThresholdLaw law{4, {{5, third}, {16, rest}}, {{4, third}, {8, rest}}};
    const Bounds two = trap_probability(law, 2);
    const Rational tiny(1, Integer(1) << 60), low(11, 48), high(7, 12);
    CHECK((two.lo <= low && low - two.lo < tiny));
    CHECK((high <= two.hi && two.hi - high < tiny));
    // As p grows, the measure of theta < pi/2.
    const Bounds sharp = trap_probability_at_large_p({4, {{7, third}, {9, rest}}, {{6, third}, {9, rest}}});
    CHECK((sharp.lo <= Rational(1, 3) && Rational(1, 3) - sharp.lo < tiny));
    CHECK((sharp.hi >= Rational(1, 3) && sharp.hi - Rational(1, 3) < tiny));
    CHECK(trap_probability_at_large_p({4, {{9, Ball(1)}}, {{7, Ball(1)}}}) == Bounds{0, 1});
    CHECK(trap_probability_at_large_p({4, {{8, Ball(1)}}, {{8, Ball(1)}}}) == Bounds{0, 1});
  }

  TEST_CASE("C10 where the probability crosses a level is found from its side, however near the level") {
    const Rational middle = (Rational(3) * Rational(107, 336) + 1) / 2, near(1, 250);
    TrapOptions options;
    options.radius = Rational(1, 20);  // few cells
    options.width = Rational(1, 200);
    const Bounds p = trap_probability(instance_of(4, 6, middle), options).probability.front();
    const Instance instance = instance_of(4, 6, 1);
    CHECK(trap_boundary(instance, options, p.hi + near, 1) == Bounds{0, middle});
    CHECK(trap_boundary(instance, options, p.lo - near, 1) == Bounds{middle, 2 * middle});
    CHECK(trap_boundary(instance, options, Rational(3, 5), 1) == Bounds{0, 0});
  }

  TEST_CASE("C10 the range of threshold angles holds those of all starts on the rim") {
    const Instance instance = instance_of(2, 6, 1);
    const Bounds range = threshold_range(instance, {}, 1);
    const TrapMap map(trap_frame(instance, Rational(1, 25), -1));
    for (int i = 0; i < 16; ++i) {
      const double angle = i * pi<double>() / 8, x = std::cos(angle) / std::sqrt(2.0),
                   y = std::sin(angle) / std::sqrt(2.0);
      CHECK(map.proves_optimum({range.lo.convert_to<double>(), x, y}));
      CHECK(map.proves_trapped({range.hi.convert_to<double>(), x, y}));
    }
  }

  TEST_CASE("C12 the longest step accepted is min(2 pi/(k+pi-1), 2/(e1 X + e2 Y))") {
    const auto accepted = [](const Instance& instance, double eta, const Rational& radius) {
      try {
        trap_frame(instance, Rational(eta), radius);
        return true;
      } catch (const Error&) {
        return false;
      }
    };
    const auto longest = [&](int k, const Rational& r, const Rational& norm_sq, const Rational& radius, double bound) {
      Instance instance = instance_of(k, 6, r);
      instance.norm_sq = norm_sq;
      CHECK(accepted(instance, bound * (1 - 1e-6), radius));
      CHECK_FALSE(accepted(instance, bound * (1 + 1e-6), radius));
    };
    longest(25, 4, 1, -1, 2 * pi<double>() / (24 + pi<double>()));
    // e1 = 3/2 = R, e2^2 = 27/4: X = e1, Y = e2.
    longest(2, Rational(1, 2), 9, -1, 2.0 / 9);
    longest(2, Rational(1, 2), 9, Rational(1, 1000), 2.0 / 9);
    longest(2, Rational(1, 2), 9, 5, 2 / (5 * (1.5 + std::sqrt(6.75))));
  }

  TEST_CASE("C10 enclosures are nested in width, and the same in both arithmetics and for any number of threads") {
    const Instance instance;
    const Bounds wide = probability(instance, Rational(1, 20)), thin = probability(instance, Rational(1, 200));
    CHECK(wide.lo <= thin.lo);
    CHECK(thin.hi <= wide.hi);
    CHECK(thin.hi - thin.lo <= Rational(1, 200));
    TrapOptions kept;
    kept.keep_cells = true;
    kept.width = Rational(1, 200);
    const TrapResult result = trap_probability(instance, kept);
    CHECK(result.probability.front() == thin);
    Rational area = 0;
    for (const TrapCell& c : result.cover) area += (c.u.hi - c.u.lo) * (c.v.hi - c.v.lo);
    CHECK(area == 4);
    CHECK(meet(thin, probability(instance, Rational(1, 20), -1, true)));
    CHECK(probability(instance, Rational(1, 200), -1, false, 1) ==
          probability(instance, Rational(1, 200), -1, false, 4));
  }

  TEST_CASE("C10 the exact cases: s = 0, r at or above (k+pi-1)/pi, k = 1") {
    CHECK(probability(instance_of(25, 6, 0), Rational(1, 10)) == Bounds{Rational(1, 2), Rational(1, 2)});
    CHECK(probability(instance_of(25, 6, Rational(864, 100)), Rational(1, 10)) == Bounds{0, 0});
    CHECK(probability(instance_of(1, 6, 1), Rational(1, 10)) == Bounds{0, 0});
    // By cells, for a certificate, also where the probability is known.
    TrapOptions kept;
    kept.keep_cells = true;
    kept.width = Rational(1, 20);
    const TrapResult balanced = trap_probability(instance_of(25, 6, 0), kept);
    CHECK(balanced.probability.front().lo < Rational(1, 2));
    CHECK(balanced.probability.front().hi > Rational(1, 2));
    CHECK(balanced.cover.size() == static_cast<std::size_t>(balanced.cells));
    CHECK(trap_probability(instance_of(1, 6, 1), kept).probability.front().hi < Rational(1, 1000));
    // Not exact, from cells, but next to the exact one.
    CHECK(probability(instance_of(25, 6, Rational(863, 100)), Rational(1, 10)).hi < Rational(1, 1000));
    const Bounds tiny = probability(instance_of(25, 6, 0), Rational(1, 50), Rational(1, 1000));
    CHECK(tiny.lo < Rational(1, 2));
    CHECK(tiny.hi > Rational(1, 2));
  }

  TEST_CASE("C10 full-vector runs fall in the enclosure, within their error") {
    for (const auto& [k, p, r] : {std::tuple{25, 6, Rational(4)},
                                  {25, 4, Rational(1)},
                                  {4, 3, Rational(1)},
                                  {9, 2, Rational(9, 4)},
                                  {100, 8, Rational(16)}}) {
      const Instance instance = instance_of(k, p, r);
      const Bounds enclosed = probability(instance, Rational(1, 100));
      EnsembleOptions options;
      options.runs = 300;
      const EnsembleResult result = run_ensemble(Problem(instance), plain_schedule(0.04, 1500), options);
      const long trapped = result.count(Outcome::trapped), open = result.count(Outcome::neither);
      CHECK(open < 10);
      CHECK(clopper_pearson(trapped, 300, 0.999999).lower <= enclosed.hi.convert_to<double>());
      CHECK(clopper_pearson(trapped + open, 300, 0.999999).upper >= enclosed.lo.convert_to<double>());
    }
  }

  TEST_CASE("one cover serves several numbers of inputs") {
    TrapOptions options;
    options.inputs = {2, 6, 40};
    options.width = Rational(1, 100);
    const TrapResult result = trap_probability(Instance{}, options);
    REQUIRE(result.probability.size() == 3);
    CHECK(result.reached);
    CHECK(meet(result.probability[1], probability(Instance{}, Rational(1, 100))));
    // All thresholds lie beyond pi/2, so the probability falls in p, to 0.
    CHECK(result.probability[0].lo > result.probability[1].hi);
    CHECK(result.probability[1].lo > result.probability[2].hi);
    CHECK(trap_probability_at_large_p(result.law).hi < Rational(1, 100));
    const Bounds range = threshold_range(Instance{}, options, 16);
    CHECK(range.lo > Rational(1, 2));
    CHECK(range.hi < Rational(2, 3));
  }

  TEST_CASE("a step above the monotone bound, and senseless requests, are refused") {
    TrapOptions options;
    options.eta = Rational(3, 10);
    CHECK_THROWS_WITH_AS(trap_probability(Instance{}, options), doctest::Contains("gd.eta: 3/10 is not in (0, 2.31"),
                         Error);
    options.eta = 0;
    CHECK_THROWS_AS(trap_probability(Instance{}, options), Error);
    options.eta = Rational(1, 25);
    options.radius = 1000;
    CHECK_THROWS_AS(trap_probability(Instance{}, options), Error);
    options.radius = -1;
    options.width = 0;
    CHECK_THROWS_AS(trap_probability(Instance{}, options), Error);
    options.width = Rational(1, 10);
    options.inputs = {1};
    CHECK_THROWS_AS(trap_probability(Instance{}, options), Error);
  }

  TEST_CASE("refinement that is stopped short says so, and still encloses") {
    TrapOptions options;
    options.most_cells = 10;
    const TrapResult result = trap_probability(Instance{}, options);
    CHECK_FALSE(result.reached);
    CHECK(meet(result.probability.front(), probability(Instance{}, Rational(1, 100))));
  }

  TEST_CASE("C11 the bound on pairs of starts is below 3/4 and above what occurs") {
    CHECK(pair_lemma() == Verdict::proved);
    const std::vector<PairPoint> curve = pair_curve(512, Rational(1, 7));
    const Bounds two = pair_bound(curve, 2), six = pair_bound(curve, 6);
    CHECK(two.hi < Rational(6, 10));
    CHECK(two.lo > Rational(58, 100));
    CHECK(six.hi < two.lo);
    // Closely enclosed, and by a curve that ends early more widely, not wrongly: (G_2(d1) + 1)/2 = 3/4 - 1/16 at its
    // end.
    CHECK(two.hi - two.lo < Rational(1, 100));
    CHECK(two.lo < two.hi);
    const Bounds early = pair_bound(pair_curve(512, Rational(3, 8)), 2);
    CHECK(early.lo <= two.lo);
    CHECK(early.hi >= Rational(11, 16));
    CHECK(early.hi < Rational(69, 100));
    Instance worst = instance_of(2, 2, 0);
    worst.norm_sq = Rational(1, 100);
    const Bounds found = probability(worst, Rational(1, 100), 40);
    CHECK(found.lo > Rational(54, 100));
    CHECK(found.hi < two.hi);
  }
}
