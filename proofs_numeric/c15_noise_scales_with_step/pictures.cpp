#include <fmt/format.h>

#include "dynamics/schedule.hpp"
#include "sampling.hpp"

namespace noiseproof::c15_noise_scales_with_step {

using nlohmann::json;

namespace {

/// The noises side by side at one point of the asked instance.
json noises_at(const ClaimContext& context, const Problem& problem, const std::string& where, const Student<double>& z,
               std::uint32_t number) {
  const Epoch first = default_schedule(context.instance).front();
  const std::vector<Vec<double>> basis = tangent_basis(z.w);
  const Shape sgd =
      shape_of(assemble_noise(gradient_noise(z, problem.teacher), z, problem.teacher, basis), basis.size());
  const Shape small = shape_of(injected_covariance(z, problem.teacher, 1, first.rho_a / first.rho_w), basis.size());
  constexpr double kEta = 0.01;
  const Traces big = sample_traces(z, perturbed_move(problem, z, kEta, first.rho_w, first.rho_a), 4000, context.seed,
                                   Experiment::large + number);
  return {{"point", where},
          {"sgd_sphere", sgd.sphere},
          {"sgd_a", sgd.outputs},
          {"sgd_sphere_rank", sgd.sphere_rank},
          {"sgd_a_rank", sgd.outputs_rank},
          {"injected_sphere", small.sphere},
          {"injected_a", small.outputs},
          {"injected_sphere_rank", small.sphere_rank},
          {"injected_a_rank", small.outputs_rank},
          {"schedule_sphere", big.sphere.mean / (kEta * kEta)},
          {"schedule_a", big.outputs.mean / (kEta * kEta)}};
}

std::string in_words(const json& row) {
  const auto number = [&](const char* key) { return row[key].get<double>(); };
  return fmt::format(
      "At {}, SGD: {:.3g} on the sphere and {:.3g} in a (filling {:.1f} and {:.1f} directions); "
      "injected at small radii: {:.2g} and {:.2g} per rho_w^2 ({:.1f} and {:.1f} directions); "
      "at the schedule's first radii (sampled): {:.2g} and {:.3g}.",
      row["point"].get<std::string>(), number("sgd_sphere"), number("sgd_a"), number("sgd_sphere_rank"),
      number("sgd_a_rank"), number("injected_sphere"), number("injected_a"), number("injected_sphere_rank"),
      number("injected_a_rank"), number("schedule_sphere"), number("schedule_a"));
}

}  // namespace

json scaling_plot(const Scaling& scaling, const Instance& instance) {
  json series = json::array();
  for (std::size_t b = 0; b < kBatches.size(); ++b) {
    json points{{"name", fmt::format("m = {}, sampled", kBatches[b])}, {"style", "points"}};
    json line{{"name", fmt::format("m = {}, exact", kBatches[b])}, {"style", "line"}};
    for (std::size_t i = 0; i < scaling.etas.size(); ++i) {
      const auto [mean, error] = scaling.variance[b][i];
      points["x"].push_back(scaling.etas[i]);
      points["y"].push_back(mean);
      points["low"].push_back(mean - 3 * error);
      points["high"].push_back(mean + 3 * error);
      line["x"].push_back(scaling.etas[i]);
      line["y"].push_back(scaling.exact(b, i));
    }
    series.push_back(points);
    series.push_back(line);
  }
  return {{"type", "lines"},
          {"id", "c15-scaling"},
          {"title", "Variance of one SGD step"},
          {"caption", fmt::format("Trace of the covariance of one step's displacement against the step size, "
                                  "at a random point (k = {}, p = {}), for mini-batches of m. "
                                  "Marks: sampled, with 3 standard errors; "
                                  "lines: eta^2/m times the exact trace {:.4g}.",
                                  instance.k, instance.p, scaling.trace)},
          {"x_label", "eta"},
          {"y_label", "variance"},
          {"x_log", true},
          {"y_log", true},
          {"series", series}};
}

std::string side_by_side(const ClaimContext& context, json& data) {
  const Problem problem(context.instance);
  const std::vector<std::pair<std::string, Student<double>>> places{
      {"a random point", random_point(context.instance, context.seed, 1)},
      {"the spurious point", spurious_student(problem)},
      {"the global optimum", optimum(problem)}};
  std::string words = "Traces of the covariance of one step over eta^2, one example a step.";
  for (std::size_t i = 0; i < places.size(); ++i) {
    data.push_back(noises_at(context, problem, places[i].first, places[i].second, static_cast<std::uint32_t>(i)));
    words += " " + in_words(data.back());
  }
  return words;
}

}  // namespace noiseproof::c15_noise_scales_with_step
