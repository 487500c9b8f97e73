#include "smoothing/dissipativity.hpp"

#include <algorithm>
#include <functional>
#include <optional>

#include "core/error.hpp"
#include "model/mean_loss.hpp"

namespace noiseproof {
namespace {

constexpr int kDeepest = 40;
constexpr slong kBits = 128;

Ball two_pi() { return Ball(2) * Ball::pi(); }

/// What the smoothed gradient is made of, along u1 and u2 of the plane of 1 and a* (all else has the second eigenvalue
/// and no teacher).
struct Coefficients {
  Ball m1, m2;
  Ball lambda[2];  ///< of M
  Ball mu[2];      ///< of 11' - I
  Ball e[2];       ///< of a*
  int modes;       ///< for k = 1 there is nothing across 1
  Ball norm_sq;

  Coefficients(const Instance& instance, const MeanLoss<Ball>& z)
      : m1(z.m1),
        m2(z.m2),
        lambda{z.lambda1, z.lambda2},
        mu{z.k - 1, -1},
        e{z.e1, z.e2},
        modes(z.k == 1 ? 1 : 2),
        norm_sq(instance.norm_sq) {}
  explicit Coefficients(const Instance& instance)
      : Coefficients(instance, relu_loss(teacher_invariants<Ball>(instance))) {}
  Coefficients(const Instance& instance, const SmoothingNoise& noise)
      : Coefficients(instance, mean_loss(teacher_invariants<Ball>(instance), Ball(1), Ball::pi(), mean_length(noise),
                                         mean_square_length(noise))) {}

  /// b_i: 2 pi grad_a at a = a* is b_i e_i. Increases with phi.
  Ball b(int i, const Ball& kernel) const { return m2 * lambda[i] - m1 * mu[i] - kernel; }
};

/// Bounds of G (decreasing), -G'/sin phi (decreasing) and sin^2 phi (increasing) over a cell of angles pi t below pi/2.
struct Cell {
  Ball kernel_near, kernel_far;  ///< at the smaller and at the larger angle
  Ball steepness_near, steepness_far;
  Ball sine_sq_near, sine_sq_far;
  Ball versine_near, versine_far;  ///< 1 - cos phi = |w - w*|^2/2
};

struct Edge {
  Ball kernel, steepness, sine_sq, versine;
};

Cell between(const Edge& near, const Edge& far) {
  return {near.kernel, far.kernel, near.steepness, far.steepness, near.sine_sq, far.sine_sq, near.versine, far.versine};
}

/// J(phi): the least offset at phi for the rate c (docs/dissipativity.md); the statement at phi is J <= offset. Over a
/// cell, an enclosure of its range. Empty if c is not below the eigenvalues.
std::optional<Ball> needed_offset(const Coefficients& z, const Cell& cell, const Ball& c, const Ball& kept) {
  const Ball pull = Ball::hull(cell.sine_sq_near * cell.steepness_far, cell.sine_sq_far * cell.steepness_near);
  Ball total = Ball(2) * c * Ball::hull(cell.versine_near, cell.versine_far) - z.norm_sq * pull / two_pi();
  for (int i = 0; i < z.modes; ++i) {
    const Ball room = kept * z.m2 * z.lambda[i] / two_pi() - c;
    if (is_positive(room) != Verdict::proved) return std::nullopt;
    const Ball b = Ball::hull(z.b(i, cell.kernel_near), z.b(i, cell.kernel_far));
    total += square(z.e[i] * (b + pull)) / (Ball(4) * square(two_pi()) * room);
  }
  return total;
}

/// Is c below the eigenvalues?
Verdict room_is_left(const Coefficients& z, const Ball& c, const Ball& kept) {
  Verdict all = Verdict::proved;
  for (int i = 0; i < z.modes; ++i) all = both(all, is_less(c, kept * z.m2 * z.lambda[i] / two_pi()));
  return all;
}

using EdgeAt = std::function<Edge(const Rational&)>;

Edge plain_edge(const Rational& t) {
  const Angle<Ball> angle = angle_at(t);
  const Ball half_sine = sin(angle.phi / Ball(2));
  return {dual_kernel(angle), angle.d, square(sine(angle)), Ball(2) * square(half_sine)};
}

EdgeAt smoothed_edge(const SmoothingNoise& noise) {
  return [noise](const Rational& t) {
    const Angle<Ball> angle = angle_at(t);
    const SmoothedKernel g = smoothed_kernel(noise, angle);
    const Ball half_sine = sin(angle.phi / Ball(2));
    return Edge{g.value, g.slope, square(sine(angle)), Ball(2) * square(half_sine)};
  };
}

/// Is `holds` proved on every cell of a bisection of [lo, hi]? refuted: it is refuted on one of them.
Verdict on_all(const EdgeAt& edge_at, const Rational& lo, const Edge& near, const Rational& hi, const Edge& far,
               const std::function<Verdict(const Cell&)>& holds, int depth = 0) {
  const Verdict whole = holds(between(near, far));
  if (whole != Verdict::undecided || depth == kDeepest) return whole;
  const Rational middle = (lo + hi) / 2;
  const Edge at = edge_at(middle);
  const Verdict left = on_all(edge_at, lo, near, middle, at, holds, depth + 1);
  if (left != Verdict::proved) return left;
  return on_all(edge_at, middle, at, hi, far, holds, depth + 1);
}

/// Cells that widen geometrically from 0, so that what vanishes like phi^2 is resolved at every scale.
std::vector<Rational> grid(const Rational& first) {
  std::vector<Rational> out{0};
  for (Rational t = first; t < kJointAngle; t = dyadic_ceil(t * Rational(9, 8), 60)) out.push_back(t);
  out.push_back(kJointAngle);
  return out;
}

}  // namespace

Ball largest_rate_in_a(int k, const SmoothingNoise& noise) {
  return mean_square_length(noise) * (k == 1 ? Ball::pi() : Ball::pi() - Ball(1)) / two_pi();
}

Ball offset_in_a(const Instance& instance, const SmoothingNoise& noise, const Ball& c) {
  const Coefficients z(instance, noise);
  const Ball at_zero = smoothed_kernel(noise, {Ball(0), Ball::pi()}).value, at_pi = smoothed_kernel_at_pi(noise);
  Ball total = 0;
  for (int i = 0; i < z.modes; ++i) {
    const Ball room = z.m2 * z.lambda[i] / two_pi() - c;
    if (is_positive(room) != Verdict::proved || is_nonnegative(z.b(i, at_zero)) != Verdict::proved)
      throw Error(Error::Kind::arithmetic, "offset_in_a", "the rate is not below the least eigenvalue");
    // b_i increases from b_i(0) >= 0 to b_i(pi).
    total += square(z.e[i] * z.b(i, at_pi)) / (Ball(4) * square(two_pi()) * room);
  }
  return total;
}

Ball rate_in_w(const SmoothingNoise& noise, const Ball& alpha, const Angle<Ball>& furthest) {
  // (alpha/2pi) sin^2 phi steepness/(2 (1 - cos phi)), and sin^2 = (1 - cos)(1 + cos).
  return alpha / (Ball(2) * two_pi()) * (Ball(1) + cosine(furthest)) * smoothed_kernel(noise, furthest).slope;
}

Verdict is_jointly_dissipative(const Instance& instance, const Rational& rate, const Ball& kept) {
  const ScopedBits precision(kBits);
  const Coefficients z(instance);
  const Ball c(rate);
  if (const Verdict room = room_is_left(z, c, kept); room != Verdict::proved) return room;
  const std::vector<Rational> cuts = grid(Rational(1, 64));
  std::vector<Edge> edges;
  for (const Rational& t : cuts) {
    edges.push_back(plain_edge(t));
    const std::optional<Ball> j = needed_offset(z, between(edges.back(), edges.back()), c, kept);
    if (j && is_positive(*j) == Verdict::proved) return Verdict::refuted;
  }
  // Near 0 everything vanishes with y = 1 - cos phi; J/y there, with 0 <= b_i/y <= pi and v/y = (1+cos phi)(pi-phi).
  const Edge& first = edges[1];
  const Ball least_pull = (Ball(2) - first.versine) * first.steepness;
  Ball scaled = Ball(2) * c - z.norm_sq * Ball::hull(least_pull, two_pi()) / two_pi();
  for (int i = 0; i < z.modes; ++i)
    scaled += square(z.e[i]) * Ball::hull(Ball(0), square(Ball(3) * Ball::pi())) * Ball::hull(Ball(0), first.versine) /
              (Ball(4) * square(two_pi()) * (kept * z.lambda[i] / two_pi() - c));
  Verdict all = is_negative(scaled);
  for (std::size_t i = 1; i + 1 < cuts.size() && all == Verdict::proved; ++i)
    all = on_all(plain_edge, cuts[i], edges[i], cuts[i + 1], edges[i + 1], [&](const Cell& cell) {
      const std::optional<Ball> j = needed_offset(z, cell, c, kept);
      return j ? is_negative(*j) : Verdict::undecided;
    });
  return all;
}

Bounds largest_joint_rate(const Instance& instance, const Ball& kept) {
  Bounds out{0, Rational(1, 2)};
  for (int halvings = 0; halvings < 60 && (out.hi - out.lo) * (1 << 16) > out.hi; ++halvings) {
    const Rational middle = (out.lo + out.hi) / 2;
    const Verdict verdict = is_jointly_dissipative(instance, middle, kept);
    if (verdict == Verdict::undecided) break;
    (verdict == Verdict::proved ? out.lo : out.hi) = middle;
  }
  if (out.lo == 0) throw Error(Error::Kind::no_convergence, "largest_joint_rate", "no positive rate is proved");
  return out;
}

Bounds joint_offset(const Instance& instance, const SmoothingNoise& noise, const Rational& c, const Ball& kept) {
  const ScopedBits precision(kBits);
  const Coefficients z(instance, noise);
  const EdgeAt edge_at = smoothed_edge(noise);
  // The first cell must be small against rho^2, the size of what is left of b_i at phi = 0.
  const Rational scale = std::min(Rational(1, 4), noise.rho * noise.rho / 64);
  const std::vector<Rational> cuts = grid(dyadic_ceil(scale, 60));
  std::vector<Edge> edges;
  Rational least = 0;
  for (const Rational& t : cuts) {
    edges.push_back(edge_at(t));
    const std::optional<Ball> j = needed_offset(z, between(edges.back(), edges.back()), Ball(c), kept);
    if (!j) throw Error(Error::Kind::no_convergence, "joint_offset", "the rate is not below the least eigenvalue");
    least = std::max(least, lower_rational(*j));
  }
  const Rational most = least * Rational(101, 100);
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    const Verdict verdict = on_all(edge_at, cuts[i], edges[i], cuts[i + 1], edges[i + 1], [&](const Cell& cell) {
      const std::optional<Ball> j = needed_offset(z, cell, Ball(c), kept);
      return j ? is_less(*j, Ball(most)) : Verdict::undecided;
    });
    if (verdict != Verdict::proved)
      throw Error(Error::Kind::no_convergence, "joint_offset", "the maximum over the angles is not enclosed");
  }
  return {least, most};
}

Ball share_kept(const Instance& instance, const Rational& eta, const Rational& rho_w) {
  return Ball(1) - Ball(eta) * (Ball(instance.k - 1) + Ball::pi()) * pow(Ball(1) + Ball(rho_w), 4) / two_pi();
}

Drift drift(const Instance& instance, const Rational& eta, const Rational& rho_w, const Rational& rho_a,
            const Rational& distance) {
  if (rho_w <= 0 || rho_w >= 1 || rho_a < 0 || eta <= 0 || distance <= 0)
    throw Error(Error::Kind::domain, "drift", "0 < rho_w < 1, rho_a >= 0, eta > 0 and distance > 0 are needed");
  const ScopedBits precision(kBits);
  const SmoothingNoise noise{instance.p, rho_w, Injection::raw};
  const Coefficients z(instance, noise);
  const Ball step(eta), rho(rho_w), a_noise(rho_a), pi = Ball::pi(), k(instance.k);
  const Ball stretch = Ball(1) + rho, norm = sqrt(z.norm_sq), reach = norm + Ball(distance) + a_noise;
  const Ball kept = share_kept(instance, eta, rho_w);
  if (is_positive(kept) != Verdict::proved) throw Error(Error::Kind::domain, "drift", "the step is too long");
  Drift out;
  out.rate = largest_joint_rate(instance, kept).lo / 2;
  out.offset = joint_offset(instance, noise, out.rate, kept);
  const Ball turn = atan(rho / sqrt(Ball(1) - square(rho)));  // the largest angle between w and w + xi
  const Ball lambda_e_sq = square(z.lambda[0] * z.e[0]) + square(z.lambda[1] * z.e[1]);
  const Ball lambda_sq = square(z.lambda[0]) + (k - Ball(1)) * square(z.lambda[1]);
  const Ball radial = reach * (stretch * z.lambda[0] * reach + (k + Ball(1)) * norm);
  out.contraction =
      Ball(2) * Ball(out.rate) - step * (Ball(2) * z.norm_sq * square(stretch) + square(reach) * z.norm_sq / Ball(2));
  const Ball in_a =
      (square(stretch) * (Ball(4) * lambda_e_sq * square(rho) + Ball(8) * square(pi) * z.norm_sq * square(turn)) +
       pow(stretch, 4) * square(a_noise) * lambda_sq / (k + Ball(2))) /
      square(two_pi());
  const Ball in_w = square(radial * rho) / (Ball(2) * square(pi));
  out.noise = Ball(2) * step * Ball(out.offset.hi) + square(step) * (in_a + in_w);
  return out;
}

Ball gradient_change(const Instance& instance, const Rational& rho_w, const Rational& rho_a, const Rational& distance) {
  if (rho_w <= 0 || rho_w >= 1 || rho_a < 0 || distance < 0)
    throw Error(Error::Kind::domain, "gradient_change", "0 < rho_w < 1, rho_a >= 0 and distance >= 0 are needed");
  const ScopedBits precision(kBits);
  const Ball rho(rho_w), a_noise(rho_a), pi = Ball::pi(), k(instance.k), steepest = k - Ball(1) + pi;
  const Ball norm = sqrt(Ball(instance.norm_sq)), stretch = Ball(1) + rho, length = norm + Ball(distance);
  const Ball reach = length + a_noise, turn = atan(rho / sqrt(Ball(1) - square(rho)));
  const Ball in_a =
      (Ball(2) * rho + square(rho)) * steepest * length + square(stretch) * steepest * a_noise + rho * (k + pi) * norm;
  const Ball in_w = rho * reach * (steepest * reach + (k + Ball(1)) * norm) + pi * norm * a_noise + reach * norm * turn;
  return sqrt(square(in_a) + square(in_w)) / two_pi();
}

std::optional<SureDrift> sure_drift(const Instance& instance, const Rational& eta, const Rational& rho_w,
                                    const Rational& rho_a, const Rational& level) {
  if (eta <= 0 || level <= 0 || level > kLargestKept)
    throw Error(Error::Kind::domain, "sure_drift", "eta > 0 and 0 < level <= 37/25 are needed");
  const ScopedBits precision(kBits);
  const Ball step(eta), far = sqrt(Ball(level)), norm = sqrt(Ball(instance.norm_sq));
  const Ball change = gradient_change(instance, rho_w, rho_a, upper_rational(far));
  const Ball steepest =
      sqrt(square((Ball(instance.k - 1) + Ball::pi()) / two_pi()) + square(norm * (Ball(1) + norm + far) / Ball(2)));
  // With u = sqrt V, room u^2 - 2 change (1 + eta steepest) u + noise - eta change^2 must not be negative.
  SureDrift out{largest_joint_rate(instance).lo, 0};
  const Ball room = Ball(out.contraction) - step * square(steepest);
  if (is_positive(room) != Verdict::proved || eta * out.contraction > 1) return std::nullopt;
  out.noise = upper_rational(square(change) * (step + square(Ball(1) + step * steepest) / room));
  if (out.noise > out.contraction * level) return std::nullopt;
  return out;
}

}  // namespace noiseproof
