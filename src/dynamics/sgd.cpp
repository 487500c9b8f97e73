#include "dynamics/sgd.hpp"

#include <cmath>

#include "model/hessian.hpp"

namespace noiseproof {
namespace {

double relu(double x) { return x > 0 ? x : 0; }

/// The unit tangent towards w*; any unit tangent at w = +-w*, where all are alike.
Vec<double> unit_tangent(const Student<double>& student, const Teacher<double>& teacher, const Invariants<double>& x) {
  Vec<double> t = tangent_towards_teacher(student, teacher, x);
  if (norm_sq(t) == 0) return tangent_basis(student.w).front();
  normalize(t);
  return t;
}

}  // namespace

Gradient<double> sample_gradient(const Teacher<double>& teacher, const Student<double>& student, int batch,
                                 Stream& samples) {
  const std::size_t k = student.a.size(), p = student.w.size();
  const Invariants<double> x = invariants(student, teacher);
  const double along_w = cosine(x.angle), along_t = sine(x.angle);
  Gradient<double> out{Vec<double>(p), Vec<double>(k, 0.0)};
  Vec<double> active(k);
  double towards = 0;  // the part along t, summed over the batch
  double spread = 0;   // variance of the part in each direction orthogonal to w and t
  for (int example = 0; example < batch; ++example) {
    double residual = 0, lever = 0, weight = 0;
    for (std::size_t i = 0; i < k; ++i) {
      const double u = samples.gaussian(), v = samples.gaussian();  // Z_i.w and Z_i.t
      active[i] = relu(u);
      residual += student.a[i] * active[i] - teacher.a_star[i] * relu(along_w * u + along_t * v);
      if (u > 0) {
        lever += student.a[i] * v;
        weight += student.a[i] * student.a[i];
      }
    }
    towards += residual * lever;
    spread += residual * residual * weight;
    for (std::size_t i = 0; i < k; ++i) out.a[i] += residual * active[i];
  }
  const Vec<double> t = unit_tangent(student, teacher, x);
  for (double& entry : out.w) entry = samples.gaussian();
  const double drop_w = dot(out.w, student.w), drop_t = dot(out.w, t), scale = std::sqrt(spread);
  for (std::size_t j = 0; j < p; ++j)
    out.w[j] = (scale * (out.w[j] - drop_w * student.w[j] - drop_t * t[j]) + towards * t[j]) / batch;
  for (double& entry : out.a) entry /= batch;
  return out;
}

void stochastic_step(const Teacher<double>& teacher, double eta, int batch, Stream& samples, const Vec<double>& xi,
                     const Vec<double>& epsilon, Student<double>& student) {
  Student<double> moved{combine(1.0, student.w, 1.0, xi), combine(1.0, student.a, 1.0, epsilon)};
  normalize(moved.w);
  const Gradient<double> slope = sample_gradient(teacher, moved, batch, samples);
  student.w = combine(1.0, student.w, -eta, slope.w);
  student.a = combine(1.0, student.a, -eta, slope.a);
  normalize(student.w);
}

}  // namespace noiseproof
