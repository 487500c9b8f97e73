#include "other_activation.hpp"

#include <fmt/format.h>

#include "rigor/self_check.hpp"

namespace noiseproof {

OtherActivation::OtherActivation(const ClaimContext& asked, const Activation& activation)
    : precision_(kProofBits), context(asked), z(dual_landscape(activation, asked.instance)) {
  self_check();
}

void OtherActivation::twin(const std::string& what, const std::function<Answer()>& run) {
  check("false twin: " + what, [&] { return refuted_twin(run()); });
}

std::string in_figures(const Ball& x) { return to_decimal(x, 12); }

Answer in_answer(const CoveredAngles& cover) {
  std::string figure = fmt::format("{} box{} over [0, pi]", cover.boxes, cover.boxes == 1 ? "" : "es");
  if (cover.where)
    figure += fmt::format("; {} near phi/pi = {:.6g}", cover.verdict == Verdict::refuted ? "false" : "open",
                          cover.where->hi.convert_to<double>());
  return {cover.verdict, figure};
}

OtherStudent other_student(const Instance& instance, std::uint64_t seed, int run) {
  const Teacher<Ball> teacher = make_teacher<Ball>(instance);
  StudentPoint exact = rational_student(instance, seed, run);
  for (Rational& x : exact.w) x *= Rational(run + 1, 2);
  const Student<Ball> student = make_student<Ball>(exact);
  const Invariants<Ball> seen = invariants(student, teacher);
  return {exact, student, seen, inputs_at(instance.p, seen.angle, seen.nu, student.a, teacher.a_star)};
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
