// noiseproof eval: loss, gradients and Hessian spectrum of one student.
#include <iostream>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "model/critical_points.hpp"

namespace noiseproof {
namespace {

struct EvalOptions {
  std::string instance, point;
  int digits = 50;
  bool json = false;
};

nlohmann::json strings(const Vec<Real>& v, int digits) {
  nlohmann::json out = nlohmann::json::array();
  for (const Real& x : v) out.push_back(to_decimal(x, digits));
  return out;
}

nlohmann::json evaluate(const Instance& instance, const StudentPoint& point, int digits) {
  // Ten digits beyond those asked for: what is printed is then right in all of its digits, away from cancellation in
  // the data.
  const ScopedDigits working(std::min(digits + 10, kMaxDigits));
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  const Student<Real> student = make_student<Real>(point);
  const Invariants<Real> x = invariants(student, teacher);
  nlohmann::json eigenvalues = nlohmann::json::array();
  for (const Eigenvalue<Real>& e : spectrum_from_blocks(instance, x.angle, x.alpha))
    eigenvalues.push_back({{"value", to_decimal(e.value, digits)}, {"multiplicity", e.multiplicity}});
  return {{"loss", to_decimal(loss(x), digits)},
          {"grad_w", strings(gradient_w(student, teacher, x), digits)},
          {"grad_a", strings(gradient_a(student, teacher, x), digits)},
          {"phi", to_decimal(x.angle.phi, digits)},
          {"alpha", to_decimal(x.alpha, digits)},
          {"beta", to_decimal(x.beta, digits)},
          {"hessian_eigenvalues", eigenvalues},
          {"instance", instance.describe()},
          {"digits", digits}};
}

void print_plain(const nlohmann::json& result) {
  for (const char* key : {"loss", "phi", "alpha", "beta"})
    std::cout << key << " = " << result[key].get<std::string>() << "\n";
  for (const char* key : {"grad_w", "grad_a"}) {
    std::cout << key << " =\n";
    for (const auto& x : result[key]) std::cout << "  " << x.get<std::string>() << "\n";
  }
  std::cout << "Hessian eigenvalues on the sphere x R^k, at w/|w|:\n";
  for (const auto& e : result["hessian_eigenvalues"])
    std::cout << "  " << e["value"].get<std::string>() << "  (" << e["multiplicity"] << " times)\n";
}

}  // namespace

void add_eval(CommandLine& program, int&) {
  auto options = std::make_shared<EvalOptions>();
  Command command = program.command("eval", "Loss, gradients and Hessian spectrum at one point");
  command.instance(options->instance)
      .required_text("--point", options->point, "Student file (TOML): w = [...], a = [...]")
      .integer("--digits", options->digits, kMinDigits, kMaxDigits, "Decimal digits, 15 to 10000")
      .json(options->json);
  command.run([options] {
    const Instance instance = load_instance(options->instance);
    const nlohmann::json result = evaluate(instance, read_point(options->point, instance), options->digits);
    options->json ? print_json(result) : print_plain(result);
  });
}

}  // namespace noiseproof
