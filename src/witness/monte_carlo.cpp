#include "witness/monte_carlo.hpp"

#include <cmath>

#include "core/threads.hpp"

namespace noiseproof {
namespace {

constexpr long kBlock = 4096;  // samples that share one random stream; blocks are summed in their order

/// Sums of n quantities and of their squares.
struct Sums {
  Vec<double> first, second;
  explicit Sums(std::size_t n) : first(n, 0.0), second(n, 0.0) {}
  void add(const Vec<double>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      first[i] += values[i];
      second[i] += values[i] * values[i];
    }
  }
};

double relu(double x) { return x > 0 ? x : 0; }

/// One example's gradients, in `gradient`: w, then a. Returns the residual.
double draw_gradient(const Student<double>& student, const Teacher<double>& teacher, Stream& stream,
                     Vec<double>& gradient, const SampledActivation& act) {
  const std::size_t k = student.a.size(), p = student.w.size();
  thread_local Vec<double> z, value, slope;
  z.resize(k * p);
  for (double& x : z) x = stream.gaussian();
  value.assign(k, 0);
  slope.assign(k, 0);
  double difference = 0;
  for (std::size_t i = 0; i < k; ++i) {
    double zw = 0, zv = 0;
    for (std::size_t j = 0; j < p; ++j) {
      zw += z[i * p + j] * student.w[j];
      zv += z[i * p + j] * teacher.w_star[j];
    }
    value[i] = act(zw);
    slope[i] = act.slope(zw);
    difference += student.a[i] * value[i] - teacher.a_star[i] * act(zv);
  }
  gradient.assign(p + k, 0);
  for (std::size_t i = 0; i < k; ++i) {
    gradient[p + i] = difference * value[i];
    if (slope[i] != 0)
      for (std::size_t j = 0; j < p; ++j) gradient[j] += difference * student.a[i] * slope[i] * z[i * p + j];
  }
  return difference;
}

}  // namespace

Vec<Estimate> average(std::size_t count, long samples, std::uint64_t seed, std::uint32_t experiment,
                      const std::function<void(Stream&, Vec<double>&)>& draw) {
  const long blocks = (samples + kBlock - 1) / kBlock;
  Vec<Sums> parts(static_cast<std::size_t>(blocks), Sums(count));
  for_each(0L, blocks, [&](long block) {
    Stream stream(seed, static_cast<std::uint32_t>(block), experiment, Purpose::batch);
    Vec<double> values(count);
    const long in_block = std::min(kBlock, samples - block * kBlock);
    for (long i = 0; i < in_block; ++i) {
      draw(stream, values);
      parts[static_cast<std::size_t>(block)].add(values);
    }
  });
  const auto n = static_cast<double>(samples);
  Vec<Estimate> out;
  for (std::size_t i = 0; i < count; ++i) {
    double first = 0, second = 0;
    for (const Sums& part : parts) {
      first += part.first[i];
      second += part.second[i];
    }
    const double mean = first / n, variance = (second / n - mean * mean) * n / (n - 1);
    out.push_back({mean, std::sqrt(variance / n)});
  }
  return out;
}

LossSample sample_loss(const Student<double>& student, const Teacher<double>& teacher, long samples, std::uint64_t seed,
                       const Activation& activation) {
  const std::size_t k = student.a.size(), p = student.w.size();
  const SampledActivation act(activation);
  const auto draw = [&](Stream& stream, Vec<double>& out) {
    thread_local Vec<double> gradient;
    const double difference = draw_gradient(student, teacher, stream, gradient, act);
    out[0] = difference * difference / 2;
    std::copy(gradient.begin(), gradient.end(), out.begin() + 1);
  };
  const Vec<Estimate> all = average(1 + p + k, samples, seed, 0, draw);
  const auto at = [&](std::size_t i) { return all.begin() + static_cast<std::ptrdiff_t>(i); };
  return {all[0], {at(1), at(1 + p)}, {at(1 + p), all.end()}};
}

Vec<Estimate> sample_gradient_covariance(const Student<double>& student, const Teacher<double>& teacher,
                                         const Vec<double>& mean, long samples, std::uint64_t seed) {
  const std::size_t n = mean.size();
  const SampledActivation act;
  const auto draw = [&](Stream& stream, Vec<double>& out) {
    thread_local Vec<double> gradient;
    draw_gradient(student, teacher, stream, gradient, act);
    std::size_t entry = 0;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) out[entry++] = (gradient[i] - mean[i]) * (gradient[j] - mean[j]);
  };
  return average(n * (n + 1) / 2, samples, seed, 0, draw);
}

Estimate sample_kernel(const Vec<double>& w, const Vec<double>& v, long samples, std::uint64_t seed,
                       const Activation& activation) {
  const SampledActivation act(activation);
  const auto draw = [&](Stream& stream, Vec<double>& out) {
    double zw = 0, zv = 0;
    for (std::size_t j = 0; j < w.size(); ++j) {
      const double z = stream.gaussian();
      zw += z * w[j];
      zv += z * v[j];
    }
    out[0] = act(zw) * act(zv);
  };
  return average(1, samples, seed, 0, draw)[0];
}

Estimate sample_smoothed_kernel(int p, double rho, Injection injection, double phi, long samples, std::uint64_t seed) {
  const auto draw = [&](Stream& stream, Vec<double>& out) {
    thread_local Vec<double> noisy;
    noisy.resize(static_cast<std::size_t>(p));
    uniform_in_ball(stream, rho, noisy);
    noisy[0] += std::cos(phi);  // w* is the first axis
    noisy[1] += std::sin(phi);
    double along = 0, across = 0, norm_sq = 0;
    for (std::size_t i = 0; i < noisy.size(); ++i) {
      const double z = stream.gaussian();
      if (i == 0) along = z;
      across += z * noisy[i];
      norm_sq += noisy[i] * noisy[i];
    }
    const double value = 2 * pi<double>() * relu(across) * relu(along);
    out[0] = injection == Injection::raw ? value : value / std::sqrt(norm_sq);
  };
  return average(1, samples, seed, 0, draw)[0];
}

}  // namespace noiseproof
