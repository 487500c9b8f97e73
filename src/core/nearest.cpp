#include "core/nearest.hpp"

#include <algorithm>

namespace noiseproof {
namespace {

std::size_t edit_distance(const std::string& u, const std::string& v) {
  std::vector<std::size_t> row(v.size() + 1);
  for (std::size_t j = 0; j <= v.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= u.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= v.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (u[i - 1] == v[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[v.size()];
}

}  // namespace

std::string nearest_word(const std::string& word, const std::vector<std::string>& known) {
  std::string nearest;
  std::size_t best = 3;  // further away, a suggestion is noise
  if (word.size() > 100) return nearest;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= best || distance >= word.size()) continue;
    best = distance;
    nearest = candidate;
  }
  return nearest;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known, const std::string& otherwise) {
  const std::string nearest = nearest_word(word, known);
  return nearest.empty() ? otherwise : " (did you mean '" + nearest + "'?)";
}

}  // namespace noiseproof
