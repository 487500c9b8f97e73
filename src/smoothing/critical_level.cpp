#include "smoothing/critical_level.hpp"

#include <functional>

#include "core/error.hpp"
#include "rigor/hermite.hpp"
#include "smoothing/gegenbauer.hpp"

namespace noiseproof {
namespace {

/// The largest e >= 0 for which `above(p 2^-e)`, given that it holds for e = 0 and fails from some e on; by doubling e
/// and halving what is left, for next to the threshold rho* is as small as r has digits.
int largest_exponent(const std::function<bool(int)>& above) {
  int holds = 0, fails = 1;
  while (above(fails)) {
    holds = fails;
    fails *= 2;
  }
  while (fails - holds > 1) {
    const int middle = holds + (fails - holds) / 2;
    (above(middle) ? holds : fails) = middle;
  }
  return holds;
}

/// The root of a function of rho that rises, to this many bits. A bracket by halving or doubling from p: rho* is about
/// pi p at r = 0, and smaller otherwise.
Bounds rising_root(const std::function<Ball(const Rational&)>& excess, int p, int bits) {
  Rational lo = p, hi = p;
  const auto above = [&](int e) { return is_positive(excess(p * power_of_two(-e))) == Verdict::proved; };
  if (above(0)) {
    hi = p * power_of_two(-largest_exponent(above));
    lo = hi / 2;
  } else {
    while (is_negative(excess(hi)) == Verdict::proved && hi < 500'000) {
      lo = hi;
      hi *= 2;
    }
    if (is_negative(excess(hi)) == Verdict::proved)
      throw Error(Error::Kind::no_convergence, "critical noise level", "above " + to_string(hi));
  }
  const std::optional<Bounds> found = bracket_smooth_root(excess, {lo, hi}, bits);
  if (!found || (found->hi - found->lo) * (Integer(1) << static_cast<unsigned>(bits - 2)) > found->hi)
    throw Error(Error::Kind::no_convergence, "critical noise level", "the precision does not suffice");
  return *found;
}

}  // namespace

Ball spurious_share(const SmoothingNoise& noise) { return smoothed_kernel_at_pi(noise) / mean_length(noise); }

std::optional<Bounds> critical_noise_level(int p, Injection injection, int k, const Rational& r, int digits,
                                           NoiseLaw law) {
  if (k == 1) return std::nullopt;  // gamma is exactly 0 there
  const int bits = static_cast<int>(bits_for_digits(digits)) + 2;
  const ScopedBits precision(bits + 64 + bits_lost_at(k, r));
  const Ball level = saddle_kernel_value(k, Ball(r));
  if (is_positive(level) == Verdict::refuted) return std::nullopt;
  return rising_root([&](const Rational& rho) { return spurious_share({p, rho, injection, law}) - level; }, p, bits);
}

Ball smoothed_at_pi(const Activation& activation, const SmoothingNoise& noise) {
  if (noise.injection != Injection::normalized)
    throw Error(Error::Kind::domain, "smoothed_at_pi", "raw noise changes |w|");
  const Ball two_pi = Ball(2) * Ball::pi();
  if (activation.is_binary())  // K = pi - angle
    return mean_from_pole(noise, [](acb_t out, const FromPole& at, slong) { acb_set(out, at.angle.v); });
  if (activation.is_homogeneous()) {  // K = (1-c)^2 g + 2 pi c cos(angle)
    const Ball c(activation.slope());
    return square(Ball(1) - c) * smoothed_kernel_at_pi(noise) - two_pi * c * mean_gegenbauer(noise, 1);
  }
  const HermiteExpansion& series = hermite_expansion(activation);
  const auto even_and_odd = [&](acb_t out, const FromPole& at, slong bits) {  // sum c_n^2 (-cos d)^n
    Complex x;
    acb_neg(x.v, at.cosine.v);
    acb_zero(out);
    for (std::size_t n = series.weight.size(); n-- > 0;) {
      acb_mul(out, out, x.v, bits);
      acb_add_arb(out, out, series.weight[n].get(), bits);
    }
  };
  // Beyond the weights: at most what they leave, times the mean of |cos d|^N, N even and no larger than their number.
  const auto power = [&](acb_t out, const FromPole& at, slong bits) {
    acb_pow_ui(out, at.cosine.v, series.weight.size() / 2 * 2, bits);
  };
  const Ball rest = series.rest[0] * min(Ball(1), abs(mean_from_pole(noise, power))).upper();
  return two_pi * (mean_from_pole(noise, even_and_odd) + Ball::hull(-rest, rest));
}

std::optional<Bounds> critical_noise_level(const DualLandscape& z, int digits) {
  if (is_less(z.opposite, z.gamma) != Verdict::proved) return std::nullopt;
  const int bits = static_cast<int>(bits_for_digits(digits)) + 2;
  return rising_root(
      [&](const Rational& rho) {
        return smoothed_at_pi(z.activation, {z.instance.p, rho, Injection::normalized}) - z.gamma;
      },
      z.instance.p, bits);
}

}  // namespace noiseproof
