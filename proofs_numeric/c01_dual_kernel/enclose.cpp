// C01, enclosed: the kernel's definition by verified integration, and its ranges over wide boxes.
#include <fmt/format.h>

#include "core/known_digits.hpp"
#include "dynamics/random.hpp"
#include "enclosing.hpp"
#include "rigor/integrals.hpp"
#include "rigor/kernel_range.hpp"

namespace noiseproof::c01_dual_kernel {
namespace {

/// Angles phi = pi t: the ends, places where something happens, and random dyadic ones.
std::vector<Rational> shares(std::uint64_t seed) {
  std::vector<Rational> out{
      0, Rational(1, 1024), Rational(1, 8), Rational(1, 3), Rational(1, 2), Rational(3, 4), Rational(1023, 1024), 1};
  Stream stream(seed, 1, 0, Purpose::probe);
  while (out.size() < 16) {
    const Rational t = dyadic_floor(Rational(stream.uniform()), 20);
    if (t > 0) out.push_back(t);
  }
  return out;
}

using RangeOf = Ball (*)(const Ball&);

/// An upper bound of how much wider than the true range over the box of t the enclosure is, as a fraction of it: the
/// true range holds the values at sample points inside.
Rational excess(RangeOf range, const Bounds& t, const Ball& outer) {
  const auto at = [&](const Rational& share) { return range(angle_at(share).d); };
  Rational lowest = upper_rational(at(t.lo)), highest = lower_rational(at(t.lo));
  constexpr int kSamples = 256;
  for (int i = 1; i <= kSamples; ++i) {
    const Ball value = at(t.lo + (t.hi - t.lo) * Rational(i, kSamples));
    lowest = std::min(lowest, upper_rational(value));
    highest = std::max(highest, lower_rational(value));
  }
  return (upper_rational(outer) - lower_rational(outer)) / (highest - lowest) - 1;
}

}  // namespace

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out);
  Certificate& certificate = enclosing.certificate;
  const std::vector<Rational> grid = shares(context.seed);
  enclosing.check("the radial integral of the definition is 2: verified integration and an exact tail", [&] {
    const Ball value = radial_moment(3, default_cut());
    certificate.integral("radial_moment", {{"n", 3}, {"cut", to_string(default_cut())}}, value,
                         "int_0^inf rho^3 e^(-rho^2/2) d rho");
    return Answer{same_number(value, Ball(2), 150), "in " + in_words(outward(value, 40))};
  });
  enclosing.check("the definition, integrated, and g(phi)/(2 pi) are one number to 2^-150 at every angle tried", [&] {
    Verdict all = Verdict::proved;
    for (const Rational& t : grid) {
      const Ball definition = kernel_by_integration(angle_at(t)), closed = h(angle_at(t).d) / (Ball(2) * Ball::pi());
      all = both(all, same_number(definition, closed, 150));
      certificate.integral("angular", {{"t", to_string(t)}}, angular_integrals(angle_at(t)).kernel,
                           "int cos theta cos(theta - phi), phi = pi t");
      certificate.integral("kernel_definition", {{"t", to_string(t)}}, together(definition, closed),
                           "E relu(Z.w) relu(Z.w*) at phi = pi t");
    }
    return Answer{all, fmt::format("{} angles, both ends among them", grid.size())};
  });
  enclosing.twin("the kernel g + 2^-100 is the definition's", [&] {
    const Ball definition = kernel_by_integration(angle_at(Rational(1, 3)));
    const Ball twin = (h(angle_at(Rational(1, 3)).d) + Ball(Rational(1, Integer(1) << 100))) / (Ball(2) * Ball::pi());
    return Answer{same_number(definition, twin, 150), "at phi = pi/3"};
  });
  enclosing.check("g, g' and g'' over wide boxes are enclosed, to a thousandth of their true ranges", [&] {
    const std::vector<std::pair<std::string, RangeOf>> functions{
        {"kernel", kernel_range},
        {"kernel_derivative", kernel_derivative_range},
        {"kernel_second_derivative", kernel_second_derivative_range}};
    Rational worst = 0;
    for (const auto& [quantity, range] : functions)
      for (const Bounds& t : {Bounds{0, 1}, Bounds{0, Rational(1, 2)}, Bounds{Rational(1, 4), Rational(3, 4)},
                              Bounds{Rational(7, 8), 1}}) {
        const Ball value = range(Ball::hull(angle_at(t.lo).d, angle_at(t.hi).d));
        certificate.enclosure(quantity, {{"t", bounds_to_json(t)}}, value, quantity + " over pi [t0, t1]");
        worst = std::max(worst, excess(range, t, value));
      }
    return Answer{
        worst < Rational(1, 1000) ? Verdict::proved : Verdict::undecided,
        fmt::format("largest excess width at most {} of the range, by values inside it", digits_above(2 * worst, 1))};
  });
  enclosing.finish();
}

}  // namespace noiseproof::c01_dual_kernel
