#include "rigor/hermite.hpp"

#include <acb_hypgeom.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/error.hpp"
#include "rigor/pieces_hermite.hpp"
#include "rigor/verified_integral.hpp"

namespace noiseproof {
namespace {

constexpr slong kSlopes = 3;  // act, act', act''
constexpr int kReach = 40;    // up to where the rule sums
constexpr int kCovered = 30;  // up to where the activation is bounded box by box
constexpr int kBoxes = 8;     // boxes to a unit of a function's argument

/// A power series in t about a complex ball, to the order kSlopes: the ring in which an activation is evaluated.
class Series {
 public:
  Series() { acb_poly_init(v); }
  Series(const Series& other) : Series() { acb_poly_set(v, other.v); }
  Series& operator=(const Series& other) {
    acb_poly_set(v, other.v);
    return *this;
  }
  ~Series() { acb_poly_clear(v); }
  /// z + t.
  static Series argument(const acb_t z) {
    Series out;
    acb_poly_set_coeff_acb(out.v, 0, z);
    acb_poly_set_coeff_si(out.v, 1, 1);
    return out;
  }
  static Series of(const Analytic& number) { return Series(Ball(number.number)); }
  explicit Series(const Ball& x) : Series() { acb_poly_set_acb(v, Complex(x).v); }
  bool lies_right() const {
    Complex constant;
    acb_poly_get_coeff_acb(constant.v, v, 0);
    return arf_sgn(arb_midref(acb_realref(constant.v))) >= 0;
  }
  acb_poly_t v;
};

Series operator+(const Series& x, const Series& y) {
  Series out;
  acb_poly_add(out.v, x.v, y.v, working_bits());
  return out;
}

Series operator*(const Series& x, const Series& y) {
  Series out;
  acb_poly_mullow(out.v, x.v, y.v, kSlopes, working_bits());
  return out;
}

Series operator/(const Series& x, const Series& y) {
  Series out;
  acb_poly_div_series(out.v, x.v, y.v, kSlopes, working_bits());
  return out;
}

Series exp(const Series& x) {
  Series out;
  acb_poly_exp_series(out.v, x.v, kSlopes, working_bits());
  return out;
}

Series erf_series(const Series& x) {
  Series out;
  acb_hypgeom_erf_series(out.v, x.v, kSlopes, working_bits());
  return out;
}

/// 1/(1 + e^-u) by the exponential that is not large.
Series sigmoid_series(const Series& u) {
  const Series one(Ball(1));
  if (u.lies_right()) return one / (one + exp(Series(Ball(-1)) * u));
  const Series e = exp(u);
  return e / (one + e);
}

/// log(1 + e^u), likewise.
Series softplus_series(const Series& u) {
  const bool right = u.lies_right();
  Series out = Series(Ball(1)) + exp(right ? Series(Ball(-1)) * u : u);
  acb_poly_log_series(out.v, out.v, kSlopes, working_bits());
  return right ? out + u : out;
}

Series apply(AnalyticFunction function, const Series& u) {
  using enum AnalyticFunction;
  const Series one(Ball(1)), two(Ball(2));
  Series out;
  switch (function) {
    case tanh: return two * sigmoid_series(two * u) + Series(Ball(-1));
    case sigmoid: return sigmoid_series(u);
    case softplus: return softplus_series(u);
    case AnalyticFunction::erf: return erf_series(u);
    case Phi: {
      const Series half(Ball(Rational(1, 2)));
      return half * (one + erf_series(Series(sqrt(Ball(Rational(1, 2)))) * u));
    }
    case sin: acb_poly_sin_series(out.v, u.v, kSlopes, working_bits()); return out;
    case cos: acb_poly_cos_series(out.v, u.v, kSlopes, working_bits()); return out;
    default: return exp(Series(Ball(-1)) * u * u);
  }
}

/// What the proofs need of an expression: see docs/formulas.md, "Smooth activations".
struct Shape {
  double pole = 10;  ///< distance of the nearest pole from the real line; entire: far
  bool entire_calls = false;
  int scale = 1;  ///< the largest one of a call, rounded up
  int terms = 0;  ///< how many coefficients of the series; how good it is depends on them, not whether it holds
};

void look_at(const Analytic& f, Shape& shape) {
  using enum AnalyticFunction;
  for (const Analytic& part : f.parts) look_at(part, shape);
  if (f.op != Analytic::Op::call) return;
  const double scale = std::fabs(f.scale.convert_to<double>());
  shape.scale = std::max(shape.scale, static_cast<int>(std::ceil(scale)));
  double terms = 128;
  if (f.function == tanh || f.function == sigmoid || f.function == softplus) {
    // At scale z + shift = i pi/2 (tanh) or i pi.
    const double pole = (f.function == tanh ? M_PI / 2 : M_PI) / scale;
    shape.pole = std::min(shape.pole, pole);
    terms = 790 / (pole * pole);  // c_n falls like e^{-pole sqrt n}
  } else {
    shape.entire_calls = true;
    // That of e^{-(scale z)^2} like (2 scale^2/(1 + 2 scale^2))^{n/2}.
    terms = 60 / std::log1p(1 / (2 * scale * scale));
  }
  shape.terms = std::max(shape.terms, static_cast<int>(std::min(terms, 640.0)));
}

/// For |Re z| >= kCovered - 1 and |Im z| < height, below the poles: |f(z)| <= size (1 + |z|)^growth_degree(f).
Ball size_of(const Analytic& f, const Rational& height) {
  using Op = Analytic::Op;
  if (f.op == Op::number) return abs(Ball(f.number));
  if (f.op == Op::argument) return 1;
  if (f.op == Op::power) return pow(size_of(f.parts[0], height), f.exponent);
  if (f.op == Op::call) {
    const Ball scale = abs(Ball(f.scale)), y = scale * Ball(height);
    switch (f.function) {
      // |Re(scale z + shift)| >= 14 scale > 1, so |e^{-u}| < 1/e on the right, and likewise on the left.
      case AnalyticFunction::tanh:
      case AnalyticFunction::sigmoid: return 2;
      case AnalyticFunction::softplus: return scale + abs(Ball(f.shift)) + Ball(1);
      case AnalyticFunction::sin:
      case AnalyticFunction::cos: return exp(y);
      default: return Ball(1) + exp(square(y));  // |erfc(u)| <= e^{Im(u)^2} on the right
    }
  }
  Ball out = f.op == Op::sum ? 0 : 1;
  for (const Analytic& part : f.parts) {
    const Ball own = size_of(part, height);
    out = f.op == Op::sum ? out + own : out * own;
  }
  return out;
}

/// The activation is analytic where |Im z| < strip, and for |Re z| >= kCovered there |act^(j)(z)| <= size
/// (1+|z|)^degree, j <= 2.
struct Growth {
  Rational strip;
  Ball size;
  unsigned degree;
  int terms, boxes;
};

Growth growth_of(const Activation& activation) {
  const Analytic& f = *activation.analytic();
  Shape shape;
  look_at(f, shape);
  const unsigned degree = growth_degree(f);
  const bool polynomial = polynomial_of(f).has_value();
  const int terms = polynomial ? static_cast<int>(degree) + 1 : std::max(shape.terms, 128);
  const double widest = shape.entire_calls || polynomial ? 1 : 2;
  // Clear of the poles: 1 for tanh, 2 for sigmoid; whole eighths.
  const Rational strip(static_cast<int>(8 * std::min(widest, 0.637 * shape.pole)), 8);
  // Cauchy on circles of radius 1/8: 2! 8^2, and (1 + |z| + 1/8)^degree <= 2^degree (1 + |z|)^degree.
  const Ball size = Ball(128) * pow(Ball(2), degree) * size_of(f, Rational(strip + Rational(1, 8)));
  return {strip, size, degree, terms, kBoxes * shape.scale};
}

Series activation_series(const Activation& activation, const acb_t z) {
  return evaluate(*activation.analytic(), Series::argument(z));
}

/// |act^(j)| at most, over [x, x + side] + i [0, strip], side = 1/growth.boxes, j = 0, 1, 2.
std::array<Ball, 3> largest_over_column(const Activation& activation, const Rational& x, const Growth& growth) {
  std::array<Ball, 3> out{0, 0, 0};
  Complex box, coefficient;
  const Rational side(1, growth.boxes);
  const auto from = [&](const Rational& lo) { return Ball::hull(Ball(lo), Ball(Rational(lo + side))); };
  arb_set(acb_realref(box.v), from(x).get());
  for (Rational row = 0; row < growth.strip; row += side) {
    arb_set(acb_imagref(box.v), from(row).get());
    const Series values = activation_series(activation, box.v);
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

/// Bounds of E |act^(j)(X + ib)|^2 for every |b| <= strip, X a standard Gaussian.
std::array<Ball, 3> mean_squares_in_strip(const Activation& activation, const Growth& growth) {
  const ScopedBits coarse(64);
  // Beyond kCovered: size^2 (x + 3)^{2 degree} times the density falls at least like e^{-29 x}.
  const Ball tail = Ball(2) * square(growth.size) * pow(Ball(kCovered + 3), 2 * growth.degree) *
                    gaussian_density(Ball(kCovered)) / Ball(kCovered - 1);
  std::array<Ball, 3> out{tail, tail, tail};
  for (int i = -kCovered * growth.boxes; i < kCovered * growth.boxes; ++i) {
    const std::array<Ball, 3> largest = largest_over_column(activation, Rational(i, growth.boxes), growth);
    const Ball mass = gaussian_density(Ball(Rational(i >= 0 ? i : -(i + 1), growth.boxes))) / Ball(growth.boxes);
    for (std::size_t j = 0; j < 3; ++j) out[j] += square(largest[j]) * mass;
  }
  for (Ball& x : out) x = x.upper();
  return out;
}

/// E |h_n(X + i strip)|^2 = L_n(-strip^2), n < terms, by their differences: sums of positive terms lose no digits.
std::vector<Ball> laguerre(const Ball& strip, int terms) {
  const Ball y = square(strip);
  std::vector<Ball> out{Ball(1)};
  Ball rise = 0;
  for (int n = 0; n + 1 < terms; ++n) {
    rise = (Ball(n) * rise + y * out.back()) / Ball(n + 1);
    out.push_back(out.back() + rise);
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
    const Ball x(Rational(i * step)), weight = Ball(step) * gaussian_density(x);
    const Series values = activation_series(activation, Complex(x).v);
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
  if (activation.pieces()) return expand_pieces(*activation.pieces());
  const slong wanted = working_bits();
  const Growth growth = growth_of(activation);
  // Rounding in the polynomials' recurrence grows at most like |h_n(ix)|, under the Gaussian by e^{n/2}.
  const ScopedBits bits(wanted + growth.terms);
  const Ball a(growth.strip);
  const std::array<Ball, 3> mean_square = mean_squares_in_strip(activation, growth);
  const std::vector<Ball> polynomial = laguerre(a, growth.terms);
  // e^{2 pi a/step} of some 2^wanted times the largest bound below.
  const double strip = growth.strip.convert_to<double>(),
               exponent = 0.6932 * static_cast<double>(wanted + 30) + strip * (strip + std::sqrt(growth.terms));
  const Rational step(std::max(1L, static_cast<long>(1024 * 6.283 * strip / exponent)), 1024);
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

/// The series' derivative of order j in x.
Ball series_at(const HermiteExpansion& expansion, int j, const Ball& x) {
  return range(derivative(expansion.weight, j), expansion.rest[static_cast<std::size_t>(j)], x);
}

/// The cosine of a wide ball next to pi is wider than it need be; it falls from end to end.
Ball cosine_of(const Angle<Ball>& angle) {
  return Ball::hull(max(Ball(-1), -cos(angle.d.lower())), min(Ball(1), cos(angle.phi.lower())));
}

}  // namespace

const HermiteExpansion& hermite_expansion(const Activation& activation) {
  thread_local std::map<std::pair<std::string, slong>, HermiteExpansion> cache;
  const auto key = std::pair(activation.text(), working_bits());
  const auto found = cache.find(key);
  return found != cache.end() ? found->second : cache.emplace(key, expand(activation)).first->second;
}

std::array<Ball, 3> hermite_kernel(const HermiteExpansion& expansion, const Angle<Ball>& angle, int orders) {
  const Ball x = cosine_of(angle), s = sine(angle);
  std::array<Ball, 3> out{series_at(expansion, 0, x), 0, 0};
  if (orders == 1) return out;
  const Ball first = series_at(expansion, 1, x);
  out[1] = -(s * first);
  if (orders == 3) out[2] = square(s) * series_at(expansion, 2, x) - x * first;
  return out;
}

Ball hermite_curvature_in_cosine(const HermiteExpansion& expansion, const Angle<Ball>& angle) {
  return series_at(expansion, 2, cosine_of(angle));
}

}  // namespace noiseproof
