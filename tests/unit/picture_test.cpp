// The plotter, to the pixel: where things stand in small pictures whose numbers can be worked out by hand.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "report/marching.hpp"
#include "report/svg.hpp"
#include "report/svg_axis.hpp"
#include "report/svg_data.hpp"

using namespace noiseproof;
using Json = nlohmann::json;

namespace {

bool shows(const std::string& svg, const std::string& part) { return svg.find(part) != std::string::npos; }

int count_of(const std::string& svg, const std::string& part) {
  int n = 0;
  for (std::size_t at = 0; (at = svg.find(part, at)) != std::string::npos; at += part.size()) ++n;
  return n;
}

Json curve_plot(const Json& x, const Json& y, const char* style = "line") {
  return {{"type", "lines"}, {"series", {{{"name", "s"}, {"x", x}, {"y", y}, {"style", style}}}}};
}

/// z = x on [0, 2] x [0, 1]: its frame is from (57.8, 28) to (610, 408).
Json slope_plot(const Json& levels) {
  return {{"type", "contour"}, {"x", {0, 1, 2}}, {"y", {0, 1}}, {"z", {{0, 1, 2}, {0, 1, 2}}}, {"levels", levels}};
}

Json spectrum_plot(const Json& values) {
  return {{"type", "spectrum"}, {"rows", {{{"name", "saddle"}, {"values", values}}}}};
}

std::string picture_error(const Json& plot) {
  try {
    render_svg(plot);
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}

std::vector<std::string> tick_labels(const svg::Axis& axis, int about) {
  std::vector<std::string> out;
  for (const svg::Tick& t : svg::ticks(axis, about))
    if (!t.label.empty()) out.push_back(t.label);
  return out;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_SUITE("report/svg pixels") {
  TEST_CASE("an axis maps its ends to its pixels, on a log scale by decades, and never beyond all bounds") {
    CHECK((svg::Axis{0, 10, 100, 200, false}(5)) == doctest::Approx(150));
    CHECK((svg::Axis{-10, 10, 300, 100, false}(5)) == doctest::Approx(150));
    CHECK((svg::Axis{1, 100, 0, 80, true}(10)) == doctest::Approx(40));
    CHECK((svg::Axis{0, 1, 0, 100, false}(1e9)) == 1e5);
    CHECK((svg::Axis{0, 1, 0, 100, false}(-1e9)) == -1e5);
  }

  TEST_CASE("a range holds what it was shown, is padded by its share, and an end at 0 stays") {
    const auto padded = [](bool log, std::initializer_list<double> values, double share) {
      svg::Range range(log);
      for (const double v : values) range.add(v);
      return range.padded(share);
    };
    const double nan = std::nan(""), infinite = std::numeric_limits<double>::infinity();
    CHECK(padded(false, {3, -2, nan, infinite}, 0.1) == std::pair{-2.5, 3.5});
    CHECK(padded(false, {0, 10}, 0.1) == std::pair{0.0, 11.0});
    CHECK(padded(false, {-10, 0}, 0.1) == std::pair{-11.0, 0.0});
    CHECK(padded(false, {5}, 0.1) == std::pair{4.5, 5.5});
    CHECK(padded(false, {0}, 0.1) == std::pair{-1.0, 1.0});
    CHECK(padded(false, {}, 0.1) == std::pair{0.0, 1.0});
    CHECK(padded(true, {}, 0.1) == std::pair{1.0, 10.0});
    const auto [low, high] = padded(true, {-1, 0, 1, 100}, 0.5);
    CHECK(low == doctest::Approx(0.1));
    CHECK(high == doctest::Approx(1000));
    CHECK(padded(true, {10}, 0.1).second == doctest::Approx(10 * std::sqrt(10)));
  }

  TEST_CASE(
      "ticks lie within the ends, with the decimals of their step; on a log axis every 9 a decade, or every n-th "
      "decade") {
    CHECK(tick_labels({0.12, 0.47, 0, 100, false}, 5) == Words{"0.2", "0.3", "0.4"});
    CHECK(tick_labels({0, 23, 0, 100, false}, 5) == Words{"0", "5", "10", "15", "20"});
    CHECK(tick_labels({-0.02, 0.02, 0, 100, false}, 4) == Words{"−0.02", "−0.01", "0.00", "0.01", "0.02"});
    CHECK(tick_labels({0, 4e6, 0, 100, false}, 4) == Words{"0", "10⁶", "2·10⁶", "3·10⁶", "4·10⁶"});
    CHECK(tick_labels({0, 8e5, 0, 100, false}, 4) == Words{"0", "200000", "400000", "600000", "800000"});
    CHECK(tick_labels({1e6, 1000002, 0, 100, false}, 2) == Words{"10⁶", "1.000001·10⁶", "1.000002·10⁶"});
    CHECK(svg::ticks({0, 1, 0, 100, false}, 5)[1].value == doctest::Approx(0.2));
    CHECK(svg::ticks({1, 100, 0, 100, true}, 5).size() == 19);
    CHECK(svg::ticks({1e-6, 1e-2, 0, 100, true}, 5).size() == 37);
    const auto far = svg::ticks({1e-12, 1, 0, 100, true}, 5);
    CHECK(far.size() == 13);
    CHECK(tick_labels({1e-12, 1, 0, 100, true}, 5) == Words{"10⁻¹²", "10⁻⁹", "10⁻⁶", "10⁻³", "10⁰"});
    CHECK(tick_labels({0.002, 0.3, 0, 100, true}, 5) == Words{"0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2"});
    CHECK(tick_labels({2e-5, 3e-4, 0, 100, true}, 5) == Words{"2·10⁻⁵", "5·10⁻⁵", "10⁻⁴", "2·10⁻⁴"});
  }

  TEST_CASE("the canvas writes two decimals, merges what lies closer than a third of a pixel, and keeps ends") {
    svg::Canvas c;
    c.line({1.004, 2}, {3.14159, -0.001}, "l");
    c.polyline({{0, 0}, {0.2, 0.2}, {5, 5}, {5.1, 5.1}}, "p");
    c.polyline({{1, 1}}, "alone");
    c.region({{{0, 0}, {4, 0}, {4, 4}}, {{1, 1}, {2, 1}, {2, 2}}}, "r", "#123456");
    c.rect({1, 2, 4, 8}, "b");
    c.text({7, 8}, "end", "t", "a<b", -90);
    c.text({7, 9}, "start", "t", "");
    c.mark(svg::Mark::disc, {10, 10}, 5, "m");
    c.mark(svg::Mark::ring, {10, 10}, 5, "m");
    c.mark(svg::Mark::square, {10, 10}, 5, "m");
    c.mark(svg::Mark::diamond, {10, 10}, 5, "m");
    const std::string out = c.finish(720, 400.5, "N&", "D<", "");
    for (const char* part :
         {"<line x1=\"1\" y1=\"2\" x2=\"3.14\" y2=\"0\" class=\"l\"/>", "<path d=\"M0 0L5 5L5.1 5.1\" class=\"p\"/>",
          "<path d=\"M0 0L4 0L4 4ZM1 1L2 1L2 2Z\" class=\"r\" fill-rule=\"evenodd\" fill=\"#123456\"/>",
          "<rect x=\"1\" y=\"2\" width=\"3\" height=\"6\" class=\"b\"/>",
          "<text x=\"7\" y=\"8\" text-anchor=\"end\" class=\"t\" transform=\"rotate(-90 7 8)\">a&lt;b</text>",
          "<text x=\"7\" y=\"9\" text-anchor=\"start\" class=\"t\"></text>",
          "<circle cx=\"10\" cy=\"10\" r=\"5\" class=\"m\"/>",
          "<circle cx=\"10\" cy=\"10\" r=\"5\" class=\"m np-hollow\"/>",
          "<rect x=\"5.6\" y=\"5.6\" width=\"8.8\" height=\"8.8\" class=\"m\"/>",
          "d=\"M10 3.75L14 10L10 16.25L6 10Z\" class=\"m\"",
          "viewBox=\"0 0 720 400.5\" width=\"720\" height=\"400.5\" role=\"img\" aria-label=\"N&amp;\"",
          "<title>N&amp;</title>", "<desc>D&lt;</desc>"}) {
      CAPTURE(part);
      CHECK(shows(out, part));
    }
    CHECK_FALSE(shows(out, "alone"));
    CHECK_FALSE(shows(out, "np-paper"));
    CHECK(shows(c.finish(1, 1, "n", "", ".x{}"),
                "<style>\n.x{}</style>\n<rect width=\"1\" height=\"1\" class=\"np-paper\"/>"));
    CHECK_FALSE(shows(c.finish(1, 1, "n", "", ""), "<desc>"));
    for (const auto& [mark, corners] :
         {std::pair{svg::Mark::triangle, 5}, {svg::Mark::cross, 11}, {svg::Mark::star, 9}}) {
      svg::Canvas one;
      one.mark(mark, {10, 10}, 5, "m");
      const std::string text = one.finish(1, 1, "n", "", "");
      CHECK(count_of(text, "L") == corners);
      CHECK(shows(text, mark == svg::Mark::star       ? "M10 2L"
                        : mark == svg::Mark::triangle ? "M10 3.75L"
                                                      : "M10 7.9L12.9 5L"));
    }
  }

  TEST_CASE("a line goes from point to point, a step keeps its value, a gap cuts") {
    CHECK(shows(render_svg(curve_plot({0, 10}, {0, 10})), "<path d=\"M51.2 356L700 51.24\" class=\"np-line np-s0\"/>"));
    CHECK(shows(render_svg(curve_plot({0, 10}, {0, 10}, "step")),
                "<path d=\"M51.2 356L700 356L700 51.24\" class=\"np-line np-s0\"/>"));
    const std::string gaps = render_svg(curve_plot({0, 1, 2, 3, 4, 5, 6}, {0, 1, nullptr, 3, nullptr, 4, 10}));
    CHECK(count_of(gaps, "class=\"np-line np-s0\"/>") == 3);  // two pieces, and the legend's
    CHECK(count_of(gaps, "r=\"2.5\"") == 1);
    const std::string plain = render_svg(curve_plot({0, 10}, {0, 10}));
    CHECK(shows(plain, "width=\"720\" height=\"404\""));
    CHECK(shows(plain, "<line x1=\"46.2\" y1=\"356\" x2=\"51.2\" y2=\"356\" class=\"np-axis\"/>"));
    CHECK(shows(plain, "<text x=\"42.2\" y=\"360\" text-anchor=\"end\" class=\"np-tick\">0</text>"));
    CHECK(shows(plain, "<text x=\"700\" y=\"374\" text-anchor=\"middle\" class=\"np-tick\">10</text>"));
    CHECK(shows(plain, "<text x=\"82.2\" y=\"19\" text-anchor=\"start\" class=\"np-text\">s</text>"));
    CHECK(shows(plain, "<title>Plot</title>"));
    CHECK_FALSE(shows(plain, "no data"));
  }

  TEST_CASE("a band lies between low and high, error bars have caps, and dense points are drawn once") {
    Json plot = curve_plot({0, 10}, {1, 10});
    plot["series"][0]["low"] = {0, 8};
    plot["series"][0]["high"] = {2, 12};
    CHECK(shows(render_svg(plot), "<path d=\"M51.2 305.21L700 51.24L700 152.83L51.2 356Z\" class=\"np-f0 np-band\""));
    plot["series"][0]["style"] = "points";
    const std::string bars = render_svg(plot);
    CHECK(count_of(bars, "np-s0 np-bar") == 6);
    CHECK(shows(bars, "<line x1=\"681.1\" y1=\"152.83\" x2=\"681.1\" y2=\"51.24\" class=\"np-s0 np-bar\"/>"));
    CHECK(shows(bars, "<line x1=\"678.1\" y1=\"51.24\" x2=\"684.1\" y2=\"51.24\" class=\"np-s0 np-bar\"/>"));
    CHECK(count_of(render_svg(curve_plot({0, 1e-9, 10}, {0, 1e-9, 10}, "points")), "r=\"3.6\"") == 2);
    // An end that is missing cuts the band there, and there only.
    plot = curve_plot({0, 1, 2, 3, 4}, {1, 1, 1, 1, 1});
    plot["series"][0]["low"] = {0, 0, nullptr, 0, 0};
    plot["series"][0]["high"] = {2, 2, 2, 2, 2};
    CHECK(count_of(render_svg(plot), "np-f0 np-band") == 2);
    plot["series"][0]["high"] = {2, 2, 2, 2};
    CHECK(shows(picture_error(plot), "low and high must both be as long as x"));
    plot["series"][0].erase("high");
    CHECK(shows(picture_error(plot), "low and high must both be as long as x"));
    CHECK(shows(picture_error(curve_plot({1}, {1}, "dots")), "style \"dots\" is not line, step or points"));
    plot = curve_plot({1}, {1});
    plot["x_log"] = 1;
    CHECK(shows(picture_error(plot), "field \"x_log\" is not true or false"));
    CHECK(shows(picture_error(curve_plot({"1x"}, {1})), "not a number"));
    CHECK(shows(picture_error(curve_plot({""}, {1})), "not a number"));
  }

  TEST_CASE("a zone is shaded from its one end to the other, a vertical stands at its x, and both widen the axis") {
    Json plot = curve_plot({0, 5}, {0, 10});
    plot["zones"] = {{{"name", "left"}, {"from", 2.5}, {"to", 7.5}, {"colour", 5}}};
    plot["verticals"] = {{{"x", 10}, {"label", "edge"}}};
    const std::string svg = render_svg(plot);
    CHECK(shows(svg, ">left</text>"));
    CHECK(shows(svg, ">edge</text>"));
    CHECK(count_of(svg, "np-f5 np-band") == 2);  // in the legend and in the frame
    CHECK(shows(svg, "<rect x=\"213.4\" y=\"36\" width=\"324.4\" height=\"320\" class=\"np-f5 np-band\"/>"));
    CHECK(shows(svg, "<line x1=\"700\" y1=\"36\" x2=\"700\" y2=\"356\" class=\"np-zero\"/>"));
    Json alone = plot;
    alone.erase("verticals");
    alone["zones"][0]["to"] = 10;
    CHECK(shows(render_svg(alone), "<rect x=\"213.4\" y=\"36\" width=\"486.6\" height=\"320\""));
    for (const char* key : {"from", "to", "colour"}) {
      Json bad = plot;
      bad["zones"][0].erase(key);
      CHECK(picture_error(bad).find(key) != std::string::npos);
    }
    plot["zones"][0]["colour"] = 6;
    CHECK(picture_error(plot).find("colour") != std::string::npos);
  }

  TEST_CASE(
      "a legend that is too long goes on in the next row; colours and marks come round again after six, with another "
      "stroke") {
    Json plot{{"type", "lines"}, {"series", Json::array()}};
    for (int i = 0; i < 7; ++i)
      plot["series"].push_back({{"name", "twenty characters, " + std::to_string(i)}, {"x", {0, 10}}, {"y", {0, 10}}});
    const std::string svg = render_svg(plot);
    CHECK(shows(svg, "height=\"444\""));  // three rows
    CHECK(count_of(svg, "class=\"np-line np-s0\"") == 2);
    CHECK(count_of(svg, "class=\"np-line np-s0 np-again\"") == 2);
    CHECK(count_of(svg, "class=\"np-line np-s5\"") == 2);
    CHECK(shows(svg, "<text x=\"82.2\" y=\"39\" text-anchor=\"start\" class=\"np-text\">twenty characters, 3</text>"));
  }

  TEST_CASE("bands of a contour go from dark to bright, each level has its line, and the bar its labels") {
    const std::string svg = render_svg(slope_plot({1.5, 0.5, nullptr, 0.5}));
    for (const char* part : {"fill=\"#440154\"", "fill=\"#21908d\"", "fill=\"#fde725\""}) {
      CAPTURE(part);
      CHECK(count_of(svg, part) == 2);  // the region and the bar
    }
    CHECK(count_of(svg, "class=\"np-iso\"") == 2);
    CHECK((shows(svg, "d=\"M195.85 408L195.85 28\"") || shows(svg, "d=\"M195.85 28L195.85 408\"")));
    CHECK((shows(svg, "d=\"M471.95 408L471.95 28\"") || shows(svg, "d=\"M471.95 28L471.95 408\"")));
    CHECK(
        shows(svg, "<rect x=\"634\" y=\"281.33\" width=\"16\" height=\"126.67\" class=\"np-fill\" fill=\"#440154\"/>"));
    CHECK(shows(svg, "<text x=\"658\" y=\"285.33\" text-anchor=\"start\" class=\"np-tick\">0.5</text>"));
    CHECK(shows(svg, "<text x=\"658\" y=\"158.67\" text-anchor=\"start\" class=\"np-tick\">1.5</text>"));
    const std::string four = render_svg(slope_plot({0.5, 1, 1.25}));
    CHECK(shows(four, "fill=\"#31668d\""));  // viridis at 1/3
    for (const char* label : {">0.50<", ">1.00<", ">1.25<"}) CHECK(shows(four, label));
    CHECK(shows(render_svg(slope_plot({-0.5, 0.25})), ">−0.50<"));
    CHECK(shows(render_svg(slope_plot({1e-7, 0.25})), ">10⁻⁷<"));
    // Without levels they are at round numbers.
    CHECK(count_of(render_svg(slope_plot(Json::array())), "class=\"np-iso\"") >= 9);
  }

  TEST_CASE("marks stand at their points, by kind, also on the frame and not beyond; labels keep inside") {
    Json plot = slope_plot({1});
    const auto point = [](double x, double y, const char* label, const char* kind) {
      return Json{{"x", x}, {"y", y}, {"label", label}, {"kind", kind}};
    };
    plot["points"] = {point(1, 0.5, "mid", ""), point(2, 1, "ab", "global optimum"), point(0, 0, "", "strict saddle"),
                      point(2.01, 0.5, "out", "maximum"), point(1, -0.01, "out", "maximum")};
    const std::string svg = render_svg(plot);
    CHECK(shows(svg, "<circle cx=\"333.9\" cy=\"238\" r=\"6\" class=\"np-spot\"/>"));
    CHECK(shows(svg, "<text x=\"345.9\" y=\"233\" text-anchor=\"start\" class=\"np-halo\">mid</text>"));
    CHECK(count_of(svg, ">out<") == 0);
    CHECK(count_of(svg, "class=\"np-halo\"") == 2);
    CHECK(count_of(svg, "class=\"np-spot\"") == 6);  // three here, three kinds in the legend
    CHECK(shows(svg, ">global optimum</text>"));
    CHECK(shows(svg, ">maximum</text>"));
  }

  TEST_CASE(
      "a path has an arrow at half its length, a start and an end; short ones and those that want none have no arrow") {
    Json plot = slope_plot({1});
    plot["paths"] = {{{"name", "p"}, {"x", {0, 1.2, nullptr, 2}}, {"y", {0.5, 0.5, 0.5, 0.5}}}};
    const std::string svg = render_svg(plot);
    CHECK(count_of(svg, "class=\"np-casing\"") == 2);
    CHECK(count_of(svg, "fill-rule=\"evenodd\"/>") == 1);
    // The legend has three entries in one row: the frame is from 48 on.
    CHECK(shows(svg, "<path d=\"M395.12 238L384.12 243L384.12 233Z\" class=\"np-dark\""));
    CHECK(shows(svg, "<rect x=\"54.28\" y=\"234.48\" width=\"7.04\" height=\"7.04\" class=\"np-spot\"/>"));
    CHECK(shows(svg, "<rect x=\"606.48\" y=\"234.48\" width=\"7.04\" height=\"7.04\" class=\"np-dark\"/>"));
    CHECK(shows(svg, ">start</text>"));
    CHECK(shows(svg, ">end</text>"));
    plot["paths"][0]["arrow"] = false;
    CHECK(count_of(render_svg(plot), "class=\"np-dark\" fill-rule") == 0);
    plot["paths"][0] = {{"x", {0, 0.1}}, {"y", {0.5, 0.5}}};
    CHECK(count_of(render_svg(plot), "class=\"np-dark\" fill-rule") == 0);
    CHECK(shows(render_svg(plot), ">path</text>"));
    plot["paths"][0]["x"] = {0};
    CHECK(shows(picture_error(plot), "x and y differ in length"));
  }

  TEST_CASE("a grid that is no grid is refused") {
    Json plot = slope_plot({1});
    plot["x"] = {0, 1, 1};
    CHECK(shows(picture_error(plot), "must increase"));
    plot["x"] = {0, nullptr, 1};
    CHECK(shows(picture_error(plot), "must increase"));
    plot["x"] = {0};
    CHECK(shows(picture_error(plot), "at least two values"));
    plot = slope_plot({1});
    plot["points"] = {{{"x", 1}}};
    CHECK(shows(picture_error(plot), "a point without x or y"));
  }

  TEST_CASE("a spectrum has zero inside the frame, and labels above, below and further out where values are close") {
    const std::string two = render_svg(spectrum_plot({{{"value", 1}}, {{"value", 2}, {"multiplicity", 3}}}));
    CHECK(shows(two, "<line x1=\"99.62\" y1=\"34\" x2=\"99.62\" y2=\"118\" class=\"np-zero\"/>"));
    CHECK(shows(two, ">2 ×3</text>"));
    CHECK(shows(two, ">positive</text>"));
    CHECK_FALSE(shows(two, ">negative</text>"));
    CHECK_FALSE(shows(two, ">zero</text>"));
    CHECK(count_of(two, "class=\"np-f0\"") == 3);
    const std::string all_negative = render_svg(spectrum_plot({{{"value", -1}}, {{"value", -2}}}));
    CHECK(shows(all_negative, "<line x1=\"663.98\" y1=\"34\""));
    CHECK(count_of(all_negative, "class=\"np-f1\"") == 3);
    const std::string close = render_svg(spectrum_plot(
        {{{"value", 1.002}}, {{"value", 1.001}}, {{"value", 1.0}}, {{"value", 1.003}}, {{"value", 1.004}}}));
    for (const char* y : {"y=\"65\"", "y=\"96\"", "y=\"49\"", "y=\"112\""}) {
      CAPTURE(y);
      CHECK(count_of(close, std::string(y) + " text-anchor=\"middle\" class=\"np-small np-clear\"") == 1);
    }
    CHECK(count_of(close, "class=\"np-leader\"") == 2);
    CHECK(count_of(close, "class=\"np-f0\"") == 6);
    const std::string odd = render_svg(spectrum_plot(
        {{{"value", 0}, {"multiplicity", 0}}, {{"value", 1}, {"multiplicity", 1e10}}, {{"value", nullptr}}}));
    CHECK(count_of(odd, "class=\"np-small np-clear\"") == 0);
    CHECK(shows(picture_error(spectrum_plot({{{"multiplicity", 2}}})), "an entry without \"value\""));
  }

  TEST_CASE("series whose arrays do not fit are refused, and bands end where one of their sides does") {
    CHECK_FALSE(picture_error(curve_plot({0, 1}, {0, 1, 2})).empty());
    Json plot = curve_plot({0, 1, 2, 3, 4}, {0, 1, 2, 3, 4});
    Json& series = plot["series"][0];
    series["low"] = {0, 0, 0, 0}, series["high"] = {1, 1, 1, 1};
    CHECK_FALSE(picture_error(plot).empty());
    series["low"] = {0, 0, 0, 0, 0}, series["high"] = {4, 4, nullptr, 4, 4};
    CHECK(count_of(render_svg(plot), " np-band\"") == 2);
    series["style"] = "points";
    CHECK(count_of(render_svg(plot), " np-band\"") == 0);
    // Points above each other are points of their own.
    const std::string column = render_svg(curve_plot({1, 1, 1}, {0, 1, 2}, "points"));
    const std::string pair = render_svg(curve_plot({1, 1}, {0, 2}, "points"));
    CHECK(count_of(column, "class=\"np-f0\"") == count_of(pair, "class=\"np-f0\"") + 1);
    CHECK(shows(column, "<style"));
    CHECK_FALSE(shows(render_svg(plot, SvgUse::inline_in_page), "<style"));
  }

  TEST_CASE("a range holds what it was shown and no more") {
    svg::Range range;
    range.add(-5), range.add(-3);
    CHECK(range.padded(0) == std::pair(-5.0, -3.0));
  }

  TEST_CASE("kinds of points have marks of their own, paths an arrow unless they ask for none") {
    Json plot = slope_plot({1});
    plot["z"] = {{0, 1, 2, 3}, {0, 1, 2, 3}};
    CHECK_FALSE(picture_error(plot).empty());
    const auto marked = [](const char* kind) {
      Json with = slope_plot({1});
      with["points"] = {{{"x", 1}, {"y", 0.5}, {"label", ""}, {"kind", kind}}};
      return render_svg(with);
    };
    const std::string minimum = marked("local minimum");
    for (const char* kind : {"global optimum", "strict saddle", "maximum"}) {
      const std::string other = marked(kind);
      CHECK(count_of(minimum, "<circle") > count_of(other, "<circle"));
    }
    Json path = slope_plot({1});
    path["paths"] = {{{"name", "p"}, {"x", {0, 2}}, {"y", {0, 1}}}};
    const std::string with_arrow = render_svg(path);
    path["paths"][0]["arrow"] = true;
    CHECK(render_svg(path) == with_arrow);
    path["paths"][0]["arrow"] = false;
    CHECK(with_arrow.size() > render_svg(path).size());
  }

  TEST_CASE("a label at the frame's edge keeps inside, and the frame leaves room for the labels of its axis") {
    const auto number_before = [](const std::string& svg, std::size_t end, const std::string& key) {
      return std::stod(svg.substr(svg.rfind(key, end) + key.size()));
    };
    Json plot = slope_plot({1});
    plot["points"] = {{{"x", 2}, {"y", 0.5}, {"label", "far right"}, {"kind", "maximum"}}};
    const std::string svg = render_svg(plot);
    CHECK(number_before(svg, svg.find(">far right<"), "<text x=\"") < 580);
    // y from 0 to 1/5 has ticks of two decimals.
    const auto middle = [&](double top) {
      Json at = slope_plot({1});
      at["y"] = {0, top};
      at["points"] = {{{"x", 1}, {"y", top / 2}, {"label", ""}, {"kind", "local minimum"}}};
      const std::string picture = render_svg(at);
      return number_before(picture, std::string::npos, "<circle cx=\"");
    };
    CHECK(middle(0.2) > middle(1));
  }

  TEST_CASE("an eigenvalue 0 has the ring, and labels of eigenvalues in any order do not cover each other") {
    const std::string zero = render_svg(spectrum_plot({{{"value", 0}}, {{"value", 1}}}));
    CHECK(count_of(zero, "class=\"np-f1\"") == 0);
    const Json up = {{{"value", 1.0}}, {{"value", 1.001}}, {{"value", 1.5}}};
    const Json down = {{{"value", 1.5}}, {{"value", 1.001}}, {{"value", 1.0}}};
    CHECK(render_svg(spectrum_plot(up)) == render_svg(spectrum_plot(down)));
    // From the left: the first above (y = 65), the next one, whose label would run into it, below (y = 96).
    const std::string near = render_svg(spectrum_plot({{{"value", 1.1}}, {{"value", 1.01}}, {{"value", 2}}}));
    const std::string label = "text-anchor=\"middle\" class=\"np-small np-clear\">";
    CHECK(shows(near, "y=\"65\" " + label + "1.01<"));
    CHECK(shows(near, "y=\"96\" " + label + "1.1<"));
  }
}

TEST_SUITE("report/marching cells") {
  TEST_CASE("where two opposite corners are inside, the mean decides which corners are cut off") {
    const svg::Grid grid{{0, 1}, {0, 1}, {{1, 0}, {0, 1}}};
    for (const double level : {0.4, 0.6}) {
      const auto lines = svg::level_lines(grid, level);
      REQUIRE(lines.size() == 2);
      for (const auto& line : lines) {
        REQUIRE(line.size() == 2);
        const bool first_is_bottom = line[0].y == 0;
        const svg::Point bottom = first_is_bottom ? line[0] : line[1], other = first_is_bottom ? line[1] : line[0];
        if (bottom.y != 0) continue;
        CHECK(bottom.x == doctest::Approx(1 - level));
        CHECK(other.x == (level < 0.5 ? 1 : 0));
      }
    }
    // The other two corners inside: the pieces are the same ones.
    const svg::Grid turned{{0, 1}, {0, 1}, {{0, 1}, {1, 0}}};
    for (const double level : {0.4, 0.6})
      for (const auto& line : svg::level_lines(turned, level)) {
        const svg::Point bottom = line[0].y == 0 ? line[0] : line[1], other = line[0].y == 0 ? line[1] : line[0];
        if (bottom.y != 0) continue;
        CHECK(bottom.x == doctest::Approx(level));
        CHECK(other.x == (level < 0.5 ? 0 : 1));
      }
  }

  TEST_CASE("a corner on the level is inside, and an edge is crossed where the line between its ends is") {
    const svg::Grid grid{{0, 2}, {0, 1}, {{1, 3}, {1, 3}}};
    const auto lines = svg::level_lines(grid, 1.5);
    REQUIRE(lines.size() == 1);
    for (const svg::Point& p : lines[0]) CHECK(p.x == 0.5);
    CHECK(svg::level_lines(grid, 1).empty());
    CHECK(svg::level_lines(grid, 3).size() == 1);
    CHECK(svg::superlevel_rings(grid, 3.1).empty());
    CHECK(svg::superlevel_rings(grid, 1).size() == 1);
  }
}
