#include "core/rational.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "core/error.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kMaxCharacters = 20000;
constexpr long kMaxExponent = 20000;

[[noreturn]] void reject(std::string_view text, const std::string& where, const std::string& why) {
  constexpr std::size_t kShown = 40;
  std::string shown;
  for (const char c : text.substr(0, kShown)) shown += std::isprint(static_cast<unsigned char>(c)) ? c : '?';
  if (text.size() > kShown) shown += "...";
  throw Error(Error::Kind::input, where, "'" + shown + "' " + why);
}

bool all_digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

Integer parse_integer(std::string_view digits) {
  // GMP reads a leading 0 as octal unless the base is fixed, and Boost's constructor does not fix it.
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  return Integer(std::string(digits.substr(first)));
}

}  // namespace

Rational parse_rational(std::string_view text, const std::string& where) {
  const auto bad = [&](const std::string& why) { reject(text, where, why); };
  if (text.size() > kMaxCharacters) bad("is too long for a number");
  std::string_view body = text;
  bool negative = false;
  if (!body.empty() && (body.front() == '-' || body.front() == '+')) {
    negative = body.front() == '-';
    body.remove_prefix(1);
  }
  Rational value;
  if (const auto slash = body.find('/'); slash != std::string_view::npos) {
    const auto p = body.substr(0, slash), q = body.substr(slash + 1);
    if (!all_digits(p) || !all_digits(q)) bad("is not a number: expected p/q with integers p and q");
    const Integer denominator = parse_integer(q);
    if (denominator == 0) bad("has denominator 0");
    value = Rational(parse_integer(p), denominator);
  } else {
    long exponent = 0;
    if (const auto e = body.find_first_of("eE"); e != std::string_view::npos) {
      std::string_view power = body.substr(e + 1);
      const bool minus = !power.empty() && power.front() == '-';
      if (!power.empty() && (power.front() == '-' || power.front() == '+')) power.remove_prefix(1);
      if (!all_digits(power)) bad("is not a number: bad exponent");
      power.remove_prefix(std::min(power.find_first_not_of('0'), power.size() - 1));
      exponent = power.size() > 6 ? kMaxExponent + 1 : std::stol(std::string(power));
      if (exponent > kMaxExponent) bad("has too large an exponent");
      if (minus) exponent = -exponent;
      body = body.substr(0, e);
    }
    std::string digits;
    if (const auto dot = body.find('.'); dot != std::string_view::npos) {
      const auto fraction = body.substr(dot + 1);
      digits.append(body.substr(0, dot)).append(fraction);
      exponent -= static_cast<long>(fraction.size());
    } else {
      digits = std::string(body);
    }
    if (!all_digits(digits)) bad("is not a number (use a decimal or \"p/q\")");
    const Integer power = boost::multiprecision::pow(Integer(10), static_cast<unsigned>(std::labs(exponent)));
    value = exponent < 0 ? Rational(parse_integer(digits), power) : Rational(parse_integer(digits) * power);
  }
  return negative ? Rational(-value) : value;
}

std::string to_string(const Rational& q) { return q.str(); }

std::string scientific(std::string digits, long exponent) {
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  if (digits.size() > first + 1) digits.insert(first + 1, ".");
  const std::string size = std::to_string(std::labs(exponent));
  return digits + (exponent < 0 ? "e-" : "e+") + (size.size() < 2 ? "0" : "") + size;
}

Integer floor_of(const Rational& q) {
  Integer out;
  const Integer num = numerator(q), den = denominator(q);
  mpz_fdiv_q(out.backend().data(), num.backend().data(), den.backend().data());
  return out;
}

Rational power_of_two(long exponent) {
  const Integer power = Integer(1) << static_cast<unsigned long>(std::labs(exponent));
  return exponent < 0 ? Rational(Integer(1), power) : Rational(power);
}

}  // namespace noiseproof
