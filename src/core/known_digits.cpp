#include "core/known_digits.hpp"

#include <algorithm>
#include <charconv>

namespace noiseproof {

std::string KnownDigits::operator()(const Ball& x) {
  if (!all_known_ && !last_) return {};  // this attempt is lost already
  if (const auto text = rounded_decimal(x, digits_)) return *text;
  const slong accurate = arb_rel_accuracy_bits(x.get());
  if (accurate > bits_for_digits(2 * digits_)) return *rounded_decimal(x.midpoint(), digits_);
  all_known_ = false;
  if (!last_) return {};
  // Of a ball that holds 0, or everything, the accuracy is minus, or plus, the greatest integer.
  const slong bits = std::clamp<slong>(accurate, 0, bits_for_digits(digits_));
  for (slong fewer = std::min<slong>(digits_ - 1, bits * 302 / 1000 + 1); fewer > 0; --fewer)
    if (const auto text = rounded_decimal(x, static_cast<int>(fewer))) return *text;
  return to_decimal(x, digits_);
}

double known_double(const Ball& x, int digits) {
  const std::string text = KnownDigits(digits, true)(x);
  double out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() ? out : x.midpoint_approx();
}

std::string decimal_below(const Rational& x, int places) {
  const Integer units = floor_of(x * pow(Integer(10), static_cast<unsigned>(places)));
  std::string text = Integer(abs(units)).str();
  const auto behind = static_cast<std::size_t>(places);
  if (text.size() <= behind) text.insert(0, behind + 1 - text.size(), '0');
  return (units < 0 ? "-" : "") + text.insert(text.size() - behind, ".");
}

std::string decimal_above(const Rational& x, int places) {
  const std::string mirrored = decimal_below(-x, places);
  if (mirrored.front() == '-') return mirrored.substr(1);
  return (mirrored.find_first_not_of("0.") == std::string::npos ? "" : "-") + mirrored;
}

std::string outward_decimals(const Rational& lo, const Rational& hi, int places, const std::string& unit) {
  return "[" + decimal_below(lo, places) + unit + ", " + decimal_above(hi, places) + unit + "]";
}

}  // namespace noiseproof
