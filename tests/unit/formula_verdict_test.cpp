// What a verdict may be given on: formulas that an adversary would write.
#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formula/domain.hpp"
#include "formula/store.hpp"
#include "formula/symbolic.hpp"

using namespace noiseproof;

namespace formula_verdicts {  // short names, which the companions of a unity build have too
namespace {

CheckResult verdict(const std::string& text) { return run_check(parse_formula_file(text, "test")[0]); }
CheckResult claim(const char* quantity, const std::string& expression, const std::string& more = "") {
  return verdict(std::string("claims = \"") + quantity + "\"\nexpression = \"" + expression + "\"\n" + more);
}
CheckResult identity(const std::string& left, const std::string& right, const std::string& domain) {
  return verdict("identity = [\"" + left + "\", \"" + right + "\"]\ndomain = " + domain + "\n");
}
CheckResult inequality(const std::string& left, const char* order, const std::string& right,
                       const std::string& domain) {
  return verdict("inequality = [\"" + left + "\", \"" + order + "\", \"" + right + "\"]\ndomain = " + domain + "\n");
}
std::string complaint(const std::string& text) {
  try {
    parse_formula_file(text, "test");
  } catch (const Error& e) {
    return e.what();
  }
  return "";
}
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

constexpr auto proved = FormulaVerdict::proved, agrees = FormulaVerdict::agrees, refuted = FormulaVerdict::refuted,
               undecided = FormulaVerdict::undecided;

}  // namespace

TEST_SUITE("unit/formula verdicts") {
  TEST_CASE("ones, I, J, M, N and inv mean the k of the domain, and nothing without one") {
    const std::string units = "{ k = { integer = [1, 9] } }";
    CHECK(inequality("sum(ones)", "<=", "0", units).outcome == refuted);
    CHECK(identity("sum(ones)", "k", units).outcome == proved);  // at each of nine
    CHECK(inequality("sum(J*ones)", "<=", "k^2", units).outcome == proved);
    CHECK(inequality("dot(ones, inv(M)*ones)", "<=", "k/(k+pi-1) + 1/1000", units).outcome == proved);
    CHECK(inequality("sum(J*J*ones)", "<", "9^3", units).outcome == refuted);
    for (const char* domain :
         {"{ x = [0, 1] }", "{ k = [1, 9] }", "{ k = { integer = [0, 9] } }", "{ k = { integer = [1, 100000000] } }"}) {
      CHECK(has(complaint(std::string("identity = [\"sum(ones)\", \"0\"]\ndomain = ") + domain), "hidden units"));
      CHECK(
          has(complaint(std::string("identity = [\"1\", \"1\"]\nwhere = [[\"sum(M*ones)\", \">\", \"0\"]]\ndomain = ") +
                        domain),
              "hidden units"));
    }
    CHECK(has(complaint("identity = [\"x\", \"x\"]\ndomain = { x = [0, \"sum(ones)\"] }"), "must be a rational"));
  }

  TEST_CASE("over a box with several k, nothing is decided that depends on k") {
    // No point of the survey: found by bisection down to the single k.
    const CheckResult one = inequality("abs(sum(ones) - 438)", ">=", "1/2", "{ k = { integer = [1, 1000] } }");
    REQUIRE(one.outcome == refuted);
    CHECK(one.counterexample[0].text() == "k = 438");
  }

  TEST_CASE("overlap is no agreement: wide enclosures are computed again with more bits") {
    CHECK(claim("dual_kernel", "17*g(phi)+exp(1000+phi)-exp(1000)*exp(phi)").outcome == refuted);
    const CheckResult right = claim("dual_kernel", "g(phi)+exp(1000+phi)-exp(1000)*exp(phi)");
    CHECK(right.outcome == agrees);
    CHECK(right.digits >= kLeastDigits);
    CHECK(right.boxes == 0);
    CHECK(has(right.evidence, "on 0 of 256 boxes"));
    CHECK(identity("exp(300+x)-exp(300)*exp(x)", "5", "{ x = [1, 2] }").outcome == refuted);
    CHECK(identity("x", "2*x + (1e80*(sin(x)^2+cos(x)^2)-1e80)", "{ x = [1, 2] }").outcome == refuted);
    const CheckResult beyond = identity("exp(9000+x)-exp(9000)*exp(x)", "5", "{ x = [1, 2] }");
    CHECK(beyond.outcome == undecided);
    CHECK(has(beyond.evidence, "at x = 1"));
    CHECK(claim("mean", "1/sqrt(2*pi)+exp(9001)-exp(9000)*exp(1)").outcome == undecided);
  }

  TEST_CASE("digits are counted within the range of an int, whatever the enclosures") {
    const Ball wide = Ball::hull(Ball(0), pow(Ball(10), 900));
    CHECK(compare({wide}, {wide}).digits == 0);
    CHECK(compare({Ball(1)}, {Ball(1)}).digits == 1000);
    CHECK(compare({Ball::nan()}, {Ball(1)}).kind == Confrontation::Kind::not_finite);
    const Ball third(Rational(1, 3));
    CHECK(compare({Ball(1), third}, {Ball(1), third}).entry == 1);
  }

  TEST_CASE("nothing is proved where a side has no value, though the factor that has none is multiplied by 0") {
    const std::string unit = "{ x = [0, 1] }";
    CHECK(inequality("1+0/(x-1/7)", ">", "0", unit).outcome == undecided);
    CHECK(inequality("0*(1/(x-1/7))", "<=", "1", unit).outcome == undecided);
    CHECK(inequality("(1/(x-1/7))^0", "<=", "1", unit).outcome == undecided);
    CHECK(inequality("(2+x)^0", "<=", "1", unit).outcome == proved);
    CHECK(inequality("min(1/(x-1/7), 5)", "<=", "5", unit).outcome == undecided);
    const Domain square{{{"x", {0, 0}, {1, 0}}, {"y", {0, 0}, {1, 0}}}, {}};
    const Relation circle{parse_expression("0/(x^2+y^2-1/5)+x", "test", square.symbols()), Order::less,
                          parse_expression("2", "test", square.symbols())};
    CHECK(check_inequality(circle, square, 300).outcome == undecided);
  }

  TEST_CASE("a counterexample says k wherever the formula or the quantity looks at it") {
    const CheckResult second = claim("second_moment", "sum(ones)/2");
    REQUIRE(second.outcome == refuted);
    CHECK(second.counterexample[0].text() == "k = 2");
    CHECK(claim("second_moment", "k/2").counterexample.at(0).text() == "k = 2");
    const CheckResult hessian = claim("hessian_a_a", "nu^2*((pi-1)*I+J*J)/(2*pi)");
    REQUIRE(hessian.outcome == refuted);
    CHECK(hessian.counterexample[0].text() == "nu = 1, k = 2");
    CHECK(claim("threshold_r", "k/pi").counterexample.at(0).text() == "k = 2");
  }

  TEST_CASE("two values that differ look different, in as many digits as that takes") {
    const CheckResult near = claim("dual_kernel", "g(phi) + 1e-27*sin(phi)");
    REQUIRE(near.outcome == refuted);
    const CheckResult irrational = claim("mean", "1/sqrt(2*pi) + 1e-45");
    REQUIRE(irrational.outcome == refuted);
    CHECK(irrational.counterexample[0].left != irrational.counterexample[0].right);
    CHECK(irrational.counterexample[0].left.size() > 45);
  }

  TEST_CASE("formulas wrong only for many units or inputs are refuted at the least k or p where they are") {
    const std::string loss = "1/(4*pi)*(nu^2*dot(a, M*a) - 2*nu*dot(a, N(phi)*a_star) + dot(a_star, M*a_star))";
    const CheckResult right = claim("loss", loss);
    CHECK(right.outcome == agrees);
    CHECK(has(right.evidence, "samples of phi in [0, pi], nu in [1/4, 4], k from 1 to 100"));
    const CheckResult many = claim("loss", loss + " + max(0, k-6)/100");
    REQUIRE(many.outcome == refuted);
    CHECK(has(many.counterexample[0].text(), "k = 7,"));
    const CheckResult last = claim("loss", loss + " + max(0, k-99)");
    REQUIRE(last.outcome == refuted);
    CHECK(has(last.counterexample[0].text(), "a_star = (1, 0 (99 times))"));
    const CheckResult inputs = claim("mean", "1/sqrt(2*pi) + max(0, p-4)");
    REQUIRE(inputs.outcome == refuted);
    CHECK(inputs.counterexample[0].text() == "p = 5");
    CHECK(claim("loss", loss + " + max(0, k-6)/100", "domain = { k = [1, 6] }\n").outcome == agrees);
  }

  TEST_CASE("a formula of phi alone is compared on boxes that cover its range; a narrow band is no hiding place") {
    const CheckResult right = claim("dual_kernel", "g(phi)");
    CHECK(right.outcome == agrees);
    CHECK(right.boxes == 256);
    CHECK(has(right.evidence, "on 256 of 256 boxes that cover phi in [0, pi]"));
    CHECK(claim("dual_kernel", "g(phi)+max(0, 1/100-abs(phi-1))").outcome == refuted);
    // A needle in the middle of the 201st of the 256 boxes.
    const CheckResult needle = claim("dual_kernel", "g(phi)+max(0, 1e-9-abs(phi-401*pi/512))");
    REQUIRE(needle.outcome == refuted);
    CHECK(needle.counterexample[0].text() == "phi = 401*pi/512");
    CHECK(claim("hessian_phi_phi", "alpha/(2*pi)*(d*cos(phi)-sin(phi)+max(0, 1/100-abs(phi-1)))").outcome == refuted);
    CHECK(has(claim("dual_kernel", "g(phi)", "domain = { phi = [\"pi/4\", \"pi/2\"] }\n").evidence,
              "cover phi in [pi/4, pi/2]"));
  }

  TEST_CASE("points are counted once") {
    CHECK(claim("mean", "1/sqrt(2*pi)").random_points == 0);
    const CheckResult constant = identity("sin(1)^2", "1 - cos(1)^2", "{ x = { integer = [1, 2] } }");
    CHECK(constant.exact_points + constant.random_points == 2);
  }

  TEST_CASE("inequalities by the bounds of functions, and between numbers known exactly") {
    const std::string unit = "{ x = [0, 1] }", both = "{ x = [-1, 1] }";
    CHECK(inequality("sqrt(x)", ">=", "0", unit).outcome == proved);
    CHECK(inequality("x^(3/2)", ">=", "0", unit).outcome == proved);
    CHECK(inequality("x^2", ">=", "0", both).outcome == proved);
    CHECK(inequality("abs(x)", ">=", "0", both).outcome == proved);
    CHECK(inequality("acos(x)", ">=", "0", both).outcome == proved);
    CHECK(inequality("abs(sin(10*x))", "<=", "1", unit).outcome == proved);
    CHECK(inequality("cos(7*x)", ">=", "-1", both).outcome == proved);
    CHECK(inequality("sin(x)^2", "<=", "1 - cos(x)^2", both).outcome == proved);
    CHECK(inequality("sin(x)^2/(x-1/7)*(x-1/7)", "<=", "1 - cos(x)^2", unit).outcome == undecided);
    CHECK(inequality("sin(x)^2", "<", "1 - cos(x)^2", "{ x = [\"1/7\", \"1/5\"] }").outcome == refuted);
    CHECK(inequality("x^2", "<=", "x^2-1e-300", "{ x = [\"1/3\", 1] }").outcome == refuted);
    CHECK(inequality("sin(x)", "<=", "sin(x)-1e-200", "{ x = [\"1/3\", 1] }").outcome == refuted);
    CHECK(inequality("sqrt(x)", ">", "0", unit).outcome == refuted);
  }

  TEST_CASE("a ball cut off at 0 keeps its upper end, and touches 0") {
    const Ball whole = Ball::hull(Ball(Rational(-1, 1000)), Ball(Rational(1, 3))), cut = not_negative(whole);
    CHECK(is_nonnegative(cut) == Verdict::proved);
    CHECK(contains(cut, Rational(1, 3)));
    CHECK(contains(cut, Rational(0)));
    CHECK(cut.radius_approx() < 0.16667);
    CHECK(is_negative(not_negative(Ball(-1))) == Verdict::proved);  // no number: left alone
  }

  TEST_CASE("a refuted inequality shows its sides as they were written") {
    const std::string unit = "{ x = [0, 1] }";
    for (const char* order : {">=", ">"}) {
      const CheckResult falls = inequality("x", order, "1/2", unit);
      REQUIRE(falls.outcome == refuted);
      CHECK(falls.counterexample[0].text() == "x = 0");
      CHECK(falls.counterexample[0].left == "0");
      CHECK(falls.counterexample[0].right == "1/2");
    }
    const CheckResult rises = inequality("x", "<", "1/2", unit);
    REQUIRE(rises.outcome == refuted);
    CHECK(rises.counterexample[0].left == "1");
    CHECK(rises.counterexample[0].right == "1/2");
    for (const char* order : {">=", ">", "<=", "<"}) {
      const std::string text = std::string("[\"x\", \"") + order + "\", \"1/2\"]\ndomain = { x = [0, 1] }\n";
      CHECK(parse_formula_file("inequality = " + text, "test")[0].statement() == std::string("x ") + order + " 1/2");
    }
  }

  TEST_CASE("what vanishes at binary fractions, or wherever it is tried, does not agree with 0") {
    const std::string domain = "{ x = [1, 2] }";
    for (const char* sine : {"sin(1048576*pi*x)", "sin(2^40*3^9*pi*x)", "sin(10^100*pi*x)", "sin(10^100*pi*x)^2"})
      CHECK(identity(sine, "0", domain).outcome == refuted);
    CHECK(identity("cos(pi*2^21*x)", "1", domain).outcome == refuted);
    CHECK(identity("sin(2^30*phi)", "0", "{ phi = [0, \"pi\"] }").outcome == refuted);
    CHECK(claim("dual_kernel", "g(phi)+sin(2^30*phi)").outcome == refuted);
    // Wrong for many units only, and there 0 at all 16th parts of the range.
    CHECK(claim("best_a", "(1+max(0, k-6)*sin(96*phi)/10^9)*inv(M)*(N(phi)*a_star)").outcome == refuted);
    std::mt19937_64 engine(1);
    for (int i = 0; i < 100; ++i) {
      const Rational share = generic_share(engine);
      CHECK((share > 0 && share < 1));
      for (const int p : {2, 3, 5, 7, 11, 13}) CHECK(denominator(share) % p != 0);
    }
    // True, but no more seen between the points than what is false there.
    const CheckResult swings = identity("exp(sin(10^20*x))^2", "exp(2*sin(10^20*x))", domain);
    CHECK(swings.outcome == undecided);
    CHECK(swings.boxes == 0);
    CHECK(identity("exp(x)^2", "exp(2*x)", "{ x = [10, 20] }").outcome == agrees);
    CHECK(identity("exp(30*n)^2", "exp(60*n)", "{ n = { integer = [1, 3] } }").outcome == agrees);
  }

  TEST_CASE("digits are those of the value, however small it is; of what may be 0 none is known") {
    const std::string domain = "{ x = [1, 2] }", tiny = "exp(10^(-100)*x)-1";
    CHECK(identity(tiny, "2*(" + tiny + ")", domain).outcome == refuted);
    CHECK(identity(tiny, "0", domain).outcome == refuted);
    CHECK(identity("log(1+10^(-100)*x)", "0", domain).outcome == refuted);
    const CheckResult same = identity(tiny, "exp(10^(-100)*x/2)^2-1", domain);
    CHECK(same.outcome == agrees);
    CHECK(same.digits >= kLeastDigits);
    // Below all bits.
    const std::string tinier = "exp(10^(-1000)*10^(-1000)*10^(-1000)*x)-1";
    for (const std::string& right : {"2*(" + tinier + ")", std::string("0")}) {
      const CheckResult lost = identity(tinier, right, domain);
      CHECK(lost.outcome == undecided);
      CHECK(has(lost.evidence, "can be told from 0"));
    }
    CHECK(identity("exp(2*n)-exp(n)^2", "0", "{ n = { integer = [2, 2] } }").outcome == undecided);
    // One point in 14 takes more bits than there are, and that is no point at which both sides may be 0.
    CHECK(identity("exp(330*n)-exp(165*n)^2+1", "1", "{ n = { integer = [0, 12] } }").outcome == agrees);
    CHECK(identity("exp(330*n)-exp(165*n)^2+1", "1", "{ n = { integer = [0, 13] } }").outcome == undecided);
    CHECK(identity("sin(x)^2+cos(x)^2-1", "0", domain).outcome == proved);         // told by its form
    const std::string near_pi = "domain = { phi = [\"pi-pi/10^40\", \"pi\"] }\n";  // g is below 1e-118 there
    CHECK(claim("dual_kernel", "0", near_pi).outcome == refuted);
    CHECK(claim("dual_kernel", "2*g(phi)", near_pi).outcome == refuted);
    CHECK(claim("dual_kernel", "g(phi)", near_pi).outcome == agrees);
    const std::string at_pi = "domain = { phi = [\"pi\", \"pi\"] }\n";
    CHECK(claim("dual_kernel", "exp(2)-exp(1)^2", at_pi).outcome == undecided);
    CHECK(claim("dual_kernel", "0", at_pi).outcome == agrees);                       // known exactly
    CHECK(digits_within(Ball(power_of_two(-200)), Ball(power_of_two(-100))) == 30);  // 2^100 = 1.3e30
    CHECK(digits_within(Ball(power_of_two(-200)), Ball(0)) == 0);
    CHECK(compare({Ball(1), Ball(0)}, {Ball(1), Ball(0)}).digits == kMostDigits);
  }

  TEST_CASE("sides that differ after 90 digits are told apart, whatever they are made of") {
    const std::string domain = "{ x = [1, 2], y = [1, 2] }", ratio = ")*(1+10^(-90))";
    for (const char* f : {"sin(33*x)", "sin(100*x)", "cos(64*x)", "sin(x*y)", "sin(x^2)", "tan(x/10^9)", "cos(1)",
                          "cos(1)*x", "cos(pi/7)*x", "exp(x)", "sin(10^20*x)"})
      CHECK(identity(f, std::string("(") + f + ratio, domain).outcome == refuted);
    for (const char* f : {"sin(n)", "sin(n)/3", "sin(pi*n/11)"})
      CHECK(identity(f, std::string("(") + f + ratio, "{ n = { integer = [1, 20] } }").outcome == refuted);
    CHECK(identity("(3+2*2^(1/2))^(1/2)", "1+2^(1/2)+10^(-99)", domain).outcome == refuted);
    CHECK(identity("2^(1/2)", "(2-10^(-90))^(1/2)", domain).outcome == refuted);
    CHECK(identity("atan(10^100*x)", "pi/2", domain).outcome == refuted);
    // A claim is compared with as many digits at some cases.
    CHECK(claim("mean", "1/sqrt(2*pi)+10^(-300)").outcome == refuted);
    CHECK(claim("dual_kernel", "g(phi)+10^(-70)*sin(phi)^(1/2)").outcome == refuted);
    CHECK(has(claim("dual_kernel", "g(phi)").evidence, " digits, at some to 45"));
  }

  TEST_CASE("forms that differ by what has no letter in it are different functions") {
    const CheckResult beyond = identity("exp(10^12*x)", "exp(10^12*x)+1", "{ x = [1, 2] }");
    CHECK(beyond.outcome == undecided);  // the first 400,000,000,000 digits are the same
    CHECK(has(beyond.evidence, "different symbolic normal forms"));
    CHECK(identity("exp(x)", "exp(x)+10^(-900)*10^(-900)*10^(-900)*x", "{ x = [1, 2] }").outcome == refuted);
    const SymbolTable x{{"x"}};
    const auto equal = [&](const char* left, const char* right) {
      return equal_symbolically(parse_expression(left, "test", x).root, parse_expression(right, "test", x).root, 1, -1,
                                -1);
    };
    CHECK(equal("exp(x)*(x+1)", "exp(x)*x+exp(x)+x") == Verdict::refuted);
    CHECK(equal("exp(2*x)", "exp(x)^2") == Verdict::undecided);  // equal, by letters that differ
  }

  TEST_CASE(
      "conditions: a box that they cut is looked into; a counterexample found at random is shown where it fails") {
    const CheckResult cut = verdict(
        "inequality = [\"x\", \"<=\", \"0.69999\"]\ndomain = { x = [0, 1] }\nwhere = [[\"x\", \"<=\", \"0.7\"]]\n");
    CHECK(cut.outcome == refuted);
    const CheckResult shown = identity("sin(12*phi)*x", "0", "{ phi = [0, \"pi\"], x = [0, 1] }");
    REQUIRE(shown.outcome == refuted);
    CHECK(shown.counterexample[0].left != "0");
    CHECK(has(shown.counterexample[0].text(), "x = 1"));
  }

  TEST_CASE("normal forms: the sign of a sine, and no relation for the root of a fraction") {
    CHECK(identity("sin(pi/2 + x)", "cos(x)", "{ x = [0, 1] }").outcome == proved);
    CHECK(identity("sin(x) + sin(pi/2)", "1 + sin(x)", "{ x = [0, 1] }").outcome == proved);
    const auto equal = [](const char* left, const char* right) {
      const SymbolTable x{{"x"}};
      return equal_symbolically(parse_expression(left, "test", x).root, parse_expression(right, "test", x).root, 1, -1,
                                -1);
    };
    CHECK(equal("sqrt(2*x)^2", "2*x") == Verdict::proved);
    CHECK(equal("sqrt(2/x)^2", "2") == Verdict::undecided);
  }

  TEST_CASE("claims below the k for which the quantity is defined, and names that a terminal obeys, are refused") {
    CHECK(has(complaint("claims = \"threshold_r\"\nexpression = \"1\"\ndomain = { k = [1, 1] }"), "k >= 2"));
    CHECK(has(complaint("name = \"a\\u001b[2J\"\nclaims = \"mean\"\nexpression = \"1\""), "control characters"));
    CHECK(has(complaint("name = \"a\\nb\"\nclaims = \"mean\"\nexpression = \"1\""), "control characters"));
    CHECK(has(complaint("\n\nclaims = \"mean\"\nexpression = \"1 +\""),
              "expression (line 4 of the file), line 1, column"));
    CHECK(has(complaint("claims = \"mean\"\nexpression = \"pi(2)\""), "'pi' is a constant, not a function"));
    CHECK(has(complaint("claims = \"mean\"\nexpression = \"\xCF\x80\""), "test:2:15"));
    CHECK(complaint("\xEF\xBB\xBF"
                    "claims = \"mean\"\nexpression = \"1\"")
              .empty());
  }

  TEST_CASE("stored values: each k once, no input 0, and a polynomial that vanishes at k <= 3 moves a digit") {
    const std::string loss = "1/(4*pi)*(nu^2*dot(a, M*a) - 2*nu*dot(a, N(phi)*a_star) + dot(a_star, M*a_star))";
    const auto file = [&](const std::string& more) {
      return parse_formula_file("claims = \"loss\"\nexpression = \"" + loss + more + "\"", "test");
    };
    const nlohmann::json store = record_values(file(""), "test", "0.0.0");
    std::vector<int> sizes;
    for (std::size_t i = 0; i < 5; ++i) {
      const nlohmann::json& at = store["checks"][0]["values"][i]["at"];
      sizes.push_back(at["k"].get<int>());
      for (const auto& x : at["a"]) CHECK(x != "0");
    }
    CHECK(sizes == std::vector{1, 2, 3, 4, 5});
    CHECK(compare_values(store, file(""), "store").same());
    CHECK_FALSE(compare_values(store, file(" + (k-1)*(k-2)*(k-3)"), "store").same());
    CHECK_FALSE(compare_values(store, file(" + 1e-95*k"), "store").same());
  }

  TEST_CASE("the digit that moved is counted from the first that is not 0; small values are stored as they are") {
    const auto mean = parse_formula_file("claims = \"mean\"\nexpression = \"1/sqrt(2*pi)/100\"", "test");
    nlohmann::json store = record_values(mean, "test", "0.0.0");
    std::string& value = store["checks"][0]["values"][0]["formula"][0].get_ref<std::string&>();
    REQUIRE(value.starts_with("0.003989"));
    value[10] = value[10] == '7' ? '8' : '7';
    CHECK(compare_values(store, mean, "store").checks[0].moved.at(0).digit == 7);
    const auto near_pi = parse_formula_file(
        "claims = \"dual_kernel\"\nexpression = \"g(phi)\"\ndomain = { phi = [\"99*pi/100\", \"pi\"] }", "test");
    const nlohmann::json first = record_values(near_pi, "test", "0.0.0")["checks"][0]["values"][0];
    CHECK(first["library"][0].get<std::string>().substr(0, 60) ==
          first["definition"][0].get<std::string>().substr(0, 60));
  }

  TEST_CASE("a store without values passes nothing; other variables and unrecorded checks are reported") {
    const std::string head = "[[check]]\nname = \"one\"\nidentity = [\"x\", \"x\"]\ndomain = { ";
    const auto checks = parse_formula_file(head + "x = [0, 1] }\n", "test");
    nlohmann::json store = record_values(checks, "test", "0.0.0");
    const StoreComparison other =
        compare_values(store, parse_formula_file(head + "x = [0, 1], y = [0, 1] }\n", "test"), "store");
    CHECK_FALSE(other.same());
    CHECK(other.checks[0].problem == "has other variables now");
    const StoreComparison more = compare_values(
        store,
        parse_formula_file(
            head + "x = [0, 1] }\n[[check]]\nname = \"two\\uFFFE<\"\nclaims = \"mean\"\nexpression = \"1\"\n", "test"),
        "store");
    CHECK(more.same());
    REQUIRE(more.unrecorded.size() == 1);
    const std::string xml = junit_xml({{"file", more}});
    CHECK(has(xml, "<skipped message"));
    CHECK(has(xml, "tests=\"2\" failures=\"0\" skipped=\"1\""));
    CHECK(has(xml, "name=\"two?&lt;\""));
    store["checks"][0]["values"] = nlohmann::json::array();
    CHECK_THROWS_AS(compare_values(store, checks, "store"), Error);
    store["checks"] = nlohmann::json::array();
    CHECK_THROWS_AS(compare_values(store, checks, "store"), Error);
  }
}

}  // namespace formula_verdicts
