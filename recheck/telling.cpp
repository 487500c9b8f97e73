// Whether an item says something: bounds no wider than they may be, and nothing that another item says.
#include <algorithm>
#include <map>

#include "items.hpp"

namespace recheck {
namespace {

/// The square of the unit in which a number's width is measured, beside the number itself: a power of |a*|, 0 where the
/// number is never 0, 1 for what has no dimension.
mpq_class unit_sq(const std::string& name, const Instance& in) {
  const auto one_of = [&name](std::initializer_list<const char*> names) {
    return std::any_of(names.begin(), names.end(), [&name](const char* x) { return name == x; });
  };
  if (one_of({"spurious_x", "spurious_y", "saddle_x", "saddle_y", "gradient_a", "gradient_a_definition"}))
    return in.norm_sq;
  if (one_of({"spurious_alpha", "loss", "loss_definition", "gradient_w", "gradient_w_definition", "rise_order3"}))
    return in.norm_sq * in.norm_sq;
  return one_of(
             {"spurious_loss", "saddle_loss", "saddle_kernel_value", "growth_angle", "growth_radius", "critical_level"})
             ? 0
             : 1;
}

/// Over a range of angles, a little more than [0, pi], [-1.82, 0] and [-pi, 1.4]; the second is g', the last g''.
bool is_kernel_range(const std::string& name, const mpq_class& lo, const mpq_class& hi) {
  const mpq_class little(1, 100), pi(63, 20);
  if (name == "kernel") return lo >= -little && hi <= pi;
  return name == "kernel_derivative" ? lo >= -2 && hi <= little : lo >= -pi && hi <= mpq_class(3, 2);
}

/// The item without what it answers: two that ask the same differ in nothing else.
std::string question(const Node& item) {
  nlohmann::json out = nlohmann::json::array();
  for (const char* key : {"kind", "quantity", "statement", "at", "instance", "eta", "rho_w", "rho_a", "radius_sq",
                          "start_radius_sq", "phase_one", "phase_two", "accuracy", "distance", "steps", "k", "r"})
    out.push_back(item.has(key) ? item.at(key).value() : nlohmann::json());
  const auto lowest_terms = [](auto& self, nlohmann::json& x) -> void {
    if (x.is_structured()) {
      for (nlohmann::json& entry : x) self(self, entry);
    } else if (x.is_string() && x.get<std::string>().find_first_not_of("-/0123456789") == std::string::npos) {
      mpq_class number(x.get<std::string>(), 10);
      number.canonicalize();
      x = number.get_str();
    }
  };
  lowest_terms(lowest_terms, out);
  return out.dump();
}

}  // namespace

bool is_narrow(const mpq_class& lo, const mpq_class& hi, const mpq_class& unit_sq) {
  const mpq_class size_sq = std::max({unit_sq, mpq_class(lo * lo), mpq_class(hi * hi)});
  return (hi - lo) * (hi - lo) * (mpz_class(1) << 80) <= size_sq;
}

bool is_telling(const Node& item, const Instance& in) {
  if (item.has("eigenvalues")) {
    const Node list = item.at("eigenvalues");
    for (std::size_t i = 0; i < list.size(); ++i)
      if (!is_narrow(list.entry(i).at("lo").rational(), list.entry(i).at("hi").rational(), 0)) return false;
  }
  if (!item.has("lo")) return true;
  const std::string name = item.at(item.has("quantity") ? "quantity" : "statement").text();
  const mpq_class lo = item.at("lo").rational(), hi = item.at("hi").rational();
  if (name == "trapping_probability") return hi - lo <= mpq_class(1, 2);
  if (name == "pair_bound") return hi - lo <= mpq_class(1, 20);
  if (name == "joint_rate") return lo > 0 && hi * 1000 <= lo * 1001;
  if (name.starts_with("kernel") && name != "kernel_definition") {
    const std::vector<mpq_class> t = item.at("at").at("t").rationals(2);
    if (t[0] < t[1]) return is_kernel_range(name, lo, hi);
  }
  return is_narrow(lo, hi, unit_sq(name, in));
}

void check_telling(const std::vector<Node>& items, const Instance& in) {
  std::map<std::string, const Node*> asked;
  for (const Node& item : items) {
    if (!is_telling(item, in)) item.incomplete("is wider than it may be, and says nothing");
    if (item.has("cells")) {
      const Node cells = item.at("cells");
      for (std::size_t i = 0; i < cells.size(); ++i)
        if (cells.entry(i).entry(4).rational() == 0 && cells.entry(i).entry(6).rational() == 1)
          cells.entry(i).incomplete("says nothing");
    }
    const auto [first, fresh] = asked.emplace(question(item), &item);
    if (!fresh) item.incomplete("says again what " + first->second->path() + " says");
  }
}

}  // namespace recheck
