#include "witness/smoothed_definition.hpp"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <functional>
#include <vector>

namespace noiseproof {
namespace {

// A fixed precision of its own: the quadrature tables are computed once, and no run-time setting reaches the witness.
using Fixed =
    boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<45>, boost::multiprecision::et_off>;

Fixed half_turn() { return boost::math::constants::pi<Fixed>(); }

Fixed to_fixed(const Real& x) {
  Fixed out;
  mpfr_set(out.backend().data(), x.backend().data(), MPFR_RNDN);
  return out;
}

Real to_real(const Fixed& x) {
  Real out(0);
  mpfr_set(out.backend().data(), x.backend().data(), MPFR_RNDN);
  return out;
}

using Integrand = std::function<Fixed(const Fixed&)>;

/// gauss: where f is analytic on [a, b] and some way off. tanh_sinh: where it has roots or kinks at a or b.
enum class Rule { gauss, tanh_sinh };

Fixed integrate(Rule rule, const Integrand& f, const Fixed& a, const Fixed& b) {
  static boost::math::quadrature::tanh_sinh<Fixed> tanh_sinh;
  if (b - a < Fixed("1e-40")) return 0;
  // std::function is copied by the rules: they get a reference.
  const auto g = [&f](const Fixed& x) { return f(x); };
  if (rule == Rule::gauss) return boost::math::quadrature::gauss<Fixed, 60>::integrate(g, a, b);
  return tanh_sinh.integrate(g, a, b, Fixed("1e-16"));
}

/// The same over pieces: between the sorted cuts that lie in [a, b].
Fixed integrate(Rule rule, const Integrand& f, const Fixed& a, const Fixed& b, std::vector<Fixed> cuts) {
  cuts.insert(cuts.end(), {a, b});
  std::sort(cuts.begin(), cuts.end());
  Fixed total = 0;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
    if (cuts[i] >= a && cuts[i + 1] <= b) total += integrate(rule, f, cuts[i], cuts[i + 1]);
  return total;
}

/// int_0^pi sin^m.
Fixed sine_power(int m) {
  return 2 * integrate(
                 Rule::gauss, [m](const Fixed& x) { return Fixed(pow(sin(x), m)); }, Fixed(0), half_turn() / 2);
}

class Definition {
 public:
  Definition(int p, const Fixed& rho, Injection injection)
      : p_(p),
        degree_(injection == Injection::raw ? p + 1 : p),
        rho_(rho),
        edge_(rho > 1 ? Fixed(-1) : Fixed(sqrt(Fixed(1 - rho * rho)))),
        rule_(rho > 1 ? Rule::gauss : Rule::tanh_sinh),
        sphere_(sine_power(p - 2) * (p == 2 ? Fixed(2) : sine_power(p - 3))) {}

  Fixed kernel(const Fixed& phi) const {
    const Fixed pi = half_turn();
    const auto f = [&](const Fixed& theta) {
      const Fixed g = sin(theta) + (pi - theta) * cos(theta);
      return Fixed(g * pow(sin(theta), p_ - 2) * over_azimuth(theta, phi));
    };
    // The rays at theta meet the ball for no azimuth, for some, or for all of them; and the sine has its peak.
    const Fixed reach = rho_ > 1 ? Fixed(pi / 2) : asin(rho_);
    const Fixed lo = rho_ > 1 ? Fixed(0) : std::max(Fixed(0), Fixed(phi - reach));
    const Fixed hi = rho_ > 1 ? pi : std::min(pi, Fixed(phi + reach));
    return integrate(rule_, f, lo, hi, {abs(Fixed(phi - reach)), pi - abs(Fixed(phi + reach - pi)), pi / 2}) / sphere_;
  }

 private:
  /// int t^(degree-1) dt along a ray at cos f = y, in units of rho^p/p.
  Fixed chord(const Fixed& y) const {
    if (y <= edge_) return 0;
    const Fixed half = sqrt(Fixed(rho_ * rho_ - 1 + y * y));
    Fixed out = pow(Fixed((y + half) / rho_), degree_);
    if (rho_ < 1) out -= pow(Fixed((y - half) / rho_), degree_);
    return degree_ == p_ ? out : Fixed(rho_ * out * p_ / degree_);
  }

  /// The integral over the azimuth at the angle theta from w*.
  Fixed over_azimuth(const Fixed& theta, const Fixed& phi) const {
    const Fixed centre = cos(theta) * cos(phi), amplitude = sin(theta) * sin(phi);
    if (p_ == 2) return chord(centre + amplitude) + chord(centre - amplitude);
    const auto f = [&](const Fixed& psi) {
      return Fixed(pow(sin(psi), p_ - 3) * chord(centre + amplitude * cos(psi)));
    };
    // Where the ray ceases to meet the ball (rho <= 1), or where the chord bends most (rho > 1).
    const Fixed bend = std::max(edge_, Fixed(0));
    if (centre + amplitude <= edge_) return 0;
    if (abs(bend - centre) >= amplitude) return integrate(rule_, f, Fixed(0), half_turn());
    const Fixed cut = acos(Fixed((bend - centre) / amplitude));
    return rho_ > 1 ? integrate(rule_, f, Fixed(0), half_turn(), {cut}) : integrate(rule_, f, Fixed(0), cut);
  }

  int p_;
  int degree_;  ///< p, and 1 more where |w~| is a factor
  Fixed rho_;
  Fixed edge_;  ///< rays with cos f <= edge miss the ball (rho <= 1); -1: none does, the origin is inside
  Rule rule_;
  Fixed sphere_;
};

/// The limit of a sequence whose error is a series in step^2, the step halved each time (Richardson).
Fixed extrapolate(std::vector<Fixed> column) {
  Fixed power = 4;
  for (std::size_t level = 1; level < column.size(); ++level, power *= 4)
    for (std::size_t i = column.size() - 1; i >= level; --i) column[i] += (column[i] - column[i - 1]) / (power - 1);
  return column.back();
}

}  // namespace

Real smoothed_kernel_by_quadrature(int p, const Real& rho, Injection injection, const Real& phi) {
  return to_real(Definition(p, to_fixed(rho), injection).kernel(to_fixed(phi)));
}

SmoothedDifferences smoothed_kernel_differences(int p, const Real& rho, Injection injection, const Real& phi) {
  constexpr int kLevels = 5;
  const Definition definition(p, to_fixed(rho), injection);
  const Fixed at = to_fixed(phi), middle = definition.kernel(at);
  std::vector<Fixed> first, second;
  Fixed step = Fixed(1) / 32;
  for (int i = 0; i < kLevels; ++i, step /= 2) {
    const Fixed up = definition.kernel(at + step), down = definition.kernel(at - step);
    first.push_back((up - down) / (2 * step));
    second.push_back((up - 2 * middle + down) / (step * step));
  }
  return {to_real(extrapolate(first)), to_real(extrapolate(second))};
}

}  // namespace noiseproof
