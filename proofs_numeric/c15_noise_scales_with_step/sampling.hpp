#pragma once
// The noise of one step at a point, exact and sampled: what C15's checks and pictures are made of.
#include <functional>

#include "common.hpp"
#include "dynamics/descent.hpp"
#include "model/gradient_noise.hpp"
#include "model/hessian.hpp"

namespace noiseproof::c15_noise_scales_with_step {

using Matrix = std::vector<double>;

// One experiment, one set of random numbers.
enum Experiment : std::uint32_t {
  batches = 256,
  in_eta = 16,
  in_time = 64,
  injected = 96,
  in_radius = 128,
  large = 160
};

inline constexpr std::array<double, 3> kBatches{1, 16, 256};

inline Student<double> spurious_student(const Problem& problem) { return make_start(problem, Start::spurious, 0, 0); }
inline Student<double> optimum(const Problem& problem) { return {problem.teacher.w_star, problem.teacher.a_star}; }
Student<double> random_point(const Instance& instance, std::uint64_t seed, int run);

double largest_entry(const Matrix& matrix);

/// The variance of a random move from a point: half the mean square of the difference of two independent ones.
struct Traces {
  Estimate sphere, outputs;
  /// The two are not independent, so the errors may add up.
  Estimate total() const { return {sphere.mean + outputs.mean, sphere.error + outputs.error}; }
};
using Move = std::function<Student<double>(Stream&)>;
Move stochastic_move(const Problem& problem, const Student<double>& from, double eta, int batch);
Move perturbed_move(const Problem& problem, const Student<double>& from, double eta, double rho_w, double rho_a);

Traces sample_traces(const Student<double>& from, const Move& move, long pairs, std::uint64_t seed,
                     std::uint32_t experiment);
/// All covariances of the move, lower triangle row by row.
Vec<Estimate> sample_covariance(const Student<double>& from, const Move& move, long pairs, std::uint64_t seed,
                                std::uint32_t experiment);
/// The largest deviation of the estimates from the exact entries, in standard errors, to which `slack` is added.
double largest_deviation(const Vec<Estimate>& found, const Matrix& exact, double slack = 0);

/// The covariance of a perturbed step per eta^2, to first order in the radii: H diag(rho_w^2/(p+2), rho_a^2/(k+2)) H, H
/// the Hessian on sphere x R^k: a ball of radius rho in R^n has covariance rho^2/(n+2) I, and enters through the
/// gradient.
Matrix injected_covariance(const Student<double>& z, const Teacher<double>& teacher, double rho_w, double rho_a);

/// tr C over the first p1 coordinates and the rest, and (tr C)^2/tr C^2 of both blocks: the number of directions
/// that the noise fills.
struct Shape {
  double sphere = 0, outputs = 0, sphere_rank = 0, outputs_rank = 0;
};
Shape shape_of(const Matrix& c, std::size_t p1);

/// Exponent of a power law through estimates with independent errors: least squares of logarithms.
struct Slope {
  double value, error;
  std::string show() const;
  /// Is it `expected`, to kMaxDeviations errors and `allowed` of curvature? `not_`: is it not?
  Verdict is(double expected, double allowed, bool not_ = false) const;
};
Slope slope(const Vec<double>& x, const Vec<Estimate>& y);
/// `count` steps that double up to `last`.
Vec<double> doubling(double last, int count);
/// The largest power of two for which one step with m = 1 has a variance below 0.005: beyond, the projection to the
/// sphere shows.
double largest_step(double trace);

/// Steps of SGD from one point for several step sizes and mini-batches.
struct Scaling {
  double trace = 0;  ///< of the exact covariance: its variance is eta^2/m times that
  Vec<double> etas{};
  std::vector<Vec<Estimate>> variance{};  ///< a row per mini-batch size, a column per step size

  double exact(std::size_t batch, std::size_t i) const { return etas[i] * etas[i] / kBatches[batch] * trace; }
  double level() const;  ///< the largest distance from exact(), in standard errors
  Slope in_eta(std::size_t batch) const { return slope(etas, variance[batch]); }
  Slope in_batch(std::size_t i) const;
};
Scaling measure_scaling(const Problem& problem, const Student<double>& z, double trace, std::uint64_t seed);

/// Plot data (report/svg.hpp).
nlohmann::json scaling_plot(const Scaling& scaling, const Instance& instance);
/// The noises side by side at three places of the asked instance, in words; `data` gets the rows.
std::string side_by_side(const ClaimContext& context, nlohmann::json& data);

}  // namespace noiseproof::c15_noise_scales_with_step
