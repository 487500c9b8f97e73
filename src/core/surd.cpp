#include "core/surd.hpp"

namespace noiseproof {

std::optional<Rational> rational_root(const Rational& q) {
  const Integer num = numerator(q), den = denominator(q);
  if (mpz_perfect_square_p(num.backend().data()) == 0 || mpz_perfect_square_p(den.backend().data()) == 0)
    return std::nullopt;
  return Rational(sqrt(num), sqrt(den));
}

Surd Surd::root(const Rational& d) {
  Surd out;
  out.add(1, d);
  return out;
}

void Surd::add(const Rational& factor, const Rational& radicand) {
  if (factor == 0 || radicand == 0) return;
  for (auto term = terms_.begin(); term != terms_.end(); ++term)
    if (const auto root = rational_root(term->radicand * radicand)) {
      term->factor += factor * *root / term->radicand;
      if (term->factor == 0) terms_.erase(term);
      return;
    }
  if (const auto root = rational_root(radicand))
    terms_.push_back({factor * *root, 1});
  else
    terms_.push_back({factor, radicand});
}

Surd& Surd::operator+=(const Surd& o) {
  for (const Term& term : o.terms_) add(term.factor, term.radicand);
  return *this;
}

Surd operator*(const Surd& a, const Surd& b) {
  Surd out;
  for (const Surd::Term& s : a.terms_)
    for (const Surd::Term& t : b.terms_) out.add(s.factor * t.factor, s.radicand * t.radicand);
  return out;
}

Ball Surd::enclose() const {
  Ball out;
  for (const Term& term : terms_) out += Ball(term.factor) * sqrt(Ball(term.radicand));
  return out;
}

}  // namespace noiseproof
