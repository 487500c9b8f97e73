#include "trap_figures.hpp"

#include <fmt/format.h>

namespace noiseproof {
namespace {

std::string fixed(const Rational& x, int digits, bool up) {
  Integer scale = 1;
  for (int i = 0; i < digits; ++i) scale *= 10;
  const Rational scaled = x * scale;
  Integer units = numerator(scaled) / denominator(scaled);
  if (up && Rational(units) != scaled) units += 1;
  std::string text = units.str();
  if (text.size() <= static_cast<std::size_t>(digits))
    text.insert(0, static_cast<std::size_t>(digits) + 1 - text.size(), '0');
  return text.insert(text.size() - static_cast<std::size_t>(digits), ".");
}

}  // namespace

std::string show(const Bounds& p) {
  int digits = 4;
  while (digits < 9 && p.hi != p.lo &&
         p.hi - p.lo < Rational(1, 1000) * (digits == 4 ? Rational(1, 2) : Rational(1, 20)))
    ++digits;
  return fmt::format("[{}, {}]", fixed(p.lo, digits, false), fixed(p.hi, digits, true));
}

std::string decimal_below(const Rational& x, int digits) { return fixed(x, digits, false); }
std::string decimal_above(const Rational& x, int digits) { return fixed(x, digits, true); }

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
