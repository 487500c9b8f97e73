// The report as one page. Nothing in it is fetched: no script, no font, no picture but inline SVG.
#include <fmt/format.h>

#include <algorithm>

#include "report/digest.hpp"
#include "report/prose.hpp"
#include "report/report.hpp"
#include "report/svg.hpp"
#include "report/text.hpp"
#include "report/typeset.hpp"

namespace noiseproof {
namespace {

constexpr auto& esc = escape_xml;

std::string state_badge(std::string_view state) {
  return fmt::format("<span class=\"state s-{}\">{}</span>", slug(state), state);
}

std::string verdict_badge(const Check& check) {
  return fmt::format("<span class=\"verdict v-{}\">{}</span>", name(check.verdict), words::verdict(check));
}

std::string_view letter(Evidence e) {
  switch (e) {
    case Evidence::sampled: return "S";
    case Evidence::computed: return "C";
    case Evidence::enclosed: return "E";
    case Evidence::kernel_checked: return "K";
    default: return "";
  }
}

/// Four rungs, one a level, weakest first; the wanted one has a bar below. Readable in words beside it.
std::string ladder(const ClaimState& state) {
  std::string out = fmt::format("<span class=\"ladder\" role=\"img\" aria-label=\"{}\">", words::evidence(state));
  for (const Evidence e : all_levels) {
    if (letter(e).empty()) continue;
    std::string_view cls = "absent", sign = letter(e);
    switch (state.level(e)) {
      case LevelStatus::proved: cls = "proved"; break;
      case LevelStatus::undecided:
        cls = "undecided";
        sign = "?";
        break;
      case LevelStatus::refuted:
        cls = "refuted";
        sign = "×";
        break;
      case LevelStatus::absent: break;
    }
    out += fmt::format("<span class=\"rung r-{}{}\">{}</span>", cls, e == state.wants ? " wanted" : "", sign);
  }
  return out + "</span>";
}

std::string evidence_cell(const ClaimState& state) {
  const std::string now = state.refuted_at ? fmt::format("refuted ({})", name(*state.refuted_at))
                          : state.reached  ? std::string(name(*state.reached))
                                           : "none";
  std::string out = ladder(state) + "<span class=\"sub\">" + now;
  if ((state.refuted_at ? state.refuted_at : state.reached) != state.wants)
    out += fmt::format("; wanted: {}", name(state.wants));
  return out + "</span>";
}

/// What the filter of the page looks at.
std::string filter_classes(const ClaimState& state) {
  std::string out = state.settled() || state.state == State::does_not_apply ? "filtered" : "filtered is-open";
  if (state.settled() && state.refuted_at) out += " is-false-here";
  const std::optional<Evidence> level = state.refuted_at ? state.refuted_at : state.reached;
  return level ? out + " is-" + slug(name(*level)) : out;
}

constexpr std::pair<const char*, const char*> kFilter[] = {{"all", "all"},
                                                           {"open", "not settled"},
                                                           {"false-here", "false here"},
                                                           {"kernel-checked", "kernel-checked"},
                                                           {"enclosed", "enclosed"},
                                                           {"sampled", "sampled"}};

/// Without a script: style rules hide what is not of the kind that is chosen.
std::string filter_style() {
  std::string out;
  for (const auto& [kind, label] : kFilter)
    if (std::string_view(kind) != "all")
      out += fmt::format("body:has(#show-{0}:checked) .filtered:not(.is-{0}){{display:none}}\n", kind);
  return out;
}

void filter(std::string& out) {
  out += "<fieldset class=\"filter\"><legend>Show</legend>";
  for (const auto& [kind, label] : kFilter)
    out += fmt::format("<label><input type=\"radio\" name=\"show\" id=\"show-{}\"{}> {}</label> ", kind,
                       std::string_view(kind) == "all" ? " checked" : "", label);
  out += "</fieldset>\n";
}

void head(std::string& out, const Report& report) {
  out +=
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>noiseproof: verification report";
  const RunInfo& run = report.run;
  const std::string about = words::about_activation(run);
  out += (about.empty() ? "" : ", " + esc(run.activation) + " activation") + "</title>\n<style>\n";
  out += report_css() + filter_style() + svg_style();
  out +=
      "</style>\n</head>\n<body>\n<header>\n<h1>Verification report</h1>\n"
      "<p class=\"lead\">How noise helps to train a two-layer convolutional ";
  if (about.empty()) out += "ReLU ";
  out += "network: the claims of the theory, and the evidence for each on one instance.</p>\n";
  if (!about.empty()) out += "<p>" + esc(about) + "</p>\n";
  out += "<dl class=\"facts\">\n";
  const auto fact = [&](const char* term, const std::string& value) {
    out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", term, typeset_html(value));
  };
  fact("Instance", run.instance);
  if (!about.empty()) fact("Activation", run.activation);
  fact("Seed", std::to_string(run.seed));
  fact("Precision", fmt::format("{} digits", run.digits));
  fact("Formal part", run.formal_part);
  fact("Time", format_seconds(run.seconds));
  out += "</dl>\n</header>\n<nav aria-label=\"Sections\">" +
         std::string(report.talk.empty() ? "" : "<a href=\"#talk\">The talk</a> ") +
         "<a href=\"#summary\">Summary</a> <a href=\"#reading\">How to "
         "read</a> "
         "<a href=\"#claims\">Claims</a> <a href=\"#symbols\">Symbols</a> <a href=\"#trusted-base\">Trusted base</a> "
         "<a href=\"#reproduce\">How to reproduce</a><br>";
  for (const ClaimReport& entry : report.claims)
    out += fmt::format("<a href=\"#{}\" title=\"{}\">{}</a> ", entry.claim.stem, entry.claim.stem, entry.claim.id);
  out += "</nav>\n<main>\n";
}

void summary(std::string& out, const Report& report, const std::vector<ClaimState>& all) {
  out +=
      "<section id=\"summary\">\n<h2>Summary</h2>\n<p class=\"conclusion\">" + esc(words::conclusion(all)) + "</p>\n";
  if (!report.run.incomplete.empty())
    out += "<p class=\"conclusion\"><span class=\"state s-refuted\">incomplete</span> " + esc(report.run.incomplete) +
           ".</p>\n";
  out += "<ul class=\"counts\">\n";
  for (const auto& [state, n] : words::counts_in_words(all))
    out += fmt::format("<li><b>{}</b> {}</li>\n", n, state_badge(state));
  out += "</ul>\n";
  filter(out);
  out +=
      "<table class=\"stack summary\">\n<thead><tr><th scope=\"col\">Claim</th><th scope=\"col\">State</th>"
      "<th scope=\"col\">Evidence</th><th scope=\"col\">Figure</th><th scope=\"col\" "
      "class=\"num\">Time</th></tr></thead>\n<tbody>\n";
  for (std::size_t i = 0; i < report.claims.size(); ++i) {
    const ClaimReport& entry = report.claims[i];
    const Claim& c = entry.claim;
    out += fmt::format(
        "<tr class=\"{}\"><th scope=\"row\"><a href=\"#{}\"><span class=\"id\">{}</span> {}</a>"
        "<span class=\"says\">{}{}</span></th>",
        filter_classes(all[i]), c.stem, c.id, c.stem, typeset_html(c.says),
        all[i].expected_to_hold ? "" : " <em>(expected only under a condition)</em>");
    out += fmt::format(
        "<td data-label=\"State\">{}</td><td data-label=\"Evidence\">{}</td>"
        "<td data-label=\"Figure\" class=\"figure\">{}</td><td data-label=\"Time\" class=\"num\">{}</td></tr>\n",
        state_badge(words::state(all[i])), evidence_cell(all[i]),
        entry.result.headline.empty() ? "–" : typeset_html(plain_numbers(entry.result.headline)),
        esc(entry.result.checks.empty() ? "–" : format_seconds(entry.seconds)));
  }
  out += "</tbody>\n</table>\n<h3>Which claim rests on which</h3>\n<figure class=\"wide\">\n<div class=\"scroll\">\n" +
         dependence_map(report) +
         "</div>\n<figcaption>A line leads from a claim to what rests on it, rightwards. Filled: kernel-checked; grey: "
         "enclosed; plain: computed or sampled; a heavy border: false here; dotted: open.</figcaption>\n</figure>\n"
         "</section>\n";
}

/// The claims of a sentence that are in the report, by their place.
std::vector<std::size_t> places(const Report& report, const Sentence& sentence) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < report.claims.size(); ++i)
    if (std::find(sentence.claims.begin(), sentence.claims.end(), report.claims[i].claim.id) != sentence.claims.end())
      out.push_back(i);
  return out;
}

/// The talk's story in pictures: of each sentence that has one, if the plot is among those of its claims.
void story(std::string& out, const Report& report, const std::vector<std::vector<DrawnPlot>>& plots) {
  std::string figures;
  for (const Sentence& sentence : report.talk)
    for (const std::size_t i : places(report, sentence))
      for (const DrawnPlot& plot : plots[i])
        if (plot.file == sentence.picture + ".svg" && !plot.svg.empty())
          figures += "<figure>\n" + plot.svg + "<figcaption><b>" + typeset_html(sentence.says) + ".</b> " +
                     fmt::format("<a href=\"#{}\">{}</a></figcaption>\n</figure>\n", report.claims[i].claim.stem,
                                 report.claims[i].claim.id);
  if (!figures.empty()) out += "<section id=\"story\">\n<h2>The story in pictures</h2>\n" + figures + "</section>\n";
}

void talk(std::string& out, const Report& report, const std::vector<ClaimState>& all) {
  if (report.talk.empty()) return;
  out +=
      "<section id=\"talk\">\n<h2>The talk, in its order</h2>\n<p>What it says in substance, and what became of it "
      "here. "
      "\"False here\": refuted at this instance, with a witness.</p>\n<table class=\"stack\">\n<thead><tr><th "
      "scope=\"col\">The talk</th><th scope=\"col\">Claim</th><th scope=\"col\">Found</th></tr></thead>\n<tbody>\n";
  for (const Sentence& sentence : report.talk) {
    const std::vector<std::size_t> at = places(report, sentence);
    for (std::size_t j = 0; j < at.size(); ++j) {
      const ClaimReport& entry = report.claims[at[j]];
      out += fmt::format(
          "<tr><td>{}</td><td data-label=\"Claim\"><a href=\"#{}\">{}</a> {}</td><td data-label=\"Found\" "
          "class=\"figure\">{}</td></tr>\n",
          j == 0 ? typeset_html(sentence.says) : "", entry.claim.stem, entry.claim.id,
          state_badge(words::state(all[at[j]])), typeset_html(plain_numbers(entry.result.headline)));
    }
  }
  out += "</tbody>\n</table>\n</section>\n";
}

void how_to_read(std::string& out, const std::vector<ClaimState>& all) {
  out +=
      "<section id=\"reading\">\n<h2>How to read this report</h2>\n<div class=\"columns\">\n<div>\n"
      "<p>Levels of evidence, strongest first. They are never merged.</p>\n<dl class=\"terms\">\n";
  for (const auto& [level, meaning] : words::levels()) {
    const std::string rung =
        letter(level).empty() ? "" : fmt::format("<span class=\"rung r-proved\">{}</span> ", letter(level));
    out += fmt::format("<dt>{}{}</dt><dd>{}</dd>\n", rung, name(level), esc(meaning));
  }
  out += fmt::format("</dl>\n<p>{}</p>\n", words::kVerdicts);
  out += "</div>\n<div>\n<p>States of a claim.</p>\n<dl class=\"terms\">\n";
  for (const auto& [state, meaning] : words::state_meanings(all)) {
    out += fmt::format("<dt>{}</dt><dd>{}</dd>\n", state_badge(name(state)), esc(meaning));
  }
  out +=
      "</dl>\n<p>In the ladder of a claim a filled letter is a level at which every check is proved; "
      "<span class=\"rung r-absent\">S</span> a level without checks; <span class=\"rung r-undecided\">?</span> one "
      "that is undecided; <span class=\"rung r-refuted\">×</span> one with a refuted check. The bar is under the "
      "level that the register asks for: <span class=\"rung r-absent "
      "wanted\">E</span>.</p>\n</div>\n</div>\n</section>\n";
}

void checks_table(std::string& out, const ClaimReport& entry) {
  if (!entry.applies) return;
  if (entry.result.checks.empty()) {
    out += "<p>No check has been run for this claim.</p>\n";
    return;
  }
  out += fmt::format("<details>\n<summary>{}</summary>\n<table class=\"stack checks\">\n",
                     words::check_counts(entry.result));
  out +=
      "<thead><tr><th scope=\"col\">Check</th><th scope=\"col\">Level</th><th scope=\"col\">Verdict</th>"
      "<th scope=\"col\">Figure</th><th scope=\"col\" class=\"num\">Time</th></tr></thead>\n<tbody>\n";
  for (const Check& check : entry.result.checks) {
    out += fmt::format(
        "<tr><td class=\"what\">{}</td><td data-label=\"Level\">{}</td><td data-label=\"Verdict\">{}</td>"
        "<td data-label=\"Figure\" class=\"figure\">{}</td><td data-label=\"Time\" class=\"num\">{}</td></tr>\n",
        typeset_html(check.what), name(check.level), verdict_badge(check), typeset_html(plain_numbers(check.figure)),
        esc(format_seconds(check.seconds)));
  }
  out += "</tbody>\n</table>\n</details>\n";
}

void theorems(std::string& out, const std::vector<Theorem>& all) {
  for (const Theorem& t : all)
    out += fmt::format(
        "<details class=\"theorem\">\n<summary><code>{}</code> {}</summary>\n<pre><code>{}</code></pre>\n</details>\n",
        esc(t.name), typeset_html(t.says), esc(in_lines(t.statement)));
}

void prose(std::string& out, const char* title, const std::string& markdown) {
  if (markdown.empty()) return;
  out += fmt::format("<h4>{}</h4>\n<div class=\"prose\">\n{}</div>\n", title, prose_to_html(markdown));
}

void plots_of(std::string& out, const std::vector<DrawnPlot>& plots) {
  for (const DrawnPlot& plot : plots) {
    const std::string title = plot.title.empty() ? "" : "<b>" + typeset_html(plot.title) + ".</b> ";
    if (plot.svg.empty()) {
      out += fmt::format("<p>{}This plot could not be drawn: {}</p>\n", title, esc(plot.failure));
      continue;
    }
    out += "<figure>\n<div class=\"scroll\">\n" + plot.svg + "</div>\n<figcaption>" + title +
           typeset_html(plain_numbers(plot.caption)) +
           (plot.csv.empty() ? "" : fmt::format(" <a href=\"plots/{0}\">Data</a>.", data_file(plot))) +
           "</figcaption>\n</figure>\n";
  }
}

void claim(std::string& out, const ClaimReport& entry, const ClaimState& state, const std::vector<DrawnPlot>& plots) {
  const Claim& c = entry.claim;
  out += fmt::format(
      "<section class=\"claim {2}\" id=\"{0}\">\n<h3><span class=\"id\">{1}</span> {0} "
      "<a class=\"anchor\" href=\"#{0}\" aria-label=\"Link to {1}\">#</a></h3>\n",
      c.stem, c.id, filter_classes(state));
  out += fmt::format("<p class=\"statement\">{}.</p>\n", typeset_html(c.says));
  out += fmt::format("<p class=\"meta\">{} {} <span>{}.</span> <span>Source: {}.</span>{}</p>\n",
                     state_badge(words::state(state)), ladder(state), esc(words::evidence(state)), esc(c.source),
                     state.expected_to_hold ? "" : " <span>Expected only under a condition.</span>");
  prose(out, "Statement", entry.readme.statement);
  checks_table(out, entry);
  if (!entry.result.notes.empty()) {
    out += "<h4>Notes</h4>\n<ul class=\"prose\">\n";
    for (const std::string& note : entry.result.notes) out += "<li>" + inline_to_html(plain_numbers(note)) + "</li>\n";
    out += "</ul>\n";
  }
  theorems(out, entry.result.theorems);
  plots_of(out, plots);
  if (entry.result.certificate)
    out += fmt::format(
        "<p>Certificate: <a href=\"certificates/{0}\">{0}</a>. To check it again: <code>noiseproof-recheck "
        "certificates/{0}</code>. SHA-256: <code class=\"hash\">{1}</code></p>\n",
        esc(entry.result.certificate->first), sha256(entry.result.certificate->second));
  prose(out, words::kShows, entry.readme.shows);
  prose(out, "What this does not show", entry.readme.does_not_show);
  out += "<p class=\"back\"><a href=\"#summary\">Back to the summary</a></p>\n</section>\n";
}

void symbols(std::string& out) {
  out += "<section id=\"symbols\">\n<h2>Symbols</h2>\n<dl class=\"facts\">\n";
  for (const auto& [symbol, meaning] : glossary())
    out += "<div><dt>" + typeset_html(symbol) + "</dt><dd>" + typeset_html(meaning) + "</dd></div>\n";
  out += "</dl>\n</section>\n";
}

void tail(std::string& out, const RunInfo& run) {
  out +=
      "<section id=\"trusted-base\">\n<h2>Trusted base</h2>\n<p>" + esc(words::trusted_base()) + "</p>\n</section>\n";
  out += "<section id=\"reproduce\">\n<h2>How to reproduce</h2>\n<pre><code>" + esc(run.command) + "</code></pre>\n";
  if (!run.instance_file.empty())
    out += "<p>The instance, in full (instance.toml beside this page):</p>\n<pre><code>" + esc(run.instance_file) +
           "</code></pre>\n";
  out += fmt::format(
      "<p>Seed {}, {} digits; {}, at most {:.0f} MiB of memory. The same seed gives the same figures on "
      "any number of threads. The numbers behind this page are in report.json.</p>\n",
      run.seed, run.digits, esc(format_seconds(run.seconds)), run.peak_memory_mib);
  if (!run.libraries.empty()) {
    out +=
        "<table class=\"libraries\">\n<thead><tr><th scope=\"col\">Library</th><th "
        "scope=\"col\">Version</th></tr></thead>\n<tbody>\n";
    for (const auto& [library, version] : run.libraries) {
      out += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", esc(library), esc(version));
    }
    out += "</tbody>\n</table>\n";
  }
  out += "</section>\n</main>\n</body>\n</html>\n";
}

}  // namespace

std::string to_html(const Report& report) {
  const std::vector<ClaimState> all = states(report);
  const auto plots = draw_plots(report, true);
  std::string out;
  head(out, report);
  talk(out, report, all);
  story(out, report, plots);
  summary(out, report, all);
  how_to_read(out, all);
  out += "<section id=\"claims\">\n<h2>Claims</h2>\n";
  for (std::size_t i = 0; i < report.claims.size(); ++i) claim(out, report.claims[i], all[i], plots[i]);
  out += "</section>\n";
  symbols(out);
  tail(out, report.run);
  return out;
}

}  // namespace noiseproof
