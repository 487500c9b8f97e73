#pragma once
// Vectors as plain std::vector<T>: a handful of linear-time sums, so that any k and p in the thousands cost O(k + p).
#include <cmath>
#include <vector>

#include "core/scalar.hpp"

namespace noiseproof {

template <class T>
using Vec = std::vector<T>;

template <class T>
T dot(const Vec<T>& u, const Vec<T>& v) {
  T total = lit<T>(0);
  for (std::size_t i = 0; i < u.size(); ++i) total += u[i] * v[i];
  return total;
}

template <class T>
T sum(const Vec<T>& v) {
  T total = lit<T>(0);
  for (const T& x : v) total += x;
  return total;
}

template <class T>
T norm_sq(const Vec<T>& v) {
  return dot(v, v);
}

/// v/|v|. Domain: v != 0.
template <class T>
void normalize(Vec<T>& v) {
  using std::sqrt;
  const T scale = lit<T>(1) / sqrt(norm_sq(v));
  for (T& x : v) x *= scale;
}

/// x u + y v, entry by entry.
template <class T>
Vec<T> combine(const T& x, const Vec<T>& u, const T& y, const Vec<T>& v) {
  Vec<T> out;
  out.reserve(u.size());
  for (std::size_t i = 0; i < u.size(); ++i) out.push_back(x * u[i] + y * v[i]);
  return out;
}

}  // namespace noiseproof
