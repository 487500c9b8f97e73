// Activations in pieces: what is read, what is refused, and the dual kernel against other routes to it.
#include "model/pieces.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "model/activation.hpp"
#include "rigor/dual_activation.hpp"
#include "rigor/pieces_hermite.hpp"
#include "workplace.hpp"

namespace noiseproof {
namespace {

Pieces pieces(const std::string& text) { return parse_pieces(text, "test"); }
Activation in_pieces(const std::string& text) { return parse_activation("pieces:" + text, "test"); }

std::string refusal_of_pieces(const std::string& text) {
  try {
    pieces(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

const char* const kHardSwish = "0 if z < -3, z/2 + z^2/6 if z < 3, z";
const char* const kUneven = "1 if z < -1/2, -2*z if z < 1/3, -2/3 + (z - 1/3)^3 if z < 2, -2/3 + 125/27 + z - 2";

/// E f(X) f(Y) by the trapezoidal rule in the plane, in double: no formula of the theory.
double by_plain_quadrature(const SampledActivation& f, double phi) {
  constexpr double kStep = 0.01, kReach = 8;
  double sum = 0;
  for (double x = -kReach; x <= kReach; x += kStep)
    for (double y = -kReach; y <= kReach; y += kStep)
      sum += f(x) * f(std::cos(phi) * x + std::sin(phi) * y) * std::exp(-(x * x + y * y) / 2);
  return sum * kStep * kStep / (2 * M_PI);
}

}  // namespace

TEST_SUITE("model/pieces") {
  TEST_CASE("pieces are the function that they write down, with its slope, and so is their mirror image") {
    const auto written = [](double z) {
      return z < -0.5 ? 1 : z < 1.0 / 3 ? -2 * z : z < 2 ? -2.0 / 3 + std::pow(z - 1.0 / 3, 3) : 107.0 / 27 + z - 2;
    };
    const SampledPieces f(pieces(kUneven)), mirror(mirrored(pieces(kUneven)));
    for (const double z : {-4.0, -0.5, -0.2, 0.0, 0.4, 1.9, 2.0, 7.0}) {
      CAPTURE(z);
      CHECK(f(z).value == doctest::Approx(written(z)).epsilon(1e-13));
      CHECK(mirror(-z).value == doctest::Approx(written(z)).epsilon(1e-13));
      const double inside = z - 1e-3;  // no knot
      CHECK(f(inside).slope == doctest::Approx((written(inside + 1e-6) - written(inside - 1e-6)) / 2e-6).epsilon(1e-6));
      CHECK(mirror(-inside).slope == doctest::Approx(-f(inside).slope));
    }
  }

  TEST_CASE("symmetry is told if and only if it is there") {
    CHECK(symmetry_of(pieces("-z if z < 0, z")).even);
    CHECK_FALSE(symmetry_of(pieces("-z if z < 0, z")).centre);
    CHECK(*symmetry_of(pieces("-1 if z < -1, z if z < 1, 1")).centre == 0);
    CHECK(*symmetry_of(pieces("0 if z < -3, 1/2 + z/6 if z < 3, 1")).centre == Rational(1, 2));
    for (const char* neither : {"0 if z < 0, z", "-z if z < 1/1000, z - 1/500", "-1 if z < -1, z if z < 2, 2"}) {
      CAPTURE(neither);
      CHECK_FALSE(symmetry_of(pieces(neither)).even);
      CHECK_FALSE(symmetry_of(pieces(neither)).centre);
    }
  }

  TEST_CASE("what is no activation in pieces is refused, with the reason") {
    const auto says = [](const char* text, const char* reason) {
      CAPTURE(text);
      CHECK(refusal_of_pieces(text).find(reason) != std::string::npos);
    };
    says("0 if z < 0, z + 1", "do not meet at z = 0: 0 and 1");
    says("z if z < 1, z", "one polynomial");
    says("z", "one polynomial");
    says("", "test");
    says("z if z < 1", "the last piece has no 'if'");
    says("z, 1", "POLYNOMIAL if z < KNOT");
    says("0 if z < 1, z - 1 if z < 1, 0", "knots rise");
    says("0 if z < 11, z - 11", "[-10, 10]");
    says("0 if z < x, z", "x");
    says("0 if z < 0, tanh(z)", "polynomial");
    says("0 if z < 0, z^7", "degree 6");
    says(
        "0 if z < 0, z if z < 1, 1 if z < 2, z - 1 if z < 3, 2 if z < 4, z - 2 if z < 5, 3 if z < 6, z - 3 if z < 7, "
        "4 if z < 8, z - 4",
        "at most 8 knots");
  }

  TEST_CASE("a file holds pieces or an expression, not both") {
    const Workplace place("pieces");
    const auto read = [&](const std::string& text) {
      return parse_activation(place.file("act.toml", text), "test").text();
    };
    const std::string hinge = "pieces = \"0 if z < 1/2, z - 1/2\"\n";
    CHECK(read(hinge) == "pieces:0 if z < 1/2, z - 1/2");
    CHECK_THROWS_AS(read(hinge + "act = \"tanh(z)\"\n"), Error);
    CHECK_THROWS_AS(read("knots = 3\n"), Error);
  }
}

TEST_SUITE("rigor/pieces_kernel") {
  TEST_CASE("ReLU and leaky ReLU written in pieces have the kernel of their own definition, to the poles") {
    const ScopedBits bits(160);
    for (const auto& same : {std::pair("relu", "0 if z < 0, z"), std::pair("leaky:-1/3", "-1/3*z if z < 0, z")}) {
      const Activation known = parse_activation(same.first, "test"), written = in_pieces(same.second);
      for (const Rational& t :
           {Rational(0), Rational(1, 1000), Rational(1, 3), Rational(1, 2), Rational(7, 8), Rational(1)}) {
        const KernelJet x = kernel_jet(known, t), y = kernel_jet(written, t);
        for (std::size_t i = 0; i < 3; ++i) {
          CAPTURE(i);
          CHECK(overlaps(x[i], y[i]));
          CHECK(y[i].radius_approx() < 1e-40);
        }
      }
    }
  }

  TEST_CASE("the kernel is the mean of the products in the plane, by plain quadrature") {
    const ScopedBits bits(64);
    for (const char* text : {kHardSwish, kUneven, "-1 if z < -1, z if z < 1, 1", "0 if z < 1/2, 2*z - 1"}) {
      CAPTURE(text);
      const Activation activation = in_pieces(text);
      for (const double t : {0.05, 0.4, 0.9}) {
        const Ball exact = kernel_jet(activation, Rational(static_cast<int>(100 * t + 0.5), 100))[0];
        CHECK(exact.midpoint_approx() / (2 * M_PI) ==
              doctest::Approx(by_plain_quadrature(SampledActivation(activation), M_PI * t)).epsilon(2e-5));
        CHECK(exact.radius_approx() < 1e-15);
      }
    }
  }

  TEST_CASE("the derivatives are those of the value, and a box holds what is inside it") {
    const ScopedBits bits(80);
    const Rational h(1, 1 << 20);
    for (const char* text : {kHardSwish, kUneven, "0 if z < 0, z if z < 1/1000, 1/1000"}) {
      CAPTURE(text);
      const Activation activation = in_pieces(text);
      for (const Rational& t : {Rational(1, 50), Rational(5, 8)}) {
        const KernelJet here = kernel_jet(activation, t), left = kernel_jet(activation, t - h),
                        right = kernel_jet(activation, t + h);
        const double step = M_PI / (1 << 20);
        for (std::size_t i = 0; i < 2; ++i)
          CHECK(((right[i] - left[i]) / Ball(2)).midpoint_approx() / step ==
                doctest::Approx(here[i + 1].midpoint_approx()).epsilon(1e-6));
        const Angle<Ball> lo = angle_at(t - h), hi = angle_at(t + h);
        const auto over = pieces_kernel(*activation.pieces(), {Ball::hull(lo.phi, hi.phi), Ball::hull(hi.d, lo.d)}, 3);
        for (const KernelJet* inside : {&left, &here, &right})
          for (std::size_t i = 0; i < 3; ++i)
            CHECK(is_inside((*inside)[i], Ball(2) * Ball::pi() * over[i]) == Verdict::proved);
      }
    }
  }

  TEST_CASE("next to pi the kernel falls though second order vanishes; where it rises that is not said") {
    for (const char* falling : {"0 if z < 0, z", "0 if z < 0, z if z < 6, 6", "0 if z < 1/2, 2*z - 1",
                                "0 if z < 0, z^2", "0 if z < 1, (z - 1)^3"}) {
      CAPTURE(falling);
      CHECK(second_order_vanishes(in_pieces(falling)));
      CHECK(kernel_falls(in_pieces(falling)).verdict == Verdict::proved);
    }
    CHECK_FALSE(second_order_vanishes(in_pieces(kHardSwish)));
    CHECK_FALSE(falls_next_to_pi(pieces("-z if z < 0, z"), Ball(Rational(1, 4))));
    // A hump, whose slopes at z and -z never meet: act' is 1, then -1, on (1, 2) and (2, 3). K(pi) is 0.
    CHECK(kernel_falls(in_pieces("0 if z < 1, z - 1 if z < 2, 3 - z if z < 3, 0")).verdict != Verdict::proved);
    CHECK(second_order_vanishes(parse_activation("poly:0,1,1/2", "test")));
    CHECK(kernel_falls(parse_activation("poly:0,1,1/2", "test")).verdict == Verdict::proved);
    CHECK_FALSE(second_order_vanishes(parse_activation("poly:0,1,1/3", "test")));
  }
}

TEST_SUITE("rigor/pieces_hermite") {
  TEST_CASE("its means by verified integration are those by moments, and its series gives the kernel") {
    const ScopedBits bits(100);
    for (const char* text : {kHardSwish, kUneven, "0 if z < 10, z - 10"}) {
      CAPTURE(text);
      const Pieces f = pieces(text);
      const HermiteExpansion series = expand_pieces(f);
      for (std::size_t m = 0; m < 2; ++m)
        CHECK(overlaps(series.energy[m], gaussian_mean(product_of(derivative_of(f, m), derivative_of(f, m)))));
      CHECK(overlaps(series.mean, gaussian_mean(derivative_of(f, 0))));
      const auto by_series = hermite_kernel(series, angle_at(Rational(3, 5)), 2);
      const auto by_corners = pieces_kernel(f, angle_at(Rational(3, 5)), 2);
      for (std::size_t i = 0; i < 2; ++i) {
        CHECK(overlaps(by_series[i], by_corners[i]));
        CHECK(by_series[i].radius_approx() < 1e-25);
      }
    }
  }

  TEST_CASE("a knot moved by a thousandth gives another series") {
    const ScopedBits bits(64);
    const auto kernel = [](const char* text) {
      return hermite_kernel(expand_pieces(pieces(text)), angle_at(Rational(1, 2)), 1)[0];
    };
    CHECK_FALSE(overlaps(kernel("0 if z < 1/2, z - 1/2"), kernel("0 if z < 501/1000, z - 501/1000")));
  }
}

}  // namespace noiseproof
