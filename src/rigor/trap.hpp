#pragma once
// The probability that gradient descent from a random start converges to the spurious point, enclosed (claims C10,
// C11).
//
// For each (x_0, y_0) there is a threshold angle theta(x_0, y_0): starts beyond it are trapped, starts before it reach
// the optimum (claim C12: the trapped set is a down-set, so theta increases in x_0 and in y_0). Hence on a cell of
// (x_0, y_0) two starts decide for all: an angle proved trapped at the cell's upper corner bounds theta from above on
// the whole cell, one proved free at the lower corner bounds it from below. With the cell's exact measure and the exact
// tail of the angle's law,
//
//     sum_cells measure P(phi > theta_high)  <=  P(trapped)  <=  sum_cells measure P(phi > theta_low).
//
// Starts that cannot be decided lie between theta_low and theta_high: they widen the interval and never disappear.
// Cells are refined where measure times gap is largest. The dynamics knows nothing of p, so one cover serves every p.
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rigor/endpoints.hpp"
#include "rigor/trap_map.hpp"

namespace noiseproof {

struct TrapOptions {
  Rational eta{1, 25};
  Rational radius = -1;                  ///< of the ball that a_0 is drawn from; negative: |s|/sqrt k
  Rational width{1, 1000};               ///< requested width of the enclosure, for each p; in (0, 1)
  std::vector<int> inputs{6};            ///< values of p, each at least 2
  int jobs = 0;                          ///< threads; 0: all cores. The result does not depend on it
  long most_cells = 4'000'000;           ///< refinement stops short of the width at so many cells,
  long most_steps = 40'000'000'000;      ///< or steps of all orbits together (some 20 minutes on two cores)
  bool ball_arithmetic = false;          ///< orbits in Arb, not in doubles with error bounds: 20 times slower
  bool keep_cells = false;               ///< for a certificate; cells also where the answer is known exactly
  std::function<void(double)> progress;  ///< in [0, 1]; may throw, which stops the work
  std::string eta_name = "gd.eta";       ///< for errors: where the step was given
};

/// The law of the threshold angle, enclosed: theta = pi j/2^bits up to the cells' gaps.
struct ThresholdLaw {
  int bits = 0;
  /// j -> measure of the cells on which every angle >= pi j/2^bits is trapped.
  std::map<std::int64_t, Ball> trapped_from;
  /// j -> measure of the cells on which every angle <= pi j/2^bits reaches the optimum.
  std::map<std::int64_t, Ball> free_up_to;
};
/// P(trapped) for angles of density sin^{p-2}.
Bounds trap_probability(const ThresholdLaw& law, int p);

/// A cell of starts, y_0 = R u, x_0 = R sqrt(1-u^2) v (only x_0 = R u if a* is parallel to 1), and what is proved on
/// it.
struct TrapCell {
  Bounds u, v;
  Rational free_up_to, trapped_from;  ///< over pi; 0 and 1 say nothing
  long free_steps, trapped_steps;     ///< after which the orbits from the cell's corners are absorbed
};

struct TrapResult {
  std::vector<Bounds> probability;  ///< one for each of options.inputs
  bool reached = false;             ///< every width is at most options.width
  std::string method;               ///< "cells", or the reason why the answer is known exactly
  ThresholdLaw law;                 ///< empty if the answer is exact
  Bounds threshold{0, 1};           ///< theta/pi over all cells
  long cells = 0;
  std::vector<TrapCell> cover;  ///< if options.keep_cells
  long steps = 0;               ///< of gradient descent, all orbits together
};

/// Bounds of the limit of P(trapped) as p grows: phi_0 concentrates at pi/2, so it is the measure of theta < pi/2 (the
/// bounds allow for the set theta = pi/2 either way).
Bounds trap_probability_at_large_p(const ThresholdLaw& law);

/// The probability, and every start's threshold angle over pi, in the two cases where they are known without cells.
struct KnownTrap {
  Rational probability, threshold;
  std::string why;
};
std::optional<KnownTrap> known_trap(const Instance& instance, const TrapOptions& options);

/// Domain: k, p, r as in Instance; eta below the monotone bound (Error(input) otherwise). The teacher's norm matters:
/// the dynamics is not invariant under scaling a.
TrapResult trap_probability(const Instance& instance, const TrapOptions& options);

/// A step that is below the monotone bound for every teacher with these k and |a*|, and random starts of any r: the
/// instance's own, unless that is too long.
Rational common_step(const Instance& instance);

/// Where a search for the last r with a trap may end: at or above the threshold (k+pi-1)/pi, from which on nothing is
/// trapped, as pi > 336/107 = 3.1401...; at most k.
Rational vanishing_r(int k);
/// Where P(trapped) crosses `level` as r grows from 0: P is proved above the level at r = lo and below it at r = hi (lo
/// = hi = 0 if it never was above; by bisection on dyadic r, at most hi - lo <= resolution unless enclosures of width
/// 1/800 cannot tell). Between tested r nothing is said: that P decreases in r is not proved.
Bounds trap_boundary(const Instance& instance, const TrapOptions& options, const Rational& level,
                     const Rational& resolution);
/// The same for the limit of P(trapped) as p grows.
Bounds trap_boundary_at_large_p(const Instance& instance, const TrapOptions& options, const Rational& level,
                                const Rational& resolution);

/// Bounds of theta/pi over all starts |a_0| <= radius, from a cover of the ball's lower and upper boundary arcs by
/// `pieces` cells.
Bounds threshold_range(const Instance& instance, const TrapOptions& options, int pieces);

}  // namespace noiseproof
