#pragma once
// The little Markdown that a claim's README uses, as HTML.
#include <string>
#include <string_view>

namespace noiseproof {

/// Paragraphs, lists (- * or 1.), fenced code, pipe tables, sub-headings (as bold paragraphs), `code`, *emphasis*,
/// **strong** and [text](url). Anything else is shown as it stands, escaped. Only links to https:// stay links:
/// a relative one would point out of the report. A star that could not open emphasis in CommonMark ("w*, a*") is a
/// star. Never fails.
std::string prose_to_html(std::string_view markdown);

/// The same for one line without blocks (a note, a statement).
std::string inline_to_html(std::string_view text);

}  // namespace noiseproof
