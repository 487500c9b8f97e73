#include "rigor/sharpness.hpp"

#include "core/error.hpp"
#include "rigor/self_check.hpp"

namespace noiseproof {
namespace {

/// E |xi|^3 for a standard Gaussian in n = p - 1 dimensions: 2 sqrt 2 Gamma((n+3)/2)/Gamma(n/2).
Ball third_moment(int p) {
  Ball top, bottom;
  arb_gamma(top.get(), (Ball(p + 2) / Ball(2)).get(), working_bits());
  arb_gamma(bottom.get(), (Ball(p - 1) / Ball(2)).get(), working_bits());
  return Ball(2) * sqrt(Ball(2)) * top / bottom;
}

}  // namespace

Sharpness sharpness(const Landscape& z, CriticalKind kind) {
  if (kind == CriticalKind::saddle_sphere) throw Error(Error::Kind::domain, "sharpness", "the saddles are no optimum");
  const Ball two_pi = Ball(2) * Ball::pi();
  const Ball output = (Ball(z.instance.k - 1) * z.lambda2 + z.lambda1) / two_pi, largest = z.lambda1 / two_pi;
  const Ball cubic = third_moment(z.instance.p) / (Ball(6) * Ball::pi());
  if (kind == CriticalKind::spurious_point) return {output, largest, output / Ball(2), -(z.alpha_bar() * cubic)};
  const Ball sphere = z.norm_sq / Ball(2), trace = output + Ball(z.instance.p - 1) * sphere;
  return {trace, max(largest, sphere), trace / Ball(2), -(z.norm_sq * cubic)};
}

Ball rise_at_angle(const Landscape& z, CriticalKind kind, const Ball& t) {
  const Ball two_pi = Ball(2) * Ball::pi();
  if (kind == CriticalKind::spurious_point) return -(z.alpha_bar() * h(t)) / two_pi;
  return z.norm_sq * dual_kernel_deficit(Angle<Ball>::from_phi(t)) / two_pi;
}

ExclusionResult optimum_rises_more(const std::optional<Rational>& twin_coefficient) {
  self_check();
  const auto coefficient = [=] { return twin_coefficient ? Ball(*twin_coefficient) : Ball::pi() - Ball(1); };
  const Decide decide = [=](const Box& box) -> Decision {
    const ScopedBits precision(96);
    const Ball phi = Ball::pi() * ball_over(box[0]), lo = Ball::pi() * Ball(box[0].lo),
               hi = Ball::pi() * Ball(box[0].hi);
    // 1 - cos grows on [0, pi], so does h: their difference is least at most the mixed ends.
    const Ball one_minus_cos = Ball(2) * square(sin(lo / Ball(2)));
    const Ball least = coefficient() * one_minus_cos - h(hi);
    if (is_positive(least) == Verdict::proved) return {"positive", 0};
    const Ball series = coefficient() * (Ball(Rational(1, 2)) - square(phi) / Ball(24)) - phi / Ball(3);
    if (box[0].lo == 0 && is_less(hi, Ball(1)) == Verdict::proved && is_positive(series) == Verdict::proved)
      return {"series", 0};
    return {"", 0};
  };
  ExclusionOptions options;
  options.max_depth = 40;
  options.key = "optimum_rises_more";
  return exclude({{0, 1}}, decide, options);
}

Json rises_more_to_json(const ExclusionResult& result) {
  const Json part{{"domain", Json::array({bounds_to_json({0, 1})})},
                  {"bracket", nullptr},
                  {"leaves", leaves_to_json(result.leaves)}};
  return {{"kind", "exclusion"},
          {"statement", "optimum_rises_more"},
          {"parts", Json::array({part})},
          {"says",
           "For every k, p and teacher, at every angle in (0, pi], the expected rise of the loss is greater at the "
           "global optimum than at the spurious point."},
          {"verdict", "proved"}};
}

}  // namespace noiseproof
