#pragma once
// The two inequalities of phase I, proved over their whole domains: E (R+/R)^theta <= 1 - lambda, with theta1 on the
// wrong side (and everywhere that R >= 1 reaches) and theta2 on the good side (docs/escape.md, "The proof over boxes").
#include <functional>
#include <limits>
#include <optional>
#include <string>

#include "escape/drift_quadrature.hpp"

namespace noiseproof {

/// Everything that the inequalities are made of. Unknown intervals where a hypothesis fails; then nothing is proved.
struct DriftSetting {
  DriftSetting(const EscapeInstance& instance, const Rational& start_radius_sq, const PhaseOne& phase);

  EscapeInstance instance;
  PhaseOne phase;
  WeightBox box;
  WeightTerm term;
  Interval step;  ///< c = eta/2pi
  Interval theta1, theta2, delta, root_delta;
  std::vector<Interval> mean;  ///< mean_coefficients(p, theta1)
  /// With the exact law, rho_w > 1: the density, and power_means(p, theta1).
  std::optional<DirectionDensity<Interval>> density;
  PowerMeans<Interval> tilted{};
  Interval z_range;  ///< of nu Lc - K Q over the box
  Interval level;    ///< Z = log(Y_g + delta) + max z
  /// The free coordinate of a~: its range, and the ends, where the exponent, convex in it, is largest.
  Interval free_range;
  std::vector<Interval> free_ends;
  /// (1 - lambda) over what the noise in a costs, and a finite rho_w where the mean is over the uniform direction: what
  /// the means are to be below.
  Interval limit1, limit2;

  /// Bounds of the Y at which R >= 1 and R < 1, for alpha~ in the strip; nothing if no student is there.
  struct Border {
    Interval highest, lowest;
  };
  /// Do the hypotheses hold that are about numbers alone?
  bool sound() const;

  std::optional<Border> border(const Interval& strip) const;
};

/// Panels that see the peak of the integrand where Q = 0, about sqrt(delta)/s wide. Approximate.
int panels_for(const DriftSetting& setting);

/// Which bound of the step, to which power.
enum class DriftPart { pole, away, good };

/// Bound of the mean over the direction at (v or l, alpha~), the larger of both free ends. C is Interval or
/// double. X: see linear_bound; only for the pole.
template <class C>
C drift_value(const DriftSetting& z, const DriftNodes<C>& nodes, DriftPart part, const C& place, const C& s,
              const C& X);

/// A number at least |s P| + |s sqrt Y Q| + s^2 (1+Y)(P^2+Q^2)/4 for |s| and v up to these.
Interval step_size(const DriftSetting& z, const DriftQuadrature& quadrature, const Interval& s, const Interval& v);

struct DriftOptions {
  int strips = 24;                                 ///< of alpha~
  int jobs = 0;                                    ///< threads; 0: all cores. The result does not depend on it
  long budget = std::numeric_limits<long>::max();  ///< evaluations of the integrand, or what takes as long
  std::function<void(double)> progress;
};

struct DriftPartResult {
  long boxes = 0, values = 0, work = 0;
  double least_rate = 1;  ///< 1 - the largest value seen, roughly: how much room lambda had
};

struct DriftResult {
  Verdict verdict = Verdict::undecided;
  /// Why not: empty if proved. `fails` if the bound itself exceeds the limit at a point, so that no finer box can help;
  /// `spent` if the budget ended first.
  std::string why;
  bool fails = false, spent = false;
  DriftPart where = DriftPart::good;  ///< if not proved: on the way
  DriftPartResult parts[3];
  /// Evaluations of the integrand, some half a microsecond each; of boxes in parallel those that count in any order.
  long work() const { return parts[0].work + parts[1].work + parts[2].work; }
};

/// `near`: for the pole, where the integrand has a narrow peak; `far`: elsewhere.
DriftResult prove_drift(const DriftSetting& setting, const DriftQuadrature& near, const DriftQuadrature& far,
                        const DriftOptions& options);

}  // namespace noiseproof
