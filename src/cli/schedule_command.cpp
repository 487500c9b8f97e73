// noiseproof schedule: a noise-annealing schedule as a file that escape reads, designed from the smoothed landscape or
// found together with a proof that it arrives.
#include <fmt/format.h>

#include <iostream>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/known_digits.hpp"
#include "escape/closed_form_schedule.hpp"
#include "escape/find_schedule.hpp"
#include "model/critical_points.hpp"
#include "smoothing/critical_level.hpp"
#include "smoothing/designed_schedule.hpp"

namespace noiseproof {
namespace {

constexpr int kUndecided = 2;

struct Options {
  std::string instance, success = "0.99", failure = "1e-6", accuracy = "1e-3", rho_w, certificate;
  std::uint64_t seed = 1;
  int jobs = 0, budget = 100;
  bool json = false, certified = false, closed_form = false;
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

/// A number above 0 and below 1, or 1 itself if `closed`; of a size that doubles have, for a search is in doubles.
Rational share(const std::string& text, const std::string& where, bool closed) {
  const Rational out = parse_rational(text, where);
  if (out <= 0 || out > 1 || (out == 1 && !closed))
    throw Error(Error::Kind::input, where, "'" + text + "' must be above 0 and " + (closed ? "at most 1" : "below 1"));
  if (out * power_of_two(1000) < 1) throw Error(Error::Kind::input, where, "'" + text + "' must be above 1e-301");
  return out;
}

/// A level in (1, 1e6] above rho*: below it the smoothed landscape keeps its spurious minimum.
Rational level_above_critical(const Instance& instance, const std::string& text) {
  const Rational out = parse_rational(text, "--rho-w");
  const auto reject = [&](const std::string& why) {
    throw Error(Error::Kind::input, "--rho-w", "'" + text + "' " + why);
  };
  if (out <= 1 || out > 1'000'000) reject("must be above 1 and at most 1000000");
  if (denominator(Rational(out * 1'000'000'000'000)) != 1) reject("must be a decimal of at most 12 places");
  const auto critical = critical_noise_level(instance.p, Injection::normalized, instance.k, instance.r, 10);
  if (critical && out <= critical->hi)
    reject("must be above the critical level rho* = " + digits_above(critical->hi, 10));
  return out;
}

nlohmann::json to_json(const FoundSchedule& found) {
  nlohmann::json epochs = nlohmann::json::array(), item = escape_to_json(found.schedule);
  item["verdict"] = name(found.proof.verdict);
  for (const Epoch& e : as_schedule(found.schedule))
    epochs.push_back({{"eta", e.eta}, {"steps", e.steps}, {"rho_w", e.rho_w}, {"rho_a", e.rho_a}});
  return {{"instance", found.schedule.instance.describe()},
          {"verdict", name(found.proof.verdict)},
          {"why", found.proof.why},
          {"total_steps", total_steps(found.schedule)},
          {"by", found.by_rule ? "rule" : "search"},
          {"work", found.work},
          {"seconds_search", found.seconds_search},
          {"seconds_proof", found.seconds_proof},
          {"epoch", epochs},
          {"found", item}};
}

/// What is said above the schedule, and of a search that ended without one.
std::string in_words(const FoundSchedule& found) {
  const CertifiedSchedule& s = found.schedule;
  const PhaseOne& one = s.one;
  std::string out = fmt::format("# {}, normalized noise.\n", s.instance.describe());
  if (found.proof.verdict == Verdict::proved)
    out += fmt::format(
        "# Proved: from every w_0, every a_0 with |a_0|^2 <= {} and the spurious point, {} steps end with\n"
        "# phi <= {} and |a - a*| <= {} |a*|, with probability at least 1 - {}.\n",
        to_string(s.start_radius_sq), total_steps(s), to_string(s.accuracy), to_string(s.accuracy),
        to_string(s.failure));
  else
    out += fmt::format("# Undecided: no schedule is certified. {}\n", found.proof.why);
  if (total_steps(s) == 0) return out;
  if (found.proof.verdict != Verdict::proved)
    out += fmt::format("# The best that was found has {} steps.\n", total_steps(s));
  out += fmt::format("# theta1 = {}, theta2 = {}, delta = {}, K = {}, Y_g = {}, Y_top = {}, lambda = {}{}\n",
                     terminating_decimal(one.theta1), terminating_decimal(one.theta2), terminating_decimal(one.delta),
                     terminating_decimal(one.corrector), terminating_decimal(one.good_cot_sq),
                     terminating_decimal(one.top), terminating_decimal(one.lambda),
                     one.band ? ", band = " + terminating_decimal(*one.band) : "");
  if (one.law)
    out += fmt::format("# By the exact law of the direction at rho_w = {}: nu = {}, gbar = {}\n",
                       terminating_decimal(one.rho_w), terminating_decimal(one.law->nu),
                       terminating_decimal(one.law->gbar));
  if (spurious_is_local_minimum(s.instance) == Verdict::refuted)
    out += "# There is nothing to escape from: the spurious point is no strict local minimum of this instance.\n";
  if (found.by_rule) out += "# By the rule in closed form.\n";
  return out + fmt::format("# Found in {:.1f} s, proved in {:.1f} s.\n", found.seconds_search, found.seconds_proof);
}

void certify(const Options& given, int& exit_code) {
  FindOptions options;
  options.failure = share(given.failure, "--failure", false);
  options.accuracy = share(given.accuracy, "--accuracy", true);
  options.seed = given.seed;
  options.jobs = given.jobs;
  options.budget = 1'000'000L * given.budget;
  if (!given.certificate.empty()) require_place(given.certificate);
  const Instance instance = load_instance(given.instance);
  if (!given.rho_w.empty()) options.rho_w = level_above_critical(instance, given.rho_w);
  watch_interrupts();
  Progress progress;
  options.progress = progress.callback("schedule");
  if (given.closed_form && instance.p < kLeastRuleInputs)
    throw Error(Error::Kind::input, "--closed-form", fmt::format("the rule is for p >= {}", kLeastRuleInputs));
  if (given.closed_form && options.rho_w)
    throw Error(Error::Kind::input, "--rho-w", "the rule of --closed-form sets the level");
  const FoundSchedule found = given.closed_form ? rule_schedule(instance, options) : find_schedule(instance, options);
  throw_if_interrupted();
  progress.clear();
  const bool proved = found.proof.verdict == Verdict::proved;
  if (proved && !given.certificate.empty()) {
    Certificate certificate("escape", "escape_probability", instance, given.seed);
    certificate.item(escape_to_json(found.schedule));
    certificate.set_verdict(Verdict::proved);
    write_certificate(given.certificate, certificate.to_json());
  }
  if (given.json)
    print_json(to_json(found));
  else
    std::cout << (proved ? schedule_text(found.schedule, in_words(found)) : in_words(found));
  if (!proved) exit_code = kUndecided;
}

}  // namespace

void add_schedule(CommandLine& program, int& exit_code) {
  auto options = std::make_shared<Options>();
  Command command = program.command("schedule", "Design a noise-annealing schedule; prints a file that escape reads");
  command.instance(options->instance)
      .text("--success", options->success, "Probability of leaving the spurious point, in (0, 1)")
      .flag("--certified", options->certified, "Find one with a proof that it arrives from every start")
      .flag("--closed-form", options->closed_form, "With --certified: by a rule, without a search (p >= 5)")
      .text("--failure", options->failure, "With --certified: the probability that may be missing, in (0, 1)")
      .text("--accuracy", options->accuracy, "With --certified: of phi and of |a - a*|/|a*| at the end, in (0, 1]")
      .text("--rho-w", options->rho_w,
            "With --certified: noise level of the first steps, above 1 and rho* (default: nearly isotropic, 1e6, from "
            "p = 50 on 1e9)")
      .text("--certificate", options->certificate, "With --certified: file for a certificate")
      .integer("--budget", options->budget, 1, 1'000'000,
               "With --certified: millions of evaluations after which it ends undecided, most of a second each")
      .seed(options->seed, "Seed of the search for a certified schedule")
      .jobs(options->jobs)
      .json(options->json);
  for (const char* option : {"--closed-form", "--failure", "--accuracy", "--rho-w", "--certificate", "--budget"})
    command.needs(option, "--certified");
  command.run([options, &exit_code] {
    if (options->certified) return certify(*options, exit_code);
    const Instance instance = load_instance(options->instance);
    const Design design = design_schedule(instance, parse_rational(options->success, "--success").convert_to<double>());
    options->json ? print_json(to_json(instance, design)) : print_toml(instance, design);
  });
}

}  // namespace noiseproof
