#pragma once
// One-point dissipativity of the smoothed gradient towards the teacher, and the drift of perturbed gradient descent
// that follows from it, with the largest constants (claims C19, C20; proofs: docs/dissipativity.md). Raw noise, whose
// mean gradient is the gradient of the smoothed loss; the part in a holds for normalized noise too.
#include <optional>

#include "core/instance.hpp"
#include "smoothing/smoothed_kernel.hpp"

namespace noiseproof {

/// The joint statements hold for angles up to 5 pi/12.
inline const Rational kJointAngle{5, 12};  // over pi

/// In a: <grad_a, a - a*> >= c |a - a*|^2 - offset for every a and every phi. The largest c is the bound below
/// (excluded), m2 (pi-1)/2pi, or m2/2 for k = 1; for a smaller c the least offset is offset_in_a, attained at phi = pi.
Ball largest_rate_in_a(int k, const SmoothingNoise& noise);
/// Throws Error(arithmetic) unless c < largest_rate_in_a and both coefficients at phi = 0 are proved nonnegative.
Ball offset_in_a(const Instance& instance, const SmoothingNoise& noise, const Ball& c);

/// In w: <grad_w, w - w*> >= rate |w - w*|^2 for every phi <= furthest where a.a* >= alpha > 0; the largest such rate,
/// attained at `furthest`. It falls to 0 as furthest -> pi: on the whole sphere there is none, with no offset below
/// 4 rate. Raw noise.
Ball rate_in_w(const SmoothingNoise& noise, const Ball& alpha, const Angle<Ball>& furthest);

/// Jointly, without noise: does the statement with this c hold?
Verdict is_jointly_dissipative(const Instance& instance, const Rational& c, const Ball& kept = 1);
/// Jointly, without noise: the largest c with <grad, (a, w) - (a*, w*)> >= c (|a - a*|^2 + |w - w*|^2) for every a and
/// every phi <= 5 pi/12. `kept`: the share of the quadratic form in a that is used, in (0, 1]; 1 for the plain
/// statement. To a relative 2^-16.
Bounds largest_joint_rate(const Instance& instance, const Ball& kept = 1);

/// Jointly, with raw noise: the least offset with <grad, ...> >= c (...) - offset on the same set, to within 1%.
/// Throws Error(no_convergence) if c is too large to be decided.
Bounds joint_offset(const Instance& instance, const SmoothingNoise& noise, const Rational& c, const Ball& kept = 1);

/// 1 - eta (k+pi-1) (1+rho_w)^4/(2 pi): the share of the quadratic form in a that is left when the rest pays for the
/// square of the step. Not positive: the step is too long for any drift below.
Ball share_kept(const Instance& instance, const Rational& eta, const Rational& rho_w);

/// E V' <= (1 - contraction eta) V + noise after one step of perturbed gradient descent (raw noise of radii rho_w < 1,
/// rho_a; step eta) from any (w, a) with phi <= 5 pi/12 and |a - a*| <= distance; V = |a - a*|^2 + |w - w*|^2.
struct Drift {
  Rational rate;     ///< c of the joint statement used
  Bounds offset;     ///< its offset at rho_w
  Ball contraction;  ///< positive, or the step is too long
  Ball noise;
};
Drift drift(const Instance& instance, const Rational& eta, const Rational& rho_w, const Rational& rho_a,
            const Rational& distance);

/// At most so far is the gradient that a step follows, at (w + xi, a + eps) and in w tangent at w, from the one at (w,
/// a): for every (w, a) with |a - a*| <= distance and every noise of these radii (rho_w < 1).
Ball gradient_change(const Instance& instance, const Rational& rho_w, const Rational& rho_a, const Rational& distance);

/// Every step as above from V <= level ends with V' <= (1 - contraction eta) V + noise eta <= level, whatever its
/// noise; so V settles, surely, below noise/contraction.
struct SureDrift {
  Rational contraction;  ///< a rate of the joint statement without noise
  Rational noise;        ///< at most contraction level; of order (rho_w + rho_a)^2
};
/// Nothing if the (sufficient) condition is not proved: the step or the radii are too long. Domain: 0 < level <= 37/25,
/// so that phi < 5 pi/12 there.
std::optional<SureDrift> sure_drift(const Instance& instance, const Rational& eta, const Rational& rho_w,
                                    const Rational& rho_a, const Rational& level);
/// The largest level: 2 (1 - cos(5 pi/12)) = 1.4824.
inline const Rational kLargestKept(37, 25);

}  // namespace noiseproof
