#pragma once
// Real: MPFR numbers whose precision is chosen at run time (15 to 10,000 decimal digits).
// Not rigorous: results are correctly rounded operation by operation, no more.
#include <boost/multiprecision/mpfr.hpp>
#include <string>

#include "core/rational.hpp"

namespace noiseproof {

// et_off: with expression templates `auto x = a * b` keeps dangling temporaries and `f(a * b)` deduces a
// proxy type (docs/assumptions.md).
using Real = boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<0>, boost::multiprecision::et_off>;

inline constexpr int kMinDigits = 15;
inline constexpr int kMaxDigits = 10000;

/// Sets this thread's working precision, in decimal digits, for the life of the object.
/// Numbers made before keep the precision they have. Throws Error(input) outside [15, 10000].
class ScopedDigits {
 public:
  explicit ScopedDigits(int digits);
  ~ScopedDigits();
  ScopedDigits(const ScopedDigits&) = delete;
  ScopedDigits& operator=(const ScopedDigits&) = delete;

 private:
  unsigned saved_;
};

/// Decimal digits of this thread's working precision.
int working_digits();

/// `digits` significant decimal digits, scientific notation, rounded to nearest. Not an enclosure.
std::string to_decimal(const Real& x, int digits);

}  // namespace noiseproof
