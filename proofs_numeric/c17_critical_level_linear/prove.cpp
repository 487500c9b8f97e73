// C17: the critical noise level is pi p plus a constant at r = 0, for both injections, with the constants in closed
// form: enclosed for p = 2 to 1000, and for all p from there on at once.
#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "enclosing.hpp"
#include "smoothing/critical_level.hpp"
#include "smoothing/large_p.hpp"
#include "trap_figures.hpp"

namespace noiseproof::c17_critical_level_linear {
namespace {

constexpr int kFirst = 2, kLast = 1000, kDigits = 14;

const char* title(Injection injection) { return injection == Injection::raw ? "raw" : "normalized"; }

/// rho* at r = 0, where k does not matter, for p = kFirst..kLast.
std::vector<Bounds> levels(const ClaimContext& context, Injection injection) {
  std::vector<Bounds> out(kLast - kFirst + 1);
  tbb::task_arena arena(context.jobs > 0 ? context.jobs : tbb::task_arena::automatic);
  arena.execute([&] {
    tbb::parallel_for(0, static_cast<int>(out.size()), [&](int i) {
      out[static_cast<std::size_t>(i)] = *critical_noise_level(kFirst + i, injection, 2, 0, kDigits);
    });
  });
  return out;
}

Ball excess(const std::vector<Bounds>& levels, int p) {
  return ball_over(levels[static_cast<std::size_t>(p - kFirst)]) - Ball::pi() * Ball(p);
}

/// Are all (rho* - slope p - constant) p in [-bound, bound]? The figure is the largest in size.
Answer within(const std::vector<Bounds>& levels, const Ball& slope, const Ball& constant, const Rational& bound) {
  Verdict all = Verdict::proved;
  Ball most = 0;
  for (int p = kFirst; p <= kLast; ++p) {
    const Ball scaled =
        abs(ball_over(levels[static_cast<std::size_t>(p - kFirst)]) - slope * Ball(p) - constant) * Ball(p);
    const Verdict verdict = is_less(scaled, Ball(bound));
    if (verdict == Verdict::refuted) return {Verdict::refuted, fmt::format("fails at p = {}", p)};
    all = both(all, verdict);
    most = max(most, scaled);
  }
  return {all, "at most " + in_words(outward(most), 6)};
}

nlohmann::json line(const std::string& name) {
  return {{"name", name}, {"x", nlohmann::json::array()}, {"y", nlohmann::json::array()}, {"style", "line"}};
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  Enclosing enclosing(context, out);
  nlohmann::json against_p = nlohmann::json::array(), rest = nlohmann::json::array(),
                 against_r = nlohmann::json::array();
  for (const Injection injection : {Injection::raw, Injection::normalized}) {
    const std::string name = title(injection);
    std::vector<Bounds> found;
    enclosing.check(fmt::format("{} noise, r = 0: |rho* - pi p - ({})| <= 3/(2p) for every p from 2 to 1000", name,
                                injection == Injection::raw ? "3 pi/4 - 1/pi" : "-pi/4 - 1/pi"),
                    [&] {
                      found = levels(context, injection);
                      for (const int p : {2, 3, 6, 10, 20, 50, 100})
                        enclosing.certificate.critical_level(name, 2, p, 0,
                                                             found[static_cast<std::size_t>(p - kFirst)]);
                      Answer answer = within(found, Ball::pi(), level_offset(injection), Rational(3, 2));
                      answer.second = "p times the distance is " + answer.second;
                      return answer;
                    });
    enclosing.check(fmt::format("{} noise, r = 0: the same for every p >= {}", name, kLast), [&] {
      return Answer{level_on_line(injection, kLast, Rational(3, 2)),
                    "all p at once, by the signs at 3/(2p) on either side"};
    });
    enclosing.twin(fmt::format("{} noise: within 1/(100p) of the line for every p >= {}", name, kLast), [&] {
      // At p = kLast the level lies outside.
      const Ball scaled = abs(excess(found, kLast) - level_offset(injection)) * Ball(kLast);
      return Answer{both(level_on_line(injection, kLast, Rational(1, 100)), is_less(scaled, Ball(Rational(1, 100)))),
                    "p times the distance at p = 1000 is " + in_words(outward(scaled), 5)};
    });
    std::string table;
    for (const int p : {2, 3, 6, 10, 20, 50, 100, 200, 500, 1000})
      table += fmt::format("{}p = {}: {}", table.empty() ? "" : ", ", p,
                           decimal_below(found[static_cast<std::size_t>(p - kFirst)].lo, 10));
    out.notes.push_back(fmt::format("rho* at r = 0, {} noise, rounded down: {}.", name, table));
    enclosing.check(
        fmt::format("{} noise: extrapolated from p = 250, 500, 1000 (terms 1/p, 1/p^2 removed), the constant is that "
                    "within 10^-6",
                    name),
        [&] {
          const Ball value =
              (Ball(8) * excess(found, 1000) - Ball(6) * excess(found, 500) + excess(found, 250)) / Ball(3);
          const Ball error = abs(value - level_offset(injection));
          return Answer{is_less(error, Ball(Rational(1, 1'000'000))),
                        in_words(outward(value), 10) + ", off by at most " + decimal_endpoints(error, 2).second};
        });
    enclosing.check(
        fmt::format("{} noise: below p^2 k for every k >= 2 and p from 5 to {}, and by a factor that grows with p",
                    name, kLast),
        [&] {
          Verdict all = Verdict::proved;
          Ball before = 0;
          for (int p = 5; p <= kLast; ++p) {
            const Ball share = Ball(2 * p * p) / ball_over(found[static_cast<std::size_t>(p - kFirst)]);
            all = both(all, both(is_less(Ball(1), share), is_less(before, share)));
            before = share;
          }
          return Answer{all, fmt::format("at k = 2, p = 1000 the published order is {} times the level",
                                         in_words(outward(before), 5))};
        });
    enclosing.twin(fmt::format("{} noise: the constant pi/4", name),
                   [&] { return within(found, Ball::pi(), Ball::pi() / Ball(4), Rational(3, 2)); });
    enclosing.twin(fmt::format("{} noise: the slope 3", name),
                   [&] { return within(found, Ball(3), level_offset(injection), Rational(3, 2)); });
    nlohmann::json level = line(name), remainder = line(name);
    for (int p = kFirst; p <= kLast; p += p < 20 ? 1 : p < 100 ? 5 : 50) {
      level["x"].push_back(p);
      level["y"].push_back(ball_over(found[static_cast<std::size_t>(p - kFirst)]).midpoint_approx());
      remainder["x"].push_back(p);
      remainder["y"].push_back(excess(found, p).midpoint_approx());
    }
    against_p.push_back(level);
    rest.push_back(remainder);
    for (const int p : {2, 3, 6, 10, 20, 100, 1000}) {
      const Bounds& b = found[static_cast<std::size_t>(p - kFirst)];
      out.data["levels"].push_back(
          {{"injection", name}, {"p", p}, {"r", 0}, {"rho", decimal_endpoints(ball_over(b), 16)}});
    }
    if (context.instance.k == 1) continue;  // r is 1, the threshold
    enclosing.check(
        fmt::format(
            "{} noise, k = {}, p = {}: the level falls from each of 12 values of r below the threshold to the next",
            name, context.instance.k, context.instance.p),
        [&] {
          nlohmann::json series = line(name);
          Verdict all = Verdict::proved;
          std::optional<Bounds> before;
          const Rational threshold = (Rational(context.instance.k - 1) + Rational(22, 7)) / Rational(22, 7);
          constexpr int kCuts = 12;
          for (int i = 0; i < kCuts; ++i) {
            const Rational r = threshold * i / kCuts;
            const auto at = critical_noise_level(context.instance.p, injection, context.instance.k, r, 10);
            if (!at) {
              all = both(all, i > 0 ? Verdict::proved : Verdict::undecided);
              break;
            }
            if (before)
              all = both(all, at->hi < before->lo   ? Verdict::proved
                              : at->lo > before->hi ? Verdict::refuted
                                                    : Verdict::undecided);
            before = at;
            series["x"].push_back(r.convert_to<double>());
            series["y"].push_back(ball_over(*at).midpoint_approx());
          }
          against_r.push_back(series);
          return Answer{all, fmt::format("at {} values of r", series["x"].size())};
        });
  }
  nlohmann::json straight = line("pi p"), published = line("2 p^2 (published order, k = 2)");
  for (const int p : {2, 10, 100, 1000}) {
    straight["x"].push_back(p);
    straight["y"].push_back(3.141592653589793 * p);
    published["x"].push_back(p);
    published["y"].push_back(2.0 * p * p);
  }
  against_p.push_back(straight);
  against_p.push_back(published);
  out.headline = "pi p + 3 pi/4 - 1/pi (raw), pi p - pi/4 - 1/pi (normalized), to 3/(2p)";
  out.notes.insert(
      out.notes.end(),
      {"That the two constants are the limits, and the bound for every p beyond 1000, rests on an expansion with every "
       "remainder "
       "bounded (docs/smoothing.md), whose signs at 3/(2p) on either side of the line are enclosed for all p at once.",
       "The published sufficient level is of order k p^2: larger than the level by a factor of order k p."});
  const auto plot = [](const char* id, const char* what, const char* caption, const char* x, const char* y, bool log,
                       const nlohmann::json& series) {
    return nlohmann::json{{"type", "lines"}, {"id", id},     {"title", what}, {"caption", caption}, {"x_label", x},
                          {"y_label", y},    {"x_log", log}, {"y_log", log},  {"series", series}};
  };
  out.plots.push_back(plot("level", "Critical noise level against p", "r = 0. Both injections lie along pi p.", "p",
                           "rho*", true, against_p));
  out.plots.push_back(plot("rest", "rho* - pi p",
                           "r = 0. The limits are 3 pi/4 - 1/pi = 2.0379 and -pi/4 - 1/pi = -1.1037.", "p",
                           "rho* - pi p", false, rest));
  if (!against_r.empty() && against_r[0]["x"].size() > 1)
    out.plots.push_back(plot("teacher", "Critical noise level against r",
                             "At the instance's k and p; 0 from the threshold on.", "r", "rho*", false, against_r));
  enclosing.finish();
  return out;
}

}  // namespace noiseproof::c17_critical_level_linear
