// The mean over the direction of w~ of (R+/R)^theta, bounded on boxes of (place, alpha~): values at corners by a Gauss
// rule, plus a lower bound of its two second derivatives, plus the rule's remainder.
#include "noise_step.hpp"

#include <map>

#include "gauss.hpp"
#include "items.hpp"
#include "taylor.hpp"

namespace recheck {
namespace {

constexpr int kAngleNodes = 4, kLeanNodes = 6, kCellsPerPanel = 2, kLeanCells = 4;
constexpr long kFirstPanels = 8, kFinestPanels = 1024;  ///< of [0, pi], all of this width
constexpr std::size_t kMostPanels = 48;                 ///< of a box
constexpr long kMostWork = 400000;                      ///< panels in all: some minutes
constexpr int kMostLeaves = 64, kMostDepth = 12;

template <int N>
Taylor<N> hull(Taylor<N> a, const Taylor<N>& b) {
  for (int k = 0; k <= N; ++k) a.c[k] = recheck::hull(a.c[k], b.c[k]);
  return a;
}

/// "9.98877e-01": the lower end to six digits, rounded down. Not by std::to_string, whose decimal point is the
/// locale's.
std::string lower_digits(const Interval& x) {
  mpfr_exp_t exponent = 0;
  char* const text = mpfr_get_str(nullptr, &exponent, 10, 6, x.left(), MPFR_RNDD);
  std::string out(text);
  mpfr_free_str(text);
  return out.insert(out[0] == '-' ? 2 : 1, ".") + "e" + std::to_string(exponent - 1);
}

// ---- The direction of w~ = cos(phi~) w* + sin(phi~) e'

/// With X = omega (w* - cos(phi~) w~) = P w* - Q e', omega = pi - phi~: W = w + s X.
template <class T>
struct Direction {
  T cosine, sine;           ///< of phi~
  T push, turn, length_sq;  ///< P, Q, |X|^2
  T kernel, weight;         ///< g(phi~) less its mean; density of phi~, or a rule's weight
};

template <class T>
Direction<T> direction(const T& sine, const T& cosine, const T& omega, const Interval& mean_kernel, long p) {
  const T reach = omega * sine, turn = reach * cosine;
  return {cosine, sine, reach * sine, turn, sqr(reach), sine + omega * cosine - mean_kernel, raised(sine, p - 2)};
}

/// The derivatives of sin at x, over factorials.
template <int N>
Taylor<N> wave(const Interval& sine, const Interval& cosine) {
  Taylor<N> out;
  Interval factorial(1);
  for (int k = 0; k <= N; ++k) {
    if (k > 1) factorial = factorial * Interval(k);
    const Interval& value = k % 2 == 0 ? sine : cosine;
    out.c[k] = (k % 4 < 2 ? value : -value) / factorial;
  }
  return out;
}

/// int_0^pi sin^n.
Interval wallis(long n) {
  Interval out = n % 2 == 0 ? Interval::pi() : Interval(2);
  for (long m = n % 2 == 0 ? 2 : 3; m <= n; m += 2) out = out * Interval(m - 1) / Interval(m);
  return out;
}

constexpr int kOrder = 2 * kAngleNodes;

/// One of `count` equal panels of [0, pi]: the rule's nodes, and cells for its remainder.
struct Panel {
  Panel(long p, long count, long i, const GaussRule& rule, const Interval& mean_kernel) : number(i), of(count) {
    const Interval pi = Interval::pi(), total = wallis(p - 2), half = pi / Interval(2 * count);
    for (std::size_t j = 0; j < rule.nodes.size(); ++j) {
      const Interval phi = half * (Interval(2 * i + 1) + rule.nodes[j]);
      nodes.push_back(direction(sin(phi), cos(phi), pi - phi, mean_kernel, p));
      nodes.back().weight = nodes.back().weight * rule.weights[j] * Interval(2) * half / total;
    }
    width = pi / Interval(count * kCellsPerPanel);
    for (long j = kCellsPerPanel * i; j < kCellsPerPanel * (i + 1); ++j) {
      const Interval phi = width * recheck::hull(Interval(j), Interval(j + 1)), s = sin(phi), c = cos(phi);
      const Taylor<kOrder> omega = -Taylor<kOrder>::variable(phi) + pi;
      cells.push_back(direction(wave<kOrder>(s, c), wave<kOrder>(c, -s), omega, mean_kernel, p));
      cells.back().weight = cells.back().weight / total;
    }
    error = Interval(2) * half * rule.error * raised(half, kOrder);
  }
  long number, of;
  std::vector<Direction<Interval>> nodes;
  std::vector<Direction<Taylor<kOrder>>> cells;
  Interval width, error;  ///< of a cell; the rule's, times f^(8)/8!
};

/// The panels of one integral.
using Mesh = std::vector<const Panel*>;

/// The density of w~ against the uniform law at w.w~ = x, for rho > 1: the ray along w~ leaves the ball of radius rho
/// around w at T = x + S, S = sqrt(rho^2 - 1 + x^2), and T^p of p-dimensional volume is on it.
class Density {
 public:
  Density(const mpq_class& rho, long p) : rho_(rho), gap_(mpq_class(rho * rho - 1)), p_(p) {}
  template <class T>
  T operator()(const T& x) const {
    return raised(T((x + root(x)) / rho_), p_);
  }
  /// At x + h zeta at most mean + half zeta - (1 - zeta^2)(bulge + twist zeta): the cubic through the values at
  /// zeta = +-1 and, twice, at 0. The fourth derivative of T^p is not negative for p >= 3 (docs/escape.md); for p = 2
  /// zeta is +-1.
  template <class T>
  struct Cubic {
    T mean, half, bulge, twist;
  };
  template <class T>
  Cubic<T> cubic(const T& x, const T& h) const {
    const T right = (*this)(x + h), left = (*this)(x - h), centre = (*this)(x);
    const Interval two(2);
    const T mean = (right + left) / two, half = (right - left) / two;
    return {mean, half, mean - centre, half - centre * Interval(p_) * h / root(x)};
  }

 private:
  template <class T>
  T root(const T& x) const {
    return sqrt(sqr(x) + gap_);
  }
  Interval rho_, gap_;
  long p_;
};

// ---- Y+ from below

/// A function by its value and two derivatives, each as narrow as it can be.
template <class T>
T curve(const Interval& f, const Interval& f1, const Interval& f2) {
  if constexpr (std::same_as<T, Interval>)
    return f;
  else
    return {{f, f1, f2 / Interval(2)}};
}

/// Y = delta sinh^2 v, as a number or a series in v.
template <class T>
struct NearPole {
  T root, y_plus_one, slope, shrink, lever;  ///< sqrt Y, 1 + Y, tanh v, 1/cosh^2 v, (1 + Y)/(2 sqrt(delta) cosh v)
  T cosine, sine;                            ///< of phi
  NearPole(const Interval& v, const Interval& root_delta) {
    const Interval one(1), two(2), sh = Interval::of(mpfi_sinh, v), ch = Interval::of(mpfi_cosh, v);
    const Interval th = Interval::of(mpfi_tanh, v), sech = one / ch, sq = sqr(sech), delta = sqr(root_delta);
    const Interval twice = two * v, rest = (one - delta) / (two * root_delta), some = root_delta / two;
    root = curve<T>(root_delta * sh, root_delta * ch, root_delta * sh);
    y_plus_one = curve<T>(one + delta * sqr(sh), delta * Interval::of(mpfi_sinh, twice),
                          two * delta * Interval::of(mpfi_cosh, twice));
    slope = curve<T>(th, sq, -two * th * sq);
    shrink = curve<T>(sq, -two * th * sq, two * sq * (two - Interval(3) * sq));
    lever = curve<T>(rest * sech + some * ch, some * sh - rest * sech * th, rest * sech * (one - two * sq) + some * ch);
    sine = two * root / y_plus_one;
    cosine = one - two / y_plus_one;
  }
};

/// Bounds the mean over zeta = e.e' of ((Y + delta)/(Y+ + delta))^theta. |W| <= 1 + s X.w + s^2 |X|^2/2 makes
/// Y+ = |W_across|^2/(|W| - W.w*)^2 >= N/D^2 with N, D affine in zeta; 1/D^2 is above its tangent at zeta = 0; the
/// product N (1/D^2)' is concave in zeta, so above its chord from zeta = -1 to 1. What is left, |b e - a e'|^2, has
/// the mean b^(-2 theta) 2F1(theta, theta + 1 - n/2; n/2; (a/b)^2), n = p - 1.
class PoleBound {
 public:
  PoleBound(const Escape& at)
      : theta_(at.theta1), root_delta_(sqrt(Interval(at.delta))), plain_(2 * at.theta1 <= at.in.p - 3) {
    if (plain_ && !at.law) return;
    const mpq_class n = at.in.p - 1, &theta = at.theta1;
    // theta <= n/2: from there on the coefficients of all four fall in size, and have one sign.
    while (theta - n / 2 + terms_ < 0 && terms_ < kMostTerms) ++terms_;
    if (theta - n / 2 + terms_ < 0) return;
    // 1 - zeta^2 turns the density of zeta for n dimensions into that for n + 2; zeta goes by parts, which
    // differentiates.
    one_ = series(1, theta, n);
    bulge_ = series((n - 1) / n, theta, n + 2);
    lean_ = series(2 * theta / n, theta + 1, n + 2);
    twist_ = series(2 * theta * (n - 1) / (n * (n + 2)), theta + 1, n + 4);
  }
  const Interval& root_delta() const { return root_delta_; }

  /// Over w~ uniform. Also D at zeta = 0, which must be positive.
  template <class At, class D, class S>
  auto operator()(const At& at, const D& d, const S& s, Interval* least_d) const {
    const auto [b, ratio] = ends(at, d, s, least_d);
    const auto mean = power(b, -2 * theta_);
    if (plain_) return mean;  // superharmonic powers: at most b^(-2 theta)
    const auto z = sqr(ratio);
    return mean * (sum(one_, z) + raised(z, terms_) * one_.rest / (Interval(1) - z));
  }
  /// Times a density below the cubic.
  template <class At, class D, class S, class T>
  auto operator()(const At& at, const D& d, const S& s, Interval* least_d, const Density::Cubic<T>& k) const {
    const auto [b, ratio] = ends(at, d, s, least_d);
    return power(b, -2 * theta_) * tilted(ratio, k);
  }
  /// The mean of |e - ratio e'|^(-2 theta) times a density below the cubic.
  template <class R, class T>
  auto tilted(const R& ratio, const Density::Cubic<T>& k) const {
    const auto z = sqr(ratio);
    auto factor =
        k.mean * sum(one_, z) - k.bulge * sum(bulge_, z) + ratio * (k.half * sum(lean_, z) - k.twist * sum(twist_, z));
    const Interval even = one_.rest + bulge_.rest, odd = lean_.rest + twist_.rest;
    // 0 <= bulge <= mean, 0 <= twist <= half, |ratio| < 1
    if (is_positive(even + odd) != Answer::no)
      factor = factor + raised(z, terms_) * (k.mean * even + k.half * odd) / (Interval(1) - z);
    return factor;
  }

  /// b, and a/b.
  template <class At, class D, class S>
  auto ends(const At& at, const D& dir, const S& s, Interval* least_d = nullptr) const {
    const Interval one(1), two(2);
    const auto d = one - s * dir.push + sqr(s) * at.y_plus_one * dir.length_sq / Interval(4);
    const auto inverse = one / d;
    const auto scale = sqr(inverse), tilt = two * (s * at.root) * dir.turn * inverse;
    const auto kick = s * at.lever * dir.turn;
    const auto low = sqrt(at.shrink + sqr(at.slope - kick) * (one + tilt) * scale);
    const auto high = sqrt(at.shrink + sqr(at.slope + kick) * (one - tilt) * scale);
    if (least_d) *least_d = first(d);
    const auto b = (high + low) / two;
    return std::pair(b, (high - low) / (high + low));
  }

 private:
  static constexpr int kLeastTerms = 16, kMostTerms = 64;
  /// Coefficients of z^0 .. z^(terms - 1), and the size of the next one. Unknown at first.
  struct Series {
    std::vector<Interval> coefficients{Interval::nan()};
    Interval rest = Interval::nan();
  };
  /// factor 2F1(theta, theta + 1 - n/2; n/2; z)
  Series series(mpq_class factor, const mpq_class& theta, const mpq_class& n) const {
    Series out;
    out.coefficients.clear();
    const mpq_class half = n / 2;
    for (int j = 0; j < terms_ && (factor != 0 || j == 0); ++j) {
      out.coefficients.push_back(Interval(factor));
      factor *= (theta + j) * (theta + 1 - half + j) / ((half + j) * (1 + j));
    }
    out.rest = Interval(mpq_class(abs(factor)));
    return out;
  }
  template <class T>
  static T sum(const Series& series, const T& z) {
    T out(series.coefficients.back());
    for (std::size_t j = series.coefficients.size() - 1; j-- > 0;) out = out * z + series.coefficients[j];
    return out;
  }

  static Interval first(const Interval& x) { return x; }
  template <int N>
  static Interval first(const Taylor<N>& x) {
    return x.c[0];
  }
  mpq_class theta_;
  Interval root_delta_;
  bool plain_;
  int terms_ = kLeastTerms;
  Series one_, bulge_, lean_, twist_;
};

/// Y = e^(-2 l), as a number or a series in l.
template <class T>
struct Away {
  T cosine, sine, cosh, per_up, excess;  ///< of phi; 1/sin phi; 1/(1 + cos phi); delta/Y
  Away(const Interval& l, const Interval& delta) {
    const Interval one(1), two(2), four(4), ch = Interval::of(mpfi_cosh, l), sh = Interval::of(mpfi_sinh, l);
    const Interval th = Interval::of(mpfi_tanh, l), sech = one / ch, sq = sqr(sech), square = exp(two * l);
    cosine = curve<T>(-th, -sq, two * th * sq);
    sine = curve<T>(sech, -sech * th, sech * (one - two * sq));
    cosh = curve<T>(ch, sh, ch);
    per_up = curve<T>((one + square) / two, square, two * square);
    excess = curve<T>(delta * square, two * delta * square, four * delta * square);
  }
};

/// (Y + delta)/(Y+ + delta) itself, Y+ = (|W| + W.w*)^2/|W_across|^2.
template <class At, class T, class S, class Z>
auto ratio_away(const At& at, const Direction<T>& d, const S& s, const Z& zeta) {
  const Interval one(1), two(2);
  const auto lean = d.turn * zeta;
  const auto across = one - two * (s * at.cosh * lean) + sqr(s * at.cosh) * sqr(d.turn);  // |W_across|^2/sin^2 phi
  const auto along = at.cosine * d.push - at.sine * lean;                                 // X.w
  const auto longer = two * along + s * d.length_sq;                                      // (|W|^2 - 1)/s
  const auto up =
      one + s * at.per_up * (longer / (sqrt(one + s * longer) + one) + d.push);  // (|W| + W.w*)/(1 + cos phi)
  return (one + at.excess) * across / (sqr(up) + at.excess * across);
}

// ---- The change of z

/// theta (z - z+) = e0 + e1 h + e2 h^2 in h = g(phi~) - mean, for one a~ with a~.a* = alpha and one eps.
template <class T>
using Quadratic = std::array<T, 3>;

template <class T>
T value_at(const Quadratic<T>& q, const Interval& h) {
  return q[0] + (q[1] + q[2] * h) * h;
}
template <int N>
Taylor<N> value_at(const Quadratic<Interval>& q, const Taylor<N>& h) {
  return (h * q[2] + q[1]) * h + q[0];
}

}  // namespace

Potential::Potential(const Escape& at)
    : land(at.in),
      c(Interval(at.eta) / (Interval(2) * land.pi)),
      nu(at.law ? Interval(at.law->nu) : land.pi * Interval(mpq_class(at.in.p - 1, at.in.p))),
      mean_kernel(at.law ? Interval(at.law->gbar)
                         : Interval(at.in.p) * wallis(at.in.p - 1) / (Interval(at.in.p - 1) * wallis(at.in.p - 2))),
      s11(sqr(land.e1) / land.m1),
      s12(Interval(2) * land.e1 * land.e2 / (land.m1 + land.m2)),
      s22(sqr(land.e2) / land.m2),
      k(at.corrector),
      fixed_x(land.e1 * (land.m1 - land.pi + mean_kernel) / land.m1),
      fixed_y(land.e2 * (mean_kernel - Interval(1)) / land.m2),
      x(at.x),
      y(at.y),
      along_(at.in.r > 0),
      across_(at.in.r < at.in.k) {}

Interval Potential::z(const Interval& px, const Interval& py) const {
  const Interval b1 = px - fixed_x, b2 = py - fixed_y;
  return nu * (land.e1 * px / land.m1 + land.e2 * py / land.m2) -
         k * (s11 * sqr(b1) + Interval(2) * s12 * b1 * b2 + s22 * sqr(b2));
}

Span Potential::alpha() const {
  return {lower_end(land.e1 * x.lo + land.e2 * y.lo), upper_end(land.e1 * x.hi + land.e2 * y.hi)};
}

Span Potential::range(const Span& alpha) const {
  struct Point {
    Interval x, y;
  };
  // The corners of the box cut to the strip; one that may lie outside counts.
  std::vector<Point> corners;
  const auto clamp = [](const Interval& v, const Span& to) { return min(max(v, to.lo), to.hi); };
  const auto outside = [](const Interval& v, const Span& of) {
    return is_less(v, of.lo) == Answer::yes || is_less(of.hi, v) == Answer::yes;
  };
  for (const Interval& side : {x.lo, x.hi})
    for (const Interval& other : {y.lo, y.hi})
      if (!outside(land.e1 * side + land.e2 * other, alpha)) corners.push_back({side, other});
  for (const Interval& level : {alpha.lo, alpha.hi}) {
    for (const Interval& side : {x.lo, x.hi})
      if (const Interval cut = (level - land.e1 * side) / land.e2; across_ && !outside(cut, y))
        corners.push_back({side, clamp(cut, y)});
    for (const Interval& side : {y.lo, y.hi})
      if (const Interval cut = (level - land.e2 * side) / land.e1; along_ && !outside(cut, x))
        corners.push_back({clamp(cut, x), side});
  }
  // z is concave: least at a corner, and below every tangent plane.
  Interval least = z(corners.at(0).x, corners[0].y);
  for (const Point& corner : corners) least = min(least, z(corner.x, corner.y));
  const auto slope = [&](const Point& at) {
    const Interval b1 = at.x - fixed_x, b2 = at.y - fixed_y, two_k = Interval(2) * k;
    return Point{nu * land.e1 / land.m1 - two_k * (s11 * b1 + s12 * b2),
                 nu * land.e2 / land.m2 - two_k * (s12 * b1 + s22 * b2)};
  };
  bool first = true;
  Interval most;
  const auto touch = [&](const Point& near) {  // any point will do; a good one is near the maximum
    const Point at{Interval(near.x.left()), Interval(near.y.left())}, up = slope(at);
    Interval top = z(at.x, at.y) + up.x * (corners[0].x - at.x) + up.y * (corners[0].y - at.y);
    for (const Point& corner : corners)
      top = max(top, z(at.x, at.y) + up.x * (corner.x - at.x) + up.y * (corner.y - at.y));
    if (mpfi_nan_p(top.get())) return;
    most = first ? top : min(most, top);
    first = false;
  };
  for (const Point& from : corners)
    for (const Point& to : corners) {
      // The maximum on the segment.
      const Interval dx = to.x - from.x, dy = to.y - from.y;
      const Point up = slope(from);
      const Interval bend = Interval(2) * k * (s11 * sqr(dx) + Interval(2) * s12 * dx * dy + s22 * sqr(dy));
      const Interval part = clamp((up.x * dx + up.y * dy) / bend, {Interval(0), Interval(1)});
      touch(from);
      if (!mpfi_nan_p(part.get())) touch({from.x + part * dx, from.y + part * dy});
    }
  const Interval det = k * (s11 * s22 - sqr(s12)) * Interval(2);
  const Interval g1 = nu * land.e1 / land.m1, g2 = nu * land.e2 / land.m2;
  touch({fixed_x + (g1 * s22 - g2 * s12) / det, fixed_y + (g2 * s11 - g1 * s12) / det});
  return {lower_end(least), first ? Interval::nan() : upper_end(most)};
}

namespace {

/// The part of a~ along u1 and the noise in a: at its ends, where the mean is largest, as the exponent is convex in
/// each of them while a~.a* is kept.
struct Corner {
  Interval x, eps1, eps2;
};

enum class Side { pole, away };

class Inequality {
  /// Bound of the mean over zeta, by the law of w~.
  template <class At, class D, class S>
  auto near_pole(const At& at, const D& d, const S& s, Interval* least_d = nullptr) const {
    if (!density_) return pole_(at, d, s, least_d);
    return pole_(at, d, s, least_d, density_->cubic(at.cosine * d.cosine, at.sine * d.sine));
  }
  template <class At, class D, class S, class Z>
  auto away_from_it(const At& at, const D& d, const S& s, const Z& zeta) const {
    const auto out = power(ratio_away(at, d, s, zeta), theta_);
    return density_ ? out * (*density_)(at.cosine * d.cosine + at.sine * d.sine * zeta) : out;
  }

 public:
  Inequality(const Escape& at, const Potential& potential)
      : at_(at),
        pot_(potential),
        limit_(lower_end((Interval(1) - Interval(at.lambda)) /
                         raised(Interval(at.law ? mpq_class(1) : mpq_class(1 + 1 / at.rho_w)), at.in.p))),
        angle_(gauss_rule(kAngleNodes, 0)),
        lean_(gauss_rule(kLeanNodes, at.in.p - 4)),
        delta_(at.delta),
        pole_(at) {
    if (at.law) density_.emplace(at.rho_w, at.in.p);
    const Interval shift(at.rho_a), zero(0);
    const bool along = at.in.r > 0, across = at.in.r < at.in.k, both = along && across, bent = at.corrector > 0;
    std::vector<Interval> xs{lower_end(pot_.x.lo - shift)}, first{zero}, second{zero};
    if (both && bent) xs.push_back(upper_end(pot_.x.hi + shift));
    if (along && bent) first = {-shift, shift};
    if (across && bent) second = {-shift, shift};
    for (const Interval& x : xs)
      for (const Interval& eps1 : first)
        for (const Interval& eps2 : second) corners_.push_back({x, eps1, eps2});
  }

  struct Place {
    mpq_class x0, x1, a0, a1;
    int depth;
  };

  void cover(Side side, const mpq_class& theta, const mpq_class& x0, const mpq_class& x1, const mpq_class& a0,
             const mpq_class& a1, const Node& where) {
    turn_to(side, theta);
    const mpq_class length = x1 - x0;
    const mpz_class whole = length.get_num() * 4 / length.get_den() + 1;
    const long pieces = whole.get_si();
    std::vector<Place> open;
    for (long i = 0; i < pieces; ++i)
      open.push_back({x0 + length * i / pieces, x0 + length * (i + 1) / pieces, a0, a1, 0});
    while (!open.empty()) {
      const Place box = open.back();
      open.pop_back();
      if (settled(box, where)) continue;
      if (box.depth == kMostDepth) where.undecided("boxes too small" + place(box.x0, box.a0));
      const mpq_class x = (box.x0 + box.x1) / 2, a = (box.a0 + box.a1) / 2;
      for (const auto& [u, v] : {std::pair(box.x0, x), std::pair(x, box.x1)})
        for (const auto& [s, t] : {std::pair(box.a0, a), std::pair(a, box.a1)})
          open.push_back({u, v, s, t, box.depth + 1});
    }
  }
  std::size_t boxes() const { return boxes_; }
  /// What is asked about.
  void turn_to(Side side, const mpq_class& theta) {
    side_ = side, theta_ = theta;
    nears_.clear(), aways_.clear(), changes_.clear(), values_.clear();
  }

  Mesh uniform(long panels) {
    Mesh out;
    for (long i = 0; i < panels; ++i) out.push_back(&panel(panels, i));
    return out;
  }

  /// The rule's value at a point, at the worst corner of the noise.
  Interval value(const Mesh& mesh, const mpq_class& x, const mpq_class& alpha) {
    std::vector<Interval> sums(corners_.size());
    for (const Panel* panel : mesh) {
      const std::vector<Interval>& here = value_on(*panel, x, alpha);
      for (std::size_t v = 0; v < sums.size(); ++v) sums[v] = sums[v] + here[v];
    }
    Interval out = sums[0];
    for (const Interval& sum : sums) out = max(out, sum);
    return out;
  }

  StepBounds bounds(const Mesh& mesh, const Place& box, const Node& where) {
    const BoxTerms terms = over(box);
    StepBounds out = bends(mesh, terms);
    for (const Panel* panel : mesh) out.rest = out.rest + rest(*panel, terms, box, where);
    return out;
  }

  /// On the whole box; if not it is too wide.
  bool settled(const Place& box, const Node& where) {
    ++boxes_;
    const BoxTerms terms = over(box);
    const std::optional<Measured> on = measure(terms, box, where);
    if (!on) return false;
    const StepBounds bend = bends(on->mesh, terms);
    if (mpfi_nan_p(bend.bend_x.get()) || mpfi_nan_p(bend.bend_a.get())) return false;
    std::vector<Place> open{box};
    for (int leaves = 0; !open.empty(); ++leaves) {
      const Place leaf = open.back();
      open.pop_back();
      const Interval top = highest(on->mesh, on->rest, leaf, where) + on->rest;
      const Interval across_x =
          bend.bend_x * Interval(mpq_class((leaf.x1 - leaf.x0) * (leaf.x1 - leaf.x0))) / Interval(4);
      const Interval across_a =
          bend.bend_a * Interval(mpq_class((leaf.a1 - leaf.a0) * (leaf.a1 - leaf.a0))) / Interval(4);
      if (is_at_least_zero(limit_ - (top + across_x + across_a)) == Answer::yes) continue;
      if (leaves > kMostLeaves || is_at_least_zero(limit_ - top) != Answer::yes) return false;
      Place one = leaf, two = leaf;
      if (is_less(across_x, across_a) == Answer::yes)
        one.a1 = two.a0 = (leaf.a0 + leaf.a1) / 2;
      else
        one.x1 = two.x0 = (leaf.x0 + leaf.x1) / 2;
      open.push_back(one), open.push_back(two);
    }
    return true;
  }

 private:
  std::string place(const mpq_class& x, const mpq_class& a) const {
    return std::string(" at ") + (side_ == Side::pole ? "asinh sqrt(Y/delta) = " : "-log(Y)/2 = ") +
           lower_digits(Interval(x)) + ", alpha~ = " + lower_digits(Interval(a));
  }

  const Panel& panel(long count, long i) {
    const auto it = panels_.find({count, i});
    if (it != panels_.end()) return it->second;
    return panels_.try_emplace({count, i}, at_.in.p, count, i, angle_, pot_.mean_kernel).first->second;
  }

  template <class T>
  Quadratic<T> change(const T& alpha, const Corner& corner) const {
    const Landscape& land = pot_.land;
    const Interval theta(theta_), two(2), &c = pot_.c;
    const bool across = at_.in.r < at_.in.k;
    const Interval tilt = pot_.nu * c * land.kappa_sq;
    const T b1 = across ? T(corner.x - pot_.fixed_x) : T(alpha / land.e1 - pot_.fixed_x);
    const T b2 = across ? T((alpha - land.e1 * corner.x) / land.e2 - pot_.fixed_y) : T(Interval(0));
    // The step of a is c (D + h a*), D = -M (b + eps); b here is b + eps.
    const T d1 = -(b1 * land.m1), d2 = -(b2 * land.m2);
    const T f1 = (b1 - corner.eps1) * two + d1 * c, f2 = (b2 - corner.eps2) * two + d2 * c;
    const T sf1 = f1 * pot_.s11 + f2 * pot_.s12, sf2 = f1 * pot_.s12 + f2 * pot_.s22;
    const Interval se1 = pot_.s11 * land.e1 + pot_.s12 * land.e2, se2 = pot_.s12 * land.e1 + pot_.s22 * land.e2;
    const Interval gain = theta * pot_.k * c;
    return {
        (alpha + (land.c - land.kappa_sq * pot_.mean_kernel)) * (theta * pot_.nu * c) + (d1 * sf1 + d2 * sf2) * gain,
        (sf1 * land.e1 + sf2 * land.e2 + (d1 * se1 + d2 * se2) * c) * gain - theta * tilt,
        T(gain * c * (se1 * land.e1 + se2 * land.e2))};
  }

  /// One panel's part of the rule's value, for each corner of the noise.
  const std::vector<Interval>& value_on(const Panel& panel, const mpq_class& x, const mpq_class& alpha) {
    const auto [it, added] = values_.try_emplace({panel.of, panel.number, x, alpha});
    if (!added) return it->second;
    const auto& near = nears_.try_emplace(x, Interval(x), pole_.root_delta()).first->second;
    const auto& away = aways_.try_emplace(x, Interval(x), delta_).first->second;
    auto& changes = changes_[alpha];
    if (changes.empty())
      for (const Corner& corner : corners_) changes.push_back(change(Interval(alpha), corner));
    const Interval s = pot_.c * Interval(alpha);
    it->second.resize(corners_.size());
    for (const auto& node : panel.nodes) {
      Interval mean;
      if (side_ == Side::pole)
        mean = near_pole(near, node, s);
      else
        for (std::size_t j = 0; j < lean_.nodes.size(); ++j)
          add_product(mean, lean_.weights[j], away_from_it(away, node, s, lean_.nodes[j]));
      mean = mean * node.weight;
      for (std::size_t v = 0; v < changes.size(); ++v)
        add_product(it->second[v], exp(value_at(changes[v], node.kernel)), mean);
    }
    return it->second;
  }

  using Two = Taylor<2>;

  /// What depends on the box alone.
  struct BoxTerms {
    Interval s;
    Two moving_s;
    Quadratic<Two> q;  ///< at every corner of the noise
    Quadratic<Interval> still;
    NearPole<Interval> near;
    NearPole<Two> near_x;
    Away<Interval> away;
    Away<Two> away_x;
  };
  BoxTerms over(const Place& box) const {
    const Interval x = recheck::hull(Interval(box.x0), Interval(box.x1));
    const Interval alpha = recheck::hull(Interval(box.a0), Interval(box.a1));
    const Two moving = Two::variable(alpha);
    Quadratic<Two> q = change(moving, corners_[0]);
    for (const Corner& corner : corners_) {
      const Quadratic<Two> other = change(moving, corner);
      for (int i = 0; i < 3; ++i) q[i] = hull(q[i], other[i]);
    }
    return {pot_.c * alpha,          moving * pot_.c,         q,           {q[0].c[0], q[1].c[0], q[2].c[0]},
            {x, pole_.root_delta()}, {x, pole_.root_delta()}, {x, delta_}, {x, delta_}};
  }

  StepBounds bends(const Mesh& mesh, const BoxTerms& on) const {
    StepBounds out;
    for (const Panel* panel : mesh)
      for (const auto& node : panel->nodes) {
        const Two factor = exp(value_at(on.q, node.kernel)) * node.weight;
        if (side_ == Side::pole) {
          const Two by_x = near_pole(on.near_x, node, on.s), by_a = near_pole(on.near, node, on.moving_s);
          add_product(out.bend_x, by_x.c[2], factor.c[0]);
          out.bend_a = out.bend_a + (by_a * factor).c[2];
          continue;
        }
        for (std::size_t j = 0; j < lean_.nodes.size(); ++j) {
          const Interval& zeta = lean_.nodes[j];
          const Two by_x = away_from_it(on.away_x, node, on.s, zeta);
          const Two by_a = away_from_it(on.away, node, on.moving_s, zeta);
          add_product(out.bend_x, by_x.c[2] * factor.c[0], lean_.weights[j]);
          add_product(out.bend_a, (by_a * factor).c[2], lean_.weights[j]);
        }
      }
    out.bend_x = positive_part(-lower_end(out.bend_x)), out.bend_a = positive_part(-lower_end(out.bend_a));
    return out;
  }

  /// What the rules fall short by on a panel, at most.
  Interval rest(const Panel& panel, const BoxTerms& on, const Place& box, const Node& where) {
    if (++work_ > kMostWork) where.undecided("too many boxes");
    Interval out, worst;
    for (const auto& cell : panel.cells) {
      const Taylor<kOrder> factor = exp(value_at(on.still, cell.kernel)) * cell.weight;
      Interval top;
      if (side_ == Side::pole) {
        Interval least_d;
        top = (near_pole(on.near, cell, on.s, &least_d) * factor).c[kOrder];
        if (is_positive(least_d) != Answer::yes)
          where.undecided("a step too long for its bound" + place(box.x0, box.a0));
      } else {
        for (std::size_t j = 0; j < lean_.nodes.size(); ++j)
          add_product(top, (away_from_it(on.away, cell, on.s, lean_.nodes[j]) * factor).c[kOrder], lean_.weights[j]);
        out = out + lean_rest(on.away, cell, on.s) * factor.c[0] * panel.width;
      }
      worst = max(worst, upper_end(top));
    }
    return upper_end(out + worst * panel.error);
  }

  /// The remainder of the rule in zeta, over a cell.
  Interval lean_rest(const Away<Interval>& away, const Direction<Taylor<kOrder>>& cell, const Interval& s) const {
    Interval worst;
    if (at_.in.p == 2) return worst;
    const Direction<Interval> here{cell.cosine.c[0],    cell.sine.c[0],   cell.push.c[0],  cell.turn.c[0],
                                   cell.length_sq.c[0], cell.kernel.c[0], cell.weight.c[0]};
    for (int j = 0; j < kLeanCells; ++j) {
      const Interval zeta =
          recheck::hull(Interval(2 * j - kLeanCells), Interval(2 * j + 2 - kLeanCells)) / Interval(kLeanCells);
      const auto f = away_from_it(away, here, s, Taylor<2 * kLeanNodes>::variable(zeta));
      worst = max(worst, f.c[2 * kLeanNodes]);
    }
    return worst * lean_.error;
  }

  struct Measured {
    Mesh mesh;
    Interval rest;
  };
  /// A mesh for a box: halves the panels on which the rule falls short by much, until it does by less than half of what
  /// is left of the limit at the corners. Nothing if a finer one would not help.
  std::optional<Measured> measure(const BoxTerms& terms, const Place& box, const Node& where) {
    Measured out{uniform(kFirstPanels), {}};
    std::vector<Interval> rests;
    for (const Panel* panel : out.mesh) rests.push_back(rest(*panel, terms, box, where));
    while (true) {
      out.rest = Interval(0);
      for (const Interval& x : rests) out.rest = out.rest + x;
      const Interval enough = (limit_ - highest(out.mesh, out.rest, box, where)) / Interval(2);
      if (is_at_least_zero(enough - out.rest) == Answer::yes) return out;
      const Interval share = enough / Interval(static_cast<long>(out.mesh.size()));
      const auto to_halve = [&](std::size_t i) {
        return out.mesh[i]->of < kFinestPanels && is_at_least_zero(share - rests[i]) != Answer::yes;
      };
      std::size_t halved = 0;
      for (std::size_t i = 0; i < rests.size(); ++i) halved += to_halve(i);
      if (halved == 0 || rests.size() + halved > kMostPanels) return std::nullopt;
      Mesh finer;
      std::vector<Interval> its_rests;
      for (std::size_t i = 0; i < rests.size(); ++i) {
        const Panel& here = *out.mesh[i];
        if (!to_halve(i)) {
          finer.push_back(&here), its_rests.push_back(rests[i]);
          continue;
        }
        for (const long half : {2 * here.number, 2 * here.number + 1}) {
          finer.push_back(&panel(2 * here.of, half));
          its_rests.push_back(rest(*finer.back(), terms, box, where));
        }
      }
      out.mesh = finer, rests = its_rests;
    }
  }

  /// The largest value at the corners of a box; throws if one is certainly too large.
  Interval highest(const Mesh& mesh, const Interval& rest, const Place& box, const Node& where) {
    Interval out;  // a mean of positive numbers
    for (const mpq_class& x : {box.x0, box.x1})
      for (const mpq_class& a : {box.a0, box.a1}) {
        const Interval here = value(mesh, x, a);
        if (is_less(limit_, here - rest) == Answer::yes)
          where.incomplete("does not follow from one step: the rule for the mean gives " + lower_digits(here) +
                           place(x, a));
        out = max(out, here);
      }
    return out;
  }

  const Escape& at_;
  const Potential& pot_;
  Interval limit_;
  GaussRule angle_, lean_;
  Interval delta_;
  PoleBound pole_;
  std::optional<Density> density_;
  std::vector<Corner> corners_;
  Side side_ = Side::pole;
  mpq_class theta_;
  std::size_t boxes_ = 0;
  long work_ = 0;
  std::map<std::pair<long, long>, Panel> panels_;
  std::map<mpq_class, NearPole<Interval>> nears_;
  std::map<mpq_class, Away<Interval>> aways_;
  std::map<mpq_class, std::vector<Quadratic<Interval>>> changes_;
  std::map<std::tuple<long, long, mpq_class, mpq_class>, std::vector<Interval>> values_;
};

Interval logarithm(const Interval& x) { return Interval::of(mpfi_log, x); }

}  // namespace

std::array<Interval, 4> cubic_above_density(const Escape& at, const Interval& x, const Interval& h) {
  const auto k = Density(at.rho_w, at.in.p).cubic(x, h);
  return {k.mean, k.half, k.bulge, k.twist};
}

Interval tilted_mean(const Escape& at, const Interval& ratio, const std::array<Interval, 4>& k) {
  return PoleBound(at).tilted(ratio, Density::Cubic<Interval>{k[0], k[1], k[2], k[3]});
}

std::array<Interval, 2> ends_of_step(const Escape& at, const mpq_class& place, const mpq_class& turned,
                                     const mpq_class& s) {
  const PoleBound pole(at);
  const Interval phi(turned), any(0);
  const auto to = direction(sin(phi), cos(phi), Interval::pi() - phi, any, at.in.p);
  const auto [b, ratio] = pole.ends(NearPole<Interval>(Interval(place), pole.root_delta()), to, Interval(s));
  return {b, ratio};
}

Interval mean_of_step(const Escape& at, const Potential& pot, const StepMean& mean, const mpq_class& place,
                      const mpq_class& alpha) {
  Inequality out(at, pot);
  out.turn_to(mean.near_pole ? Side::pole : Side::away, mean.theta);
  return out.value(out.uniform(mean.panels), place, alpha);
}

StepBounds bounds_of_step(const Escape& at, const Potential& pot, const StepMean& mean, const Box& box,
                          const Node& where) {
  Inequality out(at, pot);
  out.turn_to(mean.near_pole ? Side::pole : Side::away, mean.theta);
  return out.bounds(out.uniform(mean.panels), {box[0], box[1], box[2], box[3], 0}, where);
}

bool settled(const Escape& at, const Potential& pot, const StepMean& mean, const Box& box, const Node& where) {
  Inequality out(at, pot);
  out.turn_to(mean.near_pole ? Side::pole : Side::away, mean.theta);
  return out.settled({box[0], box[1], box[2], box[3], 0}, where);
}

std::size_t check_noise_step(const Escape& at, const Potential& pot, const Node& where) {
  Inequality inequality(at, pot);
  const Interval reach = Interval(at.rho_a) * sqrt(Interval(at.in.norm_sq)), delta(at.delta), split(at.split);
  const Interval good(at.good_cot_sq), top(at.top), highest = pot.range(pot.alpha()).hi;
  const Span whole = pot.alpha();
  const auto end = [&](mpfr_srcptr x) {
    if (!mpfr_number_p(x)) where.undecided("a domain without bounds");
    return rational(x);
  };
  // Y by asinh sqrt(Y/delta), and by -log(Y)/2.
  const auto near_pole = [&](const Interval& y) {
    const Interval u = sqrt(y / delta);
    return logarithm(u + sqrt(sqr(u) + Interval(1)));
  };
  const auto away = [&](const Interval& y) { return -logarithm(y) / Interval(2); };
  const mpq_class first = end((whole.lo - reach).left()), last = end((whole.hi + reach).right());
  for (long i = 0; i < at.strips; ++i) {
    const mpq_class a0 = first + (last - first) * i / at.strips, a1 = first + (last - first) * (i + 1) / at.strips;
    const Span z = pot.range({lower_end(Interval(a0) - reach), upper_end(Interval(a1) + reach)});
    // R >= 1 up to `far`, R < 1 from `near` on.
    const Interval far = min((good + delta) * exp(highest - z.lo) - delta, top);
    const Interval near = max((good + delta) * exp(highest - z.hi) - delta, good);
    inequality.cover(Side::pole, at.theta1, 0, end(near_pole(min(far, split)).right()), a0, a1, where);
    if (is_at_least_zero(split - far) != Answer::yes)
      inequality.cover(Side::away, at.theta1, end(away(far).left()), end(away(split).right()), a0, a1, where);
    if (is_at_least_zero(near - top) != Answer::yes)
      inequality.cover(Side::away, at.theta2, end(away(top).left()), end(away(near).right()), a0, a1, where);
  }
  return inequality.boxes();
}

}  // namespace recheck
