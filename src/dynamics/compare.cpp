#include "dynamics/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "dynamics/reduced_ensemble.hpp"

namespace noiseproof {
namespace {

constexpr int kLooks = 40;
constexpr double kStepFactor = 0.8;  // of annealed steps, from epoch to epoch
constexpr int kBatch = 4;            // of perturbed mini-batch descent: its time is proportional to it

/// The same epochs, cut into pieces of at most 1/kLooks of all steps. The run is the same: its noise goes by the step.
Schedule with_looks(const Schedule& schedule) {
  const long most = std::max(1L, total_steps(schedule) / kLooks);
  Schedule out;
  for (Epoch epoch : schedule)
    for (long left = epoch.steps; left > 0; left -= most) {
      epoch.steps = std::min(left, most);
      out.push_back(epoch);
    }
  return out;
}

std::string describe_steps(long steps, int batch) {
  return fmt::format("{} steps{}", steps, batch > 0 ? fmt::format(", m = {}", batch) : "");
}

Algorithm make(const std::string& id, const std::string& title, const std::string& how, const Schedule& schedule,
               int batch = 0) {
  return {id, title, how + ", " + describe_steps(total_steps(schedule), batch), with_looks(schedule), batch};
}

Quantiles quantiles(std::vector<double> values) {
  for (double& x : values)
    if (std::isnan(x)) x = std::numeric_limits<double>::infinity();
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double rank = std::ceil(share * static_cast<double>(values.size()));
    return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
  };
  return {at(0.1), at(0.5), at(0.9)};
}

}  // namespace

double stable_stochastic_step(const Instance& instance, int batch) {
  const double k = instance.k, p = instance.p, norm_sq = instance.norm_sq.convert_to<double>();
  const double trace = (k + (p - 1) * norm_sq) / 2;
  const double largest = std::max(norm_sq / 2, (k + pi<double>() - 1) / (2 * pi<double>()));
  const TeacherInvariants<double> teacher = teacher_invariants<double>(instance);
  return std::min(2 * batch / (trace + (batch + 1) * largest),
                  0.9 * monotone_step_bound(teacher, random_start_box(teacher)));
}

std::vector<Algorithm> compared_algorithms(const Instance& instance) {
  const Schedule patient = patient_schedule(instance);
  const Epoch& first = patient.front();
  const long steps = total_steps(patient);
  const double eta = first.eta, large = stable_stochastic_step(instance, 1);
  const auto radii = [](double rho_w, double rho_a) { return fmt::format("noise ({:.3g}, {:.3g})", rho_w, rho_a); };
  const auto in_epochs = fmt::format("{} epochs", patient.size());
  const double factor = patient[1].rho_w / first.rho_w;

  Schedule shrinking = patient, batches = patient;
  double step = large;
  for (Epoch& epoch : shrinking) {
    epoch = {step, epoch.steps, 0, 0};
    step *= kStepFactor;
  }
  const double batch_eta = std::min(eta, stable_stochastic_step(instance, kBatch));
  for (Epoch& epoch : batches) epoch.eta = batch_eta;

  Algorithm small = constant_noise(instance, first.rho_w / 100, first.rho_a / 100);
  small.id = "perturbed-small", small.title = "perturbed GD, small constant noise";
  Algorithm large_noise = constant_noise(instance, first.rho_w, first.rho_a);
  large_noise.id = "perturbed-large", large_noise.title = "perturbed GD, large constant noise";
  const std::string annealed =
      fmt::format("{} x {:.3g} each of {}", radii(first.rho_w, first.rho_a), factor, in_epochs);
  std::vector<Algorithm> out{
      make("gd", "GD", fmt::format("eta {:.3g}", eta), plain_schedule(eta, steps)),
      make("sgd-tiny", "SGD, tiny step", fmt::format("eta {:.3g}", eta / 25), plain_schedule(eta / 25, steps), 2),
      make("sgd-large", "SGD, large step", fmt::format("eta {:.3g}", large), plain_schedule(large, steps), 1),
      make("sgd-annealed", "SGD, step annealing",
           fmt::format("eta {:.3g} x {} each of {}", large, kStepFactor, in_epochs), shrinking, 1),
      small,
      large_noise,
      make("perturbed-annealed", "perturbed GD, annealed noise", fmt::format("eta {:.3g}, {}", eta, annealed), patient),
      make("perturbed-sgd", "perturbed mini-batch SGD, annealed noise",
           fmt::format("eta {:.3g}, {}", batch_eta, annealed), batches, kBatch)};
  out[2].pictured = out[7].pictured = false;
  return out;
}

Algorithm constant_noise(const Instance& instance, double rho_w, double rho_a) {
  const Schedule patient = patient_schedule(instance);
  const double eta = patient.front().eta;
  return make(fmt::format("perturbed-{:.3g}", rho_w), fmt::format("perturbed GD, constant noise {:.3g}", rho_w),
              fmt::format("eta {:.3g}, noise ({:.3g}, {:.3g})", eta, rho_w, rho_a),
              {{eta, total_steps(patient), rho_w, rho_a}});
}

double relative_distance(const Problem& problem, const Snapshot& at) {
  return std::hypot(2 * std::sin(at.phi / 2), at.distance / problem.norm);
}

double most_turn(const Problem& problem, const Algorithm& algorithm) {
  constexpr double kNone = std::numeric_limits<double>::infinity(), kLongestArc = 1.82;  // of (pi - phi) sin phi
  const double largest_eigenvalue = static_cast<double>(problem.teacher.a_star.size()) + pi<double>() - 1;
  double out = 0, rho_a = 0;
  for (const Epoch& epoch : algorithm.schedule) rho_a = std::max(rho_a, epoch.rho_a);
  for (const Epoch& epoch : algorithm.schedule) {
    const double c = epoch.eta / (2 * pi<double>()),
                 kick = c * problem.norm * (2 * problem.norm + 3 * rho_a) * kLongestArc;
    if (algorithm.batch > 0 || c * largest_eigenvalue > 1 || kick > 1) return kNone;
    out += static_cast<double>(epoch.steps) * std::asin(kick);
  }
  return out;
}

long Comparison::escaped() const {
  return std::count_if(result.runs.begin(), result.runs.end(), [](const RunRecord& run) {
    return std::any_of(run.epochs.begin(), run.epochs.end(),
                       [](const Snapshot& at) { return at.phi < pi<double>() / 2; });
  });
}

Comparison compare(const Problem& problem, const Algorithm& algorithm, EnsembleOptions options) {
  const bool noisy = algorithm.batch > 0 || std::any_of(algorithm.schedule.begin(), algorithm.schedule.end(),
                                                        [](const Epoch& e) { return e.rho_w > 0 || e.rho_a > 0; });
  if (!noisy && options.start == Start::spurious) options.runs = 1;
  options.batch = algorithm.batch;
  options.injection = Injection::normalized;
  const auto begin = std::chrono::steady_clock::now();
  const auto engine = algorithm.batch > 0 ? run_ensemble : run_reduced_ensemble;
  Comparison out{algorithm, options.start, engine(problem, algorithm.schedule, options), {}};
  out.most_turn = most_turn(problem, algorithm);
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (out.result.interrupted) return out;
  const std::size_t looks = algorithm.schedule.size() + 1;
  std::vector<double> late;
  for (std::size_t look = 0; look < looks; ++look) {
    std::vector<double> distances;
    for (const RunRecord& run : out.result.runs) distances.push_back(relative_distance(problem, run.epochs[look]));
    out.distance.push_back(quantiles(distances));
    if (4 * (look + 1) > 3 * looks) late.insert(late.end(), distances.begin(), distances.end());
  }
  out.late = quantiles(late);
  return out;
}

double work(const Instance& instance, const Algorithm& algorithm) {
  constexpr double kReduced = 4;  // a step in reduced coordinates takes the time of some four numbers
  const double a_step = algorithm.batch > 0 ? instance.k + instance.p + 2.0 * algorithm.batch * instance.k : kReduced;
  return static_cast<double>(total_steps(algorithm.schedule)) * a_step;
}

nlohmann::json distance_plot(const std::string& id, const std::vector<const Comparison*>& comparisons) {
  using nlohmann::json;
  constexpr double kFloor = 1e-12;  // below, rounding
  const bool spurious = comparisons.front()->start == Start::spurious;
  json plot{{"type", "lines"},
            {"id", id},
            {"title",
             fmt::format("Distance to the global optimum from {}", spurious ? "the spurious point" : "random starts")},
            {"caption",
             "Relative distance, sqrt(|w - w*|^2 + |a - a*|^2/|a*|^2), clipped at 1e-12: median over runs, and "
             "band from 10% to 90% of the runs."},
            {"x_label", "steps"},
            {"y_label", "distance"},
            {"x_log", false},
            {"y_log", true},
            {"series", json::array()}};
  for (const Comparison* c : comparisons) {
    json series{{"name", c->algorithm.title}, {"style", "line"}};
    for (std::size_t look = 0; look < c->distance.size(); ++look) {
      series["x"].push_back(c->result.runs.front().epochs[look].step);
      series["y"].push_back(std::max(c->distance[look].median, kFloor));
      series["low"].push_back(std::max(c->distance[look].low, kFloor));
      series["high"].push_back(std::max(c->distance[look].high, kFloor));
    }
    plot["series"].push_back(series);
  }
  return plot;
}

}  // namespace noiseproof
