// C09: no critical point but the global optimum, the spurious point and the sphere of strict saddles.
#include <fmt/format.h>

#include "common.hpp"
#include "search/locate.hpp"
#include "spectra.hpp"

namespace noiseproof::c09_critical_points_complete {

namespace {

constexpr int kMostLost = 100;  // digits that the search may lose: its Newton steps carry them all

/// At which 50 digits are left of everything measured at the saddles: G is as small as r is near to the threshold, pi -
/// phi^ is of the size of its cube root and the negative eigenvalue of the fourth power of that, times |a*|^2.
int digits_for(const Instance& instance) {
  const Real size = abs(log10(from_rational<Real>(instance.norm_sq))) + log10(Real(instance.k));
  return std::min(kMaxDigits, 62 + digits_lost(instance) * 3 / 2 + static_cast<int>(size));
}

void check_saddles(const Instance& instance, const CriticalPoint<Real>& saddle, ClaimResult& out) {
  const TeacherInvariants<Real> teacher = teacher_invariants<Real>(instance);
  const Real norm_sq = from_rational<Real>(instance.norm_sq), m1 = Real(instance.k - 1) + pi<Real>();
  out.check("the reduced gradient vanishes at phi^, and alpha = 0 there", Evidence::computed, [&] {
    const ReducedGradient<Real> g = reduced_gradient(teacher, saddle.at);
    // Near phi^ alpha is like |a*|^2 (g - G), and g there is G: it must vanish beside G.
    const Real kernel = saddle_kernel_value(instance.k, from_rational<Real>(instance.r));
    const Real worst =
        (abs(g.phi) + abs(alpha(teacher, saddle.at)) / kernel) / norm_sq + (abs(g.x) + abs(g.y)) / (m1 * sqrt(norm_sq));
    return agrees(worst, Real("1e-55"),
                  "(gradient and alpha, relative to |a*|, k and G), phi^ = " + to_decimal(saddle.at.angle.phi, 20));
  });
  out.check("the assembled Hessian there has the spectrum of its 3 x 3 block", Evidence::computed,
            [&] { return assembled_matches_closed_form(instance, saddle, Real("1e-50") * std::max(m1, norm_sq)); });
  out.check("the saddles are strict: the least eigenvalue is negative", Evidence::computed, [&] {
    const std::vector<Eigenvalue<Real>> spectrum = closed_form_spectrum(instance, saddle);
    const Real least = spectrum.front().value;
    // What the eigenvalues of a matrix of this size are known to, with ten digits to spare.
    const Real blur = spectrum.back().value * pow(Real(10), 10 - working_digits());
    return Answer{least < -blur ? Verdict::proved : Verdict::undecided, "least eigenvalue " + to_decimal(least, 12)};
  });
}

/// The search knows points to a few digits where the Hessian is nearly singular: from its double root at the spurious
/// point to the saddles near it. A stranger elsewhere is undecided too: a point in floating point is no witness.
Answer judge(const SearchResult& found, int starts) {
  int strangers = 0, blurred = 0, matched = 0;
  for (const Cluster& c : found.clusters)
    (c.match ? matched : c.point.angle.d < Real("1e-3") ? blurred : strangers) += c.from_loss + c.from_gradient;
  const bool complete = strangers == 0 && blurred == 0 && matched > 0;
  return {complete ? Verdict::proved : Verdict::undecided,
          fmt::format("{} of {} starts matched, {} elsewhere, {} near the spurious point, "
                      "where Newton knows few digits, {} did not converge",
                      matched, 2 * starts, strangers, blurred, found.unconverged)};
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  const Instance& instance = context.instance;
  const ScopedDigits digits(digits_for(instance));
  ClaimResult out;
  const std::vector<CriticalPoint<Real>> points = critical_points<Real>(instance);
  if (points.size() == 3)
    check_saddles(instance, points.back(), out);
  else
    out.notes.push_back("r is above (k+pi-1)/pi: there is no saddle sphere.");
  if (instance.k == 1) {
    out.notes.push_back(
        "k = 1 is the equality case: along the valley the loss falls like d^6, "
        "so end points of a search near the spurious point are known to a few digits only; the search is left out.");
  } else if (digits_lost(instance) > kMostLost) {
    out.notes.push_back(fmt::format("r is nearer to (k+pi-1)/pi than 1e-{}: the search is left out.", kMostLost));
  } else if (instance.k + instance.p <= 300) {
    SearchOptions options;
    options.seed = context.seed + 1;
    options.jobs = context.jobs;
    options.progress = context.progress;
    options.starts = 64;
    options.digits += digits_lost(instance);
    const SearchResult found = locate(instance, options);
    out.check("every end point of a search for minima and for zeros of the gradient is one of the listed points",
              Evidence::sampled, [&] { return judge(found, options.starts); });
    for (const Cluster& c : found.clusters)
      out.notes.push_back(fmt::format("{}: {} starts that minimised the loss, {} that minimised the squared gradient.",
                                      c.match ? name(*c.match) : "unknown point", c.from_loss, c.from_gradient));
  }
  out.headline = out.checks.empty() ? "" : out.checks.back().figure;
  return out;
}

}  // namespace noiseproof::c09_critical_points_complete
