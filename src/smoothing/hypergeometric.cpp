#include "smoothing/hypergeometric.hpp"

#include <arb_hypgeom.h>

#include <optional>

#include "core/error.hpp"

namespace noiseproof {
namespace {

constexpr int kMostTerms = 200'000;

/// A bound of |upper + i|/(lower + i) over all i >= j, if one is known from here on: where upper + i >= 0 the quotient is
/// monotone in i with limit 1; where it is negative it is at most 1 once -(upper + i) <= lower + i. Empty if neither.
std::optional<Rational> quotient_bound(const Parameters& pair, int j) {
  const Rational up = pair.upper + j, low = pair.lower + j;
  if (up < 0 && -up > low) return std::nullopt;
  return up > low ? Rational(up / low) : Rational(1);
}

/// Bits that alternating terms cancel: a negative upper parameter -b makes them as large as a binomial coefficient of b.
slong cancelled_bits(const std::vector<Parameters>& pairs) {
  Rational all = 0;
  for (const Parameters& pair : pairs)
    if (pair.upper < 0) all -= pair.upper;
  return 16 + all.convert_to<slong>();
}

Ball series(const std::vector<Parameters>& pairs, const Ball& z) {
  Ball total = 0, term = 1;
  const Ball tolerance(Rational(1, Integer(1) << static_cast<unsigned>(working_bits())));
  for (int j = 0; j < kMostTerms; ++j) {
    total += term;
    Rational quotient = 1, bound = 1;
    bool known = true;
    for (const Parameters& pair : pairs) {
      quotient *= (pair.upper + j) / (pair.lower + j);
      const std::optional<Rational> b = quotient_bound(pair, j);
      known = known && b.has_value();
      if (b) bound *= *b;
    }
    if (quotient == 0) return total;  // a polynomial
    term *= Ball(quotient) * z;
    const Ball ratio = Ball(bound) * z;
    if (!known || is_less(ratio, Ball(1)) != Verdict::proved) continue;
    const Ball tail = abs(term) / (Ball(1) - ratio);
    if (is_less(tail, tolerance) == Verdict::proved) return total + Ball::hull(-tail, tail);
  }
  throw Error(Error::Kind::no_convergence, "hypergeometric", "the series converges too slowly");
}

}  // namespace

Ball hypergeometric(const std::vector<Parameters>& pairs, const Ball& z) {
  const ScopedBits more(working_bits() + cancelled_bits(pairs));
  const bool near_one = is_less(z, Ball(Rational(31, 32))) != Verdict::proved;
  if (near_one && pairs.size() == 2 && pairs[1].lower == 1) {
    const Ball a(pairs[0].upper), b(pairs[1].upper), c(pairs[0].lower);
    const auto at = [&](const Ball& x) {
      Ball out;
      arb_hypgeom_2f1(out.get(), a.get(), b.get(), c.get(), x.get(), 0, working_bits());
      return out;
    };
    // A ball that may reach the branch point: the function is monotone on [0, 1], as Euler's integral for its derivative has
    // an integrand of one sign.
    if (is_less(z, Ball(1)) == Verdict::proved) return at(z);
    return Ball::hull(at(z.lower()), at(Ball(1)));
  }
  return series(pairs, z);
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
