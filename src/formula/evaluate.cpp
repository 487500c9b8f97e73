#include "formula/evaluate.hpp"

#include "model/dual_kernel.hpp"

namespace noiseproof {
namespace {

template <class T>
concept Enclosing = std::same_as<T, Ball> || std::same_as<T, SharpBall>;

template <class T>
T smaller(const T& x, const T& y) {
  if constexpr (Enclosing<T>)
    return min(x, y);
  else
    return y < x ? y : x;
}

template <class T>
T size_of(const T& x) {
  using std::abs;
  return abs(x);
}

template <class T>
T integer_power(const T& x, unsigned n) {
  if (n == 0) return lit<T>(1) + lit<T>(0) * x;  // NaN where x is
  if constexpr (Enclosing<T>) {
    return pow(x, n);
  } else {
    T out = lit<T>(1), square = x;
    for (; n > 0; n /= 2, square = square * square)
      if (n % 2 == 1) out = out * square;
    return out;
  }
}

template <class T>
T rational_power(const T& x, const Rational& exponent) {
  using std::exp;
  using std::log;
  using std::sqrt;
  const auto n = static_cast<unsigned>(abs(numerator(exponent))), q = static_cast<unsigned>(denominator(exponent));
  T base = x;
  if (q == 2)
    base = sqrt(x);
  else if (q > 2) {
    if constexpr (Enclosing<T>)
      base = root(x, q);
    else
      base = exp(log(x) / lit<T>(static_cast<int>(q)));
  }
  const T out = integer_power(base, n);
  return exponent < 0 ? lit<T>(1) / out : out;
}

template <class T>
class Evaluator {
 public:
  explicit Evaluator(const Environment<T>& environment) : environment_(environment) {}

  Value<T> of(const Node& node) const {
    switch (node.op) {
      case Op::number: return scalar(from_rational<T>(node.number));
      case Op::pi: return scalar(pi<T>());
      case Op::symbol: return environment_.symbols[static_cast<std::size_t>(node.slot)];
      case Op::sum: return sum_of(node);
      case Op::product: return product_of(node);
      case Op::power: return scalar(rational_power(of(*node.terms[0].node).entries[0], node.number));
      default: return call_of(node);
    }
  }

 private:
  Value<T> sum_of(const Node& node) const {
    Value<T> out = of(*node.terms[0].node);
    if (node.terms[0].inverted)
      for (T& x : out.entries) x = -x;
    for (std::size_t i = 1; i < node.terms.size(); ++i) {
      const Value<T> next = of(*node.terms[i].node);
      for (std::size_t j = 0; j < out.entries.size(); ++j) {
        if (node.terms[i].inverted)
          out.entries[j] -= next.entries[j];
        else
          out.entries[j] += next.entries[j];
      }
    }
    return out;
  }

  Value<T> product_of(const Node& node) const {
    Value<T> out = of(*node.terms[0].node);
    if (node.terms[0].inverted) out.entries[0] = lit<T>(1) / out.entries[0];
    for (std::size_t i = 1; i < node.terms.size(); ++i) {
      const Value<T> next = of(*node.terms[i].node);
      if (node.terms[i].inverted)
        for (T& x : out.entries) x = x / next.entries[0];
      else
        out = times(out, next);
    }
    return out;
  }

  Value<T> times(const Value<T>& u, const Value<T>& v) const {
    if (u.type == Type::scalar) return scaled(v, u.entries[0]);
    if (v.type == Type::scalar) return scaled(u, v.entries[0]);
    const T x = u.entries[0], y = u.entries[1];
    if (v.type == Type::matrix) {
      const T k = units();
      return {Type::matrix, {x * v.entries[0], x * v.entries[1] + y * v.entries[0] + k * y * v.entries[1]}};
    }
    const T along = y * sum(v.entries);
    Value<T> out = v;
    for (T& entry : out.entries) entry = x * entry + along;
    return out;
  }

  static Value<T> scaled(Value<T> v, const T& x) {
    for (T& entry : v.entries) entry = x * entry;
    return v;
  }

  Value<T> call_of(const Node& node) const {
    using std::acos, std::asin, std::atan, std::cos, std::exp, std::log, std::sin, std::sqrt, std::tan;
    const auto argument = [&](std::size_t i) { return of(*node.terms[i].node).entries; };
    const auto x = [&] { return argument(0)[0]; };
    const T one = lit<T>(1), zero = lit<T>(0);
    switch (node.function) {
      case Function::sin: return scalar(T(sin(x())));
      case Function::cos: return scalar(T(cos(x())));
      case Function::tan: return scalar(T(tan(x())));
      case Function::asin: return scalar(T(asin(x())));
      case Function::acos: return scalar(T(acos(x())));
      case Function::atan: return scalar(T(atan(x())));
      case Function::exp: return scalar(T(exp(x())));
      case Function::log: return scalar(T(log(x())));
      case Function::sqrt: return scalar(T(sqrt(x())));
      case Function::abs: return scalar(size_of(x()));
      case Function::min: return scalar(smaller(x(), argument(1)[0]));
      case Function::max: return scalar(T(-smaller(T(-x()), T(-argument(1)[0]))));
      case Function::g: return scalar(kernel(x()));
      case Function::h: return scalar(T(h(x())));
      case Function::dot: return scalar(dot(argument(0), argument(1)));
      case Function::sum: return scalar(sum(argument(0)));
      case Function::norm: return scalar(T(sqrt(norm_sq(argument(0)))));
      case Function::ones:
        if (environment_.k < 1) return {Type::hidden, {units()}};
        return {Type::hidden, Vec<T>(static_cast<std::size_t>(environment_.k), one)};
      case Function::identity: return {Type::matrix, {one, zero}};
      case Function::all_ones: return {Type::matrix, {zero, one}};
      case Function::moment: return {Type::matrix, {pi<T>() - one, one}};
      case Function::kernel_matrix: return {Type::matrix, {kernel(x()) - one, one}};
      case Function::inverse: {
        // (x I + y 11')^{-1} = (1/x) (I - y/(x + k y) 11').
        const Vec<T> m = argument(0);
        const T along = m[0] + units() * m[1];
        return {Type::matrix, {one / m[0], -(m[1] / (m[0] * along))}};
      }
    }
    return {};
  }

  T units() const { return environment_.k < 1 ? T(lit<T>(0) / lit<T>(0)) : lit<T>(environment_.k); }
  static T kernel(const T& phi) { return h(T(pi<T>() - phi)); }

  const Environment<T>& environment_;
};

}  // namespace

template <class T>
Value<T> evaluate(const NodePtr& root, const Environment<T>& environment) {
  return Evaluator<T>(environment).of(*root);
}

template Value<double> evaluate(const NodePtr&, const Environment<double>&);
template Value<Real> evaluate(const NodePtr&, const Environment<Real>&);
template Value<Ball> evaluate(const NodePtr&, const Environment<Ball>&);
template Value<SharpBall> evaluate(const NodePtr&, const Environment<SharpBall>&);
template Value<ceres::Jet<double, 1>> evaluate(const NodePtr&, const Environment<ceres::Jet<double, 1>>&);
template Value<ceres::Jet<Real, 1>> evaluate(const NodePtr&, const Environment<ceres::Jet<Real, 1>>&);

}  // namespace noiseproof
