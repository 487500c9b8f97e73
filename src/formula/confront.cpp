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
  const bool may_be_zero = is_finite(x.ball()) && contains_zero(x.ball()) && arb_is_zero(x.ball().get()) == 0;
  return may_be_zero ? "0 +/- " + decimal_endpoints(abs(x.ball()), 2).second : decimal(x.ball(), digits);
}

std::pair<std::string, std::string> value_texts(const SharpBall& x, const SharpBall& y) {
  constexpr int kLeast = 20, kMost = 30'000;  // all that 100,000 bits tell
  int digits = kLeast;
  while (digits < kMost && !overlaps(x.ball(), y.ball()) && decimal(x.ball(), digits) == decimal(y.ball(), digits))
    digits += digits / 2;
  return {value_text(x, digits), value_text(y, digits)};
}

int digits_within(const Ball& error, const Ball& value) {
  const Ball most = error.upper(), least = abs(value).lower();
  if (is_positive(most) == Verdict::refuted) return kMostDigits;
  // A double holds the logarithm of whatever a ball may be; one that is not finite tells no digit.
  const double digits = (-log(most / least) / log(Ball(10))).lower().midpoint_approx();
  return std::isfinite(digits) ? static_cast<int>(std::clamp(std::floor(digits), 0.0, 1.0 * kMostDigits)) : 0;
}

Ball largest_size(const Vec<Ball>& v) {
  Ball out(0);
  for (const Ball& x : v) out = max(out, abs(x));
  return out;
}

bool Meeting::may_vanish() const {
  const auto may = [](const Vec<SharpBall>& v) {
    return std::all_of(v.begin(), v.end(), [](const SharpBall& x) { return contains_zero(x.ball()); });
  };
  return kind == Kind::overlap && may(left) && may(right);
}

Confrontation compare(const Vec<Ball>& u, const Vec<Ball>& v) {
  Confrontation out;
  out.digits = kMostDigits;
  if (u.size() != v.size()) throw Error(Error::Kind::domain, "compare", "the formula and the quantity differ in shape");
  for (std::size_t i = 0; i < u.size(); ++i)
    if (!is_finite(u[i]) || !is_finite(v[i])) return {Confrontation::Kind::not_finite, i, 0};
  const Ball size = largest_size(v);
  for (std::size_t i = 0; i < u.size(); ++i) {
    if (!overlaps(u[i], v[i])) return {Confrontation::Kind::differ, i, 0};
    const int own = digits_within(abs(u[i] - v[i]), size);
    if (own < out.digits) out.digits = own, out.entry = i;
  }
  return out;
}

Meeting meet(const std::function<std::pair<Vec<SharpBall>, Vec<SharpBall>>()>& sides, slong most_bits) {
  Meeting out;
  const slong first_bits = working_bits();
  for (slong bits = first_bits;; bits *= 2) {
    const ScopedBits precision(bits);
    std::tie(out.left, out.right) = sides();
    Confrontation seen = compare(balls(out.left), balls(out.right));
    if (seen.kind == Confrontation::Kind::overlap)
      for (std::size_t i = 0; i < out.left.size(); ++i)
        if (out.left[i].exact() && out.right[i].exact() && out.left[i].exact() != out.right[i].exact())
          seen = {Confrontation::Kind::differ, i, 0};  // however near they are
    static_cast<Confrontation&>(out) = seen;
    const bool settled = seen.kind == Confrontation::Kind::differ ||
                         (seen.kind == Confrontation::Kind::overlap && seen.digits >= kLeastDigits);
    // What has no value has none at more bits either, unless a thin enclosure is to leave 0 alone: one more try.
    const bool hopeless = seen.kind == Confrontation::Kind::not_finite && bits > first_bits;
    if (settled || hopeless || 2 * bits > most_bits) return out;
  }
}

}  // namespace noiseproof
