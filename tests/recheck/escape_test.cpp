// The checker on escapes: what is accepted at several instances, and the corruptions that must be refused.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "escape_items.hpp"
#include "gauss.hpp"
#include "taylor.hpp"

TEST_SUITE("recheck/escape") {
  TEST_CASE("an escape with p = 2 is accepted, and what is wrong with its one step is refused") {
    CHECK(refusal(balanced_plane()) == "");
    const char* step = "does not follow from one step";
    check_refused(balanced_plane(),
                  {{"a rate half as large again", Failure::incomplete, step, in_one("lambda", "3/50000")},
                   {"without the corrector", Failure::incomplete, "", in_one("corrector", "0")},
                   {"delta a tenth", Failure::incomplete, "", in_one("delta", "33/2000000")},
                   {"a top too high", Failure::incomplete, step, in_one("top", "2000")},
                   {"little noise in w", Failure::incomplete, step, in_one("rho_w", "10000")}});
  }

  TEST_CASE("corruptions of an escape that are seen before its one step are refused") {
    check_refused(
        escape_item(),
        {{"a good angle of 1.75", Failure::incomplete, "arrival", in_one("good_cot_sq", "697/1000")},
         {"fewer steps", Failure::incomplete, "failure", [](json& x) { x["phase_one"]["steps"] = 500; }},
         {"no phase I", Failure::incomplete, "",
          [](json& x) { x["phase_one"]["steps"] = 0, x["phase_one"]["burn_in"] = 0; }},
         {"a smaller failure", Failure::incomplete, "failure", with("failure", "1/1000000")},
         {"below the floor b/lambda, however long", Failure::incomplete, "failure",
          [](json& x) { x["failure"] = "1/1000000000000", x["phase_one"]["steps"] = 1000000; }},
         {"a step beyond 4 pi/(k+pi-1)", Failure::incomplete, "eta (k+pi-1) < 4 pi", in_one("eta", "47/100")},
         {"no phase II", Failure::incomplete, "arrival", [](json& x) { x["phase_two"] = json::array(); }},
         {"a short phase II", Failure::incomplete, "arrival", [](json& x) { x["phase_two"][0]["steps"] = 140; }},
         {"noise in phase II", Failure::incomplete, "arrival", [](json& x) { x["phase_two"][0]["rho_w"] = "1/100"; }},
         {"noise in a in phase II", Failure::incomplete, "arrival",
          [](json& x) { x["phase_two"][0]["rho_a"] = "1/100"; }},
         {"an overshooting phase II", Failure::incomplete, "phase_two: eta (k+pi-1) <= 2 pi in phase II",
          [](json& x) { x["phase_two"][0]["eta"] = "81/200"; }},
         {"a second level that undoes the first", Failure::incomplete, "arrival",
          [](json& x) {
            x["phase_two"].push_back(x["phase_two"][0]);
            x["phase_two"][1]["rho_w"] = "1/10";
          }},
         {"a better accuracy", Failure::incomplete, "arrival", with("accuracy", "1/2000")},
         {"starts from far away without a step to forget them", Failure::incomplete, "arrival", from_far_away(0)},
         {"sixty steps forget them, but escape nothing", Failure::incomplete, "failure", from_far_away(60)},
         {"overshoots of a that hardly shrink", Failure::incomplete, "c pi |alpha~| <= 1", in_one("eta", "4629/10000")},
         {"noise in phase II that keeps a from a*, by what it turns and by the angle seen", Failure::incomplete,
          "arrival", [](json& x) { x["accuracy"] = "1", x["phase_two"][0]["rho_w"] = "21/500"; }},
         {"noise in phase II that keeps w alone from w*", Failure::incomplete, "arrival",
          [](json& x) { x["phase_two"][0]["rho_w"] = "1/1000"; }},
         {"above b, below the floor b/lambda", Failure::incomplete, "failure",
          [](json& x) { x["failure"] = "1/100000000", x["phase_one"]["steps"] = 1000000; }},
         {"an accuracy that says nothing", Failure::malformed, "accuracy", with("accuracy", "1001/1000")},
         {"a probability that says nothing", Failure::malformed, "failure", with("failure", "1")},
         {"theta1 above (p-1)/2", Failure::incomplete, "theta1", in_one("theta1", "13/5")},
         {"a power that falls", Failure::malformed, "theta2", in_one("theta2", "1")},
         {"a negative corrector", Failure::malformed, "corrector", in_one("corrector", "-26/25")},
         {"a rate above 1", Failure::malformed, "lambda", in_one("lambda", "2")},
         {"no rate", Failure::malformed, "lambda", in_one("lambda", "0")},
         {"no split", Failure::malformed, "split", in_one("split", "0")},
         {"noise in w of 1 in phase II", Failure::incomplete, "rho_w",
          [](json& x) { x["phase_two"][0]["rho_w"] = "1"; }},
         {"steps below 0", Failure::malformed, "steps", [](json& x) { x["phase_one"]["steps"] = -1; }},
         {"no number", Failure::malformed, "lambda", in_one("lambda", "nan")},
         {"infinite", Failure::malformed, "rho_w", in_one("rho_w", "inf")},
         {"a law without its mean kernel", Failure::malformed, "gbar",
          [](json& x) {
            x["phase_one"]["law"] = {{"nu", "2"}};
          }},
         {"a law with a weight of 0", Failure::malformed, "nu",
          [](json& x) {
            x["phase_one"]["law"] = {{"nu", "0"}, {"gbar", "1"}};
          }},
         {"a law within the ball", Failure::incomplete, "rho_w",
          [](json& x) {
            x["phase_one"]["law"] = {{"nu", "2"}, {"gbar", "1"}};
            x["phase_one"]["rho_w"] = "1";
          }},
         {"a decimal", Failure::malformed, "eta", in_one("eta", "0.405")},
         {"a denominator of 0", Failure::malformed, "delta", in_one("delta", "1/0")},
         {"another statement", Failure::malformed, "statement", with("statement", "kept_for_ever")}});
  }

  TEST_CASE("corruptions of a band that a is followed in are refused") {
    check_refused(
        large_teacher(),
        {{"a band that a leaves", Failure::incomplete, "failure", in_one("band", "1/10")},
         {"one that is narrower than what is certain", Failure::incomplete, "failure", in_one("band", "1/1000")},
         {"no band", Failure::incomplete, "", [](json& x) { x["phase_one"].erase("band"); }},
         {"before a has settled", Failure::incomplete, "failure", [](json& x) { x["phase_one"]["burn_in"] = 100; }},
         {"a longer step", Failure::incomplete, "failure", in_one("eta", "3/50")},
         {"a direction that is not all but uniform", Failure::incomplete, "arrival", in_one("rho_w", "20")},
         {"much noise in a", Failure::incomplete, "arrival", in_one("rho_a", "1/2")},
         {"many chances to leave", Failure::incomplete, "failure",
          [](json& x) { x["phase_one"]["band"] = "19/100", x["phase_one"]["steps"] = 50000000; }},
         {"no width", Failure::malformed, "band", in_one("band", "0")},
         {"with the exact law", Failure::incomplete, "band", [](json& x) {
            x["phase_one"]["law"] = {{"nu", "2"}, {"gbar", "1"}};
          }}});
  }

  TEST_CASE("small noise traps for ever up to next to sin((pi - phi^)/2), and not beyond") {
    const json plane = instance(2, 2, "0"), default_one = instance(25, 6, "4");
    CHECK(refusal(trap_item(plane, "1/10", "7/10", "1/1000")) == "");
    CHECK(refusal(trap_item(plane, "1/10", "707/1000", "1/1000000")) == "");
    CHECK(refusal(trap_item(default_one, "1/10", "609/1000", "1/10000000")) == "");
    CHECK(refusal(trap_item(instance(1000, 4000, "3", "1/100000000"), "1/1000", "7/10", "1/100000000")) == "");
    check_refused(trap_item(default_one, "1/10", "3/5", "1/1000"),
                  {{"above the level", Failure::incomplete, "cone", with("rho_w", "61/100")},
                   {"above 1/sqrt 2", Failure::incomplete, "cone", with("rho_w", "3/4")},
                   {"above 1", Failure::incomplete, "cone", with("rho_w", "36")},
                   {"much noise in a", Failure::incomplete, "cone", with("rho_a", "1/10")},
                   {"a step that overshoots a", Failure::incomplete, "cone", with("eta", "3/10")},
                   {"above the threshold", Failure::incomplete, "cone", [](json& x) { x["instance"]["r"] = "9"; }},
                   {"no noise", Failure::malformed, "rho_w", with("rho_w", "0")},
                   {"no step", Failure::malformed, "eta", with("eta", "0")},
                   {"no number", Failure::malformed, "rho_a", with("rho_a", "nan")}});
    // A step that turns w by more than 1, at a large teacher.
    CHECK(refusal(trap_item(instance(2, 2, "0", "400"), "1/10", "1/2", "1/100")).find("cone") != std::string::npos);
    CHECK(refusal(trap_item(instance(2, 2, "0", "400"), "1/100", "1/2", "1/100")) == "");
  }

  TEST_CASE("large noise never settles with the probability stated, and not with less") {
    const json where = instance(25, 6, "4");
    const json good = unsettled_item(where, "1/10", "2/5", 300, "1/100");
    CHECK(refusal(good) == "");
    check_refused(good, {{"closer to what is certain", Failure::incomplete, "distance", with("distance", "4/5")},
                         {"more than D", Failure::incomplete, "distance", with("distance", "1")},
                         {"less probable", Failure::incomplete, "distance", with("probability", "1/2000")},
                         {"earlier", Failure::incomplete, "distance", [](json& x) { x["steps"] = 20; }},
                         {"a longer step", Failure::incomplete, "distance", with("eta", "1/2")},
                         {"a step that overshoots", Failure::incomplete, "distance", with("eta", "5")},
                         {"little noise", Failure::incomplete, "distance", with("rho_w", "3/2")},
                         {"noise within the ball", Failure::incomplete, "rho_w", with("rho_w", "1")},
                         {"much noise in a", Failure::incomplete, "distance", with("rho_a", "2")},
                         {"too many inputs", Failure::malformed, "p", [](json& x) { x["instance"]["p"] = 100001; }},
                         {"no probability", Failure::malformed, "probability", with("probability", "0")}});
    // a* parallel to 1: only along it.
    json parallel = unsettled_item(instance(3, 2, "3"), "1/100", "1/10", 5000, "1/100");
    CHECK(refusal(parallel) == "");
    parallel["distance"] = "3/5";
    CHECK(refusal(parallel) != "");
  }

  TEST_CASE("the greatest mean kernel is what plain quadrature finds, and between its limits") {
    const Precision scope(128);
    for (const int p : {2, 3, 6, 40})
      for (const double rho : {1.5, 36.0, 1e6}) {
        CAPTURE(p);
        CAPTURE(rho);
        double sum = 0, total = 0;
        constexpr int kCells = 20000;
        for (int i = 0; i < kCells; ++i) {
          const double f = M_PI * (i + 0.5) / kCells, s = std::sin(f);
          const double weight = std::pow(s, p - 2) * std::pow((std::cos(f) + std::sqrt(rho * rho - s * s)) / rho, p);
          sum += weight * (s + (M_PI - f) * std::cos(f)), total += weight;
        }
        CHECK(middle(greatest_mean_kernel(p, mpq_class(rho))) == doctest::Approx(sum / total).epsilon(1e-6));
      }
  }
}

// These take some ten seconds each.
TEST_SUITE("recheck/instances") {
  TEST_CASE("escape is accepted at several instances") {
    for (const json& item : {escape_item(), balanced(), three_inputs(), moderate(), large_teacher()}) {
      CAPTURE(item["instance"].dump());
      CHECK(refusal(item) == "");
    }
  }

  TEST_CASE("corruptions of an escape's one step at moderate noise are refused") {
    const char* step = "does not follow from one step";
    check_refused(
        moderate(),
        {{"a rate half as large again", Failure::incomplete, step, in_one("lambda", "9/200")},
         {"delta tenfold", Failure::incomplete, "", in_one("delta", "217/500000")},
         {"a level below the critical one", Failure::incomplete, step, in_one("rho_w", "3")},
         {"a level next to the ball", Failure::incomplete, "rho_w", in_one("rho_w", "1")},
         {"twice the weight of Lc", Failure::incomplete, "", [](json& x) { x["phase_one"]["law"]["nu"] = "511/100"; }},
         {"the uniform law", Failure::incomplete, step, [](json& x) { x["phase_one"].erase("law"); }}});
  }

  TEST_CASE("corruptions of an escape's one step are refused") {
    check_refused(
        escape_item(),
        {{"a rate a third larger", Failure::incomplete, "does not follow from one step", in_one("lambda", "1/20")},
         {"delta tenfold", Failure::incomplete, "", in_one("delta", "13/20000")},
         {"without the corrector", Failure::incomplete, "does not follow from one step", in_one("corrector", "0")},
         {"a top too high", Failure::incomplete, "does not follow from one step", in_one("top", "400")},
         {"little noise in w", Failure::incomplete, "does not follow from one step", in_one("rho_w", "40")},
         {"noise within the ball", Failure::incomplete, "does not follow from one step", in_one("rho_w", "1/2")},
         {"much noise in a", Failure::incomplete, "", in_one("rho_a", "1/5")},
         {"starts from farther away", Failure::incomplete, "", with("start_radius_sq", "100")},
         {"no burn-in", Failure::incomplete, "", [](json& x) { x["phase_one"]["burn_in"] = 0; }}});
  }
}
