// The emitted Coq theories, without Coq: statements, digits, twins. With Coq: tests/formal.
#include <doctest/doctest.h>

#include "core/ball.hpp"
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
      CHECK(has(t.refutation, "refute_"));
    }
}

// There a* may be parallel to 1, and then abar = u (1.a*) 1 - v a* on a whole line of (u, v), which the twin must miss.
TEST_CASE("formal: at r = k the location's twin lies off the line of all coefficients") {
  for (const int k : {2, 3, 25, 1000, 6797}) {
    CAPTURE(k);
    const auto theorems = number_theorems(instance(k, std::to_string(k).c_str(), "1"));
    const NumberTheorem* location = find(theorems, "C05_instance_location");
    REQUIRE(location != nullptr);
    const auto ends = [](const std::string& text, const std::string& name) {
      const std::size_t at = text.find(" <= " + name + " <= "), begin = text.rfind(' ', at - 1) + 1;
      const std::size_t upper = at + name.size() + 8;
      return std::pair{parse_rational(text.substr(begin, at - begin), "lower"),
                       parse_rational(text.substr(upper, text.find_first_of(" \n", upper) - upper), "upper")};
    };
    const auto u = ends(location->statement, "u"), v = ends(location->statement, "v");
    CHECK(ends(location->twin, "v").first - v.second > k * (u.second - u.first));
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

TEST_CASE("formal: what cannot be stated has a reason, and loses no other claim's numbers") {
  const auto too_long = number_theorems(instance(25, ("4." + std::string(500, '3')).c_str(), "1"));
  CHECK(too_long.size() == 6);
  for (const NumberTheorem& t : too_long) CHECK(has(t.unstated, "more digits than Coq"));
  CHECK(!has(numbers_theory(too_long, "test"), "Theorem"));
  CHECK(!has(twins_theory(too_long, "test"), "Goal"));
}

namespace {
const std::vector<ExpectedTheorem> kTwo{{"C08_first'", {"A.classic", "A.choice"}}, {"C08_second", {"A.classic"}}};
}

TEST_CASE("formal: expected axioms are read, also that there are none") {
  const auto expected = parse_expected(R"([{"id": "C08_first'", "says": "It is.", "axioms": ["A.classic", "A.choice"]},
                                       {"id": "C01_free", "axioms": []}])");
  REQUIRE(expected.size() == 2);
  CHECK(expected[0].name == "C08_first'");
  CHECK(expected[0].axioms == std::vector<std::string>{"A.classic", "A.choice"});
  CHECK(expected[1].axioms.empty());
  CHECK(expected[1].says.empty());
  CHECK(demand(expected, "")[0].says == "It is.");
  CHECK(parse_expected("").empty());
}

TEST_CASE("formal: a theorem counts where Coq printed its name and then axioms, all of them allowed") {
  const auto found = demand(kTwo,
                            "C08_first' : True\nC08_second\n     : forall k : nat,\n       0 <= 1\n"
                            "Axioms:\nA.classic : forall P : Prop,\n  P\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].missing == "");
  CHECK(found[0].statement == "True");
  CHECK(found[1].missing == "");
  CHECK(found[1].statement == "forall k : nat, 0 <= 1");
  for (const CheckedTheorem& theorem : found) CHECK(theorem.axioms == std::vector<std::string>{"A.classic"});
  const auto free = demand(kTwo, "C08_second:True\nClosed under the global context\n");
  CHECK(free[0].missing != "");
  CHECK(free[1].missing == "");
  CHECK(free[1].statement == "True");
}

TEST_CASE("formal: nothing counts that is not printed, or not printed to its end") {
  for (const char* output :
       {"", "Axioms:\nA.classic : False\n", "Closed under the global context\n", "C08_second : True\n",
        " C08_second : True\nClosed under the global context\n", "C08_second : True\nError: stopped\n",
        "C08_second_too : True\nClosed under the global context\n"}) {
    CAPTURE(output);
    for (const CheckedTheorem& theorem : demand(kTwo, output)) CHECK(theorem.missing != "");
  }
}

TEST_CASE("formal: an axiom that is not allowed is named, also one that is called like a theorem") {
  for (const char* axiom :
       {"anything : False", "A.choice : True", "C08_third : False", "Theory:", "f is assumed to be guarded."}) {
    CAPTURE(axiom);
    const std::string printed = "C08_second : True\nAxioms:\nA.classic : True\n" + std::string(axiom) + "\n";
    const CheckedTheorem second = demand(kTwo, printed)[1];
    CHECK(has(second.missing, "rests on " + std::string(axiom).substr(0, std::string(axiom).find_first_of(" :"))));
  }
  // The axioms of the next group are not those of the one before.
  const auto found =
      demand(kTwo, "C08_second : True\nAxioms:\nA.classic : True\nC08_first' : True\nAxioms:\nA.choice : True\n");
  for (const CheckedTheorem& theorem : found) CHECK(theorem.missing == "");
}

TEST_CASE("formal: a twin is refused and false, or accepted, where Coq printed that under its name") {
  const auto twins = demand_twins(
      {{"C08_a", "", {}, ""}, {"C08_b", "", {}, ""}, {"C08_c", "", {}, ""}, {"C08_d", "", {}, "not there"}},
      "twin refused: C08_a\ntwin accepted: C08_b\ntwin refused: C08_cc\ntwin refused: C08_d\n", "no");
  REQUIRE(twins.size() == 4);
  CHECK(twins[0].refused == Verdict::proved);
  CHECK(twins[1].refused == Verdict::refuted);
  CHECK(twins[2].refused == Verdict::undecided);
  CHECK(twins[2].missing == "no");
  CHECK(twins[3].refused == Verdict::undecided);
  CHECK(has(twins[3].missing, "not there"));
}

TEST_CASE("formal: the theory of the twins prints each one's fate by its name") {
  const auto theorems = number_theorems(instance(25, "4", "1"));
  const std::string theory = twins_theory(theorems, "test");
  for (const NumberTheorem& t : theorems) {
    CHECK(has(theory, "tryif abstract (" + t.twin_tactic + ") then idtac \"twin accepted: " + t.name +
                          "\" else idtac \"twin refused: " + t.name + "\""));
    CHECK(has(numbers_theory(theorems, "test"), "Theorem " + twin_is_false(t.name) + " :\n  ~ (" + t.twin + ").\n"));
  }
}
