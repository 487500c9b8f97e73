#pragma once
// The Hessian of the population loss on sphere x R^k at unit w (claims C04, C06): in closed form as a spectrum, and
// assembled as a matrix for whoever wants to check the spectrum.
//
// In an orthonormal tangent basis (u, q_2 .. q_{p-1}) of the sphere, u pointing away from w* (phi grows), and R^k:
//   L_uu = -(alpha/2pi) g''(phi),   L_qq = (alpha/2pi)(pi-phi) cos phi,   L_ua = ((pi-phi) sin phi/2pi) a*,
//   L_aa = M/(2pi).
#include <array>

#include "model/gradient.hpp"
#include "model/mean_loss.hpp"

namespace noiseproof {

/// An eigenvalue and its multiplicity.
template <class T>
struct Eigenvalue {
  T value;
  int multiplicity;
};

/// The Hessian reduced by symmetry: on R^k orthogonal to 1 and a* it is (pi-1)/2pi times the identity, on the
/// sphere directions q it is `sphere` times the identity, and what remains is the symmetric 3 x 3 matrix over (u, u1,
/// u2):
///   [ uu  c e1                c e2        ]
///   [ .   (k+pi-1)/2pi        0           ]
///   [ .   .                   (pi-1)/2pi  ]      c = (pi-phi) sin phi / 2pi.
template <class T>
struct HessianBlocks {
  T uu;
  T coupling1;   ///< c e1
  T coupling2;   ///< c e2
  T along_ones;  ///< (k+pi-1)/2pi
  T across;      ///< (pi-1)/2pi
  T sphere;      ///< (alpha/2pi)(pi-phi) cos phi, p-2 times
};

/// Of any mean loss, by its kernel's slope in cos(phi), S = -K'/sin phi (ReLU: pi - phi), and K'': c = S sin phi/2pi,
/// uu = -alpha K''/2pi, sphere = alpha S cos phi/2pi, and m2 lambda1, m2 lambda2 in place of k+pi-1 and pi-1.
template <class T>
HessianBlocks<T> hessian_blocks(const MeanLoss<T>& loss, const Angle<T>& angle, const T& slope, const T& curvature,
                                const T& alpha) {
  const T scale = lit<T>(1) / (lit<T>(2) * pi<T>());
  const T c = slope * sine(angle) * scale;
  return {-(alpha * scale) * curvature,
          c * loss.e1,
          c * loss.e2,
          loss.m2 * loss.lambda1 * scale,
          loss.m2 * loss.lambda2 * scale,
          alpha * scale * slope * cosine(angle)};
}

/// Of ReLU, without noise.
template <class T>
HessianBlocks<T> hessian_blocks(const TeacherInvariants<T>& teacher, const Angle<T>& angle, const T& alpha) {
  return hessian_blocks(relu_loss(teacher), angle, angle.d, dual_kernel_second_derivative(angle), alpha);
}

/// Hessian-vector products need no matrix; an assembled one is for checking. Row-major, size (p-1+k)^2, in the basis
/// given by `tangent` (p-1 orthonormal vectors orthogonal to the unit vector w) and the unit vectors of R^k:
///   H_ww = (alpha/2pi) [ d cos(phi) I - sin(phi) t t' ],  H_wa = -(d/2pi) (t sin phi) a*',  H_aa = M/2pi,
/// t the unit tangent towards w*.
template <class T>
std::vector<T> assemble_hessian(const Student<T>& student, const Teacher<T>& teacher,
                                const std::vector<Vec<T>>& tangent);

/// p-1 orthonormal vectors that, with w/|w|, form a basis of R^p (Householder reflection). double and Real.
template <class T>
std::vector<Vec<T>> tangent_basis(const Vec<T>& w);

}  // namespace noiseproof
