// Numbers and ranges: the quantity is evaluated anew; the stored bounds are what is tested.
#include "items.hpp"

namespace recheck {
namespace {

/// E |xi|^3/sigma^3 for a normal vector of n = p - 1 entries: 2 sqrt 2 R(p), R(p) = Gamma((p+2)/2)/Gamma((p-1)/2),
/// where R(2) = 1/sqrt pi, R(3) = 3 sqrt(pi)/4 and R(p+2) = R(p) (p+2)/(p-1).
Interval third_moment(long p) {
  const Interval root = sqrt(Interval::pi());
  Interval ratio = p % 2 == 0 ? Interval(1) / root : Interval(3) * root / Interval(4);
  for (long q = 2 + p % 2; q < p; q += 2) ratio = ratio * Interval(q + 2) / Interval(q - 1);
  return sqrt(Interval(8)) * ratio;
}

Range kernel_range(const std::string& name, const Node& at) {
  at.fields({"t"});
  const std::vector<mpq_class> t = at.at("t").rationals(2);
  if (t[0] < 0 || t[0] > t[1] || t[1] > 1) at.at("t").malformed("must satisfy 0 <= t0 <= t1 <= 1");
  if (name == "kernel") return {kernel(t[1]), kernel(t[0])};
  return name == "kernel_derivative" ? kernel_derivative(t[0], t[1]) : kernel_second_derivative(t[0], t[1]);
}

Interval at_student(const std::string& name, const Node& at, const Instance& instance) {
  const Student student(at, instance);
  if (name == "loss") return at.fields({"w", "a"}), student.loss();
  at.fields({"w", "a", "index"});
  const bool of_w = name == "gradient_w";
  const auto i = static_cast<std::size_t>(at.at("index").integer(0, (of_w ? instance.p : instance.k) - 1));
  return of_w ? student.gradient_w(i) : student.gradient_a(i);
}

Interval sharpness(const std::string& name, const Node& at, const Instance& in) {
  at.fields({"point"});
  const bool best = at.at("point").one_of({"global_optimum", "spurious_point"}) == "global_optimum";
  const Landscape land(in);
  const Interval two_pi = Interval(2) * land.pi;
  if (name == "rise_order3") {
    const Interval growth = best ? Interval(mpq_class(-in.norm_sq)) : land.c;
    return growth * third_moment(in.p) / (Interval(3) * two_pi);
  }
  const Interval in_w = best ? Interval(mpq_class(in.norm_sq / 2)) : Interval(0);  // p - 1 times
  if (name == "hessian_largest") return max(land.m1 / two_pi, in_w);
  const Interval trace = Interval(in.p - 1) * in_w + (Interval(in.k - 1) * land.m2 + land.m1) / two_pi;
  return name == "hessian_trace" ? trace : trace / Interval(2);
}

Interval constant(const std::string& name, const Landscape& land) {
  if (name == "threshold") return land.m1 / land.pi;
  if (name == "spurious_alpha") return -land.c;
  if (name == "saddle_kernel_value") return land.saddle_kernel;
  if (name == "saddle_x") return (land.m1 - land.pi + land.saddle_kernel) * land.e1 / land.m1;
  if (name == "saddle_y") return (land.saddle_kernel - Interval(1)) * land.e2 / land.m2;
  if (name == "saddle_loss") return land.least_loss(land.saddle_kernel);
  return land.growth_radius();
}

Range evaluate(const std::string& name, const Node& at, const Instance& instance) {
  if (name.starts_with("kernel")) return kernel_range(name, at);
  if (name == "loss" || name.starts_with("gradient_")) return at_student(name, at, instance);
  if (name.starts_with("hessian_") || name.starts_with("rise_")) return sharpness(name, at, instance);
  if (name == "pair_bound") return at.fields({"p"}), pair_bound(at.at("p").integer(2, 100));
  at.fields({});
  return constant(name, Landscape(instance));
}

/// Whether the d in (0, pi) with h(d) = `level` is at least (at most) the number `bound`, by the sign of h(bound) -
/// level.
Answer root_at_least(const Interval& bound, const Interval& level) {
  const Answer low = negation(is_positive(bound)), high = is_at_least_zero(bound - Interval::pi());
  const Answer inside = both(negation(low), negation(high));
  if (low == Answer::yes) return Answer::yes;
  if (high == Answer::yes) return Answer::no;
  return inside == Answer::yes ? is_at_least_zero(level - h(bound)) : Answer::unknown;
}

Answer angle_within(bool growth, const Instance& in, const mpq_class& lo, const mpq_class& hi) {
  const Landscape land(in);
  const Interval level = growth ? Interval(2) * land.saddle_kernel : land.saddle_kernel;
  // For the saddles the bounds are of phi = pi - d.
  const Interval least = growth ? Interval(lo) : land.pi - Interval(hi);
  const Interval most = growth ? Interval(hi) : land.pi - Interval(lo);
  const Answer below = root_at_least(most, level);  // yes: the root is >= most, which only equality could forgive
  return both(root_at_least(least, level), negation(below));
}

/// The level is unique, and the excess rises through 0 there.
Decision level_within(const Node& item, const mpq_class& lo, const mpq_class& hi) {
  const Node at = item.at("at");
  at.fields({"injection", "k", "p", "r"});
  const bool raw = at.at("injection").one_of({"raw", "normalized"}) == "raw";
  const long p = at.at("p").integer(2, kMostLevelInputs);
  Instance in;
  in.k = at.at("k").integer(1, kMaxUnits), in.r = at.at("r").rational(), in.norm_sq = 1;
  if (in.r < 0 || in.r > in.k) at.at("r").malformed("must lie in [0, k]");
  if (!below_threshold(in.k, in.r, item)) item.untrue("there is no level: r is not below the threshold");
  if (lo <= 0 || hi > 1000000) item.malformed("lo, hi must lie in (0, 10^6]");
  if (lo <= 1 && hi >= 1) item.malformed("lo, hi must lie on one side of 1");
  const int lost = bits_lost_at_level(lo);
  return decide(128 + lost, 512 + lost, [&] {
    const Interval level = Landscape(in).saddle_kernel;
    return both(is_negative(level_excess(p, raw, lo, level)), is_positive(level_excess(p, raw, hi, level)));
  });
}

/// The largest rates of dissipation towards the teacher, without noise in w but for the part in a.
Decision rate_within(const std::string& name, const Node& at, const Instance& in, const mpq_class& lo,
                     const mpq_class& hi) {
  if (name == "rate_in_a") {
    at.fields({"rho"});
    const mpq_class rho = at.at("rho").rational(), lengthened = 1 + rho * rho * in.p / (in.p + 2);
    if (rho < 0 || rho > 1000000) at.at("rho").malformed("must lie in [0, 10^6]");
    return decide(kFirstBits, kMostBits, [&] {
      const Landscape land(in);
      return is_within((in.k == 1 ? land.m1 : land.m2) * Interval(lengthened) / (Interval(2) * land.pi), lo, hi);
    });
  }
  at.fields({"t"});
  const mpq_class t = at.at("t").rational();
  if (t <= 0 || t > mpq_class(1, 2)) at.at("t").malformed("must lie in (0, 1/2]");
  if (name == "rate_in_w")
    return decide(kFirstBits, kMostBits, [&] {
      return is_within((Interval(1) + cos_turn(t)) * Interval(mpq_class(1 - t)) / Interval(4), lo, hi);
    });
  // A rate that holds is at most the largest, one that does not is at least.
  const auto holds = [&](const mpq_class& rate) {
    return decide(kFirstBits, 2 * kFirstBits, [&] { return dissipates_jointly(in, t, rate); });
  };
  return both(holds(lo), negation(holds(hi)));
}

void check_decimal(const Node& item, const mpq_class& lo, const mpq_class& hi) {
  const Node decimal = item.at("decimal");
  if (decimal.size() != 2) decimal.malformed("must have 2 entries");
  if (decimal.entry(0).decimal() > lo || decimal.entry(1).decimal() < hi) decimal.untrue("does not enclose [lo, hi]");
}

}  // namespace

void demand(const Decision& decision, const Node& where, const std::string& what, Failure::Kind if_not) {
  if (decision.answer == Answer::no) throw Failure{if_not, where.path(), what + " is false"};
  if (decision.answer == Answer::unknown)
    where.undecided(what + " cannot be decided with " + std::to_string(decision.bits) + " bits");
}

std::pair<mpq_class, mpq_class> read_bounds(const Node& item) {
  const mpq_class lo = item.at("lo").rational(), hi = item.at("hi").rational();
  if (lo > hi) item.untrue("lo is greater than hi");
  check_decimal(item, lo, hi);
  return {lo, hi};
}

bool below_threshold(long k, const mpq_class& r, const Node& where) {
  const Decision answer = decide(kFirstBits, kMostBits, [&] {
    return is_positive(Interval(k - 1) + Interval(mpq_class(1 - r)) * Interval::pi());
  });
  if (answer.answer == Answer::unknown) demand(answer, where, "r < (k + pi - 1)/pi");
  return answer.answer == Answer::yes;
}

void check_enclosure(const Node& item, const Instance& instance) {
  item.fields({"kind", "quantity", "at", "lo", "hi", "decimal", "says", "verdict"}, {"sign"});
  const std::string name =
      item.at("quantity").one_of({"kernel",         "kernel_derivative", "kernel_second_derivative",
                                  "threshold",      "spurious_x",        "spurious_y",
                                  "spurious_alpha", "spurious_loss",     "saddle_kernel_value",
                                  "saddle_angle",   "saddle_x",          "saddle_y",
                                  "saddle_loss",    "growth_angle",      "growth_radius",
                                  "loss",           "gradient_w",        "gradient_a",
                                  "hessian_trace",  "hessian_largest",   "rise_order2",
                                  "rise_order3",    "pair_bound",        "critical_level",
                                  "rate_in_a",      "rate_in_w",         "joint_rate"});
  const auto [lo, hi] = read_bounds(item);
  if (item.has("sign")) {
    const bool positive = item.at("sign").one_of({"positive", "negative"}) == "positive";
    if (positive ? lo <= 0 : hi >= 0) item.at("sign").untrue("does not follow from [lo, hi]");
  }
  const Node at = item.at("at");
  const std::string what = name + " in [lo, hi]";
  if (name.starts_with("growth_") || name.starts_with("saddle_")) {
    if (!below_threshold(instance.k, instance.r, item))
      item.untrue(name + " does not exist: r is not below the threshold");
    // G <= 1 < pi/2 as r >= 0, so the other conditions hold.
  }
  if (name == "spurious_x" || name == "spurious_y" || name == "spurious_loss") {
    at.fields({});
    const auto inside = [&, lower = lo, upper = hi] {
      return name == "spurious_loss" ? is_within(spurious_loss_by_definition(instance), lower, upper)
                                     : stationary_within(name == "spurious_x", instance, lower, upper);
    };
    return demand(decide(kFirstBits, kMostQuadratureBits, inside), item, what);
  }
  if (name == "critical_level") return demand(level_within(item, lo, hi), item, what);
  if (name.ends_with("_rate") || name.starts_with("rate_"))
    return demand(rate_within(name, at, instance, lo, hi), item, what);
  if (name == "growth_angle" || name == "saddle_angle") {
    at.fields({});
    const auto inside = [&, lower = lo, upper = hi] {
      return angle_within(name == "growth_angle", instance, lower, upper);
    };
    return demand(decide(kFirstBits, kMostBits, inside), item, what);
  }
  const auto inside = [&, lower = lo, upper = hi] {
    const Range range = evaluate(name, at, instance);
    return both(is_within(range.least, lower, upper), is_within(range.greatest, lower, upper));
  };
  const bool grid = name == "pair_bound";  // more bits are a finer grid there
  demand(decide(grid ? 64 : kFirstBits, grid ? 1024 : kMostBits, inside), item, what);
}

bool check_comparison(const Node& item) {
  item.fields({"kind", "statement", "at", "says", "verdict"});
  item.at("statement").one_of({"r_below_threshold"});
  item.at("at").fields({"k", "r"});
  const long k = item.at("at").at("k").integer(1, kMaxUnits);
  const mpq_class r = item.at("at").at("r").rational();
  if (r < 0 || r > k) item.at("at").at("r").malformed("must lie in [0, k]");
  const bool stated = item.at("verdict").text() == "proved";
  if (below_threshold(k, r, item) != stated) item.at("verdict").untrue("r lies on the other side of the threshold");
  return stated;
}

namespace {

/// Loss or gradient at a student with an exact angle: the definition and the closed form are both in [lo, hi].
Decision definition_within(const std::string& name, const Node& at, const Instance& in, const mpq_class& lo,
                           const mpq_class& hi) {
  const bool of_loss = name == "loss_definition", of_w = name == "gradient_w_definition";
  if (of_loss)
    at.fields({"length", "t", "a"});
  else
    at.fields({"length", "t", "a", "index"});
  const Student x(at, in);
  const auto i = static_cast<std::size_t>(of_loss ? 0 : at.at("index").integer(0, of_w ? 1 : in.k - 1));
  const auto definition = [&] {
    return of_loss ? loss_by_definition(x, in)
           : of_w  ? gradient_w_by_definition(x, i == 1)
                   : gradient_a_by_definition(x, i);
  };
  const auto closed = [&] { return of_loss ? x.loss() : of_w ? x.gradient_w(i) : x.gradient_a(i); };
  return both(decide(kFirstQuadratureBits, kMostQuadratureBits, [&] { return is_within(definition(), lo, hi); }),
              decide(kFirstBits, kMostBits, [&] { return is_within(closed(), lo, hi); }));
}

}  // namespace

void check_integral(const Node& item, const Instance& instance) {
  item.fields({"kind", "statement", "at", "lo", "hi", "decimal", "says", "verdict"});
  const std::string name = item.at("statement")
                               .one_of({"radial_moment", "angular", "kernel_definition", "loss_definition",
                                        "gradient_w_definition", "gradient_a_definition"});
  const auto [lower, upper] = read_bounds(item);
  const mpq_class lo = lower, hi = upper;
  const Node at = item.at("at");
  Decision answer;
  if (name == "radial_moment") {
    at.fields({"n", "cut"});
    const int n = static_cast<int>(at.at("n").integer(1, 3));
    const mpq_class cut = at.at("cut").rational();
    if (n == 2) at.at("n").malformed("must be 1 or 3");
    if (cut <= 0 || cut > 64) at.at("cut").malformed("must lie in (0, 64]");
    answer =
        decide(kFirstQuadratureBits, kMostQuadratureBits, [&] { return is_within(radial_moment(n, cut), lo, hi); });
  } else if (name == "angular" || name == "kernel_definition") {
    at.fields({"t"});
    const mpq_class t = at.at("t").rational();
    if (t < 0 || t > 1) at.at("t").malformed("must lie in [0, 1]");
    const bool definition = name == "kernel_definition";
    answer = decide(kFirstQuadratureBits, kMostQuadratureBits, [&] {
      Interval value = angular_integral(t);
      if (definition)
        value = value * radial_moment(3, mpq_class(Precision::bits() / 9)) / (Interval(2) * Interval::pi());
      return is_within(value, lo, hi);
    });
    if (definition)
      answer = both(answer, decide(kFirstBits, kMostBits,
                                   [&] { return is_within(kernel(t) / (Interval(2) * Interval::pi()), lo, hi); }));
  } else {
    answer = definition_within(name, at, instance, lo, hi);
  }
  demand(answer, item, "the integral in [lo, hi]");
}

void check_region(const Node& item, const Instance& instance) {
  item.fields({"kind", "statement", "angle", "radius", "says", "verdict"});
  item.at("statement").one_of({"strict_minimum_region"});
  const mpq_class angle = item.at("angle").rational(), radius = item.at("radius").rational();
  if (angle <= 0) item.at("angle").incomplete("is not positive");
  if (radius <= 0) item.at("radius").incomplete("is not positive");
  if (!below_threshold(instance.k, instance.r, item))
    item.untrue("the spurious point is no minimum: r is not below the threshold");
  demand(decide(kFirstBits, kMostBits, [&] { return is_less(Interval(angle), Interval::pi()); }), item.at("angle"),
         "angle < pi");
  demand(decide(kFirstBits, kMostBits,
                [&] { return is_less(h(Interval(angle)), Interval(2) * Landscape(instance).saddle_kernel); }),
         item.at("angle"), "h(angle) < 2 G");
  demand(decide(kFirstBits, kMostBits, [&] { return is_less(Interval(radius), Landscape(instance).growth_radius()); }),
         item.at("radius"), "radius < growth_radius");
}

}  // namespace recheck
