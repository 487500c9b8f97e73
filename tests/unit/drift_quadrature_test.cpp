#include "escape/drift_quadrature.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "instances.hpp"

using namespace noiseproof;

TEST_SUITE("drift") {
  TEST_CASE("C13 Gauss rules of the direction: probabilities that give the sphere's known moments") {
    for (const int p : {2, 3, 4, 6, 20, 300}) {
      CAPTURE(p);
      const EscapeInstance at(instance_of(4, p, 1));
      const DriftQuadrature quadrature(at, p > 100 ? 64 : 16);
      const DriftNodes<double> nodes = quadrature.approximate_nodes();
      double total = 0, mean_p = 0, mean_g = 0, second = 0, fourth = 0;
      for (std::size_t i = 0; i < nodes.direction.size(); ++i) {
        total += nodes.weight[i];
        mean_p += nodes.weight[i] * nodes.direction[i].P;
        mean_g += nodes.weight[i] * nodes.direction[i].g_off;
      }
      for (std::size_t k = 0; k < nodes.zeta.size(); ++k) {
        second += nodes.zeta_weight[k] * std::pow(nodes.zeta[k], 2);
        fourth += nodes.zeta_weight[k] * std::pow(nodes.zeta[k], 4);
      }
      const double n = p - 1;
      CHECK(total == doctest::Approx(1).epsilon(1e-6));
      CHECK(mean_p == doctest::Approx(std::acos(-1.0) / 2 * (1 - 1.0 / p)).epsilon(1e-6));
      CHECK(std::fabs(mean_g) < 1e-6);
      CHECK(second == doctest::Approx(1 / n));
      CHECK(fourth == doctest::Approx(3 / (n * (n + 2))));
    }
  }
}
