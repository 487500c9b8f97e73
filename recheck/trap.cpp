// The trapping probability of gradient descent: cells of starts that tile the ball of a_0. On each cell two orbits, run
// anew, bound the angle from which on a start is trapped (claim C12: the map is monotone, the trapped starts are a
// down-set); the measures of cells and angles are summed anew.
#include <map>

#include "items.hpp"

namespace recheck {
namespace {

constexpr int kFirstOrbitBits = 64, kMostOrbitBits = 512, kFirstSumBits = 128;
constexpr long kMostSteps = 50000000, kMostTerms = 100000000;  // in all: some minutes

struct Setting {
  Instance in;
  mpq_class eta, radius_sq;
  /// a* is parallel to 1: only x matters, and x_0 = R u.
  bool parallel() const { return in.r == in.k; }
};

/// Starts y_0 = R u, x_0 = R sqrt(1 - u^2) v. From its lower corner every angle up to pi `free` reaches the optimum in
/// the end, from its upper corner every angle from pi `trapped` on is trapped; where that is to be seen.
struct Cell {
  Box box;  // u0, u1, v0, v1
  mpq_class free, trapped;
  long free_steps = 0, trapped_steps = 0;
};

/// atan w = w (1 - q/3 + q^2/5 - ...), q = w^2: for q <= 1/4 between any two consecutive partial sums.
Interval arc_tangent(const Interval& w, const Interval& q) {
  if (is_positive(Interval(1) - Interval(4) * q) != Answer::yes) return atan(w);
  Interval power(1), sum(1);
  for (long n = 3;; n += 2) {
    power = power * q;
    const Interval next = n % 4 == 3 ? sum - power / Interval(n) : sum + power / Interval(n);
    if (mpfr_zero_p(power.right()) || mpfr_get_exp(power.right()) < -Precision::bits()) return w * hull(sum, next);
    sum = next;
  }
}

/// Projected gradient descent in d = pi - phi, x = a.u1, y = a.u2.
class Descent {
 public:
  explicit Descent(const Setting& at)
      : land_(at.in),
        radius_(sqrt(Interval(at.radius_sq))),
        rate_(Interval(at.eta) / (Interval(2) * land_.pi)),
        eta_(at.eta),
        base_(at.in.k - 1) {}

  /// The step bounds under which claim C12 is proved, for |x| <= max(e1, R), |y| <= max(e2, R).
  Answer is_monotone() const {
    const Interval reach = land_.e1 * max(land_.e1, radius_) + land_.e2 * max(land_.e2, radius_);
    return both(is_at_least_zero(Interval(2) * land_.pi - eta_ * land_.m1),
                is_at_least_zero(Interval(2) - eta_ * reach));
  }

  /// After so many steps from phi = pi t, 0 < t < 1: is alpha negative at the upper corner of the absorbing certificate
  /// (trapped), positive at the lower one (optimum)?
  Answer absorbs(const mpq_class& t, Interval x, Interval y, long steps, bool trapped) const {
    const Interval &e1 = land_.e1, &e2 = land_.e2, one(1);
    const Interval keep_x = one - rate_ * land_.m1, keep_y = one - rate_ * land_.m2;
    const Interval pull_x = rate_ * e1, pull_y = rate_ * e2, fixed_x = pull_x * base_;
    Interval d = land_.pi * Interval(mpq_class(1 - t)), s = sin_turn(t), c = -cos_turn(t);
    for (long i = 0; i < steps; ++i) {
      const Interval h = s - d * c, turn = (pull_x * x + pull_y * y) * d * s, q = sqr(turn);
      x = keep_x * x + (fixed_x + pull_x * h);
      y = keep_y * y + pull_y * (h - one);
      // w - (its tangential step), divided by its length: the angle grows by atan(turn).
      const Interval shrink = one / sqrt(one + q), before = s;
      d = d + arc_tangent(turn, q);
      s = (s + turn * c) * shrink;
      c = (c - turn * before) * shrink;
    }
    const Interval h = s - d * c, x_inf = (base_ + h) * e1 / land_.m1, y_inf = (h - one) * e2 / land_.m2;
    if (trapped) return is_negative(e1 * max(x, x_inf) + e2 * max(y, y_inf));
    return is_negative(e1 * max(-x, -x_inf) + e2 * max(-y, -y_inf));
  }

  /// The corner of a cell that lies below (above) all of it, in x and in y.
  std::pair<Interval, Interval> corner(const Box& cell, bool upper, bool parallel) const {
    const mpq_class &u = cell[upper ? 1 : 0], &v = cell[upper ? 3 : 2];
    const Interval along = radius_ * Interval(u);
    if (parallel) return {along, Interval(0)};
    // x_0 = R v sqrt(1 - u^2) is extreme at the u of the cell nearest to 0, or farthest from it.
    const mpq_class a = abs(cell[0]), b = abs(cell[1]);
    const bool wide = upper ? v > 0 : v < 0;
    const mpq_class where = !wide ? std::max(a, b) : cell[0] < 0 && cell[1] > 0 ? mpq_class(0) : std::min(a, b);
    return {radius_ * Interval(v) * sqrt(Interval(mpq_class(1 - where * where))), along};
  }

 private:
  Landscape land_;
  Interval radius_, rate_, eta_, base_;
};

/// P(cos < u) for an angle with density proportional to sin^n; s = sqrt(1 - u^2) > 0. By parts, with W_n =
/// int_0^{pi/2} sin^n: A_n = A_(n-2) + u s^(n-1)/(2 n W_n) is the part between 0 and u.
Interval below(long n, const Interval& u, const Interval& s) {
  const Interval one(1), two(2), pi = Interval::pi();
  const bool odd = n % 2 == 1;
  Interval whole = odd ? one : pi / two, part = odd ? u / two : atan(u / s) / pi, term = odd ? u : u / s;
  for (long m = odd ? 3 : 2; m <= n; m += 2) {
    whole = whole * Interval(m - 1) / Interval(m);
    term = term * sqr(s);
    part = part + term / (Interval(2 * m) * whole);
  }
  return one / two + part;
}

/// One coordinate's distribution function, each value once.
class Marginal {
 public:
  explicit Marginal(long n) : n_(n) {}
  Interval between(const mpq_class& from, const mpq_class& to) { return at(to) - at(from); }

 private:
  const Interval& at(const mpq_class& u) {
    const auto [it, added] = values_.try_emplace(u, abs(u) == 1 ? Interval(u > 0 ? 1 : 0) : Interval());
    if (added && abs(u) != 1) it->second = below(n_, Interval(u), sqrt(Interval(mpq_class(1 - u * u))));
    return it->second;
  }
  long n_;
  std::map<mpq_class, Interval> values_;
};

/// P(phi > pi t) for the angle of a uniform w_0.
Interval tail(long p, const mpq_class& t) {
  if (t == 0 || t == 1) return t == 0 ? 1 : 0;
  return below(p - 2, cos_turn(t), sin_turn(t));
}

/// Whether the sums over all cells lie in [lo, hi]: a_0 is uniform in the ball, so u is the cosine of an angle with
/// density proportional to sin^k, and v, independent of it, one with sin^(k-1). (Where v plays no part it may have any
/// law.)
Answer sums_within(const Setting& at, const std::vector<Cell>& cells, const mpq_class& lo, const mpq_class& hi) {
  Marginal of_u(at.in.k), of_v(at.in.k - 1);
  Interval least, most;
  for (const Cell& cell : cells) {
    const Interval mass = of_u.between(cell.box[0], cell.box[1]) * of_v.between(cell.box[2], cell.box[3]);
    least = least + mass * tail(at.in.p, cell.trapped);
    most = most + mass * tail(at.in.p, cell.free);
  }
  return both(lo <= 0 ? Answer::yes : is_at_least_zero(least - Interval(lo)),
              hi >= 1 ? Answer::yes : is_at_least_zero(Interval(hi) - most));
}

Cell read_cell(const Node& node) {
  if (node.size() != 8) node.malformed("must have 8 entries");
  Cell out;
  for (std::size_t i = 0; i < 4; ++i) out.box.push_back(node.entry(i).rational());
  out.free = node.entry(4).rational(), out.free_steps = node.entry(5).integer(0, kMostSteps);
  out.trapped = node.entry(6).rational(), out.trapped_steps = node.entry(7).integer(0, kMostSteps);
  if (out.free < 0 || out.free > out.trapped || out.trapped > 1)
    node.incomplete("must satisfy 0 <= free <= trapped <= 1");
  // From w_0 = w* nothing is trapped, and from w_0 = -w* nothing is free.
  if (out.free == 1 || out.trapped == 0) node.incomplete("must satisfy free < 1 and trapped > 0");
  return out;
}

void check_orbit(const Setting& at, const Cell& cell, bool trapped, const Node& where) {
  const mpq_class& t = trapped ? cell.trapped : cell.free;
  if (t == (trapped ? 1 : 0)) return;  // nothing is claimed
  const long steps = trapped ? cell.trapped_steps : cell.free_steps;
  const Decision answer = decide(kFirstOrbitBits, kMostOrbitBits, [&] {
    const Descent descent(at);
    const auto [x, y] = descent.corner(cell.box, trapped, at.parallel());
    return descent.absorbs(t, x, y, steps, trapped);
  });
  demand(answer, where,
         std::string(trapped ? "the trap" : "the optimum") + " after " + std::to_string(steps) + " steps",
         Failure::incomplete);
}

}  // namespace

Interval pair_bound(long p) {
  // On a grid of t = d/pi, from both sides of 1/2. dT/dt = 1/(t sin pi t) is convex, as its logarithm is: its integral
  // lies between the midpoint's and the trapezoid's value.
  const long n = 32 * Precision::bits();
  const auto slope = [n](long j) {
    const mpq_class t = mpq_class(j) / (2 * n);
    return Interval(1) / (Interval(t) * sin_turn(t));
  };
  const auto piece = [&](long j) {  // from j/n to (j+1)/n
    return hull(slope(2 * j + 1), (slope(2 * j) + slope(2 * j + 2)) / Interval(2)) / Interval(n);
  };
  const auto share = [&](long j) { return tail(p, 1 - mpq_class(j) / n) / Interval(2); };  // P(d < pi j/n)/2
  long low = n / 2, high = low, below_high = low;  // T(high) >= -T(low) >= T(below_high)
  Interval down, up, least = Interval(1) / Interval(2), most = least;
  while (7 * low > n) {
    const Interval before = share(low--);
    down = down + piece(low);
    for (Answer less = is_less(up, down); less != Answer::no; less = is_less(up, down)) {
      if (less == Answer::yes) below_high = high;
      up = up + piece(high++);
    }
    least = max(least, share(low) + share(below_high));
    most = max(most, before + share(high));
  }
  return hull(least, max(most, share(low) + Interval(1) / Interval(2)));
}

std::size_t check_trap(const Node& item) {
  item.fields({"kind", "statement", "instance", "eta", "radius_sq", "cells", "lo", "hi", "decimal", "says", "verdict"});
  item.at("statement").one_of({"trapping_probability"});
  const Setting at{read_instance(item.at("instance")), item.at("eta").rational(), item.at("radius_sq").rational()};
  if (at.eta <= 0) item.at("eta").incomplete("is not positive");
  if (at.radius_sq < 0) item.at("radius_sq").malformed("is negative");
  const auto [lo, hi] = read_bounds(item);
  const Node list = item.at("cells");
  std::vector<Cell> cells;
  std::vector<Box> boxes;
  long steps = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    cells.push_back(read_cell(list.entry(i)));
    boxes.push_back(cells.back().box);
    steps += cells.back().free_steps + cells.back().trapped_steps;
    if (steps > kMostSteps) list.undecided("have absurdly many steps");
  }
  if (static_cast<long>(cells.size()) > kMostTerms / (at.in.k + at.in.p)) list.undecided("are too many to sum up");
  if (!tiles({-1, 1, -1, 1}, boxes)) list.incomplete("do not tile the square by bisection");
  demand(decide(kFirstBits, kMostBits, [&] { return Descent(at).is_monotone(); }), item.at("eta"),
         "a step below the monotone bound", Failure::incomplete);
  demand(decide(kFirstSumBits, kMostBits, [&] { return sums_within(at, cells, lo, hi); }), item,
         "the probability in [lo, hi]", Failure::incomplete);
  for (std::size_t i = 0; i < cells.size(); ++i)
    for (const bool trapped : {false, true}) check_orbit(at, cells[i], trapped, list.entry(i));
  return cells.size();
}

}  // namespace recheck
