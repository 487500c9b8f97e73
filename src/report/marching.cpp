#include "report/marching.hpp"

#include <cmath>
#include <limits>
#include <map>

namespace noiseproof::svg {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Lines are built as a graph: its nodes are grid edges that the level crosses, named by an integer so that equal
/// crossings are equal exactly; a cell joins the crossings on its sides in pairs. Every node has at most two
/// neighbours, so the graph is a set of paths and rings.
class Tracer {
 public:
  Tracer(const Grid& grid, double level) : g_(grid), level_(level), nx_(static_cast<long>(grid.x.size())) {}

  void cell(long i, long j) {
    const bool in[4] = {inside(i, j), inside(i + 1, j), inside(i + 1, j + 1), inside(i, j + 1)};
    const long side[4] = {across(i, j), up(i + 1, j), across(i, j + 1), up(i, j)};
    std::vector<long> cut;
    for (int s = 0; s < 4; ++s) {
      if (in[s] != in[(s + 1) % 4]) cut.push_back(side[s]);
    }
    if (cut.size() == 2) join(cut[0], cut[1]);
    if (cut.size() != 4) return;
    const double mean = (at(i, j) + at(i + 1, j) + at(i, j + 1) + at(i + 1, j + 1)) / 4;
    // The centre belongs with corner 0, or not: that tells which two corners are cut off.
    if ((mean >= level_) == in[0]) {
      join(cut[0], cut[1]);
      join(cut[2], cut[3]);
    } else {
      join(cut[3], cut[0]);
      join(cut[1], cut[2]);
    }
  }

  std::vector<Polyline> lines() {
    std::vector<Polyline> out;
    for (const auto& [node, ends] : links_) {
      if (ends.size() == 1 && !done_[node]) out.push_back(walk(node));
    }
    for (const auto& [node, ends] : links_) {
      if (done_[node]) continue;
      out.push_back(walk(node));
      out.back().push_back(out.back().front());
    }
    return out;
  }

 private:
  double at(long i, long j) const { return g_.z[static_cast<std::size_t>(j)][static_cast<std::size_t>(i)]; }
  // A hole is below every level, also below -infinity.
  bool inside(long i, long j) const { return std::isfinite(at(i, j)) && at(i, j) >= level_; }
  long across(long i, long j) const { return 2 * (j * nx_ + i); }
  long up(long i, long j) const { return 2 * (j * nx_ + i) + 1; }

  void join(long a, long b) {
    links_[a].push_back(b);
    links_[b].push_back(a);
  }

  Point point(long node) const {
    const long i = node / 2 % nx_, j = node / 2 / nx_;
    const long i2 = node % 2 == 0 ? i + 1 : i, j2 = node % 2 == 0 ? j : j + 1;
    const double a = at(i, j), b = at(i2, j2);
    double t = (level_ - a) / (b - a);
    // Next to a hole there is nothing to interpolate: the crossing is at the finite end.
    if (!std::isfinite(a) || !std::isfinite(level_))
      t = std::isfinite(a) ? 0 : 1;
    else if (!std::isfinite(b))
      t = 0;
    const auto mix = [t](double u, double v) { return u + t * (v - u); };
    return {mix(g_.x[static_cast<std::size_t>(i)], g_.x[static_cast<std::size_t>(i2)]),
            mix(g_.y[static_cast<std::size_t>(j)], g_.y[static_cast<std::size_t>(j2)])};
  }

  Polyline walk(long node) {
    Polyline line;
    for (bool more = true; more;) {
      done_[node] = true;
      line.push_back(point(node));
      more = false;
      for (const long next : links_[node]) {
        if (done_[next]) continue;
        node = next;
        more = true;
        break;
      }
    }
    return line;
  }

  const Grid& g_;
  double level_;
  long nx_;
  std::map<long, std::vector<long>> links_;  // ordered: the output is the same on every machine
  std::map<long, bool> done_;
};

bool whole_cell(const Grid& g, std::size_t i, std::size_t j) {
  return std::isfinite(g.z[j][i]) && std::isfinite(g.z[j][i + 1]) && std::isfinite(g.z[j + 1][i]) &&
         std::isfinite(g.z[j + 1][i + 1]);
}

}  // namespace

std::vector<Polyline> level_lines(const Grid& grid, double level) {
  Tracer tracer(grid, level);
  for (std::size_t j = 0; j + 1 < grid.y.size(); ++j) {
    for (std::size_t i = 0; i + 1 < grid.x.size(); ++i) {
      if (whole_cell(grid, i, j)) tracer.cell(static_cast<long>(i), static_cast<long>(j));
    }
  }
  return tracer.lines();
}

std::vector<Polyline> superlevel_rings(const Grid& grid, double level) {
  // A rim of holes at no distance closes every line at the grid's boundary.
  Grid rim;
  rim.x = grid.x;
  rim.x.insert(rim.x.begin(), grid.x.front());
  rim.x.push_back(grid.x.back());
  rim.y = grid.y;
  rim.y.insert(rim.y.begin(), grid.y.front());
  rim.y.push_back(grid.y.back());
  const std::vector<double> holes(rim.x.size(), -infinity);
  rim.z.push_back(holes);
  for (const auto& row : grid.z) {
    rim.z.emplace_back(1, -infinity);
    rim.z.back().insert(rim.z.back().end(), row.begin(), row.end());
    rim.z.back().push_back(-infinity);
  }
  rim.z.push_back(holes);
  Tracer tracer(rim, level);
  for (std::size_t j = 0; j + 1 < rim.y.size(); ++j) {
    for (std::size_t i = 0; i + 1 < rim.x.size(); ++i) tracer.cell(static_cast<long>(i), static_cast<long>(j));
  }
  return tracer.lines();
}

}  // namespace noiseproof::svg
