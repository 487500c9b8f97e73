// Expressions in z that are activations: what is read, what is refused, what their form tells.
#include "model/analytic.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "model/activation.hpp"
#include "rigor/dual_activation.hpp"
#include "rigor/hermite.hpp"
#include "workplace.hpp"

namespace noiseproof {
namespace {

Analytic read(const std::string& text) { return parse_analytic(text, "test"); }

std::string refusal_of(const std::string& text) {
  try {
    parse_activation(text, "test");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

/// The same function, written down by hand.
struct Written {
  const char* expression;
  double (*function)(double);
};
const Written kWritten[] = {
    {"z*sigmoid(1.702*z)", [](double z) { return z / (1 + std::exp(-1.702 * z)); }},
    {"z^2/4 - sin(2*z - 1)", [](double z) { return z * z / 4 - std::sin(2 * z - 1); }},
    {"(1 - gauss(z/2))*Phi(z) + cos(z)",
     [](double z) { return (1 - std::exp(-z * z / 4)) * (1 + std::erf(z / std::sqrt(2.0))) / 2 + std::cos(z); }},
    {"-softplus(-z + 0.5)^2", [](double z) { return -std::pow(std::log1p(std::exp(0.5 - z)), 2); }},
};

}  // namespace

TEST_SUITE("model/analytic") {
  TEST_CASE(
      "an expression is the function that it writes down, with its slope, and its series is about that function") {
    for (const Written& written : kWritten) {
      CAPTURE(written.expression);
      const Analytic f = read(written.expression);
      for (const double z : {-4.0, -0.3, 0.0, 1.1, 5.0}) {
        const Slope at = evaluate(f, Slope{z, 1});
        CHECK(at.value == doctest::Approx(written.function(z)).epsilon(1e-13));
        CHECK(at.slope ==
              doctest::Approx((written.function(z + 1e-5) - written.function(z - 1e-5)) / 2e-5).epsilon(1e-6));
      }
      const ScopedBits bits(80);
      const Ball mean = hermite_expansion(parse_activation(std::string("act:") + written.expression, "test")).mean;
      double sum = 0;
      for (double z = -9; z <= 9; z += 0.01) sum += written.function(z) * std::exp(-z * z / 2) * 0.01;
      CHECK(mean.midpoint_approx() == doctest::Approx(sum / std::sqrt(2 * M_PI)).epsilon(1e-10));
      CHECK(mean.radius_approx() < 1e-20);
    }
  }

  TEST_CASE("a name and its expression have the same kernel; another scale has another") {
    const ScopedBits bits(64);
    const auto kernel = [](const std::string& text) {
      return kernel_jet(parse_activation(text, "test"), Rational(1, 3));
    };
    for (const auto& same : {std::pair("gelu", "act:z*Phi(z)"), std::pair("softplus", "act:softplus(-z) + z"),
                             std::pair("poly:0,1,1/2", "act:z*(1 + z/2)")}) {
      CAPTURE(same.first);
      for (std::size_t i = 0; i < 3; ++i) CHECK(overlaps(kernel(same.first)[i], kernel(same.second)[i]));
    }
    CHECK_FALSE(overlaps(kernel("gelu")[0], kernel("act:z*Phi(1.001*z)")[0]));
  }

  TEST_CASE("near the limits of scale and shift the series keeps its digits, also at few bits") {
    const ScopedBits bits(32);
    for (const char* text : {"act:tanh(3*z)", "act:erf(3*z)*z", "act:z^12"}) {
      CAPTURE(text);
      const HermiteExpansion& series = hermite_expansion(parse_activation(text, "test"));
      CHECK(series.mean.radius_approx() < 1e-10 * std::sqrt(series.energy[0].midpoint_approx()));
      CHECK(series.rest[0].midpoint_approx() < 1e-6 * series.energy[0].midpoint_approx());
    }
  }

  TEST_CASE("the form tells what is even, and what is odd about a centre; it never claims what is not") {
    for (const char* even : {"cos(z)", "z*sin(z)", "gauss(2*z) - 3", "tanh(z)^2", "z^2 - z*(z + 0)", "sin(z)*erf(z)"})
      CHECK_MESSAGE(symmetry_of(read(even)).even, even);
    for (const auto& odd : {std::pair("tanh(z) + 2", Rational(2)), std::pair("z^3 - sin(z)", Rational(0)),
                            std::pair("3*sigmoid(z)", Rational(3, 2)), std::pair("z*cos(z)", Rational(0)),
                            std::pair("Phi(2*z) - 1/2", Rational(0))}) {
      CAPTURE(odd.first);
      const Symmetry found = symmetry_of(read(odd.first));
      REQUIRE(found.centre);
      CHECK(*found.centre == odd.second);
      CHECK_FALSE(found.even);
    }
    for (const char* neither : {"z*Phi(z)", "tanh(z + 1)", "cos(z - 1)", "softplus(z)", "sin(z) + cos(z)",
                                "sigmoid(z)*tanh(z)", "sigmoid(z)^2", "z + z^2"}) {
      CAPTURE(neither);
      CHECK_FALSE(symmetry_of(read(neither)).even);
      CHECK_FALSE(symmetry_of(read(neither)).centre);
    }
  }

  TEST_CASE("what the proofs do not cover is refused in one line that says what is wrong") {
    for (const auto& wrong :
         {std::pair("act:", "expected"),
          std::pair("act:x", "unknown name 'x'"),
          std::pair("act:tan(z)", "unknown function"),
          std::pair("act:1/z", "divided by"),
          std::pair("act:1/(z-z)", "divided by"),
          std::pair("act:tanh(z^2)", "scale*z"),
          std::pair("act:tanh(2)", "scale*z"),
          std::pair("act:tanh(4*z)", "to 3"),
          std::pair("act:sigmoid(7*z)", "to 6"),
          std::pair("act:erf(z/11)", "1/10"),
          std::pair("act:tanh(z + 11)", "shift"),
          std::pair("act:tanh(z/10 + 2)", "shift"),
          std::pair("act:z^13", "exponent"),
          std::pair("act:z^1.5", "exponent"),
          std::pair("act:z^7*z^6", "grows"),
          std::pair("act:softplus(z)^7*z^6", "grows"),
          std::pair("act:z", "linear"),
          std::pair("act:1e-7", "10^6") /* not a polynomial by its form: undecided later, never wrong */,
          std::pair("act:z + 1", "linear"),
          std::pair("act:1e7*z^2", "10^6"),
          std::pair("act:z^2*1e-9", "10^6"),
          std::pair("act:tanh(z, z)", "one argument")}) {
      CAPTURE(wrong.first);
      CHECK(refusal_of(wrong.first).find(wrong.second) != std::string::npos);
    }
  }

  TEST_CASE("powers of powers of a number end before they are computed") {
    CHECK(refusal_of("act:z^2 + ((((2)^12)^12)^12)^12").find("too many digits") != std::string::npos);
    CHECK(refusal_of("act:z^2/((((3*z)^1/z^1)^12)^12)^12") != "");
    CHECK(refusal_of("act:z^2 + ((2)^12)^12 - ((2)^12)^12") == "");
  }

  TEST_CASE("a file with act = \"...\" is read; others are refused by name") {
    const Workplace place("analytic");
    const auto file = [&](const std::string& content) { return place.file("activation.toml", content); };
    const Activation read_back = parse_activation(file("act = \"z*tanh(z)\"\n"), "test");
    CHECK(read_back.text() == "act:z*tanh(z)");
    CHECK(read_back.is_even());
    CHECK(parse_activation(read_back.text(), "test").in_words() == "act(z) = z*tanh(z)");
    CHECK(refusal_of(file("act = 3\n")).find("needs either act") != std::string::npos);
    CHECK(refusal_of(file("acts = \"z^2\"\n")).find("acts") != std::string::npos);
    CHECK(refusal_of(file("act = \"z^2\nx\"\n")).find("malformed") != std::string::npos);
    CHECK(refusal_of(place.at("none.toml")).find("none.toml") != std::string::npos);
  }
}

}  // namespace noiseproof
