#include "rigor/trap.hpp"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <memory>
#include <numeric>
#include <unordered_map>

#include "core/error.hpp"
#include "rigor/landscape.hpp"
#include "rigor/trap_ball.hpp"
#include "rigor/trap_measure.hpp"

namespace noiseproof {
namespace {

/// Coordinates of cells are integers over 2^kLevels: u = -1 + 2 i/2^kLevels.
constexpr int kLevels = 40;
constexpr std::int64_t kWhole = std::int64_t{1} << kLevels;
/// Relative room for the handful of roundings between a cell and the doubles of its corners.
constexpr double kRoom = 0x1p-48;
constexpr slong kMeasureBits = 128;

double unit(std::int64_t i) { return std::ldexp(static_cast<double>(i), 1 - kLevels) - 1; }  // exact

/// A cell of starts: u, v in [-1, 1], one of the coordinates of a_0 being R u, the other R sqrt(1-u^2) v.
struct Cell {
  std::int64_t u0, u1, v0, v1;
  std::int64_t free_up_to;    ///< every angle up to this one reaches the optimum, from every (x, y) of the cell
  std::int64_t trapped_from;  ///< every angle from this one on is trapped
  double mass_u, mass_v;      ///< approximate, to choose what to refine
  double gap;                 ///< approximate share in the width of the enclosure
};

struct Corner {
  double x, y;
};

/// Which coordinates of a_0 matter. plane: both; u is along y, the slower and so the more influential one. only_x (e2 =
/// 0: a* parallel to 1), only_y (e1 = 0): one.
enum class Shape { plane, only_x, only_y };

class Cover {
 public:
  Cover(const Instance& instance, const TrapOptions& options)
      : frame_(trap_frame(instance, options.eta, options.radius)),
        map_(frame_),
        options_(options),
        shape_(instance.r == 0            ? Shape::only_y
               : instance.r == instance.k ? Shape::only_x
                                          : Shape::plane),
        radius_(frame_.radius.midpoint_approx()) {
    const double m1 = instance.k - 1 + 3.1416, m2 = 2.1416;
    // A displacement's total push on the angle: alpha summed over its decay.
    weight_x_ = frame_.e1.midpoint_approx() / m1;
    weight_y_ = frame_.e2.midpoint_approx() / m2;
    int largest = 2;
    for (const int p : options.inputs) largest = std::max(largest, p);
    const double density = std::sqrt(static_cast<double>(largest));
    bits_ =
        std::clamp(static_cast<int>(std::ceil(std::log2(200 * density / options.width.convert_to<double>()))), 12, 36);
  }

  Cell whole() const {
    Cell out{0, kWhole, 0, kWhole, 0, std::int64_t{1} << bits_, 1, 1, 1};
    solve(out);
    return out;
  }

  /// The two halves of a cell, in the direction that matters more.
  std::array<Cell, 2> split(const Cell& cell) const {
    std::array<Cell, 2> out{cell, cell};
    if (wants_u(cell)) {
      out[0].u1 = out[1].u0 = (cell.u0 + cell.u1) / 2;
      for (Cell& half : out) half.mass_u = mass(frame_.k, half.u0, half.u1);
    } else {
      out[0].v1 = out[1].v0 = (cell.v0 + cell.v1) / 2;
      for (Cell& half : out) half.mass_v = mass(frame_.k - 1, half.v0, half.v1);
    }
    for (Cell& half : out) solve(half);
    return out;
  }

  ThresholdLaw law(const std::vector<Cell>& cells) const {
    const ScopedBits scope(kMeasureBits);
    Nodes u(frame_.k), v(std::max(frame_.k - 1, 0));
    ThresholdLaw out;
    out.bits = bits_;
    for (const Cell& cell : cells) {
      Ball measure = u.between(cell.u0, cell.u1);
      if (shape_ == Shape::plane) measure *= v.between(cell.v0, cell.v1);
      out.trapped_from[cell.trapped_from] += measure;
      out.free_up_to[cell.free_up_to] += measure;
    }
    return out;
  }

  int bits() const { return bits_; }
  const TrapFrame& frame() const { return frame_; }

  /// theta's bounds at a single corner pair.
  void solve_between(const Corner& low, const Corner& high, Cell& cell) const {
    const std::int64_t tolerance = std::max<std::int64_t>(1, (cell.trapped_from - cell.free_up_to) / 32);
    // At the lower corner the largest angle proved free, at the upper one the smallest proved trapped.
    std::int64_t end = cell.trapped_from;
    while (end - cell.free_up_to > tolerance) {
      const std::int64_t middle = cell.free_up_to + (end - cell.free_up_to) / 2;
      (proves_optimum(middle, low) ? cell.free_up_to : end) = middle;
    }
    std::int64_t begin = cell.free_up_to;
    while (cell.trapped_from - begin > tolerance) {
      const std::int64_t middle = begin + (cell.trapped_from - begin) / 2;
      (proves_trapped(middle, high) ? cell.trapped_from : begin) = middle;
    }
  }

  double radius() const { return radius_; }
  Shape shape() const { return shape_; }

 private:
  /// Enclosed values of one marginal's distribution function, each computed once.
  class Nodes {
   public:
    explicit Nodes(int n) : law_(n) {}
    Ball between(std::int64_t from, std::int64_t to) { return at(to) - at(from); }

   private:
    const Ball& at(std::int64_t i) {
      const auto [it, added] = values_.try_emplace(i);
      if (added) it->second = law_.below(Rational(i) / Rational(kWhole / 2) - 1);
      return it->second;
    }
    SinePower law_;
    std::unordered_map<std::int64_t, Ball> values_;
  };

  static double mass(int n, std::int64_t from, std::int64_t to) {
    const double shape = (n + 1) / 2.0;
    const auto below = [&](std::int64_t i) {
      return boost::math::ibeta(shape, shape, std::ldexp(static_cast<double>(i), -kLevels));
    };
    return below(to) - below(from);
  }

  /// The range of sqrt(1-u^2) over the cell.
  static std::pair<double, double> breadth(const Cell& cell) {
    const double u0 = unit(cell.u0), u1 = unit(cell.u1);
    const double s0 = std::sqrt((1 - u0) * (1 + u0)), s1 = std::sqrt((1 - u1) * (1 + u1));
    return {std::min(s0, s1), u0 < 0 && u1 > 0 ? 1.0 : std::max(s0, s1)};
  }

  bool wants_u(const Cell& cell) const {
    if (shape_ != Shape::plane) return true;
    const auto [narrow, wide] = breadth(cell);
    const double v0 = unit(cell.v0), v1 = unit(cell.v1);
    const double by_u = weight_y_ * (unit(cell.u1) - unit(cell.u0)) +
                        weight_x_ * (wide - narrow) * std::max(std::abs(v0), std::abs(v1));
    return by_u >= weight_x_ * wide * (v1 - v0);
  }

  /// Corners that lie below, resp. above, every point of the cell.
  std::pair<Corner, Corner> corners(const Cell& cell) const {
    const auto down = [](double x) { return x - kRoom * std::abs(x); };
    const auto up = [](double x) { return x + kRoom * std::abs(x); };
    const double first = down(radius_ * unit(cell.u0)), last = up(radius_ * unit(cell.u1));
    if (shape_ == Shape::only_x) return {{first, 0}, {last, 0}};
    if (shape_ == Shape::only_y) return {{0, first}, {0, last}};
    const auto [narrow, wide] = breadth(cell);
    const double v0 = unit(cell.v0), v1 = unit(cell.v1);
    return {{down(radius_ * v0 * (v0 < 0 ? wide : narrow)), first},
            {up(radius_ * v1 * (v1 < 0 ? narrow : wide)), last}};
  }

  TrapStart start(std::int64_t j, const Corner& at) const {
    return {std::ldexp(static_cast<double>(j), -bits_), at.x, at.y};
  }
  bool proves_trapped(std::int64_t j, const Corner& at) const {
    return options_.ball_arithmetic ? ball_fate(frame_, start(j, at), map_.steps_cap()) == Fate::trapped
                                    : map_.proves_trapped(start(j, at));
  }
  bool proves_optimum(std::int64_t j, const Corner& at) const {
    return options_.ball_arithmetic ? ball_fate(frame_, start(j, at), map_.steps_cap()) == Fate::optimum
                                    : map_.proves_optimum(start(j, at));
  }

  void solve(Cell& cell) const {
    const auto [low, high] = corners(cell);
    solve_between(low, high, cell);
    cell.gap = 0;
    for (const int p : options_.inputs)
      cell.gap = std::max(cell.gap, tail(p, cell.free_up_to) - tail(p, cell.trapped_from));
    cell.gap *= cell.mass_u * cell.mass_v;
  }

  /// P(phi > pi j/2^bits), approximately.
  double tail(int p, std::int64_t j) const {
    const double half = 1.5707963267948966 * std::ldexp(static_cast<double>(j), -bits_), c = std::cos(half);
    return boost::math::ibeta((p - 1) / 2.0, (p - 1) / 2.0, std::clamp(c * c, 0.0, 1.0));
  }

  TrapFrame frame_;
  TrapMap map_;
  const TrapOptions& options_;
  Shape shape_;
  double radius_;
  double weight_x_ = 0, weight_y_ = 0;
  int bits_ = 16;
};

/// Halves the worst cells, in rounds, until the gaps add up to the target. What is chosen depends on the cells only,
/// and every cell is worked on alone: the threads' order cannot show.
std::vector<Cell> refine(const Cover& cover, double target, const TrapOptions& options, long& steps) {
  std::vector<Cell> cells{cover.whole()};
  tbb::task_arena arena(options.jobs > 0 ? options.jobs : tbb::task_arena::automatic);
  std::atomic<long> total_steps{TrapMap::take_steps()};
  for (;;) {
    const double width =
        std::accumulate(cells.begin(), cells.end(), 0.0, [](double sum, const Cell& c) { return sum + c.gap; });
    // The number of cells grows as 1/width^2.
    if (options.progress) options.progress(std::min(0.99, target * target / (width * width)));
    if (width <= target || static_cast<long>(cells.size()) >= options.most_cells ||
        total_steps.load() >= options.most_steps)
      break;
    std::vector<std::size_t> order(cells.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return cells[a].gap != cells[b].gap ? cells[a].gap > cells[b].gap : a < b;
    });
    // Halving a cell removes somewhat less than half of its gap.
    const double wanted = std::min(0.6 * width, 2.2 * (width - target));
    std::size_t chosen = 0;
    for (double sum = 0; chosen < order.size() && sum < wanted; ++chosen) sum += cells[order[chosen]].gap;
    chosen = std::clamp<std::size_t>(
        chosen, 1, static_cast<std::size_t>(std::max(1L, options.most_cells - static_cast<long>(cells.size()))));
    const std::size_t old = cells.size();
    cells.resize(old + chosen);
    arena.execute([&] {
      tbb::parallel_for(std::size_t{0}, chosen, [&](std::size_t i) {
        const std::array<Cell, 2> halves = cover.split(cells[order[i]]);
        cells[order[i]] = halves[0];
        cells[old + i] = halves[1];
        total_steps += TrapMap::take_steps();
      });
    });
  }
  steps = total_steps;
  return cells;
}

void require_sane(const TrapOptions& options) {
  if (!(options.width > 0 && options.width < 1))
    throw Error(Error::Kind::input, "width", to_string(options.width) + " is not between 0 and 1");
  if (options.inputs.empty()) throw Error(Error::Kind::input, "p", "no number of inputs is given");
  for (const int p : options.inputs)
    if (p < 2 || p > 100000) throw Error(Error::Kind::input, "p", std::to_string(p) + " is not between 2 and 100000");
}

}  // namespace

Bounds trap_probability(const ThresholdLaw& law, int p) {
  const ScopedBits scope(kMeasureBits);
  const SinePower angles(p - 2);
  const Rational scale = Integer(1) << static_cast<unsigned>(law.bits);
  const auto expectation = [&](const std::map<std::int64_t, Ball>& masses) {
    Ball sum(0);
    for (const auto& [j, mass] : masses) sum += mass * angles.tail(Rational(Rational(j) / scale));
    return sum;
  };
  const Rational lo = dyadic_floor(lower_rational(expectation(law.trapped_from)), 64);
  const Rational hi = dyadic_ceil(upper_rational(expectation(law.free_up_to)), 64);
  return {std::max(lo, Rational(0)), std::min(hi, Rational(1))};
}

Bounds trap_probability_at_large_p(const ThresholdLaw& law) {
  const ScopedBits scope(kMeasureBits);
  const std::int64_t right_angle = std::int64_t{1} << (law.bits - 1);
  Ball trapped(0), free(0);
  for (const auto& [j, mass] : law.trapped_from)
    if (j < right_angle) trapped += mass;
  for (const auto& [j, mass] : law.free_up_to)
    if (j > right_angle) free += mass;
  return {std::max(Rational(0), dyadic_floor(lower_rational(trapped), 64)),
          std::min(Rational(1), dyadic_ceil(upper_rational(Ball(1) - free), 64))};
}

TrapResult trap_probability(const Instance& instance, const TrapOptions& options) {
  require_sane(options);
  const Cover cover(instance, options);
  TrapResult out;
  const auto exactly = [&](const Rational& value, const Rational& threshold, const std::string& why) {
    out.probability.assign(options.inputs.size(), Bounds{value, value});
    out.reached = true;
    out.method = why;
    out.threshold = {threshold, threshold};
    return out;
  };
  if (instance.r == 0 && options.radius <= 0)
    return exactly(Rational(1, 2), Rational(1, 2), "s = 0 and a_0 = 0: the start is trapped iff phi_0 > pi/2");
  if (r_below_threshold(instance.k, instance.r) == Verdict::refuted)
    return exactly(0, 1,
                   "r >= (k+pi-1)/pi: the spurious point is no local minimum, and every start with phi_0 < pi reaches "
                   "the optimum");
  long steps = 0;
  // Approximate gaps decide when to stop; the enclosure decides whether that was enough.
  double target = 0.97 * options.width.convert_to<double>();
  std::vector<Cell> cells = refine(cover, target, options, steps);
  out.law = cover.law(cells);
  out.reached = true;
  for (const int p : options.inputs) {
    out.probability.push_back(trap_probability(out.law, p));
    out.reached = out.reached && out.probability.back().hi - out.probability.back().lo <= options.width;
  }
  const Rational scale = Integer(1) << static_cast<unsigned>(cover.bits());
  out.threshold = {Rational(out.law.free_up_to.begin()->first) / scale,
                   Rational(out.law.trapped_from.rbegin()->first) / scale};
  out.method = "cells";
  out.cells = static_cast<long>(cells.size());
  out.steps = steps;
  return out;
}

Rational common_step(const Instance& instance) {
  // Below 2 pi/(k+pi-1); and e1^2 + e2 max(e1, e2) <= (1 + sqrt 2)/2 |a*|^2 < 5/4 |a*|^2.
  const Rational curvature(6, instance.k + 3);
  return std::min({instance.eta, curvature, Rational(Rational(3, 2) / instance.norm_sq)});
}

namespace {

/// Bisection for the r at which `probability` (r, options with a width) crosses the level.
template <class Probability>
Bounds boundary(const Instance& instance, const TrapOptions& options, const Rational& level, const Rational& resolution,
                const Probability& probability) {
  /// Above: proved; below: refuted.
  const auto above = [&](const Rational& r) {
    Instance at = instance;
    at.r = r;
    at.a_star.clear();
    TrapOptions sharper = options;
    for (const Rational& width : {Rational(1, 50), Rational(1, 200), Rational(1, 800)}) {
      sharper.width = width;
      const Bounds p = probability(at, sharper);
      if (p.lo > level) return Verdict::proved;
      if (p.hi < level) return Verdict::refuted;
    }
    return Verdict::undecided;
  };
  if (above(0) != Verdict::proved) return {0, 0};
  // From (k+pi-1)/pi on, the probability is 0.
  const Rational vanishes = Rational(instance.k - 1) * Rational(107, 336) + 1;
  Bounds out{0, std::min(Rational(instance.k), vanishes)};
  while (out.hi - out.lo > resolution) {
    const Rational middle = (out.lo + out.hi) / 2;
    const Verdict verdict = above(middle);
    if (verdict == Verdict::undecided) break;
    (verdict == Verdict::proved ? out.lo : out.hi) = middle;
  }
  return out;
}

}  // namespace

Bounds trap_boundary(const Instance& instance, const TrapOptions& options, const Rational& level,
                     const Rational& resolution) {
  return boundary(instance, options, level, resolution, [](const Instance& at, const TrapOptions& sharper) {
    return trap_probability(at, sharper).probability.front();
  });
}

Bounds trap_boundary_at_large_p(const Instance& instance, const TrapOptions& options, const Rational& level,
                                const Rational& resolution) {
  return boundary(instance, options, level, resolution, [](const Instance& at, TrapOptions sharper) {
    sharper.inputs = {4000};  // only says which cells to refine
    const TrapResult result = trap_probability(at, sharper);
    return result.law.bits == 0 ? result.probability.front() : trap_probability_at_large_p(result.law);
  });
}

Bounds threshold_range(const Instance& instance, const TrapOptions& options, int pieces) {
  const Cover cover(instance, options);
  const Rational scale = Integer(1) << static_cast<unsigned>(cover.bits());
  std::int64_t lowest = std::int64_t{1} << cover.bits(), highest = 0;
  const double reach = cover.radius() * (1 + kRoom);
  for (int i = 0; i < pieces; ++i) {
    // A quarter circle between the abscissae x0 < x1; its lower copy lies above (-x1, -y0), its upper one below (x1,
    // y0).
    const double x0 = reach * i / pieces, x1 = reach * (i + 1) / pieces * (1 + kRoom);
    const double y0 = std::sqrt(std::max(0.0, (reach - x0) * (reach + x0))) * (1 + kRoom);
    Corner low{-x1, -y0}, high{x1, y0};
    if (cover.shape() == Shape::only_x) low = {-reach, 0}, high = {reach, 0};
    if (cover.shape() == Shape::only_y) low = {0, -reach}, high = {0, reach};
    Cell cell{};
    const auto bracket = [&](const Corner& from, const Corner& to) {
      cell.free_up_to = 0, cell.trapped_from = std::int64_t{1} << cover.bits();
      for (int pass = 0; pass < 4; ++pass)
        cover.solve_between(from, to, cell);  // the tolerance is a share of the bracket
    };
    bracket(low, low);
    lowest = std::min(lowest, cell.free_up_to);
    bracket(high, high);
    highest = std::max(highest, cell.trapped_from);
  }
  return {Rational(lowest) / scale, Rational(highest) / scale};
}

}  // namespace noiseproof
