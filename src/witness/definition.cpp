#include "witness/definition.hpp"

#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <functional>
#include <map>

namespace noiseproof {
namespace {

// A fixed precision of its own: the quadrature tables are computed once, and no run-time setting reaches the witness.
using Fixed =
    boost::multiprecision::number<boost::multiprecision::mpfr_float_backend<60>, boost::multiprecision::et_off>;

Fixed half_turn() { return boost::math::constants::pi<Fixed>(); }

Fixed relu(const Fixed& x) { return x > 0 ? x : Fixed(0); }

Fixed integrate(const std::function<Fixed(const Fixed&)>& f, const Fixed& a, const Fixed& b) {
  using boost::math::quadrature::gauss_kronrod;
  return gauss_kronrod<Fixed, 101>::integrate(f, a, b, 8, Fixed("1e-56"));
}

/// int_0^inf rho^n exp(-rho^2/2) d rho, cut at rho = 20, where the tail is below 20^3 exp(-200) < 1e-83.
Fixed radial_moment(int n) {
  const auto f = [n](const Fixed& rho) { return Fixed(pow(rho, n) * exp(-rho * rho / 2)); };
  Fixed total = 0;
  for (int i = 0; i < 10; ++i) total += integrate(f, Fixed(2 * i), Fixed(2 * i + 2));
  return total;
}

/// One full turn of f, split at the sorted kinks.
Fixed full_turn(const std::function<Fixed(const Fixed&)>& f, std::vector<Fixed> kinks) {
  kinks.push_back(-half_turn());
  kinks.push_back(half_turn());
  std::sort(kinks.begin(), kinks.end());
  Fixed total = 0;
  for (std::size_t i = 0; i + 1 < kinks.size(); ++i)
    if (kinks[i + 1] - kinks[i] > Fixed("1e-55")) total += integrate(f, kinks[i], kinks[i + 1]);
  return total;
}

/// Where cos(t - centre) changes sign, brought into (-pi, pi].
void add_kinks(std::vector<Fixed>& kinks, const Fixed& centre) {
  for (const int side : {-1, 1}) {
    Fixed t = centre + side * half_turn() / 2;
    if (t > half_turn()) t -= 2 * half_turn();
    if (t <= -half_turn()) t += 2 * half_turn();
    kinks.push_back(t);
  }
}

Vec<Fixed> to_fixed(const Vec<Real>& v) {
  Vec<Fixed> out;
  for (const Real& x : v) {
    Fixed y;
    mpfr_set(y.backend().data(), x.backend().data(), MPFR_RNDN);
    out.push_back(y);
  }
  return out;
}

Real to_real(const Fixed& x) {
  Real out(0);
  mpfr_set(out.backend().data(), x.backend().data(), MPFR_RNDN);
  return out;
}

Fixed inner(const Vec<Fixed>& u, const Vec<Fixed>& v) {
  Fixed total = 0;
  for (std::size_t i = 0; i < u.size(); ++i) total += u[i] * v[i];
  return total;
}

/// Coordinates of v in the plane of (w, v), w along the first axis: v = (along, across).
struct Plane {
  Fixed length_w, along, across;
};
Plane plane_of(const Vec<Fixed>& w, const Vec<Fixed>& v) {
  const Fixed length = sqrt(inner(w, w));
  const Fixed along = inner(w, v) / length;
  Fixed rest = 0;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const Fixed c = v[i] - along * w[i] / length;
    rest += c * c;
  }
  return {length, along, sqrt(rest)};
}

/// `degree`: of act in rho.
Fixed cross_moment(const Vec<Fixed>& w, const Vec<Fixed>& v, const std::function<Fixed(const Fixed&)>& act = relu,
                   int degree = 1) {
  const Plane plane = plane_of(w, v);
  // Z.w = |w| rho cos t and Z.v = rho (along cos t + across sin t); the second vanishes a quarter turn from v.
  const auto f = [&](const Fixed& t) {
    return Fixed(act(plane.length_w * cos(t)) * act(plane.along * cos(t) + plane.across * sin(t)));
  };
  std::vector<Fixed> kinks;
  add_kinks(kinks, Fixed(0));
  add_kinks(kinks, atan2(plane.across, plane.along));
  return radial_moment(1 + 2 * degree) * full_turn(f, kinks) / (2 * half_turn());
}

struct FixedMoments {
  Fixed mean_w, mean_v, square_w, square_v, cross;
};

/// E relu(Z.w)^n, n = 1, 2, along the one direction that matters.
Fixed own_moment(const Vec<Fixed>& w, int n) {
  return pow(sqrt(inner(w, w)), n) * radial_moment(n) / sqrt(2 * half_turn());
}

FixedMoments fixed_moments(const Vec<Fixed>& w, const Vec<Fixed>& v) {
  return {own_moment(w, 1), own_moment(v, 1), own_moment(w, 2), own_moment(v, 2), cross_moment(w, v)};
}

Fixed fixed_loss(const FixedMoments& m, const Vec<Fixed>& a, const Vec<Fixed>& a_star) {
  Fixed total = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < a.size(); ++j) {
      const bool same = i == j;
      total += a[i] * a[j] * (same ? m.square_w : m.mean_w * m.mean_w);
      total -= 2 * a[i] * a_star[j] * (same ? m.cross : m.mean_w * m.mean_v);
      total += a_star[i] * a_star[j] * (same ? m.square_v : m.mean_v * m.mean_v);
    }
  return total / 2;
}

/// Derivative at 0 of f by central differences, extrapolated to step 0 (Richardson, error terms in even powers).
Fixed derivative(const std::function<Fixed(const Fixed&)>& f) {
  constexpr int kLevels = 6;
  std::vector<Fixed> column;
  Fixed step = Fixed(1) / 1024;
  for (int i = 0; i < kLevels; ++i, step /= 2) column.push_back((f(step) - f(-step)) / (2 * step));
  Fixed power = 4;
  for (int level = 1; level < kLevels; ++level, power *= 4)
    for (int i = kLevels - 1; i >= level; --i)
      column[static_cast<std::size_t>(i)] +=
          (column[static_cast<std::size_t>(i)] - column[static_cast<std::size_t>(i - 1)]) / (power - 1);
  return column.back();
}

/// The moments of one row Z of the input in the orthonormal frame (w, t, q_1, ...), t in the plane of w and v.
class RowQuadrature {
 public:
  RowQuadrature(const Vec<Fixed>& w, const Vec<Fixed>& v) : plane_(plane_of(w, v)) {
    for (int n = 0; n <= 4; ++n) radial_.push_back(radial_moment(n + 1) / (2 * half_turn()));
  }
  /// Factor 0: relu(Z.w); 1: relu(Z.v); 2: 1{Z.w > 0} Z.t; 3 and on: 1{Z.w > 0} Z.q_l.
  Fixed expectation(std::vector<int> factors) {
    std::sort(factors.begin(), factors.end());
    const auto [place, fresh] = known_.try_emplace(factors);
    if (fresh) place->second = integral(factors);
    return place->second;
  }

 private:
  Fixed integral(const std::vector<int>& factors) const {
    std::map<int, int> count;
    for (const int factor : factors) ++count[factor];
    bool active = false;
    for (const auto& [factor, n] : count) {
      if (factor >= 3 && n % 2 == 1) return 0;
      active = active || factor != 1;
    }
    const auto f = [&](const Fixed& t) {
      Fixed out = active && cos(t) <= 0 ? 0 : 1;
      const std::array<Fixed, 3> in_plane{relu(cos(t)), relu(plane_.along * cos(t) + plane_.across * sin(t)), sin(t)};
      for (const int factor : factors)
        if (factor < 3) out *= in_plane[static_cast<std::size_t>(factor)];
      return out;
    };
    std::vector<Fixed> kinks;
    add_kinks(kinks, Fixed(0));
    add_kinks(kinks, atan2(plane_.across, plane_.along));
    // Squares off the plane (at most one here, as only two factors can be there) have mean 1.
    const auto in_plane = std::count_if(factors.begin(), factors.end(), [](int factor) { return factor < 3; });
    return radial_[static_cast<std::size_t>(in_plane)] * full_turn(f, kinks);
  }

  Plane plane_;
  std::vector<Fixed> radial_;
  std::map<std::vector<int>, Fixed> known_;
};

/// A sum over rows of coefficient times a factor of that row.
struct RowTerm {
  std::size_t row;
  int factor;
  Fixed coefficient;
};

/// E of the product of sums over independent rows, term by term.
Fixed expected_product(RowQuadrature& law, const std::vector<const std::vector<RowTerm>*>& sums,
                       std::map<std::size_t, std::vector<int>> factors = {}, std::size_t next = 0) {
  if (next == sums.size()) {
    Fixed out = 1;
    for (const auto& [row, of_row] : factors) out *= law.expectation(of_row);
    return out;
  }
  Fixed total = 0;
  for (const RowTerm& term : *sums[next]) {
    auto more = factors;
    more[term.row].push_back(term.factor);
    total += term.coefficient * expected_product(law, sums, std::move(more), next + 1);
  }
  return total;
}

/// w/|w|, the direction of v orthogonal to it (any one if there is none), and a completion, by Gram-Schmidt.
std::vector<Vec<Fixed>> frame_of(const Vec<Fixed>& w, const Vec<Fixed>& v) {
  std::vector<Vec<Fixed>> out, candidates{w, v};
  for (std::size_t i = 0; i < w.size(); ++i) {
    candidates.emplace_back(w.size(), Fixed(0));
    candidates.back()[i] = 1;
  }
  for (Vec<Fixed> x : candidates) {
    for (int pass = 0; pass < 2; ++pass)
      for (const Vec<Fixed>& e : out) {
        const Fixed part = inner(x, e);
        for (std::size_t i = 0; i < x.size(); ++i) x[i] -= part * e[i];
      }
    const Fixed length = sqrt(inner(x, x));
    if (length < Fixed("1e-50") || out.size() == w.size()) continue;
    for (Fixed& entry : x) entry /= length;
    out.push_back(std::move(x));
  }
  return out;
}

}  // namespace

Real kernel_by_quadrature(const Vec<Real>& w, const Vec<Real>& v) {
  return to_real(cross_moment(to_fixed(w), to_fixed(v)));
}

Real kernel_by_quadrature(const Vec<Real>& w, const Vec<Real>& v, const PiecewiseLinear& activation) {
  const Fixed step(activation.step), above(activation.above), below(activation.below);
  const auto act = [&](const Fixed& z) { return z > 0 ? Fixed(step + above * z) : Fixed(below * z); };
  return to_real(cross_moment(to_fixed(w), to_fixed(v), act, activation.step == 0 ? 1 : 0));
}

FilterMoments moments_by_quadrature(const Vec<Real>& w, const Vec<Real>& v) {
  const FixedMoments m = fixed_moments(to_fixed(w), to_fixed(v));
  return {to_real(m.mean_w), to_real(m.mean_v), to_real(m.square_w), to_real(m.square_v), to_real(m.cross)};
}

Real loss_by_definition(const FilterMoments& m, const Vec<Real>& a, const Vec<Real>& a_star) {
  const Vec<Fixed> f = to_fixed({m.mean_w, m.mean_v, m.square_w, m.square_v, m.cross});
  return to_real(fixed_loss({f[0], f[1], f[2], f[3], f[4]}, to_fixed(a), to_fixed(a_star)));
}

Real loss_by_definition(const Student<Real>& student, const Teacher<Real>& teacher) {
  return loss_by_definition(moments_by_quadrature(student.w, teacher.w_star), student.a, teacher.a_star);
}

Vec<Real> gradient_a_by_differences(const Student<Real>& student, const Teacher<Real>& teacher) {
  const Vec<Fixed> a = to_fixed(student.a), a_star = to_fixed(teacher.a_star);
  const FixedMoments m = fixed_moments(to_fixed(student.w), to_fixed(teacher.w_star));
  Vec<Real> out;
  for (std::size_t i = 0; i < a.size(); ++i)
    out.push_back(to_real(derivative([&](const Fixed& t) {
      Vec<Fixed> moved = a;
      moved[i] += t;
      return fixed_loss(m, moved, a_star);
    })));
  return out;
}

DefinitionGradient gradient_by_differences(const Student<Real>& student, const Teacher<Real>& teacher) {
  const Vec<Fixed> w = to_fixed(student.w), a = to_fixed(student.a);
  const Vec<Fixed> w_star = to_fixed(teacher.w_star), a_star = to_fixed(teacher.a_star);
  DefinitionGradient out{{}, gradient_a_by_differences(student, teacher)};
  // Only the moments depend on w; those of w* alone are not computed again.
  const Fixed mean_v = own_moment(w_star, 1), square_v = own_moment(w_star, 2);
  for (std::size_t i = 0; i < w.size(); ++i)
    out.w.push_back(to_real(derivative([&](const Fixed& t) {
      Vec<Fixed> moved = w;
      moved[i] += t;
      return fixed_loss({own_moment(moved, 1), mean_v, own_moment(moved, 2), square_v, cross_moment(moved, w_star)}, a,
                        a_star);
    })));
  return out;
}

std::vector<Real> gradient_covariance_by_definition(const Student<Real>& student, const Teacher<Real>& teacher) {
  const Vec<Fixed> w = to_fixed(student.w), v = to_fixed(teacher.w_star), a = to_fixed(student.a);
  const Vec<Fixed> a_star = to_fixed(teacher.a_star);
  const std::size_t p = w.size(), k = a.size(), n = p + k;
  RowQuadrature law(w, v);
  std::vector<RowTerm> residual;
  std::vector<std::vector<RowTerm>> entries(n);  // in the frame, then in a
  for (std::size_t i = 0; i < k; ++i) {
    residual.push_back({i, 0, a[i]});
    residual.push_back({i, 1, Fixed(-a_star[i])});
    entries[0].push_back({i, 0, a[i]});
    for (std::size_t x = 1; x < p; ++x) entries[x].push_back({i, static_cast<int>(x) + 1, a[i]});
    entries[p + i] = {{i, 0, Fixed(1)}};
  }
  std::vector<Fixed> mean(n), in_frame(n * n);
  for (std::size_t x = 0; x < n; ++x) mean[x] = expected_product(law, {&residual, &entries[x]});
  for (std::size_t x = 0; x < n; ++x)
    for (std::size_t y = 0; y <= x; ++y)
      in_frame[x * n + y] = in_frame[y * n + x] =
          expected_product(law, {&residual, &residual, &entries[x], &entries[y]}) - mean[x] * mean[y];
  // From the frame to the coordinates of R^p: columns, then rows.
  const std::vector<Vec<Fixed>> frame = frame_of(w, v);
  const auto turned = [&](const std::vector<Fixed>& matrix) {
    std::vector<Fixed> out(n * n, Fixed(0));
    for (std::size_t x = 0; x < n; ++x)
      for (std::size_t y = 0; y < n; ++y) {
        if (y >= p) out[y * n + x] = matrix[x * n + y];
        for (std::size_t f = 0; y < p && f < p; ++f) out[y * n + x] += matrix[x * n + f] * frame[f][y];
      }
    return out;
  };
  std::vector<Real> out;
  for (const Fixed& x : turned(turned(in_frame))) out.push_back(to_real(x));
  return out;
}

}  // namespace noiseproof
