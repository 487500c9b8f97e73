#include "smoothing/critical_level.hpp"

#include <functional>

#include "core/error.hpp"
#include "rigor/landscape.hpp"

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

}  // namespace

Ball spurious_share(const SmoothingNoise& noise) { return smoothed_kernel_at_pi(noise) / mean_length(noise); }

std::optional<Bounds> critical_noise_level(int p, Injection injection, int k, const Rational& r, int digits) {
  if (k == 1) return std::nullopt;  // gamma is exactly 0 there
  const int bits = static_cast<int>(bits_for_digits(digits)) + 2;
  const ScopedBits precision(bits + 64 + bits_lost_at(k, r));
  const Ball level = saddle_kernel_value(k, Ball(r));
  if (is_positive(level) == Verdict::refuted) return std::nullopt;
  const auto excess = [&](const Rational& rho) { return spurious_share({p, rho, injection}) - level; };
  // The excess rises. A bracket by halving or doubling from p: rho* is about pi p at r = 0, and smaller otherwise.
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
  }
  const std::optional<Bounds> found = bracket_smooth_root(excess, {lo, hi}, bits);
  if (!found || (found->hi - found->lo) * (Integer(1) << static_cast<unsigned>(bits - 2)) > found->hi)
    throw Error(Error::Kind::no_convergence, "critical noise level", "the precision does not suffice");
  return found;
}

}  // namespace noiseproof
