#include "other_activation.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "rigor/hermite.hpp"
#include "rigor/self_check.hpp"

namespace noiseproof {
namespace {

bool is_told_from_linear(const HermiteExpansion& series) {
  return is_positive(series.energy[0] - series.weight[0] - series.weight[1]) == Verdict::proved;
}

}  // namespace

OtherActivation::OtherActivation(const ClaimContext& asked, const Activation& activation)
    : precision_(activation.pieces() ? 128 : kProofBits),  // an integral in pieces takes some 3000 values
      context(asked),
      z(dual_landscape(activation, asked.instance)),
      bits(activation.analytic() ? 40
           : activation.pieces() ? 60
                                 : 130) {
  self_check();
  if (activation.analytic() && !is_told_from_linear(hermite_expansion(activation)))
    throw Error(Error::Kind::domain, activation.text(), "is not told from a linear function, whose network is linear");
}

void OtherActivation::twin(const std::string& what, const std::function<Answer()>& run) {
  check("false twin: " + what, [&] { return refuted_twin(run()); });
}

void check_second_optimum(OtherActivation& run, const std::string& what, const std::string& figure) {
  const Ball loss = best_loss(run.z, run.z.opposite);
  run.check(what, [&] { return Answer{same_number(loss, Ball(0), run.bits), figure}; });
  run.twin("what it leaves is the loss of ReLU's spurious point", [&] {
    const Ball relu = spurious_point(teacher_invariants<Ball>(run.context.instance)).loss;
    return Answer{same_number(loss, relu, run.bits), "ReLU: in " + in_figures(relu)};
  });
}

std::string in_figures(const Ball& x) { return to_decimal(x, 12); }

Answer in_answer(const CoveredAngles& cover) {
  std::string figure = fmt::format("{} box{} over [0, pi]", cover.boxes, cover.boxes == 1 ? "" : "es");
  if (cover.where)
    figure += fmt::format("; {} near phi/pi = {:.6g}", cover.verdict == Verdict::refuted ? "false" : "open",
                          cover.where->hi.convert_to<double>());
  return {cover.verdict, figure};
}

OtherStudent other_student(const Activation& activation, const Instance& instance, std::uint64_t seed, int run) {
  const Teacher<Ball> teacher = make_teacher<Ball>(instance);
  StudentPoint exact = rational_student(instance, seed, run);
  for (Rational& x : exact.w) x *= Rational(run + 1, 2);
  Student<double> sampled = make_student<double>(exact);
  const Student<Ball> student = make_student<Ball>(exact);
  Invariants<Ball> seen = invariants(student, teacher);
  if (activation.is_general()) {
    for (double& x : sampled.w) x /= seen.nu.midpoint_approx();
    seen.nu = 1;
  }
  return {sampled, student, seen, inputs_at(instance.p, seen.angle, seen.nu, student.a, teacher.a_star)};
}

ClosedForm form_at(const Activation& activation, const Angle<Ball>& angle) {
  if (has_closed_form(activation)) return closed_form(activation, angle);
  const Inputs at = inputs_at(2, angle, Ball(1), {Ball(1)}, {Ball(1)});
  const Ball two_pi = Ball(2) * Ball::pi();
  ClosedForm out{two_pi * square(by_definition(Quantity::mean, activation, at)[0]),
                 two_pi * by_definition(Quantity::second_moment, activation, at)[0],
                 kernel_by_definition(activation, at, 3)};
  for (Ball& x : out.kernel) x *= two_pi;
  return out;
}

Inputs at_opposite(const Instance& instance, const Vec<Ball>& a) {
  return inputs_at(instance.p, angle_at(1), Ball(1), a, make_teacher<Ball>(instance).a_star);
}

Vec<Ball> best_a_entries(const DualLandscape& z, const Ball& kernel, const Vec<Ball>& a_star) {
  const int k = static_cast<int>(a_star.size());
  const auto [along, across] = best_a(mean_loss({k, Ball(1), Ball(1)}, z.q, z.v), kernel);
  const Ball shift = (along - across) * sum(a_star) / Ball(k);
  Vec<Ball> out;
  for (const Ball& x : a_star) out.push_back(across * x + shift);
  return out;
}

}  // namespace noiseproof
