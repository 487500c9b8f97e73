#include "rigor/trap_measure.hpp"

#include "core/error.hpp"

namespace noiseproof {
namespace {

/// int_phi^pi sin^n, given cos phi, sin phi and pi - phi.
Ball sine_integral(int n, const Ball& cosine, const Ball& sine, const Ball& complement) {
  const Ball square_sine = square(sine);
  int m = n % 2;
  Ball value = m == 0 ? complement : Ball(1) + cosine;
  Ball power = m == 0 ? sine : square_sine;  // sin^{m+1}
  while (m < n) {
    m += 2;
    value = (power * cosine + Ball(m - 1) * value) / Ball(m);
    power *= square_sine;
  }
  return value;
}

}  // namespace

SinePower::SinePower(int n) : n_(n) {
  if (n < 0 || n > 1000000) throw Error(Error::Kind::domain, "SinePower", "the exponent must be between 0 and 10^6");
  whole_ = sine_integral(n, Ball(1), Ball(0), Ball::pi());
}

Ball SinePower::tail(const Ball& cosine, const Ball& sine, const Ball& complement) const {
  const Ball share = sine_integral(n_, cosine, sine, complement) / whole_;
  return intersect(share, Ball::hull(Ball(0), Ball(1)));
}

Ball SinePower::tail(const Rational& t) const {
  if (t <= 0) return Ball(1);
  if (t >= 1) return Ball(0);
  const Ball complement = Ball::pi() * Ball(Rational(1 - t));
  return tail(-cos(complement), sin(complement), complement);
}

Ball SinePower::below(const Rational& u) const {
  if (u <= -1) return Ball(0);
  if (u >= 1) return Ball(1);
  const Ball sine = sqrt(Ball(Rational((1 - u) * (1 + u))));
  const Ball cosine(u);
  return tail(cosine, sine, Ball::pi() - atan2(sine, cosine));  // cos < u iff the angle exceeds acos u
}

}  // namespace noiseproof
