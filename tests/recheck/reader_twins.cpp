// False twins: what is no certificate of this version.
#include "twins.hpp"

namespace twins {

std::vector<Twin> reader_twins() {
  return {
      {"another version", "c05.json", 3, "version: must lie in [1, 1]", [](json& c) { c["version"] = 2; }},
      {"another format", "c05.json", 3, "format: ", [](json& c) { c["format"] = "certificate"; }},
      {"an unknown claim", "c05.json", 3, "claim: is not a claim", [](json& c) { c["claim"] = "C99"; }},
      {"another claim's stem", "c05.json", 3, "stem: is not the stem", [](json& c) { c["stem"] = "global_optimum"; }},
      {"an unknown field", "c05.json", 3, "items[0]: has the unknown field 'hint'",
       [](json& c) { c["items"][0]["hint"] = "1"; }},
      {"a missing field", "c05.json", 3, "items[0]: has no field 'decimal'",
       [](json& c) { c["items"][0].erase("decimal"); }},
      {"a missing field that nothing rests on", "c05.json", 3, "provenance: has no field 'seed'",
       [](json& c) { c["provenance"].erase("seed"); }},
      {"an unknown quantity", "c05.json", 3, "'spurious_z' is not known here",
       [](json& c) { c["items"][0]["quantity"] = "spurious_z"; }},
      {"an unknown kind", "c05.json", 3, "kind: 'oath' is not known here",
       [](json& c) { c["items"][0]["kind"] = "oath"; }},
      {"an unknown reason", "c09_one_unit.json", 3, "has an unknown reason",
       [](json& c) { leaves(c)[0][8] = "trust"; }},
      {"a number as a number", "c05.json", 3, "lo: must be a string", [](json& c) { c["items"][0]["lo"] = 1; }},
      {"a floating-point number", "c05.json", 3, "must be an exact rational in a string",
       [](json& c) { c["items"][0]["lo"] = 0.5; }},
      {"a decimal where a rational belongs", "c05.json", 3, "must be an exact rational",
       [](json& c) { c["items"][0]["lo"] = "0.5"; }},
      {"a zero denominator", "c05.json", 3, "must be an exact rational", [](json& c) { c["items"][0]["lo"] = "1/0"; }},
      {"an absurdly long number", "c05.json", 3, "instance.r: is an absurdly long number: more than 16384 characters",
       [](json& c) { c["instance"]["r"] = "4" + std::string(8192, '0') + "/1" + std::string(8191, '0'); }},
      {"an absurd exponent", "c05.json", 3, "absurd exponent",
       [](json& c) { c["items"][0]["decimal"][0] = "-1e999999"; }},
      {"a longer exponent", "c05.json", 3, "must be a decimal number",
       [](json& c) { c["items"][0]["decimal"][0] = "-1e999999999999999999999"; }},
      {"an absurdly long word", "c05.json", 3, "a string is absurdly long",
       [](json& c) { c["items"][0]["says"] = std::string(300000, 'x'); }},
      {"an absurd k", "c05.json", 3, "instance.k: must lie in", [](json& c) { c["instance"]["k"] = 1000000000000; }},
      {"a k beyond 64 bits", "c05.json", 3, "instance.k: must lie in",
       [](json& c) { c["instance"]["k"] = 18446744073709551615u; }},
      {"r beyond k", "c05.json", 3, "instance.r: must lie in [0, k]", [](json& c) { c["instance"]["r"] = "26"; }},
      {"one unit that is not at the threshold", "c07_equal.json", 3, "instance.r: must be 1 if k = 1",
       [](json& c) { c["instance"]["r"] = "1/2"; }},
      {"weights that are 0", "c05.json", 3, "instance.norm_sq: must be positive",
       [](json& c) { c["instance"]["norm_sq"] = "0"; }},
      {"a length that is not the vector's", "c05_vectors.json", 3, "instance.norm_sq: is not |a_star|^2",
       [](json& c) { c["instance"]["norm_sq"] = "4"; }},
      {"an r that is not the vector's", "c05_vectors.json", 3, "instance.r: is not (1.a_star)^2",
       [](json& c) { c["instance"]["r"] = "1"; }},
      {"a teacher without direction", "c02_vectors.json", 3, "w_star: is the zero vector",
       [](json& c) {
         c["instance"]["w_star"] = {"0", "0", "0", "0"};
       }},
      {"an index out of range", "c03_vectors.json", 3, "index: must lie in [0, 3]",
       [](json& c) { c["items"][0]["at"]["index"] = 4; }},
  };
}

}  // namespace twins
