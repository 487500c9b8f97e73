// noiseproof verify: runs the claims' proof programs on an instance and writes the report.
#include <ceres/version.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <set>

#include "claim_programs.hpp"
#include "cli/commands.hpp"
#include "cli/formal_part.hpp"
#include "cli/progress.hpp"
#include "cli/recheck_part.hpp"
#include "cli/run_claim.hpp"
#include "core/ball.hpp"
#include "core/error.hpp"
#include "core/real.hpp"
#include "core/utf8.hpp"
#include "model/activation.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

namespace noiseproof {
namespace {

struct VerifyOptions {
  std::string instance, claims = "all", report, activation = "relu";
  std::uint64_t seed = 1;
  int digits = 50;
  int jobs = 0;
  int budget = 60;
  bool json = false;
  bool formal = false;
};

std::map<std::string, std::string> library_versions() {
  return {{"noiseproof", NOISEPROOF_VERSION},
          {"compiler", fmt::format("GCC-compatible {}", __VERSION__)},
          {"Boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
          {"MPFR", mpfr_get_version()},
          {"GMP", gmp_version},
          {"Arb", arb_version},
          {"Ceres Solver", CERES_VERSION_STRING}};
}

/// The claims asked for ("C05,C07" or "all"). Throws Error(input) on an id that is not in the register.
std::vector<Claim> chosen_claims(const std::string& list) {
  const std::vector<Claim> all = parse_register(claims_register_text(), "claims/claims.toml");
  if (list == "all") return all;
  std::set<std::string> wanted;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    wanted.insert(list.substr(begin, end - begin));
    begin = end + 1;
  }
  std::vector<Claim> out;
  for (const Claim& claim : all)
    if (wanted.erase(claim.id) + wanted.erase(claim.stem) > 0) out.push_back(claim);
  if (!wanted.empty())
    throw Error(Error::Kind::input, "--claims", "'" + *wanted.begin() + "' is not a claim (see noiseproof list)");
  return out;
}

double peak_memory_mib() {
  rusage self{}, children{};
  getrusage(RUSAGE_SELF, &self);
  getrusage(RUSAGE_CHILDREN, &children);  // Coq, and the checker
  return static_cast<double>(std::max(self.ru_maxrss, children.ru_maxrss)) / 1024;
}

std::string command_line(const VerifyOptions& options) {
  std::string out = "noiseproof verify";
  if (!options.instance.empty()) out += " --instance " + shell_word(options.instance);
  if (options.claims != "all") out += " --claims " + shell_word(options.claims);
  if (options.activation != "relu") out += " --activation " + shell_word(options.activation);
  if (options.formal) out += " --formal";
  return out + fmt::format(" --seed {} --digits {} --report report", options.seed, options.digits);
}

void print_summary(const Report& report, bool formal) {
  const std::vector<ClaimState> all = states(report);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Claim& claim = report.claims[i].claim;
    fmt::print("{}  {:<30} {:<16} {:<44} {}\n", claim.id, claim.stem, name(all[i].state), words::evidence(all[i]),
               report.claims[i].result.headline);
  }
  fmt::print("\n{}\n", words::conclusion(all));
  if (formal) fmt::print("formal part {}\n", report.run.formal_part);
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

int verify(const VerifyOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const Activation activation = parse_activation(options.activation, "--activation " + options.activation);
  if (options.formal && !activation.is_relu())
    throw Error(Error::Kind::input, "--formal",
                "the theorems are about ReLU, not about --activation " + options.activation);
  if (!options.report.empty()) require_folder(options.report);
  const Rechecker checker;
  const Instance instance = load_instance(options.instance);
  const std::vector<Claim> claims = chosen_claims(options.claims);
  Report report;
  watch_interrupts();
  Progress progress;
  const std::chrono::seconds budget(options.budget);
  progress.step("Coq", budget);
  const FormalPart formal = run_formal_part(instance, options.formal, progress.callback("Coq"));
  const auto share = [&](std::size_t i) { return static_cast<double>(i) / static_cast<double>(claims.size()); };
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const ClaimContext context{
        .instance = instance,
        .seed = options.seed,
        .digits = options.digits,
        .jobs = options.jobs,
        .progress = progress.callback(claims[i].id, share(i), share(i + 1)),
        .certificate_folder = options.report.empty() ? std::string() : options.report + "/certificates"};
    progress.step(claims[i].id + " " + claims[i].stem, budget);
    context.progress(0, claims[i].stem);
    report.claims.push_back(run_claim(claims[i], claim_programs(), context, activation));
    add_formal_checks(claims[i], formal, report.claims.back().result);
  }
  progress.step("certificates re-checked", budget);
  checker.recheck(report, options.jobs, progress.callback("checker"));
  progress.step("report", budget);
  report.run = {
      .instance = instance.describe(),
      .activation = activation.is_relu() ? "relu" : activation.text(),
      .activation_in_words = activation.in_words(),
      .seed = options.seed,
      .digits = options.digits,
      .libraries = library_versions(),
      .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
      .peak_memory_mib = peak_memory_mib(),
      .formal_part = activation.is_relu() ? formal.summary : "formal part not run: the theorems are about ReLU",
      .command = command_line(options)};
  if (!options.report.empty()) {
    write_report(options.report, report);
    remove_journals(options.report);
  }
  progress.clear();
  if (options.json)
    print_json(to_json(report));
  else
    print_summary(report, options.formal);
  if (!options.report.empty() && !options.json) fmt::print("report: {}/index.html\n", printable(options.report));
  const int code = exit_code(states(report));
  return code == 0 && !formal.complete ? 2 : code;
}

}  // namespace

void add_verify(CommandLine& program, int& exit_code) {
  auto options = std::make_shared<VerifyOptions>();
  Command command = program.command("verify", "Check the claims on an instance and write the report");
  command.instance(options->instance)
      .text("--claims", options->claims, "Ids or stems, separated by commas")
      .text("--activation", options->activation, std::string(kActivations) + "; default: relu")
      .text("--report", options->report, "Folder to write report.json, report.md and index.html to")
      .seed(options->seed, "Seed of everything random")
      .integer("--digits", options->digits, 50, 1000, "Decimal digits of the high-precision checks")
      .jobs(options->jobs)
      .integer("--budget", options->budget, 1, 1000000,
               "Seconds for each claim, for Coq and for the checker: a line on stderr each time they have passed")
      .flag("--formal", options->formal, "Also have Coq check the theorems and this instance's numbers")
      .json(options->json);
  command.run([options, &exit_code] { exit_code = verify(*options); });
}

}  // namespace noiseproof
