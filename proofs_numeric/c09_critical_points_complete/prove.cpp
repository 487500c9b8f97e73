// C09: no critical point but the global optimum, the spurious point and the sphere of strict saddles.
#include <fmt/format.h>

#include "common.hpp"
#include "search/locate.hpp"
#include "spectra.hpp"

namespace noiseproof::c09_critical_points_complete {

void enclose(const ClaimContext& context, ClaimResult& out);

ClaimResult prove(const ClaimContext& context) {
  // Near the threshold the saddles' negative eigenvalue is about the 4/3rd power of the distance.
  const ScopedDigits digits(60 + 2 * digits_lost(context.instance));
  ClaimResult out;
  const Instance& instance = context.instance;
  const TeacherInvariants<Real> teacher = teacher_invariants<Real>(instance);
  const std::vector<CriticalPoint<Real>> points = critical_points<Real>(instance);
  const bool saddles = points.size() == 3;
  if (saddles) {
    const CriticalPoint<Real>& saddle = points.back();
    out.check("the reduced gradient vanishes at phi^, and alpha = 0 there", Evidence::computed, [&] {
      const ReducedGradient<Real> g = reduced_gradient(teacher, saddle.at);
      return agrees(abs(g.phi) + abs(g.x) + abs(g.y) + abs(alpha(teacher, saddle.at)), Real("1e-55"),
                    "(gradient and alpha), phi^ = " + to_decimal(saddle.at.angle.phi, 20));
    });
    out.check("the assembled Hessian there has the spectrum of its 3 x 3 block", Evidence::computed,
              [&] { return assembled_matches_closed_form(instance, saddle, Real("1e-50")); });
    out.check("the saddles are strict: the least eigenvalue is negative", Evidence::computed, [&] {
      const Real least = closed_form_spectrum(instance, saddle).front().value;
      return Answer{least < -pow(Real(10), 10 - working_digits()) ? Verdict::proved : Verdict::refuted,
                    "least eigenvalue " + to_decimal(least, 12)};
    });
  } else {
    out.notes.push_back("r is above (k+pi-1)/pi: there is no saddle sphere.");
  }
  if (instance.k == 1) {
    out.notes.push_back(
        "k = 1 is the equality case: along the valley the loss falls like d^6, so end points of a search near the "
        "spurious point are known to a few digits only; the search is left out.");
  } else if (instance.k + instance.p <= 300) {
    SearchOptions options;
    options.seed = context.seed + 1;
    options.jobs = context.jobs;
    options.progress = context.progress;
    options.starts = 64;
    options.digits += digits_lost(instance);  // or Newton takes r for the threshold, where the valley is flatter
    const SearchResult found = locate(instance, options);
    out.check(
        "every end point of a search for minima and for zeros of the gradient is one of the listed points",
        Evidence::sampled, [&] {
          int strangers = 0, matched = 0;
          for (const Cluster& c : found.clusters) (c.match ? matched : strangers) += c.from_loss + c.from_gradient;
          const Verdict verdict = strangers > 0 ? Verdict::refuted : matched > 0 ? Verdict::proved : Verdict::undecided;
          return Answer{verdict, fmt::format("{} of {} starts matched, {} elsewhere, {} did not converge", matched,
                                             2 * options.starts, strangers, found.unconverged)};
        });
    for (const Cluster& c : found.clusters)
      out.notes.push_back(fmt::format("{}: {} starts that minimised the loss, {} that minimised the squared gradient.",
                                      c.match ? name(*c.match) : "unknown point", c.from_loss, c.from_gradient));
  }
  out.headline = out.checks.empty() ? "" : out.checks.back().figure;
  enclose(context, out);
  return out;
}

}  // namespace noiseproof::c09_critical_points_complete
