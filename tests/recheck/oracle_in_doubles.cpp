#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "oracle_teacher.hpp"

namespace oracle {
namespace {

/// P(angle > phi) for a density proportional to sin^n, by the midpoint rule.
double sine_tail(int n, double phi) {
  constexpr int kNodes = 500;
  double above = 0, all = 0;
  for (int i = 0; i < kNodes; ++i) {
    const double angle = M_PI * (i + 0.5) / kNodes, weight = std::pow(std::sin(angle), n);
    all += weight;
    if (angle > phi) above += weight;
  }
  return above / all;
}

/// Gradient descent in doubles: does the start end at the spurious point?
bool is_trapped(const Teacher& t, double eta, double phi, double x, double y) {
  const double c = eta / (2 * M_PI), m1 = t.k - 1 + M_PI, m2 = M_PI - 1;
  const double e1 = t.e1.convert_to<double>(), e2 = t.e2.convert_to<double>();
  for (int step = 0; step < 200000; ++step) {
    const double g = std::sin(phi) + (M_PI - phi) * std::cos(phi), alpha = e1 * x + e2 * y;
    const double x_inf = (t.k - 1 + g) * e1 / m1, y_inf = (g - 1) * e2 / m2;
    // Both the weights and where they tend to are on one side: so it stays.
    if (e1 * std::max(x, x_inf) + e2 * std::max(y, y_inf) < 0) return true;
    if (e1 * std::min(x, x_inf) + e2 * std::min(y, y_inf) > 0) return false;
    phi -= std::atan(c * alpha * (M_PI - phi) * std::sin(phi));
    x -= c * m1 * (x - x_inf);
    y -= c * m2 * (y - y_inf);
  }
  return false;
}

/// Perturbed gradient descent with normalized injection, on vectors: a along u1 first, then across it.
class NoisyRun {
 public:
  NoisyRun(const Teacher& t, std::uint64_t seed)
      : random_(seed),
        w_(static_cast<std::size_t>(t.p)),
        a_(static_cast<std::size_t>(t.k)),
        teacher_(w_.size()),
        star_(a_.size()),
        m_(a_.size(), M_PI - 1) {
    teacher_[0] = 1, m_[0] += t.k;
    star_[0] = t.e1.convert_to<double>();
    if (t.k > 1) star_[1] = t.e2.convert_to<double>();
  }
  void start_spurious() {
    for (std::size_t i = 0; i < w_.size(); ++i) w_[i] = -teacher_[i];
    for (std::size_t i = 0; i < a_.size(); ++i) a_[i] = (m_[i] - M_PI) * star_[i] / m_[i];
  }
  void start_random(double radius) {
    w_ = in_ball(w_.size(), 1);
    normalize(w_);
    a_ = in_ball(a_.size(), radius);
  }
  void descend(double eta, double rho_w, double rho_a, long steps) {
    const double c = eta / (2 * M_PI);
    for (long n = 0; n < steps; ++n) {
      std::vector<double> moved = in_ball(w_.size(), rho_w), b = in_ball(a_.size(), rho_a);
      for (std::size_t i = 0; i < w_.size(); ++i) moved[i] += w_[i];
      for (std::size_t i = 0; i < a_.size(); ++i) b[i] += a_[i];
      normalize(moved);
      const double cosine = std::clamp(moved[0], -1.0, 1.0), omega = M_PI - std::acos(cosine);
      const double kernel = std::sqrt(1 - cosine * cosine) + omega * cosine;
      double alpha = 0;
      for (std::size_t i = 0; i < a_.size(); ++i) {
        alpha += b[i] * star_[i];
        a_[i] -= c * (m_[i] * b[i] - (m_[i] - M_PI + kernel) * star_[i]);
      }
      for (std::size_t i = 0; i < w_.size(); ++i) w_[i] += c * alpha * omega * (teacher_[i] - cosine * moved[i]);
      normalize(w_);
    }
  }
  double angle() const { return std::acos(std::clamp(w_[0], -1.0, 1.0)); }
  double distance() const {
    double sum = 0;
    for (std::size_t i = 0; i < a_.size(); ++i) sum += (a_[i] - star_[i]) * (a_[i] - star_[i]);
    return std::sqrt(sum);
  }

 private:
  static void normalize(std::vector<double>& v) {
    double sum = 0;
    for (const double x : v) sum += x * x;
    for (double& x : v) x /= std::sqrt(sum);
  }
  std::vector<double> in_ball(std::size_t n, double radius) {
    std::vector<double> out(n);
    for (double& x : out) x = normal_(random_);
    normalize(out);
    const double length = radius * std::pow(uniform_(random_), 1.0 / static_cast<double>(n));
    for (double& x : out) x *= length;
    return out;
  }
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_;
  std::vector<double> w_, a_, teacher_, star_, m_;
};

/// So many of so many runs are no surprise at this probability.
bool is_no_surprise(int count, int runs, double probability) {
  const double mean = runs * probability;
  return count <= mean + 5 * std::sqrt(mean) + 1;
}

}  // namespace

double trapping_probability(const Json& item) {
  const Teacher t(item["instance"]);
  const double eta = approximate(item["eta"]), radius = std::sqrt(approximate(item["radius_sq"]));
  constexpr int kNodes = 24;
  const bool parallel = t.r == t.k, alone = parallel || t.r == 0;  // x alone matters, or y alone
  double sum = 0, all = 0;
  for (int i = 0; i < kNodes; ++i)
    for (int j = 0; j < (alone ? 1 : kNodes); ++j) {
      const double of_u = M_PI * (i + 0.5) / kNodes, of_v = alone ? M_PI / 2 : M_PI * (j + 0.5) / kNodes;
      const double weight = std::pow(std::sin(of_u), t.k) * std::pow(std::sin(of_v), t.k - 1);
      if (weight < 1e-5) continue;
      const double first = radius * std::cos(of_u), second = radius * std::sin(of_u) * std::cos(of_v);
      double low = 0, high = M_PI;
      for (int k = 0; k < 14; ++k) {
        const double middle = (low + high) / 2;
        const bool trapped =
            parallel ? is_trapped(t, eta, middle, first, 0) : is_trapped(t, eta, middle, second, first);
        (trapped ? high : low) = middle;
      }
      sum += weight * sine_tail(t.p - 2, (low + high) / 2);
      all += weight;
    }
  return sum / all;
}

double pair_bound(int p) {
  double d1 = M_PI / 2, d2 = d1, best = 0.5;
  constexpr double kStep = 1e-3;
  const auto push = [](double d) { return d * std::sin(d); };
  for (int i = 0; i < 6000; ++i) {
    d1 -= kStep * push(d1 - kStep / 2 * push(d1));
    d2 += kStep * push(d2 + kStep / 2 * push(d2));
    if (i % 20 == 0) best = std::max(best, 1 - (sine_tail(p - 2, d1) + sine_tail(p - 2, d2)) / 2);
  }
  return best;
}

double critical_level(const Json& at) {
  constexpr int kNodes = 160;
  const double k = at["k"], p = at["p"], r = approximate(at["r"]);
  const double level = (k - 1 - (r - 1) * M_PI) / (k - 1 + M_PI - r);
  const bool raw = at["injection"] == "raw";
  const auto excess = [&](double rho) {
    double sum = 0;
    for (int i = 0; i < kNodes; ++i)
      for (int j = 0; j < kNodes; ++j) {
        const double part = (i + 0.5) / kNodes, theta = M_PI * (j + 0.5) / kNodes;
        const double along = rho * part * std::cos(theta) - 1, across = rho * part * std::sin(theta);
        const double phi = std::atan2(across, along), g = std::sin(phi) + (M_PI - phi) * std::cos(phi);
        sum += std::pow(part, p - 1) * std::pow(std::sin(theta), p - 2) * (g - level) *
               (raw ? std::hypot(along, across) : 1);
      }
    return sum;
  };
  if (level <= 0) return 0;
  double low = 0, high = 400;
  while (high - low > 1e-5 * high) {
    const double middle = (low + high) / 2;
    (excess(middle) < 0 ? low : high) = middle;
  }
  return high;
}

double joint_rate(const Json& at, const Teacher& t) {
  const double e1 = t.e1.convert_to<double>(), e2 = t.e2.convert_to<double>(), furthest = approximate(at["t"]) * M_PI;
  const auto fails = [&](double c) {
    for (int i = 1; i <= 2000; ++i) {
      const double phi = furthest * i / 2000, g = std::sin(phi) + (M_PI - phi) * std::cos(phi);
      const double pull = (M_PI - phi) * std::sin(phi) * std::sin(phi);
      double least = (e1 * e1 + e2 * e2) * pull / (2 * M_PI) - 2 * c * (1 - std::cos(phi));
      for (const bool along : {true, false}) {
        if (t.k == 1 && !along) continue;
        const double m = along ? t.k - 1 + M_PI : M_PI - 1, n = along ? t.k - 1 + g : g - 1;  // of M, of N
        const double slope = (along ? e1 : e2) * (m - n + pull) / (2 * M_PI);
        if (m / (2 * M_PI) <= c) return true;
        least -= slope * slope / (4 * (m / (2 * M_PI) - c));
      }
      if (least < 0) return true;
    }
    return false;
  };
  double low = 0, high = 1;
  while (high - low > 1e-9) (fails((low + high) / 2) ? high : low) = (low + high) / 2;
  return high;
}

bool drifts(const Json& item, const Teacher& t) {
  const Json& at = item["at"];
  const double eta = approximate(at["eta"]), level = approximate(at["level"]), k = t.k;
  const double rate = approximate(item["contraction"]), noise = approximate(item["noise"]);
  if (level > 2 * (1 - std::cos(5 * M_PI / 12)) || rate > joint_rate({{"t", "5/12"}}, t) + 1e-6) return false;
  using Triple = std::array<double, 3>;
  const Triple star{t.e1.convert_to<double>(), t.e2.convert_to<double>(), 0}, m{k - 1 + M_PI, M_PI - 1, M_PI - 1};
  std::mt19937_64 random(1);
  std::normal_distribution<double> normal;
  const auto of_length = [&](double length, int dimension) {
    Triple out{};
    for (int i = 0; i < dimension; ++i) out[i] = normal(random);
    const double scale = length / std::hypot(out[0], out[1], out[2]);
    for (double& x : out) x *= scale;
    return out;
  };
  const auto dot = [](const Triple& x, const Triple& y) { return x[0] * y[0] + x[1] * y[1] + x[2] * y[2]; };
  for (int run = 0; run < 20'000; ++run) {
    const double v = level * (run % 100 + 1) / 100, share = (run / 100 + 0.5) / 200;
    Triple a = of_length(std::sqrt((1 - share) * v), std::min(t.k, 3));
    for (int i = 0; i < 3; ++i) a[i] += star[i];
    const double cosine = 1 - share * v / 2;
    const Triple w{cosine, std::sqrt(1 - cosine * cosine), 0};
    Triple moved = of_length(approximate(at["rho_w"]), std::min(t.p, 3)),
           b = of_length(approximate(at["rho_a"]), std::min(t.k, 3));
    for (int i = 0; i < 3; ++i) moved[i] += w[i], b[i] += a[i];
    const double nu = std::sqrt(dot(moved, moved)), phi = std::acos(std::clamp(moved[0] / nu, -1.0, 1.0));
    const double kernel = std::sin(phi) + (M_PI - phi) * std::cos(phi), alpha = dot(b, star);
    double square = 0, mixed = 0;  // b'Mb, b'(11' - I)a*
    for (int i = 0; i < 3; ++i) square += m[i] * b[i] * b[i], mixed += (m[i] - M_PI) * b[i] * star[i];
    Triple next = w, gradient{};
    for (int i = 0; i < 3; ++i)
      gradient[i] = (square - (mixed + alpha * std::sin(phi)) / nu) * moved[i] - (i == 0 ? alpha * (M_PI - phi) : 0);
    const double along = dot(gradient, w);
    double after = 0;
    for (int i = 0; i < 3; ++i) {
      next[i] -= eta / (2 * M_PI) * (gradient[i] - along * w[i]);
      a[i] -= eta / (2 * M_PI) * (nu * nu * m[i] * b[i] - nu * (m[i] - M_PI + kernel) * star[i]);
      after += (a[i] - star[i]) * (a[i] - star[i]);
    }
    after += 2 * (1 - next[0] / std::sqrt(dot(next, next)));
    if (after > std::min((1 - rate * eta) * v + noise * eta, level) + 1e-12) return false;
  }
  return true;
}

bool escapes(const Json& item) {
  const Teacher t(item["instance"]);
  const Json& one = item["phase_one"];
  const double accuracy = approximate(item["accuracy"]), radius = std::sqrt(approximate(item["start_radius_sq"]));
  constexpr int kRuns = 24;
  int failures = 0;
  for (int i = 0; i < kRuns; ++i) {
    NoisyRun run(t, static_cast<std::uint64_t>(i));
    i % 2 ? run.start_spurious() : run.start_random(radius);
    const auto descend = [&run](const Json& level, long steps) {
      run.descend(approximate(level["eta"]), approximate(level["rho_w"]), approximate(level["rho_a"]), steps);
    };
    descend(one, one["burn_in"].get<long>() + one["steps"].get<long>());
    for (const Json& level : item["phase_two"]) descend(level, level["steps"]);
    failures += run.angle() > accuracy || run.distance() > accuracy * mp::sqrt(t.A2).convert_to<double>();
  }
  return is_no_surprise(failures, kRuns, approximate(item["failure"]));
}

bool never_settles(const Json& item) {
  const Teacher t(item["instance"]);
  constexpr int kRuns = 200;
  int near = 0;
  for (int i = 0; i < kRuns; ++i) {
    NoisyRun run(t, static_cast<std::uint64_t>(i));
    run.start_random(t.e1.convert_to<double>());
    run.descend(approximate(item["eta"]), approximate(item["rho_w"]), approximate(item["rho_a"]), item["steps"]);
    near += run.distance() < approximate(item["distance"]) * mp::sqrt(t.A2).convert_to<double>();
  }
  return is_no_surprise(near, kRuns, approximate(item["probability"]));
}

}  // namespace oracle
