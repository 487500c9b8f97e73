#include "escape/never_settles.hpp"

#include "core/error.hpp"
#include "smoothing/smoothed_kernel.hpp"

namespace noiseproof {

Verdict NeverSettles::conditions() const {
  return both(both(is_positive(pull), is_nonnegative(Ball(1) - pull)), is_positive(distance));
}

Ball NeverSettles::probability(long t) const {
  return pow(Ball(1) - pull, static_cast<unsigned>(t)) * exp(start) + tail;
}

NeverSettles never_settles(const Landscape& z, Axis axis, const Rational& eta, const Rational& rho_w,
                           const Rational& rho_a) {
  const bool along = axis == Axis::along;
  const Ball e = along ? z.e1 : z.e2, lambda = along ? z.lambda1 : z.lambda2;
  const Ball highest = smoothed_kernel({z.instance.p, rho_w, Injection::normalized}, {Ball(0), Ball::pi()}).value;
  const Ball c = Ball(eta) / (Ball(2) * Ball::pi()), m = c * lambda, distance = e * (Ball::pi() - highest) / lambda;
  // R = c [(pi - g~) e + lambda eps.u], 0 <= g~ <= pi.
  const Ball length = c * (Ball::pi() * e + Ball(2) * lambda * Ball(rho_a));
  const Ball exponent = square(distance) * m / (Ball(2) * square(length));
  // b_0 >= e - e1 from the ball; at the spurious point b_0 > 0.
  const Ball nearest = along ? Ball(0) : min(Ball(0), z.e2 - z.e1);
  const Ball mu = Ball(2) * m * distance / square(length);
  return {m, distance, exp(-exponent), mu * (distance / Ball(2) - nearest)};
}

Axis farther_axis(const Landscape& z, const Rational& rho_w) {
  const Ball x = never_settles(z, Axis::along, 1, rho_w, 0).distance;
  const Ball y = never_settles(z, Axis::across, 1, rho_w, 0).distance;
  return is_less(x, y) == Verdict::proved ? Axis::across : Axis::along;
}

long steps_to_forget(const NeverSettles& bound) {
  for (long t = 1; t <= 1L << 30; t *= 2)
    if (is_nonnegative(Ball(2) * bound.tail - bound.probability(t)) == Verdict::proved) return t;
  throw Error(Error::Kind::no_convergence, "steps_to_forget", "the start is not forgotten within 2^30 steps");
}

}  // namespace noiseproof
