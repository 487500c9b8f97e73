// The integrals of the definition, by Taylor expansion on short pieces with an enclosed remainder.
#include "items.hpp"

namespace recheck {
namespace {

using Series = std::vector<Interval>;  // Taylor coefficients at a point, or enclosures of them over an interval

constexpr int kDeepest = 24;  // halvings of a piece
constexpr int kPieces =
    1 << 14;  // of an integral: where rounding keeps all of them wide more bits help, not more pieces

int order() { return 24 + Precision::bits() / 8; }

/// The first b.size() coefficients of the product; `a` may be a polynomial, shorter.
Series times(const Series& a, const Series& b) {
  Series out(b.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; i + j < b.size(); ++j) out[i + j] = out[i + j] + a[i] * b[j];
  return out;
}

/// exp(-x^2/2): E' = -x E, so (j + 1) E_(j+1) = -(x E_j + E_(j-1)).
Series gauss(const Interval& x, int n) {
  Series e(static_cast<std::size_t>(n) + 1);
  e[0] = exp(-sqr(x) / Interval(2));
  for (std::size_t j = 0; j + 1 < e.size(); ++j) e[j + 1] = -(j > 0 ? x * e[j] + e[j - 1] : x * e[j]) / Interval(j + 1);
  return e;
}

/// (x + t)^3 or (x + t)^1 in powers of t.
Series power(const Interval& x, int exponent) {
  if (exponent == 1) return {x, Interval(1)};
  return {x * sqr(x), Interval(3) * sqr(x), Interval(3) * x, Interval(1)};
}

Series cosine(const Interval& x, int n) {
  Series out(static_cast<std::size_t>(n) + 1);
  const Interval c = cos(x), s = sin(x);
  Interval factorial(1);
  for (std::size_t j = 0; j < out.size(); ++j) {
    if (j > 0) factorial = factorial * Interval(j);
    const Interval derivative = j % 4 == 0 ? c : j % 4 == 1 ? -s : j % 4 == 2 ? -c : s;
    out[j] = derivative / factorial;
  }
  return out;
}

/// q, with a_0 = q_0^2 + .. : a = q q.
Series root(const Series& a) {
  Series q(a.size());
  q[0] = sqrt(a[0]);
  for (std::size_t k = 1; k < a.size(); ++k) {
    Interval rest = a[k];
    for (std::size_t j = 1; j < k; ++j) rest = rest - q[j] * q[k - j];
    q[k] = rest / (Interval(2) * q[0]);
  }
  return q;
}

Series quotient(const Series& a, const Series& b) {
  Series q(a.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    Interval rest = a[k];
    for (std::size_t j = 0; j < k; ++j) rest = rest - q[j] * b[k - j];
    q[k] = rest / b[0];
  }
  return q;
}

Series raised(Series base, long exponent) {
  Series out(base.size());
  out[0] = Interval(1);
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) out = times(base, out);
    if (exponent > 1) base = times(base, base);
  }
  return out;
}

/// a + factor b.
Series plus(Series a, const Interval& factor, const Series& b) {
  for (std::size_t k = 0; k < a.size(); ++k) a[k] = a[k] + factor * b[k];
  return a;
}

/// Integral over [m - w, m + w] of a function whose Taylor coefficients `f(x, n)` gives: the odd terms vanish, and with
/// n even the remainder is f_n at some point of the piece times the integral of (x - m)^n, by the mean value theorem.
template <class Function>
Interval piece(Function f, const Interval& m, const Interval& w, int n) {
  const Series at = f(m, n - 1), over = f(m + hull(-w, w), n);
  Interval sum, step = Interval(2) * w;
  const Interval square = sqr(w);
  for (int j = 0; j <= n; j += 2) {
    const Interval& c = j < n ? at[static_cast<std::size_t>(j)] : over.back();
    sum = sum + c * step / Interval(j + 1);
    step = step * square;
  }
  return sum;
}

}  // namespace

Interval radial_moment(int n, const mpq_class& cut) {
  const auto f = [n](const Interval& x, int terms) { return times(power(x, n), gauss(x, terms)); };
  const mpz_class whole = cut.get_num() * 4 / cut.get_den() + 1;
  const long pieces = whole.get_si();  // each at most 1/4 long
  Interval sum;
  for (long i = 0; i < pieces; ++i) {
    const mpq_class middle = cut * (2 * i + 1) / (2 * pieces), half = cut / (2 * pieces);
    sum = sum + piece(f, Interval(middle), Interval(half), order() / 2 * 2);
  }
  const Interval square = sqr(Interval(cut));
  const Interval tail = (n == 1 ? Interval(1) : square + Interval(2)) * exp(-square / Interval(2));
  return sum + hull(Interval(0), tail);
}

Interval angular_integral(const mpq_class& t) { return angular_integral(t, t); }

Interval angular_integral(const mpq_class& t, const mpq_class& turn) {
  // theta = pi x with x from t - 1/2 to 1/2.
  const Interval pi = Interval::pi(), by = pi * Interval(turn);
  const auto f = [&by](const Interval& x, int terms) { return times(cosine(x, terms), cosine(x - by, terms)); };
  const long pieces = 8;
  Interval sum;
  for (long i = 0; i < pieces && t < 1; ++i) {
    const mpq_class half = (1 - t) / (2 * pieces), middle = t - mpq_class(1, 2) + half * (2 * i + 1);
    sum = sum + piece(f, pi * Interval(middle), pi * Interval(half), order() / 2 * 2);
  }
  return sum;
}

namespace {

/// Integral over [m - w, m + w] to about `tolerance`: by the range of the function where that is narrow enough (under a
/// high power most of it is next to 0), by Taylor's expansion where its remainder is, else by halves.
template <class Function>
Interval adaptive(Function f, const Interval& m, const Interval& w, const Interval& tolerance, int depth, int& left) {
  const auto fine = [&](const Interval& x) {
    return is_less(Interval(x.right()) - Interval(x.left()), tolerance) == Answer::yes;
  };
  const Interval rough = f(m + hull(-w, w), 0)[0] * Interval(2) * w;
  if (fine(rough)) return rough;
  const Interval expanded = piece(f, m, w, order() / 2 * 2);
  if (depth == 0 || --left < 0 || fine(expanded)) return expanded;
  const Interval half = w / Interval(2);
  const auto on = [&](const Interval& middle) { return adaptive(f, middle, half, tolerance, depth - 1, left); };
  return on(m - half) + on(m + half);
}

}  // namespace

int bits_lost_at_level(const mpq_class& rho) {
  const mpz_class inverse = rho.get_den() / rho.get_num();
  return inverse == 0 ? 0 : 4 * static_cast<int>(mpz_sizeinbase(inverse.get_mpz_t(), 2));
}

Interval level_excess(long p, bool raw, const mpq_class& rho, const Interval& level, bool at_teacher) {
  const Interval pi = Interval::pi(), radius(rho), one(1);
  const long degree = raw ? p + 1 : p;
  const bool inside = rho > 1;  // the origin lies inside the ball
  const auto f = [&](const Interval& x, int n) {
    const Series c = cosine(x, n), s = cosine(x - pi / Interval(2), n), square = times(s, s);
    Series under(c.size()), kernel;
    under[0] = inside ? sqr(radius) : one;
    const Series q = root(plus(under, inside ? -one : -sqr(radius), square));
    if (inside) {  // x is the angle from w*
      kernel = plus(s, one, times({pi - x, -one}, c));
      kernel[0] = kernel[0] - level;
      return times(kernel, times(raised(s, p - 2), raised(plus(q, at_teacher ? one : -one, c), degree)));
    }
    // The angle from -w* is d, sin d = rho sin x, q = cos d.
    const Series far = plus(q, radius, c), near = plus(q, -radius, c);
    Series rate(c.size()), d(c.size());
    rate = quotient(plus(rate, radius, c), q);
    d[0] = atan(radius * s[0] / q[0]);
    for (std::size_t k = 1; k < d.size(); ++k) d[k] = rate[k - 1] / Interval(k);
    kernel = plus(times({-one}, times(d, q)), radius, s);
    kernel[0] = kernel[0] - level;
    const Series chord = plus(raised(far, degree), -one, raised(near, degree));
    return times(kernel, times(raised(s, p - 2), times(rate, chord)));
  };
  const long pieces = 16, samples = 1024;
  const Interval whole = inside ? pi : pi / Interval(2), half = whole / Interval(2 * pieces);
  Interval peak;
  for (long i = 1; i < samples; ++i) peak = max(peak, abs(f(whole * Interval(i) / Interval(samples), 0)[0]));
  mpfi_div_2si(peak.get(), peak.get(), (Precision::bits() - bits_lost_at_level(rho)) * 3 / 4);
  Interval sum;
  int left = kPieces;
  for (long i = 0; i < pieces; ++i)
    sum = sum + adaptive(f, half * Interval(2 * i + 1), half, peak * half, kDeepest, left);
  return sum;
}

Interval greatest_mean_kernel(long p, const mpq_class& rho) {
  const Interval whole = level_excess(p, false, rho, Interval(0), true);
  return whole / (whole - level_excess(p, false, rho, Interval(1), true));
}

}  // namespace recheck
