// C21, enclosed: the set that every small noise keeps, the level below which there is one, and that level over r.
#include <fmt/format.h>

#include "core/known_digits.hpp"
#include "rigor/roots.hpp"
#include "trap_noise.hpp"

namespace noiseproof::c21_small_noise_traps_for_ever {
namespace {

constexpr int kCurve = 25;  // values of r from 0 to just below the threshold

Answer kept(Enclosing& enclosing, const Landscape& z, const TrapNoise& noise) {
  const SureTrap trap = sure_trap(z, noise.eta, noise.rho_w, noise.rho_a);
  enclosing.certificate.item({{"kind", "sure_trap"},
                              {"statement", "kept_for_ever"},
                              {"instance", invariants_to_json(z.instance)},
                              {"eta", to_string(noise.eta)},
                              {"rho_w", to_string(noise.rho_w)},
                              {"rho_a", to_string(noise.rho_a)},
                              {"says", "pi - phi <= asin rho_w is kept by every noise of these radii, for all time."},
                              {"verdict", "proved"}});
  return {trap.conditions(),
          fmt::format("eta = {}, rho_w >= {}, rho_a >= {}: room {}, turn {}, pull {}", to_string(noise.eta),
                      digits_below(noise.rho_w, 4), digits_below(noise.rho_a, 4), to_decimal(trap.room, 3),
                      to_decimal(trap.turn, 3), to_decimal(trap.pull, 3))};
}

/// The level at kCurve + 1 values of r, as a picture, and whether it falls from each to the next.
Answer curve(const Instance& instance, ClaimResult& out) {
  nlohmann::json series{{"name", "sin((pi - phi^)/2)"}, {"style", "line"}};
  const Rational last = dyadic_floor(lower_rational((Ball(instance.k - 1) + Ball::pi()) / Ball::pi()), 20);
  Verdict falls = Verdict::proved;
  std::optional<Ball> before;
  for (int i = 0; i <= kCurve; ++i) {
    Instance at = instance;
    at.r = last * i / kCurve;
    const ScopedBits bits(kProofBits + bits_lost_at(at.k, at.r));
    const std::optional<Bounds> level = sure_trap_level(landscape(at));
    if (!level) return {Verdict::undecided, "no level at r = " + to_string(at.r)};
    if (before) falls = both(falls, is_less(ball_over(*level), *before));
    before = ball_over(*level);
    series["x"].push_back(at.r.convert_to<double>());
    series["y"].push_back(digits_below(level->lo, 12));
  }
  out.plots.push_back({{"type", "lines"},
                       {"id", "trap_level"},
                       {"title", "Noise levels that trap for ever"},
                       {"caption", "Below the curve every noise sequence, an adversary's too, leaves w near -w*."},
                       {"x_label", "r"},
                       {"y_label", "rho_w"},
                       {"x_log", false},
                       {"y_log", false},
                       {"series", {series}}});
  return {falls, fmt::format("{} values of r from 0 to {}", kCurve + 1, decimal_below(last, 4))};
}

}  // namespace

void enclose(Enclosing& enclosing, const std::optional<TrapNoise>& noise, ClaimResult& out) {
  const Landscape z = landscape(enclosing.instance());
  enclosing.claim(
      "{ pi - phi <= asin rho_w, a in its box } holds the spurious point and is kept by every noise sequence of these "
      "radii, for all time",
      [&] {
        return noise ? kept(enclosing, z, *noise) : Answer{Verdict::undecided, "no such radii were found"};
      });
  const std::optional<Bounds> level = sure_trap_level(z);
  if (!level) return;
  out.headline = "surely trapped for rho_w < " + digits_below(level->lo, 6);
  enclosing.check("the level is sin((pi - phi^)/2), phi^ the angle of the saddles", [&] {
    return Answer{is_positive(ball_over(*level)), "in " + in_words(*level)};
  });
  enclosing.check("over r the level falls, down to the threshold (k+pi-1)/pi", [&] { return curve(z.instance, out); });
  enclosing.twin("a thousandth above that level alpha~ <= 0 in the set, if a is not disturbed at all", [&] {
    const SureTrap above = sure_trap(z, 1, level->hi * 1001 / 1000, 0);
    return Answer{is_nonnegative(above.room), "room " + to_decimal(above.room, 3)};
  });
  if (noise)
    enclosing.twin("with noise in a three times as large alpha~ <= 0 in the set", [&] {
      const SureTrap shaken = sure_trap(z, noise->eta, noise->rho_w, noise->rho_a * 3);
      return Answer{is_nonnegative(shaken.room), "room " + to_decimal(shaken.room, 3)};
    });
}

}  // namespace noiseproof::c21_small_noise_traps_for_ever
