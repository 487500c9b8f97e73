// Two sides at one point: do they agree, to how many digits, and how is it said if not?
#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "formula/check.hpp"

namespace noiseproof {
namespace {

Vec<Ball> balls(const Vec<SharpBall>& v) {
  Vec<Ball> out;
  for (const SharpBall& x : v) out.push_back(x.ball());
  return out;
}

std::string decimal(const Ball& x, int digits) {
  char* text = arb_get_str(x.get(), digits, ARB_STR_NO_RADIUS);
  std::string out(text);
  flint_free(text);
  return out;
}

}  // namespace

std::string name(FormulaVerdict outcome) {
  switch (outcome) {
    case FormulaVerdict::proved: return "proved";
    case FormulaVerdict::agrees: return "agrees";
    case FormulaVerdict::refuted: return "refuted";
    default: return "undecided";
  }
}

std::string Counterexample::text() const {
  std::string out;
  for (const auto& [what, value] : at) out += (out.empty() ? "" : ", ") + what + " = " + value;
  return out.empty() ? "(no inputs)" : out;
}

std::string value_text(const SharpBall& x, int digits) {
  if (x.exact()) return x.exact()->text();
  if (contains_zero(x.ball()) && x.ball().radius_approx() < 1e-40) return "0";
  return decimal(x.ball(), digits);
}

std::pair<std::string, std::string> value_texts(const SharpBall& x, const SharpBall& y) {
  constexpr int kLeast = 20, kMost = 2000;
  int digits = kLeast;
  while (digits < kMost && decimal(x.ball(), digits) == decimal(y.ball(), digits)) digits += digits / 2;
  return {value_text(x, digits), value_text(y, digits)};
}

Confrontation compare(const Vec<Ball>& u, const Vec<Ball>& v) {
  constexpr double kMostDigits = 1000;
  Confrontation out;
  out.digits = static_cast<int>(kMostDigits);
  if (u.size() != v.size()) throw Error(Error::Kind::domain, "compare", "the formula and the quantity differ in shape");
  for (std::size_t i = 0; i < u.size(); ++i)
    if (!is_finite(u[i]) || !is_finite(v[i])) return {Confrontation::Kind::not_finite, i, 0};
  for (std::size_t i = 0; i < u.size(); ++i) {
    if (!overlaps(u[i], v[i])) return {Confrontation::Kind::differ, i, 0};
    const Ball gap = u[i] - v[i];
    const double size = std::max(1.0, std::abs(v[i].midpoint_approx()));
    const double error = (std::abs(gap.midpoint_approx()) + gap.radius_approx()) / size;
    // A gap too wide for a double, or of a value that is, tells no digit: not an int either.
    const double digits = error > 0 ? std::floor(-std::log10(error)) : error == 0 ? kMostDigits : 0;
    const int own = static_cast<int>(std::clamp(std::isfinite(digits) ? digits : 0, 0.0, kMostDigits));
    if (own < out.digits) out.digits = own, out.entry = i;
  }
  return out;
}

Meeting meet(const std::function<std::pair<Vec<SharpBall>, Vec<SharpBall>>()>& sides, slong most_bits) {
  Meeting out;
  for (slong bits = kCheckBits;; bits *= 2) {
    const ScopedBits precision(bits);
    std::tie(out.left, out.right) = sides();
    const Confrontation seen = compare(balls(out.left), balls(out.right));
    static_cast<Confrontation&>(out) = seen;
    const bool settled = seen.kind == Confrontation::Kind::differ ||
                         (seen.kind == Confrontation::Kind::overlap && seen.digits >= kLeastDigits);
    // What has no value has none at more bits either, unless a thin enclosure is to leave 0 alone: one more try.
    const bool hopeless = seen.kind == Confrontation::Kind::not_finite && bits > kCheckBits;
    if (settled || hopeless || 2 * bits > most_bits) return out;
  }
}

}  // namespace noiseproof
