// C03, enclosed: every entry of both gradients at a rational student, by the closed form and by the integrated
// definition.
#include <fmt/format.h>

#include "enclosing.hpp"
#include "rigor/integrals.hpp"

namespace noiseproof::c03_gradient_closed_form {
namespace {

Verdict same_entries(const Vec<Ball>& u, const Vec<Ball>& v, int bits) {
  Verdict all = Verdict::proved;
  for (std::size_t i = 0; i < u.size(); ++i) all = both(all, same_number(u[i], v[i], bits));
  return all;
}

/// To 2^-140 on the scale of the teacher: grad_w is of the size of |a*|^2, grad_a of |a*|.
Verdict same_gradients(const Gradient<Ball>& u, const Gradient<Ball>& v, const Instance& instance) {
  const int small = bits_below_one(instance.norm_sq);
  return both(same_entries(u.w, v.w, 140 + small), same_entries(u.a, v.a, 140 + small / 2));
}

void state_entries(Certificate& certificate, const std::string& quantity, Json at, const Vec<Ball>& u,
                   const Vec<Ball>& v) {
  for (std::size_t i = 0; i < u.size(); ++i) {
    at["index"] = i;
    certificate.enclosure(quantity, at, together(u[i], v[i]), "entry " + std::to_string(i) + " of the gradient");
  }
}

void state_integrals(Certificate& certificate, const std::string& statement, Json at, const Vec<Ball>& u,
                     const Vec<Ball>& v) {
  for (std::size_t i = 0; i < u.size(); ++i) {
    at["index"] = i;
    certificate.integral(statement, at, together(u[i], v[i]), "E of the derivative of (f - f*)^2/2 in one entry");
  }
}

}  // namespace

void enclose(const ClaimContext& context, ClaimResult& out) {
  ClaimContext sized = context;
  sized.instance = at_most(context.instance, 200);
  if (!at_smaller(sized.instance, context.instance).empty())
    out.notes.push_back("Enclosed at " + sized.instance.describe() + ": k + p is above 200.");
  Enclosing enclosing(sized, out);
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
          all = both(all, same_gradients(closed, definition, sized.instance));
          if (run > 0) continue;
          state_entries(enclosing.certificate, "gradient_w", student_to_json(point), closed.w, definition.w);
          state_entries(enclosing.certificate, "gradient_a", student_to_json(point), closed.a, definition.a);
        }
        return Answer{all, fmt::format("{} entries at each of {} rational students",
                                       sized.instance.k + sized.instance.p, kStudents)};
      });
  enclosing.check(
      "so they are at a student whose angle pi t from w* is given exactly: along w*, across it, and in a", [&] {
        const TurnedStudent point = turned_student(sized.instance, context.seed, 300);
        const Student<Ball> student = make_student(point, teacher);
        const Gradient<Ball> closed = gradient(student, teacher),
                             definition = gradient_by_integration(student, teacher);
        const auto in_plane = [&](const Vec<Ball>& w) {
          return Vec<Ball>{dot(w, teacher.w_star), dot(w, across(teacher))};
        };
        state_integrals(enclosing.certificate, "gradient_w_definition", point.to_json(), in_plane(closed.w),
                        in_plane(definition.w));
        state_integrals(enclosing.certificate, "gradient_a_definition", point.to_json(), closed.a, definition.a);
        return Answer{same_gradients(closed, definition, sized.instance), "at the angle " + to_string(point.t) + " pi"};
      });
  enclosing.twin("grad_w without its term alpha sin(phi) w/|w| is the definition's", [&] {
    const Student<Ball> student = make_student<Ball>(rational_student(sized.instance, context.seed, 200));
    const Invariants<Ball> x = invariants(student, teacher);
    Vec<Ball> twin = gradient(student, teacher).w;
    twin = combine(Ball(1), twin, x.alpha * sine(x.angle) / (Ball(2) * Ball::pi() * x.nu), student.w);
    return Answer{same_entries(twin, gradient_by_integration(student, teacher).w, 140), "at one student"};
  });
  enclosing.finish();
}

}  // namespace noiseproof::c03_gradient_closed_form
