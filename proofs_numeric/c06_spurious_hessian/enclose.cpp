// C06, enclosed: the spectrum at the spurious point, its zeros with their multiplicity.
#include "enclosing.hpp"

namespace noiseproof::c06_spurious_hessian {

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out);
  const Landscape z = landscape(context.instance);
  const Instance& instance = context.instance;
  enclosing.check(
      "the spectrum is enclosed, " + multiplicity_in_words(instance) + ": p-1 exact zeros, and positive otherwise",
      [&] {
        Answer answer = enclose_spectrum(enclosing, CriticalKind::spurious_point, "spurious_point");
        int zeros = 0;
        for (const EnclosedEigenvalue& e : enclosed_spectrum(z, CriticalKind::spurious_point))
          if (e.value.lo == 0 && e.value.hi == 0)
            zeros += e.multiplicity;
          else
            answer.first = both(answer.first, e.value.lo > 0 ? Verdict::proved : Verdict::undecided);
        return Answer{both(answer.first, zeros == instance.p - 1 ? Verdict::proved : Verdict::undecided),
                      answer.second};
      });
  if (inertia_counts(instance))
    enclosing.twin("one of the zeros is 2^-60 (\"the Hessian is positive definite in some sphere direction\")", [&] {
      // The number of eigenvalues below 2^-61 must then be p - 2.
      const Ball mu(Rational(1, Integer(1) << 61));
      const auto count =
          count_below(assembled_hessian(z, CriticalKind::spurious_point), instance.p - 1 + instance.k, mu);
      if (!count) return Answer{Verdict::undecided, "a pivot could be 0"};
      return Answer{*count == context.instance.p - 2 ? Verdict::proved : Verdict::refuted,
                    std::to_string(*count) + " eigenvalues below 2^-61"};
    });
  note_no_inertia(instance, out);
  // With one hidden unit r = 1 is the threshold: abar = 0, and along the sphere the loss does not change at all.
  const bool level = instance.k == 1;
  enclosing.check(level ? "one hidden unit: the coefficient -abar.a*/(6 pi) of t^3 is 0 too, to 2^-130"
                        : "third order decides: the coefficient -abar.a*/(6 pi) of t^3 is enclosed",
                  [&] {
                    const Bounds stated = enclosing.certificate.enclosure("spurious_alpha", Json::object(),
                                                                          z.alpha_bar(), "abar.a*", true);
                    const bool decided = stated.lo > 0 || stated.hi < 0;
                    return Answer{level     ? same_number(z.alpha_bar(), Ball(0), 130)
                                  : decided ? Verdict::proved
                                            : Verdict::undecided,
                                  "coefficient in " + in_words(outward(-z.alpha_bar() / (Ball(6) * Ball::pi())))};
                  });
  enclosing.finish();
}

}  // namespace noiseproof::c06_spurious_hessian
