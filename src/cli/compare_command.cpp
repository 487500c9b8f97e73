// noiseproof compare: gradient descent, stochastic and perturbed gradient descent side by side, in one table.
#include <fmt/format.h>

#include <iostream>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "core/file.hpp"
#include "dynamics/compare.hpp"
#include "report/svg.hpp"

namespace noiseproof {
namespace {

using nlohmann::json;

constexpr double kConfidence = 0.99;

std::string start_name(Start start) { return start == Start::random ? "random" : "spurious"; }

json describe(const Comparison& c) {
  const Proportion p = clopper_pearson(c.arrived(), c.runs(), kConfidence);
  json outcomes, epochs = json::array();
  for (const Outcome o : {Outcome::reached, Outcome::basin, Outcome::trapped, Outcome::neither, Outcome::diverged})
    outcomes[name(o)] = c.result.count(o);
  for (const Epoch& e : c.algorithm.schedule)
    epochs.push_back({{"eta", e.eta}, {"steps", e.steps}, {"rho_w", e.rho_w}, {"rho_a", e.rho_a}});
  const Quantiles& end = c.distance.back();
  return {{"algorithm", c.algorithm.id},
          {"title", c.algorithm.title},
          {"settings", c.algorithm.settings},
          {"start", start_name(c.start)},
          {"runs", c.runs()},
          {"success_rate", static_cast<double>(c.arrived()) / static_cast<double>(c.runs())},
          {"lower", p.lower},
          {"upper", p.upper},
          {"outcomes", outcomes},
          {"escaped", c.escaped()},
          {"distance", {{"q10", end.low}, {"median", end.median}, {"q90", end.high}}},
          {"distance_in_last_quarter", {{"q10", c.late.low}, {"median", c.late.median}, {"q90", c.late.high}}},
          {"steps", total_steps(c.algorithm.schedule)},
          {"batch", c.algorithm.batch},
          {"schedule", epochs},
          {"seconds", c.seconds}};
}

void print_plain(const json& document) {
  std::cout << document["instance"].get<std::string>() << ", " << document["runs"] << " runs a row, seed "
            << document["seed"] << "\n\n"
            << fmt::format("{:<41} {:<9} {:>6} {:>16} {:>9}  {:<27} {:>8}\n", "algorithm", "start", "arrive",
                           "99% confidence", "escaped", "distance: median [10%, 90%]", "seconds");
  for (const json& row : document["rows"]) {
    const auto number = [&](const char* key) { return row[key].get<double>(); };
    const bool single = row["runs"] < document["runs"];  // of runs that would all be the same one is made
    std::cout << fmt::format("{:<41} {:<9} {:>5.0f}% {:>16} {:>8.0f}%  {:<27} {:>8.1f}\n",
                             row["title"].get<std::string>(), row["start"].get<std::string>(),
                             100 * number("success_rate"),
                             single ? "all runs equal" : in_percent({number("lower"), number("upper")}, 1),
                             100 * number("escaped") / number("runs"),
                             fmt::format("{:.2g} [{:.2g}, {:.2g}]", row["distance"]["median"].get<double>(),
                                         row["distance"]["q10"].get<double>(), row["distance"]["q90"].get<double>()),
                             number("seconds"));
  }
  std::cout
      << "\narrive: phi <= 0.001 and |a - a*| <= 0.001 |a*| at the end. escaped: phi < pi/2 at one of some 40 looks "
         "at a run.\ndistance: sqrt(|w - w*|^2 + |a - a*|^2/|a*|^2) at the end.\n\n";
  std::string last;
  for (const json& row : document["rows"]) {
    if (row["algorithm"] == last) continue;
    last = row["algorithm"].get<std::string>();
    std::cout << fmt::format("{:<41} {}\n", row["title"].get<std::string>(), row["settings"].get<std::string>());
  }
}

}  // namespace

void add_compare(CommandLine& program, int&) {
  struct Options : EnsembleOptions {
    std::string instance, plot;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  options->runs = 100;
  Command command = program.command("compare", "GD, SGD and perturbed GD side by side: who arrives, who settles");
  command.instance(options->instance)
      .integer("--runs", options->runs, 1, 100'000, "Independent runs of each algorithm from each kind of start")
      .text("--plot", options->plot, "Write the picture of the runs from the spurious point to this file (SVG)")
      .seed(options->seed)
      .jobs(options->jobs)
      .json(options->json);
  command.run([options] {
    const Instance instance = load_instance(options->instance);
    if (!options->plot.empty()) require_place(options->plot);
    const Problem problem(instance);
    const std::vector<Algorithm> algorithms = compared_algorithms(instance);
    double total = 0, done = 0;
    for (const Algorithm& algorithm : algorithms) total += 2 * work(instance, algorithm);
    watch_interrupts();
    Progress progress;
    options->interrupted = [] { return interrupted(); };
    std::vector<Comparison> rows;
    for (const Algorithm& algorithm : algorithms)
      for (const Start start : {Start::random, Start::spurious}) {
        const double share = work(instance, algorithm) / total;
        const auto update = progress.callback("compare", done, done + share);
        options->progress = [&](double part) { update(part, algorithm.title); };
        options->start = start;
        rows.push_back(compare(problem, algorithm, *options));
        throw_if_interrupted();
        done += share;
      }
    progress.clear();
    json document{{"instance", instance.describe()}, {"seed", options->seed}, {"runs", options->runs},
                  {"confidence", kConfidence},       {"tolerance", kArrived}, {"rows", json::array()}};
    for (const Comparison& row : rows) document["rows"].push_back(describe(row));
    if (!options->plot.empty()) {
      std::vector<const Comparison*> shown;
      for (const Comparison& row : rows)
        if (row.start == Start::spurious && row.algorithm.pictured) shown.push_back(&row);
      write_text(options->plot, render_svg(distance_plot("compare", shown)));
    }
    options->json ? print_json(document) : print_plain(document);
  });
}

}  // namespace noiseproof
