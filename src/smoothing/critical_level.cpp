#include "smoothing/critical_level.hpp"

#include "core/error.hpp"
#include "rigor/landscape.hpp"

namespace noiseproof {
namespace {

constexpr int kLeastExponent = 20;  // 2^-20 <= rho* is looked for

}  // namespace

Ball spurious_share(const SmoothingNoise& noise) { return smoothed_kernel_at_pi(noise) / mean_length(noise); }

Ball kernel_level(int k, const Rational& r) {
  const Ball m1 = Ball(k - 1) + Ball::pi();
  return (m1 - Ball::pi() * Ball(r)) / (m1 - Ball(r));
}

std::optional<Bounds> critical_noise_level(int p, Injection injection, int k, const Rational& r, int digits) {
  if (k == 1) return std::nullopt;  // gamma is exactly 0 there
  const int bits = static_cast<int>(bits_for_digits(digits)) + 2;
  const ScopedBits precision(bits + 64 + bits_lost_at(k, r));
  const Ball level = kernel_level(k, r);
  if (is_positive(level) == Verdict::refuted) return std::nullopt;
  const auto excess = [&](const Rational& rho) { return spurious_share({p, rho, injection}) - level; };
  // The excess rises. A bracket by halving or doubling from p: rho* is about pi p at r = 0, and smaller otherwise.
  Rational lo = p, hi = p;
  while (is_positive(excess(lo)) == Verdict::proved && lo > Rational(1, 1 << kLeastExponent)) {
    hi = lo;
    lo /= 2;
  }
  if (lo == hi)
    while (is_negative(excess(hi)) == Verdict::proved && hi < 500'000) {
      lo = hi;
      hi *= 2;
    }
  const std::optional<Bounds> found = bracket_smooth_root(excess, {lo, hi}, bits);
  if (!found || (found->hi - found->lo) * (Integer(1) << static_cast<unsigned>(bits - 2)) > found->hi)
    throw Error(Error::Kind::no_convergence, "critical noise level", "the precision does not suffice");
  return found;
}

}  // namespace noiseproof
