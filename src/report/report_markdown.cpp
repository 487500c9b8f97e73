// The report as Markdown, plots linked.
#include <fmt/format.h>

#include "report/digest.hpp"
#include "report/report.hpp"
#include "report/text.hpp"

namespace noiseproof {
namespace {

constexpr auto& md = escape_markdown;

void markdown_summary(std::string& out, const Report& report, const std::vector<ClaimState>& all) {
  out += "## Summary\n\n" + words::conclusion(all) + "\n\n| state | claims |\n|---|---:|\n";
  for (const auto& [state, n] : words::counts_in_words(all)) out += fmt::format("| {} | {} |\n", state, n);
  out += "\n| claim | statement | state | evidence | figure | time |\n|---|---|---|---|---|---:|\n";
  for (std::size_t i = 0; i < report.claims.size(); ++i) {
    const ClaimReport& entry = report.claims[i];
    out += fmt::format("| [{} {}](#{}) | {} | {} | {} | {} | {} |\n", entry.claim.id, md(entry.claim.stem),
                       entry.claim.stem, md(entry.claim.says), words::state(all[i]), words::evidence(all[i]),
                       md(plain_numbers(entry.result.headline)),
                       entry.result.checks.empty() ? "–" : md(format_seconds(entry.seconds)));
  }
}

void markdown_how_to_read(std::string& out, const std::vector<ClaimState>& all) {
  out += "\n## How to read this report\n\nLevels of evidence, strongest first; they are never merged.\n\n";
  for (const auto& [level, meaning] : words::levels()) out += fmt::format("- **{}**: {}\n", name(level), meaning);
  out += fmt::format("\n{}\n\nStates of a claim.\n\n", words::kVerdicts);
  for (const auto& [state, meaning] : words::state_meanings(all))
    out += fmt::format("- **{}**: {}\n", name(state), meaning);
}

void section(std::string& out, const std::string& title, const std::string& body) {
  if (!body.empty()) out += "\n**" + title + "**\n\n" + body + "\n";
}

void markdown_claim(std::string& out, const ClaimReport& entry, const ClaimState& state,
                    const std::vector<DrawnPlot>& plots) {
  const Claim& c = entry.claim;
  out += fmt::format("\n<a id=\"{}\"></a>\n\n### {} {}\n\n", c.stem, c.id, md(c.stem));
  out += fmt::format("{}. Source: {}.{}\n\n", md(c.says), md(c.source),
                     state.expected_to_hold ? "" : " Expected to hold only under a condition.");
  out += fmt::format("State: **{}**. Evidence: {}. {}, {}.\n", words::state(state), words::evidence(state),
                     words::check_counts(entry.result), md(format_seconds(entry.seconds)));
  section(out, "Statement", entry.readme.statement);
  if (!entry.result.checks.empty()) {
    out += "\n| check | level | verdict | figure | time |\n|---|---|---|---|---:|\n";
    for (const Check& check : entry.result.checks) {
      out += fmt::format("| {} | {} | {} | {} | {} |\n", md(check.what), name(check.level), words::verdict(check),
                         md(plain_numbers(check.figure)), md(format_seconds(check.seconds)));
    }
  }
  if (!entry.result.notes.empty()) {
    out += "\n**Notes**\n\n";
    for (const std::string& note : entry.result.notes) out += "- " + plain_numbers(note) + "\n";
  }
  for (const Theorem& theorem : entry.result.theorems)
    out += fmt::format("\n**Theorem {}**. {}\n\n```coq\n{}\n```\n", md(theorem.name), md(theorem.says),
                       in_lines(theorem.statement));
  for (const DrawnPlot& plot : plots) {
    if (plot.svg.empty()) {
      out += fmt::format("\nThe plot {} could not be drawn: {}\n", md(plot.title), md(plot.failure));
      continue;
    }
    out += fmt::format("\n![{}](plots/{})\n\n*{}.* {}\n", md(plot.title), plot.file, md(plot.title),
                       md(plain_numbers(plot.caption)));
    if (!plot.csv.empty()) out += fmt::format("[Data](plots/{})\n", data_file(plot));
  }
  if (entry.result.certificate)
    out += fmt::format(
        "\nCertificate: [{0}](certificates/{0}). To check it again: `noiseproof-recheck certificates/{0}`\n"
        "SHA-256: `{1}`\n",
        entry.result.certificate->first, sha256(entry.result.certificate->second));
  section(out, words::kShows, entry.readme.shows);
  section(out, "What this does not show", entry.readme.does_not_show);
}

void reproduce(std::string& out, const RunInfo& run) {
  const std::string fence = code_fence(run.command);
  out += "\n## How to reproduce\n\n" + fence + "\n" + run.command + "\n" + fence + "\n\n";
  if (!run.instance_file.empty())
    out += "The instance, in full (`instance.toml` beside this page):\n\n```toml\n" + run.instance_file + "```\n\n";
  out += fmt::format("Instance: {}. Seed {}, {} digits. {}, peak memory {:.0f} MiB. Formal part: {}.\n\n",
                     md(run.instance), run.seed, run.digits, format_seconds(run.seconds), run.peak_memory_mib,
                     md(run.formal_part));
  out += "| library | version |\n|---|---|\n";
  for (const auto& [library, version] : run.libraries) out += fmt::format("| {} | {} |\n", md(library), md(version));
}

}  // namespace

std::string to_markdown(const Report& report) {
  const std::vector<ClaimState> all = states(report);
  const auto plots = draw_plots(report, false);
  std::string out = "# noiseproof: verification report\n\nInstance: " + md(report.run.instance) + "\n\n";
  if (const std::string about = words::about_activation(report.run); !about.empty()) out += md(about) + "\n\n";
  if (!report.run.incomplete.empty()) out += "**Incomplete: " + md(report.run.incomplete) + ".**\n\n";
  markdown_summary(out, report, all);
  markdown_how_to_read(out, all);
  out += "\n## Claims\n";
  for (std::size_t i = 0; i < report.claims.size(); ++i) markdown_claim(out, report.claims[i], all[i], plots[i]);
  out += "\n## Trusted base\n\n" + words::trusted_base() + "\n";
  reproduce(out, report.run);
  return out;
}

}  // namespace noiseproof
