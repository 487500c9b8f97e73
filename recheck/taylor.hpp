#pragma once
// Taylor coefficients of a function of one variable up to the order N: at a point, or enclosures of them over an
// interval. What is written for numbers and series alike is a template over both.
#include <array>

#include "interval.hpp"

namespace recheck {

template <int N>
struct Taylor {
  std::array<Interval, N + 1> c;
  Taylor() = default;
  Taylor(const std::array<Interval, N + 1>& coefficients) : c(coefficients) {}
  explicit Taylor(const Interval& constant) { c[0] = constant; }
  /// The variable itself, around x.
  static Taylor variable(const Interval& x) {
    Taylor out(x);
    return out.c[1] = Interval(1), out;
  }
};

inline void add_product(Interval& sum, const Interval& a, const Interval& b) {
  const Interval product = a * b;
  mpfi_add(sum.get(), sum.get(), product.get());
}

template <int N>
Taylor<N> operator-(Taylor<N> a) {
  for (Interval& x : a.c) x = -x;
  return a;
}
template <int N>
Taylor<N> operator+(Taylor<N> a, const Taylor<N>& b) {
  for (int k = 0; k <= N; ++k) a.c[k] = a.c[k] + b.c[k];
  return a;
}
template <int N>
Taylor<N> operator-(Taylor<N> a, const Taylor<N>& b) {
  for (int k = 0; k <= N; ++k) a.c[k] = a.c[k] - b.c[k];
  return a;
}
template <int N>
Taylor<N> operator*(const Taylor<N>& a, const Taylor<N>& b) {
  Taylor<N> out;
  for (int i = 0; i <= N; ++i)
    for (int j = 0; i + j <= N; ++j) add_product(out.c[i + j], a.c[i], b.c[j]);
  return out;
}
template <int N>
Taylor<N> operator/(const Taylor<N>& a, const Taylor<N>& b) {
  Taylor<N> q;
  const Interval inverse = Interval(1) / b.c[0];
  for (int k = 0; k <= N; ++k) {
    Interval done;
    for (int j = 0; j < k; ++j) add_product(done, q.c[j], b.c[k - j]);
    q.c[k] = (a.c[k] - done) * inverse;
  }
  return q;
}

// With a number.
template <int N>
Taylor<N> operator+(Taylor<N> a, const Interval& b) {
  return a.c[0] = a.c[0] + b, a;
}
template <int N>
Taylor<N> operator+(const Interval& b, Taylor<N> a) {
  return std::move(a) + b;
}
template <int N>
Taylor<N> operator-(Taylor<N> a, const Interval& b) {
  return a.c[0] = a.c[0] - b, a;
}
template <int N>
Taylor<N> operator-(const Interval& b, Taylor<N> a) {
  return -std::move(a) + b;
}
template <int N>
Taylor<N> operator*(Taylor<N> a, const Interval& b) {
  for (Interval& x : a.c) x = x * b;
  return a;
}
template <int N>
Taylor<N> operator*(const Interval& b, Taylor<N> a) {
  return std::move(a) * b;
}
template <int N>
Taylor<N> operator/(Taylor<N> a, const Interval& b) {
  return std::move(a) * (Interval(1) / b);
}
template <int N>
Taylor<N> operator/(const Interval& a, const Taylor<N>& b) {
  return Taylor<N>(a) / b;
}

template <int N>
Taylor<N> sqr(const Taylor<N>& a) {
  return a * a;
}
template <int N>
Taylor<N> sqrt(const Taylor<N>& a) {
  Taylor<N> q;
  q.c[0] = sqrt(a.c[0]);
  const Interval inverse = Interval(1) / (Interval(2) * q.c[0]);
  for (int k = 1; k <= N; ++k) {
    Interval done;
    for (int j = 1; j < k; ++j) add_product(done, q.c[j], q.c[k - j]);
    q.c[k] = (a.c[k] - done) * inverse;
  }
  return q;
}
/// E' = a' E.
template <int N>
Taylor<N> exp(const Taylor<N>& a) {
  Taylor<N> e;
  e.c[0] = exp(a.c[0]);
  for (int k = 1; k <= N; ++k) {
    Interval sum;
    for (int j = 1; j <= k; ++j) add_product(sum, Interval(j) * a.c[j], e.c[k - j]);
    e.c[k] = sum / Interval(k);
  }
  return e;
}

/// x^n, n >= 0.
template <class T>
T raised(T x, long n) {
  T out(Interval(1));
  for (; n > 0; n /= 2) {
    if (n % 2 == 1) out = out * x;
    if (n > 1) x = sqr(x);
  }
  return out;
}
/// x^e for x > 0.
inline Interval power(const Interval& x, const mpq_class& e) {
  const mpq_class twice = 2 * abs(e);
  if (twice.get_den() != 1 || twice > 1000) return exp(Interval(e) * Interval::of(mpfi_log, x));
  const long n = twice.get_num().get_si();
  const Interval size = n % 2 == 0 ? raised(x, n / 2) : raised(x, n / 2) * sqrt(x);
  return e < 0 ? Interval(1) / size : size;
}
/// x y' = e x' y.
template <int N>
Taylor<N> power(const Taylor<N>& x, const mpq_class& e) {
  Taylor<N> y;
  y.c[0] = power(x.c[0], e);
  const Interval inverse = Interval(1) / x.c[0], exponent(e);
  for (int k = 1; k <= N; ++k) {
    Interval sum;
    for (int j = 1; j <= k; ++j) add_product(sum, (exponent * Interval(j) - Interval(k - j)) * x.c[j], y.c[k - j]);
    y.c[k] = sum * inverse / Interval(k);
  }
  return y;
}

}  // namespace recheck
