// C21: small constant noise traps for ever.
#include <fmt/format.h>

#include "trap_noise.hpp"

namespace noiseproof::c21_small_noise_traps_for_ever {
namespace {

/// Rounded down to 24 significant bits. Domain: x > 0.
Rational short_below(const Rational& x) { return dyadic_floor(x, bits_below_one(x) + 24); }

}  // namespace

std::optional<TrapNoise> trap_noise(const Landscape& z, const Bounds& level) {
  constexpr int kHalvings = 80;
  TrapNoise out{z.instance.eta, short_below(level.lo * 63 / 64), 0};
  const Ball spread = z.e1 + z.e2 + sqrt(z.norm_sq);
  const Rational room = lower_rational(sure_trap(z, out.eta, out.rho_w, 0).room / (Ball(2) * spread));
  if (room <= 0) return std::nullopt;
  out.rho_a = short_below(room);
  for (int i = 0; i < kHalvings; ++i, out.eta /= 2)
    if (sure_trap(z, out.eta, out.rho_w, out.rho_a).conditions() == Verdict::proved) return out;
  return std::nullopt;
}

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  const Instance& instance = context.instance;
  Enclosing enclosing(context, out);
  const ScopedBits bits(kProofBits + bits_lost_at(instance.k, instance.r));
  const Landscape z = landscape(instance);
  const Verdict has_level = r_below_threshold(instance.k, instance.r);
  enclosing.certificate.comparison(instance.k, instance.r, has_level);
  if (has_level == Verdict::refuted) {
    enclosing.check("r >= (k+pi-1)/pi: no noise level is small enough, as gamma <= 0 < h(2 asin rho_w)", [&] {
      return Answer{negate(has_level), instance.describe()};
    });
    out.headline = "r >= (k+pi-1)/pi: no noise level is that small";
    enclosing.finish();
    return out;
  }
  const std::optional<Bounds> level = sure_trap_level(z);
  const std::optional<TrapNoise> noise = level ? trap_noise(z, *level) : std::nullopt;
  enclose(enclosing, noise, out);
  if (noise) sample(context, *noise, out);
  enclosing.finish();
  return out;
}

}  // namespace noiseproof::c21_small_noise_traps_for_ever
