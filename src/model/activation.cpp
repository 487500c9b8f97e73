#include "model/activation.hpp"

#include "core/error.hpp"

namespace noiseproof {

std::string Activation::text() const {
  if (kind == Kind::leaky) return "leaky:" + to_string(slope);
  return kind == Kind::relu ? "relu" : "binary";
}

Activation parse_activation(const std::string& text, const std::string& where) {
  if (text == "relu") return {};
  if (text == "binary") return {Activation::Kind::binary, 0};
  const std::string prefix = "leaky:";
  if (!text.starts_with(prefix))
    throw Error(Error::Kind::input, where, "unknown activation (known: relu, binary, leaky:SLOPE)");
  const Rational slope = parse_rational(text.substr(prefix.size()), where);
  if (abs(slope) >= 1)
    throw Error(Error::Kind::input, where, "the slope must be between -1 and 1 (1 is a linear network)");
  // Nearer than that, checks cannot tell it from ReLU or from a linear network.
  const Rational nearest(1, 1'000'000);
  if ((slope != 0 && abs(slope) < nearest) || abs(slope) > 1 - nearest)
    throw Error(Error::Kind::input, where, "the slope must be 0 or at least 10^-6 away from -1, 0 and 1");
  return {Activation::Kind::leaky, slope};
}

PiecewiseLinear as_function(const Activation& activation) {
  if (activation.kind == Activation::Kind::binary) return {1, 0, 0};
  return {0, 1, activation.slope};
}

}  // namespace noiseproof
