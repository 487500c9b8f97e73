#include "rigor/pieces_kernel.hpp"

#include <arb_hypgeom.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "rigor/verified_integral.hpp"

namespace noiseproof {
namespace {

Ball factorial(std::size_t n) {
  Ball out = 1;
  for (std::size_t i = 2; i <= n; ++i) out *= Ball(static_cast<int>(i));
  return out;
}

Ball upper_tail(const Ball& x) {
  Ball out;
  arb_hypgeom_erfc(out.get(), (x / sqrt(Ball(2))).get(), working_bits());
  return out / Ball(2);
}

/// int z^n density(z) dz from an end to infinity, n = 0, 1, ..., `count` of them; the whole line's without an end.
std::vector<Ball> moments_beyond(const Rational* end, std::size_t count) {
  std::vector<Ball> out;
  const Ball at = end ? Ball(*end) : Ball(0), weight = end ? gaussian_density(at) : Ball(0);
  for (std::size_t n = 0; n < count; ++n) {
    Ball here = n == 0 ? (end ? upper_tail(at) : Ball(1)) : pow(at, static_cast<unsigned>(n - 1)) * weight;
    if (n >= 2) here += Ball(static_cast<int>(n - 1)) * out[n - 2];
    out.push_back(here);
  }
  return out;
}

Ball weighted(const Coefficients& c, const std::vector<Ball>& moments) {
  Ball out = 0;
  for (std::size_t i = 0; i < c.size(); ++i) out += Ball(c[i]) * moments[i];
  return out;
}

/// The piece of f that holds just right of z.
const Coefficients& piece_from(const Piecewise& f, const Rational& z) {
  const auto after = std::upper_bound(f.knots.begin(), f.knots.end(), z);
  return f.polynomials[static_cast<std::size_t>(after - f.knots.begin())];
}

// ------------------------------------------------------------------ E[g_m(Y) | X = t] and the densities

/// What an integrand sees of the angle s: where s is real and reaches down to 0, only its upper end.
struct At {
  Complex s, sine, cosine, half_tangent;
  bool touches_zero;  ///< real, and holds 0
  Ball largest_sine;  ///< then: a bound of the sines, > 0
};

At at(const Complex& s) {
  const Complex sine = sin(s), cosine = cos(s);
  At out{s, sine, cosine, sine / (Complex(Ball(1)) + cosine), false, Ball(0)};
  Ball real;
  acb_get_real(real.get(), s.v);
  out.touches_zero = acb_is_real(s.v) != 0 && is_positive(real) != Verdict::proved;
  if (!out.touches_zero) return out;
  const Ball largest = sin(real.upper());
  const bool rises = is_less(real, Ball(Rational(3, 2))) == Verdict::proved;
  out.largest_sine = rises && is_positive(largest) == Verdict::proved ? largest.upper() : Ball(1);
  return out;
}

/// Phi(x) and the density at x = (t cos s - knot)/sin s = gap/sin s - t tan(s/2), gap = t - knot: to the side of the
/// gap, and ever further, as s falls to 0.
struct Seen {
  Complex share, density;
};

Seen seen_from(const At& angle, const Ball& t, const Rational& gap) {
  const Complex half(Ball(Rational(1, 2))), root_two(sqrt(Ball(2))), spread(sqrt(Ball(2) * Ball::pi()));
  const auto of = [&](const Complex& x) {
    return Seen{half * erfc(Complex(Ball(-1)) * x / root_two), exp(Complex(Ball(-1)) * x * x * half) / spread};
  };
  const Complex turned = Complex(t) * angle.half_tangent;
  if (gap == 0) return of(Complex(Ball(-1)) * turned);
  if (!angle.touches_zero) return of(Complex(Ball(gap)) / angle.sine - turned);
  Ball shift;
  acb_get_real(shift.get(), turned.v);
  const bool right = gap > 0;
  const Ball size = abs(Ball(gap)) / angle.largest_sine, nearest = right ? size - shift : size + shift;
  if (is_positive(nearest) != Verdict::proved)
    return {Complex(Ball::hull(Ball(0), Ball(1))), Complex(Ball::hull(Ball(0), gaussian_density(Ball(0))))};
  const Ball tail = upper_tail(nearest).upper();
  return {Complex(right ? Ball::hull(Ball(1) - tail, Ball(1)) : Ball::hull(Ball(0), tail)),
          Complex(Ball::hull(Ball(0), gaussian_density(nearest).upper()))};
}

/// E of the polynomial in Y - knot, or of it where Y > knot, for Y Gaussian of mean t cos s and deviation sin s: with
/// b = t cos s - knot the powers have M_n = b M_{n-1} + (n-1) sin^2 s M_{n-2}.
Complex mean_of_powers(const std::vector<Ball>& powers, const At& angle, const Complex& b, const Seen* beyond) {
  const Complex variance = angle.sine * angle.sine;
  Complex out, before, here = beyond ? beyond->share : Complex(Ball(1));
  for (std::size_t n = 0; n < powers.size(); ++n) {
    if (n == 1) {
      before = here;
      here = b * before + (beyond ? angle.sine * beyond->density : Complex());
    } else if (n > 1) {
      const Complex next = b * here + Complex(Ball(static_cast<int>(n - 1))) * variance * before;
      before = here;
      here = next;
    }
    out = out + Complex(powers[n]) * here;
  }
  return out;
}

std::vector<Ball> in_balls(const Coefficients& c) {
  std::vector<Ball> out;
  for (const Rational& x : c) out.push_back(Ball(x));
  return out;
}

/// J density(t) E[f(Y) | X = t], f in truncated powers.
struct Conditional {
  Ball weight, t;
  std::vector<Ball> first;
  struct Bend {
    Rational gap;  ///< t - knot
    Ball knot;
    std::vector<Ball> powers;
  };
  std::vector<Bend> bends;
};

Complex value(const Conditional& term, const At& angle) {
  const Complex mean = Complex(term.t) * angle.cosine;
  Complex out = mean_of_powers(term.first, angle, mean, nullptr);
  for (const Conditional::Bend& bend : term.bends) {
    const Seen seen = seen_from(angle, term.t, bend.gap);
    out = out + mean_of_powers(bend.powers, angle, mean - Complex(bend.knot), &seen);
  }
  return Complex(term.weight) * angle.sine * out;
}

/// J J' sin s density(t, t') = J J'/(2 pi) e^{-(t-t')^2/(2 sin^2 s) - t t'/(1 + cos s)}.
struct Meeting {
  Ball weight, product;  ///< J J'/(2 pi), t t'
  Rational gap;          ///< t - t'
};

Complex value(const Meeting& term, const At& angle) {
  const Complex one(Ball(1)), minus(Ball(-1));
  const Complex out = Complex(term.weight) * exp(minus * Complex(term.product) / (one + angle.cosine));
  if (term.gap == 0) return out;
  const Ball size = square(Ball(term.gap)) / Ball(2);
  if (angle.touches_zero) return out * Complex(Ball::hull(Ball(0), exp(-size / square(angle.largest_sine)).upper()));
  return out * exp(minus * Complex(size) / (angle.sine * angle.sine));
}

/// sin s D_m.
struct Layer {
  std::vector<Conditional> conditionals;
  std::vector<Meeting> meetings;
};

Complex value(const Layer& layer, const At& angle) {
  Complex out;
  for (const Conditional& term : layer.conditionals) out = out + value(term, angle);
  for (const Meeting& term : layer.meetings) out = out + value(term, angle);
  return out;
}

Rational jump_of(const Pieces::Bend& bend, std::size_t m) {
  Rational out = m < bend.powers.size() ? bend.powers[m] : Rational(0);
  for (std::size_t i = 2; i <= m; ++i) out *= static_cast<int>(i);
  return out;
}

Conditional conditional(const Ball& weight, const Rational& t, const Pieces& f, std::size_t order) {
  Conditional out{weight, Ball(t), in_balls(derivative_of(f.first, order)), {}};
  for (const Pieces::Bend& bend : f.bends)
    if (const Coefficients powers = derivative_of(bend.powers, order); !powers.empty())
      out.bends.push_back({t - bend.knot, Ball(bend.knot), in_balls(powers)});
  return out;
}

Layer layer_of(const Pieces& f, const Pieces& g, std::size_t m) {
  Layer out;
  for (const auto& sides : {std::pair(&f, &g), std::pair(&g, &f)})
    for (const Pieces::Bend& bend : sides.first->bends)
      if (const Rational jump = jump_of(bend, m); jump != 0 && m < degree_of(*sides.second))
        out.conditionals.push_back(
            conditional(Ball(jump) * gaussian_density(Ball(bend.knot)), bend.knot, *sides.second, m + 1));
  for (const Pieces::Bend& x : f.bends)
    for (const Pieces::Bend& y : g.bends)
      if (const Rational jumps = jump_of(x, m) * jump_of(y, m); jumps != 0)
        out.meetings.push_back(
            {Ball(jumps) / (Ball(2) * Ball::pi()), Ball(Rational(x.knot * y.knot)), x.knot - y.knot});
  return out;
}

// ------------------------------------------------------------------ G_m(cos s), m = 0, 1, ...

/// Of f and g: G_m(1), and sin s D_m for m = 1, 2, ...
struct Correlation {
  std::vector<Ball> ends;
  std::vector<Layer> layers;
};

Correlation correlation_of(const Pieces& f, const Pieces& g) {
  Correlation out;
  for (std::size_t m = 0; m <= degree_of(f); ++m) {
    out.ends.push_back(gaussian_mean(product_of(derivative_of(f, m), derivative_of(g, m))));
    if (m > 0) out.layers.push_back(layer_of(f, g, m));
  }
  return out;
}

struct Remainder {
  const std::vector<Layer>* layers;  ///< of m = 1, 2, ...
  Ball angle;
  std::size_t order;
};

/// sum_m (cos angle - cos s)^{m-order}/(m-order)! sin s D_m at s = angle x, times the angle: over x in [0, 1].
int remainder_integrand(acb_ptr out, const acb_t x, void* parameter, slong order, slong) {
  const Remainder& what = *static_cast<const Remainder*>(parameter);
  Complex s;
  acb_mul_arb(s.v, x, what.angle.get(), working_bits());
  const At here = at(s);
  if (here.touches_zero && order != 0) {  // flat there, and not analytic
    acb_indeterminate(out);
    return 0;
  }
  const Complex behind = Complex(cos(what.angle)) - here.cosine;
  Complex sum, power(Ball(1));
  for (std::size_t m = std::max<std::size_t>(1, what.order); m <= what.layers->size(); ++m) {
    if (m > what.order) power = power * behind / Complex(Ball(static_cast<int>(m - what.order)));
    sum = sum + power * value((*what.layers)[m - 1], here);
  }
  sum = sum * Complex(what.angle);
  acb_set(out, sum.v);
  return 0;
}

Ball remainder(const std::vector<Layer>& layers, const Ball& angle, std::size_t order) {
  if (arb_is_zero(angle.get()) != 0 || layers.size() < order) return 0;
  // An integrand over a box is known no better than the box is thin.
  const double width = angle.radius_approx();
  const slong goal = width > 1e-30 ? static_cast<slong>(-std::log2(width)) : working_bits();
  Remainder what{&layers, angle, order};
  return integrate(remainder_integrand, &what, Ball(0), Ball(1), goal);
}

/// sum_m ends[m] (u-1)^{m-order}/(m-order)!
Ball about_one(const std::vector<Ball>& ends, const Ball& angle, std::size_t order) {
  const Ball behind = Ball(-2) * square(sin(angle / Ball(2)));
  Ball out = 0;
  for (std::size_t m = order; m < ends.size(); ++m)
    out += ends[m] * pow(behind, static_cast<unsigned>(m - order)) / factorial(m - order);
  return out;
}

/// Over a box: the range.
Ball value_of(const Correlation& of, std::size_t m, const Ball& angle) {
  return about_one(of.ends, angle, m) - remainder(of.layers, angle, m);
}

std::optional<int> sign_of(const Ball& x) {
  if (is_positive(abs(x)) != Verdict::proved) return std::nullopt;
  return is_positive(x) == Verdict::proved ? 1 : -1;
}

/// The sign of D_m for 0 < s <= reach: over the box, or by its terms', if all are products of densities. 0: there are
/// none.
std::optional<int> sign_of(const Layer& layer, const Ball& reach) {
  Ball over;
  acb_get_real(over.get(), value(layer, at(Complex(Ball::hull(Ball(0), reach)))).v);
  if (const std::optional<int> sign = sign_of(over)) return sign;
  if (!layer.conditionals.empty()) return std::nullopt;
  int out = 0;
  for (const Meeting& term : layer.meetings) {
    const int own = arb_is_positive(term.weight.get()) != 0 ? 1 : -1;
    if (out * own < 0) return std::nullopt;
    out = own;
  }
  return out;
}

/// The sign of G_m(cos s) for 0 < s <= reach, from dG_m/d(1-u) = -(G_{m+1} + D_m): where G_m(1) is exactly 0 the
/// next ones decide. Nothing if undecided; 0 if it vanishes there.
std::optional<int> sign_next_to_end(const Correlation& of, std::size_t m, const Ball& reach) {
  if (m >= of.ends.size()) return 0;
  if (const std::optional<int> sign = sign_of(value_of(of, m, Ball::hull(Ball(0), reach)))) return sign;
  if (arb_is_zero(of.ends[m].get()) == 0) return std::nullopt;
  const std::optional<int> next = sign_next_to_end(of, m + 1, reach),
                           jumps = m == 0 ? std::optional(0) : sign_of(of.layers[m - 1], reach);
  if (!next || !jumps || *next * *jumps < 0) return std::nullopt;
  return *next != 0 ? -*next : -*jumps;
}

}  // namespace

Ball gaussian_density(const Ball& x) { return exp(-square(x) / Ball(2)) / sqrt(Ball(2) * Ball::pi()); }

Piecewise derivative_of(const Pieces& f, std::size_t order) {
  Piecewise out{{}, polynomials_of(f, order)};
  for (const Pieces::Bend& bend : f.bends) out.knots.push_back(bend.knot);
  return out;
}

Piecewise product_of(const Piecewise& f, const Piecewise& g) {
  std::set<Rational> knots(f.knots.begin(), f.knots.end());
  knots.insert(g.knots.begin(), g.knots.end());
  Piecewise out{{knots.begin(), knots.end()}, {product_of(f.polynomials[0], g.polynomials[0])}};
  for (const Rational& knot : out.knots)
    out.polynomials.push_back(product_of(piece_from(f, knot), piece_from(g, knot)));
  return out;
}

Ball gaussian_mean(const Piecewise& f) {
  Ball out = 0;
  for (std::size_t i = 0; i < f.polynomials.size(); ++i) {
    const Coefficients& c = f.polynomials[i];
    out += weighted(c, moments_beyond(i == 0 ? nullptr : &f.knots[i - 1], c.size()));
    if (i < f.knots.size()) out -= weighted(c, moments_beyond(&f.knots[i], c.size()));
  }
  return out;
}

std::array<Ball, 3> pieces_kernel(const Pieces& act, const Angle<Ball>& angle, int orders) {
  // From the nearer end: beyond pi/2 the second function is act(-z), at the angle d = pi - phi.
  const bool near = angle.phi.midpoint_approx() <= angle.d.midpoint_approx();
  const Ball& s = near ? angle.phi : angle.d;
  if (is_less(s, Ball(Rational(5, 2))) != Verdict::proved) return {Ball::entire(), Ball::entire(), Ball::entire()};
  const Correlation of = correlation_of(act, near ? act : mirrored(act));
  std::array<Ball, 3> out{value_of(of, 0, s), 0, 0};
  if (orders == 1) return out;
  const Ball first = value_of(of, 1, s), sine = sin(s);
  out[1] = near ? -(sine * first) : sine * first;
  if (orders == 2) return out;
  Ball jumps;
  acb_get_real(jumps.get(), value(of.layers[0], at(Complex(s))).v);
  out[2] = square(sine) * value_of(of, 2, s) + sine * jumps - cos(s) * first;
  return out;
}

bool falls_next_to_pi(const Pieces& act, const Ball& reach) {
  return sign_next_to_end(correlation_of(act, mirrored(act)), 1, reach) == -1;
}

}  // namespace noiseproof
