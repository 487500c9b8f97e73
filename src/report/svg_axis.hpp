#pragma once
// Axes: from data to pixels, and ticks at round numbers.
#include <string>
#include <utility>
#include <vector>

#include "report/svg_canvas.hpp"

namespace noiseproof::svg {

struct Tick {
  double value;
  std::string label;  ///< empty: a minor tick
};

/// The least interval that contains what it was shown; NaN, infinities and, if log, values <= 0 are passed over.
class Range {
 public:
  explicit Range(bool log = false) : log_(log) {}
  void add(double v);
  bool usable(double v) const;
  bool empty() const { return !(lo_ <= hi_); }
  /// The interval widened by a share of its length (in log scale: of its length in decades), never of length 0;
  /// [0, 1] (log: [1, 10]) if nothing was added. A linear end that is exactly 0 stays.
  std::pair<double, double> padded(double share) const;

 private:
  bool log_;
  double lo_ = 1;
  double hi_ = 0;
};

struct Axis {
  double lo = 0, hi = 1;      ///< data; lo < hi, both > 0 if log
  double from = 0, to = 100;  ///< pixels of lo and hi
  bool log = false;
  double operator()(double v) const;
};

/// Ticks in [lo, hi] at multiples of 1, 2 or 5 times a power of ten, about `about` of them with labels; on a log
/// axis at powers of ten, or at 1, 2, 5 times them if it spans less than three decades.
std::vector<Tick> ticks(const Axis& axis, int about);

/// Frame, grid, ticks (of an axis whose label says "(radians)" at multiples of pi) and labels of a plot with this box.
void draw_axes(Canvas& canvas, const Box& box, const Axis& x, const Axis& y, const std::string& x_label,
               const std::string& y_label, bool grid);
/// The horizontal axis alone.
void draw_x_axis(Canvas& canvas, const Box& box, const Axis& x, const std::string& x_label, bool grid);

/// Room (pixels) that the tick labels of a vertical axis need on its left.
double label_room(const Axis& y);

}  // namespace noiseproof::svg
