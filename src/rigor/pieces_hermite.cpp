#include "rigor/pieces_hermite.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "rigor/verified_integral.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kTerms = 640;

/// A polynomial times the density.
int gaussian_integrand(acb_ptr out, const acb_t z, void* parameter, slong, slong) {
  const Coefficients& c = *static_cast<const Coefficients*>(parameter);
  Complex x, sum;
  acb_set(x.v, z);
  for (std::size_t i = c.size(); i-- > 0;) sum = sum * x + Complex(Ball(c[i]));
  sum = sum * exp(Complex(Ball(Rational(-1, 2))) * x * x) / Complex(sqrt(Ball(2) * Ball::pi()));
  acb_set(out, sum.v);
  return 0;
}

/// From where on |z|^degree e^{-z^2/2} is below 2^-working_bits and falls at least like e^{-z}.
int reach_of(std::size_t degree) {
  int out = static_cast<int>(degree) + 12;
  const double wanted = 0.6932 * static_cast<double>(working_bits());
  while (0.5 * out * out - static_cast<double>(degree) * std::log(out) < wanted) ++out;
  return out;
}

/// int |c(z)| density over |z| > reach, both sides together.
Ball tail_of(const Coefficients& c, int reach) {
  Ball size = 0;
  for (std::size_t i = 0; i < c.size(); ++i) size += abs(Ball(c[i])) * pow(Ball(reach), static_cast<unsigned>(i));
  return (Ball(2) * size * gaussian_density(Ball(reach))).upper();
}

/// The polynomials He_0, He_1, ..., `count` of them, exact.
std::vector<Coefficients> hermite_polynomials(std::size_t count) {
  std::vector<Coefficients> out{{1}, {0, 1}};
  for (std::size_t n = 1; out.size() < count; ++n)
    out.push_back(sum_of(product_of({0, 1}, out[n]), multiple_of(out[n - 1], -static_cast<int>(n))));
  return out;
}

/// h_n(x) = He_n(x)/sqrt(n!), n < count.
std::vector<Ball> unit_hermite(const Ball& x, std::size_t count) {
  std::vector<Ball> out{Ball(1)};
  Ball before = 0;
  for (std::size_t n = 0; out.size() < count; ++n) {
    const Ball next = (x * out[n] - sqrt(Ball(static_cast<int>(n))) * before) / sqrt(Ball(static_cast<int>(n + 1)));
    before = out[n];
    out.push_back(next);
  }
  return out;
}

/// E act h_n, n < kTerms.
std::vector<Ball> coefficients_of(const Pieces& act) {
  const std::size_t degree = degree_of(act);
  std::vector<Ball> out;
  const std::vector<Coefficients> low = hermite_polynomials(degree + 2);
  Ball length = 1;  // sqrt(n!)
  for (std::size_t n = 0; n <= degree; ++n) {
    if (n > 0) length *= sqrt(Ball(static_cast<int>(n)));
    out.push_back(gaussian_mean(product_of(derivative_of(act, 0), Piecewise{{}, {low[n]}})) / length);
  }
  out.resize(kTerms);
  for (const Pieces::Bend& bend : act.bends) {
    const Ball t(bend.knot);
    const std::vector<Ball> h = unit_hermite(t, kTerms);
    for (std::size_t n = degree + 1; n < kTerms; ++n) {
      Ball scale = gaussian_density(t);  // of J_m h_{n-m-1}(t): m! powers[m] sqrt((n-m-1)!/n!)
      for (std::size_t m = 0; m < bend.powers.size(); ++m) {
        scale *= Ball(static_cast<int>(std::max<std::size_t>(m, 1))) / sqrt(Ball(static_cast<int>(n - m)));
        out[n] += Ball(bend.powers[m]) * scale * h[n - m - 1];
      }
    }
  }
  return out;
}

Ball energy_of(const Pieces& act, std::size_t order) {
  const Piecewise f = derivative_of(act, order);
  return gaussian_mean_by_integral(product_of(f, f));
}

}  // namespace

Ball gaussian_mean_by_integral(const Piecewise& f) {
  Ball out = 0;
  for (std::size_t i = 0; i < f.polynomials.size(); ++i) {
    Coefficients c = f.polynomials[i];
    if (c.empty()) continue;
    const int reach = reach_of(c.size());
    const Rational lo = i == 0 ? Rational(-reach) : f.knots[i - 1];
    const Rational hi = i < f.knots.size() ? f.knots[i] : Rational(reach);
    out += integrate(gaussian_integrand, &c, Ball(lo), Ball(hi));
    const Ball tail = tail_of(c, reach);
    if (i == 0 || i == f.knots.size()) out += Ball::hull(-tail, tail);
  }
  return out;
}

HermiteExpansion expand_pieces(const Pieces& act) {
  // Rounding in the polynomials' recurrence grows at most like |h_n(ix)|, under the Gaussian by e^{n/2}.
  const ScopedBits bits(working_bits() + static_cast<slong>(kTerms));
  HermiteExpansion out;
  const std::vector<Ball> c = coefficients_of(act);
  out.mean = c[0];
  out.energy = {energy_of(act, 0), energy_of(act, 1), Ball::entire()};
  Ball kept[2] = {0, 0};
  for (std::size_t n = 0; n < c.size(); ++n) {
    out.weight.push_back(square(c[n]));
    kept[0] += out.weight[n];
    kept[1] += Ball(static_cast<int>(n)) * out.weight[n];
  }
  out.rest = {max(Ball(0), out.energy[0] - kept[0]).upper(), max(Ball(0), out.energy[1] - kept[1]).upper(),
              Ball::entire()};
  return out;
}

}  // namespace noiseproof
