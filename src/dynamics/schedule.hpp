#pragma once
// Schedules of perturbed gradient descent: epochs with a step size, a length and two noise radii (docs/mathematics.md
// section 5).
#include <filesystem>
#include <string>
#include <vector>

#include "core/instance.hpp"

namespace noiseproof {

/// `steps` steps of size eta, with noise uniform in the ball of radius rho_w of R^p and rho_a of R^k.
struct Epoch {
  double eta;
  long steps;
  double rho_w;
  double rho_a;
};

using Schedule = std::vector<Epoch>;

/// Where the noise enters (docs/mathematics.md section 5). normalized: w~ = Proj(w + xi), and the gradient in w is
/// projected on the tangent space of w~. raw: w~ = w + xi as it is, and the tangent space is that of w.
enum class Injection { normalized, raw };

/// Steps of all epochs together.
long total_steps(const Schedule& schedule);

/// Noise-annealed: `epochs` epochs of equal eta and steps, the radii multiplied by `factor` from one to the next.
Schedule annealed_schedule(double eta, int epochs, long steps, double rho_w, double rho_a, double factor);

/// No noise: gradient descent.
Schedule plain_schedule(double eta, long steps);

/// The schedule used when none is given. For p = 6, |a*| = 1 and k <= 54 it is that of docs/mathematics.md section 5:
/// eta = 0.1, 20 epochs of 400 steps, radii (36, 1.5), times 0.4 each epoch. Otherwise scaled as the problem scales:
///  - rho_w = 6 p, about twice the critical noise level of the worst teacher (r = 0: pi p + O(1), claim C17);
///  - rho_a = 1.5 |a*|;
///  - eta at most 0.9 of the bound below which gradient descent from a random start is monotone (claim C12), and
///    steps = 40/eta, so that an epoch descends as far as before (at most 20,000 steps);
///  - raw noise makes |w~| as large as 1 + rho_w and the loss as steep as its square: there eta is divided by
///    (1 + rho_w)^2 where it has to be, epoch by epoch, without which the iterates overflow at once.
/// Measured only where the evidence of claim C13 says so.
Schedule default_schedule(const Instance& instance, Injection injection = Injection::normalized);

/// The default schedule (normalized noise) with its first epoch 20 times as long, which is what the comparison of
/// algorithms (claim C14) starts from: 400 steps are not enough to leave the spurious point. noiseproof schedule
/// designs one for the instance instead.
Schedule patient_schedule(const Instance& instance);

/// Reads a schedule file (TOML), in one of two forms:
///   [[epoch]] with eta, steps, rho_w, rho_a, any number of times; or
///   [annealing] with eta, epochs, steps, rho_w, rho_a, factor.
/// All fields are required; numbers may be numbers or strings ("0.1", "1/10"). Domain: 0 < eta <= 1000;
/// 0 <= rho <= 1e18 (the closed-form rule's is 1000 p/lambda); 0 < factor <= 1; 1 to 10,000 epochs, at most 2^31 steps
/// altogether. Throws Error(input | io) with one line that names the file, the field and the reason.
Schedule read_schedule(const std::filesystem::path& file);
/// The same from text; `name` stands for the file in messages.
Schedule parse_schedule(const std::string& text, const std::string& name);

}  // namespace noiseproof
