#include "smoothing/designed_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/known_digits.hpp"
#include "dynamics/monotone.hpp"
#include "rigor/landscape.hpp"
#include "smoothing/critical_level.hpp"

namespace noiseproof {
namespace {

constexpr double kShareOfLimit = 0.75;
constexpr double kMostNoiseInA = 1.5;  // first rho_a over |a*|: as in the schedule of docs/mathematics.md section 5
constexpr double kLastRadius = 1e-5;   // far below what counts as arrived
constexpr double kMostSteps = 2147483648.0;

constexpr int kDigits = 12;  // of what the design says of itself, all of them known

Ball excess(const Instance& instance, const Rational& rho) {
  return spurious_share({instance.p, rho, Injection::normalized}) - saddle_kernel_value(instance.k, Ball(instance.r));
}

/// `slow`: what takes the most steps, and its rate.
void require_length(double steps, double eta, const std::pair<const char*, double>& slow) {
  if (steps < kMostSteps) return;
  throw Error(Error::Kind::input, "schedule",
              fmt::format("{:.1e} steps, more than 2^31: the step size is {:.1e} for this k and |a*|, and {} at the "
                          "rate {:.1e} only",
                          steps, eta, slow.first, slow.second));
}

}  // namespace

Design design_schedule(const Instance& instance, double success) {
  if (!(success > 0 && success < 1))
    throw Error(Error::Kind::input, "--success",
                fmt::format("must be between 0 and 1, and is {} as a double", success));
  const auto found = critical_noise_level(instance.p, Injection::normalized, instance.k, instance.r, kDigits + 3);
  const ScopedBits precision(192);
  const TeacherInvariants<double> teacher = teacher_invariants<double>(instance);
  const double pi = noiseproof::pi<double>(), p = instance.p;
  const double norm_sq = teacher.e1 * teacher.e1 + teacher.e2 * teacher.e2, norm = std::sqrt(norm_sq);
  Design out{};
  out.success = success;
  out.critical_level = found ? known_double(ball_over(*found), kDigits) : 0;
  // The excess at endless noise is that at the largest radius the formulas take, to 1e-6.
  const double limit = excess(instance, 1'000'000).midpoint_approx();
  Rational level = found ? dyadic_ceil(found->hi, 10) * 2 : Rational(1);
  while (level < 500'000 && excess(instance, level).midpoint_approx() < kShareOfLimit * limit) level *= 2;
  out.level = level.convert_to<double>();
  // While w is at -w*, a settles where M a = N_G a*: alpha = (a*'M^{-1}a*) (G(pi) - gamma).
  const Ball settled = landscape(instance).kappa_sq * excess(instance, level);
  // The mean step in w is (alpha/2pi) E (pi - angle) sin^2(angle), which for an isotropic w~ is (alpha/4)(1 - 1/p).
  const Ball rate = settled * Ball(Rational(instance.p - 1, 4 * instance.p));
  out.alpha = known_double(settled, kDigits);
  out.rate = known_double(rate, kDigits);
  double eta = std::min(0.1, 0.9 * monotone_step_bound(teacher, random_start_box(teacher)));
  double noise_in_a = kMostNoiseInA;
  // Less noise in a, or, where alpha itself is the more, smaller steps, until they leave w at w* (docs/smoothing.md).
  for (;;) {
    // The mean squares of a settled alpha, and of the noise in it.
    const Ball alpha_sq = square(settled),
               noise_sq = square(Ball(Rational(noise_in_a)) * Ball(instance.norm_sq)) / Ball(instance.k + 2),
               both = alpha_sq + noise_sq, step{Rational(eta)};
    const int n = instance.p;
    // A step's noise across: eta (alpha~/2pi)(pi - angle) cos(angle) (w~ across), each of the last two about 1/sqrt p.
    out.kick = known_double(sqrt(both * Ball(n - 1) * step / (Ball(2) * rate)) / Ball(4 * n), kDigits);
    // Along: eta (alpha~/2pi)(pi - angle) sin^2(angle), whose mean square is this over eta.
    const Ball along = step * both * Ball(Rational(Integer(n) * n - 1, Integer(16) * n * (n + 2)));
    out.hold = known_double(Ball(2) * rate / along - Ball(1), kDigits);
    if (out.hold > 0 && std::pow(out.kick, out.hold) <= 1 - success) break;
    (noise_sq.midpoint_approx() > alpha_sq.midpoint_approx() ? noise_in_a : eta) /= 2;
  }
  const double settle_a = 2 * pi / (pi - 1),
               settle_w = 4 / (norm_sq * (1 - 1 / p));  // times of a factor of e, over 1/eta
  const double leave = (std::log(1 / std::min(out.kick, 0.5)) + std::log(1 / (1 - success)) + 2) / out.rate;
  const double first = std::ceil((leave + 5 * settle_a) / eta);
  const double later = std::ceil(std::log(4.0) * std::max(settle_a, settle_w) / eta);
  const int halvings = static_cast<int>(std::ceil(std::log2(out.level / kLastRadius)));
  const double steps = first + halvings * later;
  require_length(steps, eta,
                 leave > eta * halvings * later ? std::pair("w leaves -w*", out.rate)
                 : settle_a > settle_w          ? std::pair("a settles", 1 / settle_a)
                                                : std::pair("w follows w*", 1 / settle_w));
  for (int i = 0; i <= halvings; ++i)
    out.schedule.push_back(
        {eta, static_cast<long>(i == 0 ? first : later), std::ldexp(out.level, -i), std::ldexp(noise_in_a * norm, -i)});
  return out;
}

}  // namespace noiseproof
