// C14, enclosed: the rows of gradient descent, and of perturbed gradient descent with constant noise.
#include "proved.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "enclosing.hpp"
#include "escape/never_settles.hpp"
#include "escape/sure_trap.hpp"

namespace noiseproof::c14_noise_selects {
namespace {

Answer small_noise_traps(const Landscape& z, const Epoch& row) {
  if (row.rho_w >= 1)
    return {Verdict::undecided, fmt::format("rho_w = {}: the conditions are about rho_w < 1", brief(row.rho_w))};
  const SureTrap trap = sure_trap(z, Rational(row.eta), Rational(row.rho_w), Rational(row.rho_a));
  // Where the conditions fail nothing is known of the set (C21): that refutes nothing.
  const Verdict kept = trap.conditions() == Verdict::proved ? Verdict::proved : Verdict::undecided;
  return {kept, fmt::format("rho_w = {}, rho_a = {}: room {}, turn {}, pull {}", brief(row.rho_w), brief(row.rho_a),
                            to_decimal(trap.room, 3), to_decimal(trap.turn, 3), to_decimal(trap.pull, 3))};
}

NeverSettles farther(const Landscape& z, const Rational& eta, const Rational& rho_w, const Rational& rho_a) {
  return never_settles(z, farther_axis(z, rho_w), eta, rho_w, rho_a);
}

Answer large_noise_stays_away(const Landscape& z, const Epoch& row) {
  const NeverSettles bound = farther(z, Rational(row.eta), Rational(row.rho_w), Rational(row.rho_a));
  const Verdict away = bound.conditions() == Verdict::proved ? Verdict::proved : Verdict::undecided;
  return {away, fmt::format("rho_w = {}, rho_a = {}: lim inf E|a - a*| >= {} |a*|", brief(row.rho_w), brief(row.rho_a),
                            decimal_endpoints(bound.distance / sqrt(z.norm_sq), 4).first)};
}

/// A level just below the largest that surely traps. Throws Error(no_convergence) where none is known.
Rational trap_level(const Landscape& z) {
  constexpr int kDigits = 24;
  const std::optional<Bounds> level = sure_trap_level(z);
  if (!level) throw Error(Error::Kind::no_convergence, "C14", "no level is known to trap");
  return dyadic_floor(level->lo, bits_below_one(level->lo) + kDigits);
}

/// G(0) falls as rho_w grows (docs/escape.md, "Every constant level"), so the distance is least at the trap's level.
Answer no_level_does_both(const Landscape& z) {
  const Rational level = trap_level(z);
  const Ball distance = farther(z, z.instance.eta, level, 0).distance;
  return {is_less(Ball(0), distance),
          fmt::format("trapped for ever below rho_w = {}; from there on lim inf E|a - a*| >= {} |a*|",
                      decimal_below(level, 4), decimal_endpoints(distance / sqrt(z.norm_sq), 4).first)};
}

/// False: from its level on the condition fails at every rho_a.
Answer trap_above_its_level(const Landscape& z) {
  const Ball room = sure_trap(z, z.instance.eta, trap_level(z) * 65 / 64, 0).room;
  return {is_nonnegative(room), "room " + to_decimal(room, 3)};
}

}  // namespace

void prove_rows(const ClaimContext& context, const Bounds& p, const Epoch& small, const Epoch& large,
                ClaimResult& out) {
  const ScopedBits bits(kProofBits + bits_lost_at(context.instance.k, context.instance.r));
  const Landscape z = landscape(context.instance);
  enclosed_check(out, "GD from random starts is trapped with positive probability", [&] {
    return Answer{p.lo > 0 ? Verdict::proved : Verdict::undecided, "probability in " + show(p)};
  });
  enclosed_check(out, "The small constant noise keeps the trap for ever, whatever it does",
                 [&] { return small_noise_traps(z, small); });
  enclosed_check(out, "The large constant noise stays away from the teacher in the mean, from every start, for ever",
                 [&] { return large_noise_stays_away(z, large); });
  enclosed_check(out,
                 "No constant level does both: below one level, with small rho_a and eta, the trap is kept for ever; "
                 "from it on, with any rho_a, a stays away in the mean",
                 [&] { return no_level_does_both(z); });
  enclosed_check(out, "false twin: a 64th above that level the trap is kept by the same proof",
                 [&] { return refuted_twin(trap_above_its_level(z)); });
}

}  // namespace noiseproof::c14_noise_selects
