// What a domain does to a verdict: integers below 0, few and many of them, ranges of 1e-400 and of 1e310, single
// points, ends at which an inequality is an equality between numbers with pi. The truth of each is seen by hand.
#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formula/at_point.hpp"
#include "formula/coverage.hpp"
#include "formula/formula_file.hpp"
#include "formula/symbolic.hpp"

using namespace noiseproof;

namespace formula_domains {  // short names, which the companions of a unity build have too
namespace {

CheckResult verdict(const std::string& text) { return run_check(parse_formula_file(text, "test")[0]); }
CheckResult claim(const char* quantity, const std::string& expression) {
  return verdict(std::string("claims = \"") + quantity + "\"\nexpression = \"" + expression + "\"\n");
}
CheckResult identity(const std::string& left, const std::string& right, const std::string& domain,
                     const std::string& where = "[]") {
  return verdict("identity = [\"" + left + "\", \"" + right + "\"]\nwhere = " + where + "\ndomain = " + domain + "\n");
}
CheckResult inequality(const std::string& left, const char* order, const std::string& right, const std::string& domain,
                       const std::string& where = "[]") {
  return verdict("inequality = [\"" + left + "\", \"" + order + "\", \"" + right + "\"]\nwhere = " + where +
                 "\ndomain = " + domain + "\n");
}
std::string witness(const CheckResult& result) {
  return result.counterexample.empty() ? "none" : result.counterexample[0].text();
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
Verdict equal(const char* left, const char* right) {
  const SymbolTable x{{"x"}};
  return equal_symbolically(parse_expression(left, "test", x).root, parse_expression(right, "test", x).root, 1, -1, -1);
}

constexpr auto proved = FormulaVerdict::proved, agrees = FormulaVerdict::agrees, refuted = FormulaVerdict::refuted,
               undecided = FormulaVerdict::undecided;

}  // namespace

TEST_SUITE("unit/formula domains") {
  TEST_CASE("integers below 0 are halved as those above") {
    CHECK(inequality("(n+2)*(n+3)*(n+3/2)", "<=", "0", "{ n = { integer = [-3, -2] } }").outcome == proved);
    CHECK(inequality("(n+1)*(n+2)*(2*n+1)", "<=", "0", "{ n = { integer = [-2, -1] } }").outcome == proved);
    CHECK(inequality("(n+2)*(n+3)", ">=", "0", "{ n = { integer = [-3, -2] } }").outcome == proved);
    // By boxes: with a real number, and with more integers than are tried.
    CHECK(inequality("(n+2)*(n+3)+x^2", ">=", "0", "{ n = { integer = [-3, -2] }, x = [0, 1] }").outcome == proved);
    CHECK(inequality("(n+2)*(n+3)", ">=", "0", "{ n = { integer = [-20000, 0] } }").outcome == proved);
    CHECK(witness(inequality("abs(n+12345)", ">=", "1/2", "{ n = { integer = [-20000, 0] } }")) == "n = -12345");
    const Domain pair{{{"n", {-3, 0}, {-2, 0}, true}}, {}};
    CHECK(middle_of(pair, ranges_of(pair)) == Point{{-3, 0}});
  }

  TEST_CASE("a counterexample is a point of the domain: in range, whole where it has to be, within the conditions") {
    Domain domain{{{"n", {-3, 0}, {-2, 0}, true}, {"x", {0, 0}, {0, 1}}}, {}};
    const auto read = [&](const char* text) { return parse_expression(text, "test", domain.symbols()); };
    domain.conditions.push_back({read("x"), Order::less, read("3")});
    const Relation never{read("n"), Order::less, read("n")};
    const PointCheck check(never, domain);
    CHECK(check.counterexample({{-3, 0}, {0, {1, 2}}}));
    CHECK_FALSE(check.counterexample({{-1, 0}, {1, 0}}));
    CHECK_FALSE(check.counterexample({{Rational(-5, 2), 0}, {1, 0}}));
    CHECK_FALSE(check.counterexample({{-3, 0}, {0, 1}}));  // x = pi is not below 3
    CHECK_FALSE(check.counterexample({{-3, 0}, {Rational(-1, 9), 0}}));
    const Relation right{read("n"), Order::equal, read("n")};
    CHECK_FALSE(PointCheck(right, domain).counterexample({{-3, 0}, {1, 0}}));
  }

  TEST_CASE("all integers are tried where they are few") {
    CHECK(witness(identity("max(0, 1-abs(n+57))", "0", "{ n = { integer = [-100, 100] } }")) == "n = -57");
    CHECK(has(witness(identity("x*max(0, 1-abs(n+57))", "0", "{ n = { integer = [-100, 100] }, x = [0, 1] }")),
              "n = -57"));
    CHECK(witness(identity("max(0, 1-abs(n+57)-abs(m-31))", "0",
                           "{ n = { integer = [-100, -1] }, m = { integer = [1, 100] } }")) == "m = 31, n = -57");
    CHECK(witness(claim("threshold_r", "(k+pi-1)/pi + max(0, 1-abs(k-57))")) == "k = 57");
    CHECK(witness(claim("mean", "1/sqrt(2*pi) + max(0, 1-abs(k-57)-abs(p-31))")) == "p = 31, k = 57");
    CHECK(identity("n^2", "n", "{ n = { integer = [0, 1] } }").outcome == proved);
    CHECK(identity("sin(pi*n)", "0", "{ n = { integer = [-5, 5] } }").outcome == proved);
    // Not told exactly: no proof.
    CHECK(identity("exp(n)", "exp(1)^2", "{ n = { integer = [2, 2] } }").outcome == agrees);
  }

  TEST_CASE("a verdict says over what: every integer, or how many; the narrowest band that may be missed") {
    CHECK(has(claim("threshold_r", "(k+pi-1)/pi").evidence, "digits: every k from 2 to 100"));
    const CheckResult many = identity("max(0, 1-abs(n-654321))", "0", "{ n = { integer = [0, 1000000] } }");
    CHECK(many.outcome == agrees);
    CHECK(has(many.evidence, "samples of n from 0 to 1000000: 73 of 1000001 values of n"));
    CHECK(has(identity("exp(2*x)", "exp(x)^2", "{ x = [0, 1] }").evidence,
              "samples of x in [0, 1]: a difference within a band of x narrower than "));
    Coverage line({{"x", {0, 0}, {1, 0}}, {"k", {1, 0}, {3, 0}, true}});
    line.add({{Rational(1, 4), 0}, {1, 0}});
    line.add({{Rational(1, 2), 0}, {3, 0}});
    CHECK(line.gaps() == "2 of 3 values of k; a difference within a band of x narrower than 5.0e-01 may be missed");
    CHECK_FALSE(line.everywhere());
    Coverage whole({{"k", {1, 0}, {2, 0}, true}, {"nu", {1, 0}, {1, 0}}});
    whole.add({{1, 0}, {1, 0}});
    CHECK_FALSE(whole.everywhere());
    whole.add({{2, 0}, {1, 0}});
    CHECK(whole.everywhere());
    CHECK(whole.text() == "every k from 1 to 2, nu = 1");
  }

  TEST_CASE("no agreement without points: none, one, or few that a condition leaves") {
    const CheckResult one = identity("x", "1/3", "{ x = [0, 1] }", "[[\"(x-1/3)^2\", \"<=\", \"10^(-80)\"]]");
    CHECK(one.outcome == undecided);
    CHECK(identity("exp(x)", "exp(1/3)", "{ x = [0, 1], y = [0, 1] }", "[[\"(x-1/3)^2\", \"<=\", \"10^(-80)\"]]")
              .outcome == undecided);
    CHECK(identity("exp(x)", "1+(exp(1)-1)*x", "{ x = [0, 1] }", "[[\"x*(1-x)\", \"<=\", \"10^(-90)\"]]").outcome ==
          undecided);
    CHECK(has(identity("exp(x)", "0", "{ x = [0, 1] }", "[[\"(x-0.123456789)^2\", \"<=\", \"10^(-80)\"]]").evidence,
              "no point that was tried"));
    CHECK(identity("exp(x)^2", "exp(4)", "{ x = [2, 2] }").outcome == agrees);  // it has no other point
  }

  TEST_CASE("normal forms decide both ways, where they are canonical, and a point shows it") {
    const std::string unit = "{ x = [0, 1] }";
    CHECK(witness(identity("(1/3)*3*x", "x*(1+10^(-100))", unit)) == "x = 1");
    CHECK(identity("(x+1)^2", "x^2+2*x+1+10^(-300)", unit).outcome == refuted);
    CHECK(identity("sin(x)^2", "1-cos(x)^2+10^(-700)", "{ x = [\"1/7\", 1] }").outcome == refuted);
    CHECK(identity("10^(-200)*sin(x)", "10^(-200)*sin(x)*(1+10^(-150))", unit).outcome == refuted);
    CHECK(identity("(x+10^(-1))^30", "(10*x+1)^30/10^30", unit).outcome == proved);
    CHECK(identity("sin(phi)*x", "0", "{ phi = [\"pi\", \"pi\"], x = [0, 1] }").outcome == proved);
    CHECK(identity("abs(x)", "x*(1+10^(-100))", unit).outcome == refuted);  // numbers known exactly
    // So near that no point shows it.
    const std::string tiny = "10^(-900)*10^(-900)*10^(-900)";
    CHECK(identity("sin(x)^2", "1-cos(x)^2+" + tiny, "{ x = [\"1/7\", 1] }").outcome == undecided);
    CHECK(equal("pi*x", "22/7*x") == Verdict::refuted);
    CHECK(equal("sin(2*x)", "2*sin(x)") == Verdict::refuted);
    CHECK(equal("sqrt(2)*sqrt(3)*x", "sqrt(6)*x") == Verdict::undecided);  // equal, but as letters they are not
    CHECK(equal("abs(x)", "x") == Verdict::undecided);
    std::string tower = "x";
    for (int i = 0; i < 16; ++i) tower = "(" + tower + "^1000)";
    CHECK(equal(("sin(" + tower + ")").c_str(), "0") == Verdict::undecided);
    CHECK(equal("(((10^1000)^1000)^1000)*x", "x") == Verdict::undecided);
  }

  TEST_CASE("thin ranges take the bits that a fourth power of their width takes") {
    CHECK(identity("exp(x)", "1+x+x^2/2", "{ x = [0, \"10^-40\"] }").outcome == refuted);
    CHECK(inequality("exp(x)", "<=", "1+x", "{ x = [0, \"10^-200\"] }").outcome == refuted);
    CHECK(inequality("exp(x)", ">=", "1+x", "{ x = [0, \"10^-200\"] }").outcome == proved);
    const Domain wide{{{"x", {0, 0}, {1, 0}}}, {}}, thin{{{"x", {0, 0}, {power_of_two(-100), 0}}}, {}};
    CHECK(bits_for(wide) == kCheckBits);
    CHECK(bits_for(thin) >= kCheckBits + 390);
    CHECK(verdict("identity = [\"x\", \"1/3\"]\ndomain = { x = [\"1/3\", \"1/3+10^(-100)\"] }").outcome == refuted);
    CHECK_THROWS_AS(verdict("identity = [\"x\", \"x\"]\ndomain = { x = [\"1/3+10^(-100)\", \"1/3\"] }"), Error);
  }

  TEST_CASE("roots, sizes, even powers and products keep their sign beyond the range of doubles") {
    const std::string tiny = "{ x = [\"-10^-400\", \"10^-400\"] }", both = "{ x = [-1, 1] }";
    CHECK(inequality("sqrt((10^310*x)^2)", ">=", "0", both).outcome == proved);
    CHECK(inequality("(10^310*x+1)^4", ">=", "0", both).outcome == proved);
    CHECK(inequality("abs(10^400*x-1)", ">=", "0", both).outcome == proved);
    CHECK(inequality("x^102", ">=", "0", "{ x = [-1000, 1000] }").outcome == proved);
    CHECK(inequality("x^2", "<=", "10^-600", "{ x = [\"-10^-300\", \"10^-300\"] }").outcome == proved);
    CHECK(inequality("x^2", "<=", "10^-800", tiny).outcome == proved);
    CHECK(inequality("x^2", "<=", "10^-800 - 10^-900*10^-600", tiny).outcome == refuted);
    CHECK(inequality("abs(x)", "<=", "10^-399", tiny).outcome == proved);
    CHECK(inequality("(x^2)^(1/3)", ">=", "0", tiny).outcome == proved);
    CHECK(inequality("sqrt(x)", ">=", "0", "{ x = [0, \"10^-999\"] }").outcome == proved);
    CHECK(witness(inequality("x^2", ">", "0", tiny)) == "x = 0");
    for (const long exponent : {-3000, -1, 0, 1, 3000}) {
      const Ball size(power_of_two(exponent)), cut = not_negative(Ball::hull(-size, size));
      CHECK(is_nonnegative(cut) == Verdict::proved);
      CHECK(contains(cut, power_of_two(exponent)));
      CHECK(is_less(cut, Ball(2) * size) == Verdict::proved);
    }
    const SharpBall range(ball_over({0, 0}, {3, 0})), pi_times(SharpBall(PiNumber{0, 1}) * range);
    CHECK(is_nonnegative((pi_times * pi_times).ball()) == Verdict::proved);
    CHECK(is_nonnegative((pi_times + range).ball()) == Verdict::proved);
    CHECK(is_nonnegative(((-pi_times) / SharpBall(-7)).ball()) == Verdict::proved);
    const SharpBall either(Ball::hull(Ball(-1), Ball(1)));
    CHECK(is_nonnegative((pi_times * -pi_times).ball()) == Verdict::undecided);
    CHECK(is_nonnegative((range + -pi_times).ball()) == Verdict::undecided);
    CHECK(is_nonnegative((either * either).ball()) == Verdict::undecided);
  }

  TEST_CASE("inequalities that are equalities at an end, between numbers with pi or a function value in them") {
    const std::string unit = "{ x = [0, 1] }";
    CHECK(inequality("pi^2*x", "<=", "pi^2", unit).outcome == proved);
    CHECK(inequality("pi^3*x", "<=", "pi^3", "{ x = [-1, 1] }").outcome == proved);
    CHECK(inequality("x^2", "<=", "pi^2", "{ x = [0, \"pi\"] }").outcome == proved);
    CHECK(inequality("pi^2*x^2-2*pi^2*x+pi^2", ">=", "0", unit).outcome == proved);
    CHECK(inequality("pi^2*x*y", "<=", "pi^2*y", "{ x = [0, 1], y = [0, 3] }").outcome == proved);
    CHECK(inequality("exp(x)", "<=", "exp(1)", unit).outcome == proved);
    CHECK(inequality("sin(1)*x", "<=", "sin(1)", unit).outcome == proved);
    const CheckResult strict = inequality("pi^2*x", "<", "pi^2", unit);
    CHECK(witness(strict) == "x = 1");
    CHECK(strict.counterexample.at(0).left == strict.counterexample[0].right);
    const CheckResult nearly = inequality("pi^2*x", "<=", "pi^2 - 10^(-300)", unit);
    CHECK(witness(nearly) == "x = 1");
    CHECK(nearly.counterexample.at(0).left != nearly.counterexample[0].right);
  }

  TEST_CASE("numbers known exactly are compared exactly; digits are counted beyond the range of doubles") {
    CHECK(sign_of({Rational(22, 7), -1}) == 1);
    CHECK(sign_of({-3, 1}) == 1);
    CHECK(sign_of({Rational(-1, 3), 0}) == -1);
    CHECK(sign_of({}) == 0);
    const SharpBall one(1), near(PiNumber{1 + power_of_two(-2000), 0});
    CHECK(holds(one, Order::less, near) == Verdict::proved);
    CHECK(holds(one, Order::equal, near) == Verdict::refuted);
    CHECK(digits_within(Ball(power_of_two(-1993)), Ball(1)) == 599);  // 2^1993 = 8.2e599
    CHECK(digits_within(Ball(power_of_two(1993)), Ball(power_of_two(3000))) == 303);
    CHECK(digits_within(Ball(power_of_two(3000)), Ball(power_of_two(3000))) == 0);
    CHECK(digits_within(Ball(0), Ball(5)) == kMostDigits);
    CHECK(value_text(SharpBall(Ball::hull(Ball(Rational(-1, 1000)), Ball(Rational(1, 1000))))) == "0 +/- 1.1e-03");
    CHECK(value_text(SharpBall(Ball(0))) == "0");
  }

  TEST_CASE("overlaps, poles and what has no value are undecided") {
    CHECK(inequality("x^2/x^2", "<=", "1", "{ x = [-1, 1] }").outcome == undecided);
    CHECK(identity("log(x)*0", "0", "{ x = [0, 1] }").outcome == undecided);
    CHECK(identity("sin(x)/x*x", "sin(x)", "{ x = [0, 1] }").outcome == undecided);
    CHECK(inequality("1/x", "<=", "2", "{ x = [-1, 1] }").outcome == refuted);  // at 1/3
    CHECK(holds(SharpBall(Ball::nan()), Order::less, 1) == Verdict::undecided);
    CHECK(holds(SharpBall(Ball::entire()), Order::equal, 1) == Verdict::undecided);
  }
}

}  // namespace formula_domains
