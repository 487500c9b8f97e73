// C09, enclosed: exclusion over the whole compactified reduced space, for the instance's r and for ranges of r at once.
#include <fmt/format.h>

#include "core/known_digits.hpp"
#include "enclosing.hpp"
#include "rigor/critical_exclusion.hpp"

namespace noiseproof::c09_critical_points_complete {
namespace {

constexpr int kDistanceBits = 16;  // the ranges of r stop at 2^-16 from the threshold

/// The options of an exclusion that takes the share [from, to] of the claim's time.
ExclusionOptions options_for(const ClaimContext& context, const std::string& name, double from, double to) {
  ExclusionOptions out;
  out.jobs = context.jobs;
  out.journal = journal_file(context, name);
  if (context.progress)
    out.progress = [&context, from, to](double done, const std::string& what) {
      context.progress(from + (to - from) * done, what);
    };
  return out;
}

Answer state(Enclosing& enclosing, const CriticalExclusion& found, const std::string& where) {
  if (found.verdict == Verdict::proved) enclosing.certificate.item(found.to_json());
  return {found.verdict, fmt::format("{} leaves in {} parts, {}", found.leaf_count(), found.parts.size(), where)};
}

/// To six decimals, rounded towards the inside: no more is said than is proved.
std::string inward(const Bounds& r) { return "r from " + decimal_above(r.lo, 6) + " to " + decimal_below(r.hi, 6); }

void enclose_instance(Enclosing& enclosing, ClaimResult& out) {
  const Instance& instance = enclosing.instance();
  const Bounds r{instance.r, instance.r};
  enclosing.check(
      "at the instance's r, no box of the compactified reduced space holds an unlisted critical point", [&] {
        // The neighbourhood of the saddles that needs the uniqueness argument is 2^-20 wide.
        const CriticalShape shape{1, 20};
        const Answer answer = state(
            enclosing,
            exclude_critical_points(instance.k, r, options_for(enclosing.context(), "c09_point", 0.5, 0.55), shape),
            "every p >= 2");
        out.headline = answer.second + (answer.first == Verdict::proved ? ": no other critical point" : "");
        return answer;
      });
  if (instance.k == 1) return;
  enclosing.check("the same with a eliminated", [&] {
    return state(enclosing,
                 exclude_critical_points_eliminated(instance.k, r,
                                                    options_for(enclosing.context(), "c09_line", 0.55, 0.6), {1, 20}),
                 "every p >= 2");
  });
}

void enclose_ranges(Enclosing& enclosing, ClaimResult& out) {
  const int k = enclosing.instance().k;
  for (const bool below : {true, false}) {
    const Bounds r = below ? range_below_threshold(k, kDistanceBits) : range_above_threshold(k, kDistanceBits);
    enclosing.check(fmt::format("for every teacher with k = {} and r {} the threshold by 2^-{} or more", k,
                                below ? "below" : "above", kDistanceBits),
                    [&] {
                      const std::string name = below ? "c09_below" : "c09_above";
                      const CriticalExclusion found = exclude_critical_points(
                          k, r, options_for(enclosing.context(), name, below ? 0.6 : 0.8, below ? 0.8 : 1),
                          {kDistanceBits + 4, 2});
                      out.data[name] = {{"leaves", found.leaf_count()}, {"r", bounds_to_json(r)}};
                      return state(enclosing, found, inward(r));
                    });
  }
}

void enclose_saddles(Enclosing& enclosing) {
  // The negative eigenvalue is of the size of G^(4/3), and one is nearer to m1/2pi than the square of e1.
  const Instance& at = enclosing.instance();
  const Rational e1_sq = at.norm_sq * at.r / at.k;
  const ScopedBits precision(kProofBits + bits_lost_at(at.k, at.r) * 3 / 2 + (e1_sq == 0 ? 0 : bits_below_one(e1_sq)));
  const Landscape z = landscape(enclosing.instance());
  Certificate& certificate = enclosing.certificate;
  enclosing.check("the saddle angle is enclosed, and alpha = 0 there by its equation", [&] {
    const std::optional<Bounds> angle = saddle_angle_bounds(z);
    if (!angle) return Answer{Verdict::undecided, "the precision did not suffice"};
    certificate.enclosure("saddle_angle", Json::object(), *angle, "phi^, the angle of the saddles");
    certificate.enclosure("saddle_kernel_value", Json::object(), z.gamma, "g(phi^)");
    certificate.enclosure(
        "saddle_loss", Json::object(),
        spurious_point(teacher_invariants<Ball>(z.instance)).loss - z.gamma * z.alpha_bar() / (Ball(4) * Ball::pi()),
        "the loss at the saddles");
    return Answer{Verdict::proved, "phi^ in " + in_words(*angle, 20)};
  });
  enclosing.check("the saddles are strict: their spectrum is enclosed, and one eigenvalue is negative", [&] {
    const Answer all = enclose_spectrum(enclosing, CriticalKind::saddle_sphere, "saddle");
    const std::vector<EnclosedEigenvalue> spectrum = enclosed_spectrum(z, CriticalKind::saddle_sphere);
    int negative = 0;
    Bounds least{0, 0};
    for (const EnclosedEigenvalue& e : spectrum)
      if (e.value.hi < 0) {
        negative += e.multiplicity;
        least = e.value;
      }
    return Answer{both(all.first, negative == 1 ? Verdict::proved : Verdict::undecided),
                  "least eigenvalue in " + in_words(least) + "; " + all.second};
  });
}

}  // namespace

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out);
  const Instance& instance = context.instance;
  enclose_instance(enclosing, out);
  if (instance.k > 1) enclose_ranges(enclosing, out);
  if (r_below_threshold(instance.k, instance.r) == Verdict::proved) enclose_saddles(enclosing);
  if (instance.k > 1)
    enclosing.twin("there is an angle with alpha(a_phi) = 0 in [pi/8, pi/4] too", [&] {
      const Verdict holds = bracket_holds(instance.k, {instance.r, instance.r}, Bounds{Rational(1, 8), Rational(1, 4)});
      return Answer{holds, "alpha(a_phi), which falls on (0, pi), has one sign at both ends"};
    });
  else
    out.notes.push_back("No false twin with a moved bracket of the saddles: with one hidden unit there are none.");
  enclosing.finish();
}

}  // namespace noiseproof::c09_critical_points_complete
