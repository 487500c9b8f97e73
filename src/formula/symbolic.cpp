#include "formula/symbolic.hpp"

#include <flint/fmpq_mpoly.h>

#include <map>
#include <numeric>

namespace noiseproof {
namespace {

constexpr slong kMaxTerms = 2000;
constexpr slong kMaxDegree = 100'000, kMaxBits = 100'000;  // of a coefficient
constexpr int kMaxPower = 24;                              // of a root or an exponential
constexpr int kMaxDenominator = 48;                        // of an angle's coefficient: sin(phi/48)

/// Thrown where the method ends; the question stays undecided.
struct GaveUp {};
/// Thrown when an angle needs a finer unit than assumed: start again with it.
struct Finer {
  std::size_t variable;
  int denominator;
};

class Ring {
 public:
  explicit Ring(slong variables) { fmpq_mpoly_ctx_init(context, variables, ORD_LEX); }
  ~Ring() { fmpq_mpoly_ctx_clear(context); }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;
  fmpq_mpoly_ctx_t context;
};

class Poly {
 public:
  explicit Poly(const Ring& ring, slong constant = 0) : ring_(&ring) {
    fmpq_mpoly_init(v, ring.context);
    fmpq_mpoly_set_si(v, constant, ring.context);
  }
  Poly(const Poly& o) : ring_(o.ring_) {
    fmpq_mpoly_init(v, ring_->context);
    fmpq_mpoly_set(v, o.v, ring_->context);
  }
  Poly& operator=(const Poly& o) {
    fmpq_mpoly_set(v, o.v, ring_->context);
    return *this;
  }
  ~Poly() { fmpq_mpoly_clear(v, ring_->context); }

  friend Poly operator+(const Poly& a, const Poly& b) {
    Poly out(*a.ring_);
    fmpq_mpoly_add(out.v, a.v, b.v, a.ring_->context);
    return out;
  }
  friend Poly operator-(const Poly& a, const Poly& b) {
    Poly out(*a.ring_);
    fmpq_mpoly_sub(out.v, a.v, b.v, a.ring_->context);
    return out;
  }
  friend Poly operator*(const Poly& a, const Poly& b) {
    if (a.terms() * b.terms() > 50 * kMaxTerms) throw GaveUp{};
    Poly out(*a.ring_);
    fmpq_mpoly_mul(out.v, a.v, b.v, a.ring_->context);
    if (out.terms() > kMaxTerms || !out.is_handy()) throw GaveUp{};
    return out;
  }
  /// Are exponents and coefficients short?
  bool is_handy() const {
    if (is_zero()) return true;
    const slong bits = std::max(static_cast<slong>(fmpz_bits(fmpq_numref(v->content))),
                                static_cast<slong>(fmpz_bits(fmpq_denref(v->content)))) +
                       std::abs(fmpz_mpoly_max_bits(v->zpoly));
    return bits <= kMaxBits && fmpq_mpoly_total_degree_fits_si(v, ring_->context) != 0 &&
           fmpq_mpoly_total_degree_si(v, ring_->context) <= kMaxDegree;
  }
  slong terms() const { return fmpq_mpoly_length(v, ring_->context); }
  bool is_zero() const { return fmpq_mpoly_is_zero(v, ring_->context) != 0; }
  bool is_constant() const { return fmpq_mpoly_is_fmpq(v, ring_->context) != 0; }
  std::string text() const {
    char* raw = fmpq_mpoly_get_str_pretty(v, nullptr, ring_->context);
    std::string out(raw);
    flint_free(raw);
    return out;
  }
  const Ring& ring() const { return *ring_; }

  fmpq_mpoly_t v;

 private:
  const Ring* ring_;
};

struct Fraction {
  Poly top, bottom;
};

class Normalizer {
 public:
  Normalizer(int symbols, int phi_slot, int d_slot, slong letters, const std::vector<int>& units)
      : symbols_(symbols),
        phi_slot_(phi_slot),
        d_slot_(d_slot),
        letters_(letters),
        units_(units),
        ring_(letters + 2 + 2 * symbols),
        imaginary_(generator(letters_)),
        pi_(generator(letters_ + 1)),
        square_plus_one_(imaginary_ * imaginary_ + Poly(ring_, 1)) {}

  Verdict equal(const NodePtr& left, const NodePtr& right) {
    const Fraction u = of(left), v = of(right);
    const Poly difference = reduced(u.top * v.bottom - v.top * u.bottom);
    if (difference.is_zero()) return Verdict::proved;
    return has_letters(difference) ? Verdict::undecided : Verdict::refuted;
  }

 private:
  // The order of the letters of the ring, highest first: roots and other function values (a later one may contain
  // earlier ones, so it stands before them), i, pi, one exponential for each symbol, the symbols.
  Poly generator(slong index) const {
    Poly out(ring_);
    fmpq_mpoly_gen(out.v, index, ring_.context);
    return out;
  }
  bool has_letters(const Poly& a) const {
    for (slong i = 0; i < letters_; ++i)
      if (fmpq_mpoly_degree_si(a.v, i, ring_.context) > 0) return true;
    return false;
  }
  slong symbol_index(int slot) const { return letters_ + 2 + symbols_ + slot; }

  Fraction fraction(Poly top) const { return {std::move(top), Poly(ring_, 1)}; }
  Fraction constant(const Rational& q) const {
    Poly out(ring_);
    fmpq_t f;
    fmpq_init(f);
    fmpq_set_mpq(f, q.backend().data());
    fmpq_mpoly_set_fmpq(out.v, f, ring_.context);
    fmpq_clear(f);
    return fraction(std::move(out));
  }

  Poly remainder(const Poly& a, const Poly& divisor) const {
    Poly quotient(ring_), rest(ring_);
    fmpq_mpoly_divrem(quotient.v, rest.v, a.v, divisor.v, ring_.context);
    return rest;
  }
  /// Powers of roots replaced by their radicands, i^2 by -1.
  Poly reduced(Poly a) const {
    for (auto relation = relations_.rbegin(); relation != relations_.rend(); ++relation) a = remainder(a, *relation);
    return remainder(a, square_plus_one_);
  }

  Fraction tidy(Fraction f) const {
    f.top = reduced(std::move(f.top));
    f.bottom = reduced(std::move(f.bottom));
    if (f.bottom.is_zero()) throw GaveUp{};
    Poly common(ring_), rest(ring_);
    if (fmpq_mpoly_gcd(common.v, f.top.v, f.bottom.v, ring_.context) != 0 && !common.is_constant()) {
      fmpq_mpoly_div(rest.v, f.top.v, common.v, ring_.context);
      f.top = rest;
      fmpq_mpoly_div(rest.v, f.bottom.v, common.v, ring_.context);
      f.bottom = rest;
    }
    // Leading coefficient of the denominator 1, so that equal fractions look equal.
    fmpq_t lead;
    fmpq_init(lead);
    fmpq_mpoly_get_term_coeff_fmpq(lead, f.bottom.v, 0, ring_.context);
    fmpq_mpoly_scalar_div_fmpq(f.top.v, f.top.v, lead, ring_.context);
    fmpq_mpoly_scalar_div_fmpq(f.bottom.v, f.bottom.v, lead, ring_.context);
    fmpq_clear(lead);
    return f;
  }
  Fraction add(const Fraction& u, const Fraction& v) const {
    return tidy({u.top * v.bottom + v.top * u.bottom, u.bottom * v.bottom});
  }
  Fraction multiply(const Fraction& u, const Fraction& v) const { return tidy({u.top * v.top, u.bottom * v.bottom}); }
  Fraction inverse(const Fraction& u) const {
    if (u.top.is_zero()) throw GaveUp{};
    return tidy({u.bottom, u.top});
  }
  Fraction negative(const Fraction& u) const { return {Poly(ring_) - u.top, u.bottom}; }
  Fraction power(const Fraction& u, int n) const {
    Fraction out = constant(1), square = u;
    for (int rest = std::abs(n); rest > 0; rest /= 2) {
      if (rest % 2 == 1) out = multiply(out, square);
      if (rest > 1) square = multiply(square, square);
    }
    return n < 0 ? inverse(out) : out;
  }

  Fraction of(const NodePtr& node) {
    if (node->type != Type::scalar) throw GaveUp{};
    switch (node->op) {
      case Op::number: return constant(node->number);
      case Op::pi: return fraction(pi_);
      case Op::symbol:
        if (node->slot == d_slot_) return fraction(pi_ - generator(symbol_index(phi_slot_)));
        return fraction(generator(symbol_index(node->slot)));
      case Op::sum: {
        Fraction total = constant(0);
        for (const Term& term : node->terms) {
          const Fraction next = of(term.node);
          total = add(total, term.inverted ? negative(next) : next);
        }
        return total;
      }
      case Op::product: {
        Fraction total = constant(1);
        for (const Term& term : node->terms) {
          const Fraction next = of(term.node);
          total = multiply(total, term.inverted ? inverse(next) : next);
        }
        return total;
      }
      case Op::power: {
        const Integer n = numerator(node->number), q = denominator(node->number);
        const Fraction base = of(node->terms[0].node);
        return power(q == 1 ? base : root(base, static_cast<int>(q)), static_cast<int>(n));
      }
      default: return call(*node);
    }
  }

  Fraction call(const Node& node) {
    if (node.terms.empty()) throw GaveUp{};
    const Fraction x = of(node.terms[0].node);
    switch (node.function) {
      case Function::sin: return sine(x);
      case Function::cos: return cosine(x);
      case Function::tan: return multiply(sine(x), inverse(cosine(x)));
      case Function::sqrt: return root(x, 2);
      case Function::g: return add(sine(x), multiply(add(fraction(pi_), negative(x)), cosine(x)));
      case Function::h: return add(sine(x), negative(multiply(x, cosine(x))));
      default: {
        std::string key = std::to_string(static_cast<int>(node.function)) + "(" + key_of(x);
        for (std::size_t i = 1; i < node.terms.size(); ++i) key += "," + key_of(of(node.terms[i].node));
        return fraction(generator(letter(key)));
      }
    }
  }

  static std::string key_of(const Fraction& f) { return f.top.text() + "/" + f.bottom.text(); }

  /// The letter for a function value; equal keys share it.
  slong letter(const std::string& key) {
    const auto found = known_.find(key);
    if (found != known_.end()) return found->second;
    const slong index = letters_ - 1 - static_cast<slong>(known_.size());
    if (index < 0) throw GaveUp{};
    known_.emplace(key, index);
    return index;
  }

  Fraction root(const Fraction& x, int q) {
    const std::string key = "root " + std::to_string(q) + " " + key_of(x);
    const bool is_new = !known_.contains(key);
    const Poly s = generator(letter(key));
    // With a denominator, sqrt(n/d) is no polynomial relation without knowing signs: then it is just a letter.
    if (is_new && x.bottom.is_constant()) {
      if (q > kMaxPower) throw GaveUp{};
      Poly power(ring_, 1);
      for (int i = 0; i < q; ++i) power = power * s;
      relations_.push_back(power - x.top);
    }
    return fraction(s);
  }

  /// exp(i x) for x a linear form in the symbols and half turns. Empty for any other x.
  std::optional<Fraction> exponential(const Fraction& x) {
    if (!x.bottom.is_constant()) return std::nullopt;
    Fraction out = constant(1);
    const slong n = letters_ + 2 + 2 * symbols_;
    std::vector<ulong> exponents(static_cast<std::size_t>(n));
    for (slong i = 0; i < x.top.terms(); ++i) {
      fmpq_mpoly_get_term_exp_ui(exponents.data(), x.top.v, i, ring_.context);
      fmpq_t f;
      fmpq_init(f);
      fmpq_mpoly_get_term_coeff_fmpq(f, x.top.v, i, ring_.context);
      Rational coefficient;
      fmpq_get_mpq(coefficient.backend().data(), f);
      fmpq_clear(f);
      if (std::accumulate(exponents.begin(), exponents.end(), ulong{0}) != 1) return std::nullopt;
      slong which = 0;
      while (exponents[static_cast<std::size_t>(which)] == 0) ++which;
      if (which == letters_ + 1) {
        const Rational quarters = coefficient * 2;
        if (denominator(quarters) != 1) return std::nullopt;
        const int steps = static_cast<int>(Integer(((numerator(quarters) % 4) + 4) % 4));
        for (int j = 0; j < steps; ++j) out = multiply(out, fraction(imaginary_));
      } else if (which >= symbol_index(0)) {
        const auto slot = static_cast<std::size_t>(which - symbol_index(0));
        const Rational steps = coefficient * units_[slot];
        if (denominator(steps) != 1) {
          const Integer finer =
              denominator(coefficient) * units_[slot] / gcd(denominator(coefficient), Integer(units_[slot]));
          if (finer > kMaxDenominator) return std::nullopt;
          throw Finer{slot, static_cast<int>(finer)};
        }
        if (abs(steps) > kMaxPower) throw GaveUp{};
        out = multiply(out, power(fraction(generator(letters_ + 2 + static_cast<slong>(slot))),
                                  static_cast<int>(numerator(steps))));
      } else {
        return std::nullopt;
      }
    }
    return out;
  }

  Fraction sine(const Fraction& x) {
    const std::optional<Fraction> e = exponential(x);
    if (!e) return fraction(generator(letter("sin " + key_of(x))));
    // (e - 1/e)/(2i) = -i/2 (e - 1/e).
    return multiply(multiply(constant(Rational(-1, 2)), fraction(imaginary_)), add(*e, negative(inverse(*e))));
  }
  Fraction cosine(const Fraction& x) {
    const std::optional<Fraction> e = exponential(x);
    if (!e) return fraction(generator(letter("cos " + key_of(x))));
    return multiply(constant(Rational(1, 2)), add(*e, inverse(*e)));
  }

  int symbols_, phi_slot_, d_slot_;
  slong letters_;
  const std::vector<int>& units_;
  Ring ring_;
  Poly imaginary_, pi_, square_plus_one_;
  std::map<std::string, slong> known_;
  std::vector<Poly> relations_;
};

/// How many function values there can be, at most.
slong count_calls(const NodePtr& node) {
  slong total = node->op == Op::call ? 2 : node->op == Op::power ? 1 : 0;
  for (const Term& term : node->terms) total += count_calls(term.node);
  return total;
}

}  // namespace

Verdict equal_symbolically(const NodePtr& left, const NodePtr& right, int symbols, int phi_slot, int d_slot) {
  const slong letters = count_calls(left) + count_calls(right);
  constexpr slong kMaxLetters = 60;
  if (letters > kMaxLetters) return Verdict::undecided;
  std::vector<int> units(static_cast<std::size_t>(symbols), 1);
  for (int attempt = 0; attempt < 10; ++attempt) {
    try {
      return Normalizer(symbols, phi_slot, d_slot, letters, units).equal(left, right);
    } catch (const Finer& finer) {
      units[finer.variable] = finer.denominator;
    } catch (const GaveUp&) {
      return Verdict::undecided;
    }
  }
  return Verdict::undecided;
}

}  // namespace noiseproof
