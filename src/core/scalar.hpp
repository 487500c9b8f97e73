#pragma once
// What a formula may ask of its number type T: exact literals and pi. One formula is then read as double, Real (mpfr),
// Ball (Arb) or ceres::Jet (derivatives).
#include <ceres/jet.h>

#include <boost/math/constants/constants.hpp>
#include <concepts>
#include <limits>

#include "core/ball.hpp"
#include "core/rational.hpp"
#include "core/real.hpp"

namespace noiseproof {

/// Scalars whose results enclose the truth. Truncated series and quadratures must not run on them
/// without a proved bound.
template <class T>
concept Rigorous = std::same_as<T, Ball>;

template <class T>
struct ScalarTraits;

template <>
struct ScalarTraits<double> {
  static double pi() { return boost::math::constants::pi<double>(); }
  static double from(int n) { return n; }
  static double from(const Rational& q) { return q.convert_to<double>(); }
};

/// Exact numbers: sums and products only, no pi.
template <>
struct ScalarTraits<Rational> {
  static Rational from(int n) { return n; }
};

template <>
struct ScalarTraits<Real> {
  static Real pi() {
    Real r(0);
    mpfr_const_pi(r.backend().data(), MPFR_RNDN);
    return r;
  }
  static Real from(int n) { return Real(n); }
  static Real from(const Rational& q) {
    Real r(0);
    mpfr_set_q(r.backend().data(), q.backend().data(), MPFR_RNDN);
    return r;
  }
};

template <>
struct ScalarTraits<Ball> {
  static Ball pi() { return Ball::pi(); }
  static Ball from(int n) { return Ball(n); }
  static Ball from(const Rational& q) { return Ball(q); }
};

template <class T, int N>
struct ScalarTraits<ceres::Jet<T, N>> {
  static ceres::Jet<T, N> pi() { return ceres::Jet<T, N>(ScalarTraits<T>::pi()); }
  static ceres::Jet<T, N> from(int n) { return ceres::Jet<T, N>(ScalarTraits<T>::from(n)); }
  static ceres::Jet<T, N> from(const Rational& q) { return ceres::Jet<T, N>(ScalarTraits<T>::from(q)); }
};

template <class T>
T pi() {
  return ScalarTraits<T>::pi();
}

/// The integer n, exact. All constants of a formula enter here: T(n) would not compile for nested Jets.
template <class T>
T lit(int n) {
  return ScalarTraits<T>::from(n);
}

/// The exact literal p/q, rounded (or enclosed) once, at the working precision.
template <class T>
T lit(int p, int q) {
  return lit<T>(p) / lit<T>(q);
}

template <class T>
T from_rational(const Rational& q) {
  return ScalarTraits<T>::from(q);
}

}  // namespace noiseproof
