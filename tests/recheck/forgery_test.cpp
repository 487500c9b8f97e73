// Forged certificates of an escape, systematically: at moderate noise by the exact law, and by the rule in closed form.
// Whatever is missing, no number, or better than the truth is refused or left open; never accepted. What the proof may
// choose freely (split, the law's gbar) is not among the forgeries: another choice is another proof of the same.
#include <doctest/doctest.h>

#include "items.hpp"
#include "runner.hpp"

using namespace recheck;
using nlohmann::json;

namespace {

json escape_json(const json& phase_one, const json& phase_two, const char* failure) {
  return {{"kind", "escape"},
          {"statement", "escape_probability"},
          {"instance", {{"k", 25}, {"p", 6}, {"r", "8"}, {"norm_sq", "1"}}},
          {"start_radius_sq", "8/25"},
          {"phase_one", phase_one},
          {"phase_two", phase_two},
          {"accuracy", "1/1000"},
          {"failure", failure},
          {"hints", {{"panels", 16}, {"zeta_nodes", 6}, {"strips", 2}}},
          {"says", ""},
          {"verdict", "proved"}};
}

/// k = 25, p = 6, r = 8 at rho_w = 30.
json at_moderate_noise() {
  return escape_json({{"eta", "163/400"},
                      {"rho_w", "30"},
                      {"rho_a", "1/10000"},
                      {"burn_in", 20},
                      {"steps", 420},
                      {"theta1", "3/2"},
                      {"theta2", "917/100"},
                      {"delta", "131/1000000"},
                      {"corrector", "82/125"},
                      {"good_cot_sq", "204/125"},
                      {"split", "1/2"},
                      {"top", "219/5"},
                      {"lambda", "1/20"},
                      {"law", {{"nu", "513/200"}, {"gbar", "103453/100000"}}}},
                     {{{"eta", "2291/10000"}, {"rho_w", "3/25000"}, {"rho_a", "3/25000"}, {"steps", 119}}}, "1/100");
}

/// The rule's schedule at the same instance.
json by_the_rule() {
  return escape_json({{"eta", "1/10"},
                      {"rho_w", "1000000"},
                      {"rho_a", "1/10000"},
                      {"burn_in", 10},
                      {"steps", 2548},
                      {"theta1", "1"},
                      {"theta2", "151/10"},
                      {"delta", "631/10000000"},
                      {"corrector", "0"},
                      {"good_cot_sq", "2"},
                      {"split", "1/2"},
                      {"top", "2391/100"},
                      {"lambda", "673/100000"}},
                     {{{"eta", "289/1250"}, {"rho_w", "3/25000"}, {"rho_a", "3/25000"}, {"steps", 233}}}, "1/100");
}

/// "" if the item is accepted, else where and why not.
std::string why_refused(const json& forged) {
  try {
    check_escape(Node(forged, ""));
  } catch (const Failure& failure) {
    return failure.where + ": " + failure.reason;
  }
  return "";
}

/// A member, by its JSON pointer, and what takes its place.
struct Forgery {
  const char* member;
  json value;
};

void check_forgeries(const json& good, const std::vector<Forgery>& forgeries) {
  for (const Forgery& forgery : forgeries) {
    json forged = good;
    forged[json::json_pointer(forgery.member)] = forgery.value;
    CAPTURE(forgery.member);
    CAPTURE(forgery.value.dump());
    CHECK(why_refused(forged) != "");
  }
}

/// All members that hold no others, by their pointers.
std::vector<std::string> leaves(const json& good) {
  std::vector<std::string> out;
  const json flat = good.flatten();
  for (const auto& [pointer, value] : flat.items()) out.push_back(pointer);
  return out;
}

/// What every forged member makes malformed: nothing in its place, another type, no number, a number below 0.
void check_structure(const json& good) {
  for (const std::string& pointer : leaves(good)) {
    CAPTURE(pointer);
    const json::json_pointer at(pointer);
    json missing = good;
    missing[at.parent_pointer()].erase(at.back());
    CHECK(why_refused(missing) != "");
    if (pointer == "/says" || pointer == "/kind" || pointer == "/verdict") continue;  // not for this part to read
    for (const json& wrong : {json(), json("nan"), json("-1"), json("1e-3"), json(0.5), json(-1), json::array()}) {
      json forged = good;
      forged[at] = wrong;
      CAPTURE(wrong.dump());
      CHECK(why_refused(forged) != "");
    }
  }
  json more = good;
  more["phase_one"]["slack"] = "1";
  CHECK(why_refused(more) != "");
}

/// Better than the truth, or the truth about something else.
std::vector<Forgery> better() {
  return {{"/failure", "1/100000"},
          {"/accuracy", "1/5000"},
          {"/start_radius_sq", "1000"},
          {"/phase_one/eta", "47/100"},
          {"/phase_one/rho_w", "3"},
          {"/phase_one/rho_a", "1/5"},
          {"/phase_one/theta1", "13/5"},
          {"/phase_one/theta2", "60"},
          {"/phase_one/corrector", "20"},
          {"/phase_one/good_cot_sq", "1/20"},
          {"/phase_one/good_cot_sq", "200"},
          {"/phase_one/top", "1000"},
          {"/phase_two/0/eta", "1/20"},
          {"/phase_two/0/eta", "1/2"},
          {"/phase_two/0/rho_w", "1/10"},
          {"/phase_two/0/rho_a", "1/10"},
          {"/instance/k", 100},
          {"/instance/r", "4"},
          {"/instance/r", "0"},
          {"/instance/norm_sq", "1/4"},
          {"/instance/norm_sq", "9"}};
}

/// The certificate around an item.
std::string certificate_of(const std::string& text) {
  return R"({"format":"noiseproof certificate","version":1,"claim":"escape","stem":"escape_probability",)"
         R"("instance":{"k":25,"p":6,"r":"8","norm_sq":"1"},"provenance":{},"verdict":"proved","items":[)" +
         text + "]}";
}

}  // namespace

TEST_SUITE("recheck/forgery") {
  TEST_CASE("a schedule by the rule is accepted, and forged in any of its numbers it is not") {
    REQUIRE(why_refused(by_the_rule()) == "");
    check_structure(by_the_rule());
    check_forgeries(by_the_rule(), better());
    check_forgeries(by_the_rule(), {{"/phase_one/steps", 2000},
                                    {"/phase_one/delta", "631/1000000"},
                                    {"/phase_one/lambda", "1/50"},
                                    {"/phase_two/0/steps", 60},
                                    {"/instance/p", 40},
                                    {"/phase_one/law", {{"nu", "513/400"}, {"gbar", "2"}}},
                                    {"/phase_one/law", {{"nu", "513/100"}, {"gbar", "2"}}}});
  }

  TEST_CASE("a schedule at moderate noise is accepted, and forged in any of its numbers it is not") {
    REQUIRE(why_refused(at_moderate_noise()) == "");
    check_structure(at_moderate_noise());
    check_forgeries(at_moderate_noise(), better());
    check_forgeries(at_moderate_noise(), {{"/phase_one/steps", 360},
                                          {"/phase_one/burn_in", 0},
                                          {"/phase_one/delta", "131/100000"},
                                          {"/phase_one/lambda", "3/40"},
                                          {"/phase_one/rho_w", "1"},
                                          {"/phase_two/0/steps", 60},
                                          {"/phase_one/law/nu", "513/100"},
                                          {"/phase_one/law/nu", "513/400"}});
    json uniform = at_moderate_noise();
    uniform["phase_one"].erase("law");
    CHECK(why_refused(uniform) != "");
  }

  TEST_CASE("a number that stands there twice is refused, wherever it stands") {
    for (const json& good : {at_moderate_noise(), by_the_rule()}) {
      const std::string text = good.dump();
      for (const char* key : {"\"lambda\":", "\"failure\":", "\"eta\":", "\"k\":", "\"nu\":"}) {
        const std::size_t at = text.find(key);
        if (at == std::string::npos) continue;
        CAPTURE(key);
        const Outcome outcome = recheck_text(certificate_of(text.substr(0, at) + key + "\"1\"," + text.substr(at)));
        CHECK(outcome.code == 3);
        CHECK(outcome.err.find("twice") != std::string::npos);
      }
    }
  }
}
