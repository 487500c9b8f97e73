// C11: can the trapping probability be 3/4? A bound for all teachers and radii in gradient flow, and the largest
// enclosures found.
#include <fmt/format.h>

#include "enclosing.hpp"
#include "rigor/kernel_range.hpp"
#include "rigor/trap_pair.hpp"
#include "setting.hpp"

namespace noiseproof::c11_gd_trapped_three_quarters {
namespace {

/// The largest value found. In the limit |a*| -> 0 with |a*| radius fixed gradient flow meets the bound's equality for
/// each a_0.
const Setting kLargest{2, 2, 0, Rational(1, 10000), 640, Rational(3, 10)};

/// Both optima attract at this step, but it is beyond the bound below which the map is monotone (C12): a overshoots to
/// and fro, and pushes w by turns to w* and away. The push is linear in phi next to w*, quadratic in pi - phi next to
/// -w*, where the angles therefore collect.
const Setting kTooLong{2, 2, 1, 1, 1000, 3};

/// The random start of the talk, at a large |a*|.
const Setting kTalk{2, 2, Rational(1, 100), 1000, -1, Rational(1, 1000)};

/// Small and large k, p, r, |a*| and radii, long and short steps.
std::vector<Setting> grid() {
  std::vector<Setting> out{kLargest};
  for (const int k : {2, 3, 25})
    for (const int p : {2, 6})
      for (const Rational& share : {Rational(0), Rational(1, 20), Rational(1, 5)}) {
        const Rational r = share * k;
        out.push_back({k, p, r, 1, 1, Rational(1, 10)});
        out.push_back({k, p, r, 1, 8, Rational(1, 20)});
        out.push_back({k, p, r, Rational(1, 100), 30, Rational(1, 20)});
      }
  out.push_back({2, 2, 0, Rational(1, 100), 60, Rational(1, 20)});
  out.push_back({2, 2, 0, Rational(1, 100), 80, Rational(6, 25)});  // almost the longest step
  out.push_back({2, 2, 0, Rational(1, 100), 13, Rational(3, 2)});
  out.push_back({2, 2, 0, 1, 8, Rational(6, 25)});
  out.push_back(kTalk);
  return out;
}

/// What the checks share, and what they find.
struct Findings {
  const ClaimContext& context;
  ClaimResult& out;
  std::vector<PairPoint> curve = pair_curve(8192, Rational(1, 7));
  Enclosing enclosing{context, out};
  Bounds bound{0, 1};  ///< B_2
  nlohmann::json bounds = band_series("bound B_p for every teacher and radius");
  Bounds largest{0, 0};
  Proportion beyond{0, 1};
};

/// d sin d and h(d) at d = 3 pi/4, on which the bound for gradient flow rests, and B_2, with some room: whoever
/// computes it again steps along another grid. Returns the bounds stated of B_2.
Bounds state_pairs(Certificate& certificate, const Bounds& bound) {
  const ScopedBits bits(kProofBits);
  const Rational quarter(1, 4), room(1, 10000);
  const Json at{{"t", Json::array({to_string(quarter), to_string(quarter)})}};
  const Ball d = angle_at(quarter).d;
  certificate.enclosure("kernel", at, kernel_range(d), "h(3 pi/4), more than 2");
  certificate.enclosure("kernel_derivative", at, kernel_derivative_range(d),
                        "minus d sin d at d = 3 pi/4: d sin d > pi/2");
  return certificate.enclosure(
      "pair_bound", {{"p", 2}}, Bounds{bound.lo - room, bound.hi + room},
      "B_2: in gradient flow no trapping probability is greater, whatever k, r, |a*| and the radius.");
}

/// For every p, B_p = 1/2 + m/2 with m the measure of an interval inside (0, pi/2), which is less than 1/2.
Answer impossible(Findings& f) {
  f.bound = state_pairs(f.enclosing.certificate, pair_bound(f.curve, 2));
  return {pair_lemma() == Verdict::proved ? Verdict::refuted : Verdict::undecided,
          fmt::format("impossible for every p (of two starts with opposite a_0 and angles paired as in the README at "
                      "most one is trapped); at p = 2 at most B_2 in {}",
                      show(f.bound))};
}

Answer bounds_fall(Findings& f) {
  f.context.report(0.1, "bounds");
  Verdict verdict = Verdict::proved;
  Rational before = Rational(3, 5);
  for (const int p : {2, 3, 4, 5, 6, 8, 16, 64}) {
    const Bounds b = pair_bound(f.curve, p);
    verdict = both(verdict, b.hi < before ? Verdict::proved : Verdict::undecided);
    before = b.lo;
    add_point(f.bounds, p, b);
    f.out.data["bounds"].push_back({{"p", p}, {"lower", to_string(b.lo)}, {"upper", to_string(b.hi)}});
  }
  return {verdict, "B_2 in " + show(f.bound)};
}

Answer largest_found(Findings& f) {
  TrapOptions options = kLargest.options(Rational(1, 2000), f.context.jobs);
  options.keep_cells = true;
  const TrapResult result = trap_probability(kLargest.instance(), options);
  f.largest = result.probability.front();
  f.enclosing.certificate.trap(kLargest.instance(), options, result, "The largest trapping probability found.");
  return {at_least(f.largest, Rational(557, 1000)), show(f.largest) + " at " + kLargest.describe()};
}

Answer below_over_grid(const Findings& f) {
  const Rational level(59, 100);
  const std::vector<Setting> settings = grid();
  Bounds worst{0, 0};
  Verdict verdict = Verdict::proved;
  for (std::size_t i = 0; i < settings.size(); ++i) {
    f.context.report(0.2 + 0.5 * static_cast<double>(i) / static_cast<double>(settings.size()), "grid");
    const Bounds p = settings[i].enclose(Rational(1, 50), f.context.jobs);
    verdict = both(verdict, p.hi < level ? Verdict::proved : p.lo > level ? Verdict::refuted : Verdict::undecided);
    if (p.hi > worst.hi) worst = p;
    f.out.data["grid"].push_back(
        {{"setting", settings[i].describe()}, {"lower", decimal_below(p.lo)}, {"upper", decimal_above(p.hi)}});
  }
  return {verdict, fmt::format("{} settings, largest upper end in {}", settings.size(), show(worst))};
}

Answer too_long_a_step(Findings& f) {
  constexpr std::uint32_t kRuns = 4000;
  f.beyond = kTooLong.sample(kRuns, f.context.seed, f.context.jobs);
  return {
      f.beyond.lower > 0.75   ? Verdict::proved
      : f.beyond.upper < 0.75 ? Verdict::refuted
                              : Verdict::undecided,
      fmt::format("{} from {} runs, confidence 1 - 1e-6, at {}", in_percent(f.beyond, 1), kRuns, kTooLong.describe())};
}

Answer start_of_the_talk(const Findings& f) {
  const Bounds p = kTalk.enclose(Rational(1, 100), f.context.jobs);
  return {at_least(p, Rational(1, 2)), show(p) + " at " + kTalk.describe()};
}

std::vector<std::string> notes(const Findings& f) {
  return {fmt::format("3/4 is neither attained nor approached in gradient flow: "
                      "for every k, p, r, |a*| and radius the probability is at most B_p, and B_2 in {}. "
                      "The largest value enclosed here, with finite steps, lies in {}.",
                      show(f.bound), show(f.largest)),
          "For finite steps at s = 0 the probability is strictly between 1/4 and 3/4 "
          "for every step below the monotone bound: "
          "`phi_0 <= pi/2, y_0 >= 0` is never trapped, `phi_0 > pi/2, y_0 < 0` always, and each has probability 1/4. "
          "The talk's two numbers are those of these quadrants. "
          "For r > 0 `phi_0 <= pi/2, y_0 >= 0, alpha_0 >= 0` is never trapped, "
          "so the probability is at most 3/4 + arctan(sqrt(r/(k-r)))/(4 pi), below 0.8255; "
          "that it stays below 3/4 is not proved there.",
          fmt::format("A step that is too long for the map to be monotone, at which both optima still attract, "
                      "can trap nearly every run: a fraction in {} at {} (sampled).",
                      in_percent(f.beyond, 1), kTooLong.describe()),
          "With |a*| = 1 and the talk's radius |s|/sqrt k the largest value seen is 1/2, at s = 0, where it is exact."};
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  Findings f{context, out};
  out.claim("In gradient flow some k, p, r, |a*| and radius of the ball of a_0 reach a trapping probability of 3/4",
            Evidence::enclosed, [&] { return impossible(f); });
  const Verdict possible = out.checks.back().verdict;
  out.check("For p = 2, 3, 4, 5, 6, 8, 16, 64 that bound is below 3/5, and the less the greater p", Evidence::enclosed,
            [&] { return bounds_fall(f); });
  out.check("A trapping probability above 0.557 occurs", Evidence::enclosed, [&] { return largest_found(f); });
  f.enclosing.finish(possible);
  out.check("Over a grid of k, p, r, |a*|, radii and finite steps the probability stays below 0.59", Evidence::enclosed,
            [&] { return below_over_grid(f); });
  out.check("With a step beyond the monotone bound of C12 more than 3/4 are trapped at some setting", Evidence::sampled,
            [&] { return too_long_a_step(f); });
  out.check("The random start of the talk, radius |s|/sqrt k, can exceed 1/2 when |a*| is large", Evidence::enclosed,
            [&] { return start_of_the_talk(f); });
  f.context.report(0.8, "radii");
  out.plots = {radius_plot(f.bound, context.jobs), bound_plot(f.bounds)};
  out.notes = notes(f);
  out.headline = fmt::format("3/4 impossible in gradient flow: at most {}; {} occurs", decimal_above(f.bound.hi, 4),
                             decimal_below(f.largest.lo, 4));
  f.context.report(1, "done");
  return out;
}

}  // namespace noiseproof::c11_gd_trapped_three_quarters
