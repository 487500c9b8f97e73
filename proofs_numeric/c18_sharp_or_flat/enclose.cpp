// C18, enclosed: the sharpness of both optima at the instance, and the comparison for every instance.
#include <fmt/format.h>

#include "enclosing.hpp"
#include "rigor/sharpness.hpp"
#include "rigor/spectrum.hpp"

namespace noiseproof::c18_sharp_or_flat {
namespace {

const std::string kSlogan = "the slogan by ";

/// From the assembled matrix; where that is too large, from the enclosed eigenvalues.
Ball trace_of_hessian(const Landscape& z, CriticalKind kind) {
  const std::size_t size = static_cast<std::size_t>(z.instance.k + z.instance.p - 1);
  Ball sum(0);
  if (inertia_counts(z.instance)) {
    const std::vector<Ball> matrix = assembled_hessian(z, kind);
    for (std::size_t i = 0; i < size; ++i) sum = sum + matrix[i * size + i];
  } else {
    for (const EnclosedEigenvalue& e : enclosed_spectrum(z, kind))
      sum = sum + Ball(e.multiplicity) * ball_over(e.value);
  }
  return sum;
}

void state(Enclosing& enclosing, const Sharpness& s, const std::string& point) {
  const Json at{{"point", point}};
  Certificate& certificate = enclosing.certificate;
  certificate.enclosure("hessian_trace", at, s.trace, "trace of the Hessian");
  certificate.enclosure("hessian_largest", at, s.largest, "largest eigenvalue of the Hessian");
  certificate.enclosure("rise_order2", at, s.rise_order2, "sigma^2 coefficient of the expected rise");
  certificate.enclosure("rise_order3", at, s.rise_order3, "sigma^3 coefficient of the expected rise");
}

}  // namespace

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out);
  const Landscape z = landscape(context.instance);
  const Sharpness good = sharpness(z, CriticalKind::global_optimum), bad = sharpness(z, CriticalKind::spurious_point);
  state(enclosing, good, "global_optimum");
  state(enclosing, bad, "spurious_point");
  const auto against = [](const Ball& u, const Ball& v) {
    return "spurious " + in_words(outward(u), 8) + ", global " + in_words(outward(v), 8);
  };
  enclosing.claim(kSlogan + "the Hessian's trace: the spurious point is the sharper of the two", [&] {
    return Answer{is_less(good.trace, bad.trace), against(bad.trace, good.trace)};
  });
  enclosing.claim(kSlogan + "the largest eigenvalue: the spurious point's is the greater", [&] {
    // The spurious point's largest, (k+pi-1)/2pi, is an eigenvalue at the optimum too, whose largest is not less.
    const auto last = [&](CriticalKind kind) { return enclosed_spectrum(z, kind).back().value; };
    const bool shared = last(CriticalKind::spurious_point) == last(CriticalKind::global_optimum);
    return Answer{shared ? Verdict::refuted : Verdict::undecided, against(bad.largest, good.largest)};
  });
  enclosing.claim(
      kSlogan +
          "the expected rise under small isotropic noise (sigma^2 coefficient): the spurious point's is the "
          "greater",
      [&] {
        return Answer{is_less(good.rise_order2, bad.rise_order2), against(bad.rise_order2, good.rise_order2)};
      });
  enclosing.check(
      "both traces are those of the " +
          std::string(inertia_counts(context.instance) ? "Hessian itself" : "enclosed spectra (closed forms)") +
          ", and they differ by (p-1) A^2/2 > 0: at second order the spurious point is the flatter one",
      [&] {
        const Ball at_good = trace_of_hessian(z, CriticalKind::global_optimum),
                   at_bad = trace_of_hessian(z, CriticalKind::spurious_point),
                   stated = Ball(context.instance.p - 1) * z.norm_sq / Ball(2), difference = good.trace - bad.trace;
        // Each to 2^-80 of itself: a difference of the sums would be known to 2^-80 of the traces only.
        return Answer{both(both(same_number(at_good, good.trace, 80), same_number(at_bad, bad.trace, 80)),
                           both(same_number(at_good, at_bad + stated, 80), is_positive(difference))),
                      "difference in " + in_words(outward(difference))};
      });
  enclosing.check(
      "for every k, p, teacher and angle in (0, pi], and every displacement of a with mean 0, the expected rise is "
      "greater at the global optimum",
      [&] {
        const ExclusionResult result = optimum_rises_more();
        if (result.verdict == Verdict::proved) enclosing.certificate.item(rises_more_to_json(result));
        return Answer{result.verdict, fmt::format("{} leaves over [0, pi]", result.leaves.size())};
      });
  enclosing.check("at the instance: the rises at nine angles agree with that", [&] {
    Verdict all = Verdict::proved;
    for (int i = 1; i <= 9; ++i) {
      const Ball t = Ball::pi() * Ball(Rational(i, 9));
      const Ball angle = i == 9 ? Ball::pi() : t;
      all = both(all, is_less(rise_at_angle(z, CriticalKind::spurious_point, angle),
                              rise_at_angle(z, CriticalKind::global_optimum, angle)));
    }
    return Answer{all, "the part both share, E b'Mb/(4 pi), left out"};
  });
  enclosing.twin("the same with pi - 1 replaced by 7/5", [&] {
    const Rational other(7, 5);
    if (optimum_rises_more(other).verdict == Verdict::proved) return Answer{Verdict::proved, "the exclusion ends"};
    const Ball at_pi = Ball(2) * Ball(other) - h(Ball::pi());
    return Answer{is_positive(at_pi), "the exclusion does not end, and S(pi) in " + in_words(outward(at_pi), 8)};
  });
  // Refuted only by a complete refutation: the three forms of the slogan fail, and everything else is proved.
  bool complete = true;
  for (const Check& check : out.checks) {
    const bool slogan = check.what.starts_with(kSlogan);
    if (check.level == Evidence::enclosed)
      complete = complete && check.verdict == (slogan ? Verdict::refuted : Verdict::proved);
  }
  enclosing.finish(complete ? Verdict::refuted : Verdict::undecided);
}

}  // namespace noiseproof::c18_sharp_or_flat
