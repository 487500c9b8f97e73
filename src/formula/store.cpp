#include "formula/store.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "model/gradient.hpp"

namespace noiseproof {
namespace {

using nlohmann::json;

constexpr int kWorkingDigits = 130;             // so that the hundredth digit is right
constexpr std::size_t kSmall = 4, kRandom = 2;  // of an identity or inequality; a claim has its own

std::string digits_of(const SharpBall& x) {
  if (x.exact()) return x.exact()->text();
  if (!is_finite(x.ball())) return "undefined";
  if (contains_zero(x.ball())) return x.ball().radius_approx() < 1e-100 ? "0" : "near 0";
  return value_text(x, kStoreDigits);
}

std::string digits_of(const Real& x) {
  using std::abs;
  if (abs(x) < Real("1e-105")) return "0";
  return to_decimal(x, kStoreDigits);
}

json texts(const Vec<Ball>& v) {
  json out = json::array();
  for (const Ball& x : v) out.push_back(digits_of(SharpBall(x)));
  return out;
}
json texts(const Vec<SharpBall>& v) {
  json out = json::array();
  for (const SharpBall& x : v) out.push_back(digits_of(x));
  return out;
}
json texts(const Vec<Real>& v) {
  json out = json::array();
  for (const Real& x : v) out.push_back(digits_of(x));
  return out;
}

json rationals(const std::vector<Rational>& v) {
  json out = json::array();
  for (const Rational& x : v) out.push_back(to_string(x));
  return out;
}

json to_json(const Case& at) {
  return {{"k", at.k},
          {"p", at.p},
          {"phi/pi", to_string(at.turn)},
          {"nu", to_string(at.nu)},
          {"a", rationals(at.a)},
          {"a_star", rationals(at.a_star)}};
}

[[noreturn]] void bad_store(const std::string& where, const std::string& what) {
  throw Error(Error::Kind::input, where, "is no store of formula values: " + what);
}

std::vector<Rational> read_rationals(const json& node, int size, const std::string& where) {
  std::vector<Rational> out;
  for (const json& x : node) out.push_back(parse_rational(x.get<std::string>(), where));
  if (static_cast<int>(out.size()) != size) bad_store(where, "a vector of the wrong length");
  return out;
}

Case read_case(const json& node, const std::string& where) {
  Case out;
  out.k = node.at("k").get<int>();
  out.p = node.at("p").get<int>();
  if (out.k < 1 || out.k > 100 || out.p < 2 || out.p > 100) bad_store(where, "k or p out of range");
  out.turn = parse_rational(node.at("phi/pi").get<std::string>(), where);
  out.nu = parse_rational(node.at("nu").get<std::string>(), where);
  if (out.turn < 0 || out.turn > 1 || out.nu <= 0) bad_store(where, "phi or nu out of range");
  out.a = read_rationals(node.at("a"), out.k, where);
  out.a_star = read_rationals(node.at("a_star"), out.k, where);
  return out;
}

/// The library's own closed form, where it has one for ReLU.
json library_values(const FormulaCheck& check, const Case& at) {
  if (!check.activation.is_relu()) return nullptr;
  const ScopedDigits digits(kWorkingDigits);
  const Angle<Real> angle{pi<Real>() * from_rational<Real>(at.turn), pi<Real>() * from_rational<Real>(1 - at.turn)};
  if (check.quantity->quantity == Quantity::dual_kernel) return texts(Vec<Real>{dual_kernel(angle)});
  Student<Real> student;
  Teacher<Real> teacher;
  const Real nu = from_rational<Real>(at.nu);
  student.w.assign(static_cast<std::size_t>(at.p), Real(0));
  teacher.w_star = student.w;
  teacher.w_star[0] = 1;
  student.w[0] = nu * cosine(angle);
  student.w[1] = nu * sine(angle);
  for (const Rational& x : at.a) student.a.push_back(from_rational<Real>(x));
  for (const Rational& x : at.a_star) teacher.a_star.push_back(from_rational<Real>(x));
  switch (check.quantity->quantity) {
    case Quantity::loss: return texts(Vec<Real>{loss(student, teacher)});
    case Quantity::grad_a: return texts(gradient(student, teacher).a);
    case Quantity::grad_w: return texts(gradient(student, teacher).w);
    default: return nullptr;
  }
}

/// The same cases with few units and inputs, whose values make a store that can be read.
CaseDomain few(CaseDomain domain) {
  domain.most_k = std::max(domain.least_k, std::min(domain.most_k, 6));
  domain.most_p = std::max(domain.least_p, std::min(domain.most_p, 4));
  return domain;
}

json values_at(const FormulaCheck& check, const Case& at) {
  const ScopedBits precision(bits_for_digits(kWorkingDigits));
  json out{{"at", to_json(at)},
           {"formula", texts(evaluate(*check.expression, sharp_environment(at)).entries)},
           {"definition", texts(by_definition(check.quantity->quantity, check.activation, inputs_of(at)))}};
  if (json library = library_values(check, at); !library.is_null()) out["library"] = std::move(library);
  return out;
}

json values_at(const FormulaCheck& check, const Point& at) {
  const ScopedBits precision(bits_for_digits(kWorkingDigits));
  const Environment<SharpBall> environment = environment_at(check.domain, at);
  json where = json::object();
  for (std::size_t i = 0; i < at.size(); ++i) where[check.domain.variables[i].name] = at[i].text();
  return {{"at", where},
          {"left", texts(evaluate(check.relation->left, environment).entries)},
          {"right", texts(evaluate(check.relation->right, environment).entries)}};
}

Point read_point(const json& node, const Domain& domain, const std::string& where) {
  Point out;
  for (const Variable& v : domain.variables) {
    const Expression expression = parse_expression(node.at(v.name).get<std::string>(), where, {});
    const SharpBall x = evaluate(expression, Environment<SharpBall>{}).entries[0];
    if (!x.exact()) bad_store(where, "an input that is not exact");
    out.push_back(*x.exact());
  }
  return out;
}

bool same_variables(const json& at, const Domain& domain) {
  return at.is_object() && at.size() == domain.variables.size() &&
         std::all_of(domain.variables.begin(), domain.variables.end(),
                     [&](const Variable& v) { return at.contains(v.name); });
}

json recompute(const FormulaCheck& check, const json& at, const std::string& where) {
  return check.quantity != nullptr ? values_at(check, read_case(at, where))
                                   : values_at(check, read_point(at, check.domain, where));
}

/// The first significant digit in which two numbers differ, 0 if they differ in more than digits.
int first_difference(const std::string& u, const std::string& v) {
  const auto split = [](const std::string& text) {
    const std::size_t e = text.find('e');
    return std::pair(text.substr(0, e), e == std::string::npos ? std::string() : text.substr(e));
  };
  const auto [a, a_exponent] = split(u);
  const auto [b, b_exponent] = split(v);
  if (a_exponent != b_exponent || a.find('.') != b.find('.') || a.find('.') == std::string::npos) return 0;
  int digit = 0;
  bool leading = true;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const bool is_digit = std::isdigit(static_cast<unsigned char>(a[i])) != 0;
    leading = leading && (!is_digit || a[i] == '0');
    if (is_digit && !leading) ++digit;
    if (a[i] != b[i]) return std::max(digit, 1);
  }
  return digit + 1;
}

void compare_entries(const json& stored, const json& now, const std::string& what, const std::string& at,
                     StoredCheck& out) {
  for (std::size_t i = 0; i < std::max(stored.size(), now.size()); ++i) {
    const std::string before = i < stored.size() ? stored[i].get<std::string>() : "nothing";
    const std::string after = i < now.size() ? now[i].get<std::string>() : "nothing";
    ++out.values;
    if (before == after) continue;
    const std::string entry = stored.size() > 1 ? " entry " + std::to_string(i + 1) : "";
    out.moved.push_back({at, what + entry, first_difference(before, after), before, after});
  }
}

/// As the text of an XML document: well-formed UTF-8 without what XML 1.0 excludes (controls, U+FFFE and U+FFFF), which
/// becomes '?'.
std::string escape(const std::string& original) {
  // nlohmann::json knows UTF-8: a string dumped with replacement and read again is well-formed.
  const std::string text =
      json::parse(json(original).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = static_cast<unsigned char>(text[i]);
    const bool excluded = text.compare(i, 3, "\xEF\xBF\xBE") == 0 || text.compare(i, 3, "\xEF\xBF\xBF") == 0;
    if (excluded) i += 2;
    switch (text[i]) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        if (excluded || (code < 32 && code != '\n'))
          out += '?';
        else
          out += text[i];
    }
  }
  return out;
}

}  // namespace

std::string Movement::text() const {
  const std::string which = digit > 0 ? fmt::format("digit {} moved", digit) : "another value";
  return fmt::format("{} at {}: {}: stored {}, now {}", what, at, which, stored, now);
}

bool StoreComparison::same() const {
  return std::all_of(checks.begin(), checks.end(), [](const StoredCheck& check) { return check.same(); });
}

json record_values(const std::vector<FormulaCheck>& checks, const std::string& file, const std::string& program) {
  json out{{"format", kStoreFormat},
           {"program", program},
           {"file", file},
           {"digits", kStoreDigits},
           {"checks", json::array()}};
  for (const FormulaCheck& check : checks) {
    json values = json::array();
    if (check.quantity != nullptr) {
      const Dependence uses = dependence_of(*check.expression);
      for (const Case& at : spread_cases(*check.quantity, uses, check.cases)) values.push_back(values_at(check, at));
      for (const Case& at : random_cases(*check.quantity, uses, few(check.cases), kRandom))
        values.push_back(values_at(check, at));
    } else {
      for (const Point& at : small_points(check.domain, kSmall)) values.push_back(values_at(check, at));
      for (const Point& at : random_points(check.domain, kRandom)) values.push_back(values_at(check, at));
    }
    out["checks"].push_back({{"name", check.name}, {"statement", check.statement()}, {"values", values}});
  }
  return out;
}

StoreComparison compare_values(const json& store, const std::vector<FormulaCheck>& checks,
                               const std::string& where) try {
  if (store.at("format").get<int>() != kStoreFormat)
    bad_store(where,
              fmt::format("its format is {}, this program reads {}", store.at("format").get<int>(), kStoreFormat));
  StoreComparison out;
  out.program = store.at("program").get<std::string>();
  if (store.at("checks").empty()) bad_store(where, "it has no checks");
  for (const json& stored : store.at("checks")) {
    StoredCheck result;
    result.name = stored.at("name").get<std::string>();
    const auto check =
        std::find_if(checks.begin(), checks.end(), [&](const FormulaCheck& c) { return c.name == result.name; });
    if (check == checks.end()) {
      result.problem = "is no longer in the file";
      out.checks.push_back(std::move(result));
      continue;
    }
    result.restated = check->statement() != stored.at("statement").get<std::string>();
    if (stored.at("values").empty()) bad_store(where, "'" + result.name + "' has no values");
    for (const json& value : stored.at("values")) {
      const bool claim = value.contains("formula");
      if (claim != (check->quantity != nullptr)) {
        result.problem = "is a check of another kind now";
        break;
      }
      if (!claim && !same_variables(value.at("at"), check->domain)) {
        result.problem = "has other variables now";
        break;
      }
      const json now = recompute(*check, value.at("at"), where);
      for (const char* side : {"formula", "definition", "library", "left", "right"})
        if (value.contains(side) || now.contains(side))
          compare_entries(value.value(side, json::array()), now.value(side, json::array()), side, value.at("at").dump(),
                          result);
    }
    out.checks.push_back(std::move(result));
  }
  for (const FormulaCheck& check : checks) {
    const bool known =
        std::any_of(out.checks.begin(), out.checks.end(), [&](const StoredCheck& c) { return c.name == check.name; });
    if (!known) out.unrecorded.push_back(check.name);
  }
  return out;
} catch (const json::exception& e) {
  bad_store(where, e.what());
}

std::string junit_xml(const std::vector<std::pair<std::string, StoreComparison>>& of_files) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
  for (const auto& [file, comparison] : of_files) {
    const auto failures = std::count_if(comparison.checks.begin(), comparison.checks.end(),
                                        [](const StoredCheck& check) { return !check.same(); });
    out += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" skipped=\"{}\">\n", escape(file),
                       comparison.checks.size() + comparison.unrecorded.size(), failures, comparison.unrecorded.size());
    for (const StoredCheck& check : comparison.checks) {
      out += fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escape(file), escape(check.name));
      if (check.same()) {
        out += "/>\n";
        continue;
      }
      std::string text = check.problem;
      for (const Movement& movement : check.moved) text += (text.empty() ? "" : "\n") + movement.text();
      out += fmt::format(
          ">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n",
          escape(check.problem.empty() ? fmt::format("{} values moved", check.moved.size()) : check.problem),
          escape(text));
    }
    for (const std::string& name : comparison.unrecorded)
      out += fmt::format(
          "    <testcase classname=\"{}\" name=\"{}\">\n      <skipped message=\"not in the store\"/>\n    "
          "</testcase>\n",
          escape(file), escape(name));
    out += "  </testsuite>\n";
  }
  return out + "</testsuites>\n";
}

}  // namespace noiseproof
