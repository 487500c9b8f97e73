#pragma once
// Elementary functions for loops over chains: straight lines of additions, products, quotients, square roots and
// integer operations; no branch, no table, no library call. So
//  - such a loop is compiled to vector instructions, several chains in each;
//  - results are the same bit for bit on every IEEE machine and for every vector width, as each operation is rounded
//    on its own. For that, products and sums must not be fused: these headers are compiled with -ffp-contract=off.
//    (glibc's libmvec and libm differ in the last bit between machines with and without fused instructions.)
//
// Coefficients marked [fdlibm] are those of the Freely Distributable libm, Copyright (C) 1993 by Sun Microsystems, Inc.
// ("Permission to use, copy, modify, and distribute this software is freely granted, provided that this notice is
// preserved."): minimax fits whose error is below 2^-58 of the result. Accuracies were measured against 50 digits in
// tests/unit/reduced_test.cpp, in units of 2^-53.
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

/// Inlined into loops compiled for other instruction sets than the file's own.
#define NOISEPROOF_LANE [[gnu::always_inline]] inline

namespace noiseproof {

/// u^a for 0 < u <= 1 (not subnormal) and a > 0, where u^a > 2^-1000.
/// Accuracy  relative error below 3 + 2 |a log2 u|.
/// Source    log2 u = k + log2 m with m in [sqrt(1/2), sqrt 2), log m = 2 atanh(s), s = (m-1)/(m+1) [fdlibm];
///           2^r = e^x, |x| <= log(2)/2, by its Taylor polynomial of degree 13: the rest is below 5e-18.
NOISEPROOF_LANE double lane_power(double u, double a) {
  constexpr std::uint64_t kOne = 0x3ff0000000000000, kRootHalf = 0x3fe6a09e667f3bcd;  // the bits of 1 and sqrt(1/2)
  constexpr double kRound = 0x1.8p52;  // adding it rounds to an integer, which then stands in the low bits
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(u);
  const std::uint64_t exponent = (bits + (kOne - kRootHalf)) >> 52;  // k + 1023
  const double m = std::bit_cast<double>(bits - (exponent << 52) + kOne);
  const double k = std::bit_cast<double>(exponent | 0x4330000000000000) - (0x1p52 + 1023);
  const double f = m - 1, s = f / (2 + f), z = s * s, w = z * z;
  const double odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  const double even =
      z * (6.666666666666735130e-01 +
           w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  const double y = a * (k + s * (2 + (odd + even)) * std::numbers::log2e);

  const double shifted = y + kRound;
  const double x = (y - (shifted - kRound)) * std::numbers::ln2, q = x * x, q2 = q * q;
  const double c =
      (1 / 2. + q * (1 / 24.)) + q2 * ((1 / 720. + q * (1 / 40320.)) + q2 * (1 / 3628800. + q * (1 / 479001600.)));
  const double d =
      (1 / 6. + q * (1 / 120.)) + q2 * ((1 / 5040. + q * (1 / 362880.)) + q2 * (1 / 39916800. + q * (1 / 6227020800.)));
  const double scale = std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023) << 52);
  return (1 + (x + q * (c + x * d))) * scale;
}

struct SineCosine {
  double sine;
  double cosine;
};

/// Sine and cosine of 2 pi t for 0 <= t < 1.
/// Accuracy  relative error below 3 each.
/// Source    2 pi t = q pi/2 + x with |x| <= pi/4, exactly but for one rounding of x; polynomials [fdlibm].
NOISEPROOF_LANE SineCosine lane_turn(double t) {
  constexpr double kRound = 0x1.8p52;
  const double shifted = 4 * t + kRound;
  const std::uint64_t q = std::bit_cast<std::uint64_t>(shifted);
  const double x = (t - 0.25 * (shifted - kRound)) * (2 * std::numbers::pi), z = x * x, w = z * z;
  const double sine = x + x * z *
                              ((-1.66666666666666324348e-01 + z * 8.33333333332248946124e-03) +
                               w * ((-1.98412698298579493134e-04 + z * 2.75573137070700676789e-06) +
                                    w * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
  const double cosine = 1 - (0.5 * z - w * ((4.16666666666666019037e-02 + z * -1.38888888888741095749e-03) +
                                            w * ((2.48015872894767294178e-05 + z * -2.75573143513906633035e-07) +
                                                 w * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11))));
  // By quarter turns: (s, c), (c, -s), (-s, -c), (-c, s).
  const std::uint64_t s = std::bit_cast<std::uint64_t>(sine), c = std::bit_cast<std::uint64_t>(cosine);
  const std::uint64_t swap = (s ^ c) & (0 - (q & 1));
  return {std::bit_cast<double>((s ^ swap) ^ ((q & 2) << 62)),
          std::bit_cast<double>((c ^ swap) ^ (((q + 1) & 2) << 62))};
}

/// The angle in [0, pi/2] between the vector (along, across) and the first axis. along, across >= 0; length > 0 is
/// that of the vector.
/// Accuracy  relative error below 4, at both ends of [0, pi/2], if length is correct to 1.
/// Source    twice the arc tangent of across/(length + along); beyond tan(pi/8), of its difference to pi/4 [fdlibm].
NOISEPROOF_LANE double lane_acute_angle(double along, double across, double length) {
  constexpr double kTanEighth = std::numbers::sqrt2 - 1;  // tan(pi/8)
  const double base = length + along;
  const bool wide = across > kTanEighth * base;
  const double t = (wide ? across - base : across) / (wide ? across + base : base), z = t * t, w = z * z;
  const double even = z * (3.33333333333329318027e-01 +
                           w * (1.42857142725034663711e-01 +
                                w * (9.09088713343650656196e-02 +
                                     w * (6.66107313738753120669e-02 +
                                          w * (4.97687799461593236017e-02 + w * 1.62858201153657823623e-02)))));
  const double odd =
      w *
      (-1.99999999998764832476e-01 +
       w * (-1.11111104054623557880e-01 +
            w * (-7.69187620504482999495e-02 + w * (-5.83357013379057348645e-02 + w * -3.65315727442169155270e-02))));
  return (wide ? std::numbers::pi / 2 : 0.0) + 2 * (t - t * (even + odd));
}

}  // namespace noiseproof
