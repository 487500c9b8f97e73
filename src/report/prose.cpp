#include "report/prose.hpp"

#include <cctype>
#include <optional>
#include <sstream>
#include <vector>

#include "report/text.hpp"
#include "report/typeset.hpp"

namespace noiseproof {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || (static_cast<unsigned char>(c) & 0x80); }

std::string_view trim(std::string_view s) {
  while (!s.empty() && (is_space(s.front()) || s.front() == '\r')) s.remove_prefix(1);
  while (!s.empty() && (is_space(s.back()) || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

/// Where the emphasis that `mark` opens at `at` is closed; npos if it is not emphasis.
std::size_t closing(std::string_view s, std::size_t at, std::string_view mark) {
  const std::size_t from = at + mark.size();
  if (from >= s.size() || !(is_word(s[from]) || s[from] == '`') || (at > 0 && is_word(s[at - 1]))) return s.npos;
  for (auto end = s.find(mark, from + 1); end != s.npos; end = s.find(mark, end + 1)) {
    const std::size_t after = end + mark.size();
    if (!is_space(s[end - 1]) && (after >= s.size() || !is_word(s[after])) && (after >= s.size() || s[after] != '*')) {
      return end;
    }
  }
  return s.npos;
}

/// A link at the start of `s`: {text, url, length}.
struct Link {
  std::string_view text, url;
  std::size_t length;
};
std::optional<Link> link_at(std::string_view s) {
  const auto middle = s.find("](");
  if (middle == s.npos || s.substr(0, middle).find('\n') != s.npos) return std::nullopt;
  const auto end = s.find(')', middle);
  if (end == s.npos) return std::nullopt;
  return Link{s.substr(1, middle - 1), s.substr(middle + 2, end - middle - 2), end + 1};
}

void inline_into(std::string& out, std::string_view s) {
  std::size_t plain = 0;
  const auto flush = [&](std::size_t upto) { out += typeset_html(s.substr(plain, upto - plain)); };
  const auto wrap = [&](std::size_t at, std::size_t end, std::size_t mark, const char* tag, bool code) {
    flush(at);
    const std::string_view inside = s.substr(at + mark, end - at - mark);
    out += std::string("<") + tag + ">";
    if (code)
      out += escape_xml(inside);
    else
      inline_into(out, inside);
    out += std::string("</") + tag + ">";
    plain = end + mark;
  };
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (i < plain) continue;
    if (s[i] == '\\' && i + 1 < s.size() && std::ispunct(static_cast<unsigned char>(s[i + 1]))) {
      flush(i);
      plain = ++i;  // the escaped character is plain text, and is stepped over here
    } else if (s[i] == '`') {
      if (const auto end = s.find('`', i + 1); end != s.npos) wrap(i, end, 1, "code", true);
    } else if (s.substr(i, 2) == "**") {
      const auto end = closing(s, i, "**");
      if (end != s.npos)
        wrap(i, end, 2, "strong", false);
      else
        ++i;
    } else if (s[i] == '*') {
      if (const auto end = closing(s, i, "*"); end != s.npos) wrap(i, end, 1, "em", false);
    } else if (s[i] == '[') {
      if (const auto link = link_at(s.substr(i))) {
        flush(i);
        const bool outside = link->url.starts_with("https://");
        if (outside) out += "<a href=\"" + escape_xml(link->url) + "\">";
        inline_into(out, link->text);
        if (outside) out += "</a>";
        plain = i + link->length;
      }
    }
  }
  flush(s.size());
}

enum class Block { none, paragraph, bullets, numbers, table };

/// Length of a list marker ("- ", "* ", "12. ") at the start, 0 if there is none.
std::size_t marker(std::string_view s, Block& kind) {
  if (s.starts_with("- ") || s.starts_with("* ")) {
    kind = Block::bullets;
    return 2;
  }
  std::size_t n = 0;
  while (n < s.size() && std::isdigit(static_cast<unsigned char>(s[n]))) ++n;
  if (n == 0 || n > 3 || !s.substr(n).starts_with(". ")) return 0;
  kind = Block::numbers;
  return n + 2;
}

std::string table_html(const std::vector<std::string>& rows) {
  std::string out = "<div class=\"scroll\"><table>\n";
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string_view row = trim(rows[i]);
    if (i == 1 && row.find_first_not_of("|-: ") == row.npos) continue;
    if (row.starts_with("|")) row.remove_prefix(1);
    if (row.ends_with("|")) row.remove_suffix(1);
    const char* const cell = i == 0 ? "th" : "td";
    out += "<tr>";
    std::string text;
    const auto close = [&] {
      out += std::string("<") + cell + ">" + inline_to_html(trim(text)) + "</" + cell + ">";
      text.clear();
    };
    bool code = false;
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (row[c] == '`') code = !code;
      if (row[c] == '\\' && c + 1 < row.size() && row[c + 1] == '|')
        text += row[++c];
      else if (row[c] == '|' && !code)
        close();
      else
        text += row[c];
    }
    close();
    out += "</tr>\n";
  }
  return out + "</table></div>\n";
}

/// Collects lines into a block and writes it when the next one begins.
class Writer {
 public:
  void line(std::string_view raw) {
    if (fence_ || raw.starts_with("```")) return fenced(raw);
    const std::string_view s = trim(raw);
    Block kind = Block::none;
    if (s.empty()) return flush();
    if (const auto level = s.find_first_not_of('#'); level != s.npos && level > 0 && level <= 6 && s[level] == ' ') {
      flush();
      out_ += "<p><strong>" + inline_to_html(trim(s.substr(level))) + "</strong></p>\n";
    } else if (s.starts_with("|")) {
      open(Block::table);
      items_.emplace_back(s);
    } else if (const auto n = marker(s, kind); n > 0) {
      open(kind);
      items_.emplace_back(s.substr(n));
    } else {
      if (kind_ == Block::none || kind_ == Block::table) open(Block::paragraph);
      if (items_.empty())
        items_.emplace_back(s);
      else
        items_.back() += " " + std::string(s);  // a paragraph or a list item goes on
    }
  }
  std::string finish() {
    if (fence_) fenced("```");
    flush();
    return std::move(out_);
  }

 private:
  void open(Block kind) {
    if (kind != kind_) flush();
    kind_ = kind;
  }
  void fenced(std::string_view raw) {
    if (!fence_) {
      flush();
      fence_ = true;
      out_ += "<pre><code>";
    } else if (raw.starts_with("```")) {
      fence_ = false;
      out_ += "</code></pre>\n";
    } else {
      out_ += escape_xml(raw) + "\n";
    }
  }
  void flush() {
    if (kind_ == Block::paragraph) out_ += "<p>" + inline_to_html(items_[0]) + "</p>\n";
    if (kind_ == Block::table) out_ += table_html(items_);
    if (kind_ == Block::bullets || kind_ == Block::numbers) {
      const std::string tag = kind_ == Block::bullets ? "ul" : "ol";
      out_ += "<" + tag + ">\n";
      for (const std::string& item : items_) out_ += "<li>" + inline_to_html(item) + "</li>\n";
      out_ += "</" + tag + ">\n";
    }
    items_.clear();
    kind_ = Block::none;
  }

  std::string out_;
  std::vector<std::string> items_;
  Block kind_ = Block::none;
  bool fence_ = false;
};

}  // namespace

std::string inline_to_html(std::string_view text) {
  std::string out;
  inline_into(out, text);
  return out;
}

std::string prose_to_html(std::string_view markdown) {
  Writer writer;
  std::istringstream lines{std::string(markdown)};
  for (std::string line; std::getline(lines, line);) writer.line(line);
  return writer.finish();
}

}  // namespace noiseproof
