#include "report/svg.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <limits>

#include "core/error.hpp"
#include "report/svg_data.hpp"
#include "report/text.hpp"

namespace noiseproof {
namespace svg {

using nlohmann::json;

void Source::fail(const std::string& what) const { throw Error(Error::Kind::input, where, what); }

std::string Source::text(const json& object, const char* key) const {
  const auto it = object.find(key);
  if (it == object.end() || it->is_null()) return {};
  if (!it->is_string()) fail(fmt::format("field \"{}\" is not a string", key));
  return it->get<std::string>();
}

bool Source::flag(const char* key) const {
  const auto it = plot.find(key);
  if (it == plot.end()) return false;
  if (!it->is_boolean()) fail(fmt::format("field \"{}\" is not true or false", key));
  return it->get<bool>();
}

double Source::number(const json& value, const std::string& what) const {
  if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
  if (value.is_number()) return value.get<double>();
  if (value.is_string()) {
    const auto& s = value.get_ref<const std::string&>();
    double v = 0;
    const char* end = s.data() + s.size();
    const auto [stop, error] = std::from_chars(s.data(), end, v);
    if (stop == end && error == std::errc()) return v;
  }
  fail(fmt::format("{} holds something that is not a number", what));
}

const json& Source::array(const json& object, const char* key) const {
  static const json none = json::array();
  const auto it = object.find(key);
  if (it == object.end() || it->is_null()) return none;
  if (!it->is_array()) fail(fmt::format("field \"{}\" is not an array", key));
  return *it;
}

std::vector<double> Source::numbers(const json& object, const char* key) const {
  std::vector<double> out;
  for (const json& v : array(object, key)) out.push_back(number(v, fmt::format("field \"{}\"", key)));
  return out;
}

double draw_legend(Canvas& canvas, double left, double right, double top, const std::vector<LegendEntry>& entries) {
  constexpr double sample = 24, gap = 7, between = 20;
  double x = left;
  double y = top;
  for (const LegendEntry& entry : entries) {
    const double width = sample + gap + text_width(entry.name) + between;
    if (x > left && x + width - between > right) {
      x = left;
      y += legend_row;
    }
    entry.draw(canvas, {x + sample / 2, y + 9});
    canvas.text({x + sample + gap, y + 13}, "start", "np-text", entry.name);
    x += width;
  }
  return entries.empty() ? top : y + legend_row;
}

}  // namespace svg

std::string render_svg(const nlohmann::json& plot, SvgUse use) {
  if (!plot.is_object()) throw Error(Error::Kind::input, "plot", "not a JSON object");
  svg::Source source{plot, "plot"};
  const std::string id = source.text(plot, "id");
  if (!id.empty()) source.where = "plot \"" + id + "\"";
  const std::string type = source.text(plot, "type");
  svg::Picture picture;
  if (type == "lines")
    picture = svg::draw_lines(source);
  else if (type == "contour")
    picture = svg::draw_contour(source);
  else if (type == "spectrum")
    picture = svg::draw_spectrum(source);
  else
    source.fail(fmt::format("type \"{}\" is not lines, contour or spectrum", type));
  const std::string title = source.text(plot, "title");
  return picture.canvas.finish(picture.width, picture.height, title.empty() ? "Plot" : title,
                               source.text(plot, "caption"), use == SvgUse::file ? svg_style() : "");
}

std::string svg_style() {
  // Series colours: Okabe and Ito, told apart under the common colour deficiencies; lightened on dark paper.
  return R"(.np-plot{--np-paper:#fff;--np-ink:#1b1b1b;--np-soft:#5b5b5b;--np-rule:#8a8a8a;--np-grid:#e6e6e6;
--np-c0:#0072b2;--np-c1:#c2500a;--np-c2:#00805c;--np-c3:#a8508a;--np-c4:#8a6a00;--np-c5:#3f3f3f;
font-family:system-ui,-apple-system,"Segoe UI","Helvetica Neue",Arial,"Liberation Sans",sans-serif;font-size:12px}
@media screen and (prefers-color-scheme:dark){.np-plot{--np-paper:#16181b;--np-ink:#e8e6e1;--np-soft:#aeb0b2;
--np-rule:#7d8084;--np-grid:#2c3034;
--np-c0:#5ab4ec;--np-c1:#f0905a;--np-c2:#3cc29a;--np-c3:#dc9cc4;--np-c4:#dcb83c;--np-c5:#c8c8c8}}
.np-plot text{fill:var(--np-ink)}
.np-plot .np-tick{fill:var(--np-soft);font-size:11.5px}
.np-plot .np-small{font-size:11px}
.np-plot .np-halo{paint-order:stroke;stroke:#fff;stroke-width:3.5px;stroke-linejoin:round;fill:#111;font-weight:600}
.np-plot .np-clear{paint-order:stroke;stroke:var(--np-paper);stroke-width:4px;stroke-linejoin:round}
.np-plot .np-leader{stroke:var(--np-rule);stroke-width:.8}
.np-plot .np-paper{fill:var(--np-paper)}
.np-plot .np-axis{stroke:var(--np-rule)}
.np-plot .np-grid{stroke:var(--np-grid)}
.np-plot .np-frame{fill:none;stroke:var(--np-rule)}
.np-plot .np-zero{stroke:var(--np-ink);stroke-width:1.6}
.np-plot .np-line{fill:none;stroke-width:1.9;stroke-linejoin:round}
.np-plot .np-band{opacity:.2;stroke:none}
.np-plot .np-again{stroke-width:5;stroke-opacity:.5}
.np-plot .np-bar{stroke-width:1.3}
.np-plot .np-s0{stroke:var(--np-c0)}.np-plot .np-f0{fill:var(--np-c0)}
.np-plot .np-s1{stroke:var(--np-c1);stroke-dasharray:7 3}.np-plot .np-f1{fill:var(--np-c1)}
.np-plot .np-s2{stroke:var(--np-c2);stroke-dasharray:2 2.5}.np-plot .np-f2{fill:var(--np-c2)}
.np-plot .np-s3{stroke:var(--np-c3);stroke-dasharray:9 3 2 3}.np-plot .np-f3{fill:var(--np-c3)}
.np-plot .np-s4{stroke:var(--np-c4);stroke-dasharray:12 4}.np-plot .np-f4{fill:var(--np-c4)}
.np-plot .np-s5{stroke:var(--np-c5);stroke-dasharray:4 2 1 2}.np-plot .np-f5{fill:var(--np-c5)}
.np-plot .np-bar{stroke-dasharray:none}
.np-plot .np-hollow{fill:var(--np-paper);stroke:var(--np-ink);stroke-width:1.8}
.np-plot .np-iso{fill:none;stroke:#fff;stroke-opacity:.5;stroke-width:.7}
.np-plot .np-casing{fill:none;stroke:#fff;stroke-width:4;stroke-linejoin:round;stroke-opacity:.85}
.np-plot .np-path{fill:none;stroke:#111;stroke-width:1.8;stroke-linejoin:round}
.np-plot .np-d1{stroke-dasharray:7 3}.np-plot .np-d2{stroke-dasharray:2 2.5}.np-plot .np-d3{stroke-dasharray:9 3 2 3}
.np-plot .np-spot{fill:#fff;stroke:#111;stroke-width:1.6;stroke-linejoin:round}
.np-plot .np-dark{fill:#111;stroke:#fff;stroke-width:1.2}
)";
}

}  // namespace noiseproof
