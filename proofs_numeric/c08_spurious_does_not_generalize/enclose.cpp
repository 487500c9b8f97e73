// C08, enclosed: the stated loss at the spurious point is the integrated definition's there, and positive.
#include "enclosing.hpp"
#include "rigor/integrals.hpp"

namespace noiseproof::c08_spurious_does_not_generalize {

void enclose(const ClaimContext& context, ClaimResult& out) {
  Enclosing enclosing(context, out);
  const TeacherInvariants<Ball> e = teacher_invariants<Ball>(context.instance);
  const Ball stated = spurious_point(e).loss;
  const Instance size = at_most(context.instance, 300);
  const Teacher<Ball> teacher = make_teacher<Ball>(size);
  const Ball small = spurious_point(teacher_invariants<Ball>(size)).loss;
  Ball definition;
  enclosing.check(
      "the stated value and the definition, integrated at (-w*, abar) with abar from the linear system, "
      "are one number to 2^-130" +
          at_smaller(size, context.instance),
      [&] {
        const Student<Ball> at{combine(Ball(-1), teacher.w_star, Ball(0), teacher.w_star),
                               solve_for_abar(teacher.a_star)};
        definition = loss_by_integration(at, teacher, {Ball::pi(), Ball(0)});
        return Answer{same_number(definition, small, 130), size.describe()};
      });
  enclosing.check("it is positive", [&] {
    const Bounds bounds =
        enclosing.certificate.enclosure("spurious_loss", Json::object(), stated, "L(-w*, abar)", true);
    return Answer{is_positive(stated), "in " + in_words(bounds)};
  });
  enclosing.twin("the value with 1/4 replaced by (1 + 2^-100)/4 is the definition's", [&] {
    return Answer{same_number(definition, small * (Ball(1) + Ball(power_of_two(-100))), 130), "compared to 130 bits"};
  });
  enclosing.finish();
}

}  // namespace noiseproof::c08_spurious_does_not_generalize
