#include "model/analytic.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/syntax.hpp"

namespace noiseproof {
namespace {

constexpr unsigned kMostDegree = 12;
constexpr std::size_t kMostParts = 200;
constexpr std::size_t kMostBits = 20'000;
constexpr const char* kTooLong = "its numbers have too many digits";

struct NamedFunction {
  const char* name;
  AnalyticFunction function;
  int largest_scale;  ///< so that no pole comes nearer to the real line than 1/2, and the Hermite series stays short
};
constexpr NamedFunction kFunctions[] = {
    {"tanh", AnalyticFunction::tanh, 3},         {"sigmoid", AnalyticFunction::sigmoid, 6},
    {"softplus", AnalyticFunction::softplus, 6}, {"erf", AnalyticFunction::erf, 3},
    {"Phi", AnalyticFunction::Phi, 3},           {"sin", AnalyticFunction::sin, 3},
    {"cos", AnalyticFunction::cos, 3},           {"gauss", AnalyticFunction::gauss, 3}};

Analytic number_node(const Rational& value) {
  Analytic out;
  out.number = value;
  out.approx = value.convert_to<double>();
  return out;
}

Analytic node(Analytic::Op op, std::vector<Analytic> parts) {
  Analytic out;
  out.op = op;
  out.parts = std::move(parts);
  return out;
}

/// Of all numerators and denominators.
std::size_t bits_of(const Coefficients& c) {
  std::size_t out = 0;
  for (const Rational& x : c)
    out += mpz_sizeinbase(mpq_numref(x.backend().data()), 2) + mpz_sizeinbase(mpq_denref(x.backend().data()), 2);
  return out;
}

/// Gives meaning to the syntax.
class ReaderInZ {
 public:
  ReaderInZ(const std::string& text, const std::string& where) : text_(text), where_(where) {}

  Analytic read(const Syntax& s) {
    if (++parts_ > kMostParts) fail(s, "more than " + std::to_string(kMostParts) + " parts");
    Analytic out = meaning(s);
    if (const auto c = polynomial_of(out); c && bits_of(*c) > kMostBits) fail(s, kTooLong);
    if (growth_degree(out) > kMostDegree) fail(s, "it grows faster than z^" + std::to_string(kMostDegree));
    return out;
  }

 private:
  [[noreturn]] void fail(const Syntax& s, const std::string& what) const {
    throw error_at(text_, s.position, where_, what);
  }

  Analytic meaning(const Syntax& s) {
    switch (s.kind) {
      case Syntax::Kind::number: return number(s);
      case Syntax::Kind::name:
        if (s.text == "z") return node(Analytic::Op::argument, {});
        fail(s, "unknown name '" + s.text + "': an activation is a function of z");
      case Syntax::Kind::call: return call(s);
      case Syntax::Kind::sum: return sum(s);
      case Syntax::Kind::product: return product(s);
      default: return power(s);
    }
  }

  Analytic number(const Syntax& s) const {
    const Rational value = literal(s);
    const Rational least(1, 1'000'000);
    if (value != 0 && (value < least || value > 1 / least)) fail(s, "a number must be 0 or from 10^-6 to 10^6");
    return number_node(value);
  }

  Rational literal(const Syntax& s) const {
    try {
      return parse_rational(s.text, where_);
    } catch (const Error&) {
      fail(s, "'" + s.text.substr(0, 40) + "' is not a number as 0.5, 2 or 1e-3");
    }
  }

  Analytic sum(const Syntax& s) {
    std::vector<Analytic> parts;
    for (std::size_t i = 0; i < s.children.size(); ++i) {
      Analytic part = read(s.children[i]);
      parts.push_back(s.inverted[i] ? node(Analytic::Op::product, {number_node(-1), std::move(part)})
                                    : std::move(part));
    }
    return node(Analytic::Op::sum, std::move(parts));
  }

  Analytic product(const Syntax& s) {
    std::vector<Analytic> parts;
    for (std::size_t i = 0; i < s.children.size(); ++i) {
      Analytic part = read(s.children[i]);
      if (s.inverted[i]) {
        const std::optional<Coefficients> divisor = polynomial_of(part);
        if (!divisor || divisor->size() != 1) fail(s.children[i], "only a number but 0 can be divided by");
        part = number_node(1 / divisor->front());
      }
      parts.push_back(std::move(part));
    }
    return node(Analytic::Op::product, std::move(parts));
  }

  Analytic power(const Syntax& s) {
    Analytic base = read(s.children[0]);
    const Syntax& e = s.children[1];
    const std::string range = "an exponent is a whole number from 1 to " + std::to_string(kMostDegree);
    if (e.kind != Syntax::Kind::number) fail(e, range);
    const Rational value = literal(e);
    if (denominator(value) != 1 || value < 1 || value > static_cast<int>(kMostDegree)) fail(e, range);
    // Before it is computed: powers of powers.
    const auto c = polynomial_of(base);
    if (c && bits_of(*c) * numerator(value).convert_to<std::size_t>() > kMostBits) fail(s, kTooLong);
    Analytic out = node(Analytic::Op::power, {std::move(base)});
    out.exponent = numerator(value).convert_to<unsigned>();
    return out;
  }

  Analytic call(const Syntax& s) {
    const auto found = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                    [&](const NamedFunction& named) { return s.text == named.name; });
    if (found == std::end(kFunctions)) {
      std::string known;
      for (const NamedFunction& named : kFunctions) known += (known.empty() ? "" : ", ") + std::string(named.name);
      fail(s, "unknown function '" + s.text.substr(0, 40) + "' (known: " + known + ")");
    }
    if (s.children.size() != 1) fail(s, "'" + s.text + "' takes one argument");
    Analytic out = node(Analytic::Op::call, {read(s.children[0])});
    out.function = found->function;
    const std::optional<Coefficients> argument = polynomial_of(out.parts[0]);
    if (!argument || argument->size() != 2) fail(s.children[0], "the argument must be scale*z + shift");
    out.shift = argument->front();
    out.scale = argument->back();
    const Rational scale = abs(out.scale), shift = abs(out.shift);
    if (scale < Rational(1, 10) || scale > found->largest_scale)
      fail(s.children[0],
           "the scale of z must be from 1/10 to " + std::to_string(found->largest_scale) + " in size for " + s.text);
    if (shift > 10 || shift > 15 * scale) fail(s.children[0], "the shift must be at most 10, and 15 times the scale");
    return out;
  }

  const std::string& text_;
  const std::string& where_;
  std::size_t parts_ = 0;
};

bool is_odd(const Symmetry& s) { return s.centre && *s.centre == 0; }

Symmetry symmetry_of_product(const Analytic& f) {
  Rational constant = 1;
  bool odd = false, known = true;
  std::vector<Symmetry> others;
  for (const Analytic& part : f.parts) {
    if (part.op == Analytic::Op::number) {
      constant *= part.number;
      continue;
    }
    others.push_back(symmetry_of(part));
    known = known && (others.back().even || is_odd(others.back()));
    odd = odd != is_odd(others.back());
  }
  if (others.size() == 1) {
    if (others[0].centre) *others[0].centre *= constant;
    return others[0];
  }
  if (!known) return {};
  return odd ? Symmetry{false, Rational(0)} : Symmetry{true, std::nullopt};
}

Symmetry symmetry_of_call(const Analytic& f) {
  if (f.shift != 0) return {};
  switch (f.function) {
    case AnalyticFunction::tanh:
    case AnalyticFunction::erf:
    case AnalyticFunction::sin: return {false, Rational(0)};
    case AnalyticFunction::sigmoid:
    case AnalyticFunction::Phi: return {false, Rational(1, 2)};
    case AnalyticFunction::cos:
    case AnalyticFunction::gauss: return {true, std::nullopt};
    default: return {};
  }
}

Symmetry symmetry_of_sum(const Analytic& f) {
  Symmetry out{true, Rational(0)};
  for (const Analytic& part : f.parts) {
    const Symmetry s = symmetry_of(part);
    out.even = out.even && s.even;
    if (!s.centre)
      out.centre.reset();
    else if (out.centre)
      *out.centre += *s.centre;
  }
  return out;
}

Symmetry symmetry_of_polynomial(const Coefficients& c) {
  const auto zero_from = [&](std::size_t first) {
    for (std::size_t i = first; i < c.size(); i += 2)
      if (c[i] != 0) return false;
    return true;
  };
  Symmetry out{zero_from(1), std::nullopt};
  if (zero_from(2)) out.centre = c.empty() ? Rational(0) : c[0];
  return out;
}

double sigmoid_of(double u) { return 1 / (1 + std::exp(-u)); }

}  // namespace

Analytic parse_analytic(const std::string& text, const std::string& where) {
  return ReaderInZ(text, where).read(parse_syntax(text, where));
}

Analytic analytic_polynomial(const Coefficients& coefficients) {
  std::vector<Analytic> parts;
  parts.push_back(number_node(coefficients[0]));
  for (std::size_t i = 1; i < coefficients.size(); ++i) {
    if (coefficients[i] == 0) continue;
    Analytic power = node(Analytic::Op::power, {node(Analytic::Op::argument, {})});
    power.exponent = static_cast<unsigned>(i);
    parts.push_back(node(Analytic::Op::product, {number_node(coefficients[i]), std::move(power)}));
  }
  return node(Analytic::Op::sum, std::move(parts));
}

std::optional<Coefficients> polynomial_of(const Analytic& f) {
  if (f.op == Analytic::Op::call) return std::nullopt;
  if (f.op == Analytic::Op::number) return f.number == 0 ? Coefficients{} : Coefficients{f.number};
  if (f.op == Analytic::Op::argument) return Coefficients{0, 1};
  Coefficients out = f.op == Analytic::Op::sum ? Coefficients{} : Coefficients{1};
  for (const Analytic& part : f.parts) {
    const std::optional<Coefficients> c = polynomial_of(part);
    if (!c) return std::nullopt;
    for (unsigned i = 0; i < (f.op == Analytic::Op::power ? f.exponent : 1); ++i)
      out = f.op == Analytic::Op::sum ? sum_of(out, *c) : product_of(out, *c);
  }
  return out;
}

unsigned growth_degree(const Analytic& f) {
  if (f.op == Analytic::Op::argument) return 1;
  if (f.op == Analytic::Op::call) return f.function == AnalyticFunction::softplus ? 1 : 0;
  unsigned out = 0;
  for (const Analytic& part : f.parts) {
    const unsigned own = growth_degree(part) * (f.op == Analytic::Op::power ? f.exponent : 1);
    out = f.op == Analytic::Op::sum ? std::max(out, own) : out + own;
  }
  return out;
}

Symmetry symmetry_of(const Analytic& f) {
  if (const std::optional<Coefficients> c = polynomial_of(f)) return symmetry_of_polynomial(*c);
  if (f.op == Analytic::Op::sum) return symmetry_of_sum(f);
  if (f.op == Analytic::Op::product) return symmetry_of_product(f);
  if (f.op == Analytic::Op::call) return symmetry_of_call(f);
  const Symmetry base = symmetry_of(f.parts[0]);  // of a power
  if (f.exponent == 1) return base;
  if (base.even || (is_odd(base) && f.exponent % 2 == 0)) return {true, std::nullopt};
  return is_odd(base) ? base : Symmetry{};
}

Slope operator+(const Slope& x, const Slope& y) { return {x.value + y.value, x.slope + y.slope}; }
Slope operator*(const Slope& x, const Slope& y) { return {x.value * y.value, x.slope * y.value + x.value * y.slope}; }

Slope apply(AnalyticFunction function, const Slope& u) {
  const double x = u.value;
  const auto with = [&](double value, double slope) { return Slope{value, slope * u.slope}; };
  switch (function) {
    case AnalyticFunction::tanh: return with(std::tanh(x), 1 - std::tanh(x) * std::tanh(x));
    case AnalyticFunction::sigmoid: return with(sigmoid_of(x), sigmoid_of(x) * sigmoid_of(-x));
    case AnalyticFunction::softplus: return with(std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x))), sigmoid_of(x));
    case AnalyticFunction::erf: return with(std::erf(x), 2 / std::sqrt(M_PI) * std::exp(-x * x));
    case AnalyticFunction::Phi:
      return with(std::erfc(-x / std::sqrt(2.0)) / 2, std::exp(-x * x / 2) / std::sqrt(2 * M_PI));
    case AnalyticFunction::sin: return with(std::sin(x), std::cos(x));
    case AnalyticFunction::cos: return with(std::cos(x), -std::sin(x));
    default: return with(std::exp(-x * x), -2 * x * std::exp(-x * x));
  }
}

}  // namespace noiseproof
