#include "rigor/integrals.hpp"

#include "core/error.hpp"
#include "rigor/verified_integral.hpp"

namespace noiseproof {
namespace {

// All integrands are entire functions, so `order` (a request to verify that the integrand is analytic) needs no answer.

int radial_integrand(acb_ptr out, const acb_t rho, void* parameter, slong, slong bits) {
  Complex power, square;
  acb_pow_ui(power.v, rho, static_cast<ulong>(*static_cast<int*>(parameter)), bits);
  acb_mul(square.v, rho, rho, bits);
  acb_mul_2exp_si(square.v, square.v, -1);
  acb_neg(square.v, square.v);
  acb_exp(square.v, square.v, bits);
  acb_mul(out, power.v, square.v, bits);
  return 0;
}

int kernel_integrand(acb_ptr out, const acb_t theta, void* parameter, slong, slong bits) {
  Complex shifted, first, phi(*static_cast<Ball*>(parameter));
  acb_sub(shifted.v, theta, phi.v, bits);
  acb_cos(first.v, theta, bits);
  acb_cos(shifted.v, shifted.v, bits);
  acb_mul(out, first.v, shifted.v, bits);
  return 0;
}

int along_integrand(acb_ptr out, const acb_t theta, void*, slong, slong bits) {
  Complex c;
  acb_cos(c.v, theta, bits);
  acb_mul(out, c.v, c.v, bits);
  return 0;
}

int across_integrand(acb_ptr out, const acb_t theta, void*, slong, slong bits) {
  Complex s, c;
  acb_sin_cos(s.v, c.v, theta, bits);
  acb_mul(out, s.v, c.v, bits);
  return 0;
}

}  // namespace

Ball radial_moment(int n, const Rational& cut) {
  if (n != 1 && n != 3) throw Error(Error::Kind::domain, "radial_moment", "n is 1 or 3");
  int power = n;
  const Ball reach(cut);
  // int_R^inf rho e^{-rho^2/2} = e^{-R^2/2};  int_R^inf rho^3 e^{-rho^2/2} = (R^2 + 2) e^{-R^2/2}.
  const Ball tail = (n == 1 ? Ball(1) : square(reach) + Ball(2)) * exp(-square(reach) / Ball(2));
  return integrate(radial_integrand, &power, Ball(0), reach) + Ball::hull(Ball(0), tail);
}

Rational default_cut() { return 16; }  // 258 e^{-128} < 2^-176

AngularIntegrals angular_integrals(const Angle<Ball>& angle) {
  Ball phi = angle.phi;
  const Ball quarter = Ball::pi() / Ball(2), from = quarter - angle.d, to = quarter;  // phi - pi/2 = pi/2 - d
  return {integrate(kernel_integrand, &phi, from, to), integrate(along_integrand, nullptr, from, to),
          integrate(across_integrand, nullptr, from, to)};
}

Ball kernel_by_integration(const Angle<Ball>& angle) {
  return radial_moment(3, default_cut()) * angular_integrals(angle).kernel / (Ball(2) * Ball::pi());
}

Ball loss_by_integration(const Student<Ball>& student, const Teacher<Ball>& teacher) {
  return loss_by_integration(student, teacher, angle_between(student.w, teacher.w_star));
}

Ball loss_by_integration(const Student<Ball>& student, const Teacher<Ball>& teacher, const Angle<Ball>& angle) {
  const Ball nu = sqrt(norm_sq(student.w));
  const Ball mean = radial_moment(1, default_cut()) / sqrt(Ball(2) * Ball::pi());  // E relu of a standard Gaussian
  const Ball same = kernel_by_integration({Ball(0), Ball::pi()});
  const Ball cross = kernel_by_integration(angle);
  // E (sum_i b_i relu(Z_i.u)) (sum_j c_j relu(Z_j.v)): the rows are independent, so i != j gives a product of means.
  const auto pair = [&](const Vec<Ball>& b, const Vec<Ball>& c, const Ball& diagonal) {
    return square(mean) * (sum(b) * sum(c) - dot(b, c)) + diagonal * dot(b, c);
  };
  return (square(nu) * pair(student.a, student.a, same) - Ball(2) * nu * pair(student.a, teacher.a_star, cross) +
          pair(teacher.a_star, teacher.a_star, same)) /
         Ball(2);
}

Gradient<Ball> gradient_by_integration(const Student<Ball>& student, const Teacher<Ball>& teacher) {
  const Ball nu = sqrt(norm_sq(student.w));
  const Angle<Ball> angle = angle_between(student.w, teacher.w_star);
  const Ball radial3 = radial_moment(3, default_cut()), two_pi = Ball(2) * Ball::pi();
  const Ball mean = radial_moment(1, default_cut()) / sqrt(two_pi);
  const AngularIntegrals cross = angular_integrals(angle), same = angular_integrals({Ball(0), Ball::pi()});
  const Ball k_cross = radial3 * cross.kernel / two_pi, k_same = radial3 * same.kernel / two_pi;
  const Ball beta = sum(student.a), s = sum(teacher.a_star), alpha = dot(student.a, teacher.a_star),
             a_sq = norm_sq(student.a);
  Gradient<Ball> out;
  // d/da_i = E (f - f*) relu(Z_i.w), term by term.
  for (std::size_t i = 0; i < student.a.size(); ++i) {
    const Ball own = square(nu) * (square(mean) * (beta - student.a[i]) + k_same * student.a[i]);
    out.a.push_back(own - nu * (square(mean) * (s - teacher.a_star[i]) + k_cross * teacher.a_star[i]));
  }
  // d/dw = sum_i a_i E (f - f*) 1{Z_i.w > 0} Z_i. For j != i: E relu(Z_j.v) E 1{Z_i.w > 0} Z_i = |v| mean . mean u,
  // with u = w/nu. For j = i and f: nu k_same u (by symmetry along u). For j = i and f*: the plane's vector (along,
  // across) radial3/2pi, in the basis w*, q.
  const Ball inverse = Ball(1) / nu, sin_phi = sine(angle);
  const Vec<Ball> towards = tangent_towards_teacher(student, teacher, invariants(student, teacher));  // length sin phi
  const Ball own = nu * (square(mean) * (square(beta) - a_sq) + k_same * a_sq) - square(mean) * (beta * s - alpha);
  const Ball along = alpha * radial3 * cross.along / two_pi, across = alpha * radial3 * cross.across / two_pi;
  // q = (u - cos(phi) w*)/sin(phi), the unit vector orthogonal to w* on u's side; t = towards/sin(phi) = (w* - cos(phi)
  // u)/sin(phi).
  for (std::size_t i = 0; i < student.w.size(); ++i) {
    const Ball u = student.w[i] * inverse, t = towards[i] / sin_phi;
    const Ball q = sin_phi * u - cosine(angle) * t;
    out.w.push_back(own * u - along * teacher.w_star[i] - across * q);
  }
  return out;
}

}  // namespace noiseproof
