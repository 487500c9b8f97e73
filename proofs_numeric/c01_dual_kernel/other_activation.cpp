// C01 under another activation: its closed forms of the kernel and the two moments against its definition.
#include "other_activation.hpp"

#include <fmt/format.h>

#include "dynamics/random.hpp"
#include "witness/definition.hpp"
#include "witness/monte_carlo.hpp"

namespace noiseproof::c01_dual_kernel {
namespace {

std::vector<Rational> few_shares(std::uint64_t seed) {
  std::vector<Rational> out{0, Rational(1, 1024), Rational(1, 3), Rational(1, 2), Rational(1023, 1024), 1};
  Stream stream(seed, 2, 0, Purpose::probe);
  while (out.size() < 12) out.push_back(dyadic_floor(Rational(stream.uniform()), 20));
  return out;
}

Answer closed_form_agrees(const OtherActivation& run, const Activation& activation) {
  const std::vector<Rational> grid = few_shares(run.context.seed);
  Verdict all = Verdict::proved;
  for (const Rational& t : grid) {
    const KernelJet definition = kernel_jet(activation, t), closed = closed_form(activation, angle_at(t)).kernel;
    for (std::size_t i = 0; i < 3; ++i) all = both(all, same_number(definition[i], closed[i], run.bits));
  }
  return {all, fmt::format("{} angles, both ends among them", grid.size())};
}

Answer series_converges(const Activation& activation) {
  const HermiteExpansion& series = hermite_expansion(activation);
  Verdict all = Verdict::proved;
  for (std::size_t i = 0; i < 3; ++i)
    all = both(all, is_less(series.rest[i], Ball(Rational(1, Integer(1) << 40)) * series.energy[i]));
  // The rest is an upper bound: that it is not small refutes nothing.
  if (all == Verdict::refuted) all = Verdict::undecided;
  return {all, fmt::format("{} terms; rest of E act^2 below {:.1g}, of E act'^2 {:.1g}, of E act''^2 {:.1g}",
                           series.weight.size(), series.rest[0].midpoint_approx(), series.rest[1].midpoint_approx(),
                           series.rest[2].midpoint_approx())};
}

/// K and K' of an activation in pieces by the series of its Hermite coefficients, at angles where 640 terms are enough.
Answer series_agrees(const OtherActivation& run, const Activation& activation) {
  const HermiteExpansion& series = hermite_expansion(activation);
  Verdict all = Verdict::proved;
  for (const Rational& t : {Rational(2, 5), Rational(1, 2), Rational(3, 5)}) {
    const std::array<Ball, 3> by_series = hermite_kernel(series, angle_at(t), 2);
    const KernelJet jet = kernel_jet(activation, t);
    for (std::size_t i = 0; i < 2; ++i)
      all = both(all, same_number(jet[i] / (Ball(2) * Ball::pi()), by_series[i], run.bits));
  }
  return {all, fmt::format("{} terms, at phi = 2 pi/5, pi/2, 3 pi/5", series.weight.size())};
}

Answer moments_agree(const OtherActivation& run, const Activation& activation) {
  const ClosedForm moments = form_at(activation, angle_at(0));
  const Ball two_pi = Ball(2) * Ball::pi();
  return {both(same_number(run.z.q, moments.q, run.bits), same_number(run.z.v, moments.v, run.bits)),
          "m^2 in " + in_figures(run.z.q / two_pi) + ", v in " + in_figures(run.z.v / two_pi)};
}

Answer quadrature_agrees(const Activation& activation) {
  const ScopedDigits digits(60);
  Real worst = 0;
  for (const char* angle : {"0.01", "1", "2.5"}) {
    const Real phi(angle);
    const Real found = kernel_by_quadrature({Real(1), Real(0)}, {cos(phi), sin(phi)}, as_piecewise(activation));
    const Angle<Ball> at{Ball::exactly(phi), Ball::pi() - Ball::exactly(phi)};
    const Ball off = closed_form(activation, at).kernel[0] / (Ball(2) * Ball::pi()) - Ball::exactly(found);
    worst = std::max(worst, Real(abs(off).upper().midpoint_approx()));
  }
  return agrees(worst, Real("1e-48"), "over 3 angles");
}

Answer samples_agree(const Activation& activation, std::uint64_t seed) {
  constexpr long kSamples = 200000;
  double worst = 0;
  for (const Rational& t : {Rational(1, 8), Rational(1, 2), Rational(7, 8)}) {
    const double phi = pi<double>() * t.convert_to<double>();
    const double exact = form_at(activation, angle_at(t)).kernel[0].midpoint_approx() / (2 * pi<double>());
    const Estimate found = sample_kernel({1, 0}, {std::cos(phi), std::sin(phi)}, kSamples, seed, activation);
    worst = std::max(worst, std::abs(found.deviations(exact)));
  }
  return within_errors(worst, kSamples, 3);
}

}  // namespace

OtherClaim prove_other(const ClaimContext& context, const Activation& activation) {
  OtherActivation run(context, activation);
  const std::string kernel = kernel_in_words(activation);
  if (has_closed_form(activation))
    run.check("K(phi) = " + kernel + " and its first two derivatives are those of the integrated definition, to 2^-" +
                  run.to_bits,
              [&] { return closed_form_agrees(run, activation); });
  if (activation.pieces())
    run.check(
        "K(phi) and K'(phi), from the corners, are those of the series of Hermite coefficients, to 2^-" + run.to_bits,
        [&] { return series_agrees(run, activation); });
  if (activation.analytic())
    run.check("K(phi) is a power series in cos(phi), whose rest is bounded by what its terms leave of the three means",
              [&] { return series_converges(activation); });
  if (has_closed_form(activation))
    run.check("the mean m and the second moment v are their closed forms",
              [&] { return moments_agree(run, activation); });
  run.twin("the kernel of ReLU, g(phi), is this activation's", [&] {
    const Ball relu = closed_form(Activation{}, angle_at(Rational(2, 3))).kernel[0];
    return Answer{same_number(kernel_jet(activation, Rational(2, 3))[0], relu, run.bits), "at phi = 2 pi/3"};
  });
  if (!activation.is_general())
    run.result.check(
        "the definition by quadrature in MPFR, which shares no code with the integrals above, gives K to 48 digits",
        Evidence::computed, [&] { return quadrature_agrees(activation); });
  run.result.check("plain sampling of Z agrees at three angles", Evidence::sampled,
                   [&] { return samples_agree(activation, context.seed); });
  run.result.headline = "K(phi) = " + kernel;
  return {"2 pi E act(Z.w) act(Z.w*) = " + kernel + " for unit vectors" +
              (activation.is_homogeneous() ? ", and |w| times that else" : ""),
          run.result};
}

}  // namespace noiseproof::c01_dual_kernel
