// Interval and Taylor against Arb: what they say of points of their operands must hold.
#include "rigor/interval.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "rigor/taylor.hpp"

using namespace noiseproof;

namespace {

/// Is the true value, enclosed at 300 bits, in the interval?
bool holds(const Interval& x, const Ball& truth) {
  return known(x) && is_less(truth, Ball(Rational(x.lo()))) == Verdict::refuted &&
         is_less(Ball(Rational(x.hi())), truth) == Verdict::refuted;
}

class Operands {
 public:
  /// Both signs and sizes from 2^-range to 2^range.
  double number(int range) {
    const double m =
        std::ldexp(static_cast<double>(random_()) * 0x1p-64 + 0.5, static_cast<int>(random_() % (2 * range)) - range);
    return random_() % 2 == 0 ? m : -m;
  }
  /// From a point to as wide as itself.
  Interval interval(double x) {
    const double other =
        x * (1 + std::ldexp(1.0, -static_cast<int>(random_() % 60)) * static_cast<double>(random_() % 2));
    return Interval::between(std::min(x, other), std::max(x, other));
  }

 private:
  std::mt19937_64 random_{7};
};

std::array<double, 3> points(const Interval& x) { return {x.lo(), x.middle(), x.hi()}; }
Ball exactly(double x) { return Ball(Rational(x)); }

}  // namespace

TEST_SUITE("rigor/interval") {
  TEST_CASE("sums, products, quotients, squares and roots of intervals hold those of their points") {
    const ScopedBits bits(300);
    Operands operands;
    for (int i = 0; i < 20'000; ++i) {
      const Interval x = operands.interval(operands.number(300)), y = operands.interval(operands.number(300));
      for (const double a : points(x)) {
        CHECK(holds(square(x), square(exactly(a))));
        if (a > 0) CHECK(holds(sqrt(x), sqrt(exactly(a))));
        for (const double b : points(y)) {
          CHECK(holds(x + y, exactly(a) + exactly(b)));
          CHECK(holds(x - y, exactly(a) - exactly(b)));
          CHECK(holds(x * y, exactly(a) * exactly(b)));
          CHECK(holds(x / y, exactly(a) / exactly(b)));
        }
      }
    }
  }
  TEST_CASE("exponentials and logarithms of intervals hold those of their points, and of points are narrow") {
    const ScopedBits bits(300);
    Operands operands;
    for (int i = 0; i < 20'000; ++i) {
      const double a = operands.number(9), b = std::fabs(operands.number(800));
      const Interval x = operands.interval(a), y = operands.interval(b);
      for (const double at : points(x)) CHECK(holds(exp(x), exp(exactly(at))));
      for (const double at : points(y)) CHECK(holds(log(y), log(exactly(at))));
      const Interval e = exp(x.lower()), l = log(y.lower());
      CHECK(e.hi() - e.lo() < 2e-13 * (1 + std::fabs(a)) * e.hi());
      CHECK(l.hi() - l.lo() < 1e-13 * (1 + std::fabs(std::log(b))));
    }
    CHECK(holds(log(Interval(1)), Ball(0)));
    CHECK(holds(exp(Interval::between(-699, 699)), Ball(1)));
  }
  TEST_CASE("what overflows or leaves a domain is unknown, stays so, and answers nothing") {
    const Interval huge = Interval::exactly(1e300), around = Interval::between(-1, 1);
    for (const Interval& x :
         {huge * huge, Interval(1) / around, Interval(1) / Interval(0), log(around), log(Interval(0)), sqrt(around),
          exp(Interval(701)), exp(Interval(-701)), Interval::between(1, 0), Interval::between(-1e308, 1e308),
          Interval(Ball::entire()), Interval(Ball::nan())}) {
      CHECK(!known(x));
      for (const Interval& y : {x + 1, x * Interval(0), x - x, Interval(1) / x, max(x, 1), min(1, x), square(x),
                                sqrt(x), exp(x), log(x), Interval::hull(x, 1), -x})
        CHECK(!known(y));
      CHECK(is_less(x, 1) == Verdict::undecided);
      CHECK(is_less(1, x) == Verdict::undecided);
      CHECK(is_positive(x) == Verdict::undecided);
    }
  }
  TEST_CASE("an interval of a ball holds it, however fine the ball") {
    const ScopedBits bits(300);
    for (const Ball& x : {Ball::pi(), -Ball::pi(), Ball(Rational(1, 3)), exp(Ball(-600)), Ball(0)})
      CHECK(holds(Interval(x), x));
    CHECK(Interval(Ball::pi()).hi() - Interval(Ball::pi()).lo() < 1e-15);
  }
  TEST_CASE("Taylor coefficients hold the known ones of elementary functions, over intervals too") {
    const ScopedBits bits(300);
    constexpr int kOrder = 12;
    using Series = Taylor<kOrder>;
    const Interval at = Interval::between(0.75, 0.8125);
    const Series x = Series::variable(at);
    for (const double a : points(at)) {
      const Ball b = exactly(a);
      Ball factorial(1), binomial(1);
      for (unsigned j = 0; j <= kOrder; ++j) {
        const int sign = j % 2 == 0 ? 1 : -1;
        if (j > 0) factorial *= Ball(j);
        CHECK(holds(exp(x).c[j], exp(b) / factorial));
        CHECK(holds((exp(x) * exp(x)).c[j], exp(b + b) * pow(Ball(2), j) / factorial));
        CHECK(holds(square(exp(x)).c[j], exp(b + b) * pow(Ball(2), j) / factorial));
        CHECK(holds(inverse(x).c[j], Ball(sign) / pow(b, j + 1)));
        if (j > 0) CHECK(holds(log(x).c[j], Ball(-sign) / (Ball(j) * pow(b, j))));
        CHECK(holds(sqrt(x).c[j], binomial * sqrt(b) / pow(b, j)));
        CHECK(holds((1 - x * Interval(3)).c[j], j == 0 ? Ball(1) - Ball(3) * b : j == 1 ? Ball(-3) : Ball(0)));
        binomial *= (Ball(1) / Ball(2) - Ball(j)) / Ball(j + 1);
        const Ball turned = j % 4 == 0 ? sin(b) : j % 4 == 1 ? cos(b) : j % 4 == 2 ? -sin(b) : -cos(b);
        const Interval s = Interval::hull(Interval(sin(exactly(0.75))), Interval(sin(exactly(0.8125))));
        const Interval c = Interval::hull(Interval(cos(exactly(0.75))), Interval(cos(exactly(0.8125))));
        CHECK(holds(oscillating<kOrder>(s, c, -1).c[j], turned / factorial));
      }
    }
    CHECK(holds(natural_power(Interval(3), 5), Ball(243)));
    CHECK(holds(natural_power(Interval(3), 0), Ball(1)));
  }
}
