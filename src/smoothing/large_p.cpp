#include "smoothing/large_p.hpp"

#include "core/error.hpp"

namespace noiseproof {
namespace {

/// Whatever lies between 0 and a nonnegative ball, or at most so far on either side of 0.
Ball up_to(const Ball& most) { return Ball::hull(Ball(0), most); }
Ball within(const Ball& most) { return Ball::hull(-most, most); }

Ball raw_excess(const Ball& u, const Ball& kappa) {
  const Ball pi = Ball::pi(), beta = level_offset(Injection::raw), quarter = Ball(1) / Ball(4);
  const Ball one = 1, two = 2, length = pi + beta * u + kappa * square(u);  // u rho
  // (Gamma(x+1)/Gamma(x+1/2))^2 = x + 1/4 + delta at x = (p-1)/2, 4 delta = u/4 + u^2 eta.
  const Ball far = one / (one - u);
  const Ball eta = Ball::hull(quarter * far - quarter * square(far), quarter * far);
  const Ball delta4 = quarter * u + square(u) * eta;
  const Ball from_kernel = kappa - quarter * beta - quarter * kappa * u - eta * length;
  const Ball from_line = pi / two - pi * (one + u) * (one / Ball(8) + u * eta / two);
  const Ball from_inverse =
      (pi * (u / two - one / two - delta4 / two - u * delta4 / two) - beta - kappa * u) / (pi * length);
  return from_kernel + from_line + from_inverse + within(Ball(3) * u / (square(length) * length));
}

Ball normalized_excess(const Ball& u, const Ball& kappa) {
  const Ball pi = Ball::pi(), beta = level_offset(Injection::normalized);
  const Ball one = 1, two = 2, b = beta + kappa * u, length = pi + u * b;  // u rho
  const Ball u2 = one + two * u, u4 = one + Ball(4) * u, square_of = square(length), fourth = square(square_of);
  const Ball sixth_rest =
      Ball(45) * u / square_of + Ball(15) * square(u) / fourth + u * square(u) / (fourth * square_of);
  const Ball first =
      kappa / (two * length) - beta * b / (two * pi * length) +
      pi / two * ((one - u) / (two * u2 * square_of * length) + within(square(u) / (two * fourth * length)));
  const Ball second = within((one - u) * u / (u2 * fourth)) -
                      (Ball(3) * square(pi) + u2 * b * (two * pi + u * b)) / (two * square(pi) * u2 * square_of);
  const Ball fourth_moment = (one - u) / (Ball(4) * u4 * u2 * square_of) * (one + within(two * square(u) / square_of)) -
                             one / (Ball(4) * u2) + up_to(u / (Ball(24) * fourth));
  const Ball sixth = Ball(15) / (u2 * u4) + up_to(sixth_rest);
  // sqrt(1-c^2) + c asin c = 1 + c^2/2 + c^4/24 + c^6/80 + ..., all coefficients positive, pi/2 together.
  const Ball rest = pi / two - Ball(3) / two - one / Ball(24) - one / Ball(80);
  return first + second + fourth_moment + sixth / Ball(80) + up_to(rest) * sixth;
}

}  // namespace

Ball level_offset(Injection injection) {
  const Ball pi = Ball::pi();
  return (injection == Injection::raw ? Ball(3) * pi : -pi) / Ball(4) - Ball(1) / pi;
}

Ball scaled_excess(Injection injection, const Ball& u, const Rational& kappa) {
  // A ball from 0 on may reach a little below 0, where there is no p and the formulas do no harm.
  if (is_less(abs(u), Ball(Rational(1, 49))) != Verdict::proved || abs(kappa) > 10)
    throw Error(Error::Kind::domain, "scaled_excess", "0 <= u <= 1/50 and |kappa| <= 10 are needed");
  return injection == Injection::raw ? raw_excess(u, Ball(kappa)) : normalized_excess(u, Ball(kappa));
}

Verdict level_on_line(Injection injection, int from, const Rational& bound) {
  const Ball u = Ball::hull(Ball(0), Ball(Rational(1, from)));
  return both(is_positive(scaled_excess(injection, u, bound)), is_negative(scaled_excess(injection, u, -bound)));
}

}  // namespace noiseproof
