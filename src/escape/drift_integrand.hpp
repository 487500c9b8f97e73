#pragma once
// What one step does to the Lyapunov function, as straight-line programs over the scalar: double in the search,
// Interval for values, Taylor for bounds of derivatives (docs/escape.md, "The integrands").
//
// R = e^{Z - z(a)}/(Y + delta). Given alpha~ and the direction w~ (its angle phi~, and zeta), R+/R is the product of
// (Y+delta)/(Y+ + delta) and e^V. The templates take what depends on phi~ alone (DirectionAt), and what does not, of
// possibly another type: the one that a bound is a Taylor series in.
#include "escape/direction_law.hpp"
#include "escape/setting.hpp"
#include "rigor/taylor.hpp"

namespace noiseproof {

/// X = P w* - Q e' is the step's direction in w: P = omega sin^2, Q = omega sin cos at phi~, omega = pi - phi~.
template <class T>
struct DirectionAt {
  T P, Q, reach_sq;    ///< reach_sq = P^2 + Q^2
  T g_off;             ///< g - gbar
  T cosine{}, sine{};  ///< of phi~; for the exact law alone
};

/// V = nu s - nu c kappa_sq (g - gamma) + K (Q+ - Q) as a polynomial in g - gbar, without the noise in a.
template <class S>
struct Increment {
  S v0, v1, v2;
  template <class T>
  auto at(const T& g_off) const {
    return v0 + g_off * (v1 + g_off * v2);
  }
};

/// At s = c alpha~, with the free coordinate of a~ in `free` (an Interval, or a double in the search).
template <class C, class S>
Increment<S> increment(const EscapeInstance& z, const WeightTerm& term, const Interval& step, const S& s,
                       const C& free) {
  const auto n = [](const Interval& x) { return number<C>(x); };
  const Coordinate &f = term.free(), &t = term.tied();
  // b = a~ - rest, m = M b; S a*, S m, and with Delta = -m + (g - gbar) a*:
  //   Q+ - Q = -2c (alpha~ - drift)^2 + 2c (g - gbar) b'S a* + c^2 Delta'S Delta.
  const C c = n(step), K = n(term.corrector()), bf = free - n(f.rest);
  const S bt = (s * n(Interval(1) / step) - n(f.e) * free) * n(Interval(1) / t.e) - n(t.rest);
  const C sf = n(term.s_free() * f.e + term.s_mixed() * t.e), st = n(term.s_mixed() * f.e + term.s_tied() * t.e);
  const C mf = n(f.lambda) * bf;
  const S mt = bt * n(t.lambda);
  const S quadratic =
      (n(term.s_free()) * mf + mt * n(term.s_mixed() + term.s_mixed())) * mf + square(mt) * n(term.s_tied());
  const S pull = bt * st + sf * bf, turn = mt * st + sf * mf;
  const S off = s * n(Interval(1) / step) - n(z.drift);
  Increment<S> out;
  out.v0 = s * n(z.nu) - n(z.nu * step * z.drift) + (quadratic * (c * c) - square(off) * (c + c)) * K;
  out.v1 = (pull * (c + c) - turn * (c * c + c * c)) * K - n(z.nu * step * z.kappa_sq);
  out.v2 = S(n(square(step) * term.corrector()) * (sf * n(f.e) + st * n(t.e)));
  return out;
}

/// Where Y <= Y_s, as Y = delta sinh^2 v: what depends on v and s alone.
template <class S>
struct NearPole {
  S s, sway, rise, kick;  ///< s, s sqrt Y, s^2 (1+Y)/4, s (1+Y)/(2 sqrt delta cosh v)
  S tanh, sech_sq;        ///< of v
};
/// `s` and v, one of which may be a series.
template <class C, class V, class S>
auto near_pole(const C& root_delta, const V& sinh, const V& cosh, const S& s) {
  using R = decltype(s * sinh);
  const V root = sinh * root_delta, above = square(root) + 1, sech = inverse(cosh);
  const C quarter = number<C>(Interval(1) / 4);
  return NearPole<R>{R(s),
                     s * root,
                     square(s) * above * quarter,
                     s * (above * sech) * inverse(root_delta + root_delta),
                     R(sinh * sech),
                     R(square(sech))};
}

/// The student there.
template <class C, class V>
StudentAngle<V> student_near_pole(const C& root_delta, const V& sinh) {
  const V root = sinh * root_delta, sine = (root + root) * inverse(square(root) + 1);
  return {root * sine - 1, sine};
}

/// (Y+ + delta)/(Y+delta) >= A - B zeta, linear in zeta: low = A - B and high = A + B. For |s P| + |s sqrt Y Q| + s^2
/// (1+Y)(P^2+Q^2)/4 <= X, 4 X <= 3 and s P (3 - 4 X) >= -1; positive where both are.
template <class R>
struct LinearBound {
  R low, high;
};
template <class C, class D, class S>
auto linear_bound(const DirectionAt<D>& d, const NearPole<S>& z, const C& X) {
  const C b = 3 - 4 * X;
  const auto y0 = z.s * d.P, y1 = z.sway * d.Q, y2 = z.rise * d.reach_sq, kick = z.kick * d.Q;
  const auto m0 = 1 + 2 * (y0 - y2) + (square(y0) - y2 * (2 * X)) * b;
  const auto m1 = 2 * (y0 * b + 1) * y1;
  return LinearBound<decltype(m0 * m1)>{square(z.tanh - kick) * (m0 + m1) + z.sech_sq,
                                        square(z.tanh + kick) * (m0 - m1) + z.sech_sq};
}

/// Terms of the hypergeometric series that are summed; the rest is bounded.
inline constexpr int kMeanTerms = 16;
/// Coefficients of 2F1(theta, theta + 1 - n/2; n/2; z), n = p - 1; empty where theta <= (n-2)/2, and the sum is at most
/// 1 (Newton's shell theorem). Domain: theta <= n/2, where they fall.
std::vector<Interval> mean_coefficients(int p, const Rational& theta);

/// |aa e - bb e'|^2 = A - B zeta for unit vectors e, e' of R^n, zeta = e.e', and 2 aa = u + w, 2 bb = u - w.
template <class R>
struct SphereForm {
  R u, w, aa, log_power;  ///< of aa^{-2 theta}
  R ratio() const { return (u - w) * inverse(u + w); }
  R rest() const { return square(aa) * inverse(u * w); }  ///< 1/(1-z), z = ratio^2
};
template <class C, class R>
SphereForm<R> sphere_form(const LinearBound<R>& bound, const C& theta) {
  using std::log;
  using std::sqrt;
  const R u = sqrt(bound.high), w = sqrt(bound.low), aa = (u + w) * number<C>(Interval(1) / 2);
  return {u, w, aa, log(aa) * (-2 * theta)};
}

/// Bound of the logarithm of the mean over zeta of (A - B zeta)^{-theta}, by its value at the sphere's centre.
template <class C, class R>
R log_mean_power(const LinearBound<R>& bound, const C& theta, const std::vector<C>& coefficients) {
  using std::log;
  const SphereForm<R> form = sphere_form(bound, theta);
  if (coefficients.empty()) return form.log_power;
  const R z = square(form.ratio());
  R sum = form.rest() * coefficients.back();
  for (std::size_t j = coefficients.size() - 1; j-- > 0;) sum = sum * z + coefficients[j];
  return form.log_power + log(sum);
}

/// A bound as e^log times a factor.
template <class R>
struct ScaledMean {
  R log, factor;
};
/// Bound of the mean over zeta of k (A - B zeta)^{-theta}, k below that cubic.
template <class C, class R, class K>
auto tilted_mean_power(const LinearBound<R>& bound, const DensityCubic<K>& k, const C& theta,
                       const PowerMeans<C>& means) {
  const SphereForm<R> form = sphere_form(bound, theta);
  const R ratio = form.ratio(), z = square(ratio);
  const auto sum = [&](const std::vector<C>& coefficients) {
    R out(coefficients.back());
    for (std::size_t j = coefficients.size() - 1; j-- > 0;) out = out * z + coefficients[j];
    return out;
  };
  auto factor = k.mean * sum(means.one) - k.bulge * sum(means.bulge) +
                ratio * (k.half * sum(means.lean) - k.twist * sum(means.twist));
  if (means.terms > 0)
    factor =
        factor + natural_power(z, means.terms) * form.rest() * (k.mean * means.mean_rest + k.half * means.half_rest);
  return ScaledMean<decltype(factor)>{form.log_power, factor};
}

/// Where Y >= Y_s, and on the good side, at l = log tan(phi/2): what depends on l and s alone.
template <class S>
struct AwayFromPole {
  S s, half_mu, lean, share, rest;  ///< s, s cosh l, s e^l, r = Y/(Y+delta), 1 - r
};
template <class C, class L, class S>
auto away_from_pole(const C& delta, const L& cosh, const L& tangent, const S& s) {
  using R = decltype(s * cosh);
  const L share = inverse(square(tangent) * delta + 1);
  return AwayFromPole<R>{R(s), s * cosh, s * tangent, R(share), R(1 - share)};
}

/// Bound of log((Y+delta)/(Y+ + delta)) at that zeta, where s P - s tan(phi/2) Q zeta > -1.
template <class D, class S, class Z>
auto log_quotient(const DirectionAt<D>& d, const AwayFromPole<S>& z, const Z& zeta) {
  using std::log;
  const auto half_mu = z.half_mu * d.Q;
  const auto across = square(half_mu * zeta - 1) + square(half_mu) * (1 - square(zeta));
  const auto along = z.lean * d.Q * zeta - z.s * d.P - 1;
  return log(across * inverse(square(along) * z.share + across * z.rest));
}

/// The student there.
template <class L>
StudentAngle<L> student_away(const L& sinh, const L& cosh) {
  const L sine = inverse(cosh);
  return {0 - sinh * sine, sine};
}

/// binom(theta, j), j = 0 .. n
std::vector<Interval> binomials(const Interval& theta, int n);
/// Bound of the n-th Taylor coefficient, at every zeta of an interval, of that quotient to the power theta, for
/// n = binomials.size() - 1 <= 15: `across` is linear in zeta, what it is divided by quadratic. Times a function with
/// the n + 1 coefficients `factor`, if there are any.
Interval quotient_power_coefficient(const DirectionAt<Interval>& d, const AwayFromPole<Interval>& z,
                                    const Interval& zeta, const Interval& theta, const std::vector<Interval>& binomials,
                                    const Interval* factor = nullptr);

}  // namespace noiseproof
