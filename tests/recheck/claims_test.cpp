// What each claim's certificate must contain.
#include <doctest/doctest.h>

#include <functional>

#include "items.hpp"
#include "runner.hpp"

using namespace recheck;
using nlohmann::json;

namespace {

json committed(const std::string& name) {
  for (const auto& file : certificate_files())
    if (file.filename() == name) return json::parse(read_text(file));
  throw std::runtime_error("no certificate " + name);
}

/// What the claim's list of items finds missing, "" if nothing. Whether the items are true is not asked.
std::string missing(const json& certificate) {
  const Node top(certificate, "");
  std::vector<Node> items;
  for (std::size_t i = 0; i < top.at("items").size(); ++i) items.push_back(top.at("items").entry(i));
  try {
    check_required(items, read_instance(top.at("instance")), top);
  } catch (const Failure& failure) {
    CHECK(failure.kind == Failure::incomplete);
    return failure.reason;
  }
  return "";
}

struct Shortage {
  const char *name, *certificate, *message;
  std::function<void(json&)> nudge;  ///< of the items, true or not
};

auto without(std::size_t i) {
  return [i](json& c) { c["items"].erase(i); };
}

void negative(json& eigenvalue) {
  eigenvalue["lo"] = "-" + eigenvalue["lo"].get<std::string>();
  eigenvalue["hi"] = eigenvalue["lo"];
}

/// The quantity is the same at both points.
void equal(json& c, const std::string& quantity) {
  json first;
  for (json& x : c["items"])
    if (x.value("quantity", "") == quantity) {
      if (first.is_null()) first = x;
      x["lo"] = first["lo"], x["hi"] = first["hi"];
    }
}

void set_students(json& c, const std::string& name, const char* key, const json& value) {
  for (json& x : c["items"])
    if (x.value("quantity", x.value("statement", "")) == name) x["at"][key] = value;
}

void erase_last(json& c) { c["items"].erase(c["items"].size() - 1); }

void add_escape(json& c, const json& instance, bool law, const char* rho_w) {
  json escape = committed("c13.json")["items"][1];
  escape["instance"] = instance, escape["phase_one"]["rho_w"] = rho_w;
  if (law) escape["phase_one"]["law"] = {{"nu", "2"}, {"gbar", "1"}};
  c["items"].push_back(escape);
}

const std::vector<Shortage> kShortages{
    {"an escape of no known side", "c13.json", "lacks r_below_threshold", without(0)},
    {"no escape", "c13.json", "lacks escape_probability", without(1)},
    {"an escape at another p", "c13.json", "lacks escape_probability",
     [](json& c) { c["items"][1]["instance"]["p"] = 3; }},
    {"an escape from a smaller ball", "c13.json", "lacks escape_probability",
     [](json& c) {
       c["instance"]["r"] = c["items"][0]["at"]["r"] = c["items"][1]["instance"]["r"] = "1";
       c["items"][1]["start_radius_sq"] = "49/100";
     }},
    {"a rough arrival", "c13.json", "lacks escape_probability", [](json& c) { c["items"][1]["accuracy"] = "1/999"; }},
    {"an unlikely escape", "c13.json", "lacks escape_probability", [](json& c) { c["items"][1]["failure"] = "1/99"; }},
    {"no trap", "c21.json", "lacks kept_for_ever", without(1)},
    {"a trap for little noise", "c21.json", "lacks kept_for_ever", [](json& c) { c["items"][1]["rho_w"] = "27/50"; }},
    {"a trap for no noise in a", "c21.json", "lacks kept_for_ever", [](json& c) { c["items"][1]["rho_a"] = "0"; }},
    {"a trap on no known side", "c21.json", "lacks r_below_threshold", without(0)},
    {"no distance", "c22.json", "lacks late_distance", without(0)},
    {"a distance within the accuracy", "c22.json", "lacks late_distance",
     [](json& c) { c["items"][0]["distance"] = "1/1001"; }},
    {"a distance that is not likely", "c22.json", "lacks late_distance",
     [](json& c) { c["items"][0]["probability"] = "1/99"; }},
    {"no schedule by the rule", "c23.json", "lacks escape_probability", without(0)},
    {"a likelier failure of the rule", "c23.json", "lacks escape_probability",
     [](json& c) { c["items"][0]["failure"] = "2/1000000"; }},
    {"no threshold", "c26.json", "lacks critical_level", without(1)},
    {"an escape at another instance", "c26.json", "lacks the instance, a law",
     [](json& c) { add_escape(c, committed("c13.json")["instance"], true, "1000000"); }},
    {"an escape without its law", "c26.json", "lacks the instance, a law",
     [](json& c) { add_escape(c, c["instance"], false, "1000000"); }},
    {"an escape below the critical level", "c26.json", "lacks the instance, a law and a rho_w above",
     [](json& c) { add_escape(c, c["instance"], true, "23/10"); }},
    {"a threshold on no known side", "c26.json", "lacks r_below_threshold", without(0)},
    {"no third moment", "c01.json", "lacks radial_moment with n 3", [](json& c) { c["items"][0]["at"]["n"] = 1; }},
    {"seven angles", "c01.json", "lacks 8 kernel_definition",
     [](json& c) {
       for (std::size_t i = 0, found = 0; i < c["items"].size(); ++i)
         if (c["items"][i].value("statement", "") == "kernel_definition" && ++found > 7)
           c["items"][i]["at"]["t"] = c["items"][2]["at"]["t"];
     }},
    {"no right angle", "c01.json", "lacks kernel_definition at t = 1/2",
     [](json& c) {
       for (json& x : c["items"])
         if (x.value("statement", "") == "kernel_definition" && x["at"]["t"] == "1/2") x["at"]["t"] = "1/5";
     }},
    {"the kernel over half the angles", "c01.json", "lacks kernel over [0, 1]", without(33)},
    {"the kernel in any range", "c01.json", "lacks kernel over [0, 1]", [](json& c) { c["items"][33]["hi"] = "4"; }},
    {"the slope in any range", "c01.json", "lacks kernel_derivative over [0, 1]",
     [](json& c) { c["items"][37]["lo"] = "-4"; }},
    {"definitions that fix no digit", "c01.json", "lacks 8 kernel_definition",
     [](json& c) {
       for (json& x : c["items"])
         if (x.value("statement", "") == "kernel_definition") x["lo"] = "0", x["hi"] = "1";
     }},
    {"the slope over half the angles", "c01.json", "lacks kernel_derivative over [0, 1]", without(37)},
    {"the bend over half the angles", "c01.json", "lacks kernel_second_derivative over [0, 1]", without(41)},
    {"two students", "c02_vectors.json", "lacks 3 loss items", without(0)},
    {"no first moment", "c02_vectors.json", "lacks radial_moment with n 1", without(3)},
    {"losses where the angle does not matter", "c02_vectors.json", "lacks 3 loss items at distinct generic students",
     [](json& c) {
       set_students(c, "loss", "w", {"-2", "4", "-1", "0"});
     }},
    {"losses at length 1", "c02_vectors.json", "lacks 3 loss items at distinct generic students",
     [](json& c) {
       set_students(c, "loss", "w", {"0", "0", "-1", "0"});
     }},
    {"losses of students that the teacher does not see", "c02_vectors.json",
     "lacks 3 loss items at distinct generic students",
     [](json& c) {
       set_students(c, "loss", "a", {"10/3", "7", "0"});
     }},
    {"losses of students without weights", "c02_vectors.json", "lacks 3 loss items at distinct generic students",
     [](json& c) {
       set_students(c, "loss", "a", {"0", "0", "0"});
     }},
    {"two definitions of the loss", "c02_vectors.json", "lacks 3 loss_definition items",
     [](json& c) { erase_last(c), c["items"].back() = c["items"][c["items"].size() - 2]; }},
    {"definitions of the loss on the teacher's line", "c02_vectors.json", "lacks 3 loss_definition items",
     [](json& c) { set_students(c, "loss_definition", "t", "0"); }},
    {"definitions of the loss on the other side of that line", "c02_vectors.json", "lacks 3 loss_definition items",
     [](json& c) { set_students(c, "loss_definition", "t", "1"); }},
    {"definitions of the loss at length 1", "c02_vectors.json", "lacks 3 loss_definition items",
     [](json& c) { set_students(c, "loss_definition", "length", "1"); }},
    {"definitions of the loss for orthogonal weights", "c02_vectors.json", "lacks 3 loss_definition items",
     [](json& c) {
       set_students(c, "loss_definition", "a", {"10/3", "7", "0"});
     }},
    {"definitions of the loss that fix no digit", "c02_vectors.json", "lacks 3 loss_definition items",
     [](json& c) {
       for (json& x : c["items"])
         if (x.value("statement", "") == "loss_definition") x["lo"] = "-1";
     }},
    {"a gradient on the teacher's line", "c03_vectors.json", "lacks every entry of gradient_w and gradient_a at",
     [](json& c) {
       set_students(c, "gradient_w", "w", {"-2", "4", "-1", "0"}),
           set_students(c, "gradient_a", "w", {"-2", "4", "-1", "0"});
     }},
    {"a gradient without the definition's part across", "c03_vectors.json",
     "lacks every entry of gradient_w_definition and gradient_a_definition",
     [](json& c) {
       for (json& x : c["items"])
         if (x.value("statement", "") == "gradient_w_definition") x["at"]["index"] = 0;
     }},
    {"a gradient without the definition's last entry", "c03_vectors.json",
     "lacks every entry of gradient_w_definition and gradient_a_definition", erase_last},
    {"coordinates of a small teacher known on the scale of 1", "c05.json", "lacks spurious_x",
     [](json& c) {
       c["instance"]["norm_sq"] = "1/1000000000000";
       c["items"][0]["lo"] = "-1/10000000000000", c["items"][0]["hi"] = "1/10000000000000";
     }},
    {"abar.a* of a small teacher known on the scale of 1", "c05.json", "lacks spurious_alpha",
     [](json& c) {
       c["instance"]["norm_sq"] = "1/1000000000000";
       c["items"][2]["lo"] = "-1/10000000000000", c["items"][2]["hi"] = "1/10000000000000";
     }},
    {"an abar.a* without a sign", "c05.json", "lacks spurious_alpha with a sign",
     [](json& c) { c["items"][2].erase("sign"); }},
    {"an abar.a* without a sign beside the spectrum", "c06.json", "lacks spurious_alpha with a sign",
     [](json& c) { c["items"][1].erase("sign"); }},
    {"a loss of which the sign alone is known", "c08.json", "lacks spurious_loss",
     [](json& c) { c["items"][0]["lo"] = "1/100000000000000", c["items"][0]["hi"] = "1/10000000000000"; }},
    {"an eigenvalue of which the sign alone is known", "c04.json", "lacks hessian_spectrum at the global_optimum",
     [](json& c) {
       json& first = c["items"][0]["eigenvalues"][0];
       first["lo"] = "1/100000000000000", first["hi"] = "1/10000000000000";
     }},
    {"a region that is nearly nothing (angle)", "c07_below.json", "lacks strict_minimum_region up to the growth_angle",
     [](json& c) { c["items"][2]["angle"] = "1/1000000"; }},
    {"a region that is nearly nothing (radius)", "c07_below.json",
     "lacks strict_minimum_region up to the growth_radius", [](json& c) { c["items"][2]["radius"] = "1/1000000"; }},
    {"no kernel value at the saddles", "c09_right_angle.json", "lacks saddle_kernel_value",
     [](json& c) {
       for (std::size_t i = c["items"].size(); i-- > 0;)
         if (c["items"][i].value("quantity", "") == "saddle_kernel_value") c["items"].erase(i);
     }},
    {"a gradient at two students", "c03_vectors.json", "lacks every entry of gradient_w and gradient_a",
     [](json& c) {
       c["items"][6]["at"]["a"] = {"1", "1", "2"};
     }},
    {"the spectrum of the other point", "c04.json", "lacks hessian_spectrum at the global_optimum",
     [](json& c) { c["items"][0]["at"]["point"] = "spurious_point"; }},
    {"an optimum with a negative direction", "c04.json", "lacks hessian_spectrum at the global_optimum, positive",
     [](json& c) { negative(c["items"][0]["eigenvalues"][0]); }},
    {"a singular optimum", "c04.json", "lacks hessian_spectrum at the global_optimum, positive",
     [](json& c) { c["items"][0]["eigenvalues"][0]["lo"] = c["items"][0]["eigenvalues"][0]["hi"] = "0"; }},
    {"eigenvalues in any range", "c04.json", "lacks hessian_spectrum at the global_optimum",
     [](json& c) { c["items"][0]["eigenvalues"][1]["hi"] = "1000"; }},
    {"a spurious point with fewer zeros", "c06.json", "lacks hessian_spectrum at the spurious_point, 0 p-1 times",
     [](json& c) { c["instance"]["p"] = c["instance"]["p"].get<int>() + 1; }},
    {"a spurious point with a negative direction", "c06.json", "lacks hessian_spectrum at the spurious_point",
     [](json& c) { negative(c["items"][0]["eigenvalues"][1]); }},
    {"a spurious point that fixes no digit", "c05.json", "lacks spurious_x",
     [](json& c) { c["items"][0]["lo"] = "-1000"; }},
    {"no alpha beside the spectrum", "c06.json", "lacks spurious_alpha", without(1)},
    {"the comparison of another r", "c07_below.json", "lacks r_below_threshold at the instance's k and r", without(0)},
    {"the comparison of another k", "c07_above.json", "lacks r_below_threshold at the instance's k and r",
     [](json& c) { c["items"][0]["at"]["k"] = 4; }},
    {"no region", "c07_below.json", "lacks strict_minimum_region", without(2)},
    {"no growth angle", "c07_below.json", "lacks growth_angle", without(3)},
    {"no growth radius", "c07_below.json", "lacks growth_radius", without(4)},
    {"no sign below the threshold", "c07_below.json", "lacks spurious_alpha with sign negative",
     [](json& c) { c["items"][5].erase("sign"); }},
    {"no sign above the threshold", "c07_above.json", "lacks spurious_alpha with sign positive",
     [](json& c) { c["items"][2].erase("sign"); }},
    {"the critical points of another k", "c09_no_saddle.json", "lacks critical_points with the instance's k",
     [](json& c) { c["instance"]["k"] = 10; }},
    {"the critical points of another r", "c09_no_saddle.json", "lacks critical_points with the instance's k",
     [](json& c) { c["instance"]["r"] = "8"; }},
    {"the eliminated form alone", "c09_no_saddle.json", "lacks critical_points with the instance's k", without(0)},
    {"no saddle angle", "c09_right_angle.json", "lacks saddle_angle", without(2)},
    {"no spectrum at the saddle", "c09_right_angle.json", "lacks hessian_spectrum at the saddle", without(5)},
    {"a saddle without negative direction", "c09_right_angle.json", "lacks hessian_spectrum at the saddle",
     [](json& c) {
       for (json& one : c["items"][5]["eigenvalues"])
         if (one["hi"].get<std::string>().starts_with("-")) one["lo"] = one["hi"] = "0";
     }},
    {"the trap of another k", "trap.json", "lacks trapping_probability at the instance's",
     [](json& c) { c["instance"]["k"] = 26; }},
    {"the trap of another r", "trap.json", "lacks trapping_probability at the instance's",
     [](json& c) { c["instance"]["r"] = "5"; }},
    {"the trap of another length", "trap.json", "lacks trapping_probability at the instance's",
     [](json& c) { c["instance"]["norm_sq"] = "2"; }},
    {"a quarter that is not refuted", "c10_balanced.json", "on the verdict's side of 1/4",
     [](json& c) { c["verdict"] = "refuted"; }},
    {"a kernel value that is too low", "c11.json", "lacks kernel at t = 1/4, above 2",
     [](json& c) { c["items"][0]["lo"] = c["items"][0]["hi"] = "2"; }},
    {"a kernel value that fixes no digit", "c11.json", "lacks kernel at t = 1/4, above 2",
     [](json& c) { c["items"][0]["hi"] = "3"; }},
    {"a kernel value elsewhere", "c11.json", "lacks kernel at t = 1/4, above 2",
     [](json& c) { c["items"][0]["at"]["t"][0] = "0"; }},
    {"a slope that is too flat", "c11.json", "lacks kernel_derivative at t = 1/4, below -8/5",
     [](json& c) { c["items"][1]["hi"] = "-8/5"; }},
    {"a slope elsewhere", "c11.json", "lacks kernel_derivative at t = 1/4, below -8/5",
     [](json& c) { c["items"][1]["at"]["t"][0] = "0"; }},
    {"the bound of another p", "c11.json", "lacks pair_bound at p = 2", [](json& c) { c["items"][2]["at"]["p"] = 3; }},
    {"a bound that says nothing", "c11.json", "lacks pair_bound at p = 2, below 3/4",
     [](json& c) { c["items"][2]["hi"] = "3/4"; }},
    {"a probability of one half", "c11.json", "lacks trapping_probability above 1/2",
     [](json& c) { c["items"][3]["lo"] = "1/2"; }},
    {"no comparison beside the levels", "c16.json", "lacks r_below_threshold at the instance's k and r", without(0)},
    {"no level with raw noise", "c16.json", "lacks critical_level at the instance with injection raw", without(1)},
    {"no level with normalized noise", "c16.json", "lacks critical_level at the instance with injection normalized",
     without(2)},
    {"the levels of another r", "c16.json", "lacks critical_level at the instance with injection raw",
     [](json& c) { c["instance"]["r"] = c["items"][0]["at"]["r"] = "3/2"; }},
    {"no rate in a without noise", "c19.json", "lacks rate_in_a at rho = 0", without(0)},
    {"no rate in w", "c19.json", "lacks rate_in_w at t = 5/12, positive", without(7)},
    {"the joint rate of smaller angles", "c19.json", "lacks joint_rate at t = 5/12, positive",
     [](json& c) { c["items"][8]["at"]["t"] = "1/3"; }},
    {"a joint rate that may be 0", "c19.json", "lacks joint_rate at t = 5/12, positive",
     [](json& c) { c["items"][8]["lo"] = c["items"][8]["hi"] = "0"; }},
    {"a joint rate that is not known", "c19.json", "lacks joint_rate at t = 5/12, positive and known",
     [](json& c) { c["items"][8]["hi"] = "1/2"; }},
    {"two equal traces", "c18.json", "lacks hessian_trace at both points, the lesser at the spurious_point",
     [](json& c) { equal(c, "hessian_trace"); }},
    {"two equal rises", "c18.json", "lacks rise_order2 at both points, the lesser at the spurious_point",
     [](json& c) { equal(c, "rise_order2"); }},
    {"no loss at the spurious point", "c04.json", "lacks spurious_loss with sign positive", without(1)},
    {"two amounts of noise", "c20.json", "lacks 3 sure_drift items", without(1)},
    {"three amounts of noise that are nearly one", "c20.json", "lacks 3 sure_drift items",
     [](json& c) { c["items"][1]["at"]["rho_w"] = "1/31999"; }},
    {"no noise at last", "c20.json", "lacks 3 sure_drift items",
     [](json& c) { c["items"][2]["at"]["rho_w"] = "0", c["items"][2]["at"]["rho_a"] = "0"; }},
    {"smaller noise with other steps", "c20.json", "lacks 3 sure_drift items",
     [](json& c) { c["items"][2]["at"]["eta"] = "1/900"; }},
    {"a ball that does not shrink", "c20.json", "lacks 3 sure_drift items",
     [](json& c) { c["items"][2]["noise"] = c["items"][1]["noise"]; }},
    {"a drift in a smaller ball", "c20.json", "lacks 3 sure_drift items",
     [](json& c) { c["items"][0]["at"]["level"] = "1"; }},
};

/// Of claim C17: items at every p that is asked for, between levels that are near the line by `share` of what is
/// allowed.
json line_of_levels(const mpq_class& share_lo, const mpq_class& share_hi) {
  const mpq_class pi("3141592653589793238462643383279/1000000000000000000000000000000");
  json items = json::array();
  for (const char* injection : {"raw", "normalized"})
    for (const long p : {2, 3, 6, 10, 20, 50, 100}) {
      const mpq_class slope = p + (*injection == 'r' ? mpq_class(3, 4) : mpq_class(-1, 4)), room(3, 2 * p);
      const mpq_class centre = slope * pi - 1 / pi, lo = centre + share_lo * room, hi = centre + share_hi * room;
      items.push_back({{"quantity", "critical_level"},
                       {"at", {{"injection", injection}, {"k", 2}, {"p", p}, {"r", "0"}}},
                       {"lo", lo.get_str()},
                       {"hi", hi.get_str()}});
    }
  return {{"claim", "C17"},
          {"instance", {{"k", 25}, {"p", 6}, {"r", "4"}, {"norm_sq", "1"}}},
          {"verdict", "proved"},
          {"items", items}};
}

}  // namespace

TEST_SUITE("recheck/parts") {
  TEST_CASE("without one of the items that its claim needs a certificate is incomplete") {
    for (const auto& file : certificate_files()) {
      CAPTURE(file.string());
      CHECK(missing(json::parse(read_text(file))) == "");
    }
    for (const Shortage& shortage : kShortages) {
      CAPTURE(shortage.name);
      json certificate = committed(shortage.certificate);
      shortage.nudge(certificate);
      const std::string found = missing(certificate);
      INFO(found);
      CHECK(found.find(shortage.message) != std::string::npos);
    }
    json slogan = committed("c18.json");
    for (std::size_t i = 0; i < slogan["items"].size(); ++i) {
      json certificate = slogan;
      certificate["items"].erase(i);
      CAPTURE(i);
      CHECK(missing(certificate).starts_with("lacks "));
    }
  }

  TEST_CASE("the levels of claim C17 must all be there and near their lines") {
    const mpq_class most(9, 10), one(1), hair(1, 1L << 50);
    CHECK(missing(line_of_levels(most, most)) == "");
    CHECK(missing(line_of_levels(-most, -most)) == "");
    CHECK(missing(line_of_levels(-most, most)).starts_with("lacks critical_level at k = 2, r = 0, p = "));
    CHECK(missing(line_of_levels(-one - hair, -one + hair)).starts_with("a level within 3/(2p) of its line"));
    CHECK(missing(line_of_levels(one - hair, one + hair)).starts_with("a level within 3/(2p) of its line"));
    for (std::size_t i = 0; i < 14; ++i) {
      json certificate = line_of_levels(most, most);
      certificate["items"].erase(i);
      CHECK(missing(certificate).starts_with("lacks critical_level at k = 2, r = 0, p = "));
      certificate = line_of_levels(most, most);
      certificate["items"][i]["at"]["r"] = "1/1000";
      CHECK(missing(certificate).starts_with("lacks critical_level at k = 2, r = 0, p = "));
    }
  }
}
