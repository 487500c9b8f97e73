#pragma once
// The numbers that a certified schedule stands on, enclosed: those of the instance, the box that a is kept in, and the
// range of z = nu Lc - K Q over it (claim C13; docs/escape.md has the letters and the algebra).
#include <optional>
#include <vector>

#include "core/instance.hpp"
#include "rigor/interval.hpp"

namespace noiseproof {

/// The mean step is taken over the exact law of the direction of w~, rho_w > 1, in place of (1 + 1/rho_w)^p times the
/// mean over the uniform one: for moderate noise. Then nu and gbar, which may be any two numbers, are these; good ones
/// are the drift of log Y per s at the spurious point, and the mean of g there.
struct ExactLaw {
  Rational nu, gbar;
};

/// The steps with large noise, and the Lyapunov function that says what they do. Exact numbers: nothing of the proof is
/// rounded before it starts.
struct PhaseOne {
  Rational eta, rho_w, rho_a;
  long burn_in = 0;         ///< steps in which a comes into its box, whatever w does,
  long steps = 0;           ///< and those that the rate is counted over
  Rational theta1, theta2;  ///< powers on the wrong side and on the good side
  Rational delta;           ///< what is added to Y = cot^2(phi/2)
  Rational corrector;       ///< K >= 0
  Rational good_cot_sq;     ///< Y_g: the good side is Y >= Y_g
  Rational split;           ///< Y_s: where one bound of a step is replaced by another
  Rational top;             ///< Y_top: above it nothing is asked
  Rational lambda;          ///< the rate
  std::optional<ExactLaw> law{};
  /// a is followed only while each coordinate is within band |a*| of where it settles; a run that leaves has failed.
  /// For a large teacher and small steps: a then stays near there. Not with `law`, under which the mean of g~ depends
  /// on w.
  std::optional<Rational> band{};
};

/// One level of the annealing ladder.
struct AnnealingLevel {
  Rational eta, rho_w, rho_a;
  long steps = 0;
};

/// What depends on the instance and the law of the direction alone.
struct EscapeInstance {
  explicit EscapeInstance(const Instance& instance, const std::optional<ExactLaw>& law = {});
  int k, p;
  Interval norm;              ///< A
  Interval e1, e2;            ///< a* in the frame (u1, u2)
  Interval lambda1, lambda2;  ///< of M
  Interval kappa_sq, gamma;   ///< a*'M^{-1}a*, and abar.a* = -kappa_sq gamma
  Interval nu, gbar;          ///< pi (1 - 1/p) and the mean of g over the uniform direction, or those of the law
  Interval drift;             ///< kappa_sq (gbar - gamma): alpha where it settles if that is the mean of g
};

/// a.u1 or a.u2.
struct Coordinate {
  Interval e, lambda;  ///< of a*, and the eigenvalue of M
  Interval rest;       ///< where it settles if the mean of g is gbar
  Interval range;      ///< what it is kept in
};

/// Where a is from the end of the burn-in on.
struct WeightBox {
  Coordinate x, y;
  Interval across;  ///< length of the part of a outside span(1, a*)
  Interval alpha;   ///< of (a + eps).a*
  /// Bound of the probability that a is beyond these at any one step; 0 without a band. Unknown if nothing is proved.
  Interval leaves = 0;
};
/// After `burn_in` steps from |a_0|^2 <= start_radius_sq or from abar, for ever after: whatever w and the noise do, and
/// within the band, if there is one. Unknown ranges if eta (k+pi-1) < 4 pi is not proved.
WeightBox weight_box(const EscapeInstance& instance, const Rational& start_radius_sq, const PhaseOne& phase);

/// A number of steps in which a comes near its box from a start of the size of a*'s part along 1: what is left is
/// |a*|/400. Approximate.
long steps_to_settle(const EscapeInstance& instance, double eta);

/// z = nu Lc - K Q over the box: Lc = e1 x/lambda1 + e2 y/lambda2, Q = (a - rest)'S(a - rest) in the frame,
/// S_ij = 2 e_i e_j/(lambda_i + lambda_j). Concave.
class WeightTerm {
 public:
  WeightTerm(const EscapeInstance& instance, const WeightBox& box, const Rational& corrector);

  /// All values over the students of the box with alpha within `alpha`; nothing if there is surely none.
  std::optional<Interval> range(const Interval& alpha) const;
  /// All values over the box.
  Interval range() const { return range(free_.e * free_.range + tied_.e * tied_.range).value_or(Interval::nothing()); }

  /// The coordinate with the smaller part of a*, and the other one, which alpha and the first one determine.
  const Coordinate& free() const { return free_; }
  const Coordinate& tied() const { return tied_; }
  Interval s_free() const { return s_free_; }
  Interval s_mixed() const { return s_mixed_; }
  Interval s_tied() const { return s_tied_; }
  const Interval& corrector() const { return corrector_; }

 private:
  struct Point {
    Interval free, tied;
  };
  Interval value(const Point& a) const;
  Point gradient(const Point& a) const;
  std::vector<Point> vertices(const Interval& alpha) const;
  Point near_maximum(const Interval& alpha) const;

  Coordinate free_, tied_;
  Interval nu_, corrector_, s_free_, s_mixed_, s_tied_;
};

}  // namespace noiseproof
