#pragma once
// The algorithms of claim C14 side by side: gradient descent, stochastic gradient descent and perturbed gradient
// descent with constant and with annealed noise, from random starts and from the spurious point.
#include <nlohmann/json.hpp>

#include "dynamics/ensemble.hpp"

namespace noiseproof {

struct Algorithm {
  std::string id;        ///< "sgd-tiny"
  std::string title;     ///< "SGD, tiny step"
  std::string settings;  ///< step sizes, steps, radii, examples a step, in words
  Schedule schedule;     ///< cut so that there are some 40 looks at a run: the ends of epochs
  int batch = 0;         ///< fresh examples a step; 0: the exact gradient
  bool pictured = true;  ///< belongs in the picture of all, which has room for six lines
};

/// The largest step for which stochastic gradient descent is stable in mean square at the global optimum, estimated as
/// if the derivatives of the network's output were Gaussian with covariance H (the Hessian there): eta < 2 m/(tr H +
/// (m+1) lambda_max). tr H = (k + (p-1) A^2)/2, lambda_max = max(A^2/2, (k+pi-1)/2pi). An estimate, not a bound: they
/// are not Gaussian.
double stable_stochastic_step(const Instance& instance, int batch);

/// With eta, the radii and N steps those of the patient schedule (schedule.hpp), in this order:
///   gd                  eta, N steps
///   sgd-tiny            m = 2, eta/25, N steps
///   sgd-large           m = 1, the stable step, N steps
///   sgd-annealed        m = 1, the stable step, times 0.8 from epoch to epoch of the patient schedule
///   perturbed-small     eta, N steps, 1% of the patient schedule's first radii
///   perturbed-large     eta, N steps, its first radii
///   perturbed-annealed  the patient schedule
///   perturbed-sgd       the patient schedule with m = 4 and the stable step, at most eta
/// Noise in normalized injection. The picture leaves out sgd-large and perturbed-sgd.
std::vector<Algorithm> compared_algorithms(const Instance& instance);

/// Constant noise of the given radii: eta, N steps.
Algorithm constant_noise(const Instance& instance, double rho_w, double rho_a);

/// Distance to the global optimum, relative: sqrt(|w - w*|^2 + |a - a*|^2/|a*|^2).
double relative_distance(const Problem& problem, const Snapshot& at);

/// At most how far w turns in all steps from the starts of make_start, in radians, whatever the noise: each step turns
/// it by at most asin(c |alpha~| max (pi - phi~) sin phi~), c = eta/2pi, and |alpha~| <= 2 A^2 + 3 A rho_a while
/// eta (k+pi-1) <= 2 pi (docs/escape.md). In doubles. Infinite where that says nothing, or examples are drawn.
double most_turn(const Problem& problem, const Algorithm& algorithm);

struct Quantiles {
  double low, median, high;  ///< 10%, 50%, 90%, nearest rank; infinite where runs diverged
};

/// An algorithm's runs from one kind of start.
struct Comparison {
  Algorithm algorithm;
  Start start;
  EnsembleResult result;
  std::vector<Quantiles> distance;  ///< relative, at each look
  Quantiles late{};                 ///< relative, over all looks in the last quarter of all runs
  double most_turn = 0;             ///< of w, by the function of that name
  double seconds = 0;

  long runs() const { return static_cast<long>(result.runs.size()); }
  long arrived() const { return result.count(Outcome::reached); }
  /// Runs with phi < pi/2 at one of the looks.
  long escaped() const;
};

/// Runs the algorithm; options.start, seed, runs and jobs count, batch and injection come from it. Where all runs would
/// be the same (no noise, spurious point) it makes one. With the exact gradient in reduced coordinates
/// (reduced_ensemble.hpp), with examples on full vectors. Throws Error(input) if runs or jobs are out of range.
Comparison compare(const Problem& problem, const Algorithm& algorithm, EnsembleOptions options);

/// Numbers touched by one run, which is what its time is proportional to.
double work(const Instance& instance, const Algorithm& algorithm);

/// Plot data (report/svg.hpp): the relative distance against steps, median and band from 10% to 90%, one line each.
nlohmann::json distance_plot(const std::string& id, const std::vector<const Comparison*>& comparisons);

}  // namespace noiseproof
