// Every proof program on instances at the corners of the parameter space: every enclosure is proved, nothing is
// refuted, none throws.
#include "instances.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "claim_programs.hpp"
#include "core/error.hpp"
#include "enclosing.hpp"
#include "report/state.hpp"
#include "verify/formal_part.hpp"

using namespace noiseproof;

namespace {

/// What one program finds: no refutation, and what is enclosed is proved. `part`: of the checks whose sentence has it.
void check_honest(const std::string& claim, const Instance& instance, const std::string& part = "") {
  for (const ClaimProgram& program : claim_programs()) {
    if (!program.folder.starts_with(claim)) continue;
    ClaimContext context;
    context.instance = instance;
    for (const Check& check : program.prove(context).checks) {
      if (check.what.find(part) == std::string::npos) continue;
      CAPTURE(instance.describe());
      CAPTURE(check.what);
      CAPTURE(check.figure);
      CHECK(check.verdict != Verdict::refuted);
      if (check.level != Evidence::sampled) CHECK(check.verdict == Verdict::proved);
    }
  }
}

/// The fast programs: those that sample ensembles have tests of their own.
const std::vector<std::string> kFast{"c01", "c02", "c03", "c04", "c05", "c06", "c07", "c08", "c09", "c12"};

void run_all(const Instance& instance) {
  for (const ClaimProgram& program : claim_programs()) {
    if (std::find(kFast.begin(), kFast.end(), program.folder.substr(0, 3)) == kFast.end()) continue;
    ClaimContext context;
    context.instance = instance;
    context.seed = 11;
    const ClaimResult result = program.prove(context);
    CHECK(!result.checks.empty());
    for (const Check& check : result.checks) {
      CAPTURE(instance.describe());
      CAPTURE(program.folder);
      CAPTURE(check.what);
      CAPTURE(check.figure);
      CHECK(check.verdict != Verdict::refuted);
      const bool wanted = check.level != Evidence::sampled && check.figure != "the search did not end there";
      if (wanted) CHECK(check.verdict == Verdict::proved);
      CHECK(!check.figure.empty());
    }
  }
}

ClaimResult prove(const std::string& claim, const Instance& instance, const std::string& certificates = "",
                  double patience = 1) {
  ClaimContext context;
  context.instance = instance;
  context.certificate_folder = certificates;
  context.patience = patience;
  for (const ClaimProgram& program : claim_programs())
    if (program.folder.starts_with(claim)) return program.prove(context);
  throw Error(Error::Kind::input, claim, "no such program");
}

}  // namespace

TEST_SUITE("claims") {
  TEST_CASE("one number: narrow enclosures that overlap; of wide ones nothing is known, disjoint ones are two") {
    const ScopedBits bits(128);
    const Ball wide = Ball::hull(Ball(0), Ball(1));
    CHECK(same_number(Ball(1) / Ball(3), Ball(2) / Ball(6), 100) == Verdict::proved);
    CHECK(same_number(wide, wide, 100) == Verdict::undecided);
    CHECK(same_number(wide, Ball(1), 1) == Verdict::undecided);
    CHECK(same_number(wide, Ball(2), 1) == Verdict::refuted);
    CHECK(same_number(Ball::nan(), Ball(1), 1) == Verdict::undecided);
  }
  TEST_CASE("one hidden unit, two inputs: the equality case r = (k+pi-1)/pi = 1") { run_all(instance_from(1, 2, "1")); }
  TEST_CASE("a teacher with 1.a* = 0") { run_all(instance_from(4, 2, "0")); }
  TEST_CASE("a teacher parallel to 1: r = k, above the threshold") { run_all(instance_from(5, 3, "5")); }
  TEST_CASE("r just below the threshold (k+pi-1)/pi = 8.6394...") { run_all(instance_from(25, 6, "8.639")); }
  TEST_CASE("r nearer to the threshold than a double can tell") { run_all(instance_from(25, 6, "8.639437268410976")); }
  TEST_CASE("r 1e-60 below the threshold: what is computed has the digits for it") {
    // 1 + 1/pi cut off
    const Instance near = instance_from(2, 3, "1.318309886183790671537767526745028724068919291480912897495334");
    for (const char* claim : {"c05", "c06", "c07", "c09"}) {
      const ClaimResult result = prove(claim, near);
      for (const Check& check : result.checks) {
        CAPTURE(check.what);
        CAPTURE(check.figure);
        CHECK(check.verdict != Verdict::refuted);
        // Ceres need not come near enough to a point this flat (C05), and says so.
        if (check.figure != "the search did not end there" && check.level != Evidence::sampled)
          CHECK(check.verdict == Verdict::proved);
      }
      for (const std::string& note : result.notes) CHECK(note.find("equality case") == std::string::npos);
    }
  }
  TEST_CASE("C09 next to the threshold, and for large and small weights: nothing true is refuted") {
    // (k+pi-1)/pi, cut at 40 and at 60 digits.
    check_honest("c09", instance_from(3, 4, "1.6366197723675813430755350534900574481378"));
    check_honest("c09", instance_from(3, 4, "1.636619772367581343075535053490057448137838582961825794990669"));
    check_honest("c09", instance_from(5, 6, "1", "100000000"));
    check_honest("c09", instance_of(5, 6, 1, power_of_two(-100)));
  }
  TEST_CASE("C09 prints its ranges of r no larger than they are proved") {
    for (const ClaimProgram& program : claim_programs()) {
      if (!program.folder.starts_with("c09")) continue;
      const ClaimResult result = program.prove(ClaimContext{});
      int ranges = 0;
      for (const Check& check : result.checks) {
        const std::size_t at = check.figure.find("r from ");
        if (at == std::string::npos) continue;
        const std::size_t to = check.figure.find(" to ", at);
        const Json& proved = result.data.at(ranges++ == 0 ? "c09_below" : "c09_above").at("r");
        const auto exact = [&](std::size_t end) { return parse_rational(proved[end].get<std::string>(), "test"); };
        CHECK(parse_rational(check.figure.substr(at + 7, to - at - 7), "test") >= exact(0));
        CHECK(parse_rational(check.figure.substr(to + 4), "test") <= exact(1));
      }
      CHECK(ranges == 2);
    }
  }
  TEST_CASE("only what is rounded outward refutes: beyond a tolerance, and for a twin that passes, it is undecided") {
    CHECK(agrees(Real("1e-51"), Real("1e-50"), "").first == Verdict::proved);
    CHECK(agrees(Real(1), Real("1e-50"), "").first == Verdict::undecided);
    CHECK(agrees(Real(std::nan("")), Real(1), "").first == Verdict::undecided);
    CHECK(differs(Real(1), Real("1e-50"), "").first == Verdict::proved);
    CHECK(differs(Real("1e-51"), Real("1e-50"), "").first == Verdict::undecided);
    CHECK(within_errors(4.9, 1, 1).first == Verdict::proved);
    CHECK(within_errors(5.1, 1, 1).first == Verdict::undecided);
    CHECK(within_errors(std::nan(""), 1, 1).first == Verdict::undecided);
    CHECK(refuted_twin({Verdict::refuted, ""}).first == Verdict::proved);
    CHECK(refuted_twin({Verdict::proved, ""}).first == Verdict::undecided);
    CHECK(refuted_twin({Verdict::undecided, ""}).first == Verdict::undecided);
    // (1/4)^n against one in a hundred and one in a million, half of it on either side.
    CHECK(more_often(24, 24, 0.75) == Verdict::proved);  // 0.005^(1/24) = 0.80
    CHECK(more_often(16, 24, 0.75) == Verdict::undecided);
    CHECK(more_often(0, 4, 0.75) == Verdict::undecided);  // 1 - 0.005^(1/4) = 0.73: a false alarm in a hundred
    CHECK(more_often(0, 24, 0.75) == Verdict::refuted);   // 1 - (5e-7)^(1/24) = 0.45
  }
  TEST_CASE("digits of the smaller part of a*: the square root of its share, 0 where it is 0") {
    CHECK(digits_of_smaller_part(instance_from(3, 2, "0")) == 0);
    CHECK(digits_of_smaller_part(instance_from(3, 2, "3")) == 0);
    CHECK(digits_of_smaller_part(instance_from(3, 2, "1e-100")) >= 50);
    CHECK(digits_of_smaller_part(instance_from(3, 2, "1e-100")) < 60);
    CHECK(digits_of_smaller_part(instance_of(3, 2, 3 - parse_rational("1e-100", "test"))) >= 50);
    CHECK_THROWS_AS(digits_of_smaller_part(instance_from(3, 2, "1e-9000")), Error);
  }
  TEST_CASE("a teacher next to 1.a* = 0: what is true at r = 0 and beside it is proved on the way there") {
    for (const char* r : {"1e-10", "1e-46", "1e-400"})
      for (const char* claim : {"c04", "c08", "c12"}) check_honest(claim, instance_from(3, 2, r));
    check_honest("c09", instance_from(3, 2, "1e-400"), "spectrum is enclosed");
    check_honest("c16", instance_from(25, 6, "1e-46"));
    check_honest("c20", instance_from(3, 2, "1e-30"));
    check_honest("c20", instance_from(3, 2, "1e-400"));
    check_honest("c08",
                 parse_instance("[network]\nk = 3\np = 3\n[teacher]\na_star = [\"1\", \"-1\", \"1e-25\"]\n", "test"));
  }
  TEST_CASE("a teacher next to a multiple of 1: r just below k, far above the threshold") {
    for (const char* off : {"1e-10", "1e-21", "1e-400"}) {
      const Instance near = instance_of(3, 2, 3 - parse_rational(off, "test"));
      for (const char* claim : {"c04", "c05", "c08", "c12", "c16"}) check_honest(claim, near);
    }
  }
  TEST_CASE("C16 next to the threshold, where the level is as small as the cube root of the distance") {
    // 1 + 2/pi cut at 46 decimals, downwards and upwards.
    check_honest("c16", instance_from(3, 2, "1.6366197723675813430755350534900574481378385829"));
    check_honest("c16", instance_from(3, 2, "1.6366197723675813430755350534900574481378385830"));
  }
  TEST_CASE("C16 states its level in the certificate for more than 200 inputs too") {
    const ClaimResult many = prove("c16", instance_from(25, 201, "4"), "somewhere");
    REQUIRE(many.certificate);
    const Json items = Json::parse(many.certificate->second)["items"];
    CHECK(std::count_if(items.begin(), items.end(),
                        [](const Json& item) { return item.value("quantity", "") == "critical_level"; }) == 2);
  }
  TEST_CASE("C04's and C18's twins bite where eigenvalues meet: A^2/2 next to each of the others") {
    // (pi-1)/pi and (k+pi-1)/pi, k = 3, cut at 40 digits; 1 at k = 1.
    for (const char* norm_sq :
         {"0.6816901138162093284622324956599425518621", "1.6366197723675813430755350534900574481378"}) {
      check_honest("c04", instance_from(3, 4, "1", norm_sq));
      CHECK(prove("c18", instance_from(3, 4, "1", norm_sq)).checks.at(2).verdict == Verdict::refuted);
    }
    for (const char* norm_sq : {"1", "0.999999999999999999999999999999999999999999999999999999999999999999"})
      CHECK(prove("c18", instance_from(1, 4, "1", norm_sq)).checks.at(2).verdict == Verdict::refuted);
  }
  TEST_CASE("C14 above the threshold: gradient descent is not trapped, as the register expects, and exit code 0 or 2") {
    Claim claim;
    claim.id = "C14", claim.wants = Evidence::sampled, claim.expected = "conditional";
    const ClaimResult result = prove("c14", instance_from(2, 2, "19/10"));
    const ClaimState state = assess(claim, result);
    CHECK(state.state == State::refuted);
    CHECK(!state.failed);
    CHECK(exit_code({state}) != 1);
  }
  TEST_CASE("C14 where its settings do not settle: they refute nothing, for others may") {
    // Little weight feels no noise in so few steps; at (2, 2, 1/3) the noise of stochastic gradients is weak.
    for (const Instance& instance : {instance_from(2, 2, "1/3", "9/49"), instance_from(4, 3, "1", "1/100000000")}) {
      const ClaimResult result = prove("c14", instance);
      int undecided = 0;
      for (const Check& check : result.checks) {
        CAPTURE(check.what);
        CHECK(check.verdict != Verdict::refuted);
        undecided += check.verdict == Verdict::undecided;
      }
      CHECK(undecided > 0);
    }
  }
  TEST_CASE("C14 for weights of 1/10,000 no row of injected noise is decided by sampling, for its steps are too few") {
    int rows = 0;
    for (const Check& check : prove("c14", instance_from(4, 3, "1", "1/100000000")).checks) {
      if (check.level != Evidence::sampled || check.what.find("noise") == std::string::npos) continue;
      if (check.what.find("mini-batch") != std::string::npos) continue;
      CAPTURE(check.what);
      CHECK(check.verdict == Verdict::undecided);
      CHECK(check.figure.find("too few for so small a teacher") != std::string::npos);
      ++rows;
    }
    CHECK(rows == 4);
  }
  TEST_CASE("C13 where no schedule is short enough, for weights of 1/10,000: undecided, with the reason") {
    const ClaimResult result = prove("c13", instance_from(2, 2, "0", "1/100000000"));
    REQUIRE(!result.checks.empty());
    for (const Check& check : result.checks) CHECK(check.verdict == Verdict::undecided);
    CHECK(result.checks[0].figure.find("no ladder that arrives") != std::string::npos);
  }
  TEST_CASE("C13 above the threshold, and with one hidden unit: nothing to escape, and no schedule is sought") {
    for (const Instance& instance : {instance_from(4, 6, "2", "1"), instance_from(1, 2, "1", "1")}) {
      const ClaimResult result = prove("c13", instance);
      REQUIRE(!result.checks.empty());
      CHECK(result.checks[0].verdict == Verdict::undecided);
      CHECK(result.checks[0].figure.find("nothing to escape") != std::string::npos);
    }
  }
  TEST_CASE(
      "C23 for p below 5 and for large weights: undecided, with the reason; elsewhere the claim and its twins hold") {
    for (const auto& [instance, why] : {std::pair(instance_from(3, 4, "1"), "p >= 5"),
                                        std::pair(instance_from(3, 5, "1", "10000"), "range of doubles")}) {
      const ClaimResult result = prove("c23", instance);
      REQUIRE(result.checks.size() == 1);
      CHECK(result.checks[0].verdict == Verdict::undecided);
      CHECK(result.checks[0].figure.find(why) != std::string::npos);
      CHECK(!result.certificate);
    }
    for (const Instance& instance : {instance_from(4, 6, "4"), instance_from(1, 5, "1", "1/4")}) {
      const ClaimResult result = prove("c23", instance, "somewhere");
      CHECK(result.certificate);
      for (const Check& check : result.checks) {
        CAPTURE(check.what);
        CHECK(check.verdict == Verdict::proved);
      }
    }
  }
  TEST_CASE("C23 for |a*| = 2, by invariants and by a vector: arrival is proved, and the polynomial does not apply") {
    const auto vector = parse_instance(
        "[network]\nk = 6\np = 6\n[teacher]\na_star = [\"1\", \"1\", \"1\", \"1\", \"0\", \"0\"]\n", "test");
    for (const Instance& instance : {instance_from(6, 6, "5", "4"), vector}) {
      const ClaimResult result = prove("c23", instance, "somewhere");
      CHECK(result.checks.size() == 4);
      for (const Check& check : result.checks) {
        CAPTURE(check.what);
        CHECK(check.verdict == Verdict::proved);
        CHECK(check.what.find("polynomial") == std::string::npos);
      }
      REQUIRE(result.notes.size() == 1);
      CHECK(result.notes[0].find("does not apply") != std::string::npos);
      REQUIRE(result.certificate);
      const auto certificate = nlohmann::json::parse(result.certificate->second);
      CHECK(certificate["verdict"] == "proved");
      CHECK(certificate["items"].size() == 1);
      CHECK(certificate["items"][0]["kind"] == "escape");
    }
  }
  TEST_CASE("C26 from two inputs to thousands, at r = 0, next to the threshold and above it") {
    for (const Instance& instance :
         {instance_from(2, 2, "0"), instance_from(3, 2, "1.63661977236758"), instance_from(1000, 1000, "10", "100"),
          instance_from(9, 7, "3.4", "1/100000000"), instance_from(9, 5, "3.546"),
          parse_instance("[network]\nk = 3\np = 4\n[teacher]\na_star = [\"1\", \"-1/2\", \"3/4\"]\n", "test")}) {
      CAPTURE(instance.describe());
      const ClaimResult result = prove("c26", instance, "somewhere", 0.01);
      CHECK(result.certificate);
      CHECK(result.checks.size() >= 8);
      // Where rho* is less, the drift is proved from p/(p-1) on.
      if (instance.p == 5) CHECK(result.headline.find("drifts away above 1.2500") != std::string::npos);
      for (const Check& check : result.checks) {
        CAPTURE(check.what);
        // A level that is not proved says so, and where its budget went.
        const bool tried = check.level == Evidence::computed;
        CHECK(check.verdict == (tried ? Verdict::undecided : Verdict::proved));
        CHECK(!check.figure.empty());
      }
    }
    for (const Instance& above : {instance_from(3, 2, "2"), instance_from(1, 5, "1")}) {
      const ClaimResult result = prove("c26", above);
      REQUIRE(result.checks.size() == 1);
      CHECK(result.checks[0].verdict == Verdict::proved);
    }
  }
  TEST_CASE("C26 proves whole schedules above rho*, states them in its certificate, and fits their steps") {
    const ClaimResult result = prove("c26", instance_from(25, 6, "8"), "somewhere");
    long proved = 0;
    for (const Check& check : result.checks) {
      CAPTURE(check.what);
      if (check.level != Evidence::computed) CHECK(check.verdict == Verdict::proved);
      proved += check.verdict == Verdict::proved && check.what.find("ends at the optimum") != std::string::npos;
    }
    CHECK(proved >= 2);
    REQUIRE(result.certificate);
    const auto certificate = nlohmann::json::parse(result.certificate->second);
    std::vector<Rational> stated;
    for (const auto& item : certificate["items"])
      if (item["kind"] == "escape")
        stated.push_back(parse_rational(item["phase_one"]["rho_w"].get<std::string>(), "rho_w"));
    REQUIRE(stated.size() == 2);
    CHECK(stated[0] > stated[1]);
    const auto& tried = result.data["certified"];
    REQUIRE(tried.size() >= 2);
    // The lower the level, the smaller the drift and the more the steps.
    CHECK(tried[1]["drift"] < tried[0]["drift"]);
    CHECK(tried[1]["noisy_steps"] > tried[0]["noisy_steps"]);
    CHECK(result.notes.back().find("(G(pi) - gamma)^-") != std::string::npos);
  }
  TEST_CASE("C18 for many units and small weights: the traces' difference is not lost in them") {
    const Instance many = instance_from(100'000, 1000, "1000", "1/1000000");
    for (const ClaimProgram& program : claim_programs()) {
      if (!program.folder.starts_with("c18")) continue;
      ClaimContext context;
      context.instance = many;
      for (const Check& check : program.prove(context).checks)
        if (check.what.starts_with("both traces")) CHECK(check.verdict == Verdict::proved);
    }
  }
  TEST_CASE("C02 and C03 for tiny weights: the students are as small as the teacher, and their certificates full") {
    check_honest("c02", instance_from(3, 4, "2", "1/100000000"));
    check_honest("c03", instance_from(3, 4, "2", "1/100000000"));
    const Instance tiny = instance_of(3, 4, 2, power_of_two(-200));
    for (const Rational& x : rational_student(tiny, 1, 100).a) CHECK((x != 0 && abs(x) < power_of_two(-90)));
  }
  TEST_CASE("r just above the threshold") { run_all(instance_from(25, 6, "8.64")); }
  TEST_CASE("a teacher given by vectors, with 1.a* < 0 and w* not of length 1") {
    run_all(
        parse_instance("[network]\nk = 3\np = 4\n[teacher]\na_star = [\"-1\", \"-1/7\", \"0.3\"]\n"
                       "w_star = [\"1\", \"2\", \"0\", \"-2\"]\n",
                       "test"));
  }
  TEST_CASE("what was not tried is not proved: too large a Hessian to count, one hidden unit, 1.a* = 0") {
    const auto enclosed_twins = [](const ClaimResult& result) {
      return std::count_if(result.checks.begin(), result.checks.end(), [](const Check& c) {
        return c.level == Evidence::enclosed && c.what.starts_with("false twin");
      });
    };
    const auto noted = [](const ClaimResult& result, const std::string& part) {
      return std::any_of(result.notes.begin(), result.notes.end(),
                         [&](const std::string& note) { return note.find(part) != std::string::npos; });
    };
    for (const char* claim : {"c04", "c06"}) {
      const ClaimResult large = prove(claim, instance_from(100, 100, "4")),
                        small = prove(claim, instance_from(5, 4, "2"));
      CAPTURE(claim);
      CHECK(enclosed_twins(small) == 1);
      CHECK(enclosed_twins(large) == 0);
      CHECK(noted(large, "are not counted"));
      CHECK(!noted(small, "are not counted"));
      for (const Check& c : large.checks) CHECK(c.what.find(", with multiplicity") == std::string::npos);
    }
    CHECK(enclosed_twins(prove("c08", instance_from(4, 2, "0"))) == 1);
    CHECK(enclosed_twins(prove("c09", instance_from(1, 2, "1"))) == 0);
    // The sentence names the network if it is not the one asked about.
    const ClaimResult solved = prove("c08", instance_from(401, 2, "4"));
    CHECK(solved.checks.front().what.find("(at k = 5, p = 2)") != std::string::npos);
  }
  TEST_CASE("C07 prints the threshold to digits that tell it from r; C19 a rate of 4e-10 as one") {
    const std::string figure = prove("c07", instance_from(25, 6, "8.63943726841")).checks.front().figure;
    CAPTURE(figure);
    CHECK(figure.find("< 8.63943726841097611690642") != std::string::npos);
    const std::string headline = prove("c19", instance_from(2, 3, "0", "1/100000000")).headline;
    CAPTURE(headline);
    CHECK(headline.find("e-10") != std::string::npos);
  }
  TEST_CASE("a theorem has no time of its own: Coq checks all of them in one run") {
    FormalPart part;
    part.result.theorems = {{"C07_spurious_is_local_minimum", "statement", {}, ""}};
    part.result.numbers = {{"C07_instance_minimum", "statement", {}, ""}};
    part.result.twins = {{"C07_instance_minimum", Verdict::proved, ""}};
    Claim claim;
    claim.id = "C07";
    ClaimResult result;
    add_formal_checks(claim, part, result);
    REQUIRE(result.checks.size() == 3);
    for (const Check& check : result.checks) CHECK(std::isnan(check.seconds));
  }
  TEST_CASE("every program's README has the sections that the report embeds") {
    for (const ClaimProgram& program : claim_programs())
      for (const char* heading : {"\n## Statement\n", "\n## Shows\n", "\n## Does not show\n",
                                  "\n## Other activations\n", "\n## How to run\n"}) {
        CAPTURE(program.folder);
        CHECK(program.readme.find(heading) != std::string::npos);
      }
  }
  TEST_CASE("the sure trap and the unrest under large noise: at the corners, next to the threshold, far sizes") {
    for (const Instance& instance :
         {instance_from(1, 2, "1"), instance_from(2, 2, "0"), instance_from(5, 3, "5"), instance_from(25, 6, "1e-46"),
          instance_from(25, 6, "8.6394372684109761"), instance_from(25, 6, "4", "1e-8"),
          instance_from(25, 6, "4", "1e8"), instance_from(1000, 1000, "4")}) {
      check_honest("c21", instance);
      check_honest("c22", instance);
    }
  }
}
