// noiseproof locate: Ceres from random starts, clustered, polished, matched.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "core/known_digits.hpp"
#include "rigor/spectrum.hpp"
#include "search/locate.hpp"

namespace noiseproof {
namespace {

nlohmann::json describe(const Instance& instance, const SearchOptions& options, const SearchResult& result) {
  const ScopedBits precision(bits_for_digits(options.digits) + 64 + 4 * bits_lost_at(instance.k, instance.r));
  const Landscape z = landscape(instance);
  const Teacher<Ball> teacher = make_teacher<Ball>(instance);
  nlohmann::json clusters = nlohmann::json::array();
  for (const Cluster& c : result.clusters) {
    // What was found and what is true: only digits that the two share are printed. Of a point that matches none, three.
    std::optional<CriticalPoint<Ball>> exact;
    if (c.match) exact = critical_point(z, *c.match);
    const auto shared = [&](const Real& found, const auto& true_value) {
      if (!exact) return KnownDigits(3, true)(Ball::exactly(found));
      return KnownDigits(options.digits, true)(Ball::hull(Ball::exactly(found), true_value(*exact)));
    };
    clusters.push_back({{"match", c.match ? name(*c.match) : "none"},
                        {"agreeing_digits", c.agreeing_digits},
                        {"starts_minimising_loss", c.from_loss},
                        {"starts_minimising_squared_gradient", c.from_gradient},
                        {"phi", shared(c.point.angle.phi, [](const auto& point) { return point.at.angle.phi; })},
                        {"pi_minus_phi", shared(c.point.angle.d, [](const auto& point) { return point.at.angle.d; })},
                        {"alpha", shared(c.point.alpha, [](const auto& point) { return point.alpha; })},
                        {"loss", shared(c.point.loss, [](const auto& point) { return point.loss; })},
                        {"gradient_norm", KnownDigits(3, true)(gradient_norm(teacher, c.point))},
                        {"newton_steps", c.point.steps},
                        {"double_root", c.point.double_root}});
  }
  nlohmann::json ends = nlohmann::json::array();
  for (const EndPoint& e : result.ends)
    ends.push_back({{"objective", name(e.objective)},
                    {"start", e.start},
                    {"phi", e.phi},
                    {"alpha", e.alpha},
                    {"loss", e.loss},
                    {"gradient_norm", e.gradient_norm},
                    {"cluster", e.cluster}});
  return {{"instance", instance.describe()},
          {"seed", options.seed},
          {"digits", options.digits},
          {"starts_per_objective", options.starts},
          {"clusters", clusters},
          {"unconverged", result.unconverged},
          {"note", instance.k > 1 ? ""
                                  : "one hidden unit: the spurious point is no minimum, and the loss is flat to sixth "
                                    "order there; a search ends near it or not, and finds it to a third of the digits"},
          {"ends", ends}};
}

void print_plain(const nlohmann::json& result) {
  std::cout << result["instance"].get<std::string>() << ": " << result["starts_per_objective"]
            << " starts minimising the loss, as many minimising the squared gradient\n";
  for (const auto& c : result["clusters"]) {
    std::cout << "\n"
              << c["match"].get<std::string>() << "  (" << c["starts_minimising_loss"] << " + "
              << c["starts_minimising_squared_gradient"] << " starts; " << c["agreeing_digits"]
              << " digits agree with the closed form" << (c["double_root"].get<bool>() ? "; double root" : "") << ")\n";
    for (const char* key : {"phi", "pi_minus_phi", "alpha", "loss", "gradient_norm"})
      std::cout << "  " << key << " = " << c[key].get<std::string>() << "\n";
  }
  std::cout << "\n"
            << result["unconverged"]
            << " starts ended at no critical point (the gradient stayed above 1e-6, or Newton did not settle)\n";
  if (const auto note = result["note"].get<std::string>(); !note.empty()) std::cout << note << "\n";
}

}  // namespace

void add_locate(CommandLine& program, int&) {
  struct Options : SearchOptions {
    std::string instance;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  Command command = program.command("locate", "Search for critical points (Ceres, random starts), polish, match");
  command.instance(options->instance)
      .integer("--starts", options->starts, 1, 1'000'000, "Random starts per objective")
      .seed(options->seed, "Seed of the random starts")
      .integer("--digits", options->digits, kMinDigits, 1000, "Decimal digits of the polished points")
      .jobs(options->jobs)
      .json(options->json);
  command.run([options] {
    const Instance instance = load_instance(options->instance);
    watch_interrupts();
    Progress progress;
    options->progress = progress.callback("locate");
    const SearchResult found = locate(instance, *options);
    progress.clear();
    const nlohmann::json result = describe(instance, *options, found);
    options->json ? print_json(result) : print_plain(result);
  });
}

}  // namespace noiseproof
