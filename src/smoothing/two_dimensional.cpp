#include "smoothing/two_dimensional.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "smoothing/direction.hpp"
#include "smoothing/gegenbauer.hpp"
#include "smoothing/hypergeometric.hpp"

namespace noiseproof {
namespace {

/// What is averaged over the direction of w~, y = cos(angle(w~, w*)): the even part of the kernel, e = sqrt(1-y^2) + y
/// asin y, its derivative in phi, asin(y) y', or the sine. All are bounded where the angle is 0 or pi.
enum class Mean { even_part, its_derivative, sine };

/// The integrand over chi at one direction's angle d from w (a complex ball of them, for the outer integral's bounds).
struct Circle {
  ulong p;
  slong goal;  ///< bits
  Mean mean;
  bool analytic;          ///< the outer integral asks for a function that is analytic in psi, too
  Complex near, far;      ///< sin^2((d - phi)/2), sin^2((pi - phi - d)/2): small where y is near 1 or -1
  Complex along, across;  ///< cos phi cos d, sin phi sin d
  Complex turn, tilt;     ///< cos phi sin d, sin phi cos d
};

/// The angle chi on the circle.
struct Turn {
  Complex cosine, half_sine, half_cosine;  ///< cos chi, sin^2(chi/2), cos^2(chi/2)
};

/// y, sqrt(1 - y^2) and asin y. (1 - y)/2 and (1 + y)/2 as sums of what does not cancel keep a ball next to w* as small
/// as its distance from it; far from w* the short form is the tighter one.
void arc_of(acb_t y, acb_t root, acb_t arc, const Turn& chi, const Circle& f, bool analytic, slong bits) {
  acb_mul(y, f.across.v, chi.cosine.v, bits);
  acb_add(y, y, f.along.v, bits);
  const bool real = !analytic && acb_is_real(y);
  if (!real) {
    acb_mul(root, y, y, bits);
    acb_sub_ui(root, root, 1, bits);
    acb_neg(root, root);
    acb_sqrt_analytic(root, root, analytic, bits);  // its cuts are those of asin: y real, |y| >= 1
    acb_asin(arc, y, bits);
    if (acb_is_finite(root) && acb_is_finite(arc)) return;
  }
  Complex below, above;
  acb_mul(below.v, f.across.v, chi.half_sine.v, bits);
  acb_add(below.v, below.v, f.near.v, bits);
  acb_mul(above.v, f.across.v, chi.half_cosine.v, bits);
  acb_add(above.v, above.v, f.far.v, bits);
  acb_sub(y, above.v, below.v, bits);
  acb_mul(root, above.v, below.v, bits);
  acb_mul_2exp_si(root, root, 2);
  if (real) {  // a square, also where the ball reaches below 0
    arb_sqrtpos(acb_realref(root), acb_realref(root), bits);
    arb_atan2(acb_realref(arc), acb_realref(y), acb_realref(root), bits);
    arb_zero(acb_imagref(arc));
  } else {
    // Next to y = +-1: asin y = +-(pi/2 - asin root) if the real part of y has that sign.
    acb_sqrt_analytic(root, root, analytic, bits);
    acb_asin(arc, root, bits);
    const bool up = arb_is_positive(acb_realref(y)), down = arb_is_negative(acb_realref(y));
    Complex half_pi;
    acb_const_pi(half_pi.v, bits);
    acb_mul_2exp_si(half_pi.v, half_pi.v, -1);
    acb_sub(arc, half_pi.v, arc, bits);
    if (down) acb_neg(arc, arc);
    if (!up && !down) acb_indeterminate(arc);
  }
}

void average(acb_t out, const Turn& chi, const Circle& f, bool analytic, slong bits) {
  Complex y, root, arc;
  arc_of(y.v, root.v, arc.v, chi, f, analytic, bits);
  if (f.mean == Mean::sine) {
    acb_set(out, root.v);
  } else if (f.mean == Mean::even_part) {
    acb_mul(arc.v, arc.v, y.v, bits);
    acb_add(out, root.v, arc.v, bits);
  } else {
    acb_mul(y.v, f.turn.v, chi.cosine.v, bits);
    acb_sub(y.v, y.v, f.tilt.v, bits);  // y'
    acb_mul(out, arc.v, y.v, bits);
  }
}

int circle_integrand(acb_ptr out, const acb_t chi, void* parameter, slong order, slong bits) {
  const auto& f = *static_cast<Circle*>(parameter);
  Turn turn;
  Complex power;
  acb_mul_2exp_si(power.v, chi, -1);
  acb_sin_cos(turn.half_sine.v, turn.half_cosine.v, power.v, bits);
  acb_mul(turn.half_sine.v, turn.half_sine.v, turn.half_sine.v, bits);
  acb_mul(turn.half_cosine.v, turn.half_cosine.v, turn.half_cosine.v, bits);
  acb_sin_cos(power.v, turn.cosine.v, chi, bits);
  acb_pow_ui(power.v, power.v, f.p - 3, bits);
  average(out, turn, f, f.analytic || order != 0, bits);
  acb_mul(out, out, power.v, bits);
  return 0;
}

constexpr slong kBoundBits = 24;

/// About log2(1/distance) of the directions from w* or -w*, at least 2.
int halvings(const Complex& half_square) {
  mag_t most;
  mag_init(most);
  acb_get_mag(most, half_square.v);
  const double size = mag_get_d(most);
  mag_clear(most);
  return size > 0 ? std::clamp(-std::ilogb(size) / 2, 2, 200) : 200;
}

/// The integral over chi as a sum of the integrand's ranges on pieces of [0, pi], where all of `Turn` is monotone. The
/// pieces are halved towards the ends down to the directions' distance from +-w*: a ball's radius in chi must not be
/// greater, or the sums of `arc_of` would reach below 0.
void by_pieces(acb_t out, const Circle& f, slong bits) {
  const auto over = [](acb_t ball, const Ball& from, const Ball& to) { acb_set_arb(ball, Ball::hull(from, to).get()); };
  Complex value, power;
  acb_zero(out);
  const auto add = [&](const Ball& from, const Ball& to) {  // of chi/2
    Turn turn;
    over(turn.half_sine.v, square(sin(from)), square(sin(to)));
    over(turn.half_cosine.v, square(cos(from)), square(cos(to)));
    over(turn.cosine.v, cos(Ball(2) * from), cos(Ball(2) * to));
    over(power.v, Ball(2) * from, Ball(2) * to);
    acb_sin(power.v, power.v, bits);
    acb_pow_ui(power.v, power.v, f.p - 3, bits);
    average(value.v, turn, f, f.analytic, bits);
    acb_mul(value.v, value.v, power.v, bits);
    acb_addmul_arb(out, value.v, (Ball(2) * (to - from)).get(), bits);
  };
  const Ball half_pi = Ball::pi() / Ball(2), quarter_pi = Ball::pi() / Ball(4);
  for (const bool low : {true, false}) {
    Ball far = quarter_pi;  // from the end
    for (int left = halvings(low ? f.near : f.far); left >= 0 && acb_is_finite(out); --left) {
      const Ball close = left == 0 ? Ball(0) : far / Ball(2);
      low ? add(close, far) : add(half_pi - far, half_pi - close);
      far = close;
    }
  }
}

/// The integral over chi, not yet divided by B(1/2, (p-2)/2); for p = 2 the sum over its two values. NaN if the
/// integral does not converge: the outer integral will ask for less then. `known`: bits of d.
void over_circle(acb_t out, Circle& f, slong known, slong bits) {
  if (f.p == 2) {
    Turn turn;
    Complex other;
    acb_one(turn.cosine.v);
    acb_one(turn.half_cosine.v);
    average(out, turn, f, f.analytic, bits);
    acb_neg(turn.cosine.v, turn.cosine.v);
    acb_swap(turn.half_sine.v, turn.half_cosine.v);
    average(other.v, turn, f, f.analytic, bits);
    acb_add(out, out, other.v, bits);
    return;
  }
  // Over a wide ball of directions the outer integral asks for a bound only.
  if (known < kBoundBits) return by_pieces(out, f, bits);
  const slong goal = std::min(known, f.goal);
  Complex zero, pi;
  acb_const_pi(pi.v, bits);
  mag_t tolerance;
  mag_init(tolerance);
  mag_set_ui_2exp_si(tolerance, 1, -goal);
  acb_calc_integrate(out, circle_integrand, &f, zero.v, pi.v, goal, tolerance, nullptr, bits);
  mag_clear(tolerance);
}

struct Directions {
  Ball rho;
  Angle<Ball> angle;
  Ball cosine, sine;  ///< of the angle
  Circle circle;
};

/// out = sin^2((angle - d)/2).
void half_square(acb_t out, const Ball& angle, const acb_t d, slong bits) {
  acb_sub_arb(out, d, angle.get(), bits);
  acb_mul_2exp_si(out, out, -1);
  acb_sin(out, out, bits);
  acb_mul(out, out, out, bits);
}

/// d = asin(rho sin psi) by its mean value form, d' = rho cos psi/cos d: a ball next to w* must not grow.
void angle_of_direction(acb_t d, const acb_t psi, const acb_t cosine_psi, const acb_t cosine_d, const Ball& rho,
                        slong bits) {
  Complex middle, slope;
  acb_get_mid(middle.v, psi);
  acb_sub(d, psi, middle.v, bits);
  acb_mul_arb(slope.v, cosine_psi, rho.get(), bits);
  acb_div(slope.v, slope.v, cosine_d, bits);
  acb_mul(d, d, slope.v, bits);
  acb_sin(middle.v, middle.v, bits);
  acb_mul_arb(middle.v, middle.v, rho.get(), bits);
  acb_asin(middle.v, middle.v, bits);
  acb_add(d, d, middle.v, bits);
}

int direction_integrand(acb_ptr out, const acb_t psi, void* parameter, slong order, slong bits) {
  auto& f = *static_cast<Directions*>(parameter);
  Complex sine, cosine, d;
  acb_sin_cos(sine.v, cosine.v, psi, bits);
  DirectionFromInside direction;
  direction_from_inside(direction, sine.v, cosine.v, f.rho, f.circle.p, order != 0, bits);
  if (!acb_is_finite(direction.weight.v)) {
    acb_indeterminate(out);
    return 0;
  }
  angle_of_direction(d.v, psi, cosine.v, direction.cosine.v, f.rho, bits);
  half_square(f.circle.near.v, f.angle.phi, d.v, bits);
  half_square(f.circle.far.v, f.angle.d, d.v, bits);
  acb_mul_arb(f.circle.along.v, direction.cosine.v, f.cosine.get(), bits);
  acb_mul_arb(f.circle.across.v, direction.sine.v, f.sine.get(), bits);
  acb_mul_arb(f.circle.turn.v, direction.sine.v, f.cosine.get(), bits);
  acb_mul_arb(f.circle.tilt.v, direction.cosine.v, f.sine.get(), bits);
  f.circle.analytic = order != 0;
  over_circle(out, f.circle, acb_rel_accuracy_bits(d.v), bits);
  acb_pow_ui(sine.v, sine.v, f.circle.p - 2, bits);
  acb_mul(out, out, sine.v, bits);
  acb_mul(out, out, direction.weight.v, bits);
  return 0;
}

}  // namespace

SmoothedKernel smoothed_kernel_by_integral(const SmoothingNoise& noise, const Angle<Ball>& angle) {
  const char* const where = "smoothed kernel by integral";
  if (noise.injection != Injection::normalized || noise.rho <= 0 || noise.rho >= 1)
    throw Error(Error::Kind::domain, where, "is for normalized noise with rho in (0, 1)");
  if (noise.p < 2 || noise.p > 100'000) throw Error(Error::Kind::domain, where, "p must be 2 to 100000");
  const slong goal = working_bits();
  const ScopedBits more(goal + 30);  // for the inner integrals: the outer one can be no better than its integrand
  const Ball c = cosine(angle), s = sine(angle), half(kHalf), half_pi = Ball::pi() / Ball(2), rho(noise.rho);
  const Ball odd = half_pi * mean_gegenbauer(noise, 1);
  // The law of d and that of chi, as in kernel_at_pi_by_integral.
  const Ball circle = noise.p == 2 ? Ball(2) : beta(half, Ball(Rational(noise.p - 2, 2)));
  const Ball total = square(rho) * beta(half, Ball(Rational(noise.p - 1, 2))) * circle;
  Directions f{
      rho, angle, c, s, {static_cast<ulong>(noise.p), goal + 8, Mean::even_part, false, {}, {}, {}, {}, {}, {}}};
  const auto mean = [&](Mean what) {
    f.circle.mean = what;
    return integrate(direction_integrand, &f, Ball(0), half_pi, goal + 2) / total;
  };
  const Ball value = mean(Mean::even_part) + odd * c, first = mean(Mean::its_derivative) - odd * s;
  // The kernel satisfies g'' + (p-2) cot g' + (p-1) g = p sin, and so does its mean with that of the sine.
  const Ball second = Ball(noise.p) * mean(Mean::sine) - Ball(noise.p - 2) * c / s * first - Ball(noise.p - 1) * value;
  return {value, first, second, -first / s};
}

}  // namespace noiseproof
