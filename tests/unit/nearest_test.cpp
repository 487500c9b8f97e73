// What a mistyped word may have been meant to be.
#include "core/nearest.hpp"

#include <doctest/doctest.h>

namespace noiseproof {

TEST_SUITE("core/nearest") {
  TEST_CASE("the nearest known word is offered, up to two letters away, and nothing beyond") {
    const std::vector<std::string> known{"verify", "trap", "sweep"};
    CHECK(nearest_word("verfy", known) == "verify");
    CHECK(nearest_word("vreify", known) == "verify");
    CHECK(nearest_word("tarp", known) == "trap");
    CHECK(nearest_word("swep", known) == "sweep");
    CHECK(nearest_word("vfy", known).empty());
    CHECK(nearest_word("x", {"y", "z"}).empty());
    CHECK(nearest_word("", known).empty());
    CHECK(nearest_word(std::string(10000, 'v'), known).empty());
    CHECK(nearest_word("ab", {"ac", "ad"}) == "ac");
    CHECK(did_you_mean("verfy", known, "!") == " (did you mean 'verify'?)");
    CHECK(did_you_mean("frobnicate", known, "!") == "!");
  }
}

}  // namespace noiseproof
