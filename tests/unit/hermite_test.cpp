// The dual kernel of smooth activations: Hermite series against plain sums over the plane, closed forms, exact
// polynomials.
#include "rigor/hermite.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "rigor/dual_activation.hpp"

namespace noiseproof {
namespace {

constexpr const char* kSmooth[] = {"tanh", "sigmoid",  "erf",       "gelu",
                                   "silu", "softplus", "quadratic", "poly:1,-1/2,0,1/5"};

Activation activation(const std::string& text) { return parse_activation(text, "test"); }

/// 2 pi E act(x) act(x cos phi + y sin phi) by the trapezoidal rule in the plane: shares nothing with the series.
double kernel_by_sums(const Activation& which, double phi) {
  const SampledActivation act(which);
  constexpr double kStep = 0.08, kReach = 9;
  double sum = 0;
  for (double x = -kReach; x <= kReach; x += kStep)
    for (double y = -kReach; y <= kReach; y += kStep)
      sum += act(x) * act(x * std::cos(phi) + y * std::sin(phi)) * std::exp(-(x * x + y * y) / 2);
  return sum * kStep * kStep;
}

}  // namespace

TEST_SUITE("rigor/hermite") {
  TEST_CASE("the series is the definition's kernel, with its derivatives, at angles all over") {
    const ScopedBits bits(128);
    for (const char* name : kSmooth) {
      CAPTURE(name);
      const Activation which = activation(name);
      for (const Rational& t : {Rational(1, 10), Rational(1, 2), Rational(4, 5)}) {
        const double phi = t.convert_to<double>() * M_PI, h = 1e-3;
        const KernelJet jet = kernel_jet(which, t);
        const double low = kernel_by_sums(which, phi - h), here = kernel_by_sums(which, phi),
                     high = kernel_by_sums(which, phi + h);
        CHECK(jet[0].midpoint_approx() == doctest::Approx(here).epsilon(1e-9));
        CHECK(jet[1].midpoint_approx() == doctest::Approx((high - low) / (2 * h)).epsilon(1e-5));
        CHECK(jet[2].midpoint_approx() == doctest::Approx((high - 2 * here + low) / (h * h)).epsilon(1e-4));
        for (const Ball& x : jet) CHECK(x.radius_approx() < 1e-15);
      }
    }
  }

  TEST_CASE("erf has the kernel 4 asin((2/3) cos phi), and no other factor") {
    const ScopedBits bits(128);
    const Activation erf = activation("erf");
    for (const Rational& t : {Rational(0), Rational(1, 7), Rational(1, 2), Rational(1)}) {
      const KernelJet series = kernel_jet(erf, t), closed = closed_form(erf, angle_at(t)).kernel;
      for (std::size_t i = 0; i < 3; ++i) CHECK(overlaps(series[i], closed[i]));
    }
    CHECK_FALSE(
        overlaps(kernel_jet(erf, Rational(1, 7))[0], Ball(4) * asin(cosine(angle_at(Rational(1, 7))) / Ball(2))));
  }

  TEST_CASE("a polynomial's coefficients are exact: z^2 = h_0 + sqrt(2) h_2") {
    const ScopedBits bits(128);
    const HermiteExpansion& series = hermite_expansion(activation("quadratic"));
    CHECK(series.weight.size() == 3);
    CHECK(contains(series.mean, Rational(1)));
    CHECK(contains(series.weight[0], Rational(1)));
    CHECK(contains(series.weight[1], Rational(0)));
    CHECK(contains(series.weight[2], Rational(2)));
    CHECK(contains(series.energy[0], Rational(3)));
    CHECK(contains(series.energy[1], Rational(4)));
    CHECK(contains(series.energy[2], Rational(4)));
    for (const Ball& x : series.weight) CHECK(x.radius_approx() < 1e-35);
  }

  TEST_CASE("the means are those of other routes, and what the weights leave of them is small and not negative") {
    const ScopedBits bits(128);
    // E Phi(X)^2-like values: E sigmoid' and E gelu'^2 have no closed form; E softplus' = 1/2 by symmetry.
    const HermiteExpansion& softplus = hermite_expansion(activation("softplus"));
    CHECK(contains(softplus.weight[1], Rational(1, 4)));
    // gelu: E z Phi(z) = 1/(2 sqrt pi).
    const Ball mean = hermite_expansion(activation("gelu")).mean;
    CHECK(overlaps(mean, Ball(1) / (Ball(2) * sqrt(Ball::pi()))));
    for (const char* name : kSmooth) {
      CAPTURE(name);
      const HermiteExpansion& series = hermite_expansion(activation(name));
      for (std::size_t j = 0; j < 3; ++j) {
        CHECK(is_negative(series.rest[j]) == Verdict::refuted);
        CHECK(is_less(series.rest[j], Ball(Rational(1, Integer(1) << 40)) * series.energy[j]) == Verdict::proved);
      }
    }
  }

  TEST_CASE("over a box of angles the ranges hold every value inside, and are not much wider") {
    const ScopedBits bits(96);
    for (const char* name : {"tanh", "gelu", "quadratic", "softplus"}) {
      CAPTURE(name);
      const HermiteExpansion& series = hermite_expansion(activation(name));
      for (const int i : {0, 3, 7, 15}) {
        const Angle<Ball> lo = angle_at(Rational(i, 16)), hi = angle_at(Rational(i + 1, 16));
        const auto box = hermite_kernel(series, {Ball::hull(lo.phi, hi.phi), Ball::hull(hi.d, lo.d)}, 3);
        for (const int j : {0, 1, 2, 4}) {
          const auto at = hermite_kernel(series, angle_at(Rational(4 * i + j, 64)), 3);
          for (std::size_t n = 0; n < 3; ++n) CHECK(is_inside(at[n], box[n]) != Verdict::refuted);
        }
        const Ball ends = Ball::hull(hermite_kernel(series, lo, 1)[0], hermite_kernel(series, hi, 1)[0]);
        CHECK(box[0].radius_approx() < 3 * ends.radius_approx() + 0.5);
      }
    }
  }

  TEST_CASE("thresholds of smooth activations: by two teachers' linear systems") {
    const ScopedBits bits(128);
    Instance instance;
    instance.k = 5;
    instance.r = 2;
    const Inputs some = inputs_at(2, angle_at(1), Ball(1), {}, make_teacher<Ball>(instance).a_star);
    for (const char* name : {"sigmoid", "gelu", "silu", "softplus", "poly:1,-1/2,1/7,1/5"}) {
      CAPTURE(name);
      const DualLandscape z = dual_landscape(activation(name), instance);
      const auto defined = [&](Quantity quantity) { return by_definition(quantity, z.activation, some)[0]; };
      CHECK(overlaps(threshold(z), defined(Quantity::threshold_r)));
      CHECK(overlaps(z.alpha_bar(), defined(Quantity::spurious_alpha)));
      CHECK(overlaps(best_loss(z, z.opposite), defined(Quantity::spurious_loss)));
      CHECK_FALSE(opposite_copies_teacher(z));
    }
    // E act = 0: abar.a* = A^2 K(pi)/(2 pi v) for every teacher, by exact moments -1/3 and 1/3.
    for (const auto& [name, share] :
         {std::pair("poly:-1,2,1", Rational(-1, 3)), std::pair("poly:-1,1,1", Rational(1, 3))}) {
      const DualLandscape z = dual_landscape(activation(name), instance);
      CAPTURE(z.activation.text());
      CHECK_FALSE(has_threshold(z));
      CHECK(contains(z.alpha_bar(), share));
      CHECK(below_threshold(z) == (share < 0 ? Verdict::proved : Verdict::refuted));
    }
    // A rational threshold, (v + (k-1) q)/(2q) for an odd function of mean c: exact at equality.
    instance.k = 25;
    for (const int r : {19, 20, 21}) {
      instance.r = r;
      const DualLandscape z = dual_landscape(activation("poly:1,0,0,1"), instance);
      CHECK(at_threshold(z) == (r == 20));
      CHECK(below_threshold(z) == (r < 20 ? Verdict::proved : Verdict::refuted));
    }
    instance.k = 5;
    instance.r = 2;
    for (const char* name : {"tanh", "erf", "quadratic", "poly:0,1,0,1/5"}) {
      CAPTURE(name);
      const DualLandscape z = dual_landscape(activation(name), instance);
      CHECK(opposite_copies_teacher(z));
      CHECK(contains_zero(best_loss(z, z.opposite)));
      CHECK(below_threshold(z) != Verdict::undecided);
    }
    CHECK_THROWS_AS(by_definition(Quantity::loss, activation("tanh"),
                                  inputs_at(2, angle_at(Rational(1, 3)), Ball(2), {Ball(1)}, {Ball(1)})),
                    Error);
  }
}

TEST_SUITE("model/activation") {
  TEST_CASE("an activation is read as it is written, and slopes are those of its values") {
    for (const char* name :
         {"relu", "leaky:1/10", "binary", "tanh", "sigmoid", "erf", "gelu", "silu", "softplus", "poly:1,-1/2,0,1/5"}) {
      CAPTURE(name);
      const Activation which = activation(name);
      CHECK(which.text() == name);
      const SampledActivation act(which);
      for (const double z : {-3.0, -0.4, 0.7, 2.5})
        CHECK(act.slope(z) == doctest::Approx((act(z + 1e-5) - act(z - 1e-5)) / 2e-5).epsilon(1e-6));
      if (const Rational* centre = which.centre())
        for (const double z : {0.3, 1.9}) CHECK(act(z) + act(-z) == doctest::Approx(2 * centre->convert_to<double>()));
    }
    CHECK(activation("quadratic").text() == "poly:0,0,1");
    CHECK(activation("quadratic").in_words() == "act(z) = (1) z^2");
    CHECK(activation("leaky:-1/2").in_words() == "act(z) = z for z > 0, -1/2 z otherwise");
    CHECK(activation("quadratic").is_even());
    CHECK_FALSE(activation("poly:0,1,1").is_even());
    CHECK(activation("poly:1/3,1,0,1").centre() != nullptr);
    CHECK(activation("poly:0,1,1").centre() == nullptr);
    CHECK(activation("gelu").centre() == nullptr);
    for (const char* wrong : {"", "poly:", "poly:1", "poly:1,2", "poly:1,2,0", "poly:1,,2", "poly:0,0,1e-7",
                              "poly:0,0,0,0,0,0,0,0,0,0,0,0,0,1", "leaky:1", "Tanh"})
      CHECK_THROWS_AS(activation(wrong), Error);
  }
}

}  // namespace noiseproof
