// C18, enclosed: the sharpness of both optima at the instance, and the comparison for every instance.
#include <fmt/format.h>

#include <algorithm>

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

/// Both optima at the instance.
struct Optima {
  Landscape z;
  Sharpness good = sharpness(z, CriticalKind::global_optimum), bad = sharpness(z, CriticalKind::spurious_point);
};

std::string against(const Ball& bad, const Ball& good) {
  return "spurious " + in_words(outward(bad), 8) + ", global " + in_words(outward(good), 8);
}

/// The spurious point's largest, (k+pi-1)/2pi, is an eigenvalue at the optimum too, whose largest is not less.
Answer largest_eigenvalue(const Optima& o) {
  const auto last = [&](CriticalKind kind) { return enclosed_spectrum(o.z, kind).back().value; };
  const bool shared = last(CriticalKind::spurious_point) == last(CriticalKind::global_optimum);
  return {shared ? Verdict::refuted : Verdict::undecided, against(o.bad.largest, o.good.largest)};
}

Answer traces_differ(const Optima& o) {
  const Ball at_good = trace_of_hessian(o.z, CriticalKind::global_optimum),
             at_bad = trace_of_hessian(o.z, CriticalKind::spurious_point),
             stated = Ball(o.z.instance.p - 1) * o.z.norm_sq / Ball(2), difference = o.good.trace - o.bad.trace;
  // Each to 2^-80 of itself: a difference of the sums would be known to 2^-80 of the traces only.
  return {both(both(same_number(at_good, o.good.trace, 80), same_number(at_bad, o.bad.trace, 80)),
               both(same_number(at_good, at_bad + stated, 80), is_positive(difference))),
          "difference in " + in_words(outward(difference))};
}

Answer rises_more_everywhere(Certificate& certificate) {
  const ExclusionResult result = optimum_rises_more();
  if (result.verdict == Verdict::proved) certificate.item(rises_more_to_json(result));
  return {result.verdict, fmt::format("{} leaves over [0, pi]", result.leaves.size())};
}

Answer rises_more_here(const Optima& o) {
  Verdict all = Verdict::proved;
  for (int i = 1; i <= 9; ++i) {
    const Ball angle = i == 9 ? Ball::pi() : Ball::pi() * Ball(Rational(i, 9));
    all = both(all, is_less(rise_at_angle(o.z, CriticalKind::spurious_point, angle),
                            rise_at_angle(o.z, CriticalKind::global_optimum, angle)));
  }
  return {all, "the part both share, E b'Mb/(4 pi), left out"};
}

Answer other_constant() {
  const Rational other(7, 5);
  if (optimum_rises_more(other).verdict == Verdict::proved) return {Verdict::proved, "the exclusion ends"};
  const Ball at_pi = Ball(2) * Ball(other) - h(Ball::pi());
  return {is_positive(at_pi), "the exclusion does not end, and S(pi) in " + in_words(outward(at_pi), 8)};
}

/// Refuted only by a complete refutation: the three forms of the slogan fail, and everything else is proved.
Verdict of_the_claim(const std::vector<Check>& checks) {
  const bool complete = std::all_of(checks.begin(), checks.end(), [](const Check& check) {
    const Verdict wanted = check.what.starts_with(kSlogan) ? Verdict::refuted : Verdict::proved;
    return check.level != Evidence::enclosed || check.verdict == wanted;
  });
  return complete ? Verdict::refuted : Verdict::undecided;
}

}  // namespace

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out);
  const Optima o{landscape(context.instance)};
  state(enclosing, o.good, "global_optimum");
  state(enclosing, o.bad, "spurious_point");
  enclosing.claim(kSlogan + "the Hessian's trace: the spurious point is the sharper of the two", [&] {
    return Answer{is_less(o.good.trace, o.bad.trace), against(o.bad.trace, o.good.trace)};
  });
  enclosing.claim(kSlogan + "the largest eigenvalue: the spurious point's is the greater",
                  [&] { return largest_eigenvalue(o); });
  enclosing.claim(
      kSlogan +
          "the expected rise under small isotropic noise (sigma^2 coefficient): the spurious point's is the greater",
      [&] {
        return Answer{is_less(o.good.rise_order2, o.bad.rise_order2), against(o.bad.rise_order2, o.good.rise_order2)};
      });
  enclosing.check(
      "both traces are those of the " +
          std::string(inertia_counts(context.instance) ? "Hessian itself" : "enclosed spectra (closed forms)") +
          ", and they differ by (p-1) A^2/2 > 0: at second order the spurious point is the flatter one",
      [&] { return traces_differ(o); });
  enclosing.check(
      "for every k, p, teacher and angle in (0, pi], and every displacement of a with mean 0, "
      "the expected rise is greater at the global optimum",
      [&] { return rises_more_everywhere(enclosing.certificate); });
  enclosing.check("at the instance: the rises at nine angles agree with that", [&] { return rises_more_here(o); });
  enclosing.twin("the same with pi - 1 replaced by 7/5", [] { return other_constant(); });
  enclosing.finish(of_the_claim(out.checks));
}

}  // namespace noiseproof::c18_sharp_or_flat
