#include "rigor/self_check.hpp"

#include "core/error.hpp"

namespace noiseproof {
namespace {

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  throw Error(Error::Kind::arithmetic, "self-check of the arithmetic",
              name + " " + why + ": nothing can be proved with it");
}

Bounds decimal(const std::string& lo, const std::string& hi) {
  return {parse_rational(lo, "self-check"), parse_rational(hi, "self-check")};
}

Bounds exactly(const Rational& x) { return {x, x}; }

/// Answers that must not be guessed: overlap, NaN, a division by an interval that holds 0.
void require_honest_answers() {
  const Ball unit = Ball::hull(Ball(-1), Ball(1));
  if (is_positive(unit) != Verdict::undecided) refuse("the sign of [-1, 1]", "was decided");
  if (is_positive(Ball::nan()) != Verdict::undecided) refuse("the sign of NaN", "was decided");
  if (is_positive(sqrt(Ball(-1))) != Verdict::undecided) refuse("the sign of sqrt(-1)", "was decided");
  if (is_less(unit, unit) != Verdict::undecided) refuse("[-1, 1] < [-1, 1]", "was decided");
  if (is_finite(Ball(1) / unit)) refuse("1/[-1, 1]", "came out finite");
  if (is_positive(Ball(2)) != Verdict::proved || is_negative(Ball(2)) != Verdict::refuted)
    refuse("the sign of 2", "is wrong");
}

}  // namespace

void require_enclosures(const std::vector<KnownValue>& values) {
  const Rational widest(1, Integer(1) << 40);
  for (const KnownValue& v : values) {
    if (!is_finite(v.computed)) refuse(v.name, "is not finite");
    const Rational lo = lower_rational(v.computed), hi = upper_rational(v.computed);
    if (v.truth.hi < lo || hi < v.truth.lo) refuse(v.name, "does not enclose its known value");
    if (hi - lo > widest) refuse(v.name, "is enclosed too widely");
  }
}

std::vector<KnownValue> known_values() {
  const Ball third(Rational(1, 3)), one(1), two(2);
  const Ball big(Rational(Integer(1) << 300));
  std::vector<KnownValue> out{
      {"pi", Ball::pi(),
       decimal("3.14159265358979323846264338327950288419716939937510",
               "3.14159265358979323846264338327950288419716939937511")},
      {"1/3", third, exactly(Rational(1, 3))},
      {"3 (1/3) - 1", Ball(3) * third - one, exactly(0)},
      {"0.1 + 0.2", Ball(Rational(1, 10)) + Ball(Rational(1, 5)), exactly(Rational(3, 10))},
      {"1 - 1/3", one - third, exactly(Rational(2, 3))},
      {"2/7", two / Ball(7), exactly(Rational(2, 7))},
      {"sqrt(2)^2", square(sqrt(two)), exactly(2)},
      {"sqrt(2)", sqrt(two),
       decimal("1.41421356237309504880168872420969807856967187537694",
               "1.41421356237309504880168872420969807856967187537695")},
      {"e", exp(one),
       decimal("2.71828182845904523536028747135266249775724709369995",
               "2.71828182845904523536028747135266249775724709369996")},
      {"log 2", log(two),
       decimal("0.69314718055994530941723212145817656807550013436025",
               "0.69314718055994530941723212145817656807550013436026")},
      {"sin 1", sin(one),
       decimal("0.84147098480789650665250232163029899962256306079837",
               "0.84147098480789650665250232163029899962256306079838")},
      {"cos 1", cos(one),
       decimal("0.54030230586813971740093660744297660373231042061792",
               "0.54030230586813971740093660744297660373231042061793")},
      {"4 atan 1 - pi", Ball(4) * atan(one) - Ball::pi(), exactly(0)},
      {"h(1)", h(one),
       decimal("0.30116867893975678925156571418732239589025264018044",
               "0.30116867893975678925156571418732239589025264018045")},
      {"h(1/1024) 1024^3", h(Ball(Rational(1, 1024))) * pow(Ball(1024), 3),
       decimal("0.33333330154419", "0.33333330154420")},
      {"h(pi)", h(Ball::pi()),
       decimal("3.14159265358979323846264338327950288419716939937510",
               "3.14159265358979323846264338327950288419716939937511")},
  };
  // Cancellation must widen the ball, not lose the 1: at few bits the result is wide, so only its truth is asked.
  const Ball rest = (big + one) - big;
  if (!contains(rest, Rational(1))) refuse("(2^300 + 1) - 2^300", "lost the 1");
  return out;
}

void self_check() {
  static const std::string failure = [] {
    try {
      require_honest_answers();
      for (const slong bits : {64, 128, 512}) {
        const ScopedBits precision(bits);
        require_enclosures(known_values());
      }
    } catch (const Error& e) {
      return std::string(e.what());
    }
    return std::string();
  }();
  if (!failure.empty()) throw Error(Error::Kind::arithmetic, "refused to prove", failure);
}

}  // namespace noiseproof
