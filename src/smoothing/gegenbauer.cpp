#include "smoothing/gegenbauer.hpp"

#include "smoothing/hypergeometric.hpp"

namespace noiseproof {
namespace {

const Rational kHalf(1, 2);
constexpr int kTermsInside = 256;  // for rho < 1

Ball two_to_minus(slong bits) { return Ball(Rational(1, Integer(1) << static_cast<unsigned>(bits))); }

/// The factor of mu_n for rho >= 1: Gamma((n+p)/2) Gamma(p/2+1)/(Gamma((p-n)/2+1) Gamma(n+p/2)) rho^-n.
Ball lead_of(const SmoothingNoise& noise, int n) {
  const Ball half(kHalf), p(noise.p), m(n);
  return gamma(half * (m + p)) * gamma(half * p + Ball(1)) * reciprocal_gamma(half * (p - m) + Ball(1)) *
         reciprocal_gamma(m + half * p) / pow(Ball(noise.rho), static_cast<unsigned>(n));
}

/// For odd p and even n > p: a bound of |mu_n| that decreases in n, even after multiplication by P_n'(1) or P_n''(1): the
/// hypergeometric function has positive coefficients and is at most its value at 1.
Ball bound_beyond(const SmoothingNoise& noise, int n) {
  const Ball half(kHalf), p(noise.p), m(n);
  return gamma(half * p + Ball(1)) * gamma(p) * gamma(half * (m - p)) * reciprocal_gamma(half * m + p) /
         (Ball::pi() * pow(Ball(noise.rho), static_cast<unsigned>(n)));
}

/// A bound of |mu_m| over all even m >= n >= 2, rho >= 1. Up to p the hypergeometric function is in [0, 1] and its factor
/// decreases in m; beyond, mu_m = 0 for even p.
Ball multiplier_bound(const SmoothingNoise& noise, int n) {
  Ball bound = 0;
  if (n <= noise.p) bound += lead_of(noise, n);
  if (noise.p % 2 != 0) bound += bound_beyond(noise, std::max(n, noise.p + 1));
  return bound;
}

/// b_0, b_2, b_4, ... one after the other: b_n = p dim_n lambda_n^2, dim_n the number of harmonics of degree n, lambda_n =
/// E |u_1| P_n(u_1) over the sphere.
class KernelCoefficients {
 public:
  explicit KernelCoefficients(int p)
      : p_(p), lambda_(Ball(2) / (Ball(p - 1) * beta(Ball(kHalf), Ball(Rational(p - 1, 2))))) {}

  /// b_n for n = 0, 2, 4, ... at each call.
  Ball next() {
    const Ball dimension = p_ == 2 ? Ball(n_ == 0 ? 1 : 2)
                                   : Ball(Rational(Integer(2 * n_ + p_ - 2) * choose_, Integer(p_ - 2)));
    const Ball b = Ball(p_) * dimension * square(lambda_);
    lambda_ *= -Ball(Rational(n_ - 1, n_ + 1 + p_));
    for (int i = 0; i < 2; ++i, ++n_) choose_ = choose_ * (n_ + p_ - 2) / (n_ + 1);
    return b;
  }

 private:
  int p_;
  int n_ = 0;
  Ball lambda_;
  Integer choose_ = 1;  // C(n+p-3, n)
};

}  // namespace

Ball mean_gegenbauer(const SmoothingNoise& noise, int n) {
  const int p = noise.p;
  if (noise.rho < 1)
    return hypergeometric({{1 - Rational(n + p, 2), Rational(p, 2) + 1}, {Rational(n, 2), 1}}, square(Ball(noise.rho)));
  return lead_of(noise, n) * hypergeometric({{Rational(n, 2), n + Rational(p, 2)}, {Rational(n - p, 2), 1}},
                                            Ball(1) / square(Ball(noise.rho)));
}

Ball even_series_at_pole(const SmoothingNoise& noise) {
  KernelCoefficients coefficients(noise.p);
  const Ball tolerance = two_to_minus(working_bits());
  Ball total = coefficients.next(), rest = Ball(1) - total;
  for (int n = 2;; n += 2) {
    const Ball tail = multiplier_bound(noise, n) * max(rest, Ball(0)).upper();
    if (is_less(tail, tolerance) == Verdict::proved) return total + Ball::hull(-tail, tail);
    const Ball b = coefficients.next();
    total += b * mean_gegenbauer(noise, n);
    rest -= b;
  }
}

EvenSeries even_series(const SmoothingNoise& noise, const Ball& c) {
  const int p = noise.p;
  const bool outside = noise.rho >= 1;
  // The last term: p for even p (then the series ends), else where the bound is small.
  int last = outside ? p - p % 2 : kTermsInside;
  if (outside && p % 2 != 0)
    while (is_less(bound_beyond(noise, last + 2), two_to_minus(working_bits())) != Verdict::proved) last += 2;
  // The recurrence of the polynomials loses up to log2(1 + sqrt 2) bits a step.
  const ScopedBits more(working_bits() + 2 * last + 32);
  KernelCoefficients coefficients(p);
  Ball before[3] = {0, 0, 0}, now[3] = {1, 0, 0};
  EvenSeries out{0, 0, 0};
  Ball rest = 1;
  for (int n = 0; n <= last; ++n) {
    if (n % 2 == 0) {
      const Ball b = coefficients.next();
      const Ball weight = n == 0 ? b : b * mean_gegenbauer(noise, n);
      out.value += weight * now[0];
      out.slope += weight * now[1];
      out.curvature += weight * now[2];
      rest -= b;
    }
    // (n+p-2) P_{n+1} = (2n+p-2) c P_n - n P_{n-1}; P_1 = c for p = 2 too.
    const Ball lead = n == 0 ? Ball(1) : Ball(Rational(2 * n + p - 2, n + p - 2));
    const Ball lag = n == 0 ? Ball(0) : Ball(Rational(n, n + p - 2));
    const Ball next[3] = {lead * c * now[0] - lag * before[0], lead * (now[0] + c * now[1]) - lag * before[1],
                          lead * (Ball(2) * now[1] + c * now[2]) - lag * before[2]};
    for (int i = 0; i < 3; ++i) {
      before[i] = now[i];
      now[i] = next[i];
    }
  }
  if (outside && p % 2 == 0) return out;
  // What is left out: |mu_m| <= bound, sum of the b_m <= rest, |P_m^(i)| <= P_m^(i)(1).
  const Ball left = max(rest, Ball(0)).upper() * (outside ? bound_beyond(noise, last + 2) : Ball(1));
  const Ball m(last + 2), q(p);
  const Ball first = m * (m + q - Ball(2)) / (q - Ball(1));
  const Ball second = first * (m - Ball(1)) * (m + q - Ball(1)) / (q + Ball(1));
  out.value += Ball::hull(-left, left);
  out.slope = outside ? out.slope + Ball::hull(-left * first, left * first) : Ball::nan();
  out.curvature = outside ? out.curvature + Ball::hull(-left * second, left * second) : Ball::nan();
  return out;
}

}  // namespace noiseproof
