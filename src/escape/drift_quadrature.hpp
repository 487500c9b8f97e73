#pragma once
// Means over the uniform direction: Gauss-Legendre panels in phi~ with the density sin^{p-2}, a Gauss-Gegenbauer rule
// in zeta, both enclosed, and cells of phi~ on which Taylor coefficients bound what the rules miss (docs/escape.md,
// "The quadrature").
#include "escape/drift_integrand.hpp"

namespace noiseproof {

/// Derivatives that the remainders need: 2 kPanelNodes in phi~, 2 kZetaNodes in zeta.
inline constexpr int kPanelNodes = 4, kZetaNodes = 6;

/// The rules' nodes as numbers of kind C. Weights are probabilities.
template <class C>
struct DriftNodes {
  std::vector<DirectionAt<C>> direction;
  std::vector<C> weight;
  std::vector<C> zeta, zeta_weight;
};

/// A piece of [0, pi].
struct DriftCell {
  DirectionAt<Taylor<2 * kPanelNodes>> series;  ///< in phi~
  Taylor<2 * kPanelNodes> density;
  DirectionAt<Interval> range;
  Interval weight;  ///< its probability
};

/// Panels that see the density sin^{p-2} and what varies no faster.
int plain_panels(int p);

class DriftQuadrature {
 public:
  DriftQuadrature(const EscapeInstance& instance, int panels);

  int panels() const { return panels_; }
  const DriftNodes<Interval>& nodes() const { return nodes_; }
  DriftNodes<double> approximate_nodes() const;
  /// The cells of a panel, 4 2^depth of them; depth from 0 to kMostDepth.
  static constexpr int kMostDepth = 2;
  static constexpr int cells_in_panel(int depth) { return 4 << depth; }
  const DriftCell& cell(int panel, int i, int depth) const {
    return cells_[static_cast<std::size_t>(depth)][static_cast<std::size_t>(panel * cells_in_panel(depth) + i)];
  }
  /// Integral over a panel minus the rule: this times a value of f^(8)/8! on the panel.
  const Interval& panel_error() const { return panel_error_; }
  /// Mean over zeta minus the rule: this times a value of f^(12)/12! on [-1, 1]. 0 for p = 2, where zeta = +-1.
  const Interval& zeta_error() const { return zeta_error_; }
  /// Bounds of |P|, |Q|, P^2 + Q^2 over all directions.
  const DirectionAt<Interval>& largest() const { return largest_; }

 private:
  void set_panel_nodes(const EscapeInstance& instance, const Ball& scale);
  void set_zeta_nodes(int p);

  int panels_;
  DriftNodes<Interval> nodes_;
  std::vector<std::vector<DriftCell>> cells_;
  Interval panel_error_, zeta_error_;
  DirectionAt<Interval> largest_;
};

}  // namespace noiseproof
