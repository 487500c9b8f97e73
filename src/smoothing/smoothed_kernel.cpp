#include "smoothing/smoothed_kernel.hpp"

#include <acb_hypgeom.h>
#include <arb_hypgeom.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/error.hpp"
#include "rigor/verified_integral.hpp"
#include "smoothing/direction.hpp"
#include "smoothing/gegenbauer.hpp"
#include "smoothing/hypergeometric.hpp"

namespace noiseproof {
namespace {

void require_domain(const SmoothingNoise& noise) {
  if (noise.p < 2 || noise.p > 100'000) throw Error(Error::Kind::domain, "smoothed kernel", "p must be 2 to 100000");
  if (noise.rho <= 0 || noise.rho > 1'000'000)
    throw Error(Error::Kind::domain, "smoothed kernel", "rho must be in (0, 10^6]");
}

/// For what is derived of the ball alone.
void require_ball(const SmoothingNoise& noise) {
  require_domain(noise);
  if (noise.law != NoiseLaw::ball) throw Error(Error::Kind::domain, "smoothed kernel", "Gaussian noise: at pi only");
}

/// The variance of one entry of xi.
Rational variance(const SmoothingNoise& noise) { return noise.rho * noise.rho / (noise.p + 2); }

// ---- raw injection (docs/smoothing.md, "The raw kernel"); n = (p-1)/2 ----

Rational n_of(const SmoothingNoise& noise) { return Rational(noise.p - 1, 2); }

/// A = lim E_u,x |..|/rho: q(pi/2) = A rho for an isotropic direction.
Ball isotropic_slope(int p) {
  const Ball half = Ball(Rational(p, 2)), up = Ball(Rational(p + 1, 2));
  return Ball(p) / Ball::pi() * gamma(half) * gamma(half + Ball(1)) * reciprocal_gamma(up) *
         reciprocal_gamma(up + Ball(1));
}

/// U = q - c q' at sin phi = sigma >= 0; `inner`: sigma <= rho.
Ball envelope(const SmoothingNoise& noise, const Ball& sigma, bool inner) {
  const Rational n = n_of(noise);
  const Ball rho(noise.rho);
  if (inner)
    return isotropic_slope(noise.p) * rho * hypergeometric({{-n - 1, n + 1}, {-kHalf, 1}}, square(sigma / rho));
  return Ball(2) / Ball::pi() * sigma * hypergeometric({{-n - kHalf, n + 1 + kHalf}, {-kHalf, 1}}, square(rho / sigma));
}

/// kappa = q'' at sin phi = sigma.
Ball curvature(const SmoothingNoise& noise, const Ball& sigma, bool inner) {
  const Rational n = n_of(noise);
  const Ball rho(noise.rho);
  if (inner) return isotropic_slope(noise.p) / rho * hypergeometric({{-n, n + 2}, {kHalf, 1}}, square(sigma / rho));
  return Ball(2) / (Ball::pi() * sigma) *
         hypergeometric({{-n - kHalf, n + 1 + kHalf}, {kHalf, 1}}, square(rho / sigma));
}

constexpr int kMostTerms = 200'000;

/// sum_j coefficient_j moment_j, coefficient_j those of F(1/2, b; c; .), b < 0, c >= b + 2; |moment_{j+1}| <= z
/// |moment_j| with z < 1. Each coefficient is at most the one before, so the tail is geometric. Near z = 1 another
/// bound is better: once j + b >= 0 the coefficients t_j have (j+c-1) t_j - (j+c) t_{j+1} >= (c - b/2 - 1) t_j, so all
/// from t_{j+1} on add up to at most t_{j+1} (j+c)/(c - b/2 - 1).
Ball moment_series(const Rational& b, const Rational& c, const Ball& z, const Ball& tolerance,
                   const std::function<Ball(int)>& next_moment) {
  Ball total = 0, coefficient = 1;
  for (int j = 0;; ++j) {
    const Ball moment = next_moment(j);
    total += coefficient * moment;
    const Rational quotient = (kHalf + j) * (b + j) / ((c + j) * (j + 1));
    if (quotient == 0) return total;
    coefficient *= Ball(quotient);
    const Ball next = abs(coefficient * moment) * z;
    Ball tail = next / (Ball(1) - z);
    if (b + j + 1 >= 0) tail = min(tail, next * Ball((c + j) / (c - b / 2 - 1)));
    if (is_less(tail, tolerance) == Verdict::proved) return total + Ball::hull(-tail, tail);
    if (j == kMostTerms) throw Error(Error::Kind::no_convergence, "smoothed kernel", "the series converges too slowly");
  }
}

/// About how many terms of these series are needed at z = share <= 1, where the coefficients
/// Gamma(j+1/2) Gamma(j-n) Gamma(n+1) Gamma(n+2)/(Gamma(j+n+2) j!) alone fall like j^-(p+3/2). At least, not many more.
double terms_at(const SmoothingNoise& noise, double share) {
  const double n = (noise.p - 1) / 2.0;
  for (double j = noise.p + 2;; j *= 1.1) {
    const double size = std::lgamma(j + 0.5) + std::lgamma(j - n) + std::lgamma(n + 1) + std::lgamma(n + 2) -
                        std::lgamma(j + n + 2) - std::lgamma(j + 1) + std::log(j);
    if (size / std::log(2.0) + j * std::log2(share) < -static_cast<double>(working_bits()) || j > 2 * kMostTerms)
      return j;
  }
}

/// q'(c) = int_0^c kappa for rho > 1, the power series of kappa integrated term by term:
/// I_j = int_0^c (1-s^2)^j ds, (2j+1) I_j = c (1-c^2)^j + 2j I_{j-1}.
Ball slope_from_equator(const SmoothingNoise& noise, const Ball& c) {
  const Rational n = n_of(noise);
  const Ball tolerance = Ball(power_of_two(-working_bits()));
  const ScopedBits more(working_bits() + n.convert_to<slong>() + 16);  // the first n terms alternate
  const Ball z = Ball(1) / square(Ball(noise.rho)), sine_sq = Ball(1) - square(c);
  Ball power = 1, moment = c, scale = 1;
  const Ball sum = moment_series(-n, n + 2, z, tolerance, [&](int j) {
    if (j > 0) {
      power *= sine_sq;
      moment = (c * power + Ball(2 * j) * moment) / Ball(2 * j + 1);
      scale *= z;
    }
    return moment * scale;
  });
  return isotropic_slope(noise.p) / Ball(noise.rho) * sum;
}

/// The same where sin phi = sigma > rho, from the outer form: O_j = int_0^c (1-s^2)^{-j-1/2} ds, O_0 = asin c,
/// (2j-1) O_j = c (1-c^2)^{1/2-j} + (2j-2) O_{j-1}.
Ball slope_outside(const SmoothingNoise& noise, const Ball& c) {
  const Rational n = n_of(noise);
  const Ball tolerance = Ball(power_of_two(-working_bits()));
  const ScopedBits more(working_bits() + n.convert_to<slong>() + 16);
  const Ball rho_sq = square(Ball(noise.rho)), sine_sq = Ball(1) - square(c), sigma = sqrt(sine_sq);
  Ball power = c * sigma, moment = atan(c / sigma), scale = 1;
  const Ball sum = moment_series(-n - kHalf, n + 1 + kHalf, rho_sq / sine_sq, tolerance, [&](int j) {
    if (j > 0) {
      power /= sine_sq;
      moment = (power + Ball(2 * j - 2) * moment) / Ball(2 * j - 1);
      scale *= rho_sq;
    }
    return moment * scale;
  });
  return Ball(2) / Ball::pi() * sum;
}

Ball even_part_at_pole(const SmoothingNoise& noise);

/// The same where sin phi < rho, from the pole: q'(1) = q(1) - A rho, less int_c^1 kappa with E_j = int_c^1 (1-s^2)^j
/// ds, (2j+1) E_j = 2j E_{j-1} - c (1-c^2)^j, which loses the bits of rho^-2 at each step.
Ball slope_from_pole(const SmoothingNoise& noise, const Ball& c, double share) {
  const Rational n = n_of(noise);
  const Ball tolerance = Ball(power_of_two(-working_bits()));
  const double terms = terms_at(noise, std::min(share, 1.0));
  const double lost = terms * 2 * std::max(0.0, -std::log2(noise.rho.convert_to<double>()));
  const ScopedBits more(working_bits() + n.convert_to<slong>() + 32 + static_cast<slong>(lost));
  const Ball rho(noise.rho), rho_sq = square(rho), sine_sq = Ball(1) - square(c), a = isotropic_slope(noise.p);
  Ball power = c, moment = Ball(1) - c, scale = 1;
  const Ball sum = moment_series(-n, n + 2, sine_sq / rho_sq, tolerance, [&](int j) {
    if (j > 0) {
      power *= sine_sq;
      moment = (Ball(2 * j) * moment - power) / Ball(2 * j + 1);
      scale /= rho_sq;
    }
    return moment * scale;
  });
  return even_part_at_pole(noise) - a * rho - a / rho * sum;
}

struct CurvatureIntegrand {
  Ball a, b, c;  ///< parameters of the hypergeometric function
  Ball rho_sq;
  bool inner;
};

/// The shape of kappa at cos phi = s: F((1-s^2)/rho^2), or F(rho^2/(1-s^2))/sqrt(1-s^2).
int curvature_integrand(acb_ptr out, const acb_t s, void* parameter, slong order, slong bits) {
  const auto& f = *static_cast<CurvatureIntegrand*>(parameter);
  Complex sine_sq, argument, room, a(f.a), b(f.b), c(f.c);
  acb_mul(sine_sq.v, s, s, bits);
  acb_neg(sine_sq.v, sine_sq.v);
  acb_add_ui(sine_sq.v, sine_sq.v, 1, bits);
  if (f.inner) {
    acb_div_arb(argument.v, sine_sq.v, f.rho_sq.get(), bits);
  } else {
    acb_inv(argument.v, sine_sq.v, bits);
    acb_mul_arb(argument.v, argument.v, f.rho_sq.get(), bits);
  }
  // The branch cut of F is [1, inf): there it is not analytic, and on it not needed.
  acb_neg(room.v, argument.v);
  acb_add_ui(room.v, room.v, 1, bits);
  if (order != 0 && arb_contains_zero(acb_imagref(room.v)) && arb_contains_nonpositive(acb_realref(room.v))) {
    acb_indeterminate(out);
    return 0;
  }
  acb_hypgeom_2f1(out, a.v, b.v, c.v, argument.v, 0, bits);
  if (!f.inner) {
    acb_sqrt_analytic(sine_sq.v, sine_sq.v, order != 0, bits);
    acb_div(out, out, sine_sq.v, bits);
  }
  return 0;
}

/// int of kappa over cos phi in [lo, hi], where sin phi <= rho throughout (inner) or >= rho. lo, hi exact.
Ball curvature_piece(const SmoothingNoise& noise, const Ball& lo, const Ball& hi, bool inner) {
  const Rational n = n_of(noise);
  const ScopedBits more(working_bits() + 32);  // the function's terms cancel as a binomial expansion does
  const Ball rho(noise.rho);
  CurvatureIntegrand f{Ball(kHalf), Ball(inner ? -n : -n - kHalf), Ball(n + (inner ? Rational(2) : 1 + kHalf)),
                       square(rho), inner};
  const Ball factor = inner ? isotropic_slope(noise.p) / rho : Ball(2) / Ball::pi();
  return factor * integrate(curvature_integrand, &f, lo, hi);
}

/// q'(c) = int_0^c kappa for an exact c in [0, 1].
Ball slope_at(const SmoothingNoise& noise, const Ball& c) {
  if (noise.rho > Rational(65, 64)) return slope_from_equator(noise, c);
  const Ball share = (Ball(1) - square(c)) / square(Ball(noise.rho)), near_one(Rational(31, 32));
  if (is_less(share, near_one) == Verdict::proved) {
    // At the pole itself the sum is empty; a share of 2^-8 stands for all smaller ones in the estimate of its terms.
    return slope_from_pole(noise, c, std::max(share.midpoint_approx(), 0.004));
  }
  if (is_less(Ball(1) / near_one, share) == Verdict::proved) return slope_outside(noise, c);
  if (terms_at(noise, 1) < 4000) {
    if (is_less(share, Ball(1)) == Verdict::proved) return slope_from_pole(noise, c, share.midpoint_approx());
    if (is_less(Ball(1), share) == Verdict::proved) return slope_outside(noise, c);
    if (is_positive(c) != Verdict::proved) return 0;  // q' is odd
    // At sin phi = rho: q' increases.
    const Ball step = Ball(power_of_two(-working_bits()));
    const ScopedBits more(3 * working_bits());
    return Ball::hull(slope_at(noise, max(Ball(0), (c - step).lower())), slope_at(noise, (c + step).upper()));
  }
  // Where sin phi is near rho both series are slow for few inputs: verified integrals.
  // sin phi = rho at cos phi = turn: on either side of it another form, and at it a branch point. Below it from 0,
  // above it backwards from the pole, where q' = q - U is known.
  const Ball turn = noise.rho < 1 ? sqrt(Ball(1) - square(Ball(noise.rho))) : Ball(0);
  const Ball sliver = Ball(power_of_two(-working_bits()));
  const Ball before = (turn - sliver).lower(), after = (turn + sliver).upper(), rho(noise.rho);
  // At rho = 1 the function's argument is within sliver^2 of its branch point: twice the bits keep it apart.
  const ScopedBits more(working_bits() * (noise.rho == 1 ? 2 : 1) + 32);
  if (is_less(after, c) == Verdict::proved)
    return even_part_at_pole(noise) - isotropic_slope(noise.p) * rho - curvature_piece(noise, c, Ball(1), true);
  const bool from_zero = is_positive(before) == Verdict::proved;
  const Ball below = from_zero ? curvature_piece(noise, Ball(0), min(before, c), false) : Ball(0);
  if (is_less(c, before) == Verdict::proved) return below;
  // In the sliver kappa <= 2/(pi sigma) (the outer F is at most 1) and kappa <= A/rho (the inner one too).
  const Ball width = after - max(before, Ball(0));
  const Ball bound = width * (isotropic_slope(noise.p) / rho + Ball(2) / (Ball::pi() * sqrt(Ball(1) - square(after))));
  return below + Ball::hull(Ball(0), bound);
}

/// q'(c) for any ball: q' is odd and increasing.
Ball slope(const SmoothingNoise& noise, const Ball& c) {
  const auto at = [&](const Ball& x) {
    if (is_nonnegative(x) == Verdict::proved) return slope_at(noise, min(x, Ball(1)));
    return -slope_at(noise, min(-x, Ball(1)));
  };
  return Ball::hull(at(c.lower()), at(c.upper()));
}

/// q(1): the mean of the even part of the kernel where w is parallel to w*.
Ball even_part_at_pole(const SmoothingNoise& noise) {
  const Rational n = n_of(noise), near_one(1, 64);
  const Ball rho(noise.rho);
  if (noise.rho - 1 > near_one)
    return isotropic_slope(noise.p) * rho *
           hypergeometric({{-n - 1, n + 1}, {-kHalf, kHalf}}, Rational(1 / (noise.rho * noise.rho)));
  if (1 - noise.rho > near_one) {
    const Ball half(kHalf), m(n);
    const Ball lead =
        Ball(noise.p) / (beta(half, m + Ball(1)) * beta(half, m) * (m + Ball(1)) * (m + Ball(2)) * Ball(3));
    return Ball(1) + lead * pow(rho, 3) *
                         hypergeometric({{1 - n, n + 3}, {1 + kHalf, 2 + kHalf}}, Rational(noise.rho * noise.rho));
  }
  return Ball(2) / Ball::pi() * kernel_at_pi_by_integral(noise) + Ball(1);  // both series converge slowly here
}

SmoothedKernel raw_kernel(const SmoothingNoise& noise, const Angle<Ball>& angle) {
  const Ball c = cosine(angle), s = sine(angle), half_pi = Ball::pi() / Ball(2), rho(noise.rho);
  // Where it is not certain on which side of rho the sine lies, both forms hold only together.
  const Verdict inside = noise.rho >= 1 ? Verdict::proved : is_less(s, rho);
  const auto form = [&](const auto& f) {
    if (inside == Verdict::proved) return f(noise, s, true);
    if (inside == Verdict::refuted) return f(noise, s, false);
    return Ball::hull(f(noise, min(s, rho), true), f(noise, max(s, rho), false));
  };
  const Ball q1 = slope(noise, c), kappa = form(curvature);
  SmoothedKernel out;
  out.value = half_pi * (c + form(envelope) + c * q1);
  out.derivative = -half_pi * s * (Ball(1) + q1);
  out.second_derivative = half_pi * (square(s) * kappa - c * (Ball(1) + q1));
  out.slope = half_pi * (Ball(1) + q1);
  return out;
}

// ---- from the spurious point: the definition as one integral (docs/smoothing.md, "From the spurious point") ----

struct PoleIntegrand {
  Ball rho;
  ulong p;
  ulong degree;  ///< p, and 1 more where |w~| is a factor
  enum class Form { inside, unit, outside, gaussian } form;
  const KernelAtPole& kernel;
};

/// What a direction weighs under Gaussian noise, s = sigma^2, m = degree, up to a constant: the integral of t^{m-1}
/// e^{-(t^2 - 2 t c + 1)/(2s)} over t > 0, c = cos d, that is
/// e^{-1/(2s)} (Gamma(m/2) 1F1(m/2; 1/2; c^2/(2s)) + sqrt(2/s) c Gamma((m+1)/2) 1F1((m+1)/2; 3/2; c^2/(2s))).
void gaussian_weight(acb_t out, const acb_t c, const Ball& s, ulong m, slong bits) {
  Complex z, odd, a, b;
  acb_mul(z.v, c, c, bits);
  acb_div_arb(z.v, z.v, (Ball(2) * s).get(), bits);
  const auto term = [&](acb_t value, ulong numerator, ulong denominator) {
    acb_set_ui(a.v, numerator);
    acb_mul_2exp_si(a.v, a.v, -1);
    acb_set_ui(b.v, denominator);
    acb_mul_2exp_si(b.v, b.v, -1);
    acb_hypgeom_m(value, a.v, b.v, z.v, 0, bits);
    acb_gamma(a.v, a.v, bits);
    acb_mul(value, value, a.v, bits);
  };
  term(out, m, 1);
  term(odd.v, m + 1, 3);
  acb_mul(odd.v, odd.v, c, bits);
  acb_mul_arb(odd.v, odd.v, sqrt(Ball(2) / s).get(), bits);
  acb_add(out, out, odd.v, bits);
  acb_mul_arb(out, out, exp(Ball(-1) / (Ball(2) * s)).get(), bits);
}

/// outside (rho > 1): K sin^{p-2} f t^degree, t = -cos f + sqrt(rho^2 - sin^2 f), f = pi - d from 0 to pi.
/// unit (rho = 1): the same with t = -2 cos f, f from pi/2 to pi.
/// gaussian: K sin^{p-2} d times the weight above; `rho` is the variance.
/// inside (rho < 1): sin d = rho sin psi, t+- = cos d +- rho cos psi, t+^degree - t-^degree, psi from 0 to pi/2.
int pole_integrand(acb_ptr out, const acb_t x, void* parameter, slong order, slong bits) {
  const auto& f = *static_cast<PoleIntegrand*>(parameter);
  Complex sine, cosine, root, far;
  FromPole d;
  acb_sin_cos(sine.v, cosine.v, x, bits);
  if (f.form == PoleIntegrand::Form::inside) {
    DirectionFromInside direction;
    direction_from_inside(direction, sine.v, cosine.v, f.rho, f.degree, order != 0, bits);
    acb_div(d.angle.v, direction.sine.v, direction.cosine.v, bits);
    acb_atan(d.angle.v, d.angle.v, bits);  // atan's cuts lie where cos d = 0
    acb_set(d.cosine.v, direction.cosine.v);
    acb_set(d.sine.v, direction.sine.v);
    acb_set(far.v, direction.weight.v);
  } else if (f.form == PoleIntegrand::Form::gaussian) {
    acb_set(d.angle.v, x);
    acb_set(d.cosine.v, cosine.v);
    acb_set(d.sine.v, sine.v);
    gaussian_weight(far.v, cosine.v, f.rho, f.degree, bits);
  } else {
    acb_const_pi(d.angle.v, bits);
    acb_sub(d.angle.v, d.angle.v, x, bits);
    acb_neg(d.cosine.v, cosine.v);
    acb_set(d.sine.v, sine.v);
    if (f.form == PoleIntegrand::Form::unit) {
      acb_mul_si(far.v, cosine.v, -2, bits);
    } else {
      Complex radius(f.rho);
      acb_mul(radius.v, radius.v, radius.v, bits);
      acb_mul(root.v, sine.v, sine.v, bits);
      acb_sub(root.v, radius.v, root.v, bits);
      acb_sqrt_analytic(root.v, root.v, order != 0, bits);
      acb_sub(far.v, root.v, cosine.v, bits);
    }
    acb_div_arb(far.v, far.v, f.rho.get(), bits);  // so that no power overflows its neighbours
    acb_pow_ui(far.v, far.v, f.degree, bits);
  }
  f.kernel(out, d, bits);
  acb_pow_ui(sine.v, sine.v, f.p - 2, bits);
  acb_mul(out, out, sine.v, bits);
  acb_mul(out, out, far.v, bits);
  return 0;
}

/// g = sin d - d cos d.
void kernel_of_relu(acb_t out, const FromPole& at, slong bits) {
  acb_mul(out, at.angle.v, at.cosine.v, bits);
  acb_sub(out, at.sine.v, out, bits);
}

/// The power of |w~| that a direction's weight is of: one more where |w~| is a factor.
ulong degree_of(const SmoothingNoise& noise) {
  return static_cast<ulong>(noise.p) + (noise.injection == Injection::raw ? 1 : 0);
}

Ball gaussian_mean(const SmoothingNoise& noise, const KernelAtPole& kernel) {
  const Ball s(variance(noise));
  PoleIntegrand f{s, static_cast<ulong>(noise.p), degree_of(noise), PoleIntegrand::Form::gaussian, kernel};
  const Ball mean =
      integrate(pole_integrand, &f, Ball(0), Ball::pi()) / (sqrt(Ball::pi()) * gamma(Ball(Rational(noise.p - 1, 2))));
  return noise.injection == Injection::raw ? sqrt(Ball(2) * s) * mean : mean;
}

Ball ball_mean(const SmoothingNoise& noise, const KernelAtPole& kernel) {
  using Form = PoleIntegrand::Form;
  const Form form = noise.rho > 1 ? Form::outside : noise.rho == 1 ? Form::unit : Form::inside;
  PoleIntegrand f{Ball(noise.rho), static_cast<ulong>(noise.p), degree_of(noise), form, kernel};
  const Ball half_pi = Ball::pi() / Ball(2), rho = f.rho;
  const Ball integral = form == Form::outside ? integrate(pole_integrand, &f, Ball(0), Ball::pi())
                        : form == Form::unit  ? integrate(pole_integrand, &f, half_pi, Ball::pi())
                                              : integrate(pole_integrand, &f, Ball(0), half_pi) / square(rho);
  // int t^{degree-1} dt = t^degree/degree; the ball's volume over that of the sphere's parallel is rho^p B(1/2,
  // (p-1)/2)/p.
  const Ball mean = integral / beta(Ball(kHalf), Ball(n_of(noise)));
  if (noise.injection == Injection::normalized) return mean;
  const Ball share = mean * Ball(Rational(noise.p, noise.p + 1));
  return form == Form::inside ? share : share * rho;
}

}  // namespace

Ball mean_length(const SmoothingNoise& noise) {
  require_domain(noise);
  if (noise.injection == Injection::normalized) return 1;
  const int p = noise.p;
  const Ball rho(noise.rho);
  if (noise.law == NoiseLaw::gaussian) {
    const Rational s = variance(noise);
    Ball series;  // 1F1(-1/2; p/2; -1/(2s))
    arb_hypgeom_m(series.get(), Ball(Rational(-kHalf)).get(), Ball(Rational(p, 2)).get(),
                  Ball(Rational(-1 / (2 * s))).get(), 0, working_bits());
    return sqrt(Ball(2) * Ball(s)) * gamma(Ball(Rational(p + 1, 2))) * reciprocal_gamma(Ball(Rational(p, 2))) * series;
  }
  if (noise.rho >= 1)
    return rho * Ball(Rational(p, p + 1)) *
           hypergeometric({{Rational(-p - 1, 2), Rational(p, 2)}, {-kHalf, 1}}, Rational(1 / (noise.rho * noise.rho)));
  return hypergeometric({{Rational(1 - p, 2), Rational(p, 2) + 1}, {-kHalf, 1}}, Rational(noise.rho * noise.rho));
}

Ball mean_square_length(const SmoothingNoise& noise) {
  require_domain(noise);
  if (noise.injection == Injection::normalized) return 1;
  return Ball(1) + square(Ball(noise.rho)) * Ball(Rational(noise.p, noise.p + 2));  // of both laws
}

std::function<SmoothedKernel(const Angle<Ball>&)> smoothed_kernel_of(const SmoothingNoise& noise) {
  require_ball(noise);
  if (noise.injection == Injection::raw) return [noise](const Angle<Ball>& angle) { return raw_kernel(noise, angle); };
  return [series = EvenSeries(noise), odd = mean_gegenbauer(noise, 1)](const Angle<Ball>& angle) {
    const Ball c = cosine(angle), s = sine(angle), half_pi = Ball::pi() / Ball(2);
    const EvenValue even = series.at(c);
    const Ball slope = odd + even.slope;
    return SmoothedKernel{half_pi * (odd * c + even.value), -half_pi * s * slope,
                          half_pi * (square(s) * even.curvature - c * slope), half_pi * slope};
  };
}

SmoothedKernel smoothed_kernel(const SmoothingNoise& noise, const Angle<Ball>& angle) {
  return smoothed_kernel_of(noise)(angle);
}

Ball smoothed_kernel_at_pi(const SmoothingNoise& noise) {
  require_domain(noise);
  if (noise.law == NoiseLaw::gaussian) return kernel_at_pi_by_integral(noise);
  if (noise.injection == Injection::raw) return Ball::pi() / Ball(2) * (even_part_at_pole(noise) - Ball(1));
  if (noise.rho < 2) return kernel_at_pi_by_integral(noise);  // the series is slow there
  return Ball::pi() / Ball(2) * (even_series_at_pole(noise) - mean_gegenbauer(noise, 1));
}

Ball mean_from_pole(const SmoothingNoise& noise, const KernelAtPole& kernel) {
  require_domain(noise);
  // For rho < 1 the chord's powers cancel like rho, and a square of rho is divided by: three of its bits.
  const auto small = std::max<slong>(
      0, static_cast<slong>(msb(denominator(noise.rho))) - static_cast<slong>(msb(numerator(noise.rho))));
  const ScopedBits more(working_bits() + 3 * small);
  return noise.law == NoiseLaw::gaussian ? gaussian_mean(noise, kernel) : ball_mean(noise, kernel);
}

Ball kernel_at_pi_by_integral(const SmoothingNoise& noise) { return mean_from_pole(noise, kernel_of_relu); }

Ball curvature_at_pi_by_integral(const SmoothingNoise& noise) {
  return mean_from_pole(noise, [n = static_cast<ulong>(noise.p - 1)](acb_t out, const FromPole& at, slong bits) {
    Complex share;
    acb_div_ui(share.v, at.sine.v, n, bits);
    acb_mul(out, at.angle.v, at.cosine.v, bits);
    acb_add(out, out, share.v, bits);
  });
}

std::function<Ball(const Ball&)> smoothed_slope(const SmoothingNoise& noise) {
  require_ball(noise);
  const Ball half_pi = Ball::pi() / Ball(2);
  if (noise.injection == Injection::raw)
    return [noise, half_pi](const Ball& c) { return half_pi * (Ball(1) + slope(noise, c)); };
  return [series = EvenSeries(noise), odd = mean_gegenbauer(noise, 1), half_pi](const Ball& c) {
    return half_pi * (odd + series.at(c).slope);
  };
}

}  // namespace noiseproof
