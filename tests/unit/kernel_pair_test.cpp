#include "model/kernel_pair.hpp"

#include <doctest/doctest.h>

#include "model/vec.hpp"

using namespace noiseproof;

namespace {

KernelPair<Real> pair_of(const Vec<Real>& u, const Vec<Real>& v) { return {dot(u, u), dot(v, v), dot(u, v)}; }

/// |u||v| (sin phi + (pi - phi) cos phi) / (2 pi), by the arc cosine: none of the formulas under test.
Real by_arc_cosine(const Vec<Real>& u, const Vec<Real>& v) {
  const Real size = sqrt(dot(u, u) * dot(v, v)), phi = acos(dot(u, v) / size);
  return size * (sin(phi) + (pi<Real>() - phi) * cos(phi)) / (2 * pi<Real>());
}

/// grad_u by central differences: error h^2 at h = 1e-25, far above the rounding of 120 digits.
Vec<Real> difference_gradient(const Vec<Real>& u, const Vec<Real>& v) {
  const Real h("1e-25");
  Vec<Real> out;
  for (std::size_t a = 0; a < u.size(); ++a) {
    Vec<Real> right = u, left = u;
    right[a] += h;
    left[a] -= h;
    out.push_back((by_arc_cosine(right, v) - by_arc_cosine(left, v)) / (2 * h));
  }
  return out;
}

Real distance(const Vec<Real>& x, const Vec<Real>& y) {
  const Vec<Real> gap = combine(Real(1), x, Real(-1), y);
  return sqrt(dot(gap, gap));
}

Vec<Real> combination(const KernelPair<Real>::Second& c, const Vec<Real>& x, const Vec<Real>& u, const Vec<Real>& v) {
  return combine(Real(1), combine(c.direction, x, c.u, u), c.v, v);
}

}  // namespace

TEST_SUITE("unit/kernel_pair") {
  TEST_CASE("The kernel of two vectors: value, gradient and second derivatives are those of the arc cosine form") {
    const ScopedDigits digits(120);
    const Real h("1e-25");
    const Vec<Real> x{Real("0.3"), Real(-2), Real("0.7")};
    const Vec<Vec<Real>> many{{Real(1), Real(0), Real(0)},
                              {Real("-0.2"), Real(3), Real("0.5")},
                              {Real(-1), Real("1e-3"), Real(0)},
                              {Real(100), Real("0.1"), Real(-1)}};
    for (const Vec<Real>& u : many)
      for (const Vec<Real>& v : many) {
        if (&u == &v) continue;
        const KernelPair<Real> f = pair_of(u, v);
        const Real scale = sqrt(dot(u, u) + dot(v, v)), tolerance = scale * Real("1e-38");
        CHECK(abs(f.value() - by_arc_cosine(u, v)) < tolerance);
        CHECK(distance(combine(f.gradient().u, u, f.gradient().v, v), difference_gradient(u, v)) < tolerance);
        const auto difference = [&](const Vec<Real>& right, const Vec<Real>& right_v, const Vec<Real>& left,
                                    const Vec<Real>& left_v) {
          const auto gradient = [](const Vec<Real>& a, const Vec<Real>& b) {
            const auto g = pair_of(a, b).gradient();
            return combine(g.u, a, g.v, b);
          };
          return combine(1 / (2 * h), gradient(right, right_v), -1 / (2 * h), gradient(left, left_v));
        };
        const Vec<Real> u_right = combine(Real(1), u, h, x), u_left = combine(Real(1), u, Real(-h), x);
        const Vec<Real> v_right = combine(Real(1), v, h, x), v_left = combine(Real(1), v, Real(-h), x);
        const Vec<Real> second = combination(f.second(dot(u, x), dot(v, x)), x, u, v);
        CHECK(distance(second, difference(u_right, v, u_left, v)) < tolerance);
        const Vec<Real> mixed = combination(f.mixed(dot(u, x), dot(v, x)), x, u, v);
        CHECK(distance(mixed, difference(u, v_right, u, v_left)) < tolerance);
      }
  }

  TEST_CASE("The kernel of two vectors: parallel and opposite ones have value and gradient, never a false second") {
    const KernelPair<Ball> same(Ball(4), Ball(9), Ball(6)), opposite(Ball(4), Ball(9), Ball(-6));
    CHECK(contains(same.value(), Rational(3)));  // |u||v|/2
    CHECK(contains(opposite.value(), Rational(0)));
    CHECK(contains(same.gradient().v, Rational(1, 2)));
    CHECK_FALSE(is_finite(same.second(Ball(1), Ball(1)).u));
    CHECK_FALSE(is_finite(opposite.mixed(Ball(1), Ball(1)).v));
  }
}
