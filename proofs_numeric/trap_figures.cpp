#include "trap_figures.hpp"

namespace noiseproof {

std::string show(const Bounds& p) {
  int digits = 4;
  while (digits < 9 && p.hi != p.lo &&
         p.hi - p.lo < Rational(1, 1000) * (digits == 4 ? Rational(1, 2) : Rational(1, 20)))
    ++digits;
  return outward_decimals(p.lo, p.hi, digits);
}

Verdict at_least(const Bounds& p, const Rational& level) {
  if (p.lo >= level) return Verdict::proved;
  return p.hi < level ? Verdict::refuted : Verdict::undecided;
}

nlohmann::json band_series(const std::string& name) {
  using nlohmann::json;
  return {{"name", name},         {"x", json::array()},    {"y", json::array()},
          {"low", json::array()}, {"high", json::array()}, {"style", "line"}};
}

void add_point(nlohmann::json& series, double x, const Bounds& p) {
  series["x"].push_back(x);
  series["y"].push_back(Rational((p.lo + p.hi) / 2).convert_to<double>());
  series["low"].push_back(decimal_below(p.lo));
  series["high"].push_back(decimal_above(p.hi));
}

Instance with_r(Instance instance, const Rational& r) {
  instance.r = r;
  instance.a_star.clear();
  return instance;
}

Bounds trapped(const Instance& instance, TrapOptions options, const Rational& width) {
  options.width = width;
  options.inputs = {instance.p};
  return trap_probability(instance, options).probability.front();
}

}  // namespace noiseproof
