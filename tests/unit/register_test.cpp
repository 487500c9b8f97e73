// The register and the READMEs, field by field and heading by heading.
#include "report/register.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"

using namespace noiseproof;

namespace {

std::string record_with(const std::string& id, const std::string& stem, const std::string& more = "") {
  return "[[claim]]\nid = \"" + id + "\"\nstem = \"" + stem +
         "\"\nsays = \"x\"\nsource = \"y\"\nwants = \"enclosed\"\n" + more;
}

std::string register_error(const std::string& text) {
  try {
    parse_register(text, "r.toml");
  } catch (const Error& e) {
    CHECK(e.kind() == Error::Kind::input);
    return e.what();
  }
  return "";
}

}  // namespace

TEST_SUITE("report/register") {
  TEST_CASE("an id is C and two digits, a stem snake_case") {
    for (const char* id : {"C00", "C07", "C99"}) CHECK(register_error(record_with(id, "a")).empty());
    for (const char* id : {"C1", "C001", "c01", "D01", "C0x", "Cx0", "C 1"})
      CHECK(register_error(record_with(id, "a")) ==
            "r.toml, claim 1: id \"" + std::string(id) + "\" is not C and two digits");
    for (const char* stem : {"a", "a_b", "a2_c", "z_"}) CHECK(register_error(record_with("C01", stem)).empty());
    for (const char* stem : {"_a", "1a", "A", "a-b", "a b", "a/b", "aB"})
      CHECK(register_error(record_with("C01", stem)).find("is not in snake_case") != std::string::npos);
  }

  TEST_CASE("a claim rests on claims of the register, before it or after it, and never on itself") {
    const auto with = [](const std::string& first, const std::string& second) {
      return record_with("C01", "a", "rests_on = " + first + "\n") +
             record_with("C02", "b", "rests_on = " + second + "\n");
    };
    CHECK(parse_register(with("[\"C02\"]", "[]"), "r.toml")[0].rests_on == std::vector<std::string>{"C02"});
    CHECK(register_error(with("[\"C03\"]", "[]")) == "r.toml: C01 rests on C03, which is not in the register");
    CHECK(register_error(with("[\"C01\"]", "[]")) == "r.toml: C01 rests, through others, on itself");
    CHECK(register_error(with("[\"C02\"]", "[\"C01\"]")) == "r.toml: C01 rests, through others, on itself");
    CHECK(register_error(with("\"C02\"", "[]")) == "r.toml, claim 1: field \"rests_on\" is not a list");
    CHECK(register_error(with("[2]", "[]")) == "r.toml, claim 1: field \"rests_on\" is not a list of strings");
  }

  TEST_CASE("the talk's sentences are read in their order, and name claims of the register") {
    const std::string claims = record_with("C01", "a") + record_with("C02", "b");
    const auto talk = [&](const std::string& list) {
      return claims + "[[sentence]]\nsays = \"s\"\nclaims = " + list + "\n[[sentence]]\nsays = \"t\"\nclaims = []\n";
    };
    const std::vector<Sentence> read = parse_talk(talk("[\"C02\", \"C01\"]"), "r.toml");
    REQUIRE(read.size() == 2);
    CHECK(read[0].claims == std::vector<std::string>{"C02", "C01"});
    CHECK(read[1].says == "t");
    CHECK(read[0].picture.empty());
    CHECK(parse_talk(talk("[]\npicture = \"c01\""), "r.toml")[0].picture == "c01");
    CHECK(parse_talk(claims, "r.toml").empty());
    CHECK_THROWS_WITH_AS(parse_talk(talk("[\"C03\"]"), "r.toml"), "r.toml, sentence 1: C03 is not in the register",
                         Error);
  }

  TEST_CASE("every field is a text that is not empty, and every record counts") {
    CHECK(register_error(record_with("C01", "a") + "says_more = \"x\"\n").find("says_more: unknown field") !=
          std::string::npos);
    CHECK(
        register_error("[[claim]]\nid = \"C01\"\nstem = \"a\"\nsays = \"\"\nsource = \"y\"\nwants = \"enclosed\"\n") ==
        "r.toml, claim 1: field \"says\" is missing or not a non-empty string");
    CHECK(register_error(record_with("C01", "a") + record_with("C02", "b") + record_with("C01", "c")) ==
          "r.toml, claim 3: \"C01\" is used twice");
    CHECK(register_error(record_with("C01", "a") + record_with("C02", "a")) == "r.toml, claim 2: \"a\" is used twice");
    CHECK_FALSE(register_error("claim = []\n").empty());
    CHECK(register_error("claim = [3]\n") == "r.toml, claim 1: not a table");
    CHECK(register_error("other = 1\n" + record_with("C01", "a")).find("other: unknown field") != std::string::npos);
    CHECK(register_error(record_with("C01", "a", "expected = \"refuted\"\n")).find("neither \"holds\" nor") !=
          std::string::npos);
    CHECK(register_error(record_with("C01", "a", "theorems = \"no\"\n")).find("neither \"whole\" nor") !=
          std::string::npos);
    const std::vector<Claim> claims = parse_register(
        record_with("C03", "b", "expected = \"conditional\"\ntheorems = \"part\"\n") + record_with("C01", "a"), "r");
    REQUIRE(claims.size() == 2);
    CHECK(claims[0].folder() == "c03_b");
    CHECK(claims[0].expected == "conditional");
    CHECK(claims[0].theorems == "part");
    CHECK(claims[0].says == "x");
    CHECK(claims[0].source == "y");
    CHECK(claims[1].id == "C01");
  }

  TEST_CASE("every level of evidence has its name, and nothing else is one") {
    for (const Evidence e :
         {Evidence::stated, Evidence::sampled, Evidence::computed, Evidence::enclosed, Evidence::kernel_checked})
      CHECK(parse_evidence(std::string(name(e)), "x") == e);
    for (const char* text : {"", "Enclosed", "kernel checked", "proved", "enclosed by balls"})
      CHECK_THROWS_AS(parse_evidence(text, "x"), Error);
  }

  TEST_CASE("a section goes on to the next heading of its level or above, fences of both kinds aside") {
    const ClaimReadme r = split_readme(
        "before\n## The statement\ns1\n~~~\n## Shows\n~~~\n### Shows less\ns2\n#hash\n####### Shows\n"
        "# Shows\nh1\n## Notes\nh2\n# It does not show\nd\n# Other\nlost\n# Other Activations\no1\n#\no2\n");
    CHECK(r.statement == "s1\n~~~\n## Shows\n~~~\n### Shows less\ns2\n#hash\n####### Shows");
    CHECK(r.shows == "h1\n## Notes\nh2");
    CHECK(r.does_not_show == "d");
    CHECK(r.other_activations == "o1\n#\no2");
    CHECK(split_readme("## This shows\n \t\nx y \n\n").shows == "x y");
    CHECK(split_readme("## What it shows\nx\n## Statement\ny").statement == "y");
    CHECK(split_readme("## Does not show\nx\n### Statement\ny").does_not_show == "x");
  }
}
