#include <fmt/format.h>

#include "setting.hpp"

namespace noiseproof::c11_gd_trapped_three_quarters {

using nlohmann::json;

json radius_plot(const Bounds& bound, int jobs) {
  json all = json::array();
  for (const int p : {2, 3, 6}) {
    json series = band_series(fmt::format("p = {}", p));
    for (const int radius : {2, 5, 10, 20, 30, 40, 50, 60, 80, 100, 150, 200}) {
      const Setting s{2, p, 0, Rational(1, 100), radius, Rational(1, 20)};
      add_point(series, radius / 10.0, s.enclose(Rational(1, 500), jobs));
    }
    all.push_back(series);
  }
  return {{"type", "lines"},
          {"id", "c11-radius"},
          {"title", "Trapping probability against the radius of a_0"},
          {"caption", fmt::format("k = 2, s = 0, |a*| = 1/10, step 1/20: enclosures of width 0.002. "
                                  "In gradient flow no radius and no teacher goes beyond B_2 in {} at p = 2.",
                                  show(bound))},
          {"x_label", "|a*| times radius"},
          {"y_label", "P(trapped)"},
          {"x_log", true},
          {"series", all}};
}

json bound_plot(const json& bounds) {
  return {{"type", "lines"},
          {"id", "c11-bound"},
          {"title", "What no start distribution can exceed"},
          {"caption",
           "Gradient flow, any k, r, |a*| and any law of a_0 that is symmetric: "
           "the trapping probability is at most B_p, enclosed."},
          {"x_label", "p"},
          {"y_label", "bound of P(trapped)"},
          {"x_log", true},
          {"series", json::array({bounds})}};
}

}  // namespace noiseproof::c11_gd_trapped_three_quarters
