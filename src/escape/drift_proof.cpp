#include "escape/drift_proof.hpp"

#include <fmt/format.h>

#include <atomic>

#include "core/known_digits.hpp"
#include "core/threads.hpp"

namespace noiseproof {
namespace {

constexpr double kBoxWidth = 0.25;  ///< in v or l, at most
constexpr int kMostSplits = 60;     ///< of values in one box, before its derivative bounds are made anew on quarters
constexpr int kMostHalvings = 7;
constexpr int kZetaCells = 8;  ///< of [-1, 1], twice as many at each finer depth of cells
/// Evaluations that take as long as the series over a cell (for each zeta), or as a bound of the twelfth derivative.
constexpr long kSeriesWork = 8, kTwelfthWork = 2;
constexpr std::size_t kWave = 32;  ///< boxes between two looks at the budget

Interval zero_or(const Interval& x) { return max(x, 0); }

/// Over one box: what the rules may miss, and lower bounds (negated) of the pure second derivatives.
struct DriftBoxBounds {
  Interval remainder;
  Interval curve_place, curve_s;
  bool usable() const { return known(remainder) && known(curve_place) && known(curve_s); }
};

/// Place and s as series in one of them, over the box.
template <class T>
struct DriftBoxVariables {
  T sinh, cosh, tangent, s;
};
/// What depends on v or l, as series in it.
template <int N>
DriftBoxVariables<Taylor<N>> in_place(DriftPart part, const Interval& x, const Interval& s) {
  const Interval lo = exp(x.lower()), hi = exp(x.upper());
  const Interval sinh = Interval::hull((lo - inverse(lo)) / 2, (hi - inverse(hi)) / 2);
  const Interval ends = Interval::hull((lo + inverse(lo)) / 2, (hi + inverse(hi)) / 2);
  const Interval cosh = x.lo() <= 0 && x.hi() >= 0 ? Interval::hull(ends, 1) : ends;
  if (part == DriftPart::pole) return {oscillating<N>(sinh, cosh, 1), oscillating<N>(cosh, sinh, 1), {}, s};
  Taylor<N> tangent(Interval::hull(lo, hi));
  for (int i = 1; i <= N; ++i) tangent.c[static_cast<std::size_t>(i)] = tangent.c[static_cast<std::size_t>(i) - 1] / i;
  return {oscillating<N>(sinh, cosh, 1), oscillating<N>(cosh, sinh, 1), tangent, s};
}

class DriftBoxBounder {
 public:
  DriftBoxBounder(const DriftSetting& z, const DriftQuadrature& q, DriftPart part, const Interval& place,
                  const Interval& s, int depth)
      : z_(z), q_(q), part_(part), place_(place), s_(s), depth_(depth) {}

  DriftBoxBounds bounds() const { return part_ == DriftPart::pole ? pole() : away(); }
  long work() const {
    const long cells = q_.panels() * DriftQuadrature::cells_in_panel(depth_);
    return cells * (part_ == DriftPart::pole ? kSeriesWork
                                             : kSeriesWork * static_cast<long>(q_.nodes().zeta.size()) +
                                                   kTwelfthWork * (kZetaCells << depth_));
  }

 private:
  using Second = Taylor<2>;
  using Eighth = Taylor<2 * kPanelNodes>;

  DriftBoxBounds pole() const {
    const Interval X = step_size(z_, q_, s_, place_);
    const auto whole = in_place<2>(part_, place_, s_);
    const auto fixed = near_pole(z_.root_delta, whole.sinh.c[0], whole.cosh.c[0], s_);
    const auto by_place = near_pole(z_.root_delta, whole.sinh, whole.cosh, s_);
    const auto by_s = near_pole(z_.root_delta, whole.sinh.c[0], whole.cosh.c[0], Second::variable(s_));
    const auto v_fixed = increment(z_.instance, z_.term, z_.step, s_, z_.free_range);
    const auto v_by_s = increment(z_.instance, z_.term, z_.step, Second::variable(s_), z_.free_range);
    const auto student = student_near_pole(z_.root_delta, whole.sinh.c[0]);
    const auto moving = student_near_pole(z_.root_delta, whole.sinh);
    const auto mean = [&](const auto& d, const auto& v, const auto& at, const auto& w) {
      const auto bound = linear_bound(d, at, X);
      const auto exponent = v.at(d.g_off) * z_.theta1;
      if (!z_.density) return exp(exponent + log_mean_power(bound, z_.theta1, z_.mean));
      const auto k = density_cubic(*z_.density, d.cosine, d.sine, w);
      const auto tilted = tilted_mean_power(bound, k, z_.theta1, z_.tilted);
      return exp(exponent + tilted.log) * tilted.factor;
    };
    Interval missed, second_place, second_s;
    for (int panel = 0; panel < q_.panels(); ++panel) {
      Interval eighth = 0;
      for (int i = 0; i < DriftQuadrature::cells_in_panel(depth_); ++i) {
        const DriftCell& cell = q_.cell(panel, i, depth_);
        const Eighth in_phi = mean(cell.series, v_fixed, fixed, student) * cell.density;
        eighth = max(eighth, in_phi.c.back());
        second_place += cell.weight * mean(cell.range, v_fixed, by_place, moving).c[2];
        second_s += cell.weight * mean(cell.range, v_by_s, by_s, student).c[2];
        if (!known(eighth) || !known(second_place) || !known(second_s)) return {Interval::nothing(), {}, {}};
      }
      missed += q_.panel_error() * eighth;
    }
    return {missed, second_place * 2, second_s * 2};
  }

  DriftBoxBounds away() const {
    const Interval theta = part_ == DriftPart::away ? z_.theta1 : z_.theta2;
    const auto whole = in_place<2>(part_, place_, s_);
    const auto fixed = away_from_pole(z_.delta, whole.cosh.c[0], whole.tangent.c[0], s_);
    const auto by_place = away_from_pole(z_.delta, whole.cosh, whole.tangent, s_);
    const auto by_s = away_from_pole(z_.delta, whole.cosh.c[0], whole.tangent.c[0], Second::variable(s_));
    const auto v_fixed = increment(z_.instance, z_.term, z_.step, s_, z_.free_range);
    const auto v_by_s = increment(z_.instance, z_.term, z_.step, Second::variable(s_), z_.free_range);
    const auto student = student_away(whole.sinh.c[0], whole.cosh.c[0]);
    const auto moving = student_away(whole.sinh, whole.cosh);
    const auto value = [&](const auto& d, const auto& v, const auto& at, const auto& w, const Interval& zeta) {
      const auto power = exp((v.at(d.g_off) + log_quotient(d, at, zeta)) * theta);
      if (!z_.density) return power;
      return power * (*z_.density)(d.cosine * w.cosine + d.sine * w.sine * zeta);
    };
    const DriftNodes<Interval>& nodes = q_.nodes();
    const std::vector<Interval> powers = binomials(theta, 2 * kZetaNodes);
    Interval missed, second_place, second_s;
    for (int panel = 0; panel < q_.panels(); ++panel) {
      std::vector<Interval> eighth(nodes.zeta.size(), 0);
      for (int i = 0; i < DriftQuadrature::cells_in_panel(depth_); ++i) {
        const DriftCell& cell = q_.cell(panel, i, depth_);
        for (std::size_t k = 0; k < nodes.zeta.size(); ++k) {
          const Interval &zeta = nodes.zeta[k], weight = nodes.zeta_weight[k] * cell.weight;
          const Eighth in_phi = value(cell.series, v_fixed, fixed, student, zeta) * cell.density;
          eighth[k] = max(eighth[k], in_phi.c.back());
          second_place += weight * value(cell.range, v_fixed, by_place, moving, zeta).c[2];
          second_s += weight * value(cell.range, v_by_s, by_s, student, zeta).c[2];
          if (!known(eighth[k]) || !known(second_place) || !known(second_s)) return {Interval::nothing(), {}, {}};
        }
        if (z_.instance.p > 2)
          missed += cell.weight * q_.zeta_error() * twelfth(cell, fixed, student, v_fixed, theta, powers);
      }
      for (std::size_t k = 0; k < nodes.zeta.size(); ++k) missed += nodes.zeta_weight[k] * q_.panel_error() * eighth[k];
    }
    return {missed, second_place * 2, second_s * 2};
  }

  /// Bound of f^(12)/12! in zeta over [-1, 1].
  Interval twelfth(const DriftCell& cell, const AwayFromPole<Interval>& fixed, const StudentAngle<Interval>& w,
                   const Increment<Interval>& v, const Interval& theta, const std::vector<Interval>& binomials) const {
    const int cells = kZetaCells << depth_;
    Interval out = 0;
    for (int i = 0; i < cells; ++i) {
      const Interval zeta = Interval::hull(2 * i - cells, 2 * i + 2 - cells) / cells;
      Taylor<2 * kZetaNodes> density;
      if (z_.density)
        density = (*z_.density)(Taylor<2 * kZetaNodes>::variable(zeta) * (cell.range.sine * w.sine) +
                                cell.range.cosine * w.cosine);
      out = max(out, quotient_power_coefficient(cell.range, fixed, zeta, theta, binomials,
                                                z_.density ? density.c.data() : nullptr));
      if (!known(out)) return out;
    }
    return out * exp(v.at(cell.range.g_off) * theta);
  }

  const DriftSetting& z_;
  const DriftQuadrature& q_;
  DriftPart part_;
  Interval place_, s_;
  int depth_;
};

/// A box of the first subdivision.
struct CoarseDriftBox {
  DriftPart part;
  Interval place, alpha;
};

/// The good side first: there a schedule that asks too much fails soonest.
std::vector<CoarseDriftBox> coarse_boxes(const DriftSetting& z, int strips) {
  std::vector<CoarseDriftBox> good, away, pole;
  const Interval split(z.phase.split), top(z.phase.top);
  const auto angle = [](const Interval& cot_sq) { return log(cot_sq) / -2; };  // l at this Y
  const auto cut = [](DriftPart part, const Interval& from, const Interval& to, const Interval& alpha,
                      std::vector<CoarseDriftBox>& out) {
    const Interval all = Interval::hull(from.lower(), to.upper());
    const int n = known(all) ? std::max(1, static_cast<int>(std::ceil((all.hi() - all.lo()) / kBoxWidth))) : 1;
    Interval left = all.lower();
    for (int i = 1; i <= n; ++i) {
      const Interval right = i == n ? all.upper() : Interval::exactly(all.lo() + (all.hi() - all.lo()) * i / n);
      out.push_back({part, Interval::hull(left, right), alpha});
      left = right;
    }
  };
  Interval left = z.box.alpha.lower();
  for (int i = 1; i <= strips; ++i) {
    const Interval right =
        i == strips ? z.box.alpha.upper()
                    : Interval::exactly(z.box.alpha.lo() + (z.box.alpha.hi() - z.box.alpha.lo()) * i / strips);
    const Interval strip = Interval::hull(left, right);
    left = right;
    const std::optional<DriftSetting::Border> border = z.border(strip);
    if (!border) continue;
    // Above Y_top nothing is asked. v with delta sinh^2 v = Y: log(x + sqrt(x^2 + 1))
    const Interval highest = min(border->highest, top), x = sqrt(min(highest, split) / z.delta);
    cut(DriftPart::pole, 0, log(x + sqrt(square(x) + 1)), strip, pole);
    if (is_less(highest, split) != Verdict::proved) cut(DriftPart::away, angle(highest), angle(split), strip, away);
    if (is_less(top, border->lowest) != Verdict::proved)
      cut(DriftPart::good, angle(top), angle(border->lowest), strip, good);
  }
  good.insert(good.end(), away.begin(), away.end());
  good.insert(good.end(), pole.begin(), pole.end());
  return good;
}

/// "[1.2e-01, 3.4e-01]", rounded outward.
std::string in_words(const Interval& x) {
  if (!std::isfinite(x.lo()) || !std::isfinite(x.hi())) return "an interval without finite ends";
  return "[" + digits_below(Rational(x.lo()), 6) + ", " + digits_above(Rational(x.hi()), 6) + "]";
}

/// The proof over one coarse box.
class DriftBoxProof {
 public:
  DriftBoxProof(const DriftSetting& z, const DriftQuadrature& q, DriftPart part, long budget)
      : z_(z), q_(q), part_(part), budget_(budget) {
    value_work_ = static_cast<long>(q.nodes().direction.size() * (part == DriftPart::pole ? 1 : q.nodes().zeta.size()));
  }

  bool run(const Interval& place, const Interval& alpha, int depth) {
    if (found.work > budget_) return false;
    ++found.boxes;
    const Interval s = z_.step * alpha;
    X_ = part_ == DriftPart::pole ? step_size(z_, q_, s, place) : Interval(0);
    const DriftBoxBounder bounder(z_, q_, part_, place, s, std::min(depth / 3, DriftQuadrature::kMostDepth));
    found.work += bounder.work();
    const DriftBoxBounds bounds = bounder.bounds();
    if (bounds.usable() && hypotheses(s, place)) {
      Corners at{value(place.lower(), alpha.lower()), value(place.upper(), alpha.lower()),
                 value(place.lower(), alpha.upper()), value(place.upper(), alpha.upper())};
      int budget = kMostSplits;
      switch (refine({place, alpha}, at, bounds, budget)) {
        case Outcome::proved: return true;
        case Outcome::fails: return false;
        default: break;
      }
    }
    if (depth == kMostHalvings) {
      why = fmt::format("the bounds stay too wide at {} in {}, alpha in {}", name(), in_words(place), in_words(alpha));
      return false;
    }
    const Interval m = Interval::exactly(place.middle()), n = Interval::exactly(alpha.middle());
    for (const Interval& a : {Interval::hull(alpha.lower(), n), Interval::hull(n, alpha.upper())})
      for (const Interval& x : {Interval::hull(place.lower(), m), Interval::hull(m, place.upper())})
        if (!run(x, a, depth + 1)) return false;
    return true;
  }

  DriftPartResult found;
  std::string why;
  bool fails = false;

 private:
  enum class Outcome { proved, fails, coarse };
  struct Rectangle {
    Interval place, alpha;
  };
  using Corners = std::array<Interval, 4>;

  const char* name() const {
    return part_ == DriftPart::pole ? "v" : part_ == DriftPart::away ? "l" : "l on the good side";
  }
  const Interval& limit() const { return part_ == DriftPart::good ? z_.limit2 : z_.limit1; }

  /// What the bounds of the step ask for; positivity is asked by the logarithms of DriftBoxBounder.
  bool hypotheses(const Interval& s, const Interval& place) const {
    if (part_ != DriftPart::pole) {
      // 1 + s (P - tan(phi/2) Q zeta) > 0
      const Interval size = max(s, -s).upper(), tangent = exp(place.upper());
      return is_less(size * tangent * q_.largest().Q + zero_or(-s) * q_.largest().P, 1) == Verdict::proved;
    }
    return is_less(X_ * 4, 3) == Verdict::proved && is_less(zero_or(-s) * q_.largest().P * 3, 1) == Verdict::proved;
  }

  Interval value(const Interval& place, const Interval& alpha) {
    ++found.values;
    found.work += value_work_;
    return drift_value<Interval>(z_, q_.nodes(), part_, place, z_.step * alpha, X_);
  }

  /// f <= the largest corner + C_x h_x^2/8 + C_s h_s^2/8 where f_xx >= -C_x and f_ss >= -C_s.
  Outcome refine(const Rectangle& r, const Corners& at, const DriftBoxBounds& bounds, int& budget) {
    const Interval highest = max(max(at[0], at[1]), max(at[2], at[3])) + bounds.remainder.upper();
    if (!known(highest)) return Outcome::coarse;
    if (bounds.remainder.hi() < 1e-3) found.least_rate = std::min(found.least_rate, 1 - highest.hi());
    if (is_less(limit(), highest) == Verdict::proved) {
      const Interval small = min(Interval(1) / 1000, Interval(z_.phase.lambda) / 20);
      fails = is_less(bounds.remainder, small) == Verdict::proved;
      if (!fails) return Outcome::coarse;
      why = fmt::format("the bound's rate is at most {} at {} in {}, alpha in {}",
                        digits_above(1 - Rational(highest.lo()), 4), name(), in_words(r.place), in_words(r.alpha));
      return Outcome::fails;
    }
    const auto sag = [](const Interval& curve, const Interval& side) {
      return zero_or(-curve.lower()) * square(side.upper() - side.lower()) / 8;
    };
    const Interval by_place = sag(bounds.curve_place, r.place), by_s = sag(bounds.curve_s, z_.step * r.alpha);
    if (is_less(highest + by_place + by_s, limit()) == Verdict::proved) return Outcome::proved;
    if (--budget < 0) return Outcome::coarse;
    if (by_place.hi() >= by_s.hi()) {
      const Interval m = Interval::exactly(r.place.middle());
      const Interval low = value(m, r.alpha.lower()), high = value(m, r.alpha.upper());
      const Outcome left =
          refine({Interval::hull(r.place.lower(), m), r.alpha}, {at[0], low, at[2], high}, bounds, budget);
      if (left != Outcome::proved) return left;
      return refine({Interval::hull(m, r.place.upper()), r.alpha}, {low, at[1], high, at[3]}, bounds, budget);
    }
    const Interval m = Interval::exactly(r.alpha.middle());
    const Interval low = value(r.place.lower(), m), high = value(r.place.upper(), m);
    const Outcome left =
        refine({r.place, Interval::hull(r.alpha.lower(), m)}, {at[0], at[1], low, high}, bounds, budget);
    if (left != Outcome::proved) return left;
    return refine({r.place, Interval::hull(m, r.alpha.upper())}, {low, high, at[2], at[3]}, bounds, budget);
  }

  const DriftSetting& z_;
  const DriftQuadrature& q_;
  DriftPart part_;
  long budget_, value_work_;
  Interval X_;
};

}  // namespace

DriftSetting::DriftSetting(const EscapeInstance& at, const Rational& start_radius_sq, const PhaseOne& given)
    : instance(at),
      phase(given),
      box(weight_box(at, start_radius_sq, given)),
      term(at, box, given.corrector),
      theta1(given.theta1),
      theta2(given.theta2),
      delta(given.delta),
      root_delta(sqrt(delta)),
      mean(mean_coefficients(at.p, given.theta1)),
      z_range(term.range()) {
  const ScopedBits bits(128);
  step = Interval(Ball(phase.eta) / (Ball(2) * Ball::pi()));
  level = log(Interval(phase.good_cot_sq) + delta) + z_range.upper();
  const Interval rho(phase.rho_a), around = Interval::hull(-rho, rho);
  free_range = term.free().range + around;
  // Without a corrector, or with all of a* in the other coordinate, it does not matter.
  const bool matters = phase.corrector > 0 && is_positive(term.free().e) != Verdict::refuted;
  free_ends = {free_range.lower()};
  if (matters) free_ends.push_back(free_range.upper());

  // The noise in a adds at most 2 c |eps| |S Delta| to Q+ - Q, Delta = -M b + (g - gbar) a*, g in [0, pi].
  const Coordinate &f = term.free(), &t = term.tied();
  const Interval off = Interval::hull(-instance.gbar, Interval(Ball::pi()) - instance.gbar);
  const Interval delta_f = off * f.e - f.lambda * (free_range - f.rest);
  const Interval delta_t = off * t.e - t.lambda * (t.range + around - t.rest);
  const Interval s_delta = sqrt(zero_or(square(term.s_free() * delta_f + term.s_mixed() * delta_t) +
                                        square(term.s_mixed() * delta_f + term.s_tied() * delta_t)));
  const Interval noise = 2 * term.corrector() * step * rho * s_delta.upper();
  Interval cost = 1;
  if (phase.law) {
    const Interval radius(phase.rho_w);
    density = {at.p, Interval(Rational(phase.rho_w * phase.rho_w - 1)), Interval(1) / radius};
    tilted = power_means(at.p, phase.theta1);
  } else {
    cost = Interval(pow(Ball(Rational(1 + 1 / phase.rho_w)), static_cast<unsigned>(at.p)));
  }
  const Interval kept = Interval(Rational(1 - phase.lambda)) / cost;
  limit1 = kept * exp(-(theta1 * noise));
  limit2 = kept * exp(-(theta2 * noise));
}

int panels_for(const DriftSetting& z) {
  const double s = z.step.middle() * std::max(z.box.alpha.hi(), -z.box.alpha.lo());
  const double peak = std::min(s / z.root_delta.middle(), 50.0);
  const int plain = plain_panels(z.instance.p);
  return peak > 0 ? std::max(static_cast<int>(std::ceil(2.2 * peak)), plain) : plain;
}

bool DriftSetting::sound() const {
  const PhaseOne& z = phase;
  for (const Rational& positive : {z.eta, z.rho_w, z.theta1, z.delta, z.good_cot_sq, z.split, z.top, z.lambda})
    if (positive <= 0) return false;
  if (z.law && (z.law->nu <= 0 || z.rho_w <= 1 || z.band)) return false;
  if (z.band && (*z.band <= 0 || !known(box.leaves))) return false;
  return z.rho_a >= 0 && z.corrector >= 0 && z.theta1 <= z.theta2 && z.lambda < 1 && z.burn_in >= 0 && z.steps >= 0 &&
         known(box.alpha) && known(level) && known(limit1) && known(limit2);
}

std::optional<DriftSetting::Border> DriftSetting::border(const Interval& strip) const {
  const Interval rho = instance.norm * Interval(phase.rho_a);
  const std::optional<Interval> z = term.range(strip + Interval::hull(-rho, rho));
  if (!z) return std::nullopt;
  return Border{exp(level - z->lower()).upper(), (exp(level - z->upper()) - delta).lower()};
}

Interval step_size(const DriftSetting& z, const DriftQuadrature& quadrature, const Interval& s, const Interval& v) {
  const Interval size = max(s, -s).upper(), e = exp(v.upper()), root = z.root_delta * (e - inverse(e)) / 2;
  const DirectionAt<Interval>& d = quadrature.largest();
  return (size * (d.P + root * d.Q) + square(size) * (square(root) + 1) * d.reach_sq / 4).upper();
}

namespace {

template <class C>
std::vector<C> as_numbers(const std::vector<Interval>& from) {
  std::vector<C> out;
  for (const Interval& x : from) out.push_back(number<C>(x));
  return out;
}
template <class C>
std::optional<DirectionDensity<C>> as_number(const std::optional<DirectionDensity<Interval>>& k) {
  if (!k) return std::nullopt;
  return DirectionDensity<C>{k->p, number<C>(k->gap), number<C>(k->per_radius)};
}
template <class C>
PowerMeans<C> as_number(const PowerMeans<Interval>& z) {
  return {as_numbers<C>(z.one),
          as_numbers<C>(z.bulge),
          as_numbers<C>(z.lean),
          as_numbers<C>(z.twist),
          number<C>(z.mean_rest),
          number<C>(z.half_rest),
          z.terms};
}

}  // namespace

template <class C>
C drift_value(const DriftSetting& z, const DriftNodes<C>& nodes, DriftPart part, const C& place, const C& s,
              const C& X) {
  using std::exp;
  const C e = exp(place), sinh = (e - inverse(e)) * number<C>(Interval(1) / 2), cosh = e - sinh;
  const C theta = number<C>(part == DriftPart::good ? z.theta2 : z.theta1);
  std::vector<Increment<C>> steps;
  for (const Interval& free : z.free_ends) steps.push_back(increment(z.instance, z.term, z.step, s, number<C>(free)));
  std::vector<C> sums(steps.size(), C(0));
  const auto add = [&](const DirectionAt<C>& d, const C& weight, const C& log_rest) {
    for (std::size_t j = 0; j < steps.size(); ++j) sums[j] += weight * exp(theta * steps[j].at(d.g_off) + log_rest);
  };
  const std::optional<DirectionDensity<C>> density = as_number<C>(z.density);
  if (part == DriftPart::pole) {
    const C root_delta = number<C>(z.root_delta);
    const auto fixed = near_pole(root_delta, sinh, cosh, s);
    const auto student = student_near_pole(root_delta, sinh);
    const std::vector<C> mean = as_numbers<C>(z.mean);
    const PowerMeans<C> means = as_number<C>(z.tilted);
    for (std::size_t i = 0; i < nodes.direction.size(); ++i) {
      const DirectionAt<C>& d = nodes.direction[i];
      const auto bound = linear_bound(d, fixed, X);
      if (!density) {
        add(d, nodes.weight[i], log_mean_power(bound, theta, mean));
        continue;
      }
      const auto tilted = tilted_mean_power(bound, density_cubic(*density, d.cosine, d.sine, student), theta, means);
      add(d, nodes.weight[i] * tilted.factor, tilted.log);
    }
  } else {
    const auto fixed = away_from_pole(number<C>(z.delta), cosh, e, s);
    const auto student = student_away(sinh, cosh);
    for (std::size_t i = 0; i < nodes.direction.size(); ++i)
      for (std::size_t k = 0; k < nodes.zeta.size(); ++k) {
        const DirectionAt<C>& d = nodes.direction[i];
        C weight = nodes.weight[i] * nodes.zeta_weight[k];
        if (density) weight = weight * (*density)(C(d.cosine * student.cosine + d.sine * student.sine * nodes.zeta[k]));
        add(d, weight, log_quotient(d, fixed, nodes.zeta[k]) * theta);
      }
  }
  C out = sums.front();
  if constexpr (std::same_as<C, double>)
    for (const C& sum : sums) out = std::max(out, sum);
  else
    for (const C& sum : sums) out = max(out, sum);
  return out;
}
template double drift_value<double>(const DriftSetting&, const DriftNodes<double>&, DriftPart, const double&,
                                    const double&, const double&);
template Interval drift_value<Interval>(const DriftSetting&, const DriftNodes<Interval>&, DriftPart, const Interval&,
                                        const Interval&, const Interval&);

DriftResult prove_drift(const DriftSetting& setting, const DriftQuadrature& near, const DriftQuadrature& far,
                        const DriftOptions& options) {
  DriftResult out;
  if (!setting.sound()) {
    out.why = "a hypothesis fails";
    return out;
  }
  const std::vector<CoarseDriftBox> boxes = coarse_boxes(setting, options.strips);
  Threads threads(options.jobs);
  // In waves, each with the budget that the last one left: so the result is the same for every number of threads.
  for (std::size_t start = 0; start < boxes.size(); start += kWave) {
    const std::size_t end = std::min(boxes.size(), start + kWave);
    const long left = options.budget - out.work();
    std::vector<DriftBoxProof> proofs;
    for (std::size_t i = start; i < end; ++i)
      proofs.emplace_back(setting, boxes[i].part == DriftPart::pole ? near : far, boxes[i].part, left);
    std::atomic<std::size_t> first_failure = end;
    threads.for_each(start, end, [&](std::size_t i) {
      if (i > first_failure) return;
      if (proofs[i - start].run(boxes[i].place, boxes[i].alpha, 0)) return;
      for (std::size_t seen = first_failure; i < seen && !first_failure.compare_exchange_weak(seen, i);) {
      }
    });
    const std::size_t failed = first_failure;
    for (std::size_t i = start; i < std::min(end, failed + 1); ++i) {
      const DriftPartResult& found = proofs[i - start].found;
      DriftPartResult& part = out.parts[static_cast<int>(boxes[i].part)];
      part.boxes += found.boxes;
      part.values += found.values;
      part.work += found.work;
      part.least_rate = std::min(part.least_rate, found.least_rate);
      out.where = boxes[i].part;
    }
    if (failed < end) {
      out.why = proofs[failed - start].why;
      out.fails = proofs[failed - start].fails;
    }
    out.spent = failed < boxes.size() && out.work() > options.budget && !out.fails;
    if (out.spent) out.why = fmt::format("the budget ended with {} of {} boxes proved", failed, boxes.size());
    if (!out.why.empty()) return out;
    if (options.progress) options.progress(static_cast<double>(end) / static_cast<double>(boxes.size()));
  }
  out.verdict = Verdict::proved;
  return out;
}

}  // namespace noiseproof
