#include "rigor/trap_ball.hpp"

namespace noiseproof {
namespace {

Ball exact(double x) {
  Ball out;
  arf_set_d(arb_midref(out.get()), x);
  return out;
}

/// `fat`: the ball grew beyond use before anything was decided.
struct Attempt {
  Fate fate;
  bool fat;
};

Attempt follow(const TrapFrame& frame, const TrapStart& start, long most_steps) {
  constexpr double kFat = 1e-3;
  const Ball lambda1 = Ball(frame.k - 1) + Ball::pi(), lambda2 = Ball::pi() - Ball(1),
             c = frame.eta / (Ball(2) * Ball::pi());
  const Ball fixed1 = Ball(frame.k - 1) * frame.e1;
  // x+ = (1 - c lambda1) x + ..: written as x - c (lambda1 x - ..) the radius would grow where the map contracts.
  const Ball rho1 = Ball(1) - c * lambda1, rho2 = Ball(1) - c * lambda2;
  const Ball t = exact(start.t);
  Ball d = Ball::pi() * (Ball(1) - t), x = exact(start.x), y = exact(start.y);
  for (long step = 0; step < most_steps; ++step) {
    Ball s, co;
    arb_sin_cos(s.get(), co.get(), d.get(), working_bits());
    const Ball slope = d * s, h = s - d * co;
    const Ball x_inf = (fixed1 + h * frame.e1) / lambda1, y_inf = (h - Ball(1)) * frame.e2 / lambda2;
    // The certificates need 0 < d < pi, which the map keeps.
    if (is_positive(frame.e1 * min(x, x_inf) + frame.e2 * min(y, y_inf)) == Verdict::proved)
      return {Fate::optimum, false};
    if (is_negative(frame.e1 * max(x, x_inf) + frame.e2 * max(y, y_inf)) == Verdict::proved)
      return {Fate::trapped, false};
    if (!is_finite(d) || d.radius_approx() > kFat) return {Fate::unknown, true};
    d += atan(c * (frame.e1 * x + frame.e2 * y) * slope);
    x = rho1 * x + c * (fixed1 + h * frame.e1);
    y = rho2 * y + c * ((h - Ball(1)) * frame.e2);
  }
  return {Fate::unknown, false};
}

}  // namespace

Fate ball_fate(const TrapFrame& frame, const TrapStart& start, long most_steps) {
  if (start.t <= 0) return Fate::optimum;
  if (start.t >= 1) return Fate::trapped;
  for (const slong bits : {64, 256, 1024}) {
    const ScopedBits scope(bits);
    const Attempt attempt = follow(frame, start, most_steps);
    if (!attempt.fat) return attempt.fate;
  }
  return Fate::unknown;
}

}  // namespace noiseproof
