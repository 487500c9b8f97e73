#pragma once
// Instances for tests, from their invariants r = s^2/A^2 and A^2; the rest as by default.
#include "core/instance.hpp"

inline noiseproof::Instance instance_of(int k, int p, const noiseproof::Rational& r,
                                        const noiseproof::Rational& norm_sq = 1) {
  noiseproof::Instance out;
  out.k = k;
  out.p = p;
  out.r = r;
  out.norm_sq = norm_sq;
  return out;
}

/// The same from text: "1/7", "32.5".
inline noiseproof::Instance instance_from(int k, int p, const char* r, const char* norm_sq = "1") {
  return instance_of(k, p, noiseproof::parse_rational(r, "test"), noiseproof::parse_rational(norm_sq, "test"));
}
