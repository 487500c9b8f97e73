// C03 under another activation: the gradients of the population loss; and what the per-example derivatives, that
// training would use, average to.
#include "other_activation.hpp"

#include <fmt/format.h>

namespace noiseproof::c03_gradient_closed_form {
namespace {

struct ClosedGradient {
  Vec<Ball> a;
  Ball radial, tangential;  ///< of the gradient in w: along w, and along the unit tangent away from w*
};

ClosedGradient closed_gradient(const Activation& activation, const OtherStudent& at) {
  const ClosedForm f = form_at(activation, at.seen.angle);
  const Inputs& x = at.inputs;
  const Ball nu = activation.is_homogeneous() ? x.nu : Ball(1), two_pi = Ball(2) * Ball::pi();
  ClosedGradient out;
  for (std::size_t i = 0; i < x.a.size(); ++i)
    out.a.push_back(
        (square(nu) * (f.q * x.beta + (f.v - f.q) * x.a[i]) - nu * (f.q * x.s + (f.kernel[0] - f.q) * x.a_star[i])) /
        two_pi);
  const Ball own = f.q * (square(x.beta) - norm_sq(x.a)) + f.v * norm_sq(x.a);
  const Ball cross = f.q * (x.beta * x.s - x.alpha) + f.kernel[0] * x.alpha;
  out.radial = !activation.is_homogeneous() ? Ball(0) : (nu * own - cross) / two_pi;
  out.tangential = -(nu * f.kernel[1] * x.alpha) / (two_pi * x.nu);
  return out;
}

/// The gradient in w in the coordinates of R^p, in floating point.
Vec<double> gradient_w_approx(const ClosedGradient& g, const OtherStudent& at, const Teacher<double>& teacher) {
  const double phi = at.seen.angle.phi.midpoint_approx(), nu = at.seen.nu.midpoint_approx();
  const double across = g.tangential.midpoint_approx() / std::sin(phi);
  // The unit tangent away from w* is (cos(phi) w/|w| - w*)/sin(phi).
  Vec<double> out;
  for (std::size_t j = 0; j < teacher.w_star.size(); ++j) {
    const double unit = at.student.w[j].midpoint_approx() / nu;
    out.push_back(g.radial.midpoint_approx() * unit + across * (std::cos(phi) * unit - teacher.w_star[j]));
  }
  return out;
}

constexpr int kPoints = 4;

/// Are they the gradients that the offered activation has in closed form?
Answer gradients_are(const Activation& offered, const OtherActivation& run, const Activation& activation) {
  Verdict all = Verdict::proved;
  for (int i = 0; i < kPoints; ++i) {
    const OtherStudent at = other_student(activation, run.context.instance, run.context.seed, i);
    const ClosedGradient closed = closed_gradient(offered, at);
    const Vec<Ball> a = by_definition(Quantity::grad_a, activation, at.inputs);
    for (std::size_t j = 0; j < a.size(); ++j) all = both(all, same_number(a[j], closed.a[j], run.bits));
    // On the sphere alone where |w| = 1 is all that is known: then closed.radial is 0 too.
    const Vec<Ball> w =
        by_definition(activation.is_general() ? Quantity::grad_w_sphere : Quantity::grad_w, activation, at.inputs);
    const Ball c = cosine(at.seen.angle), s = sine(at.seen.angle);  // w = nu (c, s, 0, ...)
    all = both(all, same_number(w[0] * c + w[1] * s, closed.radial, run.bits));
    all = both(all, same_number(w[1] * c - w[0] * s, closed.tangential, run.bits));
  }
  return {all, fmt::format("every entry at {} random students", kPoints)};
}

/// Sampled networks at a student, and the gradient there.
struct Sampled {
  long samples;
  LossSample found;
  Vec<double> a, w;
};
Sampled sample(const ClaimContext& context, const Activation& activation) {
  const Instance size = at_most(context.instance, kLargestSampled);
  const OtherStudent at = other_student(activation, size, context.seed, 0);
  const Teacher<double> teacher = make_teacher<double>(size);
  const ClosedGradient closed = closed_gradient(activation, at);
  const long samples = std::max(1000L, 8000000L / (static_cast<long>(size.k) * size.p));
  Sampled out{samples,
              sample_loss(at.sampled, teacher, samples, context.seed, activation),
              {},
              gradient_w_approx(closed, at, teacher)};
  for (const Ball& x : closed.a) out.a.push_back(x.midpoint_approx());
  return out;
}

Answer average_to(const Vec<double>& gradient, const Vec<Estimate>& found, long samples) {
  double worst = 0;
  for (std::size_t i = 0; i < gradient.size(); ++i) worst = std::max(worst, std::abs(found[i].deviations(gradient[i])));
  return within_errors(worst, samples, gradient.size());
}

Answer steps_have_no_derivative(const Sampled& s) {
  double largest = 0, gradient = 0;
  for (std::size_t j = 0; j < s.w.size(); ++j) {
    largest = std::max(largest, std::abs(s.found.gradient_w[j].mean) + s.found.gradient_w[j].error);
    gradient += s.w[j] * s.w[j];
  }
  return {
      largest == 0 && gradient > 0 ? Verdict::proved : Verdict::undecided,
      fmt::format("they are 0 in each of {} samples; the gradient has length {:.3g}", s.samples, std::sqrt(gradient))};
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  run.check(
      "dL/da = nu^2 M a - nu N(phi) a*, and on the sphere dL/dphi = -K'(phi) a.a*/(2 pi), "
      "are the derivatives of the definition, by power series inside its integrals, to 2^-" +
          run.to_bits,
      [&] { return gradients_are(activation, run, activation); });
  run.twin("the gradients of ReLU are this network's", [&] { return gradients_are(Activation{}, run, activation); });
  const Sampled s = sample(context, activation);
  run.result.check("per-example derivatives in a of sampled networks average to that gradient", Evidence::sampled,
                   [&] { return average_to(s.a, s.found.gradient_a, s.samples); });
  if (run.binary()) {
    run.result.check("false twin: per-example derivatives in w average to the gradient in w", Evidence::sampled,
                     [&] { return steps_have_no_derivative(s); });
    run.result.notes.push_back(
        "A step has derivative 0, so the derivative in w that back-propagation would use is 0 for every example, "
        "while the population loss has a gradient in w. "
        "Training such a network replaces it by another vector (a straight-through estimator), which is no gradient: "
        "nothing here is about that.");
  } else if (activation.is_general()) {
    run.result.notes.push_back(
        "In w only the part on the sphere is stated, so per-example derivatives are not averaged.");
  } else {
    run.result.check("so do those in w", Evidence::sampled,
                     [&] { return average_to(s.w, s.found.gradient_w, s.samples); });
  }
  run.result.headline = run.binary() ? "dL/dphi = a.a*/(2 pi) at every angle" : "dL/dphi = -K'(phi) a.a*/(2 pi)";
  return {"dL/da = nu^2 M a - nu N(phi) a* and, on the sphere, dL/dphi = -K'(phi) a.a*/(2 pi), with K(phi) = " +
              kernel_in_words(activation),
          run.result};
}

}  // namespace noiseproof::c03_gradient_closed_form
