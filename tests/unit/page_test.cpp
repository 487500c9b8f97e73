// The report's words and pages: what is told of each state, and that no text of a claim's becomes markup.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/error.hpp"
#include "report/prose.hpp"
#include "report/report.hpp"
#include "report/text.hpp"
#include "workplace.hpp"

using namespace noiseproof;

namespace {

ClaimReport entry_of(const std::string& id, Evidence wants, const std::vector<std::pair<Evidence, Verdict>>& checks,
                     const std::string& expected = "holds") {
  ClaimReport out;
  out.claim = {id, "stem_" + id.substr(1), "says " + id, "derived", wants, expected};
  for (const auto& [level, verdict] : checks)
    out.result.checks.push_back({"check of " + id, level, verdict, "7/3", 0.5});
  out.seconds = 75;
  return out;
}

constexpr auto as_sampled = Evidence::sampled, as_enclosed = Evidence::enclosed, in_kernel = Evidence::kernel_checked;
constexpr auto is_proved = Verdict::proved, is_refuted = Verdict::refuted, is_open = Verdict::undecided;

std::string conclusion_of(const std::vector<ClaimReport>& entries) { return words::conclusion(states({{}, entries})); }

bool stands_in(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// How often a part stands in a text.
int times(const std::string& text, const std::string& part) {
  int n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++n;
  return n;
}

/// Every text of a report set to `text`, but for those that are identifiers.
Report full_of(const std::string& text) {
  Report report;
  report.run.instance = report.run.formal_part = report.run.command = text;
  report.run.libraries = {{text, text}};
  ClaimReport entry = entry_of("C01", as_enclosed, {{as_enclosed, is_proved}});
  entry.claim.says = entry.claim.source = text;
  entry.result.checks[0].what = entry.result.checks[0].figure = text;
  entry.result.headline = text;
  entry.result.notes = {text};
  entry.readme = {text, text, text, text};
  entry.result.plots = {
      {{"type", "lines"}, {"id", "a"}, {"title", text}, {"caption", text}, {"x_label", text}, {"y_label", text}},
      {{"type", text}, {"id", "b"}, {"title", text}, {"caption", text}}};
  report.claims = {entry};
  return report;
}

}  // namespace

TEST_SUITE("report/words") {
  TEST_CASE("the conclusion counts what is settled, what is refuted and what is open") {
    const ClaimReport good = entry_of("C01", as_enclosed, {{as_enclosed, is_proved}}),
                      weak = entry_of("C02", in_kernel, {{as_enclosed, is_proved}}),
                      bad = entry_of("C03", as_enclosed, {{as_enclosed, is_refuted}}),
                      open = entry_of("C04", as_enclosed, {{as_enclosed, is_open}});
    CHECK(conclusion_of({good}) == "Every claim is settled by the evidence that the register asks for.");
    CHECK(conclusion_of({good, open}) ==
          "1 of 2 claims is settled by the evidence that the register asks for; 1 is open.");
    CHECK(conclusion_of({good, good, bad}) ==
          "2 of 3 claims are settled by the evidence that the register asks for; 1 is refuted where it had to hold.");
    CHECK(
        conclusion_of({bad, bad, weak, open}) ==
        "0 of 4 claims are settled by the evidence that the register asks for; 2 are refuted where they had to hold; 2 "
        "are open.");
    CHECK(conclusion_of({}) == "No claim was asked for.");
    ClaimReport other = entry_of("C05", as_enclosed, {});
    other.applies = false;
    CHECK(conclusion_of({good, other, other}) ==
          "Every claim that applies is settled by the evidence that is wanted under this activation. 2 more are about "
          "ReLU "
          "only.");
    CHECK(conclusion_of({good, open, other}) ==
          "1 of 2 claims is settled by the evidence that is wanted under this activation; 1 is open. 1 more is about "
          "ReLU "
          "only.");
  }

  TEST_CASE("checks are counted by their verdicts") {
    const auto counted = [](const std::vector<std::pair<Evidence, Verdict>>& checks) {
      return words::check_counts(entry_of("C01", as_enclosed, checks).result);
    };
    CHECK(counted({}) == "no checks");
    CHECK(counted({{as_sampled, is_proved}}) == "1 check: 1 proved");
    CHECK(counted({{as_sampled, is_open}, {as_enclosed, is_proved}, {as_enclosed, is_proved}}) ==
          "3 checks: 2 proved, 1 undecided");
    CHECK(counted({{as_sampled, is_refuted}, {as_enclosed, is_open}}) == "2 checks: 1 refuted, 1 undecided");
  }

  TEST_CASE("states are counted, zeros included; what does not apply only where there is one") {
    const auto counts = words::counts(
        states({{}, {entry_of("C01", as_enclosed, {{as_enclosed, is_proved}}), entry_of("C02", as_enclosed, {})}}));
    REQUIRE(counts.size() == 5);
    CHECK(counts[0] == std::pair(State::reached, 1));
    CHECK(counts[2] == std::pair(State::refuted, 0));
    CHECK(counts[4] == std::pair(State::not_checked, 1));
  }

  TEST_CASE("another activation is named with its definition, ReLU is not") {
    RunInfo run;
    CHECK(words::about_activation(run).empty());
    run.activation = "binary";
    run.activation_in_words = "act(z) = 1 for z > 0, else 0";
    CHECK(stands_in(words::about_activation(run), "binary (act(z) = 1 for z > 0, else 0)"));
  }
}

TEST_SUITE("report/pages") {
  TEST_CASE("no text becomes markup of the page") {
    const std::string page = to_html(full_of("<b>\"A&B\"</b>"));
    CHECK_FALSE(stands_in(page, "<b>\"A"));
    CHECK_FALSE(stands_in(page, "\"A&B\""));
    CHECK_FALSE(stands_in(page, "A&B"));
    // All texts, each wherever it is shown: run, claim, check, note, README, plots, pictures and why one is not drawn.
    CHECK(times(page, "A&amp;B") == 24);
    CHECK(times(page, "</script") == 0);
  }

  TEST_CASE("no text breaks a table or a line of the Markdown") {
    const std::string text = to_markdown(full_of("a|b\nc*d"));
    const std::string readme = "a|b\nc*d";  // a README and a note are Markdown already
    CHECK(times(text, readme) == 5);        // three sections, a note, the command
    CHECK(times(text, "a\\|b c\\*d") == times(text, "c\\*d"));
    CHECK(times(text, "a\\|b c\\*d") == 16);
    CHECK(times(text, "|") - times(text, "\\|") == times(to_markdown(full_of("x")), "|") + 5);
  }

  TEST_CASE("only enclosures and theorems are proved, samples agree, false twins are told apart or refuted") {
    const auto said = [](const char* what, Evidence level, Verdict verdict) {
      return std::string(words::verdict({what, level, verdict, ""}));
    };
    CHECK(said("a sentence", as_enclosed, is_proved) == "proved");
    CHECK(said("a sentence", as_sampled, is_proved) == "agrees");
    CHECK(said("a sentence", Evidence::computed, is_refuted) == "refuted");
    CHECK(said("a sentence", as_sampled, is_open) == "undecided");
    CHECK(said("false twin: x", in_kernel, is_proved) == "refuted, as it must be");
    CHECK(said("False twin: x", Evidence::computed, is_proved) == "told apart");
    CHECK(said("false twin: x", as_sampled, is_open) == "not told apart");
    CHECK(said("false twin: x", in_kernel, is_refuted) == "holds, and must not");
  }

  TEST_CASE("a claim that is expected under a condition only, and settled by a refutation, is false here") {
    Report report;
    report.claims = {entry_of("C01", as_enclosed, {{as_enclosed, is_refuted}}, "conditional"),
                     entry_of("C02", as_enclosed, {{as_enclosed, is_refuted}})};
    report.claims[0].result.checks[0].is_the_claim = true;
    const std::vector<ClaimState> all = states(report);
    CHECK(words::state(all[0]) == "false here");
    CHECK(words::state(all[1]) == "refuted");
    const auto counted = words::counts_in_words(all);
    CHECK(std::count(counted.begin(), counted.end(), std::pair<std::string_view, int>("refuted", 1)) == 1);
    CHECK(std::count(counted.begin(), counted.end(), std::pair<std::string_view, int>("false here", 1)) == 1);
    CHECK(stands_in(to_html(report), "<b>1</b> <span class=\"state s-refuted\">refuted</span>"));
    CHECK(stands_in(to_html(report), "<span class=\"state s-false-here\">false here</span>"));
    CHECK(stands_in(to_markdown(report), "State: **false here**."));
  }

  TEST_CASE("the page has every claim's state, ladder, evidence, figure and time") {
    Report report;
    report.claims = {
        entry_of("C01", in_kernel, {{as_sampled, is_proved}, {as_enclosed, is_open}, {in_kernel, is_proved}}),
        entry_of("C02", as_enclosed, {{as_sampled, is_refuted}, {as_enclosed, is_proved}}, "conditional"),
        entry_of("C03", as_enclosed, {})};
    report.claims[0].result.headline = "42.0";
    const std::string page = to_html(report);
    CHECK(times(page,
                "aria-label=\"kernel-checked, as wanted\"><span class=\"rung r-proved\">S</span><span class=\"rung "
                "r-absent\">C</span><span class=\"rung r-undecided\">?</span><span class=\"rung r-proved "
                "wanted\">K</span></span>") == 2);
    CHECK(times(page,
                "<span class=\"rung r-refuted\">×</span><span class=\"rung r-absent\">C</span><span class=\"rung "
                "r-proved wanted\">E</span><span class=\"rung r-absent\">K</span></span>") == 2);
    CHECK(stands_in(page, "<span class=\"sub\">kernel-checked</span>"));
    CHECK(stands_in(page, "<span class=\"sub\">refuted (sampled); wanted: enclosed</span>"));
    CHECK(stands_in(page, "<span class=\"sub\">none; wanted: enclosed</span>"));
    CHECK(times(page, "<em>(expected only under a condition)</em>") == 1);
    CHECK(times(page, "<span>Expected only under a condition.</span>") == 1);
    CHECK(stands_in(page, "class=\"figure\">42.0</td><td data-label=\"Time\" class=\"num\">75.0 s</td>"));
    CHECK(stands_in(page, "class=\"figure\">–</td><td data-label=\"Time\" class=\"num\">–</td>"));
    CHECK(times(page, "No check has been run for this claim.") == 1);
    CHECK(times(page,
                "<span class=\"verdict v-refuted\">refuted</span></td><td data-label=\"Figure\" "
                "class=\"figure\">7/3</td>") == 1);
    CHECK(times(page, "<span class=\"verdict v-proved\">proved</span>") == 2);
    CHECK(times(page, "<span class=\"verdict v-proved\">agrees</span>") == 1);
    CHECK(stands_in(page, "<li><b>1</b> <span class=\"state s-reached\">reached</span></li>"));
    CHECK(stands_in(page, "<li><b>1</b> <span class=\"state s-refuted\">refuted</span></li>"));
    CHECK(stands_in(page, "id=\"stem_02\">"));
    CHECK(stands_in(page, "href=\"#stem_03\""));
    CHECK(times(page, "ReLU") > 0);
    report.claims[2].applies = false;
    CHECK_FALSE(stands_in(to_html(report), "No check has been run"));
    report.run.activation = "binary";
    CHECK(stands_in(to_html(report), "<title>noiseproof: verification report, binary activation</title>"));
    CHECK(stands_in(to_html(report), "convolutional network"));
    CHECK(stands_in(page, "convolutional ReLU network"));
  }

  TEST_CASE("each claim has its own state, limits and pictures") {
    Report report;
    report.claims = {entry_of("C01", as_enclosed, {{as_enclosed, is_proved}}),
                     entry_of("C02", as_enclosed, {{as_enclosed, is_refuted}}),
                     entry_of("C03", as_enclosed, {{as_enclosed, is_open}})};
    for (ClaimReport& entry : report.claims) entry.readme = {"st", "sh", "limits of " + entry.claim.id, "oa"};
    report.claims[1].result.plots = {{{"type", "lines"},
                                      {"id", "own"},
                                      {"title", "its picture"},
                                      {"caption", ""},
                                      {"series", {{{"name", "s"}, {"x", {0, 1}}, {"y", {0, 1}}, {"style", "line"}}}}}};
    const std::string page = to_html(report), text = to_markdown(report);
    for (const char* id : {"C01", "C02", "C03"}) {
      CHECK(times(page, std::string("limits of ") + id) == 1);
      CHECK(times(text, std::string("limits of ") + id) == 1);
    }
    CHECK(times(page, "state s-reached") == times(page, "state s-refuted"));
    CHECK(times(page, "state s-reached") == times(page, "state s-undecided"));
    CHECK(times(page, "its picture") > 0);
    CHECK(stands_in(page, "<span class=\"sub\">refuted (enclosed)</span>"));
    const nlohmann::json machine = to_json(report);
    CHECK(machine["claims"][0]["settled"] == true);
    CHECK(machine["claims"][1]["settled"] == false);
    CHECK(machine["claims"][2]["settled"] == false);
    report.claims[2].applies = false;
    CHECK(words::evidence(states(report)[2]) == "not checked");
  }

  TEST_CASE("what XML does not know is replaced, and an address stays in its attribute") {
    CHECK(escape_xml("a\xEF\xBF\xBE\xEF\xBF\xBFz") == "a\xEF\xBF\xBD\xEF\xBF\xBDz");
    CHECK(inline_to_html("[x](https://e.org/?a&b\"c)") == "<a href=\"https://e.org/?a&amp;b&quot;c\">x</a>");
  }

  TEST_CASE("the Markdown has the same, and says when nothing was run") {
    Report report;
    report.claims = {entry_of("C02", as_enclosed, {{as_sampled, is_refuted}, {as_enclosed, is_proved}}, "conditional"),
                     entry_of("C03", as_enclosed, {})};
    const std::string text = to_markdown(report);
    CHECK(stands_in(
        text,
        "| [C02 stem\\_02](#stem_02) | says C02 | refuted | refuted (sampled, wanted: enclosed) |  | 75.0 s |\n"));
    CHECK(stands_in(text,
                    "| [C03 stem\\_03](#stem_03) | says C03 | not yet checked | none (wanted: enclosed) |  | – |\n"));
    CHECK(stands_in(text, "| check of C02 | sampled | refuted | 7/3 | 0.50 s |\n"));
    CHECK(stands_in(text, "says C02. Source: derived. Expected to hold only under a condition.\n"));
    CHECK(stands_in(text, "says C03. Source: derived.\n"));
    CHECK(stands_in(
        text,
        "State: **refuted**. Evidence: refuted (sampled, wanted: enclosed). 2 checks: 1 proved, 1 refuted, 75.0 s.\n"));
    CHECK(times(text, "**Notes**") == 0);
    CHECK(times(text, "**Statement**") == 0);
    CHECK(times(text, "\n| check | level |") == 1);
    CHECK(stands_in(text, "| refuted | 1 |"));
    CHECK(stands_in(text, "| reached | 0 |"));
  }

  TEST_CASE("the JSON has each claim's own figures") {
    Report report;
    report.claims = {entry_of("C02", as_enclosed, {{as_sampled, is_refuted}, {as_enclosed, is_proved}}, "conditional"),
                     entry_of("C03", in_kernel, {{in_kernel, is_proved}})};
    report.run.seed = 7;
    report.run.digits = 60;
    const nlohmann::json j = to_json(report);
    CHECK(j["format"] == "noiseproof-report");
    CHECK(j["exit_code"] == 1);
    CHECK(j["run"]["seed"] == 7);
    CHECK(j["run"]["digits"] == 60);
    CHECK(j["claims"][0]["state"] == "refuted");
    CHECK(j["claims"][0]["settled"] == false);
    CHECK(j["claims"][0]["expected"] == "conditional");
    CHECK(j["claims"][0]["refuted_at"] == "sampled");
    CHECK(j["claims"][0]["evidence_reached"].is_null());
    CHECK(j["claims"][0]["wants"] == "enclosed");
    CHECK(j["claims"][0]["checks"][0] == nlohmann::json{{"what", "check of C02"},
                                                        {"level", "sampled"},
                                                        {"verdict", "refuted"},
                                                        {"figure", "7/3"},
                                                        {"seconds", 0.5}});
    CHECK(j["claims"][0]["seconds"] == 75);
    CHECK(j["claims"][1]["settled"] == true);
    CHECK(j["claims"][1]["evidence_reached"] == "kernel-checked");
    CHECK(j["claims"][1]["stem"] == "stem_03");
  }

  TEST_CASE("plots have names of their own, by their claim; what cannot be drawn says why") {
    Report report;
    report.claims = {entry_of("C07", as_enclosed, {}), entry_of("C08", as_enclosed, {})};
    const nlohmann::json good{{"type", "lines"}, {"id", "Loss"}, {"title", "T"}, {"caption", "C"}},
        prefixed{{"type", "lines"}, {"id", "c07_x"}}, nameless{{"type", "lines"}}, bad{{"type", "pie"}, {"id", "p"}};
    report.claims[0].result.plots = {good, good, good, prefixed, nameless, bad, nlohmann::json(3)};
    report.claims[1].result.plots = {good};
    const auto plots = draw_plots(report, false);
    std::vector<std::string> files;
    for (const DrawnPlot& plot : plots[0]) files.push_back(plot.file);
    CHECK(files == std::vector<std::string>{"c07_loss.svg", "c07_loss-2.svg", "c07_loss-3.svg", "c07_x.svg",
                                            "c07_plot.svg", "c07_p.svg", "c07_plot-2.svg"});
    CHECK(plots[1][0].file == "c08_loss.svg");
    CHECK(plots[0][0].title == "T");
    CHECK(plots[0][0].caption == "C");
    CHECK(stands_in(plots[0][0].svg, "<style>"));
    CHECK_FALSE(stands_in(draw_plots(report, true)[0][0].svg, "<style>"));
    CHECK(plots[0][5].svg.empty());
    CHECK(stands_in(plots[0][5].failure, "plot \"p\": type \"pie\""));
    CHECK(plots[0][0].failure.empty());
  }

  TEST_CASE("certificates and pictures are written with the report; a failure keeps what was there before") {
    const Workplace folder("page");
    Report report = full_of("x");
    report.claims[0].result.certificate = {"c01.json", "{}\n"};
    write_report(folder.path / "out", report);
    CHECK(folder.read("out/certificates/c01.json") == "{}\n");
    CHECK(folder.read("out/report.md") == to_markdown(report));
    CHECK(folder.read("out/report.json") == to_json(report).dump(2) + "\n");
    CHECK(folder.read("out/plots/c01_a.svg") == draw_plots(report, false)[0][0].svg);
    CHECK_FALSE(std::filesystem::exists(folder.path / "out/plots/c01_b.svg"));
    // Of two runs into one folder, the second fails at the last file: the first one's files are there still.
    std::filesystem::remove(folder.path / "out/index.html");
    std::filesystem::create_directories(folder.path / "out/index.html/in the way");
    CHECK_THROWS_AS(write_report(folder.path / "out", report), Error);
    for (const char* name : {"report.json", "report.md", "certificates/c01.json", "plots/c01_a.svg"}) {
      CAPTURE(name);
      CHECK(std::filesystem::exists(folder.path / "out" / name));
      CHECK_FALSE(std::filesystem::exists(folder.path / "out" / (std::string(name) + ".part")));
    }
    std::filesystem::create_directories(folder.path / "new/index.html/in the way");
    CHECK_THROWS_AS(write_report(folder.path / "new", report), Error);
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path / "new"),
                        std::filesystem::directory_iterator()) == 1);
    // A folder with a slash at its end, and one that is empty already.
    write_report(folder.path / "a" / "b" / "", report);
    CHECK(std::filesystem::exists(folder.path / "a/b/index.html"));
  }

  TEST_CASE(
      "JUnit: a refuted claim fails, an open one is an error, one that is false here and one that is proved pass") {
    Report report;
    report.claims = {entry_of("C01", as_enclosed, {{as_enclosed, is_proved}, {as_sampled, is_open}}),
                     entry_of("C02", as_enclosed, {{as_enclosed, is_refuted}}),
                     entry_of("C03", as_enclosed, {{as_enclosed, is_open}}),
                     entry_of("C04", as_enclosed, {{as_enclosed, is_refuted}}, "conditional"),
                     entry_of("C05", as_enclosed, {})};
    report.claims[0].result.checks[0].what = "a < b";
    report.claims[3].result.checks[0].is_the_claim = true;
    report.claims[0].result.checks[0].seconds = std::nan("");
    const std::string xml = to_junit(report);
    CHECK(stands_in(
        xml, "<testsuite name=\"C01 stem_01\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\" time=\"75.000\">"));
    CHECK(stands_in(xml, "<testcase classname=\"stem_01\" name=\"a &lt; b\" time=\"0.000\"/>"));
    CHECK(stands_in(xml, "<testsuite name=\"C02 stem_02\" tests=\"1\" failures=\"1\" errors=\"0\""));
    CHECK(stands_in(xml, "<failure message=\"7/3\"/>"));
    CHECK(stands_in(xml, "<testsuite name=\"C03 stem_03\" tests=\"1\" failures=\"0\" errors=\"1\""));
    CHECK(stands_in(xml, "<testsuite name=\"C04 stem_04\" tests=\"1\" failures=\"0\" errors=\"0\""));
    CHECK(stands_in(xml,
                    "<testcase classname=\"stem_05\" name=\"the claim is checked\" time=\"0.000\"><error message=\"not "
                    "yet checked\"/>"));
    CHECK(times(xml, "<testcase") == times(xml, "classname="));
  }

  TEST_CASE("the map has a box for each claim, a line for each claim that another one rests on, and no other") {
    Report report;
    report.claims = {entry_of("C01", in_kernel, {{in_kernel, is_proved}}),
                     entry_of("C02", as_enclosed, {{as_enclosed, is_proved}}),
                     entry_of("C03", as_sampled, {{as_sampled, is_open}})};
    report.claims[1].claim.rests_on = {"C01", "C09"};  // C09 was not asked for
    report.claims[2].claim.rests_on = {"C02", "C01"};
    const std::string svg = dependence_map(report);
    CHECK(times(svg, "<rect") == 3);
    CHECK(times(svg, "<path") == 3);
    for (const char* part : {"<g class=\"m-kernel-checked\"><title>C01", "<g class=\"m-enclosed\"><title>C02",
                             "<g class=\"m-open\"><title>C03", "href=\"#stem_03\""})
      CHECK(stands_in(svg, part));
    // A column for each link of the longest chain.
    CHECK(stands_in(svg, "viewBox=\"-2 -2 588 46\""));
    CHECK(times(dependence_map({}), "<rect") == 0);
  }

  TEST_CASE(
      "the talk's sentences stand first, each claim with its state; claims that were not asked for are left out") {
    Report report;
    report.claims = {entry_of("C10", as_enclosed, {{as_enclosed, is_refuted}}, "conditional")};
    report.claims[0].result.checks[0].is_the_claim = true;
    report.talk = {{"trapped in one of four < runs", {"C10", "C11"}}, {"not asked about", {"C12"}}};
    const std::string page = to_html(report);
    CHECK(page.find("id=\"talk\"") < page.find("id=\"summary\""));
    CHECK(stands_in(page,
                    "<td>trapped in one of four &lt; runs</td><td data-label=\"Claim\"><a href=\"#stem_10\">C10</a> "
                    "<span class=\"state s-false-here\">false here</span>"));
    CHECK(!stands_in(page, "not asked about"));
    CHECK(!stands_in(to_html({}), "id=\"talk\""));
  }

  TEST_CASE(
      "a sentence's picture is told first where its claims have drawn it, and nothing stands in place of one they have "
      "not") {
    Report report;
    report.claims = {entry_of("C10", as_enclosed, {{as_enclosed, is_proved}})};
    const auto lines = [](const char* id) {
      return nlohmann::json{
          {"type", "lines"}, {"id", id}, {"title", "rho_w"}, {"series", {{{"x", {0, 1}}, {"y", {0, 1}}}}}};
    };
    report.claims[0].result.plots = {lines("c10-a"), lines("c10-b")};
    report.talk = {{"the trap at phi = pi", {"C10"}, "c10-b"},
                   {"no such plot", {"C10"}, "c10-c"},
                   {"another claim's", {}, "c10-a"}};
    const std::string page = to_html(report);
    CHECK(times(page, "the trap at φ = π.</b>") == 1);
    CHECK(page.find("id=\"story\"") < page.find("id=\"summary\""));
    CHECK(!stands_in(page, "no such plot.</b>"));
    CHECK(!stands_in(page, "another claim's.</b>"));
    report.talk.erase(report.talk.begin());
    CHECK(!stands_in(to_html(report), "id=\"story\""));
  }

  TEST_CASE("a theorem is folded away with its sentence, a line for each premise; a certificate has its SHA-256") {
    CHECK(in_lines("forall n phi : R, 0 <= n -> 0 <= phi <= PI -> f n (a, b) = phi") ==
          "forall n phi : R,\n  0 <= n ->\n  0 <= phi <= PI ->\n  f n (a, b) = phi");
    CHECK(in_lines("x = 1") == "x = 1");
    Report report;
    report.claims = {entry_of("C01", in_kernel, {{in_kernel, is_proved}})};
    report.claims[0].result.theorems = {{"C01_x", "It is so.", "forall x : R, x = x -> a < b"}};
    report.claims[0].result.certificate = {"c01.json", "abc"};
    const std::string hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";  // FIPS 180-2, B.1
    const std::string page = to_html(report), text = to_markdown(report);
    CHECK(stands_in(
        page, "<summary><code>C01_x</code> It is so.</summary>\n<pre><code>forall x : R,\n  x = x -&gt;\n  a &lt; b"));
    CHECK(stands_in(text, "**Theorem C01\\_x**. It is so.\n\n```coq\nforall x : R,\n"));
    for (const std::string& written : {page, text, to_json(report).dump()}) CHECK(stands_in(written, hash));
  }

  TEST_CASE("a plot's series are written beside it, and linked") {
    Report report;
    report.claims = {entry_of("C01", as_enclosed, {{as_enclosed, is_proved}})};
    report.claims[0].result.plots = {
        {{"type", "lines"}, {"id", "a"}, {"series", {{{"name", "the \"s\""}, {"x", {0, 0.5}}, {"y", {1, nullptr}}}}}}};
    const DrawnPlot plot = draw_plots(report, false)[0][0];
    CHECK(plot.csv == "series,x,y\n\"the \"\"s\"\"\",0,1\n\"the \"\"s\"\"\",0.5,null\n");
    CHECK(data_file(plot) == "c01_a.csv");
    CHECK(stands_in(to_html(report), "<a href=\"plots/c01_a.csv\">Data</a>"));
    CHECK(stands_in(to_markdown(report), "[Data](plots/c01_a.csv)"));
    const Workplace place("plot_data");
    write_report(place.path / "r", report);
    CHECK(std::filesystem::exists(place.path / "r/plots/c01_a.csv"));
  }

  TEST_CASE("a run that was interrupted is called incomplete; without the theorems what holds so far is no failure") {
    Report report;
    report.claims = {entry_of("C01", in_kernel, {{as_enclosed, is_proved}}),
                     entry_of("C02", as_sampled, {{as_sampled, is_proved}})};
    CHECK(to_json(report)["exit_code"] == 2);
    report.run.theorems_wanted = false;
    CHECK(to_json(report)["exit_code"] == 0);
    report.claims.push_back(entry_of("C03", as_enclosed, {{as_sampled, is_proved}}));  // no theorem is missing there
    CHECK(to_json(report)["exit_code"] == 2);
    CHECK(!stands_in(to_html(report), ">incomplete<"));
    report.run.incomplete = "interrupted: half";
    CHECK(stands_in(to_html(report), ">incomplete</span> interrupted: half."));
    CHECK(stands_in(to_markdown(report), "**Incomplete: interrupted: half.**"));
    CHECK(to_json(report)["run"]["incomplete"] == "interrupted: half");
  }
}
