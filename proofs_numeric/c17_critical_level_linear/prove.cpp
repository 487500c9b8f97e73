// C17: the critical noise level is pi p plus a constant at r = 0, for both injections, with the constants in closed
// form: enclosed for p = 2 to 1000, and for all p from there on at once.
#include <fmt/format.h>

#include "core/threads.hpp"
#include "levels.hpp"
#include "smoothing/large_p.hpp"

namespace noiseproof::c17_critical_level_linear {
namespace {

constexpr int kDigits = 14;

std::vector<Bounds> find_levels(const ClaimContext& context, Injection injection) {
  std::vector<Bounds> out(kLast - kFirst + 1);
  Threads(context.jobs).for_each(std::size_t{0}, out.size(), [&](std::size_t i) {
    out[i] = *critical_noise_level(kFirst + static_cast<int>(i), injection, 2, 0, kDigits);
  });
  return out;
}

/// Are all (rho* - slope p - constant) p in [-bound, bound]? The figure is the largest in size.
Answer within(const Levels& levels, const Ball& slope, const Ball& constant) {
  Verdict all = Verdict::proved;
  Ball most = 0;
  for (int p = kFirst; p <= kLast; ++p) {
    const Ball scaled = abs(ball_over(levels.at(p)) - slope * Ball(p) - constant) * Ball(p);
    const Verdict verdict = is_less(scaled, Ball(Rational(3, 2)));
    if (verdict == Verdict::refuted) return {Verdict::refuted, fmt::format("fails at p = {}", p)};
    all = both(all, verdict);
    most = max(most, scaled);
  }
  return {all, "at most " + in_words(outward(most), 6)};
}

Answer along_the_line(const ClaimContext& context, Levels& levels, Certificate& certificate) {
  levels.found = find_levels(context, levels.injection);
  for (const int p : {2, 3, 6, 10, 20, 50, 100}) certificate.critical_level(levels.name, 2, p, 0, levels.at(p));
  Answer answer = within(levels, Ball::pi(), level_offset(levels.injection));
  answer.second = "p times the distance is " + answer.second;
  return answer;
}

Answer nearer_the_line(const Levels& levels) {
  // At p = kLast the level lies outside.
  const Ball scaled = abs(levels.excess(kLast) - level_offset(levels.injection)) * Ball(kLast);
  return {both(level_on_line(levels.injection, kLast, Rational(1, 100)), is_less(scaled, Ball(Rational(1, 100)))),
          "p times the distance at p = 1000 is " + in_words(outward(scaled), 5)};
}

Answer extrapolated(const Levels& levels) {
  const Ball value = (Ball(8) * levels.excess(1000) - Ball(6) * levels.excess(500) + levels.excess(250)) / Ball(3);
  const Ball error = abs(value - level_offset(levels.injection));
  return {is_less(error, Ball(Rational(1, 1'000'000))),
          in_words(outward(value), 10) + ", off by at most " + decimal_endpoints(error, 2).second};
}

Answer below_the_published_order(const Levels& levels) {
  Verdict all = Verdict::proved;
  Ball before = 0;
  for (int p = 5; p <= kLast; ++p) {
    const Ball share = Ball(2 * p * p) / ball_over(levels.at(p));
    all = both(all, both(is_less(Ball(1), share), is_less(before, share)));
    before = share;
  }
  return {all,
          fmt::format("at k = 2, p = 1000 the published order is {} times the level", in_words(outward(before), 5))};
}

Answer falls_with_r(const Instance& instance, Levels& levels) {
  constexpr int kCuts = 12;
  const Rational threshold = (Rational(instance.k - 1) + Rational(22, 7)) / Rational(22, 7);
  Verdict all = Verdict::proved;
  for (int i = 0; i < kCuts; ++i) {
    const Rational r = threshold * i / kCuts;
    const auto at = critical_noise_level(instance.p, levels.injection, instance.k, r, 10);
    if (!at) {
      all = both(all, i > 0 ? Verdict::proved : Verdict::undecided);
      break;
    }
    if (i > 0) {
      const Bounds& before = levels.against_r.back().second;
      all = both(all, at->hi < before.lo   ? Verdict::proved
                      : at->lo > before.hi ? Verdict::refuted
                                           : Verdict::undecided);
    }
    levels.against_r.emplace_back(r, *at);
  }
  return {all, fmt::format("at {} values of r", levels.against_r.size())};
}

void state(const Levels& levels, ClaimResult& out) {
  std::string table;
  for (const int p : {2, 3, 6, 10, 20, 50, 100, 200, 500, 1000})
    table += fmt::format("{}p = {}: {}", table.empty() ? "" : ", ", p, decimal_below(levels.at(p).lo, 10));
  out.notes.push_back(fmt::format("rho* at r = 0, {} noise, rounded down: {}.", levels.name, table));
  for (const int p : {2, 3, 6, 10, 20, 100, 1000})
    out.data["levels"].push_back(
        {{"injection", levels.name}, {"p", p}, {"r", 0}, {"rho", decimal_endpoints(ball_over(levels.at(p)), 16)}});
}

/// All checks of one injection.
Levels check(Enclosing& enclosing, Injection injection, ClaimResult& out) {
  const Instance& instance = enclosing.instance();
  const bool raw = injection == Injection::raw;
  Levels levels{injection, raw ? "raw" : "normalized", {}};
  const std::string noise = levels.name + " noise";
  enclosing.check(fmt::format("{}, r = 0: |rho* - pi p - ({})| <= 3/(2p) for every p from 2 to 1000", noise,
                              raw ? "3 pi/4 - 1/pi" : "-pi/4 - 1/pi"),
                  [&] { return along_the_line(enclosing.context(), levels, enclosing.certificate); });
  if (levels.found.empty()) return levels;  // a sign was not decided
  enclosing.check(fmt::format("{}, r = 0: the same for every p >= {}", noise, kLast), [&] {
    return Answer{level_on_line(injection, kLast, Rational(3, 2)),
                  "all p at once, by the signs at 3/(2p) on either side"};
  });
  enclosing.twin(fmt::format("{}: within 1/(100p) of the line for every p >= {}", noise, kLast),
                 [&] { return nearer_the_line(levels); });
  state(levels, out);
  enclosing.check(
      noise + ": extrapolated from p = 250, 500, 1000 (terms 1/p, 1/p^2 removed), the constant is that within 10^-6",
      [&] { return extrapolated(levels); });
  enclosing.check(fmt::format("{}: below p^2 k for every k >= 2 and p from 5 to {}, and by a factor that grows with p",
                              noise, kLast),
                  [&] { return below_the_published_order(levels); });
  enclosing.twin(noise + ": the constant pi/4", [&] { return within(levels, Ball::pi(), Ball::pi() / Ball(4)); });
  enclosing.twin(noise + ": the slope 3", [&] { return within(levels, Ball(3), level_offset(injection)); });
  if (instance.k > 1)  // at k = 1 r is 1, the threshold
    enclosing.check(
        fmt::format("{}, k = {}, p = {}: the level falls from each of 12 values of r below the threshold to the next",
                    noise, instance.k, instance.p),
        [&] { return falls_with_r(instance, levels); });
  return levels;
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  Enclosing enclosing(context, out);
  std::vector<Levels> all;
  for (const Injection injection : {Injection::raw, Injection::normalized})
    if (Levels levels = check(enclosing, injection, out); !levels.found.empty()) all.push_back(std::move(levels));
  out.headline = "pi p + 3 pi/4 - 1/pi (raw), pi p - pi/4 - 1/pi (normalized), to 3/(2p)";
  out.notes.insert(
      out.notes.end(),
      {"That the two constants are the limits, and the bound for every p beyond 1000, rests on an expansion with every "
       "remainder bounded (docs/smoothing.md), whose signs at 3/(2p) on either side of the line are enclosed for all p "
       "at once.",
       "The published sufficient level is of order k p^2: larger than the level by a factor of order k p."});
  out.plots = plots(all);
  enclosing.finish();
  return out;
}

}  // namespace noiseproof::c17_critical_level_linear
