// C19: one-point dissipativity of the smoothed gradient towards the teacher: in a, in w, jointly; largest constants
// enclosed.
#include "core/known_digits.hpp"
#include "dissipation.hpp"

namespace noiseproof::c19_dissipative_region {

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  witness(context, out);
  Enclosing enclosing(context, out);
  const Rates rates = enclose(enclosing);
  const Bounds& joint = rates.joint;
  out.headline = "jointly c >= " + digits_below(joint.lo, 4) + " up to 5 pi/12, for every a";
  out.notes = {
      "In w alone there is no rate on the whole sphere: w = -w* is a rest point of the smoothed gradient too, whatever "
      "the noise. The region phi <= phi_max is a condition, and the rate falls to 0 as phi_max reaches pi.",
      "The joint statement needs no condition on a.a*: the quadratic form in a outweighs the cross term up to 5 pi/12.",
      "For raw noise. For normalized noise the part in a holds with m1 = m2 = 1; its mean step in w is no gradient."};
  out.data = {{"joint_rate", {to_string(joint.lo), to_string(joint.hi)}}, {"levels", rates.rows}};
  out.plots.push_back(
      {{"type", "lines"},
       {"id", "offsets"},
       {"title", "Offset against the noise radius"},
       {"caption",
        "Least offsets of the dissipativity statements, raw noise. Jointly it grows like rho^4 while rho is small."},
       {"x_label", "rho"},
       {"y_label", "offset"},
       {"x_log", true},
       {"y_log", true},
       {"series", {rates.in_a, rates.jointly}}});
  enclosing.finish();
  return out;
}

}  // namespace noiseproof::c19_dissipative_region
