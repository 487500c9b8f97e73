// Phase I of a certified schedule (claim C13): its bounds against the step's definition on full vectors.
#include <doctest/doctest.h>

#include <cmath>
#include <complex>

#include "dynamics/random.hpp"
#include "escape/find_schedule.hpp"
#include "instances.hpp"
#include "smoothing/critical_level.hpp"

using namespace noiseproof;

namespace {

Rational q(const char* text) { return parse_rational(text, "test"); }

/// The schedule of the default instance that the tests below are about.
PhaseOne default_phase() {
  PhaseOne out;
  out.eta = q("0.405");
  out.rho_w = 1'000'000;
  out.rho_a = q("0.0001");
  out.burn_in = 18;
  out.steps = 1100;
  out.theta1 = q("1.5");
  out.theta2 = 13;
  out.delta = q("6.5e-5");
  out.corrector = q("1.04");
  out.good_cot_sq = q("1.2846");
  out.split = Rational(1, 2);
  out.top = 42;
  out.lambda = q("0.03");
  return out;
}

/// The same at a moderate level, with the exact law.
PhaseOne moderate_phase() {
  PhaseOne out = default_phase();
  out.eta = q("0.4149");
  out.rho_w = 25;
  out.burn_in = 22;
  out.theta2 = q("20.4");
  out.delta = q("4.34e-5");
  out.corrector = q("0.963");
  out.good_cot_sq = q("1.528");
  out.top = q("25.6");
  out.lambda = q("0.03");
  out.law = ExactLaw{q("2.555"), q("1.02423")};
  return out;
}

/// One step as docs/mathematics.md section 5 has it, in vectors of R^3 and R^k, and the Lyapunov function from its
/// definition.
class Definition {
 public:
  Definition(const Instance& instance, const PhaseOne& phase) : k_(instance.k), p_(instance.p) {
    const double pi = std::acos(-1.0), A = std::sqrt(instance.norm_sq.convert_to<double>());
    const double r = instance.r.convert_to<double>();
    c_ = phase.eta.convert_to<double>() / (2 * pi);
    delta_ = phase.delta.convert_to<double>();
    K_ = phase.corrector.convert_to<double>();
    e_[0] = A * std::sqrt(r / k_);
    e_[1] = A * std::sqrt(1 - r / k_);
    lambda_[0] = k_ + pi - 1;
    lambda_[1] = pi - 1;
    nu_ = pi * (1 - 1.0 / p_);
    // The means of sin and of g over the sphere, by Simpson's rule.
    const int n = 4000;
    double total = 0, sum = 0;
    for (int i = 0; i <= n; ++i) {
      const double f = pi * i / n, w = (i == 0 || i == n ? 1 : 2 + 2 * (i % 2)) * std::pow(std::sin(f), p_ - 2);
      total += w;
      sum += w * kernel(f);
    }
    mean_kernel_ = sum / total;
    rho_ = phase.law ? phase.rho_w.convert_to<double>() : 0;
    if (!phase.law) return;
    nu_ = phase.law->nu.convert_to<double>();
    mean_kernel_ = phase.law->gbar.convert_to<double>();
  }

  double e(int i) const { return e_[i]; }

  /// E (R+/R)^theta over the uniform direction, or that of w + a uniform point of the ball of radius rho, at
  /// cot^2(phi/2) = Y, a = x u1 + y u2, and eps in that plane.
  double mean(double Y, double x, double y, double eps1, double eps2, double theta) const {
    const double pi = std::acos(-1.0), phi = 2 * std::atan(1 / std::sqrt(Y));
    const int n = 600, m = 120;
    double total = 0, sum = 0;
    for (int i = 0; i < n; ++i) {
      const double f = pi * (i + 0.5) / n, w = std::pow(std::sin(f), p_ - 2);
      for (int j = 0; j < (p_ == 2 ? 2 : m); ++j) {
        // zeta = cos of a uniform angle with the weight sin^{p-3}.
        const double turn = p_ == 2 ? pi * j : pi * (j + 0.5) / m, v = p_ == 2 ? 1 : std::pow(std::sin(turn), p_ - 3);
        total += w * v;
        sum += w * v * density(std::cos(phi) * std::cos(f) + std::sin(phi) * std::sin(f) * std::cos(turn)) *
               std::pow(ratio(phi, Y, x, y, eps1, eps2, f, std::cos(turn)), theta);
      }
    }
    return sum / total;
  }

  /// nu Lc - K Q
  double term(double x, double y) const {
    const double b[2] = {x - e_[0] * (k_ - 1 + mean_kernel_) / lambda_[0], y - e_[1] * (mean_kernel_ - 1) / lambda_[1]};
    double q = 0;
    for (int i = 0; i < 2; ++i)
      for (int j = 0; j < 2; ++j) q += b[i] * b[j] * 2 * e_[i] * e_[j] / (lambda_[i] + lambda_[j]);
    return nu_ * (e_[0] * x / lambda_[0] + e_[1] * y / lambda_[1]) - K_ * q;
  }

 private:
  /// The part of the ball around w that lies within a thin cone, over the cone's part of all directions.
  double density(double x) const {
    return rho_ == 0 ? 1 : std::pow((x + std::sqrt(rho_ * rho_ - 1 + x * x)) / rho_, p_);
  }
  static double kernel(double f) { return std::sin(f) + (std::acos(-1.0) - f) * std::cos(f); }

  double ratio(double phi, double Y, double x, double y, double eps1, double eps2, double f, double zeta) const {
    const double pi = std::acos(-1.0);
    const double w[3] = {std::cos(phi), std::sin(phi), 0};
    const double noisy[3] = {std::cos(f), std::sin(f) * zeta, std::sin(f) * std::sqrt(std::max(0.0, 1 - zeta * zeta))};
    const double alpha = e_[0] * (x + eps1) + e_[1] * (y + eps2), length = c_ * alpha * (pi - f);
    double moved[3], norm = 0;
    for (int i = 0; i < 3; ++i) {
      moved[i] = w[i] + length * ((i == 0 ? 1 : 0) - noisy[0] * noisy[i]);
      norm += moved[i] * moved[i];
    }
    const double cosine = moved[0] / std::sqrt(norm), after = (1 + cosine) / (1 - cosine);
    const double g = kernel(f);
    const double x1 = x - c_ * (lambda_[0] * (x + eps1) - (k_ - 1 + g) * e_[0]);
    const double y1 = y - c_ * (lambda_[1] * (y + eps2) - (g - 1) * e_[1]);
    return (Y + delta_) / (after + delta_) * std::exp(term(x, y) - term(x1, y1));
  }

  int k_, p_;
  double c_, delta_, K_, nu_, mean_kernel_, rho_, e_[2], lambda_[2];
};

/// The bound at a student, where Y is large enough for both: by the one for Y <= Y_s or by the other.
double bound(const DriftSetting& z, const DriftQuadrature& quadrature, DriftPart part, double Y, double alpha) {
  const double s = z.step.middle() * alpha;
  const double place = part == DriftPart::pole ? std::asinh(std::sqrt(Y / z.delta.middle())) : -0.5 * std::log(Y);
  const Interval X =
      part == DriftPart::pole ? step_size(z, quadrature, Interval::exactly(s), Interval::exactly(place)) : 0;
  return drift_value<Interval>(z, quadrature.nodes(), part, Interval::exactly(place), Interval::exactly(s), X).hi();
}

struct Worst {
  double least = 1e9, largest = -1e9;  ///< of (bound - mean), in the bound's own distance from 1
};

/// Over students of the box: the bound for alpha~, with what finite noise costs, against the mean by definition.
Worst compare(const Instance& instance, const PhaseOne& phase, DriftPart part, double Y_low, double Y_high) {
  const EscapeInstance at(instance, phase.law);
  const DriftSetting z(at, instance.norm_sq * instance.r / instance.k, phase);
  const DriftQuadrature quadrature(at, 32);
  const Definition definition(instance, phase);
  const double theta = (part == DriftPart::good ? z.theta2 : z.theta1).middle(), rho = phase.rho_a.convert_to<double>();
  const double cost =
      (1 - phase.lambda.convert_to<double>()) / (part == DriftPart::good ? z.limit2 : z.limit1).middle();
  Worst out;
  for (std::uint32_t run = 0; run < 8; ++run) {
    Stream random(3, run, 0, Purpose::probe);
    const auto in = [&](const Interval& range) { return range.lo() + (range.hi() - range.lo()) * random.uniform(); };
    const double x = in(z.box.x.range), y = in(z.box.y.range), Y = Y_low * std::pow(Y_high / Y_low, random.uniform());
    const double turn = 6.283 * random.uniform(), eps1 = rho * std::cos(turn), eps2 = rho * std::sin(turn);
    const double alpha = definition.e(0) * (x + eps1) + definition.e(1) * (y + eps2);
    const double mean = definition.mean(Y, x, y, eps1, eps2, theta),
                 above = bound(z, quadrature, part, Y, alpha) * cost;
    out.least = std::min(out.least, above - mean);
    out.largest = std::max(out.largest, (above - mean) / std::fabs(1 - mean));
  }
  return out;
}

/// The bounds lie above the mean by definition, and near it: by the pole up to Y = `pole`, from `away` on elsewhere.
void check_bounds(const Instance& instance, const PhaseOne& phase, double pole, double away) {
  for (const Worst& w :
       {compare(instance, phase, DriftPart::pole, phase.delta.convert_to<double>() / 30, pole),
        compare(instance, phase, DriftPart::away, away, 8), compare(instance, phase, DriftPart::good, 1, 20)}) {
    CHECK(w.least > -1e-5);  // the oracle's own error
    CHECK(w.largest < 0.6);
  }
}

}  // namespace

TEST_SUITE("drift") {
  TEST_CASE("C13 the bounds of one step lie above its mean by definition, and near it") {
    struct Case {
      Instance instance;
      const char *eta, *theta1, *delta, *theta2, *K;
    };
    for (const Case& c : {Case{instance_of(25, 6, 4), "0.405", "1.5", "6.5e-5", "13", "1.04"},
                          Case{instance_of(25, 6, 4), "0.405", "2.2", "6.5e-5", "13", "0.5"},
                          Case{instance_of(25, 6, 0), "0.19", "1.5", "6e-6", "7.8", "1.4"},
                          Case{instance_of(4, 3, 1), "0.188", "0.337", "7.4e-5", "9.85", "2"},
                          Case{instance_of(2, 2, 0), "0.0545", "0.26", "1.65e-4", "12", "4.95"},
                          Case{instance_of(3, 4, 3), "0.3", "0.5", "1e-3", "5", "0.4"},
                          Case{instance_of(1, 5, 1, 4), "0.1", "1", "1e-3", "5", "0.1"}}) {
      CAPTURE(c.instance.describe());
      PhaseOne phase = default_phase();
      phase.eta = q(c.eta);
      phase.theta1 = q(c.theta1);
      phase.theta2 = q(c.theta2);
      phase.delta = q(c.delta);
      phase.corrector = q(c.K);
      check_bounds(c.instance, phase, 0.4, 0.5);
    }
  }
  TEST_CASE("C13 at moderate noise the bounds of one step lie above its mean over the exact law, and near it") {
    struct Case {
      Instance instance;
      const char *rho, *nu, *gbar, *theta1, *split;
    };
    for (const Case& c : {Case{instance_of(25, 6, 4), "25", "2.555", "1.024", "1.5", "0.4"},
                          Case{instance_of(25, 6, 4), "3.416", "2.19", "0.7", "1.5", "0.015"},
                          Case{instance_of(25, 6, 4), "3.416", "2.19", "0.7", "2.2", "0.015"},
                          Case{instance_of(25, 6, 4), "3.416", "2.19", "0.7", "0.9", "0.015"},
                          Case{instance_of(4, 3, 1), "5", "2", "0.9", "0.337", "0.1"},
                          Case{instance_of(2, 2, 0), "10", "1.5", "1.1", "0.26", "0.4"},
                          Case{instance_of(3, 4, 3), "1.5", "2", "0.9", "0.5", "0.01"},
                          Case{instance_of(4, 20, 1), "30", "3", "1", "5", "0.3"}}) {
      CAPTURE(c.instance.describe());
      PhaseOne phase = default_phase();
      phase.eta = q("0.18");
      phase.rho_w = q(c.rho);
      phase.law = ExactLaw{q(c.nu), q(c.gbar)};
      phase.theta1 = q(c.theta1);
      const double split = q(c.split).convert_to<double>();
      check_bounds(c.instance, phase, split, split);
    }
  }
  TEST_CASE("C13 the density of a moderately perturbed direction has the mean kernel of the smoothed landscape") {
    for (const int p : {2, 3, 6, 40})
      for (const char* rho : {"1.01", "3.416", "25", "1000000"}) {
        CAPTURE(p);
        CAPTURE(rho);
        const EscapeInstance at(instance_of(4, p, 1));
        const DriftNodes<double> nodes = DriftQuadrature(at, 64).approximate_nodes();
        const double radius = q(rho).convert_to<double>();
        const DirectionDensity<double> k{p, radius * radius - 1, 1 / radius};
        double total = 0, kernel = 0;
        for (std::size_t i = 0; i < nodes.direction.size(); ++i) {
          total += nodes.weight[i] * k(-nodes.direction[i].cosine);
          kernel += nodes.weight[i] * k(-nodes.direction[i].cosine) * (nodes.direction[i].g_off + at.gbar.middle());
        }
        CHECK(total == doctest::Approx(1).epsilon(1e-6));
        const Ball share = spurious_share({p, q(rho), Injection::normalized});
        CHECK(kernel == doctest::Approx(share.midpoint_approx()).epsilon(1e-6));
      }
  }
  TEST_CASE("C13 the cubic lies above the density, and its mean with a power is what plain sums find") {
    for (const int p : {3, 4, 6, 7, 20})
      for (const double rho : {1.05, 3.416, 25.0})
        for (const double theta : {0.3, (p - 3) / 2.0, (p - 1) / 2.0, 0.9 * (p - 1) / 2}) {
          if (theta <= 0) continue;
          CAPTURE(p);
          CAPTURE(rho);
          CAPTURE(theta);
          const DirectionDensity<double> k{p, rho * rho - 1, 1 / rho};
          const StudentAngle<double> w{-0.8, 0.6};
          const auto cubic = density_cubic(k, 0.6, 0.8, w);
          const PowerMeans<Interval> enclosed = power_means(p, q(std::to_string(theta).c_str()));
          for (const double slope : {-0.9, -0.4, 0.0, 0.3, 0.97}) {
            double total = 0, sum = 0;
            const int n = 4000;
            for (int i = 0; i < n; ++i) {
              const double turn = std::acos(-1.0) * (i + 0.5) / n, zeta = std::cos(turn);
              const double weight = std::pow(std::sin(turn), p - 3), h = 1 - zeta * zeta;
              const double above = cubic.mean + cubic.half * zeta - h * (cubic.bulge + cubic.twist * zeta);
              CHECK(above >= k(-0.48 + 0.48 * zeta) - 1e-14);
              total += weight;
              sum += weight * above * std::pow(1 - slope * zeta, -theta);
            }
            const auto at = [](double x) { return Interval::exactly(x); };
            const DensityCubic<Interval> given{at(cubic.mean), at(cubic.half), at(cubic.bulge), at(cubic.twist)};
            const auto found =
                tilted_mean_power(LinearBound<Interval>{at(1 - slope), at(1 + slope)}, given, at(theta), enclosed);
            const double bound = (exp(found.log) * found.factor).hi();
            CHECK(bound > sum / total * (1 - 1e-5));
            CHECK(bound < sum / total * (std::fabs(slope) < 0.5 ? 1 + 1e-5 : 1.05));
          }
        }
  }
  TEST_CASE("C13 near the pole the linear bound lies below the step's own bound, and meets it at first order") {
    const double pi = std::acos(-1.0), delta = 1e-4;
    // At zeta = +-1, where the lines through the ends touch. Small directions: there y2 is as large as y0.
    for (const double Y : {0.0, 1e-5, 3e-3, 0.4})
      for (const double s : {-0.06, -0.005, 0.01, 0.07, 0.12})
        for (const double phi : {0.05, 0.1, 0.9, 1.7, 2.4, 3.1})
          for (const double zeta : {-1.0, 1.0}) {
            const double sine = std::sin(phi), P = (pi - phi) * sine * sine, Q = (pi - phi) * std::cos(phi) * sine;
            const double y0 = s * P, y1 = s * std::sqrt(Y) * Q, y2 = s * s * (P * P + Q * Q) * (1 + Y) / 4;
            const double X = std::fabs(y0) + std::fabs(y1) + y2;
            if (4 * X > 3) continue;
            const double across = Y - (1 + Y) * y1 * zeta + s * s * Q * Q * (1 + Y) * (1 + Y) / 4;
            const double quotient = 1 / ((1 - y0 - y1 * zeta + y2) * (1 - y0 - y1 * zeta + y2));
            const double root = std::sqrt(Y / delta);
            const auto at = near_pole(std::sqrt(delta), root, std::sqrt(1 + root * root), s);
            const auto bound = linear_bound(DirectionAt<double>{P, Q, P * P + Q * Q, 0}, at, X);
            // (Y + delta)(A - B zeta) = Nn (m0 + m1 zeta) + delta, and m0 + m1 zeta <= 1/Dd^2.
            const double found = ((zeta > 0 ? bound.low : bound.high) * (Y + delta) - delta) / across;
            CAPTURE(Y);
            CAPTURE(s);
            CAPTURE(phi);
            CAPTURE(zeta);
            if (across < 1e-9) continue;
            CHECK(found <= quotient + 1e-9);
            CHECK(found >= quotient - 10 * X * X - 1e-9);
          }
  }
  TEST_CASE("C13 without noise in a the bound is nearly the mean where it decides") {
    PhaseOne phase = default_phase();
    phase.rho_a = q("1e-12");
    const Instance instance = instance_of(25, 6, 4);
    const EscapeInstance at(instance);
    const DriftSetting z(at, Rational(4, 25), phase);
    const DriftQuadrature quadrature(at, 32);
    const Definition definition(instance, phase);
    // At one end of x the bound's own student.
    const double x = z.free_range.lo(), y = (0.15 - definition.e(0) * x) / definition.e(1), Y = 4.2e-5;
    const double mean =
        std::max(definition.mean(Y, x, y, 0, 0, 1.5),
                 definition.mean(Y, z.free_range.hi(), (0.15 - definition.e(0) * z.free_range.hi()) / definition.e(1),
                                 0, 0, 1.5));
    const double above = bound(z, quadrature, DriftPart::pole, Y, 0.15);
    CHECK(above > mean - 1e-6);
    CHECK(1 - above > 0.95 * (1 - mean));
  }
  TEST_CASE(
      "C13 the noise in a at its worst adds more than the bound has room for, and no more than the limit gives up") {
    PhaseOne phase = default_phase();
    phase.rho_a = q("0.3");
    phase.corrector = 4;
    const Instance instance = instance_of(25, 6, 4);
    const EscapeInstance at(instance);
    const DriftSetting z(at, Rational(4, 25), phase);
    const DriftQuadrature quadrature(at, 32);
    const Definition definition(instance, phase);
    for (const auto& [part, Y] : {std::pair(DriftPart::pole, 4.2e-5), {DriftPart::good, 3.0}}) {
      const double theta = part == DriftPart::good ? 13 : 1.5, alpha = 0.15;
      double worst = 0;
      for (const double x : {z.free_range.lo(), z.free_range.hi()})  // of the noisy weight
        for (int i = 0; i < 24; ++i) {
          const double turn = 6.2831853 * i / 24, eps1 = 0.3 * std::cos(turn), eps2 = 0.3 * std::sin(turn),
                       y = (alpha - definition.e(0) * x) / definition.e(1);
          worst = std::max(worst, definition.mean(Y, x - eps1, y - eps2, eps1, eps2, theta));
        }
      const double above = bound(z, quadrature, part, Y, alpha);
      const double given_up = 0.97 / (part == DriftPart::good ? z.limit2 : z.limit1).middle();
      CAPTURE(above);
      CAPTURE(worst);
      CAPTURE(given_up);
      CHECK(above < worst);
      CHECK(above * given_up > worst);
    }
  }
  TEST_CASE("C13 the range of nu Lc - K Q over a strip holds all values, and is no wider than they ask for") {
    for (const Instance& instance :
         {instance_of(25, 6, 4), instance_of(25, 6, 0), instance_of(25, 6, 25), instance_of(1, 5, 1),
          instance_from(25, 6, "1e-20"), instance_from(25, 6, "1e-700"), instance_of(25, 6, 20)}) {
      CAPTURE(instance.describe());
      const PhaseOne phase = default_phase();
      const EscapeInstance at(instance);
      const WeightBox box = weight_box(at, instance.norm_sq * instance.r / instance.k, phase);
      const WeightTerm term(at, box, phase.corrector);
      const Definition definition(instance, phase);
      for (int strip = 0; strip < 5; ++strip) {
        const double width = (box.alpha.hi() - box.alpha.lo()) / 5, low = box.alpha.lo() + width * strip;
        const auto range = term.range(Interval::between(low, low + width));
        double least = 1e9, largest = -1e9;
        const int n = 300;
        for (int i = 0; i <= n; ++i)
          for (int j = 0; j <= n; ++j) {
            const double x = box.x.range.lo() + (box.x.range.hi() - box.x.range.lo()) * i / n;
            const double y = box.y.range.lo() + (box.y.range.hi() - box.y.range.lo()) * j / n;
            const double alpha = definition.e(0) * x + definition.e(1) * y;
            if (alpha < low || alpha > low + width) continue;
            least = std::min(least, definition.term(x, y));
            largest = std::max(largest, definition.term(x, y));
          }
        REQUIRE(range.has_value());
        CHECK(range->lo() <= least + 1e-9);
        CHECK(range->hi() >= largest - 1e-9);
        CHECK(range->hi() - range->lo() <= largest - least + 0.05);
      }
      CHECK(!term.range(Interval::between(50, 60)).has_value());
    }
  }
  TEST_CASE("C13 no noise takes a out of its box, and the worst noise comes near its ends, also where x overshoots") {
    const Instance instance = instance_of(25, 6, 4);
    for (const char* eta : {"0.1", "0.2", "0.405", "0.44"}) {
      PhaseOne phase = default_phase();
      phase.eta = q(eta);
      phase.rho_a = q("0.01");
      phase.burn_in = 30;
      const WeightBox box = weight_box(EscapeInstance(instance), Rational(4, 25), phase);
      const double c = phase.eta.convert_to<double>() / 6.283185307179586, l1 = 27.141592653589793, rho = 0.01;
      for (const double target : {-1.0, 1.0}) {
        // Each step pushes so that the last one ends as far out as can be.
        double x = target * 0.4, lowest = 1e9, highest = -1e9;
        for (int t = 0; t < 400; ++t) {
          const double sign = (1 - c * l1 < 0 && (400 - t) % 2 == 0 ? -1 : 1) * target;
          const double g = sign > 0 ? 3.141592653589793 : 0;
          x = (1 - c * l1) * x + c * l1 * ((24 + g) * 0.4 / l1 + sign * rho);
          if (t < phase.burn_in) continue;
          lowest = std::min(lowest, x);
          highest = std::max(highest, x);
        }
        CHECK(lowest >= box.x.range.lo());
        CHECK(highest <= box.x.range.hi());
        const double reached = target > 0 ? box.x.range.hi() - highest : lowest - box.x.range.lo();
        CHECK(reached < 0.02);
      }
    }
    PhaseOne longest = default_phase();
    longest.eta = q("0.47");
    CHECK(!known(weight_box(EscapeInstance(instance), Rational(4, 25), longest).x.range));
  }
  TEST_CASE("C13 a leaves the band no oftener than is stated, and sometimes, if g~ is 0 or pi, with its mean") {
    Instance instance = instance_of(3, 4, 1);
    instance.norm_sq = 9;
    PhaseOne phase = default_phase();
    phase.eta = q("0.02");
    phase.burn_in = 1500;
    phase.band = q("0.07");
    const EscapeInstance at(instance);
    const WeightBox box = weight_box(at, instance.norm_sq * instance.r / instance.k, phase);
    const double c = 0.02 / (2 * std::acos(-1.0)), pi = std::acos(-1.0), gbar = at.gbar.middle();
    int steps = 0, beyond = 0;
    for (std::uint32_t run = 0; run < 60; ++run) {
      double x = -std::sqrt(3.0), y = std::sqrt(3.0);  // a_0 at the border of the ball, against 1
      for (std::uint32_t t = 0; t < 2500; ++t) {
        Stream random(7, run, t, Purpose::samples);
        const double g = random.uniform() < gbar / pi ? pi : 0;
        x += c * (at.e1.middle() * (2 + g) - at.lambda1.middle() * x);
        y += c * (at.e2.middle() * (g - 1) - at.lambda2.middle() * y);
        if (t < 1500) continue;
        ++steps;
        beyond += !(x >= box.x.range.lo() && x <= box.x.range.hi() && y >= box.y.range.lo() && y <= box.y.range.hi());
      }
    }
    CHECK(box.y.range.hi() - box.y.range.lo() == doctest::Approx(0.42).epsilon(1e-9));  // 2 x 0.07 |a*|
    CHECK(beyond > 0);
    CHECK(beyond <= steps * box.leaves.hi());
    CHECK(box.leaves.hi() < 0.5);
  }
  TEST_CASE("C13 a band: narrower is less sure, wider than the box costs nothing, and some are not sound") {
    Instance instance = instance_of(25, 6, 4);
    instance.norm_sq = 9;
    const EscapeInstance at(instance);
    PhaseOne phase = default_phase();
    phase.eta = q("0.01");
    phase.burn_in = 1400;
    const auto with = [&](const char* band, const PhaseOne& one) {
      PhaseOne out = one;
      out.band = q(band);
      return DriftSetting(at, Rational(36, 25), out);
    };
    const DriftSetting without(at, Rational(36, 25), phase), narrow = with("0.2", phase), wide = with("0.3", phase);
    CHECK(without.box.leaves.hi() == 0);
    CHECK(with("1", phase).box.leaves.hi() < 1e-300);  // a sum of zeros, rounded outward
    CHECK(with("1", phase).box.alpha.hi() == without.box.alpha.hi());
    CHECK(narrow.box.leaves.lo() > wide.box.leaves.hi());
    CHECK(wide.box.leaves.lo() > 0);
    CHECK(narrow.box.alpha.hi() < wide.box.alpha.hi());
    CHECK(wide.box.alpha.hi() < without.box.alpha.hi());
    CHECK(wide.box.x.range.hi() == without.box.x.range.hi());  // along 1 the box is narrower
    CHECK(wide.sound());
    PhaseOne slow = phase;  // next to nothing is left to chance
    slow.eta = q("0.0001");
    slow.burn_in = 200'000;
    CHECK(with("0.3", slow).sound());
    CHECK(with("0.3", slow).box.leaves.hi() < 1e-250);
    CHECK(!with("0", phase).sound());
    PhaseOne at_once = phase, moderate = moderate_phase(), small = phase;
    at_once.burn_in = 0;  // a_0 is farther away
    CHECK(!with("0.2", at_once).sound());
    moderate.eta = phase.eta;
    moderate.burn_in = 1400;
    CHECK(DriftSetting(EscapeInstance(instance, moderate.law), Rational(36, 25), moderate).sound());
    moderate.band = q("0.3");
    CHECK(!DriftSetting(EscapeInstance(instance, moderate.law), Rational(36, 25), moderate).sound());
    small.rho_w = 20;  // the mean of g~ may be too far from gbar
    CHECK(!with("0.2", small).sound());
    // The failure counts every step.
    const DriftQuadrature quadrature(at, 16);
    const auto rest = [&](const DriftSetting& z, long steps) {
      return (phase_one_failure(z, quadrature, steps) - phase_one_floor(z, quadrature)).midpoint_approx();
    };
    const DriftSetting likely = with("0.1", phase);
    CHECK(rest(likely, 2'000'000) - rest(likely, 1'000'000) ==
          doctest::Approx(1e6 * likely.box.leaves.hi()).epsilon(1e-6));
  }
  TEST_CASE("C13 Gauss rules of the direction: probabilities that give the sphere's known moments") {
    for (const int p : {2, 3, 4, 6, 20, 300}) {
      CAPTURE(p);
      const EscapeInstance at(instance_of(4, p, 1));
      const DriftQuadrature quadrature(at, p > 100 ? 64 : 16);
      const DriftNodes<double> nodes = quadrature.approximate_nodes();
      double total = 0, mean_p = 0, mean_g = 0, second = 0, fourth = 0;
      for (std::size_t i = 0; i < nodes.direction.size(); ++i) {
        total += nodes.weight[i];
        mean_p += nodes.weight[i] * nodes.direction[i].P;
        mean_g += nodes.weight[i] * nodes.direction[i].g_off;
      }
      for (std::size_t k = 0; k < nodes.zeta.size(); ++k) {
        second += nodes.zeta_weight[k] * std::pow(nodes.zeta[k], 2);
        fourth += nodes.zeta_weight[k] * std::pow(nodes.zeta[k], 4);
      }
      const double n = p - 1;
      CHECK(total == doctest::Approx(1).epsilon(1e-6));
      CHECK(mean_p == doctest::Approx(std::acos(-1.0) / 2 * (1 - 1.0 / p)).epsilon(1e-6));
      CHECK(std::fabs(mean_g) < 1e-6);
      CHECK(second == doctest::Approx(1 / n));
      CHECK(fourth == doctest::Approx(3 / (n * (n + 2))));
    }
  }
  TEST_CASE("C13 the drift of the default schedule is proved; with numbers nudged off it is not") {
    const Instance instance = instance_of(25, 6, 4);
    const EscapeInstance at(instance);
    const DriftQuadrature quadrature(at, 16);
    const auto prove = [&](const PhaseOne& phase) {
      return prove_drift(DriftSetting(at, Rational(4, 25), phase), quadrature, quadrature, {});
    };
    CHECK(prove(default_phase()).verdict == Verdict::proved);
    const auto twin = [&](const std::function<void(PhaseOne&)>& nudge) {
      PhaseOne phase = default_phase();
      nudge(phase);
      const DriftResult result = prove(phase);
      CHECK(result.verdict == Verdict::undecided);
      return result.fails;
    };
    CHECK(twin([](PhaseOne& z) { z.lambda = q("0.056"); }));
    // Boxes as wide as the range of alpha~, at whose corners more is left than between them.
    PhaseOne faster = default_phase();
    faster.lambda = q("0.04");
    constexpr long all = std::numeric_limits<long>::max();
    CHECK(prove_drift(DriftSetting(at, Rational(4, 25), faster), quadrature, quadrature, {1, 0, all, {}}).verdict ==
          Verdict::undecided);
    CHECK(twin([](PhaseOne& z) { z.delta = q("6.5e-4"); }));
    CHECK(twin([](PhaseOne& z) { z.theta1 = q("2.5"); }));
    CHECK(twin([](PhaseOne& z) { z.top = 100; }));
    CHECK(twin([](PhaseOne& z) { z.corrector = 0; }));
    CHECK(!twin([](PhaseOne& z) { z.theta1 = q("2.6"); }));  // beyond (p-1)/2 there is no bound at all
    CHECK(!twin([](PhaseOne& z) { z.rho_w = -1; }));
    CHECK(!twin([](PhaseOne& z) { z.theta2 = 1; }));
    CHECK(!twin([](PhaseOne& z) { z.lambda = 0; }));
  }
  TEST_CASE("C13 the drift at moderate noise is proved; with numbers nudged off, and at other levels, it is not") {
    const Instance instance = instance_of(25, 6, 4);
    const auto prove = [&](const PhaseOne& phase) {
      const EscapeInstance at(instance, phase.law);
      const DriftQuadrature quadrature(at, 16);
      return prove_drift(DriftSetting(at, Rational(4, 25), phase), quadrature, quadrature, {});
    };
    CHECK(prove(moderate_phase()).verdict == Verdict::proved);
    const auto twin = [&](const std::function<void(PhaseOne&)>& nudge) {
      PhaseOne phase = moderate_phase();
      nudge(phase);
      const DriftResult result = prove(phase);
      CHECK(result.verdict == Verdict::undecided);
      return result.fails;
    };
    CHECK(twin([](PhaseOne& z) { z.lambda = z.lambda * 3 / 2; }));
    CHECK(twin([](PhaseOne& z) { z.delta = z.delta * 10; }));
    CHECK(twin([](PhaseOne& z) { z.rho_w = 3; }));
    CHECK(twin([](PhaseOne& z) { z.law->nu = z.law->nu * 2; }));
    CHECK(twin([](PhaseOne& z) { z.law.reset(); }));  // (1 + 1/25)^6 is too much
    CHECK(!twin([](PhaseOne& z) { z.rho_w = 1; }));
    CHECK(!twin([](PhaseOne& z) { z.law->nu = 0; }));
    CHECK(!twin([](PhaseOne& z) { z.theta1 = q("2.6"); }));
  }
  TEST_CASE("C13 Taylor coefficients in zeta of the bound away from the pole are Cauchy's integrals of it") {
    using Complex = std::complex<double>;
    struct Case {
      double theta, delta, l, s, omega, t;
    };
    for (const Case& c : {Case{14.6, 4e-5, -1.8, 0.069, 1.2, 0.7}, Case{1.5, 4e-5, 0.3, 0.069, 2.5, -0.8},
                          Case{6.3, 0.3, -0.5, -0.2, 0.9, 0.6}, Case{0.26, 1e-4, 0, 0.05, 1.6, 0.01}}) {
      const double sine = std::sqrt(1 - c.t * c.t), P = c.omega * sine * sine, Q = c.omega * c.t * sine;
      const auto f = [&](const Complex& zeta) {
        const double share = 1 / (1 + c.delta * std::exp(2 * c.l)), mu = 2 * c.s * Q * std::cosh(c.l);
        const Complex e = 1.0 + c.s * (P - std::exp(c.l) * Q * zeta);
        const Complex across = (1.0 - mu * zeta / 2.0) * (1.0 - mu * zeta / 2.0) + mu * mu * (1.0 - zeta * zeta) / 4.0;
        return std::exp(c.theta * (std::log(across) - std::log(share * e * e + (1 - share) * across)));
      };
      const auto coefficient = [&](double zeta, int n) {
        Complex sum = 0;
        const int count = 256;
        for (int i = 0; i < count; ++i) {
          const Complex turn = std::polar(1.0, 2 * std::acos(-1.0) * i / count);
          sum += f(zeta + turn) * std::pow(turn, -n);
        }
        return sum.real() / count;
      };
      const auto at = [](double x) { return Interval::exactly(x); };
      const DirectionAt<Interval> d{at(P), at(Q), at(P * P + Q * Q), at(0)};
      const auto fixed = away_from_pole(at(c.delta), at(std::cosh(c.l)), at(std::exp(c.l)), at(c.s));
      for (const int n : {0, 1, 2, 5, 12}) {
        const std::vector<Interval> powers = binomials(at(c.theta), n);
        const Interval wide = quotient_power_coefficient(d, fixed, Interval::between(0.5, 0.75), at(c.theta), powers);
        for (const double zeta : {-0.9, 0.5, 0.6, 0.75}) {
          const double right = coefficient(zeta, n);
          const Interval thin = quotient_power_coefficient(d, fixed, at(zeta), at(c.theta), powers);
          CHECK(thin.lo() == doctest::Approx(right).epsilon(1e-7));
          CHECK(thin.hi() == doctest::Approx(right).epsilon(1e-7));
          if (zeta < 0) continue;
          CHECK(wide.lo() <= right + 1e-13 * std::fabs(right) + 1e-15);
          CHECK(wide.hi() >= right - 1e-13 * std::fabs(right) - 1e-15);
        }
      }
    }
  }
  TEST_CASE("C13 a budget ends a proof and a search, at the same place for every number of threads") {
    const Instance instance = instance_of(25, 6, 4);
    const EscapeInstance at(instance);
    const DriftQuadrature quadrature(at, 16);
    const DriftSetting setting(at, Rational(4, 25), default_phase());
    const auto prove = [&](long budget, int jobs) {
      return prove_drift(setting, quadrature, quadrature, {24, jobs, budget, {}});
    };
    const DriftResult all = prove(std::numeric_limits<long>::max(), 2);
    CHECK(all.verdict == Verdict::proved);
    CHECK(!all.spent);
    for (const DriftPart part : {DriftPart::pole, DriftPart::away, DriftPart::good}) {
      const DriftPartResult& found = all.parts[static_cast<int>(part)];
      const std::size_t each =
          quadrature.nodes().direction.size() * (part == DriftPart::pole ? 1 : quadrature.nodes().zeta.size());
      CHECK(found.work > found.values * static_cast<long>(each));
    }
    CHECK(prove(all.work(), 0).verdict == Verdict::proved);
    for (const long budget : {0L, 1000L, all.work() / 2}) {
      const DriftResult one = prove(budget, 1), two = prove(budget, 3);
      for (const DriftResult& cut : {one, two}) {
        CHECK(cut.verdict == Verdict::undecided);
        CHECK(cut.spent);
        CHECK(cut.why.find("budget ended") != std::string::npos);
        CHECK(cut.work() > budget);
        CHECK(cut.work() < budget + all.work() / 3);
      }
      CHECK(one.why == two.why);
      CHECK(one.work() == two.work());
    }
    FindOptions options;
    options.budget = 400'000;
    const FoundSchedule found = find_schedule(instance, options);
    CHECK(found.proof.verdict == Verdict::undecided);
    CHECK(found.proof.why.find("budget ended") != std::string::npos);
    CHECK(found.work < 3 * options.budget);
  }
}
