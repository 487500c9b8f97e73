// The plotter: well-formed, deterministic, and never misled by what is not a number.
#include "report/svg.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/error.hpp"
#include "report/marching.hpp"
#include "report/svg_axis.hpp"

using namespace noiseproof;
using nlohmann::json;

namespace {

const double nan_value = std::numeric_limits<double>::quiet_NaN();
const double inf_value = std::numeric_limits<double>::infinity();

/// Whether the tags nest, attributes are quoted, and no bare & or < is in the text. Enough for what we write.
bool well_formed(const std::string& s) {
  std::vector<std::string> open;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '>') return false;
    if (s[i] == '&') {
      const auto end = s.find(';', i);
      if (end == std::string::npos || end - i > 6) return false;
    }
    if (s[i] != '<') continue;
    const auto end = s.find('>', i);
    if (end == std::string::npos) return false;
    const std::string tag = s.substr(i + 1, end - i - 1);
    if (tag.find('<') != std::string::npos || std::count(tag.begin(), tag.end(), '"') % 2 != 0) return false;
    const std::string word = tag.substr(tag[0] == '/' ? 1 : 0, tag.find_first_of(" /", 1) - (tag[0] == '/' ? 1 : 0));
    if (tag[0] == '/') {
      if (open.empty() || open.back() != tag.substr(1)) return false;
      open.pop_back();
    } else if (tag.back() != '/') {
      open.push_back(word);
    }
    i = end;
  }
  return open.empty();
}

/// Draws both ways and checks what every picture must satisfy; returns the file.
std::string drawn(const json& plot) {
  const std::string file = render_svg(plot);
  const std::string inside = render_svg(plot, SvgUse::inline_in_page);
  CAPTURE(file);
  CHECK(well_formed(file));
  CHECK(well_formed(inside));
  CHECK(file == render_svg(plot));
  CHECK(file.find("nan") == std::string::npos);
  CHECK(file.find("\"inf") == std::string::npos);
  CHECK(inside.find("<style>") == std::string::npos);
  return file;
}

json lines(const json& x, const json& y) {
  return {{"type", "lines"}, {"id", "p"}, {"series", {{{"name", "s"}, {"x", x}, {"y", y}}}}};
}

json contour(const json& z) { return {{"type", "contour"}, {"id", "p"}, {"x", {0, 1, 2}}, {"y", {0, 1}}, {"z", z}}; }

void check_refused(const json& plot, const std::string& part) {
  CAPTURE(plot);
  try {
    render_svg(plot);
    FAIL_CHECK("no error");
  } catch (const Error& e) {
    const std::string what = e.what();
    CAPTURE(what);
    CHECK(e.kind() == Error::Kind::input);
    CHECK(what.find(part) != std::string::npos);
  }
}

std::vector<std::string> labels(const svg::Axis& axis, int about) {
  std::vector<std::string> out;
  for (const svg::Tick& t : svg::ticks(axis, about)) {
    if (!t.label.empty()) out.push_back(t.label);
  }
  return out;
}

using Labels = std::vector<std::string>;

}  // namespace

TEST_SUITE("report/svg") {
  TEST_CASE("ticks are at 1, 2, 5 times a power of ten") {
    CHECK(labels({0, 1, 0, 100, false}, 5) == Labels{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"});
    CHECK(labels({-7, 12, 0, 100, false}, 5) == Labels{"−5", "0", "5", "10"});
    CHECK(labels({0, 3e-8, 0, 100, false}, 3) == Labels{"0", "10⁻⁸", "2·10⁻⁸", "3·10⁻⁸"});
    CHECK(labels({1e-6, 1e-2, 0, 100, true}, 5) == Labels{"10⁻⁶", "10⁻⁵", "10⁻⁴", "10⁻³", "10⁻²"});
    CHECK(labels({1, 100, 0, 100, true}, 5) == Labels{"1", "2", "5", "10", "20", "50", "100"});
    CHECK(labels({1e-300, 1e300, 0, 100, true}, 6).size() >= 4);
    CHECK(labels({3.1, 3.2, 0, 100, true}, 5).size() >= 3);
  }

  TEST_CASE("text is escaped wherever it comes from") {
    json plot = lines({1, 2}, {1, 2});
    for (const char* key : {"title", "caption", "x_label", "y_label"}) plot[key] = "a<b & \"c\">";
    plot["series"][0]["name"] = "<script>";
    const std::string svg = drawn(plot);
    CHECK(svg.find("<script>") == std::string::npos);
    CHECK(svg.find("&lt;script&gt;") != std::string::npos);
    CHECK(svg.find("a&lt;b &amp; &quot;c&quot;&gt;") != std::string::npos);
  }

  TEST_CASE("angles in radians have ticks at multiples of pi, other axes and narrow ones at round numbers") {
    nlohmann::json plot = lines(json::array({0, 3.15}), json::array({1, 2}));
    const auto has = [&](const char* label) {
      return render_svg(plot, SvgUse::file).find(std::string(">") + label + "<") != std::string::npos;
    };
    CHECK(!has("π/2"));
    plot["x_label"] = "phi (radians)";
    for (const char* label : {"0", "π/6", "π/2", "5π/6", "π"}) CHECK(has(label));
    plot["series"][0]["x"] = json::array({-3.15, 6.3});
    for (const char* label : {"−π", "π", "2π"}) CHECK(has(label));
    plot["series"][0]["x"] = json::array({0.1, 0.2});
    CHECK(render_svg(plot, SvgUse::file).find("π") == std::string::npos);
  }

  TEST_CASE("a seventh series differs from the first in its stroke") {
    nlohmann::json plot = lines(json::array({0, 1}), json::array({1, 2}));
    for (int i = 1; i < 8; ++i) {
      plot["series"].push_back(plot["series"][0]);
      plot["series"].back()["name"] = "s" + std::to_string(i);
    }
    const std::string svg = render_svg(plot, SvgUse::file);
    CHECK(svg.find("np-s0 np-again") != std::string::npos);
    CHECK(svg.find("np-s1 np-again") != std::string::npos);
    CHECK(svg.find("np-s2 np-again") == std::string::npos);
  }

  TEST_CASE("no series, empty series, one point, constant values") {
    CHECK(drawn({{"type", "lines"}}).find("no data") != std::string::npos);
    CHECK(drawn(lines(json::array(), json::array())).find("no data") != std::string::npos);
    CHECK(drawn(lines({1}, {2})).find("<circle") != std::string::npos);
    drawn(lines({1, 2, 3}, {5, 5, 5}));
    drawn(lines({2, 2}, {0, 0}));
    drawn(lines({1e300, -1e300}, {1e-300, 2e-300}));
  }

  TEST_CASE("NaN, infinities and null cut the line; text that is a number is read") {
    const std::string svg = drawn(lines({1, 2, 3, 4, 5, 6}, {1, 2, nan_value, inf_value, 3, "4.5e0"}));
    CHECK(svg.find("np-line") != std::string::npos);
    CHECK(drawn(lines({1, 2}, {nullptr, nullptr})).find("no data") != std::string::npos);
  }

  TEST_CASE("a log axis passes over what has no logarithm") {
    json plot = lines({0, 1, 10, 100}, {-1, 1e-3, 0, 1e3});
    plot["x_log"] = plot["y_log"] = true;
    CHECK(drawn(plot).find("10²") != std::string::npos);
    plot["series"][0]["y"] = {-1, -2, 0, -3};
    CHECK(drawn(plot).find("no data") != std::string::npos);
  }

  TEST_CASE("bands, error bars and steps") {
    json plot = lines({1, 2, 3}, {1, 2, 3});
    plot["series"][0]["low"] = {0, nan_value, 2};
    plot["series"][0]["high"] = {2, 3, 4};
    CHECK(drawn(plot).find("np-band") != std::string::npos);
    plot["series"][0]["style"] = "points";
    CHECK(drawn(plot).find("np-bar") != std::string::npos);
    plot["series"][0]["style"] = "step";
    drawn(plot);
  }

  TEST_CASE("contour: holes, constant field, points on the frame, paths that leave it") {
    json plot = contour({{0, 1, nan_value}, {1, 2, 3}});
    plot["points"] = {{{"x", 0}, {"y", 0}, {"label", "a <saddle>"}, {"kind", "strict saddle"}},
                      {{"x", 9}, {"y", 9}, {"label", "outside"}, {"kind", "global optimum"}}};
    plot["paths"] = {{{"name", "p"}, {"x", {-5, 1, 7}}, {"y", {0.5, 0.5, 0.5}}, {"arrow", true}}};
    const std::string svg = drawn(plot);
    CHECK(svg.find("a &lt;saddle&gt;") != std::string::npos);
    CHECK(svg.find(">outside<") == std::string::npos);
    drawn(contour({{1, 1, 1}, {1, 1, 1}}));
    drawn(contour({{nan_value, nan_value, nan_value}, {nan_value, nan_value, nan_value}}));
  }

  TEST_CASE("spectrum: every sign has its own mark, equal values have multiplicities") {
    const std::string svg =
        drawn({{"type", "spectrum"},
               {"rows",
                {{{"name", "saddle"},
                  {"values", {{{"value", -0.5}}, {{"value", 0}, {"multiplicity", 5}}, {{"value", "4.25"}}}}}}}});
    for (const char* part : {">negative<", ">zero<", ">positive<", "0 ×5", "4.25", "np-zero"}) {
      CAPTURE(part);
      CHECK(svg.find(part) != std::string::npos);
    }
    CHECK(drawn({{"type", "spectrum"}}).find("no data") != std::string::npos);
  }

  TEST_CASE("malformed data are refused, naming the plot and the field") {
    check_refused(json::array(), "plot");
    check_refused({{"type", "pie"}, {"id", "x"}}, "plot \"x\"");
    check_refused(lines({1, 2}, {1}), "differ in length");
    check_refused(lines({1, "two"}, {1, 2}), "not a number");
    check_refused(lines("abc", {1}), "not an array");
    check_refused(contour({{0, 1, 2}}), "\"z\"");
    check_refused(contour({{0, 1}, {1, 2}}), "\"z\"");
    json plot = contour({{0, 1, 2}, {1, 2, 3}});
    plot["x"] = {0, 2, 1};
    check_refused(plot, "increase");
  }
}

TEST_SUITE("report/marching") {
  TEST_CASE("level lines of a cone are circles, closed, on the level") {
    svg::Grid grid;
    for (int i = -20; i <= 20; ++i) {
      grid.x.push_back(i);
      grid.y.push_back(i);
    }
    for (const double y : grid.y) {
      grid.z.emplace_back();
      for (const double x : grid.x) grid.z.back().push_back(std::hypot(x, y));
    }
    const auto found = svg::level_lines(grid, 10.3);
    REQUIRE(found.size() == 1);
    CHECK(found[0].front().x == found[0].back().x);
    CHECK(found[0].front().y == found[0].back().y);
    // Linear interpolation of a cone on cells of size 1 errs by at most 1/(8 * 10).
    for (const auto& p : found[0]) CHECK(std::hypot(p.x, p.y) == doctest::Approx(10.3).epsilon(0.002));
  }

  TEST_CASE("next to a missing value the region ends at the finite corners") {
    const svg::Grid grid{{0, 1}, {0, 1}, {{1, 1}, {1, nan_value}}};
    const auto rings = svg::superlevel_rings(grid, -inf_value);
    REQUIRE(rings.size() == 1);
    for (const auto& p : rings[0]) CHECK(p.x + p.y <= 1);
    CHECK(svg::level_lines(grid, 0.5).empty());
  }

  TEST_CASE("the superlevel region has the right area, with a hole") {
    const svg::Grid grid{{0, 1, 2, 3}, {0, 1, 2, 3}, {{1, 1, 1, 1}, {1, 0, 0, 1}, {1, 0, 0, 1}, {1, 1, 1, 1}}};
    double area = 0;
    for (const auto& ring : svg::superlevel_rings(grid, 0.5)) {
      double signed_area = 0;
      for (std::size_t i = 1; i < ring.size(); ++i) {
        signed_area += (ring[i - 1].x * ring[i].y - ring[i].x * ring[i - 1].y) / 2;
      }
      area = std::fabs(std::fabs(signed_area) - area);  // even-odd: rings inside are taken away
    }
    CHECK(area == doctest::Approx(9 - (4 - 4 * 0.125)));
  }
}
