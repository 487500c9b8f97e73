#pragma once
// How long work says how far it is.
#include <algorithm>
#include <functional>
#include <string>
#include <utility>

namespace noiseproof {

/// Told how far the work is, in [0, 1], and in a few words what it does; what it throws ends the work and is passed on.
/// May be empty.
using OnProgress = std::function<void(double, const std::string&)>;

/// For a part of the work: `prefix` ("C07") stands before the words, and its [0, 1] is the whole's [from, to].
inline OnProgress part_of(OnProgress whole, std::string prefix, double from = 0, double to = 1) {
  if (!whole) return {};
  return [whole = std::move(whole), prefix = std::move(prefix), from, to](double done, const std::string& what) {
    whole(from + (to - from) * std::clamp(done, 0.0, 1.0), what.empty() ? prefix : prefix + " " + what);
  };
}

}  // namespace noiseproof
