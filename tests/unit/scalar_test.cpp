#include "core/scalar.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"

using namespace noiseproof;

// The rules of DESIGN.md, held by the compiler.
static_assert(!std::is_constructible_v<Ball, double> && !std::is_constructible_v<Ball, float>);
static_assert(!std::is_convertible_v<double, Ball>);
static_assert(NoOrder<Ball>);
static_assert(!std::is_convertible_v<Verdict, bool> && !std::is_constructible_v<bool, Verdict>);
static_assert(Rigorous<Ball> && !Rigorous<Real> && !Rigorous<double>);

TEST_SUITE("unit/scalar") {
  TEST_CASE("a rational is read exactly from decimal, exponent and fraction forms") {
    CHECK(parse_rational("0.1", "t") == Rational(1, 10));
    CHECK(parse_rational("-1.25e1", "t") == Rational(-25, 2));
    CHECK(parse_rational("-1/7", "t") == Rational(-1, 7));
    CHECK(parse_rational("+010", "t") == 10);
    CHECK(parse_rational("2e-3", "t") == Rational(1, 500));
    CHECK(parse_rational(".5", "t") == Rational(1, 2));
  }

  TEST_CASE("what is not a number is rejected with a reason") {
    for (const char* text :
         {"", "-", "nan", "inf", "1/0", "1/-2", "1e", "1e99999999", "0x10", "1.2.3", " 1", "1 ", "1/2/3", "e5"})
      CHECK_THROWS_AS(parse_rational(text, "t"), Error);
    CHECK_THROWS_AS(parse_rational(std::string(100000, '9'), "t"), Error);
  }

  TEST_CASE("a ball made of a rational holds it, and its printed end points enclose it") {
    const ScopedBits bits(64);
    const Rational tenth(1, 10);
    const Ball x(tenth);
    CHECK(contains(x, tenth));
    const auto [lo, hi] = decimal_endpoints(x, 5);
    CHECK(parse_rational(lo, "t") <= tenth);
    CHECK(tenth <= parse_rational(hi, "t"));
    const auto [p, q] = exact_endpoints(x);
    CHECK(parse_rational(p, "t") <= tenth);
    CHECK(tenth <= parse_rational(q, "t"));
  }

  TEST_CASE("end points and their decimals are rounded outward, to few digits and to many, and no further than that") {
    for (const char* text : {"1/3", "2/3", "-1/3", "-2/3"}) {
      CAPTURE(text);
      const Rational exact = parse_rational(text, "t");
      Ball fine;
      {
        const ScopedBits bits(200);
        fine = Ball(exact);
      }
      const ScopedBits bits(20);
      const Rational lower = lower_rational(fine.lower()), upper = upper_rational(fine.upper());
      CHECK(lower < exact);
      CHECK(exact < upper);
      CHECK(upper - lower < Rational(1, 1 << 18));
      for (const int digits : {3, 4, 40}) {
        const auto [lo, hi] = decimal_endpoints(fine, digits);
        const Rational low = parse_rational(lo, "t"), high = parse_rational(hi, "t");
        CHECK(low < exact);
        CHECK(exact < high);
        CHECK(high - low <= 2 / Rational(pow(Integer(10), static_cast<unsigned>(digits))));
      }
    }
  }

  TEST_CASE("operations on balls hold the exact results, ends and NaN included") {
    const Ball wide = Ball::hull(Ball(-1), Ball(2));
    for (const int x : {-1, 0, 1, 2}) CHECK(contains(wide, Rational(x)));
    CHECK(!contains(wide, Rational(9, 4)));
    CHECK(contains(pow(Ball(3), 4), Rational(81)));
    CHECK(contains(min(Ball(1), Ball(2)), Rational(1)));
    CHECK(contains(max(Ball(1), Ball(2)), Rational(2)));
    CHECK(contains_zero(atan2(Ball(0), Ball(1))));
    CHECK(is_positive(atan2(Ball(1), Ball(0))) == Verdict::proved);
    CHECK(!is_finite(sqrt(Ball(-1))));
    const Ball part = intersect(wide, Ball::hull(Ball(1), Ball(3)));
    CHECK(contains(part, Rational(3, 2)));
    CHECK(!contains(part, Rational(1, 2)));
    CHECK_THROWS_AS(intersect(Ball(1), Ball(2)), Error);
    const ScopedDigits digits(60);
    CHECK(is_less(abs(Ball::exactly(Real(1) / 3) - Ball(Rational(1, 3))), Ball(Rational(1, Integer(1) << 120))) ==
          Verdict::proved);
  }

  TEST_CASE("questions about balls: overlap and NaN are undecided") {
    const Ball zero_one = Ball::hull(Ball(0), Ball(1)), two = Ball(2);
    CHECK(is_less(zero_one, two) == Verdict::proved);
    CHECK(is_less(two, zero_one) == Verdict::refuted);
    CHECK(is_less(zero_one, Ball(1)) == Verdict::undecided);
    CHECK(is_less(Ball(1), zero_one + Ball(1)) == Verdict::undecided);
    CHECK(is_less(Ball(1), Ball(1)) == Verdict::refuted);
    CHECK(is_positive(zero_one) == Verdict::undecided);
    CHECK(is_positive(Ball(0)) == Verdict::refuted);
    CHECK(is_nonnegative(Ball(0)) == Verdict::proved);
    for (const Verdict v :
         {is_positive(Ball::nan()), is_negative(Ball::nan()), is_less(Ball::nan(), Ball(1)),
          is_less(Ball(1), Ball::nan()), is_nonnegative(Ball::nan()), is_inside(Ball::nan(), Ball::entire())})
      CHECK(v == Verdict::undecided);
    CHECK(is_positive(Ball::entire()) == Verdict::undecided);
    CHECK(is_positive(Ball::hull(Ball(-1), two)) == Verdict::undecided);
    CHECK(is_inside(zero_one, Ball::hull(Ball(-1), two)) == Verdict::proved);
    CHECK(is_inside(Ball::hull(Ball(-1), two), zero_one) == Verdict::refuted);
    CHECK(is_inside(Ball::hull(Ball(-1), Ball(Rational(1, 2))), zero_one) == Verdict::refuted);
    CHECK(overlaps(zero_one, Ball::hull(Ball(Rational(1, 2)), two)));
    CHECK(!overlaps(zero_one, two));
    CHECK(contains(zero_one, Real(0.5)));
    CHECK(!contains(zero_one, Real(-1)));
    CHECK(contains_zero(Ball::hull(Ball(-1), two)));
    CHECK(!contains_zero(two));
    CHECK(is_positive(Ball(1) / zero_one) != Verdict::refuted);
  }

  TEST_CASE("three-valued conjunction never turns undecided into proved") {
    CHECK(both(Verdict::proved, Verdict::undecided) == Verdict::undecided);
    CHECK(both(Verdict::undecided, Verdict::refuted) == Verdict::refuted);
    CHECK(negate(Verdict::undecided) == Verdict::undecided);
  }

  TEST_CASE("the working precision is scoped, and its range is enforced") {
    const int before = working_digits();
    {
      const ScopedDigits digits(1234);
      CHECK(working_digits() == 1234);
      CHECK(Real(pi<Real>()).precision() >= 1234);
    }
    CHECK(working_digits() == before);
    const slong bits_before = working_bits();
    { const ScopedBits bits(bits_before + 64); }
    CHECK(working_bits() == bits_before);
    for (const int digits : {15, 100, 10000})
      CHECK(static_cast<double>(bits_for_digits(digits)) > digits * std::log2(10.0));
    CHECK_THROWS_AS(ScopedDigits(14), Error);
    CHECK_THROWS_AS(ScopedDigits(10001), Error);
  }

  TEST_CASE("pi at every scalar agrees with its published digits") {
    const ScopedDigits digits(50);
    const Rational lower = parse_rational("3.14159265358979323846264338327950288419716939937510", "t");
    const Rational upper = lower + parse_rational("1e-50", "t");
    CHECK(is_less(Ball(lower), pi<Ball>()) != Verdict::refuted);
    CHECK(lower < Rational(pi<double>()) + Rational(1, 1000000000000000));
    CHECK(abs(pi<Real>() - from_rational<Real>(lower)) < Real("2e-49"));
    const ScopedBits bits(400);
    CHECK(is_less(Ball(lower), pi<Ball>()) == Verdict::proved);
    CHECK(is_less(pi<Ball>(), Ball(upper)) == Verdict::proved);
  }
}
