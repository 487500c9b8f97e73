#pragma once
// The landscape of the network with any activation, on |w| = 1, through the door of model/mean_loss.hpp: q, v, the dual
// kernel K and its derivatives are enclosed from the definition (rigor/definition.hpp). The checks hold the algebra
// against linear systems in all k unknowns.
#include <functional>
#include <optional>

#include "rigor/definition.hpp"
#include "rigor/endpoints.hpp"
#include "rigor/landscape.hpp"

namespace noiseproof {

/// K = 2 pi E act(Z.w) act(Z.w*) and its first two derivatives in phi; one-sided at 0 and at pi.
using KernelJet = std::array<Ball, 3>;

/// By the definition, at phi = pi t. Accuracy: near the working precision.
KernelJet kernel_jet(const Activation& activation, const Rational& t);
/// K at any angle, by the definition.
Ball kernel_at(const Activation& activation, const Angle<Ball>& angle);

/// The closed forms of the activation, which the claims offer against its definition. binary: K = pi - phi, q = pi/2,
/// v = pi. leaky, slope c: K = q g(phi) + 2 pi c cos phi, q = (1-c)^2, v = pi (1+c^2). relu: c = 0. erf: K = 4
/// asin((2/3) cos phi), q = 0. Of the others there is none.
struct ClosedForm {
  Ball q, v;
  KernelJet kernel;
};
bool has_closed_form(const Activation& activation);
ClosedForm closed_form(const Activation& activation, const Angle<Ball>& angle);
/// "pi - phi", "81/100 g(phi) + 1/5 pi cos(phi)".
std::string kernel_in_words(const Activation& activation);

struct DualLandscape : Landscape {
  Activation activation;
  KernelJet at_zero, at_pi;
};
DualLandscape dual_landscape(const Activation& activation, const Instance& instance);

/// The loss at a_phi where the kernel has this value.
Ball best_loss(const DualLandscape& z, const Ball& kernel);

/// The r at which abar.a* = 0: (q - K(pi)) lambda1/(q (v - K(pi))). Can lie outside [0, k].
Ball threshold(const DualLandscape& z);
/// With E act = 0, or where -w* copies every teacher, abar.a* has one sign whatever r: there is none.
bool has_threshold(const DualLandscape& z);
/// Is E act not told from 0? Then no threshold is stated, and the sign of abar.a* decides by itself.
bool mean_is_open(const DualLandscape& z);
/// The r of the instance against it: proved where r is below, or where abar.a* < 0 for every r. Exact where the
/// threshold is rational (exact_moments).
Verdict below_threshold(const DualLandscape& z);
bool at_threshold(const DualLandscape& z);
/// Is K''(pi) = 2 pi E act'(z) act'(-z) exactly 0? Told of pieces whose slopes at z and -z never meet and of
/// polynomials; of others, false is "not told".
bool second_order_vanishes(const Activation& activation);
/// Does some (-w*, a) compute the teacher's function? With act(-z) = act(z) (-w*, a*) does; with act(-z) = 2c - act(z)
/// f(Z; -w*, -a*) = f(Z; w*, a*) - 2c 1.a*, so (-w*, -a*) does if c = 0 or 1.a* = 0.
bool opposite_copies_every_teacher(const Activation& activation);
bool opposite_copies_teacher(const DualLandscape& z);

/// A statement on every angle in [0, pi], box by box in t = phi/pi.
struct CoveredAngles {
  Verdict verdict = Verdict::undecided;
  int boxes = 0;
  std::optional<Bounds> where;  ///< refuted: a box on all of which it is false; undecided: one that stayed open
};

/// Does it hold of K(phi) at every angle in [0, pi]? `holds` gets K over a box, by the definition's integrals.
CoveredAngles for_every_kernel_value(const Activation& activation, const std::function<Verdict(const Ball&)>& holds);

/// Is K' < 0 on (0, pi)? Each box by the definition's integrals. At the ends of a continuous activation, where
/// K' = 0 (E act'(z) act(+-z) z' = 0 for independent z, z'), the sign of K'' on the end box stands for it.
CoveredAngles kernel_falls(const Activation& activation);
/// Is K' < 0 on some (pi - 2^-n pi, pi), n up to 24? proved or undecided.
Verdict kernel_falls_next_to_pi(const Activation& activation);
/// Is K(phi) < K(0) for 0 < phi <= pi?
CoveredAngles kernel_largest_at_zero(const Activation& activation);
/// Where K' changes from negative to positive inside (0, pi), in t; empty if no such place is found.
std::optional<Bounds> kernel_turns(const Activation& activation);

}  // namespace noiseproof
