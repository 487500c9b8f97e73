#include "model/activation.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

#include "core/error.hpp"

namespace noiseproof {
namespace {

using Kind = Activation::Kind;
constexpr std::size_t kMostCoefficients = 13;

constexpr std::pair<const char*, Kind> kNames[] = {
    {"relu", Kind::relu}, {"binary", Kind::binary}, {"tanh", Kind::tanh}, {"sigmoid", Kind::sigmoid},
    {"erf", Kind::erf},   {"gelu", Kind::gelu},     {"silu", Kind::silu}, {"softplus", Kind::softplus}};

/// The coefficients of every other power are 0, from the first one on.
bool every_other_is_zero(const std::vector<Rational>& c, std::size_t from) {
  for (std::size_t i = from; i < c.size(); i += 2)
    if (c[i] != 0) return false;
  return true;
}

Activation parse_leaky(const std::string& text, const std::string& where) {
  const Rational slope = parse_rational(text, where);
  if (abs(slope) >= 1)
    throw Error(Error::Kind::input, where, "the slope must be between -1 and 1 (1 is a linear network)");
  // Nearer than that, checks cannot tell it from ReLU or from a linear network.
  const Rational nearest(1, 1'000'000);
  if ((slope != 0 && abs(slope) < nearest) || abs(slope) > 1 - nearest)
    throw Error(Error::Kind::input, where, "the slope must be 0 or at least 10^-6 away from -1, 0 and 1");
  return {Kind::leaky, slope};
}

Activation parse_polynomial(const std::string& text, const std::string& where) {
  Activation out{Kind::polynomial};
  std::stringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) out.coefficients.push_back(parse_rational(part, where));
  while (!out.coefficients.empty() && out.coefficients.back() == 0) out.coefficients.pop_back();
  if (out.coefficients.size() < 3 || out.coefficients.size() > kMostCoefficients)
    throw Error(Error::Kind::input, where, "the degree must be from 2 to 12 (degree 1 is a linear network)");
  const Rational nearest(1, 1'000'000);
  for (const Rational& c : out.coefficients)
    if (c != 0 && (abs(c) < nearest || abs(c) > 1 / nearest))
      throw Error(Error::Kind::input, where, "a coefficient must be 0 or from 10^-6 to 10^6 in size");
  return out;
}

double sigmoid(double z) { return 1 / (1 + std::exp(-z)); }
double normal(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * M_PI); }
double normal_below(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

double horner(const std::vector<double>& c, double z) {
  double out = 0;
  for (auto it = c.rbegin(); it != c.rend(); ++it) out = out * z + *it;
  return out;
}

}  // namespace

std::string Activation::text() const {
  if (kind == Kind::leaky) return "leaky:" + to_string(slope);
  for (const auto& [name, named] : kNames)
    if (kind == named) return name;
  std::string out = "poly:";
  for (const Rational& c : coefficients) out += (out.back() == ':' ? "" : ",") + to_string(c);
  return out;
}

std::string Activation::in_words() const {
  switch (kind) {
    case Kind::relu: return "act(z) = max(z, 0)";
    case Kind::leaky: return "act(z) = z for z > 0, " + to_string(slope) + " z otherwise";
    case Kind::binary: return "act(z) = 1 for z > 0, else 0";
    case Kind::sigmoid: return "act(z) = 1/(1 + e^-z)";
    case Kind::gelu: return "act(z) = z (1 + erf(z/sqrt 2))/2";
    case Kind::silu: return "act(z) = z/(1 + e^-z)";
    case Kind::softplus: return "act(z) = log(1 + e^z)";
    case Kind::polynomial: {
      std::string out;
      for (std::size_t i = 0; i < coefficients.size(); ++i)
        if (coefficients[i] != 0)
          out += (out.empty() ? "act(z) = " : " + ") + ("(" + to_string(coefficients[i]) + ") z^" + std::to_string(i));
      return out;
    }
    default: return "act(z) = " + text() + "(z)";
  }
}

bool Activation::is_even() const { return kind == Kind::polynomial && every_other_is_zero(coefficients, 1); }

const Rational* Activation::centre() const {
  static const Rational zero = 0, half(1, 2);
  if (kind == Kind::tanh || kind == Kind::erf) return &zero;
  if (kind == Kind::sigmoid || kind == Kind::binary) return &half;
  return kind == Kind::polynomial && every_other_is_zero(coefficients, 2) ? &coefficients[0] : nullptr;
}

std::optional<ExactMoments> exact_moments(const Activation& activation) {
  const Rational half(1, 2);
  if (activation.is_binary()) return ExactMoments{half, half, 0};
  if (activation.kind != Kind::polynomial) return std::nullopt;
  const std::vector<Rational>& c = activation.coefficients;
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

Activation parse_activation(const std::string& text, const std::string& where) {
  for (const auto& [name, kind] : kNames)
    if (text == name) return {kind};
  if (text == "quadratic") return {Kind::polynomial, 0, {0, 0, 1}};
  if (text.starts_with("leaky:")) return parse_leaky(text.substr(6), where);
  if (text.starts_with("poly:")) return parse_polynomial(text.substr(5), where);
  throw Error(Error::Kind::input, where, std::string("unknown activation (known: ") + kActivations + ")");
}

PiecewiseLinear as_piecewise(const Activation& activation) {
  if (activation.is_binary()) return {1, 0, 0};
  return {0, 1, activation.slope};
}

SampledActivation::SampledActivation(const Activation& activation) {
  const PiecewiseLinear pieces = as_piecewise(activation);
  switch (activation.kind) {
    case Kind::tanh:
      value_ = [](double z) { return std::tanh(z); };
      slope_ = [](double z) { return 1 - std::tanh(z) * std::tanh(z); };
      break;
    case Kind::sigmoid:
      value_ = sigmoid;
      slope_ = [](double z) { return sigmoid(z) * sigmoid(-z); };
      break;
    case Kind::erf:
      value_ = [](double z) { return std::erf(z); };
      slope_ = [](double z) { return 2 / std::sqrt(M_PI) * std::exp(-z * z); };
      break;
    case Kind::gelu:
      value_ = [](double z) { return z * normal_below(z); };
      slope_ = [](double z) { return normal_below(z) + z * normal(z); };
      break;
    case Kind::silu:
      value_ = [](double z) { return z * sigmoid(z); };
      slope_ = [](double z) { return sigmoid(z) * (1 + z * sigmoid(-z)); };
      break;
    case Kind::softplus:
      value_ = [](double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::fabs(z))); };
      slope_ = sigmoid;
      break;
    case Kind::polynomial: {
      std::vector<double> c, derivative;
      for (const Rational& x : activation.coefficients) c.push_back(x.convert_to<double>());
      for (std::size_t i = 1; i < c.size(); ++i) derivative.push_back(static_cast<double>(i) * c[i]);
      value_ = [c](double z) { return horner(c, z); };
      slope_ = [derivative](double z) { return horner(derivative, z); };
      break;
    }
    default:
      step_ = pieces.step.convert_to<double>();
      above_ = pieces.above.convert_to<double>();
      below_ = pieces.below.convert_to<double>();
  }
}

}  // namespace noiseproof
