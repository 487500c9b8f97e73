#include "report/svg_canvas.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "report/text.hpp"
#include "report/typeset.hpp"

namespace noiseproof::svg {
namespace {

/// At most two decimals, no trailing zeros, never "-0".
std::string num(double v) {
  std::string s = fmt::format("{:.2f}", v);
  s.erase(s.find_last_not_of('0') + 1);
  if (s.back() == '.') s.pop_back();
  return s == "-0" ? "0" : s;
}

std::string path_of(const Polyline& points, bool closed) {
  std::string d;
  Point last{0, 0};
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point p = points[i];
    const bool end = i == 0 || i + 1 == points.size();
    if (!end && std::fabs(p.x - last.x) < 0.33 && std::fabs(p.y - last.y) < 0.33) continue;
    d += fmt::format("{}{} {}", i == 0 ? "M" : "L", num(p.x), num(p.y));
    last = p;
  }
  if (closed && !d.empty()) d += "Z";
  return d;
}

std::string fill_attribute(std::string_view fill) {
  return fill.empty() ? std::string() : fmt::format(" fill=\"{}\"", fill);
}

/// A regular star-shaped polygon: `tips` corners at radius r, as many at `inner` between them.
Polyline corners(Point at, double r, double inner, int tips, double first) {
  Polyline out;
  for (int i = 0; i < 2 * tips; ++i) {
    const double angle = first + std::numbers::pi * i / tips;
    const double length = i % 2 == 0 ? r : inner;
    out.push_back({at.x + length * std::cos(angle), at.y + length * std::sin(angle)});
  }
  return out;
}

/// An X with arms of even width.
Polyline saltire(Point at, double r) {
  const double a = r, b = 0.42 * r,
               unit[12][2] = {{0, -b}, {a - b, -a}, {a, b - a},  {b, 0},  {a, a - b},  {a - b, a},
                              {0, b},  {b - a, a},  {-a, a - b}, {-b, 0}, {-a, b - a}, {b - a, -a}};
  Polyline out;
  for (const auto& u : unit) out.push_back({at.x + u[0], at.y + u[1]});
  return out;
}

}  // namespace

void Canvas::line(Point a, Point b, std::string_view cls) {
  body_ += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{}\"/>\n", num(a.x), num(a.y), num(b.x),
                       num(b.y), cls);
}

void Canvas::polyline(const Polyline& points, std::string_view cls) {
  if (points.size() < 2) return;
  body_ += fmt::format("<path d=\"{}\" class=\"{}\"/>\n", path_of(points, false), cls);
}

void Canvas::region(const std::vector<Polyline>& rings, std::string_view cls, std::string_view fill) {
  std::string d;
  for (const Polyline& ring : rings) d += path_of(ring, true);
  if (d.empty()) return;
  body_ += fmt::format("<path d=\"{}\" class=\"{}\" fill-rule=\"evenodd\"{}/>\n", d, cls, fill_attribute(fill));
}

void Canvas::rect(const Box& box, std::string_view cls, std::string_view fill) {
  body_ += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{}\"{}/>\n", num(box.left),
                       num(box.top), num(box.width()), num(box.height()), cls, fill_attribute(fill));
}

void Canvas::text(Point at, std::string_view anchor, std::string_view cls, std::string_view words, double turn) {
  const std::string transform =
      turn == 0 ? "" : fmt::format(" transform=\"rotate({} {} {})\"", num(turn), num(at.x), num(at.y));
  body_ += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" class=\"{}\"{}>{}</text>\n", num(at.x), num(at.y),
                       anchor, cls, transform, escape_xml(typeset_plain(words)));
}

void Canvas::mark(Mark shape, Point at, double r, std::string_view cls) {
  constexpr double up = -std::numbers::pi / 2;
  switch (shape) {
    case Mark::disc:
    case Mark::ring:
      body_ += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{}{}\"/>\n", num(at.x), num(at.y), num(r), cls,
                           shape == Mark::ring ? " np-hollow" : "");
      break;
    case Mark::square: rect({at.x - 0.88 * r, at.y - 0.88 * r, at.x + 0.88 * r, at.y + 0.88 * r}, cls); break;
    case Mark::diamond: region({corners(at, 1.25 * r, 0.8 * r, 2, up)}, cls); break;
    case Mark::triangle: region({corners(at, 1.25 * r, 0.62 * r, 3, up)}, cls); break;
    case Mark::cross: region({saltire(at, r)}, cls); break;
    case Mark::star: region({corners(at, 1.6 * r, 0.66 * r, 5, up)}, cls); break;
  }
}

void Canvas::open_clip(const Box& box) {
  body_ += fmt::format("<svg x=\"{0}\" y=\"{1}\" width=\"{2}\" height=\"{3}\" viewBox=\"{0} {1} {2} {3}\">\n",
                       num(box.left), num(box.top), num(box.width()), num(box.height()));
}

void Canvas::close_clip() { body_ += "</svg>\n"; }

std::string Canvas::finish(double width, double height, std::string_view name, std::string_view description,
                           const std::string& style) const {
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"np-plot\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
      "height=\"{1}\" role=\"img\" aria-label=\"{2}\">\n",
      num(width), num(height), escape_xml(name));
  out += fmt::format("<title>{}</title>\n", escape_xml(name));
  if (!description.empty()) out += fmt::format("<desc>{}</desc>\n", escape_xml(description));
  if (!style.empty()) {
    out += "<style>\n" + style + "</style>\n";
    out += fmt::format("<rect width=\"{}\" height=\"{}\" class=\"np-paper\"/>\n", num(width), num(height));
  }
  return out + body_ + "</svg>\n";
}

double text_width(std::string_view words) { return 6.6 * static_cast<double>(text_length(words)); }

}  // namespace noiseproof::svg
