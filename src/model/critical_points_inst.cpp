#include <algorithm>

#include "core/error.hpp"
#include "model/critical_points.hpp"

namespace noiseproof {

std::string name(CriticalKind kind) {
  switch (kind) {
    case CriticalKind::global_optimum: return "global optimum";
    case CriticalKind::spurious_point: return "spurious point";
    default: return "saddle sphere";
  }
}

Verdict r_below_threshold(int k, const Rational& r, slong budget_bits) {
  // r < (k+pi-1)/pi  <=>  (r-1) pi < k-1. For rational r and k >= 2 equality is impossible, as pi is irrational, so
  // doubling the precision ends; at k = 1, r = 1 and equality always holds: then it is not a local minimum.
  if (k == 1) return Verdict::refuted;
  for (slong bits = 64; bits <= budget_bits; bits *= 2) {
    const ScopedBits precision(bits);
    const Verdict answer = is_less(Ball(Rational(r - 1)) * Ball::pi(), Ball(k - 1));
    if (answer != Verdict::undecided) return answer;
  }
  return Verdict::undecided;
}

Verdict spurious_is_local_minimum(const Instance& instance) { return r_below_threshold(instance.k, instance.r); }

template <class T>
Angle<T> saddle_angle(const T& kernel_value) {
  using std::abs;
  using std::cbrt;
  if (!(kernel_value > T(0)) || kernel_value > T(1))
    throw Error(Error::Kind::domain, "saddle_angle", "the kernel value lies outside (0, 1]");
  // On (0, pi/2], h(d) >= (d^3/3)(1 - d^2/10) >= 0.753 d^3/3, so this start lies right of the root, from where Newton
  // on a convex increasing function descends to it. cbrt of a Real that is 4 rounds off still does: 3.99 < 3/0.7515.
  T d = std::min(T(pi<T>() / T(2)), T(cbrt(T(T(399) / T(100) * kernel_value))));
  for (;;) {
    using std::sin;
    const T next = d - (h(d) - kernel_value) / (d * sin(d));
    if (!(next < d)) return Angle<T>::from_complement(d);
    d = next;
  }
}

namespace {

/// saddle_kernel_value, correct to the last bit or nearly: in the type's own arithmetic all of it may cancel.
Real rounded_kernel_value(int k, const Rational& r) {
  Real out(0);
  const slong wanted = static_cast<slong>(mpfr_get_prec(out.backend().data())) + 8;
  constexpr slong kBudget = slong{1} << 18;
  for (slong bits = 2 * wanted; bits <= kBudget; bits *= 2) {
    const ScopedBits precision(bits);
    const Ball value = saddle_kernel_value(k, Ball(r));
    if (arb_rel_accuracy_bits(value.get()) < wanted) continue;
    arf_get_mpfr(out.backend().data(), arb_midref(value.get()), MPFR_RNDN);
    return out;
  }
  throw Error(Error::Kind::arithmetic, "saddle_angle", "r is too close to the threshold (k+pi-1)/pi");
}

}  // namespace

template <>
Angle<Real> saddle_angle_at(int k, const Rational& r) {
  return saddle_angle(rounded_kernel_value(k, r));
}

template <>
Angle<double> saddle_angle_at(int k, const Rational& r) {
  const ScopedDigits digits(30);
  const Angle<Real> angle = saddle_angle_at<Real>(k, r);
  return {angle.phi.convert_to<double>(), angle.d.convert_to<double>()};
}

template <class T>
std::vector<CriticalPoint<T>> critical_points(const Instance& instance) {
  const TeacherInvariants<T> teacher = teacher_invariants<T>(instance);
  std::vector<CriticalPoint<T>> out{global_optimum(teacher), spurious_point(teacher)};
  const Verdict exists = spurious_is_local_minimum(instance);
  if (exists == Verdict::undecided)
    throw Error(Error::Kind::arithmetic, "critical_points", "r is too close to the threshold (k+pi-1)/pi to decide");
  if (exists == Verdict::proved) {
    const Angle<T> angle = saddle_angle_at<T>(instance.k, instance.r);
    const ReducedPoint<T> at = best_response(teacher, angle);
    out.push_back({CriticalKind::saddle_sphere, at, T(0), reduced_loss(teacher, at)});
  }
  return out;
}

template <class T>
Student<T> student_at(const Teacher<T>& teacher, const ReducedPoint<T>& at) {
  using std::abs;
  using std::sqrt;
  const Vec<T> across = tangent_basis(teacher.w_star).front();
  Student<T> out{combine(cosine(at.angle), teacher.w_star, sine(at.angle), across), {}};
  // u1 = 1/sqrt k and u2, signed so that e1, e2 >= 0 (TeacherInvariants).
  const T k(static_cast<int>(teacher.a_star.size()));
  const T root_k = sqrt(k), e1 = sum(teacher.a_star) / root_k;
  const T sign(e1 < 0 ? -1 : 1);
  Vec<T> rest;
  for (const T& c : teacher.a_star) rest.push_back(c - e1 / root_k);
  const T e2 = sqrt(norm_sq(rest));
  // A teacher parallel to 1 has no u2, and rounding must not make one.
  const bool parallel = e2 <= T(64) * std::numeric_limits<T>::epsilon() * sqrt(k) * abs(e1);
  for (const T& c : rest) out.a.push_back(sign * at.x / root_k + (parallel ? T(0) : T(at.y * c / e2)));
  return out;
}

namespace {

template <class T>
void sort_and_drop_empty(std::vector<Eigenvalue<T>>& spectrum) {
  std::erase_if(spectrum, [](const auto& e) { return e.multiplicity == 0; });
  std::sort(spectrum.begin(), spectrum.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
}

}  // namespace

template <class T>
std::vector<Eigenvalue<T>> spectrum_from_blocks(const Instance& instance, const Angle<T>& angle, const T& alpha) {
  const HessianBlocks<T> b = hessian_blocks(teacher_invariants<T>(instance), angle, alpha);
  std::vector<Eigenvalue<T>> out{{b.sphere, instance.p - 2}};
  std::vector<T> block;
  if (instance.k == 1) {
    block = symmetric_eigenvalues<T>({b.uu, b.coupling1, b.coupling1, b.along_ones}, 2);
  } else {
    out.push_back({b.across, instance.k - 2});
    const T zero(0);
    block = symmetric_eigenvalues<T>(
        {b.uu, b.coupling1, b.coupling2, b.coupling1, b.along_ones, zero, b.coupling2, zero, b.across}, 3);
  }
  for (const T& value : block) out.push_back({value, 1});
  sort_and_drop_empty(out);
  return out;
}

template <class T>
std::vector<Eigenvalue<T>> closed_form_spectrum(const Instance& instance, const CriticalPoint<T>& point) {
  if (point.kind == CriticalKind::saddle_sphere) return spectrum_from_blocks(instance, point.at.angle, T(0));
  const T scale = T(1) / (T(2) * pi<T>());
  const T sphere = point.kind == CriticalKind::global_optimum ? T(point.alpha / T(2)) : T(0);
  std::vector<Eigenvalue<T>> out{
      {sphere, instance.p - 1}, {(pi<T>() - T(1)) * scale, instance.k - 1}, {(T(instance.k - 1) + pi<T>()) * scale, 1}};
  sort_and_drop_empty(out);
  return out;
}

#define NOISEPROOF_INSTANTIATE(T)                                                                       \
  template Angle<T> saddle_angle(const T&);                                                             \
  template std::vector<CriticalPoint<T>> critical_points(const Instance&);                              \
  template Student<T> student_at(const Teacher<T>&, const ReducedPoint<T>&);                            \
  template std::vector<Eigenvalue<T>> spectrum_from_blocks(const Instance&, const Angle<T>&, const T&); \
  template std::vector<Eigenvalue<T>> closed_form_spectrum(const Instance&, const CriticalPoint<T>&);
NOISEPROOF_INSTANTIATE(double)
NOISEPROOF_INSTANTIATE(Real)
#undef NOISEPROOF_INSTANTIATE

}  // namespace noiseproof
