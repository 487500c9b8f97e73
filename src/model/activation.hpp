#pragma once
// The activations of the network: an open set. A smooth one is an expression in z (analytic.hpp), one with corners is
// polynomials between knots (pieces.hpp): all that the theory asks of it is derived from that.
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/rational.hpp"
#include "model/analytic.hpp"
#include "model/pieces.hpp"

namespace noiseproof {

/// relu: max(z, 0);  leaky: z for z > 0, slope * z otherwise;  binary: 1 for z > 0, else 0;  general: smooth, a
/// function that is analytic on the real line (its dual kernel is a power series in cos(phi)), or in pieces.
class Activation {
 public:
  Activation() = default;  ///< ReLU
  static Activation leaky(const Rational& slope);
  static Activation binary();
  static Activation general(std::string text, std::string in_words, Analytic function);
  static Activation general(std::string text, std::string in_words, Pieces function);

  std::string text() const;      ///< as parse_activation reads it: "relu", "leaky:1/10", "poly:0,0,1", "act:z*tanh(z)"
  std::string in_words() const;  ///< "act(z) = 1 for z > 0, else 0"
  bool is_relu() const { return kind_ == Kind::relu || (is_leaky() && slope_ == 0); }
  bool is_leaky() const { return kind_ == Kind::leaky; }
  bool is_binary() const { return kind_ == Kind::binary; }
  /// Known by its integrals, at |w| = 1.
  bool is_general() const { return kind_ == Kind::general; }
  /// act(nu z) = nu act(z) for nu > 0. Where not, the theory is about |w| = 1 (a step does not see |w| at all).
  bool is_homogeneous() const { return kind_ == Kind::relu || is_leaky(); }
  const Rational& slope() const { return slope_; }  ///< below 0; of others than leaky 0
  const Analytic* analytic() const { return is_general() ? std::get_if<Analytic>(&general_->function) : nullptr; }
  const Pieces* pieces() const { return is_general() ? std::get_if<Pieces>(&general_->function) : nullptr; }
  /// act(-z) = act(z), as far as the expression's form tells.
  bool is_even() const { return is_general() && general_->symmetry.even; }
  /// The c with act(z) + act(-z) = 2c, if the form tells one: tanh, erf (0), sigmoid, binary (1/2).
  const Rational* centre() const;

 private:
  enum class Kind { relu, leaky, binary, general };
  struct General {
    std::string text, in_words;
    std::variant<Analytic, Pieces> function;
    Symmetry symmetry;
  };
  static Activation general(General function);
  Kind kind_ = Kind::relu;
  Rational slope_ = 0;
  std::shared_ptr<const General> general_{};
};

/// Reads "relu", "binary", "leaky:SLOPE" (exact, -1 < slope < 1: at 1 the network is linear, at -1 even, and the roles
/// of w and -w change beyond), the names of smooth ones, "quadratic" (z^2), "poly:C0,C1,..." (exact, degree 2 to 12),
/// "act:EXPRESSION" (parse_analytic), "pieces:P if z < KNOT, ..., P" (parse_pieces), or the name of a file FILE.toml
/// with act = "EXPRESSION" or pieces = "P if z < KNOT, ..., P". Throws Error(input), Error(io).
Activation parse_activation(const std::string& text, const std::string& where);
/// What parse_activation reads, for messages and help.
std::string known_activations();

/// E act(z), E act(z)^2 and E act(z) act(-z) where they are rational: of polynomials and of the binary activation.
struct ExactMoments {
  Rational mean, second, opposite;
};
std::optional<ExactMoments> exact_moments(const Activation& activation);

/// An activation as a plain function with one corner, at 0: act(z) = step + above z for z > 0, below z otherwise.
struct PiecewiseLinear {
  Rational step = 0, above = 1, below = 0;
};
/// Domain: not general.
PiecewiseLinear as_piecewise(const Activation& activation);

/// The activation in floating point, and its derivative (piece by piece where it has corners), for what samples.
class SampledActivation {
 public:
  explicit SampledActivation(const Activation& activation = {});
  double operator()(double z) const { return general_ ? at(z).value : z > 0 ? step_ + above_ * z : below_ * z; }
  double slope(double z) const { return general_ ? at(z).slope : z > 0 ? above_ : below_; }

 private:
  Slope at(double z) const { return smooth_ ? evaluate(*smooth_, Slope{z, 1}) : (*pieces_)(z); }
  double step_ = 0, above_ = 0, below_ = 0;
  bool general_ = false;
  std::optional<Analytic> smooth_;
  std::optional<SampledPieces> pieces_;
};

}  // namespace noiseproof
