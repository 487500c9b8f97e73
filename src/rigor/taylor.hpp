#pragma once
// Taylor coefficients over an interval: c[j] holds f^(j)(x)/j! for every x of it. A straight-line program over this
// type gives bounds of its derivatives, from which remainders of quadrature and of interpolation are proved.
#include <array>

#include "rigor/interval.hpp"

namespace noiseproof {

template <int N>
struct Taylor {
  std::array<Interval, N + 1> c{};

  Taylor() = default;
  Taylor(const Interval& x) { c[0] = x; }  // NOLINT: implicit on purpose, constants
  /// The variable itself, over x.
  static Taylor variable(const Interval& x) {
    Taylor out(x);
    out.c[1] = 1;
    return out;
  }

  friend Taylor operator+(Taylor a, const Taylor& b) {
    for (int i = 0; i <= N; ++i) a.c[at(i)] += b.c[at(i)];
    return a;
  }
  friend Taylor operator-(Taylor a, const Taylor& b) {
    for (int i = 0; i <= N; ++i) a.c[at(i)] -= b.c[at(i)];
    return a;
  }
  friend Taylor operator*(const Taylor& a, const Taylor& b) {
    Taylor out;
    for (int i = 0; i <= N; ++i) out.c[at(i)] = sum_of_products(a.c.data(), b.c.data(), 0, i, i);
    return out;
  }
  // With a constant there is no convolution.
  friend Taylor operator+(Taylor a, const Interval& b) {
    a.c[0] += b;
    return a;
  }
  friend Taylor operator+(const Interval& b, const Taylor& a) { return a + b; }
  friend Taylor operator-(const Taylor& a, const Interval& b) { return a + (-b); }
  friend Taylor operator-(const Interval& b, const Taylor& a) { return a * Interval(-1) + b; }
  friend Taylor operator*(Taylor a, const Interval& b) {
    for (Interval& x : a.c) x *= b;
    return a;
  }
  friend Taylor operator*(const Interval& b, const Taylor& a) { return a * b; }

  friend Taylor square(const Taylor& a) {
    Taylor out;
    for (int i = 0; i <= N; ++i) {
      const Interval half = sum_of_products(a.c.data(), a.c.data(), 0, (i - 1) / 2, i);
      if (i == 0)
        out.c[0] = square(a.c[0]);
      else
        out.c[at(i)] = i % 2 == 0 ? half + half + square(a.c[at(i / 2)]) : half + half;
    }
    return out;
  }
  friend Taylor inverse(const Taylor& a) {
    Taylor out;
    out.c[0] = Interval(1) / a.c[0];
    for (int i = 1; i <= N; ++i) out.c[at(i)] = -(sum_of_products(a.c.data(), out.c.data(), 1, i, i) * out.c[0]);
    return out;
  }
  friend Taylor sqrt(const Taylor& a) {
    Taylor out;
    out.c[0] = sqrt(a.c[0]);
    const Interval scale = Interval(1) / (out.c[0] + out.c[0]);
    for (int i = 1; i <= N; ++i)
      out.c[at(i)] = (a.c[at(i)] - sum_of_products(out.c.data(), out.c.data(), 1, i - 1, i)) * scale;
    return out;
  }
  friend Taylor exp(const Taylor& a) {
    Taylor out, slope = a.slope();
    out.c[0] = exp(a.c[0]);
    for (int i = 1; i <= N; ++i) out.c[at(i)] = sum_of_products(slope.c.data(), out.c.data(), 1, i, i) / i;
    return out;
  }
  friend Taylor log(const Taylor& a) {
    Taylor out, slope;  // j c_j of the result
    out.c[0] = log(a.c[0]);
    const Interval scale = Interval(1) / a.c[0];
    for (int i = 1; i <= N; ++i) {
      slope.c[at(i)] = (Interval(i) * a.c[at(i)] - sum_of_products(slope.c.data(), a.c.data(), 1, i - 1, i)) * scale;
      out.c[at(i)] = slope.c[at(i)] / i;
    }
    return out;
  }

 private:
  /// j c_j
  Taylor slope() const {
    Taylor out;
    for (int i = 1; i <= N; ++i) out.c[at(i)] = Interval(i) * c[at(i)];
    return out;
  }
  static constexpr std::size_t at(int i) { return static_cast<std::size_t>(i); }
};

/// f and f' = derivative alternate along the coefficients: f'' = sign f. For sin, cos (sign -1), sinh, cosh (sign 1).
template <int N>
Taylor<N> oscillating(const Interval& f, const Interval& derivative, int sign) {
  Taylor<N> out;
  Interval even = f, odd = derivative;
  for (int i = 0; i <= N; ++i) {
    Interval& next = i % 2 == 0 ? even : odd;
    out.c[static_cast<std::size_t>(i)] = next;
    next = next * Interval(sign) / ((i + 1) * (i + 2));
  }
  return out;
}

}  // namespace noiseproof
