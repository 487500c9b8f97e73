#pragma once
// Decimals that are true. Of which every digit is known: a number is enclosed with more and more bits until its ball
// leaves no choice. Or that are rounded to the side that keeps a statement true. Whatever prints a number of the
// mathematics does so through here.
#include <string>

#include "core/ball.hpp"

namespace noiseproof {

/// Turns balls into decimals of `digits` significant digits, rounded to nearest, and notes where a ball was too wide
/// for that. Made by with_known_digits.
class KnownDigits {
 public:
  /// `last`: no more bits will come, so that digits which are not known are left out.
  KnownDigits(int digits, bool last) : digits_(digits), last_(last) {}

  /// "d.dd...e+xx"; "0" only of what is exactly 0. A number half-way between two decimals to twice the digits becomes
  /// either of them. Of a ball that is too wide: nothing; at the last attempt the digits that it determines, or
  /// "[+/- r]" if it determines none.
  std::string operator()(const Ball& x);

  int digits() const { return digits_; }
  bool all_known() const { return all_known_; }

 private:
  int digits_;
  bool last_, all_known_ = true;
};

/// make(KnownDigits&), a text or a document, with all of its digits known: called with the working precision doubled
/// until they are, up to 2^21 bits.
template <class Make>
auto with_known_digits(int digits, const Make& make) {
  constexpr slong kBudget = slong{1} << 21;
  for (slong bits = bits_for_digits(digits) + 64;; bits *= 2) {
    const ScopedBits precision(bits);
    KnownDigits known(digits, bits >= kBudget);
    auto out = make(known);
    if (known.all_known() || bits >= kBudget) return out;
  }
}

/// The number of at most 15 digits, as the double that is printed with these digits and no others; fewer where the ball
/// determines fewer, its midpoint where it determines none.
double known_double(const Ball& x, int digits);

/// "0.2458": x rounded down (up) to `places` decimals, places >= 1.
std::string decimal_below(const Rational& x, int places = 12);
std::string decimal_above(const Rational& x, int places = 12);

/// "2.458e-01": x rounded down (up) to `digits` significant digits, digits >= 1; "0" of 0.
std::string digits_below(const Rational& x, int digits);
std::string digits_above(const Rational& x, int digits);

/// "0.2458": all of x. Domain: its denominator is 2^a 5^b.
std::string terminating_decimal(Rational x);

/// "[0.2458, 0.2469]": the ends of an interval, rounded outward; `unit` is written behind each.
std::string outward_decimals(const Rational& lo, const Rational& hi, int places, const std::string& unit = "");

}  // namespace noiseproof
