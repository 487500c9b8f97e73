// The emitted Coq theories, without Coq: statements, digits, twins. With Coq: tests/formal.
#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formal/coq.hpp"
#include "formal/numbers.hpp"

using namespace noiseproof;

namespace {

Instance instance(int k, const char* r, const char* norm_sq) {
  Instance out;
  out.k = k;
  out.r = parse_rational(r, "r");
  out.norm_sq = parse_rational(norm_sq, "norm");
  return out;
}

const NumberTheorem* find(const std::vector<NumberTheorem>& theorems, const std::string& name) {
  for (const NumberTheorem& t : theorems)
    if (t.name == name) return &t;
  return nullptr;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("formal: the default instance's loss and saddle angle, 30 digits, rounded outward") {
  const auto theorems = number_theorems(instance(25, "4", "1"));
  const NumberTheorem* loss = find(theorems, "C08_instance_loss");
  REQUIRE(loss != nullptr);
  CHECK(loss->statement ==
        "forall k c, teacher k c 25 4 1 ->\n"
        "  0.187312205364362505691217183410 <= L k c PI (abar k c) <= 0.187312205364362505691217183411");
  CHECK(has(loss->twin, "0.187312205364362505691217183412 <="));
  const NumberTheorem* saddle = find(theorems, "C09_instance_saddle");
  REQUIRE(saddle != nullptr);
  CHECK(has(saddle->statement, "1.830466226270320103485931791112 < phi < 1.830466226270320103485931791113"));
}

TEST_CASE("formal: every theorem has a twin that differs, and a name with its claim") {
  for (const auto& [k, r] : {std::pair{25, "4"}, {25, "9"}, {1, "1"}, {2, "0"}, {100000, "7/3"}})
    for (const NumberTheorem& t : number_theorems(instance(k, r, "3/7"))) {
      CAPTURE(t.name);
      CHECK(t.statement != t.twin);
      CHECK(has(t.name, "_instance_"));
      CHECK(has(t.statement, "teacher k c " + std::to_string(k)));
    }
}

TEST_CASE("formal: the side of the threshold decides what is stated") {
  CHECK(find(number_theorems(instance(25, "4", "1")), "C07_instance_minimum") != nullptr);
  CHECK(find(number_theorems(instance(25, "9", "1")), "C07_instance_no_minimum") != nullptr);
  CHECK(find(number_theorems(instance(25, "9", "1")), "C09_instance_no_saddle") != nullptr);
  // One row: equality, so no local minimum.
  CHECK(find(number_theorems(instance(1, "1", "1")), "C07_instance_no_minimum") != nullptr);
}

TEST_CASE("formal: sizes far from one keep their significant digits") {
  const auto theorems = number_theorems(instance(25, "4", "1e-40"));
  const NumberTheorem* loss = find(theorems, "C08_instance_loss");
  REQUIRE(loss != nullptr);
  CHECK(has(loss->statement, "0.0000000000000000000000000000000000000000187312205364362505691217183410"));
}

TEST_CASE("formal: numbers too long for Coq are an error with a reason") {
  CHECK_THROWS_AS(number_theorems(instance(25, ("4." + std::string(500, '3')).c_str(), "1")), Error);
}

TEST_CASE("formal: the audit's output is read as Coq prints it") {
  const auto theorems = parse_audit(
      "C08_first : True\nC08_lower_bound\n     : forall (k : nat) (c : nat -> R),\n       nonzero k c ->\n       0 <= "
      "1\n"
      "Axioms:\nClassicalDedekindReals.sig_not_dec : forall P : Prop, {~ ~ P} + {~ P}\n"
      "ClassicalDedekindReals.sig_forall_dec\n  : forall P : nat -> Prop,\n    True\n"
      "C01_x : True\nClosed under the global context\n");
  REQUIRE(theorems.size() == 3);
  CHECK(theorems[1].name == "C08_lower_bound");
  CHECK(theorems[1].statement == "forall (k : nat) (c : nat -> R), nonzero k c -> 0 <= 1");
  for (const std::size_t i : {0u, 1u})  // printed once for both
    CHECK(theorems[i].axioms ==
          std::vector<std::string>{"ClassicalDedekindReals.sig_forall_dec", "ClassicalDedekindReals.sig_not_dec"});
  CHECK(theorems[2].statement == "True");
  CHECK(theorems[2].axioms.empty());
}
