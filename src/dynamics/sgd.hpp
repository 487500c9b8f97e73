#pragma once
// Stochastic gradient descent on fresh Gaussian examples, mini-batches of m (docs/mathematics.md section 7; claims C14,
// C15).
#include "dynamics/random.hpp"
#include "model/gradient.hpp"

namespace noiseproof {

/// The gradient of a mini-batch, (1/m) sum D (sum_i a_i 1{Z_i.w > 0} Z_i, relu(Z.w)), D the residual: of each example's
/// loss 1/2 (f(Z; w, a) - f(Z; w*, a*))^2, with the part along w left out. Unbiased for sphere_gradient_w and
/// gradient_a. Domain: |w| = 1, batch >= 1. Shapes (p), (k). O(k batch + p): of each row of Z only the two coordinates
/// in the plane of w and w* are drawn; the rest of it enters through one Gaussian vector orthogonal to the plane, whose
/// size given those coordinates is known. So the law is that of Z in R^{k x p}, exactly.
Gradient<double> sample_gradient(const Teacher<double>& teacher, const Student<double>& student, int batch,
                                 Stream& samples);

/// One projected step of size eta along the gradient of a mini-batch at the perturbed point w~ = Proj(w + xi),
/// a~ = a + epsilon (normalized injection). Without displacement: stochastic gradient descent.
void stochastic_step(const Teacher<double>& teacher, double eta, int batch, Stream& samples, const Vec<double>& xi,
                     const Vec<double>& epsilon, Student<double>& student);

}  // namespace noiseproof
