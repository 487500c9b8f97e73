#include "rigor/landscape.hpp"

#include <arb_mat.h>

#include <algorithm>

namespace noiseproof {

Landscape landscape(const Instance& instance, const Ball& q, const Ball& v, const Ball& opposite, const Ball& m1,
                    const Ball& m2) {
  const MeanLoss<Ball> loss = mean_loss(teacher_invariants<Ball>(instance), q, v, m1, m2);
  const Ball r(instance.r), norm_sq(instance.norm_sq);
  const Ball kappa_sq = norm_sq * (loss.lambda1 - q * r) / (loss.lambda1 * loss.lambda2);
  return {loss, instance, norm_sq, kappa_sq, instance.k == 1 ? Ball(0) : saddle_value(instance.k, r, q, v), opposite};
}

Landscape landscape(const Instance& instance) { return landscape(instance, 1, Ball::pi(), 0); }

slong bits_lost_at(int k, const Rational& r) {
  if (k == 1) return 0;
  constexpr slong kBudget = slong{1} << 17;
  for (slong bits = 64; bits <= kBudget; bits *= 2) {
    const ScopedBits precision(bits);
    const Ball distance = Ball(k - 1) - Ball(Rational(r - 1)) * Ball::pi();
    if (is_positive(distance) == Verdict::undecided) continue;
    return std::max<slong>(0, -arf_abs_bound_lt_2exp_si(arb_midref(distance.get())));
  }
  throw Error(Error::Kind::arithmetic, "bits_lost_at", "r is too close to the threshold (k+pi-1)/pi");
}

namespace {

/// The d in (0, pi) with h(d) = value, 0 < value < pi. Starts from 0 and from a rational just below pi; h grows.
std::optional<Bounds> inverse_h(const Ball& value) {
  if (is_positive(value) != Verdict::proved) return std::nullopt;
  const Rational almost_pi = dyadic_floor(lower_rational(Ball::pi()), 20);
  return bracket_root([&](const Ball& d) { return h(d) - value; }, {0, almost_pi});
}

}  // namespace

std::optional<Bounds> saddle_complement_bounds(const Landscape& z) { return inverse_h(z.gamma); }

std::optional<Bounds> saddle_angle_bounds(const Landscape& z) {
  const std::optional<Bounds> d = saddle_complement_bounds(z);
  if (!d) return std::nullopt;
  return outward(Ball::pi() - ball_over(*d));
}

std::optional<GrowthRegion> growth_region(const Landscape& z) {
  const Ball twice = Ball(2) * z.gamma;
  const std::optional<Bounds> angle = inverse_h(twice);
  if (!angle) return std::nullopt;
  const Ball radius = sqrt(z.kappa_sq) * (Ball::pi() - sqrt(Ball::pi() * (Ball::pi() - twice)));
  return GrowthRegion{*angle, outward(radius)};
}

Verdict is_strict_minimum_region(const Landscape& z, const Rational& angle, const Rational& radius) {
  if (angle <= 0 || radius <= 0) return Verdict::refuted;
  const Ball d(angle), q(radius), twice = Ball(2) * z.gamma;
  const Ball largest = sqrt(z.kappa_sq) * (Ball::pi() - sqrt(Ball::pi() * (Ball::pi() - twice)));
  const Verdict by_angle = both(is_less(d, Ball::pi()), is_less(h(d), twice));
  return both(both(is_positive(z.gamma), by_angle), is_less(q, largest));
}

Vec<Ball> solve_for_abar(const Vec<Ball>& a_star) {
  const auto n = static_cast<slong>(a_star.size());
  arb_mat_t matrix, right, solution;
  arb_mat_init(matrix, n, n);
  arb_mat_init(right, n, 1);
  arb_mat_init(solution, n, 1);
  const Ball total = sum(a_star), diagonal = Ball::pi();
  for (slong i = 0; i < n; ++i) {
    for (slong j = 0; j < n; ++j) arb_set(arb_mat_entry(matrix, i, j), (i == j ? diagonal : Ball(1)).get());
    arb_set(arb_mat_entry(right, i, 0), (total - a_star[static_cast<std::size_t>(i)]).get());
  }
  const int solved = arb_mat_solve(solution, matrix, right, working_bits());
  Vec<Ball> out(a_star.size());
  for (slong i = 0; i < n; ++i) arb_set(out[static_cast<std::size_t>(i)].get(), arb_mat_entry(solution, i, 0));
  arb_mat_clear(matrix);
  arb_mat_clear(right);
  arb_mat_clear(solution);
  if (solved == 0) throw Error(Error::Kind::arithmetic, "solve_for_abar", "the precision does not suffice to invert M");
  return out;
}

}  // namespace noiseproof
