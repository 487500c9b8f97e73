// noiseproof-recheck as a program: what it accepts, and what it must refuse and how.
#include <doctest/doctest.h>

#include "oracle.hpp"
#include "twins.hpp"

using namespace twins;
using nlohmann::json;

namespace {

void expect_refusal(const std::string& text, int code, const std::string& message) {
  const Outcome outcome = recheck_text(text);
  CHECK(outcome.code == code);
  CHECK(outcome.out.empty());
  INFO(outcome.err);
  CHECK(outcome.err.find("certificate.json: ") != std::string::npos);
  CHECK(outcome.err.find(message) != std::string::npos);
  CHECK(outcome.err.ends_with("\n"));
}

std::vector<Twin> all_twins() {
  std::vector<Twin> out;
  for (const auto part :
       {enclosures_twins, exclusion_twins, trap_twins, dissipation_twins, telling_twins, reader_twins})
    for (const Twin& twin : part()) out.push_back(twin);
  return out;
}

const std::vector<Twin> kTwins = all_twins();

struct Fact {
  const char *name, *certificate;
  std::function<void(json&)> nudge;
};

const std::vector<Fact> kFacts{
    {"the third moment of two tangent directions", "c08.json",
     [](json& c) {
       c["instance"]["p"] = 3;
       add_enclosure(c, "rise_order3", {{"point", "global_optimum"}}, "-19947114020072/100000000000000",
                     "-19947114020071/100000000000000");
     }},
    {"a largest eigenvalue along the sphere", "c08_vectors.json",
     [](json& c) {
       add_enclosure(c, "hessian_largest", {{"point", "global_optimum"}}, "2055204081632653/1000000000000000",
                     "2055204081632654/1000000000000000");
     }},
    {"the saddles' weights", "c08.json",
     [](json& c) {
       add_enclosure(c, "saddle_x", json::object(), "3629827957712740/10000000000000000",
                     "3629827957712741/10000000000000000");
       add_enclosure(c, "saddle_y", json::object(), "-1584186797703391/10000000000000000",
                     "-1584186797703390/10000000000000000");
     }},
    {"the spectrum at saddles where both parts of a* are there", "c08.json",
     [](json& c) {
       json list = json::array();
       const auto add = [&list](int multiplicity, const char* lo, const char* hi) {
         list.push_back({{"lo", lo}, {"hi", hi}, {"multiplicity", multiplicity}});
       };
       add(4, "0", "0"), add(23, "34084505690810/100000000000000", "34084505690811/100000000000000");
       add(1, "-82233289531674/1000000000000000", "-82233289531673/1000000000000000");
       add(1, "42156935482784/100000000000000", "42156935482785/100000000000000");
       add(1, "4321227625817423/1000000000000000", "4321227625817424/1000000000000000");
       c["items"].push_back({{"kind", "spectrum"},
                             {"statement", "hessian_spectrum"},
                             {"at", {{"point", "saddle"}}},
                             {"eigenvalues", list},
                             {"says", ""},
                             {"verdict", "proved"}});
     }},
};

}  // namespace

TEST_SUITE("recheck/certificate") {
  TEST_CASE("every certificate is accepted, is true by the oracle, and all together give 0") {
    std::string all;
    REQUIRE(certificate_files().size() >= 10);
    for (const auto& file : certificate_files()) {
      CAPTURE(file.string());
      const Outcome outcome = recheck_file("'" + file.string() + "'");
      INFO(outcome.err);
      CHECK(outcome.code == 0);
      CHECK(outcome.err.empty());
      const json certificate = json::parse(read_text(file));
      const std::string verdict =
          certificate["claim"].get<std::string>() + " " + certificate["verdict"].get<std::string>();
      CHECK(outcome.out.find(": " + verdict + ": ") != std::string::npos);
      CHECK(oracle::first_falsehood(certificate) == "");
      all += " '" + file.string() + "'";
    }
    CHECK(recheck_file(all).code == 0);
  }

  TEST_CASE("false twins: each nudge is refused, with the field and the reason") {
    for (const Twin& twin : kTwins) {
      CAPTURE(twin.name);
      json certificate = load(twin.certificate);
      twin.nudge(certificate);
      expect_refusal(certificate.dump(), twin.code, twin.message);
    }
  }

  TEST_CASE("true twins: what else is true is accepted") {
    for (const Fact& fact : kFacts) {
      CAPTURE(fact.name);
      json certificate = load(fact.certificate);
      fact.nudge(certificate);
      const Outcome outcome = recheck_text(certificate.dump());
      INFO(outcome.err);
      CHECK(outcome.code == 0);
      CHECK(oracle::first_falsehood(certificate) == "");
    }
  }

  TEST_CASE("what is no certificate ends in 3") {
    const std::string good = load("c05.json").dump();
    expect_refusal("", 3, "file: ");
    expect_refusal("{", 3, "is not JSON");
    expect_refusal("[]", 3, "must be an object");
    expect_refusal("\xff\xfe", 3, "is not JSON");
    expect_refusal(std::string(100000, '['), 3, "is nested too deeply");
    expect_refusal(good.substr(0, good.size() / 2), 3, "is not JSON");
    expect_refusal(good + " x", 3, "is not JSON");
    expect_refusal("{\"version\":1," + good.substr(1), 3, "the key is there twice");
    expect_refusal(std::string("{\"a\0b\":1}", 9), 3, "holds a NUL byte");
    expect_refusal(good + std::string("\0", 1), 3, "holds a NUL byte");
    expect_refusal(good + std::string("\0", 1) + good, 3, "holds a NUL byte");
    CHECK(recheck_file("nowhere.json").code == 3);
    CHECK(recheck_file("/").code == 3);
    CHECK(recheck_file("").code == 3);
  }

  TEST_CASE("for programs, one line of JSON a file: its outcome, and what is proved of which instance") {
    const auto outcome_of = [](const json& certificate) {
      const json out = json::parse(recheck_text(certificate.dump(), "--json ").out);
      CHECK(out["checker"] == "noiseproof-recheck");
      CHECK(recheck_file("--version")
                .out.starts_with("noiseproof-recheck " + out["version"].get<std::string>() + "\nMPFI "));
      CHECK(out["file"].get<std::string>().ends_with("certificate.json"));
      return out;
    };
    const json good = load("c05_vectors.json");
    const json accepted = outcome_of(good);
    CHECK(accepted["outcome"] == "accepted");
    CHECK(accepted["claim"] == "C05");
    CHECK(accepted["verdict"] == "proved");
    CHECK(accepted["items"] == good["items"].size());
    CHECK(accepted["instance"] == good["instance"]);
    const auto refused = [&](const char* outcome, const char* reason, const std::function<void(json&)>& nudge) {
      json bad = good;
      nudge(bad);
      const json out = outcome_of(bad);
      CHECK(out["outcome"] == outcome);
      CHECK(!out.contains("claim"));
      CHECK(out["reasons"].dump().find(reason) != std::string::npos);
    };
    refused("false", "spurious_x in [lo, hi] is false",
            [](json& c) { item(c, "spurious_x")["lo"] = item(c, "spurious_x")["hi"]; });
    refused("incomplete", "lacks spurious_y", [](json& c) { erase_item(c, "spurious_y"); });
    refused("unreadable", "'spurious_z' is not known here", [](json& c) { c["items"][0]["quantity"] = "spurious_z"; });
    json open = load("c02_vectors.json");
    item(open, "radial_moment")["at"]["cut"] = "2";
    CHECK(outcome_of(open)["outcome"] == "undecided");
    json step = load("c09_right_angle.json");
    leaves(step) = {{"0", "1", "-1", "1", "-1", "1", "0", "0", "x"}};
    CHECK(outcome_of(step)["outcome"] == "incomplete");  // what a false leaf was to prove may be true
  }

  TEST_CASE("the sentence printed names the instance, and the step and radius where they matter") {
    const auto says = [](const char* name) { return recheck_text(load(name).dump()).out; };
    const auto has = [](const std::string& text, const std::string& part) {
      CAPTURE(text);
      CHECK(text.find(part) != std::string::npos);
    };
    has(says("c08.json"), ": C08 proved: 1 items, 0 leaves: k = 25, p = 6, r = 4, |a*|^2 = 1: the loss at");
    has(says("c05_vectors.json"), "r = 16641/20141, |a*|^2 = 20141/4900 (teacher given by its vectors): ");
    has(says("trap.json"), "; at k = 25, p = 6, r = 4, |a*|^2 = 1, eta = 1/25, radius^2 = 4/25 in [2.2716739378");
    has(says("c11.json"), "; at k = 2, p = 2, r = 0, |a*|^2 = 1/10000, eta = 3/10, radius^2 = 409600 in [5.32310993");
    has(says("c09_right_angle.json"), "; at k = 2 and r from 0 to 0");
    has(says("c20.json"), "; with eta = 1/800, rho_w = ");
  }

  TEST_CASE("a name cannot steer the terminal, nor turn its text around") {
    const Outcome outcome = recheck_file("'no\x1b[31m\xc2\x9b\xe2\x80\xae\xff\nhere \xc3\xa9.json'");
    CHECK(outcome.code == 3);
    CHECK(outcome.err.starts_with("no\\x1b[31m\\u009b\\u202e\\xff\\x0ahere \xc3\xa9.json: file: "));
  }

  TEST_CASE("several at a time: the same lines in the same order; a number of threads that makes no sense ends in 3") {
    std::string files;
    for (const char* name : {"c05.json", "c08.json", "c12.json", "c07_equal.json", "c05.json"})
      for (const auto& file : certificate_files())
        if (file.filename() == name) files += " '" + file.string() + "'";
    const Outcome one = recheck_file(files), four = recheck_file("--jobs 4 --progress" + files);
    CHECK(one.code == 0);
    CHECK(four.code == 0);
    CHECK(four.out == one.out);
    CHECK(std::count(one.out.begin(), one.out.end(), '\n') >= 4);
    for (const char* wrong : {"--jobs 0", "--jobs 1.5", "--jobs 257", "--jobs", "--jobs 2"}) {
      CAPTURE(wrong);
      CHECK(recheck_file(wrong + std::string(wrong == std::string("--jobs 2") ? "" : files)).code == 3);
    }
  }

  TEST_CASE("of several certificates the worst decides: malformed, then refuted, then undecided") {
    const auto file = certificate_files().front().string();
    CHECK(recheck_file("'" + file + "' nowhere.json").code == 3);
    CHECK(recheck_file("nowhere.json '" + file + "'").code == 3);
  }
}
