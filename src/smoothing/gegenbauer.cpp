#include "smoothing/gegenbauer.hpp"

#include "smoothing/hypergeometric.hpp"

namespace noiseproof {
namespace {

/// P_n^(i)(1) for the i-th derivative: P_n^(i+1)(1) = P_n^(i)(1) (n-i)(n+p-2+i)/(p-1+2i). Nondecreasing in n.
Ball derivative_at_one(int p, int n, int order) {
  Ball out = 1;
  for (int i = 0; i < order; ++i) out *= Ball(Rational(Integer(n - i) * (n + p - 2 + i), p - 1 + 2 * i));
  return out;
}

/// mu_n for rho >= 1 and n = n_0, n_0 + 2, ... one after the other; n_0 is 0 or 1.
class Multipliers {
 public:
  explicit Multipliers(const SmoothingNoise& noise, int n_0 = 0)
      : noise_(noise),
        shrink_(Rational(1 / (noise.rho * noise.rho))),
        n_(n_0),
        lead_(n_0 == 0 ? Rational(1) : Rational(1 / noise.rho)) {
    if (noise.p % 2 == 0) return;
    const Ball half(kHalf), p(noise.p), first(noise.p + 1);
    beyond_ = gamma(half * p + Ball(1)) * gamma(p) * gamma(half) * reciprocal_gamma(half * first + p) /
              (Ball::pi() * pow(Ball(noise.rho), static_cast<unsigned>(noise.p) + 1));
  }

  void advance() {
    const int p = noise_.p;
    lead_ *= Ball(Rational(Integer(p + n_) * (p - n_), Integer(2 * n_ + p) * (2 * n_ + 2 + p)) * shrink_);
    if (p % 2 != 0 && n_ > p) beyond_ *= Ball(Rational(n_ - p, n_ + 2 * p) * shrink_);
    n_ += 2;
  }

  Ball mean() const {
    const int p = noise_.p;
    return lead_ * hypergeometric({{Rational(n_, 2), n_ + Rational(p, 2)}, {Rational(n_ - p, 2), 1}}, shrink_);
  }

  /// A bound of |mu_m| P_m^(order)(1) over all m = n, n + 2, ..., order <= 2, n even. Up to p the hypergeometric
  /// function is in [0, 1] and its factor decreases in m; beyond, mu_m = 0 for even p.
  Ball bound(int order) const {
    const int p = noise_.p, even_p = p - p % 2;
    Ball bound = 0;
    if (n_ <= even_p) bound += lead_ * derivative_at_one(p, even_p, order);
    if (p % 2 != 0) bound += beyond_ * derivative_at_one(p, std::max(n_, p + 1), order);
    return bound;
  }

 private:
  SmoothingNoise noise_;
  Rational shrink_;  ///< rho^-2
  int n_;
  Ball lead_;  ///< Gamma((n+p)/2) Gamma(p/2+1)/(Gamma((p-n)/2+1) Gamma(n+p/2)) rho^-n
  /// For odd p, at max(n, p+1): rho^-n Gamma(p/2+1) Gamma(p) Gamma((n-p)/2)/(pi Gamma(n/2+p)), a bound of |mu_n| for n
  /// > p: the hypergeometric function has positive coefficients and is at most its value at 1. It decreases in n, even
  /// after multiplication by P_n'(1) or P_n''(1).
  Ball beyond_ = 0;
};

/// b_0, b_2, b_4, ... one after the other: b_n = p dim_n lambda_n^2, dim_n the number of harmonics of degree n,
/// lambda_n = E |u_1| P_n(u_1) over the sphere.
class KernelCoefficients {
 public:
  explicit KernelCoefficients(int p)
      : p_(p), lambda_(Ball(2) / (Ball(p - 1) * beta(Ball(kHalf), Ball(Rational(p - 1, 2))))) {}

  /// b_n for n = 0, 2, 4, ... at each call.
  Ball next() {
    const Ball dimension = p_ == 2 ? Ball(n_ == 0 ? 1 : 2) : Ball(Rational(2 * n_ + p_ - 2, p_ - 2)) * choose_;
    const Ball b = Ball(p_) * dimension * square(lambda_);
    lambda_ *= -Ball(Rational(n_ - 1, n_ + 1 + p_));
    for (int i = 0; i < 2; ++i, ++n_) choose_ *= Ball(Rational(n_ + p_ - 2, n_ + 1));
    return b;
  }

 private:
  int p_;
  int n_ = 0;
  Ball lambda_;
  Ball choose_ = 1;  // C(n+p-3, n)
};

/// mu_0, mu_2, ..., mu_{2 count - 2}. For rho < 1 they are Jacobi functions, F(-m, m+a+b+1; a+1; rho^2) with m =
/// (n+p)/2-1, a = p/2, b = -p, so that three in a row satisfy Jacobi's recurrence in m; those for rho >= 1, another
/// branch of the same integral, satisfy it too (docs/smoothing.md).
std::vector<Ball> multipliers_by_recurrence(const SmoothingNoise& noise, int count) {
  // A step loses up to log2(|t| + sqrt(t^2 + 1)) bits of the radius, for rho > 1 twice that against values that fall; t
  // below.
  const ScopedBits more(working_bits() + (noise.rho < 1 ? 2 : 8) * count + 32);
  const Rational a(noise.p, 2), b(-noise.p);
  const Ball t(Rational(1 - 2 * noise.rho * noise.rho));
  std::vector<Ball> out{1, mean_gegenbauer(noise, 2)};
  for (int n = 2; static_cast<int>(out.size()) < count; n += 2) {
    const Rational m = Rational(n + noise.p, 2) - 1, twice = 2 * m + a + b,
                   common = (m + 1 + a) * (m + a + b + 1) * twice;
    const Ball first(Rational(twice * (twice + 1) * (twice + 2) / (2 * common)));
    const Ball constant(Rational((a * a - b * b) * (twice + 1) / (2 * common)));
    const Ball last(Rational(m * (m + b) * (twice + 2) / common));
    out.push_back((first * t + constant) * out.back() - last * out[out.size() - 2]);
  }
  return out;
}

/// The recurrence (n+p-2) P_{n+1} = (2n+p-2) c P_n - n P_{n-1}, with two derivatives; P_1 = c for p = 2 too.
class Gegenbauer {
 public:
  Gegenbauer(int p, const Ball& c) : p_(p), c_(c) {}
  const std::array<Ball, 3>& now() const { return now_; }

  void advance() {
    const Ball lead = n_ == 0 ? Ball(1) : Ball(Rational(2 * n_ + p_ - 2, n_ + p_ - 2));
    const Ball lag = n_ == 0 ? Ball(0) : Ball(Rational(n_, n_ + p_ - 2));
    std::array<Ball, 3> next;
    for (std::size_t i = 0; i < 3; ++i) {
      const Ball below = i == 0 ? Ball(0) : Ball(static_cast<int>(i)) * now_[i - 1];
      next[i] = lead * (c_ * now_[i] + below) - lag * before_[i];
    }
    before_ = now_;
    now_ = next;
    ++n_;
  }

 private:
  int p_;
  int n_ = 0;
  Ball c_;
  std::array<Ball, 3> before_{0, 0, 0};
  std::array<Ball, 3> now_{1, 0, 0};
};

/// How many even terms leave less than the working precision of the curvature, for rho >= 1; kMostEvenTerms if
/// kMostNearOne do not: next to rho = 1 many more are of little use.
int terms_needed(const SmoothingNoise& noise) {
  const Ball tolerance = Ball(power_of_two(-working_bits()));
  KernelCoefficients coefficients(noise.p);
  Multipliers multipliers(noise);
  Ball rest = 1;
  for (int terms = 1; terms <= EvenSeries::kMostNearOne; ++terms) {
    rest -= coefficients.next();
    multipliers.advance();
    if (is_less(multipliers.bound(2) * max(rest, Ball(0)).upper(), tolerance) == Verdict::proved) return terms;
  }
  return EvenSeries::kMostEvenTerms;
}

}  // namespace

Ball mean_gegenbauer(const SmoothingNoise& noise, int n) {
  if (noise.rho >= 1) {
    Multipliers multipliers(noise, n % 2);
    for (int i = n % 2; i < n; i += 2) multipliers.advance();
    return multipliers.mean();
  }
  const int p = noise.p;
  return hypergeometric({{1 - Rational(n + p, 2), Rational(p, 2) + 1}, {Rational(n, 2), 1}},
                        Rational(noise.rho * noise.rho));
}

Ball even_series_at_pole(const SmoothingNoise& noise) {
  KernelCoefficients coefficients(noise.p);
  Multipliers multipliers(noise);
  const Ball tolerance = Ball(power_of_two(-working_bits()));
  Ball total = 0, rest = 1;
  for (;; multipliers.advance()) {
    const Ball b = coefficients.next();
    total += b * multipliers.mean();
    rest -= b;
    Multipliers next = multipliers;
    next.advance();
    const Ball tail = next.bound(0) * max(rest, Ball(0)).upper();
    if (is_less(tail, tolerance) == Verdict::proved) return total + Ball::hull(-tail, tail);
  }
}

EvenSeries::EvenSeries(const SmoothingNoise& noise) : p_(noise.p), lipschitz_{0, 0, 0} {
  const bool outside = noise.rho >= 1;
  const Ball tolerance = Ball(power_of_two(-working_bits()));
  KernelCoefficients coefficients(p_);
  Multipliers multipliers(noise);
  // Their functions' series are slow there, and many of them are needed.
  const bool many = !outside || (p_ % 2 != 0 && noise.rho < 2);
  const int most = many && outside ? terms_needed(noise) : kMostEvenTerms;
  const std::vector<Ball> means = many ? multipliers_by_recurrence(noise, most) : std::vector<Ball>{};
  // Sums of b_n P_n^(i)(1) that are left: both are 1 at first (the kernel at c = 1, and its slope).
  Ball rest = 1, rest_of_slope = 1;
  for (int n = 0; n < 2 * most; n += 2) {
    const Ball b = coefficients.next();
    const Ball mean = many ? means[static_cast<std::size_t>(n / 2)] : multipliers.mean();
    weights_.push_back(b * mean);
    rest -= b;
    rest_of_slope -= b * derivative_at_one(p_, n, 1);
    for (int i = 0; i < 3; ++i)
      lipschitz_[static_cast<std::size_t>(i)] += abs(weights_.back()) * derivative_at_one(p_, n, i + 1);
    if (!outside) continue;
    multipliers.advance();
    for (int i = 0; i < 3; ++i) tail_[static_cast<std::size_t>(i)] = multipliers.bound(i) * max(rest, Ball(0)).upper();
    if (is_less(tail_[2], tolerance) == Verdict::proved) return;
  }
  // For rho < 1 nothing is known of mu_n but |mu_n| <= 1.
  if (!outside) tail_ = {max(rest, Ball(0)).upper(), max(rest_of_slope, Ball(0)).upper(), Ball::nan()};
}

EvenValue EvenSeries::at(const Ball& c) const {
  // The bounds of the slopes are for [-1, 1]: of a ball that reaches beyond, the middle is moved inside.
  const Ball middle = max(Ball(-1), min(Ball(1), c.midpoint())), radius = (c.upper() - c.lower()) / Ball(2);
  std::array<Ball, 3> sum{0, 0, 0};
  {
    // The recurrence of the polynomials loses up to log2(1 + sqrt 2) < 4/3 bits a step, at an exact point.
    const ScopedBits more(working_bits() + static_cast<slong>(weights_.size()) * 8 / 3 + 32);
    Gegenbauer polynomial(p_, middle);
    for (const Ball& weight : weights_) {
      for (std::size_t i = 0; i < 3; ++i) sum[i] += weight * polynomial.now()[i];
      polynomial.advance();
      polynomial.advance();
    }
  }
  for (std::size_t i = 0; i < 3; ++i) {
    const Ball around = (lipschitz_[i] * radius + tail_[i]).upper();
    sum[i] += Ball::hull(-around, around);
  }
  return {sum[0], sum[1], sum[2]};
}

}  // namespace noiseproof
