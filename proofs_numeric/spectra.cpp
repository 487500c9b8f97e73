#include "spectra.hpp"

namespace noiseproof {
namespace {

/// `judge`: agrees or differs.
Answer compare_assembled(const Instance& instance, const CriticalPoint<Real>& point,
                         const std::vector<Eigenvalue<Real>>& spectrum, const Real& tolerance,
                         decltype(agrees)& judge) {
  const int size = instance.p - 1 + instance.k;
  if (size > kMaxAssembled)
    return {Verdict::undecided,
            "not assembled: p - 1 + k = " + std::to_string(size) + " is above " + std::to_string(kMaxAssembled)};
  const Teacher<Real> teacher = make_teacher<Real>(instance);
  const Student<Real> student = student_at(teacher, point.at);
  const std::vector<Real> assembled =
      symmetric_eigenvalues(assemble_hessian(student, teacher, tangent_basis(student.w)), size);
  std::vector<Real> closed;
  for (const Eigenvalue<Real>& e : spectrum)
    closed.insert(closed.end(), static_cast<std::size_t>(e.multiplicity), e.value);
  return judge(largest_difference(assembled, closed), tolerance, "over " + std::to_string(size) + " eigenvalues");
}

}  // namespace

Student<Real> spurious_student(const Instance& instance, const Teacher<Real>& teacher) {
  return {combine(Real(-1), teacher.w_star, Real(0), teacher.w_star),
          student_at(teacher, spurious_point(teacher_invariants<Real>(instance)).at).a};
}

Answer assembled_matches_closed_form(const Instance& instance, const CriticalPoint<Real>& point,
                                     const Real& tolerance) {
  return compare_assembled(instance, point, closed_form_spectrum(instance, point), tolerance, agrees);
}

Answer assembled_differs(const Instance& instance, const CriticalPoint<Real>& point,
                         const std::vector<Eigenvalue<Real>>& twin, const Real& tolerance) {
  return compare_assembled(instance, point, twin, tolerance, differs);
}

nlohmann::json spectrum_plot(const Instance& instance) {
  nlohmann::json rows = nlohmann::json::array();
  for (const CriticalPoint<Real>& point : critical_points<Real>(instance)) {
    nlohmann::json values = nlohmann::json::array();
    for (const Eigenvalue<Real>& e : closed_form_spectrum(instance, point))
      values.push_back({{"value", e.value.convert_to<double>()}, {"multiplicity", e.multiplicity}});
    rows.push_back({{"name", name(point.kind)}, {"values", values}});
  }
  return {{"type", "spectrum"},
          {"id", "hessian-spectra"},
          {"title", "Hessian spectra at the critical points"},
          {"caption",
           "On sphere x R^k. At the spurious point 0 is an eigenvalue: second order is silent. At the saddles one is "
           "negative."},
          {"x_label", "eigenvalue"},
          {"rows", rows}};
}

}  // namespace noiseproof
