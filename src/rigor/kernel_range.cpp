#include "rigor/kernel_range.hpp"

#include "core/error.hpp"

namespace noiseproof {
namespace {

Ball slope(const Ball& x) { return x * sin(x); }
Ball bend(const Ball& x) { return sin(x) + x * cos(x); }
Ball bend_slope(const Ball& x) { return Ball(2) * cos(x) - x * sin(x); }

/// A maximum of a function that grows before the place and falls after.
struct Peak {
  Ball place;
  Ball value;
};

/// The peak at the sign change (positive to negative) of `derivative` in [lo, hi].
Peak peak_of(const RealFunction& f, const RealFunction& derivative, const Bounds& around) {
  const auto place =
      bracket_root([&](const Ball& x) { return -derivative(x); }, around, static_cast<int>(working_bits()));
  if (!place)
    throw Error(Error::Kind::arithmetic, "kernel_range", "the peak of a derivative of h is not where it must be");
  return {ball_over(*place), f(ball_over(*place))};
}

/// Recomputed only when the thread's precision changes.
template <class Make>
const Peak& cached(Peak& slot, slong& bits, const Make& make) {
  if (bits != working_bits()) {
    slot = make();
    bits = working_bits();
  }
  return slot;
}

const Peak& slope_peak() {
  thread_local Peak slot;
  thread_local slong bits = 0;
  return cached(slot, bits, [] { return peak_of(slope, bend, {2, Rational(21, 10)}); });
}

const Peak& bend_peak() {
  thread_local Peak slot;
  thread_local slong bits = 0;
  return cached(slot, bits, [] { return peak_of(bend, bend_slope, {1, Rational(11, 10)}); });
}

/// Range over [lo, hi] of a function that grows up to the peak and falls after it.
Ball unimodal_range(const RealFunction& f, const Peak& peak, const Ball& lo, const Ball& hi) {
  const Ball at_lo = f(lo), at_hi = f(hi);
  Ball out = Ball::hull(at_lo, at_hi);
  if (is_less(hi, peak.place) != Verdict::proved && is_less(peak.place, lo) != Verdict::proved)
    out = Ball::hull(out, peak.value);
  return out;
}

}  // namespace

Ball kernel_range(const Ball& d) { return h(d); }

Ball kernel_derivative_range(const Ball& d) {
  const Ball lo = d.lower(), hi = d.upper();
  if (is_less(Ball(-1), lo) != Verdict::proved || is_less(hi, Ball(Rational(9, 2))) != Verdict::proved)
    return -slope(d);
  // x sin x is even: a ball that reaches below 0 is folded over; -lo <= 1 lies before the peak.
  if (is_nonnegative(lo) == Verdict::proved) return -unimodal_range(slope, slope_peak(), lo, hi);
  const Ball reach = max(-lo, hi);
  return -unimodal_range(slope, slope_peak(), Ball(0), reach);
}

Ball kernel_second_derivative_range(const Ball& d) {
  const Ball lo = d.lower(), hi = d.upper();
  if (is_less(Ball(-1), lo) != Verdict::proved || is_less(hi, Ball(Rational(18, 5))) != Verdict::proved) return bend(d);
  return unimodal_range(bend, bend_peak(), lo, hi);
}

}  // namespace noiseproof
