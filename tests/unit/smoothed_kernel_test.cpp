#include "smoothing/smoothed_kernel.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "smoothing/gegenbauer.hpp"
#include "smoothing/two_dimensional.hpp"
#include "smoothing_checks.hpp"
#include "witness/smoothed_definition.hpp"

using namespace noiseproof;
using namespace smoothing_checks;

TEST_SUITE("unit/smoothing") {
  TEST_CASE(
      "G(pi) by the closed forms is G(pi) by integration of the definition, for small p, every rho and both "
      "injections") {
    const ScopedBits precision(64);
    for (const int p : {2, 3, 6, 7})
      for (const char* rho : {"1/2", "1", "11/10", "3", "20", "3000"})
        for (const Injection injection : kBoth) {
          CAPTURE(p);
          CAPTURE(rho);
          CAPTURE((injection == Injection::raw));
          const SmoothingNoise noise{p, ratio(rho), injection};
          const Ball integral = kernel_at_pi_by_integral(noise);
          CHECK(same(smoothed_kernel_at_pi(noise), integral, 50));
          CHECK(overlaps(kernel_at(noise, 1), integral));
        }
  }

  TEST_CASE("next to rho = 1, where the series are slow, the pieces fit together") {
    const ScopedBits precision(64);
    for (const char* rho : {"62/64", "64/65", "66/65", "66/64"})
      for (const int p : {2, 5}) {
        const SmoothingNoise noise{p, ratio(rho), Injection::raw};
        CAPTURE(rho);
        CAPTURE(p);
        CHECK(same(kernel_at(noise, 1), kernel_at_pi_by_integral(noise), 50));
        // Just inside sin phi < rho, and outside where there is an outside.
        const Ball near = kernel_at(noise, Rational(43, 100)), far = kernel_at(noise, Rational(57, 100));
        CHECK(same(near - far, Ball::pi() * cosine(angle_at(Rational(43, 100))), 50));
      }
  }

  TEST_CASE("two inputs: the closed form, its derivatives and the definition by quadrature agree to 26 digits") {
    const ScopedDigits digits(40);
    const ScopedBits precision(128);
    for (const char* rho : {"1/2", "11/10", "5"})
      for (const Injection injection : kBoth) {
        const SmoothingNoise noise{2, ratio(rho), injection};
        const Rational t(3, 5);
        const Real phi = pi<Real>() * from_rational<Real>(t), size = from_rational<Real>(noise.rho);
        const SmoothedKernel closed = smoothed_kernel(noise, angle_at(t));
        const Ball value = Ball::exactly(smoothed_kernel_by_quadrature(2, size, injection, phi));
        const bool coarse = injection == Injection::normalized && noise.rho < 1;  // the series stops at 1e-7 there
        CHECK(is_less(distance(value, closed.value), Ball(ratio(coarse ? "1e-7" : "1e-30"))) == Verdict::proved);
        if (coarse) continue;
        const SmoothedDifferences by_differences = smoothed_kernel_differences(2, size, injection, phi);
        CHECK(is_less(distance(Ball::exactly(by_differences.first), closed.derivative), Ball(ratio("1e-24"))) ==
              Verdict::proved);
        CHECK(is_less(distance(Ball::exactly(by_differences.second), closed.second_derivative), Ball(ratio("1e-24"))) ==
              Verdict::proved);
      }
  }

  TEST_CASE("identities: the odd part is pi mu_1 cos phi, and the slope is the derivative in cos phi") {
    const ScopedBits precision(128);
    for (const int p : {2, 5, 6})
      for (const char* rho : {"1/2", "3/2", "20"})
        for (const Injection injection : kBoth) {
          const SmoothingNoise noise{p, ratio(rho), injection};
          if (injection == Injection::normalized && noise.rho < 1) continue;
          const Ball odd = injection == Injection::raw ? Ball(1) : mean_gegenbauer(noise, 1);
          for (const Rational& t : {Rational(0), Rational(1, 5), Rational(2, 5)}) {
            const SmoothedKernel near = smoothed_kernel(noise, angle_at(t));
            CHECK(same(near.value - kernel_at(noise, 1 - t), Ball::pi() * odd * cosine(angle_at(t)), 90));
            CHECK(same(near.derivative, -near.slope * sine(angle_at(t)), 90));
          }
          CHECK(same(smoothed_kernel(noise, angle_at(1)).second_derivative, smoothed_kernel(noise, angle_at(1)).slope,
                     90));
        }
    // At rho = 1 the raw kernel's curvature at the spurious point is pi/4 whatever p.
    for (const int p : {2, 3, 6, 100})
      CHECK(same(smoothed_kernel({p, 1, Injection::raw}, angle_at(1)).slope, Ball::pi() / Ball(4), 100));
  }

  TEST_CASE("values a step apart agree with both derivatives, and with nothing steeper") {
    const ScopedBits precision(256);
    for (const SmoothingNoise& noise :
         {SmoothingNoise{6, 3, Injection::raw}, SmoothingNoise{6, 3, Injection::normalized},
          SmoothingNoise{7, Rational(1, 2), Injection::raw}}) {
      const Rational t(2, 3), step(1, Integer(1) << 40);
      const SmoothedKernel here = smoothed_kernel(noise, angle_at(t));
      const Ball h = Ball::pi() * Ball(step), up = kernel_at(noise, t + step), down = kernel_at(noise, t - step);
      const Ball first = (up - down) / (Ball(2) * h), second = (up - Ball(2) * here.value + down) / square(h);
      const Ball close(ratio("1e-20"));
      CHECK(is_less(distance(first, here.derivative), close) == Verdict::proved);
      CHECK(is_less(distance(second, here.second_derivative), close) == Verdict::proved);
      CHECK(is_less(close, distance(first, here.derivative * Ball(Rational(1001, 1000)))) == Verdict::proved);
    }
  }

  TEST_CASE("small noise leaves the dual kernel, and more noise moves it away") {
    const ScopedBits precision(96);
    for (const Injection injection : kBoth)
      for (const Rational& t : {Rational(1, 4), Rational(3, 4), Rational(1)}) {
        const Ball g = dual_kernel(angle_at(t));
        CHECK(is_less(distance(kernel_at({6, ratio("1e-6"), injection}, t), g), Ball(ratio("1e-6"))) ==
              Verdict::proved);
        CHECK(is_less(Ball(ratio("1e-2")), distance(kernel_at({6, 1, injection}, t), g)) == Verdict::proved);
      }
  }

  TEST_CASE("G falls with phi; G(pi) and the spurious point's share rise with rho") {
    const ScopedBits precision(64);
    for (const int p : {2, 3, 6})
      for (const Injection injection : kBoth) {
        for (const char* rho : {"3/4", "2", "20"}) {
          const SmoothingNoise noise{p, ratio(rho), injection};
          const int steps = noise.rho < 1 ? 4 : 8;
          for (int i = 0; i < steps; ++i)
            CHECK(is_less(kernel_at(noise, Rational(i + 1, steps)), kernel_at(noise, Rational(i, steps))) ==
                  Verdict::proved);
        }
        Ball before = 0, share_before = 0;
        for (const char* rho : {"1/100", "1/2", "99/100", "1", "101/100", "2", "10", "1000", "1000000"}) {
          const SmoothingNoise noise{p, ratio(rho), injection};
          const Ball now = smoothed_kernel_at_pi(noise), share = spurious_share(noise);
          CHECK(is_less(before, now) == Verdict::proved);
          CHECK(is_less(share_before, share) == Verdict::proved);
          before = now;
          share_before = share;
        }
      }
  }

  TEST_CASE("for odd p the raw kernel is a polynomial in rho: p = 3 exactly") {
    const ScopedBits precision(160);
    const auto rational_part = [](const Ball& g) { return g * Ball(2) / Ball::pi(); };
    // rho <= 1: G(pi) = pi rho^3/32. rho >= 1: q(1) = (9/16)(rho + 1/rho - 1/(9 rho^3)).
    CHECK(contains(rational_part(smoothed_kernel_at_pi({3, Rational(1, 2), Injection::raw})), Rational(1, 128)));
    CHECK(contains(rational_part(smoothed_kernel_at_pi({3, 1, Injection::raw})), Rational(1, 16)));
    for (const Rational& rho : {Rational(3), Rational(7, 5), Rational(200)}) {
      const Rational q = Rational(9, 16) * (rho + 1 / rho - 1 / (9 * rho * rho * rho));
      CHECK(contains(rational_part(smoothed_kernel_at_pi({3, rho, Injection::raw})), Rational(q - 1)));
      // At c = -1/2: U = (9/16) rho (1 + x/2 - x^2/24), x = 3/(4 rho^2); q' = (9/16)(c - (c - c^3/3)/(6 rho^2))/rho.
      const Rational c(-1, 2), x = Rational(3, 4) / (rho * rho);
      const Rational u = Rational(9, 16) * rho * (1 + x / 2 - x * x / 24);
      const Rational slope = Rational(9, 16) / rho * (c - (c - c * c * c / 3) / (6 * rho * rho));
      CHECK(contains(rational_part(kernel_at({3, rho, Injection::raw}, Rational(2, 3))), Rational(c + u + c * slope)));
    }
  }

  TEST_CASE("over a ball of angles the enclosure holds all values, and is not much wider than they are") {
    const ScopedBits precision(96);
    for (const SmoothingNoise& noise :
         {SmoothingNoise{6, 3, Injection::raw}, SmoothingNoise{6, 3, Injection::normalized},
          SmoothingNoise{7, 4, Injection::normalized}, SmoothingNoise{5, Rational(1, 2), Injection::normalized}}) {
      const Rational lo(3, 10), hi(31, 100);
      const Angle<Ball> first = angle_at(lo), last = angle_at(hi);
      const SmoothedKernel wide =
          smoothed_kernel(noise, {Ball::hull(first.phi, last.phi), Ball::hull(last.d, first.d)});
      for (const Rational& t : {lo, Rational((lo + hi) / 2), hi}) {
        const SmoothedKernel at = smoothed_kernel(noise, angle_at(t));
        CHECK(overlaps(wide.value, at.value));
        CHECK(overlaps(wide.derivative, at.derivative));
        CHECK(overlaps(wide.slope, at.slope));
      }
      CHECK(is_less(wide.value.upper() - wide.value.lower(), Ball(Rational(1, 3))) == Verdict::proved);
      CHECK(is_positive(wide.slope) == Verdict::proved);
    }
  }

  TEST_CASE("outside the domain: one clear error") {
    for (const SmoothingNoise& noise :
         {SmoothingNoise{1, 1, Injection::raw}, SmoothingNoise{6, 0, Injection::raw},
          SmoothingNoise{6, Rational(-1), Injection::normalized}, SmoothingNoise{6, 1'000'001, Injection::raw},
          SmoothingNoise{100'001, 1, Injection::normalized}}) {
      CHECK_THROWS_AS(smoothed_kernel(noise, angle_at(1)), Error);
      CHECK_THROWS_AS(smoothed_kernel_at_pi(noise), Error);
      CHECK_THROWS_AS(kernel_at_pi_by_integral(noise), Error);
      CHECK_THROWS_AS(mean_length(noise), Error);
      CHECK_THROWS_AS(mean_square_length(noise), Error);
    }
    CHECK_NOTHROW(smoothed_kernel_at_pi({2, ratio("1e6"), Injection::raw}));
    for (const SmoothingNoise& noise :
         {SmoothingNoise{6, Rational(1, 2), Injection::raw}, SmoothingNoise{6, 1, Injection::normalized},
          SmoothingNoise{6, 0, Injection::normalized}, SmoothingNoise{1, Rational(1, 2), Injection::normalized}})
      CHECK_THROWS_AS(smoothed_kernel_by_integral(noise, angle_at(Rational(1, 2))), Error);
  }

  TEST_CASE("the mean lengths for p = 3 are those of the spheres' means") {
    // Over the sphere of radius t about w: |w~| has the mean 1 + t^2/3 for t <= 1 and t + 1/(3t) beyond, |w~|^2 1 +
    // t^2.
    const ScopedBits precision(128);
    for (const Rational& rho : {Rational(1, 2), Rational(1), Rational(3, 2), Rational(40)}) {
      const SmoothingNoise noise{3, rho, Injection::raw};
      const Rational beyond =
          (Rational(3, 4) * rho * rho * rho * rho + rho * rho / 2 - Rational(1, 20)) / (rho * rho * rho);
      CHECK(contains(mean_length(noise), rho <= 1 ? Rational(1 + rho * rho / 5) : beyond));
      CHECK(contains(mean_square_length(noise), Rational(1 + rho * rho * 3 / 5)));
    }
  }

  TEST_CASE("what few bits prove of the slope agrees with what more bits prove") {
    for (const char* rho : {"1/100000", "1/1000", "1/2", "1", "66/65", "3"})
      for (const int p : {2, 7})
        for (const Injection injection : kBoth) {
          const SmoothingNoise noise{p, ratio(rho), injection};
          if (injection == Injection::normalized && noise.rho < 2) continue;
          // Where sin phi is rho/2, rho (to the last bit), 2 rho: exact cosines, so that no range hides what is left
          // out.
          for (const Rational& sine : {Rational(noise.rho / 2), noise.rho, Rational(2 * noise.rho)}) {
            if (sine > 1) continue;
            const Rational c = dyadic_floor(lower_rational(sqrt(Ball(Rational(1 - sine * sine)))), 44);
            const auto at = [&](int bits) {
              const ScopedBits precision(bits);
              return smoothed_slope(noise)(Ball(c));
            };
            CAPTURE(rho);
            CAPTURE(p);
            const Ball few = at(44);
            CHECK(overlaps(few, at(80)));
            CHECK(few.radius_approx() < 1e-6);
          }
        }
  }

  TEST_CASE(
      "raw noise of a radius next to 1, two inputs: the definition by quadrature on either side of sin phi = rho") {
    const ScopedDigits digits(40);
    const ScopedBits precision(100);
    for (const auto& [rho, t] : {std::pair("64/65", "47/100"), std::pair("64/65", "43/100"), std::pair("1", "47/100"),
                                 std::pair("63/65", "21/50"), std::pair("1/2", "1/10")}) {
      const SmoothingNoise noise{2, ratio(rho), Injection::raw};
      const Real exact = smoothed_kernel_by_quadrature(2, from_rational<Real>(noise.rho), Injection::raw,
                                                       pi<Real>() * from_rational<Real>(ratio(t)));
      CHECK(is_less(distance(Ball::exactly(exact), kernel_at(noise, ratio(t))), Ball(ratio("1e-24"))) ==
            Verdict::proved);
    }
  }

  TEST_CASE(
      "raw noise, sin phi next to rho, many inputs: the definition by quadrature, any number of bits, and at sin phi = "
      "rho") {
    const ScopedDigits digits(30);
    const Rational rho(2, 3);
    for (const char* t : {"7/32", "15/64"}) {
      const Real exact =
          smoothed_kernel_by_quadrature(20, Real(2) / 3, Injection::raw, pi<Real>() * from_rational<Real>(ratio(t)));
      const ScopedBits precision(80);
      CHECK(is_less(distance(Ball::exactly(exact), kernel_at({20, rho, Injection::raw}, ratio(t))),
                    Ball(ratio("1e-18"))) == Verdict::proved);
    }
    const auto slope_with = [&](int p, const Ball& c, slong bits) {
      const ScopedBits precision(bits);
      return smoothed_slope({p, rho, Injection::raw})(c);
    };
    // Ten inputs: the series with few bits, the integral with many.
    for (const char* c : {"381/512", "191/256", "763/1024"})
      for (const slong bits : {40, 48, 56, 64})
        CHECK(overlaps(slope_with(10, Ball(ratio(c)), bits), slope_with(10, Ball(ratio(c)), 160)));
    for (const int p : {21, 50, 200}) {
      const auto slope_at = [&](const Ball& c, slong bits) { return slope_with(p, c, bits); };
      const ScopedBits precision(256);
      const Ball turn = sqrt(Ball(1) - square(Ball(rho)));  // a ball of 256 bits around cos phi at sin phi = rho
      const Ball below = slope_at(Ball(Rational(47, 64)), 100), at = slope_at(turn, 128),
                 above = slope_at(Ball(Rational(3, 4)), 100);
      CHECK(overlaps(below, slope_at(Ball(Rational(47, 64)), 240)));
      CHECK(overlaps(above, slope_at(Ball(Rational(3, 4)), 240)));
      CHECK(below.radius_approx() + at.radius_approx() + above.radius_approx() < 1e-27);
      CHECK(is_less(below, at) == Verdict::proved);
      CHECK(is_less(at, above) == Verdict::proved);
    }
  }
}
