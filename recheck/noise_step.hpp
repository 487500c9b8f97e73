#pragma once
// One step at a large noise level, in the mean: the two inequalities that let the Lyapunov function of an escape fall
// (docs/certificate.md, kind `escape`).
#include <optional>

#include "items.hpp"

namespace recheck {

struct Span {
  Interval lo, hi;
};

/// Phase I: what is chosen, and where a = (x, y) stays.
struct Escape {
  Instance in;
  mpq_class eta, rho_w, rho_a, theta1, theta2, delta, corrector, good_cot_sq, split, top, lambda;
  Span x, y;
  long strips = 0;  ///< of alpha~, to look at one by one
  /// The law of w~ is the exact one, and these are in place of nu and of the mean kernel value.
  struct Law {
    mpq_class nu, gbar;
  };
  std::optional<Law> law;
  /// a is followed while each coordinate is within band |a*| of where the mean of g(phi~) takes it.
  std::optional<mpq_class> band;
};

/// z(a) = nu Lc(a) - K Q(a), Lc = a*' M^-1 a, Q = b'Sb, b = a - M^-1 N a* at a mean kernel value.
class Potential {
 public:
  explicit Potential(const Escape& at);
  /// Between the least and the greatest of z over the box, where e1 x + e2 y is in `alpha`, enclosed on the outside.
  Span range(const Span& alpha) const;
  Span alpha() const;  ///< over the box

  Landscape land;
  Interval c, nu, mean_kernel;  ///< eta/2 pi; pi (1 - 1/p), the mean of g(phi~) over the sphere, or the law's
  Interval s11, s12, s22, k;    ///< S and K
  Interval fixed_x, fixed_y;    ///< where b = 0
  Span x, y;

 private:
  Interval z(const Interval& x, const Interval& y) const;
  bool along_, across_;  // e1 > 0, e2 > 0
};

/// Which mean: of (R+/R)^theta at Y = delta sinh^2(place), where it is bounded, or at Y = e^(-2 place); by so many
/// panels.
struct StepMean {
  mpq_class theta;
  bool near_pole;
  long panels;
};
/// Its value by a Gauss rule, over w~ uniform or by its law, at the worst noise in a.
Interval mean_of_step(const Escape& at, const Potential& potential, const StepMean& mean, const mpq_class& place,
                      const mpq_class& alpha);

/// What that is made of by the exact law, for tests: a density of zeta in [-1, 1] above that of w~ where w.w~ = x + h
/// zeta, which is k0 + k1 zeta - (1 - zeta^2)(k2 + k3 zeta); and the mean of such a density times
/// |e - ratio e'|^(-2 theta1), zeta = e.e', over unit vectors e' of R^(p-1).
std::array<Interval, 4> cubic_above_density(const Escape& at, const Interval& x, const Interval& h);
Interval tilted_mean(const Escape& at, const Interval& ratio, const std::array<Interval, 4>& k);
/// Next to the pole, at Y = delta sinh^2(place), for w~ at the angle `turned` from w* and a step of s = eta alpha~/2
/// pi: b and a/b, where (Y+ + delta)/(Y + delta) is at least |b e - a e'|^2.
std::array<Interval, 2> ends_of_step(const Escape& at, const mpq_class& place, const mpq_class& turned,
                                     const mpq_class& s);

/// Over a box (place, alpha~): minus half the second derivatives of the rule's value, where positive, and what the rule
/// falls short by, at most.
struct StepBounds {
  Interval bend_x, bend_a, rest;
};
StepBounds bounds_of_step(const Escape& at, const Potential& potential, const StepMean& mean, const Box& box,
                          const Node& where);

/// Whether the mean is at most 1 - lambda (over what a finite level costs) on the whole box, by meshes of its own:
/// value at corners, bends and rest are added. False if the box is too wide for that; throws if it certainly is not so.
bool settled(const Escape& at, const Potential& potential, const StepMean& mean, const Box& box, const Node& where);

/// Throws unless, with R = (good_cot_sq + delta) e^(max z - z)/(Y + delta), the mean of (R+/R)^theta1 is at most
/// 1 - lambda wherever R >= 1, that of (R+/R)^theta2 wherever R < 1, for Y <= top and every alpha~. Returns the number
/// of boxes.
std::size_t check_noise_step(const Escape& at, const Potential& potential, const Node& where);

}  // namespace recheck
