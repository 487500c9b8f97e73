#include "reader.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace recheck {
namespace {

constexpr std::size_t kMaxFile = 64u << 20, kMaxDepth = 8, kMaxSumBits = 1u << 20;
constexpr long kMaxExponent = 100000;

[[noreturn]] void bad(const std::string& where, const std::string& reason) {
  throw Failure{Failure::malformed, where, reason};
}

/// Passes over the text once and refuses what a document tree would hide (duplicate keys) or choke on.
class Guard : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return refuse("true and false do not occur in a certificate"); }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t& text) override {
    return refuse("the number " + text.substr(0, 40) + " must be an exact rational in a string");
  }
  bool string(string_t& text) override { return text.size() <= kMostText || refuse("a string is absurdly long"); }
  bool binary(binary_t&) override { return refuse("binary data"); }
  bool start_object(std::size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    key_ = name.substr(0, 64);
    return keys_.back().insert(key_).second || refuse("the key is there twice, or too long");
  }
  bool parse_error(std::size_t at, const std::string&, const nlohmann::detail::exception&) override {
    return refuse("is not JSON, from byte " + std::to_string(at) + " on");
  }
  std::string key_, reason_;

 private:
  bool open() {
    keys_.emplace_back();
    return keys_.size() <= kMaxDepth || refuse("is nested too deeply");
  }
  bool close() {
    keys_.pop_back();
    return true;
  }
  bool refuse(std::string reason) {
    reason_ = std::move(reason);
    return false;
  }
  std::vector<std::set<std::string>> keys_;
};

bool all_digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return '0' <= c && c <= '9'; });
}

std::string read_file(const std::string& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) bad("file", "is not a readable regular file");
  if (std::filesystem::file_size(file, error) > kMaxFile || error) bad("file", "is larger than 64 MiB");
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in || !text) bad("file", "cannot be read, or is empty");
  return std::move(text).str();
}

}  // namespace

nlohmann::json read_json(const std::string& file) {
  const std::string text = read_file(file);
  // The parser takes a NUL for the end.
  if (text.find('\0') != std::string::npos) bad("file", "holds a NUL byte");
  Guard guard;
  if (!nlohmann::json::sax_parse(text, &guard)) bad(guard.key_.empty() ? "file" : "near " + guard.key_, guard.reason_);
  return nlohmann::json::parse(text);
}

void Node::fields(std::initializer_list<const char*> required, std::initializer_list<const char*> optional) const {
  if (!value_->is_object()) malformed("must be an object");
  for (const char* key : required)
    if (!has(key)) malformed(std::string("has no field '") + key + "'");
  const auto is = [](const std::string& name) { return [&name](const char* key) { return name == key; }; };
  for (const auto& field : value_->items())
    if (std::none_of(required.begin(), required.end(), is(field.key())) &&
        std::none_of(optional.begin(), optional.end(), is(field.key())))
      malformed("has the unknown field '" + field.key().substr(0, 64) + "'");
}

Node Node::at(const char* key) const {
  if (!value_->is_object() || !has(key)) malformed(std::string("has no field '") + key + "'");
  return {value_->at(key), path_.empty() ? key : path_ + "." + key};
}

Node Node::entry(std::size_t i) const {
  if (i >= size()) malformed("has too few entries");
  return {(*value_)[i], path_ + "[" + std::to_string(i) + "]"};
}

std::size_t Node::size() const {
  if (!value_->is_array()) malformed("must be an array");
  return value_->size();
}

const std::string& Node::text() const {
  if (!value_->is_string()) malformed("must be a string");
  return value_->get_ref<const std::string&>();
}

std::string Node::one_of(std::initializer_list<const char*> words) const {
  for (const char* word : words)
    if (text() == word) return word;
  malformed("'" + text().substr(0, 64) + "' is not known here");
}

long Node::integer(long least, long most) const {
  if (!value_->is_number_integer()) malformed("must be an integer");
  const bool huge = value_->is_number_unsigned() && value_->get<std::uint64_t>() > static_cast<std::uint64_t>(most);
  if (huge || value_->get<long>() < least || value_->get<long>() > most)
    malformed("must lie in [" + std::to_string(least) + ", " + std::to_string(most) + "]");
  return value_->get<long>();
}

mpq_class Node::rational(std::size_t most) const {
  const std::string& s = text();
  if (s.size() > most) malformed("is an absurdly long number: more than " + std::to_string(most) + " characters");
  const std::size_t sign = s.starts_with('-'), slash = std::min(s.find('/'), s.size());
  const bool fraction = slash < s.size();
  if (!all_digits(std::string_view(s).substr(sign, slash - sign)) ||
      (fraction && (!all_digits(std::string_view(s).substr(slash + 1)) || s[slash + 1] == '0')))
    malformed("must be an exact rational in a string, \"p\" or \"p/q\"");
  mpq_class out(s, 10);
  out.canonicalize();
  return out;
}

mpq_class Node::decimal() const {
  const std::string& s = text();
  const std::size_t sign = s.starts_with('-');
  const std::size_t e = std::min(s.find_first_of("eE"), s.size()), dot_at = std::min(s.find('.'), e);
  std::string digits = s.substr(sign, dot_at - sign);
  const std::string fraction = dot_at < e ? s.substr(dot_at + 1, e - dot_at - 1) : "";
  std::string exponent = e < s.size() ? s.substr(e + 1) : "0";
  const bool down = exponent.starts_with('-');
  if (down || exponent.starts_with('+')) exponent.erase(0, 1);
  if (!all_digits(digits) || (dot_at < e && !all_digits(fraction)) || !all_digits(exponent) || exponent.size() > 6)
    malformed("must be a decimal number in a string");
  const long power = (down ? -1 : 1) * std::stol(exponent) - static_cast<long>(fraction.size());
  if (std::abs(power) > kMaxExponent) malformed("has an absurd exponent");
  mpz_class ten;
  mpz_ui_pow_ui(ten.get_mpz_t(), 10, static_cast<unsigned long>(std::abs(power)));
  mpq_class out(mpz_class((sign ? "-" : "") + digits + fraction, 10));
  if (power < 0)
    out /= ten;
  else
    out *= ten;
  return out;
}

std::vector<mpq_class> Node::rationals(std::size_t expected, std::size_t most) const {
  if (size() != expected) malformed("must have " + std::to_string(expected) + " entries");
  std::vector<mpq_class> out;
  for (std::size_t i = 0; i < expected; ++i) out.push_back(entry(i).rational(most));
  return out;
}

void Node::object_of_texts() const {
  if (!value_->is_object()) malformed("must be an object");
  for (const auto& field : value_->items())
    if (!field.value().is_string()) malformed("must hold strings");
}

mpq_class dot(const std::vector<mpq_class>& x, const std::vector<mpq_class>& y, const Node& where) {
  mpq_class sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += x[i] * y[i];
    if (mpz_sizeinbase(sum.get_den_mpz_t(), 2) > kMaxSumBits) where.malformed("its sums have absurd denominators");
  }
  return sum;
}

}  // namespace recheck
