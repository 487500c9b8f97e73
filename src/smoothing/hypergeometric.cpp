#include "smoothing/hypergeometric.hpp"

#include <arb_hypgeom.h>

#include <cmath>

#include "core/error.hpp"

namespace noiseproof {
namespace {

constexpr int kMostSeriesTerms = 200'000;
constexpr slong kGuardBits = 16;

/// A bound of the quotient of every term from number j on by the one before it: |upper + i|/(lower + i), lower > 0, is
/// monotone in i with limit 1 where upper + i >= 0, and falls before that; so it is at most its value at j, or 1.
Ball ratio_bound(const std::vector<Parameters>& pairs, const Ball& z, int j) {
  Rational bound = 1;
  for (const Parameters& pair : pairs) {
    const Rational at_j = Rational(abs(Rational(pair.upper + j))) / Rational(pair.lower + j);
    if (at_j > 1) bound *= at_j;
  }
  return Ball(bound) * z;
}

/// About the bits that alternating terms cancel: those of the largest term. Says how precisely to compute, never what
/// is true.
slong cancelled_bits(const std::vector<Parameters>& pairs, double z) {
  std::vector<std::pair<double, double>> rounded;
  for (const Parameters& pair : pairs)
    rounded.emplace_back(pair.upper.convert_to<double>(), pair.lower.convert_to<double>());
  double bits = 0;
  for (int j = 0; j < kMostSeriesTerms; ++j) {
    double quotient = z;
    for (const auto& [upper, lower] : rounded) quotient *= std::abs((upper + j) / (lower + j));
    if (!(quotient > 1)) break;  // what grows later does not alternate
    bits += std::log2(quotient);
  }
  return static_cast<slong>(bits);
}

/// (x + j) times the denominator of x.
Integer shifted(const Rational& x, int j) { return numerator(x) + j * denominator(x); }

Ball series(const std::vector<Parameters>& pairs, const Ball& z) {
  const Ball tolerance(power_of_two(-working_bits()));
  Integer scale_up = 1, scale_down = 1;
  for (const Parameters& pair : pairs) {
    scale_up *= denominator(pair.lower);
    scale_down *= denominator(pair.upper);
  }
  Ball total = 0, term = 1;
  for (int j = 0; j < kMostSeriesTerms; ++j) {
    total += term;
    Integer up = scale_up, down = scale_down;
    for (const Parameters& pair : pairs) {
      up *= shifted(pair.upper, j);
      down *= shifted(pair.lower, j);
    }
    if (up == 0) return total;  // a polynomial
    term *= z * Ball(Rational(up));
    term /= Ball(Rational(down));
    if (is_less(abs(term), tolerance) != Verdict::proved) continue;
    const Ball ratio = ratio_bound(pairs, z, j);
    if (is_less(ratio, Ball(1)) != Verdict::proved) continue;
    const Ball tail = abs(term) / (Ball(1) - ratio);
    if (is_less(tail, tolerance) == Verdict::proved) return total + Ball::hull(-tail, tail);
  }
  throw Error(Error::Kind::no_convergence, "hypergeometric", "the series converges too slowly");
}

}  // namespace

Ball hypergeometric(const std::vector<Parameters>& pairs, const Ball& z) {
  const ScopedBits more(working_bits() + kGuardBits + cancelled_bits(pairs, z.midpoint_approx()));
  const bool near_one = is_less(z, Ball(Rational(31, 32))) != Verdict::proved;
  if (near_one && pairs.size() == 2 && pairs[1].lower == 1) {
    const Ball a(pairs[0].upper), b(pairs[1].upper), c(pairs[0].lower);
    const auto at = [&](const Ball& x) {
      Ball out;
      arb_hypgeom_2f1(out.get(), a.get(), b.get(), c.get(), x.get(), 0, working_bits());
      return out;
    };
    // A ball that may reach the branch point: the function is monotone on [0, 1], as Euler's integral for its
    // derivative has an integrand of one sign.
    if (is_less(z, Ball(1)) == Verdict::proved) return at(z);
    return Ball::hull(at(z.lower()), at(Ball(1)));
  }
  return series(pairs, z);
}

Ball hypergeometric(const std::vector<Parameters>& pairs, const Rational& z) {
  // An error of z is multiplied by what the terms cancel: so z too has to be that precise.
  const ScopedBits more(working_bits() + kGuardBits + cancelled_bits(pairs, z.convert_to<double>()));
  return hypergeometric(pairs, Ball(z));
}

Ball gamma(const Ball& x) {
  Ball out;
  arb_gamma(out.get(), x.get(), working_bits());
  return out;
}

Ball reciprocal_gamma(const Ball& x) {
  Ball out;
  arb_rgamma(out.get(), x.get(), working_bits());
  return out;
}

Ball beta(const Ball& x, const Ball& y) { return gamma(x) * gamma(y) * reciprocal_gamma(x + y); }

}  // namespace noiseproof
