#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "checks.hpp"

using namespace recheck;
using namespace checks;

namespace {

/// The enclosure at few bits holds the one at many.
template <class Function>
void check_coarse(int few, int many, Function f) {
  const auto at = [&f](int bits) {
    const Precision scope(bits);
    return f();
  };
  CHECK(is_inside(at(many), at(few)));
}

}  // namespace

TEST_SUITE("recheck/escape") {
  TEST_CASE("the greatest mean kernel is what plain quadrature finds, and between its limits") {
    const Precision scope(128);
    for (const int p : {2, 3, 6, 40})
      for (const double rho : {1.5, 36.0, 1e6}) {
        CAPTURE(p);
        CAPTURE(rho);
        double sum = 0, total = 0;
        constexpr int kCells = 20000;
        for (int i = 0; i < kCells; ++i) {
          const double f = M_PI * (i + 0.5) / kCells, s = std::sin(f);
          const double weight = std::pow(s, p - 2) * std::pow((std::cos(f) + std::sqrt(rho * rho - s * s)) / rho, p);
          sum += weight * (s + (M_PI - f) * std::cos(f)), total += weight;
        }
        CHECK(middle(greatest_mean_kernel(p, mpq_class(rho))) == doctest::Approx(sum / total).epsilon(1e-6));
      }
  }
}

TEST_SUITE("recheck/parts") {
  TEST_CASE("integrals and bounds at a coarse precision hold the fine ones") {
    for (const bool raw : {true, false})
      for (const mpq_class& rho : {mpq_class(19, 20), mpq_class(21, 20)}) {
        CAPTURE(rho.get_str());
        check_coarse(64, 128, [&] { return level_excess(3, raw, rho, Interval(mpq_class(1, 2))); });
      }
    for (const int n : {1, 3}) check_coarse(64, 128, [&] { return radial_moment(n, 3); });
    check_coarse(64, 128, [] { return angular_integral(mpq_class(1, 3)); });
    for (const long p : {2, 7}) check_coarse(64, 128, [&] { return pair_bound(p); });
  }

  TEST_CASE("at r = 0 the critical level is within 3/(2p) of its line for thousands of inputs too") {
    const Precision scope(128);
    for (const bool raw : {true, false})
      for (const long p : {201L, 10'000L}) {
        // pi p + 3 pi/4 - 1/pi (raw), pi p - pi/4 - 1/pi (normalized), pi to 15 digits.
        const mpq_class pi("3141592653589793/1000000000000000"), room(3, 2 * p);
        const mpq_class line = pi * (p + (raw ? mpq_class(3, 4) : mpq_class(-1, 4))) - 1 / pi;
        CHECK(is_negative(level_excess(p, raw, line - room, Interval(1))) == Answer::yes);
        CHECK(is_positive(level_excess(p, raw, line + room, Interval(1))) == Answer::yes);
      }
  }

  TEST_CASE("next to the threshold, where the level is of the order of rho^3, more bits decide and too few end soon") {
    // p = 3, normalized: pi - phi is the part of xi across w to first order, E h = rho^3/3 E v^3 = pi rho^3/32.
    const mpq_class rho(1, 100'000'000'000), pi("3141592653589793/1000000000000000"), mean = pi * rho * rho * rho / 32;
    {
      const Precision scope(128 + 4 * 37);
      CHECK(is_positive(level_excess(3, false, rho, Interval(mpq_class(mean * 999999 / 1000000)))) == Answer::yes);
      CHECK(is_negative(level_excess(3, false, rho, Interval(mpq_class(mean * 1000001 / 1000000)))) == Answer::yes);
    }
    const Precision scope(96);
    CHECK(is_positive(level_excess(3, false, rho, Interval(mean))) == Answer::unknown);
  }
}
