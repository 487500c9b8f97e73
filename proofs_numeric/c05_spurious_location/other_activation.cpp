// C05 under another activation: abar, the best a at w = -w*, and the slope of the loss on the sphere there.
#include "other_activation.hpp"

#include <fmt/format.h>

namespace noiseproof::c05_spurious_location {

namespace {

/// abar from the linear system of the definition.
Vec<Ball> solved_abar(const Instance& size, const Activation& activation) {
  return by_definition(Quantity::spurious_a, activation,
                       at_opposite(size, Vec<Ball>(static_cast<std::size_t>(size.k), Ball(0))));
}

Answer solution_is_abar(const OtherActivation& run, const Instance& size, const Vec<Ball>& solved) {
  const Vec<Ball> closed = best_a_entries(run.z, run.z.opposite, at_opposite(size, {}).a_star);
  Verdict all = Verdict::proved;
  for (std::size_t i = 0; i < solved.size(); ++i) all = both(all, same_number(solved[i], closed[i], run.bits));
  return {all, std::to_string(solved.size()) + " unknowns, to 2^-" + run.to_bits};
}

void check_along(OtherActivation& run, const Activation& activation) {
  const DualLandscape& z = run.z;
  const auto is = [&](const Ball& closed) {
    return Answer{same_number(z.alpha_bar(), closed, run.bits), "abar.a* in " + in_figures(z.alpha_bar())};
  };
  if (opposite_copies_every_teacher(activation))
    run.check(
        std::string("abar is ") + (activation.is_even() ? "" : "-") + "a*: (-w*, abar) computes the teacher's function",
        [&] { return is(activation.is_even() ? z.norm_sq : -z.norm_sq); });
  else if (mean_is_open(z))
    run.check("abar.a* is enclosed, and not 0 (E act is not told from 0: no closed form is stated)", [&] {
      return Answer{is_positive(abs(z.alpha_bar())), "abar.a* in " + in_figures(z.alpha_bar())};
    });
  else if (!has_threshold(z))
    run.check("abar.a* is enclosed, and is A^2 K(pi)/(2 pi v) whatever r, as E act = 0",
              [&] { return is(z.norm_sq * z.opposite / z.v); });
  else
    run.check(
        "abar.a* is enclosed, and is A^2 (r - r*) m^2 (v - K(pi)/(2 pi))/((v - m^2)(v + (k-1) m^2)) with the "
        "threshold r* of C07",
        [&] {
          return is(z.norm_sq * (Ball(z.instance.r) - threshold(z)) * z.q * (z.v - z.opposite) /
                    (z.lambda1 * z.lambda2));
        });
}

void check_slope(OtherActivation& run) {
  const Ball alpha = run.z.alpha_bar(), two_pi = Ball(2) * Ball::pi(), slope = run.z.at_pi[1] * alpha / two_pi;
  const std::string in_every = "in every direction of the sphere the loss has at (-w*, abar) the slope ";
  if (run.binary())
    run.check(in_every + "K'(pi-) abar.a*/(2 pi) = -abar.a*/(2 pi): a cone, up or down", [&] {
      return Answer{same_number(slope, -alpha / two_pi, run.bits), "in " + in_figures(slope)};
    });
  else
    run.check(in_every + "0: K'(pi) = 0", [&] {
      return Answer{same_number(slope, Ball(0), run.bits),
                    "E act'(-z) act(z) z' = 0 for independent z, z'; enclosed to 2^-" + run.to_bits};
    });
}

void check_twin(OtherActivation& run, const Instance& size, const Ball& first) {
  const auto is = [&](const Ball& other) { return Answer{same_number(first, other, run.bits), "in the first entry"}; };
  if (size.k >= 2)
    run.twin("abar of ReLU, M^{-1}(11' - I)a* with its M, is the best a here",
             [&] { return is(solve_for_abar(make_teacher<Ball>(size).a_star)[0]); });
  else
    run.twin(fmt::format("abar moved by 2^-{} is the best a here", run.bits - 30),
             [&] { return is(first + Ball(Rational(1, Integer(1) << static_cast<unsigned>(run.bits - 30)))); });
}

std::string in_words(const OtherActivation& run, const Activation& activation) {
  if (run.binary())
    return "At w = -w* the best a is abar = (I + 11')^{-1}(11' - I)a*; the loss has there the same slope, "
           "-abar.a*/(2 pi), in every direction of the sphere";
  const Ball kernel = run.z.opposite / (Ball(2) * Ball::pi());
  return "The gradient vanishes at (-w*, abar), abar = M^{-1} N(pi) a*, with K(pi)/(2 pi) = " +
         (activation.is_general() ? in_figures(kernel) : to_string(-activation.slope()));
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  const Instance size = at_most(context.instance, kLargestSystem);
  Vec<Ball> solved;
  run.check(
      "M a = N(pi) a*, from the definition, has exactly one solution by verified linear algebra, "
      "and it is abar in every entry" +
          at_smaller(size, context.instance),
      [&] {
        solved = solved_abar(size, activation);
        return solution_is_abar(run, size, solved);
      });
  check_along(run, activation);
  check_slope(run);
  check_twin(run, size, solved.at(0));
  run.result.headline = "abar.a* in " + in_figures(run.z.alpha_bar());
  if (run.binary())
    run.result.notes.push_back(
        "The loss is not differentiable at w = -w\\*: K is linear in the angle. "
        "By the symmetry about w\\* its slope is the same in all directions of the sphere, "
        "so the point is critical in Clarke's sense, and stationary (no descent to first order) iff abar.a\\* <= 0.");
  run.result.notes.push_back("No search is run: Ceres minimises the loss of ReLU only.");
  return {in_words(run, activation), run.result};
}

}  // namespace noiseproof::c05_spurious_location
