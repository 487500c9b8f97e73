#include "model/activation.hpp"

#include <cmath>
#include <sstream>
#include <utility>

#include "core/error.hpp"
#include "core/instance.hpp"
#include "core/toml_table.hpp"

namespace noiseproof {
namespace {

constexpr std::size_t kMostCoefficients = 13;

/// A smooth activation that has a name: one line here is all that it takes.
struct NamedActivation {
  const char *name, *expression, *in_words;
};
constexpr NamedActivation kSmooth[] = {{"erf", "erf(z)", "erf(z)"},
                                       {"gelu", "z*Phi(z)", "z (1 + erf(z/sqrt 2))/2"},
                                       {"sigmoid", "sigmoid(z)", "1/(1 + e^-z)"},
                                       {"silu", "z*sigmoid(z)", "z/(1 + e^-z)"},
                                       {"softplus", "softplus(z)", "log(1 + e^z)"},
                                       {"tanh", "tanh(z)", "tanh(z)"}};

Activation parse_leaky(const std::string& text, const std::string& where) {
  const Rational slope = parse_rational(text, where);
  if (abs(slope) >= 1)
    throw Error(Error::Kind::input, where, "the slope must be between -1 and 1 (1 is a linear network)");
  // Nearer than that, checks cannot tell it from ReLU or from a linear network.
  const Rational nearest(1, 1'000'000);
  if ((slope != 0 && abs(slope) < nearest) || abs(slope) > 1 - nearest)
    throw Error(Error::Kind::input, where, "the slope must be 0 or at least 10^-6 away from -1, 0 and 1");
  return Activation::leaky(slope);
}

std::string polynomial_in_words(const std::vector<Rational>& c) {
  std::string out;
  for (std::size_t i = 0; i < c.size(); ++i)
    if (c[i] != 0) out += (out.empty() ? "(" : " + (") + to_string(c[i]) + ") z^" + std::to_string(i);
  return out;
}

Activation parse_polynomial(const std::string& text, const std::string& where) {
  std::vector<Rational> c;
  std::stringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) c.push_back(parse_rational(part, where));
  while (!c.empty() && c.back() == 0) c.pop_back();
  if (c.size() < 3 || c.size() > kMostCoefficients)
    throw Error(Error::Kind::input, where, "the degree must be from 2 to 12 (degree 1 is a linear network)");
  const Rational nearest(1, 1'000'000);
  std::string read = "poly:";
  for (const Rational& x : c) {
    if (x != 0 && (abs(x) < nearest || abs(x) > 1 / nearest))
      throw Error(Error::Kind::input, where, "a coefficient must be 0 or from 10^-6 to 10^6 in size");
    read += (read.back() == ':' ? "" : ",") + to_string(x);
  }
  return Activation::smooth(read, polynomial_in_words(c), analytic_polynomial(c));
}

Activation parse_expression_in_z(const std::string& text, const std::string& where) {
  Analytic function = parse_analytic(text, where);
  const auto c = polynomial_of(function);
  if (c && c->size() < 3)
    throw Error(Error::Kind::input, where, "an activation must not be linear (the network would be)");
  return Activation::smooth("act:" + text, text, std::move(function));
}

Activation read_activation(const std::string& path) {
  const toml::table table = parse_table(read_text(path), path);
  allow_only(table, path, {"act"});
  const auto act = table["act"].value<std::string>();
  if (!act) throw Error(Error::Kind::input, path, "needs act = \"...\", an expression in z");
  return parse_expression_in_z(*act, path + ": act");
}

}  // namespace

Activation Activation::leaky(const Rational& slope) {
  Activation out;
  out.kind_ = Kind::leaky;
  out.slope_ = slope;
  return out;
}

Activation Activation::binary() {
  Activation out;
  out.kind_ = Kind::binary;
  return out;
}

Activation Activation::smooth(std::string text, std::string in_words, Analytic function) {
  const Symmetry symmetry = symmetry_of(function);
  Activation out;
  out.kind_ = Kind::smooth;
  out.smooth_ = std::make_shared<Smooth>(Smooth{std::move(text), std::move(in_words), std::move(function), symmetry});
  return out;
}

std::string Activation::text() const {
  switch (kind_) {
    case Kind::relu: return "relu";
    case Kind::leaky: return "leaky:" + to_string(slope_);
    case Kind::binary: return "binary";
    default: return smooth_->text;
  }
}

std::string Activation::in_words() const {
  switch (kind_) {
    case Kind::relu: return "act(z) = max(z, 0)";
    case Kind::leaky: return "act(z) = z for z > 0, " + to_string(slope_) + " z otherwise";
    case Kind::binary: return "act(z) = 1 for z > 0, else 0";
    default: return "act(z) = " + smooth_->in_words;
  }
}

const Rational* Activation::centre() const {
  static const Rational half(1, 2);
  if (is_binary()) return &half;
  return is_smooth() && smooth_->symmetry.centre ? &*smooth_->symmetry.centre : nullptr;
}

std::optional<ExactMoments> exact_moments(const Activation& activation) {
  const Rational half(1, 2);
  if (activation.is_binary()) return ExactMoments{half, half, 0};
  const auto coefficients = activation.is_smooth() ? polynomial_of(activation.function()) : std::nullopt;
  if (!coefficients) return std::nullopt;
  const std::vector<Rational>& c = *coefficients;
  std::vector<Rational> moment(2 * c.size(), 0);  // E z^n = (n - 1)!! for even n
  moment[0] = 1;
  for (std::size_t n = 2; n < moment.size(); n += 2) moment[n] = moment[n - 2] * static_cast<int>(n - 1);
  ExactMoments out{0, 0, 0};
  for (std::size_t i = 0; i < c.size(); ++i) {
    out.mean += c[i] * moment[i];
    for (std::size_t j = 0; j < c.size(); ++j) {
      const Rational term = c[i] * c[j] * moment[i + j];
      out.second += term;
      out.opposite += j % 2 == 0 ? term : Rational(-term);
    }
  }
  return out;
}

std::string known_activations() {
  std::string out = "relu, binary, leaky:SLOPE";
  for (const NamedActivation& named : kSmooth) out += std::string(", ") + named.name;
  return out + ", quadratic, poly:C0,C1,..., act:EXPRESSION in z, FILE.toml with act = \"EXPRESSION\"";
}

Activation parse_activation(const std::string& text, const std::string& where) {
  if (text == "relu") return {};
  if (text == "binary") return Activation::binary();
  if (text == "quadratic") return parse_polynomial("0,0,1", where);
  if (text.starts_with("leaky:")) return parse_leaky(text.substr(6), where);
  if (text.starts_with("poly:")) return parse_polynomial(text.substr(5), where);
  if (text.starts_with("act:")) return parse_expression_in_z(text.substr(4), where);
  if (text.ends_with(".toml")) return read_activation(text);
  for (const NamedActivation& named : kSmooth)
    if (text == named.name) return Activation::smooth(text, named.in_words, parse_analytic(named.expression, text));
  throw Error(Error::Kind::input, where, "unknown activation (known: " + known_activations() + ")");
}

PiecewiseLinear as_piecewise(const Activation& activation) {
  if (activation.is_binary()) return {1, 0, 0};
  return {0, 1, activation.slope()};
}

SampledActivation::SampledActivation(const Activation& activation) {
  if (activation.is_smooth()) {
    function_ = activation.function();
    return;
  }
  const PiecewiseLinear pieces = as_piecewise(activation);
  step_ = pieces.step.convert_to<double>();
  above_ = pieces.above.convert_to<double>();
  below_ = pieces.below.convert_to<double>();
}

}  // namespace noiseproof
