#pragma once
// What a mistyped word may have been meant to be.
#include <string>
#include <vector>

namespace noiseproof {

/// The known word that is fewest insertions, deletions and replacements away, the first of several; empty if that is
/// three or more, or as many as the word has letters.
std::string nearest_word(const std::string& word, const std::vector<std::string>& known);

/// " (did you mean 'KNOWN'?)", or `otherwise` where nothing is near.
std::string did_you_mean(const std::string& word, const std::vector<std::string>& known, const std::string& otherwise);

}  // namespace noiseproof
