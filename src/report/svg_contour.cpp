// Filled contours with level lines, marks at critical points, and trajectories.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>

#include "report/marching.hpp"
#include "report/svg_axis.hpp"
#include "report/svg_data.hpp"
#include "report/text.hpp"

namespace noiseproof::svg {
namespace {

using nlohmann::json;

struct Spot {
  double x, y;
  std::string label, kind;
};

struct Path {
  std::string name, cls;
  std::vector<double> x, y;
  bool arrow = true;
};

/// Viridis at t in [0, 1]: readable under colour deficiencies and in grey.
std::string viridis(double t) {
  static constexpr std::array<std::array<int, 3>, 9> stops{{{68, 1, 84},
                                                            {71, 44, 122},
                                                            {59, 81, 139},
                                                            {44, 113, 142},
                                                            {33, 144, 141},
                                                            {39, 173, 129},
                                                            {92, 200, 99},
                                                            {170, 220, 50},
                                                            {253, 231, 37}}};
  const double u = std::clamp(t, 0.0, 1.0) * 8;
  const auto i = std::min<std::size_t>(static_cast<std::size_t>(u), 7);
  const double f = u - static_cast<double>(i);
  std::array<int, 3> c{};
  for (std::size_t k = 0; k < 3; ++k) {
    c[k] = static_cast<int>(std::lround(stops[i][k] + f * (stops[i + 1][k] - stops[i][k])));
  }
  return fmt::format("#{:02x}{:02x}{:02x}", c[0], c[1], c[2]);
}

Grid read_grid(const Source& source) {
  Grid grid{source.numbers(source.plot, "x"), source.numbers(source.plot, "y"), {}};
  for (const auto* axis : {&grid.x, &grid.y}) {
    if (axis->size() < 2) source.fail("fields \"x\" and \"y\" need at least two values each");
    for (std::size_t i = 0; i < axis->size(); ++i) {
      if (!std::isfinite((*axis)[i]) || (i > 0 && (*axis)[i] <= (*axis)[i - 1])) {
        source.fail("fields \"x\" and \"y\" must increase");
      }
    }
  }
  for (const json& row : source.array(source.plot, "z")) {
    std::vector<double> values;
    if (!row.is_array()) source.fail("field \"z\" is not an array of rows");
    for (const json& v : row) values.push_back(source.number(v, "field \"z\""));
    if (values.size() != grid.x.size()) source.fail("a row of \"z\" is not as long as \"x\"");
    grid.z.push_back(std::move(values));
  }
  if (grid.z.size() != grid.y.size()) source.fail("field \"z\" does not have a row for every \"y\"");
  return grid;
}

std::vector<Spot> read_spots(const Source& source) {
  std::vector<Spot> spots;
  for (const json& entry : source.array(source.plot, "points")) {
    if (!entry.is_object() || !entry.contains("x") || !entry.contains("y")) source.fail("a point without x or y");
    const Spot spot{source.number(entry["x"], "field \"x\" of a point"),
                    source.number(entry["y"], "field \"y\" of a point"), source.text(entry, "label"),
                    source.text(entry, "kind")};
    if (std::isfinite(spot.x) && std::isfinite(spot.y)) spots.push_back(spot);
  }
  return spots;
}

std::vector<Path> read_paths(const Source& source) {
  std::vector<Path> paths;
  for (const json& entry : source.array(source.plot, "paths")) {
    Path path{source.text(entry, "name"), fmt::format("np-path np-d{}", paths.size() % 4), source.numbers(entry, "x"),
              source.numbers(entry, "y"), !(entry.contains("arrow") && entry["arrow"] == false)};
    if (path.x.size() != path.y.size()) source.fail(fmt::format("path \"{}\": x and y differ in length", path.name));
    paths.push_back(std::move(path));
  }
  return paths;
}

std::vector<double> read_levels(const Source& source, const Grid& grid) {
  Range range;
  for (const auto& row : grid.z) {
    for (const double v : row) range.add(v);
  }
  std::vector<double> levels = source.numbers(source.plot, "levels");
  if (levels.empty() && !range.empty()) {
    Axis axis;
    std::tie(axis.lo, axis.hi) = range.padded(0);
    for (const Tick& t : ticks(axis, 12)) levels.push_back(t.value);
  }
  std::erase_if(levels, [](double v) { return !std::isfinite(v); });
  std::sort(levels.begin(), levels.end());
  levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
  return levels;
}

Mark mark_of(const std::string& kind) {
  if (kind.find("global") != std::string::npos) return Mark::star;
  if (kind.find("saddle") != std::string::npos) return Mark::cross;
  if (kind.find("maximum") != std::string::npos) return Mark::triangle;
  return Mark::disc;
}

Polyline to_pixels(const Polyline& line, const Axis& x, const Axis& y) {
  Polyline out;
  for (const Point& p : line) out.push_back({x(p.x), y(p.y)});
  return out;
}

std::string band_colour(std::size_t i, std::size_t n) {
  return viridis(n < 2 ? 0.5 : static_cast<double>(i) / static_cast<double>(n - 1));
}

void draw_field(Canvas& canvas, const Grid& grid, const std::vector<double>& levels, const Axis& x, const Axis& y) {
  // From the lowest level up, each region painted over the last: no seams between bands.
  std::vector<double> floors{-std::numeric_limits<double>::infinity()};
  floors.insert(floors.end(), levels.begin(), levels.end());
  for (std::size_t i = 0; i < floors.size(); ++i) {
    std::vector<Polyline> rings;
    for (const Polyline& ring : superlevel_rings(grid, floors[i])) rings.push_back(to_pixels(ring, x, y));
    canvas.region(rings, "np-fill", band_colour(i, floors.size()));
  }
  for (const double level : levels) {
    for (const Polyline& line : level_lines(grid, level)) canvas.polyline(to_pixels(line, x, y), "np-iso");
  }
}

/// Level labels with the same number of decimals, unless some need a power of ten.
std::vector<std::string> level_labels(const std::vector<double>& levels) {
  std::vector<std::string> labels;
  std::size_t decimals = 0;
  bool plain = true;
  for (const double level : levels) {
    labels.push_back(format_number(level, 3));
    const auto dot = labels.back().find('.');
    if (dot != std::string::npos) decimals = std::max(decimals, labels.back().size() - dot - 1);
    plain = plain && labels.back().find("10") != 0 && labels.back().find("·") == std::string::npos;
  }
  for (std::size_t i = 0; plain && i < labels.size(); ++i) {
    labels[i] = fmt::format("{}{:.{}f}", levels[i] < 0 ? "−" : "", std::fabs(levels[i]), decimals);
  }
  return labels;
}

void draw_colour_bar(Canvas& canvas, const Box& box, const std::vector<double>& levels, const std::string& label) {
  const std::size_t n = levels.size() + 1;
  const double step = box.height() / static_cast<double>(n);
  const auto y = [&](std::size_t i) { return box.bottom - step * static_cast<double>(i); };
  for (std::size_t i = 0; i < n; ++i) {
    canvas.rect({box.left, y(i + 1), box.right, y(i)}, "np-fill", band_colour(i, n));
  }
  canvas.rect(box, "np-frame");
  const std::vector<std::string> labels = level_labels(levels);
  const std::size_t every = static_cast<std::size_t>(std::ceil(15 / step));
  for (std::size_t i = 0; i < levels.size(); i += every) {
    canvas.line({box.right, y(i + 1)}, {box.right + 4, y(i + 1)}, "np-axis");
    canvas.text({box.right + 8, y(i + 1) + 4}, "start", "np-tick", labels[i]);
  }
  canvas.text({box.left, box.top - 8}, "start", "np-label", label);
}

/// An arrow head on a pixel path, at half its length: the ends are often inside a minimum's mark.
void draw_arrow(Canvas& canvas, const Polyline& line) {
  double total = 0;
  const auto step = [&](std::size_t i) { return std::hypot(line[i].x - line[i - 1].x, line[i].y - line[i - 1].y); };
  for (std::size_t i = 1; i < line.size(); ++i) total += step(i);
  if (total < 30) return;
  double so_far = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const double d = step(i);
    so_far += d;
    if (so_far < 0.5 * total || d == 0) continue;
    const double ux = (line[i].x - line[i - 1].x) / d, uy = (line[i].y - line[i - 1].y) / d;
    const Point tip{line[i].x + 6 * ux, line[i].y + 6 * uy}, back{line[i].x - 5 * ux, line[i].y - 5 * uy};
    canvas.region({{tip, {back.x - 5 * uy, back.y + 5 * ux}, {back.x + 5 * uy, back.y - 5 * ux}}}, "np-dark");
    return;
  }
}

Polyline pixels_of(const Path& path, const Axis& x, const Axis& y) {
  Polyline line;
  for (std::size_t i = 0; i < path.x.size(); ++i) {
    if (std::isfinite(path.x[i]) && std::isfinite(path.y[i])) line.push_back({x(path.x[i]), y(path.y[i])});
  }
  return line;
}

void draw_path(Canvas& canvas, const Path& path, const Polyline& line) {
  if (line.empty()) return;
  canvas.polyline(line, "np-casing");
  canvas.polyline(line, path.cls);
  if (path.arrow) draw_arrow(canvas, line);
  canvas.mark(Mark::square, line.front(), 4, "np-spot");
  canvas.mark(Mark::square, line.back(), 4, "np-dark");
}

/// Writes a label beside a mark, at the first of eight places that is inside the frame and covers least of `busy`.
void draw_spot_label(Canvas& canvas, Point at, const std::string& label, const Box& frame, const Polyline& busy) {
  const double width = text_width(label) * 1.1;  // the label is bold
  const Point corners[] = {{12, -16},         {12, 2},          {-12 - width, -16}, {-12 - width, 2},
                           {-width / 2, -24}, {-width / 2, 10}, {12, -7},           {-12 - width, -7}};
  Box best{};
  double least = 1e18;
  for (const Point& c : corners) {
    const Box box{at.x + c.x, at.y + c.y, at.x + c.x + width, at.y + c.y + 14};
    double cost = 0;
    for (const Point& p : busy) {
      cost += p.x > box.left - 3 && p.x < box.right + 3 && p.y > box.top - 3 && p.y < box.bottom + 3;
    }
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
      cost += 1e9;
    if (cost >= least) continue;
    least = cost;
    best = box;
  }
  canvas.text({best.left, best.bottom - 3}, "start", "np-halo", label);
}

std::vector<LegendEntry> legend(const std::vector<Spot>& spots, const std::vector<Path>& paths) {
  std::vector<LegendEntry> entries;
  std::vector<std::string> seen;
  for (const Spot& spot : spots) {
    if (spot.kind.empty() || std::find(seen.begin(), seen.end(), spot.kind) != seen.end()) continue;
    seen.push_back(spot.kind);
    entries.push_back({spot.kind, [m = mark_of(spot.kind)](Canvas& c, Point at) { c.mark(m, at, 5.5, "np-spot"); }});
  }
  for (const Path& path : paths) {
    entries.push_back({path.name.empty() ? "path" : path.name, [cls = path.cls](Canvas& c, Point at) {
                         c.line({at.x - 12, at.y}, {at.x + 12, at.y}, "np-casing");
                         c.line({at.x - 12, at.y}, {at.x + 12, at.y}, cls);
                       }});
  }
  if (!paths.empty()) {
    entries.push_back({"start", [](Canvas& c, Point at) { c.mark(Mark::square, at, 4, "np-spot"); }});
    entries.push_back({"end", [](Canvas& c, Point at) { c.mark(Mark::square, at, 4, "np-dark"); }});
  }
  return entries;
}

}  // namespace

Picture draw_contour(const Source& source) {
  const Grid grid = read_grid(source);
  const std::vector<double> levels = read_levels(source, grid);
  const std::vector<Spot> spots = read_spots(source);
  const std::vector<Path> paths = read_paths(source);

  Axis x{grid.x.front(), grid.x.back(), 0, 0, false};
  Axis y{grid.y.front(), grid.y.back(), 380, 0, false};
  Picture picture{{}, 720, 0};
  Canvas& canvas = picture.canvas;
  const double left = 38 + label_room(y);
  // The colour bar's own label needs a line above the frame.
  const double top = draw_legend(canvas, left, 700, 6, legend(spots, paths)) + 22;
  const Box box{left, top, 610, top + 380};
  x.from = box.left;
  x.to = box.right;
  y.from = box.bottom;
  y.to = box.top;
  picture.height = box.bottom + 48;

  Polyline busy;  // what labels should not cover
  canvas.open_clip(box);
  draw_field(canvas, grid, levels, x, y);
  for (const Path& path : paths) {
    const Polyline line = pixels_of(path, x, y);
    draw_path(canvas, path, line);
    busy.insert(busy.end(), line.begin(), line.end());
  }
  canvas.close_clip();
  draw_axes(canvas, box, x, y, source.text(source.plot, "x_label"), source.text(source.plot, "y_label"), false);
  // Critical points often lie on the frame, so marks are not clipped.
  const auto visible = [&](const Spot& s) { return s.x >= x.lo && s.x <= x.hi && s.y >= y.lo && s.y <= y.hi; };
  for (const Spot& spot : spots) {
    if (!visible(spot)) continue;
    busy.push_back({x(spot.x), y(spot.y)});
    canvas.mark(mark_of(spot.kind), busy.back(), 6, "np-spot");
  }
  for (const Spot& spot : spots) {
    if (visible(spot) && !spot.label.empty()) draw_spot_label(canvas, {x(spot.x), y(spot.y)}, spot.label, box, busy);
  }
  draw_colour_bar(canvas, {634, box.top, 650, box.bottom}, levels, source.text(source.plot, "z_label"));
  return picture;
}

}  // namespace noiseproof::svg
