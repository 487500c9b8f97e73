#pragma once
// The activations of the network.
#include <string>

#include "core/rational.hpp"

namespace noiseproof {

/// relu: max(z, 0);  leaky: z for z > 0, slope * z otherwise;  binary: 1 for z > 0, else 0.
struct Activation {
  enum class Kind { relu, leaky, binary } kind = Kind::relu;
  Rational slope = 0;
  std::string text() const;  ///< "relu", "leaky:1/10", "binary"
  bool is_relu() const { return kind == Kind::relu || (kind == Kind::leaky && slope == 0); }
};
/// Reads "relu", "binary" or "leaky:SLOPE" (exact, -1 < slope < 1: at 1 the network is linear, at -1 even, and the
/// roles of w and -w change beyond). Throws Error(input).
Activation parse_activation(const std::string& text, const std::string& where);

/// An activation as a plain function with one corner, at 0, for what samples or integrates it otherwise: act(z) = step
/// + above z for z > 0, below z otherwise. ReLU by default.
struct PiecewiseLinear {
  Rational step = 0, above = 1, below = 0;
};
PiecewiseLinear as_function(const Activation& activation);

/// The same in floating point, and its derivative piece by piece.
class SampledActivation {
 public:
  explicit SampledActivation(const PiecewiseLinear& act = {})
      : step_(act.step.convert_to<double>()),
        above_(act.above.convert_to<double>()),
        below_(act.below.convert_to<double>()) {}
  double operator()(double z) const { return z > 0 ? step_ + above_ * z : below_ * z; }
  double slope(double z) const { return z > 0 ? above_ : below_; }

 private:
  double step_, above_, below_;
};

}  // namespace noiseproof
