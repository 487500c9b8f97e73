// The search for critical points: what Newton's polish may return, and the case in which it is known to be slow.
#include <doctest/doctest.h>

#include "instances.hpp"
#include "search/locate.hpp"

using namespace noiseproof;

TEST_SUITE("search") {
  TEST_CASE("a polished angle and its complement lie in [0, pi], though Newton steps beyond both poles") {
    for (const auto& [k, p, r] : {std::tuple{1, 2, "1"}, {1, 6, "1"}, {3, 2, "1/2"}}) {
      SearchOptions options;
      options.starts = 24;
      options.jobs = 1;
      const Instance instance = instance_from(k, p, r);
      const SearchResult found = locate(instance, options);
      REQUIRE(!found.clusters.empty());
      for (const Cluster& c : found.clusters) {
        CAPTURE(instance.k);
        CAPTURE(c.point.angle.phi);
        CAPTURE(c.point.angle.d);
        CHECK(c.point.angle.phi >= 0);
        CHECK(c.point.angle.d >= 0);
        CHECK(c.match.has_value());
      }
    }
  }

  TEST_CASE(
      "at k = 1 the spurious point, which the loss leaves like d^6, is found and matched to a third of the digits") {
    SearchOptions options;
    options.starts = 24;
    options.jobs = 1;
    const SearchResult found = locate(instance_from(1, 6, "1"), options);
    int there = 0;
    for (const Cluster& c : found.clusters)
      if (c.match == CriticalKind::spurious_point) {
        CHECK(c.agreeing_digits >= 12);
        there += c.from_gradient;
      }
    CHECK(there > 0);
  }
}
