#include "rigor/critical_exclusion.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/error.hpp"
#include "rigor/self_check.hpp"

namespace noiseproof {
namespace {

Ball kernel_at(const Rational& t) { return h(angle_at(t).d); }

/// The bracket as a whole lies around the leaf.
bool inside(const Bounds& inner, const std::optional<Bounds>& outer) {
  return outer && outer->lo <= inner.lo && inner.hi <= outer->hi;
}

/// Phi(pi t; r) = r (pi - g)/lambda1 + g - 1: (pi-1) alpha(a_phi)/A^2.
Ball phi_value(int k, const Rational& t, const Rational& r) {
  const Ball g = kernel_at(t), lambda1 = Ball(k - 1) + Ball::pi();
  return Ball(r) * (Ball::pi() - g) / lambda1 + g - Ball(1);
}

/// The sign of alpha at (u, v), |u|, |v| < 1, times positive factors; exact.
Rational alpha_sign(int k, const Rational& u, const Rational& v, const Rational& r) {
  const Rational share = r / k;
  return share * u * (1 - abs(v)) + (1 - share) * v * (1 - abs(u));
}

bool alpha_excludes(int k, const Bounds& u, const Bounds& v, const Bounds& r) {
  // alpha grows in u and in v, and is affine in r.
  if (u.lo > -1 && v.lo > -1 && alpha_sign(k, u.lo, v.lo, r.lo) > 0 && alpha_sign(k, u.lo, v.lo, r.hi) > 0) return true;
  return u.hi < 1 && v.hi < 1 && alpha_sign(k, u.hi, v.hi, r.lo) < 0 && alpha_sign(k, u.hi, v.hi, r.hi) < 0;
}

/// m z - (g + shift)(1 - |z|): Gx with m = lambda1, shift = k - 1; Gy with m = lambda2, shift = -1. It grows in z and
/// falls with g.
Ball equation(const Ball& m, int shift, const Rational& z, const Ball& g) {
  return m * Ball(z) - (g + Ball(shift)) * Ball(Rational(1 - abs(z)));
}

bool equation_excludes(const Ball& m, int shift, const Bounds& z, const Ball& g_high, const Ball& g_low) {
  return is_positive(equation(m, shift, z.lo, g_high)) == Verdict::proved ||
         is_negative(equation(m, shift, z.hi, g_low)) == Verdict::proved;
}

double approx(const Rational& x) { return x.convert_to<double>(); }
double width(const Bounds& b) { return approx(Rational(b.hi - b.lo)); }

/// Which bisection promises most: the coordinate whose width contributes most to the spread of the equations. A
/// heuristic in floating point: it decides how many leaves there are, never whether one is closed.
std::size_t best_split(int k, const Box& box, double g_spread) {
  const double share = approx(box[3].lo) / k;
  const double u = width(box[1]), v = width(box[2]);
  const double by_t = g_spread / (pi<double>() - 1);
  const double by_u = u * std::max(share, 0.05), by_v = v * std::max(1 - share, 0.05);
  const double by_r = width(box[3]) / k;
  const std::array<double, 4> score{by_t, by_u, by_v, by_r};
  return static_cast<std::size_t>(std::max_element(score.begin(), score.end()) - score.begin());
}

}  // namespace

Decision decide_critical(int k, const std::optional<Bounds>& bracket, const Box& box, slong bits) {
  const ScopedBits precision(bits);
  const Bounds &t = box[0], &u = box[1], &v = box[2], &r = box[3];
  if (alpha_excludes(k, u, v, r)) return {"alpha", 0};
  const Ball g_high = kernel_at(t.lo), g_low = kernel_at(t.hi), lambda2 = Ball::pi() - Ball(1);
  if (equation_excludes(Ball(k) + lambda2, k - 1, u, g_high, g_low)) return {"x", 0};
  if (equation_excludes(lambda2, -1, v, g_high, g_low)) return {"y", 0};
  if (inside(t, bracket)) return {"bracket", 0};
  return {"", best_split(k, box, g_high.midpoint_approx() - g_low.midpoint_approx())};
}

Decision decide_critical_eliminated(int k, const std::optional<Bounds>& bracket, const Box& box, slong bits) {
  const ScopedBits precision(bits);
  const Bounds &t = box[0], &r = box[1];
  if (is_positive(phi_value(k, t.hi, r.lo)) == Verdict::proved) return {"positive", 0};
  if (is_negative(phi_value(k, t.lo, r.hi)) == Verdict::proved) return {"negative", 0};
  if (inside(t, bracket)) return {"bracket", 0};
  const double by_t = kernel_at(t.lo).midpoint_approx() - kernel_at(t.hi).midpoint_approx();
  const double by_r = width(r) * pi<double>() / (k - 1 + pi<double>());
  return {"", by_r > by_t ? std::size_t{1} : std::size_t{0}};
}

Verdict bracket_holds(int k, const Bounds& r, const Bounds& bracket) {
  const ScopedBits precision(kProofBits + std::max(bits_lost_at(k, r.lo), bits_lost_at(k, r.hi)));
  if (bracket.lo <= 0 || bracket.hi <= bracket.lo) return Verdict::refuted;
  if (bracket.hi == 1) return k == 1 && r.lo == 1 && r.hi == 1 ? Verdict::proved : Verdict::refuted;
  if (bracket.hi > 1) return Verdict::refuted;
  return both(is_positive(phi_value(k, bracket.lo, r.lo)), is_negative(phi_value(k, bracket.hi, r.hi)));
}

std::optional<Bounds> propose_bracket(int k, const Bounds& r, int narrow) {
  if (k == 1) return Bounds{Rational(15, 16), 1};
  if (narrow < 2 || narrow > 40) throw Error(Error::Kind::domain, "propose_bracket", "narrow lies in [2, 40]");
  // The saddle angle's complement at both ends of r, as a share of pi. In Real: it has no least positive number.
  const ScopedDigits digits(30);
  const auto complement = [&](const Rational& at) -> std::optional<Real> {
    const ScopedBits precision(kProofBits + bits_lost_at(k, at));
    const Ball value = Ball(1) - (Ball::pi() - Ball(1)) * Ball(at) / (Ball(k - 1) + Ball::pi() - Ball(at));
    if (is_positive(value) != Verdict::proved) return std::nullopt;
    return saddle_angle_at<Real>(k, at).d / pi<Real>();
  };
  const std::optional<Real> far = complement(r.lo), near = complement(r.hi);
  if (!far || !near) return std::nullopt;
  // A margin of 2^-narrow of the distance to the pole, rounded to a quarter of the margin.
  const Rational margin = power_of_two(-narrow);
  const auto bits = [narrow](const Real& share) { return narrow + 2 - ilogb(share); };
  const auto exact = [](const Real& share) { return lower_rational(Ball::exactly(share)); };
  return Bounds{dyadic_floor(1 - (1 + margin) * exact(*far), bits(*far)),
                dyadic_ceil(1 - (1 - margin) * exact(*near), bits(*near))};
}

namespace {

/// [lo, hi] in slices that are halved towards the end nearer to the threshold (the last two are equal).
std::vector<Bounds> slices(const Bounds& r, bool towards_high, int parts) {
  std::vector<Rational> cuts{r.lo, r.hi};
  for (int i = 1; i < parts; ++i) {
    const Rational share = power_of_two(-i);
    cuts.push_back(towards_high ? Rational(r.hi - share * (r.hi - r.lo)) : Rational(r.lo + share * (r.hi - r.lo)));
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  if (cuts.size() == 1) cuts.push_back(r.hi);
  std::vector<Bounds> out;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) out.push_back({cuts[i], cuts[i + 1]});
  return out;
}

CriticalExclusion run(int k, const Bounds& r, const ExclusionOptions& options, const CriticalShape& shape,
                      bool eliminated) {
  self_check();
  CriticalExclusion out{Verdict::undecided, k, r, {}, eliminated};
  const Verdict low = r_below_threshold(k, r.lo), high = r_below_threshold(k, r.hi);
  if (low == Verdict::undecided || low != high || r.lo < 0 || r.hi > k || r.lo > r.hi) return out;
  const bool saddles = low == Verdict::proved || k == 1;
  if (k == 1 && (r.lo != 1 || eliminated)) return out;
  const slong bits = 96 + std::max(bits_lost_at(k, r.lo), bits_lost_at(k, r.hi));
  Verdict verdict = Verdict::proved;
  const std::vector<Bounds> pieces = slices(r, low == Verdict::proved, shape.parts);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::optional<Bounds> bracket = saddles ? propose_bracket(k, pieces[i], shape.narrow) : std::nullopt;
    if (saddles && (!bracket || bracket_holds(k, pieces[i], *bracket) != Verdict::proved)) return out;
    Box domain{{0, 1}};
    if (!eliminated) domain.insert(domain.end(), {{-1, 1}, {-1, 1}});
    domain.push_back(pieces[i]);
    const Decide decide = [&](const Box& box) {
      return eliminated ? decide_critical_eliminated(k, bracket, box, bits) : decide_critical(k, bracket, box, bits);
    };
    ExclusionOptions part = options;
    if (options.progress)
      part.progress = [&, i](double done, const std::string& what) {
        options.progress((static_cast<double>(i) + done) / static_cast<double>(pieces.size()), what);
      };
    part.key = "critical_points" + std::string(eliminated ? "_eliminated" : "") + " k=" + std::to_string(k) +
               " r=" + to_string(pieces[i].lo) + ".." + to_string(pieces[i].hi) +
               (bracket ? " bracket=" + to_string(bracket->lo) + ".." + to_string(bracket->hi) : "");
    if (!part.journal.empty()) part.journal += "." + std::to_string(i);
    ExclusionResult result = exclude(domain, decide, part);
    verdict = both(verdict, result.verdict);
    out.parts.push_back({pieces[i], bracket, std::move(result.leaves)});
  }
  out.verdict = verdict;
  return out;
}

}  // namespace

CriticalExclusion exclude_critical_points(int k, const Bounds& r, const ExclusionOptions& options,
                                          const CriticalShape& shape) {
  return run(k, r, options, shape, false);
}

CriticalExclusion exclude_critical_points_eliminated(int k, const Bounds& r, const ExclusionOptions& options,
                                                     const CriticalShape& shape) {
  return run(k, r, options, shape, true);
}

Bounds range_below_threshold(int k, int bits) {
  const ScopedBits precision(kProofBits);
  const Rational threshold = upper_rational((Ball(k - 1) + Ball::pi()) / Ball::pi());
  return {0, dyadic_ceil(threshold - power_of_two(-bits), bits + 2)};
}

Bounds range_above_threshold(int k, int bits) {
  const ScopedBits precision(kProofBits);
  const Rational threshold = lower_rational((Ball(k - 1) + Ball::pi()) / Ball::pi());
  return {dyadic_floor(threshold + power_of_two(-bits), bits + 2), k};
}

std::size_t CriticalExclusion::leaf_count() const {
  std::size_t out = 0;
  for (const CriticalPart& part : parts) out += part.leaves.size();
  return out;
}

Json CriticalExclusion::to_json() const {
  Json list = Json::array();
  for (const CriticalPart& part : parts) {
    Json domain = Json::array({bounds_to_json({0, 1})});
    if (!eliminated) domain.insert(domain.end(), {bounds_to_json({-1, 1}), bounds_to_json({-1, 1})});
    domain.push_back(bounds_to_json(part.r));
    list.push_back({{"domain", domain},
                    {"bracket", part.bracket ? bounds_to_json(*part.bracket) : Json()},
                    {"leaves", leaves_to_json(part.leaves)}});
  }
  const bool saddles = !parts.empty() && parts.front().bracket && parts.front().bracket->hi < 1;
  return {{"kind", "exclusion"},
          {"statement", eliminated ? "critical_points_eliminated" : "critical_points"},
          {"k", k},
          {"r", bounds_to_json(r)},
          {"parts", list},
          {"says", "For k = " + std::to_string(k) + ", every p >= 2 and every teacher with r in [" + to_string(r.lo) +
                       ", " + to_string(r.hi) + "], the critical points are the global optimum, the spurious point" +
                       (saddles ? " and one sphere of saddles." : "; no other.")},
          {"verdict", "proved"}};
}

}  // namespace noiseproof
