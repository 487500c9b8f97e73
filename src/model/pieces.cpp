#include "model/pieces.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/error.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kMostKnots = 8;
constexpr std::size_t kMostPower = 6;

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
  throw Error(Error::Kind::input, where, what);
}

std::string without_blanks_around(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\n"), last = text.find_last_not_of(" \t\n");
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::vector<std::string> parts_of(const std::string& text) {
  std::vector<std::string> out{""};
  for (const char c : text)
    if (c == ',')
      out.emplace_back();
    else
      out.back() += c;
  return out;
}

Coefficients parse_piece(const std::string& text, const std::string& where) {
  const auto c = polynomial_of(parse_analytic(text, where));
  if (!c) refuse(where, "a piece is a polynomial in z; '" + text + "' is not");
  if (c->size() > kMostPower + 1) refuse(where, "a piece is of degree 6 at most; '" + text + "' is not");
  return *c;
}

Rational parse_knot(const std::string& text, const std::string& where) {
  const Rational knot = parse_rational(text, where);
  if (abs(knot) > 10) refuse(where, "a knot lies within [-10, 10]; " + text + " does not");
  return knot;
}

bool same_bends(const std::vector<Pieces::Bend>& x, const std::vector<Pieces::Bend>& y, int sign) {
  return std::equal(x.begin(), x.end(), y.begin(), y.end(), [&](const Pieces::Bend& a, const Pieces::Bend& b) {
    return a.knot == b.knot && a.powers == multiple_of(b.powers, sign);
  });
}

std::vector<double> in_floating_point(const Coefficients& c) {
  std::vector<double> out;
  for (const Rational& x : c) out.push_back(x.convert_to<double>());
  return out;
}

/// c(z) and c'(z).
Slope value_and_slope(const std::vector<double>& c, double z) {
  Slope out;
  for (std::size_t i = c.size(); i-- > 0;) {
    out.slope = out.slope * z + out.value;
    out.value = out.value * z + c[i];
  }
  return out;
}

}  // namespace

Pieces parse_pieces(const std::string& text, const std::string& where) {
  static const std::string kUpTo = " if z < ";
  const std::vector<std::string> parts = parts_of(text);
  if (parts.size() > kMostKnots + 1) refuse(where, "at most " + std::to_string(kMostKnots) + " knots");
  Pieces out;
  Coefficients here;
  std::optional<Rational> knot;  // where the piece at hand begins
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t at = parts[i].find(kUpTo);
    const bool last = i + 1 == parts.size();
    if (last != (at == std::string::npos))
      refuse(where, last ? "the last piece has no 'if': it holds for every z beyond"
                         : "every piece but the last reads POLYNOMIAL if z < KNOT");
    const Coefficients next = parse_piece(without_blanks_around(parts[i].substr(0, at)), where);
    if (knot) {
      const Coefficients powers = shifted(sum_of(next, multiple_of(here, -1)), *knot);
      if (!powers.empty() && powers[0] != 0)
        refuse(where, "the pieces do not meet at z = " + to_string(*knot) + ": " + to_string(value_at(here, *knot)) +
                          " and " + to_string(value_at(next, *knot)));
      if (!powers.empty()) out.bends.push_back({*knot, powers});
    } else {
      out.first = next;
    }
    here = next;
    if (last) break;
    const Rational end = parse_knot(without_blanks_around(parts[i].substr(at + kUpTo.size())), where);
    if (knot && end < *knot + Rational(1, 1000)) refuse(where, "knots rise, by 1/1000 at least");
    knot = end;
  }
  if (out.bends.empty()) refuse(where, "the pieces are one polynomial: write poly:C0,C1,...");
  return out;
}

unsigned degree_of(const Pieces& f) {
  std::size_t size = f.first.size();
  for (const Pieces::Bend& bend : f.bends) size = std::max(size, bend.powers.size());
  return static_cast<unsigned>(size - 1);
}

Pieces mirrored(const Pieces& f) {
  // c((-z - t)_+) = c(-(z + t)) - c(-(z + t)) where z + t > 0.
  Pieces out{mirrored(f.first), {}};
  for (const Pieces::Bend& bend : f.bends) {
    const Coefficients powers = mirrored(bend.powers);
    out.first = sum_of(out.first, shifted(powers, bend.knot));
    out.bends.insert(out.bends.begin(), {-bend.knot, multiple_of(powers, -1)});
  }
  return out;
}

Symmetry symmetry_of(const Pieces& f) {
  const Pieces opposite = mirrored(f);
  Symmetry out{f.first == opposite.first && same_bends(f.bends, opposite.bends, 1), std::nullopt};
  const Coefficients both = sum_of(f.first, opposite.first);
  if (both.size() <= 1 && same_bends(f.bends, opposite.bends, -1))
    out.centre = both.empty() ? Rational(0) : Rational(both[0] / 2);
  return out;
}

std::vector<Coefficients> polynomials_of(const Pieces& f, std::size_t order) {
  std::vector<Coefficients> out{derivative_of(f.first, order)};
  for (const Pieces::Bend& bend : f.bends)
    out.push_back(sum_of(out.back(), shifted(derivative_of(bend.powers, order), -bend.knot)));
  return out;
}

SampledPieces::SampledPieces(const Pieces& f) {
  parts_.push_back({-std::numeric_limits<double>::infinity(), in_floating_point(f.first)});
  for (const Pieces::Bend& bend : f.bends)
    parts_.push_back({bend.knot.convert_to<double>(), in_floating_point(bend.powers)});
}

Slope SampledPieces::operator()(double z) const {
  Slope out = value_and_slope(parts_[0].powers, z);
  for (std::size_t i = 1; i < parts_.size() && parts_[i].knot < z; ++i)
    out = out + value_and_slope(parts_[i].powers, z - parts_[i].knot);
  return out;
}

}  // namespace noiseproof
