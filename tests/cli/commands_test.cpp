// What all commands share: the instance that is read, its warnings, and JSON.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "figures.hpp"

using namespace noiseproof;
using namespace figures;
using Json = nlohmann::json;

TEST_SUITE("cli/commands") {
  TEST_CASE("without a file the instance is the default one; with one its own, and its warnings are kept for the end") {
    CHECK(load_instance("").describe() == Instance{}.describe());
    const Workplace place("instance");
    CHECK(load_instance(place.file("i.toml", kTwo + "w_star = [3, 4]\n")).describe() == "k=2 p=2 r=1 |a*|^2=1");
    std::ostringstream err;
    std::streambuf* const before = std::cerr.rdbuf(err.rdbuf());
    print_warnings();
    std::cerr.rdbuf(before);
    CHECK(err.str().find("noiseproof: warning: " + place.at("i.toml") + ": teacher.w_star: its length is not 1") !=
          std::string::npos);
  }

  TEST_CASE("JSON of a name that is no UTF-8 is JSON still") {
    std::ostringstream out;
    std::streambuf* const before = std::cout.rdbuf(out.rdbuf());
    print_json({{"file", "caf\xe9"}});
    std::cout.rdbuf(before);
    CHECK(Json::parse(out.str())["file"] == "caf\xEF\xBF\xBD");
    CHECK(out.str().ends_with("}\n"));
  }
}
