// noiseproof-recheck as a program: a thousand random corruptions of what it accepts.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <random>

#include "oracle.hpp"
#include "runner.hpp"

using nlohmann::json;

namespace {

class Corruption {
 public:
  explicit Corruption(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

  /// One byte changed: one bit, any byte, or a character that the file has elsewhere.
  std::string byte(std::string text) {
    const std::size_t at = below(text.size());
    const char before = text[at];
    while (text[at] == before) switch (below(3)) {
        case 0: text[at] = static_cast<char>(before ^ (1 << below(8))); break;
        case 1: text[at] = static_cast<char>(below(256)); break;
        default: text[at] = text[below(text.size())];
      }
    return text;
  }

  /// One number changed, in every other case outside the leaves.
  std::string number(const std::string& text) {
    json certificate = json::parse(text);
    std::vector<json*> numbers;
    collect(certificate, numbers, below(2) == 0);
    json& x = *numbers[below(numbers.size())];
    const json before = x;
    while (x == before) {
      if (x.is_string())
        x = changed(before.get<std::string>(), *numbers[below(numbers.size())]);
      else
        x = below(2) ? before.get<long>() + (below(2) ? 1 : -1) : static_cast<long>(below(40)) - 2;
    }
    return certificate.dump();
  }

 private:
  static bool numeric(const json& x) {
    return x.is_number_integer() ||
           (x.is_string() && !x.get_ref<const std::string&>().empty() &&
            x.get_ref<const std::string&>().find_first_not_of("-+.e0123456789/") == std::string::npos);
  }
  void collect(json& x, std::vector<json*>& out, bool with_leaves) {
    if (numeric(x)) out.push_back(&x);
    if (!x.is_structured()) return;
    for (auto entry = x.begin(); entry != x.end(); ++entry)
      if (with_leaves || !x.is_object() || entry.key() != "leaves") collect(*entry, out, with_leaves);
  }
  std::string changed(std::string s, const json& other) {
    const std::size_t at = below(s.size());
    switch (below(6)) {
      case 0: return s.starts_with('-') ? s.substr(1) : "-" + s;
      case 1: return other.is_string() ? other.get<std::string>() : s;
      case 2: return s + static_cast<char>('0' + below(10));
      case 3: return s.erase(at, 1);
      default:
        if (std::isdigit(static_cast<unsigned char>(s[at]))) s[at] = static_cast<char>('0' + below(10));
        return s;
    }
  }
  std::mt19937_64 random_;
};

/// The accepted text claims what the original claims, or something else that is true (by the oracle, not the checker).
const char* harmless(const json& before, const std::string& text) {
  const json after = json::parse(text, nullptr, false);
  if (after.is_discarded()) return nullptr;
  if (oracle::statement(before) == oracle::statement(after)) return "same statement";
  return oracle::first_falsehood(after).empty() ? "another true statement" : nullptr;
}

}  // namespace

TEST_SUITE("recheck/corruption") {
  // SUITE_TEST_MULTIPLIER scales the number.
  TEST_CASE("1,000 random corruptions of one byte or one number: refused, or harmless by the oracle") {
    constexpr std::uint64_t seed = 20240607;
    std::vector<std::string> texts;
    for (const auto& file : certificate_files()) texts.push_back(read_text(file));
    Corruption corruption(seed);
    std::map<std::string, int> tally;
    const char* multiplier = std::getenv("SUITE_TEST_MULTIPLIER");
    const int rounds = 1000 * std::max(1, multiplier ? std::atoi(multiplier) : 1);
    for (int i = 0; i < rounds; ++i) {
      const std::string& text = texts[corruption.below(texts.size())];
      const bool byte = i % 2 == 0;
      const std::string corrupt = byte ? corruption.byte(text) : corruption.number(text);
      const Outcome outcome = recheck_text(corrupt);
      CAPTURE(i);
      INFO(outcome.err);
      std::string verdict = "exit code " + std::to_string(outcome.code);
      if (outcome.code == 0) {
        const char* why = harmless(json::parse(text), corrupt);
        if (why == nullptr) {
          const json patch = json::diff(json::parse(text), json::parse(corrupt, nullptr, false));
          FAIL_CHECK("accepted, and false: " << patch.dump().substr(0, 800));
        }
        verdict = why ? why : "FALSE ACCEPTANCE";
      } else {
        CHECK((outcome.code >= 1 && outcome.code <= 3));
        CHECK(outcome.err.find("certificate.json: ") != std::string::npos);
      }
      ++tally[std::string(byte ? "byte, " : "number, ") + verdict];
    }
    for (const auto& [name, count] : tally) MESSAGE(name << ": " << count);
  }
}
