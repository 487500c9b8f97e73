#pragma once
// The plain notation of docs/notation.md (phi, a.a*, rho_w^2, <=) as it is printed: Greek letters, subscripts, powers.
#include <string>
#include <string_view>
#include <vector>

namespace noiseproof {

/// For an element of HTML, escaped: phi is a Greek letter, rho_w, a_0, eta^2 and 10^-6 are MathML with scripts, a.a*
/// has a dot in the middle, <= and +/- are signs. Words and names in code (w_star aside), numbers and what is in
/// backticks stay as they are. Never fails.
std::string typeset_html(std::string_view text);

/// The same without markup, for labels in pictures, not escaped: scripts are raised or lowered where they are figures,
/// and stay as they are written otherwise.
std::string typeset_plain(std::string_view text);

/// The symbols that a report uses, in the plain notation, each with its meaning.
const std::vector<std::pair<std::string, std::string>>& glossary();

}  // namespace noiseproof
