// C20: under small noise the iterates contract to a ball that shrinks with the noise: an enclosed drift inequality with
// explicit constants, and what runs do.
#include <fmt/format.h>

#include "drift.hpp"

namespace noiseproof::c20_phase_two_converges {

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  Enclosing enclosing(context, out);
  const std::optional<Settings> found = enclose(enclosing);
  if (!found) return out;
  enclose_stray(context.instance, out);
  sample(context, *found, out);
  enclosing.finish();
  const Drift& drift = found->drift;
  out.headline = fmt::format("kappa >= {}, Gamma <= {} at eta = {}", decimal_endpoints(drift.contraction, 4).first,
                             decimal_endpoints(drift.noise, 3).second, to_string(found->eta));
  out.notes.insert(
      out.notes.end(),
      {"The constants are explicit and hold for every start of the region and for all time, but they are not tight: "
       "runs contract faster and settle far below the bound, as the figure shows.",
       "The region is a ball of V: it holds every angle up to 5 pi/12 for a near a*, and the less of the angle the "
       "more "
       "of a. The slides speak of all students with `phi <= 5 pi/12` and `a.a* > 0`. That is too much: from some of "
       "them, a far from a*, plain gradient descent ends at the spurious point (unless a* is along 1 or across it). In "
       "between, with `|a - a*| <= 73/60`, one step obeys the drift; whether the run stays is not shown.",
       "For raw noise, whose mean step is the gradient of the smoothed loss."});
  out.data = {{"eta", to_string(found->eta)},
              {"rho", to_string(found->radius)},
              {"rate", to_string(drift.rate)},
              {"contraction", decimal_endpoints(drift.contraction, 12)},
              {"noise", decimal_endpoints(drift.noise, 12)}};
  return out;
}

}  // namespace noiseproof::c20_phase_two_converges
