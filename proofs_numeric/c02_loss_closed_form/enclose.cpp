// C02, enclosed: the loss at rational students, by the closed form and by the definition with every expectation
// integrated.
#include <fmt/format.h>

#include "enclosing.hpp"
#include "rigor/integrals.hpp"

namespace noiseproof::c02_loss_closed_form {

void enclose(const ClaimContext& context, ClaimResult& out) {
  ClaimContext sized = context;
  sized.instance = at_most(context.instance, 2000);
  if (!at_smaller(sized.instance, context.instance).empty())
    out.notes.push_back("Enclosed at " + sized.instance.describe() + ": k + p is above 2000.");
  Enclosing enclosing(sized, out);
  const Teacher<Ball> teacher = make_teacher<Ball>(sized.instance);
  enclosing.check("the two radial integrals of the definition are 1 and 2", [&] {
    Verdict all = Verdict::proved;
    for (const int n : {1, 3}) {
      const Ball value = radial_moment(n, default_cut());
      enclosing.certificate.integral("radial_moment", {{"n", n}, {"cut", to_string(default_cut())}}, value,
                                     "int_0^inf rho^n e^(-rho^2/2) d rho");
      all = both(all, same_number(value, Ball(n == 1 ? 1 : 2), 150));
    }
    return Answer{all, "to 2^-150"};
  });
  constexpr int kStudents = 4;
  const int bits = 140 + bits_below_one(sized.instance.norm_sq);  // the loss is as small as |a*|^2
  enclosing.check("the closed form and the definition, every expectation integrated, are one number to 2^-140", [&] {
    Verdict all = Verdict::proved;
    Bounds last{0, 0};
    for (int run = 0; run < kStudents; ++run) {
      const StudentPoint point = rational_student(sized.instance, context.seed, 100 + run);
      const Student<Ball> student = make_student<Ball>(point);
      const Ball closed = loss(student, teacher), definition = loss_by_integration(student, teacher);
      all = both(all, same_number(closed, definition, bits));
      last = enclosing.certificate.enclosure("loss", student_to_json(point), together(closed, definition), "L(w, a)",
                                             true);
    }
    return Answer{all, fmt::format("at {} rational students; the last loss in ", kStudents) + in_words(last, 8)};
  });
  enclosing.check("so they are at students whose angle pi t from w* is given exactly", [&] {
    Verdict all = Verdict::proved;
    for (int run = 0; run < kStudents; ++run) {
      const TurnedStudent point = turned_student(sized.instance, context.seed, 300 + run);
      const Student<Ball> student = make_student(point, teacher);
      const Ball closed = loss(student, teacher), definition = loss_by_integration(student, teacher, angle_at(point.t));
      all = both(all, same_number(closed, definition, bits));
      enclosing.certificate.integral("loss_definition", point.to_json(), together(closed, definition),
                                     "1/2 E (f - f*)^2, every expectation an integral, at the angle pi t");
    }
    return Answer{all, fmt::format("at {} students of lengths 1/2, 3/2, 5/2", kStudents)};
  });
  enclosing.twin("the closed form with 1/(4 pi) replaced by (1 + 2^-100)/(4 pi) is the definition's", [&] {
    const Student<Ball> student = make_student<Ball>(rational_student(sized.instance, context.seed, 100));
    const Ball twin = loss(student, teacher) * (Ball(1) + Ball(Rational(1, Integer(1) << 100)));
    return Answer{same_number(twin, loss_by_integration(student, teacher), bits), "at one student"};
  });
  enclosing.finish();
}

}  // namespace noiseproof::c02_loss_closed_form
