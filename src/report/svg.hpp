#pragma once
// A small plotter: from the plot data of a claim (JSON) to SVG, the same bytes for the same data.
//
// Shapes; every number may also be a decimal string, and null, NaN or an infinity is skipped:
//   {"type": "lines", "id", "title", "caption", "x_label", "y_label", "x_log", "y_log",
//    "series": [{"name", "x": [..], "y": [..], "low"?: [..], "high"?: [..], "style": "line" | "step" | "points"}],
//    "zones"?: [{"name", "from", "to", "colour": 0 to 5}], "verticals"?: [{"x", "label"}]}
//       low, high: a band around a line, error bars on points. A step keeps its value until the next x. zones: ranges
//       of x that are shaded; verticals: lines at an x.
//   {"type": "contour", "id", "title", "caption", "x_label", "y_label", "x": [..], "y": [..], "z": [[a row per y]],
//    "z_label"?, "levels"?: [..], "points"?: [{"x", "y", "label", "kind"}],
//    "paths"?: [{"name", "x": [..], "y": [..], "arrow": true}]}
//       x and y increase. kind: a word that contains "global", "saddle", "maximum", or anything else.
//   {"type": "spectrum", "id", "title", "caption", "x_label",
//    "rows": [{"name", "values": [{"value", "multiplicity"}]}]}
// All but "type" and the data may be left out.
#include <nlohmann/json.hpp>
#include <string>

namespace noiseproof {

/// How the picture is used: alone (a file with its own style sheet and background) or inside a page that
/// contains svg_style() once.
enum class SvgUse { file, inline_in_page };

/// Draws a plot. Title and caption are not drawn (they belong under the figure) but are there for screen readers.
/// Throws Error(input), naming the plot's id and the field, if the data do not have one of the shapes above.
std::string render_svg(const nlohmann::json& plot, SvgUse use = SvgUse::file);

/// Style sheet of all plots; colours are CSS variables with a light, a dark and a printed value.
std::string svg_style();

}  // namespace noiseproof
