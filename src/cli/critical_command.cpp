// noiseproof critical: every critical point of the population loss, from the closed forms.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/spectrum_json.hpp"
#include "core/error.hpp"
#include "rigor/spectrum.hpp"

namespace noiseproof {
namespace {

struct CriticalOptions {
  std::string instance;
  int digits = 50;
  bool json = false;
};

/// The end points of an enclosure in decimals, rounded outward.
nlohmann::json ends(const Ball& x, int digits) {
  const auto [lo, hi] = decimal_endpoints(x, digits);
  return nlohmann::json::array({lo, hi});
}

nlohmann::json describe(const Landscape& z, CriticalKind kind, KnownDigits& known) {
  const CriticalPoint<Ball> point = critical_point(z, kind);
  const int digits = known.digits();
  return {{"kind", name(kind)},
          {"phi", known(point.at.angle.phi)},
          {"pi_minus_phi", known(point.at.angle.d)},
          {"x", known(point.at.x)},
          {"y", known(point.at.y)},
          {"alpha", known(point.alpha)},
          {"loss", known(point.loss)},
          {"spectrum", to_json(critical_spectrum(z, kind), known)},
          {"enclosures",
           {{"phi", ends(point.at.angle.phi, digits)},
            {"alpha", ends(point.alpha, digits)},
            {"loss", ends(point.loss, digits)}}}};
}

nlohmann::json describe(const Instance& instance, int digits) {
  const Verdict minimum = spurious_is_local_minimum(instance);
  if (minimum == Verdict::undecided)
    throw Error(Error::Kind::arithmetic, "critical", "r is too close to the threshold (k+pi-1)/pi to decide");
  std::vector<CriticalKind> kinds{CriticalKind::global_optimum, CriticalKind::spurious_point};
  if (minimum == Verdict::proved) kinds.push_back(CriticalKind::saddle_sphere);
  return with_known_digits(digits, [&](KnownDigits& known) {
    const Landscape z = landscape(instance);
    nlohmann::json points = nlohmann::json::array();
    for (const CriticalKind kind : kinds) points.push_back(describe(z, kind, known));
    return nlohmann::json{{"instance", instance.describe()},
                          {"spurious_is_strict_local_minimum", name(minimum)},
                          {"critical_points", points},
                          {"digits", digits}};
  });
}

void print_plain(const nlohmann::json& result) {
  std::cout << result["instance"].get<std::string>() << "\nspurious point is a strict local minimum: "
            << result["spurious_is_strict_local_minimum"].get<std::string>() << "\n";
  for (const auto& point : result["critical_points"]) {
    std::cout << "\n" << point["kind"].get<std::string>() << "\n";
    for (const char* key : {"phi", "pi_minus_phi", "x", "y", "alpha", "loss"})
      std::cout << "  " << key << " = " << point[key].get<std::string>() << "\n";
    for (const auto& e : point["spectrum"])
      std::cout << "  eigenvalue " << e["value"].get<std::string>() << "  (" << e["multiplicity"] << " times)\n";
  }
}

}  // namespace

void add_critical(CommandLine& program, int&) {
  auto options = std::make_shared<CriticalOptions>();
  Command command = program.command("critical", "Every critical point: kind, phi, alpha, loss, spectrum");
  command.instance(options->instance)
      .integer("--digits", options->digits, kMinDigits, kMaxDigits, "Decimal digits, 15 to 10000")
      .json(options->json);
  command.run([options] {
    const nlohmann::json result = describe(load_instance(options->instance), options->digits);
    options->json ? print_json(result) : print_plain(result);
  });
}

}  // namespace noiseproof
