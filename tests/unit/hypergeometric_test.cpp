#include "smoothing/hypergeometric.hpp"

#include <arb_hypgeom.h>
#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "smoothing_checks.hpp"

using namespace noiseproof;
using namespace smoothing_checks;

namespace {

Ball arb_pfq(const std::vector<Rational>& upper, const std::vector<Rational>& lower, const Ball& z) {
  std::vector<Ball> a, b;
  for (const Rational& x : upper) a.emplace_back(x);
  for (const Rational& x : lower) b.emplace_back(x);
  arb_ptr va = _arb_vec_init(static_cast<slong>(a.size())), vb = _arb_vec_init(static_cast<slong>(b.size()));
  for (std::size_t i = 0; i < a.size(); ++i) arb_set(va + i, a[i].get());
  for (std::size_t i = 0; i < b.size(); ++i) arb_set(vb + i, b[i].get());
  Ball out;
  arb_hypgeom_pfq(out.get(), va, static_cast<slong>(a.size()), vb, static_cast<slong>(b.size()), z.get(), 0,
                  working_bits());
  _arb_vec_clear(va, static_cast<slong>(a.size()));
  _arb_vec_clear(vb, static_cast<slong>(b.size()));
  return out;
}

}  // namespace

TEST_SUITE("unit/smoothing") {
  TEST_CASE("hypergeometric functions agree with Arb's, cancelling ones too; a wrong parameter is told apart") {
    const ScopedBits precision(128);
    struct Case {
      Rational a, b, c;
      const char* z;
    };
    for (const auto& [a, b, c, z] :
         {Case{Rational(-1, 2), Rational(-7, 2), 3, "1/2"}, Case{Rational(1, 2), Rational(-5, 2), 5, "30/31"},
          Case{20, -40, 21, "9/10"}, Case{3, Rational(-41, 2), 4, "1/3"}, Case{5, 7, 30, "3/4"}}) {
      const ScopedBits more(1024);
      const Ball arb = arb_pfq({a, b}, {c}, Ball(ratio(z)));
      const ScopedBits usual(128);
      CHECK(same(hypergeometric({{b, c}, {a, 1}}, ratio(z)), arb, 120));
      CHECK_FALSE(overlaps(hypergeometric({{b, c + Rational(1, 1000)}, {a, 1}}, ratio(z)), arb));
    }
    CHECK(same(hypergeometric({{Rational(-9, 2), Rational(7, 2)}, {Rational(-1, 2), Rational(1, 2)}}, Rational(2, 3)),
               arb_pfq({Rational(-9, 2), Rational(-1, 2), 1}, {Rational(7, 2), Rational(1, 2)}, Ball(Rational(2, 3))),
               120));
    CHECK_THROWS_AS(
        hypergeometric({{Rational(-9, 2), Rational(7, 2)}, {Rational(-1, 2), Rational(1, 2)}}, ratio("0.9999999")),
        Error);
  }

  TEST_CASE("where every term is exact the radius of a series is its tail's bound alone, and that holds") {
    const auto encloses = [](int bits, const std::vector<Parameters>& pairs, const Rational& z, const Rational& sum) {
      const ScopedBits precision(bits);
      const Ball found = hypergeometric(pairs, Ball(z));
      return contains(found, sum) && found.radius_approx() < std::ldexp(1, -bits);
    };
    const Rational z = power_of_two(-19), w = power_of_two(-30);
    CHECK(encloses(64, {{1, 1}}, Rational(1, 8), Rational(8, 7)));
    CHECK(encloses(64, {{2, 1}}, z, 1 / ((1 - z) * (1 - z))));
    // sum of C(64, j)^2 w^j: both quotients are greater than 1 at first.
    Rational sum = 0, term = 1;
    for (int j = 0; j <= 64; ++j) {
      sum += term;
      term *= w * Rational((64 - j) * (64 - j), (j + 1) * (j + 1));
    }
    CHECK(encloses(43, {{-64, 1}, {-64, 1}}, w, sum));
  }

  TEST_CASE("hypergeometric functions: a tiny term from which they rise is not the end, and a ball may reach over 1") {
    const ScopedBits precision(128);
    const Ball found = hypergeometric({{1000, 1}, {power_of_two(-200), 1}}, kHalf);
    {
      const ScopedBits more(1024);
      CHECK(same(found, arb_pfq({1000, power_of_two(-200)}, {1}, Ball(kHalf)), 100));
    }
    const std::vector<Parameters> pairs{{Rational(-5, 2), Rational(9, 2)}, {kHalf, 1}};
    const Ball wide = hypergeometric(pairs, Ball::hull(Ball(Rational(98, 100)), Ball(Rational(102, 100))));
    for (const char* z : {"98/100", "99/100", "1"})
      CHECK(overlaps(wide, arb_pfq({Rational(-5, 2), kHalf}, {Rational(9, 2)}, Ball(ratio(z)))));
  }
}
