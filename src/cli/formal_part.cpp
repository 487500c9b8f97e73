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

bool accepted(const CheckedTheorem& theorem) { return theorem.missing.empty(); }
bool refused(const CheckedTwin& twin) { return twin.refused == Verdict::proved; }

void add(const CheckedTheorem& theorem, ClaimResult& result) {
  result.checks.push_back({"Coq's kernel accepts " + theorem.name, Evidence::kernel_checked,
                           accepted(theorem) ? Verdict::proved : Verdict::undecided,
                           accepted(theorem) ? describe(theorem.axioms) : theorem.missing, kNotTimed});
  if (accepted(theorem)) result.notes.push_back("`" + theorem.name + " : " + theorem.statement + "`");
}

void add(const CheckedTwin& twin, ClaimResult& result) {
  result.checks.push_back(
      {"false twin: Coq refuses " + twin.theorem + " with a digit nudged or the conclusion turned round",
       Evidence::kernel_checked, twin.refused,
       refused(twin)                      ? "refused"
       : twin.refused == Verdict::refuted ? "Coq accepts it"
                                          : twin.missing,
       kNotTimed});
}

/// "3 theorems", or "1 of 3 theorems".
template <class All, class Good>
std::string count(const All& all, Good good, const std::string& what) {
  const auto n = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), good));
  return n == all.size() ? fmt::format("{} {}", n, what) : fmt::format("{} of {} {}", n, all.size(), what);
}

/// Why the first that is missing is so; "" if none is.
std::string first_reason(const FormalResult& r) {
  for (const auto* list : {&r.theorems, &r.numbers})
    for (const CheckedTheorem& theorem : *list)
      if (!accepted(theorem)) return theorem.name + ": " + theorem.missing;
  for (const CheckedTwin& twin : r.twins)
    if (!refused(twin)) return "twin of " + twin.theorem + ": " + (twin.missing.empty() ? "accepted" : twin.missing);
  return "";
}

}  // namespace

FormalPart summarize(FormalResult result) {
  const std::string reason = first_reason(result);
  const std::string counts = fmt::format(
      "{} and {} of this instance accepted by Coq's kernel, {} refused", count(result.theorems, accepted, "theorems"),
      count(result.numbers, accepted, "numbers"), count(result.twins, refused, "false twins"));
  return {std::move(result), reason.empty() ? "run: " + counts : "run, and incomplete: " + counts + "; " + reason,
          reason.empty()};
}

FormalPart run_formal_part(const Instance& instance, bool wanted, const FormalProgress& progress) {
  if (wanted) return summarize(run_formal(instance, progress));
  return {{}, "formal part not run: not asked for (--formal)", true};
}

void add_formal_checks(const Claim& claim, const FormalPart& part, ClaimResult& result) {
  for (const CheckedTheorem& theorem : part.result.theorems)
    if (belongs(theorem.name, claim)) add(theorem, result);
  for (const CheckedTheorem& theorem : part.result.numbers) {
    if (!belongs(theorem.name, claim)) continue;
    add(theorem, result);
    for (const CheckedTwin& twin : part.result.twins)
      if (twin.theorem == theorem.name) add(twin, result);
  }
}

}  // namespace noiseproof
