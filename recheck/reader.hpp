#pragma once
// Reading a certificate that may be hostile: sizes, depth and number forms are bounded before anything is believed.
#include <gmpxx.h>

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace recheck {

/// Why a certificate is not accepted, the gravest last.
struct Failure {
  /// The budget ran out; a step or an item of the proof is missing, or does not hold; a stated number or sentence is
  /// shown to be false; no certificate at all, or beyond what is read.
  enum Kind { undecided, incomplete, untrue, malformed };
  Kind kind;
  std::string where, reason;
};

/// Characters of a number: of an instance (what the instance reader of noiseproof lets pass), and of a bound that was
/// computed from one (2^18 bits, above and below).
constexpr std::size_t kMostGiven = 16384, kMostText = 1u << 18;

/// A JSON value and the path that led to it, for messages. Every accessor throws Failure(malformed).
class Node {
 public:
  Node(const nlohmann::json& value, std::string path) : value_(&value), path_(std::move(path)) {}

  /// Exactly these fields, the second list's optional.
  void fields(std::initializer_list<const char*> required, std::initializer_list<const char*> optional = {}) const;
  bool has(const char* key) const { return value_->contains(key); }
  bool is_null() const { return value_->is_null(); }
  Node at(const char* key) const;
  Node entry(std::size_t i) const;
  std::size_t size() const;  ///< of an array
  const std::string& text() const;
  const nlohmann::json& value() const { return *value_; }
  std::string word() const { return value_->is_number_integer() ? value_->dump() : text(); }
  std::string one_of(std::initializer_list<const char*> words) const;
  long integer(long least, long most) const;
  mpq_class rational(std::size_t most = kMostText) const;
  mpq_class decimal() const;
  /// An array of that many.
  std::vector<mpq_class> rationals(std::size_t size, std::size_t most = kMostText) const;
  void object_of_texts() const;

  const std::string& path() const { return path_; }
  [[noreturn]] void malformed(const std::string& reason) const { throw Failure{Failure::malformed, path_, reason}; }
  [[noreturn]] void incomplete(const std::string& reason) const { throw Failure{Failure::incomplete, path_, reason}; }
  [[noreturn]] void untrue(const std::string& reason) const { throw Failure{Failure::untrue, path_, reason}; }
  [[noreturn]] void undecided(const std::string& reason) const { throw Failure{Failure::undecided, path_, reason}; }

 private:
  const nlohmann::json* value_;
  std::string path_;
};

/// The text with control characters, direction marks and bytes that are not UTF-8 as escapes; its first 600 characters.
std::string printable(std::string_view text);

/// Parses a regular file of at most 64 MiB: UTF-8 JSON, no duplicate keys, at most 8 levels, no string longer than a
/// number may be, no floating-point number.
nlohmann::json read_json(const std::string& file);

/// The sum of x_i y_i; throws Failure(malformed) when it grows beyond a million bits.
mpq_class dot(const std::vector<mpq_class>& x, const std::vector<mpq_class>& y, const Node& where);

}  // namespace recheck
