#pragma once
// What the oracle's files share: multiprecision numbers, the kernel and a teacher's invariants.
#include <boost/multiprecision/gmp.hpp>
#include <boost/multiprecision/mpfr.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

namespace oracle {

namespace mp = boost::multiprecision;
using Real = mp::number<mp::mpfr_float_backend<200>, mp::et_off>;
using Rational = mp::number<mp::gmp_rational, mp::et_off>;
using Json = nlohmann::json;
using Vector = std::vector<Real>;

inline Rational rational(const Json& x) { return Rational(x.get<std::string>()); }
inline Real real(const Json& x) { return Real(mp::numerator(rational(x))) / Real(mp::denominator(rational(x))); }
inline Vector vector(const Json& x) {
  Vector out;
  for (const Json& entry : x) out.push_back(real(entry));
  return out;
}
inline Real dot(const Vector& x, const Vector& y) {
  Real out = 0;
  for (std::size_t i = 0; i < x.size(); ++i) out += x[i] * y[i];
  return out;
}

inline const Real kPi = mp::acos(Real(-1));

inline Real g(const Real& phi) { return mp::sin(phi) + (kPi - phi) * mp::cos(phi); }

/// The sign change of f, from negative to positive, in [lo, hi].
inline Real root(const std::function<Real(const Real&)>& f, Real lo, Real hi) {
  for (int i = 0; i < 660; ++i) {
    const Real middle = (lo + hi) / 2;
    (f(middle) < 0 ? lo : hi) = middle;
  }
  return (lo + hi) / 2;
}

struct Teacher {
  explicit Teacher(const Json& in) : k(in["k"]), p(in["p"]), r(real(in["r"])), A2(real(in["norm_sq"])) {
    if (in.contains("w_star"))
      w = vector(in["w_star"]);
    else
      w.assign(static_cast<std::size_t>(p), Real(0)), w[0] = 1;
    const Real length = mp::sqrt(dot(w, w));
    for (Real& entry : w) entry /= length;
    m1 = k - 1 + kPi, m2 = kPi - 1;
    e1 = mp::sqrt(A2 * r / k), e2 = mp::sqrt(A2 - A2 * r / k);
    if (in.contains("a_star")) {
      a = vector(in["a_star"]);
    } else {
      a.assign(static_cast<std::size_t>(k), mp::sqrt(A2 * r) / k);
      if (k > 1) {
        a[0] += e2 / mp::sqrt(Real(2));
        a[1] -= e2 / mp::sqrt(Real(2));
      }
    }
    threshold = m1 / kPi;
    // a* = (e1, e2), abar = M^-1 (11' - I) a* in the eigenbasis of M.
    x = (k - 1) * e1 / m1, y = -e2 / m2, alpha = x * e1 + y * e2;
    kappa2 = e1 * e1 / m1 + e2 * e2 / m2, G = -alpha / kappa2;
  }
  Real loss_at(const Real& kernel) const {
    const Real n1 = k - 1 + kernel, n2 = kernel - 1, b1 = n1 * e1 / m1, b2 = n2 * e2 / m2;
    return (m1 * b1 * b1 + m2 * b2 * b2 - 2 * (n1 * b1 * e1 + n2 * b2 * e2) + m1 * e1 * e1 + m2 * e2 * e2) / (4 * kPi);
  }
  Real saddle() const {
    const Real level = G;
    return root([&level](const Real& phi) { return Real(level - g(phi)); }, 0, kPi);
  }
  int k, p;
  Real r, A2, m1, m2, e1, e2, threshold, x, y, alpha, kappa2, G;
  Vector w, a;
};

inline double approximate(const Json& x) { return real(x).convert_to<double>(); }

// By approximation in doubles, from the definitions: oracle_in_doubles.cpp.

/// The trapping probability, to some 1e-3: threshold angles at the nodes of a midpoint rule over the ball.
double trapping_probability(const Json& item);
/// The greatest (P(d < d1) + P(d < d2))/2 over T(d1) + T(d2) = 0, T' = 1/(d sin d): both are moved along in T.
double pair_bound(int p);
/// The noise radius at which the mean of (g - G) |w~|^raw over xi, w~ = -w* + xi, changes its sign: polar coordinates
/// of xi about its ball's centre, by the midpoint rule.
double critical_level(const Json& at);
/// The largest rate of <grad, z - z*> >= c |z - z*|^2 over angles up to pi t: the least value over a at a grid of
/// angles.
double joint_rate(const Json& at, const Teacher& t);
/// No noisy step, of 20,000 from random students of the region with noise of full length, ends above the stated bounds.
/// In three coordinates each: of a along u1, u2 and across both, of w along w*, across it, and across both.
bool drifts(const Json& item, const Teacher& t);
/// 24 runs, from the spurious point and from random starts.
bool escapes(const Json& item);
/// 200 runs from the ball's end next to a*.
bool never_settles(const Json& item);

}  // namespace oracle
