#pragma once
// Activations in pieces: polynomials between knots, which meet there. As a sum of truncated powers every derivative and
// every jump of one is read off.
#include <string>
#include <vector>

#include "core/coefficients.hpp"
#include "model/analytic.hpp"

namespace noiseproof {

/// f(z) = first(z) + the sum of bend.powers(z - knot) over the bends with knot < z. f is continuous: powers[0] = 0.
struct Pieces {
  struct Bend {
    Rational knot;
    Coefficients powers;  ///< in z - knot; not 0
  };
  Coefficients first;
  std::vector<Bend> bends;  ///< by knot, rising; at least one
};

/// Reads "POLYNOMIAL if z < KNOT, ..., POLYNOMIAL": from left to right, the last one for all z beyond. Polynomials as
/// parse_analytic reads them, up to z^6; at most 8 knots, exact, rising, within [-10, 10] and 1/1000 apart. Throws
/// Error(input) on anything else, and where the pieces do not meet or are one polynomial.
Pieces parse_pieces(const std::string& text, const std::string& where);

unsigned degree_of(const Pieces& f);
/// f(-z).
Pieces mirrored(const Pieces& f);
/// Even, or f(z) + f(-z) = 2 centre: if and only if.
Symmetry symmetry_of(const Pieces& f);
/// The derivative of f of this order between the knots, as polynomials in z from left to right: one more than knots.
std::vector<Coefficients> polynomials_of(const Pieces& f, std::size_t order = 0);

/// f in floating point, with its derivative; at a knot the one from the left.
class SampledPieces {
 public:
  explicit SampledPieces(const Pieces& f);
  Slope operator()(double z) const;

 private:
  struct Part {
    double knot;
    std::vector<double> powers;
  };
  std::vector<Part> parts_;  // the first one's knot: -infinity, its powers those of z
};

}  // namespace noiseproof
