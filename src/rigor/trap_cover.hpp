#pragma once
// Cells of starts (x_0, y_0), with bounds of the threshold angle on each. Used by rigor/trap.cpp alone, and by
// rigor/trap_boundary.cpp.
#include <algorithm>
#include <array>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <unordered_map>

#include "core/error.hpp"
#include "rigor/trap.hpp"
#include "rigor/trap_ball.hpp"
#include "rigor/trap_measure.hpp"

namespace noiseproof {

/// Coordinates of cells are integers over 2^kLevels: u = -1 + 2 i/2^kLevels.
inline constexpr int kLevels = 40;
inline constexpr std::int64_t kWhole = std::int64_t{1} << kLevels;
/// Relative room for the handful of roundings between a cell and the doubles of its corners.
inline constexpr double kRoom = 0x1p-48;
inline constexpr slong kMeasureBits = 128;

inline Rational at(std::int64_t i) { return Rational(i) / Rational(kWhole / 2) - 1; }
inline double unit(std::int64_t i) { return std::ldexp(static_cast<double>(i), 1 - kLevels) - 1; }  // exact

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
      : frame_(trap_frame(instance, options.eta, options.radius, options.eta_name)),
        map_(frame_),
        options_(options),
        shape_(instance.r == 0            ? Shape::only_y
               : instance.r == instance.k ? Shape::only_x
                                          : Shape::plane),
        radius_(frame_.radius.midpoint_approx()) {
    // The corners of cells must be normal doubles, to round by a share of themselves.
    if (radius_ < 1e-290 && is_positive(frame_.radius) != Verdict::refuted)
      throw Error(Error::Kind::arithmetic, "trap", "the radius of the ball of a_0 is below 10^-290, beyond doubles");
    const double lambda1 = instance.k - 1 + 3.1416, lambda2 = 2.1416;
    // A displacement's total push on the angle: alpha summed over its decay.
    weight_x_ = frame_.e1.midpoint_approx() / lambda1;
    weight_y_ = frame_.e2.midpoint_approx() / lambda2;
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

  /// The cell as a certificate states it. An angle that only ball arithmetic proved is given up: the steps are those of
  /// orbits in doubles.
  TrapCell stated(Cell& cell) const {
    const auto [low, high] = corners(cell);
    TrapCell out{{at(cell.u0), at(cell.u1)}, {at(cell.v0), at(cell.v1)}, 0, 0, 0, 0};
    out.free_steps = map_.optimum_after(start(cell.free_up_to, low));
    if (out.free_steps < 0) cell.free_up_to = out.free_steps = 0;
    out.trapped_steps = map_.trapped_after(start(cell.trapped_from, high));
    if (out.trapped_steps < 0) cell.trapped_from = std::int64_t{1} << bits_, out.trapped_steps = 0;
    const Rational scale = power_of_two(bits_);
    out.free_up_to = Rational(cell.free_up_to) / scale, out.trapped_from = Rational(cell.trapped_from) / scale;
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
      if (added) it->second = law_.below(noiseproof::at(i));
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

}  // namespace noiseproof
