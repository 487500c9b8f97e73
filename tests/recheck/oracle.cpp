#include "oracle.hpp"

#include <algorithm>
#include <array>
#include <boost/multiprecision/gmp.hpp>
#include <boost/multiprecision/mpfr.hpp>
#include <cmath>
#include <functional>
#include <random>
#include <set>
#include <vector>

namespace oracle {
namespace {

namespace mp = boost::multiprecision;
using Real = mp::number<mp::mpfr_float_backend<200>, mp::et_off>;
using Rational = mp::number<mp::gmp_rational, mp::et_off>;
using Json = nlohmann::json;
using Vector = std::vector<Real>;

bool is_rational(const Json& x) {
  return x.is_string() && !x.get_ref<const std::string&>().empty() &&
         x.get_ref<const std::string&>().find_first_not_of("-0123456789/") == std::string::npos;
}
Rational rational(const Json& x) { return Rational(x.get<std::string>()); }
Real real(const Json& x) { return Real(mp::numerator(rational(x))) / Real(mp::denominator(rational(x))); }
Vector vector(const Json& x) {
  Vector out;
  for (const Json& entry : x) out.push_back(real(entry));
  return out;
}
Real sum(const Vector& x) {
  Real out = 0;
  for (const Real& entry : x) out += entry;
  return out;
}
Real dot(const Vector& x, const Vector& y) {
  Real out = 0;
  for (std::size_t i = 0; i < x.size(); ++i) out += x[i] * y[i];
  return out;
}

const Real kPi = mp::acos(Real(-1));
// Half a unit in the 150th place, where a bound sits exactly on the value (0, say).
const Real kSlack = mp::pow(Real(10), -150);

Real g(const Real& phi) { return mp::sin(phi) + (kPi - phi) * mp::cos(phi); }

/// The sign change of f, from negative to positive, in [lo, hi].
Real root(const std::function<Real(const Real&)>& f, Real lo, Real hi) {
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

/// A unit vector orthogonal to w*.
Vector across(const Teacher& t) {
  const std::size_t j = mp::abs(t.w[0]) < mp::abs(t.w[1]) ? 0 : 1;
  Vector out;
  for (std::size_t i = 0; i < t.w.size(); ++i) out.push_back((i == j ? 1 : 0) - t.w[j] * t.w[i]);
  const Real length = mp::sqrt(dot(out, out));
  for (Real& entry : out) entry /= length;
  return out;
}

/// w by its entries, or by its length and angle from w*.
Vector student(const Teacher& t, const Json& at) {
  if (at.contains("w")) return vector(at["w"]);
  const Vector q = across(t);
  const Real phi = kPi * real(at["t"]), nu = real(at["length"]);
  Vector out;
  for (std::size_t i = 0; i < q.size(); ++i) out.push_back(nu * (mp::cos(phi) * t.w[i] + mp::sin(phi) * q[i]));
  return out;
}

struct StudentValue {
  StudentValue(const Teacher& t, const Json& at) {
    const Vector w = student(t, at), a = vector(at["a"]);
    const Real nu = mp::sqrt(dot(w, w));
    Vector u = w, v = w;
    for (std::size_t i = 0; i < w.size(); ++i) u[i] = w[i] / nu - t.w[i], v[i] = w[i] / nu + t.w[i];
    const Real phi = 2 * mp::atan2(mp::sqrt(dot(u, u)), mp::sqrt(dot(v, v)));
    const auto form = [](const Vector& b, const Vector& c, const Real& off) {
      return Real(sum(b) * sum(c) + off * dot(b, c));
    };
    const Real s = sum(t.a), alpha = dot(a, t.a), aMa = form(a, a, kPi - 1);
    loss = (nu * nu * aMa - 2 * nu * form(a, t.a, g(phi) - 1) + form(t.a, t.a, kPi - 1)) / (4 * kPi);
    for (std::size_t i = 0; i < w.size(); ++i)
      in_w.push_back(
          (aMa * w[i] - (s * sum(a) - alpha + alpha * mp::sin(phi)) * w[i] / nu - alpha * (kPi - phi) * t.w[i]) /
          (2 * kPi));
    for (std::size_t i = 0; i < a.size(); ++i)
      in_a.push_back((nu * nu * (sum(a) + (kPi - 1) * a[i]) - nu * (s + (g(phi) - 1) * t.a[i])) / (2 * kPi));
  }
  Real loss;
  Vector in_w, in_a;
};

/// Values that must all lie in [lo, hi] (the extreme ones, for a range).
Vector extremes(const std::string& name, const Json& at) {
  const Real lo = kPi * real(at["t"][0]), hi = kPi * real(at["t"][1]);
  if (name == "kernel") return {g(lo), g(hi)};
  const bool first = name == "kernel_derivative";
  const std::function<Real(const Real&)> f = [first](const Real& phi) {
    return Real(first ? -(kPi - phi) * mp::sin(phi) : mp::sin(phi) - (kPi - phi) * mp::cos(phi));
  };
  Vector out{f(lo), f(hi)};
  // One turning point: g'' changes sign between 1/2 and 2, g''' = 2 cos phi + (pi - phi) sin phi between pi/2 and pi.
  const Real turn =
      first ? root([](const Real& phi) { return Real(mp::sin(phi) - (kPi - phi) * mp::cos(phi)); }, Real(1) / 2, 2)
            : root([](const Real& phi) { return Real(-2 * mp::cos(phi) - (kPi - phi) * mp::sin(phi)); }, kPi / 2, kPi);
  if (lo < turn && turn < hi) out.push_back(f(turn));
  return out;
}

Real third_moment(int p) {
  return mp::pow(Real(2), Real(3) / 2) * mp::tgamma(Real(p + 2) / 2) / mp::tgamma(Real(p - 1) / 2);
}

Vector values(const Json& item, const Teacher& t) {
  const std::string name = item["quantity"];
  const Json& at = item["at"];
  if (name.starts_with("kernel")) return extremes(name, at);
  if (name == "threshold") return {t.threshold};
  if (name == "spurious_x") return {t.x};
  if (name == "spurious_y") return {t.y};
  if (name == "spurious_alpha") return {t.alpha};
  if (name == "spurious_loss") return {t.loss_at(0)};
  if (name == "saddle_kernel_value") return {t.G};
  if (name == "saddle_angle") return {t.saddle()};
  if (name == "saddle_x") return {(t.k - 1 + t.G) * t.e1 / t.m1};
  if (name == "saddle_y") return {(t.G - 1) * t.e2 / t.m2};
  if (name == "saddle_loss") return {t.loss_at(t.G)};
  if (name == "growth_angle")
    return {Real(kPi - root([&](const Real& phi) { return Real(2 * t.G - g(phi)); }, 0, kPi))};
  if (name == "growth_radius") return {mp::sqrt(t.kappa2) * (kPi - mp::sqrt(kPi * kPi - 2 * kPi * t.G))};
  const std::size_t index = at.value("index", 0);
  if (name == "loss") return {StudentValue(t, at).loss};
  if (name == "gradient_w") return {StudentValue(t, at).in_w.at(index)};
  if (name == "gradient_a") return {StudentValue(t, at).in_a.at(index)};
  if (name == "rate_in_a") {
    const Real rho = real(at["rho"]);
    return {(1 + rho * rho * t.p / (t.p + 2)) * (t.k == 1 ? t.m1 : t.m2) / (2 * kPi)};
  }
  if (name == "rate_in_w") return {(1 + mp::cos(kPi * real(at["t"]))) * (1 - real(at["t"])) / 4};
  const bool best = at["point"] == "global_optimum";
  const Real trace = ((t.k - 1) * t.m2 + t.m1) / (2 * kPi) + (best ? (t.p - 1) * t.A2 / 2 : Real(0));
  if (name == "hessian_trace") return {trace};
  if (name == "rise_order2") return {trace / 2};
  if (name == "hessian_largest") return {best && t.A2 / 2 > t.m1 / (2 * kPi) ? Real(t.A2 / 2) : Real(t.m1 / (2 * kPi))};
  return {(best ? Real(-t.A2) : Real(-t.alpha)) * third_moment(t.p) / (6 * kPi)};
}

Real integral(const Json& item, const Teacher& t) {
  const Json& at = item["at"];
  if (item["statement"] == "loss_definition") return StudentValue(t, at).loss;
  if (item["statement"] == "gradient_a_definition") return StudentValue(t, at).in_a.at(at["index"]);
  if (item["statement"] == "gradient_w_definition")
    return dot(StudentValue(t, at).in_w, at["index"] == 0 ? t.w : across(t));
  if (item["statement"] == "radial_moment") return at["n"] == 1 ? 1 : 2;
  const Real kernel = g(kPi * real(at["t"]));
  return item["statement"] == "angular" ? Real(kernel / 2) : Real(kernel / (2 * kPi));
}

bool spectrum_holds(const Json& item, const Teacher& t) {
  std::vector<std::pair<Real, int>> families;
  const std::string point = item["at"]["point"];
  const Real b1 = t.m1 / (2 * kPi), b2 = t.m2 / (2 * kPi);
  if (point == "saddle") {
    const Real phi = t.saddle(), pull = (kPi - phi) * mp::sin(phi) / (2 * kPi), c1 = pull * t.e1, c2 = pull * t.e2;
    const auto chi = [&](const Real& z) {
      return Real(z * (z - b1) * (z - b2) - c1 * c1 * (z - b2) - c2 * c2 * (z - b1));
    };
    const auto minus = [&](const Real& z) { return Real(-chi(z)); };
    families = {{0, t.p - 2}, {b2, t.k - 2}, {root(chi, -b1 - c1 - c2, 0), 1}};
    if (t.r == 0)
      families.insert(families.end(), {{(b2 + mp::sqrt(b2 * b2 + 4 * c2 * c2)) / 2, 1}, {b1, 1}});
    else
      families.insert(families.end(), {{root(minus, b2, b1), 1}, {root(chi, b1, b1 + c1 + c2 + 1), 1}});
  } else {
    families = {{point == "global_optimum" ? Real(t.A2 / 2) : Real(0), t.p - 1}, {b2, t.k - 1}, {b1, 1}};
  }
  // One entry for each family, in any order: what the prover writes.
  std::set<std::size_t> used;
  for (const auto& [value, count] : families) {
    bool found = count == 0;
    for (std::size_t i = 0; i < item["eigenvalues"].size() && !found; ++i) {
      const Json& entry = item["eigenvalues"][i];
      found = entry["multiplicity"] == count && real(entry["lo"]) <= value + kSlack &&
              value <= real(entry["hi"]) + kSlack && used.insert(i).second;
    }
    if (!found) return false;
  }
  return used.size() == item["eigenvalues"].size();
}

/// The sentence on critical points holds iff Phi = r (pi - g)/m1 + g - 1 has its zeros just where the parts say.
bool critical_points_hold(const Json& item) {
  const int k = item["k"];
  Rational next = rational(item["r"][0]);
  for (const Json& part : item["parts"]) {
    const std::size_t last = part["domain"].size() - 1;
    if (rational(part["domain"][last][0]) != next) return false;
    next = rational(part["domain"][last][1]);
    const Real m1 = k - 1 + kPi, r0 = real(part["domain"][last][0]), r1 = real(part["domain"][last][1]);
    const auto phi = [&](const Json& t, const Real& r) {
      return Real(r * (kPi - g(kPi * real(t))) / m1 + g(kPi * real(t)) - 1);
    };
    const Json& b = part["bracket"];
    if (b.is_null()           ? !(r0 >= m1 / kPi || k == 1)
        : rational(b[1]) == 1 ? k != 1 || rational(b[0]) <= 0
                              : !(phi(b[0], r0) > 0 && phi(b[1], r1) < 0))
      return false;
  }
  return next == rational(item["r"][1]);
}

double approximate(const Json& x) { return real(x).convert_to<double>(); }

/// P(angle > phi) for a density proportional to sin^n, by the midpoint rule.
double sine_tail(int n, double phi) {
  constexpr int kNodes = 500;
  double above = 0, all = 0;
  for (int i = 0; i < kNodes; ++i) {
    const double angle = M_PI * (i + 0.5) / kNodes, weight = std::pow(std::sin(angle), n);
    all += weight;
    if (angle > phi) above += weight;
  }
  return above / all;
}

/// Gradient descent in doubles: does the start end at the spurious point?
bool is_trapped(const Teacher& t, double eta, double phi, double x, double y) {
  const double c = eta / (2 * M_PI), m1 = t.k - 1 + M_PI, m2 = M_PI - 1;
  const double e1 = t.e1.convert_to<double>(), e2 = t.e2.convert_to<double>();
  for (int step = 0; step < 200000; ++step) {
    const double g = std::sin(phi) + (M_PI - phi) * std::cos(phi), alpha = e1 * x + e2 * y;
    const double x_inf = (t.k - 1 + g) * e1 / m1, y_inf = (g - 1) * e2 / m2;
    // Both the weights and where they tend to are on one side: so it stays.
    if (e1 * std::max(x, x_inf) + e2 * std::max(y, y_inf) < 0) return true;
    if (e1 * std::min(x, x_inf) + e2 * std::min(y, y_inf) > 0) return false;
    phi -= std::atan(c * alpha * (M_PI - phi) * std::sin(phi));
    x -= c * m1 * (x - x_inf);
    y -= c * m2 * (y - y_inf);
  }
  return false;
}

/// The trapping probability, to some 1e-3: threshold angles at the nodes of a midpoint rule over the ball.
double trapping_probability(const Json& item) {
  const Teacher t(item["instance"]);
  const double eta = approximate(item["eta"]), radius = std::sqrt(approximate(item["radius_sq"]));
  constexpr int kNodes = 24;
  const bool parallel = t.r == t.k, alone = parallel || t.r == 0;  // x alone matters, or y alone
  double sum = 0, all = 0;
  for (int i = 0; i < kNodes; ++i)
    for (int j = 0; j < (alone ? 1 : kNodes); ++j) {
      const double of_u = M_PI * (i + 0.5) / kNodes, of_v = alone ? M_PI / 2 : M_PI * (j + 0.5) / kNodes;
      const double weight = std::pow(std::sin(of_u), t.k) * std::pow(std::sin(of_v), t.k - 1);
      if (weight < 1e-5) continue;
      const double first = radius * std::cos(of_u), second = radius * std::sin(of_u) * std::cos(of_v);
      double low = 0, high = M_PI;
      for (int k = 0; k < 14; ++k) {
        const double middle = (low + high) / 2;
        const bool trapped =
            parallel ? is_trapped(t, eta, middle, first, 0) : is_trapped(t, eta, middle, second, first);
        (trapped ? high : low) = middle;
      }
      sum += weight * sine_tail(t.p - 2, (low + high) / 2);
      all += weight;
    }
  return sum / all;
}

/// The greatest (P(d < d1) + P(d < d2))/2 over T(d1) + T(d2) = 0, T' = 1/(d sin d): both are moved along in T.
double pair_bound(int p) {
  double d1 = M_PI / 2, d2 = d1, best = 0.5;
  constexpr double kStep = 1e-3;
  const auto push = [](double d) { return d * std::sin(d); };
  for (int i = 0; i < 6000; ++i) {
    d1 -= kStep * push(d1 - kStep / 2 * push(d1));
    d2 += kStep * push(d2 + kStep / 2 * push(d2));
    if (i % 20 == 0) best = std::max(best, 1 - (sine_tail(p - 2, d1) + sine_tail(p - 2, d2)) / 2);
  }
  return best;
}

/// The noise radius at which the mean of (g - G) |w~|^raw over xi, w~ = -w* + xi, changes its sign: polar coordinates
/// of xi about its ball's centre, by the midpoint rule.
double critical_level(const Json& at) {
  constexpr int kNodes = 160;
  const double k = at["k"], p = at["p"], r = approximate(at["r"]);
  const double level = (k - 1 - (r - 1) * M_PI) / (k - 1 + M_PI - r);
  const bool raw = at["injection"] == "raw";
  const auto excess = [&](double rho) {
    double sum = 0;
    for (int i = 0; i < kNodes; ++i)
      for (int j = 0; j < kNodes; ++j) {
        const double part = (i + 0.5) / kNodes, theta = M_PI * (j + 0.5) / kNodes;
        const double along = rho * part * std::cos(theta) - 1, across = rho * part * std::sin(theta);
        const double phi = std::atan2(across, along), g = std::sin(phi) + (M_PI - phi) * std::cos(phi);
        sum += std::pow(part, p - 1) * std::pow(std::sin(theta), p - 2) * (g - level) *
               (raw ? std::hypot(along, across) : 1);
      }
    return sum;
  };
  if (level <= 0) return 0;
  double low = 0, high = 400;
  while (high - low > 1e-5 * high) {
    const double middle = (low + high) / 2;
    (excess(middle) < 0 ? low : high) = middle;
  }
  return high;
}

/// The largest rate of <grad, z - z*> >= c |z - z*|^2 over angles up to pi t: the least value over a at a grid of
/// angles.
double joint_rate(const Json& at, const Teacher& t) {
  const double e1 = t.e1.convert_to<double>(), e2 = t.e2.convert_to<double>(), furthest = approximate(at["t"]) * M_PI;
  const auto fails = [&](double c) {
    for (int i = 1; i <= 2000; ++i) {
      const double phi = furthest * i / 2000, g = std::sin(phi) + (M_PI - phi) * std::cos(phi);
      const double pull = (M_PI - phi) * std::sin(phi) * std::sin(phi);
      double least = (e1 * e1 + e2 * e2) * pull / (2 * M_PI) - 2 * c * (1 - std::cos(phi));
      for (const bool along : {true, false}) {
        if (t.k == 1 && !along) continue;
        const double m = along ? t.k - 1 + M_PI : M_PI - 1, n = along ? t.k - 1 + g : g - 1;  // of M, of N
        const double slope = (along ? e1 : e2) * (m - n + pull) / (2 * M_PI);
        if (m / (2 * M_PI) <= c) return true;
        least -= slope * slope / (4 * (m / (2 * M_PI) - c));
      }
      if (least < 0) return true;
    }
    return false;
  };
  double low = 0, high = 1;
  while (high - low > 1e-9) (fails((low + high) / 2) ? high : low) = (low + high) / 2;
  return high;
}

/// No noisy step, of 20,000 from random students of the region with noise of full length, ends above the stated bounds.
/// In three coordinates each: of a along u1, u2 and across both, of w along w*, across it, and across both.
bool drifts(const Json& item, const Teacher& t) {
  const Json& at = item["at"];
  const double eta = approximate(at["eta"]), level = approximate(at["level"]), k = t.k;
  const double rate = approximate(item["contraction"]), noise = approximate(item["noise"]);
  if (level > 2 * (1 - std::cos(5 * M_PI / 12)) || rate > joint_rate({{"t", "5/12"}}, t) + 1e-6) return false;
  using Triple = std::array<double, 3>;
  const Triple star{t.e1.convert_to<double>(), t.e2.convert_to<double>(), 0}, m{k - 1 + M_PI, M_PI - 1, M_PI - 1};
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  const auto of_length = [&](double length, int dimension) {
    Triple out{};
    for (int i = 0; i < dimension; ++i) out[i] = normal(random);
    const double scale = length / std::hypot(out[0], out[1], out[2]);
    for (double& x : out) x *= scale;
    return out;
  };
  const auto dot = [](const Triple& x, const Triple& y) { return x[0] * y[0] + x[1] * y[1] + x[2] * y[2]; };
  for (int run = 0; run < 20'000; ++run) {
    const double v = level * (run % 100 + 1) / 100, share = (run / 100 + 0.5) / 200;
    Triple a = of_length(std::sqrt((1 - share) * v), std::min(t.k, 3));
    for (int i = 0; i < 3; ++i) a[i] += star[i];
    const double cosine = 1 - share * v / 2;
    const Triple w{cosine, std::sqrt(1 - cosine * cosine), 0};
    Triple moved = of_length(approximate(at["rho_w"]), std::min(t.p, 3)),
           b = of_length(approximate(at["rho_a"]), std::min(t.k, 3));
    for (int i = 0; i < 3; ++i) moved[i] += w[i], b[i] += a[i];
    const double nu = std::sqrt(dot(moved, moved)), phi = std::acos(std::clamp(moved[0] / nu, -1.0, 1.0));
    const double kernel = std::sin(phi) + (M_PI - phi) * std::cos(phi), alpha = dot(b, star);
    double square = 0, mixed = 0;  // b'Mb, b'(11' - I)a*
    for (int i = 0; i < 3; ++i) square += m[i] * b[i] * b[i], mixed += (m[i] - M_PI) * b[i] * star[i];
    Triple next = w, gradient{};
    for (int i = 0; i < 3; ++i)
      gradient[i] = (square - (mixed + alpha * std::sin(phi)) / nu) * moved[i] - (i == 0 ? alpha * (M_PI - phi) : 0);
    const double along = dot(gradient, w);
    double after = 0;
    for (int i = 0; i < 3; ++i) {
      next[i] -= eta / (2 * M_PI) * (gradient[i] - along * w[i]);
      a[i] -= eta / (2 * M_PI) * (nu * nu * m[i] * b[i] - nu * (m[i] - M_PI + kernel) * star[i]);
      after += (a[i] - star[i]) * (a[i] - star[i]);
    }
    after += 2 * (1 - next[0] / std::sqrt(dot(next, next)));
    if (after > std::min((1 - rate * eta) * v + noise * eta, level) + 1e-12) return false;
  }
  return true;
}

/// Perturbed gradient descent with normalized injection, on vectors: a along u1 first, then across it.
class NoisyRun {
 public:
  NoisyRun(const Teacher& t, std::uint64_t seed)
      : random_(seed),
        w_(static_cast<std::size_t>(t.p)),
        a_(static_cast<std::size_t>(t.k)),
        teacher_(w_.size()),
        star_(a_.size()),
        m_(a_.size(), M_PI - 1) {
    teacher_[0] = 1, m_[0] += t.k;
    star_[0] = t.e1.convert_to<double>();
    if (t.k > 1) star_[1] = t.e2.convert_to<double>();
  }
  void start_spurious() {
    for (std::size_t i = 0; i < w_.size(); ++i) w_[i] = -teacher_[i];
    for (std::size_t i = 0; i < a_.size(); ++i) a_[i] = (m_[i] - M_PI) * star_[i] / m_[i];
  }
  void start_random(double radius) {
    w_ = in_ball(w_.size(), 1);
    normalize(w_);
    a_ = in_ball(a_.size(), radius);
  }
  void descend(double eta, double rho_w, double rho_a, long steps) {
    const double c = eta / (2 * M_PI);
    for (long n = 0; n < steps; ++n) {
      std::vector<double> moved = in_ball(w_.size(), rho_w), b = in_ball(a_.size(), rho_a);
      for (std::size_t i = 0; i < w_.size(); ++i) moved[i] += w_[i];
      for (std::size_t i = 0; i < a_.size(); ++i) b[i] += a_[i];
      normalize(moved);
      const double cosine = std::clamp(moved[0], -1.0, 1.0), omega = M_PI - std::acos(cosine);
      const double kernel = std::sqrt(1 - cosine * cosine) + omega * cosine;
      double alpha = 0;
      for (std::size_t i = 0; i < a_.size(); ++i) {
        alpha += b[i] * star_[i];
        a_[i] -= c * (m_[i] * b[i] - (m_[i] - M_PI + kernel) * star_[i]);
      }
      for (std::size_t i = 0; i < w_.size(); ++i) w_[i] += c * alpha * omega * (teacher_[i] - cosine * moved[i]);
      normalize(w_);
    }
  }
  double angle() const { return std::acos(std::clamp(w_[0], -1.0, 1.0)); }
  double distance() const {
    double sum = 0;
    for (std::size_t i = 0; i < a_.size(); ++i) sum += (a_[i] - star_[i]) * (a_[i] - star_[i]);
    return std::sqrt(sum);
  }

 private:
  static void normalize(std::vector<double>& v) {
    double sum = 0;
    for (const double x : v) sum += x * x;
    for (double& x : v) x /= std::sqrt(sum);
  }
  std::vector<double> in_ball(std::size_t n, double radius) {
    std::vector<double> out(n);
    for (double& x : out) x = normal_(random_);
    normalize(out);
    const double length = radius * std::pow(uniform_(random_), 1.0 / static_cast<double>(n));
    for (double& x : out) x *= length;
    return out;
  }
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_;
  std::vector<double> w_, a_, teacher_, star_, m_;
};

/// So many of so many runs are no surprise at this probability.
bool is_no_surprise(int count, int runs, double probability) {
  const double mean = runs * probability;
  return count <= mean + 5 * std::sqrt(mean) + 1;
}

/// 24 runs, from the spurious point and from random starts.
bool escapes(const Json& item) {
  const Teacher t(item["instance"]);
  const Json& one = item["phase_one"];
  const double accuracy = approximate(item["accuracy"]), radius = std::sqrt(approximate(item["start_radius_sq"]));
  constexpr int kRuns = 24;
  int failures = 0;
  for (int i = 0; i < kRuns; ++i) {
    NoisyRun run(t, static_cast<std::uint64_t>(i));
    i % 2 ? run.start_spurious() : run.start_random(radius);
    const auto descend = [&run](const Json& level, long steps) {
      run.descend(approximate(level["eta"]), approximate(level["rho_w"]), approximate(level["rho_a"]), steps);
    };
    descend(one, one["burn_in"].get<long>() + one["steps"].get<long>());
    for (const Json& level : item["phase_two"]) descend(level, level["steps"]);
    failures += run.angle() > accuracy || run.distance() > accuracy * mp::sqrt(t.A2).convert_to<double>();
  }
  return is_no_surprise(failures, kRuns, approximate(item["failure"]));
}

/// The three conditions of docs/escape.md.
bool trap_is_sure(const Json& item) {
  const Teacher t(item["instance"]);
  const Real rho = real(item["rho_w"]), turn = 2 * mp::asin(rho), kernel = g(kPi - turn), eta = real(item["eta"]);
  const Real play = real(item["rho_a"]) * (t.e1 + t.e2 + mp::sqrt(t.A2));
  return rho > 0 && rho < 1 && turn < kPi && t.kappa2 * (t.G - kernel) >= play && eta * t.m1 <= 2 * kPi &&
         eta * turn * (t.kappa2 * t.G + play) <= 2 * kPi;
}

/// 200 runs from the ball's end next to a*.
bool never_settles(const Json& item) {
  const Teacher t(item["instance"]);
  constexpr int kRuns = 200;
  int near = 0;
  for (int i = 0; i < kRuns; ++i) {
    NoisyRun run(t, static_cast<std::uint64_t>(i));
    run.start_random(t.e1.convert_to<double>());
    run.descend(approximate(item["eta"]), approximate(item["rho_w"]), approximate(item["rho_a"]), item["steps"]);
    near += run.distance() < approximate(item["distance"]) * mp::sqrt(t.A2).convert_to<double>();
  }
  return is_no_surprise(near, kRuns, approximate(item["probability"]));
}

/// Bounds of a number that is not known well: enough to tell a false acceptance from the certificates' room.
bool holds_roughly(const Json& item, double value, double error = 2e-3) {
  return approximate(item["lo"]) <= value + error && value <= approximate(item["hi"]) + error;
}

bool holds(const Json& item, const Teacher& t) {
  const std::string kind = item["kind"];
  if (kind == "drift") return drifts(item, t);
  if (kind == "escape") return escapes(item);
  if (kind == "sure_trap") return trap_is_sure(item);
  if (kind == "never_settles") return never_settles(item);
  if (kind == "trap") return holds_roughly(item, trapping_probability(item));
  if (item.value("quantity", "") == "pair_bound") return holds_roughly(item, pair_bound(item["at"]["p"]));
  if (item.value("quantity", "") == "critical_level") return holds_roughly(item, critical_level(item["at"]));
  if (item.value("quantity", "") == "joint_rate") return holds_roughly(item, joint_rate(item["at"], t), 1e-6);
  if (kind == "comparison") {
    const Real k = item["at"]["k"].get<int>(), r = real(item["at"]["r"]);
    const bool equal = k == 1 && r == 1;
    return (item["verdict"] == "proved") == (!equal && (r - 1) * kPi < k - 1);
  }
  if (kind == "spectrum") return spectrum_holds(item, t);
  if (kind == "region") {
    const Real D = real(item["angle"]), E = real(item["radius"]);
    return D > 0 && E > 0 && t.G > 0 && D < kPi && g(kPi - D) < 2 * t.G &&
           E < mp::sqrt(t.kappa2) * (kPi - mp::sqrt(kPi * kPi - 2 * kPi * t.G));
  }
  if (kind == "exclusion") return item["statement"] == "optimum_rises_more" || critical_points_hold(item);
  const Real lo = real(item["lo"]), hi = real(item["hi"]);
  if (item.contains("sign") && !(item["sign"] == "positive" ? lo > 0 : hi < 0)) return false;
  for (const Real& value : kind == "integral" ? Vector{integral(item, t)} : values(item, t))
    if (!(lo <= value + kSlack && value <= hi + kSlack)) return false;
  return true;
}

Json reduced(const Json& x) {
  if (is_rational(x)) return rational(x).str();
  Json out = x;
  if (x.is_structured())
    for (auto entry = out.begin(); entry != out.end(); ++entry) *entry = reduced(*entry);
  return out;
}

}  // namespace

std::string first_falsehood(const Json& certificate) {
  const Teacher teacher(certificate["instance"]);
  for (std::size_t i = 0; i < certificate["items"].size(); ++i)
    if (!holds(certificate["items"][i], teacher)) return "items[" + std::to_string(i) + "]";
  return "";
}

Json statement(const Json& certificate) {
  Json out = certificate;
  out.erase("provenance");
  for (Json& item : out["items"]) {
    item.erase("says");
    item.erase("decimal");
    item.erase("cells");
    if (item.value("kind", "") == "escape") {
      item.erase("hints");
      for (const char* of_the_proof :
           {"theta1", "theta2", "delta", "corrector", "good_cot_sq", "split", "top", "lambda", "law"})
        item["phase_one"].erase(of_the_proof);
    }
    if (item.value("statement", "") == "radial_moment") item["at"].erase("cut");
    if (item.contains("parts"))
      for (Json& part : item["parts"]) part.erase("leaves");
  }
  return reduced(out);
}

}  // namespace oracle
