// False twins: rates and drifts that no step keeps to.
#include "twins.hpp"

namespace twins {

std::vector<Twin> dissipation_twins() {
  return {
      {"a joint rate that is too high", "c19.json", 1, "joint_rate in [lo, hi] is false",
       [](json& c) { item(c, "joint_rate")["lo"] = item(c, "joint_rate")["hi"]; }},
      {"a joint rate that is too low", "c19.json", 1, "joint_rate in [lo, hi] is false",
       [](json& c) { item(c, "joint_rate")["hi"] = item(c, "joint_rate")["lo"]; }},
      {"the joint rate of smaller angles", "c19.json", 1, "joint_rate in [lo, hi] is false",
       [](json& c) { item(c, "joint_rate")["at"]["t"] = "1/3"; }},
      {"the joint rate of another teacher", "c19.json", 1, "joint_rate in [lo, hi] is false",
       [](json& c) { c["instance"]["norm_sq"] = "2"; }},
      {"a rate in a with negative noise", "c19.json", 3, "rho: must lie in [0, 10^6]",
       [](json& c) { item(c, "rate_in_a")["at"]["rho"] = "-1"; }},
      {"a joint rate beyond a right angle", "c19.json", 3, "t: must lie in (0, 1/2]",
       [](json& c) { item(c, "joint_rate")["at"]["t"] = "2/3"; }},
      {"a rate in w for larger angles", "c19.json", 1, "rate_in_w in [lo, hi] is false",
       [](json& c) { item(c, "rate_in_w")["at"]["t"] = "1/2"; }},
      {"a rate in a with less noise", "c19.json", 1, "rate_in_a in [lo, hi] is false",
       [](json& c) { item(c, "rate_in_a")["at"]["rho"] = "1/100"; }},
      {"a rate in a among other inputs", "c19.json", 1, "rate_in_a in [lo, hi] is false",
       [](json& c) { c["instance"]["p"] = 7; }},
      {"no rate in a with much noise", "c19.json", 1, "lacks rate_in_a at rho = 50",
       [](json& c) { c["items"].erase(6); }},
      {"no joint rate", "c19.json", 1, "lacks joint_rate at t = 5/12", [](json& c) { erase_item(c, "joint_rate"); }},
      {"a pull that is too strong", "c20.json", 1, "the joint statement without noise at this rate is false",
       [](json& c) { alone(c, "sure_drift", 2)["contraction"] = "1/20"; }},
      {"a drift with less noise", "c20.json", 1, "the drift of every step is false",
       [](json& c) {
         json& x = alone(c, "sure_drift");
         const mpq_class noise(x["noise"].get<std::string>());
         x["noise"] = mpq_class(noise * 99999 / 100000).get_str();
       }},
      {"a drift under more noise in w", "c20.json", 1, "the drift of every step is false",
       [](json& c) { alone(c, "sure_drift")["at"]["rho_w"] = "1/3000"; }},
      {"a drift under more noise in a", "c20.json", 1, "the drift of every step is false",
       [](json& c) { alone(c, "sure_drift")["at"]["rho_a"] = "1/3000"; }},
      {"a drift of longer steps", "c20.json", 1, "the drift of every step is false",
       [](json& c) { alone(c, "sure_drift")["at"]["eta"] = "1/500"; }},
      {"a step that is too long even without noise", "c20.json", 1, "the drift of every step is false",
       [](json& c) {
         json& x = alone(c, "sure_drift");
         x["at"]["eta"] = "1", x["at"]["rho_w"] = "0", x["at"]["rho_a"] = "0", x["noise"] = "0";
       }},
      {"a drift of steps that are too long for any", "c20.json", 1, "the drift of every step is false",
       [](json& c) { alone(c, "sure_drift")["at"]["eta"] = "1"; }},
      {"a drift towards a larger teacher", "c20.json", 1, "is false", [](json& c) { c["instance"]["norm_sq"] = "2"; }},
      {"a drift beyond the angles of the joint statement", "c20.json", 1, "level < 2 (1 - cos(5 pi/12)) is false",
       [](json& c) { alone(c, "sure_drift", 2)["at"]["level"] = "149/100"; }},
      {"a drift that leaves the region", "c20.json", 1, "noise: is not in [0, contraction level]",
       [](json& c) { alone(c, "sure_drift")["noise"] = "1"; }},
      {"a pull beyond the teacher", "c20.json", 1, "contraction: is not in (0, 1/eta]",
       [](json& c) { alone(c, "sure_drift")["contraction"] = "801"; }},
      {"a push outward", "c20.json", 1, "contraction: is not in (0, 1/eta]",
       [](json& c) { alone(c, "sure_drift")["contraction"] = "-1/100"; }},
      {"noise as long as w", "c20.json", 3, "rho_w: must lie in [0, 1)",
       [](json& c) { alone(c, "sure_drift")["at"]["rho_w"] = "1"; }},
      {"a noise of negative length", "c20.json", 3, "rho_a: must not be negative",
       [](json& c) { alone(c, "sure_drift")["at"]["rho_a"] = "-1"; }},
      {"a step back", "c20.json", 3, "eta: must be positive",
       [](json& c) { alone(c, "sure_drift")["at"]["eta"] = "-1/800"; }},
      {"a ball of nothing", "c20.json", 3, "level: must be positive",
       [](json& c) { alone(c, "sure_drift")["at"]["level"] = "0"; }},
      {"one unit as two", "c19_one_unit.json", 1, "rate_in_a in [lo, hi] is false",
       [](json& c) { c["instance"]["k"] = 2; }},
  };
}

}  // namespace twins
