// Where the spurious point is: (-w*, abar) with M abar = (11' - I) a* (claim C05).
#include <doctest/doctest.h>

#include <Eigen/Dense>

#include "instances.hpp"
#include "model/critical_points.hpp"
#include "model/gradient.hpp"

using namespace noiseproof;

namespace {

/// abar by a linear solver, from the normal equations at w = -w*, where rows of x meet w and w* with opposite signs.
Eigen::VectorXd solved(const Teacher<double>& teacher) {
  const auto k = static_cast<Eigen::Index>(teacher.a_star.size());
  const Eigen::MatrixXd ones = Eigen::MatrixXd::Ones(k, k), unit = Eigen::MatrixXd::Identity(k, k);
  const Eigen::Map<const Eigen::VectorXd> star(teacher.a_star.data(), k);
  return (ones + (pi<double>() - 1) * unit).partialPivLu().solve((ones - unit) * star);
}

Vec<double> stated(const Instance& instance) {
  return student_at(make_teacher<double>(instance), spurious_point(teacher_invariants<double>(instance)).at).a;
}

}  // namespace

TEST_SUITE("C05 spurious_location") {
  TEST_CASE("abar solves the normal equations at w = -w*, whatever the teacher") {
    for (const auto& at : {instance_of(2, 2, 0), instance_from(3, 4, "1/7", "100"), instance_of(25, 6, 4),
                           instance_from(60, 3, "59.5", "1/10000"), instance_of(7, 5, 7)}) {
      const Teacher<double> teacher = make_teacher<double>(at);
      const Vec<double> a = stated(at);
      const Eigen::VectorXd oracle = solved(teacher);
      const double size = std::sqrt(norm_sq(teacher.a_star));
      CAPTURE(at.describe());
      for (std::size_t i = 0; i < a.size(); ++i)
        CHECK(std::abs(a[i] - oracle[static_cast<Eigen::Index>(i)]) < 1e-13 * size);
    }
  }

  TEST_CASE("two units, a* = (1, -1)/sqrt 2: abar = -a*/(pi-1), and the gradient in a vanishes there and not beside") {
    const Instance instance = instance_of(2, 2, 0);
    const Teacher<double> teacher = make_teacher<double>(instance);
    Student<double> z{combine(-1.0, teacher.w_star, 0.0, teacher.w_star), stated(instance)};
    for (std::size_t i = 0; i < 2; ++i) CHECK(z.a[i] == doctest::Approx(-teacher.a_star[i] / (pi<double>() - 1)));
    CHECK(norm_sq(gradient_a(z, teacher, invariants(z, teacher))) < 1e-30);
    z.a[0] += 1e-6;
    CHECK(norm_sq(gradient_a(z, teacher, invariants(z, teacher))) > 1e-15);
  }

  TEST_CASE("one unit: abar = 0; and along 1 alone (r = k) abar = (k-1)/(k+pi-1) a*") {
    CHECK(stated(instance_of(1, 2, 1)) == Vec<double>{0.0});
    const Instance along = instance_of(9, 2, 9);
    const Vec<double> a = stated(along), star = make_teacher<double>(along).a_star;
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == doctest::Approx(8 / (8 + pi<double>()) * star[i]));
  }
}
