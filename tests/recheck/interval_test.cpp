// The checker's interval wrapper against MPFR at a higher precision: every result must contain the true value, and the
// result for a point must be as narrow as rounding allows. Over a million operands in all.
#include "interval.hpp"

#include <random>

#include "../containment.hpp"
#include "landscape.hpp"

using namespace recheck;
using namespace containment;

static_assert(!std::is_constructible_v<Interval, double> && !std::is_convertible_v<float, Interval>);
static_assert(!std::is_constructible_v<bool, Answer>);
template <class T>
concept Ordered = requires(const T& x) {
  x < x;
};
template <class T>
concept Equal = requires(const T& x) {
  x == x;
};
static_assert(!Ordered<Interval> && !Equal<Interval>);

namespace {

/// [a, b] with one or two drawn ends, and a point of it: an end or one between.
void draw_interval(Interval& out, mpfr_t point, std::mt19937_64& random, bool thin) {
  const auto bits = static_cast<int>(mpfi_get_prec(out.get()));
  Number a(bits), b(bits);
  draw(a.v, random);
  draw(b.v, random);
  if (random() % 2) {  // narrow
    mpfr_set(b.v, a.v, MPFR_RNDN);
    for (unsigned steps = static_cast<unsigned>(random() % 4); steps > 0; --steps) mpfr_nextabove(b.v);
  }
  if (thin) mpfr_set(b.v, a.v, MPFR_RNDN);
  mpfi_interv_fr(out.get(), a.v, b.v);
  switch (random() % 3) {
    case 0: mpfr_set(point, out.left(), MPFR_RNDN); break;
    case 1: mpfr_set(point, out.right(), MPFR_RNDN); break;
    default: mpfi_mid(point, out.get());
  }
}

/// `low` and `high`: the true value rounded down and up at the higher precision; NaN where there is none.
Tally judge(const Interval& result, mpfr_srcptr low, mpfr_srcptr high, bool thin, int bits) {
  if (mpfr_nan_p(low)) return contained;  // the operation is not defined at this point
  if (!thin || !mpfr_number_p(low) || mpfr_zero_p(low))
    return containment::judge(result.left(), result.right(), low, high, nullptr);
  Number most(64);
  mpfr_abs(most.v, low, MPFR_RNDU);
  mpfr_mul_2si(most.v, most.v, 2 - bits, MPFR_RNDU);
  return containment::judge(result.left(), result.right(), low, high, most.v);
}

using Unary = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
using Binary = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);

constexpr int kBits[] = {24, 53, 64, 128, 256};

template <class Mine>
Count try_unary(Mine mine, Unary reference, int rounds, std::mt19937_64& random) {
  Count count;
  for (int i = 0; i < rounds; ++i) {
    const int bits = kBits[i % 5];
    const bool thin = i % 3 == 0;
    const Precision scope(bits);
    Interval x;
    Number point(bits + 2), low(bits + 64), high(bits + 64);
    draw_interval(x, point.v, random, thin);
    reference(low.v, point.v, MPFR_RNDD);
    reference(high.v, point.v, MPFR_RNDU);
    ++count.by[judge(mine(x), low.v, high.v, thin, bits)];
    ++count.operands;
  }
  return count;
}

template <class Mine>
Count try_binary(Mine mine, Binary reference, int rounds, std::mt19937_64& random) {
  Count count;
  for (int i = 0; i < rounds; ++i) {
    const int bits = kBits[i % 5];
    const bool thin = i % 3 == 0;
    const Precision scope(bits);
    Interval x, y;
    Number p(bits + 2), q(bits + 2), low(bits + 64), high(bits + 64);
    draw_interval(x, p.v, random, thin);
    draw_interval(y, q.v, random, thin);
    reference(low.v, p.v, q.v, MPFR_RNDD);
    reference(high.v, p.v, q.v, MPFR_RNDU);
    if (reference == mpfr_div && mpfr_zero_p(q.v)) mpfr_set_nan(low.v);
    ++count.by[judge(mine(x, y), low.v, high.v, thin, bits)];
    count.operands += 2;
  }
  return count;
}

int absolute(mpfr_ptr out, mpfr_srcptr x, mpfr_rnd_t rounding) { return mpfr_abs(out, x, rounding); }

}  // namespace

TEST_SUITE("recheck/interval") {
  TEST_CASE("every operation contains the true value and is tight at points: a million operands") {
    std::mt19937_64 random(1);
    constexpr int n = 72000, pairs = n / 2;
    const auto unary = [&](const char* name, auto mine, Unary reference) {
      try_unary(mine, reference, n, random).check(name, n);
    };
    const auto binary = [&](const char* name, auto mine, Binary reference) {
      try_binary(mine, reference, pairs, random).check(name, n);
    };
    binary(
        "+", [](const Interval& x, const Interval& y) { return x + y; }, mpfr_add);
    binary(
        "-", [](const Interval& x, const Interval& y) { return x - y; }, mpfr_sub);
    binary(
        "*", [](const Interval& x, const Interval& y) { return x * y; }, mpfr_mul);
    binary(
        "/", [](const Interval& x, const Interval& y) { return x / y; }, mpfr_div);
    binary(
        "max", [](const Interval& x, const Interval& y) { return max(x, y); }, mpfr_max);
    const auto hull_of = [](const Interval& x, const Interval& y) { return hull(x, y); };
    for (const Binary end : {mpfr_min, mpfr_max})
      try_binary(hull_of, end, pairs / 2, random).check("hull", n / 2, false);
    unary(
        "negation", [](const Interval& x) { return -x; }, mpfr_neg);
    unary(
        "sqr", [](const Interval& x) { return sqr(x); }, mpfr_sqr);
    unary(
        "sqrt", [](const Interval& x) { return sqrt(x); }, mpfr_sqrt);
    unary(
        "sin", [](const Interval& x) { return sin(x); }, mpfr_sin);
    unary(
        "cos", [](const Interval& x) { return cos(x); }, mpfr_cos);
    unary(
        "atan", [](const Interval& x) { return atan(x); }, mpfr_atan);
    unary(
        "exp", [](const Interval& x) { return exp(x); }, mpfr_exp);
    const auto of = [](auto operation) {
      return [operation](const Interval& x) { return Interval::of(operation, x); };
    };
    unary("log", of(mpfi_log), mpfr_log);
    unary("sinh", of(mpfi_sinh), mpfr_sinh);
    unary("cosh", of(mpfi_cosh), mpfr_cosh);
    unary("tanh", of(mpfi_tanh), mpfr_tanh);
    unary(
        "abs", [](const Interval& x) { return abs(x); }, absolute);
  }

  TEST_CASE("rationals and pi are enclosed at every precision") {
    std::mt19937_64 random(2);
    for (int i = 0; i < 20000; ++i) {
      const Precision scope(kBits[i % 5]);
      mpq_class q(static_cast<long>(random() >> 2), static_cast<long>(random() % 1000000 + 1));
      q.canonicalize();
      if (i % 2) q = -q;
      REQUIRE(is_within(Interval(q), q, q) != Answer::no);
      REQUIRE((rational(Interval(q).left()) <= q && q <= rational(Interval(q).right())));
    }
    for (int bits : kBits) {
      const Precision scope(bits);
      Number pi(bits + 64);
      mpfr_const_pi(pi.v, MPFR_RNDN);
      CHECK(mpfr_cmp(Interval::pi().left(), pi.v) < 0);
      CHECK(mpfr_cmp(pi.v, Interval::pi().right()) < 0);
    }
  }

  TEST_CASE("what is not certain is not answered") {
    const Precision scope(64);
    const Interval wide = hull(Interval(-1), Interval(1)), nan = sqrt(Interval(-1));
    for (const Interval& x : {wide, nan}) {
      CHECK(is_positive(x) == Answer::unknown);
      CHECK(is_negative(x) == Answer::unknown);
      CHECK(is_at_least_zero(x) == Answer::unknown);
      CHECK(is_less(x, Interval(0)) == Answer::unknown);
      CHECK(is_within(x, 0, 2) == Answer::unknown);
    }
    CHECK(is_positive(max(nan, Interval(1))) == Answer::unknown);
    CHECK(is_positive(max(Interval(1), nan)) == Answer::unknown);
    CHECK(is_positive(Interval(1) / wide) == Answer::unknown);
    CHECK(is_positive(Interval(0)) == Answer::no);
    CHECK(is_at_least_zero(Interval(0)) == Answer::yes);
    CHECK(is_at_least_zero(Interval(-1)) == Answer::no);
    CHECK(is_within(wide, -1, 1) == Answer::yes);
    CHECK(is_within(wide, 2, 3) == Answer::no);
    CHECK(both(Answer::no, Answer::unknown) == Answer::no);
    CHECK(both(Answer::yes, Answer::unknown) == Answer::unknown);
    CHECK(either(Answer::yes, Answer::unknown) == Answer::yes);
    CHECK(either(Answer::no, Answer::unknown) == Answer::unknown);
  }

  TEST_CASE("h(d) = sin d - d cos d is enclosed with a small relative width, down to d = 2^-300") {
    std::mt19937_64 random(3);
    for (int i = 0; i < 20000; ++i) {
      const int bits = kBits[i % 5];
      const Precision scope(bits);
      Interval d;
      Number x(bits), low(2300), high(2300), part(2300);
      mpfr_set_ui_2exp(x.v, (random() >> 12) + 1, -51, MPFR_RNDD);
      if (i % 2) mpfr_mul_2si(x.v, x.v, -static_cast<long>(random() % 300), MPFR_RNDN);
      if (mpfr_cmp_d(x.v, 3.14) > 0) continue;
      mpfi_set_fr(d.get(), x.v);
      mpfr_sin_cos(low.v, part.v, x.v, MPFR_RNDN);
      mpfr_mul(part.v, part.v, x.v, MPFR_RNDN);
      mpfr_sub(low.v, low.v, part.v, MPFR_RNDN);
      const Interval value = h(d);
      // The reference errs by 2^-2290 at most; the value is at least 2^-910.
      REQUIRE(mpfr_cmp(value.left(), low.v) <= 0);
      REQUIRE(mpfr_cmp(low.v, value.right()) <= 0);
      Number width(64), limit(64);
      mpfi_diam_abs(width.v, value.get());
      mpfr_mul_2si(limit.v, low.v, 7 - bits, MPFR_RNDU);
      REQUIRE(mpfr_cmp(width.v, limit.v) <= 0);
    }
  }
}
