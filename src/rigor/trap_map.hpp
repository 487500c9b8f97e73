#pragma once
// One-sided orbits: gradient descent followed in double precision, with a proof at the end.
//
// The reduced map is monotone (claim C12), here in (d, x, y), d = pi - phi, componentwise. So a bound of an orbit need
// not be an interval: a point that is above the orbit, mapped and moved up by a bound of the rounding error, is above
// it again. If such an upper orbit meets the certificate of the trap, the start is trapped; if a lower orbit meets that
// of the optimum, the start reaches it. No intervals, hence no wrapping, and a step costs some 30 ns.
//
// The arithmetic used is IEEE's + - * / sqrt in round-to-nearest (an fma in place of two operations only helps the
// bounds); no function of the C library. The dual kernel comes from Taylor polynomials whose coefficients Arb encloses.
// With u = 2^-53 the errors are, for |x| <= X, |y| <= Y, m = e1 X + e2 Y, c = eta/(2 pi), c m <= 1/pi:
//   kernel     h and h' on [0, 3.1416]: coefficients and Horner at most 7u each, remainder below 2^-59: under 16u;
//   x+, y+     at most 7u (X + c (k-1) e1 + c e1 pi) + 16u c e1, resp. 7u (Y + c e2 (pi+1)) + 16u c e2;
//   d+         c alpha h' at most 27u c m < 9u, the arc tangent 12u, two sums 8u: under 32u;
//   alpha at a certificate's corner: at most 3u m + e1 (4u X + 16u e1/(k+pi-1)) + e2 (7u e2 + 16u e2/(pi-1)) < 32u m.
// Twice that and more is used. src/rigor/trap_ball.hpp is the same in ball arithmetic, slower and without this
// analysis.
#include <string>

#include "core/ball.hpp"
#include "core/instance.hpp"

namespace noiseproof {

#ifdef __FAST_MATH__
#error "one-sided orbits need IEEE arithmetic: do not compile with -ffast-math"
#endif

/// What gradient descent is run on: the teacher's frame, the step, the radius of the ball that a_0 is drawn from, and
/// the box |x| <= X, |y| <= Y in which the map is proved monotone.
struct TrapFrame {
  int k;
  Ball e1, e2;
  Ball eta;
  Ball radius;
  Ball box_x, box_y;  ///< exact; slightly more than max(radius, e1) and max(radius, e2)
};

/// The frame of an instance; `radius` < 0: that of the random start, |s|/sqrt k = e1. Throws Error(input) if eta is not
/// proved to be at most min(2 pi/(k+pi-1), 2/(e1 X + e2 Y)), the bound of claim C12.
TrapFrame trap_frame(const Instance& instance, const Rational& eta, const Rational& radius,
                     const std::string& eta_name = "gd.eta");

/// A start: phi = pi t with t exact, and (x, y) as exact doubles.
struct TrapStart {
  double t;
  double x;
  double y;
};

/// A point of the reduced space as the map sees it, d = pi - phi.
struct TrapPoint {
  double d;
  double x;
  double y;
};

/// The map in double, with its error bounds.
class TrapMap {
 public:
  explicit TrapMap(const TrapFrame& frame);

  /// Is this start, and so every start with an angle at least as large and x, y at most as large, trapped? The number
  /// of steps after which the absorbing certificate holds; -1: no proof.
  long trapped_after(const TrapStart& z) const;
  /// Does this start, and so every start with an angle at most as large and x, y at least as large, reach the global
  /// optimum?
  long optimum_after(const TrapStart& z) const;
  bool proves_trapped(const TrapStart& z) const { return trapped_after(z) >= 0; }
  bool proves_optimum(const TrapStart& z) const { return optimum_after(z) >= 0; }

  /// What orbits are made of: a point at or above (below) the start, and one at or above (below) the exact image of a
  /// point. Domain: t in [0, 1]; d in [0, 3.1416], x and y in the box.
  template <bool kUpper>
  TrapPoint from(const TrapStart& z) const;
  template <bool kUpper>
  TrapPoint step(const TrapPoint& z) const;

  long steps_cap() const { return cap_; }
  /// Steps of all orbits of this thread since the last call.
  static long take_steps();

 private:
  template <bool kUpper>
  long prove(const TrapStart& z) const;
  template <bool kUpper>
  TrapPoint image(const TrapPoint& z, double h, double slope) const;

  double e1_, e2_, c_;
  double rho1_, rest1_, pull1_;  ///< x+ = rho1 x + rest1 + pull1 h
  double rho2_, pull2_;          ///< y+ = rho2 y + pull2 (h - 1)
  double x_inf0_, x_inf1_, y_inf1_;
  double box_x_, box_y_;
  double error_x_, error_y_, margin_;
  long cap_;
};

}  // namespace noiseproof
