// The bounds of one step in phase I (claim C13) against its definition on full vectors.
#include "escape/drift_integrand.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>

#include "drift_definition.hpp"
#include "dynamics/random.hpp"
#include "escape/drift_proof.hpp"
#include "instances.hpp"

using namespace noiseproof;
using namespace drift_definition;

namespace {

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
}
