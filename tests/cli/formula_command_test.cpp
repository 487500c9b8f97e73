// What `formula` prints: words, keys and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"

using namespace noiseproof;
using Json = nlohmann::json;

TEST_SUITE("cli/formula") {
  TEST_CASE("the exit code: 0 where all is as expected, 1 where something is not, 2 where something is open") {
    const Workplace place("formula");
    const std::string holds = place.file("holds.toml",
                                         "name = \"t\"\nclaims = \"threshold_r\"\nexpression = \"(k+pi-1)/pi\"\n"),
                      wrong = place.file("wrong.toml", "claims = \"threshold_r\"\nexpression = \"k/pi\"\n"),
                      open = place.file("open.toml", "claims = \"mean\"\nexpression = \"1/(phi - phi)\"\n"),
                      twin = place.file("twin.toml",
                                        "claims = \"threshold_r\"\nexpression = \"k/pi\"\nexpect = \"refuted\"\n"),
                      no_twin =
                          place.file("no_twin.toml",
                                     "claims = \"threshold_r\"\nexpression = \"(k+pi-1)/pi\"\nexpect = \"refuted\"\n"),
                      open_twin =
                          place.file("open_twin.toml",
                                     "claims = \"mean\"\nexpression = \"1/(phi - phi)\"\nexpect = \"refuted\"\n");
    const auto code = [](std::vector<std::string> files) {
      files.insert(files.begin(), {"formula", "check"});
      return noiseproof_answer(files).code;
    };
    CHECK(code({holds}) == 0);
    CHECK(code({wrong}) == 1);
    CHECK(code({open}) == 2);
    CHECK(code({twin}) == 0);
    CHECK(code({no_twin}) == 1);
    CHECK(code({open_twin}) == 2);
    CHECK(code({open, wrong}) == 1);
    CHECK(code({wrong, open}) == 1);
    CHECK(code({holds, open, twin}) == 2);
    CHECK(code({place.at("none.toml")}) == 3);
    const Json r = noiseproof_answer({"formula", "check", holds, wrong, twin, "--json"}).json()["files"];
    REQUIRE(r.size() == 3);
    CHECK(r[0]["file"] == holds);
    CHECK(r[0]["checks"][0]["expected"] == "holds");
    CHECK(r[0]["checks"][0]["name"] == "t");
    CHECK_FALSE(r[0]["checks"][0].contains("counterexample"));
    CHECK(r[1]["checks"][0]["verdict"] == "refuted");
    const Json& at = r[1]["checks"][0]["counterexample"];
    CHECK(at["at"].contains("k"));
    CHECK(at["formula"] != at["definition"]);
    CHECK(r[2]["checks"][0]["expected"] == "refuted");
    CHECK(noiseproof_answer({"formula", "check", wrong}).says("            at k = "));
    CHECK(noiseproof_answer({"formula", "check", twin}).says(", as expected"));
    CHECK(noiseproof_answer({"formula", "check", no_twin}).says(", which was expected to be refuted"));
    CHECK_FALSE(noiseproof_answer({"formula", "check", wrong}).says("expected"));
  }

  TEST_CASE("values are stored, compared, and a digit that moved, a check that is new or gone is told") {
    const Workplace place("store");
    const std::string text = "[[check]]\nname = \"one\"\nclaims = \"mean\"\nexpression = \"1/sqrt(2*pi)\"\n";
    const std::string file = place.file("f.toml", text), folder = place.at("s/t");
    const Answer recorded = noiseproof_answer({"formula", "record", file, "--store", folder});
    CHECK(recorded.out == "recorded " + folder + "/f.json\n");
    const auto compared = [&](std::vector<std::string> more = {}) {
      more.insert(more.begin(), {"formula", "compare", file, "--store", folder});
      return noiseproof_answer(more);
    };
    CHECK(compared().code == 0);
    CHECK(compared().says("  same      one"));
    CHECK(compared({"--json"}).json()["files"][0]["comparison"]["same"] == true);
    place.file("f.toml", text + "[[check]]\nname = \"two\"\nclaims = \"mean\"\nexpression = \"1/sqrt(2*pi)\"\n");
    CHECK(compared().code == 2);
    CHECK(compared().says("  new       two"));
    CHECK(compared({"--json"}).json()["files"][0]["comparison"]["unrecorded"] == Json{"two"});
    std::string store = place.read("s/t/f.json");
    store.replace(store.find("398942280401"), 12, "398942280411");
    place.file("s/t/f.json", store);
    CHECK(compared().code == 1);  // outweighs what is new
    CHECK(compared().says("  MOVED     one"));
    const Json moved = compared({"--json", "--junit", place.at("j.xml")}).json()["files"][0]["comparison"];
    CHECK(moved["same"] == false);
    CHECK(moved["checks"][0]["moved"].size() >= 1);
    CHECK(moved["checks"][0]["moved"][0]["stored"] != moved["checks"][0]["moved"][0]["now"]);
    CHECK(place.read("j.xml").find("failures=\"1\"") != std::string::npos);
    const std::string unknown = place.file("g.toml", text);
    std::string none = place.read("s/t/f.json");
    place.file("s/t/g.json", none.replace(none.find("\"one\""), 5, "\"two\""));
    CHECK(noiseproof_answer({"formula", "compare", file, unknown, "--store", folder}).code == 1);
    std::filesystem::create_directories(place.path / "other");
    const std::string other = place.file("other/f.toml", text);
    CHECK(noiseproof_answer({"formula", "record", file, other, "--store", folder})
              .complains("another of the files has the same name"));
    place.file("plain", "");
    CHECK(noiseproof_answer({"formula", "record", file, "--store", place.at("plain")})
              .complains("cannot be made a folder"));
    place.file("s/t/f.json", "[1");
    CHECK(compared().complains("is no JSON"));
  }
}
