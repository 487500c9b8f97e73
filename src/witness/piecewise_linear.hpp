#pragma once
// An activation as a plain function with one corner, at 0, for the witnesses: act(z) = step + above z for z > 0, below
// z otherwise. ReLU by default.
#include "core/rational.hpp"

namespace noiseproof {

struct PiecewiseLinear {
  Rational step = 0, above = 1, below = 0;
};

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
