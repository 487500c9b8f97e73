#include "rigor/hermite.hpp"

#include <acb_hypgeom.h>

#include <cmath>
#include <map>
#include <utility>

#include "core/error.hpp"
#include "rigor/verified_integral.hpp"

namespace noiseproof {
namespace {

using Kind = Activation::Kind;

constexpr slong kSlopes = 3;  // act, act', act''
constexpr int kReach = 40;    // up to where the rule sums
constexpr int kCovered = 30;  // up to where the activation is bounded box by box
constexpr int kBoxes = 8;     // boxes to a unit

/// The activation is analytic where |Im z| < strip, and for |Re z| >= kCovered there |act^(j)(z)| <= size
/// (1+|z|)^degree, j <= 2. `terms`: how many coefficients; they fall like e^{-pole sqrt n}, pole the nearest one's
/// distance from the real line.
struct Growth {
  int strip;
  Ball size;
  unsigned degree;
  int terms;
};

Growth growth_of(const Activation& activation) {
  if (activation.kind == Kind::polynomial) {
    Rational sum = 0;
    for (const Rational& c : activation.coefficients) sum += abs(c);
    const auto degree = static_cast<unsigned>(activation.coefficients.size() - 1);
    return {1, Ball(sum) * Ball(degree * degree), degree, static_cast<int>(degree) + 1};
  }
  // The nearest poles: of tanh +-i pi/2; of sigmoid, silu and (branch points) softplus +-i pi.
  if (activation.kind == Kind::tanh) return {1, Ball(2), 1, 320};
  const bool entire = activation.kind == Kind::erf || activation.kind == Kind::gelu;
  return {entire ? 1 : 2, Ball(2), 1, 128};
}

/// e^-x where `right`, else e^x: the one that is not large.
void small_exponential(PowerSeries& out, const PowerSeries& x, bool right, slong bits) {
  if (right)
    acb_poly_neg(out.v, x.v);
  else
    acb_poly_set(out.v, x.v);
  acb_poly_exp_series(out.v, out.v, kSlopes, bits);
}

/// 1/(1 + e^-x).
void sigmoid_series(PowerSeries& out, const PowerSeries& x, bool right, slong bits) {
  PowerSeries e, bottom;
  small_exponential(e, x, right, bits);
  acb_poly_add_si(bottom.v, e.v, 1, bits);
  if (right) acb_poly_one(e.v);
  acb_poly_div_series(out.v, e.v, bottom.v, kSlopes, bits);
}

/// act(z + t).
void activation_series(PowerSeries& out, const Activation& activation, const acb_t z, slong bits) {
  const PowerSeries x(z, 1);
  PowerSeries y;
  const bool right = arf_sgn(arb_midref(acb_realref(z))) >= 0;
  switch (activation.kind) {
    case Kind::tanh:  // 2 sigmoid(2x) - 1
      acb_poly_scalar_mul_2exp_si(y.v, x.v, 1);
      sigmoid_series(out, y, right, bits);
      acb_poly_scalar_mul_2exp_si(out.v, out.v, 1);
      acb_poly_add_si(out.v, out.v, -1, bits);
      break;
    case Kind::sigmoid: sigmoid_series(out, x, right, bits); break;
    case Kind::silu:
      sigmoid_series(y, x, right, bits);
      acb_poly_mullow(out.v, x.v, y.v, kSlopes, bits);
      break;
    case Kind::softplus:
      small_exponential(y, x, right, bits);
      acb_poly_add_si(y.v, y.v, 1, bits);
      acb_poly_log_series(out.v, y.v, kSlopes, bits);
      if (right) acb_poly_add(out.v, out.v, x.v, bits);
      break;
    case Kind::erf: acb_hypgeom_erf_series(out.v, x.v, kSlopes, bits); break;
    case Kind::gelu:
      acb_poly_scalar_mul(y.v, x.v, Complex(sqrt(Ball(Rational(1, 2)))).v, bits);
      acb_hypgeom_erf_series(y.v, y.v, kSlopes, bits);
      acb_poly_add_si(y.v, y.v, 1, bits);
      acb_poly_mullow(out.v, x.v, y.v, kSlopes, bits);
      acb_poly_scalar_mul_2exp_si(out.v, out.v, -1);
      break;
    case Kind::polynomial:
      for (auto c = activation.coefficients.rbegin(); c != activation.coefficients.rend(); ++c) {
        acb_poly_mullow(out.v, out.v, x.v, kSlopes, bits);
        acb_poly_set_acb(y.v, Complex(Ball(*c)).v);
        acb_poly_add(out.v, out.v, y.v, bits);
      }
      break;
    default: throw Error(Error::Kind::domain, "hermite_expansion", activation.text() + " is not smooth");
  }
}

/// |act^(j)| at most, over [x, x + 1/kBoxes] + i [0, strip], j = 0, 1, 2.
std::array<Ball, 3> largest_over_column(const Activation& activation, const Rational& x, int strip) {
  std::array<Ball, 3> out{0, 0, 0};
  Complex box, coefficient;
  const auto side = [](const Rational& lo) { return Ball::hull(Ball(lo), Ball(Rational(lo + Rational(1, kBoxes)))); };
  arb_set(acb_realref(box.v), side(x).get());
  for (int row = 0; row < strip * kBoxes; ++row) {
    arb_set(acb_imagref(box.v), side(Rational(row, kBoxes)).get());
    PowerSeries values;
    activation_series(values, activation, box.v, working_bits());
    for (slong j = 0; j < kSlopes; ++j) {
      acb_poly_get_coeff_acb(coefficient.v, values.v, j);
      Ball size;
      acb_abs(size.get(), coefficient.v, working_bits());
      Ball& largest = out[static_cast<std::size_t>(j)];
      largest = max(largest, Ball(j == 2 ? 2 : 1) * size).upper();
    }
  }
  return out;
}

Ball gaussian(const Ball& x) { return exp(-square(x) / Ball(2)) / sqrt(Ball(2) * Ball::pi()); }

/// Bounds of E |act^(j)(X + ib)|^2 for every |b| <= strip, X a standard Gaussian.
std::array<Ball, 3> mean_squares_in_strip(const Activation& activation, const Growth& growth) {
  const ScopedBits coarse(64);
  // Beyond kCovered: size^2 (x + 3)^{2 degree} times the density falls at least like e^{-29 x}.
  const Ball tail = Ball(2) * square(growth.size) * pow(Ball(kCovered + 3), 2 * growth.degree) *
                    gaussian(Ball(kCovered)) / Ball(kCovered - 1);
  std::array<Ball, 3> out{tail, tail, tail};
  for (int i = -kCovered * kBoxes; i < kCovered * kBoxes; ++i) {
    const std::array<Ball, 3> largest = largest_over_column(activation, Rational(i, kBoxes), growth.strip);
    const Ball mass = gaussian(Ball(Rational(i >= 0 ? i : -(i + 1), kBoxes))) / Ball(kBoxes);
    for (std::size_t j = 0; j < 3; ++j) out[j] += square(largest[j]) * mass;
  }
  for (Ball& x : out) x = x.upper();
  return out;
}

/// E |h_n(X + i strip)|^2 = L_n(-strip^2), n < terms.
std::vector<Ball> laguerre(int strip, int terms) {
  const Ball y(strip * strip);
  std::vector<Ball> out{Ball(1), Ball(1) + y};
  for (int n = 1; n + 1 < terms; ++n) {
    const auto at = static_cast<std::size_t>(n);
    out.push_back(((Ball(2 * n + 1) + y) * out[at] - Ball(n) * out[at - 1]) / Ball(n + 1));
  }
  return out;
}

/// Sums of the trapezoidal rule.
struct Sums {
  std::vector<Ball> c;
  std::array<Ball, 3> energy{0, 0, 0};
};

Sums sums_of(const Activation& activation, int terms, const Rational& step) {
  Sums out;
  std::vector<Ball> root;
  for (int n = 0; n < terms; ++n) root.push_back(sqrt(Ball(n)));
  out.c.resize(root.size());
  const Integer nodes = floor_of(Rational(kReach / step));
  Complex coefficient;
  for (Integer i = -nodes; i <= nodes; ++i) {
    const Ball x(Rational(i * step)), weight = Ball(step) * gaussian(x);
    PowerSeries values;
    activation_series(values, activation, Complex(x).v, working_bits());
    std::array<Ball, 3> act;
    for (slong j = 0; j < kSlopes; ++j) {
      acb_poly_get_coeff_acb(coefficient.v, values.v, j);
      arb_mul_si(act[static_cast<std::size_t>(j)].get(), acb_realref(coefficient.v), j == 2 ? 2 : 1, working_bits());
    }
    for (std::size_t j = 0; j < 3; ++j) out.energy[j] += weight * square(act[j]);
    Ball before = 0, here = 1;
    for (std::size_t n = 0; n < out.c.size(); ++n) {
      out.c[n] += weight * act[0] * here;
      if (n + 1 == out.c.size()) break;
      before = std::exchange(here, (x * here - root[n] * before) / root[n + 1]);
    }
  }
  return out;
}

HermiteExpansion expand(const Activation& activation) {
  const slong wanted = working_bits();
  const Growth growth = growth_of(activation);
  // Rounding in the polynomials' recurrence grows at most like |h_n(ix)|, under the Gaussian by e^{n/2}.
  const ScopedBits bits(wanted + growth.terms);
  const Ball a(growth.strip);
  const std::array<Ball, 3> mean_square = mean_squares_in_strip(activation, growth);
  const std::vector<Ball> polynomial = laguerre(growth.strip, growth.terms);
  // e^{2 pi a/step} of some 2^wanted times the largest bound below.
  const double exponent =
      0.6932 * static_cast<double>(wanted + 30) + growth.strip * (growth.strip + std::sqrt(growth.terms));
  const Rational step(std::max(1L, static_cast<long>(1024 * 6.283 * growth.strip / exponent)), 1024);
  const Sums sums = sums_of(activation, growth.terms, step);
  // The trapezoidal rule for f analytic in |Im z| < a, with the integral of |f| along each line at most m, errs by at
  // most 2m/(e^{2 pi a/step} - 1).
  const Ball factor = Ball(2) * exp(square(a) / Ball(2)) / (exp(Ball(2) * Ball::pi() * a / Ball(step)) - Ball(1));
  // What the sums leave out, where |h_n| <= 1.09 e^{x^2/4} (Cramer): terms that fall at least like e^{-19 x}.
  const Ball reach(kReach), grown = growth.size * pow(reach + Ball(1), growth.degree);
  const Ball left_out = Ball(4) * (grown + square(grown)) * exp(-square(reach) / Ball(4));
  const auto with_error = [&](const Ball& sum, const Ball& m) {
    const Ball error = (factor * m + left_out).upper();
    return sum + Ball::hull(-error, error);
  };
  HermiteExpansion out;
  Ball kept[3] = {0, 0, 0};
  for (std::size_t n = 0; n < sums.c.size(); ++n) {
    const Ball c = with_error(sums.c[n], sqrt(mean_square[0] * polynomial[n]));
    if (n == 0) out.mean = c;
    out.weight.push_back(square(c));
    const auto i = static_cast<long>(n);
    kept[0] += out.weight[n];
    kept[1] += Ball(i) * out.weight[n];
    kept[2] += Ball(i * (i - 1)) * out.weight[n];
  }
  for (std::size_t j = 0; j < 3; ++j) {
    out.energy[j] = with_error(sums.energy[j], mean_square[j]);
    out.rest[j] = max(Ball(0), out.energy[j] - kept[j]).upper();
    if (!is_finite(out.rest[j])) throw Error(Error::Kind::arithmetic, "hermite_expansion", "no finite enclosure");
  }
  return out;
}

/// sum coefficients[i] x^i over the powers of one parity, at a point.
Ball half_at(const std::vector<Ball>& coefficients, std::size_t parity, const Ball& x) {
  const Ball x_sq = square(x);
  Ball out = 0;
  for (std::size_t i = coefficients.size(); i-- > 0;)
    if (i % 2 == parity) out = out * x_sq + coefficients[i];
  return parity == 1 ? out * x : out;
}

/// The range of sum coefficients[i] x^i, no coefficient negative: the even powers rise with |x|, the odd ones with x;
/// and that of a rest, whose coefficients add up to at most `rest`.
Ball range(const std::vector<Ball>& coefficients, const Ball& rest, const Ball& x) {
  const Ball lo = x.lower(), hi = x.upper(), size = max(abs(lo), abs(hi)).upper();
  const Ball nearest = contains_zero(x) ? Ball(0) : min(abs(lo), abs(hi)).lower();
  const Ball even = Ball::hull(half_at(coefficients, 0, nearest), half_at(coefficients, 0, size));
  const Ball odd = Ball::hull(half_at(coefficients, 1, lo), half_at(coefficients, 1, hi));
  const Ball beyond = rest * pow(size, static_cast<unsigned>(coefficients.size()));
  return even + odd + Ball::hull(-beyond, beyond);
}

/// Coefficients of the derivative of order j.
std::vector<Ball> derivative(const std::vector<Ball>& weight, int j) {
  std::vector<Ball> out;
  for (int n = j; n < static_cast<int>(weight.size()); ++n)
    out.push_back(Ball(j == 0 ? 1 : j == 1 ? n : n * (n - 1)) * weight[static_cast<std::size_t>(n)]);
  return out;
}

}  // namespace

const HermiteExpansion& hermite_expansion(const Activation& activation) {
  thread_local std::map<std::pair<std::string, slong>, HermiteExpansion> cache;
  const auto key = std::pair(activation.text(), working_bits());
  const auto found = cache.find(key);
  return found != cache.end() ? found->second : cache.emplace(key, expand(activation)).first->second;
}

std::array<Ball, 3> hermite_kernel(const HermiteExpansion& expansion, const Angle<Ball>& angle, int orders) {
  // The cosine of a wide ball next to pi is wider than it need be; it falls from end to end.
  const Ball near = angle.phi.lower(), far = angle.d.lower();
  const Ball x = Ball::hull(max(Ball(-1), -cos(far)), min(Ball(1), cos(near))), s = sine(angle);
  const auto sum = [&](int j) {
    return range(derivative(expansion.weight, j), expansion.rest[static_cast<std::size_t>(j)], x);
  };
  std::array<Ball, 3> out{sum(0), 0, 0};
  if (orders == 1) return out;
  const Ball first = sum(1);
  out[1] = -(s * first);
  if (orders == 3) out[2] = square(s) * sum(2) - x * first;
  return out;
}

}  // namespace noiseproof
