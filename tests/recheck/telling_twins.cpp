// False twins: what says nothing, or says it twice.
#include "twins.hpp"

namespace twins {

std::vector<Twin> telling_twins() {
  return {
      {"a probability from 0 to 1", "trap.json", 1, "items[0]: is wider than it may be",
       [](json& c) {
         whole_cell(c, "0", "1", "0");
         item(c, "trapping_probability")["hi"] = "1", item(c, "trapping_probability")["decimal"][1] = "1";
       }},
      {"a probability known to more than a half", "trap.json", 1, "items[0]: is wider than it may be",
       [](json& c) {
         item(c, "trapping_probability")["hi"] = "3/4", item(c, "trapping_probability")["decimal"][1] = "1";
       }},
      {"a probability from 0 to 1, of another instance", "c08.json", 1, "items[1]: is wider than it may be",
       [](json& c) {
         json other = load("trap.json");
         whole_cell(other, "0", "1", "0");
         c["items"].push_back(other["items"][0]), c["items"][1]["hi"] = "1", c["items"][1]["decimal"][1] = "1";
       }},
      {"a cell that says nothing", "trap.json", 1, "items[0].cells[0]: says nothing",
       [](json& c) {
         json& x = item(c, "trapping_probability");
         x["lo"] = "1/8", x["hi"] = "1/2", x["decimal"] = {"0.1", "0.6"};
         cell(c, 0)[4] = "0", cell(c, 0)[6] = "1";
       }},
      {"a number in any range", "c08.json", 1, "items[1]: is wider than it may be, and says nothing",
       [](json& c) { add_enclosure(c, "spurious_x", json::object(), "-9", "9"); }},
      {"a kernel in any range", "c08.json", 1, "items[1]: is wider than it may be",
       [](json& c) {
         add_enclosure(c, "kernel", {{"t", {"0", "1/2"}}}, "-9", "9");
       }},
      {"an eigenvalue in any range", "c08.json", 1, "items[1]: is wider than it may be",
       [](json& c) {
         c["items"].push_back(load("c04.json")["items"][0]), c["items"][1]["eigenvalues"][0]["hi"] = "9";
       }},
      {"an item twice", "c05.json", 1, "items[3]: says again what items[1] says",
       [](json& c) { c["items"].push_back(item(c, "spurious_y")); }},
      {"an item twice, in other words and other bounds", "c01.json", 1, "says again what items[0] says",
       [](json& c) {
         json again = item(c, "radial_moment");
         again["says"] = "more", again["at"]["cut"] = mpq_class(again["at"]["cut"].get<std::string>()).get_str();
         again["at"]["cut"] = again["at"]["cut"].get<std::string>().find('/') == std::string::npos
                                  ? again["at"]["cut"].get<std::string>() + "/1"
                                  : again["at"]["cut"].get<std::string>();
         c["items"].push_back(again);
       }},
      {"the covering of a claim twice", "c09_one_unit.json", 1, "says again what items[0] says",
       [](json& c) { c["items"].push_back(c["items"][0]); }},
  };
}

}  // namespace twins
