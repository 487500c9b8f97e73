// C04, enclosed: the Hessian's spectrum at the optimum with multiplicity; the loss at the other critical points is
// positive.
#include "enclosing.hpp"

namespace noiseproof::c04_global_optimum {

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out);
  const Landscape z = landscape(context.instance);
  const Instance& instance = context.instance;
  enclosing.check("the spectrum at the optimum is enclosed, " + multiplicity_in_words(instance) + ", and positive",
                  [&] {
                    Answer answer = enclose_spectrum(enclosing, CriticalKind::global_optimum, "global_optimum");
                    for (const EnclosedEigenvalue& e : enclosed_spectrum(z, CriticalKind::global_optimum))
                      answer.first = both(answer.first, e.value.lo > 0 ? Verdict::proved : Verdict::undecided);
                    return answer;
                  });
  if (inertia_counts(instance) && instance.k > 1)
    enclosing.twin("one of the A^2/2 belongs to the farther one of the other two families", [&] {
      std::vector<EnclosedEigenvalue> twin = enclosed_spectrum(z, CriticalKind::global_optimum);
      // A^2/2 may lie next to one of them, where the count sees them as one.
      const auto away = [&](std::size_t i) { return Rational(abs(twin[i].value.lo - twin[0].value.lo)); };
      --twin[0].multiplicity;
      ++twin[away(1) > away(2) ? 1 : 2].multiplicity;
      std::erase_if(twin, [](const auto& e) { return e.multiplicity == 0; });
      return Answer{inertia_confirms(assembled_hessian(z, CriticalKind::global_optimum), twin), "by inertia"};
    });
  note_no_inertia(instance, out);
  if (instance.k == 1)
    out.notes.push_back("One hidden unit: no eigenvalue (pi-1)/2pi, and no false twin about its multiplicity.");
  enclosing.check(
      "the loss at every other critical point is positive, so (w*, a*) is the only zero of the loss (with C09)", [&] {
        const Ball spurious = spurious_point(teacher_invariants<Ball>(context.instance)).loss;
        const Bounds stated =
            enclosing.certificate.enclosure("spurious_loss", Json::object(), spurious, "L(-w*, abar)", true);
        Verdict verdict = is_positive(spurious);
        if (is_positive(z.gamma) == Verdict::proved && context.instance.k > 1) {
          const Ball saddle = spurious - z.gamma * z.alpha_bar() / (Ball(4) * Ball::pi());
          enclosing.certificate.enclosure("saddle_loss", Json::object(), saddle, "the loss at the saddles", true);
          verdict = both(verdict, is_positive(saddle));
        }
        return Answer{verdict, "at the spurious point in " + in_words(stated)};
      });
  enclosing.finish();
}

}  // namespace noiseproof::c04_global_optimum
