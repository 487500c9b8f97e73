// What verify may say: of Coq, of the checker, of a claim whose program throws.
#include <doctest/doctest.h>

#include <new>
#include <stdexcept>

#include "cli/progress.hpp"
#include "core/error.hpp"
#include "verify/formal_part.hpp"
#include "verify/recheck_part.hpp"
#include "verify/run_claim.hpp"

using namespace noiseproof;

namespace {

Claim claim_with(const std::string& id, Evidence wants) {
  Claim claim;
  claim.id = id;
  claim.stem = "some_claim";
  claim.wants = wants;
  return claim;
}

FormalResult formal_result() {
  return {{{"C07_whole", "True", {"A.classic"}, ""}, {"C08_whole", "True", {}, ""}},
          {{"C08_instance_loss", "1 <= 2", {}, ""}},
          {{"C08_instance_loss", Verdict::proved, ""}}};
}

const nlohmann::json kCertificate = {{"claim", "C05"},
                                     {"verdict", "proved"},
                                     {"items", {1, 2, 3}},
                                     {"instance", {{"k", 25}, {"p", 6}, {"r", "4"}, {"norm_sq", "1/3"}}}};
const nlohmann::json kAcceptance = {{"checker", "noiseproof-recheck"},
                                    {"version", NOISEPROOF_VERSION},
                                    {"outcome", "accepted"},
                                    {"claim", "C05"},
                                    {"verdict", "proved"},
                                    {"instance", kCertificate["instance"]},
                                    {"items", 3},
                                    {"leaves", 7},
                                    {"says", "a sentence"}};

}  // namespace

TEST_SUITE("claims") {
  TEST_CASE("the formal part is complete where everything demanded is accepted and every twin refused") {
    const FormalPart part = summarize(formal_result());
    CHECK(part.complete);
    CHECK(part.summary ==
          "run: 2 theorems and 1 numbers of this instance accepted by Coq's kernel, 1 false twins refused and "
          "proved false");
    ClaimResult result;
    add_formal_checks(claim_with("C08", Evidence::kernel_checked), part, result);
    REQUIRE(result.checks.size() == 3);
    for (const Check& check : result.checks) {
      CHECK(check.level == Evidence::kernel_checked);
      CHECK(check.verdict == Verdict::proved);
    }
    REQUIRE(result.theorems.size() == 2);
    CHECK(result.theorems[0].name == "C08_whole");
    CHECK(result.theorems[0].statement == "True");
    CHECK(result.theorems[1].name == "C08_instance_loss");
    CHECK(result.theorems[1].statement == "1 <= 2");
  }

  TEST_CASE("what Coq did not accept is undecided, with the reason, and the part is not complete") {
    FormalResult result = formal_result();
    result.theorems[0].missing = "gone";
    const FormalPart part = summarize(result);
    CHECK_FALSE(part.complete);
    CHECK(part.summary ==
          "run, and incomplete: 1 of 2 theorems and 1 numbers of this instance accepted by Coq's kernel, "
          "1 false twins refused and proved false; C07_whole: gone");
    ClaimResult found;
    add_formal_checks(claim_with("C07", Evidence::kernel_checked), part, found);
    REQUIRE(found.checks.size() == 1);
    CHECK(found.checks[0].verdict == Verdict::undecided);
    CHECK(found.checks[0].figure == "gone");
    CHECK(found.notes.empty());
    FormalResult numbers = formal_result();
    numbers.numbers[0].missing = "too near";
    CHECK_FALSE(summarize(numbers).complete);
  }

  TEST_CASE("a twin that Coq accepts refutes, one of which nothing is known does not") {
    for (const auto& [verdict, reason] : {std::pair{Verdict::refuted, ""}, {Verdict::undecided, "not printed"}}) {
      FormalResult result = formal_result();
      result.twins[0] = {"C08_instance_loss", verdict, reason};
      const FormalPart part = summarize(result);
      CHECK_FALSE(part.complete);
      ClaimResult found;
      add_formal_checks(claim_with("C08", Evidence::kernel_checked), part, found);
      CHECK(found.checks.back().verdict == verdict);
      CHECK(found.checks.back().figure.find("is false") == std::string::npos);
    }
  }

  TEST_CASE("what Coq's digits say has to overlap what the certificate encloses") {
    // A number, and one of a spectrum's two; the certificate's words are its own.
    const auto verdict = [](const Digits& digits, const std::string& certificate) {
      FormalResult result = formal_result();
      result.numbers[0].digits = {digits};
      ClaimResult found;
      if (!certificate.empty()) found.certificate = {"name", certificate};
      add_formal_checks(claim_with("C08", Evidence::kernel_checked), summarize(result), found);
      REQUIRE(found.checks.size() == 4);
      CHECK(found.checks[2].level == Evidence::enclosed);
      return found.checks[2].verdict;
    };
    const std::string certificate = R"({"items": [{"kind": "region", "statement": "r_below"},
        {"quantity": "loss", "lo": "1/3", "hi": "2/3"},
        {"statement": "hessian_spectrum", "eigenvalues": [{"lo": "0", "hi": "0"}, {"lo": "5/2", "hi": "5/2"}]}]})";
    const Rational third(1, 3), tiny(1, 1000000000);
    CHECK(verdict({"loss", Rational(1, 2), Rational(1, 2)}, certificate) == Verdict::proved);
    CHECK(verdict({"loss", 0, third}, certificate) == Verdict::proved);
    CHECK(verdict({"loss", 2 * third, 1}, certificate) == Verdict::proved);
    CHECK(verdict({"loss", 0, third - tiny}, certificate) == Verdict::refuted);
    CHECK(verdict({"loss", 2 * third + tiny, 1}, certificate) == Verdict::refuted);
    CHECK(verdict({"hessian_spectrum", Rational(5, 2), Rational(5, 2)}, certificate) == Verdict::proved);
    CHECK(verdict({"hessian_spectrum", tiny, 2}, certificate) == Verdict::refuted);
    CHECK(verdict({"gradient", 0, 1}, certificate) == Verdict::undecided);
    CHECK(verdict({"loss", 0, 1}, "") == Verdict::undecided);
  }

  TEST_CASE("the checker is believed if it says version, claim, verdict, items and instance") {
    const auto [verdict, words] = heard_from_checker(0, kAcceptance.dump() + "\n", kCertificate);
    CHECK(verdict == Verdict::proved);
    CHECK(words == "C05 proved: 3 items, 7 leaves: a sentence");
    CHECK(heard_from_checker(0, "a warning of some library\n" + kAcceptance.dump() + "\n", kCertificate).first ==
          Verdict::proved);
  }

  TEST_CASE("a checker that says nothing, something else, or of another version settles nothing") {
    for (const char* printed : {"", "\n", "c05.json: C05 proved: 3 items", "{", "[]", "null", "{}", "3"}) {
      CAPTURE(printed);
      CHECK(heard_from_checker(0, printed, kCertificate).first == Verdict::undecided);
    }
    nlohmann::json instance = kCertificate["instance"];
    instance["r"] = "5";
    const nlohmann::json others = {{"checker", "another"}, {"version", "9.9.9"}, {"outcome", "incomplete"},
                                   {"claim", "C06"},       {"items", 2},         {"verdict", "refuted"},
                                   {"instance", instance}};
    for (const auto& [key, other] : others.items()) {
      CAPTURE(key);
      nlohmann::json wrong = kAcceptance;
      wrong[key] = other;
      CHECK(heard_from_checker(0, wrong.dump(), kCertificate).first == Verdict::undecided);
      wrong.erase(key);
      CHECK(heard_from_checker(0, wrong.dump(), kCertificate).first == Verdict::undecided);
    }
  }

  TEST_CASE("a certificate that the checker does not accept refutes nothing, whatever it prints") {
    for (const int code : {1, 2, 3, 127, 139}) {
      const auto [verdict, words] = heard_from_checker(code, kAcceptance.dump(), kCertificate);
      CHECK(verdict == Verdict::undecided);
      CHECK(words.find("exit code " + std::to_string(code)) == 0);
    }
    CHECK(heard_from_checker(1, R"(c: x: no
{"outcome": "false", "reasons": ["x: no", "y: no"]})",
                             kCertificate)
              .second == R"(exit code 1: "x: no"; "y: no")");
  }

  TEST_CASE("whatever a claim's program throws is that claim's undecided; only an interrupt ends the run") {
    const Claim claim = claim_with("C05", Evidence::enclosed);
    const auto run = [&](ClaimResult (*prove)(const ClaimContext&)) {
      return run_claim(claim, {{"c05_some_claim", prove, nullptr, "", nullptr}}, {}, parse_activation("relu", "test"));
    };
    const auto said = [&](ClaimResult (*prove)(const ClaimContext&)) {
      const ClaimReport report = run(prove);
      REQUIRE(report.result.checks.size() == 1);
      CHECK(report.result.checks[0].verdict == Verdict::undecided);
      CHECK(report.result.checks[0].level == Evidence::enclosed);
      return report.result.checks[0].figure;
    };
    CHECK(said([](const ClaimContext&) -> ClaimResult { throw Error(Error::Kind::input, "gd.eta", "0"); }) ==
          "gd.eta: 0");
    CHECK(said([](const ClaimContext&) -> ClaimResult { throw Error(Error::Kind::io, "f", "full"); }) == "f: full");
    CHECK(said([](const ClaimContext&) -> ClaimResult { throw std::runtime_error(""); }) == "");
    CHECK(said([](const ClaimContext&) -> ClaimResult { throw std::bad_alloc(); }) == "out of memory");
    CHECK_THROWS_AS(run([](const ClaimContext&) -> ClaimResult { throw Interrupted(); }), Interrupted);
    CHECK(run([](const ClaimContext&) { return ClaimResult{}; }).result.checks.empty());
  }
}
