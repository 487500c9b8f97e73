// noiseproof verify: runs the claims' proof programs on an instance and writes the report.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <set>

#include "cli/commands.hpp"
#include "cli/progress.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/nearest.hpp"
#include "core/utf8.hpp"
#include "report/text.hpp"
#include "verify/recheck_part.hpp"
#include "verify/verify.hpp"

namespace noiseproof {
namespace {

struct VerifyOptions {
  std::string instance, claims = "all", report, junit, activation = "relu";
  std::uint64_t seed = 1;
  int digits = 50;
  int jobs = 0;
  int budget = 60;
  bool json = false;
  bool formal = false, no_formal = false;
};

/// The claims asked for ("C05,c07,dual_kernel" or "all"). Throws Error(input) on one that is not in the register.
std::vector<Claim> chosen_claims(const std::string& list) {
  const std::vector<Claim> all = registered_claims();
  if (list == "all") return all;
  std::set<std::string> wanted;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    wanted.insert(list.substr(begin, end - begin));
    begin = end + 1;
  }
  std::vector<Claim> out;
  std::vector<std::string> known;
  for (const Claim& claim : all) {
    known.insert(known.end(), {claim.id, claim.stem});
    std::string small = claim.id;
    small.front() = 'c';
    if (wanted.erase(claim.id) + wanted.erase(small) + wanted.erase(claim.stem) > 0) out.push_back(claim);
  }
  if (!wanted.empty())
    throw Error(
        Error::Kind::input, "--claims",
        "'" + *wanted.begin() + "' is not a claim" + did_you_mean(*wanted.begin(), known, " (see noiseproof list)"));
  return out;
}

std::string command_line(const VerifyOptions& options) {
  std::string out = "noiseproof verify";
  if (!options.instance.empty()) out += " --instance " + shell_word(options.instance);
  if (options.claims != "all") out += " --claims " + shell_word(options.claims);
  if (options.activation != "relu") out += " --activation " + shell_word(options.activation);
  if (options.formal) out += " --formal";
  if (options.no_formal) out += " --no-formal";
  return out + fmt::format(" --seed {} --digits {} --report report", options.seed, options.digits);
}

void print_summary(const Report& report, bool formal) {
  const std::vector<ClaimState> all = states(report);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Claim& claim = report.claims[i].claim;
    fmt::print("{}  {:<30} {:<16} {:<44} {}\n", claim.id, claim.stem, words::state(all[i]), words::evidence(all[i]),
               plain_numbers(report.claims[i].result.headline));
  }
  fmt::print("\n{}\n", words::conclusion(all));
  if (formal)
    fmt::print("{}\n", report.run.formal_part.starts_with("formal part") ? report.run.formal_part
                                                                         : "formal part " + report.run.formal_part);
}

/// Where there is no bar, a line for each claim as it ends.
void say_finished(const ClaimReport& entry) {
  if (is_terminal(stderr)) return;
  const ClaimState state = assess(entry.claim, entry.result);
  fmt::print(stderr, "{} {}: {}, {}\n", entry.claim.id, entry.claim.stem,
             entry.applies ? words::state(state) : name(State::does_not_apply), format_seconds(entry.seconds));
}

/// Throws Error(io) if the report folder can surely not be written: before the work, not after it. Makes nothing.
void require_folder(const std::string& folder) {
  std::filesystem::path at = std::filesystem::absolute(folder);
  std::error_code ec;
  while (!std::filesystem::exists(at, ec) && at.has_relative_path()) at = at.parent_path();
  if (!std::filesystem::is_directory(at, ec) || access(at.c_str(), W_OK) != 0)
    throw Error(Error::Kind::io, "--report " + folder, at.string() + " is not a folder that can be written to");
}

/// The exclusions' journals are of no use once the certificates stand. Until then a run that is killed needs them all,
/// those of the exclusions that it had finished too.
void remove_journals(const std::string& report_folder) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(report_folder + "/certificates", ignored))
    if (entry.path().filename().string().find(".journal.json.") != std::string::npos)
      std::filesystem::remove(entry.path(), ignored);
}

int run_verify(const VerifyOptions& options) {
  const Activation activation = parse_activation(options.activation, "--activation " + options.activation);
  if (!options.report.empty()) require_folder(options.report);
  if (!options.junit.empty()) require_place(options.junit);
  Progress progress;
  const std::chrono::seconds budget(options.budget);
  const auto step = [&](const std::string& what) { progress.step(what, budget); };
  Verification asked{.instance = load_instance(options.instance),
                     .claims = chosen_claims(options.claims),
                     .activation = activation,
                     .seed = options.seed,
                     .digits = options.digits,
                     .jobs = options.jobs,
                     .formal = options.formal,
                     .without_theorems = options.no_formal,
                     .checker = checker_program(),
                     .journal_folder = options.report.empty() ? std::string() : options.report + "/certificates",
                     .step = step,
                     .progress = [&](double done, const std::string& what) { progress.update(done, what); }};
  if (asked.claims.size() > 1) asked.finished = say_finished;
  watch_interrupts();
  auto [report, exit_code] = verify(asked);
  report.run.command = command_line(options);
  const bool whole = report.run.incomplete.empty();
  if (whole) step("report");
  if (!options.report.empty()) {
    write_report(options.report, report);
    if (whole) remove_journals(options.report);
  }
  if (!options.junit.empty()) write_text(options.junit, to_junit(report));
  progress.clear();
  if (options.json)
    print_json(to_json(report));
  else
    print_summary(report, options.formal || options.no_formal);
  if (!options.report.empty() && !options.json) fmt::print("report: {}/index.html\n", printable(options.report));
  if (!whole) {
    std::cerr << "noiseproof: " << report.run.incomplete << "\n";
    return kInterrupted;
  }
  return exit_code;
}

}  // namespace

void add_verify(CommandLine& program, int& exit_code) {
  auto options = std::make_shared<VerifyOptions>();
  Command command = program.command("verify", "Check the claims on an instance and write the report");
  command.instance(options->instance)
      .text("--claims", options->claims, "Ids or stems, separated by commas")
      .text("--activation", options->activation, known_activations() + "; default: relu")
      .text("--report", options->report, "Folder to write report.json, report.md and index.html to")
      .text("--junit", options->junit, "File to write the checks to as JUnit's XML, for continuous integration")
      .seed(options->seed, "Seed of everything random")
      .integer("--digits", options->digits, 50, 1000, "Decimal digits of the high-precision checks")
      .jobs(options->jobs)
      .integer("--budget", options->budget, 1, 1000000,
               "Seconds for each claim, for Coq and for the checker: a line on stderr each time they have passed")
      .flag("--formal", options->formal, "Also have Coq check the theorems and this instance's numbers")
      .flag("--no-formal", options->no_formal,
            "That a theorem is missing does not count: exit code 0 where all else holds")
      .json(options->json);
  command.run([options, &exit_code] { exit_code = run_verify(*options); });
}

}  // namespace noiseproof
