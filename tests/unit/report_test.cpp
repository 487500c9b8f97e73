// The register, the states, and the report: what a referee reads must never say more than the checks do.
#include "report/report.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>

#include "core/error.hpp"
#include "core/process.hpp"
#include "report/prose.hpp"
#include "report/text.hpp"

using namespace noiseproof;
namespace fs = std::filesystem;

namespace {

Claim claim_wanting(Evidence wants, const std::string& expected = "holds") {
  return {"C07", "some_stem", "a < b & c", "derived", wants, expected};
}

ClaimResult result_of(const std::vector<std::pair<Evidence, Verdict>>& checks) {
  ClaimResult result;
  for (const auto& [level, verdict] : checks) result.checks.push_back({"it is so", level, verdict, "1.5", 0.25});
  return result;
}

State state_of(Evidence wants, const std::vector<std::pair<Evidence, Verdict>>& checks) {
  return assess(claim_wanting(wants), result_of(checks)).state;
}

constexpr auto sampled = Evidence::sampled, computed = Evidence::computed, enclosed = Evidence::enclosed,
               kernel = Evidence::kernel_checked;
constexpr auto yes = Verdict::proved, no = Verdict::refuted, undecided = Verdict::undecided;

/// A folder of its own for a test, removed at the end.
struct Scratch {
  fs::path path = fs::temp_directory_path() / ("noiseproof_report_test_" + std::to_string(getpid()));
  Scratch() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Scratch() { fs::remove_all(path); }
};

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::recursive_directory_iterator(folder), fs::recursive_directory_iterator()));
}

Report small_report() {
  Report report;
  report.run.instance = "k = 2 <script>alert(1)</script>";
  report.run.libraries = {{"MPFR", "4.2.0"}};
  report.run.command = "noiseproof verify --report \"out\" && true";
  ClaimReport entry;
  entry.claim = claim_wanting(enclosed);
  entry.readme = {"Let `a < b`.", "- one\n- two", "Nothing on <b>data</b>.", ""};
  entry.result = result_of({{sampled, yes}, {enclosed, undecided}});
  entry.result.headline = "x | y";
  entry.result.notes = {"for w* and a* with r < 4"};
  entry.result.data = {{"rho", "20.9085"}, {"bad", std::numeric_limits<double>::quiet_NaN()}};
  entry.result.plots = {{{"type", "lines"}, {"id", "A plot"}, {"title", "T"}, {"series", nlohmann::json::array()}},
                        {{"type", "unknown"}, {"id", "A plot"}}};
  report.claims = {entry};
  return report;
}

const std::string two_claims = R"(
[[claim]]
id = "C01"
stem = "first"
says = "one"
source = "derived"
wants = "kernel-checked"
[[claim]]
id = "C02"
stem = "second"
says = "two"
source = "slides"
expected = "conditional"
wants = "sampled"
)";

void check_register_error(const std::string& text, const std::string& part) {
  CAPTURE(text);
  try {
    parse_register(text, "claims.toml");
    FAIL_CHECK("no error");
  } catch (const Error& e) {
    const std::string what = e.what();
    CAPTURE(what);
    CHECK(e.kind() == Error::Kind::input);
    CHECK(what.find("claims.toml") == 0);
    CHECK(what.find(part) != std::string::npos);
    CHECK(what.find('\n') == std::string::npos);
  }
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_SUITE("report/register") {
  TEST_CASE("the register keeps order, defaults and folder names") {
    const auto claims = parse_register(two_claims, "claims.toml");
    REQUIRE(claims.size() == 2);
    CHECK(claims[0].folder() == "c01_first");
    CHECK(claims[0].wants == kernel);
    CHECK(claims[0].expected == "holds");
    CHECK(claims[0].theorems == "whole");
    CHECK(claims[1].expected == "conditional");
    CHECK(claims[1].wants == sampled);
  }

  TEST_CASE("a bad register is refused in one line that names the field") {
    check_register_error("", "no [[claim]]");
    check_register_error("claim = 3", "no [[claim]]");
    check_register_error("[[claim]\n", "claims.toml:1");
    check_register_error(replaced(two_claims, "C02", "C01"), "\"C01\" is used twice");
    check_register_error(replaced(two_claims, "second", "first"), "\"first\" is used twice");
    check_register_error(replaced(two_claims, "C01", "c1"), "id \"c1\"");
    check_register_error(replaced(two_claims, "\"first\"", "\"../x\""), "snake_case");
    check_register_error(replaced(two_claims, "\"kernel-checked\"", "\"certain\""), "\"certain\"");
    check_register_error(replaced(two_claims, "conditional", "maybe"), "\"maybe\"");
    check_register_error(two_claims + "theorems = \"some\"\n", "\"some\"");
    check_register_error(replaced(two_claims, "source", "sauce"), "sauce: unknown field");
    check_register_error(replaced(two_claims, "says = \"one\"", "says = 1"), "\"says\"");
  }

  TEST_CASE("a README is split at its headings, not at # inside a code fence") {
    const ClaimReadme r = split_readme(
        "# C07\nintro\n## Statement\nLet x.\n```\n# not a heading\n```\n### Detail\nmore\n"
        "## Run time\nfast\n## What this SHOWS\r\nshown\r\n## Does not show:\n\nnothing\n");
    CHECK(r.statement == "Let x.\n```\n# not a heading\n```\n### Detail\nmore");
    CHECK(r.shows == "shown");
    CHECK(r.does_not_show == "nothing");
    CHECK(split_readme("").statement.empty());
    CHECK(split_readme("## Shows\n## Does not show\nx").shows.empty());
    CHECK(split_readme("## What it does not show\nx").does_not_show == "x");
  }
}

TEST_SUITE("report/state") {
  TEST_CASE("a level counts only if all its checks are proved") {
    CHECK(state_of(enclosed, {}) == State::not_checked);
    CHECK(state_of(enclosed, {{enclosed, yes}}) == State::reached);
    CHECK(state_of(enclosed, {{kernel, yes}}) == State::reached);
    CHECK(state_of(enclosed, {{enclosed, yes}, {enclosed, undecided}}) == State::undecided);
    CHECK(state_of(enclosed, {{sampled, yes}, {enclosed, undecided}}) == State::holds_so_far);
    CHECK(state_of(kernel, {{sampled, yes}, {enclosed, yes}}) == State::holds_so_far);
    CHECK(state_of(kernel, {{sampled, undecided}, {kernel, yes}}) == State::reached);
    CHECK(state_of(sampled, {{sampled, undecided}}) == State::undecided);
    CHECK(state_of(sampled, {{sampled, undecided}, {computed, yes}}) == State::undecided);
    CHECK(state_of(sampled, {{sampled, yes}, {computed, undecided}}) == State::reached);
    CHECK(state_of(enclosed, {{enclosed, undecided}, {kernel, yes}}) == State::reached);
    CHECK(state_of(sampled, {{Evidence::stated, yes}}) == State::holds_so_far);
  }

  TEST_CASE("theorems about a part of the claim neither raise it nor settle what is open") {
    Claim claim = claim_wanting(enclosed);
    claim.theorems = "part";
    CHECK(assess(claim, result_of({{enclosed, undecided}, {kernel, yes}})).state == State::undecided);
    CHECK(assess(claim, result_of({{enclosed, yes}, {kernel, yes}})).reached == enclosed);
    CHECK(assess(claim, result_of({{enclosed, yes}, {kernel, no}})).state == State::refuted);
  }

  TEST_CASE(
      "where a condition is expected, only the claim itself may be refuted: not a cross-check, nor a false twin") {
    const Claim claim = claim_wanting(enclosed, "conditional");
    ClaimResult result = result_of({{enclosed, no}, {enclosed, yes}});
    CHECK_FALSE(assess(claim, result).settled());
    CHECK(exit_code({assess(claim, result)}) == 1);
    result.checks[0].is_the_claim = true;
    CHECK(assess(claim, result).settled());
    CHECK(exit_code({assess(claim, result)}) == 0);
    CHECK(exit_code({assess(claim_wanting(enclosed), result)}) == 1);
    result.checks[1].verdict = no;
    CHECK(exit_code({assess(claim, result)}) == 1);
  }

  TEST_CASE("a refutation settles nothing while a check at the wanted level is open, nor a theorem an open claim") {
    const Claim claim = claim_wanting(enclosed, "conditional");
    ClaimResult result = result_of({{enclosed, no}, {enclosed, undecided}, {sampled, undecided}});
    result.checks[0].is_the_claim = true;
    CHECK_FALSE(assess(claim, result).settled());
    CHECK(exit_code({assess(claim, result)}) == 2);
    result.checks[1].verdict = yes;
    CHECK(assess(claim, result).settled());
    ClaimResult searched = result_of({{sampled, undecided}, {kernel, yes}});
    CHECK(assess(claim_wanting(kernel), searched).state == State::reached);
    searched.checks[0].is_the_claim = true;
    CHECK(assess(claim_wanting(kernel), searched).state == State::undecided);
  }

  TEST_CASE("one refutation refutes, at whatever level, in whatever order") {
    CHECK(state_of(enclosed, {{sampled, no}, {enclosed, yes}}) == State::refuted);
    CHECK(state_of(enclosed, {{enclosed, yes}, {kernel, no}}) == State::refuted);
    CHECK(state_of(enclosed, {{enclosed, no}, {enclosed, undecided}, {enclosed, yes}}) == State::refuted);
    const ClaimState s = assess(claim_wanting(kernel), result_of({{sampled, yes}, {computed, no}, {enclosed, yes}}));
    CHECK(s.reached == sampled);  // nothing above a refuted level is reached
    CHECK(s.refuted_at == computed);
  }

  TEST_CASE("evidence above the wanted level counts where it is of the claim itself, not of a part beside it") {
    ClaimResult result = result_of({{sampled, Verdict::proved}, {Evidence::enclosed, Verdict::proved}});
    CHECK(assess(claim_wanting(sampled), result).reached == sampled);
    result.checks[1].is_the_claim = true;
    CHECK(assess(claim_wanting(sampled), result).reached == Evidence::enclosed);
    result.checks[1].is_the_claim = false;
    CHECK(assess(claim_wanting(Evidence::enclosed), result).reached == Evidence::enclosed);
  }

  TEST_CASE("exit code: 0 settled, 1 refuted though expected to hold, 2 anything else") {
    const auto make = [](Evidence wants, const char* expected, Evidence level, Verdict v) {
      ClaimResult result = result_of({{level, v}});
      result.checks[0].is_the_claim = true;
      return assess(claim_wanting(wants, expected), result);
    };
    const ClaimState good = make(enclosed, "holds", enclosed, yes), weak = make(kernel, "holds", enclosed, yes),
                     bad = make(enclosed, "holds", enclosed, no), unsure = make(enclosed, "holds", enclosed, undecided),
                     witness = make(enclosed, "conditional", enclosed, no),
                     hint = make(enclosed, "conditional", sampled, no), unchecked = assess(claim_wanting(enclosed), {});
    CHECK(exit_code({good, good}) == 0);
    CHECK(exit_code({good, bad, unsure}) == 1);
    CHECK(exit_code({good, weak}) == 2);
    CHECK(exit_code({good, unsure}) == 2);
    CHECK(exit_code({good, unchecked}) == 2);
    CHECK(exit_code({}) == 2);
    // A conditional claim is settled by a witness as strong as the wanted evidence, not by a hint.
    CHECK(exit_code({good, witness}) == 0);
    CHECK(exit_code({good, hint}) == 2);
    CHECK(witness.state == State::refuted);
  }

  TEST_CASE("a claim that does not apply is listed, not counted, and alone is no success") {
    Report report = small_report();
    report.run.activation = "leaky:1/10";
    report.run.activation_in_words = "act(z) = z for z > 0, 1/10 z otherwise";
    report.claims[0].applies = false;
    report.claims[0].result = {};
    report.claims[0].result.notes = {"about ReLU"};
    CHECK(to_json(report)["exit_code"] == 2);
    CHECK(words::conclusion(states(report)) == "No claim asked for applies to this activation.");
    report.claims.push_back(small_report().claims[0]);
    report.claims[1].result = result_of({{enclosed, yes}});
    CHECK(to_json(report)["exit_code"] == 0);
    CHECK(to_json(report)["counts"]["does not apply"] == 1);
    CHECK(words::conclusion(states(report)).find("1 more is about ReLU only") != std::string::npos);
    CHECK_FALSE(to_json(small_report())["counts"].contains("does not apply"));
    CHECK(to_html(report).find("leaky:1/10 (act(z) = z for z") != std::string::npos);
    CHECK(to_markdown(report).find("leaky:1/10 (act(z) = z for z") != std::string::npos);
    report.claims[1].result = result_of({{enclosed, no}});
    CHECK(to_json(report)["exit_code"] == 1);
  }

  TEST_CASE("evidence in words: a refutation is never called wanted") {
    const auto in_words = [](Evidence level, Verdict v) {
      return words::evidence(assess(claim_wanting(enclosed), result_of({{level, v}})));
    };
    CHECK(in_words(enclosed, yes) == "enclosed, as wanted");
    CHECK(in_words(kernel, yes) == "kernel-checked (wanted: enclosed)");
    CHECK(in_words(enclosed, no) == "refuted (enclosed)");
    CHECK(in_words(sampled, no) == "refuted (sampled, wanted: enclosed)");
    CHECK(in_words(enclosed, undecided) == "none (wanted: enclosed)");
  }

  TEST_CASE("state words") {
    CHECK(name(State::reached) == "reached");
    CHECK(name(State::holds_so_far) == "holds so far");
    CHECK(name(State::not_checked) == "not yet checked");
  }
}

TEST_SUITE("report/text") {
  TEST_CASE("numbers are written as people write them, to the last digit") {
    CHECK(plain_numbers("[1.99999999999e+00, 2.0e+00]") == "[1.99999999999, 2.0]");
    CHECK(plain_numbers("c >= -3.582e-02, 2e+01, 1.050e+02") == "c >= -0.03582, 20, 105.0");
    CHECK(plain_numbers("6.5e-12 and 1e-37; 1.5e+06; 1.234567e+06") == "6.5·10⁻¹² and 10⁻³⁷; 1.5·10⁶; 1234567");
    CHECK(plain_numbers("1.0e-04, 9.9e-05.") == "0.00010, 9.9·10⁻⁵.");
    CHECK(plain_numbers("`--eta 1e-03`, 1e-03") == "`--eta 1e-03`, 0.001");
    CHECK(plain_numbers("3.14, a1e+00, 12e+00, 1e5, 0x1e+00, v1.2e-03, 2e+00x") ==
          "3.14, a1e+00, 12e+00, 1e5, 0x1e+00, v1.2e-03, 2e+00x");
    CHECK(plain_numbers("") == "");
  }

  TEST_CASE("escaping leaves no markup and no malformed character") {
    CHECK(escape_xml("a<b>&\"'") == "a&lt;b&gt;&amp;&quot;&#39;");
    CHECK(escape_xml(std::string("a\x01\0b\tc", 6)) == "ab\tc");
    CHECK(escape_xml("φ ≤ 1") == "φ ≤ 1");
    CHECK(escape_xml("\xff\xc3") == "\xEF\xBF\xBD\xEF\xBF\xBD");
    CHECK(escape_xml("\xed\xa0\x80").find('\xed') == std::string::npos);  // a surrogate
    CHECK(escape_markdown("|w| a_*\nb") == "\\|w\\| a\\_\\* b");
  }

  TEST_CASE("numbers and durations for people") {
    CHECK(format_number(0) == "0");
    CHECK(format_number(-0.25) == "−0.25");
    CHECK(format_number(2.5e-7) == "2.5·10⁻⁷");
    CHECK(format_number(1e9) == "10⁹");
    CHECK(format_number(9.99999, 3) == "10");
    CHECK(format_number(std::nan("")) == "not a number");
    CHECK(format_seconds(0.001) == "< 0.01 s");
    CHECK(format_seconds(200) == "3 min 20 s");
    CHECK(format_seconds(std::nan("")).empty());
    CHECK(slug("A plot: ρ/p") == "a-plot-p");
    CHECK(slug("../..") == "plot");
  }

  TEST_CASE("prose: stars of the notation are no emphasis, markup is escaped") {
    CHECK(inline_to_html("(w*, a*) and w* or a*") == "(w*, a*) and w* or a*");
    CHECK(inline_to_html("*so* **much** `a*b<c`") == "<em>so</em> <strong>much</strong> <code>a*b&lt;c</code>");
    CHECK(inline_to_html("<i>x</i> \\*y\\*") == "&lt;i&gt;x&lt;/i&gt; *y*");
    CHECK(inline_to_html("[a](https://example.org) [b](../x.md)") == "<a href=\"https://example.org\">a</a> b");
    CHECK(inline_to_html("[0, 1] and a `tick") == "[0, 1] and a `tick");
    CHECK(prose_to_html("one\ntwo\n\n- a\n  b\n- c\n") == "<p>one two</p>\n<ul>\n<li>a b</li>\n<li>c</li>\n</ul>\n");
    CHECK(prose_to_html("```\nx < y\n") == "<pre><code>x &lt; y\n</code></pre>\n");
    CHECK(prose_to_html("| a | b |\n|---|---|\n| `c|d` | e |").find("<td><code>c|d</code></td><td>e</td>") !=
          std::string::npos);
  }
}

TEST_SUITE("report/report") {
  TEST_CASE("the page is self-contained and shows no foreign markup") {
    const std::string page = to_html(small_report());
    for (const char* bad : {"<script", "<link", "src=", "url(", "@import", "<b>data", "https://"}) {
      CAPTURE(bad);
      CHECK(page.find(bad) == std::string::npos);
    }
    for (const char* wanted : {"id=\"some_stem\"", "holds so far", "What this shows", "What this does not show",
                               "docs/assumptions.md", "This plot could not be drawn", "&quot;out&quot; &amp;&amp;"}) {
      CAPTURE(wanted);
      CHECK(page.find(wanted) != std::string::npos);
    }
    CHECK(page == to_html(small_report()));
  }

  TEST_CASE("Markdown links the plots; JSON has states, levels and null for what is missing") {
    const std::string md = to_markdown(small_report());
    CHECK(md.find("](plots/c07_a-plot.svg)") != std::string::npos);
    CHECK(md.find("x \\| y") != std::string::npos);
    const nlohmann::json j = to_json(small_report());
    CHECK(j["exit_code"] == 2);
    CHECK(j["counts"]["holds so far"] == 1);
    CHECK(j["claims"][0]["evidence_reached"] == "sampled");
    CHECK(j["claims"][0]["refuted_at"].is_null());
    CHECK(j["claims"][0]["checks"][1]["verdict"] == "undecided");
  }

  TEST_CASE("an empty report claims nothing") {
    CHECK(to_html({}).find("No claim was asked for.") != std::string::npos);
    CHECK(to_json({})["exit_code"] == 2);
  }

  TEST_CASE("writing: all files, again over the old ones, no temporary left") {
    const Scratch scratch;
    const fs::path folder = scratch.path / "a" / "b";
    write_report(folder, small_report());
    write_report(folder, small_report());
    CHECK(entries(folder) == 5);  // three files, the folder of plots, one plot
    CHECK(text_of(folder / "index.html") == to_html(small_report()));
    CHECK(nlohmann::json::parse(text_of(folder / "report.json"))["claims"][0]["data"]["bad"].is_null());
    CHECK(text_of(folder / "plots" / "c07_a-plot.svg").starts_with("<svg"));
    // What an earlier run left would be taken for this one's; what is not a report's stays.
    fs::create_directories(folder / "certificates");
    for (const char* name : {"plots/c09_old.svg", "plots/mine.svg", "certificates/c10_old.json",
                             "certificates/c10_old.journal.json", "certificates/notes.json"})
      std::ofstream(folder / name) << "{}";
    write_report(folder, small_report());
    CHECK(!fs::exists(folder / "plots/c09_old.svg"));
    CHECK(!fs::exists(folder / "certificates/c10_old.json"));
    for (const char* name :
         {"plots/c07_a-plot.svg", "plots/mine.svg", "certificates/c10_old.journal.json", "certificates/notes.json"})
      CHECK(fs::exists(folder / name));
  }

  TEST_CASE("an unwritable folder is one line, and leaves nothing behind") {
    const Scratch scratch;
    std::ofstream(scratch.path / "file") << "mine";
    CHECK_THROWS_AS(write_report(scratch.path / "file" / "report", small_report()), Error);
    CHECK_THROWS_AS(write_report(scratch.path / "file", small_report()), Error);
    CHECK(entries(scratch.path) == 1);
    // A folder where a file should go: found only when the temporary files are renamed.
    fs::create_directories(scratch.path / "out" / "index.html");
    try {
      write_report(scratch.path / "out", small_report());
      FAIL_CHECK("no error");
    } catch (const Error& e) {
      CHECK(e.kind() == Error::Kind::io);
      CHECK(std::string(e.what()).find("index.html") != std::string::npos);
      CHECK(std::string(e.what()).find('\n') == std::string::npos);
    }
    CHECK(entries(scratch.path / "out") == 1);
    CHECK(text_of(scratch.path / "file") == "mine");
  }
}
