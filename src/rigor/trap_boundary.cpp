// Where the trapping probability crosses a level, and the range of threshold angles.
#include "rigor/trap_cover.hpp"

namespace noiseproof {

Rational common_step(const Instance& instance) {
  // Below 2 pi/(k+pi-1); and e1^2 + e2 max(e1, e2) <= (1 + sqrt 2)/2 |a*|^2 < 5/4 |a*|^2.
  const Rational curvature(6, instance.k + 3);
  return std::min({instance.eta, curvature, Rational(Rational(3, 2) / instance.norm_sq)});
}

Rational vanishing_r(int k) { return std::min(Rational(k), Rational(Rational(107, 336) * (k - 1) + 1)); }

namespace {

/// Bisection for the r at which `probability` (r, options with a width) crosses the level.
template <class Probability>
Bounds boundary(const Instance& instance, const TrapOptions& options, const Rational& level, const Rational& resolution,
                const Probability& probability) {
  /// Above: proved; below: refuted.
  const auto above = [&](const Rational& r) {
    Instance at = instance;
    at.r = r;
    at.a_star.clear();
    TrapOptions sharper = options;
    for (const Rational& width : {Rational(1, 50), Rational(1, 200), Rational(1, 800)}) {
      sharper.width = width;
      const Bounds p = probability(at, sharper);
      if (p.lo > level) return Verdict::proved;
      if (p.hi < level) return Verdict::refuted;
    }
    return Verdict::undecided;
  };
  if (above(0) != Verdict::proved) return {0, 0};
  Bounds out{0, vanishing_r(instance.k)};
  while (out.hi - out.lo > resolution) {
    const Rational middle = (out.lo + out.hi) / 2;
    const Verdict verdict = above(middle);
    if (verdict == Verdict::undecided) break;
    (verdict == Verdict::proved ? out.lo : out.hi) = middle;
  }
  return out;
}

}  // namespace

Bounds trap_boundary(const Instance& instance, const TrapOptions& options, const Rational& level,
                     const Rational& resolution) {
  return boundary(instance, options, level, resolution, [](const Instance& at, const TrapOptions& sharper) {
    return trap_probability(at, sharper).probability.front();
  });
}

Bounds trap_boundary_at_large_p(const Instance& instance, const TrapOptions& options, const Rational& level,
                                const Rational& resolution) {
  return boundary(instance, options, level, resolution, [](const Instance& at, TrapOptions sharper) {
    sharper.inputs = {4000};  // only says which cells to refine
    const TrapResult result = trap_probability(at, sharper);
    return result.law.bits == 0 ? result.probability.front() : trap_probability_at_large_p(result.law);
  });
}

Bounds threshold_range(const Instance& instance, const TrapOptions& options, int pieces) {
  const Cover cover(instance, options);
  const Rational scale = power_of_two(cover.bits());
  std::int64_t lowest = std::int64_t{1} << cover.bits(), highest = 0;
  const double reach = cover.radius() * (1 + kRoom);
  for (int i = 0; i < pieces; ++i) {
    // A quarter circle between the abscissae x0 < x1; its lower copy lies above (-x1, -y0), its upper one below (x1,
    // y0).
    const double x0 = reach * i / pieces, x1 = reach * (i + 1) / pieces * (1 + kRoom);
    const double y0 = std::sqrt(std::max(0.0, (reach - x0) * (reach + x0))) * (1 + kRoom);
    Corner low{-x1, -y0}, high{x1, y0};
    if (cover.shape() == Shape::only_x) low = {-reach, 0}, high = {reach, 0};
    if (cover.shape() == Shape::only_y) low = {0, -reach}, high = {0, reach};
    Cell cell{};
    const auto bracket = [&](const Corner& from, const Corner& to) {
      cell.free_up_to = 0, cell.trapped_from = std::int64_t{1} << cover.bits();
      for (int pass = 0; pass < 4; ++pass)
        cover.solve_between(from, to, cell);  // the tolerance is a share of the bracket
    };
    bracket(low, low);
    lowest = std::min(lowest, cell.free_up_to);
    bracket(high, high);
    highest = std::max(highest, cell.trapped_from);
  }
  return {Rational(lowest) / scale, Rational(highest) / scale};
}

}  // namespace noiseproof
