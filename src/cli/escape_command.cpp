// noiseproof escape: how often perturbed gradient descent arrives at the global optimum, under a schedule.
#include <fmt/format.h>

#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "dynamics/reduced_ensemble.hpp"

namespace noiseproof {
namespace {

constexpr double kConfidence = 0.99;

nlohmann::json describe(const Instance& instance, const Schedule& schedule, const EnsembleOptions& options,
                        const std::string& engine, const EnsembleResult& result) {
  using nlohmann::json;
  const long arrived = result.count(Outcome::reached), runs = static_cast<long>(result.runs.size());
  const Proportion p = clopper_pearson(arrived, runs, kConfidence);
  json epochs = json::array(), ends = json::array(), outcomes;
  for (const Epoch& e : schedule)
    epochs.push_back({{"eta", e.eta}, {"steps", e.steps}, {"rho_w", e.rho_w}, {"rho_a", e.rho_a}});
  for (const RunRecord& r : result.runs)
    ends.push_back({{"run", r.run},
                    {"outcome", name(r.outcome)},
                    {"phi", r.last.phi},
                    {"pi_minus_phi", r.complement},
                    {"alpha", r.last.alpha},
                    {"distance", r.last.distance},
                    {"loss", r.loss}});
  for (const Outcome o : {Outcome::reached, Outcome::basin, Outcome::trapped, Outcome::neither, Outcome::diverged})
    outcomes[name(o)] = result.count(o);
  return {{"instance", instance.describe()},
          {"start", options.start == Start::random ? "random" : "spurious"},
          {"injection", options.injection == Injection::normalized ? "normalized" : "raw"},
          {"engine", engine},
          {"seed", options.seed},
          {"runs", runs},
          {"steps_per_run", total_steps(schedule)},
          {"success_rate", static_cast<double>(arrived) / static_cast<double>(runs)},
          {"confidence", kConfidence},
          {"lower", p.lower},
          {"upper", p.upper},
          {"lower_one_sided", clopper_pearson_lower(arrived, runs, kConfidence)},
          {"outcomes", outcomes},
          {"mean_distance", result.mean_distance()},
          {"mean_phi", result.mean_phi()},
          {"tolerance", kArrived},
          {"schedule", epochs},
          {"ends", ends}};
}

void print_plain(const nlohmann::json& r) {
  const auto number = [&](const char* key) { return r[key].get<double>(); };
  std::cout << r["instance"].get<std::string>() << ", " << r["start"].get<std::string>() << " start, "
            << r["injection"].get<std::string>() << " injection, " << r["engine"].get<std::string>() << " engine, seed "
            << r["seed"] << "\n"
            << fmt::format("{} of {} runs arrive at the global optimum: {:.1f}%, 99% confidence {}\n",
                           r["outcomes"]["reached"].get<long>(), r["runs"].get<long>(), 100 * number("success_rate"),
                           in_percent({number("lower"), number("upper")}, 2));
  std::cout << fmt::format("  in its basin {}, trapped at the spurious point {}, neither {}, diverged {}\n",
                           r["outcomes"]["basin"].get<long>(), r["outcomes"]["trapped"].get<long>(),
                           r["outcomes"]["neither"].get<long>(), r["outcomes"]["diverged"].get<long>())
            << fmt::format("  mean final |a - a*| = {:.3g}, mean final phi = {:.3g}\n",
                           r["mean_distance"].get<double>(), r["mean_phi"].get<double>())
            << fmt::format("  {} steps a run in {} epochs\n", r["steps_per_run"].get<long>(), r["schedule"].size());
}

}  // namespace

void add_escape(CommandLine& program, int&) {
  struct Options : EnsembleOptions {
    std::string instance, schedule, start_name = "random", injection_name = "normalized", engine = "reduced";
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  Command command = program.command("escape", "Run perturbed gradient descent many times, count the arrivals");
  command.instance(options->instance)
      .text("--schedule", options->schedule, "Schedule file (TOML); default: annealed, scaled to the instance")
      .integer("--runs", options->runs, 1, 10'000'000, "Independent runs")
      .choice("--start", options->start_name, {"random", "spurious"}, "Where runs start")
      .choice("--injection", options->injection_name, {"normalized", "raw"}, "Whether w + noise is normalised")
      .choice("--engine", options->engine, {"reduced", "full"},
              "Reduced coordinates, or full vectors: equal in law, not the same runs")
      .seed(options->seed)
      .jobs(options->jobs)
      .json(options->json);
  command.run([options] {
    options->start = options->start_name == "random" ? Start::random : Start::spurious;
    options->injection = options->injection_name == "raw" ? Injection::raw : Injection::normalized;
    const Instance instance = load_instance(options->instance);
    const Schedule schedule =
        options->schedule.empty() ? default_schedule(instance, options->injection) : read_schedule(options->schedule);
    watch_interrupts();
    Progress progress;
    const auto update = progress.callback("escape");
    options->progress = [&](double done) { update(done, "runs"); };
    options->interrupted = [] { return interrupted(); };
    const auto run = options->engine == "full" ? run_ensemble : run_reduced_ensemble;
    const EnsembleResult result = run(Problem(instance), schedule, *options);
    throw_if_interrupted();
    progress.clear();
    const nlohmann::json document = describe(instance, schedule, *options, options->engine, result);
    options->json ? print_json(document) : print_plain(document);
  });
}

}  // namespace noiseproof
