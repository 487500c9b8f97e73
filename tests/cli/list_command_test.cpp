// What `list` prints, against the library called directly: keys, figures, words and exit codes.
#include <doctest/doctest.h>

#include "answer.hpp"
#include "claim_programs.hpp"
#include "report/register.hpp"

using namespace noiseproof;
using Json = nlohmann::json;

TEST_SUITE("cli/list") {
  TEST_CASE("every claim of the register is listed with what it wants, and has its program") {
    const std::vector<Claim> claims = parse_register(claims_register_text(), "claims.toml");
    const Json all = noiseproof_answer({"list", "--json"}).json();
    REQUIRE(all.size() == claims.size());
    const Answer plain = noiseproof_answer({"list"});
    for (std::size_t i = 0; i < claims.size(); ++i) {
      CHECK(all[i]["id"] == claims[i].id);
      CHECK(all[i]["stem"] == claims[i].stem);
      CHECK(all[i]["says"] == claims[i].says);
      CHECK(all[i]["source"] == claims[i].source);
      CHECK(all[i]["wants"] == name(claims[i].wants));
      CHECK(all[i]["expected"] == claims[i].expected);
      CHECK(all[i]["checked_here"] == true);
      CHECK(plain.says(claims[i].id + "  " + claims[i].stem + "  (wants " + std::string(name(claims[i].wants)) +
                       ")\n     " + claims[i].says + "\n"));
    }
  }
}
