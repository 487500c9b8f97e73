#include "witness/autodiff.hpp"

#include "model/loss.hpp"

namespace noiseproof {
namespace {

using Dual = ceres::Jet<Real, 1>;
using Dual2 = ceres::Jet<Dual, 1>;

template <class T>
Vec<T> lift(const Vec<Real>& v) {
  Vec<T> out;
  for (const Real& x : v) out.push_back(T(x));
  return out;
}

}  // namespace

AutodiffGradient gradient_by_autodiff(const Student<Real>& student, const Teacher<Real>& teacher) {
  Student<Dual> point{lift<Dual>(student.w), lift<Dual>(student.a)};
  const Teacher<Dual> fixed{lift<Dual>(teacher.w_star), lift<Dual>(teacher.a_star)};
  const auto along = [&](Dual& coordinate) {
    coordinate.v[0] = Real(1);
    const Real slope = loss_textbook(point, fixed).v[0];
    coordinate.v[0] = Real(0);
    return slope;
  };
  AutodiffGradient out;
  for (Dual& coordinate : point.w) out.w.push_back(along(coordinate));
  for (Dual& coordinate : point.a) out.a.push_back(along(coordinate));
  return out;
}

Real second_derivative_by_autodiff(const Student<Real>& student, const Teacher<Real>& teacher, const Vec<Real>& q,
                                   const Vec<Real>& b) {
  Dual2 t;
  t.a = Dual(Real(0), 0);
  t.v[0] = Dual(Real(1));
  // Up to second order the geodesic is w (1 - |q|^2 t^2/2) + q t; its rest is O(t^3) and cannot be seen at t = 0.
  const Real q_sq = norm_sq(q);
  const auto scalar = [](const Real& x) { return Dual2(Dual(x)); };
  const Dual2 shrink = scalar(Real(1)) - scalar(Real(q_sq / 2)) * t * t;
  Student<Dual2> moved;
  for (std::size_t i = 0; i < q.size(); ++i) moved.w.push_back(scalar(student.w[i]) * shrink + scalar(q[i]) * t);
  for (std::size_t i = 0; i < b.size(); ++i) moved.a.push_back(scalar(student.a[i]) + scalar(b[i]) * t);
  Teacher<Dual2> fixed;
  for (const Real& x : teacher.w_star) fixed.w_star.push_back(scalar(x));
  for (const Real& x : teacher.a_star) fixed.a_star.push_back(scalar(x));
  return loss_textbook(moved, fixed).v[0].v[0];
}

}  // namespace noiseproof
