#pragma once
// The report of a run: JSON for programs, Markdown for a repository, one self-contained page for a referee.
// No time stamps: two runs that found the same differ in the seconds only.
#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/claim_result.hpp"
#include "report/register.hpp"
#include "report/state.hpp"

namespace noiseproof {

/// What the run was.
struct RunInfo {
  std::string instance;               ///< Instance::describe()
  std::string instance_file{};        ///< Instance::to_toml(): all of it
  std::string activation = "relu";    ///< "binary", "leaky:1/10"
  std::string activation_in_words{};  ///< "act(z) = 1 for z > 0, else 0"
  std::uint64_t seed = 1;
  int digits = 50;                               ///< decimal digits of the high-precision route
  std::map<std::string, std::string> libraries;  ///< name to version, the compiler among them
  double seconds = 0;                            ///< wall clock, the whole run
  double peak_memory_mib = 0;
  std::string formal_part = "formal part not run";  ///< "run", or "formal part not run: <reason>"
  std::string command;                              ///< the command line that gives this report again
  bool theorems_wanted = true;                      ///< false: the exit code asks for none
  std::string incomplete{};                         ///< why not all was done; empty: all was
};

/// One claim of the report.
struct ClaimReport {
  Claim claim;
  ClaimReadme readme;
  ClaimResult result;
  double seconds = 0;   ///< wall clock of the claim's proof program
  bool applies = true;  ///< false: the claim is about ReLU, and the run about another activation
};

struct Report {
  RunInfo run;
  std::vector<ClaimReport> claims;  ///< in the order of the register
  std::vector<Sentence> talk{};     ///< what the claims are taken from
};

/// A plot of the report, drawn.
struct DrawnPlot {
  std::string file;  ///< "c07_landscape.svg": unique in the report
  std::string title;
  std::string caption;
  std::string svg;      ///< empty if the data could not be drawn
  std::string csv;      ///< its series, as name,x,y; empty if it has none
  std::string failure;  ///< then the reason, one line
};

/// The name of the plot's data beside it: "c07_landscape.csv".
std::string data_file(const DrawnPlot& plot);

/// For every claim, its plots in order. A plot that cannot be drawn never costs the report: the reason takes its place.
std::vector<std::vector<DrawnPlot>> draw_plots(const Report& report, bool for_page);

/// States in the order of report.claims; exit_code() of them is the run's exit code.
std::vector<ClaimState> states(const Report& report);

/// Machine-readable report: {"format": "noiseproof-report", "version": 1, "exit_code", "run", "counts", "claims"}.
nlohmann::json to_json(const Report& report);
/// Plots are linked as plots/<file>.
std::string to_markdown(const Report& report);
/// One page: style and plots inside, nothing requested from anywhere.
std::string to_html(const Report& report);

/// For continuous integration, in JUnit's XML: a suite for each claim, a case for each check.
std::string to_junit(const Report& report);
/// Which claim rests on which (Claim::rests_on), as an SVG for the page: boxes with links, by the evidence reached.
std::string dependence_map(const Report& report);

/// Writes report.json, report.md, index.html and plots/*.svg into `folder` (made if missing). Everything is written
/// under temporary names and renamed at the end; on any failure what was written, and any folder made, is removed.
/// Throws Error(io) with one line that names the path.
void write_report(const std::filesystem::path& folder, const Report& report);

/// Style sheet of the page.
std::string report_css();

/// The words that Markdown and HTML share, so that the two never say different things.
namespace words {
/// Name and meaning of the levels of evidence, strongest first.
std::vector<std::pair<Evidence, std::string>> levels();
/// Name and meaning of the states; does_not_apply only where one of these claims is in it.
std::vector<std::pair<State, std::string>> state_meanings(const std::vector<ClaimState>& states);
/// "kernel-checked, as wanted", "enclosed (wanted: kernel-checked)", "none (wanted: ...)", "refuted (enclosed)".
std::string evidence(const ClaimState& state);
/// The state's name, but "false here" of a claim that the register expects under a condition only and that is settled
/// by a refutation.
std::string_view state(const ClaimState& state);
/// The verdict in words that cannot be misread: only enclosures and theorems are "proved"; what is sampled or computed
/// "agrees"; a false twin is "told apart", or "refuted, as it must be" where that is proved.
std::string_view verdict(const Check& check);
/// "12 checks: 11 proved, 1 undecided"; "no checks".
std::string check_counts(const ClaimResult& result);
/// How many claims are in each state, in the order of state_meanings(), zeros included.
std::vector<std::pair<State, int>> counts(const std::vector<ClaimState>& states);
/// The same by the words of state(): what is false here is counted apart from what is refuted.
std::vector<std::pair<std::string_view, int>> counts_in_words(const std::vector<ClaimState>& states);
/// "Every claim is settled by the evidence that the register asks for.", or how many are, and what is not.
std::string conclusion(const std::vector<ClaimState>& states);
/// What must be trusted, in a sentence.
std::string trusted_base();
/// What the words of the verdicts mean.
inline constexpr const char* kVerdicts =
    "Of checks, enclosures and theorems are proved, samples and computations agree. A false twin is a false sentence "
    "beside a true one: its check has to refute it, or at least to tell it from the truth.";
/// Heading of the words that stand in a claim's README for every instance.
inline constexpr const char* kShows = "What this shows, where its checks are there and proved";
/// What a run under another activation checks, in a paragraph; empty for ReLU.
std::string about_activation(const RunInfo& run);
}  // namespace words

}  // namespace noiseproof
