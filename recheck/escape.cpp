// Noise-annealed escape: phase I by one Lyapunov function, phase II by a worst-case orbit.
#include "items.hpp"
#include "noise_step.hpp"
#include "taylor.hpp"

namespace recheck {
namespace {

constexpr int kThinOrbitBits = 128, kStepBits = 64;
constexpr long kMostNoisySteps = 50000000, kMostLevels = 1000, kMostStrips = 4096;

struct Level {
  mpq_class eta, rho_w, rho_a;
  long steps = 0;
};

struct Run {
  Escape phase_one;
  long burn_in = 0, steps = 0;
  mpq_class start_radius_sq, accuracy, failure;
  std::vector<Level> phase_two;
};

/// Throws unless the answer, at the current precision, is yes.
void hold(Answer answer, const Node& where, const std::string& what) {
  demand({answer, Precision::bits()}, where, what, Failure::incomplete);
}

mpq_class read_positive(const Node& parent, const char* key) {
  const mpq_class out = parent.at(key).rational();
  if (out <= 0) parent.at(key).malformed("must be positive");
  return out;
}
mpq_class read_not_negative(const Node& parent, const char* key) {
  const mpq_class out = parent.at(key).rational();
  if (out < 0) parent.at(key).malformed("must not be negative");
  return out;
}

Run read_run(const Node& item) {
  item.fields({"kind", "statement", "instance", "start_radius_sq", "phase_one", "phase_two", "accuracy", "failure",
               "hints", "says", "verdict"});
  item.at("statement").one_of({"escape_probability"});
  const Node one = item.at("phase_one"), two = item.at("phase_two"), hints = item.at("hints");
  one.fields({"eta", "rho_w", "rho_a", "burn_in", "steps", "theta1", "theta2", "delta", "corrector", "good_cot_sq",
              "split", "top", "lambda"},
             {"law", "band"});
  hints.fields({"panels", "zeta_nodes", "strips"});
  Run out;
  out.start_radius_sq = read_not_negative(item, "start_radius_sq");
  out.accuracy = read_positive(item, "accuracy"), out.failure = read_positive(item, "failure");
  if (out.accuracy > 1) item.at("accuracy").malformed("says nothing above 1");
  if (out.failure >= 1) item.at("failure").malformed("says nothing from 1 on");
  Escape& escape = out.phase_one;
  escape.in = read_instance(item.at("instance"));
  escape.eta = read_positive(one, "eta"), escape.rho_w = read_positive(one, "rho_w"),
  escape.rho_a = read_not_negative(one, "rho_a");
  escape.theta1 = read_positive(one, "theta1"), escape.theta2 = read_positive(one, "theta2");
  escape.delta = read_positive(one, "delta"), escape.corrector = read_not_negative(one, "corrector");
  escape.split = read_positive(one, "split"), escape.top = read_positive(one, "top"),
  escape.lambda = read_positive(one, "lambda");
  if (escape.theta2 < escape.theta1) one.at("theta2").malformed("must be at least theta1");
  if (escape.lambda > 1) one.at("lambda").malformed("must be at most 1");
  escape.good_cot_sq = read_positive(one, "good_cot_sq");
  out.burn_in = one.at("burn_in").integer(0, kMostNoisySteps), out.steps = one.at("steps").integer(0, kMostNoisySteps);
  for (const char* prover : {"panels", "zeta_nodes"}) hints.at(prover).integer(1, kMostStrips);
  escape.strips = hints.at("strips").integer(1, kMostStrips);
  if (one.has("law")) {
    const Node law = one.at("law");
    law.fields({"nu", "gbar"});
    escape.law = Escape::Law{read_positive(law, "nu"), read_positive(law, "gbar")};
    if (escape.rho_w <= 1) one.at("rho_w").incomplete("is not above 1");
  }
  if (one.has("band")) escape.band = read_positive(one, "band");
  if (escape.band && escape.law) one.at("band").incomplete("asks for a mean of g(phi~) that is the same for every w");
  if (2 * escape.theta1 > escape.in.p - 1) one.at("theta1").incomplete("is above (p - 1)/2");
  if (two.size() > static_cast<std::size_t>(kMostLevels)) two.malformed("has absurdly many levels");
  long steps = 0;
  for (std::size_t i = 0; i < two.size(); ++i) {
    const Node level = two.entry(i);
    level.fields({"eta", "rho_w", "rho_a", "steps"});
    out.phase_two.push_back({read_positive(level, "eta"), read_not_negative(level, "rho_w"),
                             read_not_negative(level, "rho_a"), level.at("steps").integer(0, kMostNoisySteps)});
    if (out.phase_two.back().rho_w >= 1) level.at("rho_w").incomplete("is not below 1");
    steps += out.phase_two.back().steps;
    if (steps > kMostNoisySteps) two.undecided("has absurdly many steps");
  }
  return out;
}

/// Where u <- (1 - rate) u + rate v, v in `input`, is after n steps and from then on; 0 < rate < 2.
Span kept(const Interval& rate, const Span& input, const Span& start, long n) {
  const Interval one(1), stay = one - rate, factor = abs(stay), memory = raised(factor, n);
  if (is_at_least_zero(stay) == Answer::yes)
    return {lower_end(input.lo - memory * positive_part(input.lo - start.lo)),
            upper_end(input.hi + memory * positive_part(start.hi - input.hi))};
  const Interval middle = (input.lo + input.hi) / Interval(2), half = (input.hi - input.lo) / Interval(2);
  const Interval reach = half * rate / (one - factor), first = max(start.hi - middle, middle - start.lo);
  const Interval radius = reach + memory * positive_part(first - reach);
  return {lower_end(middle - radius), upper_end(middle + radius)};
}

/// Where a is: x = a.u1, y = a.u2, and the length of what is across both; unless it has left the band, which it has at
/// any one step with a probability of at most `left`.
struct Weight {
  Span x, y;
  Interval across, left;
};

/// Confines u <- (1 - c m) u + c (m rest + e (g(phi~) - mean) - m eps) to within `band` of `rest`; the probability that
/// it is not there after n steps. That sum of independent angles is, but for what is certain, one of martingale
/// differences, of which the j-th from the end lies in an interval of length c e pi q^j, q = |1 - c m| (Hoeffding).
struct Pull {
  Interval c, m, e, rest, shift, chi;
};
Interval confine(const Pull& at, const Interval& band, const Interval& start, long n, Span& u) {
  const Interval one(1), two(2), pi = Interval::pi(), low = lower_end(at.rest - band), high = upper_end(at.rest + band);
  if (both(is_positive(u.lo - low), is_positive(high - u.hi)) == Answer::yes) return Interval(0);
  const Interval q = abs(one - at.c * at.m), lasting = one / (one - q);
  // What is left of the start, the noise in a, and the bias of g(phi~): E f <= (1 + chi) U f for g and for pi - g.
  const Interval certain =
      raised(q, n) * (start + abs(at.rest)) + lasting * at.c * (at.m * at.shift + at.e * pi * at.chi);
  const Interval room = band - certain;
  if (is_positive(room) == Answer::no) return one;  // it may always be outside
  if (is_positive(room) != Answer::yes) return Interval::nan();
  u = {max(u.lo, low), min(u.hi, high)};
  const Interval spread = sqr(at.c * at.e * pi) / (one - sqr(q));
  return upper_end(two * exp(-(two * sqr(room) / spread)));
}

/// After n steps of phase I, and from then on, from the ball of starts or from the spurious point.
Weight weight_after(const Run& run, long n) {
  const Landscape land(run.phase_one.in);
  const Interval c = Interval(run.phase_one.eta) / (Interval(2) * land.pi), shift(run.phase_one.rho_a), zero(0);
  const Interval radius = sqrt(Interval(run.start_radius_sq)), one(1);
  const Interval spurious_x = land.e1 * (land.m1 - land.pi) / land.m1, spurious_y = -land.e2 / land.m2;
  Weight out;
  out.x = kept(c * land.m1, {spurious_x - shift, land.e1 + shift}, {-radius, max(radius, spurious_x)}, n);
  out.y = kept(c * land.m2, {spurious_y - shift, land.e2 + shift}, {min(-radius, spurious_y), radius}, n);
  out.across = kept(c * land.m2, {-shift, shift}, {-radius, radius}, n).hi;
  if (const Escape& at = run.phase_one; at.band) {
    const Potential potential(at);  // for the means over the uniform direction
    const Interval band = Interval(*at.band) * sqrt(Interval(at.in.norm_sq));
    const Interval chi = raised(Interval(mpq_class(1 + 1 / at.rho_w)), at.in.p) - one;
    out.left = confine({c, land.m1, land.e1, potential.fixed_x, shift, chi}, band, max(radius, spurious_x), n, out.x) +
               confine({c, land.m2, land.e2, potential.fixed_y, shift, chi}, band, max(radius, -spurious_y), n, out.y);
  }
  return out;
}

/// Bounds, from one side each, of what a step with any noise can make of them: phi from above, a from below and above.
class Orbit {
 public:
  Orbit(const Run& run, const Node& where)
      : land_(run.phase_one.in), norm_(sqrt(Interval(run.phase_one.in.norm_sq))), where_(where) {
    at_ = weight_after(run, run.burn_in + run.steps);
    phi_ = upper_end(Interval(2) * atan(Interval(1) / sqrt(Interval(run.phase_one.good_cot_sq))));
  }

  void descend(const Level& level) {
    const Interval one(1), zero(0), &pi = land_.pi;
    const Interval c = Interval(level.eta) / (Interval(2) * pi), rho(level.rho_w), shift(level.rho_a);
    const Interval turned = arc_sine(rho), keep_x = one - c * land_.m1, keep_y = one - c * land_.m2;
    hold(is_at_least_zero(keep_x), where_, "eta (k+pi-1) <= 2 pi in phase II");
    const Interval base = land_.m1 - pi, up_x = c * land_.m1 * (land_.e1 + shift),
                   up_y = c * land_.m2 * (land_.e2 + shift);
    for (long i = 0; i < level.steps; ++i) {
      const Interval least = lower_end(land_.e1 * at_.x.lo + land_.e2 * at_.y.lo - shift * norm_);
      const Interval most = upper_end(land_.e1 * at_.x.hi + land_.e2 * at_.y.hi + shift * norm_);
      const Interval steepest = c * pi * max(most, max(-least, zero));
      // Under this the bounds move monotonically, and W is turned by less than a right angle.
      hold(is_at_least_zero(one - steepest), where_, "c pi |alpha~| <= 1 in phase II");
      const Interval sine = positive_part(sin(phi_)), far = min(pi, phi_ + turned);
      const Interval pull = c * positive_part(least) * positive_part(pi - phi_ - turned) * sine;
      const Interval push = c * positive_part(-least) * min(pi, pi - phi_ + turned) * sine;
      phi_ = upper_end(min(pi, phi_ - atan(pull) + atan(push) + arc_sine(steepest * rho)));
      const Interval kernel = positive_part(sin(far) + (pi - far) * cos(far));
      at_.x.lo = lower_end(keep_x * at_.x.lo + c * ((base + kernel) * land_.e1 - land_.m1 * shift));
      at_.y.lo = lower_end(keep_y * at_.y.lo + c * ((kernel - one) * land_.e2 - land_.m2 * shift));
      at_.x.hi = upper_end(keep_x * at_.x.hi + up_x), at_.y.hi = upper_end(keep_y * at_.y.hi + up_y);
      at_.across = upper_end(keep_y * at_.across + c * land_.m2 * shift);
    }
  }

  /// The probability that a is not where the orbit starts from; a precision of its own may cut what another did not.
  const Interval& left() const { return at_.left; }

  Answer arrived(const mpq_class& accuracy) const {
    const Interval x = max(land_.e1 - at_.x.lo, at_.x.hi - land_.e1), y = max(land_.e2 - at_.y.lo, at_.y.hi - land_.e2);
    return both(is_at_least_zero(Interval(accuracy) - phi_),
                is_at_least_zero(Interval(accuracy) * norm_ - sqrt(sqr(x) + sqr(y) + sqr(at_.across))));
  }

 private:
  /// For 0 <= x < 1; a NaN or infinite for what may be more.
  static Interval arc_sine(const Interval& x) { return atan(x / sqrt(Interval(1) - sqr(x))); }
  Landscape land_;
  Interval norm_, phi_;
  Weight at_;
  Node where_;  // a copy: it is made of a temporary
};

/// (1 - lambda)^steps F_0 + b/lambda, and the probability `leaving` of ever leaving the band: that of phase I ending at
/// an angle above the good one.
Interval bad_probability(const Run& run, const Potential& potential, const Span& z, const Interval& leaving,
                         const Node& where) {
  const Escape& at = run.phase_one;
  const Interval one(1), two(2), zero(0), delta(at.delta), lambda(at.lambda);
  const Span alpha = potential.alpha();
  const Interval reach = Interval(at.rho_a) * sqrt(Interval(at.in.norm_sq));
  // |s X| <= sine: w turns by less than asin of it. d sin d on [0, pi] is at most -min g'.
  const Interval sine = potential.c * max(alpha.hi + reach, reach - alpha.lo) * -kernel_derivative(0, 1).least;
  hold(is_positive(one - sine), where, "steps of phase I that turn w by less than a right angle");
  const Interval half_turn = sine / (one + sqrt(one - sqr(sine))), tau = one / sqrt(Interval(at.top));
  const Interval room = one - tau * half_turn;
  hold(is_positive(room), where, "room for one step above top");
  const Interval after = sqr(room / (tau + half_turn));  // cot^2 of half the angle after that step
  const Interval level = (Interval(at.good_cot_sq) + delta) * exp(z.hi - z.lo);
  const Interval start = power(level / delta, at.theta1), strays = power(level / (after + delta), at.theta2);
  return raised(Interval(mpq_class(1 - at.lambda)), run.steps) * start + strays / lambda + leaving;
}

}  // namespace

std::size_t check_escape(const Node& item) {
  Run run = read_run(item);
  const Node one = item.at("phase_one");
  Interval leaving;
  {
    const Precision scope(kThinOrbitBits);
    const Landscape land(run.phase_one.in);
    hold(is_positive(Interval(4) * land.pi - Interval(run.phase_one.eta) * land.m1), one.at("eta"),
         "eta (k+pi-1) < 4 pi");
    Orbit orbit(run, item.at("phase_two"));
    leaving = orbit.left();
    for (const Level& level : run.phase_two) orbit.descend(level);
    hold(orbit.arrived(run.accuracy), item.at("phase_two"), "the arrival of the worst orbit within the accuracy");
  }
  const Precision scope(kStepBits);
  const Weight box = weight_after(run, run.burn_in);
  run.phase_one.x = box.x, run.phase_one.y = box.y;
  leaving = leaving + Interval(run.steps + 1) * box.left;
  const Potential potential(run.phase_one);
  const Span z = potential.range(potential.alpha());
  hold(is_at_least_zero(Interval(run.failure) - bad_probability(run, potential, z, leaving, one)), item.at("failure"),
       "the failure probability of phase I");
  return check_noise_step(run.phase_one, potential, one);
}

}  // namespace recheck
