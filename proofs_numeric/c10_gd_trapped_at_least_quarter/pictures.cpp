#include <fmt/format.h>

#include "curves.hpp"

namespace noiseproof::c10_gd_trapped_at_least_quarter {

using nlohmann::json;

json probability_plot(const Instance& instance, const Rational& eta, const std::vector<CurvePoint>& curves) {
  json series = json::array();
  for (std::size_t j = 0; j < kInputs.size(); ++j) {
    series.push_back(band_series(fmt::format("p = {}", kInputs[j])));
    for (const CurvePoint& at : curves) add_point(series.back(), at.r.convert_to<double>(), at.probability[j]);
  }
  return {{"type", "lines"},
          {"id", "c10-probability"},
          {"title", "Trapped with what probability?"},
          {"caption", fmt::format("Enclosures (bands, width 0.01) of the trapping probability for k = {}, "
                                  "|a*|^2 = {}, step {}; beyond the last point it is 0.",
                                  instance.k, to_string(instance.norm_sq), to_string(eta))},
          {"x_label", "r = (1.a*)^2/|a*|^2"},
          {"y_label", "P(trapped)"},
          {"series", series}};
}

json boundary_plot(int k, const std::vector<Crossing>& boundary) {
  json series = band_series(fmt::format("k = {}", k));
  for (const Crossing& at : boundary) add_point(series, at.p, at.r);
  return {
      {"type", "lines"},
      {"id", "c10-boundary"},
      {"title", "Where the trapping probability crosses 1/4"},
      {"caption", "Enclosures of the r at which the trapping probability is 1/4; to the left and below it is larger."},
      {"x_label", "p"},
      {"y_label", "r"},
      {"x_log", true},
      {"y_log", true},
      {"series", json::array({series})}};
}

}  // namespace noiseproof::c10_gd_trapped_at_least_quarter
