#pragma once
// The landscape of the network with any activation, on |w| = 1, through the one door by which an activation enters: its
// mean m = E act(z), its second moment v = E act(z)^2 and its dual kernel K(phi). With kappa(phi) = E act(Z.w)
// act(Z.w*) = K/(2 pi):
//
//   L = 1/2 [a'M a - 2 a'N(phi) a* + a*'M a*],   M = (v - m^2) I + m^2 11',   N(phi) = (kappa(phi) - m^2) I + m^2 11',
//   dL/da = M a - N(phi) a*,   dL/dphi = -kappa'(phi) a.a*.
//
// m, v, kappa and the derivatives of kappa are enclosed from the definition (formula/definition.hpp). The rest is
// algebra in the basis u1, u2 of span(1, a*), where M and N are diagonal; the checks hold it against linear systems in
// all k unknowns.
#include <functional>
#include <optional>

#include "formula/definition.hpp"
#include "model/network.hpp"
#include "rigor/endpoints.hpp"
#include "witness/piecewise_linear.hpp"

namespace noiseproof {

/// kappa and its first two derivatives in phi; one-sided at 0 and at pi.
using KernelJet = std::array<Ball, 3>;

/// By the definition, at phi = pi t. Accuracy: near the working precision.
KernelJet kernel_jet(const Activation& activation, const Rational& t);
/// kappa at any angle, by the definition.
Ball kernel_at(const Activation& activation, const Angle<Ball>& angle);

/// The closed forms of the activation, which the claims offer against its definition. binary: K = pi - phi, m = v =
/// 1/2. leaky, slope c: K = (1-c)^2 g(phi) + 2 pi c cos phi, m = (1-c)/sqrt(2 pi), v = (1+c^2)/2. relu: c = 0.
struct ClosedForm {
  Ball mean, second;
  KernelJet kernel;  ///< kappa, kappa', kappa''
};
ClosedForm closed_form(const Activation& activation, const Angle<Ball>& angle);
/// "pi - phi", "81/100 g(phi) + 1/5 pi cos(phi)".
std::string kernel_in_words(const Activation& activation);
/// The activation as a plain function, for the witnesses that sample or integrate it otherwise.
PiecewiseLinear as_function(const Activation& activation);

struct DualLandscape {
  Activation activation;
  Instance instance;
  TeacherInvariants<Ball> teacher;
  Ball norm_sq;              ///< A^2
  Ball mean_sq, second;      ///< m^2, v
  KernelJet same, opposite;  ///< at phi = 0 and at phi = pi
  Ball m1, m2;               ///< eigenvalues of M: v + (k-1) m^2 along u1, v - m^2 across
};
DualLandscape dual_landscape(const Activation& activation, const Instance& instance);

/// a_phi = M^{-1} N(phi) a*, the minimiser of the loss in a where the kernel has the value kappa: its coordinates along
/// u1 and u2, its product with a*, and the loss there, 1/2 sum_i e_i^2 delta (2 - delta/m_i) with delta = v - kappa.
struct BestAnswer {
  Ball x, y, alpha, loss;
};
BestAnswer best_answer(const DualLandscape& z, const Ball& kappa);

/// The r at which abar.a* = 0, abar the best a at w = -w*: (m^2 - kappa(pi)) m1 / (m^2 (v - kappa(pi))). Can lie
/// outside [0, k].
Ball threshold(const DualLandscape& z);
/// The r of the instance against it: proved where r is below. Exact for the binary activation, whose threshold is
/// (k+1)/2.
Verdict below_threshold(const DualLandscape& z);
bool at_threshold(const DualLandscape& z);
/// kappa where a_phi.a* = 0.
Ball saddle_value(const DualLandscape& z);

/// act(-z) = 1 - act(z) (binary) turns f(Z; -w*, -a*) into f(Z; w*, a*) - 1.a*: if 1.a* = 0 the two are one function.
bool opposite_copies_teacher(const DualLandscape& z);

/// A statement on every angle in [0, pi], box by box in t = phi/pi.
struct CoveredAngles {
  Verdict verdict = Verdict::undecided;
  int boxes = 0;
  std::optional<Bounds> where;  ///< refuted: a box on all of which it is false; undecided: one that stayed open
};

/// Does it hold of kappa(phi) at every angle in [0, pi]? `holds` gets kappa over a box, by the definition's integrals.
CoveredAngles for_every_kernel_value(const Activation& activation, const std::function<Verdict(const Ball&)>& holds);

/// Is kappa' < 0 on (0, pi)? Each box by the definition's integrals. At the ends of a continuous activation, where
/// kappa' = 0 (E act'(z) act(+-z) z' = 0 for independent z, z'), the sign of kappa'' on the end box stands for it.
CoveredAngles kernel_falls(const Activation& activation);
/// Is kappa(phi) < kappa(0) for 0 < phi <= pi?
CoveredAngles kernel_largest_at_zero(const Activation& activation);
/// Where kappa' changes from negative to positive inside (0, pi), in t; empty if no such place is found.
std::optional<Bounds> kernel_turns(const Activation& activation);

}  // namespace noiseproof
