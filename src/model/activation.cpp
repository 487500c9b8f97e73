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

/// A general activation that has a name: one line here is all that it takes. An expression, or pieces.
struct NamedActivation {
  const char *name, *expression, *in_words;
};
constexpr NamedActivation kNamed[] = {
    {"erf", "erf(z)", "erf(z)"},
    {"gelu", "z*Phi(z)", "z (1 + erf(z/sqrt 2))/2"},
    {"hard_sigmoid", "0 if z < -3, 1/2 + z/6 if z < 3, 1", "min(max(1/2 + z/6, 0), 1)"},
    {"hard_swish", "0 if z < -3, z/2 + z^2/6 if z < 3, z", "z min(max(1/2 + z/6, 0), 1)"},
    {"hard_tanh", "-1 if z < -1, z if z < 1, 1", "min(max(z, -1), 1)"},
    {"relu6", "0 if z < 0, z if z < 6, 6", "min(max(z, 0), 6)"},
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
  return Activation::general(read, polynomial_in_words(c), analytic_polynomial(c));
}

Activation parse_expression_in_z(const std::string& text, const std::string& where) {
  Analytic function = parse_analytic(text, where);
  const auto c = polynomial_of(function);
  if (c && c->size() < 3)
    throw Error(Error::Kind::input, where, "an activation must not be linear (the network would be)");
  return Activation::general("act:" + text, text, std::move(function));
}

Activation parse_in_pieces(const std::string& text, const std::string& where) {
  return Activation::general("pieces:" + text, text, parse_pieces(text, where));
}

Activation read_activation(const std::string& path) {
  const toml::table table = parse_table(read_text(path), path);
  allow_only(table, path, {"act", "pieces"});
  const auto act = table["act"].value<std::string>(), pieces = table["pieces"].value<std::string>();
  if (act.has_value() == pieces.has_value())
    throw Error(Error::Kind::input, path,
                "needs either act = \"...\", an expression in z, or pieces = \"P if z < KNOT, ..., P\"");
  return act ? parse_expression_in_z(*act, path + ": act") : parse_in_pieces(*pieces, path + ": pieces");
}

Activation named_activation(const NamedActivation& named) {
  const std::string expression = named.expression;
  if (expression.find(" if ") == std::string::npos)
    return Activation::general(named.name, named.in_words, parse_analytic(expression, named.name));
  return Activation::general(named.name, named.in_words, parse_pieces(expression, named.name));
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

Activation Activation::general(General function) {
  Activation out;
  out.kind_ = Kind::general;
  out.general_ = std::make_shared<General>(std::move(function));
  return out;
}

Activation Activation::general(std::string text, std::string in_words, Analytic function) {
  const Symmetry symmetry = symmetry_of(function);
  return general({std::move(text), std::move(in_words), std::move(function), symmetry});
}

Activation Activation::general(std::string text, std::string in_words, Pieces function) {
  const Symmetry symmetry = symmetry_of(function);
  return general({std::move(text), std::move(in_words), std::move(function), symmetry});
}

std::string Activation::text() const {
  switch (kind_) {
    case Kind::relu: return "relu";
    case Kind::leaky: return "leaky:" + to_string(slope_);
    case Kind::binary: return "binary";
    default: return general_->text;
  }
}

std::string Activation::in_words() const {
  switch (kind_) {
    case Kind::relu: return "act(z) = max(z, 0)";
    case Kind::leaky: return "act(z) = z for z > 0, " + to_string(slope_) + " z otherwise";
    case Kind::binary: return "act(z) = 1 for z > 0, else 0";
    default: return "act(z) = " + general_->in_words;
  }
}

const Rational* Activation::centre() const {
  static const Rational half(1, 2);
  if (is_binary()) return &half;
  return is_general() && general_->symmetry.centre ? &*general_->symmetry.centre : nullptr;
}

std::optional<ExactMoments> exact_moments(const Activation& activation) {
  const Rational half(1, 2);
  if (activation.is_binary()) return ExactMoments{half, half, 0};
  const auto coefficients = activation.analytic() ? polynomial_of(*activation.analytic()) : std::nullopt;
  if (!coefficients) return std::nullopt;
  const Coefficients& c = *coefficients;
  return ExactMoments{gaussian_mean_of(c), gaussian_mean_of(product_of(c, c)),
                      gaussian_mean_of(product_of(c, mirrored(c)))};
}

std::string known_activations() {
  std::string out = "relu, binary, leaky:SLOPE";
  for (const NamedActivation& named : kNamed) out += std::string(", ") + named.name;
  return out +
         ", quadratic, poly:C0,C1,..., act:EXPRESSION in z, pieces:P if z < KNOT, ..., P, FILE.toml with act or pieces";
}

Activation parse_activation(const std::string& text, const std::string& where) {
  if (text == "relu") return {};
  if (text == "binary") return Activation::binary();
  if (text == "quadratic") return parse_polynomial("0,0,1", where);
  if (text.starts_with("leaky:")) return parse_leaky(text.substr(6), where);
  if (text.starts_with("poly:")) return parse_polynomial(text.substr(5), where);
  if (text.starts_with("act:")) return parse_expression_in_z(text.substr(4), where);
  if (text.ends_with(".toml")) return read_activation(text);
  if (text.starts_with("pieces:")) return parse_in_pieces(text.substr(7), where);
  for (const NamedActivation& named : kNamed)
    if (text == named.name) return named_activation(named);
  throw Error(Error::Kind::input, where, "unknown activation (known: " + known_activations() + ")");
}

PiecewiseLinear as_piecewise(const Activation& activation) {
  if (activation.is_binary()) return {1, 0, 0};
  return {0, 1, activation.slope()};
}

SampledActivation::SampledActivation(const Activation& activation) {
  general_ = activation.is_general();
  if (activation.analytic()) smooth_ = *activation.analytic();
  if (activation.pieces()) pieces_.emplace(*activation.pieces());
  if (general_) return;
  const PiecewiseLinear pieces = as_piecewise(activation);
  step_ = pieces.step.convert_to<double>();
  above_ = pieces.above.convert_to<double>();
  below_ = pieces.below.convert_to<double>();
}

}  // namespace noiseproof
