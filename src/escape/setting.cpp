#include "escape/setting.hpp"

#include <cmath>

#include "rigor/landscape.hpp"
#include "smoothing/hypergeometric.hpp"

namespace noiseproof {
namespace {

constexpr slong kSettingBits = 128;
constexpr int kTernarySteps = 60;

/// max |x|
Interval largest_size(const Interval& x) { return max(x, -x).upper(); }

/// A number z obeys z+ = (1 - c lambda) z + c lambda u with u in `pull`, and |z_0| <= radius: where it is from n steps
/// on. With |u - m| <= h and q = |1 - c lambda| < 1, |z - m| contracts by q towards c lambda h/(1 - q), also where
/// c lambda > 1 and z jumps over m.
Interval kept_range(const Interval& c_lambda, const Interval& pull, const Interval& radius, long n) {
  const Interval m = Interval::exactly(pull.middle()), h = largest_size(pull - m), q = largest_size(1 - c_lambda);
  if (is_less(q, 1) != Verdict::proved) return Interval::nothing();
  const Interval limit = (c_lambda * h / (1 - q)).upper();
  const Interval reach = limit + natural_power(q, n) * max(radius + largest_size(m) - limit, 0);
  return m + Interval::hull(-reach, reach);
}

/// Cuts a coordinate's range to the band; a bound of the probability that it is beyond at one step. By
///
///   a - rest = (1 - c lambda)^n (a_0 - rest) + sum_j (1 - c lambda)^j (c e (g~ - gbar) - c lambda eps)
///
/// the mean of g~ given the past is within chi pi of gbar, chi = (1 + 1/rho_w)^p - 1, and what g~ is off that mean are
/// martingale differences in intervals of length c e pi q^j, q = |1 - c lambda|: Azuma and Hoeffding.
Interval cut_to_band(const EscapeInstance& z, const PhaseOne& phase, const Interval& c, const Interval& radius,
                     Coordinate& a) {
  const Interval band = Interval(*phase.band) * z.norm, around = a.rest + Interval::hull(-band, band);
  if (is_less(around.lower(), a.range) == Verdict::proved && is_less(a.range, around.upper()) == Verdict::proved)
    return 0;
  const Interval q = largest_size(1 - c * a.lambda), pi(Ball::pi());
  const Interval chi = natural_power(1 + 1 / Interval(phase.rho_w), z.p) - 1;
  const Interval sure = natural_power(q, phase.burn_in) * (radius + largest_size(a.rest)) +
                        c * (a.lambda * Interval(phase.rho_a) + a.e * chi * pi) / (1 - q);
  const Interval room = band - sure;
  if (is_positive(room) != Verdict::proved) return Interval::nothing();
  a.range = Interval::hull(max(a.range.lower(), around.lower()), min(a.range.upper(), around.upper()));
  const Interval exponent = 2 * square(room) * (1 - square(q)) / square(c * a.e * pi);
  return (2 * exp(-min(exponent, 600))).upper();  // beyond 700 exp does not know
}

}  // namespace

EscapeInstance::EscapeInstance(const Instance& instance, const std::optional<ExactLaw>& law)
    : k(instance.k), p(instance.p) {
  const ScopedBits bits(kSettingBits);
  const Landscape z = landscape(instance);
  const Ball mean_sine = square(noiseproof::gamma(Ball(Rational(p, 2)))) * reciprocal_gamma(Ball(Rational(p - 1, 2))) *
                         reciprocal_gamma(Ball(Rational(p + 1, 2)));
  const Ball mean_kernel = law ? Ball(law->gbar) : mean_sine * Ball(Rational(p, p - 1));
  norm = Interval(sqrt(z.norm_sq));
  e1 = Interval(z.e1);
  e2 = Interval(z.e2);
  lambda1 = Interval(z.lambda1);
  lambda2 = Interval(z.lambda2);
  kappa_sq = Interval(z.kappa_sq);
  gamma = Interval(z.gamma);
  nu = Interval(law ? Ball(law->nu) : Ball::pi() * Ball(Rational(p - 1, p)));
  gbar = Interval(mean_kernel);
  drift = Interval(z.kappa_sq * (mean_kernel - z.gamma));
}

WeightBox weight_box(const EscapeInstance& z, const Rational& start_radius_sq, const PhaseOne& phase) {
  const ScopedBits bits(kSettingBits);
  const Interval c(Ball(phase.eta) / (Ball(2) * Ball::pi())), rho(phase.rho_a),
      radius = sqrt(Interval(start_radius_sq));
  const Interval around = Interval::hull(-rho, rho);
  // x+ = (1 - c lambda1) x + c lambda1 ((k-1+g) e1/lambda1 - eps1), and g is in [0, pi]; abar is where g = 0 leads to.
  const Interval far_x = Interval(z.k - 1) * z.e1 / z.lambda1, far_y = -(z.e2 / z.lambda2);
  const Interval from_x = max(radius, largest_size(far_x)), from_y = max(radius, largest_size(far_y));
  WeightBox out;
  out.x = {z.e1, z.lambda1, (Interval(z.k - 1) + z.gbar) * z.e1 / z.lambda1,
           kept_range(c * z.lambda1, Interval::hull(far_x, z.e1) + around, from_x, phase.burn_in)};
  out.y = {z.e2, z.lambda2, (z.gbar - 1) * z.e2 / z.lambda2,
           kept_range(c * z.lambda2, Interval::hull(far_y, z.e2) + around, from_y, phase.burn_in)};
  if (phase.band) out.leaves = cut_to_band(z, phase, c, from_x, out.x) + cut_to_band(z, phase, c, from_y, out.y);
  out.across = Interval::hull(0, kept_range(c * z.lambda2, around, radius, phase.burn_in));
  out.alpha = z.e1 * out.x.range + z.e2 * out.y.range + z.norm * around;
  return out;
}

long steps_to_settle(const EscapeInstance& z, double eta) {
  constexpr double kLeft = 0.0025;
  const double q = std::fabs(1 - eta / (2 * M_PI) * z.lambda1.middle()),
               reach = z.e1.middle() / (kLeft * z.norm.middle());
  if (reach <= 1) return 0;
  if (q < 1e-6) return 1;
  constexpr double kMost = 1e15;  // also where the step is so short that 1 - eta lambda1/2pi rounds to 1
  return q < 1 ? static_cast<long>(std::min(kMost, std::ceil(std::log(reach) / -std::log(q))))
               : static_cast<long>(kMost);
}

WeightTerm::WeightTerm(const EscapeInstance& instance, const WeightBox& box, const Rational& corrector)
    : free_(box.x), tied_(box.y), nu_(instance.nu), corrector_(corrector) {
  if (free_.e.middle() > tied_.e.middle()) std::swap(free_, tied_);
  s_free_ = square(free_.e) / free_.lambda;
  s_tied_ = square(tied_.e) / tied_.lambda;
  s_mixed_ = (free_.e + free_.e) * tied_.e / (free_.lambda + tied_.lambda);
}

Interval WeightTerm::value(const Point& a) const {
  const Interval b = a.free - free_.rest, d = a.tied - tied_.rest;
  return nu_ * (free_.e * a.free / free_.lambda + tied_.e * a.tied / tied_.lambda) -
         corrector_ * (s_free_ * square(b) + 2 * s_mixed_ * b * d + s_tied_ * square(d));
}

WeightTerm::Point WeightTerm::gradient(const Point& a) const {
  const Interval b = a.free - free_.rest, d = a.tied - tied_.rest;
  return {nu_ * free_.e / free_.lambda - 2 * corrector_ * (s_free_ * b + s_mixed_ * d),
          nu_ * tied_.e / tied_.lambda - 2 * corrector_ * (s_mixed_ * b + s_tied_ * d)};
}

/// The corners of a polygon that holds every student of the box with that alpha; some may lie beside it.
std::vector<WeightTerm::Point> WeightTerm::vertices(const Interval& alpha) const {
  std::vector<Point> out;
  const Interval &u = free_.range, &v = tied_.range;
  for (const Interval& free : {u.lower(), u.upper()})
    for (const Interval& tied : {v.lower(), v.upper()}) {
      const Interval at = free_.e * free + tied_.e * tied;
      if (is_less(at, alpha.lower()) != Verdict::proved && is_less(alpha.upper(), at) != Verdict::proved)
        out.push_back({free, tied});
    }
  const auto add = [&](const Interval& free, const Interval& tied) {
    if (is_less(free, u.lower()) == Verdict::proved || is_less(u.upper(), free) == Verdict::proved) return;
    if (is_less(tied, v.lower()) == Verdict::proved || is_less(v.upper(), tied) == Verdict::proved) return;
    const auto clipped = [](const Interval& x, const Interval& to) {
      return known(x) ? min(max(x, to.lower()), to.upper()) : to;
    };
    out.push_back({clipped(free, u), clipped(tied, v)});
  };
  for (const Interval& level : {alpha.lower(), alpha.upper()}) {
    for (const Interval& free : {u.lower(), u.upper()}) add(free, (level - free_.e * free) / tied_.e);
    for (const Interval& tied : {v.lower(), v.upper()}) {
      const Interval shift = level - tied_.e * tied, along = free_.e * u;
      if (is_less(shift, along) == Verdict::proved || is_less(along, shift) == Verdict::proved) continue;
      add(shift / free_.e, tied);
    }
  }
  return out;
}

/// By ternary search in alpha and, inside, where the derivative along the line changes sign. Approximate.
WeightTerm::Point WeightTerm::near_maximum(const Interval& alpha) const {
  const double e = free_.e.middle(), f = tied_.e.middle(), u0 = free_.range.lo(), u1 = free_.range.hi();
  const auto best_on = [&](double level) {
    double lo = u0, hi = u1;
    if (e > 0) {
      lo = std::clamp((level - f * tied_.range.hi()) / e, u0, u1);
      hi = std::clamp((level - f * tied_.range.lo()) / e, lo, u1);
    }
    const auto point = [&](double free) {
      return Point{Interval::exactly(free), Interval::exactly((level - e * free) / f)};
    };
    const auto slope = [&](double free) {
      const Point g = gradient(point(free));
      return g.free.middle() - e / f * g.tied.middle();
    };
    const double left = slope(lo), right = slope(hi);
    return point(left <= 0 ? lo : right >= 0 ? hi : lo + (hi - lo) * left / (left - right));
  };
  double lo = alpha.lo(), hi = alpha.hi();
  const Interval all = free_.e * free_.range + tied_.e * tied_.range;
  lo = std::clamp(lo, all.lo(), all.hi());
  hi = std::clamp(hi, all.lo(), all.hi());
  for (int i = 0; i < kTernarySteps; ++i) {
    const double a = lo + (hi - lo) / 3, b = hi - (hi - lo) / 3;
    const bool right = value(best_on(a)).middle() < value(best_on(b)).middle();
    (right ? lo : hi) = right ? a : b;
  }
  return best_on((lo + hi) / 2);
}

std::optional<Interval> WeightTerm::range(const Interval& alpha) const {
  const std::vector<Point> corners = vertices(alpha);
  if (corners.empty()) return std::nullopt;
  // Concave: the least value is at a corner, and the tangent plane at any point lies above.
  const Point touch = near_maximum(alpha), slope = gradient(touch);
  const Interval height = value(touch);
  Interval least = value(corners.front()).lower(), greatest = least;
  bool first = true;
  for (const Point& a : corners) {
    least = min(least, value(a).lower());
    const Interval above = (height + slope.free * (a.free - touch.free) + slope.tied * (a.tied - touch.tied)).upper();
    greatest = first ? above : max(greatest, above);
    first = false;
  }
  return Interval::hull(least, greatest);
}

}  // namespace noiseproof
