#pragma once
// The plot data, read out of JSON once and checked; and the three kinds of picture. Inside the plotter only.
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/svg_canvas.hpp"

namespace noiseproof::svg {

/// A plot's JSON with the words for messages.
struct Source {
  const nlohmann::json& plot;
  std::string where;  ///< "plot <id>"

  [[noreturn]] void fail(const std::string& what) const;
  /// The string field `key` of `object`, empty if absent.
  std::string text(const nlohmann::json& object, const char* key) const;
  bool flag(const char* key) const;
  /// A number, a decimal string, or null (NaN).
  double number(const nlohmann::json& value, const std::string& what) const;
  /// An array of numbers, empty if absent.
  std::vector<double> numbers(const nlohmann::json& object, const char* key) const;
  /// An array (of whatever), empty if absent.
  const nlohmann::json& array(const nlohmann::json& object, const char* key) const;
};

/// A finished picture's canvas and size in pixels.
struct Picture {
  Canvas canvas;
  double width = 0;
  double height = 0;
};

Picture draw_lines(const Source& source);
Picture draw_contour(const Source& source);
Picture draw_spectrum(const Source& source);

/// One entry of a legend: `draw` paints its sample around the given centre, 24 pixels wide.
struct LegendEntry {
  std::string name;
  std::function<void(Canvas&, Point)> draw;
};

/// Lays the entries out in rows between left and right, the first row's centre at top + 9; returns the y below the
/// last row. Above the picture, so that it never covers data.
double draw_legend(Canvas& canvas, double left, double right, double top, const std::vector<LegendEntry>& entries);

/// Space between the words of a legend entry and the next sample, and rows, in pixels.
inline constexpr double legend_row = 20;

}  // namespace noiseproof::svg
