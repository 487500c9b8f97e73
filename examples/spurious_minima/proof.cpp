#include "proof.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <nlohmann/json.hpp>
#include <noiseproof/rigor/interval.hpp>
#include <noiseproof/rigor/spectrum.hpp>

namespace minima {
namespace {

using noiseproof::Ball;
using noiseproof::Rational;
using noiseproof::Verdict;

constexpr int kBits = 128;

Ball exactly(double x) { return std::isfinite(x) ? Ball(Rational(x)) : Ball::nan(); }
double at_least(const Ball& x) { return noiseproof::Interval(x).lo(); }
double at_most(const Ball& x) { return noiseproof::Interval(x).hi(); }

void assign(double& to, double x) { to = x; }
void assign(Ball& to, double x) { to = exactly(x); }
template <class T>
void assign(T& to, const Rational& x) {
  to = noiseproof::from_rational<T>(x);
}
/// Exactly, or rounded to double.
template <class T, class From>
BlockMatrix<T> convert(const BlockMatrix<From>& x) {
  BlockMatrix<T> out(x.own.size());
  for (std::size_t b = 0; b < x.own.size(); ++b) {
    assign(out.own[b], x.own[b]);
    for (std::size_t c = 0; c < x.own.size(); ++c) assign(out.off[b][c], x.off[b][c]);
  }
  return out;
}

/// The Hessian on one class: form and Gram matrix of its copies, row-major.
template <class T>
struct ClassForm {
  ClassForm(const SymmetryClass& of, const BlockMatrix<double>& point)
      : size(static_cast<int>(of.copies.size())), form(of.copies.size() * of.copies.size(), T(0)), gram(form) {
    const std::size_t n = of.copies.size();
    const Landscape<T> z(of.sizes, refine(convert<T>(point), of.parent));
    std::vector<BlockMatrix<T>> copies, images;
    for (std::size_t c = 0; c < n; ++c) {
      copies.push_back(convert<T>(of.copies[c]));
      images.push_back(z.hessian(copies[c]));
      for (std::size_t d = 0; d <= c; ++d) {
        form[c * n + d] = form[d * n + c] = inner(of.sizes, copies[c], images[d]);
        gram[c * n + d] = gram[d * n + c] = inner(of.sizes, copies[c], copies[d]);
      }
    }
  }

  /// The number of generalized eigenvalues below mu.
  std::optional<int> count_below(const T& mu) const {
    return noiseproof::count_below(combine(T(1), form, -mu, gram), size, T(0));
  }

  int size;
  Vec<T> form, gram;
};

Eigen::MatrixXd matrix(const Vec<double>& entries, int size) {
  return Eigen::Map<const Eigen::MatrixXd>(entries.data(), size, size);
}

double least_eigenvalue(const ClassForm<double>& of) {
  const Eigen::GeneralizedSelfAdjointEigenSolver<Eigen::MatrixXd> solver(
      matrix(of.form, of.size), matrix(of.gram, of.size), Eigen::EigenvaluesOnly);
  return solver.eigenvalues()(0);
}

/// |D^3 F| as a trilinear form over the ball of this radius, at most:
///   (3 sqrt 3 / 2) (sum |w_j| + k) / (2 pi least^2) + 3 sqrt k / (pi least).
Ball third_derivative(const Landscape<Ball>& z, const Ball& radius) {
  int k = 0;
  Ball total, least = Ball::entire();
  for (const auto& [count, square] : z.neurons()) {
    least = k == 0 ? sqrt(square) : min(least, sqrt(square));
    k += count;
    total += Ball(count) * sqrt(square);
  }
  least -= radius;
  if (is_positive(least) != Verdict::proved) return Ball::nan();
  const Ball root_k = sqrt(Ball(k)), pi = Ball::pi(), lengths = total + root_k * radius + Ball(k);
  return Ball(3) * sqrt(Ball(3)) / Ball(2) * lengths / (Ball(2) * pi * square(least)) + Ball(3) * root_k / (pi * least);
}

/// A radius over which the third derivative takes away less than half of `hessian`: four fifths of the largest one, so
/// that a checker whose bound is a quarter worse (sqrt(31/3) for 3 sqrt(3)/2) can see it.
double find_radius(const Landscape<Ball>& z, double hessian) {
  double radius = 0;
  for (int step = 0; step < 3; ++step) radius = hessian / 2 / at_most(third_derivative(z, exactly(radius)));
  return radius * 0.8;
}

}  // namespace

std::string to_json(const Certificate& c) {
  const auto hex = [](double x) { return fmt::format("{:a}", x); };
  const auto all = [&](const Vec<double>& row) {
    std::vector<std::string> out;
    for (const double x : row) out.push_back(hex(x));
    return out;
  };
  nlohmann::json out{{"kind", "strict_local_minimum"}, {"sizes", c.sizes},         {"own", all(c.point.own)},
                     {"hessian", hex(c.hessian)},      {"radius", hex(c.radius)},  {"within", hex(c.within)},
                     {"loss_lo", hex(c.loss_lo)},      {"loss_hi", hex(c.loss_hi)}};
  for (const auto& row : c.point.off) out["off"].push_back(all(row));
  return out.dump();
}

BlockMatrix<double> newton(const Sizes& sizes, BlockMatrix<double> point, int steps) {
  const SymmetryClass trivial = symmetry_classes(sizes).front();
  std::vector<BlockMatrix<double>> basis;
  for (const auto& copy : trivial.copies) basis.push_back(convert<double>(copy));
  for (int step = 0; step < steps; ++step) {
    const ClassForm<double> at(trivial, point);
    const BlockMatrix<double> gradient = Landscape<double>(sizes, point).gradient();
    Eigen::VectorXd slope(at.size);
    for (int c = 0; c < at.size; ++c) slope(c) = inner(sizes, basis[static_cast<std::size_t>(c)], gradient);
    const Eigen::VectorXd move = matrix(at.form, at.size).ldlt().solve(slope);
    if (!(move.norm() > 1e-14)) break;
    for (int c = 0; c < at.size; ++c) point = plus(std::move(point), -move(c), basis[static_cast<std::size_t>(c)]);
  }
  return point;
}

Outcome certify(const Sizes& sizes, const BlockMatrix<double>& given) {
  const noiseproof::ScopedBits bits(kBits);
  Outcome out;
  const auto fail = [&](const char* why) {
    out.why_not = why;
    return out;
  };
  Certificate c{sizes, newton(sizes, given, 8)};
  const auto length = [&](const BlockMatrix<Ball>& x) { return sqrt(inner(sizes, x, x)); };
  const BlockMatrix<Ball> start = convert<Ball>(c.point);
  out.moved = at_most(length(plus(start, Ball(-1), convert<Ball>(given))));

  const std::vector<SymmetryClass> classes = symmetry_classes(sizes);
  const long k = std::accumulate(sizes.begin(), sizes.end(), 0L);
  long dimensions = 0;
  double least = std::numeric_limits<double>::infinity();
  const SymmetryClass* lowest = nullptr;
  for (const SymmetryClass& of : classes) {
    dimensions += of.dimension * static_cast<long>(of.copies.size());
    const double here = least_eigenvalue(ClassForm<double>(of, c.point));
    if (here < least) least = here, lowest = &of;
  }
  if (dimensions != k * k) return fail("the classes do not make up all k^2 variables");
  if (!(least > 0 && std::isfinite(least))) return fail("the Hessian is not positive definite, or not finite");
  c.hessian = least * (1 - 0x1p-16);
  out.hessian_at_most = least * (1 + 0x1p-16);
  for (const SymmetryClass& of : classes) {
    const ClassForm<Ball> form(of, c.point);
    if (form.count_below(exactly(c.hessian)) != 0) return fail("the Hessian's smallest eigenvalue is not bounded");
    if (&of == lowest && form.count_below(exactly(out.hessian_at_most)).value_or(0) == 0)
      return fail("the Hessian's smallest eigenvalue is not bounded from above");
  }

  const Landscape<Ball> z(sizes, start);
  const Ball half = exactly(c.hessian) / Ball(2), gradient = length(z.gradient()), loss = z.loss();
  c.radius = find_radius(z, c.hessian);
  if (is_less(third_derivative(z, exactly(c.radius)) * exactly(c.radius), half) != Verdict::proved)
    return fail("the Hessian over the ball is not bounded");
  c.within = at_most(gradient) / c.hessian * 2.01 + 0x1p-900;
  if (!(c.within <= c.radius)) return fail("the gradient is too large for the ball");
  if (is_less(gradient, half * exactly(c.within)) != Verdict::proved) return fail("the gradient is not bounded");
  c.loss_lo = at_least(loss - gradient * exactly(c.within));
  c.loss_hi = at_most(loss);
  if (!(c.loss_lo > 0)) return fail("the loss is not proved positive");
  out.certificate = c;
  return out;
}

std::optional<long> count_eigenvalues_below(const Sizes& sizes, const BlockMatrix<double>& point, const Rational& mu) {
  const noiseproof::ScopedBits bits(kBits);
  long total = 0;
  for (const SymmetryClass& of : symmetry_classes(sizes)) {
    const std::optional<int> here = ClassForm<Ball>(of, point).count_below(Ball(mu));
    if (!here) return std::nullopt;
    total += of.dimension * *here;
  }
  return total;
}

}  // namespace minima
