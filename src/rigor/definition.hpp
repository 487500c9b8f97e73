#pragma once
// What the quantities of the theory mean, straight from the network's definition, with no closed form of the theory:
//
//   L(w, a) = 1/2 E (sum_i a_i act(Z_i.w) - sum_i a*_i act(Z_i.w*))^2,   Z_i ~ N(0, I_p) independent.
//
// Expanding the square leaves three expectations: E act(Z.w*), E act(Z.w*)^2 and K(phi) = E act(Z.w) act(Z.w*) for unit
// vectors at angle phi. In polar coordinates of their plane K is a radial integral times one over the arcs on which
// both signs are constant; each is enclosed by verified integration (rigor/verified_integral.hpp), and so are the
// derivatives of K, by power series in phi inside the integrand: no rule of calculus is applied by hand. Minimisers in
// a are solutions of k x k systems by verified linear algebra.
//
// The activation is a parameter: everything after the three expectations is the same for every one.
#include <array>
#include <string>
#include <vector>

#include "core/rational.hpp"
#include "model/activation.hpp"
#include "model/dual_kernel.hpp"
#include "model/vec.hpp"

namespace noiseproof {

/// A network, its teacher and a student, as small exact numbers: w* is the first unit vector of R^p, w has length nu
/// and the angle phi in the plane of the first two.
struct Case {
  int k = 1;                     ///< hidden units
  int p = 2;                     ///< inputs per patch
  Rational turn{1, 2};           ///< phi/pi, in [0, 1]
  Rational nu = 1;               ///< |w|
  std::vector<Rational> a;       ///< k entries
  std::vector<Rational> a_star;  ///< k entries, not all 0
};

/// What a formula may look at, enclosed. From a Case, or from a box around one.
struct Inputs {
  int k = 1, p = 2;
  Ball phi, d, nu;  ///< d = pi - phi, exact where it vanishes
  Vec<Ball> a, a_star, w, w_star;
  Ball alpha, beta, s, A, r;    ///< a.a*, 1.a, 1.a*, |a*|, s^2/A^2
  const Case* exact = nullptr;  ///< the case, where this is no box
};
/// Keeps the case's address: the case must outlive the inputs.
Inputs inputs_of(const Case& at);
/// A student of length nu at this angle, in R^p, with w* the first unit vector.
Inputs inputs_at(int p, const Angle<Ball>& angle, const Ball& nu, const Vec<Ball>& a, const Vec<Ball>& a_star);
/// All cases whose real numbers are within `radius` of this one's (phi/pi: within radius, cut to [0, 1]).
Inputs box_around(const Case& centre, const Rational& radius);

enum class Quantity {
  mean,
  second_moment,
  dual_kernel,
  dual_kernel_slope,
  dual_kernel_curvature,
  loss,
  grad_a,
  grad_w,
  grad_w_sphere,
  best_a,
  spurious_a,
  spurious_alpha,
  spurious_loss,
  threshold_r,
  saddle_kernel,
  hessian_phi_phi,
  hessian_phi_a,
  hessian_sphere,
  hessian_a_a
};

/// Encloses the quantity by the definition, at the working precision. Shape: by its type (formula/quantities.hpp).
/// Accuracy: at a Case near the working precision (of a smooth activation's kernel, what its Hermite series leaves),
/// over a box near its size. Domain: nu > 0, nu = 1 for a smooth activation; nu = 1 for the quantities
/// on the sphere (best_a, spurious_*, hessian_*), whose nu is not read.
Vec<Ball> by_definition(Quantity quantity, const Activation& activation, const Inputs& at);

/// E act(Z.w) act(Z.w*) for unit vectors at this angle and its first derivatives in phi, one-sided at 0 and pi: the
/// first `orders` (1 to 3) of them. Only the angle of `at` is read. Over a box: their ranges, enclosed.
std::array<Ball, 3> kernel_by_definition(const Activation& activation, const Inputs& at, int orders);

}  // namespace noiseproof
