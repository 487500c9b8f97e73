// C19, sampled and computed.
#include <fmt/format.h>

#include <cmath>

#include "dissipation.hpp"
#include "dynamics/descent.hpp"
#include "dynamics/random.hpp"
#include "model/gradient.hpp"
#include "witness/smoothed_definition.hpp"

namespace noiseproof::c19_dissipative_region {
namespace {

/// <gradient, (a, w) - (a*, w*)> in a and in w, sampled at w + xi, against what the smoothed kernel says: the largest
/// deviation over some random points, in standard errors.
double largest_deviation(const ClaimContext& context, const Rational& rho, long samples, int points) {
  const ScopedBits precision(96);
  const Instance& instance = context.instance;
  const Problem problem(instance);
  const SmoothingNoise noise{instance.p, rho, Injection::raw};
  const double m1 = mean_length(noise).midpoint_approx(), m2 = mean_square_length(noise).midpoint_approx();
  double worst = 0;
  for (int run = 0; run < points; ++run) {
    const auto id = static_cast<std::uint32_t>(run);
    Student<double> at = make_start(problem, Start::random, context.seed, id);
    const Invariants<double> x = invariants(at, problem.teacher);
    const SmoothedKernel g = smoothed_kernel(noise, Angle<Ball>::from_phi(Ball(Rational(x.angle.phi))));
    const double value = g.value.midpoint_approx(), pull = -g.derivative.midpoint_approx() * std::sin(x.angle.phi);
    const Vec<double>& star = problem.teacher.a_star;
    const double s = sum(star), diagonal = pi<double>() - 1;
    double in_a = 0;
    for (std::size_t i = 0; i < star.size(); ++i)
      in_a += (at.a[i] - star[i]) * (m2 * (sum(at.a) + diagonal * at.a[i]) - m1 * (s - star[i]) - value * star[i]) /
              (2 * pi<double>());
    const double in_w = x.alpha * pull / (2 * pi<double>());
    double mean[2] = {0, 0}, square[2] = {0, 0};
    Vec<double> xi(at.w.size());
    for (long i = 0; i < samples; ++i) {
      Stream stream(context.seed, id, static_cast<std::uint32_t>(i), Purpose::noise_w);
      uniform_in_ball(stream, rho.convert_to<double>(), xi);
      const Student<double> moved{combine(1.0, at.w, 1.0, xi), at.a};
      const Invariants<double> y = invariants(moved, problem.teacher);
      const Vec<double> grad_a = gradient_a(moved, problem.teacher, y), grad_w = gradient_w(moved, problem.teacher, y);
      // The tangent part at w, paired with w - w*: -grad_w.w* + (grad_w.w)(w.w*).
      const double sample[2] = {
          dot(grad_a, combine(1.0, at.a, -1.0, star)),
          dot(grad_w, at.w) * dot(at.w, problem.teacher.w_star) - dot(grad_w, problem.teacher.w_star)};
      for (int part = 0; part < 2; ++part) {
        mean[part] += sample[part] / static_cast<double>(samples);
        square[part] += sample[part] * sample[part] / static_cast<double>(samples);
      }
    }
    const double expected[2] = {in_a, in_w};
    for (int part = 0; part < 2; ++part) {
      const double error = std::sqrt((square[part] - mean[part] * mean[part]) / static_cast<double>(samples));
      worst = std::max(worst, std::abs(mean[part] - expected[part]) / error);
    }
  }
  return worst;
}

/// The offset that some a needs at an angle where the kernel has this value: -min over x = a - a* of <grad_a, x> -
/// c|x|^2, in vectors. The form is d|x|^2 + q (1.x)^2 + g.x, its inverse that of a matrix of rank one more than a
/// multiple of I.
double needed_in_a(const ClaimContext& context, double m1, double m2, double kernel, double c) {
  const Vec<double> star = Problem(context.instance).teacher.a_star;
  const double s = sum(star), q = m2 / (2 * pi<double>()), d = q * (pi<double>() - 1) - c;
  Vec<double> g(star.size());
  for (std::size_t i = 0; i < star.size(); ++i)
    g[i] = (m2 * (s + (pi<double>() - 1) * star[i]) - m1 * (s - star[i]) - kernel * star[i]) / (2 * pi<double>());
  return (norm_sq(g) - q * sum(g) * sum(g) / (d + static_cast<double>(star.size()) * q)) / (4 * d);
}

struct NeededOffset {
  double stated, at_pi, most;  ///< needed at phi = pi, and at any of nine angles
  std::string show() const { return fmt::format("{:.9g} needed at phi = pi, {:.9g} stated", at_pi, stated); }
};

/// What is stated against what is needed, the kernel by quadrature of the definition.
NeededOffset needed_offset(const ClaimContext& context) {
  Instance instance = context.instance;
  instance.p = std::min(instance.p, 20);  // for the quadrature
  const SmoothingNoise noise{instance.p, 2, Injection::raw};
  const Ball c = largest_rate_in_a(instance.k, noise) / Ball(2);
  NeededOffset out{offset_in_a(instance, noise, c).midpoint_approx(), 0, 0};
  const double m1 = mean_length(noise).midpoint_approx(), m2 = mean_square_length(noise).midpoint_approx();
  const ScopedDigits digits(20);
  for (int i = 0; i <= 8; ++i) {
    const double kernel = smoothed_kernel_by_quadrature(instance.p, Real(2), Injection::raw, Real(pi<Real>() * i / 8))
                              .convert_to<double>();
    out.at_pi = needed_in_a(context, m1, m2, kernel, c.midpoint_approx());
    out.most = std::max(out.most, out.at_pi);
  }
  return out;
}

Answer least_offset(const NeededOffset& needed) {
  const double a_little = 1e-9 * needed.stated;
  const bool right = std::abs(needed.at_pi - needed.stated) < a_little && needed.most <= needed.stated + a_little;
  return {right ? Verdict::proved : Verdict::undecided, needed.show()};
}

}  // namespace

void witness(const ClaimContext& context, ClaimResult& out) {
  constexpr long kSamples = 20'000;
  constexpr int kPoints = 4;
  out.check("the smoothed kernel gives the mean of the gradient under raw noise: sampled at random points, rho = 2",
            Evidence::sampled,
            [&] { return within_errors(largest_deviation(context, 2, kSamples, kPoints), kSamples, 2 * kPoints); });
  const NeededOffset needed = needed_offset(context);
  out.check("in a: the offset is what the worst a needs at phi = pi, and enough at smaller angles, rho = 2",
            Evidence::computed, [&] { return least_offset(needed); });
  out.check("false twin: 99/100 of that offset is enough at phi = pi", Evidence::computed, [&] {
    return Answer{0.99 * needed.stated < 0.999 * needed.at_pi ? Verdict::proved : Verdict::undecided, needed.show()};
  });
}

}  // namespace noiseproof::c19_dissipative_region
