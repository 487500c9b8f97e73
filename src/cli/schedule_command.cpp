// noiseproof schedule: a noise-annealing schedule designed from the smoothed landscape, as a file that escape reads.
#include <fmt/format.h>

#include <iostream>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "smoothing/designed_schedule.hpp"

namespace noiseproof {
namespace {

struct Options {
  std::string instance, success = "0.99";
  bool json = false;
};

nlohmann::json to_json(const Instance& instance, const Design& d) {
  nlohmann::json epochs = nlohmann::json::array();
  for (const Epoch& e : d.schedule)
    epochs.push_back({{"eta", e.eta}, {"steps", e.steps}, {"rho_w", e.rho_w}, {"rho_a", e.rho_a}});
  return {{"instance", instance.describe()},
          {"success", d.success},
          {"critical_level", d.critical_level},
          {"level", d.level},
          {"alpha", d.alpha},
          {"rate", d.rate},
          {"kick", d.kick},
          {"hold", d.hold},
          {"total_steps", total_steps(d.schedule)},
          {"epoch", epochs}};
}

void print_toml(const Instance& instance, const Design& d) {
  std::cout << fmt::format(
      "# Designed for {}, normalized noise, to leave the spurious point with probability {}.\n"
      "# rho* = {:.6g}; at rho_w = {:.6g} the spurious point has alpha = {:.4g} and is left like exp({:.4g} eta t).\n"
      "# {} steps altogether. Confirm with: noiseproof escape --schedule THIS_FILE --start spurious\n",
      instance.describe(), d.success, d.critical_level, d.level, d.alpha, d.rate, total_steps(d.schedule));
  for (const Epoch& e : d.schedule)
    std::cout << fmt::format("\n[[epoch]]\neta = {}\nsteps = {}\nrho_w = {}\nrho_a = {}\n", e.eta, e.steps, e.rho_w,
                             e.rho_a);
}

}  // namespace

void add_schedule(CommandLine& program, int&) {
  auto options = std::make_shared<Options>();
  Command command = program.command("schedule", "Design a noise-annealing schedule; prints a file that escape reads");
  command.instance(options->instance)
      .text("--success", options->success, "Probability of leaving the spurious point, in (0, 1)")
      .json(options->json);
  command.run([options] {
    const Instance instance = load_instance(options->instance);
    const Design design = design_schedule(instance, parse_rational(options->success, "--success").convert_to<double>());
    options->json ? print_json(to_json(instance, design)) : print_toml(instance, design);
  });
}

}  // namespace noiseproof
