#include "search/locate.hpp"

#include <ceres/ceres.h>
#include <glog/logging.h>

#include <atomic>
#include <cmath>

#include "core/error.hpp"
#include "core/threads.hpp"
#include "dynamics/random.hpp"

namespace noiseproof {
namespace {

constexpr int kLargestSearch = 4000;

Student<double> split(const double* x, std::size_t p, std::size_t k) { return {{x, x + p}, {x + p, x + p + k}}; }

std::vector<double> join(const Student<double>& student) {
  std::vector<double> x = student.w;
  x.insert(x.end(), student.a.begin(), student.a.end());
  return x;
}

/// The loss and its gradient in R^p x R^k, for Ceres' line search.
class LossFunction final : public ceres::FirstOrderFunction {
 public:
  explicit LossFunction(const Teacher<double>& teacher) : teacher_(teacher) {}
  bool Evaluate(const double* x, double* cost, double* gradient_out) const override {
    const Student<double> student = split(x, teacher_.w_star.size(), teacher_.a_star.size());
    *cost = loss(student, teacher_);
    if (gradient_out != nullptr) {
      const Gradient<double> g = gradient(student, teacher_);
      std::copy(g.w.begin(), g.w.end(), gradient_out);
      std::copy(g.a.begin(), g.a.end(), gradient_out + g.w.size());
    }
    return std::isfinite(*cost);
  }
  int NumParameters() const override { return static_cast<int>(teacher_.w_star.size() + teacher_.a_star.size()); }

 private:
  const Teacher<double>& teacher_;
};

/// The Riemannian gradient as residuals: its zeros are the critical points of any kind. Ceres differentiates it
/// numerically.
struct GradientResidual {
  const Teacher<double>& teacher;
  bool operator()(const double* w, const double* a, double* residual) const {
    const Student<double> student{{w, w + teacher.w_star.size()}, {a, a + teacher.a_star.size()}};
    const Invariants<double> x = invariants(student, teacher);
    const Vec<double> gw = sphere_gradient_w(student, teacher, x), ga = gradient_a(student, teacher, x);
    std::copy(gw.begin(), gw.end(), residual);
    std::copy(ga.begin(), ga.end(), residual + gw.size());
    return true;
  }
};

void minimise_loss(const Teacher<double>& teacher, Student<double>& student) {
  using Manifold =
      ceres::ProductManifold<ceres::SphereManifold<ceres::DYNAMIC>, ceres::EuclideanManifold<ceres::DYNAMIC>>;
  const int p = static_cast<int>(student.w.size()), k = static_cast<int>(student.a.size());
  std::vector<double> x = join(student);
  const ceres::GradientProblem problem(
      new LossFunction(teacher),
      new Manifold(ceres::SphereManifold<ceres::DYNAMIC>(p), ceres::EuclideanManifold<ceres::DYNAMIC>(k)));
  ceres::GradientProblemSolver::Options options;
  options.logging_type = ceres::SILENT;
  options.max_num_iterations = 2000;
  options.function_tolerance = 0;
  options.gradient_tolerance = 1e-11;
  options.parameter_tolerance = 0;
  ceres::GradientProblemSolver::Summary summary;
  ceres::Solve(options, problem, x.data(), &summary);
  student = split(x.data(), student.w.size(), student.a.size());
}

void minimise_gradient(const Teacher<double>& teacher, Student<double>& student) {
  const int p = static_cast<int>(student.w.size()), k = static_cast<int>(student.a.size());
  struct Functor {
    GradientResidual residual;
    bool operator()(double const* const* parameters, double* out) const {
      return residual(parameters[0], parameters[1], out);
    }
  };
  auto* cost = new ceres::DynamicNumericDiffCostFunction<Functor, ceres::CENTRAL>(new Functor{{teacher}});
  cost->AddParameterBlock(p);
  cost->AddParameterBlock(k);
  cost->SetNumResiduals(p + k);
  ceres::Problem problem;
  problem.AddResidualBlock(cost, nullptr, student.w.data(), student.a.data());
  problem.SetManifold(student.w.data(), new ceres::SphereManifold<ceres::DYNAMIC>(p));
  ceres::Solver::Options options;
  options.logging_type = ceres::SILENT;
  options.minimizer_progress_to_stdout = false;
  options.max_num_iterations = 500;
  options.function_tolerance = 0;
  options.gradient_tolerance = 1e-30;
  options.parameter_tolerance = 1e-14;
  options.linear_solver_type = ceres::DENSE_QR;
  ceres::Solver::Summary summary;
  ceres::Solve(options, &problem, &summary);
}

double gradient_size(const Teacher<double>& teacher, const Student<double>& student) {
  const Invariants<double> x = invariants(student, teacher);
  return std::sqrt(norm_sq(sphere_gradient_w(student, teacher, x)) + norm_sq(gradient_a(student, teacher, x)));
}

/// Decimal digits to which x agrees with y, absolutely.
int digits_of(const Real& error, int most) {
  if (error == 0) return most;
  return std::clamp(static_cast<int>(floor(-log10(abs(error))).convert_to<double>()), 0, most);
}

Real distance(const PolishedPoint& point, const Angle<Real>& angle, const Vec<Real>& a) {
  using boost::multiprecision::abs;
  const Real turn = point.angle.phi < point.angle.d ? abs(point.angle.phi - angle.phi) : abs(point.angle.d - angle.d);
  const Vec<Real> gap = combine(Real(1), point.a, Real(-1), a);
  return turn + sqrt(norm_sq(gap));
}

void match_closed_forms(const Instance& instance, const Teacher<Real>& teacher, int digits,
                        std::vector<Cluster>& clusters) {
  const std::vector<CriticalPoint<Real>> known = critical_points<Real>(instance);
  for (Cluster& cluster : clusters)
    for (const CriticalPoint<Real>& point : known) {
      const int agree = digits_of(distance(cluster.point, point.at.angle, student_at(teacher, point.at).a), digits);
      // With one hidden unit the spurious point is found to a third of the digits (polish.cpp).
      const bool flat = instance.k == 1 && point.kind == CriticalKind::spurious_point;
      if (agree > cluster.agreeing_digits && agree >= (flat ? digits / 4 : digits / 2)) {
        cluster.match = point.kind;
        cluster.agreeing_digits = agree;
      }
    }
}

}  // namespace

std::string name(SearchObjective objective) { return objective == SearchObjective::loss ? "loss" : "squared gradient"; }

SearchResult locate(const Instance& instance, const SearchOptions& options) {
  if (instance.k + instance.p > kLargestSearch)
    throw Error(Error::Kind::domain, "locate",
                "k + p = " + std::to_string(instance.k + instance.p) + " is above " + std::to_string(kLargestSearch) +
                    ": the search keeps dense matrices");
  FLAGS_minloglevel = google::GLOG_FATAL;          // what a line search complains of shows in its end point
  const ScopedDigits digits(options.digits + 10);  // so that rounding leaves those asked for alone
  // With a* -> a*/|a*|, a -> a/|a*| the landscape is the same: the search's tolerances are for that size.
  const double size = std::sqrt(instance.norm_sq.convert_to<double>());
  Teacher<double> teacher = make_teacher<double>(instance);
  for (double& x : teacher.a_star) x /= size;
  const int runs = 2 * options.starts;
  std::vector<Student<double>> found(static_cast<std::size_t>(runs));
  SearchResult out;
  out.ends.resize(found.size());
  std::atomic<int> done = 0;
  const auto run_one = [&](int i) {
    const auto at = static_cast<std::size_t>(i);
    const SearchObjective objective = i % 2 == 0 ? SearchObjective::loss : SearchObjective::squared_gradient;
    Student<double> student = random_student(instance, options.seed, i / 2);
    for (double& x : student.a) x /= size;
    if (objective == SearchObjective::loss)
      minimise_loss(teacher, student);
    else
      minimise_gradient(teacher, student);
    const Invariants<double> x = invariants(student, teacher);
    out.ends[at] = {
        objective, i / 2, x.angle.phi, size * size * x.alpha, size * size * loss(x), gradient_size(teacher, student)};
    for (double& entry : student.a) entry *= size;
    found[at] = std::move(student);
    ++done;
    if (options.progress) options.progress(0.5 * done / runs, "Ceres from random starts");
  };
  Threads(options.jobs).for_each(0, runs, run_one);

  const Teacher<Real> exact = make_teacher<Real>(instance);
  const Real same = pow(Real(10), -options.digits / 3);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (options.progress) options.progress(0.5 + 0.5 * static_cast<double>(i) / runs, "Newton polish");
    PolishedPoint point;
    try {
      if (!(out.ends[i].gradient_norm < 1e-6))
        throw Error(Error::Kind::no_convergence, "locate", "not a critical point");
      point = polish(exact, found[i]);
    } catch (const Error&) {
      ++out.unconverged;
      continue;
    }
    std::size_t c = 0;
    while (c < out.clusters.size() && !(distance(point, out.clusters[c].point.angle, out.clusters[c].point.a) < same))
      ++c;
    if (c == out.clusters.size()) out.clusters.push_back({.point = point});
    out.ends[i].cluster = static_cast<int>(c);
    ++(out.ends[i].objective == SearchObjective::loss ? out.clusters[c].from_loss : out.clusters[c].from_gradient);
  }
  match_closed_forms(instance, exact, options.digits, out.clusters);
  return out;
}

}  // namespace noiseproof
