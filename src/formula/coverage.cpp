#include "formula/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace noiseproof {
namespace {

bool is_number(const Variable& v) { return v.lo == v.hi; }

void append(std::string& out, const char* between, const std::string& part) {
  out += (out.empty() ? "" : between) + part;
}

}  // namespace

std::string text_of(const Variable& v) {
  if (is_number(v)) return v.name + " = " + v.lo.text();
  return v.integer ? v.name + " from " + v.lo.text() + " to " + v.hi.text()
                   : v.name + " in [" + v.lo.text() + ", " + v.hi.text() + "]";
}

std::string ranges_text(const std::vector<Variable>& variables) {
  std::string out;
  for (const Variable& v : variables) append(out, ", ", text_of(v));
  return out;
}

void Coverage::add(const Point& at) {
  std::vector<std::string> whole, integers;
  for (std::size_t i = 0; i < at.size(); ++i) {
    whole.push_back(at[i].text());
    if (variables_[i].integer) integers.push_back(whole.back());
  }
  integers_.insert(std::move(integers));
  if (points_.insert(std::move(whole)).second) met_.push_back(at);
}

Integer Coverage::combinations() const {
  Integer out = 1;
  for (const Variable& v : variables_)
    if (v.integer) out *= count_of(v);
  return out;
}

bool Coverage::everywhere() const {
  const bool countable =
      std::all_of(variables_.begin(), variables_.end(), [](const Variable& v) { return v.integer || is_number(v); });
  return countable && combinations() == static_cast<unsigned long>(integers_.size());
}

/// "every k", "312 of 1000000 combinations of k and n".
std::string Coverage::integers_met() const {
  std::string names;
  bool several = false;
  for (const Variable& v : variables_) {
    if (!v.integer || is_number(v)) continue;
    several = !names.empty();
    append(names, " and ", v.name);
  }
  const Integer all = combinations();
  if (names.empty()) return "";
  const bool every = all == static_cast<unsigned long>(integers_.size());
  if (every) return (several ? "every combination of " : "every ") + names;
  return fmt::format("{} of {} {} of {}", integers_.size(), all.str(), several ? "combinations" : "values", names);
}

std::string Coverage::gaps() const {
  std::string bands;
  for (std::size_t i = 0; i < variables_.size(); ++i) {
    const Variable& v = variables_[i];
    if (v.integer || is_number(v)) continue;
    // The widest gap between neighbouring values, the ends among them.
    Point values{v.lo, v.hi};
    for (const Point& at : met_) values.push_back(at[i]);
    std::sort(values.begin(), values.end(), [](const PiNumber& x, const PiNumber& y) { return sign_of(y - x) > 0; });
    PiNumber widest;
    for (std::size_t j = 1; j < values.size(); ++j)
      if (sign_of(values[j] - values[j - 1] - widest) > 0) widest = values[j] - values[j - 1];
    append(bands, " or of ", v.name + " narrower than " + decimal_endpoints(widest.enclosure(), 2).second);
  }
  std::string out = integers_met();
  if (!bands.empty()) append(out, "; ", "a difference within a band of " + bands + " may be missed");
  return out;
}

std::string Coverage::text(const std::string& more) const {
  std::string out = ranges_text(variables_);
  if (everywhere() && more.empty()) return (integers_met().empty() ? "" : "every ") + out;
  if (!more.empty()) append(out, ", ", more);
  const std::string rest = gaps();
  return "samples of " + out + (rest.empty() ? "" : ": " + rest);
}

}  // namespace noiseproof
