// C17: the critical level against p and against r.
#include "levels.hpp"

namespace noiseproof::c17_critical_level_linear {
namespace {

using nlohmann::json;

json line(const std::string& name) {
  return {{"name", name}, {"x", json::array()}, {"y", json::array()}, {"style", "line"}};
}

void add(json& series, const json& x, double y) {
  series["x"].push_back(x);
  series["y"].push_back(y);
}

json plot(const char* id, const char* what, const char* caption, const char* x, const char* y, bool log,
          const json& series) {
  return {{"type", "lines"}, {"id", id},     {"title", what}, {"caption", caption}, {"x_label", x},
          {"y_label", y},    {"x_log", log}, {"y_log", log},  {"series", series}};
}

}  // namespace

std::vector<json> plots(const std::vector<Levels>& all) {
  json against_p = json::array(), rest = json::array(), against_r = json::array();
  for (const Levels& levels : all) {
    json level = line(levels.name), remainder = line(levels.name), teacher = line(levels.name);
    for (int p = kFirst; p <= kLast; p += p < 20 ? 1 : p < 100 ? 5 : 50) {
      add(level, p, ball_over(levels.at(p)).midpoint_approx());
      add(remainder, p, levels.excess(p).midpoint_approx());
    }
    for (const auto& [r, rho] : levels.against_r)
      add(teacher, r.convert_to<double>(), ball_over(rho).midpoint_approx());
    against_p.push_back(level);
    rest.push_back(remainder);
    against_r.push_back(teacher);
  }
  json straight = line("pi p"), published = line("2 p^2 (published order, k = 2)");
  for (const int p : {2, 10, 100, 1000}) {
    add(straight, p, 3.141592653589793 * p);
    add(published, p, 2.0 * p * p);
  }
  against_p.push_back(straight);
  against_p.push_back(published);
  std::vector<json> out{
      plot("level", "Critical noise level against p", "r = 0. Both injections lie along pi p.", "p", "rho*", true,
           against_p),
      plot("rest", "rho* - pi p", "r = 0. The limits are 3 pi/4 - 1/pi = 2.0379 and -pi/4 - 1/pi = -1.1037.", "p",
           "rho* - pi p", false, rest)};
  if (!against_r.empty() && against_r[0]["x"].size() > 1)
    out.push_back(plot("teacher", "Critical noise level against r",
                       "At the instance's k and p; 0 from the threshold on.", "r", "rho*", false, against_r));
  return out;
}

}  // namespace noiseproof::c17_critical_level_linear
