#include "rigor/spectrum.hpp"

#include <algorithm>

namespace noiseproof {
namespace {

Ball over_two_pi(const Ball& x) { return x / (Ball(2) * Ball::pi()); }

bool is_exact_zero(const Ball& x) { return arb_is_zero(x.get()) != 0; }

/// The two eigenvalues of [[0, c], [c, n]], n > 0: z = (n -+ sqrt(n^2 + 4c^2))/2, the lower one without cancellation.
std::pair<Ball, Ball> two_by_two(const Ball& n, const Ball& c) {
  const Ball root = sqrt(square(n) + Ball(4) * square(c));
  return {-(Ball(2) * square(c)) / (n + root), (n + root) / Ball(2)};
}

/// c_i = (pi - phi^) sin(phi^) e_i/(2 pi) at the saddles.
std::optional<std::pair<Ball, Ball>> saddle_couplings(const Landscape& z) {
  const std::optional<Bounds> bounds = saddle_complement_bounds(z);
  if (!bounds) return std::nullopt;
  const Ball d = ball_over(*bounds), c = over_two_pi(d * sin(d));
  return std::pair{c * z.e1, c * z.e2};
}

std::vector<EnclosedEigenvalue> saddle_spectrum(const Landscape& z) {
  const auto coupling = saddle_couplings(z);
  if (!coupling) return {};
  const Ball n1 = over_two_pi(z.m1), n2 = over_two_pi(z.m2);
  const std::vector<Bounds> block = arrow_eigenvalues(n1, n2, coupling->first, coupling->second);
  if (block.empty()) return {};
  std::vector<EnclosedEigenvalue> out{{{0, 0}, z.instance.p - 2}, {outward(n2), z.instance.k - 2}};
  for (const Bounds& value : block) out.push_back({value, 1});
  return out;
}

}  // namespace

std::vector<Bounds> arrow_eigenvalues(const Ball& n1, const Ball& n2, const Ball& c1, const Ball& c2) {
  if (is_exact_zero(c1)) {
    const auto [low, high] = two_by_two(n2, c2);
    return {outward(low), outward(min(high, n1)), outward(max(high, n1))};
  }
  if (is_exact_zero(c2)) {
    const auto [low, high] = two_by_two(n1, c1);
    return {outward(low), outward(n2), outward(high)};
  }
  // chi(z)/((z - n1)(z - n2)) = z - c1^2/(z - n1) - c2^2/(z - n2) keeps its digits where chi is a product of small
  // numbers.
  const Ball s1 = square(c1), s2 = square(c2);
  const auto chi = [&](const Ball& z) { return z * (z - n1) * (z - n2) - s1 * (z - n2) - s2 * (z - n1); };
  const auto minus_chi = [&](const Ball& z) { return -chi(z); };
  // Gershgorin: all eigenvalues in [-(c1+c2), n1+c1+c2]; chi < 0 below z1, > 0 on (z1, z2), < 0 on (z2, z3), > 0 above.
  const Rational reach = upper_rational(c1 + c2) + 1;
  const auto z1 = bracket_root(chi, {-reach, 0});
  const auto z2 = bracket_root(minus_chi, {lower_rational(n2), upper_rational(n1)});
  const auto z3 = bracket_root(chi, {upper_rational(n1), upper_rational(n1) + reach});
  if (!z1 || !z2 || !z3) return {};
  return {*z1, *z2, *z3};
}

std::vector<EnclosedEigenvalue> enclosed_spectrum(const Landscape& z, CriticalKind kind) {
  std::vector<EnclosedEigenvalue> out;
  if (kind == CriticalKind::saddle_sphere) {
    // With one hidden unit r = threshold: there are no saddles.
    if (z.instance.k >= 2) out = saddle_spectrum(z);
  } else {
    const Bounds sphere = kind == CriticalKind::global_optimum ? outward(z.norm_sq / Ball(2)) : Bounds{0, 0};
    out = {{sphere, z.instance.p - 1}, {outward(over_two_pi(z.m2)), z.instance.k - 1}, {outward(over_two_pi(z.m1)), 1}};
  }
  std::erase_if(out, [](const EnclosedEigenvalue& e) { return e.multiplicity == 0; });
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
