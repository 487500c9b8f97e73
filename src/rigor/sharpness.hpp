#pragma once
// Sharpness of both optima (claim C18): Hessian trace, largest eigenvalue, expected rise of the loss under isotropic
// noise.
//
// Noise: a moves by b ~ N(0, sigma^2 I_k); w moves along the geodesic by the angle |xi|, xi ~ N(0, sigma^2 I_{p-1}) in
// the tangent space. Exactly, for an angle t and E b = 0:
//   rise at the global optimum = 1/(4 pi) [ E b'Mb + 2 A^2 (pi - g(t)) ],   at the spurious point = 1/(4 pi) [ E b'Mb +
//   2 c h(t) ],
// where pi - g(t) = pi t^2/2 - t^3/3 + O(t^4), h(t) = t^3/3 + O(t^5) and c = -abar.a* <= A^2/(pi - 1).
#include "rigor/certificate.hpp"
#include "rigor/landscape.hpp"

namespace noiseproof {

struct Sharpness {
  Ball trace;        ///< of the Hessian on sphere x R^k
  Ball largest;      ///< its largest eigenvalue
  Ball rise_order2;  ///< coefficient of sigma^2 in the expected rise: half the trace
  Ball rise_order3;  ///< coefficient of sigma^3
};

/// Domain: global_optimum or spurious_point.
Sharpness sharpness(const Landscape& z, CriticalKind kind);

/// The expected rise when w moves by the angle t exactly and a by b with E b = 0, without the part E b'Mb/(4 pi) that
/// both share.
Ball rise_at_angle(const Landscape& z, CriticalKind kind, const Ball& t);

/// S(phi) = (pi-1)(1 - cos phi) - h(phi) > 0 on (0, pi], by exclusion: for every k, p and teacher, at every angle t in
/// (0, pi], the global optimum's rise is the greater. The twin replaces pi - 1 by another coefficient.
ExclusionResult optimum_rises_more(const std::optional<Rational>& twin_coefficient = std::nullopt);
Json rises_more_to_json(const ExclusionResult& result);

}  // namespace noiseproof
