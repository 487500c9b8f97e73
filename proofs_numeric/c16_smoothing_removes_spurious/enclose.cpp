// C16, enclosed: the critical level, what the spurious point is on either side of it, and that nothing else is left
// above.
#include <fmt/format.h>

#include "core/known_digits.hpp"
#include "enclosing.hpp"
#include "smoothing/critical_level.hpp"
#include "smoothing/hypergeometric.hpp"
#include "smoothing/smoothed_landscape.hpp"

namespace noiseproof::c16_smoothing_removes_spurious {
namespace {

constexpr int kDigits = 30;
constexpr int kShapeBits = 96;  // enough for signs over boxes and for saddles

std::string show(const Ball& x) { return to_decimal(x, 6); }

/// x rounded down to as many digits as are printed of a noise level: what is said of it is said of what is printed.
Rational as_printed(const Rational& x) { return parse_rational(digits_below(x, 6), "level"); }

/// Everything that is stated of one injection.
struct Side {
  Enclosing& enclosing;
  const Landscape& z;
  Injection injection;
  std::string name;

  SmoothingNoise at(const Rational& rho) const { return {z.instance.p, rho, injection}; }

  /// Checks at each level that `verdict` of the poles is proved; the figure lists `number`.
  void at_levels(const std::string& what, const std::vector<Rational>& levels,
                 const std::function<Verdict(const SmoothedPoles&)>& verdict,
                 const std::function<std::string(const SmoothedPoles&)>& number) const {
    enclosing.check(name + ": " + what, [&] {
      Answer out{Verdict::proved, ""};
      for (const Rational& rho : levels) {
        const SmoothedPoles poles = smoothed_poles(z, at(rho));
        out.first = both(out.first, verdict(poles));
        out.second +=
            fmt::format("{}rho = {:.6g}: {}", out.second.empty() ? "" : ", ", rho.convert_to<double>(), number(poles));
      }
      return out;
    });
  }

  void minimum(const std::vector<Rational>& levels) const {
    at_levels(
        "below, the spurious point is a strict local minimum: a.a* < 0, and the Hessian's sphere block is positive",
        levels,
        [](const SmoothedPoles& p) { return both(is_negative(p.spurious.alpha), is_positive(p.spurious.curvature)); },
        [](const SmoothedPoles& p) { return show(p.spurious.curvature); });
  }

  void no_minimum(const std::vector<Rational>& levels, const std::string& where) const {
    at_levels(
        where + "it is none: a.a* > 0, and the Hessian's sphere block is negative", levels,
        [](const SmoothedPoles& p) { return both(is_positive(p.spurious.alpha), is_negative(p.spurious.curvature)); },
        [](const SmoothedPoles& p) { return show(p.spurious.curvature); });
  }

  void shape(const std::vector<Rational>& levels) const {
    enclosing.check(
        name + ": at these levels G' < 0 on all of (0, pi), so only phi = 0, phi = pi and a.a* = 0 can be critical",
        [&] {
          Answer out{Verdict::proved, ""};
          int all = 0;
          for (const Rational& rho : levels) {
            const ScopedBits bits(kShapeBits + bits_below_one(rho));
            int boxes = 0;
            out.first = both(out.first, falls_in_angle(at(rho), boxes));
            all += boxes;
          }
          const std::string rest = levels.front() < 1 ? " (rho < 1: in [0, 1], and below by docs/smoothing.md)" : "";
          const std::string where = injection == Injection::raw
                                        ? "by the sign at cos phi = -1, where the slope is least,"
                                        : fmt::format("{} boxes cover cos phi in [-1, 1]{}", all, rest);
          out.second = fmt::format("{} at {} levels", where, levels.size());
          return out;
        });
    at_levels(
        "at every level w = w* is a strict local minimum, lower than the spurious point", levels,
        [](const SmoothedPoles& p) {
          return both(both(is_positive(p.optimum.alpha), is_positive(p.optimum.curvature)), is_positive(p.excess));
        },
        [](const SmoothedPoles& p) { return "lower by " + show(p.excess); });
  }

  void saddles(const std::vector<Rational>& below, const std::vector<Rational>& above) const {
    enclosing.check(
        name + ": points with a.a* = 0 are critical at one angle phi^ < pi below the level, and nowhere above", [&] {
          const ScopedBits bits(kShapeBits + bits_lost_at(z.instance.k, z.instance.r));
          Answer out{Verdict::proved, ""};
          for (const Rational& rho : below) {
            const std::optional<Bounds> t = smoothed_saddle(z, at(rho), 20);
            if (!t) return Answer{Verdict::undecided, "no sign change found"};
            out.second += fmt::format("{}phi^/pi in {} at rho = {:.6g}", out.second.empty() ? "" : ", ",
                                      in_words(*t, 6), rho.convert_to<double>());
          }
          // G falls, so it exceeds m1 gamma wherever G(pi) does.
          for (const Rational& rho : above)
            out.first = both(out.first, is_positive(smoothed_poles(z, at(rho)).spurious.alpha));
          return out;
        });
  }

  void rises(const Rational& centre) const {
    enclosing.check(name + ": the share G(pi)/m1 rises from each of 25 noise levels to the next", [&] {
      Answer out{Verdict::proved, ""};
      Ball before = 0;
      Rational rho = centre / 16;
      for (int i = 0; i < 25; ++i, rho = rho * 5 / 4) {
        const Ball share = spurious_share(at(rho));
        out.first = both(out.first, is_less(before, share));
        before = share;
      }
      out.second = fmt::format("rho from {:.3g} to {:.3g}", Rational(centre / 16).convert_to<double>(),
                               Rational(rho * 4 / 5).convert_to<double>());
      return out;
    });
  }
};

/// lim G(pi)/m1 for rho -> infinity, both injections: what makes every level finite.
Ball limiting_share(int p) {
  const Ball half(Rational(1, 2)), n(p);
  return gamma(half * n) * gamma(half * n + Ball(1)) * square(reciprocal_gamma(half * (n + Ball(1))));
}

/// Is the level stated in the certificate?
bool with_level(const Side& side, ClaimResult& out) {
  const Instance& instance = side.z.instance;
  std::optional<Bounds> level;
  bool stated = false;
  side.enclosing.check(side.name + ": the critical level rho*, by the sign of G(pi)/m1 - gamma at both ends", [&] {
    level = critical_noise_level(instance.p, side.injection, instance.k, instance.r, kDigits);
    if (!level) return Answer{Verdict::undecided, "no level found"};
    const Verdict signs = both(is_less(spurious_share(side.at(level->lo)), side.z.gamma),
                               is_less(side.z.gamma, spurious_share(side.at(level->hi))));
    out.data[side.name] = {{"lower", digits_below(level->lo, kDigits)}, {"upper", digits_above(level->hi, kDigits)}};
    stated = side.enclosing.certificate.critical_level(side.name, instance.k, instance.p, instance.r, *level);
    if (!stated)
      out.notes.push_back(side.name + ": rho\\* is 1 to 60 bits, which certificates cannot state: it is undecided.");
    out.headline += fmt::format("{}{} rho* = {:.8g}", out.headline.empty() ? "" : ", ", side.name,
                                known_double(ball_over(*level), 8));
    return Answer{signs, "rho* in " + in_words(*level, kDigits)};
  });
  if (!level) return false;
  const Rational below = level->lo, above = level->hi;
  const std::vector<Rational> lower{as_printed(below / 2), as_printed(below * 99 / 100)},
      higher{as_printed(above * 101 / 100), as_printed(above * 2)};
  side.minimum(lower);
  side.no_minimum(higher, "above, ");
  side.shape({lower[0], lower[1], higher[0], higher[1]});
  side.saddles(lower, higher);
  side.rises(below);
  // As r tends to 0 gamma tends to 1 whatever k: a twin with one more hidden unit would have no effect there.
  side.enclosing.twin(side.name + ": the level is greater by one part in 2^80", [&] {
    const Rational twin = level->hi * (1 + power_of_two(-80));
    return Answer{is_less(spurious_share(side.at(twin)), side.z.gamma), "by the sign of G(pi)/m1 - gamma there"};
  });
  side.enclosing.twin(side.name + ": the level is that of one more input", [&] {
    const std::optional<Bounds> other =
        critical_noise_level(instance.p + 1, side.injection, instance.k, instance.r, kDigits);
    return Answer{other && (other->lo > level->hi || other->hi < level->lo) ? Verdict::refuted : Verdict::undecided,
                  other ? in_words(*other, kDigits) : "no level"};
  });
  return stated;
}

}  // namespace

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out);
  const Landscape z = landscape(context.instance);
  const Verdict has_level = r_below_threshold(context.instance.k, context.instance.r);
  enclosing.certificate.comparison(context.instance.k, context.instance.r, has_level);
  enclosing.check(
      "the share's limit Gamma(p/2) Gamma(p/2+1)/Gamma((p+1)/2)^2 is above 1 >= gamma: "
      "enough noise always removes the point",
      [&] {
        const Ball limit = limiting_share(context.instance.p);
        return Answer{is_less(Ball(1), limit), show(limit)};
      });
  bool stated = true;
  for (const auto& [injection, name] :
       {std::pair(Injection::raw, "raw"), std::pair(Injection::normalized, "normalized")}) {
    const Side side{enclosing, z, injection, name};
    if (has_level == Verdict::proved) {
      stated = with_level(side, out) && stated;
      continue;
    }
    const std::vector<Rational> levels{Rational(1, 10), 1, 10, 100};
    side.no_minimum(levels, "r >= (k+pi-1)/pi, there is no spurious minimum without noise, and ");
    side.shape(levels);
  }
  if (has_level == Verdict::proved) {
    const SmoothedPoles poles = smoothed_poles(z, {context.instance.p, 1, Injection::raw});
    out.notes.push_back(
        fmt::format("Noise keeps the direction of the best filter, w = w*, and shrinks its output weights: "
                    "at rho = 1 (raw) the minimum has a.a* = {:.4g} |a*|^2.",
                    known_double(poles.optimum.alpha / z.norm_sq, 4)));
  } else {
    out.headline = "r >= (k+pi-1)/pi: no spurious minimum at any noise";
    out.notes.push_back(
        "At this r gamma <= 0 < G(pi)/m1 at every noise level: there is no spurious minimum to remove.");
  }
  enclosing.finish(stated ? std::nullopt : std::optional(Verdict::undecided));
}

}  // namespace noiseproof::c16_smoothing_removes_spurious
