// C21, sampled: adversaries and chance against the set that no noise leaves.
#include <fmt/format.h>

#include <cmath>

#include "dynamics/descent.hpp"
#include "dynamics/random.hpp"
#include "trap_noise.hpp"

namespace noiseproof::c21_small_noise_traps_for_ever {
namespace {

constexpr int kTurns = 16;       // displacements tried to either side, w and w* in their plane
constexpr long kSteps = 20'000;  // of each adversary

/// The noise as doubles, the radii rounded down.
struct Noise {
  double eta, rho_w, rho_a;
};

/// The least displacement that turns w by the angle towards `side`, a unit vector across w.
Vec<double> turn(const Vec<double>& w, const Vec<double>& side, double angle) {
  const double s = std::sin(angle), c = std::cos(angle);  // w + xi = c (c w + s side), and |xi| = |s|
  return combine(c * c - 1, w, s * c, side);
}

/// The unit vector across w, in the plane of w and w*, that leads away from -w*.
Vec<double> away(const Problem& problem, const Vec<double>& w) {
  const Vec<double>& star = problem.teacher.w_star;
  Vec<double> out = combine(1.0, star, -dot(star, w), w);
  double length = std::sqrt(norm_sq(out));
  if (length == 0) {  // at the pole any direction is as good
    const std::size_t least = std::abs(star[0]) < 0.8 ? 0 : 1;
    out.assign(star.size(), 0);
    out[least] = 1;
    out = combine(1.0, out, -dot(out, w), w);
    length = std::sqrt(norm_sq(out));
  }
  for (double& x : out) x /= length;
  return out;
}

double complement(const Problem& problem, const Student<double>& z) { return reduce(problem, z).angle.d; }

/// The next step of an adversary who takes w as far from -w* as one step can, with a held down so that w is driven most
/// (push < 0), or who lifts a.a* as much as the radii allow (push > 0).
void adversary_step(const Problem& problem, const Noise& noise, int push, Student<double>& z) {
  const Vec<double> side = away(problem, z.w), none(z.a.size(), 0);
  const Vec<double> epsilon = combine(push * noise.rho_a / problem.norm, problem.teacher.a_star, 0.0, none);
  const double most = std::asin(noise.rho_w);
  Student<double> best;
  for (int i = push > 0 ? kTurns : -kTurns; i <= kTurns; ++i) {
    Student<double> tried = z;
    perturbed_step(problem.teacher, noise.eta, Injection::normalized, turn(z.w, side, most * i / kTurns), epsilon,
                   tried);
    if (best.w.empty() || complement(problem, tried) > complement(problem, best)) best = tried;
  }
  z = best;
}

struct Reach {
  double adversary = 0, lifter = 0, chance = 0;  ///< largest (pi - phi)/asin(rho_w) seen
};

Reach reach(const Problem& problem, const Noise& noise, std::uint64_t seed) {
  const double most = std::asin(noise.rho_w);
  const Student<double> spurious = make_start(problem, Start::spurious, 0, 0);
  Student<double> pushed = spurious, lifted = spurious, shaken = spurious;
  Vec<double> xi(spurious.w.size()), epsilon(spurious.a.size());
  Reach out;
  for (long t = 0; t < kSteps; ++t) {
    adversary_step(problem, noise, -1, pushed);
    adversary_step(problem, noise, 1, lifted);
    Stream w(seed, 0, static_cast<std::uint32_t>(t), Purpose::noise_w),
        a(seed, 0, static_cast<std::uint32_t>(t), Purpose::noise_a);
    uniform_in_ball(w, noise.rho_w, xi);
    uniform_in_ball(a, noise.rho_a, epsilon);
    perturbed_step(problem.teacher, noise.eta, Injection::normalized, xi, epsilon, shaken);
    out.adversary = std::max(out.adversary, complement(problem, pushed) / most);
    out.lifter = std::max(out.lifter, complement(problem, lifted) / most);
    out.chance = std::max(out.chance, complement(problem, shaken) / most);
  }
  return out;
}

}  // namespace

void sample(const ClaimContext& context, const TrapNoise& noise, ClaimResult& out) {
  const Instance size =
      context.instance.k <= 25 && context.instance.p <= 25 ? context.instance : reduced_size(context.instance);
  out.check("no adversary of these radii, and no chance, takes w farther from -w* than asin rho_w in 20,000 steps" +
                at_smaller(size, context.instance),
            Evidence::sampled, [&] {
              constexpr double kRounding = 1e-9;
              const Noise radii{noise.eta.convert_to<double>(), noise.rho_w.convert_to<double>() * (1 - 0x1p-50),
                                noise.rho_a.convert_to<double>() * (1 - 0x1p-50)};
              const Reach far = reach(Problem(size), radii, context.seed);
              const double most = std::max({far.adversary, far.lifter, far.chance});
              return Answer{most <= 1 + kRounding ? Verdict::proved : Verdict::refuted,
                            fmt::format("adversary {:.4f}, the one who lifts a.a* {:.4f}, chance {:.4f} of asin rho_w",
                                        far.adversary, far.lifter, far.chance)};
            });
}

}  // namespace noiseproof::c21_small_noise_traps_for_ever
