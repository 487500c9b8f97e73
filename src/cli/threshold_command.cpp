// noiseproof threshold: the critical noise level, enclosed.
#include <fmt/format.h>

#include <chrono>
#include <iostream>

#include "cli/commands.hpp"
#include "core/error.hpp"
#include "core/known_digits.hpp"
#include "smoothing/critical_level.hpp"

namespace noiseproof {
namespace {

struct Options {
  int p = 6, k = 25, digits = 30;
  std::string r = "0", variant = "raw", law = "ball";
  bool json = false;
};

void run(const Options& options) {
  const Rational r = parse_rational(options.r, "--r");
  if (r < 0 || r > options.k) throw Error(Error::Kind::input, "--r", "must be from 0 to k");
  if (options.k == 1 && r != 1) throw Error(Error::Kind::input, "--r", "must be 1 where k is 1");
  const Injection injection = options.variant == "raw" ? Injection::raw : Injection::normalized;
  const NoiseLaw law = options.law == "ball" ? NoiseLaw::ball : NoiseLaw::gaussian;
  const auto start = std::chrono::steady_clock::now();
  std::optional<Bounds> level;
  try {
    level = critical_noise_level(options.p, injection, options.k, r, options.digits, law);
  } catch (const Error& e) {
    if (e.kind() != Error::Kind::no_convergence) throw;
    throw Error(e.kind(), "threshold",
                fmt::format("rho* is not enclosed to {} digits; fewer may do ({})", options.digits, e.what()));
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  nlohmann::json out{
      {"p", options.p},     {"k", options.k},           {"r", to_string(r)}, {"variant", options.variant},
      {"law", options.law}, {"digits", options.digits}, {"seconds", seconds}};
  if (level) {
    out["lower"] = digits_below(level->lo, options.digits + 2);
    out["upper"] = digits_above(level->hi, options.digits + 2);
    out["exact"] = {to_string(level->lo), to_string(level->hi)};
  } else {
    out["lower"] = out["upper"] = "0";
    out["why"] = "the spurious point is no local minimum without noise either: r >= (k+pi-1)/pi";
  }
  if (options.json) return print_json(out);
  std::cout << fmt::format("critical noise level, {} noise, {}p = {}, k = {}, r = {}\n", options.variant,
                           law == NoiseLaw::ball ? "" : "Gaussian of a ball's variance, ", options.p, options.k,
                           to_string(r));
  if (level)
    std::cout << fmt::format("  rho* in [{},\n           {}]   ({:.3f} s)\n", out["lower"].get<std::string>(),
                             out["upper"].get<std::string>(), seconds);
  else
    std::cout << "  0: " << out["why"].get<std::string>() << "\n";
}

}  // namespace

void add_threshold(CommandLine& program, int&) {
  auto options = std::make_shared<Options>();
  Command command = program.command("threshold", "Enclose the critical noise level rho* of the smoothed landscape");
  command.integer("--p", options->p, 2, 100'000, "Inputs per patch")
      .integer("--k", options->k, 1, 100'000, "Hidden units")
      .text("--r", options->r, "(1.a*)^2/|a*|^2, exact, from 0 to k")
      .choice("--variant", options->variant, {"raw", "normalized"}, "Whether w + noise is normalised")
      .choice("--law", options->law, {"ball", "gaussian"}, "Uniform in a ball, or Gaussian of the ball's variance")
      .integer("--digits", options->digits, 1, 1000, "Significant decimal digits")
      .json(options->json);
  command.run([options] { run(*options); });
}

}  // namespace noiseproof
