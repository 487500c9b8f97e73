#include "rigor/spectrum.hpp"

#include <acb_poly.h>

#include <algorithm>

namespace noiseproof {
namespace {

Ball over_two_pi(const Ball& x) { return x / (Ball(2) * Ball::pi()); }

bool is_exact_zero(const Ball& x) { return arb_is_zero(x.get()) != 0; }

/// The two eigenvalues of [[u, c], [c, n]], n > 0; the lower one as det/upper, for where it is small.
std::pair<Ball, Ball> two_by_two(const Ball& u, const Ball& n, const Ball& c) {
  if (is_exact_zero(c)) return {u, n};
  const Ball upper = (u + n + sqrt(square(u - n) + Ball(4) * square(c))) / Ball(2);
  return {(u * n - square(c)) / upper, upper};
}

/// The saddles' angle to the working precision: a bracket, and Newton's method on balls, which keeps the root of
/// h(d) = G inside. NaN if there is no bracket.
Angle<Ball> saddle_at(const Landscape& z) {
  std::optional<Bounds> bracket;
  {
    const ScopedBits precision(std::min(working_bits(), kProofBits));
    bracket = saddle_complement_bounds(z);
  }
  if (!bracket) return Angle<Ball>::from_complement(Ball::nan());
  for (Ball d = ball_over(*bracket);;) {
    const Ball middle = d.midpoint(), next = middle - (h(middle) - z.gamma) / (d * sin(d));
    if (arb_rel_accuracy_bits(next.get()) <= arb_rel_accuracy_bits(d.get())) return Angle<Ball>::from_complement(d);
    d = next;
  }
}

/// The three roots, ascending, of x^3 + c2 x^2 + c1 x + c0, all of them real; NaN where they are not told apart.
std::array<Ball, 3> real_roots(const Ball& c0, const Ball& c1, const Ball& c2) {
  acb_poly_t cubic;
  acb_poly_init2(cubic, 4);
  acb_poly_set_coeff_si(cubic, 3, 1);
  const Ball* const lower[] = {&c0, &c1, &c2};
  for (slong i = 0; i < 3; ++i) acb_set_arb(acb_poly_get_coeff_ptr(cubic, i), lower[i]->get());
  acb_ptr roots = _acb_vec_init(3);
  const bool apart = acb_poly_find_roots(roots, cubic, nullptr, 0, working_bits()) == 3;
  std::array<Ball, 3> out;
  for (std::size_t i = 0; i < 3; ++i)
    if (apart)
      arb_set(out[i].get(), acb_realref(roots + i));
    else
      out[i] = Ball::nan();
  _acb_vec_clear(roots, 3);
  acb_poly_clear(cubic);
  std::sort(out.begin(), out.end(), [](const Ball& x, const Ball& y) { return is_less(x, y) == Verdict::proved; });
  return out;
}

}  // namespace

std::array<Ball, 3> arrow_eigenvalues(const Ball& u, const Ball& n1, const Ball& n2, const Ball& c1, const Ball& c2) {
  if (is_exact_zero(c1)) {
    const auto [low, high] = two_by_two(u, n2, c2);
    return {low, min(high, n1), max(high, n1)};
  }
  if (is_exact_zero(c2)) {
    const auto [low, high] = two_by_two(u, n1, c1);
    return {low, n2, high};
  }
  // (x - u)(x - n1)(x - n2) - c1^2 (x - n2) - c2^2 (x - n1), whose roots are simple.
  const Ball s1 = square(c1), s2 = square(c2);
  return real_roots(s1 * n2 + s2 * n1 - u * n1 * n2, u * (n1 + n2) + n1 * n2 - s1 - s2, -(u + n1 + n2));
}

std::vector<Eigenvalue<Ball>> blocks_spectrum(const HessianBlocks<Ball>& b, int k, int p) {
  std::vector<Eigenvalue<Ball>> out{{b.sphere, p - 2}};
  if (k == 1) {
    const auto [low, high] = two_by_two(b.uu, b.along_ones, b.coupling1);
    out.insert(out.end(), {{low, 1}, {high, 1}});
  } else {
    out.push_back({b.across, k - 2});
    for (const Ball& value : arrow_eigenvalues(b.uu, b.along_ones, b.across, b.coupling1, b.coupling2))
      out.push_back({value, 1});
  }
  std::erase_if(out, [](const auto& e) { return e.multiplicity == 0; });
  return out;
}

CriticalPoint<Ball> critical_point(const Landscape& z, CriticalKind kind) {
  const TeacherInvariants<Ball> teacher{z.instance.k, z.e1, z.e2};
  if (kind == CriticalKind::global_optimum) return global_optimum(teacher);
  if (kind == CriticalKind::spurious_point) return spurious_point(teacher);
  // The best response at g = gamma, where gamma - 1 = -(pi-1) r/(lambda1 - r): exactly 0 at r = 0, as no enclosure of
  // the angle tells.
  const Ball k1(z.instance.k - 1), r(z.instance.r);
  const ReducedPoint<Ball> at{saddle_at(z), (k1 + z.gamma) * z.e1 / z.lambda1, -(r * z.e2 / (z.lambda1 - r))};
  return {kind, at, Ball(0), reduced_loss(teacher, at)};
}

std::vector<Eigenvalue<Ball>> critical_spectrum(const Landscape& z, CriticalKind kind) {
  const int k = z.instance.k, p = z.instance.p;
  if (kind == CriticalKind::saddle_sphere) {
    if (k == 1) return {};  // r is the threshold: there are no saddles
    return blocks_spectrum(hessian_blocks(TeacherInvariants<Ball>{k, z.e1, z.e2}, saddle_at(z), Ball(0)), k, p);
  }
  const Ball sphere = kind == CriticalKind::global_optimum ? z.norm_sq / Ball(2) : Ball(0);
  std::vector<Eigenvalue<Ball>> out{{sphere, p - 1}, {over_two_pi(z.lambda2), k - 1}, {over_two_pi(z.lambda1), 1}};
  std::erase_if(out, [](const auto& e) { return e.multiplicity == 0; });
  return out;
}

std::vector<EnclosedEigenvalue> enclosed_spectrum(const Landscape& z, CriticalKind kind) {
  std::vector<EnclosedEigenvalue> out;
  for (const Eigenvalue<Ball>& e : critical_spectrum(z, kind)) {
    if (!is_finite(e.value)) return {};
    out.push_back({is_exact_zero(e.value) ? Bounds{0, 0} : outward(e.value), e.multiplicity});
  }
  return out;
}

std::optional<int> count_below(const std::vector<Ball>& matrix, int n, const Ball& mu) {
  const auto size = static_cast<std::size_t>(n);
  std::vector<Ball> a = matrix;
  for (std::size_t i = 0; i < size; ++i) a[i * size + i] -= mu;
  int negative = 0;
  for (std::size_t j = 0; j < size; ++j) {
    const Ball pivot = a[j * size + j];
    const Verdict below = is_negative(pivot);
    if (below == Verdict::proved)
      ++negative;
    else if (is_positive(pivot) != Verdict::proved)
      return std::nullopt;
    for (std::size_t i = j + 1; i < size; ++i) {
      if (is_exact_zero(a[i * size + j])) continue;
      const Ball factor = a[i * size + j] / pivot;
      for (std::size_t l = j + 1; l <= i; ++l) a[i * size + l] -= factor * a[l * size + j];
    }
  }
  return negative;
}

std::vector<Ball> assembled_hessian(const Landscape& z, CriticalKind kind) {
  const auto k = static_cast<std::size_t>(z.instance.k), p = static_cast<std::size_t>(z.instance.p), size = p - 1 + k;
  std::vector<Ball> out(size * size);
  const auto at = [&](std::size_t i, std::size_t j) -> Ball& { return out[i * size + j]; };
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) at(p - 1 + i, p - 1 + j) = over_two_pi(i == j ? Ball::pi() : Ball(1));
  if (kind == CriticalKind::global_optimum)
    for (std::size_t i = 0; i + 1 < p; ++i) at(i, i) = z.norm_sq / Ball(2);
  if (kind == CriticalKind::saddle_sphere) {
    const std::optional<Bounds> bounds = saddle_complement_bounds(z);
    if (!bounds) throw Error(Error::Kind::domain, "assembled_hessian", "there are no saddles");
    const Ball d = ball_over(*bounds), c = over_two_pi(d * sin(d));
    const Vec<Ball> a_star = make_teacher<Ball>(z.instance).a_star;
    for (std::size_t i = 0; i < k; ++i) {
      at(0, p - 1 + i) = c * a_star[i];
      at(p - 1 + i, 0) = at(0, p - 1 + i);
    }
  }
  return out;
}

Verdict inertia_confirms(const std::vector<Ball>& matrix, const std::vector<EnclosedEigenvalue>& spectrum) {
  std::vector<EnclosedEigenvalue> sorted = spectrum;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.value.lo < b.value.lo; });
  int size = 0;
  for (const EnclosedEigenvalue& e : sorted) size += e.multiplicity;
  const Rational scale = std::max(Rational(abs(sorted.front().value.lo)), Rational(abs(sorted.back().value.hi)));
  const Rational gap = scale / (1 << 20);
  // A count of the eigenvalues below mu, taken closely on either side of every group, must be the sum of the
  // multiplicities to the left of mu: then each group holds as many as it says.
  const auto counted = [&](const Rational& mu, int expected) {
    const std::optional<int> count = count_below(matrix, size, Ball(mu));
    if (!count) return Verdict::undecided;
    return *count == expected ? Verdict::proved : Verdict::refuted;
  };
  int below = 0;
  Rational reach = sorted.front().value.lo - 4 * gap;
  Verdict out = Verdict::proved;
  for (const EnclosedEigenvalue& e : sorted) {
    if (e.value.lo - reach > 2 * gap)  // not one group with what stands to its left
      out = both(out, both(counted(reach + gap, below), counted(e.value.lo - gap, below)));
    below += e.multiplicity;
    reach = std::max(reach, e.value.hi);
  }
  return both(out, counted(reach + gap, size));
}

}  // namespace noiseproof
