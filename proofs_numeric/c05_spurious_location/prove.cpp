// C05: the gradient vanishes at (-w*, abar), and a search told nothing of it finds it.
#include <fmt/format.h>

#include "common.hpp"
#include "landscape_plot.hpp"
#include "search/locate.hpp"
#include "spectra.hpp"
#include "witness/definition.hpp"

namespace noiseproof::c05_spurious_location {

namespace {

/// On the scale of what cancels.
Real tolerance(const Instance& instance) {
  return Real("1e-55") * instance.k * std::max(Real(1), from_rational<Real>(instance.norm_sq));
}

Answer gradient_vanishes(const Instance& instance) {
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  const Student<Real> student = spurious_student(instance, teacher);
  const Invariants<Real> x = invariants(student, teacher);
  return agrees(sqrt(norm_sq(sphere_gradient_w(student, teacher, x)) + norm_sq(gradient_a(student, teacher, x))),
                tolerance(instance), "(gradient norm)");
}

Answer moved_abar(const Instance& instance) {
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  Student<Real> twin = spurious_student(instance, teacher);
  for (Real& x : twin.a) x += Real("1e-30");
  const Invariants<Real> x = invariants(twin, teacher);
  return differs(sqrt(norm_sq(gradient_a(twin, teacher, x))), tolerance(instance), "(gradient norm)");
}

Answer definition_vanishes(const Instance& small) {
  const Teacher<Real> teacher = make_teacher<Real>(small);
  return agrees(sqrt(norm_sq(gradient_a_by_differences(spurious_student(small, teacher), teacher))), Real("1e-25"),
                "(gradient norm) at k=" + std::to_string(small.k));
}

Answer agrees_with_closed_form(const Cluster* hit, int wanted, int digits) {
  if (hit == nullptr) return {Verdict::undecided, "the search did not end there"};
  const char* doubled =
      hit->point.double_root ? "; Newton halved its steps, a double root, and was told to double them" : "";
  return {hit->agreeing_digits >= wanted ? Verdict::proved : Verdict::undecided,
          fmt::format("{} of {} digits after {} steps{}", hit->agreeing_digits, digits, hit->point.steps, doubled)};
}

nlohmann::json in_data(const Cluster& c) {
  return {{"match", c.match ? name(*c.match) : "none"},
          {"starts_minimising_loss", c.from_loss},
          {"starts_minimising_squared_gradient", c.from_gradient},
          {"agreeing_digits", c.agreeing_digits},
          {"phi", to_decimal(c.point.angle.phi, 30)},
          {"loss", to_decimal(c.point.loss, 30)}};
}

void search(const ClaimContext& context, ClaimResult& out) {
  const Instance& instance = context.instance;
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
  const std::string how = attracts ? "minimising the loss" : "looking for zeros of the gradient";
  out.claim("Ceres from random starts, " + how + ", ends there (and is told nothing of it)", Evidence::sampled, [&] {
    const int hits = hit == nullptr ? 0 : attracts ? hit->from_loss : hit->from_gradient;
    return Answer{hits > 0 ? Verdict::proved : Verdict::undecided,
                  fmt::format("{} of {} starts", hits, options.starts)};
  });
  // With one hidden unit Newton finds it to a third of the digits (search/polish.cpp).
  const int wanted = instance.k == 1 ? options.digits / 4 : 40;
  out.check(fmt::format("its Newton-polished end point agrees with (-w*, abar), to {} digits or more", wanted),
            Evidence::computed, [&] { return agrees_with_closed_form(hit, wanted, options.digits); });
  out.headline = out.checks.back().figure;
  for (const Cluster& c : found.clusters) out.data["clusters"].push_back(in_data(c));
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(60);
  ClaimResult out;
  const Instance& instance = context.instance;
  out.check("the gradient on sphere x R^k vanishes at (-w*, abar)", Evidence::computed,
            [&] { return gradient_vanishes(instance); });
  out.check("false twin: at abar + 1e-30 (in every entry) it does not", Evidence::computed,
            [&] { return moved_abar(instance); });
  out.check("so does the derivative in a of the definition, by quadrature and differences", Evidence::computed,
            [&] { return definition_vanishes(reduced_size(instance)); });
  if (instance.k + instance.p > 300) {
    out.claim("Ceres from random starts ends there (and is told nothing of it)", Evidence::sampled, [] {
      return Answer{Verdict::undecided, "not searched: k + p is above 300"};
    });
    return out;
  }
  search(context, out);
  out.plots = {landscape_plot(context)};
  return out;
}

}  // namespace noiseproof::c05_spurious_location
