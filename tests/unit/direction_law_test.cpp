#include "escape/direction_law.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "drift_definition.hpp"
#include "escape/drift_quadrature.hpp"
#include "instances.hpp"
#include "smoothing/critical_level.hpp"

using namespace noiseproof;
using namespace drift_definition;

TEST_SUITE("drift") {
  TEST_CASE("C13 the density of a moderately perturbed direction has the mean kernel of the smoothed landscape") {
    for (const int p : {2, 3, 6, 40})
      for (const char* rho : {"1.01", "3.416", "25", "1000000"}) {
        CAPTURE(p);
        CAPTURE(rho);
        const EscapeInstance at(instance_of(4, p, 1));
        const DriftNodes<double> nodes = DriftQuadrature(at, 64).approximate_nodes();
        const double radius = q(rho).convert_to<double>();
        const DirectionDensity<double> k{p, radius * radius - 1, 1 / radius};
        double total = 0, kernel = 0;
        for (std::size_t i = 0; i < nodes.direction.size(); ++i) {
          total += nodes.weight[i] * k(-nodes.direction[i].cosine);
          kernel += nodes.weight[i] * k(-nodes.direction[i].cosine) * (nodes.direction[i].g_off + at.gbar.middle());
        }
        CHECK(total == doctest::Approx(1).epsilon(1e-6));
        const Ball share = spurious_share({p, q(rho), Injection::normalized});
        CHECK(kernel == doctest::Approx(share.midpoint_approx()).epsilon(1e-6));
      }
  }

  TEST_CASE("C13 the cubic lies above the density, and its mean with a power is what plain sums find") {
    for (const int p : {3, 4, 6, 7, 20})
      for (const double rho : {1.05, 3.416, 25.0})
        for (const double theta : {0.3, (p - 3) / 2.0, (p - 1) / 2.0, 0.9 * (p - 1) / 2}) {
          if (theta <= 0) continue;
          CAPTURE(p);
          CAPTURE(rho);
          CAPTURE(theta);
          const DirectionDensity<double> k{p, rho * rho - 1, 1 / rho};
          const StudentAngle<double> w{-0.8, 0.6};
          const auto cubic = density_cubic(k, 0.6, 0.8, w);
          const PowerMeans<Interval> enclosed = power_means(p, q(std::to_string(theta).c_str()));
          for (const double slope : {-0.9, -0.4, 0.0, 0.3, 0.97}) {
            double total = 0, sum = 0;
            const int n = 4000;
            for (int i = 0; i < n; ++i) {
              const double turn = std::acos(-1.0) * (i + 0.5) / n, zeta = std::cos(turn);
              const double weight = std::pow(std::sin(turn), p - 3), h = 1 - zeta * zeta;
              const double above = cubic.mean + cubic.half * zeta - h * (cubic.bulge + cubic.twist * zeta);
              CHECK(above >= k(-0.48 + 0.48 * zeta) - 1e-14);
              total += weight;
              sum += weight * above * std::pow(1 - slope * zeta, -theta);
            }
            const auto at = [](double x) { return Interval::exactly(x); };
            const DensityCubic<Interval> given{at(cubic.mean), at(cubic.half), at(cubic.bulge), at(cubic.twist)};
            const auto found =
                tilted_mean_power(LinearBound<Interval>{at(1 - slope), at(1 + slope)}, given, at(theta), enclosed);
            const double bound = (exp(found.log) * found.factor).hi();
            CHECK(bound > sum / total * (1 - 1e-5));
            CHECK(bound < sum / total * (std::fabs(slope) < 0.5 ? 1 + 1e-5 : 1.05));
          }
        }
  }
}
