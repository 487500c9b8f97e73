// C18 under another activation: is the spurious point the sharper optimum, measured along the sphere?
#include "other_activation.hpp"

namespace noiseproof::c18_sharp_or_flat {

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  const DualLandscape& z = run.z;
  const Ball alpha = z.alpha_bar(), two_pi = Ball(2) * Ball::pi();
  // The rise of the loss at the angle t from each optimum, a held: (K(0) - K(t)) A^2 and -(K(pi-t) - K(pi))
  // abar.a*, over 2 pi.
  const std::size_t order = run.binary() ? 1 : 2;
  const Ball good = -z.at_zero[order] * z.norm_sq / two_pi,
             bad = (run.binary() ? z.at_pi[1] : -z.at_pi[2]) * alpha / two_pi;
  run.claim("the slogan by the first term of the rise in the angle (" +
                std::string(run.binary() ? "slope" : "curvature") + "): the spurious point is the sharper of the two",
            [&] {
              if (opposite_copies_teacher(z))
                return Answer{negate(same_number(good, bad, run.bits)),
                              std::string(opposite_copies_every_teacher(activation) ? "" : "1.a* = 0: ") +
                                  "both are global optima, equally sharp"};
              return Answer{is_less(good, bad), "spurious " + in_figures(bad) + ", global " + in_figures(good)};
            });
  run.claim("at eight angles the loss has risen less from the spurious point, or equally, by the definition", [&] {
    Verdict all = Verdict::proved;
    for (int i = 1; i <= 8; ++i) {
      const Rational t(i, 8);
      const Ball from_good = (z.v - kernel_jet(activation, t)[0]) * z.norm_sq;
      const Ball from_bad = -(kernel_jet(activation, 1 - t)[0] - z.opposite) * alpha;
      all = both(
          all, opposite_copies_teacher(z) ? same_number(from_good, from_bad, run.bits) : is_less(from_bad, from_good));
    }
    return Answer{all, "a held at the optimum's value"};
  });
  run.twin("the rise at the global optimum is that of ReLU, (A^2/2pi)(pi - g(t))", [&] {
    const ClosedForm relu = closed_form(Activation{}, angle_at(Rational(1, 2)));
    const Ball here = z.v - kernel_jet(activation, Rational(1, 2))[0];
    return Answer{same_number(here, relu.v - relu.kernel[0], run.bits), "at t = pi/2"};
  });
  run.result.headline = "spurious " + in_figures(bad) + ", global " + in_figures(good);
  return {
      "Bad optima are sharp, good ones flat: "
      "the loss rises faster with the angle from the spurious point than from the global optimum",
      run.result};
}

}  // namespace noiseproof::c18_sharp_or_flat
