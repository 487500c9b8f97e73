// noiseproof eval: loss, gradients and Hessian spectrum of one student.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/spectrum_json.hpp"
#include "model/exact_student.hpp"
#include "rigor/spectrum.hpp"

namespace noiseproof {
namespace {

struct EvalOptions {
  std::string instance, point;
  int digits = 50;
  bool json = false;
};

nlohmann::json evaluate(const Instance& instance, const StudentPoint& point, int digits) {
  return with_known_digits(digits, [&](KnownDigits& known) {
    const StudentValues x = values_at(instance, point);
    const auto each = [&](const Vec<Ball>& v) {
      nlohmann::json out = nlohmann::json::array();
      for (const Ball& entry : v) out.push_back(known(entry));
      return out;
    };
    return nlohmann::json{{"loss", known(x.loss)},
                          {"grad_w", each(x.gradient_w)},
                          {"grad_a", each(x.gradient_a)},
                          {"phi", known(x.phi)},
                          {"alpha", known(x.alpha)},
                          {"beta", known(x.beta)},
                          {"hessian_eigenvalues", to_json(blocks_spectrum(x.hessian, instance.k, instance.p), known)},
                          {"instance", instance.describe()},
                          {"digits", digits}};
  });
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
