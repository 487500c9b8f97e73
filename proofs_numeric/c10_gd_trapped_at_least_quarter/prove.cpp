// C10: for which (k, p, r) is gradient descent from a random start trapped with probability at least 1/4? The
// probability and the boundary, enclosed.
#include <fmt/format.h>

#include "curves.hpp"
#include "dynamics/ensemble.hpp"
#include "enclosing.hpp"

namespace noiseproof::c10_gd_trapped_at_least_quarter {
namespace {

const Rational kQuarter(1, 4);
const Rational kWidths[] = {Rational(1, 50), Rational(1, 1000), Rational(1, 4000)};  // until it is told from 1/4

TrapOptions options_for(const ClaimContext& context) {
  TrapOptions out;
  out.eta = common_step(context.instance);
  out.jobs = context.jobs;
  out.most_steps = 300000000;  // some 20 s on one core; beyond, the enclosure stays wider than asked for
  return out;
}

/// What the checks share, and what they find.
struct Findings {
  const ClaimContext& context;
  ClaimResult& out;
  TrapOptions options = options_for(context);
  Enclosing enclosing{context, out};
  Bounds p{0, 1};  ///< P(trapped) at the instance
  std::vector<CurvePoint> curves{};
  std::vector<Crossing> boundary{};

  const Instance& instance() const { return context.instance; }
  /// Many cells (few hidden units: x_0 weighs as much as y_0) or long orbits (a small step, of a teacher that is not).
  bool costly() const { return instance().k < 9 || options.eta < Rational(1, 50); }
};

/// By cells, sharpened until it can be told from 1/4; and its certificate.
Answer against_quarter(Findings& f) {
  const std::optional<KnownTrap> known = known_trap(f.instance(), f.options);
  TrapResult result;
  TrapOptions options = f.options;
  options.inputs = {f.instance().p};
  options.keep_cells = true;
  for (const Rational& width : kWidths) {
    options.width = width;
    result = trap_probability(f.instance(), options);
    if (at_least(result.probability.front(), kQuarter) != Verdict::undecided) break;
  }
  f.p = result.probability.front();
  f.enclosing.certificate.trap(f.instance(), options, result,
                               "The probability that gradient descent from the random start is trapped.");
  f.enclosing.finish(at_least(f.p, kQuarter));
  if (known) f.p = {known->probability, known->probability};
  return {at_least(f.p, kQuarter), fmt::format("P(trapped) in {}, step {}, |a*|^2 = {}", show(f.p),
                                               to_string(options.eta), to_string(f.instance().norm_sq))};
}

Answer ball_arithmetic(const Findings& f) {
  f.context.report(0.1, "ball arithmetic");
  TrapOptions slow = f.options;
  slow.ball_arithmetic = true;
  slow.most_steps /= 20;  // each takes as long as twenty
  const Bounds again = trapped(f.instance(), slow, Rational(1, 20));
  return {again.lo <= f.p.hi && f.p.lo <= again.hi ? Verdict::proved : Verdict::refuted, show(again)};
}

/// Towards 0 and towards 1/2, the probability at s = 0, it depends the less on p.
bool depends_on_inputs(const Bounds& p) {
  return p.lo < p.hi && p.hi > Rational(1, 100) && !(p.lo <= Rational(1, 2) && Rational(1, 2) <= p.hi);
}

Answer other_inputs(const Findings& f) {
  Instance twin = f.instance();
  twin.p = twin.p > 1000 ? 2 : 100 * twin.p;
  twin.w_star.clear();
  Bounds own = f.p, other;
  Verdict apart = Verdict::undecided;
  for (const Rational& width : {kWidths[0], kWidths[1]}) {
    if (apart == Verdict::proved) break;
    if (own.hi - own.lo > width) own = trapped(f.instance(), f.options, width);
    other = trapped(twin, f.options, width);
    if (other.hi < own.lo || own.hi < other.lo) apart = Verdict::proved;
  }
  return {apart, show(other)};
}

/// The fraction of full-vector runs that are trapped; undecided runs count either way.
Answer full_vectors(const Findings& f) {
  f.context.report(0.2, "full vectors");
  EnsembleOptions ensemble;
  ensemble.seed = f.context.seed;
  ensemble.jobs = f.context.jobs;
  ensemble.runs = 600;
  const double eta = f.options.eta.convert_to<double>();
  const long steps = std::min(20000L, static_cast<long>(60 / eta));
  const EnsembleResult result = run_ensemble(Problem(f.instance()), plain_schedule(eta, steps), ensemble);
  const auto runs = static_cast<long>(result.runs.size());
  const long stuck = result.count(Outcome::trapped), open = result.count(Outcome::neither);
  const Proportion found{clopper_pearson(stuck, runs, kSureConfidence).lower,
                         clopper_pearson(stuck + open, runs, kSureConfidence).upper};
  const bool meets = found.lower <= f.p.hi.convert_to<double>() && f.p.lo.convert_to<double>() <= found.upper;
  return {meets ? Verdict::proved : Verdict::refuted,
          fmt::format("{} from {} runs, confidence 1 - 1e-6", in_percent(found, 1), runs)};
}

/// From r = 0 to (k+pi-1)/pi: is each enclosure below the one before, unless both are next to 0?
Answer falls_in_r(Findings& f) {
  constexpr int kPoints = 12;
  TrapOptions options = f.options;
  options.inputs = {kInputs.begin(), kInputs.end()};
  options.width = Rational(1, 100);
  const Rational last = vanishing_r(f.instance().k), low(1, 50);
  Verdict falls = Verdict::proved;
  for (int i = 0; i <= kPoints; ++i) {
    f.context.report(0.3 + 0.3 * i / kPoints, "curves");
    const Rational r = last * i / kPoints;
    f.curves.push_back({r, trap_probability(with_r(f.instance(), r), options).probability});
    for (std::size_t j = 0; i > 0 && j < kInputs.size(); ++j) {
      const Bounds &before = f.curves.end()[-2].probability[j], &now = f.curves.back().probability[j];
      if (before.hi <= low && now.hi <= low) continue;
      falls = both(falls, now.hi <= before.lo  ? Verdict::proved
                          : now.lo > before.hi ? Verdict::refuted
                                               : Verdict::undecided);
    }
  }
  const char* overlap = falls == Verdict::undecided ? "; some overlap, within the steps allowed" : "";
  return {falls, std::string("13 values of r, enclosures of width 0.01 in order") + overlap};
}

std::string in_words(const std::vector<Crossing>& boundary) {
  std::string out;
  for (const Crossing& at : boundary) out += fmt::format("{}p = {}: {}", out.empty() ? "" : ", ", at.p, show(at.r));
  return out;
}

Answer crosses_quarter(Findings& f) {
  const int k = f.instance().k;
  Verdict all = Verdict::proved;
  TrapOptions options = f.options;
  for (const int p : kInputs) {
    f.context.report(0.6 + 0.04 * static_cast<double>(f.boundary.size()), "boundary");
    options.inputs = {p};
    const Bounds r = trap_boundary(f.instance(), options, kQuarter, Rational(k, f.costly() ? 60 : 200));
    if (r.hi == 0) all = both(all, Verdict::undecided);
    f.boundary.push_back({p, r});
    f.out.data["boundary"].push_back({{"p", p}, {"lower", to_string(r.lo)}, {"upper", to_string(r.hi)}});
  }
  return {all, in_words(f.boundary)};
}

void note_large_p(const Findings& f) {
  f.context.report(0.95, "large p");
  const int k = f.instance().k;
  TrapOptions options = f.options;
  options.inputs = {kInputs.back()};  // angles as fine as for the last curve
  const Bounds far = trap_boundary_at_large_p(f.instance(), options, kQuarter, Rational(k, f.costly() ? 200 : 2000)),
               range = threshold_range(f.instance(), options, 64);
  f.out.data["boundary_at_large_p"] = {{"lower", to_string(far.lo)}, {"upper", to_string(far.hi)}};
  f.out.data["threshold_over_pi"] = {{"lower", to_string(range.lo)}, {"upper", to_string(range.hi)}};
  f.out.notes.push_back(fmt::format(
      "As p grows phi_0 concentrates at pi/2, and the probability tends to that of trapping from phi_0 = pi/2. "
      "This limit crosses 1/4 at r in {}. "
      "At this instance's r the threshold angles of all starts lie in [{} pi, {} pi]{}.",
      show(far), decimal_below(range.lo, 4), decimal_above(range.hi, 4),
      range.lo > Rational(1, 2) ? ", beyond pi/2: so the probability decreases in p, to 0" : ""));
}

void note_condition(const Findings& f) {
  std::optional<Ball> moderate;  // r sqrt p/k, for moderate p
  for (const Crossing& at : f.boundary)
    if (4 <= at.p && at.p <= 16) {
      const Ball here = ball_over(at.r) * sqrt(Ball(at.p)) / Ball(f.instance().k);
      moderate = moderate ? Ball::hull(*moderate, here) : here;
    }
  if (!moderate) return;  // the search broke off
  f.out.notes.push_back(fmt::format(
      "The claim is conditional on (k, p, r): it holds up to the boundary {}. "
      "For p = 4 to 16 the boundary lies between {} and {} k/sqrt p, at this |a*|. "
      "From r = (k+pi-1)/pi on the probability is exactly 0; at r = 0 it is exactly 1/2.",
      in_words(f.boundary), decimal_below(lower_rational(*moderate), 2), decimal_above(upper_rational(*moderate), 2)));
}

void note_norms(const Findings& f) {
  if (f.instance().r == 0) return;
  std::string norms;
  for (const Rational& factor : {Rational(1, 100), Rational(1), Rational(4)}) {
    Instance scaled = with_r(f.instance(), f.instance().r);
    scaled.norm_sq *= factor;
    TrapOptions at = f.options;
    at.eta = common_step(scaled);
    norms += fmt::format("{}|a*|^2 = {}: {}", norms.empty() ? "" : ", ", to_string(scaled.norm_sq),
                         show(trapped(scaled, at, Rational(1, 100))));
  }
  f.out.notes.push_back("k, p and r do not determine the probability: the teacher's norm matters too. " + norms + ".");
}

/// Over other r and p than the instance's.
void prove_boundary(Findings& f) {
  f.options.most_steps = f.costly() ? 12000000 : 60000000;
  f.out.check("Along a grid of r, for each of 8 values of p, the probability falls", Evidence::enclosed,
              [&] { return falls_in_r(f); });
  f.out.check("For each p there is a bracket of r with probability above 1/4 at one end and below it at the other",
              Evidence::enclosed, [&] { return crosses_quarter(f); });
  f.out.plots = {probability_plot(f.instance(), f.options.eta, f.curves), boundary_plot(f.instance().k, f.boundary)};
  note_large_p(f);
  note_condition(f);
  note_norms(f);
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  Findings f{context, out};
  out.claim("At this instance gradient descent from the random start is trapped with probability at least 1/4",
            Evidence::enclosed, [&] { return against_quarter(f); });
  out.check("Ball arithmetic encloses the same probability", Evidence::enclosed, [&] { return ball_arithmetic(f); });
  if (!depends_on_inputs(f.p))
    out.notes.push_back("No false twin with other inputs: a probability of 0 or 1/2 does not depend on p.");
  else
    out.check("False twin: with a hundred times as many inputs (p > 1000: with two) the probability is another",
              Evidence::enclosed, [&] { return other_inputs(f); });
  const int k = context.instance.k;
  if (k + context.instance.p <= 2000)
    out.check("The fraction of trapped runs of the full-vector algorithm agrees", Evidence::sampled,
              [&] { return full_vectors(f); });
  out.data["lower"] = decimal_below(f.p.lo);
  out.data["upper"] = decimal_above(f.p.hi);
  out.headline = "P(trapped) in " + show(f.p);
  if (k == 1)
    out.notes.push_back("With one hidden unit r = 1 = (k+pi-1)/pi: the probability is always 0.");
  else if (k > 2000)
    out.notes.push_back(
        "k is above 2000: the boundary in r is not computed here (noiseproof trap gives single probabilities).");
  else
    prove_boundary(f);
  f.context.report(1, "done");
  return out;
}

}  // namespace noiseproof::c10_gd_trapped_at_least_quarter
