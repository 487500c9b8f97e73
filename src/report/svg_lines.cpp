// Lines, steps and points with bands and error bars.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "report/svg_axis.hpp"
#include "report/svg_data.hpp"

namespace noiseproof::svg {
namespace {

using nlohmann::json;

enum class Style { line, step, points };

struct Series {
  std::string name;
  std::vector<double> x, y, low, high;
  Style style = Style::line;
  std::string stroke, fill;  ///< classes
  Mark mark = Mark::disc;
};

constexpr int n_colours = 6;
constexpr Mark marks[] = {Mark::disc, Mark::square, Mark::triangle, Mark::diamond, Mark::cross, Mark::star};

std::vector<Series> read_series(const Source& source) {
  std::vector<Series> all;
  for (const json& entry : source.array(source.plot, "series")) {
    Series s;
    s.name = source.text(entry, "name");
    s.x = source.numbers(entry, "x");
    s.y = source.numbers(entry, "y");
    s.low = source.numbers(entry, "low");
    s.high = source.numbers(entry, "high");
    const std::string style = source.text(entry, "style");
    if (style == "step")
      s.style = Style::step;
    else if (style == "points")
      s.style = Style::points;
    else if (!style.empty() && style != "line")
      source.fail(fmt::format("style \"{}\" is not line, step or points", style));
    if (s.y.size() != s.x.size()) source.fail(fmt::format("series \"{}\": x and y differ in length", s.name));
    if (s.low.size() != s.high.size() || (!s.low.empty() && s.low.size() != s.x.size())) {
      source.fail(fmt::format("series \"{}\": low and high must both be as long as x", s.name));
    }
    const auto i = all.size() % n_colours;
    // The seventh series and on: a broad, pale stroke of the first's colour and dashes.
    s.stroke = fmt::format("np-s{}{}", i, all.size() < n_colours ? "" : " np-again");
    s.fill = fmt::format("np-f{}", i);
    s.mark = marks[i];
    all.push_back(std::move(s));
  }
  return all;
}

/// A range of x, shaded from the bottom to the top.
struct Zone {
  std::string name, fill;
  double from, to;
};

/// A line at one x from the bottom to the top, with a label at its top.
struct Vertical {
  double x;
  std::string label;
};

double required(const Source& source, const json& object, const char* key) {
  if (!object.is_object() || !object.contains(key)) source.fail(fmt::format("an entry without \"{}\"", key));
  return source.number(object[key], fmt::format("field \"{}\"", key));
}

std::vector<Zone> read_zones(const Source& source) {
  std::vector<Zone> zones;
  for (const json& entry : source.array(source.plot, "zones")) {
    const double from = required(source, entry, "from"), to = required(source, entry, "to"),
                 colour = required(source, entry, "colour");
    if (!(colour >= 0 && colour < n_colours)) source.fail("field \"colour\" is not one of a zone");
    zones.push_back({source.text(entry, "name"), fmt::format("np-f{} np-band", static_cast<int>(colour)), from, to});
  }
  return zones;
}

std::vector<Vertical> read_verticals(const Source& source) {
  std::vector<Vertical> verticals;
  for (const json& entry : source.array(source.plot, "verticals"))
    verticals.push_back({required(source, entry, "x"), source.text(entry, "label")});
  return verticals;
}

struct Frame {
  Axis x, y;
  Range x_range, y_range;  ///< for usable()
  bool usable(double u, double v) const { return x_range.usable(u) && y_range.usable(v); }
  Point at(double u, double v) const { return {x(u), y(v)}; }
};

/// The series' points cut into runs without gaps; a step gets a corner before each point.
std::vector<Polyline> runs(const Series& s, const std::vector<double>& values, const Frame& frame) {
  std::vector<Polyline> out;
  bool gap = true;
  for (std::size_t i = 0; i < s.x.size(); ++i) {
    if (!frame.usable(s.x[i], values[i])) {
      gap = true;
      continue;
    }
    const Point p = frame.at(s.x[i], values[i]);
    if (gap) out.emplace_back();
    if (!gap && s.style == Style::step) out.back().push_back({p.x, out.back().back().y});
    out.back().push_back(p);
    gap = false;
  }
  return out;
}

void draw_band(Canvas& canvas, const Series& s, const Frame& frame) {
  // Points where one end is missing cut the band as they cut the line.
  Series both = s;
  for (std::size_t i = 0; i < s.x.size(); ++i) {
    if (!frame.usable(s.x[i], s.low[i]) || !frame.usable(s.x[i], s.high[i])) both.x[i] = NAN;
  }
  const auto lower = runs(both, s.low, frame);
  const auto upper = runs(both, s.high, frame);
  for (std::size_t i = 0; i < lower.size(); ++i) {
    Polyline ring = upper[i];
    ring.insert(ring.end(), lower[i].rbegin(), lower[i].rend());
    canvas.region({ring}, s.fill + " np-band");
  }
}

void draw_points(Canvas& canvas, const Series& s, const Frame& frame) {
  Point last{-1e9, -1e9};
  for (std::size_t i = 0; i < s.x.size(); ++i) {
    if (!frame.usable(s.x[i], s.y[i])) continue;
    const Point p = frame.at(s.x[i], s.y[i]);
    if (!s.low.empty() && frame.usable(s.x[i], s.low[i]) && frame.usable(s.x[i], s.high[i])) {
      const double a = frame.y(s.low[i]), b = frame.y(s.high[i]);
      canvas.line({p.x, a}, {p.x, b}, s.stroke + " np-bar");
      for (const double end : {a, b}) canvas.line({p.x - 3, end}, {p.x + 3, end}, s.stroke + " np-bar");
    }
    if (std::fabs(p.x - last.x) < 0.4 && std::fabs(p.y - last.y) < 0.4) continue;
    canvas.mark(s.mark, p, s.x.size() > 400 ? 2 : 3.6, s.fill);
    last = p;
  }
}

void draw_series(Canvas& canvas, const Series& s, const Frame& frame) {
  if (s.style == Style::points) return draw_points(canvas, s, frame);
  for (const Polyline& run : runs(s, s.y, frame)) {
    // A point between two gaps has no line to lie on.
    if (run.size() == 1) canvas.mark(Mark::disc, run[0], 2.5, s.fill);
    canvas.polyline(run, "np-line " + s.stroke);
  }
}

std::vector<LegendEntry> legend(const std::vector<Series>& all, const std::vector<Zone>& zones) {
  std::vector<LegendEntry> entries;
  for (const Zone& zone : zones)
    entries.push_back({zone.name, [&zone](Canvas& canvas, Point at) {
                         canvas.rect({at.x - 12, at.y - 6, at.x + 12, at.y + 6}, zone.fill);
                       }});
  for (const Series& s : all) {
    if (s.name.empty()) continue;
    entries.push_back({s.name, [&s](Canvas& canvas, Point at) {
                         if (s.style == Style::points) return canvas.mark(s.mark, at, 4, s.fill);
                         canvas.line({at.x - 12, at.y}, {at.x + 12, at.y}, "np-line " + s.stroke);
                       }});
  }
  return entries;
}

}  // namespace

Picture draw_lines(const Source& source) {
  const std::vector<Series> all = read_series(source);
  const std::vector<Zone> zones = read_zones(source);
  const std::vector<Vertical> verticals = read_verticals(source);
  Frame frame;
  frame.x.log = source.flag("x_log");
  frame.y.log = source.flag("y_log");
  frame.x_range = Range(frame.x.log);
  frame.y_range = Range(frame.y.log);
  bool points = false;
  for (const Series& s : all) {
    points = points || s.style == Style::points;
    for (std::size_t i = 0; i < s.x.size(); ++i) {
      if (!frame.usable(s.x[i], s.y[i])) continue;
      frame.x_range.add(s.x[i]);
      frame.y_range.add(s.y[i]);
      if (!s.low.empty()) {
        frame.y_range.add(s.low[i]);
        frame.y_range.add(s.high[i]);
      }
    }
  }
  for (const Zone& zone : zones)
    for (const double end : {zone.from, zone.to}) frame.x_range.add(end);
  for (const Vertical& at : verticals) frame.x_range.add(at.x);
  std::tie(frame.x.lo, frame.x.hi) = frame.x_range.padded(points && zones.empty() ? 0.03 : 0);
  std::tie(frame.y.lo, frame.y.hi) = frame.y_range.padded(0.05);

  Picture picture{{}, 720, 0};
  constexpr double plot_height = 320;
  frame.y.from = plot_height;
  frame.y.to = 0;
  const double left = 38 + label_room(frame.y);
  const double top = draw_legend(picture.canvas, left, 700, 6, legend(all, zones)) + 10;
  const Box box{left, top, 700, top + plot_height};
  frame.x.from = box.left;
  frame.x.to = box.right;
  frame.y.from = box.bottom;
  frame.y.to = box.top;
  picture.height = box.bottom + 48;
  draw_axes(picture.canvas, box, frame.x, frame.y, source.text(source.plot, "x_label"),
            source.text(source.plot, "y_label"), true);
  if (frame.x_range.empty()) {
    picture.canvas.text({(box.left + box.right) / 2, (box.top + box.bottom) / 2}, "middle", "np-label", "no data");
  }
  for (const Zone& zone : zones)
    if (frame.x_range.usable(zone.from) && frame.x_range.usable(zone.to))
      picture.canvas.rect({frame.x(zone.from), box.top, frame.x(zone.to), box.bottom}, zone.fill);
  for (const Vertical& at : verticals) {
    if (!frame.x_range.usable(at.x)) continue;
    picture.canvas.line({frame.x(at.x), box.top}, {frame.x(at.x), box.bottom}, "np-zero");
    picture.canvas.text({frame.x(at.x) + 5, box.top + 15}, "start", "np-clear", at.label);
  }
  for (const Series& s : all) {
    if (s.style != Style::points && !s.low.empty()) draw_band(picture.canvas, s, frame);
  }
  for (const Series& s : all) draw_series(picture.canvas, s, frame);
  return picture;
}

}  // namespace noiseproof::svg
