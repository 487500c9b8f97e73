#include "formula/formula_file.hpp"

#include <algorithm>
#include <set>

#include "core/error.hpp"
#include "core/instance.hpp"
#include "core/toml_table.hpp"

namespace noiseproof {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& what) {
  throw Error(Error::Kind::input, where, what);
}

std::string text_of(const toml::node& node, const std::string& where) {
  const auto text = node.value_exact<std::string>();
  if (!text) fail(where, "must be a string");
  return *text;
}

std::optional<std::string> optional_text(const toml::table& table, const char* key, const std::string& where) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  return text_of(*node, where + "." + key);
}

/// Bytes below 32, DEL, and U+0080 to U+009F: a terminal may obey them.
bool has_controls(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto code = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (code < 32 || code == 127 || (code == 0xC2 && next < 0xA0)) return true;
  }
  return false;
}

/// An end of a range: an integer, or a constant expression of the form q + p pi.
PiNumber read_end(const toml::node& node, const std::string& where) {
  if (const auto n = node.value_exact<int64_t>()) return {Rational(*n), 0};
  if (node.is_floating_point()) fail(where, "must be exact: write the number as a string, \"0.1\" or \"pi/4\"");
  const Expression expression = parse_expression(text_of(node, where), where, {});
  if (expression.root->type != Type::scalar) fail(where, "must be a number, not " + name(expression.root->type));
  const SharpBall value = evaluate(expression, Environment<SharpBall>{}).entries[0];
  if (!value.exact()) fail(where, "must be a rational number plus a rational multiple of pi");
  return *value.exact();
}

std::pair<PiNumber, PiNumber> read_ends(const toml::node& node, const std::string& where) {
  const toml::array* ends = node.as_array();
  if (ends == nullptr || ends->size() != 2) fail(where, "must be a range of two ends, such as [\"0\", \"pi\"]");
  const PiNumber lo = read_end(*ends->get(0), where + "[0]"), hi = read_end(*ends->get(1), where + "[1]");
  if (sign_of(hi - lo) < 0) fail(where, "is empty: " + lo.text() + " is not below " + hi.text());
  return {lo, hi};
}

Variable read_variable(const std::string& name, const toml::node& node, const std::string& where) {
  const auto letter = [](unsigned char c) { return std::isalpha(c) != 0 || c == '_'; };
  const bool is_name =
      !name.empty() && name.size() <= 20 && letter(static_cast<unsigned char>(name[0])) &&
      std::all_of(name.begin(), name.end(), [&](unsigned char c) { return letter(c) || std::isdigit(c) != 0; });
  if (!is_name) fail(where, "a variable's name is a letter followed by letters, digits and '_', at most 20 in all");
  if (is_reserved(name)) fail(where, "'" + name + "' is a word of the language and no name for a variable");
  Variable out;
  out.name = name;
  const toml::node* range = &node;
  if (const toml::table* table = node.as_table()) {
    allow_only(*table, where, {"integer"});
    range = table->get("integer");
    if (range == nullptr) fail(where, "must be a range, [lo, hi] or { integer = [lo, hi] }");
    out.integer = true;
  }
  std::tie(out.lo, out.hi) = read_ends(*range, where);
  const auto whole = [](const PiNumber& x) { return x.of_pi == 0 && denominator(x.rational) == 1; };
  if (out.integer && !(whole(out.lo) && whole(out.hi))) fail(where, "the ends must be integers");
  return out;
}

const toml::table* domain_table(const toml::table& table, const std::string& where) {
  const toml::node* node = table.get("domain");
  if (node == nullptr) return nullptr;
  if (node->as_table() == nullptr) fail(where + ".domain", "must be a table of ranges");
  return node->as_table();
}

int read_size(const PiNumber& x, const std::string& where, int least) {
  constexpr int kMost = 100;
  if (x.of_pi != 0 || denominator(x.rational) != 1 || x.rational < least || x.rational > kMost)
    fail(where, "must be an integer from " + std::to_string(least) + " to " + std::to_string(kMost));
  return static_cast<int>(numerator(x.rational));
}

/// For a claim, the domain may narrow phi, nu, k and p.
CaseDomain read_cases(const toml::table* domain, const std::string& where) {
  CaseDomain out;
  if (domain == nullptr) return out;
  allow_only(*domain, where, {"phi", "nu", "k", "p"});
  for (const auto& [key, node] : *domain) {
    const std::string field = where + "." + std::string(key.str());
    const bool counts = key.str() == "k" || key.str() == "p";
    // { integer = [2, 5] }, as a free variable has it, says nothing new of k and p.
    const toml::table* wrapped = counts ? node.as_table() : nullptr;
    if (wrapped != nullptr) allow_only(*wrapped, field, {"integer"});
    const auto [lo, hi] =
        read_ends(wrapped != nullptr && wrapped->contains("integer") ? *wrapped->get("integer") : node, field);
    if (key.str() == "phi") {
      if (lo.rational != 0 || hi.rational != 0 || lo.of_pi < 0 || hi.of_pi > 1)
        fail(field, "must be multiples of pi from 0 to pi");
      out.least_turn = lo.of_pi;
      out.most_turn = hi.of_pi;
    } else if (key.str() == "nu") {
      if (lo.of_pi != 0 || hi.of_pi != 0 || lo.rational <= 0) fail(field, "must be positive rational numbers");
      out.least_nu = lo.rational;
      out.most_nu = hi.rational;
    } else {
      const bool is_k = key.str() == "k";
      (is_k ? out.least_k : out.least_p) = read_size(lo, field, is_k ? 1 : 2);
      (is_k ? out.most_k : out.most_p) = read_size(hi, field, is_k ? 1 : 2);
    }
  }
  return out;
}

/// Places in an expression are counted from its own beginning: `where` says in which line of the file it stands.
Expression read_expression(const toml::node& node, const std::string& where, const SymbolTable& symbols, Type type) {
  const std::string from = where + " (line " + std::to_string(node.source().begin.line) + " of the file)";
  Expression out = parse_expression(text_of(node, where), from, symbols);
  if (out.root->type != type) fail(where, "is " + name(out.root->type) + ", but " + name(type) + " is expected");
  return out;
}

/// [left, right] for an identity; [left, "<=", right] and the like otherwise.
Relation read_relation(const toml::node& node, const std::string& where, const SymbolTable& symbols, bool identity) {
  const toml::array* parts = node.as_array();
  if (parts == nullptr || parts->size() != (identity ? 2u : 3u))
    fail(where,
         identity ? "must be [\"left side\", \"right side\"]" : "must be [\"left side\", \"<=\", \"right side\"]");
  Expression left = read_expression(*parts->get(0), where + "[0]", symbols, Type::scalar);
  Expression right =
      read_expression(*parts->get(identity ? 1 : 2), where + (identity ? "[1]" : "[2]"), symbols, Type::scalar);
  if (identity) return {std::move(left), Order::equal, std::move(right)};
  const std::string order = text_of(*parts->get(1), where + "[1]");
  if (order == "<=") return {std::move(left), Order::less_or_equal, std::move(right)};
  if (order == "<") return {std::move(left), Order::less, std::move(right)};
  if (order == ">=") return {std::move(right), Order::less_or_equal, std::move(left), true};
  if (order == ">") return {std::move(right), Order::less, std::move(left), true};
  fail(where + "[1]", "must be one of <=, <, >=, >");
}

/// Words of the language that depend on the number of hidden units need it.
void need_units(const FormulaCheck& check, const std::string& where) {
  const auto counts = [](const Relation& r) { return r.left.counts_units || r.right.counts_units; };
  const std::vector<Relation>& conditions = check.domain.conditions;
  if (!counts(*check.relation) && std::none_of(conditions.begin(), conditions.end(), counts)) return;
  const std::vector<Variable>& all = check.domain.variables;
  const auto k = std::find_if(all.begin(), all.end(), [](const Variable& v) { return v.name == "k"; });
  if (k == all.end() || !k->integer || k->lo.rational < 1 || k->hi.rational > kMostUnits)
    fail(where,
         "ones, I, J, M, N and inv depend on the number k of hidden units: the domain must have k = { integer = "
         "[1, 50] } or the like, within 1 to " +
             std::to_string(kMostUnits));
}

/// Those whose quantities are enclosed at every |w|.
Activation activation_of(const std::string& text, const std::string& where) {
  const Activation out = parse_activation(text, where);
  if (out.is_general()) fail(where, "formula files take relu, binary and leaky:SLOPE; others: verify --activation");
  return out;
}

/// `table`: the check; `defaults`: the file, whose domain, where and activation serve checks that have none.
FormulaCheck read_check(const toml::table& table, const toml::table& defaults, const std::string& where,
                        const std::string& otherwise) {
  const auto field = [&](const char* key) { return table.contains(key) ? table.get(key) : defaults.get(key); };
  FormulaCheck out;
  out.name = optional_text(table, "name", where).value_or(otherwise);
  if (has_controls(out.name)) fail(where + ".name", "must not have control characters");
  const int kinds = static_cast<int>(table.contains("claims")) + static_cast<int>(table.contains("identity")) +
                    static_cast<int>(table.contains("inequality"));
  if (kinds != 1) fail(where, "must have exactly one of claims, identity and inequality");
  const std::string expect = optional_text(table, "expect", where).value_or("holds");
  if (expect != "holds" && expect != "refuted") fail(where + ".expect", "must be \"holds\" or \"refuted\"");
  out.expect_refuted = expect == "refuted";
  const toml::table* domain = domain_table(table, where);
  if (domain == nullptr && &table != &defaults) domain = domain_table(defaults, where);
  if (table.contains("claims")) {
    out.kind = "claim";
    out.quantity = &quantity_named(text_of(*table.get("claims"), where + ".claims"), where + ".claims");
    if (field("activation") != nullptr)
      out.activation = activation_of(text_of(*field("activation"), where + ".activation"), where + ".activation");
    if (!table.contains("expression")) fail(where + ".expression", "is missing");
    if (table.contains("where")) fail(where + ".where", "is for identities and inequalities");
    out.expression =
        read_expression(*table.get("expression"), where + ".expression", case_symbols(), out.quantity->type);
    out.cases = read_cases(domain, where + ".domain");
    if (out.cases.most_k < out.quantity->least_k)
      fail(where + ".domain",
           std::string(out.quantity->name) + " is defined for k >= " + std::to_string(out.quantity->least_k) + " only");
    return out;
  }
  for (const char* key : {"expression", "activation"})
    if (table.contains(key)) fail(where + "." + key, "is for claims about a quantity");
  const bool identity = table.contains("identity");
  out.kind = identity ? "identity" : "inequality";
  if (domain != nullptr) {
    if (domain->size() > kMaxVariables)
      fail(where + ".domain", "has more than " + std::to_string(kMaxVariables) + " variables");
    for (const auto& [key, node] : *domain)
      out.domain.variables.push_back(
          read_variable(std::string(key.str()), node, where + ".domain." + std::string(key.str())));
  }
  const SymbolTable symbols = out.domain.symbols();
  if (const toml::node* node = field("where")) {
    const toml::array* conditions = node->as_array();
    if (conditions == nullptr || conditions->size() > 8)
      fail(where + ".where", "must be an array of at most 8 conditions, [[\"r\", \"<=\", \"k\"], ...]");
    for (std::size_t i = 0; i < conditions->size(); ++i)
      out.domain.conditions.push_back(
          read_relation(*conditions->get(i), where + ".where[" + std::to_string(i) + "]", symbols, false));
  }
  out.relation = read_relation(*table.get(out.kind), where + "." + out.kind, symbols, identity);
  need_units(out, where);
  return out;
}

}  // namespace

std::string FormulaCheck::statement() const {
  if (quantity != nullptr)
    return quantity->name + std::string(activation.is_relu() ? "" : " (" + activation.text() + ")") + " = " +
           expression->text;
  const std::string order = relation->order == Order::equal ? "=" : relation->order == Order::less ? "<" : "<=";
  if (relation->turned) return relation->right.text + (order == "<" ? " > " : " >= ") + relation->left.text;
  return relation->left.text + " " + order + " " + relation->right.text;
}

std::vector<FormulaCheck> parse_formula_file(const std::string& text, const std::string& name) {
  if (text.size() > kMaxFormulaFile)
    fail(name, "has " + std::to_string(text.size()) + " bytes: a formula file may have at most " +
                   std::to_string(kMaxFormulaFile));
  const toml::table root = parse_table(text, name);
  const auto keys = {"name",   "claims", "expression", "identity", "inequality",
                     "domain", "where",  "activation", "expect"};
  std::vector<FormulaCheck> out;
  const toml::node* list = root.get("check");
  if (list == nullptr) {
    allow_only(root, name, keys);
    out.push_back(read_check(root, root, name + ": check", "check"));
    return out;
  }
  allow_only(root, name, {"check", "domain", "where", "activation"});
  const toml::array* checks = list->as_array();
  if (checks == nullptr || checks->empty()) fail(name + ": check", "must be an array of tables, [[check]]");
  if (checks->size() > kMaxChecks)
    fail(name + ": check", "more than " + std::to_string(kMaxChecks) + " checks in a file");
  std::set<std::string> names;
  for (std::size_t i = 0; i < checks->size(); ++i) {
    const toml::table* table = checks->get(i)->as_table();
    const std::string number = "check " + std::to_string(i + 1);
    if (table == nullptr) fail(name + ": " + number, "must be a table, [[check]]");
    const std::string where = name + ": " + number;
    allow_only(*table, where, keys);
    out.push_back(read_check(*table, root, where, number));
    if (!names.insert(out.back().name).second) fail(where + ".name", "'" + out.back().name + "' is used twice");
  }
  return out;
}

std::vector<FormulaCheck> read_formula_file(const std::filesystem::path& file) {
  return parse_formula_file(read_text(file), file.string());
}

CheckResult run_check(const FormulaCheck& check) {
  if (check.quantity != nullptr)
    return check_claim(*check.quantity, check.activation, formula_of(*check.expression),
                       dependence_of(*check.expression), check.cases);
  return check.kind == "identity" ? check_identity(*check.relation, check.domain)
                                  : check_inequality(*check.relation, check.domain);
}

}  // namespace noiseproof
