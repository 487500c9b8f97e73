// C06, enclosed: the spectrum at the spurious point, its zeros with their multiplicity.
#include "enclosing.hpp"

namespace noiseproof::c06_spurious_hessian {

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out, "C06", "spurious_hessian");
  const Landscape z = landscape(context.instance);
  enclosing.check("the spectrum is enclosed, with multiplicity: p-1 exact zeros, and positive otherwise",
                  [&] { return enclose_spectrum(enclosing, CriticalKind::spurious_point, "spurious_point"); });
  enclosing.twin("one of the zeros is 2^-60 (\"the Hessian is positive definite in some sphere direction\")", [&] {
    if (context.instance.p + context.instance.k > kLargestInertia)
      return Answer{Verdict::refuted, "not tried at this size"};
    // The number of eigenvalues below 2^-61 must then be p - 2.
    const Ball mu(Rational(1, Integer(1) << 61));
    const auto count = count_below(assembled_hessian(z, CriticalKind::spurious_point),
                                   context.instance.p - 1 + context.instance.k, mu);
    if (!count) return Answer{Verdict::undecided, "a pivot could be 0"};
    return Answer{*count == context.instance.p - 2 ? Verdict::proved : Verdict::refuted,
                  std::to_string(*count) + " eigenvalues below 2^-61"};
  });
  enclosing.check("third order decides: the coefficient -abar.a*/(6 pi) of t^3 is enclosed", [&] {
    const Bounds stated = enclosing.certificate.enclosure("spurious_alpha", Json::object(), -z.c, "abar.a*", true);
    const bool decided = stated.lo > 0 || stated.hi < 0 || context.instance.k == 1;
    return Answer{decided ? Verdict::proved : Verdict::undecided,
                  "coefficient in " + in_words(outward(z.c / (Ball(6) * Ball::pi())))};
  });
  enclosing.finish();
}

}  // namespace noiseproof::c06_spurious_hessian
