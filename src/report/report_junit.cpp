// The report for continuous integration: a suite for each claim, a case for each check.
#include <fmt/format.h>

#include "report/report.hpp"
#include "report/text.hpp"

namespace noiseproof {
namespace {

/// <failure>: refuted where it had to hold. <error>: undecided or not checked, so that the claim is not settled.
/// <skipped>: undecided beside a claim that is settled, or that does not apply.
std::string_view outcome(const Check& check, const ClaimState& state) {
  if (check.verdict == Verdict::refuted) return state.settled() ? "" : "failure";
  if (check.verdict == Verdict::proved) return "";
  return state.settled() ? "skipped" : "error";
}

std::string one_case(const std::string& stem, const std::string& what, double seconds, std::string_view outcome,
                     const std::string& message) {
  std::string out = fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\"", stem, escape_xml(what),
                                seconds > 0 ? seconds : 0);
  if (outcome.empty()) return out + "/>\n";
  return out + fmt::format("><{} message=\"{}\"/></testcase>\n", outcome, escape_xml(message));
}

}  // namespace

std::string to_junit(const Report& report) {
  const std::vector<ClaimState> all = states(report);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"noiseproof\">\n";
  for (std::size_t i = 0; i < report.claims.size(); ++i) {
    const ClaimReport& entry = report.claims[i];
    const std::string& stem = entry.claim.stem;
    std::map<std::string_view, int> count;
    std::string cases;
    for (const Check& check : entry.result.checks) {
      const std::string_view ended = outcome(check, all[i]);
      ++count[ended];
      cases += one_case(stem, check.what, check.seconds, ended, check.figure);
    }
    if (entry.result.checks.empty()) {
      const std::string_view ended = entry.applies ? "error" : "skipped";
      ++count[ended];
      cases += one_case(stem, "the claim is checked", 0, ended, std::string(words::state(all[i])));
    }
    out += fmt::format(
        "  <testsuite name=\"{} {}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n",
        entry.claim.id, stem, std::max<std::size_t>(1, entry.result.checks.size()), count["failure"], count["error"],
        count["skipped"], entry.seconds);
    out += cases + "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

}  // namespace noiseproof
