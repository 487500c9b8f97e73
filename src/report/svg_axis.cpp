#include "report/svg_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/text.hpp"

namespace noiseproof::svg {
namespace {

/// Least of 1, 2, 5 times a power of ten that is at least v > 0.
double nice_step(double v) {
  const double power = std::pow(10.0, std::floor(std::log10(v)));
  for (const double m : {1.0, 2.0, 5.0}) {
    if (m * power >= v * (1 - 1e-9)) return m * power;
  }
  return 10 * power;
}

std::vector<Tick> linear_ticks(double lo, double hi, int about) {
  const double step = nice_step((hi - lo) / about);
  const double largest = std::max(std::fabs(lo), std::fabs(hi));
  const bool plain = largest < 1e6 && step >= 1e-5;
  const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
  const int digits = 1 + static_cast<int>(std::clamp(std::round(std::log10(largest / step)), 0.0, 14.0));
  std::vector<Tick> out;
  const double first = std::ceil(lo / step - 1e-9);
  for (int i = 0; i <= 4 * about; ++i) {
    const double v = (first + i) * step;
    if (v > hi + 1e-9 * step) break;
    std::string label = plain ? fmt::format("{:.{}f}", std::fabs(v), decimals) : format_number(std::fabs(v), digits);
    if (v < -0.5 * step) label.insert(0, "−");
    out.push_back({v, std::move(label)});
  }
  return out;
}

std::vector<Tick> log_ticks(double lo, double hi, int about) {
  const double decades = std::log10(hi) - std::log10(lo);  // their quotient can overflow
  const int first = static_cast<int>(std::floor(std::log10(lo) + 1e-9));
  const int last = static_cast<int>(std::ceil(std::log10(hi) - 1e-9));
  const int stride = std::max(1, static_cast<int>(std::ceil(decades / about)));
  // All powers are written alike: 0.1, 1, 10 or 10⁻⁴, 10⁻², 10⁰.
  const bool plain = lo >= 9e-4 && hi <= 2e4;
  std::vector<Tick> out;
  int labelled = 0;
  for (int e = first; e <= last; ++e) {
    for (int m = 1; m <= 9; ++m) {
      const double v = m * std::pow(10.0, e);
      if (v < lo * (1 - 1e-12) || v > hi * (1 + 1e-12)) continue;
      const bool label = m == 1 ? e % stride == 0 : decades < 3 && (m == 2 || m == 5);
      if (m != 1 && (stride > 1 || decades > 6)) continue;
      out.push_back({v, !label  ? ""
                        : plain ? format_number(v)
                                : (m == 1 ? "" : fmt::format("{}·", m)) + power_of_ten(e)});
      labelled += label;
    }
  }
  return labelled >= 2 ? out : linear_ticks(lo, hi, about);
}

/// Multiples of pi, as pi/4, pi/2, 3pi/4.
std::vector<Tick> angle_ticks(double lo, double hi, int about) {
  std::vector<Tick> out;
  for (const int parts : {12, 6, 4, 3, 2, 1}) {
    const double step = M_PI / parts;
    out.clear();
    for (long i = std::lround(std::ceil((lo - 1e-9 * step) / step)); static_cast<double>(i) * step <= hi + 1e-9 * step;
         ++i) {
      const long common = std::gcd(i, static_cast<long>(parts)), top = i / common, bottom = parts / common;
      std::string label = top == 1 ? "π" : top == -1 ? "−π" : format_number(static_cast<double>(top)) + "π";
      if (bottom > 1) label += "/" + std::to_string(bottom);
      out.push_back({static_cast<double>(i) * step, i == 0 ? "0" : label});
    }
    if (static_cast<int>(out.size()) <= about) break;
  }
  return out;
}

/// An angle in radians has ticks at multiples of pi, if there are two.
std::vector<Tick> ticks_of(const Axis& axis, int about, const std::string& label) {
  if (!axis.log && label.find("(radians)") != std::string::npos)
    if (std::vector<Tick> out = angle_ticks(axis.lo, axis.hi, about); out.size() > 1) return out;
  return ticks(axis, about);
}

int about_ticks(double pixels, double each) { return std::clamp(static_cast<int>(pixels / each), 2, 8); }

}  // namespace

bool Range::usable(double v) const { return std::isfinite(v) && (!log_ || v > 0); }

void Range::add(double v) {
  if (!usable(v)) return;
  const bool first = empty();
  lo_ = first ? v : std::min(lo_, v);
  hi_ = first ? v : std::max(hi_, v);
}

std::pair<double, double> Range::padded(double share) const {
  if (empty()) return log_ ? std::pair{1.0, 10.0} : std::pair{0.0, 1.0};
  if (log_) {
    const double spread = std::max(std::log10(hi_ / lo_), 1e-3);
    const double factor = std::pow(10.0, hi_ > lo_ ? share * spread : 0.5);
    return {lo_ / factor, hi_ * factor};
  }
  if (!(hi_ - lo_ > 1e-12 * std::max(std::fabs(lo_), std::fabs(hi_)))) {
    const double half = lo_ == 0 ? 1 : 0.1 * std::fabs(lo_);
    return {lo_ - half, hi_ + half};
  }
  const double margin = share * (hi_ - lo_);
  return {lo_ == 0 ? 0 : lo_ - margin, hi_ == 0 ? 0 : hi_ + margin};
}

double Axis::operator()(double v) const {
  const double t = log ? std::log(v / lo) / std::log(hi / lo) : (v - lo) / (hi - lo);
  return std::clamp(from + t * (to - from), -1e5, 1e5);
}

std::vector<Tick> ticks(const Axis& axis, int about) {
  return axis.log ? log_ticks(axis.lo, axis.hi, about) : linear_ticks(axis.lo, axis.hi, about);
}

void draw_x_axis(Canvas& canvas, const Box& box, const Axis& x, const std::string& x_label, bool grid) {
  for (const Tick& t : ticks_of(x, about_ticks(box.width(), 80), x_label)) {
    const double at = x(t.value);
    if (grid && !t.label.empty()) canvas.line({at, box.top}, {at, box.bottom}, "np-grid");
    canvas.line({at, box.bottom}, {at, box.bottom + (t.label.empty() ? 3 : 5)}, "np-axis");
    if (!t.label.empty()) canvas.text({at, box.bottom + 18}, "middle", "np-tick", t.label);
  }
  canvas.text({(box.left + box.right) / 2, box.bottom + 38}, "middle", "np-label", x_label);
}

void draw_axes(Canvas& canvas, const Box& box, const Axis& x, const Axis& y, const std::string& x_label,
               const std::string& y_label, bool grid) {
  draw_x_axis(canvas, box, x, x_label, grid);
  for (const Tick& t : ticks_of(y, about_ticks(box.height(), 48), y_label)) {
    const double at = y(t.value);
    if (grid && !t.label.empty()) canvas.line({box.left, at}, {box.right, at}, "np-grid");
    canvas.line({box.left - (t.label.empty() ? 3 : 5), at}, {box.left, at}, "np-axis");
    if (!t.label.empty()) canvas.text({box.left - 9, at + 4}, "end", "np-tick", t.label);
  }
  canvas.text({15, (box.top + box.bottom) / 2}, "middle", "np-label", y_label, -90);
  canvas.rect(box, "np-frame");
}

double label_room(const Axis& y) {
  double room = 0;
  for (const Tick& t : ticks(y, about_ticks(std::fabs(y.to - y.from), 48))) room = std::max(room, text_width(t.label));
  return room;
}

}  // namespace noiseproof::svg
