#pragma once
// The activations of the network: an open set. What the theory asks of one is here (text, value and slope in floating
// point, symmetry, homogeneity) and in rigor/hermite.hpp for smooth ones (the function near the real line).
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/rational.hpp"

namespace noiseproof {

/// relu: max(z, 0);  leaky: z for z > 0, slope * z otherwise;  binary: 1 for z > 0, else 0;  sigmoid: 1/(1 + e^-z);
/// gelu: z (1 + erf(z/sqrt 2))/2;  silu: z sigmoid(z);  softplus: log(1 + e^z);  polynomial: sum of coefficients z^i.
struct Activation {
  enum class Kind { relu, leaky, binary, tanh, sigmoid, erf, gelu, silu, softplus, polynomial } kind = Kind::relu;
  Rational slope = 0;
  std::vector<Rational> coefficients{};

  std::string text() const;      ///< as parse_activation reads it: "relu", "leaky:1/10", "poly:0,0,1"
  std::string in_words() const;  ///< "act(z) = 1 for z > 0, else 0"
  bool is_relu() const { return kind == Kind::relu || (kind == Kind::leaky && slope == 0); }
  bool is_binary() const { return kind == Kind::binary; }
  /// Analytic on the real line: its dual kernel is a power series in cos(phi).
  bool is_smooth() const { return kind > Kind::binary; }
  /// act(nu z) = nu act(z) for nu > 0. Where not, the theory is about |w| = 1 (a step does not see |w| at all).
  bool is_homogeneous() const { return kind == Kind::relu || kind == Kind::leaky; }
  /// act(-z) = act(z).
  bool is_even() const;
  /// The c with act(z) + act(-z) = 2c, if there is one: tanh, erf (0), sigmoid, binary (1/2).
  const Rational* centre() const;
};
/// Reads "relu", "binary", "leaky:SLOPE" (exact, -1 < slope < 1: at 1 the network is linear, at -1 even, and the roles
/// of w and -w change beyond), "tanh", "sigmoid", "erf", "gelu", "silu", "softplus", "quadratic" (z^2) or
/// "poly:C0,C1,..." (exact, degree 2 to 12). Throws Error(input).
Activation parse_activation(const std::string& text, const std::string& where);
/// What parse_activation reads, for messages and help.
inline constexpr const char* kActivations =
    "relu, binary, leaky:SLOPE, erf, gelu, quadratic, sigmoid, silu, softplus, tanh, poly:C0,C1,...";

/// E act(z), E act(z)^2 and E act(z) act(-z) where they are rational: of polynomials and of the binary activation.
struct ExactMoments {
  Rational mean, second, opposite;
};
std::optional<ExactMoments> exact_moments(const Activation& activation);

/// An activation as a plain function with one corner, at 0: act(z) = step + above z for z > 0, below z otherwise.
struct PiecewiseLinear {
  Rational step = 0, above = 1, below = 0;
};
/// Domain: not smooth.
PiecewiseLinear as_piecewise(const Activation& activation);

/// The activation in floating point, and its derivative (piece by piece where it has corners), for what samples.
class SampledActivation {
 public:
  explicit SampledActivation(const Activation& activation = {});
  double operator()(double z) const { return value_ ? value_(z) : z > 0 ? step_ + above_ * z : below_ * z; }
  double slope(double z) const { return slope_ ? slope_(z) : z > 0 ? above_ : below_; }

 private:
  double step_ = 0, above_ = 0, below_ = 0;
  std::function<double(double)> value_, slope_;
};

}  // namespace noiseproof
