#pragma once
// Exact rational numbers: the only way a number from a file enters a proof.
#include <boost/multiprecision/gmp.hpp>
#include <string>
#include <string_view>

namespace noiseproof {

using Integer = boost::multiprecision::number<boost::multiprecision::gmp_int, boost::multiprecision::et_off>;
using Rational = boost::multiprecision::number<boost::multiprecision::gmp_rational, boost::multiprecision::et_off>;

/// Reads "3", "-1.25", "1e-3" or "p/q" exactly.
/// Domain: at most 20,000 characters, decimal exponent of at most 20,000 in size (so that a short text
/// cannot ask for gigabytes). Throws Error(input) naming `where` on anything else, q = 0 included.
Rational parse_rational(std::string_view text, const std::string& where);

/// "p" or "p/q" in lowest terms; parse_rational reads it back to the same number.
std::string to_string(const Rational& q);

/// "-1.23e+04" of "-123" and 4: digits, with a sign or without, and the power of ten of the first.
std::string scientific(std::string digits, long exponent);

/// The greatest integer that is not above q.
Integer floor_of(const Rational& q);
/// 2^exponent, exactly.
Rational power_of_two(long exponent);

}  // namespace noiseproof
