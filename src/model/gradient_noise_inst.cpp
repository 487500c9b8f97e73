#include "model/gradient_noise.hpp"

namespace noiseproof {
namespace {

template <class T>
T power(const T& x, int exponent) {
  T out(1);
  for (int i = 0; i < exponent; ++i) out *= x;
  return out;
}

/// int_0^d sin^m x cos^n x dx, m, n >= 0, from d and its sine and cosine (reduction formulas).
template <class T>
T sine_cosine_integral(int m, int n, const T& d, const T& sine, const T& cosine) {
  if (n >= 2)
    return (power(sine, m + 1) * power(cosine, n - 1) + T(n - 1) * sine_cosine_integral(m, n - 2, d, sine, cosine)) /
           T(m + n);
  if (n == 1) return power(sine, m + 1) / T(m + 1);
  if (m == 0) return d;
  if (m == 1) return T(1) - cosine;
  return (T(m - 1) * sine_cosine_integral(m - 2, 0, d, sine, cosine) - power(sine, m - 1) * cosine) / T(m);
}

/// Joint cumulants of some parts y of a row, alone and with one or two more factors (student: s, teacher: v); or, for
/// the same places, sums over rows of weights times 1, a_i, a*_i, a_i^2, a_i a*_i, a*_i^2.
template <class T>
struct Ladder {
  T none, s, v, ss, sv, vv;
};

template <class T, class... Parts>
Ladder<T> cumulants(const RowLaw<T>& row, Parts... y) {
  using enum RowPart;
  return {row.cumulant(y...),
          row.cumulant(student, y...),
          row.cumulant(teacher, y...),
          row.cumulant(student, student, y...),
          row.cumulant(student, teacher, y...),
          row.cumulant(teacher, teacher, y...)};
}

template <class T>
Ladder<T> of_row(const T& weight, const T& a, const T& b) {
  return {weight, weight * a, weight * b, weight * a * a, weight * a * b, weight * b * b};
}

template <class T>
void add(Ladder<T>& total, const Ladder<T>& x) {
  total.none += x.none, total.s += x.s, total.v += x.v;
  total.ss += x.ss, total.sv += x.sv, total.vv += x.vv;
}

/// kappa(Y..), kappa(D, Y..), kappa(D, D, Y..).
template <class T>
struct WithResidual {
  T none, one, two;
};

template <class T>
WithResidual<T> contract(const Ladder<T>& sums, const Ladder<T>& kappa) {
  return {sums.none * kappa.none, sums.s * kappa.s - sums.v * kappa.v,
          sums.ss * kappa.ss - T(2) * sums.sv * kappa.sv + sums.vv * kappa.vv};
}

/// E D and kappa(D, D).
template <class T>
struct Residual {
  T mean, variance;
};

/// E D Y.
template <class T>
T mean_product(const Residual<T>& d, const WithResidual<T>& y) {
  return y.one + d.mean * y.none;
}

/// The formula at the head of gradient_noise.hpp, but for the term g g' + (kappa(D,D) - (E D)^2) m m', which does not
/// need Y and Y' in the same row.
template <class T>
T same_row_terms(const Residual<T>& d, const WithResidual<T>& pair) {
  return pair.two + T(2) * pair.one * d.mean + (d.variance + d.mean * d.mean) * pair.none;
}
template <class T>
T cross_row_terms(const Residual<T>& d, const WithResidual<T>& y, const WithResidual<T>& z) {
  return y.two * z.none + z.two * y.none + mean_product(d, y) * mean_product(d, z) +
         (d.variance - d.mean * d.mean) * y.none * z.none;
}

}  // namespace

template <class T>
RowLaw<T>::RowLaw(const Angle<T>& angle) {
  using std::sqrt;
  const T full = pi<T>(), root = sqrt(full / T(2));
  const std::array<T, 5> radial{T(1), root, T(2), T(3) * root, T(8)};
  const T s = sine(angle), c = -cosine(angle);  // of d
  const auto to_d = [&](int m, int n) { return sine_cosine_integral<T>(m, n, angle.d, s, c); };
  active_.fill(T(0));
  for (int i = 0; i <= 4; ++i)
    for (int j = 0; j <= 2; ++j)
      for (int l = 0; i + j + l <= 4; ++l) {
        // sin(d - x) = s cos x - c sin x, to the power j.
        const T angular = j == 0 ? sine_cosine_integral<T>(i, l, full, T(0), T(-1))
                          : j == 1
                              ? T(s * to_d(i, l + 1) - c * to_d(i + 1, l))
                              : T(s * s * to_d(i, l + 2) - T(2) * s * c * to_d(i + 1, l + 1) + c * c * to_d(i + 2, l));
        active_[static_cast<std::size_t>((i * 3 + j) * 5 + l)] =
            radial[static_cast<std::size_t>(i + j + l)] * angular / (T(2) * full);
      }
}

template <class T>
T RowLaw<T>::moment(std::initializer_list<RowPart> parts) const {
  std::array<int, 4> count{};
  for (const RowPart part : parts) ++count[static_cast<std::size_t>(part)];
  auto [student, teacher, towards, normal] = count;
  if (normal % 2 == 1) return T(0);
  // The teacher's alone has no factor 1{Z.w > 0}, and the law of the student's alone.
  if (student + towards + normal == 0) std::swap(student, teacher);
  // E (Z.q)^2 = 1, independent of the plane.
  return active_[static_cast<std::size_t>((student * 3 + teacher) * 5 + towards)];
}

template <class T>
T RowLaw<T>::cumulant(RowPart x, RowPart y, RowPart z) const {
  const T ex = moment({x}), ey = moment({y}), ez = moment({z});
  return moment({x, y, z}) - moment({x, y}) * ez - moment({x, z}) * ey - moment({y, z}) * ex + T(2) * ex * ey * ez;
}

template <class T>
T RowLaw<T>::cumulant(RowPart x, RowPart y, RowPart z, RowPart v) const {
  const T ex = moment({x}), ey = moment({y}), ez = moment({z}), ev = moment({v});
  const T xy = moment({x, y}), xz = moment({x, z}), xv = moment({x, v});
  const T yz = moment({y, z}), yv = moment({y, v}), zv = moment({z, v});
  const T triples = moment({x, y, z}) * ev + moment({x, y, v}) * ez + moment({x, z, v}) * ey + moment({y, z, v}) * ex;
  const T pairs = xy * zv + xz * yv + xv * yz;
  const T single_pairs = xy * ez * ev + xz * ey * ev + xv * ey * ez + yz * ex * ev + yv * ex * ez + zv * ex * ey;
  return moment({x, y, z, v}) - triples - pairs + T(2) * single_pairs - T(6) * ex * ey * ez * ev;
}

template <class T>
GradientNoise<T> gradient_noise(const Student<T>& student, const Teacher<T>& teacher) {
  const RowLaw<T> row(angle_between(student.w, teacher.w_star));
  constexpr RowPart w = RowPart::student, t = RowPart::towards, q = RowPart::normal;
  const std::size_t k = student.a.size();
  const T zero(0), one(1);
  Ladder<T> plain{zero, zero, zero, zero, zero, zero}, by_a = plain, by_a_sq = plain;  // weights 1, a_i, a_i^2
  for (std::size_t i = 0; i < k; ++i) {
    const T &a = student.a[i], &b = teacher.a_star[i];
    add(plain, of_row(one, a, b));
    add(by_a, of_row(a, a, b));
    add(by_a_sq, of_row(T(a * a), a, b));
  }
  const RowPart v = RowPart::teacher;
  const Residual<T> d{
      plain.s * row.cumulant(w) - plain.v * row.cumulant(v),
      plain.ss * row.cumulant(w, w) - T(2) * plain.sv * row.cumulant(w, v) + plain.vv * row.cumulant(v, v)};
  const Ladder<T> kappa_w = cumulants(row, w), kappa_t = cumulants(row, t);
  const Ladder<T> kappa_ww = cumulants(row, w, w), kappa_wt = cumulants(row, w, t);
  const WithResidual<T> along = contract(by_a, kappa_w), towards = contract(by_a, kappa_t);
  const auto pair = [&](const Ladder<T>& kappa) { return same_row_terms(d, contract(by_a_sq, kappa)); };

  GradientNoise<T> out;
  out.ww = pair(kappa_ww) + cross_row_terms(d, along, along);
  out.wt = pair(kappa_wt) + cross_row_terms(d, along, towards);
  out.tt = pair(cumulants(row, t, t)) + cross_row_terms(d, towards, towards);
  out.qq = pair(cumulants(row, q, q));  // all cumulants with one q are 0
  for (std::size_t i = 0; i < k; ++i) {
    const T &a = student.a[i], &b = teacher.a_star[i];
    const Ladder<T> weight_one = of_row(one, a, b), weight_a = of_row(a, a, b);
    const WithResidual<T> own = contract(weight_one, kappa_w);
    out.w_a.push_back(same_row_terms(d, contract(weight_a, kappa_ww)) + cross_row_terms(d, along, own));
    out.t_a.push_back(same_row_terms(d, contract(weight_a, kappa_wt)) + cross_row_terms(d, towards, own));
    out.diagonal.push_back(same_row_terms(d, contract(weight_one, kappa_ww)));
    out.g.push_back(mean_product(d, own));
    out.c.push_back(own.two * own.none);
  }
  const T mean = row.cumulant(w);
  out.ones = (d.variance - d.mean * d.mean) * mean * mean;
  out.residual_sq = d.variance + d.mean * d.mean;
  return out;
}

template <class T>
std::vector<T> assemble_noise(const GradientNoise<T>& noise, const Student<T>& student, const Teacher<T>& teacher,
                              const std::vector<Vec<T>>& basis) {
  using std::sqrt;
  const std::size_t n = basis.size(), k = noise.g.size(), size = n + k;
  // The unit tangent; zero at the poles, where C_ww is isotropic on the tangent space.
  Vec<T> t = tangent_towards_teacher(student, teacher, invariants(student, teacher));
  const T length = sqrt(norm_sq(t));
  if (length > T(0))
    for (T& x : t) x /= length;
  Vec<T> along, towards;
  for (const Vec<T>& x : basis) {
    along.push_back(dot(x, student.w));
    towards.push_back(dot(x, t));
  }
  std::vector<T> out(size * size, T(0));
  const auto at = [&](std::size_t i, std::size_t j) -> T& { return out[i * size + j]; };
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j)
      at(i, j) = (noise.ww - noise.qq) * along[i] * along[j] +
                 noise.wt * (along[i] * towards[j] + towards[i] * along[j]) +
                 (noise.tt - noise.qq) * towards[i] * towards[j] + (i == j ? noise.qq : T(0));
    for (std::size_t j = 0; j < k; ++j) {
      at(i, n + j) = along[i] * noise.w_a[j] + towards[i] * noise.t_a[j];
      at(n + j, i) = at(i, n + j);
    }
  }
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j)
      at(n + i, n + j) =
          noise.g[i] * noise.g[j] + noise.c[i] + noise.c[j] + noise.ones + (i == j ? noise.diagonal[i] : T(0));
  return out;
}

template class RowLaw<double>;
template class RowLaw<Real>;
template GradientNoise<double> gradient_noise(const Student<double>&, const Teacher<double>&);
template GradientNoise<Real> gradient_noise(const Student<Real>&, const Teacher<Real>&);
template std::vector<double> assemble_noise(const GradientNoise<double>&, const Student<double>&,
                                            const Teacher<double>&, const std::vector<Vec<double>>&);
template std::vector<Real> assemble_noise(const GradientNoise<Real>&, const Student<Real>&, const Teacher<Real>&,
                                          const std::vector<Vec<Real>>&);

}  // namespace noiseproof
