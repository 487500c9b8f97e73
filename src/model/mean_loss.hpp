#pragma once
// The one door of activation and noise. On sphere x R^k the mean of the loss over the inputs and over the noise is
//
//   4 pi E L = m2 a'Ma - 2 a'(m1 q (11' - I) + K(phi) I) a* + const,   M = q 11' + (v - q) I:
//
// four numbers and one function. q = 2 pi (E act(z))^2 and v = 2 pi E act(z)^2 are the activation's; m1 = E|w~| and
// m2 = E|w~|^2 are the noise's; K is the dual kernel, smoothed by the noise. ReLU without noise: q = m1 = m2 = 1,
// v = pi, K = g. The rest is algebra in the basis u1, u2 of span(1, a*), where M has the eigenvalues lambda1, lambda2.
#include "model/network.hpp"

namespace noiseproof {

template <class T>
struct MeanLoss {
  int k;
  T e1, e2;            ///< a* = e1 u1 + e2 u2
  T q, v, m1, m2;      ///< above
  T lambda1, lambda2;  ///< of M along the ones, v + (k-1) q, and across, v - q
};

template <class T>
MeanLoss<T> mean_loss(const TeacherInvariants<T>& teacher, const T& q, const T& v, const T& m1 = lit<T>(1),
                      const T& m2 = lit<T>(1)) {
  return {teacher.k, teacher.e1, teacher.e2, q, v, m1, m2, lit<T>(teacher.k - 1) * q + v, v - q};
}

template <class T>
MeanLoss<T> relu_loss(const TeacherInvariants<T>& teacher) {
  return mean_loss(teacher, lit<T>(1), pi<T>());
}

/// Output weights in span(1, a*).
template <class T>
struct OutputWeights {
  T x;  ///< a.u1
  T y;  ///< a.u2
};

/// What pulls a: the derivative of 2 pi E L in a is m2 M a - pull.
template <class T>
OutputWeights<T> pull(const MeanLoss<T>& z, const T& kernel) {
  return {(lit<T>(z.k - 1) * z.m1 * z.q + kernel) * z.e1, (kernel - z.m1 * z.q) * z.e2};
}

/// a_phi, the minimiser in a where the kernel has this value.
template <class T>
OutputWeights<T> best_a(const MeanLoss<T>& z, const T& kernel) {
  const OutputWeights<T> to = pull(z, kernel);
  return {to.x / (z.m2 * z.lambda1), to.y / (z.m2 * z.lambda2)};
}

/// gamma: a_phi.a* = 0 where the kernel is m1 gamma; at the saddles. Domain: k >= 1, 0 <= r <= k; 0 at k = 1.
template <class T>
T saddle_value(int k, const T& r, const T& q, const T& v) {
  return q * (lit<T>(1) - (v - q) * r / (lit<T>(k - 1) * q + v - r * q));
}

}  // namespace noiseproof
