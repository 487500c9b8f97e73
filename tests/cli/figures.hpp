#pragma once
// Figures as a command prints them, against what they stand for; and the instance that most commands are asked about.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/rational.hpp"
#include "core/real.hpp"

namespace figures {

using namespace noiseproof;

inline const std::string kTwo = "[network]\nk = 2\np = 2\n[teacher]\nr = 1\n";

/// Is a number within a unit of the 18th digit of what is printed, or within a printed "[+/- radius]"?
inline bool is_near(const std::string& printed, const Real& x) {
  if (printed.starts_with("[+/- ")) return abs(x) <= Real(printed.substr(5, printed.size() - 6));
  return abs(x - Real(printed)) <= 1e-18 * abs(x);
}

inline Rational number(const nlohmann::json& text) { return parse_rational(text.get<std::string>(), "test"); }

/// lower <= value <= upper, none of them further from it than one unit of the last of `digits` digits.
inline void check_around(const Rational& lower, const Rational& value, const Rational& upper, int digits) {
  CHECK(lower <= value);
  CHECK(value <= upper);
  const Rational unit =
      abs(value) / Rational(boost::multiprecision::pow(Integer(10), static_cast<unsigned>(digits - 2)));
  CHECK(upper - lower <= unit);
}

}  // namespace figures
