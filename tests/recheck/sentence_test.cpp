#include <doctest/doctest.h>

#include "items.hpp"
#include "runner.hpp"

using namespace recheck;
using nlohmann::json;

TEST_SUITE("recheck/parts") {
  TEST_CASE("every claim has a sentence of the checker's own") {
    for (const auto& file : certificate_files()) {
      const json certificate = json::parse(read_text(file));
      CHECK(std::string(statement_of(certificate["claim"])).size() > 40);
    }
  }
}
