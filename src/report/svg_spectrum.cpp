// Spectra: one horizontal line per row (a critical point), eigenvalues as marks, multiplicities above them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "report/svg_axis.hpp"
#include "report/svg_data.hpp"
#include "report/text.hpp"

namespace noiseproof::svg {
namespace {

using nlohmann::json;

struct Eigenvalue {
  double value;
  long multiplicity;
};

struct Row {
  std::string name;
  std::vector<Eigenvalue> values;  ///< ascending
};

std::vector<Row> read_rows(const Source& source, Range& range) {
  std::vector<Row> rows;
  for (const json& entry : source.array(source.plot, "rows")) {
    Row row{source.text(entry, "name"), {}};
    for (const json& v : source.array(entry, "values")) {
      if (!v.is_object() || !v.contains("value")) source.fail("field \"values\": an entry without \"value\"");
      const double value = source.number(v["value"], "field \"value\"");
      const double times = v.contains("multiplicity") ? source.number(v["multiplicity"], "field \"multiplicity\"") : 1;
      if (!std::isfinite(value) || !(times >= 1 && times < 1e9)) continue;
      row.values.push_back({value, std::lround(times)});
      range.add(value);
    }
    std::stable_sort(row.values.begin(), row.values.end(),
                     [](const Eigenvalue& a, const Eigenvalue& b) { return a.value < b.value; });
    rows.push_back(std::move(row));
  }
  return rows;
}

void draw_mark(Canvas& canvas, double value, Point at) {
  if (value < 0)
    canvas.mark(Mark::diamond, at, 5, "np-f1");
  else if (value == 0)
    canvas.mark(Mark::ring, at, 5, "");
  else
    canvas.mark(Mark::disc, at, 5, "np-f0");
}

void draw_row(Canvas& canvas, const Row& row, const Axis& x, double y, const Box& box) {
  canvas.line({box.left, y}, {box.right, y}, "np-axis");
  canvas.text({box.left - 12, y + 4}, "end", "np-label", row.name);
  // Labels go above, or below, or a line further out, whichever is free: eigenvalues may lie close together.
  double free_above[2] = {-1e9, -1e9}, free_below[2] = {-1e9, -1e9};
  for (const Eigenvalue& e : row.values) {
    const double at = x(e.value);
    const std::string words = e.multiplicity == 1 ? format_number(e.value, 3)
                                                  : fmt::format("{} ×{}", format_number(e.value, 3), e.multiplicity);
    const double half = text_width(words) / 2;
    double* const slots[] = {&free_above[0], &free_below[0], &free_above[1], &free_below[1]};
    const double offsets[] = {-11, 20, -27, 36};
    for (int i = 0; i < 4; ++i) {
      if (*slots[i] > at - half) continue;
      if (i > 1) canvas.line({at, y + (i == 2 ? -7 : 7)}, {at, y + offsets[i] + (i == 2 ? 2 : -10)}, "np-leader");
      canvas.text({at, y + offsets[i]}, "middle", "np-small np-clear", words);
      *slots[i] = at + half + 6;
      break;
    }
  }
  for (const Eigenvalue& e : row.values) draw_mark(canvas, e.value, {x(e.value), y});
}

}  // namespace

Picture draw_spectrum(const Source& source) {
  Range range;
  const std::vector<Row> rows = read_rows(source, range);
  range.add(0);
  Axis x;
  std::tie(x.lo, x.hi) = range.padded(0.06);
  // Zero is emphasised, so it keeps a margin even where all the values have one sign.
  const double margin = 0.06 * (x.hi - x.lo);
  if (x.lo == 0) x.lo = -margin;
  if (x.hi == 0) x.hi = margin;

  double names = 0;
  bool negative = false, zero = false, positive = false;
  for (const Row& row : rows) {
    names = std::max(names, text_width(row.name));
    for (const Eigenvalue& e : row.values) (e.value < 0 ? negative : e.value > 0 ? positive : zero) = true;
  }
  std::vector<LegendEntry> entries;
  const auto entry = [&](bool present, const char* name, double sample) {
    if (present) entries.push_back({name, [sample](Canvas& c, Point at) { draw_mark(c, sample, at); }});
  };
  entry(negative, "negative", -1);
  entry(zero, "zero", 0);
  entry(positive, "positive", 1);

  Picture picture{{}, 720, 0};
  constexpr double row_height = 84;
  const double left = std::min(24 + names, 300.0);
  const double top = draw_legend(picture.canvas, left, 700, 6, entries) + 8;
  const Box box{left, top, 700, top + row_height * static_cast<double>(std::max<std::size_t>(rows.size(), 1))};
  x.from = box.left;
  x.to = box.right;
  picture.height = box.bottom + 48;
  draw_x_axis(picture.canvas, box, x, source.text(source.plot, "x_label"), true);
  picture.canvas.rect(box, "np-frame");
  picture.canvas.line({x(0), box.top}, {x(0), box.bottom}, "np-zero");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    draw_row(picture.canvas, rows[i], x, box.top + row_height * (static_cast<double>(i) + 0.5), box);
  }
  if (rows.empty()) {
    picture.canvas.text({(box.left + box.right) / 2, (box.top + box.bottom) / 2}, "middle", "np-label", "no data");
  }
  return picture;
}

}  // namespace noiseproof::svg
