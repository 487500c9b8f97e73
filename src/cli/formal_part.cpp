#include "cli/formal_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace noiseproof {
namespace {

bool belongs(const std::string& theorem, const Claim& claim) { return theorem.starts_with(claim.id + "_"); }

/// "4 axioms: classic, ...": the last part of each qualified name.
std::string describe(const std::vector<std::string>& axioms) {
  if (axioms.empty()) return "no axioms";
  std::string out = fmt::format("{} axioms: ", axioms.size());
  for (std::size_t i = 0; i < axioms.size(); ++i) {
    const std::size_t dot = axioms[i].rfind('.');
    out += (i == 0 ? "" : ", ") + axioms[i].substr(dot == std::string::npos ? 0 : dot + 1);
  }
  return out;
}

/// Coq checks all theorems in one run: a single one has no time of its own, and the report leaves it blank.
constexpr double kNotTimed = std::numeric_limits<double>::quiet_NaN();

void add(const CheckedTheorem& theorem, ClaimResult& result) {
  result.checks.push_back({"Coq's kernel accepts " + theorem.name, Evidence::kernel_checked, Verdict::proved,
                           describe(theorem.axioms), kNotTimed});
  result.notes.push_back("`" + theorem.name + " : " + theorem.statement + "`");
}

}  // namespace

FormalPart run_formal_part(const Instance& instance, bool wanted, const FormalProgress& progress) {
  FormalPart part;
  if (!wanted) {
    part.summary = "formal part not run: not asked for (--formal)";
    return part;
  }
  part.result = run_formal(instance, progress);
  const FormalResult& r = part.result;
  if (!r.run)
    part.summary = "formal part not run: " + r.reason;
  else if (!r.reason.empty())
    part.summary = "run, and failed: " + r.reason;
  else
    part.summary =
        fmt::format("run: {} theorems and {} numbers of this instance accepted by Coq's kernel, {} false twins refused",
                    r.theorems.size(), r.numbers.size(), r.refused_twins.size()) +
        (r.numbers_failure.empty() ? "" : "; " + r.numbers_failure);
  return part;
}

void add_formal_checks(const Claim& claim, const FormalPart& part, ClaimResult& result) {
  const FormalResult& r = part.result;
  if (!r.run) return;
  if (!r.reason.empty()) {
    if (claim.wants == Evidence::kernel_checked)
      result.checks.push_back({"Coq's kernel accepts the theorems of this claim", Evidence::kernel_checked,
                               Verdict::undecided, r.reason, kNotTimed});
    return;
  }
  for (const CheckedTheorem& theorem : r.theorems)
    if (belongs(theorem.name, claim)) add(theorem, result);
  for (const CheckedTheorem& theorem : r.numbers) {
    if (!belongs(theorem.name, claim)) continue;
    add(theorem, result);
    const bool refused = std::count(r.refused_twins.begin(), r.refused_twins.end(), theorem.name) > 0;
    result.checks.push_back(
        {"false twin: Coq refuses " + theorem.name + " with a digit nudged or the conclusion turned round",
         Evidence::kernel_checked, refused ? Verdict::proved : Verdict::refuted,
         refused ? "refused" : "a false twin of this instance was not refused", kNotTimed});
  }
}

}  // namespace noiseproof
