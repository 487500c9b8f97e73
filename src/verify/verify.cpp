#include "verify/verify.hpp"

#include <arb.h>
#include <ceres/version.h>
#include <flint/flint.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <Eigen/Core>
#include <algorithm>
#include <chrono>

#include "claim_programs.hpp"
#include "core/ball.hpp"
#include "core/error.hpp"
#include "core/failure.hpp"
#include "core/real.hpp"
#include "noiseproof_commit.hpp"
#include "verify/formal_part.hpp"
#include "verify/recheck_part.hpp"
#include "verify/run_claim.hpp"

namespace noiseproof {
namespace {

/// Of the program, of what Coq ran with, and of the checker.
std::map<std::string, std::string> library_versions(const FormalPart& formal, const Rechecker* checker) {
  std::map<std::string, std::string> out = formal.result.versions;
  if (checker != nullptr) out["noiseproof-recheck"] = checker->version();
  out.merge(std::map<std::string, std::string>{
      {"noiseproof", fmt::format("{} (commit {})", NOISEPROOF_VERSION, NOISEPROOF_COMMIT)},
      {"compiler", fmt::format("GCC-compatible {}", __VERSION__)},
      {"Boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
      {"MPFR", mpfr_get_version()},
      {"GMP", gmp_version},
      {"Arb", arb_version},
      {"FLINT", flint_version},
      {"Eigen", fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
      {"Ceres Solver", CERES_VERSION_STRING}});
  return out;
}

double peak_memory_mib() {
  rusage self{}, children{};
  getrusage(RUSAGE_SELF, &self);
  getrusage(RUSAGE_CHILDREN, &children);  // Coq, and the checker
  return static_cast<double>(std::max(self.ru_maxrss, children.ru_maxrss)) / 1024;
}

/// All claims' programs, one after the other, with what Coq found of each.
void run_claims(const Verification& asked, const FormalPart& formal, const OnProgress& progress, Report& report) {
  const auto share = [&](std::size_t i) { return static_cast<double>(i) / static_cast<double>(asked.claims.size()); };
  for (std::size_t i = 0; i < asked.claims.size(); ++i) {
    const Claim& claim = asked.claims[i];
    const ClaimContext context{.instance = asked.instance,
                               .seed = asked.seed,
                               .digits = asked.digits,
                               .jobs = asked.jobs,
                               .progress = part_of(progress, claim.id, share(i), share(i + 1)),
                               .certificate_folder = asked.journal_folder};
    asked.step(claim.id + " " + claim.stem);
    context.progress(0, claim.stem);
    report.claims.push_back(run_claim(claim, claim_programs(), context, asked.activation));
    add_formal_checks(claim, formal, report.claims.back().result);
    asked.finished(report.claims.back());
  }
}

/// The claims, then the checker; ends early at an interrupt, with the claims that are missing as not checked.
/// Returns what was not done.
std::string run_parts(const Verification& asked, const FormalPart& formal, const Rechecker* checker, Report& report) {
  try {
    run_claims(asked, formal, asked.progress, report);
    asked.step("certificates re-checked");
    if (checker) checker->recheck(report, asked.jobs, part_of(asked.progress, "checker"));
    return {};
  } catch (const Interrupted&) {
    const std::size_t done = report.claims.size();
    if (done == 0) throw;
    if (done == asked.claims.size()) return "interrupted before every certificate was re-checked";
    for (std::size_t i = done; i < asked.claims.size(); ++i)
      report.claims.push_back({asked.claims[i], {}, {}, 0, true});
    return fmt::format("interrupted: the last {} of {} claims are not checked, and no certificate is re-checked",
                       asked.claims.size() - done, asked.claims.size());
  }
}

/// With both callbacks, so that nothing else asks whether they are there.
Verification with_callbacks(Verification asked) {
  if (!asked.step) asked.step = [](const std::string&) {};
  if (!asked.finished) asked.finished = [](const ClaimReport&) {};
  if (!asked.progress) asked.progress = [](double, const std::string&) {};
  return asked;
}

}  // namespace

std::vector<Claim> registered_claims() { return parse_register(claims_register_text(), "claims/claims.toml"); }

std::vector<Sentence> registered_talk() { return parse_talk(claims_register_text(), "claims/claims.toml"); }

Verified verify(const Verification& given) {
  const auto start = std::chrono::steady_clock::now();
  const Verification asked = with_callbacks(given);
  const bool relu = asked.activation.is_relu();
  if (asked.formal && !relu)
    throw Error(Error::Kind::input, "--formal",
                "the theorems are about ReLU, not about --activation " + asked.activation.text());
  if (asked.formal && asked.without_theorems)
    throw Error(Error::Kind::input, "--formal", "the theorems are both asked for and not");
  std::optional<Rechecker> checker;
  if (!asked.checker.empty()) checker.emplace(asked.checker);
  Report report;
  if (relu) report.talk = registered_talk();
  asked.step("Coq");
  const FormalPart formal = run_formal_part(asked.instance, asked.formal, part_of(asked.progress, "Coq"));
  std::string incomplete = run_parts(asked, formal, checker ? &*checker : nullptr, report);
  report.run = {.instance = asked.instance.describe(),
                .instance_file = asked.instance.to_toml(),
                .activation = relu ? "relu" : asked.activation.text(),
                .activation_in_words = asked.activation.in_words(),
                .seed = asked.seed,
                .digits = asked.digits,
                .libraries = library_versions(formal, checker ? &*checker : nullptr),
                .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                .peak_memory_mib = peak_memory_mib(),
                .formal_part = !relu                    ? "formal part not run: the theorems are about ReLU"
                               : asked.without_theorems ? "not asked for: that a theorem is missing does not count"
                                                        : formal.summary,
                .command = {},
                .theorems_wanted = !asked.without_theorems,
                .incomplete = std::move(incomplete)};
  const int code = exit_code(states(report), !asked.without_theorems);
  const bool all = formal.complete && report.run.incomplete.empty();
  return {std::move(report), code == 0 && !all ? 2 : code};
}

}  // namespace noiseproof
