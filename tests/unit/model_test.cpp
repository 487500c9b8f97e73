#include <doctest/doctest.h>

#include "core/error.hpp"
#include "dynamics/random.hpp"
#include "instances.hpp"
#include "model/critical_points.hpp"
#include "model/gradient.hpp"
#include "model/loss.hpp"
#include "model/reduced.hpp"
#include "witness/autodiff.hpp"
#include "witness/definition.hpp"

using namespace noiseproof;

namespace {

/// A random student whose w has a length other than 1.
Student<Real> random_point(const Instance& instance, int run, double length) {
  const Student<double> point = random_student(instance, 7, run);
  Student<Real> out;
  for (const double x : point.w) out.w.push_back(Real(length) * Real(x));
  for (const double x : point.a) out.a.push_back(Real(x));
  return out;
}

Real largest_gap(const Vec<Real>& u, const Vec<Real>& v) {
  Real worst = 0;
  for (std::size_t i = 0; i < u.size(); ++i) worst = std::max(worst, Real(abs(u[i] - v[i])));
  return worst;
}

}  // namespace

TEST_SUITE("unit/model") {
  TEST_CASE("C02 loss: the completed square equals the textbook form at random points and lengths of w") {
    const ScopedDigits digits(60);
    for (const auto& [k, p, r] : {std::tuple{1, 2, "1"}, {2, 3, "0"}, {5, 2, "5"}, {25, 6, "4"}}) {
      const Instance instance = instance_from(k, p, r);
      const Teacher<Real> teacher = make_teacher<Real>(instance);
      for (int run = 0; run < 5; ++run) {
        const Student<Real> point = random_point(instance, run, run == 0 ? 1 : 0.3 + run);
        CHECK(abs(loss(point, teacher) - loss_textbook(point, teacher)) < Real("1e-55"));
      }
    }
  }

  TEST_CASE("C02 loss: the closed form equals the definition by quadrature to 50 digits") {
    const ScopedDigits digits(60);
    const Instance instance = instance_from(3, 4, "2");
    const Teacher<Real> teacher = make_teacher<Real>(instance);
    const Student<Real> point = random_point(instance, 1, 1.7);
    const Real difference = abs(loss(point, teacher) - loss_by_definition(point, teacher));
    CHECK(difference < Real("1e-50"));
    // False twin: the loss with g(phi) + 1e-40 in place of g(phi) is told apart.
    const Invariants<Real> x = invariants(point, teacher);
    const Real twin = loss(x) - x.nu * x.alpha * Real("1e-40") / (2 * pi<Real>());
    CHECK(abs(twin - loss_by_definition(point, teacher)) > Real("1e-45"));
  }

  TEST_CASE("C03 gradient: closed form, dual numbers and differences of the definition agree") {
    const ScopedDigits digits(60);
    const Instance instance = instance_from(3, 4, "2");
    const Teacher<Real> teacher = make_teacher<Real>(instance);
    const Student<Real> point = random_point(instance, 2, 0.8);
    const Gradient<Real> closed = gradient(point, teacher);
    const AutodiffGradient dual = gradient_by_autodiff(point, teacher);
    const DefinitionGradient difference = gradient_by_differences(point, teacher);
    CHECK(largest_gap(closed.w, dual.w) < Real("1e-55"));
    CHECK(largest_gap(closed.a, dual.a) < Real("1e-55"));
    CHECK(largest_gap(closed.w, difference.w) < Real("1e-27"));
    CHECK(largest_gap(closed.a, difference.a) < Real("1e-27"));
  }

  TEST_CASE("C03 gradient: a million hidden units and a hundred thousand inputs take linear memory and time") {
    Instance instance = instance_from(100000, 100000, "1000");
    const Teacher<double> teacher = make_teacher<double>(instance);
    const Student<double> point = random_student(instance, 3, 0);
    const Gradient<double> g = gradient(point, teacher);
    CHECK(g.w.size() == 100000);
    CHECK(std::isfinite(loss(point, teacher)));
  }

  TEST_CASE("C04 loss at the global optimum is exactly 0 and keeps relative digits beside it") {
    const ScopedDigits digits(50);
    const Instance instance = instance_from(25, 6, "4");
    const Teacher<Real> teacher = make_teacher<Real>(instance);
    Student<Real> point{teacher.w_star, teacher.a_star};
    CHECK(loss(point, teacher) == 0);
    // w turned by 1e-30: L = (pi - g) A^2/(2 pi) = A^2 phi^2/4 to leading order.
    point.w[1] = Real("1e-30");
    const Real expected = Real("1e-60") / 4;
    CHECK(abs(loss(point, teacher) / expected - 1) < Real("1e-28"));
  }

  TEST_CASE("C06 Hessian: v'Hv of the assembled matrix equals nested dual numbers along random geodesics") {
    const ScopedDigits digits(50);
    const Instance instance = instance_from(4, 5, "3/2");
    const Teacher<Real> teacher = make_teacher<Real>(instance);
    for (int run = 0; run < 4; ++run) {
      Student<Real> point = random_point(instance, run, 1);
      const Real length = sqrt(norm_sq(point.w));
      for (Real& c : point.w) c /= length;
      const std::vector<Vec<Real>> basis = tangent_basis(point.w);
      const std::vector<Real> matrix = assemble_hessian(point, teacher, basis);
      const Student<Real> direction = random_point(instance, 100 + run, 1);
      Vec<Real> q(5, Real(0)), v;
      for (std::size_t i = 0; i < basis.size(); ++i) {
        v.push_back(direction.w[i]);
        for (std::size_t j = 0; j < 5; ++j) q[j] += direction.w[i] * basis[i][j];
      }
      v.insert(v.end(), direction.a.begin(), direction.a.end());
      Real form = 0;
      for (std::size_t i = 0; i < v.size(); ++i)
        for (std::size_t j = 0; j < v.size(); ++j) form += v[i] * matrix[i * v.size() + j] * v[j];
      CHECK(abs(form - second_derivative_by_autodiff(point, teacher, q, direction.a)) < Real("1e-45"));
    }
  }

  TEST_CASE("C06 Hessian: the spectrum from blocks equals that of the assembled matrix at random points") {
    const ScopedDigits digits(50);
    for (const auto& [k, p, r] : {std::tuple{1, 2, "1"}, {1, 4, "1"}, {2, 2, "0"}, {3, 5, "3"}, {6, 3, "2"}}) {
      const Instance instance = instance_from(k, p, r);
      const Teacher<Real> teacher = make_teacher<Real>(instance);
      Student<Real> point = random_point(instance, 5, 1);
      const Real length = sqrt(norm_sq(point.w));
      for (Real& c : point.w) c /= length;
      const Invariants<Real> x = invariants(point, teacher);
      const std::vector<Real> full =
          symmetric_eigenvalues(assemble_hessian(point, teacher, tangent_basis(point.w)), p - 1 + k);
      std::vector<Real> blocks;
      for (const Eigenvalue<Real>& e : spectrum_from_blocks(instance, x.angle, x.alpha))
        blocks.insert(blocks.end(), static_cast<std::size_t>(e.multiplicity), e.value);
      REQUIRE(blocks.size() == full.size());
      CHECK(largest_gap(blocks, full) < Real("1e-45"));
    }
  }

  TEST_CASE("C09 saddles: the angle solves g(phi) = value from 1e-90 to 1, and r = 0 gives pi/2") {
    const ScopedDigits digits(80);
    for (const char* text : {"1", "0.5", "1e-3", "1e-30", "1e-90"}) {
      const Real value(text);
      CAPTURE(text);
      CHECK(abs(dual_kernel(saddle_angle(value)) / value - 1) < Real("1e-76"));
    }
    CHECK(abs(saddle_angle(Real(1)).phi - pi<Real>() / 2) < Real("1e-76"));
    CHECK_THROWS_AS(saddle_angle(Real(0)), Error);
    CHECK_THROWS_AS(saddle_angle(Real(2)), Error);
  }

  TEST_CASE("C09 saddles: however near the threshold, in double and in Real, the angle has its digits") {
    // k = 2: r = 1 + 1/pi cut off after some digits, from 1e-8 to 1e-350 below. G = (1 - (r-1) pi)/(1 + pi - r).
    const ScopedDigits digits(800);
    for (const int kept : {8, 15, 30, 100, 350}) {
      const Real unit = pow(Real(10), -kept), inverse = floor(1 / (pi<Real>() * unit));
      const Rational r = 1 + Rational(inverse.str(0, std::ios_base::fixed)) / Rational(Integer(pow(Integer(10), kept)));
      CAPTURE(kept);
      const Real g = (1 - inverse * unit * pi<Real>()) / (pi<Real>() - inverse * unit);
      // h(d) = d^3/3 (1 - d^2/10 + ...) < d^3/3
      const Real d = cbrt(3 * g);
      CHECK(spurious_is_local_minimum(instance_of(2, 3, r)) == Verdict::proved);
      const std::vector<CriticalPoint<double>> points = critical_points<double>(instance_of(2, 3, r));
      REQUIRE(points.size() == 3);
      CHECK(points[2].at.angle.d == doctest::Approx(d.convert_to<double>()).epsilon(0.01));
      const ScopedDigits few(40);
      CHECK(abs(dual_kernel(saddle_angle_at<Real>(2, r)) / g - 1) < Real("1e-37"));
    }
    CHECK_THROWS_AS(saddle_angle_at<double>(2, Rational(3, 2)), Error);
  }

  TEST_CASE("C07 threshold: decided exactly on both sides, next to it too, and at equality (k = 1)") {
    // k = 25: (24 + pi)/pi = 8.639437268410976...
    CHECK(spurious_is_local_minimum(instance_from(25, 6, "8.639437268410976")) == Verdict::proved);
    CHECK(spurious_is_local_minimum(instance_from(25, 6, "8.639437268410977")) == Verdict::refuted);
    CHECK(spurious_is_local_minimum(instance_from(2, 2, "0")) == Verdict::proved);
    CHECK(spurious_is_local_minimum(instance_from(1, 2, "1")) == Verdict::refuted);
    CHECK(critical_points<double>(instance_from(25, 6, "9")).size() == 2);
    CHECK(critical_points<double>(instance_from(25, 6, "8")).size() == 3);
  }

  TEST_CASE("C08 the stated loss at the spurious point equals the loss function there") {
    const ScopedDigits digits(50);
    for (const auto& [k, p, r] : {std::tuple{1, 2, "1"}, {2, 3, "0"}, {7, 2, "7"}, {25, 6, "4"}}) {
      const TeacherInvariants<Real> teacher = teacher_invariants<Real>(instance_from(k, p, r));
      const CriticalPoint<Real> spurious = spurious_point(teacher);
      CHECK(abs(spurious.loss - reduced_loss(teacher, spurious.at)) < Real("1e-48"));
      CHECK(spurious.loss > 0);
    }
  }

  TEST_CASE("reduced coordinates: loss and gradient agree with full vectors") {
    const ScopedDigits digits(50);
    const Instance instance = instance_from(9, 4, "2");
    const Teacher<Real> teacher = make_teacher<Real>(instance);
    const TeacherInvariants<Real> reduced = teacher_invariants<Real>(instance);
    const ReducedPoint<Real> z{Angle<Real>::from_phi(Real("1.1")), Real("0.3"), Real("-0.2")};
    Student<Real> point{Vec<Real>(4, Real(0)), Vec<Real>(9, z.x / 3)};
    point.w[0] = cos(z.angle.phi);
    point.w[2] = sin(z.angle.phi);
    const Vec<Real> rest = combine(Real(1), teacher.a_star, Real(-reduced.e1 / 3), Vec<Real>(9, Real(1)));
    for (std::size_t i = 0; i < 9; ++i) point.a[i] += z.y * rest[i] / reduced.e2;
    CHECK(abs(loss(point, teacher) - reduced_loss(reduced, z)) < Real("1e-47"));
    const Invariants<Real> x = invariants(point, teacher);
    const Vec<Real> ga = gradient_a(point, teacher, x), gw = sphere_gradient_w(point, teacher, x);
    const ReducedGradient<Real> g = reduced_gradient(reduced, z);
    CHECK(abs(sum(ga) / 3 - g.x) < Real("1e-47"));
    CHECK(abs(dot(ga, rest) / reduced.e2 - g.y) < Real("1e-47"));
    CHECK(abs(norm_sq(gw) - g.phi * g.phi) < Real("1e-47"));
  }
}
