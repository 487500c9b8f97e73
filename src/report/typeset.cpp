#include "report/typeset.hpp"

#include <cctype>
#include <optional>
#include <utility>

#include "report/text.hpp"

namespace noiseproof {
namespace {

constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
    {"phi", "φ"},   {"pi", "π"},   {"rho", "ρ"},   {"eta", "η"},   {"theta", "θ"}, {"lambda", "λ"},
    {"alpha", "α"}, {"beta", "β"}, {"gamma", "γ"}, {"delta", "δ"}, {"kappa", "κ"}, {"sigma", "σ"},
    {"chi", "χ"},   {"nu", "ν"},   {"xi", "ξ"},    {"zeta", "ζ"},  {"abar", "ā"},  {"grad", "∇"}};
constexpr std::pair<std::string_view, std::string_view> kSigns[] = {
    {"<=", "≤"}, {">=", "≥"}, {"+/-", "±"}, {"!=", "≠"}, {"->", "→"}};

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_wordy(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

/// Reads the text from left to right and writes what it becomes.
class Typesetter {
 public:
  Typesetter(std::string_view text, bool markup) : s_(text), markup_(markup) {}

  std::string result() {
    while (at_ < s_.size()) next();
    return std::move(out_);
  }

 private:
  void next() {
    if (s_[at_] == '`') return code();
    if (is_letter(s_[at_]) && (at_ == 0 || !is_wordy(s_[at_ - 1]) || is_digit(s_[at_ - 1]))) return word();
    if (is_digit(s_[at_]) && (at_ == 0 || !is_wordy(s_[at_ - 1]))) return number();
    if ((s_[at_] == ')' || s_[at_] == '|' || s_[at_] == '*') && at(1) == '^') {
      const std::string base = plain(1);
      if (const auto raised = script('^')) return scripted(base, "", *raised);
      out_ += base;
      return;
    }
    if (s_[at_] == '.' && is_dot_product()) {
      ++at_;
      out_ += "·";
      return;
    }
    for (const auto& [sign, printed] : kSigns)
      if (s_.substr(at_).starts_with(sign)) {
        at_ += sign.size();
        out_ += printed;
        return;
      }
    std::size_t n = 1;  // a character of several bytes is not torn
    while ((at(n - 1) & 0x80) != 0 && (at(n) & 0x80) != 0) ++n;
    out_ += plain(n);
  }

  char at(std::size_t ahead) const { return at_ + ahead < s_.size() ? s_[at_ + ahead] : '\0'; }

  /// The next n characters, as they are.
  std::string plain(std::size_t n) {
    const std::string_view part = s_.substr(at_, n);
    at_ += part.size();
    return markup_ ? escape_xml(part) : std::string(part);
  }

  void code() {
    const std::size_t end = s_.find('`', at_ + 1);
    out_ += plain(end == s_.npos ? 1 : end + 1 - at_);
  }

  void number() {
    std::size_t n = 1;
    while (is_digit(at(n)) || (at(n) == '.' && is_digit(at(n + 1)))) ++n;
    if (at(n) == 'e') {  // 1e6, 2.5e-3
      const std::size_t first = at(n + 1) == '-' || at(n + 1) == '+' ? n + 2 : n + 1;
      if (is_digit(at(first)))
        for (n = first; is_digit(at(n));) ++n;
    }
    const std::string base = plain(n);
    const auto raised = script('^');
    if (!raised)
      out_ += base;
    else
      scripted(base, "", *raised);
  }

  /// A word; a symbol is one letter, or the name of one, with scripts.
  void word() {
    std::size_t n = 1;
    while (is_letter(at(n))) ++n;
    std::string base;
    for (const auto& [name, printed] : kLetters)
      if (s_.substr(at_, n) == name) base = printed;
    if (s_.substr(at_, n) == "sqrt" && (at(n) == '(' || at(n) == ' ')) {
      at_ += at(n) == ' ' ? n + 1 : n;
      out_ += "√";
      return;
    }
    // A name of the code, as dual_kernel or c10-probability, is no symbol; w_star and a_star are.
    const bool numbered = n == 1 && std::islower(static_cast<unsigned char>(at(0))) != 0 && !is_wordy(at(2));  // m1
    if (base.empty() && (n > 1 || (is_digit(at(n)) && !numbered))) return whole_word();
    if (base.empty()) base = s_.substr(at_, 1);
    const std::size_t from = at_;
    at_ += n;
    if (at(0) == '^' && !is_wordy(at(1)) && std::string_view("({-").find(at(1)) == std::string_view::npos) {  // phi^
      ++at_;
      base += "\u0302";
    } else if (at(0) == '~') {
      ++at_;
      base += "\u0303";
    }
    std::string lowered;
    if (s_.substr(at_).starts_with("_star") && !is_wordy(at(5))) {
      at_ += 5;
      base += "*";
    } else if (const auto below = script('_')) {
      lowered = *below;
    } else if (is_digit(at(0)) && base != "π" && !is_wordy(at(1))) {
      lowered = plain(1);
    } else if (is_wordy(at(0))) {
      at_ = from;
      return whole_word();
    }
    if (at(0) == '*' && !is_wordy(at(1))) {
      ++at_;
      base += "*";
    }
    scripted(base, lowered, script('^').value_or(""));
  }

  void whole_word() {
    std::size_t n = 1;
    while (is_wordy(at(n))) ++n;
    out_ += plain(n);
  }

  /// How long a script is that follows here: figures with a sign or without, or up to two letters.
  std::optional<std::size_t> script_length(char mark) const {
    if (at(0) != mark) return std::nullopt;
    std::size_t n = 1;
    if (mark == '^' && at(1) == '-') ++n;
    const std::size_t first = n;
    while (is_digit(at(n)) || (n > first && at(n) == '.' && is_digit(at(n + 1)))) ++n;
    if (n == first)
      while (is_letter(at(n))) ++n;
    const bool known = n - first <= 2 || is_digit(at(first)) || s_.substr(at_ + first, n - first) == "phi";
    return n > first && known && !is_wordy(at(n)) ? std::optional(n) : std::nullopt;
  }

  std::optional<std::string> script(char mark) {
    const auto n = script_length(mark);
    if (!n) return std::nullopt;
    ++at_;
    std::string out(s_.substr(at_, *n - 1));
    at_ += *n - 1;
    return out == "phi" ? "φ" : out;
  }

  void scripted(const std::string& base, const std::string& lowered, const std::string& raised) {
    if (lowered.empty() && raised.empty()) {
      out_ += base;
    } else if (markup_) {
      const std::string inside =
          element(base) + (lowered.empty() ? "" : element(lowered)) + (raised.empty() ? "" : element(raised));
      const std::string tag = lowered.empty() ? "msup" : raised.empty() ? "msub" : "msubsup";
      out_ += "<math><" + tag + ">" + inside + "</" + tag + "></math>";
    } else {
      out_ += base + figures(lowered, "_", kLow) + figures(raised, "^", kHigh);
    }
  }

  static std::string element(const std::string& text) {
    if (text == ")" || text == "|") return "<mo stretchy=\"false\">" + text + "</mo>";
    if (text.starts_with("-")) return "<mrow><mo>−</mo>" + element(text.substr(1)) + "</mrow>";
    return is_digit(text[0]) ? "<mn>" + text + "</mn>" : "<mi>" + text + "</mi>";
  }

  static constexpr std::string_view kLow[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉", "₋"};
  static constexpr std::string_view kHigh[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻"};

  static std::string figures(const std::string& script, const char* mark, const std::string_view (&digits)[11]) {
    std::string out;
    for (const char c : script) {
      if (c != '-' && !is_digit(c)) return mark + script;
      out += digits[c == '-' ? 10 : c - '0'];
    }
    return out;
  }

  /// The dot of a.a*, 1.a* and Z.w: before a vector, after a letter, a figure alone or a star.
  bool is_dot_product() const {
    if (at_ == 0 || (at(1) != 'a' && at(1) != 'w') || (is_letter(at(2)) && !s_.substr(at_ + 1).starts_with("abar")))
      return false;
    const char before = s_[at_ - 1];
    return is_letter(before) || before == '*' ||
           (before == '1' && (at_ < 2 || (!is_digit(s_[at_ - 2]) && s_[at_ - 2] != '.')));
  }

  std::string_view s_;
  bool markup_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::string typeset_html(std::string_view text) { return Typesetter(text, true).result(); }
std::string typeset_plain(std::string_view text) { return Typesetter(text, false).result(); }

const std::vector<std::pair<std::string, std::string>>& glossary() {
  static const std::vector<std::pair<std::string, std::string>> all{
      {"k, p", "hidden units (patches), and inputs of each"},
      {"(w, a)", "the student: filter w in R^p, output weights a in R^k"},
      {"(w*, a*)", "the teacher, |w*| = 1"},
      {"Z", "the input: k independent standard Gaussian rows"},
      {"phi", "the angle between w and w*, in radians"},
      {"nu", "|w|"},
      {"g(phi)", "sin phi + (pi - phi) cos phi, the dual kernel"},
      {"L(w, a)", "the population loss, half the mean square of student minus teacher"},
      {"1.a", "the sum of the output weights"},
      {"r", "(1.a*)^2/|a*|^2, from 0 to k"},
      {"A, s", "|a*|, and 1.a*"},
      {"alpha", "a.a*"},
      {"abar", "the output weights of the spurious point (-w*, abar)"},
      {"phi^", "the angle of the saddles"},
      {"gamma", "g(phi^); smoothed by noise, K/m1 there"},
      {"lambda1, lambda2", "k + pi - 1 and pi - 1, the eigenvalues of 2 pi times the Hessian in a"},
      {"eta", "the step size"},
      {"rho_w, rho_a", "radii of the noise balls of w and a"},
      {"rho*", "the critical level of noise in w, where the spurious minimum vanishes"},
      {"theta1, theta2", "powers of the Lyapunov function"}};
  return all;
}

}  // namespace noiseproof
