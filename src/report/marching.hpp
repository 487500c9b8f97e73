#pragma once
// Marching squares: level lines and superlevel regions of values on a rectangular grid.
#include <vector>

#include "report/svg_canvas.hpp"

namespace noiseproof::svg {

/// z[j][i] is the value at (x[i], y[j]); x and y increase. Values that are not finite are holes.
struct Grid {
  std::vector<double> x, y;
  std::vector<std::vector<double>> z;
};

/// The lines {z = level}, by linear interpolation on the grid's edges; a closed line repeats its first point.
/// Cells with a hole at a corner are left out. In the ambiguous case the mean of the corners decides.
std::vector<Polyline> level_lines(const Grid& grid, double level);

/// The boundary of {z >= level} within the grid, as closed rings to be filled by the even-odd rule.
/// Level -infinity gives everything but the holes.
std::vector<Polyline> superlevel_rings(const Grid& grid, double level);

}  // namespace noiseproof::svg
