#include "rigor/trap.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>

#include "core/error.hpp"
#include "core/threads.hpp"
#include "rigor/landscape.hpp"
#include "rigor/trap_cover.hpp"

namespace noiseproof {
namespace {

/// Halves the worst cells, in rounds, until the gaps add up to the target. What is chosen depends on the cells only,
/// and every cell is worked on alone: the threads' order cannot show.
std::vector<Cell> refine(const Cover& cover, double target, const TrapOptions& options, long& steps) {
  std::vector<Cell> cells{cover.whole()};
  Threads threads(options.jobs);
  std::atomic<long> total_steps{TrapMap::take_steps()};
  for (;;) {
    const double width =
        std::accumulate(cells.begin(), cells.end(), 0.0, [](double sum, const Cell& c) { return sum + c.gap; });
    // The number of cells grows as 1/width^2.
    if (options.progress) options.progress(std::min(0.99, target * target / (width * width)));
    if (width <= target || static_cast<long>(cells.size()) >= options.most_cells ||
        total_steps.load() >= options.most_steps)
      break;
    std::vector<std::size_t> order(cells.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return cells[a].gap != cells[b].gap ? cells[a].gap > cells[b].gap : a < b;
    });
    // Halving a cell removes somewhat less than half of its gap.
    const double wanted = std::min(0.6 * width, 2.2 * (width - target));
    std::size_t chosen = 0;
    for (double sum = 0; chosen < order.size() && sum < wanted; ++chosen) sum += cells[order[chosen]].gap;
    chosen = std::clamp<std::size_t>(
        chosen, 1, static_cast<std::size_t>(std::max(1L, options.most_cells - static_cast<long>(cells.size()))));
    const std::size_t old = cells.size();
    cells.resize(old + chosen);
    threads.for_each(std::size_t{0}, chosen, [&](std::size_t i) {
      const std::array<Cell, 2> halves = cover.split(cells[order[i]]);
      cells[order[i]] = halves[0];
      cells[old + i] = halves[1];
      total_steps += TrapMap::take_steps();
    });
  }
  steps = total_steps;
  return cells;
}

void require_sane(const TrapOptions& options) {
  if (!(options.width > 0 && options.width < 1))
    throw Error(Error::Kind::input, "width", to_string(options.width) + " is not between 0 and 1");
  if (options.inputs.empty()) throw Error(Error::Kind::input, "p", "no number of inputs is given");
  for (const int p : options.inputs)
    if (p < 2 || p > 100000) throw Error(Error::Kind::input, "p", std::to_string(p) + " is not between 2 and 100000");
}

}  // namespace

Bounds trap_probability(const ThresholdLaw& law, int p) {
  const ScopedBits scope(kMeasureBits);
  const SinePower angles(p - 2);
  const Rational scale = power_of_two(law.bits);
  const auto expectation = [&](const std::map<std::int64_t, Ball>& masses) {
    Ball sum(0);
    for (const auto& [j, mass] : masses) sum += mass * angles.tail(Rational(Rational(j) / scale));
    return sum;
  };
  const Rational lo = dyadic_floor(lower_rational(expectation(law.trapped_from)), 64);
  const Rational hi = dyadic_ceil(upper_rational(expectation(law.free_up_to)), 64);
  return {std::max(lo, Rational(0)), std::min(hi, Rational(1))};
}

Bounds trap_probability_at_large_p(const ThresholdLaw& law) {
  const ScopedBits scope(kMeasureBits);
  const std::int64_t right_angle = std::int64_t{1} << (law.bits - 1);
  Ball trapped(0), free(0);
  for (const auto& [j, mass] : law.trapped_from)
    if (j < right_angle) trapped += mass;
  for (const auto& [j, mass] : law.free_up_to)
    if (j > right_angle) free += mass;
  return {std::max(Rational(0), dyadic_floor(lower_rational(trapped), 64)),
          std::min(Rational(1), dyadic_ceil(upper_rational(Ball(1) - free), 64))};
}

std::optional<KnownTrap> known_trap(const Instance& instance, const TrapOptions& options) {
  if (instance.r == 0 && options.radius <= 0)
    return KnownTrap{Rational(1, 2), Rational(1, 2), "s = 0 and a_0 = 0: the start is trapped iff phi_0 > pi/2"};
  if (r_below_threshold(instance.k, instance.r) == Verdict::refuted)
    return KnownTrap{
        0, 1,
        "r >= (k+pi-1)/pi: the spurious point is no local minimum, and every start with phi_0 < pi reaches "
        "the optimum"};
  return std::nullopt;
}

TrapResult trap_probability(const Instance& instance, const TrapOptions& options) {
  require_sane(options);
  const Cover cover(instance, options);
  TrapResult out;
  if (const std::optional<KnownTrap> known = known_trap(instance, options); known && !options.keep_cells) {
    out.probability.assign(options.inputs.size(), Bounds{known->probability, known->probability});
    out.reached = true;
    out.method = known->why;
    out.threshold = {known->threshold, known->threshold};
    return out;
  }
  long steps = 0;
  // Approximate gaps decide when to stop; the enclosure decides whether that was enough.
  double target = 0.97 * options.width.convert_to<double>();
  std::vector<Cell> cells = refine(cover, target, options, steps);
  if (options.keep_cells)
    for (Cell& cell : cells) out.cover.push_back(cover.stated(cell));
  out.law = cover.law(cells);
  out.reached = true;
  for (const int p : options.inputs) {
    out.probability.push_back(trap_probability(out.law, p));
    out.reached = out.reached && out.probability.back().hi - out.probability.back().lo <= options.width;
  }
  const Rational scale = power_of_two(cover.bits());
  out.threshold = {Rational(out.law.free_up_to.begin()->first) / scale,
                   Rational(out.law.trapped_from.rbegin()->first) / scale};
  out.method = "cells";
  out.cells = static_cast<long>(cells.size());
  out.steps = steps;
  return out;
}

}  // namespace noiseproof
