#pragma once
// C17: the levels of one injection, found once, for its checks and its curves.
#include "enclosing.hpp"
#include "smoothing/critical_level.hpp"
#include "trap_figures.hpp"

namespace noiseproof::c17_critical_level_linear {

inline constexpr int kFirst = 2, kLast = 1000;

/// rho* at r = 0, where k does not matter, and, against r, at the instance's k and p.
struct Levels {
  Injection injection;
  std::string name;           ///< "raw"
  std::vector<Bounds> found;  ///< for p = kFirst..kLast
  std::vector<std::pair<Rational, Bounds>> against_r{};

  const Bounds& at(int p) const { return found[static_cast<std::size_t>(p - kFirst)]; }
  /// rho* - pi p
  Ball excess(int p) const { return ball_over(at(p)) - Ball::pi() * Ball(p); }
};

/// The claim's curves: against p, less pi p, against r.
std::vector<nlohmann::json> plots(const std::vector<Levels>& all);

}  // namespace noiseproof::c17_critical_level_linear
