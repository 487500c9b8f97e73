// C03, enclosed: every entry of both gradients at a rational student, by the closed form and by the integrated
// definition.
#include <fmt/format.h>

#include "enclosing.hpp"
#include "rigor/integrals.hpp"

namespace noiseproof::c03_gradient_closed_form {
namespace {

Verdict same_entries(const Vec<Ball>& u, const Vec<Ball>& v) {
  Verdict all = Verdict::proved;
  for (std::size_t i = 0; i < u.size(); ++i) all = both(all, same_number(u[i], v[i], 140));
  return all;
}

void state_entries(Certificate& certificate, const std::string& quantity, Json at, const Vec<Ball>& u,
                   const Vec<Ball>& v) {
  for (std::size_t i = 0; i < u.size(); ++i) {
    at["index"] = i;
    certificate.enclosure(quantity, at, together(u[i], v[i]), "entry " + std::to_string(i) + " of the gradient");
  }
}

}  // namespace

void enclose(const ClaimContext& context, ClaimResult& out) {
  ClaimContext sized = context;
  sized.instance = at_most(context.instance, 200);
  if (!at_smaller(sized.instance, context.instance).empty())
    out.notes.push_back("Enclosed at " + sized.instance.describe() + ": k + p is above 200.");
  Enclosing enclosing(sized, out, "C03", "gradient_closed_form");
  const Teacher<Ball> teacher = make_teacher<Ball>(sized.instance);
  constexpr int kStudents = 2;
  enclosing.check(
      "grad_w and grad_a are the mean per-example gradients, integrated: one number to 2^-140 in every entry", [&] {
        Verdict all = Verdict::proved;
        for (int run = 0; run < kStudents; ++run) {
          const StudentPoint point = rational_student(sized.instance, context.seed, 200 + run);
          const Student<Ball> student = make_student<Ball>(point);
          const Gradient<Ball> closed = gradient(student, teacher),
                               definition = gradient_by_integration(student, teacher);
          all = both(all, both(same_entries(closed.w, definition.w), same_entries(closed.a, definition.a)));
          if (run > 0) continue;
          state_entries(enclosing.certificate, "gradient_w", student_to_json(point), closed.w, definition.w);
          state_entries(enclosing.certificate, "gradient_a", student_to_json(point), closed.a, definition.a);
        }
        return Answer{all, fmt::format("{} entries at each of {} rational students",
                                       sized.instance.k + sized.instance.p, kStudents)};
      });
  enclosing.twin("grad_w without its term alpha sin(phi) w/|w| is the definition's", [&] {
    const Student<Ball> student = make_student<Ball>(rational_student(sized.instance, context.seed, 200));
    const Invariants<Ball> x = invariants(student, teacher);
    Vec<Ball> twin = gradient(student, teacher).w;
    twin = combine(Ball(1), twin, x.alpha * sine(x.angle) / (Ball(2) * Ball::pi() * x.nu), student.w);
    return Answer{same_entries(twin, gradient_by_integration(student, teacher).w), "at one student"};
  });
  enclosing.finish();
}

}  // namespace noiseproof::c03_gradient_closed_form
