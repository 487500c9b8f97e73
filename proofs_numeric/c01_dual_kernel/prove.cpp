// C01: E relu(Z.w) relu(Z.w*) = |w| g(phi)/(2 pi).
#include "common.hpp"
#include "dynamics/random.hpp"
#include "witness/definition.hpp"

namespace noiseproof::c01_dual_kernel {

namespace {

/// Unit vectors in the plane at angle phi.
std::pair<Vec<Real>, Vec<Real>> pair_at(const Real& phi) { return {{Real(1), Real(0)}, {cos(phi), sin(phi)}}; }

/// Angles over the whole range: random ones, and the corners with their neighbourhoods.
Vec<Real> angles(std::uint64_t seed) {
  Vec<Real> out{Real(0), Real("1e-6"), Real(pi<Real>() / 2), Real(pi<Real>() - Real("1e-3"))};
  Stream stream(seed, 0, 0, Purpose::probe);
  for (int i = 0; i < 12; ++i) out.push_back(pi<Real>() * Real(stream.uniform()));
  return out;
}

std::string over(const Vec<Real>& grid) { return "over " + std::to_string(grid.size()) + " angles"; }

/// `quadrature` gets the expectations.
Answer closed_form_agrees(const Vec<Real>& grid, Vec<Real>& quadrature) {
  Real worst = 0;
  for (const Real& phi : grid) {
    const auto [w, v] = pair_at(phi);
    quadrature.push_back(kernel_by_quadrature(w, v));
    const Real closed = dual_kernel(Angle<Real>::from_phi(phi)) / (2 * pi<Real>());
    worst = std::max(worst, Real(abs(closed - quadrature.back())));
  }
  return agrees(worst, Real("1e-50"), over(grid));
}

Answer scales(const ClaimContext& context) {
  const Student<Real> point = random_real_student(context.instance, context.seed, 1, Real("1.7"));
  const Teacher<Real> teacher = make_teacher<Real>(context.instance);
  const Real closed = Real("1.7") * dual_kernel(angle_between(point.w, teacher.w_star)) / (2 * pi<Real>());
  return agrees(abs(closed - kernel_by_quadrature(point.w, teacher.w_star)), Real("1e-50"), "at one point");
}

Answer moved_kernel(const Vec<Real>& grid, const Vec<Real>& quadrature) {
  Real least = 1;
  for (std::size_t i = 0; i < grid.size(); ++i) {
    const Real twin = (dual_kernel(Angle<Real>::from_phi(grid[i])) + Real("1e-40")) / (2 * pi<Real>());
    least = std::min(least, Real(abs(twin - quadrature[i])));
  }
  return differs(least, Real("1e-50"), over(grid));
}

Answer derivatives(const Vec<Real>& grid) {
  using Dual = ceres::Jet<Real, 1>;
  using Dual2 = ceres::Jet<Dual, 1>;
  Real worst = 0;
  for (const Real& phi : grid) {
    const Dual2 t(Dual(phi, 0), 0);
    const Dual2 g = dual_kernel(Angle<Dual2>::from_phi(t));
    const Angle<Real> angle = Angle<Real>::from_phi(phi);
    worst = std::max({worst, Real(abs(g.v[0].a - dual_kernel_derivative(angle))),
                      Real(abs(g.v[0].v[0] - dual_kernel_second_derivative(angle)))});
  }
  return agrees(worst, Real("1e-55"), over(grid));
}

Answer samples_agree(std::uint64_t seed) {
  constexpr long kSamples = 400000;
  double worst = 0;
  for (const double phi : {0.4, 1.5, 2.8}) {
    const Vec<double> w{1, 0}, v{std::cos(phi), std::sin(phi)};
    const double exact = dual_kernel(Angle<double>::from_phi(phi)) / (2 * pi<double>());
    worst = std::max(worst, std::abs(sample_kernel(w, v, kSamples, seed).deviations(exact)));
  }
  return within_errors(worst, kSamples, 3);
}

nlohmann::json kernel_plot(const Vec<Real>& grid, const Vec<Real>& quadrature) {
  nlohmann::json curve{{"name", "g(phi), closed form"}, {"style", "line"}},
      points{{"name", "2 pi times the quadrature"}, {"style", "points"}};
  for (int i = 0; i <= 120; ++i) {
    const double phi = pi<double>() * i / 120;
    curve["x"].push_back(phi);
    curve["y"].push_back(dual_kernel(Angle<double>::from_phi(phi)));
  }
  for (std::size_t i = 0; i < grid.size(); ++i) {
    points["x"].push_back(grid[i].convert_to<double>());
    points["y"].push_back(Real(2 * pi<Real>() * quadrature[i]).convert_to<double>());
  }
  return {{"type", "lines"},
          {"id", "dual-kernel"},
          {"title", "The dual kernel of ReLU"},
          {"caption", "The closed form against the Gaussian expectation by quadrature."},
          {"x_label", "phi (radians)"},
          {"y_label", "g(phi)"},
          {"series", {curve, points}}};
}

}  // namespace

ClaimResult prove(const ClaimContext& context) {
  const ScopedDigits digits(60);
  ClaimResult out;
  const Vec<Real> grid = angles(context.seed);
  Vec<Real> quadrature;
  out.check("g(phi)/(2 pi) equals the Gaussian expectation by quadrature of the definition, to 50 digits",
            Evidence::computed, [&] { return closed_form_agrees(grid, quadrature); });
  out.headline = "definition and closed form: " + out.checks.back().figure;
  out.check("the value scales with |w|: at |w| = 1.7 in R^p with a random w", Evidence::computed,
            [&] { return scales(context); });
  out.check("false twin: the kernel g + 1e-40 does not pass the same test", Evidence::computed,
            [&] { return moved_kernel(grid, quadrature); });
  out.check("g' = -(pi-phi) sin phi and g'' = sin phi - (pi-phi) cos phi equal nested dual numbers of g",
            Evidence::computed, [&] { return derivatives(grid); });
  out.check("plain sampling of Z agrees at three angles", Evidence::sampled,
            [&] { return samples_agree(context.seed); });
  out.plots = {kernel_plot(grid, quadrature)};
  return out;
}

}  // namespace noiseproof::c01_dual_kernel
