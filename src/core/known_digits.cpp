#include "core/known_digits.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace noiseproof {
namespace {

Rational ten_to(long n) {
  const Integer power = pow(Integer(10), static_cast<unsigned>(std::labs(n)));
  return n < 0 ? Rational(Integer(1), power) : Rational(power);
}

/// The e with 10^e <= x < 10^(e+1). Domain: x > 0.
long decimal_exponent(const Rational& x) {
  long e = (static_cast<long>(msb(numerator(x))) - static_cast<long>(msb(denominator(x)))) * 30103 / 100000;
  while (x >= ten_to(e + 1)) ++e;
  while (x < ten_to(e)) --e;
  return e;
}

/// The text of -x from that of x.
std::string negated(const std::string& text) {
  if (text.front() == '-') return text.substr(1);
  return (text.find_first_not_of("0.") == std::string::npos ? "" : "-") + text;
}

}  // namespace

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

std::string decimal_above(const Rational& x, int places) { return negated(decimal_below(-x, places)); }

std::string digits_below(const Rational& x, int digits) {
  if (x == 0) return "0";
  const long exponent = decimal_exponent(abs(x)), behind = digits - 1 - exponent;
  const Integer units = floor_of(x * ten_to(behind));
  std::string text = Integer(abs(units)).str();
  const long carried = static_cast<long>(text.size()) - digits;  // 1 if -9.99 has become -10.0
  text.resize(static_cast<std::size_t>(digits));
  return scientific((units < 0 ? "-" : "") + text, exponent + carried);
}

std::string digits_above(const Rational& x, int digits) { return negated(digits_below(-x, digits)); }

std::string terminating_decimal(Rational x) {
  std::string out = x < 0 ? "-" : "";
  if (x < 0) x = -x;
  const Integer whole = floor_of(x);
  out += whole.str();
  x -= Rational(whole);
  for (bool first = true; x != 0; first = false) {
    if (first) out += '.';
    x *= 10;
    const Integer digit = floor_of(x);
    out += digit.str();
    x -= Rational(digit);
  }
  return out;
}

std::string outward_decimals(const Rational& lo, const Rational& hi, int places, const std::string& unit) {
  return "[" + decimal_below(lo, places) + unit + ", " + decimal_above(hi, places) + unit + "]";
}

}  // namespace noiseproof
