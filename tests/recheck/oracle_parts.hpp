#pragma once
// What the oracle's parts share: numbers to 200 digits, and the teacher with all that follows from it.
#include <boost/multiprecision/gmp.hpp>
#include <boost/multiprecision/mpfr.hpp>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace oracle {

namespace mp = boost::multiprecision;
using Real = mp::number<mp::mpfr_float_backend<200>, mp::et_off>;
using Rational = mp::number<mp::gmp_rational, mp::et_off>;
using Json = nlohmann::json;
using Vector = std::vector<Real>;

inline bool is_rational(const Json& x) {
  return x.is_string() && !x.get_ref<const std::string&>().empty() &&
         x.get_ref<const std::string&>().find_first_not_of("-0123456789/") == std::string::npos;
}
inline Rational rational(const Json& x) { return Rational(x.get<std::string>()); }
inline Real real(const Json& x) { return Real(mp::numerator(rational(x))) / Real(mp::denominator(rational(x))); }
inline Vector vector(const Json& x) {
  Vector out;
  for (const Json& entry : x) out.push_back(real(entry));
  return out;
}
inline Real sum(const Vector& x) {
  Real out = 0;
  for (const Real& entry : x) out += entry;
  return out;
}
inline Real dot(const Vector& x, const Vector& y) {
  Real out = 0;
  for (std::size_t i = 0; i < x.size(); ++i) out += x[i] * y[i];
  return out;
}

inline const Real kPi = mp::acos(Real(-1));
// Half a unit in the 150th place, where a bound sits exactly on the value (0, say).
inline const Real kSlack = mp::pow(Real(10), -150);

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

/// P(angle > phi) for a density proportional to sin^n, by the midpoint rule.
inline double sine_tail(int n, double phi) {
  constexpr int kNodes = 500;
  double above = 0, all = 0;
  for (int i = 0; i < kNodes; ++i) {
    const double angle = M_PI * (i + 0.5) / kNodes, weight = std::pow(std::sin(angle), n);
    all += weight;
    if (angle > phi) above += weight;
  }
  return above / all;
}

// Of chains, by running them (oracle_chains.cpp).
double trapping_probability(const Json& item);
bool drifts(const Json& item, const Teacher& t);
bool escapes(const Json& item);
bool never_settles(const Json& item);
/// The largest rate of <grad, z - z*> >= c |z - z*|^2 over angles up to pi t.
double joint_rate(const Json& at, const Teacher& t);

}  // namespace oracle
