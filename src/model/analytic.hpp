#pragma once
// Functions of one real variable z that are analytic about the real line and grow like a polynomial at most: what a
// smooth activation may be. Sums, products and natural powers of z, exact numbers, and of the functions below at
// scale z + shift.
#include <optional>
#include <string>
#include <vector>

#include "core/coefficients.hpp"

namespace noiseproof {

/// sigmoid(u) = 1/(1 + e^-u); softplus(u) = log(1 + e^u); Phi(u) = (1 + erf(u/sqrt 2))/2; gauss(u) = e^{-u^2}.
enum class AnalyticFunction { tanh, sigmoid, softplus, erf, Phi, sin, cos, gauss };

struct Analytic {
  enum class Op { number, argument, sum, product, power, call } op = Op::number;
  Rational number = 0;    ///< of a number
  double approx = 0;      ///< the number as a double
  unsigned exponent = 0;  ///< of a power
  AnalyticFunction function = AnalyticFunction::tanh;
  Rational scale, shift;          ///< of a call: its argument is scale z + shift
  std::vector<Analytic> parts{};  ///< summands, factors; the base; the argument
};

/// Reads an expression in z: numbers, + - *, / by a number, ^ with an exponent up to 12, and the functions by name.
/// Refuses, with Error(input), what the proofs do not cover: growth above z^12, an argument that is not linear in z, a
/// scale outside [1/10, 3] (sigmoid, softplus: 6), |shift| above 10 or 15 |scale|, numbers but 0 outside [10^-6, 10^6].
Analytic parse_analytic(const std::string& text, const std::string& where);

/// sum coefficients[i] z^i; at least one.
Analytic analytic_polynomial(const Coefficients& coefficients);

/// Its coefficients, the last one not 0, if no function is called.
std::optional<Coefficients> polynomial_of(const Analytic& f);

/// |f(z)| <= C (1 + |z|)^degree far out, near the real line.
unsigned growth_degree(const Analytic& f);

/// What its form tells of f(-z): even, or f(z) + f(-z) = 2 centre. Polynomials: if and only if.
struct Symmetry {
  bool even = false;
  std::optional<Rational> centre{};
};
Symmetry symmetry_of(const Analytic& f);

/// f(z) in any ring T with T::of(node of a number) and apply(AnalyticFunction, T).
template <class T>
T evaluate(const Analytic& f, const T& z) {
  switch (f.op) {
    case Analytic::Op::number: return T::of(f);
    case Analytic::Op::argument: return z;
    case Analytic::Op::call: return apply(f.function, evaluate(f.parts[0], z));
    case Analytic::Op::power: {
      const T base = evaluate(f.parts[0], z);
      T out = base;
      for (unsigned i = 1; i < f.exponent; ++i) out = out * base;
      return out;
    }
    default: {
      T out = evaluate(f.parts[0], z);
      for (std::size_t i = 1; i < f.parts.size(); ++i)
        out = f.op == Analytic::Op::sum ? out + evaluate(f.parts[i], z) : out * evaluate(f.parts[i], z);
      return out;
    }
  }
}

/// A value in floating point, with its derivative in z.
struct Slope {
  double value = 0, slope = 0;
  static Slope of(const Analytic& number) { return {number.approx, 0}; }
};
Slope operator+(const Slope& x, const Slope& y);
Slope operator*(const Slope& x, const Slope& y);
Slope apply(AnalyticFunction function, const Slope& u);

}  // namespace noiseproof
