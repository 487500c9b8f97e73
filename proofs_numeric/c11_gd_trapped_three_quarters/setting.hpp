#pragma once
// What the parts of C11 share.
#include "dynamics/binomial.hpp"
#include "trap_figures.hpp"

namespace noiseproof::c11_gd_trapped_three_quarters {

/// A start distribution and step: k, p, r, |a*|^2, radius (negative: |s|/sqrt k), eta.
struct Setting {
  int k, p;
  Rational r, norm_sq, radius, eta;

  std::string describe() const;
  Instance instance() const;
  TrapOptions options(const Rational& width, int jobs) const;
  Bounds enclose(const Rational& width, int jobs) const;  ///< P(trapped)
  /// The fraction of runs that are near the spurious point in the end. (The certificates of C12 need a shorter step.)
  Proportion sample(std::uint32_t runs, std::uint64_t seed, int jobs) const;
};

/// `bound`: B_2.
nlohmann::json radius_plot(const Bounds& bound, int jobs);
/// `bounds`: the series of B_p over p.
nlohmann::json bound_plot(const nlohmann::json& bounds);

}  // namespace noiseproof::c11_gd_trapped_three_quarters
