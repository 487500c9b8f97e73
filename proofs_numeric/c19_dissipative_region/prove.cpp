// C19: one-point dissipativity of the smoothed gradient towards the teacher: in a, in w, jointly; largest constants
// enclosed.
#include <fmt/format.h>

#include <cmath>

#include "common.hpp"
#include "core/known_digits.hpp"
#include "dynamics/descent.hpp"
#include "dynamics/random.hpp"
#include "enclosing.hpp"
#include "model/gradient.hpp"
#include "smoothing/dissipativity.hpp"
#include "trap_figures.hpp"
#include "witness/smoothed_definition.hpp"

namespace noiseproof::c19_dissipative_region {
namespace {

const std::vector<Rational> kLevels{{1, 100}, {1, 10}, {1, 2}, 2, 10, 50};

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

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  ClaimResult out;
  const Instance& instance = context.instance;
  constexpr long kSamples = 20'000;
  constexpr int kPoints = 4;
  out.check("the smoothed kernel gives the mean of the gradient under raw noise: sampled at random points, rho = 2",
            Evidence::sampled,
            [&] { return within_errors(largest_deviation(context, 2, kSamples, kPoints), kSamples, 2 * kPoints); });
  Enclosing enclosing(context, out);
  Bounds joint{};
  nlohmann::json rows = nlohmann::json::array(), in_a = band_series("in a, c half of the largest"),
                 jointly = band_series("jointly, c half of the largest");
  const NeededOffset needed = needed_offset(context);
  out.check("in a: the offset is what the worst a needs at phi = pi, and enough at smaller angles, rho = 2",
            Evidence::computed, [&] {
              const double a_little = 1e-9 * needed.stated;
              const bool right =
                  std::abs(needed.at_pi - needed.stated) < a_little && needed.most <= needed.stated + a_little;
              return Answer{right ? Verdict::proved : Verdict::undecided, needed.show()};
            });
  out.check("false twin: 99/100 of that offset is enough at phi = pi", Evidence::computed, [&] {
    return Answer{0.99 * needed.stated < 0.999 * needed.at_pi ? Verdict::proved : Verdict::undecided, needed.show()};
  });
  enclosing.check(
      "in a: a rate up to m2 (pi-1)/2pi (k = 1: m2/2), with the least offset attained at phi = pi, at every noise "
      "level",
      [&] {
        std::string figure;
        const auto certify = [&](const Rational& rho, const Ball& most) {
          enclosing.certificate.enclosure("rate_in_a", {{"rho", to_string(rho)}}, most,
                                          "The largest rate in a, at this noise radius.");
        };
        certify(0, (Ball(instance.k == 1 ? 0 : -1) + Ball::pi()) / (Ball(2) * Ball::pi()));
        for (const Rational& rho : kLevels) {
          const SmoothingNoise noise{instance.p, rho, Injection::raw};
          const Ball most = largest_rate_in_a(instance.k, noise);
          certify(rho, most);
          const Ball offset = offset_in_a(instance, noise, most / Ball(2));
          add_point(in_a, rho.convert_to<double>(), outward(offset));
          rows.push_back({{"rho", to_string(rho)},
                          {"largest_rate_in_a", decimal_endpoints(most, 12)},
                          {"offset_in_a_at_half", decimal_endpoints(offset, 12)}});
          if (figure.empty())
            figure = fmt::format("rho = {}: rate below {}, offset {} at half of it", to_string(rho),
                                 in_words(outward(most), 6), in_words(outward(offset), 6));
        }
        return Answer{Verdict::proved, figure};
      });
  enclosing.check("in w, where a.a* >= m > 0 and phi <= 5 pi/12: <grad_w, w - w*> >= c m |w - w*|^2", [&] {
    const Angle<Ball> furthest = angle_at(kJointAngle);
    const Ball without_noise = (Ball(1) + cosine(furthest)) * furthest.d / (Ball(4) * Ball::pi());  // K = pi - phi
    enclosing.certificate.enclosure("rate_in_w", {{"t", to_string(kJointAngle)}}, without_noise,
                                    "The largest rate in w where a.a* >= 1, without noise.");
    Verdict all = is_positive(without_noise);
    Ball least = without_noise;
    for (std::size_t i = 0; i < kLevels.size(); ++i) {
      const Ball rate = rate_in_w({instance.p, kLevels[i], Injection::raw}, 1, furthest);
      all = both(all, is_positive(rate));
      least = min(least, rate);
      rows[i]["rate_in_w"] = decimal_endpoints(rate, 12);
    }
    return Answer{all, fmt::format("c at least {} without noise and at the six levels", in_words(outward(least), 6))};
  });
  enclosing.twin("in w, the same on the whole sphere: at phi = pi - 1/1000 with the rate of 5 pi/12", [&] {
    const SmoothingNoise noise{instance.p, 1, Injection::raw};
    return Answer{is_less(rate_in_w(noise, 1, angle_at(kJointAngle)),
                          rate_in_w(noise, 1, Angle<Ball>::from_complement(Ball(Rational(1, 1000))))),
                  "the rate falls to 0"};
  });
  enclosing.check("jointly, without noise, for every a and every phi <= 5 pi/12: the largest rate", [&] {
    joint = largest_joint_rate(instance);
    enclosing.certificate.enclosure("joint_rate", {{"t", to_string(kJointAngle)}}, joint,
                                    "The largest joint rate, for every a, without noise.");
    return Answer{is_jointly_dissipative(instance, joint.lo), "c in " + in_words(joint, 6) + ", no condition on a.a*"};
  });
  enclosing.twin("jointly, with a rate 1% above the largest", [&] {
    return Answer{is_jointly_dissipative(instance, joint.hi * Rational(101, 100)), "fails at an angle found"};
  });
  enclosing.check("jointly, with noise: the least offset at half that rate, to 1%, at every noise level", [&] {
    std::string figure;
    for (std::size_t i = 0; i < kLevels.size(); ++i) {
      const Bounds offset = joint_offset(instance, {instance.p, kLevels[i], Injection::raw}, joint.lo / 2);
      add_point(jointly, kLevels[i].convert_to<double>(), offset);
      rows[i]["joint_offset"] = {to_string(offset.lo), to_string(offset.hi)};
      figure += fmt::format("{}rho = {}: {}", figure.empty() ? "" : "; ", to_string(kLevels[i]), in_words(offset, 3));
    }
    return Answer{Verdict::proved, figure};
  });
  out.headline = "jointly c >= " + digits_below(joint.lo, 4) + " up to 5 pi/12, for every a";
  out.notes = {
      "In w alone there is no rate on the whole sphere: w = -w* is a rest point of the smoothed gradient too, whatever "
      "the "
      "noise. The region phi <= phi_max is a condition, and the rate falls to 0 as phi_max reaches pi.",
      "The joint statement needs no condition on a.a*: the quadratic form in a outweighs the cross term up to 5 pi/12.",
      "For raw noise. For normalized noise the part in a holds with m1 = m2 = 1; its mean step in w is no gradient."};
  out.data = {{"joint_rate", {to_string(joint.lo), to_string(joint.hi)}}, {"levels", rows}};
  out.plots.push_back(
      {{"type", "lines"},
       {"id", "offsets"},
       {"title", "Offset against the noise radius"},
       {"caption",
        "Least offsets of the dissipativity statements, raw noise. Jointly it grows like rho^4 while rho is small."},
       {"x_label", "rho"},
       {"y_label", "offset"},
       {"x_log", true},
       {"y_log", true},
       {"series", {in_a, jointly}}});
  enclosing.finish();
  return out;
}

}  // namespace noiseproof::c19_dissipative_region
