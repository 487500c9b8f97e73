// C10: for which (k, p, r) is gradient descent from a random start trapped with probability at least 1/4? The
// probability and the boundary, enclosed.
#include <fmt/format.h>

#include "dynamics/ensemble.hpp"
#include "enclosing.hpp"
#include "trap_figures.hpp"

namespace noiseproof::c10_gd_trapped_at_least_quarter {
namespace {

using nlohmann::json;

const Rational kQuarter(1, 4);

void report(const ClaimContext& context, double share, const std::string& what) {
  if (context.progress) context.progress(share, what);
}

/// P(trapped) by cells, sharpened until it can be told from 1/4; and its certificate.
Bounds against_quarter(Enclosing& enclosing, TrapOptions options, const Rational& width) {
  TrapResult result;
  options.inputs = {enclosing.instance().p};
  options.keep_cells = true;
  for (const Rational& next : {width, Rational(width / 4)}) {
    options.width = next;
    result = trap_probability(enclosing.instance(), options);
    if (at_least(result.probability.front(), kQuarter) != Verdict::undecided) break;
  }
  const Bounds p = result.probability.front();
  enclosing.certificate.trap(enclosing.instance(), options, result,
                             "The probability that gradient descent from the random start is trapped.");
  enclosing.finish(at_least(p, kQuarter));
  return p;
}

/// The fraction of full-vector runs that are trapped, as an interval of confidence 1 - 1e-6; undecided runs count
/// either way.
Proportion sampled(const Instance& instance, const TrapOptions& options, const ClaimContext& context, long& runs) {
  EnsembleOptions ensemble;
  ensemble.seed = context.seed;
  ensemble.jobs = context.jobs;
  ensemble.runs = 600;
  const double eta = options.eta.convert_to<double>();
  const long steps = std::min(20000L, static_cast<long>(60 / eta));
  const EnsembleResult result = run_ensemble(Problem(instance), plain_schedule(eta, steps), ensemble);
  runs = static_cast<long>(result.runs.size());
  const long trapped_runs = result.count(Outcome::trapped), open = result.count(Outcome::neither);
  return {clopper_pearson(trapped_runs, runs, kSureConfidence).lower,
          clopper_pearson(trapped_runs + open, runs, kSureConfidence).upper};
}

/// The values of p for which the boundary is sought, and the curves are drawn.
const std::vector<int>& inputs() {
  static const std::vector<int> values{2, 4, 5, 6, 8, 16, 64, 256};
  return values;
}

/// P(trapped) against r from 0 to (k+pi-1)/pi, one curve for each p; `decreasing`: is each enclosure below the one
/// before?
json curves(const Instance& instance, const TrapOptions& given, const ClaimContext& context, Verdict& decreasing) {
  constexpr int kPoints = 12;
  TrapOptions options = given;
  options.inputs = inputs();
  options.width = Rational(1, 100);
  json plot{{"type", "lines"},
            {"id", "c10-probability"},
            {"title", "Trapped with what probability?"},
            {"x_label", "r = (1.a*)^2/|a*|^2"},
            {"y_label", "P(trapped)"},
            {"series", json::array()}};
  plot["caption"] = fmt::format(
      "Enclosures (bands, width 0.01) of the trapping probability for k = {}, |a*|^2 = {}, step {}; beyond the "
      "last point it is 0.",
      instance.k, to_string(instance.norm_sq), to_string(options.eta));
  for (const int p : inputs()) plot["series"].push_back(band_series(fmt::format("p = {}", p)));
  const Rational last = vanishing_r(instance.k);
  std::vector<Bounds> before;
  decreasing = Verdict::proved;
  for (int i = 0; i <= kPoints; ++i) {
    report(context, 0.3 + 0.3 * i / kPoints, "curves");
    const Rational r = last * i / kPoints;
    const std::vector<Bounds> now = trap_probability(with_r(instance, r), options).probability;
    for (std::size_t j = 0; j < now.size(); ++j) {
      add_point(plot["series"][j], r.convert_to<double>(), now[j]);
      if (before.empty() || (before[j].hi <= Rational(1, 50) && now[j].hi <= Rational(1, 50)))
        continue;  // both next to 0
      decreasing = both(decreasing, now[j].hi <= before[j].lo  ? Verdict::proved
                                    : now[j].lo > before[j].hi ? Verdict::refuted
                                                               : Verdict::undecided);
    }
    before = now;
  }
  return plot;
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  const Instance& instance = context.instance;
  TrapOptions options;
  options.eta = common_step(instance);
  options.jobs = context.jobs;
  options.most_steps = 300000000;  // some 20 s on one core; beyond, the enclosure stays wider than asked for
  const std::string setting = fmt::format("step {}, |a*|^2 = {}", to_string(options.eta), to_string(instance.norm_sq));
  Enclosing enclosing(context, out);
  Bounds p{0, 1};
  out.claim("At this instance gradient descent from the random start is trapped with probability at least 1/4",
            Evidence::enclosed, [&] {
              const std::optional<KnownTrap> known = known_trap(instance, options);
              p = against_quarter(enclosing, options, known ? Rational(1, 20) : Rational(1, 1000));
              if (known) p = {known->probability, known->probability};
              return Answer{at_least(p, kQuarter), fmt::format("P(trapped) in {}, {}", show(p), setting)};
            });
  report(context, 0.1, "ball arithmetic");
  out.check("Ball arithmetic encloses the same probability", Evidence::enclosed, [&] {
    TrapOptions slow = options;
    slow.ball_arithmetic = true;
    slow.most_steps /= 20;  // each takes as long as twenty
    const Bounds again = trapped(instance, slow, Rational(1, 20));
    return Answer{again.lo <= p.hi && p.lo <= again.hi ? Verdict::proved : Verdict::refuted, show(again)};
  });
  // Towards 0 and towards 1/2, the probability at s = 0, it depends the less on p.
  const bool depends = p.lo < p.hi && p.hi > Rational(1, 100) && !(p.lo <= Rational(1, 2) && Rational(1, 2) <= p.hi);
  if (!depends)
    out.notes.push_back("No false twin with other inputs: a probability of 0 or 1/2 does not depend on p.");
  else
    out.check("False twin: with a hundred times as many inputs (p > 1000: with two) the probability is another",
              Evidence::enclosed, [&] {
                Instance twin = instance;
                twin.p = instance.p > 1000 ? 2 : 100 * instance.p;
                twin.w_star.clear();
                const Bounds other = trapped(twin, options, Rational(1, 1000));
                return Answer{other.hi < p.lo || p.hi < other.lo ? Verdict::proved : Verdict::undecided, show(other)};
              });
  report(context, 0.2, "full vectors");
  if (instance.k + instance.p <= 2000)
    out.check("The fraction of trapped runs of the full-vector algorithm agrees", Evidence::sampled, [&] {
      long runs = 0;
      const Proportion found = sampled(instance, options, context, runs);
      const bool meets = found.lower <= p.hi.convert_to<double>() && p.lo.convert_to<double>() <= found.upper;
      return Answer{meets ? Verdict::proved : Verdict::refuted,
                    fmt::format("{} from {} runs, confidence 1 - 1e-6", in_percent(found, 1), runs)};
    });
  out.data["lower"] = decimal_below(p.lo);
  out.data["upper"] = decimal_above(p.hi);
  out.headline = "P(trapped) in " + show(p);
  if (instance.k == 1 || instance.k > 2000) {
    out.notes.push_back(
        instance.k == 1
            ? "With one hidden unit r = 1 = (k+pi-1)/pi: the probability is always 0."
            : "k is above 2000: the boundary in r is not computed here (noiseproof trap gives single probabilities).");
    report(context, 1, "done");
    return out;
  }
  // Coarser where x_0 weighs as much as y_0 (few hidden units), so that cells are many.
  options.most_steps = instance.k < 9 ? 12000000 : 60000000;

  Verdict decreasing = Verdict::undecided;
  out.plots.push_back(curves(instance, options, context, decreasing));
  out.check("Along a grid of r, for each of 8 values of p, the probability falls", Evidence::enclosed, [&] {
    const char* overlap = decreasing == Verdict::undecided ? "; some overlap, within the steps allowed" : "";
    return Answer{decreasing, std::string("13 values of r, enclosures of width 0.01 in order") + overlap};
  });

  json boundary{{"type", "lines"},
                {"id", "c10-boundary"},
                {"title", "Where the trapping probability crosses 1/4"},
                {"x_label", "p"},
                {"y_label", "r"},
                {"x_log", true},
                {"y_log", true},
                {"series", json::array({band_series(fmt::format("k = {}", instance.k))})}};
  out.data["boundary"] = json::array();
  const Rational resolution(instance.k, instance.k < 9 ? 60 : 200);
  std::string found;
  std::optional<Ball> moderate;  // r sqrt p/k, for moderate p
  out.check(
      "For each p there is a bracket of r with probability above 1/4 at one end and below it at the other",
      Evidence::enclosed, [&] {
        Verdict all = Verdict::proved;
        for (const int inputs_p : inputs()) {
          report(context, 0.6 + 0.04 * static_cast<double>(out.data["boundary"].size()), "boundary");
          options.inputs = {inputs_p};
          const Bounds r = trap_boundary(instance, options, kQuarter, resolution);
          if (r.hi == 0) all = both(all, Verdict::undecided);
          add_point(boundary["series"][0], inputs_p, r);
          if (4 <= inputs_p && inputs_p <= 16) {
            const Ball here = ball_over(r) * sqrt(Ball(inputs_p)) / Ball(instance.k);
            moderate = moderate ? Ball::hull(*moderate, here) : here;
          }
          out.data["boundary"].push_back({{"p", inputs_p}, {"lower", to_string(r.lo)}, {"upper", to_string(r.hi)}});
          found += fmt::format("{}p = {}: {}", found.empty() ? "" : ", ", inputs_p, show(r));
        }
        return Answer{all, found};
      });
  boundary["caption"] =
      "Enclosures of the r at which the trapping probability is 1/4; to the left and below it is larger.";
  out.plots.push_back(boundary);

  report(context, 0.95, "large p");
  const Bounds far =
      trap_boundary_at_large_p(instance, options, kQuarter, Rational(instance.k, instance.k < 9 ? 200 : 2000));
  const Bounds range = threshold_range(instance, options, 64);
  out.data["boundary_at_large_p"] = {{"lower", to_string(far.lo)}, {"upper", to_string(far.hi)}};
  out.notes.push_back(
      fmt::format("As p grows phi_0 concentrates at pi/2, and the probability tends to that of trapping from phi_0 = "
                  "pi/2. This limit crosses 1/4 at r in {}. "
                  "At this instance's r the threshold angles of all starts lie in [{} pi, {} pi]{}.",
                  show(far), decimal_below(range.lo, 4), decimal_above(range.hi, 4),
                  range.lo > Rational(1, 2) ? ", beyond pi/2: so the probability decreases in p, to 0" : ""));
  out.data["threshold_over_pi"] = {{"lower", to_string(range.lo)}, {"upper", to_string(range.hi)}};
  out.notes.push_back("The claim is conditional on (k, p, r): it holds up to the boundary " + found +
                      fmt::format(". For p = 4 to 16 the boundary lies between {} and {} k/sqrt p",
                                  decimal_below(lower_rational(*moderate), 2),
                                  decimal_above(upper_rational(*moderate), 2)) +
                      ", at this |a*|. From r = (k+pi-1)/pi on the probability is "
                      "exactly 0; at r = 0 it is exactly 1/2.");
  std::string norms;
  if (instance.r > 0)
    for (const Rational& factor : {Rational(1, 100), Rational(1), Rational(4)}) {
      Instance scaled = with_r(instance, instance.r);
      scaled.norm_sq *= factor;
      TrapOptions at = options;
      at.eta = common_step(scaled);
      norms += fmt::format("{}|a*|^2 = {}: {}", norms.empty() ? "" : ", ", to_string(scaled.norm_sq),
                           show(trapped(scaled, at, Rational(1, 100))));
    }
  if (!norms.empty())
    out.notes.push_back("k, p and r do not determine the probability: the teacher's norm matters too. " + norms + ".");
  report(context, 1, "done");
  return out;
}

}  // namespace noiseproof::c10_gd_trapped_at_least_quarter
