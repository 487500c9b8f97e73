// C05: the gradient vanishes at (-w*, abar), and a search told nothing of it finds it.
#include <fmt/format.h>

#include "common.hpp"
#include "landscape_plot.hpp"
#include "search/locate.hpp"
#include "spectra.hpp"
#include "witness/definition.hpp"

namespace noiseproof::c05_spurious_location {

void enclose(const ClaimContext& context, ClaimResult& out);

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(60);
  ClaimResult out;
  const Instance& instance = context.instance;
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  const CriticalPoint<Real> spurious = spurious_point(teacher_invariants<Real>(instance));
  const Student<Real> student{combine(Real(-1), teacher.w_star, Real(0), teacher.w_star),
                              student_at(teacher, spurious.at).a};
  // On the scale of what cancels.
  const Real tiny = Real("1e-55") * instance.k * std::max(Real(1), from_rational<Real>(instance.norm_sq));
  out.check("the gradient on sphere x R^k vanishes at (-w*, abar)", Evidence::computed, [&] {
    const Invariants<Real> x = invariants(student, teacher);
    return agrees(sqrt(norm_sq(sphere_gradient_w(student, teacher, x)) + norm_sq(gradient_a(student, teacher, x))),
                  tiny, "(gradient norm)");
  });
  out.check("false twin: at abar + 1e-30 (in every entry) it does not", Evidence::computed, [&] {
    Student<Real> twin = student;
    for (Real& x : twin.a) x += Real("1e-30");
    const Invariants<Real> x = invariants(twin, teacher);
    return differs(sqrt(norm_sq(gradient_a(twin, teacher, x))), tiny, "(gradient norm)");
  });
  out.check("so does the derivative in a of the definition, by quadrature and differences", Evidence::computed, [&] {
    const Instance small = reduced_size(instance);
    const Teacher<Real> small_teacher = make_teacher<Real>(small);
    const CriticalPoint<Real> point = spurious_point(teacher_invariants<Real>(small));
    const Student<Real> at{combine(Real(-1), small_teacher.w_star, Real(0), small_teacher.w_star),
                           student_at(small_teacher, point.at).a};
    return agrees(sqrt(norm_sq(gradient_a_by_differences(at, small_teacher))), Real("1e-25"),
                  "(gradient norm) at k=" + std::to_string(small.k));
  });
  if (instance.k + instance.p > 300) {
    out.claim("Ceres from random starts ends there (and is told nothing of it)", Evidence::sampled, [] {
      return Answer{Verdict::undecided, "not searched: k + p is above 300"};
    });
    enclose(context, out);
    return out;
  }
  SearchOptions options;
  options.seed = context.seed;
  options.jobs = context.jobs;
  options.progress = context.progress;
  options.starts = 48;
  options.digits += digits_lost(instance);  // or Newton takes r for the threshold, where the valley is flatter
  const bool attracts = spurious_is_local_minimum(instance) == Verdict::proved;
  const SearchResult found = locate(instance, options);
  const Cluster* hit = nullptr;
  for (const Cluster& c : found.clusters)
    if (c.match == CriticalKind::spurious_point) hit = &c;
  out.claim(attracts
                ? "Ceres from random starts, minimising the loss, ends there (and is told nothing of it)"
                : "Ceres from random starts, looking for zeros of the gradient, ends there (and is told nothing of it)",
            Evidence::sampled, [&] {
              const int hits = hit == nullptr ? 0 : attracts ? hit->from_loss : hit->from_gradient;
              return Answer{hits > 0 ? Verdict::proved : Verdict::undecided,
                            fmt::format("{} of {} starts", hits, options.starts)};
            });
  // With one hidden unit Newton finds it to a third of the digits (search/polish.cpp).
  const int wanted = instance.k == 1 ? options.digits / 4 : 40;
  out.check(
      fmt::format("its Newton-polished end point agrees with (-w*, abar), to {} digits or more", wanted),
      Evidence::computed, [&] {
        if (hit == nullptr) return Answer{Verdict::undecided, "the search did not end there"};
        return Answer{
            hit->agreeing_digits >= wanted ? Verdict::proved : Verdict::undecided,
            fmt::format(
                "{} of {} digits after {} steps{}", hit->agreeing_digits, options.digits, hit->point.steps,
                hit->point.double_root ? "; Newton halved its steps, a double root, and was told to double them" : "")};
      });
  out.headline = out.checks.back().figure;
  for (const Cluster& c : found.clusters)
    out.data["clusters"].push_back({{"match", c.match ? name(*c.match) : "none"},
                                    {"starts_minimising_loss", c.from_loss},
                                    {"starts_minimising_squared_gradient", c.from_gradient},
                                    {"agreeing_digits", c.agreeing_digits},
                                    {"phi", to_decimal(c.point.angle.phi, 30)},
                                    {"loss", to_decimal(c.point.loss, 30)}});
  out.plots.push_back(landscape_plot(context));
  enclose(context, out);
  return out;
}

}  // namespace noiseproof::c05_spurious_location
