#pragma once
// The marks that plots are made of, written as SVG text. Coordinates in pixels, y downwards.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace noiseproof::svg {

struct Point {
  double x;
  double y;
};
using Polyline = std::vector<Point>;

/// Rectangle in pixels.
struct Box {
  double left, top, right, bottom;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

/// The shapes of marks, told apart without colour.
enum class Mark { disc, ring, square, diamond, triangle, cross, star };

class Canvas {
 public:
  void line(Point a, Point b, std::string_view cls);
  /// An open line through the points; consecutive points closer than a third of a pixel are merged.
  void polyline(const Polyline& points, std::string_view cls);
  /// A filled shape with holes, even-odd rule; `fill` is a colour, or empty to leave it to the class.
  void region(const std::vector<Polyline>& rings, std::string_view cls, std::string_view fill = {});
  void rect(const Box& box, std::string_view cls, std::string_view fill = {});
  /// `anchor`: start, middle or end. `turn`: degrees, about the anchor.
  void text(Point at, std::string_view anchor, std::string_view cls, std::string_view words, double turn = 0);
  void mark(Mark shape, Point at, double radius, std::string_view cls);
  /// Whatever is drawn until close_clip() is cut off at the box.
  void open_clip(const Box& box);
  void close_clip();

  /// The whole picture. `name` and `description` are for screen readers; `style` empty: left to the page.
  std::string finish(double width, double height, std::string_view name, std::string_view description,
                     const std::string& style) const;

 private:
  std::string body_;
};

/// Width in pixels, roughly, of words set in the 12-pixel face of plots.
double text_width(std::string_view words);

}  // namespace noiseproof::svg
