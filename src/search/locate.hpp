#pragma once
// The search for critical points: Ceres in double precision from random starts, told nothing of the answer; then Newton
// in Real. It finds candidates and proves nothing (claims C05, C09).
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/on_progress.hpp"
#include "model/critical_points.hpp"

namespace noiseproof {

/// What is minimised: the loss itself (ends in local minima), or |grad L|^2 (ends in critical points of any kind).
enum class SearchObjective { loss, squared_gradient };
std::string name(SearchObjective objective);

struct SearchOptions {
  int starts = 64;  ///< per objective
  std::uint64_t seed = 1;
  int digits = 50;  ///< of the polished points
  int jobs = 0;     ///< threads; 0: all cores
  OnProgress progress;
};

/// Where a start ended, after Ceres and after Newton.
struct EndPoint {
  SearchObjective objective;
  int start;                ///< number of the start
  double phi, alpha, loss;  ///< where Ceres stopped
  double gradient_norm;     ///< there
  int cluster = -1;
};

/// A polished end point. Newton's unknowns are the angle (along the great circle through w and w*) and all of a.
struct PolishedPoint {
  Angle<Real> angle;
  Real alpha, loss;
  Vec<Real> a;
  int steps = 0;
  /// Newton's steps halved again and again: the root is double, as it is at the singular spurious point, and the
  /// steps were doubled from there on, which restores quadratic convergence.
  bool double_root = false;
};

struct Cluster {
  PolishedPoint point;
  int from_loss = 0;  ///< starts of each objective that ended here
  int from_gradient = 0;
  std::optional<CriticalKind> match = std::nullopt;  ///< the closed-form critical point it agrees with, if any
  int agreeing_digits = 0;  ///< decimal digits of agreement in (phi or pi - phi, a), at most `digits`
};

struct SearchResult {
  std::vector<EndPoint> ends;
  std::vector<Cluster> clusters;
  int unconverged = 0;  ///< starts whose end is no critical point (gradient too large, or Newton did not settle)
};

/// Runs the search. Results depend on the seed only, not on the number of threads.
SearchResult locate(const Instance& instance, const SearchOptions& options);

/// Newton in Real at the working precision from a double-precision student.
/// Throws Error(no_convergence) when 200 steps do not reach the working precision.
PolishedPoint polish(const Teacher<Real>& teacher, const Student<double>& start);

/// |gradient| in (phi, a) there, enclosed: at the exact value of the smaller one of phi and pi - phi, and of a.
Ball gradient_norm(const Teacher<Ball>& teacher, const PolishedPoint& point);

}  // namespace noiseproof
