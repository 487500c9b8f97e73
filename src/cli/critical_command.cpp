// noiseproof critical: every critical point of the population loss, from the closed forms.
#include <iostream>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "model/critical_points.hpp"
#include "rigor/landscape.hpp"

namespace noiseproof {
namespace {

struct CriticalOptions {
  std::string instance;
  int digits = 50;
  bool json = false;
};

/// pi - phi^ as a ball around Newton's candidate: h increases, so signs of h - G proved at two points enclose the root.
Ball enclose_saddle(const Landscape& z, const Real& candidate, int digits) {
  const Ball d = Ball::exactly(candidate),
             reach =
                 abs(d) / Ball(Rational(boost::multiprecision::pow(Integer(10), static_cast<unsigned>(digits) + 3)));
  const Ball low = (d - reach).midpoint(), high = (d + reach).midpoint();
  if (is_less(h(low), z.kernel) != Verdict::proved || is_less(z.kernel, h(high)) != Verdict::proved)
    throw Error(Error::Kind::arithmetic, "critical", "the saddle angle could not be enclosed");
  return Ball::hull(low, high);
}

/// phi, alpha and the loss as enclosures, end points in decimals rounded outward: by ball arithmetic from the instance.
/// Of the values printed beside them only the saddle's angle is used, as a candidate.
nlohmann::json enclosures(const Instance& instance, const CriticalPoint<Real>& computed, int digits) {
  const ScopedBits precision(bits_for_digits(digits) + 64 + bits_lost_at(instance.k, instance.r));
  const TeacherInvariants<Ball> teacher = teacher_invariants<Ball>(instance);
  CriticalPoint<Ball> point =
      computed.kind == CriticalKind::spurious_point ? spurious_point(teacher) : global_optimum(teacher);
  if (computed.kind == CriticalKind::saddle_sphere) {
    point.at.angle = Angle<Ball>::from_complement(
        enclose_saddle(landscape(instance), computed.at.angle.d, std::min(digits, kMaxDigits - 8)));
    point.alpha = Ball(0);
    point.loss = reduced_loss(teacher, best_response(teacher, point.at.angle));
  }
  const auto ends = [&](const Ball& x) {
    const auto [lo, hi] = decimal_endpoints(x, digits);
    return nlohmann::json::array({lo, hi});
  };
  return {{"phi", ends(point.at.angle.phi)}, {"alpha", ends(point.alpha)}, {"loss", ends(point.loss)}};
}

nlohmann::json describe(const Instance& instance, int digits) {
  // Near the threshold alpha at the spurious point cancels by the distance, and the saddles' small eigenvalue, about
  // its 4/3rd power, is found among those of size 1: twice the digits lost are enough for both.
  const slong lost = 2 * digits_lost_at(instance.k, instance.r);
  const ScopedDigits working(static_cast<int>(std::min<slong>(digits + 10 + lost, kMaxDigits)));
  nlohmann::json points = nlohmann::json::array();
  for (const CriticalPoint<Real>& point : critical_points<Real>(instance)) {
    nlohmann::json spectrum = nlohmann::json::array();
    for (const Eigenvalue<Real>& e : closed_form_spectrum(instance, point))
      spectrum.push_back({{"value", to_decimal(e.value, digits)}, {"multiplicity", e.multiplicity}});
    points.push_back({{"kind", name(point.kind)},
                      {"phi", to_decimal(point.at.angle.phi, digits)},
                      {"pi_minus_phi", to_decimal(point.at.angle.d, digits)},
                      {"x", to_decimal(point.at.x, digits)},
                      {"y", to_decimal(point.at.y, digits)},
                      {"alpha", to_decimal(point.alpha, digits)},
                      {"loss", to_decimal(point.loss, digits)},
                      {"spectrum", spectrum},
                      {"enclosures", enclosures(instance, point, digits)}});
  }
  return {{"instance", instance.describe()},
          {"spurious_is_strict_local_minimum", name(spurious_is_local_minimum(instance))},
          {"critical_points", points},
          {"digits", digits}};
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
