#include "core/real.hpp"

#include "core/error.hpp"

namespace noiseproof {

ScopedDigits::ScopedDigits(int digits) : saved_(Real::thread_default_precision()) {
  if (digits < kMinDigits || digits > kMaxDigits)
    throw Error(Error::Kind::input, "digits",
                std::to_string(digits) + " is out of range: the working precision is " + std::to_string(kMinDigits) +
                    " to " + std::to_string(kMaxDigits) + " decimal digits");
  Real::thread_default_precision(static_cast<unsigned>(digits));
}

ScopedDigits::~ScopedDigits() { Real::thread_default_precision(saved_); }

int working_digits() { return static_cast<int>(Real::thread_default_precision()); }

std::string to_decimal(const Real& x, int digits) {
  if (x == 0) return "0";
  return x.str(digits - 1, std::ios_base::scientific);
}

}  // namespace noiseproof
