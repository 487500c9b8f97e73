#include "landscape_plot.hpp"

#include <cmath>

#include "dynamics/ensemble.hpp"
#include "model/critical_points.hpp"

namespace noiseproof {
namespace {

/// Least loss given (phi, alpha): the quadratic in a, minimised on the plane a.a* = alpha,
/// L(phi, a_phi) + (alpha - alpha_phi)^2/(4 pi a*'M^{-1}a*).
double least_loss(const TeacherInvariants<double>& teacher, double phi, double target) {
  const ReducedPoint<double> best = best_response(teacher, Angle<double>::from_phi(phi));
  const double spread =
      teacher.e1 * teacher.e1 / (teacher.k - 1 + pi<double>()) + teacher.e2 * teacher.e2 / (pi<double>() - 1);
  const double off = target - alpha(teacher, best);
  return reduced_loss(teacher, best) + off * off / (4 * pi<double>() * spread);
}

}  // namespace

nlohmann::json landscape_plot(const ClaimContext& context) {
  const TeacherInvariants<double> teacher = teacher_invariants<double>(context.instance);
  const double norm_sq = teacher.e1 * teacher.e1 + teacher.e2 * teacher.e2;
  nlohmann::json points = nlohmann::json::array(), paths = nlohmann::json::array();
  double low = -0.5 * norm_sq, high = 1.3 * norm_sq;
  for (const CriticalPoint<double>& point : critical_points<double>(context.instance)) {
    points.push_back(
        {{"x", point.at.angle.phi}, {"y", point.alpha}, {"label", name(point.kind)}, {"kind", name(point.kind)}});
    low = std::min(low, point.alpha - 0.2 * norm_sq);
  }
  for (const ExampleTrajectory& trajectory : example_trajectories(context.instance, context.seed)) {
    nlohmann::json path{{"name", trajectory.label}, {"arrow", true}};
    for (const Snapshot& at : trajectory.points) {
      path["x"].push_back(at.phi);
      path["y"].push_back(at.alpha);
      low = std::min(low, at.alpha);
      high = std::max(high, at.alpha);
    }
    paths.push_back(path);
  }
  constexpr int kColumns = 90, kRows = 60;
  nlohmann::json x = nlohmann::json::array(), y = nlohmann::json::array(), z = nlohmann::json::array();
  for (int i = 0; i <= kColumns; ++i) x.push_back(pi<double>() * i / kColumns);
  for (int j = 0; j <= kRows; ++j) {
    y.push_back(low + (high - low) * j / kRows);
    nlohmann::json row = nlohmann::json::array();
    for (int i = 0; i <= kColumns; ++i) row.push_back(least_loss(teacher, x[static_cast<std::size_t>(i)], y.back()));
    z.push_back(row);
  }
  return {{"type", "contour"},
          {"id", "landscape"},
          {"title", "The loss over (phi, alpha), its critical points and two trajectories"},
          {"caption",
           "Least loss among the students with angle phi and alpha = a.a*. Both trajectories begin at one random "
           "start: plain "
           "gradient descent, and perturbed gradient descent with annealed noise."},
          {"x_label", "phi, the angle between w and w* (radians)"},
          {"y_label", "alpha = a.a*"},
          {"z_label", "loss"},
          {"x", x},
          {"y", y},
          {"z", z},
          {"points", points},
          {"paths", paths}};
}

}  // namespace noiseproof
