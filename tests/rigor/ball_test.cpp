// Ball against MPFR at a higher precision. For points of the operand balls (ends, middle, one between) the result must
// contain the true value; where there is none (the far side of a branch) it must not be finite; for operands that are
// points it must be narrow. A decision must be right at every point. Over a million operands in all.
#include "core/ball.hpp"

#include <arf.h>

#include <array>
#include <limits>

#include "../containment.hpp"
#include "core/error.hpp"

using namespace noiseproof;
using namespace containment;

namespace {

using Random = std::mt19937_64;
constexpr std::array<slong, 5> kBits{24, 53, 64, 128, 300};
constexpr std::size_t kPoints = 4;
constexpr int kUnit = 1 << 30;

struct Arf {
  arf_t v;
  Arf() { arf_init(v); }
  Arf(const Arf&) = delete;
  Arf& operator=(const Arf&) = delete;
  ~Arf() { arf_clear(v); }
};

/// The ends of a ball, by MPFR: [left, right] holds the ball and is wider by 2^-128 of a unit in the last place at
/// most.
struct Ends {
  Number left, right;
  explicit Ends(const Ball& x) : left(working_bits() + 128), right(working_bits() + 128) {
    const arf_srcptr exact = arb_midref(x.get());
    Number middle(std::max<slong>(arf_bits(exact), 2)), radius(2 * MAG_BITS);
    Arf size;
    arf_set_mag(size.v, arb_radref(x.get()));
    arf_get_mpfr(radius.v, size.v, MPFR_RNDU);
    arf_get_mpfr(middle.v, exact, MPFR_RNDD);
    mpfr_sub(left.v, middle.v, radius.v, MPFR_RNDD);
    arf_get_mpfr(middle.v, exact, MPFR_RNDU);
    mpfr_add(right.v, middle.v, radius.v, MPFR_RNDU);
  }
};

/// A ball and numbers of it.
struct Operand {
  Ball ball;
  std::array<Number, kPoints> points{Number(bits()), Number(bits()), Number(bits()), Number(bits())};
  bool thin = false;  ///< one finite number
  bool nan = false;
  static slong bits() { return working_bits() + 64; }

  /// The lower and the upper end, the middle, and a number between.
  void put_points(Random& random) {
    const std::array<slong, kPoints> shares{-kUnit, kUnit, 0, static_cast<slong>(random() >> 33) - kUnit};
    for (std::size_t i = 0; i < kPoints; ++i) {
      // middle + share/2^30 radius, rounded towards the middle.
      Arf at;
      arf_set_mag(at.v, arb_radref(ball.get()));
      arf_mul_si(at.v, at.v, shares[i], ARF_PREC_EXACT, ARF_RND_DOWN);
      arf_mul_2exp_si(at.v, at.v, -30);
      arf_add(at.v, arb_midref(ball.get()), at.v, bits(), shares[i] < 0 ? ARF_RND_CEIL : ARF_RND_FLOOR);
      arf_get_mpfr(points[i].v, at.v, MPFR_RNDN);
    }
  }
};

/// Points; thin and wide balls; balls that touch or straddle zero; now and then an infinity, the whole line or NaN.
void draw_operand(Operand& out, Random& random, int reach) {
  Number middle(working_bits());
  draw(middle.v, random, reach);
  const int kind = pick(random, 48);
  if (kind < 2) {
    out.nan = kind == 1;
    out.ball = out.nan ? Ball::nan() : Ball::entire();
    for (Number& point : out.points) draw(point.v, random, reach);
    return;
  }
  if (kind == 2) mpfr_set_inf(middle.v, pick(random, 2) ? 1 : -1);
  out.thin = kind > 2 && kind < 18;
  const mag_ptr radius = arb_radref(out.ball.get());
  const slong size = mpfr_regular_p(middle.v) ? mpfr_get_exp(middle.v) : 0;
  const ulong share = (random() >> 34) + 1;  // up to 2^30
  if (kind >= 44) {                          // touches zero: the middle is short, so that a radius can equal it
    mpfr_prec_round(middle.v, std::min<slong>(working_bits(), MAG_BITS), MPFR_RNDN);
  } else if (kind >= 40) {  // straddles zero
    mag_set_ui_2exp_si(radius, kUnit + share, size - 30);
  } else if (kind >= 34) {  // any width
    mag_set_ui_2exp_si(radius, share, pick(random, 2 * reach + 1) - reach - 30);
  } else if (kind >= 24) {  // any relative width
    mag_set_ui_2exp_si(radius, share, size - 30 - pick(random, 70));
  } else if (kind >= 18) {  // a few units in the last place
    mag_set_ui_2exp_si(radius, 1 + share % 4, size - working_bits());
  }
  arf_set_mpfr(arb_midref(out.ball.get()), middle.v);
  if (kind >= 44) arf_get_mag(radius, arb_midref(out.ball.get()));
  out.put_points(random);
}

/// Rounds the true value; the return value is 0 if it is exact. A NaN: there is no true value.
using Truth = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
/// How wide the result for points may be, in 2^(4 - bits): 0; |value|; 1 (sin and cos at their zeros); 1 + value^2
/// (tan at its zeros and poles); anything.
enum class Width { exact, relative, absolute, pole, any };

struct Operation {
  const char* name;
  int arity;  ///< unary ones pass over the second operand
  Ball (*mine)(const Ball&, const Ball&);
  Truth truth;
  Width width;
  int reach;   ///< operands up to 2^reach, and down to 2^-reach
  int rounds;  ///< draws
};

template <auto F>
int unary(mpfr_ptr out, mpfr_srcptr x, mpfr_srcptr, mpfr_rnd_t rounding) {
  return F(out, x, rounding);
}
int absolute(mpfr_ptr out, mpfr_srcptr x, mpfr_srcptr, mpfr_rnd_t rounding) { return mpfr_abs(out, x, rounding); }
int first(mpfr_ptr out, mpfr_srcptr x, mpfr_srcptr, mpfr_rnd_t rounding) { return mpfr_set(out, x, rounding); }
int second(mpfr_ptr out, mpfr_srcptr, mpfr_srcptr y, mpfr_rnd_t rounding) { return mpfr_set(out, y, rounding); }
int quotient(mpfr_ptr out, mpfr_srcptr x, mpfr_srcptr y, mpfr_rnd_t rounding) {
  if (mpfr_zero_p(y)) return mpfr_set_nan(out), 0;
  return mpfr_div(out, x, y, rounding);
}
/// sin and cos come near to +1 and -1 again and again, as far out as one goes.
template <auto F>
int oscillating(mpfr_ptr out, mpfr_srcptr x, mpfr_srcptr, mpfr_rnd_t rounding) {
  return mpfr_inf_p(x) ? mpfr_set_si(out, mpfr_sgn(x), rounding) : F(out, x, rounding);
}
template <unsigned N>
Operation power(const char* name, Width width) {
  return {
      name,
      1,
      [](const Ball& x, const Ball&) { return pow(x, N); },
      [](mpfr_ptr out, mpfr_srcptr x, mpfr_srcptr, mpfr_rnd_t rounding) { return mpfr_pow_ui(out, x, N, rounding); },
      width,
      10000,
      10000};
}

constexpr int kFar = 100000, kNear = 300;
constexpr int kCheap = 45000, kDear = 18000;
const Operation kOperations[] = {
    {"+", 2, [](const Ball& x, const Ball& y) { return x + y; }, mpfr_add, Width::relative, kFar, kCheap},
    {"-", 2, [](const Ball& x, const Ball& y) { return x - y; }, mpfr_sub, Width::relative, kFar, kCheap},
    {"*", 2, [](const Ball& x, const Ball& y) { return x * y; }, mpfr_mul, Width::relative, kFar, kCheap},
    {"/", 2, [](const Ball& x, const Ball& y) { return x / y; }, quotient, Width::relative, kFar, kCheap},
    {"min", 2, [](const Ball& x, const Ball& y) { return min(x, y); }, mpfr_min, Width::exact, kFar, kCheap},
    {"max", 2, [](const Ball& x, const Ball& y) { return max(x, y); }, mpfr_max, Width::exact, kFar, kCheap},
    {"hull", 2, [](const Ball& x, const Ball& y) { return Ball::hull(x, y); }, first, Width::any, kFar, kCheap},
    {"hull", 2, [](const Ball& x, const Ball& y) { return Ball::hull(x, y); }, second, Width::any, kFar, kCheap},
    {"atan2", 2, [](const Ball& y, const Ball& x) { return atan2(y, x); }, mpfr_atan2, Width::relative, kNear, kDear},
    {"negation", 1, [](const Ball& x, const Ball&) { return -x; }, unary<mpfr_neg>, Width::exact, kFar, kCheap},
    {"abs", 1, [](const Ball& x, const Ball&) { return abs(x); }, absolute, Width::exact, kFar, kCheap},
    {"square", 1, [](const Ball& x, const Ball&) { return square(x); }, unary<mpfr_sqr>, Width::relative, kFar, kCheap},
    {"sqrt", 1, [](const Ball& x, const Ball&) { return sqrt(x); }, unary<mpfr_sqrt>, Width::relative, kFar, kCheap},
    {"sin", 1, [](const Ball& x, const Ball&) { return sin(x); }, oscillating<mpfr_sin>, Width::absolute, kNear, kDear},
    {"cos", 1, [](const Ball& x, const Ball&) { return cos(x); }, oscillating<mpfr_cos>, Width::absolute, kNear, kDear},
    {"tan", 1, [](const Ball& x, const Ball&) { return tan(x); }, unary<mpfr_tan>, Width::pole, kNear, kDear},
    {"atan", 1, [](const Ball& x, const Ball&) { return atan(x); }, unary<mpfr_atan>, Width::relative, kNear, kDear},
    {"exp", 1, [](const Ball& x, const Ball&) { return exp(x); }, unary<mpfr_exp>, Width::relative, kNear, kDear},
    {"log", 1, [](const Ball& x, const Ball&) { return log(x); }, unary<mpfr_log>, Width::relative, kFar, kDear},
    power<0>("0th power", Width::exact),
    power<1>("1st power", Width::exact),
    power<2>("2nd power", Width::relative),
    power<3>("3rd power", Width::relative),
    power<20>("20th power", Width::relative),
};

/// Puts into `most` how wide the result may be where the true value lies in [low, high]; false: no limit.
bool limit(Number& most, Width width, mpfr_srcptr low, mpfr_srcptr high) {
  // Beyond MPFR's range of exponents there is nothing to compare with.
  if (width == Width::any || !mpfr_number_p(high) || !mpfr_number_p(low)) return false;
  mpfr_set_zero(most.v, 1);
  if (width == Width::relative && mpfr_zero_p(low) != mpfr_zero_p(high)) return false;
  if (width == Width::relative) mpfr_abs(most.v, low, MPFR_RNDU);
  if (width == Width::pole) mpfr_sqr(most.v, low, MPFR_RNDU);
  if (width == Width::absolute || width == Width::pole) mpfr_add_ui(most.v, most.v, 1, MPFR_RNDU);
  mpfr_mul_2si(most.v, most.v, 4 - working_bits(), MPFR_RNDU);
  return true;
}

/// What is found at the worst of the points.
Tally worst_of(const Operation& op, const Operand& x, const Operand& y, const Ball& result) {
  const slong bits = Operand::bits();
  const bool thin = x.thin && (op.arity == 1 || y.thin);
  const Ends ends(result);
  Number low(bits), high(bits), most(64);
  Tally worst = contained;
  // Ends against ends, ends against opposite ends, and the others against each other.
  constexpr std::size_t with[][2] = {{0, 0}, {1, 1}, {2, 3}, {3, 2}, {0, 1}, {1, 0}};
  const std::size_t pairs = thin ? 1 : op.arity == 1 ? kPoints : 6;
  for (std::size_t i = 0; i < pairs; ++i) {
    const mpfr_srcptr p = x.points[with[i][0]].v, q = y.points[with[i][1]].v;
    const bool exact = op.truth(low.v, p, q, MPFR_RNDD) == 0;
    mpfr_set(high.v, low.v, MPFR_RNDN);
    if (!exact) mpfr_nextabove(high.v);
    const Tally found = mpfr_nan_p(low.v) ? (is_finite(result) ? wrong : contained)
                                          : judge(ends.left.v, ends.right.v, low.v, high.v,
                                                  thin && limit(most, op.width, low.v, high.v) ? most.v : nullptr);
    if (found == unknown) return unknown;
    if (found == wrong) return wrong;
    if (found == loose) worst = loose;
  }
  return worst;
}

/// `drop`: the false twin, an arithmetic that keeps no radius. First of points, then of wider balls.
std::array<Count, 2> try_operation(const Operation& op, int rounds, Random& random, bool drop = false) {
  std::array<Count, 2> out;
  for (int i = 0; i < rounds; ++i) {
    const ScopedBits scope(kBits[static_cast<std::size_t>(i) % kBits.size()]);
    Operand x, y;
    draw_operand(x, random, op.reach);
    if (op.arity == 2) draw_operand(y, random, op.reach);
    const Ball result = op.mine(x.ball, y.ball);
    Count& count = out[x.thin && (op.arity == 1 || y.thin) ? 0 : 1];
    ++count.by[worst_of(op, x, y, drop ? result.midpoint() : result)];
    count.operands += op.arity;
  }
  return out;
}

/// The same number: Real's own constructor would round it to the working precision of Real.
Real real(mpfr_srcptr x) {
  Real out(0);
  mpfr_set_prec(out.backend().data(), mpfr_get_prec(x));
  mpfr_set(out.backend().data(), x, MPFR_RNDN);
  return out;
}

/// Two balls, often with a number in common: equal, touching in an end, overlapping.
void draw_pair(Operand& x, Operand& y, Random& random) {
  constexpr int reach = 200;
  draw_operand(x, random, reach);
  draw_operand(y, random, reach);
  if (x.nan || y.nan || !is_finite(x.ball) || !is_finite(y.ball)) return;
  const int kind = pick(random, 4);
  if (kind == 0) return;
  const Ball end = Ball::exactly(real(x.points[static_cast<std::size_t>(pick(random, kPoints))].v));
  y.thin = kind == 1 || (kind == 2 && x.thin);
  y.ball = kind == 1 ? end : kind == 2 ? x.ball : Ball::hull(end, y.ball);
  y.put_points(random);
}

/// Is the verdict true of every pair of points? `holds`: the exact answer for two numbers.
template <class Holds>
bool agrees(Verdict verdict, const Operand& x, const Operand& y, Holds holds) {
  if (x.nan || y.nan) return verdict == Verdict::undecided;
  if (verdict == Verdict::undecided) return !(x.thin && y.thin);
  for (const Number& p : x.points)
    for (const Number& q : y.points)
      if (holds(p.v, q.v) != (verdict == Verdict::proved)) return false;
  return true;
}

bool less(mpfr_srcptr p, mpfr_srcptr q) { return mpfr_less_p(p, q) != 0; }
/// Is the point surely a number of the ball, surely none?
bool is_in(mpfr_srcptr p, const Operand& x) {
  return mpfr_lessequal_p(x.points[0].v, p) && mpfr_lessequal_p(p, x.points[1].v);
}
bool is_out(mpfr_srcptr p, const Ends& x) { return mpfr_less_p(p, x.left.v) || mpfr_less_p(x.right.v, p); }

Rational rational(mpfr_srcptr x) {
  Rational out;
  mpfr_get_q(out.backend().data(), x);
  return out;
}

/// m and r of "[m +/- r]", "[+/- r]" or "m".
std::pair<Rational, Rational> read_ball(std::string text) {
  if (text.front() != '[') return {parse_rational(text, "ball"), 0};
  text = text.substr(1, text.size() - 2);
  const std::size_t sign = text.find("+/- ");
  return {sign == 0 ? Rational(0) : parse_rational(text.substr(0, sign - 1), "ball"),
          parse_rational(text.substr(sign + 4), "ball")};
}

}  // namespace

TEST_SUITE("rigor/ball") {
  TEST_CASE("every operation contains the true value and is tight at points: a million operands") {
    Random random(1);
    long operands = 0;
    for (const Operation& op : kOperations) {
      Count all;
      for (const Count& part : try_operation(op, op.rounds, random)) {
        all.operands += part.operands;
        for (const Tally tally : {contained, unknown, wrong, loose}) all.by[tally] += part.by[tally];
      }
      all.check(op.name, op.arity * op.rounds);
      operands += all.operands;
    }
    CHECK(operands >= 1000000);
  }

  TEST_CASE(
      "false twin: an arithmetic that drops the radius is caught in every operation, if it rounds at points too") {
    Random random(2);
    for (const Operation& op : kOperations) {
      CAPTURE(op.name);
      const auto [points, wide] = try_operation(op, 2000, random, true);
      const bool constant = std::string(op.name) == "0th power";
      CHECK((wide.by[wrong] > 100) == !constant);
      CHECK((points.by[wrong] > 0) == (op.width != Width::exact));
    }
  }

  TEST_CASE("a verdict holds for every number of the balls, and points are decided") {
    Random random(3);
    std::array<int, 3> seen{};
    int caught = 0;
    for (int i = 0; i < 40000; ++i) {
      const ScopedBits scope(kBits[static_cast<std::size_t>(i) % kBits.size()]);
      Operand x, y, zero;
      draw_pair(x, y, random);
      zero.thin = true;
      for (Number& point : zero.points) mpfr_set_zero(point.v, 1);
      const Verdict verdict = is_less(x.ball, y.ball);
      ++seen[static_cast<std::size_t>(verdict)];
      REQUIRE(agrees(verdict, x, y, less));
      REQUIRE(agrees(is_positive(x.ball), zero, x, less));
      REQUIRE(agrees(is_negative(x.ball), x, zero, less));
      REQUIRE(agrees(negate(is_nonnegative(x.ball)), x, zero, less));
      // The false twin compares the middles.
      caught += !agrees(is_less(x.ball.midpoint(), y.ball.midpoint()), x, y, less);
    }
    for (const int times : seen) CHECK(times > 3000);
    CHECK(caught > 5000);
  }

  TEST_CASE("inside, overlap and membership agree with the ends") {
    Random random(4);
    std::array<int, 3> seen{};
    int disjoint = 0;
    for (int i = 0; i < 30000; ++i) {
      const ScopedBits scope(kBits[static_cast<std::size_t>(i) % kBits.size()]);
      Operand x, y;
      draw_pair(x, y, random);
      const Verdict inside = is_inside(y.ball, x.ball);
      ++seen[static_cast<std::size_t>(inside)];
      REQUIRE((inside == Verdict::undecided) == (x.nan || !is_finite(y.ball)));
      if (x.nan || y.nan) continue;
      const Ends of_x(x.ball), of_y(y.ball);
      if (inside == Verdict::refuted)
        REQUIRE((mpfr_less_p(of_y.left.v, x.points[0].v) || mpfr_less_p(x.points[1].v, of_y.right.v)));
      if (!overlaps(x.ball, y.ball)) {
        ++disjoint;
        REQUIRE_THROWS_AS(intersect(x.ball, y.ball), Error);
      } else {
        REQUIRE_FALSE((mpfr_less_p(of_x.right.v, of_y.left.v) || mpfr_less_p(of_y.right.v, of_x.left.v)));
      }
      for (const Number& p : y.points) {
        const bool member = contains(x.ball, real(p.v));
        if (member) REQUIRE_FALSE(is_out(p.v, of_x));
        if (mpfr_number_p(p.v)) REQUIRE(contains(x.ball, rational(p.v)) == member);
        if (inside == Verdict::proved) REQUIRE(member);
        if (!is_finite(x.ball) || !is_in(p.v, x)) continue;
        REQUIRE(member);
        REQUIRE(overlaps(x.ball, y.ball));
        REQUIRE_FALSE(is_out(p.v, Ends(intersect(x.ball, y.ball))));
        if (mpfr_zero_p(p.v)) REQUIRE(contains_zero(x.ball));
      }
    }
    for (const int times : seen) CHECK(times > 500);
    CHECK(disjoint > 5000);
  }

  TEST_CASE(
      "a pole, a branch point or a branch cut inside the ball gives no finite ball, or one that holds both sides") {
    Random random(5);
    for (int i = 0; i < 20000; ++i) {
      const ScopedBits scope(kBits[static_cast<std::size_t>(i) % kBits.size()]);
      Operand x, y;
      draw_operand(x, random, kNear);
      draw_operand(y, random, kNear);
      if (x.thin || mpfr_sgn(x.points[0].v) >= 0 || mpfr_sgn(x.points[1].v) <= 0) continue;
      const Ball& around_zero = x.ball;
      CHECK_FALSE(is_finite(y.ball / around_zero));
      CHECK_FALSE(is_finite(log(around_zero)));
      CHECK_FALSE(is_finite(sqrt(around_zero)));
      CHECK_FALSE(is_finite(tan(Ball::pi() / Ball(2) + around_zero)));
      CHECK(is_positive(y.ball / around_zero) == Verdict::undecided);
      const Ends turn(atan2(around_zero, Ball(-1)));
      Number pi(Operand::bits());
      mpfr_const_pi(pi.v, MPFR_RNDN);
      CHECK_FALSE(is_out(pi.v, turn));
      mpfr_neg(pi.v, pi.v, MPFR_RNDN);
      CHECK_FALSE(is_out(pi.v, turn));
    }
  }

  TEST_CASE("integers and MPFR numbers are exact, rationals and pi enclosed closely") {
    Random random(6);
    int caught = 0;
    for (int i = 0; i < 20000; ++i) {
      const ScopedBits scope(kBits[static_cast<std::size_t>(i) % kBits.size()]);
      Rational q(static_cast<long>(random() >> 2), static_cast<long>(random() % 1000000 + 1));
      if (i % 2) q = -q;
      for (int power = pick(random, 4); power > 0; --power) q *= q;
      const Ball x(q);
      const Ends ends(x);
      REQUIRE(mpfr_cmp_q(ends.left.v, q.backend().data()) <= 0);
      REQUIRE(mpfr_cmp_q(ends.right.v, q.backend().data()) >= 0);
      REQUIRE(is_less(abs(x - x), square(x) * Ball(Rational(1, 4))) != Verdict::refuted);
      caught += !contains(x.midpoint(), q);
      Number number(working_bits());
      draw(number.v, random, kFar);
      const Ends same(Ball::exactly(real(number.v)));
      REQUIRE(mpfr_equal_p(same.left.v, number.v));
      REQUIRE(mpfr_equal_p(same.right.v, number.v));
    }
    CHECK(caught > 5000);
    for (const slong bits : kBits) {
      const ScopedBits scope(bits);
      Number pi(bits + 64), width(64);
      mpfr_const_pi(pi.v, MPFR_RNDN);
      const Ends ends(Ball::pi());
      CHECK(mpfr_less_p(ends.left.v, pi.v));
      CHECK(mpfr_less_p(pi.v, ends.right.v));
      mpfr_sub(width.v, ends.right.v, ends.left.v, MPFR_RNDU);
      CHECK(mpfr_cmp_ui_2exp(width.v, 1, 4 - bits) <= 0);
      constexpr long least = std::numeric_limits<long>::min();
      constexpr unsigned long most = std::numeric_limits<unsigned long>::max();
      CHECK(lower_rational(Ball(least)) == Rational(least));
      CHECK(upper_rational(Ball(least)) == Rational(least));
      CHECK(lower_rational(Ball(most)) == Rational(most));
      CHECK(upper_rational(Ball(most)) == Rational(most));
    }
  }

  TEST_CASE("ends as balls, as fractions and in decimals lie outside the ball, and closely") {
    Random random(7);
    for (int i = 0; i < 6000; ++i) {
      const ScopedBits scope(kBits[static_cast<std::size_t>(i) % kBits.size()]);
      Operand x;
      draw_operand(x, random, 60);
      const Ball lower = x.ball.lower(), upper = x.ball.upper();
      if (x.nan) {
        CHECK_FALSE((is_finite(lower) || is_finite(upper)));
        continue;
      }
      const Ends lower_end(lower), upper_end(upper);
      REQUIRE(mpfr_lessequal_p(lower_end.right.v, x.points[0].v));
      REQUIRE(mpfr_lessequal_p(x.points[1].v, upper_end.left.v));
      if (!is_finite(x.ball)) {
        CHECK_THROWS_AS(lower_rational(x.ball), Error);
        continue;
      }
      const Rational lo = rational(x.points[0].v), hi = rational(x.points[1].v);
      const auto just_below = [](const Rational& outer, const Rational& inner) {
        return outer <= inner && inner - outer <= abs(inner) / (Integer(1) << 60);
      };
      REQUIRE(just_below(lower_rational(x.ball), lo));
      REQUIRE(just_below(-upper_rational(x.ball), -hi));
      const auto [left, right] = decimal_endpoints(x.ball, 12);
      const Rational down = parse_rational(left, "left"), up = parse_rational(right, "right");
      REQUIRE(down <= lo);
      REQUIRE(hi <= up);
      REQUIRE(lo - down <= abs(lo) / 10000000000);
      REQUIRE(up - hi <= abs(hi) / 10000000000);
      const auto [middle, radius] = read_ball(to_decimal(x.ball, 12));
      REQUIRE(middle - radius <= lo);
      REQUIRE(hi <= middle + radius);
    }
  }
}
