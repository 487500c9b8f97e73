#include "core/known_digits.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <random>

#include "core/surd.hpp"
#include "instances.hpp"
#include "model/critical_points.hpp"
#include "model/exact_student.hpp"
#include "rigor/spectrum.hpp"

using namespace noiseproof;

namespace {

Integer ten_to(int n) { return pow(Integer(10), static_cast<unsigned>(n)); }
Rational power_of_ten(int n) { return n < 0 ? Rational(1, ten_to(-n)) : Rational(ten_to(n)); }

/// Is `text` the decimal of x with that many digits, rounded to nearest? x was computed by another route, and is 0 if
/// it is below 10^-600.
bool is_decimal_of(const std::string& text, const Real& x, int digits) {
  if (text == "0") return abs(x) < pow(Real(10), -600);
  const Real printed(text);
  const int exponent = std::stoi(text.substr(text.find('e') + 1));
  const Real unit = pow(Real(10), exponent - digits + 1);
  return text.find('e') == static_cast<std::size_t>(digits + 1 + (text[0] == '-')) &&
         abs(printed - x) <= unit * Real("0.5000000001");
}

using Random = std::mt19937_64;

int upto(Random& random, int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }

/// 0, or up to four digits over 1, 3, 7 or 1000, times a power of ten up to 10^+-most.
Rational number(Random& random, int most) {
  const int denominators[] = {1, 3, 7, 1000};
  if (upto(random, 7) == 0) return 0;
  return Rational(upto(random, 19999) - 9999, denominators[upto(random, 4)]) *
         power_of_ten(upto(random, 2) == 0 ? 0 : upto(random, 2 * most + 1) - most);
}

std::vector<Rational> vector(Random& random, int size, int most) {
  std::vector<Rational> out;
  while (std::all_of(out.begin(), out.end(), [](const Rational& x) { return x == 0; })) {
    out.clear();
    for (int i = 0; i < size; ++i) out.push_back(number(random, most));
  }
  return out;
}

/// By its vectors, or by r and |a*| (0 and k among the r).
Instance random_instance(Random& random) {
  const int k = 1 + upto(random, 3), p = 2 + upto(random, 3);
  Instance out = instance_of(k, p, k == 1 ? Rational(1) : Rational(upto(random, 5) * k, 4), Rational(4, 9));
  if (upto(random, 2) == 0) {
    out.a_star = vector(random, k, 2);
    Rational s = 0;
    out.norm_sq = 0;
    for (const Rational& x : out.a_star) s += x, out.norm_sq += x * x;
    out.r = s * s / out.norm_sq;
  }
  out.w_star =
      upto(random, 3) == 0 ? std::vector<Rational>(static_cast<std::size_t>(p), Rational(3, 5)) : vector(random, p, 2);
  return out;
}

/// w anywhere, along w* or against it, at it or at its mirror image but for one entry, or across it; |w| from 1e-60 to
/// 1e60; a anywhere, next to a*, at it or across it.
StudentPoint random_point(Random& random, const Instance& instance) {
  StudentPoint out{vector(random, instance.p, 60), vector(random, instance.k, 60)};
  const int where = upto(random, 4);
  const Rational scale = (upto(random, 2) == 0 ? 1 : -1) * (where == 1 ? power_of_ten(upto(random, 121) - 60) : 1);
  const std::vector<Rational>& star = instance.w_star;
  if (where == 1 || where == 2)
    for (std::size_t i = 0; i < star.size(); ++i) out.w[i] = scale * star[i];
  if (where == 2) out.w[0] += power_of_ten(-upto(random, 61));
  if (where == 3 && (star[0] != 0 || star[1] != 0)) {
    std::fill(out.w.begin(), out.w.end(), Rational(0));
    out.w[0] = -star[1];
    out.w[1] = star[0];
  }
  if (!instance.a_star.empty() && upto(random, 2) == 0) {
    out.a = instance.a_star;
    if (upto(random, 2) == 0) out.a.back() += power_of_ten(-upto(random, 61));
    if (upto(random, 3) == 0 && out.a.size() > 1) out.a = {-instance.a_star[1], instance.a_star[0], out.a.back()};
    out.a.resize(instance.a_star.size());
  }
  if (norm_sq(out.w) == 0) out.w[0] = 1;
  return out;
}

/// The text that eval prints of a ball.
std::string printed(int digits, const std::function<Ball()>& value) {
  return with_known_digits(digits, [&](KnownDigits& known) { return known(value()); });
}

/// Ascending, each as often as its multiplicity.
template <class T, class Less>
std::vector<T> listed(const std::vector<Eigenvalue<T>>& spectrum, const Less& less) {
  std::vector<T> out;
  for (const Eigenvalue<T>& e : spectrum) out.insert(out.end(), static_cast<std::size_t>(e.multiplicity), e.value);
  std::sort(out.begin(), out.end(), less);
  return out;
}

std::vector<std::string> printed_spectrum(int digits, const std::function<std::vector<Eigenvalue<Ball>>()>& spectrum) {
  return with_known_digits(digits, [&](KnownDigits& known) {
    std::vector<std::string> out;
    for (const Ball& x : listed<Ball>(spectrum(), [](const Ball&a, const Ball&b) {
           return is_less(a.midpoint(), b.midpoint()) == Verdict::proved;
         }))
      out.push_back(known(x));
    return out;
  });
}

}  // namespace

TEST_SUITE("unit/known_digits") {
  TEST_CASE("a ball becomes the decimal to which all of it rounds, or nothing until the last attempt") {
    const ScopedBits bits(200);
    const Ball third(Rational(1, 3)), wide = third + Ball::hull(Ball(Rational(-1, 10'000'000)), Ball(0));
    KnownDigits known(5, false), last(10, true);
    CHECK(known(third) == "3.3333e-01");
    CHECK(known(Ball(Rational(-2, 3))) == "-6.6667e-01");
    CHECK(known(Ball(Rational(1999999, 100000))) == "2.0000e+01");
    CHECK(known(Ball(0)) == "0");
    CHECK(known.all_known());
    CHECK(KnownDigits(8, false)(wide).empty());
    CHECK(last(wide) == "3.33333e-01");
    CHECK_FALSE(last.all_known());
    CHECK(last(Ball::hull(Ball(-1), Ball(1))).starts_with("[+/-"));
    CHECK(last(Ball::nan()) == "nan");
    // Around the middle between two decimals, and not nearly thin enough to be it.
    const Ball around =
        Ball(Rational(234565, 100000)) + Ball::hull(Ball(Rational(-1, 10'000'000)), Ball(Rational(1, 10'000'000)));
    CHECK(KnownDigits(5, false)(around).empty());
    CHECK(KnownDigits(5, true)(around) == "2.346e+00");
    // Half-way between two decimals: after twice the digits, either.
    const std::string tie = printed(3, [] { return Ball(Rational(2345, 1000)); });
    CHECK((tie == "2.34e+00" || tie == "2.35e+00"));
  }

  TEST_CASE("square roots whose ratio is rational are one term, by its right factor, and those that cancel are 0") {
    const ScopedBits bits(100);
    const auto root = [](int num, int den = 1) { return Surd::root(Rational(num, den)); };
    CHECK((root(8) - Surd(2) * root(2)).is_zero());
    CHECK((root(1, 2) - root(9, 8) + root(1, 8)).is_zero());
    CHECK(!(root(8) - root(2)).is_zero());
    CHECK(!(root(2) + root(3) - root(5)).is_zero());
    // Squares: (1 + 3)^2 2 = 32, (1/2 + 2)^2 2 = 25/2, (3 - 1/5)^2 = 7.84
    CHECK(overlaps(square((root(2) + root(18)).enclose()), Ball(32)));
    CHECK(overlaps(square((root(1, 2) + root(8)).enclose()), Ball(Rational(25, 2))));
    CHECK(overlaps(square((root(9) - root(1, 25)).enclose()), Ball(Rational(784, 100))));
    CHECK(overlaps((root(12) * root(3)).enclose(), Ball(6)));
  }

  TEST_CASE("a difference shows its digits however much cancels, and what is 0 only in exact arithmetic is never 0") {
    const auto nearly = [](int places) {
      return [places] { return Ball(Rational(1 + power_of_ten(-places))) - Ball(1) + Ball::pi() - Ball::pi(); };
    };
    CHECK(printed(20, nearly(21)) == "1.0000000000000000000e-21");
    CHECK(printed(20, nearly(3000)) == "1.0000000000000000000e-3000");
  }

  TEST_CASE("a known double is printed with the digits that are known and no others") {
    const ScopedBits bits(100);
    CHECK(known_double(Ball(Rational(2, 3)), 8) == 0.66666667);
    CHECK(known_double(Ball(Rational(-200, 3)), 12) == -66.6666666667);
    CHECK(known_double(Ball(0), 12) == 0);
    CHECK(known_double(Ball(Rational(2, 3)) + Ball::hull(Ball(0), Ball(Rational(1, 1'000'000))), 8) == 0.66667);
  }

  TEST_CASE("decimals of bounds are rounded to the side that keeps them true, on both sides of 0") {
    CHECK(decimal_below(Rational(2, 3), 4) == "0.6666");
    CHECK(decimal_above(Rational(2, 3), 4) == "0.6667");
    CHECK(decimal_below(Rational(-2, 3), 4) == "-0.6667");
    CHECK(decimal_above(Rational(-2, 3), 4) == "-0.6666");
    CHECK(decimal_below(Rational(-1, 100'000), 4) == "-0.0001");
    CHECK(decimal_above(Rational(-1, 100'000), 4) == "0.0000");
    CHECK(decimal_above(Rational(1, 100'000), 4) == "0.0001");
    CHECK(decimal_below(Rational(123456, 10), 1) == "12345.6");
    CHECK(decimal_above(Rational(123456, 10), 1) == "12345.6");
    CHECK(outward_decimals(Rational(12344, 100'000), Rational(12346, 100'000), 2, "%") == "[0.12%, 0.13%]");
  }

  TEST_CASE("next to the teacher, and with entries of 1e60, eval's digits are those of 60-digit arithmetic") {
    const Instance instance = parse_instance(
        "[network]\nk = 2\np = 2\n[teacher]\na_star = [\"3/5\", \"4/5\"]\nw_star = [\"3/5\", \"4/5\"]\n", "near");
    const StudentPoint near =
        parse_point("w = [\"3/5\", \"4/5\"]\na = [\"0.600000000000000000001\", \"0.8\"]\n", "point", instance);
    CHECK(printed(15, [&] { return values_at(instance, near).loss; }) == "2.50000000000000e-43");
    CHECK(printed(15, [&] { return values_at(instance, near).phi; }) == "0");
    CHECK(printed(15, [&] { return values_at(instance, near).gradient_a[1]; }) == "1.59154943091895e-22");
    const Instance large =
        parse_instance("[network]\nk = 3\np = 3\n[teacher]\na_star = [\"1\", \"-1/2\", \"2\"]\n", "large");
    const StudentPoint far =
        parse_point("w = [\"3/5\", \"4/5\", 0]\na = [\"1e60\", \"-1e60\", \"3\"]\n", "point", large);
    CHECK(printed_spectrum(15, [&] { return blocks_spectrum(values_at(large, far).hessian, 3, 3); }) ==
          std::vector<std::string>{"3.40845056908105e-01", "3.40845056908105e-01", "8.18309886183791e-01",
                                   "1.26188812404336e+59", "3.17174744114610e+59"});
  }

  TEST_CASE("what is 0 by an identity between pi and the angle is printed as 0") {
    // At a right angle, where g = 1, grad_a_i = (nu s_a - s + (pi-1) nu a_i)/2pi: 0 at a_i = 0 and equal sums.
    const Instance instance =
        parse_instance("[network]\nk = 2\np = 2\n[teacher]\na_star = [0, \"1/3\"]\nw_star = [1, 0]\n", "right angle");
    const StudentPoint point{{0, 1}, {Rational(1, 3), 0}};
    CHECK(printed(30, [&] { return values_at(instance, point).gradient_a[1]; }) == "0");
    CHECK(printed(30, [&] { return values_at(instance, point).hessian.sphere; }) == "0");
    CHECK(printed(30, [&] { return values_at(instance, point).alpha; }) == "0");
    // a* = (3, -1) sqrt(2)/2, from its r and |a*|, and a across it.
    const Instance roots = instance_of(2, 2, Rational(2, 5), 5);
    CHECK(printed(30, [&] { return values_at(roots, {{5, 0}, {1, 3}}).alpha; }) == "0");
    CHECK(printed(5, [&] { return values_at(roots, {{5, 0}, {1, 0}}).alpha; }) == "2.1213e+00");
    CHECK(printed(30, [&] { return values_at(roots, {{5, 0}, {1, 0}}).phi; }) == "0");
    CHECK(printed(30, [&] { return values_at(roots, {{-5, 0}, {0, 0}}).gradient_w[0]; }) == "0");
  }

  TEST_CASE("every digit of eval agrees with a second evaluation at three times the digits and more, by the model") {
    Random random(20191);
    for (int run = 0; run < 60; ++run) {
      const Instance instance = random_instance(random);
      const StudentPoint point = random_point(random, instance);
      const int digits = std::vector{15, 16, 40, 120}[static_cast<std::size_t>(upto(random, 4))];
      CAPTURE(run);
      CAPTURE(instance.describe());
      const ScopedDigits precise(3 * digits + 900);
      const Teacher<Real> teacher = make_teacher<Real>(instance);
      const Student<Real> student = make_student<Real>(point);
      const Invariants<Real> x = invariants(student, teacher);
      const auto agrees = [&](const Real& right, const std::function<const Ball&(const StudentValues&)>& of) {
        const std::string text = printed(digits, [&] {
          const StudentValues values = values_at(instance, point);
          return Ball(of(values));
        });
        CAPTURE(text);
        CHECK(is_decimal_of(text, right, digits));
      };
      agrees(loss(x), [](const StudentValues& v) -> const Ball& { return v.loss; });
      agrees(x.angle.phi, [](const StudentValues& v) -> const Ball& { return v.phi; });
      agrees(x.alpha, [](const StudentValues& v) -> const Ball& { return v.alpha; });
      agrees(x.beta, [](const StudentValues& v) -> const Ball& { return v.beta; });
      const Vec<Real> in_w = gradient_w(student, teacher, x), in_a = gradient_a(student, teacher, x);
      for (std::size_t i = 0; i < in_w.size(); ++i)
        agrees(in_w[i], [i](const StudentValues& v) -> const Ball& { return v.gradient_w[i]; });
      for (std::size_t i = 0; i < in_a.size(); ++i)
        agrees(in_a[i], [i](const StudentValues& v) -> const Ball& { return v.gradient_a[i]; });
      const std::vector<std::string> texts = printed_spectrum(
          digits, [&] { return blocks_spectrum(values_at(instance, point).hessian, instance.k, instance.p); });
      const std::vector<Real> right = listed<Real>(spectrum_from_blocks(instance, x.angle, x.alpha), std::less<>());
      REQUIRE(texts.size() == right.size());
      for (std::size_t i = 0; i < texts.size(); ++i) {
        CAPTURE(texts[i]);
        CHECK(is_decimal_of(texts[i], right[i], digits));
      }
    }
  }

  TEST_CASE("every digit of the critical points agrees with the search by Newton's method at three times the digits") {
    const int digits = 30;
    for (const auto& [k, p, r] : {std::tuple{1, 2, "1"},
                                  {2, 3, "0"},
                                  {2, 3, "1.318309886183790671537767526745"},
                                  {3, 4, "3"},
                                  {4, 2, "1e-60"},
                                  {25, 6, "4"}}) {
      const Instance instance = instance_from(k, p, r, "1/9");
      CAPTURE(instance.describe());
      const ScopedDigits precise(900);
      for (const CriticalPoint<Real>& point : critical_points<Real>(instance)) {
        const auto agrees = [&](const Real& right, const std::function<Ball(const CriticalPoint<Ball>&)>& of) {
          const std::string text = printed(digits, [&] { return of(critical_point(landscape(instance), point.kind)); });
          CAPTURE(text);
          CHECK(is_decimal_of(text, right, digits));
        };
        agrees(point.at.angle.phi, [](const auto& c) { return c.at.angle.phi; });
        agrees(point.at.angle.d, [](const auto& c) { return c.at.angle.d; });
        agrees(point.at.x, [](const auto& c) { return c.at.x; });
        agrees(point.at.y, [](const auto& c) { return c.at.y; });
        agrees(point.alpha, [](const auto& c) { return c.alpha; });
        agrees(point.loss, [](const auto& c) { return c.loss; });
        const std::vector<std::string> texts =
            printed_spectrum(digits, [&] { return critical_spectrum(landscape(instance), point.kind); });
        const std::vector<Real> right = listed<Real>(closed_form_spectrum(instance, point), std::less<>());
        REQUIRE(texts.size() == right.size());
        for (std::size_t i = 0; i < texts.size(); ++i) {
          CAPTURE(texts[i]);
          CHECK(is_decimal_of(texts[i], right[i], digits));
        }
      }
    }
  }
}
