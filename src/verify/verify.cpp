#include "verify/verify.hpp"

#include <ceres/version.h>
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>

#include "claim_programs.hpp"
#include "core/ball.hpp"
#include "core/error.hpp"
#include "core/real.hpp"
#include "verify/formal_part.hpp"
#include "verify/recheck_part.hpp"
#include "verify/run_claim.hpp"

namespace noiseproof {
namespace {

std::map<std::string, std::string> library_versions() {
  return {{"noiseproof", NOISEPROOF_VERSION},
          {"compiler", fmt::format("GCC-compatible {}", __VERSION__)},
          {"Boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
          {"MPFR", mpfr_get_version()},
          {"GMP", gmp_version},
          {"Arb", arb_version},
          {"Ceres Solver", CERES_VERSION_STRING}};
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
  }
}

/// With both callbacks, so that nothing else asks whether they are there.
Verification with_callbacks(Verification asked) {
  if (!asked.step) asked.step = [](const std::string&) {};
  if (!asked.progress) asked.progress = [](double, const std::string&) {};
  return asked;
}

}  // namespace

std::vector<Claim> registered_claims() { return parse_register(claims_register_text(), "claims/claims.toml"); }

Verified verify(const Verification& given) {
  const auto start = std::chrono::steady_clock::now();
  const Verification asked = with_callbacks(given);
  const bool relu = asked.activation.is_relu();
  if (asked.formal && !relu)
    throw Error(Error::Kind::input, "--formal",
                "the theorems are about ReLU, not about --activation " + asked.activation.text());
  std::optional<Rechecker> checker;
  if (!asked.checker.empty()) checker.emplace(asked.checker);
  Report report;
  asked.step("Coq");
  const FormalPart formal = run_formal_part(asked.instance, asked.formal, part_of(asked.progress, "Coq"));
  run_claims(asked, formal, asked.progress, report);
  asked.step("certificates re-checked");
  if (checker) checker->recheck(report, asked.jobs, part_of(asked.progress, "checker"));
  report.run = {.instance = asked.instance.describe(),
                .instance_file = asked.instance.to_toml(),
                .activation = relu ? "relu" : asked.activation.text(),
                .activation_in_words = asked.activation.in_words(),
                .seed = asked.seed,
                .digits = asked.digits,
                .libraries = library_versions(),
                .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(),
                .peak_memory_mib = peak_memory_mib(),
                .formal_part = relu ? formal.summary : "formal part not run: the theorems are about ReLU",
                .command = {}};
  const int code = exit_code(states(report));
  return {std::move(report), code == 0 && !formal.complete ? 2 : code};
}

}  // namespace noiseproof
