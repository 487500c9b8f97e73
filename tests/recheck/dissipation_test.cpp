#include <doctest/doctest.h>

#include "items.hpp"

using namespace recheck;
using nlohmann::json;

TEST_SUITE("recheck/parts") {
  TEST_CASE("a joint rate beyond an eigenvalue does not hold, and one too near the largest is undecided") {
    const auto instance = [](int k, const char* r) {
      return read_instance(Node(json{{"k", k}, {"p", 2}, {"r", r}, {"norm_sq", "1"}}, ""));
    };
    const Precision scope(64);
    const mpq_class t(1, 3);
    // The eigenvalues are 1/2 with one unit; (pi - 1)/(2 pi) = 0.3408 is the least with more.
    CHECK(dissipates_jointly(instance(1, "1"), t, mpq_class(51, 100)) == Answer::no);
    CHECK(dissipates_jointly(instance(25, "4"), t, mpq_class(35, 100)) == Answer::no);
    mpq_class lo = 0, hi = 1;
    Answer answer = Answer::no;
    for (int i = 0; i < 100 && answer != Answer::unknown; ++i) {
      const mpq_class middle = (lo + hi) / 2;
      answer = dissipates_jointly(instance(25, "4"), t, middle);
      (answer == Answer::yes ? lo : hi) = middle;
    }
    CHECK(answer == Answer::unknown);
    CHECK((lo > 0));
  }
}
