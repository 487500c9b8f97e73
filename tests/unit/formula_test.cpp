#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formula/store.hpp"
#include "rigor/dual_activation.hpp"
#include "witness/definition.hpp"

using namespace noiseproof;

namespace {

Expression read(const std::string& text, const SymbolTable& symbols = {{"x"}, {"y"}}) {
  return parse_expression(text, "test", symbols);
}

std::string complaint(const std::string& text, const SymbolTable& symbols = case_symbols()) {
  try {
    parse_expression(text, "test", symbols);
  } catch (const Error& e) {
    return std::string(e.what()) + "\n" + e.excerpt();
  }
  return "";
}

double at(const std::string& text, double x, double y = 0) {
  return evaluate(read(text), Environment<double>{{scalar(x), scalar(y)}, 1}).entries[0];
}

FormulaCheck one_check(const std::string& text) { return parse_formula_file(text, "test")[0]; }
CheckResult verdict(const std::string& text) { return run_check(one_check(text)); }
std::string claim(const char* quantity, const char* expression) {
  return std::string("claims = \"") + quantity + "\"\nexpression = \"" + expression + "\"\n";
}

}  // namespace

TEST_SUITE("unit/formula") {
  TEST_CASE("precedence, signs and powers read as in a paper") {
    CHECK(at("1 - 2 - 3", 0) == -4);
    CHECK(at("2*3/4/5", 0) == doctest::Approx(0.3));
    CHECK(at("-x^2", 3) == -9);
    CHECK(at("2^-2", 0) == 0.25);
    CHECK(at("x^(1/2)*4^(-1/2)", 9) == doctest::Approx(1.5));
    CHECK(at("-(x - y) + 2*-x", 3, 1) == -8);
    CHECK(at("1e-3 + .5 + 2.", 0) == doctest::Approx(2.501));
    CHECK(at("min(x, y) + 10*max(x, y) + 100*abs(-x)", 2, 5) == 252);
  }

  TEST_CASE("numbers are exact rationals, and one tree gives the same value at every scalar") {
    const Expression f = read("(sin(x)^2 + g(y)/3)*sqrt(x) - 0.1*atan(x*y) + exp(-x)*log(y) + x^(2/3)");
    const double coarse = evaluate(f, Environment<double>{{scalar(0.75), scalar(1.25)}, 1}).entries[0];
    const ScopedDigits digits(60);
    const ScopedBits bits(200);
    const Real fine = evaluate(f, Environment<Real>{{scalar(Real(3) / 4), scalar(Real(5) / 4)}, 1}).entries[0];
    const Ball sure =
        evaluate(f, Environment<Ball>{{scalar(Ball(3) / Ball(4)), scalar(Ball(5) / Ball(4))}, 1}).entries[0];
    CHECK(coarse == doctest::Approx(fine.convert_to<double>()));
    CHECK(abs(fine -
              Real(to_decimal(evaluate(f, Environment<Real>{{scalar(Real(3) / 4), scalar(Real(5) / 4)}, 1}).entries[0],
                              60))) < Real("1e-55"));
    CHECK(overlaps(sure, Ball::exactly(fine) + Ball::hull(Ball(Rational(-1, Integer("1" + std::string(55, '0')))),
                                                          Ball(Rational(1, Integer("1" + std::string(55, '0')))))));
    CHECK(sure.radius_approx() < 1e-55);
    CHECK(contains(evaluate(read("0.1"), Environment<Ball>{}).entries[0], Rational(1, 10)));
  }

  TEST_CASE("dual numbers and symbolic differentiation agree on every function") {
    using Jet = ceres::Jet<double, 1>;
    for (const char* text : {"sin(x)*cos(x)", "tan(x)/x", "asin(x)+acos(x^2)+atan(x)", "exp(x)*log(x)", "sqrt(x)^3",
                             "g(x)*h(x)", "1/(1+x^2) - x", "x^(-3/2)"}) {
      const Expression f = read(text);
      const double x = 0.6;
      const Jet dual = evaluate(f, Environment<Jet>{{scalar(Jet(x, 0)), scalar(Jet(0))}, 1}).entries[0];
      const auto slope = differentiate(f.root, 0);
      REQUIRE(slope);
      CHECK(dual.v[0] ==
            doctest::Approx(evaluate(*slope, Environment<double>{{scalar(x), scalar(0.0)}, 1}).entries[0]));
    }
    CHECK_FALSE(differentiate(read("abs(x)").root, 0));
  }

  TEST_CASE("corners are exact: functions of multiples of pi, roots of squares") {
    const auto exact = [](const char* text) {
      const SharpBall x = evaluate(read(text), Environment<SharpBall>{}).entries[0];
      return x.exact() ? x.exact()->text() : "inexact";
    };
    CHECK(exact("sin(pi)") == "0");
    CHECK(exact("cos(pi/3) + sin(7*pi/6)") == "0");
    CHECK(exact("g(0)") == "pi");
    CHECK(exact("g(pi/2)") == "1");
    CHECK(exact("sqrt(9/4)*pi - 1") == "-1 + 3*pi/2");
    CHECK(exact("acos(-1/2)") == "2*pi/3");
    CHECK(exact("(pi/4)/(2*pi)") == "1/8");
    CHECK(exact("sin(1)") == "inexact");
    CHECK(exact("1/sin(pi)") == "inexact");
    CHECK_FALSE(is_finite(evaluate(read("1/sin(pi)"), Environment<SharpBall>{}).entries[0].ball()));
  }

  TEST_CASE("errors name line and column, show the place, and suggest the nearest name") {
    CHECK(complaint("1 +* 2") ==
          "test, line 1, column 4: expected a number, a name or '(', found '*'\n  1 +* 2\n     ^");
    CHECK(complaint("1 +\n(phi") == "test, line 2, column 5: expected ')', found the end\n  (phi\n      ^");
    CHECK(complaint("2 phi").find("column 3: expected an operator or the end, found 'p'") != std::string::npos);
    CHECK(complaint("sin(ph)").find("unknown name 'ph' (did you mean 'phi'?)") != std::string::npos);
    CHECK(complaint("alpha(phi)").find("is a '*' missing?") != std::string::npos);
    CHECK(complaint("sin(1, 2)").find("takes 1 argument(s), not 2") != std::string::npos);
    CHECK(complaint("a*a_star").find("(use dot)") != std::string::npos);
    CHECK(complaint("a + phi").find("a scalar cannot be added to a vector with k entries") != std::string::npos);
    CHECK(complaint("M*w").find("cannot be multiplied") != std::string::npos);
    CHECK(complaint("phi^(alpha)").find("rational constant") != std::string::npos);
    CHECK(complaint("phi^alpha").find("expected an exponent") != std::string::npos);
    CHECK(complaint("").find("found the end") != std::string::npos);
    CHECK(complaint("\xc3\xa9").find("outside printable ASCII") != std::string::npos);
  }

  TEST_CASE("limits: size, depth, exponents and long chains") {
    CHECK(complaint(std::string(100000, '(')).find("characters: at most 4000") != std::string::npos);
    CHECK(complaint(std::string(100, '(') + "1" + std::string(100, ')')).find("nested more than 64") !=
          std::string::npos);
    CHECK(complaint("2^10000").find("at most 1000") != std::string::npos);
    CHECK(complaint("1e9999").find("three digits") != std::string::npos);
    CHECK(complaint(std::string(200, '9')).find("more than 100 characters") != std::string::npos);
    std::string chain = "1";
    for (int i = 0; i < 1900; ++i) chain += "-1";
    CHECK(at(chain, 0) == -1899);
    std::string tower = "(2^1000)";
    for (int i = 0; i < 20; ++i) tower = "(" + tower + "^1000)";
    CHECK_FALSE(evaluate(read(tower), Environment<SharpBall>{}).entries[0].exact());
  }

  TEST_CASE("the definition: verified integrals and high-precision quadrature give the same moments and loss") {
    const ScopedBits bits(kCheckBits);
    const ScopedDigits digits(60);
    const Case at{2, 2, {1, 3}, 2, {1, {-1, 2}}, {1, 2}};
    Student<Real> student{{0, 0}, {1, Real(-1) / 2}};
    const Teacher<Real> teacher{{1, 0}, {1, 2}};
    const Real phi = pi<Real>() / 3;
    student.w = {2 * cos(phi), 2 * sin(phi)};
    const Ball enclosed = by_definition(Quantity::loss, {}, inputs_of(at))[0];
    const Ball error = Ball::hull(Ball(Rational(-1, Integer("1" + std::string(48, '0')))),
                                  Ball(Rational(1, Integer("1" + std::string(48, '0')))));
    CHECK(overlaps(enclosed, Ball::exactly(loss_by_definition(student, teacher)) + error));
    const DefinitionGradient differences = gradient_by_differences(student, teacher);
    const Vec<Ball> gradient = by_definition(Quantity::grad_w, {}, inputs_of(at));
    for (std::size_t i = 0; i < 2; ++i)
      CHECK(std::abs(gradient[i].midpoint_approx() - differences.w[i].convert_to<double>()) < 1e-14);
    // Leaky ReLU with slope 0 is ReLU, by all four arcs.
    const Ball leaky =
        by_definition(Quantity::dual_kernel_curvature, parse_activation("leaky:0", "test"), inputs_of(at))[0];
    CHECK(overlaps(leaky, by_definition(Quantity::dual_kernel_curvature, {}, inputs_of(at))[0]));
  }

  TEST_CASE("dual activation: closed forms are the definition's, by integrals and by quadrature") {
    const ScopedBits bits(kCheckBits);
    const ScopedDigits digits(60);
    const Rational t(2, 3);
    for (const char* name : {"binary", "leaky:1/10", "leaky:-1/2", "leaky:0"}) {
      CAPTURE(name);
      const Activation act = parse_activation(name, "test");
      const KernelJet jet = kernel_jet(act, t), closed = closed_form(act, angle_at(t)).kernel;
      for (std::size_t i = 0; i < 3; ++i) CHECK(overlaps(jet[i], closed[i]));
    }
    const Activation leaky = parse_activation("leaky:1/10", "test");
    const Real found = kernel_by_quadrature({Real(1), Real(0)}, {cos(Real(2)), sin(Real(2))}, as_piecewise(leaky));
    const Ball closed = closed_form(leaky, {Ball(2), Ball::pi() - Ball(2)}).kernel[0];
    CHECK(abs(closed / (Ball(2) * Ball::pi()) - Ball::exactly(found)).upper().midpoint_approx() < 1e-48);
    CHECK_FALSE(overlaps(kernel_jet(leaky, t)[0], closed_form(Activation{}, angle_at(t)).kernel[0]));  // a false twin
    CHECK(kernel_in_words(leaky) == "81/100 g(phi) + 1/5 pi cos(phi)");
  }

  TEST_CASE("dual activation: thresholds, by two teachers' linear systems, and the published (k+1)/2 for binary") {
    const ScopedBits bits(kCheckBits);
    Instance instance;
    instance.k = 4;
    instance.r = Rational(5, 2);
    const Inputs some = inputs_at(2, angle_at(1), Ball(1), {}, make_teacher<Ball>(instance).a_star);
    for (const char* name : {"binary", "leaky:1/10", "relu"}) {
      CAPTURE(name);
      const DualLandscape z = dual_landscape(parse_activation(name, "test"), instance);
      const auto defined = [&](Quantity quantity) { return by_definition(quantity, z.activation, some)[0]; };
      CHECK(overlaps(threshold(z), defined(Quantity::threshold_r)));
      CHECK(overlaps(z.alpha_bar(), defined(Quantity::spurious_alpha)));
      CHECK(overlaps(best_loss(z, z.opposite), defined(Quantity::spurious_loss)));
      CHECK(overlaps(z.gamma, defined(Quantity::saddle_kernel)));
    }
    const DualLandscape binary = dual_landscape(parse_activation("binary", "test"), instance);
    CHECK(contains(threshold(binary), Rational(5, 2)));
    CHECK(at_threshold(binary));
    CHECK(below_threshold(binary) == Verdict::refuted);  // decided exactly, though the balls overlap
    instance.r = 0;
    const DualLandscape copied = dual_landscape(binary.activation, instance);
    CHECK(opposite_copies_teacher(copied));
    CHECK(contains_zero(best_loss(copied, copied.opposite)));
    // Leaky with one hidden unit has a spurious minimum, as kappa(pi) = -1/10; binary and ReLU have equality there.
    instance.k = 1;
    instance.r = 1;
    CHECK(below_threshold(dual_landscape(parse_activation("leaky:1/10", "test"), instance)) == Verdict::proved);
  }

  TEST_CASE("dual activation: the kernel falls for binary and positive slopes, and turns for negative ones") {
    const ScopedBits bits(kCheckBits);
    CHECK(kernel_falls(parse_activation("binary", "test")).verdict == Verdict::proved);
    CHECK(kernel_falls(parse_activation("leaky:1/10", "test")).verdict == Verdict::proved);
    // Binary: kappa = 0 at pi, so a bound that it touches is open, and one that it passes is false.
    const auto at_least = [](const Rational& least) {
      return for_every_kernel_value(parse_activation("binary", "test"),
                                    [&](const Ball& kappa) { return is_less(Ball(least), kappa); });
    };
    CHECK(at_least(Rational(-1, 1000)).verdict == Verdict::proved);
    CHECK(at_least(0).verdict != Verdict::proved);
    const CoveredAngles passed = at_least(Rational(1, 4));
    REQUIRE(passed.verdict == Verdict::refuted);
    CHECK(passed.where->lo >= Rational(1, 2));
    // (1-c)^2 (pi - phi) = -2 pi c: phi = 5 pi/9 at c = -1/2.
    const std::optional<Bounds> turn = kernel_turns(parse_activation("leaky:-1/2", "test"));
    REQUIRE(turn.has_value());
    CHECK(turn->lo <= Rational(5, 9));
    CHECK(turn->hi >= Rational(5, 9));
    CHECK_FALSE(kernel_turns(parse_activation("binary", "test")));
  }

  TEST_CASE("claims: the right formula agrees, a false twin is refuted at the smallest case") {
    CHECK(verdict(claim("dual_kernel", "sin(phi) + (pi-phi)*cos(phi)")).outcome == FormulaVerdict::agrees);
    const CheckResult twin = verdict(claim("dual_kernel", "sin(phi) + (pi-phi)*cos(phi) + 1e-40"));
    REQUIRE(twin.outcome == FormulaVerdict::refuted);
    CHECK(twin.counterexample[0].text() == "phi = pi/2");
    // Right at every small case, wrong elsewhere: found by the random points.
    CHECK(verdict(claim("dual_kernel", "g(phi) + sin(12*phi)")).outcome == FormulaVerdict::refuted);
    // Right only at k = 1.
    const CheckResult one_unit = verdict(claim("threshold_r", "(2*k + pi - 2)/pi"));
    CHECK(one_unit.counterexample.at(0).at[0] == std::pair<std::string, std::string>{"k", "2"});
    // No value at a corner: not refuted, and not passed.
    CHECK(verdict(claim("dual_kernel", "sin(phi)^2/sin(phi) + (pi-phi)*cos(phi)")).outcome ==
          FormulaVerdict::undecided);
  }

  TEST_CASE("identities: proved by normal form, or agreeing at points, or refuted") {
    const std::string domain = "domain = { x = [0, 3], phi = [0, \"pi\"] }\n";
    const auto outcome = [&](const char* left, const char* right) {
      return verdict(std::string("identity = [\"") + left + "\", \"" + right + "\"]\n" + domain).outcome;
    };
    CHECK(outcome("sin(phi + x)", "sin(phi)*cos(x) + cos(phi)*sin(x)") == FormulaVerdict::proved);
    CHECK(outcome("cos(3*phi/2)", "4*cos(phi/2)^3 - 3*cos(phi/2)") == FormulaVerdict::proved);
    CHECK(outcome("sin(d)", "sin(phi)") == FormulaVerdict::proved);
    CHECK(outcome("(1+x)^(3/2)", "(1+x)*sqrt(1+x)") == FormulaVerdict::proved);
    CHECK(outcome("1/(1+x) - 1/(2+x)", "1/((1+x)*(2+x))") == FormulaVerdict::proved);
    CHECK(outcome("exp(2*x)", "exp(x)^2") == FormulaVerdict::agrees);
    CHECK(outcome("sqrt(x^2)", "x") == FormulaVerdict::agrees);
    CHECK(outcome("sin(phi)", "phi") == FormulaVerdict::refuted);
    // Wrong by 1e-50 only.
    CHECK(outcome("sin(phi + x)", "sin(phi)*cos(x) + cos(phi)*sin(x) + 1e-50") == FormulaVerdict::refuted);
  }

  TEST_CASE("inequalities: proved though they touch, refuted with a simple point, undecided with boxes left") {
    const std::string domain = "domain = { phi = [0, \"pi\"] }\n";
    const auto check = [&](const char* left, const char* order, const char* right) {
      return verdict(std::string("inequality = [\"") + left + "\", \"" + order + "\", \"" + right + "\"]\n" + domain);
    };
    CHECK(check("g(phi)", ">=", "0").outcome == FormulaVerdict::proved);
    CHECK(check("sin(phi)", "<=", "phi").outcome == FormulaVerdict::proved);
    const CheckResult strict = check("g(phi)", ">", "0");
    REQUIRE(strict.outcome == FormulaVerdict::refuted);
    CHECK(strict.counterexample[0].text() == "phi = pi");
    const CheckResult nowhere =
        verdict("inequality = [\"x\", \"<=\", \"0\"]\ndomain = { x = [0, 1] }\nwhere = [[\"x\", \">\", \"2\"]]\n");
    CHECK(nowhere.outcome == FormulaVerdict::undecided);
    CHECK(nowhere.evidence == "no point of the domain satisfies its conditions");
    // Touches inside, where no face helps.
    const Relation touching{read("2*x", {{"x"}}), Order::less_or_equal, read("1 + x^2", {{"x"}})};
    const Domain line{{{"x", {0, 0}, {Rational(7, 3), 0}}}, {}};
    const CheckResult open = check_inequality(touching, line, 200);
    CHECK(open.outcome == FormulaVerdict::undecided);
    CHECK_FALSE(open.left_over.empty());
  }

  TEST_CASE("the store reports the digit that moved, and what is gone") {
    const std::string text = claim("dual_kernel", "g(phi)");
    const auto checks = parse_formula_file(text, "test");
    nlohmann::json store = record_values(checks, "test", "0.0.0");
    CHECK(compare_values(store, checks, "store").same());
    std::string& value = store["checks"][0]["values"][4]["formula"][0].get_ref<std::string&>();
    value[40] = value[40] == '7' ? '8' : '7';
    const StoreComparison moved = compare_values(store, checks, "store");
    REQUIRE(moved.checks[0].moved.size() == 1);
    CHECK(moved.checks[0].moved[0].digit >= 38);
    CHECK(junit_xml({{"a<b", moved}}).find("failures=\"1\"") != std::string::npos);
    store["checks"][0]["name"] = "other";
    CHECK_FALSE(compare_values(store, checks, "store").same());
    store["format"] = 2;
    CHECK_THROWS_AS(compare_values(store, checks, "store"), Error);
  }
}
