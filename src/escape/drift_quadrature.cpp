#include "escape/drift_quadrature.hpp"

#include <arb_hypgeom.h>

#include "rigor/roots.hpp"
#include "smoothing/hypergeometric.hpp"

namespace noiseproof {
namespace {

constexpr slong kQuadratureBits = 96;
using PanelTaylor = Taylor<2 * kPanelNodes>;

/// int_0^pi sin^{p-2}
Ball total_weight(int p) {
  return sqrt(Ball::pi()) * gamma(Ball(Rational(p - 1, 2))) * reciprocal_gamma(Ball(Rational(p, 2)));
}

DirectionAt<Ball> direction_at(const Ball& phi) {
  const Ball s = sin(phi), c = cos(phi), omega = Ball::pi() - phi;
  return {omega * s * s, omega * s * c, square(omega * s), s + omega * c, c, s};
}

/// The monic polynomials orthogonal under the law of zeta obey P_{i+1} = zeta P_i - beta_i P_{i-1}; beta_1 .. beta_m.
std::vector<Rational> zeta_recurrence(int p, int m) {
  std::vector<Rational> out{Rational(1, p - 1)};
  for (int i = 2; i <= m; ++i) out.push_back(Rational(i * (i + p - 4)) / (Integer(2 * i + p - 5) * (2 * i + p - 3)));
  return out;
}

/// P_0(x) .. P_m(x), which use beta_1 .. beta_{m-1}
std::vector<Ball> zeta_polynomials(const std::vector<Rational>& beta, const Ball& x) {
  std::vector<Ball> out{Ball(1), x};
  for (std::size_t i = 1; i < beta.size(); ++i) out.push_back(x * out[i] - Ball(beta[i - 1]) * out[i - 1]);
  return out;
}

/// The positive zeros of P_m, m even: as many brackets of a change of sign as there are zeros.
std::vector<Ball> positive_zeros(const std::vector<Rational>& beta) {
  constexpr int kGrid = 4096;
  const auto at = [&](const Ball& x) { return zeta_polynomials(beta, x).back(); };
  // The largest zero is below twice the root of the largest beta.
  double largest = 0;
  for (const Rational& b : beta) largest = std::max(largest, b.convert_to<double>());
  const Rational step = dyadic_ceil(Rational(2 * std::sqrt(largest)), 60) / kGrid;
  std::vector<Ball> out;
  for (int i = 0; i < kGrid; ++i) {
    const Bounds cell{step * i, step * (i + 1)};
    const Verdict left = is_positive(at(Ball(cell.lo))), right = is_positive(at(Ball(cell.hi)));
    if (left == right || left == Verdict::undecided || right == Verdict::undecided) continue;
    const RealFunction rising = [&](const Ball& x) { return right == Verdict::proved ? at(x) : -at(x); };
    if (const std::optional<Bounds> zero = bracket_root(rising, cell, 80)) out.push_back(ball_over(*zero));
  }
  return out;
}

/// The i-th of `count` equal pieces of [0, pi]; `scale`: of the density sin^{p-2}.
DriftCell cell_of(const EscapeInstance& instance, int i, int count, const Ball& scale) {
  const Ball a = Ball::pi() * Ball(Rational(i, count)), b = Ball::pi() * Ball(Rational(i + 1, count));
  const Ball middle = (a + b) / Ball(2);
  const Interval phi = Interval::hull(Interval(a), Interval(b)), half = phi - Interval(middle);
  // Monotone on each side of pi/2.
  const Interval crest = 2 * i < count && 2 * i + 2 > count ? Interval(1) : Interval(sin(a));
  const Interval sine = max(Interval::hull(Interval::hull(Interval(sin(a)), Interval(sin(b))), crest), 0);
  const Interval cosine = Interval::hull(Interval(cos(a)), Interval(cos(b)));
  const PanelTaylor s = oscillating<2 * kPanelNodes>(sine, cosine, -1);
  const PanelTaylor c = oscillating<2 * kPanelNodes>(cosine, -sine, -1);
  const PanelTaylor omega = Interval(Ball::pi()) - PanelTaylor::variable(phi);
  DriftCell cell{{omega * square(s), omega * (s * c), square(omega * s), s + omega * c - instance.gbar, c, s},
                 natural_power(s, instance.p - 2) * Interval(scale),
                 {},
                 {}};
  // Tighter ranges: the value at the middle and the range of the derivative; g decreases.
  const DirectionAt<Ball> centre = direction_at(middle), first = direction_at(a), last = direction_at(b);
  const auto around = [&](const Ball& value, PanelTaylor& f) { f.c[0] = Interval(value) + f.c[1] * half; };
  around(centre.P, cell.series.P);
  around(centre.Q, cell.series.Q);
  around(centre.reach_sq, cell.series.reach_sq);
  cell.series.P.c[0] = max(cell.series.P.c[0], 0);
  cell.series.reach_sq.c[0] = max(cell.series.reach_sq.c[0], 0);
  cell.series.g_off.c[0] = Interval::hull(Interval(first.g_off), Interval(last.g_off)) - instance.gbar;
  cell.range = {
      cell.series.P.c[0], cell.series.Q.c[0], cell.series.reach_sq.c[0], cell.series.g_off.c[0], cosine, sine};
  cell.weight = max(cell.density.c[0] * Interval(b - a), 0);
  return cell;
}

}  // namespace

int plain_panels(int p) { return std::max(16, static_cast<int>(6 * std::sqrt(p))); }

DriftQuadrature::DriftQuadrature(const EscapeInstance& instance, int panels) : panels_(panels) {
  const ScopedBits bits(kQuadratureBits);
  const Ball scale = Ball(1) / total_weight(instance.p);
  set_panel_nodes(instance, scale);
  set_zeta_nodes(instance.p);
  for (int depth = 0; depth <= kMostDepth; ++depth) {
    const int count = panels * cells_in_panel(depth);
    std::vector<DriftCell>& cells = cells_.emplace_back();
    for (int i = 0; i < count; ++i) cells.push_back(cell_of(instance, i, count, scale));
  }
  for (const DriftCell& cell : cells_.back()) {
    largest_.P = max(largest_.P, cell.range.P).upper();
    largest_.Q = max(largest_.Q, max(cell.range.Q, -cell.range.Q)).upper();
    largest_.reach_sq = max(largest_.reach_sq, cell.range.reach_sq).upper();
  }
}

void DriftQuadrature::set_panel_nodes(const EscapeInstance& instance, const Ball& scale) {
  const Ball width = Ball::pi() / Ball(panels_);
  std::array<Ball, kPanelNodes> place, weight;
  for (std::size_t j = 0; j < kPanelNodes; ++j)
    arb_hypgeom_legendre_p_ui_root(place[j].get(), weight[j].get(), kPanelNodes, j, kQuadratureBits);
  for (int i = 0; i < panels_; ++i)
    for (std::size_t j = 0; j < kPanelNodes; ++j) {
      const Ball phi = width * (Ball(2 * i + 1) + place[j]) / Ball(2);
      const DirectionAt<Ball> d = direction_at(phi);
      nodes_.direction.push_back({Interval(d.P), Interval(d.Q), Interval(d.reach_sq), Interval(d.g_off) - instance.gbar,
                                  Interval(d.cosine), Interval(d.sine)});
      nodes_.weight.emplace_back(width * weight[j] / Ball(2) * pow(sin(phi), static_cast<unsigned>(instance.p - 2)) *
                                 scale);
    }
  // (m!)^4/((2m+1) ((2m)!)^2) h^(2m+1), m = 4
  panel_error_ = Interval(pow(width, 9) * Ball(Rational(331776, Integer(9) * 40320 * 40320)));
}

void DriftQuadrature::set_zeta_nodes(int p) {
  if (p == 2) {
    nodes_.zeta = {-1, 1};
    nodes_.zeta_weight = {Interval(1) / 2, Interval(1) / 2};
    return;
  }
  const std::vector<Rational> beta = zeta_recurrence(p, kZetaNodes);
  Rational norm = 1;
  for (const Rational& b : beta) norm *= b;
  zeta_error_ = Interval(norm);
  std::vector<Ball> zeros = positive_zeros(beta);
  if (zeros.size() != kZetaNodes / 2) zeros.assign(kZetaNodes / 2, Ball::nan());
  for (const Ball& zero : zeros) {
    const std::vector<Ball> values = zeta_polynomials(beta, zero);
    Ball sum(1), size(1);
    for (std::size_t i = 1; i < kZetaNodes; ++i) {
      size *= Ball(beta[i - 1]);
      sum += square(values[i]) / size;
    }
    for (const Ball& node : {-zero, zero}) {
      nodes_.zeta.emplace_back(node);
      nodes_.zeta_weight.emplace_back(Ball(1) / sum);
    }
  }
}

DriftNodes<double> DriftQuadrature::approximate_nodes() const {
  DriftNodes<double> out;
  const auto copy = [](const std::vector<Interval>& from, std::vector<double>& to) {
    for (const Interval& x : from) to.push_back(x.middle());
  };
  for (const DirectionAt<Interval>& d : nodes_.direction)
    out.direction.push_back(
        {d.P.middle(), d.Q.middle(), d.reach_sq.middle(), d.g_off.middle(), d.cosine.middle(), d.sine.middle()});
  copy(nodes_.weight, out.weight);
  copy(nodes_.zeta, out.zeta);
  copy(nodes_.zeta_weight, out.zeta_weight);
  return out;
}

}  // namespace noiseproof
