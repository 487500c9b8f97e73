#include "core/instance.hpp"

#include <cmath>
#include <fstream>
#include <sstream>

#include "core/error.hpp"
#include "core/toml_table.hpp"

namespace noiseproof {
namespace {

constexpr int kMaxSize = 100000;  // a vector of this length still takes milliseconds; beyond it a typo is likelier

constexpr std::size_t kMostCharacters = 16384;  // of a number that the checker of certificates reads

const Rational kLeastNorm{1, 10'000}, kMostNorm{10'000};  // |a*|; doubles and absolute tolerances reach that far

[[noreturn]] void fail(const std::string& where, const std::string& what) {
  throw Error(Error::Kind::input, where, what);
}

const Rational& short_enough(const Rational& x, const std::string& where, const std::string& what) {
  const std::size_t size = to_string(x).size();
  if (size > kMostCharacters)
    fail(where, what + " is a fraction of " + std::to_string(size) + " characters: at most " +
                    std::to_string(kMostCharacters));
  return x;
}

Rational read_number(const toml::node& node, const std::string& where) {
  if (const auto text = node.value_exact<std::string>())
    return short_enough(parse_rational(*text, where), where, "the number");
  if (const auto n = node.value_exact<int64_t>()) return Rational(*n);
  if (const auto x = node.value_exact<double>()) {
    if (!std::isfinite(*x)) fail(where, "is not a finite number");
    fail(where, "must be exact: write the number as a string, \"0.1\" or \"1/10\"");
  }
  fail(where, "must be a number: an integer, or a string such as \"0.1\" or \"1/10\"");
}

int read_size(const toml::table& table, const std::string& name, const char* key, int least, int otherwise) {
  const std::string where = name + ": network." + key;
  const toml::node* node = table.get(key);
  if (node == nullptr) return otherwise;
  const auto n = node->value_exact<int64_t>();
  if (!n) fail(where, "must be an integer");
  if (*n < least) fail(where, std::to_string(*n) + " is too small: at least " + std::to_string(least));
  if (*n > kMaxSize) fail(where, std::to_string(*n) + " is too large: at most " + std::to_string(kMaxSize));
  return static_cast<int>(*n);
}

std::vector<Rational> read_vector(const toml::node& node, const std::string& where, int size) {
  const toml::array* array = node.as_array();
  if (array == nullptr) fail(where, "must be an array of numbers");
  if (array->size() != static_cast<std::size_t>(size))
    fail(where, "has " + std::to_string(array->size()) + " entries, expected " + std::to_string(size));
  std::vector<Rational> out;
  out.reserve(array->size());
  for (std::size_t i = 0; i < array->size(); ++i)
    out.push_back(read_number(*array->get(i), where + "[" + std::to_string(i) + "]"));
  return out;
}

const toml::table& section(const toml::table& root, const std::string& name, const char* key) {
  static const toml::table empty;
  const toml::node* node = root.get(key);
  if (node == nullptr) return empty;
  const toml::table* table = node->as_table();
  if (table == nullptr) fail(name + ": " + key, "must be a table, [" + std::string(key) + "]");
  return *table;
}

bool all_zero(const std::vector<Rational>& v) {
  for (const Rational& x : v)
    if (x != 0) return false;
  return true;
}

void read_teacher(const toml::table& teacher, const std::string& name, Instance& out) {
  const std::string where = name + ": teacher";
  if (const toml::node* node = teacher.get("w_star")) {
    out.w_star = read_vector(*node, where + ".w_star", out.p);
    if (all_zero(out.w_star)) fail(where + ".w_star", "is the zero vector: the teacher needs a direction");
    Rational norm_sq = 0;
    for (const Rational& x : out.w_star) norm_sq += x * x;
    short_enough(norm_sq, where + ".w_star", "|w*|^2");
    if (norm_sq != 1) out.warnings.push_back(where + ".w_star: its length is not 1; it is normalised");
  }
  if (const toml::node* node = teacher.get("a_star")) {
    if (teacher.contains("r") || teacher.contains("norm"))
      fail(where, "give either a_star or the invariants r and norm, not both");
    out.a_star = read_vector(*node, where + ".a_star", out.k);
    if (all_zero(out.a_star)) fail(where + ".a_star", "is the zero vector: the claims need a teacher a* != 0");
    Rational s = 0;
    out.norm_sq = 0;
    for (const Rational& x : out.a_star) {
      s += x;
      out.norm_sq += x * x;
    }
    out.r = s * s / short_enough(out.norm_sq, where + ".a_star", "|a*|^2");
    short_enough(out.r, where + ".a_star", "r = (1.a*)^2/|a*|^2");
    return;
  }
  if (const toml::node* node = teacher.get("r"))
    out.r = read_number(*node, where + ".r");
  else
    out.r = std::min(Rational(4), Rational(out.k));
  if (out.r < 0) fail(where + ".r", to_string(out.r) + " is negative: r = (1.a*)^2/|a*|^2 lies in [0, k]");
  if (out.r > out.k)
    fail(where + ".r", to_string(out.r) + " is larger than k = " + std::to_string(out.k) +
                           ": r = (1.a*)^2/|a*|^2 lies in [0, k] by Cauchy-Schwarz");
  if (out.k == 1 && out.r != 1) fail(where + ".r", "with k = 1, r = (1.a*)^2/|a*|^2 is always 1");
  if (const toml::node* node = teacher.get("norm")) {
    const Rational norm = read_number(*node, where + ".norm");
    if (norm == 0) fail(where + ".norm", "is 0: the claims need a teacher a* != 0");
    if (norm < 0) fail(where + ".norm", to_string(norm) + " is negative: norm is the length |a*|");
    out.norm_sq = short_enough(norm * norm, where + ".norm", "its square");
  }
}

}  // namespace

std::string Instance::describe() const {
  return "k=" + std::to_string(k) + " p=" + std::to_string(p) + " r=" + to_string(r) + " |a*|^2=" + to_string(norm_sq) +
         (a_star.empty() ? "" : " (teacher given by its vectors)");
}

std::string Instance::to_toml() const {
  const auto quoted = [](const Rational& x) { return '"' + to_string(x) + '"'; };
  const auto vector = [&](const char* name, const std::vector<Rational>& v) {
    std::string out;
    for (const Rational& x : v) out += (out.empty() ? "" : ", ") + quoted(x);
    return v.empty() ? "" : std::string(name) + " = [" + out + "]\n";
  };
  std::string out = "[network]\nk = " + std::to_string(k) + "\np = " + std::to_string(p) + "\n\n[teacher]\n" +
                    vector("a_star", a_star);
  if (a_star.empty()) {
    const Rational norm(sqrt(numerator(norm_sq)), sqrt(denominator(norm_sq)));
    out += "r = " + quoted(r) + "\n";
    out += norm * norm == norm_sq ? "norm = " + quoted(norm) + "\n" : "# |a*|^2 = " + to_string(norm_sq) + "\n";
  }
  return out + vector("w_star", w_star) + "\n[gd]\neta = " + quoted(eta) + "\n";
}

Instance parse_instance(const std::string& text, const std::string& name) {
  const toml::table root = parse_table(text, name);
  allow_only(root, name + ": instance", {"network", "teacher", "gd"});
  Instance out;
  const toml::table& network = section(root, name, "network");
  allow_only(network, name + ": network", {"k", "p"});
  out.k = read_size(network, name, "k", 1, out.k);
  out.p = read_size(network, name, "p", 2, out.p);
  const toml::table& teacher = section(root, name, "teacher");
  allow_only(teacher, name + ": teacher", {"r", "norm", "a_star", "w_star"});
  read_teacher(teacher, name, out);
  if (out.norm_sq < kLeastNorm * kLeastNorm || out.norm_sq > kMostNorm * kMostNorm)
    fail(name + ": teacher", "|a*| must be from 1/10000 to 10000: scale the teacher");
  const toml::table& gd = section(root, name, "gd");
  allow_only(gd, name + ": gd", {"eta"});
  if (const toml::node* node = gd.get("eta")) {
    out.eta = read_number(*node, name + ": gd.eta");
    if (out.eta <= 0) fail(name + ": gd.eta", to_string(out.eta) + " is not positive: eta is a step size");
  }
  return out;
}

StudentPoint parse_point(const std::string& text, const std::string& name, const Instance& instance) {
  const toml::table root = parse_table(text, name);
  allow_only(root, name + ": student", {"w", "a"});
  StudentPoint out;
  for (const char* key : {"w", "a"})
    if (!root.contains(key)) fail(name + ": " + key, "is missing");
  out.w = read_vector(*root.get("w"), name + ": w", instance.p);
  out.a = read_vector(*root.get("a"), name + ": a", instance.k);
  if (all_zero(out.w)) fail(name + ": w", "is the zero vector: the angle to w* is not defined there");
  return out;
}

std::string read_text(const std::filesystem::path& file) {
  std::error_code ec;
  if (!std::filesystem::exists(file, ec)) throw Error(Error::Kind::io, file.string(), "no such file");
  if (!std::filesystem::is_regular_file(file, ec)) throw Error(Error::Kind::io, file.string(), "not a regular file");
  if (std::filesystem::file_size(file, ec) > (64u << 20))
    throw Error(Error::Kind::io, file.string(), "larger than 64 MiB");
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw Error(Error::Kind::io, file.string(), "cannot be read");
  return text.str();
}

Instance read_instance(const std::filesystem::path& file) { return parse_instance(read_text(file), file.string()); }

StudentPoint read_point(const std::filesystem::path& file, const Instance& instance) {
  return parse_point(read_text(file), file.string(), instance);
}

}  // namespace noiseproof
