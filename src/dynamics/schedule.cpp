#include "dynamics/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "core/error.hpp"
#include "core/toml_table.hpp"
#include "dynamics/monotone.hpp"

namespace noiseproof {
namespace {

constexpr std::int64_t kMaxEpochs = 10000;
constexpr std::int64_t kMaxSteps = std::int64_t{1} << 31;  // a step is one 32-bit word of the random counter
constexpr double kMaxEta = 1000, kMaxRadius = 1e18;        // beyond these a typo is likelier than a wish

[[noreturn]] void fail(const std::string& where, const std::string& what) {
  throw Error(Error::Kind::input, where, what);
}

/// Every field of the table is one of `keys`, and all of them are there.
void require_exactly(const toml::table& table, const std::string& where, std::initializer_list<const char*> keys) {
  allow_only(table, where, keys);
  for (const char* key : keys)
    if (!table.contains(key)) fail(where + "." + key, "is missing");
}

double read_number(const toml::table& table, const std::string& where, const char* key, double most) {
  const std::string field = where + "." + key;
  const toml::node& node = *table.get(key);
  double x = 0;
  if (const auto text = node.value_exact<std::string>())
    x = from_rational<double>(parse_rational(*text, field));
  else if (node.is_number())
    x = *node.value<double>();
  else
    fail(field, "must be a number");
  if (!std::isfinite(x)) fail(field, "is not a finite number");
  std::ostringstream shown;
  shown << x;
  if (x < 0) fail(field, shown.str() + " is negative");
  if (x > most) {
    std::ostringstream limit;
    limit << most;
    fail(field, shown.str() + " is too large: at most " + limit.str());
  }
  return x;
}

double read_positive(const toml::table& table, const std::string& where, const char* key, double most) {
  const double x = read_number(table, where, key, most);
  if (x == 0) fail(where + "." + key, "is 0: it must be positive");
  return x;
}

std::int64_t read_count(const toml::table& table, const std::string& where, const char* key, std::int64_t most) {
  const std::string field = where + "." + key;
  const auto n = table.get(key)->value_exact<int64_t>();
  if (!n) fail(field, "must be an integer");
  if (*n < 1) fail(field, std::to_string(*n) + " is too small: at least 1");
  if (*n > most) fail(field, std::to_string(*n) + " is too large: at most " + std::to_string(most));
  return *n;
}

Schedule read_annealing(const toml::table& table, const std::string& where) {
  require_exactly(table, where, {"eta", "epochs", "steps", "rho_w", "rho_a", "factor"});
  return annealed_schedule(
      read_positive(table, where, "eta", kMaxEta), static_cast<int>(read_count(table, where, "epochs", kMaxEpochs)),
      static_cast<long>(read_count(table, where, "steps", kMaxSteps)), read_number(table, where, "rho_w", kMaxRadius),
      read_number(table, where, "rho_a", kMaxRadius), read_positive(table, where, "factor", 1));
}

Schedule read_epochs(const toml::node& node, const std::string& where) {
  const toml::array* list = node.as_array();
  if (list == nullptr || list->empty()) fail(where, "must be a list of tables, [[epoch]]");
  if (list->size() > static_cast<std::size_t>(kMaxEpochs))
    fail(where, "more than " + std::to_string(kMaxEpochs) + " epochs");
  Schedule out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string field = where + "[" + std::to_string(i) + "]";
    const toml::table* epoch = list->get(i)->as_table();
    if (epoch == nullptr) fail(field, "must be a table, [[epoch]]");
    require_exactly(*epoch, field, {"eta", "steps", "rho_w", "rho_a"});
    out.push_back({read_positive(*epoch, field, "eta", kMaxEta),
                   static_cast<long>(read_count(*epoch, field, "steps", kMaxSteps)),
                   read_number(*epoch, field, "rho_w", kMaxRadius), read_number(*epoch, field, "rho_a", kMaxRadius)});
  }
  return out;
}

}  // namespace

long total_steps(const Schedule& schedule) {
  long total = 0;
  for (const Epoch& epoch : schedule) total += epoch.steps;
  return total;
}

Schedule annealed_schedule(double eta, int epochs, long steps, double rho_w, double rho_a, double factor) {
  Schedule out;
  double scale = 1;
  for (int i = 0; i < epochs; ++i, scale *= factor) out.push_back({eta, steps, rho_w * scale, rho_a * scale});
  return out;
}

Schedule plain_schedule(double eta, long steps) { return {{eta, steps, 0, 0}}; }

Schedule default_schedule(const Instance& instance, Injection injection) {
  const TeacherInvariants<double> teacher = teacher_invariants<double>(instance);
  const double limit = 0.9 * monotone_step_bound(teacher, random_start_box(teacher));
  const double eta = std::min(0.1, limit);
  const long steps = static_cast<long>(std::min(20000.0, std::round(40 / eta)));
  const double norm = std::hypot(teacher.e1, teacher.e2);
  Schedule out = annealed_schedule(eta, 20, steps, 6.0 * instance.p, 1.5 * norm, 0.4);
  if (injection == Injection::raw)
    for (Epoch& epoch : out) epoch.eta = std::min(eta, limit / ((1 + epoch.rho_w) * (1 + epoch.rho_w)));
  return out;
}

Schedule patient_schedule(const Instance& instance) {
  Schedule out = default_schedule(instance);
  out.front().steps *= 20;
  return out;
}

Schedule parse_schedule(const std::string& text, const std::string& name) {
  const toml::table root = parse_table(text, name);
  for (const auto& [key, node] : root)
    if (key.str() != "epoch" && key.str() != "annealing")
      fail(name + ": " + std::string(key.str()), "unknown field (known: epoch, annealing)");
  const toml::node *epochs = root.get("epoch"), *annealing = root.get("annealing");
  if ((epochs == nullptr) == (annealing == nullptr))
    fail(name, "give either a list of [[epoch]] or one [annealing], " +
                   std::string(epochs == nullptr ? "there is neither" : "not both"));
  Schedule out;
  if (annealing != nullptr) {
    if (!annealing->is_table()) fail(name + ": annealing", "must be a table, [annealing]");
    out = read_annealing(*annealing->as_table(), name + ": annealing");
  } else {
    out = read_epochs(*epochs, name + ": epoch");
  }
  if (total_steps(out) > kMaxSteps)
    fail(name, std::to_string(total_steps(out)) + " steps altogether: at most " + std::to_string(kMaxSteps));
  return out;
}

Schedule read_schedule(const std::filesystem::path& file) { return parse_schedule(read_text(file), file.string()); }

}  // namespace noiseproof
