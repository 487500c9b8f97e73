// C04 under another activation: is (w*, a*) the only zero of the loss, and how does the loss rise from it?
#include "other_activation.hpp"

namespace noiseproof::c04_global_optimum {

namespace {

/// 4 pi L >= sum_i e_i^2 delta (lambda_i + N_i)/lambda_i with delta = v - K > 0. No term is negative, as N_i/lambda_i
/// is a correlation; one that is not 0 at any angle is enough.
Answer positive_loss(const OtherActivation& run, const Activation& activation) {
  const DualLandscape& z = run.z;
  const bool along = z.instance.r != 0;
  if (opposite_copies_teacher(z))
    return {Verdict::refuted,
            activation.is_even() ? "act(-z) = act(z): (-w*, a*) has the loss 0 too"
            : *activation.centre() == 0
                ? "act(-z) = -act(z): (-w*, -a*) has the loss 0 too"
                : "1.a* = 0, and act(-z) = " + to_string(Rational(2 * *activation.centre())) +
                      " - act(z): f(Z; -w*, -a*) = f(Z; w*, a*) for every Z, so (-w*, -a*) has the loss 0 too"};
  const Ball shift = along ? Ball(z.instance.k - 1) * z.q : -z.q;
  Answer out = in_answer(for_every_kernel_value(
      activation, [&](const Ball& kernel) { return is_positive(z.v + kernel + Ball(2) * shift); }));
  out.second += std::string(": the part of a* ") + (along ? "along 1" : "orthogonal to 1") + " cannot be answered";
  return out;
}

/// The rise on the sphere to leading order: linear in the angle for the binary activation, else an eigenvalue.
Ball rise_on_sphere(const OtherActivation& run) {
  return -run.z.at_zero[run.binary() ? 1 : 2] * run.z.norm_sq / (Ball(2) * Ball::pi());
}

/// Is it that, in figures the number `name`, and positive?
Answer rises_like(const OtherActivation& run, const Ball& stated, const std::string& name) {
  const Ball rise = rise_on_sphere(run);
  return {both(same_number(rise, stated, run.bits), is_positive(rise)), name + in_figures(rise)};
}

void check_rise(OtherActivation& run, const Activation& activation) {
  const DualLandscape& z = run.z;
  const Ball two_pi = Ball(2) * Ball::pi();
  if (run.binary())
    run.check("the loss is a cone there: its slope in the angle, -K'(0+) A^2/(2 pi), is A^2/(2 pi) > 0",
              [&] { return rises_like(run, z.norm_sq / two_pi, "in "); });
  else if (activation.is_general())
    run.check(
        "the Hessian there is positive definite: -K''(0) A^2/(2 pi) = A^2 E act'^2 (p-1 times), v - m^2 (k-1), "
        "v + (k-1) m^2",
        [&] { return rises_like(run, z.norm_sq * hermite_expansion(activation).energy[1], "A^2 E act'^2 in "); });
  else
    run.check(
        "the Hessian there is positive definite: -K''(0) A^2/(2 pi) = v A^2 (p-1 times), v - m^2 (k-1), v + (k-1) m^2",
        [&] { return rises_like(run, z.v * z.norm_sq / two_pi, "v A^2 in "); });
}

void check_twin(OtherActivation& run, const Activation& activation) {
  const Ball rise = rise_on_sphere(run), relu = run.z.norm_sq / Ball(2);
  const std::string figure = "compared to " + run.to_bits + " bits";
  if (activation.is_general() && overlaps(rise, relu))
    run.result.notes.push_back("No false twin with ReLU's A^2/2: E act'^2 is not told from 1/2.");
  else if (run.binary())
    run.twin("the loss is differentiable at (w*, a*), as for ReLU: K'(0+) = 0", [&] {
      return Answer{same_number(run.z.at_zero[1], Ball(0), run.bits), figure};
    });
  else
    run.twin("the sphere's eigenvalues are A^2/2, as for ReLU", [&] {
      return Answer{same_number(rise, relu, run.bits), figure};
    });
}

std::string in_words(const Activation& activation) {
  if (activation.is_binary())
    return "(w*, a*) is the only point with L = 0; the loss rises from it linearly in the angle, with slope A^2/(2 pi)";
  const std::string only = "(w*, a*) is the only point with L = 0; the Hessian has the eigenvalues ",
                    others = " (p-1 times), v - m^2 (k-1) and v + (k-1) m^2";
  if (activation.is_general()) return only + "A^2 E act'^2" + others;
  return only + "v A^2" + others + ", v = " + to_string((1 + activation.slope() * activation.slope()) / 2);
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  const DualLandscape& z = run.z;
  const Ball two_pi = Ball(2) * Ball::pi();
  run.check("M is positive definite: its eigenvalues v - m^2 and v + (k-1) m^2 are positive", [&] {
    return Answer{both(is_positive(z.lambda1), is_positive(z.lambda2)),
                  "in " + in_figures(z.lambda2 / two_pi) + " and " + in_figures(z.lambda1 / two_pi)};
  });
  run.check("K(phi) < K(0) for 0 < phi <= pi, by the definition's integrals over boxes", [&] {
    if (activation.is_even()) return Answer{Verdict::refuted, "act(-z) = act(z), so K(pi) = K(0)"};
    return in_answer(kernel_largest_at_zero(activation));
  });
  run.check("the best a leaves a positive loss at every angle but 0", [&] { return positive_loss(run, activation); });
  check_rise(run, activation);
  check_twin(run, activation);
  run.result.headline = (run.binary() ? "the optimum is a cone, of slope " : "eigenvalue on the sphere in ") +
                        in_figures(rise_on_sphere(run));
  if (run.binary())
    run.result.notes.push_back(
        "At `s = 1.a* = 0` the optimum is not unique: act(-z) = 1 - act(z) makes (-w\\*, -a\\*) the same function. "
        "For every other teacher it is.");
  return {in_words(activation), run.result};
}

}  // namespace noiseproof::c04_global_optimum
