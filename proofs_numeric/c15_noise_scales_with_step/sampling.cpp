#include "sampling.hpp"

#include <fmt/format.h>

#include <cmath>

#include "dynamics/random.hpp"
#include "dynamics/sgd.hpp"

namespace noiseproof::c15_noise_scales_with_step {
namespace {

/// A student's move in the tangent basis at the start and in a.
Vec<double> displacement(const std::vector<Vec<double>>& basis, const Student<double>& from,
                         const Student<double>& to) {
  Vec<double> out;
  for (const Vec<double>& q : basis) out.push_back(dot(q, to.w));
  for (std::size_t i = 0; i < from.a.size(); ++i) out.push_back(to.a[i] - from.a[i]);
  return out;
}

/// The difference of two independent moves.
Vec<double> gap_of_moves(const std::vector<Vec<double>>& basis, const Student<double>& from, const Move& move,
                         Stream& stream) {
  const Vec<double> first = displacement(basis, from, move(stream)), second = displacement(basis, from, move(stream));
  return combine(1.0, first, -1.0, second);
}

}  // namespace

Student<double> random_point(const Instance& instance, std::uint64_t seed, int run) {
  Student<double> out = random_student(instance, seed, run);
  const double length = std::sqrt(norm_sq(out.w));
  for (double& x : out.w) x /= length;
  return out;
}

double largest_entry(const Matrix& matrix) {
  double out = 0;
  for (const double x : matrix) out = std::max(out, std::abs(x));
  return out;
}

Move stochastic_move(const Problem& problem, const Student<double>& from, double eta, int batch) {
  return [&problem, &from, eta, batch, xi = Vec<double>(from.w.size()),
          epsilon = Vec<double>(from.a.size())](Stream& stream) {
    Student<double> z = from;
    stochastic_step(problem.teacher, eta, batch, stream, xi, epsilon, z);
    return z;
  };
}

Move perturbed_move(const Problem& problem, const Student<double>& from, double eta, double rho_w, double rho_a) {
  return [&problem, &from, eta, rho_w, rho_a](Stream& stream) {
    Student<double> z = from;
    Vec<double> xi(from.w.size()), epsilon(from.a.size());
    uniform_in_ball(stream, rho_w, xi);
    uniform_in_ball(stream, rho_a, epsilon);
    perturbed_step(problem.teacher, eta, Injection::normalized, xi, epsilon, z);
    return z;
  };
}

Traces sample_traces(const Student<double>& from, const Move& move, long pairs, std::uint64_t seed,
                     std::uint32_t experiment) {
  const std::vector<Vec<double>> basis = tangent_basis(from.w);
  const auto draw = [&](Stream& stream, Vec<double>& out) {
    const Vec<double> gap = gap_of_moves(basis, from, move, stream);
    out.assign(2, 0.0);
    for (std::size_t i = 0; i < gap.size(); ++i) out[i < basis.size() ? 0 : 1] += gap[i] * gap[i] / 2;
  };
  const Vec<Estimate> found = average(2, pairs, seed, experiment, draw);
  return {found[0], found[1]};
}

Vec<Estimate> sample_covariance(const Student<double>& from, const Move& move, long pairs, std::uint64_t seed,
                                std::uint32_t experiment) {
  const std::vector<Vec<double>> basis = tangent_basis(from.w);
  const std::size_t n = basis.size() + from.a.size();
  const auto draw = [&](Stream& stream, Vec<double>& out) {
    const Vec<double> gap = gap_of_moves(basis, from, move, stream);
    std::size_t entry = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) out[entry++] = gap[i] * gap[j] / 2;
  };
  return average(n * (n + 1) / 2, pairs, seed, experiment, draw);
}

double largest_deviation(const Vec<Estimate>& found, const Matrix& exact, double slack) {
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(exact.size()))));
  double worst = 0;
  std::size_t entry = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j, ++entry) {
      const double gap = std::abs(found[entry].mean - exact[i * n + j]);
      if (gap > 0) worst = std::max(worst, gap / (found[entry].error + slack));
    }
  return worst;
}

Matrix injected_covariance(const Student<double>& z, const Teacher<double>& teacher, double rho_w, double rho_a) {
  const std::vector<Vec<double>> basis = tangent_basis(z.w);
  const std::size_t p1 = basis.size(), n = p1 + z.a.size();
  const Matrix hessian = assemble_hessian(z, teacher, basis);
  const double in_w = rho_w * rho_w / (static_cast<double>(p1) + 3),
               in_a = rho_a * rho_a / (static_cast<double>(n - p1) + 2);
  Matrix out(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t l = 0; l < n; ++l)
      for (std::size_t j = 0; j < n; ++j)
        out[i * n + j] += hessian[i * n + l] * (l < p1 ? in_w : in_a) * hessian[l * n + j];
  return out;
}

Shape shape_of(const Matrix& c, std::size_t p1) {
  const auto n = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(c.size()))));
  Shape out;
  double square_w = 0, square_a = 0;
  for (std::size_t i = 0; i < n; ++i) {
    (i < p1 ? out.sphere : out.outputs) += c[i * n + i];
    for (std::size_t j = 0; j < n; ++j)
      if ((i < p1) == (j < p1)) (i < p1 ? square_w : square_a) += c[i * n + j] * c[i * n + j];
  }
  out.sphere_rank = square_w > 0 ? out.sphere * out.sphere / square_w : 0;
  out.outputs_rank = square_a > 0 ? out.outputs * out.outputs / square_a : 0;
  return out;
}

std::string Slope::show() const { return fmt::format("{:.3f} +- {:.3f}", value, error); }

Verdict Slope::is(double expected, double allowed, bool not_) const {
  const bool near = std::abs(value - expected) < kMaxDeviations * error + allowed;
  return error < 0.05 && near != not_ ? Verdict::proved : Verdict::undecided;
}

Slope slope(const Vec<double>& x, const Vec<Estimate>& y) {
  double mean = 0, square = 0, value = 0, variance = 0;
  for (const double at : x) mean += std::log(at) / static_cast<double>(x.size());
  for (const double at : x) square += std::pow(std::log(at) - mean, 2);
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double weight = (std::log(x[i]) - mean) / square;
    value += weight * std::log(y[i].mean);
    variance += std::pow(weight * y[i].error / y[i].mean, 2);
  }
  return {value, std::sqrt(variance)};
}

Vec<double> doubling(double last, int count) {
  Vec<double> out;
  for (int e = 1 - count; e <= 0; ++e) out.push_back(std::ldexp(last, e));
  return out;
}

double largest_step(double trace) { return std::exp2(std::min(-5.0, std::floor(std::log2(0.005 / trace) / 2))); }

Slope Scaling::in_batch(std::size_t i) const {
  return slope({kBatches.begin(), kBatches.end()}, {variance[0][i], variance[1][i], variance[2][i]});
}

double Scaling::level() const {
  double out = 0;
  for (std::size_t b = 0; b < kBatches.size(); ++b)
    for (std::size_t i = 0; i < etas.size(); ++i) {
      const auto [mean, error] = variance[b][i];
      // The projection back to the sphere changes the variance by a factor 1 + O(eta^2).
      const double slack = etas[i] * etas[i] * (1 + trace) * exact(b, i);
      out = std::max(out, std::abs(mean - exact(b, i)) / (error + slack));
    }
  return out;
}

Scaling measure_scaling(const Problem& problem, const Student<double>& z, double trace, std::uint64_t seed) {
  Scaling out{trace, doubling(largest_step(trace), 5)};
  for (std::size_t b = 0; b < kBatches.size(); ++b) {
    const int m = static_cast<int>(kBatches[b]);
    out.variance.emplace_back();
    for (std::size_t i = 0; i < out.etas.size(); ++i) {
      const Move move = stochastic_move(problem, z, out.etas[i], m);
      const auto experiment = Experiment::in_eta + static_cast<std::uint32_t>(8 * b + i);
      out.variance.back().push_back(sample_traces(z, move, std::max(1000L, 40'000L / m), seed, experiment).total());
    }
  }
  return out;
}

}  // namespace noiseproof::c15_noise_scales_with_step
