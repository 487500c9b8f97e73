// noiseproof trap: the probability that gradient descent from a random start is trapped, enclosed; and its table.
#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "cli/trap_table.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/known_digits.hpp"
#include "core/surd.hpp"
#include "rigor/certificate.hpp"

namespace noiseproof {
namespace {

constexpr int kUndecided = 2;
constexpr int kShownDigits = 12;

struct Options {
  std::string instance, eta, width = "1e-3", radius, arithmetic = "double", out = "reports", certificate;
  int jobs = 0;
  bool json = false, table = false;
};

nlohmann::json decimals(const Bounds& x) {
  return {{"lower", digits_below(x.lo, kShownDigits)}, {"upper", digits_above(x.hi, kShownDigits)}};
}

/// Of the ball that a_0 is drawn from; exactly, if it is rational.
Bounds radius_of(const Instance& instance, const TrapOptions& options) {
  const Rational square = instance.norm_sq * instance.r / instance.k;
  const std::optional<Rational> exact = options.radius < 0 ? rational_root(square) : options.radius;
  if (exact) return {*exact, *exact};
  const Ball root = sqrt(Ball(square));
  return {lower_rational(root), upper_rational(root)};
}

nlohmann::json describe(const Instance& instance, const TrapOptions& options, const TrapResult& result,
                        double seconds) {
  const ScopedBits bits(128);
  const Bounds& p = result.probability.front();
  return {{"instance", instance.describe()},
          {"eta", to_string(options.eta)},
          {"radius", decimals(radius_of(instance, options))},
          {"lower", digits_below(p.lo, kShownDigits)},
          {"upper", digits_above(p.hi, kShownDigits)},
          {"exact", {{"lower", to_string(p.lo)}, {"upper", to_string(p.hi)}}},
          {"width", digits_above(p.hi - p.lo, kShownDigits)},
          {"wanted_width", to_string(options.width)},
          {"reached", result.reached},
          {"success", decimals(Bounds{1 - p.hi, 1 - p.lo})},
          {"threshold_over_pi", decimals(result.threshold)},
          {"method", result.method},
          {"arithmetic", options.ball_arithmetic ? "ball" : "double with proved error bounds"},
          {"cells", result.cells},
          {"steps", result.steps},
          {"seconds", seconds}};
}

void print_plain(const nlohmann::json& r) {
  const auto text = [&](const char* key) { return r[key].get<std::string>(); };
  std::cout << text("instance") << ", step " << text("eta") << ", a_0 uniform in a ball with radius in ["
            << r["radius"]["lower"].get<std::string>() << ", " << r["radius"]["upper"].get<std::string>() << "]\n"
            << "gradient descent is trapped with probability in [" << text("lower") << ", " << text("upper")
            << "], width " << text("width") << (r["reached"].get<bool>() ? "" : " (more than the width asked for)")
            << "\n"
            << "  threshold angle of the start: between " << r["threshold_over_pi"]["lower"].get<std::string>()
            << " pi and " << r["threshold_over_pi"]["upper"].get<std::string>() << " pi\n";
  if (text("method") == "cells")
    std::cout << fmt::format("  {} cells, {:.3g} steps, {:.2f} s\n", r["cells"].get<long>(),
                             static_cast<double>(r["steps"].get<long>()), r["seconds"].get<double>());
  else
    std::cout << "  exactly: " << text("method") << "\n";
}

Rational positive(const std::string& text, const std::string& where) {
  const Rational out = parse_rational(text, where);
  if (out <= 0) throw Error(Error::Kind::input, where, "'" + text + "' is not positive");
  return out;
}

/// A certificate of no claim: the enclosure alone.
Json certificate(const Instance& instance, const TrapOptions& options, const TrapResult& result) {
  Certificate out("trap", "trapping_probability", instance, 0);
  out.trap(instance, options, result, "The probability that gradient descent from the random start is trapped.");
  out.set_verdict(Verdict::proved);
  return out.to_json();
}

void run(const Options& given, int& exit_code) {
  const Instance instance = load_instance(given.instance);
  TrapOptions options;
  options.eta = given.eta.empty() ? instance.eta : positive(given.eta, "--eta");
  if (!given.eta.empty()) options.eta_name = "--eta";
  options.width = positive(given.width, "--width");
  if (options.eta < Rational(1, 100'000))
    throw Error(Error::Kind::input, options.eta_name, "is below 1/100000: an orbit would take millions of steps");
  if (options.width < Rational(1, 1'000'000))
    throw Error(Error::Kind::input, "--width", "'" + given.width + "' is below 10^-6: cells grow as 1/width^2");
  if (options.width >= 1) throw Error(Error::Kind::input, "--width", "'" + given.width + "' is not below 1");
  if (!given.radius.empty()) {
    options.radius = parse_rational(given.radius, "--radius");
    if (options.radius < 0) throw Error(Error::Kind::input, "--radius", "'" + given.radius + "' is negative");
  }
  options.inputs = {instance.p};
  options.jobs = given.jobs;
  options.ball_arithmetic = given.arithmetic == "ball";
  options.keep_cells = !given.certificate.empty();
  if (options.keep_cells && given.table)
    throw Error(Error::Kind::input, "--certificate", "there is none of the table: leave out --table");
  if (options.keep_cells) require_place(given.certificate);
  if (options.keep_cells && options.width > Rational(1, 2))
    throw Error(Error::Kind::input, "--width", "'" + given.width + "' is above 1/2: a certificate of it says nothing");
  if (given.table) prepare_trap_table(given.out);
  watch_interrupts();
  Progress progress;
  if (given.table) {
    const TrapTable table = trap_table(options, progress.callback("trap table"));
    progress.clear();
    write_trap_table(given.out, table);
    if (given.json)
      print_json(table.json);
    else
      std::cout << table.markdown;
    if (!table.reached) exit_code = kUndecided;
    return;
  }
  const auto update = progress.callback("trap");
  options.progress = [&](double done) { update(done, "cells"); };
  const auto start = std::chrono::steady_clock::now();
  const TrapResult result = trap_probability(instance, options);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  throw_if_interrupted();
  progress.clear();
  if (options.keep_cells) write_certificate(given.certificate, certificate(instance, options, result));
  const nlohmann::json document = describe(instance, options, result, elapsed.count());
  if (given.json)
    print_json(document);
  else
    print_plain(document);
  if (!result.reached) exit_code = kUndecided;
}

}  // namespace

void add_trap(CommandLine& program, int& exit_code) {
  auto options = std::make_shared<Options>();
  Command command =
      program.command("trap", "Enclose the probability that gradient descent from a random start is trapped");
  command.instance(options->instance)
      .text("--eta", options->eta, "Step size, exact; default: the instance's")
      .text("--width", options->width, "Width to reach, in (0, 1)")
      .text("--radius", options->radius, "Radius of the ball that a_0 is drawn from; default: |s|/sqrt k")
      .choice("--arithmetic", options->arithmetic, {"double", "ball"},
              "Of the orbits: double (with error bounds) or ball (slow)")
      .text("--certificate", options->certificate, "File for a certificate, which `noiseproof recheck` verifies")
      .flag("--table", options->table,
            "The published table instead of the instance: k up to 100, r up to 25, p in 4, 5, 6, 8")
      .text("--out", options->out, "Folder for trap_table.json and trap_table.md")
      .jobs(options->jobs)
      .json(options->json);
  command.run([options, &exit_code] { run(*options, exit_code); });
}

}  // namespace noiseproof
