#include "model/hessian.hpp"

namespace noiseproof {

template <class T>
std::vector<T> assemble_hessian(const Student<T>& student, const Teacher<T>& teacher,
                                const std::vector<Vec<T>>& tangent) {
  const Invariants<T> x = invariants(student, teacher);
  const std::size_t n = tangent.size(), k = student.a.size(), size = n + k;
  const T scale = T(1) / (T(2) * pi<T>());
  const T sin_phi = sine(x.angle);
  const Vec<T> towards = tangent_towards_teacher(student, teacher, x);  // t sin(phi)
  Vec<T> t;
  for (const Vec<T>& q : tangent) t.push_back(dot(q, towards));
  std::vector<T> out(size * size, T(0));
  const auto at = [&](std::size_t i, std::size_t j) -> T& { return out[i * size + j]; };
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      // sin(phi) t t' = (t sin phi)(t sin phi)'/sin phi, and 0 at the poles, where t has no direction.
      T entry = sin_phi == T(0) ? T(0) : -t[i] * t[j] / sin_phi;
      if (i == j) entry += x.angle.d * cosine(x.angle);
      at(i, j) = x.alpha * scale * entry;
    }
    for (std::size_t j = 0; j < k; ++j) {
      at(i, n + j) = -(x.angle.d * scale) * t[i] * teacher.a_star[j];
      at(n + j, i) = at(i, n + j);
    }
  }
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) at(n + i, n + j) = scale * (i == j ? pi<T>() : T(1));
  return out;
}

template <class T>
std::vector<Vec<T>> tangent_basis(const Vec<T>& w) {
  using std::sqrt;
  // The reflection that takes w/|w| to -sign(w_0) e_0 takes e_1 .. e_{p-1} to a basis of the tangent space.
  const std::size_t p = w.size();
  const T length = sqrt(norm_sq(w));
  Vec<T> v = w;
  v[0] += v[0] < T(0) ? T(-length) : length;
  const T scale = T(2) / norm_sq(v);
  std::vector<Vec<T>> out;
  for (std::size_t i = 1; i < p; ++i) {
    Vec<T> q(p, T(0));
    q[i] = T(1);
    out.push_back(combine(T(1), q, -(scale * v[i]), v));
  }
  return out;
}

template std::vector<double> assemble_hessian(const Student<double>&, const Teacher<double>&,
                                              const std::vector<Vec<double>>&);
template std::vector<Real> assemble_hessian(const Student<Real>&, const Teacher<Real>&, const std::vector<Vec<Real>>&);
template std::vector<Vec<double>> tangent_basis(const Vec<double>&);
template std::vector<Vec<Real>> tangent_basis(const Vec<Real>&);

}  // namespace noiseproof
